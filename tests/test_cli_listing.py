"""A listing fits the terminal it is read on, and is whole where a program reads it."""

from __future__ import annotations

import os

import pytest

from qualcode.cli import common
from qualcode.cli.common import cells_of, cut
from qualcode.cli.grid import print_grid


def table(capsys: pytest.CaptureFixture[str]) -> list[str]:
    rows = [
        {
            "id": bytes(16),
            "name": f"W-{n}",
            "quote": "kata orang 日本 panjang sekali " * 5,
            "place": "Kelurahan Semanggi " * 2,
            "count": n,
        }
        for n in range(3)
    ]
    common.listing(
        rows, False, [("id", "id"), ("name", "source"), ("place", "place"), ("quote", "quote"), ("count", "codings")]
    )
    return capsys.readouterr().out.splitlines()


def test_it_is_as_wide_as_the_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(common, "terminal_width", lambda: 80)
    lines = table(capsys)
    assert max(map(common.cells_of, lines)) == 80
    assert lines[1].startswith("00000000  W-0") and "…" in lines[1] and lines[3].endswith("2")


def test_into_a_pipe_goes_all_of_it(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    assert common.terminal_width() is None
    assert all("…" not in line for line in table(capsys))


def test_a_terminal_says_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", os.fdopen(os.dup(1), "w"))
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "72")
    assert common.terminal_width() == 72


def test_what_cannot_shrink_stays() -> None:
    assert common.fitted([40, 40, 10], [False, True, False], 70) == [40, 16, 10]
    assert common.fitted([40, 40], [False, True], 30) == [40, 8]
    assert common.cut("日本語の名前", 5) == "日本…"


def test_a_long_sentence_is_broken_between_words_on_a_terminal_and_nowhere_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "- " + "Only the first is agreement between independent coders. " * 3
    common.tell(text)
    assert capsys.readouterr().out == text + "\n"
    monkeypatch.setenv("COLUMNS", "40")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    common.tell(text)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 40 and all(line.startswith("  ") for line in lines[1:])
    assert " ".join(" ".join(lines).split()) == text.strip()


def test_what_is_cut_takes_the_cells_it_may(capsys: pytest.CaptureFixture[str]) -> None:
    assert cut("kata " * 20_000, 12) == "kata kata k…"
    assert cut("漢字漢字", 6) == "漢字…" and cut("e\u0301" * 6, 6) == "e\u0301" * 6
    print_grid(["", ""], ["漢字", "b"], [], [("baris", ["1", "2"]), ("lain\u0301", ["3", "漢"])])
    lines = capsys.readouterr().out.splitlines()
    assert {cells_of(line) for line in lines if line} == {16}
