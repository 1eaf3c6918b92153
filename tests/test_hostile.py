"""What a person may type or a disk may do to the command line: one line, exit code 1, nothing half done."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qualcode.cli.options import NUMBER
from qualcode.collect.values import is_no_day
from qualcode.store.settings import set_setting
from tests.cli_world import CommandLine


def test_a_day_that_there_is_not_is_refused_and_any_other_is_read_as_in_a_header(study: CommandLine) -> None:
    for day in ("31/02/2026", "2026-02-31", "31 April 2026"):
        assert is_no_day(day)
        assert f"there is no day “{day}”" in study.fails("sources", "set", "W-01", f"date={day}")
    study("sources", "set", "W-01", "date=28/02/2026")
    assert {"2026-02-28"} == {one["date"] for one in study.items("sources") if one["name"] == "W-01"}
    study("sources", "set", "W-01", "date=awal puasa")  # what says no day stays as it is written


def test_a_number_that_no_file_can_hold_is_no_bug(study: CommandLine) -> None:
    assert study("history", "-n", "-5", code=2).err
    assert study("history", "-n", 10**20, code=2).err
    study("themes", "add", "Utang", "--code", "utang", "--nature", "problem")
    assert study.fails("map", "Utang", "-o", "m" * 300 + ".svg")


def test_a_folder_is_merged_as_the_project_in_it(study: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "salinan").mkdir()
    (tmp_path / "salinan" / "project.qualcode").write_bytes(study.project_file.read_bytes())
    assert "nothing new" in study("merge", tmp_path / "salinan").out
    assert "the project itself" in study("merge", ".", code=1).err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
def test_a_reader_who_goes_is_no_failure_and_a_full_disk_is_one_line(study: CommandLine) -> None:
    command = [sys.executable, "-m", "qualcode", "history"]
    where = {**os.environ, "QUALCODE_DEBUG": "", "PYTHONPATH": str(Path(__file__).parent.parent)}
    with open("/dev/full", "w") as full:
        ran = subprocess.run(command, cwd=study.folder, env=where, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (ran.returncode, ran.stderr.count("\n")) == (1, 1) and "the disk is full" in ran.stderr
    read, write = os.pipe()
    os.close(read)
    ran = subprocess.run(command, cwd=study.folder, env=where, stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (0, "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0,5", 0.5), ("0.5", 0.5), ("1.234,56", 1234.56), ("1,234.56", 1234.56), ("−3", -3), ("1.234.567", 1234567)],
)
def test_numbers_are_read_with_a_decimal_comma_or_point(typed: str, meant: float) -> None:
    assert NUMBER.convert(typed, None, None) == meant


def test_what_is_no_number_is_refused(study: CommandLine) -> None:
    study("matrix", "--tau", "0,5")
    for typed in ("lima", "nan", "1,2,3.4.5"):
        assert "is no number" in study("matrix", "--tau", typed, code=2).err


OBEYED = "\x1b]0;judul\x07 \x9b2J \u202egnorw\u2069 \x7f"  # sets a title, clears the screen, turns the line around
SIGNS = set("\x1b\x07\x9b\u202e\u2069\x7f\r")


def test_what_a_terminal_would_obey_is_never_printed(study: CommandLine) -> None:
    """Names and notes may hold anything: so may what is typed, and what a file is called."""
    study("codes", "add", "kode" + OBEYED, "definition=arti" + OBEYED, "keywords=air")
    study("themes", "add", "tema" + OBEYED, "--nature", "problem", "--code", "utang")
    study("participants", "set", "Bu Tutik", "role=buruh" + OBEYED)
    study("code", "W-01", "--code", "kode" + OBEYED, "--quote", "ngutang dulu", "--memo", "catatan" + OBEYED)
    study("memos", "add", "code", "kode" + OBEYED, "memo" + OBEYED)
    printed = {
        words: study.run(*words.split("|"))
        for words in (
            "codes", f"codes|show|kode{OBEYED}", "codings", "themes", f"themes|show|tema{OBEYED}", "participants", "memos",
            "participants|show|Bu Tutik", "search|air", "history", "sources", "codebook|check", "matrix", "matrix|--rows|codes",
            "network", "suggest", "progress", "codings|--json", f"codings|--where|code:x{OBEYED}", f"show{OBEYED}",
            f"codes|show|tidak{OBEYED}", f"import|tidak{OBEYED}", f"export|quotes|-o|x{OBEYED}", f"--coder|x{OBEYED}|codings",
        )
    }  # fmt: skip
    assert {words for words, ran in printed.items() if set(ran.out + ran.err) & SIGNS} == set()
    assert "2J" in printed["codes"].out and "2J" in printed["memos"].out
    assert OBEYED in printed["codings|--json"].items[0]["memo"]  # in JSON it is escaped, and reads the same


@pytest.mark.parametrize(
    "stamp", [-86_400_000_000_000, 253_402_300_800_000]
)  # before the year 1, and in the year 10000
def test_a_clock_that_tells_impossible_times_stops_no_page(study: CommandLine, stamp: int) -> None:
    with study.project() as project:
        project.coder, project.clock = project.value("SELECT id FROM coder"), lambda: stamp
        set_setting(project, "tau", 0.4)
    for words in (
        "history",
        "history|--json",
        "progress",
        "clock",
        "export|journal|-o|j.jsonl",
        "export|report|-o|r.md",
    ):
        study(*words.split("|"))
    assert study("history").out.splitlines()[1][:4] in ("1970", "2999")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name of a file is text")
def test_a_name_of_a_file_that_is_no_text_is_no_bug(nowhere: CommandLine) -> None:
    name = os.fsdecode(b"k\xe4ta")  # as an old stick has it
    nowhere("init", name, "--coder", "sri")
    with_it = CommandLine(nowhere.folder / name)
    assert with_it.items("projects")[0]["path"].endswith(f"{name}/project.qualcode")
    assert "signs that are no text" in with_it.fails("backup", f"{name}.qualcode")
    assert [path.name for path in with_it.folder.glob("*.qualcode")] == ["project.qualcode"]
