"""Files are read ahead in processes of their own; what comes of them is what would come of them here."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from qualcode.collect import ahead as reading
from qualcode.collect.archives import files_in
from qualcode.collect.rereading import Remembered
from qualcode.errors import UserError
from tests import dying
from tests.cli_world import CommandLine

TALK = "Kelurahan: Pajang\n\nP: Bagaimana airnya, Bu?\n\nI: Lancar, nomor {n}.\n\nP: Lalu?\n\nI: Ya begitu.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    here = tmp_path / "banyak"
    here.mkdir()
    for n in range(30):
        (here / f"W-{n:02d}.txt").write_text(TALK.format(n=n), "utf-8")
    (here / "W-07.txt").write_bytes(b"\0\1\2\3")
    return here


def test_many_files_come_in_as_they_would_one_by_one(qc: CommandLine, folder: Path) -> None:
    ran = qc("import", folder, code=1)
    assert "W-07.txt" in ran.err
    rows = qc.items("sources")
    assert [row["name"] for row in rows] == [f"W-{n:02d}" for n in range(30) if n != 7]
    assert {row["turns"] for row in rows} == {4}


def test_a_file_that_brings_the_reader_down_is_refused_and_the_others_are_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_safely", dying.on_seven)
    monkeypatch.setattr(reading, "TOGETHER", 2)  # whatever was begun beside it is read again, each alone
    with files_in([folder]) as search:
        said = []
        batches = list(reading.ahead(search.found, None, "auto", Remembered(), processes=1))
        assert {len(batch) for batch in batches} == {2}
        for found, ready in (one for batch in batches for one in batch):
            assert ready is not None
            try:
                said.append(len(ready().whole.marks.turns))
            except UserError as error:
                assert "W-07" in found.file
                assert "brought the reader down" in str(error)
    assert said == [4] * 29


def test_processes_made_anew_read_what_those_made_from_this_one_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def turns(may_fork: bool) -> list[int]:
        monkeypatch.setattr(reading, "_may_fork", lambda: may_fork)
        with files_in([folder]) as search:
            batches = list(reading.ahead(search.found[8:], None, "auto", Remembered(), processes=1))
        return [len(ready().whole.marks.turns) for batch in batches for _found, ready in batch if ready]

    monkeypatch.setattr(reading, "WORTH", 2)
    here = reading._may_fork()
    assert turns(False) == turns(here) == [4] * 22


def test_reading_that_is_given_up_leaves_no_process(folder: Path) -> None:
    with files_in([folder]) as search:
        batches = reading.ahead(search.found, None, "auto", Remembered(), processes=2)
        next(batches)
        assert len(multiprocessing.active_children()) == 2
        batches.close()
    assert multiprocessing.active_children() == []


def test_a_fault_of_ours_is_told_with_its_place(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_safely", dying.of_a_fault)
    with files_in([folder]) as search:
        (first, *_others) = next(reading.ahead(search.found, None, "auto", Remembered(), processes=1))
    assert first[1] is not None
    with pytest.raises(ZeroDivisionError):
        first[1]()


def test_few_files_are_read_here(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TALK, "utf-8")
    with files_in([tmp_path]) as search:
        batches = list(reading.ahead(search.found, None, "auto", Remembered()))
        assert [[ready for _found, ready in batch] for batch in batches] == [[None]]
