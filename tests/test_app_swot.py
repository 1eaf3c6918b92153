"""The SWOT board and the TOWS matrix, by keys: a factor written, moved, weighed, and a strategy that answers it."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

from qualcode.conclude.swot_records import Swot, read_swot
from qualcode.store import open_project
from tests.app_world import Desk, app_study, compare, control_characters, desk, study_file  # noqa: F401 - fixtures


def held(one: Desk) -> Swot:
    with open_project(one.session.path) as project:
        return read_swot(project)


async def write(one: Desk, *lines: str) -> None:
    for line in lines:
        await one.type(line)
        await one.press("enter")


async def test_a_factor_is_written_moved_weighed_and_answered_by_a_strategy(study_file: Path):
    async with desk(study_file, first="home") as one:
        await one.press("g v")
        assert "No factor yet" in one.text()
        await one.press("+")
        await write(one, "Loket kelurahan terpadu", "y n y")
        assert "S1 is written" in one.said
        await one.press("+")
        await write(one, "Kampus mendampingi warga", "n y y")  # the answers put it among the opportunities
        assert [(item.id, item.exists_without) for item in held(one).items] == [("S1", False), ("O1", True)]
        await one.press("k", "H")
        assert "There is no list on that side" in one.said
        await one.press("L", "enter")  # the answers stay as they are
        assert "It is W1 now" in one.said
        await one.press("J")
        await write(one, "y y y", "Warga sendiri yang bergerak")  # on the border: why
        assert "It is T1 now" in one.said
        assert held(one).item("T1").memo
        await one.press("u")
        assert [item.id for item in held(one).items] == ["W1", "O1"]
        await one.press("b")
        await write(one, "Ratih, Danu", "4/1 3/-")
        assert (held(one).item("W1").importance, held(one).item("W1").rating) == ((4, 3), (1, None))
        await one.press("t", "+")  # from a weakness: the cell of strategies for it
        await write(one, "Menyatukan loket bersama kampus")
        assert "WO1 is written" in one.said
        await one.press("1", "2")
        assert held(one).strategy("WO1").items == ("W1", "O1")
        await one.press("2")
        assert held(one).strategy("WO1").items == ("W1",)
        assert "no external factor" in one.text()
        compare("tows.80x24", one.text())
        await one.press("x")
        assert one.screen.kind == "swot"


async def test_a_candidate_of_the_voices_becomes_a_factor_with_its_evidence(study_file: Path):
    async with desk(study_file, first="home") as one:
        await one.press("g v", "r")
        assert "Debt fills the gap" in one.text()
        await one.press("enter", "enter", "enter")
        await write(one, "n y y")
        assert "T1 is written with its evidence" in one.said
        assert held(one).item("T1").basis == "one_sided"
        for size in ((160, 48), (80, 24)):
            await one.resize(size)
            await one.told()
            assert not list(control_characters(one.text()))
            compare(f"swot.{size[0]}x{size[1]}", one.text())
        await one.press("enter")
        assert one.screen.kind == "quotes"
        assert "ngutang" in one.text()
