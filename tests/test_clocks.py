"""A wrong clock: noticed, said, corrected by a record that reaches everybody; history marks it."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from qualcode.store import project as project_room
from tests.cli_world import CommandLine, elsewhere

DAY = 86_400_000


@pytest.fixture
def team(study: CommandLine, tmp_path: Path) -> list[CommandLine]:
    others = [
        elsewhere(study, tmp_path / f"laptop-{n}", n, tmp_path / f"state-{n}") for n in ("bagus", "wulan", "tejo")
    ]
    return [study, *others]


def as_if(days: float, laptop: CommandLine, *words: object) -> str:
    """Run a command on a laptop whose clock is so many days off."""
    true = project_room.wall_clock
    wrong = lambda: true() + int(days * DAY)  # noqa: E731
    with (
        patch.object(project_room, "wall_clock", wrong),
        patch("qualcode.store.project.open_project.__kwdefaults__", {"clock": wrong}),
    ):
        return laptop(*words).out


def test_a_clock_years_ahead_is_said_and_corrected_by_the_lead(team: list[CommandLine]) -> None:
    study, bagus, wulan, tejo = team
    for laptop in (wulan, tejo):
        laptop("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    as_if(3650, bagus, "codes", "set", "utang", "name_en=loan")
    as_if(0.5, study, "codes", "set", "utang", "name_en=borrowing")
    said = study("merge", *(laptop.project_file for laptop in (wulan, tejo, bagus))).out
    assert "The clock of bagus is +3650 days off" in said
    name = "SELECT name_en FROM code WHERE name='utang'"
    assert study.value(name) == "loan"  # the later clock shows until it is settled or corrected
    (row,) = study.items("clock")
    assert (row["who"], row["proven"]) == ("bagus", True)
    assert row["days"] == pytest.approx(3650, abs=0.2)
    study("clock", "--correct", 1)
    assert study.items("clock") == []
    assert study.value(name) == "borrowing"
    assert "clock corrected" in study("history").out
    bagus("merge", study.project_file)
    assert bagus.state() == study.state()
    study("undo")
    assert len(study.items("clock")) == 1


def test_a_clock_behind_what_it_had_seen_is_corrected_by_its_own_sync(team: list[CommandLine], tmp_path: Path) -> None:
    study, bagus, wulan, tejo = team
    folder = tmp_path / "tim"
    folder.mkdir()
    for laptop in (study, wulan, tejo):
        laptop("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
        laptop("sync", folder)
    bagus("sync", folder)
    as_if(-400, bagus, "codes", "set", "utang", "name_en=loan")
    assert "400 days behind" in as_if(-400, bagus, "sync", folder)
    assert "days behind" not in as_if(-400, bagus, "sync", folder)
    assert bagus.items("clock") == []
    study("sync", folder)
    assert study.items("clock") == []
    assert "clock corrected" in study("history").out


def test_with_one_other_a_clock_is_only_said(study: CommandLine, team: list[CommandLine]) -> None:
    bagus = team[1]
    as_if(40, bagus, "codes", "set", "utang", "name_en=loan")
    study("merge", bagus.project_file)
    (row,) = study.items("clock")
    assert not row["proven"]


def test_who_was_away_for_a_month_has_no_wrong_clock(team: list[CommandLine], tmp_path: Path) -> None:
    study, bagus, *_rest = team
    bagus("codes", "set", "utang", "name_en=loan")
    as_if(30, study, "codes", "set", "air", "name_en=water")
    as_if(30, study, "merge", bagus.project_file)
    assert "No clock" in as_if(30, study, "clock")
