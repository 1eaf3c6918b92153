"""Long work: a bar with count, thing and time left; a key stops it; the app stays usable underneath."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import asyncio
import threading
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from textual.app import App

from qualcode.errors import UserError
from qualcode.tui.drawing import in_a_line
from qualcode.tui.long import Long, Stopped, told
from qualcode.tui.punctual import Punctual
from tests.app_world import app_study, desk, study_file  # noqa: F401 - fixtures


def test_the_line_says_how_far_and_how_long_still() -> None:
    long = Long("files come in", at=10, of=40, began=0.0)
    assert told(long, 20.0, "x") == "▓▓░░░░░░░░ 10/40 · files come in · about 60 seconds left · x stops it"
    assert told(long, 20.0, "x", width=120).endswith("60 seconds left · x stops it, nothing half done stays")
    assert "about 10 minutes left" in told(long, 200.0, "")
    assert told(Long("looking", began=0.0, can_stop=False), 9.0, "x") == "looking"


def test_nothing_is_shown_of_what_is_done_soon() -> None:
    long = Long("files come in", began=7.0)
    assert not long.seen(7.4) and long.seen(7.6)


def test_it_is_stopped_where_it_says_how_far_it_is() -> None:
    long = Long("files", stays="stopped; one is in")
    long("", 1, 3)
    long.stopping = True
    with pytest.raises(Stopped, match="one is in"):
        long("", 2, 3)


async def test_it_goes_on_underneath_and_stops_where_it_was_begun(study_file: Path) -> None:
    async with desk(study_file) as one:
        long = Long("reading", at=3, of=12)
        long.began -= 2
        place = one.screen

        async def work() -> None:
            while True:
                long("", 3, 12)
                await asyncio.sleep(0.01)

        async def until(kind: str, told: str) -> None:  # the work goes on: there is no rest to wait for
            for _ in range(3000):
                if one.screen.kind == kind and told in one.said:
                    break
                await asyncio.sleep(0.01)
            assert one.screen.kind == kind and told in one.said

        place.job(place.at_length(long, work()))
        await one.pilot.press("j")
        await until("sources", "3/12 · reading")
        assert "x stops it" in one.said
        await one.pilot.press("g", "m")
        await until("matrix", "3/12 · reading")
        assert "x stops" not in one.said
        await one.pilot.press("g", "s")
        await until("sources", "x stops it")
        await one.pilot.press("x")
        await one.told()
        assert one.screen.kind == "sources" and "nothing half done stays" in one.said
        assert not one.app.going_on


def test_what_is_wrong_is_not_cut_for_a_long_path() -> None:
    error = UserError("there is no study", where="/a/very/long/way/" * 6 + "tim", todo="Name its folder")
    assert in_a_line(error, 78) == "tim: there is no study. Name its folder"
    assert in_a_line(error, 24) == "tim: there is no study"


async def test_what_just_happened_is_read_to_its_end(study_file: Path) -> None:
    said = "Written: exports/laporan_2026-11-22.docx · left out, nothing yet: Tabel 5.4, Tabel 5.5, Tabel 6.2 and Tabel 6.3"
    async with desk(study_file) as one:
        tall = one.screen.rows.size.height
        one.screen.say(said)
        await one.told()
        assert one.said == said and one.screen.rows.size.height == tall - 1
        await one.press("j")
        assert one.screen.rows.size.height == tall


async def test_a_write_that_ends_after_the_app_is_no_error(study_file: Path) -> None:
    wrong: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, what: wrong.append(what))
    async with desk(study_file) as one:
        still = threading.Event()
        writing = asyncio.ensure_future(one.session.write(lambda project: still.wait(9)))
        await asyncio.sleep(0)
        threading.Timer(0.3, still.set).start()  # the app is gone by then
    assert await writing
    await asyncio.sleep(0)
    assert not wrong
    one.app.tell("nobody reads this")


async def test_a_timer_comes_though_the_machine_was_busy_just_as_it_began(monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy(Punctual, App[None]):
        pass

    app, come, clock = Busy(), asyncio.Event(), count()
    async with app.run_test():
        with monkeypatch.context() as patch:
            patch.setattr("textual.timer._time.get_time", lambda: float(next(clock)))  # a second at each look
            app.set_timer(0.01, come.set)
            await asyncio.wait_for(come.wait(), 60)
