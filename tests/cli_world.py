"""The command line as the tests use it.

``qc`` runs a command in this process, as ``qualcode WORDS`` in a folder would, and then holds it to the journal's law:
the state rebuilt from the journal equals the stored state, the file is whole, and the search index is what the texts
say. So the law holds after every command of the suite by construction; a command that breaks it fails the test that
ran it. A traceback fails the test too (QUALCODE_DEBUG lets bugs through).
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from qualcode import i18n
from qualcode.cli import main
from qualcode.store import here, open_project, schema
from qualcode.store.check import check
from qualcode.store.connect import connect
from qualcode.store.merge import wal_beside
from qualcode.store.project import Project, project_id

PROJECT = "project.qualcode"

REGIONS = """\
code,level,name,parent,aliases
33.72,kota,Surakarta,,Solo
33.72.01,kecamatan,Laweyan,Surakarta,
33.72.03,kecamatan,Pasar Kliwon,Surakarta,
33.72.01.1001,kelurahan,Pajang,Laweyan,
33.72.01.1002,kelurahan,Sondakan,Laweyan,
33.72.03.1001,kelurahan,Semanggi,Pasar Kliwon,Semanggi Lama
"""

# Invented people. Bu Tutik says the words that the codebook below looks for.
INTERVIEW = """\
Jenis: wawancara
Tanggal: 24 Juni 2025
Tempat: rumah informan
Kelurahan: Semanggi
Informan: Bu Tutik
Jenis kelamin: perempuan
Usia: 52
Pekerjaan: buruh cuci
Pewawancara: Dimas

Pewawancara: Bagaimana kalau uangnya kurang, Bu? Apakah berutang?

Bu Tutik: Ya ngutang dulu di warung depan. Kartunya mati, jadi berobat bayar sendiri.

Pewawancara: Lalu tetangga?

Bu Tutik: Tetangga baik-baik. Kerja bakti jalan terus, air juga lancar.
"""

FGD = """\
Jenis: FGD
Tanggal: 3 Juli 2025
Tempat: balai RW
Pewawancara: Moderator
Peserta:
- Bu Marni (P, 41 tahun, penjahit, Pajang)
- Pak Bagyo (L, 63 tahun, pensiunan, Semanggi)

Moderator: Silakan, siapa yang mulai?

Bu Marni: Bantuan datang ke yang mampu. Saya utang di warung.

Pak Bagyo: Di tempat saya air lancar, Mas.

Bu Marni: Ya, betul.
"""

CODEBOOK = """\
format: 1
name: Buku kode contoh
codes:
- name: {id: ekonomi, en: economy}
  definition: {id: Uang rumah tangga, en: Money of a household}
  colour: 1
  codes:
  - name: {id: utang, en: debt}
    definition: {id: Meminjam untuk bertahan, en: Borrowing to get by}
    when: Ada kewajiban mengembalikan.
    not: modal usaha
    keywords: [utang]
    valence: -1
- name: {id: lingkungan, en: neighbourhood}
  definition: {id: Kampung dan tetangga, en: The neighbourhood}
  colour: 2
  codes:
  - name: gotong-royong
    definition: Kerja bersama
    not: bantuan resmi
    keywords: [kerja bakti]
    valence: 1
  - name: air
    definition: Air bersih
    not: selokan
    keywords: ["=air lancar"]
"""


@dataclass(frozen=True)
class Ran:
    """What a command did: its exit code and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def items(self) -> list[dict[str, Any]]:
        """The items of a ``--json`` listing."""
        listing = json.loads(self.out)
        assert set(listing) == {"schema", "items"}
        assert listing["schema"] == 1
        items: list[dict[str, Any]] = listing["items"]
        return items


class CommandLine:
    """``qualcode`` in a folder. ``coder``: who writes, where it is not who was chosen at init."""

    def __init__(self, folder: Path, coder: str | None = None) -> None:
        self.folder = folder
        self.coder = coder
        self.replays = 0  # how often the law was looked at
        self._lawful = b""  # the file that was found to keep it

    def __call__(self, *words: object, code: int = 0) -> Ran:
        """Run ``qualcode WORDS``; its exit code must be ``code``."""
        ran = self.run(*words)
        assert ran.code == code, f"qualcode {' '.join(map(str, words))}: exit {ran.code}\n{ran.out}{ran.err}"
        return ran

    def items(self, *words: object) -> list[dict[str, Any]]:
        """The items of a listing."""
        return self(*words, "--json").items

    def fails(self, *words: object) -> str:
        """Run a command that must fail as a user's mistake does: exit code 1 and one line on stderr, which is returned."""
        ran = self(*words, code=1)
        assert "Traceback" not in ran.err
        lines = ran.err.splitlines()
        assert len(lines) == 1, ran.err
        return lines[0]

    def run(self, *words: object) -> Ran:
        """Run a command and look at the law, whatever comes of it."""
        out, err = io.StringIO(), io.StringIO()
        args = [*(["--coder", self.coder] if self.coder else []), *map(str, words)]
        code: Any = 0
        with contextlib.chdir(self.folder), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                main(args)
            except SystemExit as stop:
                code = stop.code
        self.replay()
        return Ran(code or 0, out.getvalue(), err.getvalue())

    def replay(self) -> None:
        """The law: the journal alone gives the state that is stored, and the index is what the texts say (``check``)."""
        if not self.project_file.is_file():
            return
        written = self.project_file.read_bytes()
        if written == self._lawful:
            return  # nothing was written since
        with self.project() if wal_beside(self.project_file) else in_memory(self.project_file, written) as project:
            report = check(project)
            assert not report.faults, "\n".join(report.faults)
        self._lawful = written
        self.replays += 1

    @property
    def project_file(self) -> Path:
        return self.folder / PROJECT

    def project(self) -> Project:
        """The project, to be looked at with the functions of the rooms. Use it in ``with``."""
        return open_project(self.project_file)

    def value(self, sql: str, *values: Any) -> Any:
        with self.project() as project:
            return project.value(sql, *values)

    def write(self, name: str, text: str | bytes) -> Path:
        """A file in the folder."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def bring_in(self, name: str, text: str = INTERVIEW) -> str:
        """Import a transcript; its source's name."""
        path = self.write(f"corpus/{name}.txt", text)
        self("import", path)
        return name

    def use_codebook(self, text: str = CODEBOOK) -> None:
        self("codebook", "import", self.write("codebooks/contoh.yaml", text))

    def state(self) -> list[tuple[Any, ...]]:
        """All that a reader of the project can see of its records, to compare before and after."""
        from qualcode.store.check import dump

        with self.project() as project:
            return list(dump(project))


