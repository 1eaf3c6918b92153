"""Where a coding's bracket and label stand in the margin.

The rule: two codings that share a line never share a lane, and a coding keeps its lane while others come and go
beside it, so that the margin does not jump when a code is given. A line shows one label, beside its own bracket:
that of a coding that begins there, or else of one that began above and still waits, the one that ends soonest
first. What finds no line within ``WAIT`` lines is counted where it begins (``+1``).
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

Edge = Literal["open", "through", "close", "single"]


WAIT = 8  # lines below its beginning in which a coding may still get its label


class Extent(NamedTuple):
    """The lines of a coding, both inclusive, and its lane from 0."""

    id: bytes
    first: int
    last: int
    lane: int


def assigned(extents: Iterable[tuple[bytes, int, int]]) -> list[Extent]:
    """Lanes for codings given as (id, first line, last line): by first line, the longest first, then as they are given; the
    first that is free."""
    until: list[int] = []  # by lane, the last line taken
    placed = []
    for id, first, last in sorted(extents, key=lambda e: (e[1], -e[2])):
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
        self._labels: dict[int, tuple[bytes, int]] = {}  # by line: whose, and how many more begin there unseen
        self._placed: set[int] = set()  # the lines of ``_lines`` whose labels are in ``_labels``

    def __getitem__(self, id: bytes) -> Extent:
        return self._by_id[id]

    def __iter__(self) -> Iterator[Extent]:
        return iter(self._by_id.values())

    def add(self, id: bytes, first: int, last: int, beside: Iterable[bytes]) -> Extent:
        """Put a coding in a lane that none of ``beside``, the codings on its lines, has."""
        extent = Extent(id, first, last, free_lane(self._by_id[other].lane for other in beside))
        self._by_id[id] = extent
        if first not in self._begun:
            insort(self._lines, first)
        self._begun.setdefault(first, []).append(extent)
        self._forget_labels()
        return extent

    def remove(self, id: bytes) -> Extent:
        """Take a coding out; the lanes of the others stay."""
        extent = self._by_id.pop(id)
        self._begun[extent.first].remove(extent)
        if not self._begun[extent.first]:
            del self._begun[extent.first]
            self._lines.remove(extent.first)
        self._forget_labels()
        return extent

    def label(self, line: int) -> tuple[bytes | None, int]:
        """Whose label stands in ``line``, and how many that begin there find no line."""
        at = bisect_right(self._lines, line) - 1
        if at < 0:
            return None, 0
        if self._lines[at] not in self._placed:
            while not self._settled(at):
                at -= 1
            self._place_labels(at)
        return self._labels.get(line, (None, 0))

    def _forget_labels(self) -> None:
        self._labels.clear()
        self._placed.clear()

    def _settled(self, at: int) -> bool:
        """Whether nothing that began before can still wait at the line number ``at``."""
        line = self._lines[at]
        before = bisect_right(self._lines, line - WAIT)
        return all(e.last < line for earlier in self._lines[before:at] for e in self._begun[earlier])

    def _place_labels(self, at: int) -> None:
        """Give labels to the codings that begin at the line number ``at`` and on, until nothing waits."""
        waiting: list[Extent] = []
        hidden: dict[int, int] = {}
        line = self._lines[at]
        while True:
            begun = sorted(self._begun.get(line, ()), key=_soonest)
            if begun:
                at += 1
                self._placed.add(line)
            waiting = sorted([*waiting, *begun], key=_soonest)
            shown = begun[0] if begun else waiting[0]
            waiting.remove(shown)
            self._labels[line] = shown.id, 0
            line += 1
            for extent in waiting:
                if extent.last < line or extent.first + WAIT <= line:
                    hidden[extent.first] = hidden.get(extent.first, 0) + 1
            waiting = [e for e in waiting if e.last >= line and e.first + WAIT > line]
            if not waiting:
                if at == len(self._lines) or self._settled(at):
                    break
                line = self._lines[at]
        for begin, more in hidden.items():
            self._labels[begin] = self._labels[begin][0], more


def _soonest(extent: Extent) -> tuple[int, int]:
    return extent.last, extent.lane
