"""A small study for tests: a project with the regions of Surakarta, texts as files, codes by name. People are invented."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qualcode.collect.regions import find_region
from qualcode.collect.sources import import_file
from qualcode.collect.study import add_coder, new_study
from qualcode.reduce.codebook import add_code
from qualcode.reduce.codings import code, locate
from qualcode.store import Project, open_project, versions
from qualcode.store.ids import coder_id


@dataclass
class Study:
    """An open project, and what is written in it under short names."""

    project: Project
    folder: Path

    def text(self, name: str, words: str, **options: object) -> bytes:
        """Import ``words`` as the file of this name (``replace=""``: as its correction); the source."""
        path = self.folder / f"{name}.txt"
        path.write_text(words, "utf-8")
        return import_file(self.project, path, **options).source  # type: ignore[arg-type]

    def coder(self, name: str) -> bytes:
        writing = self.project.coder
        add_coder(self.project, name)
        self.project.coder = writing
        return coder_id(self.project.id, name)

    def codes(self, *names: str) -> list[bytes]:
        return [add_code(self.project, name) for name in names]

    def code(self, source: bytes, code_: bytes, quote: str, *, turn: int | None = None, **fields: object) -> bytes:
        now = versions.current(self.project, source)
        assert now is not None
        return code(self.project, source, code_, *locate(now, quote, turn), **fields)  # type: ignore[arg-type]

    def region(self, name: str) -> bytes:
        found = find_region(self.project, name)
        assert found is not None
        return found


def study(folder: Path, coder: str = "sri") -> Study:
    return Study(new_study(folder, coder), folder)


def copied(one: Study, folder: Path, coder: str) -> Study:
    """A colleague's copy of the project file, and who writes in it."""
    one.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / one.project.path.name
    path.write_bytes(one.project.path.read_bytes())
    project = open_project(path)
    add_coder(project, coder)
    return Study(project, folder)


def interview(kelurahan: str, *speech: str, name: str = "Bu A") -> str:
    """A transcript in which the interviewer asks before every speech of one informant."""
    turns = "".join(f"Pewawancara: Bagaimana soal {n}?\n\n{name}: {words}\n\n" for n, words in enumerate(speech))
    return f"Jenis: wawancara\nKelurahan: {kelurahan}\nInforman: {name}\nPewawancara: Dimas\n\n{turns}"


FGD = """\
Jenis: FGD
Kelurahan: Semanggi
Pewawancara: Moderator
Peserta:
- Bu Marni (P, 41 tahun, penjahit, Pajang)
- Pak Bagyo (L, 63 tahun, pensiunan, Semanggi)
- Bu Yuli (P, 38 tahun, guru PAUD, Pajang)

Moderator: Silakan, siapa yang mulai?

Bu Marni: Bantuan datang ke yang mampu. Saya utang di warung.

Pak Bagyo: Di tempat saya air lancar, Mas.

Bu Yuli: Di Jebres malah banjir, kata adik saya.

Bu Marni: Ya, betul.
"""