def in_memory(path: Path, written: bytes) -> Project:
    """The project of these bytes of a file, without the locks, the log and the syncs of one: to be looked at once."""
    conn = connect(":memory:")
    conn.deserialize(written[:18] + b"\1\1" + written[20:])  # bytes 18 and 19: whether there is a log beside it
    if schema.check_version(conn, str(path)) == schema.LATEST and not schema.is_behind(conn):
        return Project(path, conn, project_id(conn))
    conn.close()
    return open_project(path)  # brings it up to date


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """The command line in a folder without a project."""
    monkeypatch.setenv("QUALCODE_DEBUG", "1")
    folder = tmp_path / "kosong"
    folder.mkdir()
    return CommandLine(folder)


@pytest.fixture
def qc(tmp_path: Path, nowhere: CommandLine, made_once: Path) -> CommandLine:
    """The command line in a new study of the coder sri, with a small region tree."""
    return as_if_made_here(made_once / "baru", tmp_path / "studi")


@pytest.fixture
def study(tmp_path: Path, nowhere: CommandLine, made_once: Path) -> CommandLine:
    """A study with an interview, a discussion and a codebook."""
    return as_if_made_here(made_once / "berisi", tmp_path / "studi")


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two studies above, made by commands as any other, once for all tests."""
    folder = tmp_path_factory.mktemp("studies")
    with installed_in(folder):
        outside = CommandLine(folder)
        table = outside.write("wilayah.csv", REGIONS)
        for name in ("baru", "berisi"):
            outside("init", name, "--coder", "sri", "--regions", table)
            CommandLine(folder / name).replay()
        full = CommandLine(folder / "berisi")
        full.bring_in("W-01", INTERVIEW)
        full.bring_in("FGD-01", FGD)
        full.use_codebook()
    return folder


@contextlib.contextmanager
def installed_in(folder: Path) -> Iterator[None]:
    """What belongs to the installation is kept in this folder, outside of any test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(folder / "state"))
        patch.setenv("QUALCODE_LANG", "en")
        patch.setenv("QUALCODE_DEBUG", "1")
        patch.delenv("QUALCODE_CODER", raising=False)
        patch.delenv("QUALCODE_PROJECT", raising=False)
        i18n.use("en")
        yield


def told_once(made_once: Path, folder: Path, story: Callable[[CommandLine], object]) -> Path:
    """The study with its texts as it is after some commands, for the tests that all begin so: each takes a copy
    (``as_if_made_here``)."""
    with installed_in(folder):
        story(as_if_made_here(made_once / "berisi", folder / "studi"))
    return folder / "studi"


def as_if_made_here(made: Path, folder: Path) -> CommandLine:
    """A copy of a study, with the installation's note on it: as if it had been made in this folder."""
    shutil.copytree(made, folder)
    project, note, lawful = _made(made)
    here.write(project, folder / PROJECT, note)
    copy = CommandLine(folder)
    copy._lawful = lawful  # the law was looked at where it was made
    return copy


@cache
def _made(made: Path) -> tuple[bytes, here.Note, bytes]:
    """The project's id, the note that its maker's installation keeps on it, and the file's bytes."""
    with open_project(made / PROJECT) as project, pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(made.parent / "state"))
        note = here.read(project.id, made / PROJECT)
    assert note is not None
    return project.id, note, (made / PROJECT).read_bytes()


def elsewhere(qc: CommandLine, folder: Path, coder: str, state: Path) -> CommandLine:
    """A colleague's laptop: a copy of the study, and a state folder of its own."""
    folder.mkdir(parents=True)
    (folder / PROJECT).write_bytes(qc.project_file.read_bytes())
    colleague = Laptop(folder, state)
    colleague("join", ".", "--coder", coder)
    return colleague


class Laptop(CommandLine):
    """The command line on another computer: what belongs to the installation is kept apart."""

    def __init__(self, folder: Path, state: Path) -> None:
        super().__init__(folder)
        self.state_folder = state

    def run(self, *words: object) -> Ran:
        here = os.environ.get("QUALCODE_STATE_DIR", "")
        os.environ["QUALCODE_STATE_DIR"] = str(self.state_folder)
        try:
            return super().run(*words)
        finally:
            os.environ["QUALCODE_STATE_DIR"] = here
