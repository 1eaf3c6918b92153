"""Hits of keywords, thousands of them: kept as columns, and each made only when somebody reads it.

The rule: a hit is a row; what is asked of all of them (how many, where, how strong) is asked of the columns. Needs numpy;
without it a plain list of ``Found`` does the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, overload

from qualcode.language.keywords import Keyword

COLUMNS = ("source", "turn", "first", "last", "code", "start", "stop", "keyword", "strong", "low", "high")


Row = tuple[bytes, int, bytes, int, int, Keyword, bool]  # source, turn, code, start, stop, keyword, is it strong


class Found(NamedTuple):
    """A hit of a code. ``start``, ``stop``: the passage it proposes, in the version's text; ``first``, ``last``: the words of
    the turn's speech that were found, half-open; ``chars``: the same in code points of the speech, where they are known."""

    source: bytes
    turn: int
    code: bytes
    start: int
    stop: int
    keyword: Keyword
    strong: bool
    first: int
    last: int
    chars: tuple[int, int] | None = None


class Finds(Sequence[Found]):
    """Hits in the order of the sources, of the text and of the codes. ``parts``: arrays as ``COLUMNS`` names them; sources,
    codes and keywords (of their code) by number, ``low`` and ``high`` -1 where the code points are not known."""

    def __init__(
        self, parts: Sequence[Sequence[Any]], sources: Sequence[bytes], codes: Sequence[tuple[bytes, Sequence[Keyword]]]
    ) -> None:
        import numpy as np

        self._sources, self._codes = sources, codes
        columns = [
            np.concatenate([np.asarray(part[at], np.int64) for part in parts]) if parts else np.empty(0, np.int64)
            for at in range(len(COLUMNS))
        ]
        order = np.lexsort((columns[4], columns[3], columns[2], columns[1], columns[0]))
        self._columns = [column[order] for column in columns]

    def __len__(self) -> int:
        return len(self._columns[0])

    @overload
    def __getitem__(self, at: int) -> Found: ...
    @overload
    def __getitem__(self, at: slice) -> list[Found]: ...
    def __getitem__(self, at: int | slice) -> Found | list[Found]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        return self._made(*(int(column[at]) for column in self._columns))

    def __iter__(self) -> Iterator[Found]:
        return map(self._made, *(column.tolist() for column in self._columns))

    def _made(
        self, source: int, turn: int, first: int, last: int, code: int, start: int, stop: int, keyword: int, strong: int,
        low: int, high: int,
    ) -> Found:  # fmt: skip
        rec, keywords = self._codes[code]
        chars = None if low < 0 else (low, high)
        return Found(
            self._sources[source], turn, rec, start, stop, keywords[keyword], bool(strong), first, last, chars
        )  # fmt: skip

    def rows(self) -> Iterator[Row]:
        """Each without being made."""
        source, turn, _first, _last, code, start, stop, keyword, strong, _low, _high = (
            column.tolist() for column in self._columns
        )
        for of, where, which, begin, end, by, is_strong in zip(
            source, turn, code, start, stop, keyword, strong, strict=True
        ):
            rec, keywords = self._codes[which]
            yield self._sources[of], where, rec, begin, end, keywords[by], bool(is_strong)

    def passages(self) -> list[int]:
        import numpy as np

        source, _turn, _first, _last, code, start, stop, _keyword, strong, _low, _high = self._columns
        if not len(source):
            return []
        order = np.lexsort((stop, start, code, source))  # what is alike keeps its order
        apart = np.zeros(len(order), bool)
        for column in (source, code, start, stop):
            apart[1:] |= column[order][1:] != column[order][:-1]
        apart[0] = True
        begins, none = np.flatnonzero(apart), len(order)
        strongest = np.minimum.reduceat(np.where(strong[order] != 0, order, none), begins)
        first = order[begins]
        found: list[int] = np.where(strongest < none, strongest, first)[np.argsort(first)].tolist()
        return found


def passages(found: Sequence[Found]) -> list[int]:
    """The number of one hit a code and passage, the first strong one or else the first; in the order in which passages come."""
    if isinstance(found, Finds):
        return found.passages()
    shown: dict[tuple[bytes, bytes, int, int], int] = {}
    for at, one in enumerate(found):
        key = (one.source, one.code, one.start, one.stop)
        if key not in shown or (one.strong and not found[shown[key]].strong):
            shown[key] = at
    return list(shown.values())


def row(one: Found) -> Row:
    """What is asked of all hits, of one that is made."""
    return one.source, one.turn, one.code, one.start, one.stop, one.keyword, one.strong


def rows(found: Sequence[Found]) -> Iterator[Row]:
    """The same of hits however they are kept."""
    return found.rows() if isinstance(found, Finds) else map(row, found)
