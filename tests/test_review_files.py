"""Files that are no project, damaged, locked or not writable: one line, nothing changed, never a traceback."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from qualcode.cli.common import safe
from qualcode.errors import UserError
from qualcode.store import open_project
from qualcode.store.check import backup, check
from qualcode.store.merge import merge
from qualcode.store.project import readable
from qualcode.store.restore import restore
from qualcode.store.settings import set_setting
from tests.study_for_tests import study


@pytest.mark.parametrize("content", [b"", b"catatan lapangan\n", b"SQLite format 3\0" + b"\0" * 4080])
def test_a_file_that_is_no_project_is_refused_and_not_touched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "catatan.qualcode"
    path.write_bytes(content)
    with pytest.raises(UserError, match="not a qualcode project"):
        open_project(path)
    assert path.read_bytes() == content
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_of_another_program_is_refused_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "lain.qualcode"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t(x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(UserError, match="not a qualcode project"):
        open_project(path)
    assert path.read_bytes() == before


def test_a_project_on_a_path_with_spaces_and_signs_opens(tmp_path: Path) -> None:
    folder = tmp_path / "ruang ünïcode 中 #1?%20"
    study(folder).project.close()
    with open_project(folder / "project.qualcode") as project:
        assert project.value("SELECT COUNT(*) FROM coder") == 1
    assert not list(folder.glob("*-wal"))


def fail(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> sqlite3.Error:
    error = kind("as SQLite says it")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (fail(sqlite3.SQLITE_BUSY), "another program"),
        (fail(sqlite3.SQLITE_READONLY), "cannot be written"),
        (fail(sqlite3.SQLITE_FULL), "disk is full"),
        (fail(sqlite3.SQLITE_IOERR | 10 << 8), "disk cannot be read"),
        (fail(sqlite3.SQLITE_CORRUPT, sqlite3.DatabaseError), "damaged"),
        (sqlite3.OperationalError("Could not decode to UTF-8 column 'grade'"), "damaged"),
    ],
)
def test_what_the_disk_says_is_said_in_words(tmp_path: Path, error: sqlite3.Error, words: str) -> None:
    with pytest.raises(UserError, match=words) as found, readable(tmp_path / "project.qualcode"):
        raise error
    assert found.value.todo


def test_a_wrong_query_or_a_broken_rule_stays_a_bug(tmp_path: Path) -> None:
    for bug in (
        fail(sqlite3.SQLITE_ERROR),
        fail(sqlite3.SQLITE_CONSTRAINT, sqlite3.IntegrityError),
        sqlite3.ProgrammingError("closed"),
    ):
        with pytest.raises(sqlite3.Error), readable(tmp_path):
            raise bug


def test_nothing_a_terminal_obeys_is_printed() -> None:
    assert safe("a\x1b]52;c;eA==\x07b\u202ec\udcffd\te\u0301 👩\u200d🌾") == "a ]52;c;eA== b c d\te\u0301 👩\u200d🌾"


def test_a_backup_is_restored_also_where_the_project_is_damaged_or_gone(tmp_path: Path) -> None:
    s = study(tmp_path / "studi")
    backup(s.project, tmp_path / "cadangan.qualcode")
    s.codes("sesudah")
    s.project.close()
    path = s.project.path
    aside = restore(path, tmp_path / "cadangan.qualcode")
    with open_project(path) as project:
        assert project.value("SELECT COUNT(*) FROM code") == 0
        assert aside is not None
        merge(project, aside)
        assert project.value("SELECT COUNT(*) FROM code") == 1
    path.write_bytes(b"\0" * 5000)
    aside = restore(path, tmp_path / "cadangan.qualcode")
    assert aside is not None and aside.read_bytes() == b"\0" * 5000
    path.unlink()
    assert restore(path, tmp_path / "cadangan.qualcode") is None
    with open_project(path) as project:
        assert not check(project).faults


def test_what_is_kept_aside_is_never_written_over(tmp_path: Path) -> None:
    s = study(tmp_path / "a")
    backup(s.project, tmp_path / "b.qualcode")
    s.project.close()
    kept = [restore(s.project.path, tmp_path / "b.qualcode") for _ in range(3)]
    assert len({path for path in kept if path is not None and path.is_file()}) == 3


def test_a_backup_of_another_project_or_over_an_open_one_is_refused(tmp_path: Path) -> None:
    s, other = study(tmp_path / "studi"), study(tmp_path / "lain")
    backup(other.project, tmp_path / "lain.qualcode")
    backup(s.project, tmp_path / "cadangan.qualcode")
    with pytest.raises(UserError, match="another program holds"):
        restore(s.project.path, tmp_path / "cadangan.qualcode")
    s.project.close()
    before = s.project.path.read_bytes()
    with pytest.raises(UserError, match="another project"):
        restore(s.project.path, tmp_path / "lain.qualcode")
    assert s.project.path.read_bytes() == before
    assert not [p for p in s.folder.iterdir() if p.name.startswith(".")]


def test_what_is_write_protected_or_held_is_no_damage(tmp_path: Path) -> None:
    """``check`` holds the records against a journal it plays again, and undoes that: where it may not, it says so."""
    s = study(tmp_path / "a")
    s.project.conn.execute("PRAGMA query_only=ON")  # as a file that may only be read
    found = check(s.project)
    assert found.faults == [] and any("write-protected" in note for note in found.notes)
    s.project.conn.execute("PRAGMA query_only=OFF")
    s.project.conn.execute("PRAGMA busy_timeout=0")
    other = sqlite3.connect(s.project.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(UserError, match="another program holds this project"), readable(s.project.path):
        check(s.project)
    other.close()
    assert check(s.project).faults == []


def test_a_merge_says_of_the_file_that_cannot_be_written_which_it_is(tmp_path: Path) -> None:
    s = study(tmp_path / "a")
    backup(s.project, tmp_path / "rekan.qualcode")
    with open_project(tmp_path / "rekan.qualcode") as other:
        other.coder = s.project.coder
        set_setting(other, "tau", 0.4)
    s.project.conn.execute("PRAGMA query_only=ON")
    with pytest.raises(UserError, match="cannot be written") as told:
        merge(s.project, tmp_path / "rekan.qualcode")
    assert told.value.where == str(s.project.path)
