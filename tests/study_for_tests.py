"""A small study for tests: a project with the regions of Surakarta, texts as files, codes by name. People are invented."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from qualcode.collect.regions import find_region
from qualcode.collect.sources import import_file
from qualcode.collect.study import FOLDERS, PROJECT_FILE, add_coder, new_study
from qualcode.reduce.codebook import add_code
from qualcode.reduce.codings import code, locate
from qualcode.store import Project, here, open_project, versions
from qualcode.store.ids import coder_id
from qualcode.store.recent import remember


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
    """A new study. A test's first one is a copy of one that was made once, which tests cannot tell from it; any more, with which
    it may be held together, are made anew."""
    state = os.environ.get("QUALCODE_STATE_DIR")
    if state is None or state in _begun:
        return Study(new_study(folder, coder), folder)
    _begun.add(state)
    made, note = _made(coder)
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)
    path = folder / PROJECT_FILE
    path.write_bytes(made)
    project = open_project(path)
    here.write(project.id, path, note)
    remember(path)
    project.coder = coder_id(project.id, coder)
    return Study(project, folder)


_begun: set[str] = set()  # installations, one a test, on which a study was made


@cache
def _made(coder: str) -> tuple[bytes, here.Note]:
    """The file of a new study, and what its maker's installation keeps on it."""
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", folder)
        path = Path(folder) / PROJECT_FILE
        with new_study(path.parent, coder) as project:
            note = here.read(project.id, path)
        assert note is not None
        return path.read_bytes(), note


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
