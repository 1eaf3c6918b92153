"""How far a coefficient would move had other sources been coded twice.

One rule: sources are drawn, never units. Turns of one interview are alike, so that an interval from single turns would
be too narrow; and with fewer than five sources there is nothing to draw from, and no interval.

A draw is a sum of counts: each source's counts, of all codes, lie side by side in one whole number, so that two
thousand draws are some hundred thousand additions and no library is needed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import lcm
from random import Random
from struct import Struct
from typing import TypeVar

from qualcode.i18n import N_
from qualcode.reduce.agreement import Ratings, Undefined, values_of

DRAWS = 2000
SEED = 20251
ENOUGH = 5  # sources
LEVEL = 0.95
STEADY = 0.95  # share of the draws in which the coefficient must be defined

FEW_SOURCES = Undefined(N_("no interval: fewer than 5 sources are coded twice"))
UNSTEADY = Undefined(N_("no interval: the code is missing from too many draws"))

Key = TypeVar("Key", bound=Hashable)
Counts = tuple[int, ...]  # what a coefficient is computed from; the counts of several sources may be added
Coefficient = Callable[[Sequence[int]], float | None]


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high`` lie 95 of 100 draws; ``sources``: how many were drawn from; ``draws``: how many counted."""

    low: float
    high: float
    sources: int
    draws: int


def alpha_counts(ratings: Ratings, coders: int) -> Counts:
    """Yes, no, and unequal pairs (each by 1 / (values - 1), times a number that makes it whole) of a table."""
    whole = lcm(*range(1, max(coders, 2)))
    yes = no = apart = 0
    for pattern, count in ratings.items():
        given = values_of(pattern)
        if len(given) > 1:
            there = given.count(1)
            yes += there * count
            no += (len(given) - there) * count
            apart += there * (len(given) - there) * (whole // (len(given) - 1)) * count
    return yes, no, apart


def alpha_of(coders: int) -> Coefficient:
    """Krippendorff's alpha of ``alpha_counts``; None where the code does not vary. As ``agreement.alpha``, which has its source."""
    whole = lcm(*range(1, max(coders, 2)))

    def alpha(counts: Sequence[int]) -> float | None:
        yes, no, apart = counts
        return 1 - (yes + no - 1) * apart / (whole * yes * no) if yes and no else None

    return alpha


def positive_of(counts: Sequence[int]) -> float | None:
    """Positive agreement of ``positive_terms``; None where nobody said yes."""
    return counts[0] / counts[1] if counts[1] else None


def intervals(
    tables: Mapping[Key, tuple[Coefficient, Mapping[bytes, Counts]]], *, draws: int = DRAWS, seed: int = SEED
) -> dict[Key, Interval | Undefined]:
    """For each key (a code) the percentile interval of its coefficient, from its counts by source: 95 %, by drawing as many
    sources as it has, with replacement, ``draws`` times. The same seed gives the same interval everywhere.

    Efron & Tibshirani (1993, An Introduction to the Bootstrap, p. 170), with sources as the units drawn.
    """
    found: dict[Key, Interval | Undefined] = {}
    alike: dict[tuple[bytes, ...], list[Key]] = defaultdict(list)
    for key, (_coefficient, table) in tables.items():
        alike[tuple(sorted(table))].append(key)
    for sources, keys in alike.items():
        if len(sources) < ENOUGH:
            found.update(dict.fromkeys(keys, FEW_SOURCES))
            continue
        rows = [[count for key in keys for count in tables[key][1][source]] for source in sources]
        drawn = list(zip(*_sums(rows, draws, seed), strict=True))  # a column for each count of each key
        at = 0
        for key in keys:
            coefficient, table = tables[key]
            width = len(table[sources[0]])
            values = [
                value for value in map(coefficient, zip(*drawn[at : at + width], strict=True)) if value is not None
            ]
            at += width
            steady = values and len(values) >= STEADY * draws
            found[key] = _percentiles(values, len(sources)) if steady else UNSTEADY
    return found


def _sums(rows: list[list[int]], draws: int, seed: int) -> Iterator[tuple[int, ...]]:
    """The column sums of ``len(rows)`` rows drawn with replacement, ``draws`` times."""
    small = len(rows) * max(map(max, rows)) < 2**32  # half the room is half the time
    shape = Struct(f"<{len(rows[0])}{'I' if small else 'Q'}")
    packed = [int.from_bytes(shape.pack(*row), "little") for row in rows]
    draw = Random(seed)
    for _ in range(draws):
        total = sum(draw.choices(packed, k=len(packed)))
        yield shape.unpack(total.to_bytes(shape.size, "little"))


def _percentiles(values: list[float], sources: int) -> Interval:
    values.sort()
    tail = (1 - LEVEL) / 2
    last = len(values) - 1
    return Interval(values[round(tail * last)], values[round((1 - tail) * last)], sources, len(values))
