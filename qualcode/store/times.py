"""When: a stamp of the journal (milliseconds since 1970) as people read it.

One rule: a clock may have said anything, and no time it said stops a page from being shown. What lies outside of the years
that every system can tell is told as the first or the last of them; ``clocks`` finds such a clock.
"""

from __future__ import annotations

from datetime import UTC, datetime

_LAST = 32_503_593_600_000  # 2999-12-31


def here(stamp: int) -> datetime:
    """In this device's time: for a screen or a listing, which are of one place."""
    return datetime.fromtimestamp(_told(stamp) / 1000)


def everywhere(stamp: int) -> datetime:
    """In UTC: for what is to be the same on every device, a report or a file."""
    return datetime.fromtimestamp(_told(stamp) / 1000, UTC)


def _told(stamp: int) -> int:
    return min(max(stamp, 0), _LAST)
