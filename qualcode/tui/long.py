"""Work that takes long: how far it is, told in one line, and how it is stopped.

The rule: who works says after each thing how many are done and is stopped there, by an exception, so that nothing half
done stays; who looks only reads. Under half a second there is nothing to tell.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from qualcode.errors import UserError
from qualcode.i18n import _, ngettext

SEEN = 0.5  # seconds after which it is shown
SURE = 1.5  # seconds after which the time left is worth telling
BAR = 20  # cells


class Stopped(UserError):
    """Raised where the work was when it was asked to stop."""


@dataclass
class Long:
    """``what`` is done, ``at`` of ``of`` things (0: nobody knows how many). ``stays``: what is said when it was
    stopped; ``can_stop``: whether it asks now and then."""

    what: str
    at: int = 0
    of: int = 0
    stays: str = ""
    can_stop: bool = True
    stopping: bool = False
    began: float = field(default_factory=monotonic)

    def __call__(self, what: str, at: int, of: int) -> None:
        """So far it is; from any thread. Raises Stopped where it was asked to stop."""
        if what:
            self.what = what
        self.at, self.of = at, of
        if self.stopping:
            raise Stopped(self.stays or _("stopped; nothing half done stays"))

    def seen(self, now: float) -> bool:
        return now - self.began >= SEEN


def told(long: Long, now: float, stop: str, bar: str = "▓░", width: int = 80) -> str:
    """Bar, count, thing and time left on a line of ``width`` cells; ``stop`` is the key that stops it here, none where it
    does not."""
    gone = now - long.began
    parts = [long.what]
    if long.of:
        room = BAR if width >= 100 else BAR // 2
        full = min(room, room * long.at // long.of)
        parts.insert(0, bar[0] * full + bar[1] * (room - full) + f" {long.at}/{long.of}")
    if long.stopping:
        return " · ".join([*parts, _("stopping …")])
    timed = 0 < long.at < long.of and gone > SURE
    if timed:
        parts.append(_in_words(round(gone / long.at * (long.of - long.at))))
    if stop and long.can_stop:
        whole = " · ".join([*parts, _("{key} stops it, nothing half done stays").format(key=stop)])
        if len(whole) <= width - 2:
            return whole
        parts.append(_("{key} stops it").format(key=stop))  # the promise is made when it is stopped
        if timed and len(" · ".join(parts)) > width - 2:
            del parts[-2]  # how to stop it comes before how long it may take
    return " · ".join(parts)


def _in_words(seconds: int) -> str:
    if seconds >= 90:
        minutes = round(seconds / 60)
        return ngettext("about %d minute left", "about %d minutes left", minutes) % minutes
    seconds = max(1, seconds)
    return ngettext("about %d second left", "about %d seconds left", seconds) % seconds
