"""Keys that come before a screen has read what it shows: they wait, and none of them decides what nobody saw."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from textual import events

from tests.app_world import Desk, _strokes, _turns, app_study, desk, study_file  # noqa: F401 - fixtures


@contextmanager
def slowly(one: Desk) -> Iterator[None]:
    """The project answers nothing inside, as a large one does not for a second or two."""
    gate = threading.Event()
    one.session._thread.submit(gate.wait)
    try:
        yield
    finally:
        gate.set()


async def typed(one: Desk, *keys: str) -> None:
    """Type without looking."""
    for key in keys:
        await one.pilot.press(*_strokes(key))
        await _turns()


async def test_what_is_typed_while_a_screen_reads_is_done_when_it_shows(study_file: Path) -> None:
    async with desk(study_file) as one:
        with slowly(one):
            await typed(one, "g u", "/", *"air", "enter", "n")
            assert one.screen.kind == "codebook" and not one.screen.chooser.is_open
        await one.told()
        assert one.screen.kind == "search" and "air" in one.row(0)


async def test_a_burst_is_for_the_screen_it_leads_to(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.pilot.press(*_strokes("g s"), "G", "enter", "right_square_bracket", "question_mark")
        await one.told()
        assert one.screen.kind == "help" and one.app.screen_stack[-2].kind == "coding"  # type: ignore[attr-defined]


async def test_no_single_key_decides_what_could_not_be_seen(study_file: Path) -> None:
    async with desk(study_file) as one:
        before = len(one.codings())
        with slowly(one):
            await typed(one, "g a", "a")
        await one.told()
        assert len(one.codings()) == before and "“a” was typed before this could be read" in one.said
        with slowly(one):
            await typed(one, "enter", "j", "1")
        await one.told()
        assert one.screen.kind == "coding" and len(one.codings()) == before
        await one.press("1")  # now it is seen
        assert len(one.codings()) == before + 1


async def test_what_was_written_in_a_question_is_kept(study_file: Path) -> None:
    async with desk(study_file) as one:
        with slowly(one):
            await typed(one, "g M", "+", *"lihat lagi", "enter")
        await one.told()
        assert "lihat lagi" in one.text()


async def test_one_leaves_a_screen_that_still_reads_at_once(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        with slowly(one):
            await typed(one, "g a", "x")
            assert one.screen.kind == "home"
            await typed(one, "g u", "j", "/", "escape", "g s")  # Esc takes back what waits
            assert one.screen.kind == "sources"
        await one.told()
        await one.press("g u")
        assert not one.screen.chooser.is_open and one.screen.rows.at == 0


async def test_a_key_that_is_lost_on_its_way_holds_no_other_back(study_file: Path) -> None:
    async with desk(study_file) as one:
        ahead = one.app.ahead
        ahead._sent, ahead._sent_at = events.Key("j", "j"), 0.0  # its widget went before it came
        ahead._kept.append(events.Key("j", "j"))
        await one.press("j")
        assert one.screen.rows.at == 2 and ahead.idle
