"""Long work as the screens show it: in the row above the keys, on every screen; where it was begun a key stops it.

The rule: a screen awaits its work in ``at_length`` and tells the ``Long`` it was given how far it is. The row is drawn
only while something goes on; the screens stay as usable as they are.
"""

from __future__ import annotations

from collections.abc import Awaitable
from time import monotonic
from typing import TypeVar

from qualcode.i18n import _
from qualcode.tui.long import SEEN, Long, told
from qualcode.tui.screens.drawers import Drawers

T = TypeVar("T")
AGAIN = 0.25  # seconds between two drawings of the row


class Working(Drawers, inherit_bindings=False):
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
        screen = self.main.screen
        if isinstance(screen, Working):
            screen.rows_changed()

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
