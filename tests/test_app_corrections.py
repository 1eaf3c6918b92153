"""Words mended while reading, what that leaves in doubt, and what two versions differ in."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest
from rich.style import Style

from qualcode.collect import corrections
from qualcode.reduce import review
from qualcode.store import open_project, versions
from qualcode.store.lookup import find
from qualcode.tui.drawing import column, differing
from tests.app_world import Desk, app_study, desk, looks, study_file  # noqa: F401 - fixtures


def text(path: Path, source: str) -> str:
    with open_project(path) as project:
        now = versions.current(project, find(project, "source", source))
        assert now is not None
        return now.text


def doubts(path: Path) -> list[str]:
    with open_project(path) as project:
        return [one.old_quote for one in review.doubts(project)]


def mend(path: Path, source: str, old: str, new: str) -> None:
    with open_project(path) as project:
        (project.coder,) = project.rows("SELECT id FROM coder")[0]
        rec = find(project, "source", source)
        now = versions.current(project, rec)
        assert now is not None
        at = now.text.index(old)
        corrections.mend(project, rec, at, at + len(old), new)


async def read(one: Desk, source: str) -> None:
    await one.press("f")
    await one.type(source)
    await one.press("enter", "enter")


# What differs


def test_words_that_differ_are_told_without_colour() -> None:
    old, new = differing("dua puluh ribu saja", "dua ratus ribu saja")
    assert old == [("dua", False), ("puluh", True), ("ribu", False), ("saja", False)]
    plain = Style()
    (line,) = column(new, 30, 3, plain, plain)
    assert "".join(part for part, _style in line).rstrip() == "dua [ratus] ribu saja"


def test_a_column_is_cut_where_it_has_no_more_lines() -> None:
    lines = column([(f"kata{n}", False) for n in range(20)], 12, 2, Style(), Style())
    assert len(lines) == 2 and "…" in "".join(part for part, _style in lines[-1])


# Mending


async def test_a_word_is_mended_where_it_stands_and_its_codings_stay(study_file: Path) -> None:
    async with desk(study_file) as one:
        before = [(code, valence) for code, _words, valence in one.names("W-01")]
        await read(one, "W-01")
        await one.press("j", "w", "w", "E")  # “Ya ngutang dulu”: on “dulu”
        await one.press(*["backspace"] * 4)
        await one.type("kemarin")
        await one.press("enter")
        assert "Ya ngutang kemarin di warung." in text(study_file, "W-01")
        assert "“dulu” is “kemarin” now" in one.said
        assert [(code, valence) for code, _words, valence in one.names("W-01")] == before
        assert "Ya ngutang kemarin" in one.text()
        await one.press("u")
        assert "Ya ngutang dulu" in text(study_file, "W-01") and "Undone: a correction" in one.said


async def test_what_would_leave_nothing_is_not_taken(study_file: Path) -> None:
    before = text(study_file, "W-01")
    async with desk(study_file) as one:
        await read(one, "W-01")
        await one.press("j", "E")
        await one.press(*["backspace"] * 10)
        await one.press("enter")
        assert one.screen.ask.is_open
        await one.press("escape")
        assert text(study_file, "W-01") == before


# The review list


@pytest.fixture
def doubted(study_file: Path) -> Path:
    """Two coded passages whose own words were corrected much, one of them gone."""
    mend(study_file, "W-01", "Ya ngutang dulu", "Ya pinjam uang dulu")
    mend(study_file, "W-02", "Saya pinjam ke tetangga. ", "")
    assert doubts(study_file)
    return study_file


async def test_what_a_correction_left_in_doubt_is_settled_one_by_one(doubted: Path) -> None:
    async with desk(doubted) as one:
        await one.press("g d")
        waiting = len(doubts(doubted))
        assert f"{waiting} passage" in one.row(1) and "as it was coded" in one.text()
        await one.press("d")
        assert len(doubts(doubted)) == waiting - 1
        await one.press("u")
        assert len(doubts(doubted)) == waiting
        changed = next(n for n, line in enumerate(one.text().splitlines()[3 : 3 + waiting]) if " ~ " in line)
        await one.press("g g", *["j"] * changed, "a")
        assert len(doubts(doubted)) == waiting - 1 and "Taken as it lies" in one.said


async def test_a_corrected_file_comes_in_as_a_version_and_says_what_became_of_the_codings(
    study_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "koreksi").mkdir()
    (tmp_path / "koreksi" / "W-01.txt").write_text(text(study_file, "W-01").replace("Ya ngutang", "Ya pinjam"), "utf-8")
    async with desk(study_file, (80, 24)) as one:
        await one.press("g s", "+", "/")
        await one.type(str(tmp_path / "koreksi" / "W-01.txt"))
        await one.press("enter")
        assert "there is a source W-01 already" in one.text() and "v makes this" in one.text()
        await one.press("v")
        assert "this becomes its corrected text" in one.text()
        await one.press("enter")
        assert "1 new version" in one.row(1)
        assert "Ya pinjam" in text(study_file, "W-01")
        assert not doubts(study_file) or "reviews them" in one.text()
        await one.press("g s", "+", "/")
        await one.type(str(tmp_path / "koreksi" / "W-01.txt"))
        await one.press("enter")
        assert "already" not in one.text()  # it is that text now
        await one.press("u", "x", "x", "u")
        assert "Ya ngutang" in text(study_file, "W-01")


async def test_a_passage_is_put_anew_on_words_chosen_in_the_text(doubted: Path) -> None:
    async with desk(doubted) as one:
        await one.press("g d")
        waiting = len(doubts(doubted))
        await one.press("e")
        assert one.screen.kind == "coding" and "belong?" in one.said
        await one.press("enter")
        assert one.screen.kind == "review" and len(doubts(doubted)) == waiting - 1


async def test_all_that_have_a_place_are_taken_after_a_look(doubted: Path) -> None:
    async with desk(doubted) as one:
        await one.press("g d", "A")
        assert "would be taken" in one.said
        before = len(doubts(doubted))
        await one.press("x")
        assert one.screen.kind == "review" and len(doubts(doubted)) == before
        await one.press("A", "enter")
        assert len(doubts(doubted)) < before
        await one.press("u")
        await one.press("A", "A")
        assert len(doubts(doubted)) < before
        await one.press("u")
        assert len(doubts(doubted)) == before


# Versions


async def test_versions_are_compared_difference_by_difference(study_file: Path) -> None:
    mend(study_file, "W-01", "dulu", "kemarin")
    mend(study_file, "W-01", "Air lancar", "Air macet")
    async with desk(study_file) as one:
        await one.press("j", "v")
        assert (
            "Version 3 of 3 beside version 2: 1 difference" in one.row(1)
            and "[macet.]" in one.text()
            and "Air" in one.text()
        )
        await one.press("[")
        assert "Version 2 of 3 beside version 1" in one.row(1) and "[kemarin]" in one.text()
        await one.press("enter")
        assert "newest" in one.said
        await one.press("]", "enter")
        assert one.screen.kind == "coding" and "Air macet" in one.text()
        await one.press("x")
        assert one.screen.kind == "versions"
        await one.press("x")
        assert one.screen.kind == "sources"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_corrections_look_as_drawn(doubted: Path, size: tuple[int, int]) -> None:
    shape = f"{size[0]}x{size[1]}"
    async with desk(doubted, size) as one:
        await one.press("g d")
        await looks(one, f"review.{shape}")
        await one.press("x")
        await read(one, "W-01")
        await one.press("E")
        await looks(one, f"mend.{shape}")
