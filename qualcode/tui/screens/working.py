"""Work beside a screen: what is asked of the project, and what takes long.

The rule: work runs in a job; what a user may have caused becomes the sentence, anything else is kept for a report and says
so. What takes long is awaited in ``at_length`` and shown in the row above the keys, on every screen; where it was begun a
key stops it. The screens stay as usable as they are.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine
from time import monotonic
from typing import Any, TypeVar

from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.tui.drawing import in_a_line
from qualcode.tui.long import SEEN, Long, told
from qualcode.tui.screens.drawers import Drawers
from qualcode.tui.session import BLIND

T = TypeVar("T")
AGAIN = 0.25  # seconds between two drawings of the row


class Working(Drawers, inherit_bindings=False):
    read_once = False  # whether it shows what it was asked for
    spoken = ""  # the language in which that was read

    # Jobs

    def job(self, work: Coroutine[Any, Any, Any], failed: Callable[[], object] = lambda: None) -> None:
        """Run ``work`` beside the screen; what goes wrong is said, and ``failed`` called."""
        self.main.run_worker(self._guarded(work, failed, self.main.ahead.blind), exit_on_error=False)

    def arrive(self, work: Coroutine[Any, Any, Any], failed: Callable[[], object] = lambda: None) -> None:
        """Run ``work``, which fills the screen; where it shows nothing of that yet, keys wait for it."""
        if not self.read_once:
            self.main.ahead.reads(self)
            work = self._arrived_at(work)
        self.job(work, failed)

    async def _arrived_at(self, work: Awaitable[Any]) -> None:
        try:
            await work
            self.read_once, self.spoken = True, language()
        finally:
            self.main.ahead.has_read(self)

    def question(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run ``work``, which ends in a question: what is typed meanwhile is for that."""
        self.main.ahead.go()
        self.job(self._asked_at_last(work))

    def then_ask(self, ask: Callable[..., Any], *args: Any) -> None:
        """Ask the next thing when the last answer is off the screen; what is typed meanwhile is for that."""
        self.main.ahead.go()

        def asked() -> None:
            try:
                ask(*args)
            finally:
                self.main.ahead.gone()

        self.call_after_refresh(asked)

    async def painted(self) -> None:
        """Until this screen is seen as it is now."""
        seen = asyncio.Event()
        self.call_after_refresh(seen.set)
        await seen.wait()

    async def _asked_at_last(self, work: Awaitable[Any]) -> None:
        try:
            await work
        finally:
            self.main.ahead.gone()

    async def _guarded(self, work: Awaitable[Any], failed: Callable[[], object], blind: str = "") -> None:
        BLIND.set(blind)
        try:
            await work
        except UserError as error:
            failed()
            self.main.tell(in_a_line(error, 2 * self.size.width - 12))  # on two lines, wherever it is folded
        except sqlite3.Error as error:
            failed()
            self.main.tell(_("Not saved: %s. Press the key again when that is mended.") % error)
        except Exception as error:
            failed()
            self.main.tell(self.main.report(error))

    # What takes long

    async def at_length(self, long: Long, work: Awaitable[T]) -> T:
        """Await ``work``, showing how far it is. Raises what it raises; ``Stopped`` where it was stopped."""
        going = (long, self)
        self.main.going_on.append(going)
        clock = self.main.set_timer(SEEN, self._tick)
        ticking = self.main.set_interval(AGAIN, self._tick)
        try:
            return await work
        finally:
            clock.stop()
            ticking.stop()
            self.main.going_on.remove(going)
            self._tick()

    def _tick(self) -> None:
        if (place := self.main.seen) is not None:
            place.rows_changed()

    def going_on(self) -> str:
        """What the row says of the work that goes on; nothing where none does, or not for long yet."""
        now = monotonic()
        for long, place in reversed(self.main.going_on):
            if long.seen(now):
                stop = self.main.key_of("app.back") if place is self else ""
                return told(long, now, stop, self.main.signs.bar, self.size.width)
        return ""

    def stop_long(self) -> bool:
        """Stop what was begun on this screen; False where nothing was."""
        mine = [long for long, place in self.main.going_on if place is self and long.can_stop]
        for long in mine:
            long.stopping = True
        return bool(mine)

    def do_app_stop(self) -> None:
        """Stop all that goes on, wherever it was begun."""
        if not self.main.stop_all():
            self.say(_("Nothing long goes on"))
