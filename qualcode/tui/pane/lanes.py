"""Where a coding's bracket and label stand in the margin.

The rule: two codings that share a line never share a lane, and a coding keeps its lane while others come and go
beside it, so that the margin does not jump when a code is given. Labels are read top down: a line shows the label
of a coding that begins there; the other codings that began on the same line follow below, the one that ends
soonest first, as long as they reach there and no other coding begins; what finds no line is counted (``+1``).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Edge = Literal["open", "through", "close", "single"]


@dataclass(frozen=True, slots=True)
class Extent:
    """The lines of a coding, both inclusive, and its lane from 0."""

    id: bytes
    first: int
    last: int
    lane: int


def assigned(extents: Iterable[tuple[bytes, int, int]]) -> list[Extent]:
    """Lanes for codings given as (id, first line, last line): by first line, the longest first, the first free."""
    until: list[int] = []  # by lane, the last line taken
    placed = []
    for id, first, last in sorted(extents, key=lambda e: (e[1], -e[2], e[0])):
        lane = next((number for number, line in enumerate(until) if line < first), len(until))
        if lane == len(until):
            until.append(last)
        else:
            until[lane] = last
        placed.append(Extent(id, first, last, lane))
    return placed


def free_lane(taken: Iterable[int]) -> int:
    """The first lane that is not ``taken``."""
    used = set(taken)
    return next(lane for lane in range(len(used) + 1) if lane not in used)


def edge(extent: Extent, line: int) -> Edge:
    """Which part of the bracket of ``extent`` stands in ``line``."""
    if extent.first == extent.last:
        return "single"
    return "open" if line == extent.first else "close" if line == extent.last else "through"


class Margin:
    """The extents of all codings of a page, and their labels."""

    def __init__(self, extents: Iterable[tuple[bytes, int, int]] = ()) -> None:
        self._by_id = {extent.id: extent for extent in assigned(extents)}
        self._begun: dict[int, list[Extent]] = {}
        for extent in self._by_id.values():
            self._begun.setdefault(extent.first, []).append(extent)
        self._lines = sorted(self._begun)

    def __getitem__(self, id: bytes) -> Extent:
        return self._by_id[id]

    def add(self, id: bytes, first: int, last: int, beside: Iterable[bytes]) -> Extent:
        """Put a coding in a lane that none of ``beside``, the codings on its lines, has."""
        extent = Extent(id, first, last, free_lane(self._by_id[other].lane for other in beside))
        self._by_id[id] = extent
        if first not in self._begun:
            insort(self._lines, first)
        self._begun.setdefault(first, []).append(extent)
        return extent

    def remove(self, id: bytes) -> Extent:
        """Take a coding out; the lanes of the others stay."""
        extent = self._by_id.pop(id)
        self._begun[extent.first].remove(extent)
        if not self._begun[extent.first]:
            del self._begun[extent.first]
            self._lines.remove(extent.first)
        return extent

    def label(self, line: int) -> tuple[bytes | None, int]:
        """Whose label stands in ``line``, and how many that begin there find no line."""
        at = bisect_right(self._lines, line) - 1
        if at < 0:
            return None, 0
        start = self._lines[at]
        stop = self._lines[at + 1] if at + 1 < len(self._lines) else None
        shown = _one_a_line(self._begun[start], stop)
        below = line - start
        more = len(self._begun[start]) - len(shown) if below == 0 else 0
        return (shown[below].id if below < len(shown) else None), more

    def touched(self, extent: Extent) -> list[tuple[int, int]]:
        """The stretches of lines (both inclusive) whose drawing depends on ``extent``."""
        at = bisect_left(self._lines, extent.first)
        before = self._lines[at - 1] if at else extent.first
        waiting = max((len(self._begun.get(line, ())) for line in (before, extent.first)), default=0)
        return [(before, before), (extent.first, max(extent.last, extent.first + waiting))]


def _one_a_line(begun: list[Extent], stop: int | None) -> list[Extent]:
    """Those of the extents that begin on one line that get a label, in the order of the lines from there."""
    shown: list[Extent] = []
    for extent in sorted(begun, key=lambda e: (e.last, e.lane)):
        line = extent.first + len(shown)
        if line <= extent.last and (stop is None or line < stop):
            shown.append(extent)
    return shown
