"""Clocks that are wrong: noticed, said, and corrected by a record, never clamped.

What a clock said stays in the journal; a record moves which of two conflicting writes shows, and how history tells the time.
A clock is proven behind where an action bears a time more than a day before what its writer had already seen, and at
least two others stand near that later time. It is proven ahead where it is a day later than this device's clock and at least
two others are not. With fewer others it is only said. Who has a clock behind corrects it at the next sync; the rest is the
lead's.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.store.action import parse_seen
from qualcode.store.ids import derived
from qualcode.store.journal import act, own_log
from qualcode.store.project import Project

DAY = 86_400_000  # ms


@dataclass(frozen=True)
class WrongClock:
    """The actions ``first`` to ``last`` of a log bear times that are ``off`` ms (at least) ahead, or behind where negative.
    ``log`` is the id its writer uses; ``proven``: others bear witness."""

    log: bytes
    who: bytes | None
    first: int
    last: int
    off: int
    proven: bool


def wrong_clocks(project: Project) -> list[WrongClock]:
    """The clocks that are off by more than a day and not yet corrected, the furthest off first."""
    now = project.clock()
    newest = _newest(project)
    found: list[WrongClock] = []
    for log, (origin, who, last, stamp) in newest.items():
        others = [time for one, (*_rest, time) in newest.items() if one != log]
        if (behind := _behind(project, log)) is not None:
            first, off, late = behind
            proven = sum(abs(time - late) <= DAY for time in others) > 1
            found.append(WrongClock(origin, who, first, last, off, proven))
        elif stamp - now > DAY:
            first = (project.value("SELECT MAX(n) FROM action WHERE log=? AND stamp<=?", log, now + DAY) or 0) + 1
            proven = sum(time - now <= DAY for time in others) > 1
            found.append(WrongClock(origin, who, first, last, stamp - now, proven))
    return sorted(found, key=lambda wrong: (-abs(wrong.off), wrong.log))


def correct(project: Project, wrong: WrongClock) -> bytes:
    """Write the record that corrects it: an ordinary one, which merges and can be undone; the same by two people is one. Its id."""
    with act(project, "clock") as a:
        shift = (wrong.log, wrong.first, wrong.last, -wrong.off)
        return a.create("clockfix", derived(wrong.log, f"clock:{wrong.first}"), shift=shift)


def correct_own(project: Project) -> WrongClock | None:
    """Where this installation's own clock is proven behind: correct what it wrote, and say so."""
    own = own_log(project)
    for wrong in wrong_clocks(project):
        if wrong.log == own and wrong.proven and wrong.off < 0:
            correct(project, wrong)
            return wrong
    return None


def _newest(project: Project) -> dict[int, tuple[bytes, bytes | None, int, int]]:
    """For each log: the id its writer uses, who wrote last, the number and the corrected time of the last action."""
    rows = project.rows(
        "SELECT a.id, a.log, l.origin, a.who, a.n FROM log l JOIN action a"
        " ON a.log=l.id AND a.n=(SELECT MAX(n) FROM action WHERE log=l.id)"
    )
    return {log: (origin, who, n, project.order.rank(number)[0]) for number, log, origin, who, n in rows}


def _behind(project: Project, log: int) -> tuple[int, int, int] | None:
    """(first number, ms off, the later time) where the newest actions of a log bear a time more than a day before what they
    had seen; the writer's own later records of its clock are no witness."""
    seen = project.conn.execute(
        "SELECT n, seen FROM action WHERE log=? AND seen IS NOT NULL AND kind<>'clock' ORDER BY n DESC LIMIT 1", (log,)
    ).fetchone()
    if seen is None:
        return None
    at, tips = seen
    late = max(
        project.order.rank(number)[0]
        for tip in parse_seen(tips)
        for (number,) in project.rows("SELECT id FROM action WHERE hash=?", tip)
    )
    for number, n in project.rows(
        "SELECT id, n FROM action WHERE log=? AND n>=? AND kind<>'clock' ORDER BY n", log, at
    ):
        own = project.order.rank(number)[0]
        if late - own > DAY:
            return n, own - late, late
    return None
