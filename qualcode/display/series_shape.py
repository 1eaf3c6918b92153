"""The shape of a distribution: bins of a histogram, the parts of a box plot, the parts of a pie.

The rule: each is drawn by a rule with a name, and a pie only where its parts make up one whole.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.display.numbers import quartiles
from qualcode.display.series_described import Described

WHISKER = 1.5  # quartile distances
SLICES = 12  # of a pie that can be told apart
WHOLE = 0.01  # by which the parts may differ from the printed total


@dataclass(frozen=True)
class Bins:
    """``edges``: one more than ``counts``; a figure on an edge counts above it, on the last one below. ``rule``: fd or sturges."""

    edges: tuple[float, ...]
    counts: tuple[int, ...]
    rule: str


def bins(values: Sequence[float]) -> Bins:
    """A histogram of at least one value: width 2 IQR n^(-1/3) (Freedman & Diaconis 1981, Z Wahrscheinlichkeitstheorie verw Geb 57,
    p. 453), where the quartiles are equal 1 + log2 n bins (Sturges 1926, J Am Stat Assoc 21, p. 65), but at most 2 sqrt(n) bins; the width is then rounded
    to 1, 2, 2.5 or 5 times a power of ten, and edges are its multiples."""
    low, high, n = min(values), max(values), len(values)
    q1, q3 = quartiles(values)
    rule = "fd" if q3 > q1 else "sturges"
    wide = 2 * (q3 - q1) / n ** (1 / 3) if q3 > q1 else (high - low) / (1 + math.log2(n))
    if high == low:
        wide = abs(high) / 10 or 1.0
    wide = max(wide, (high - low) / max(3, 2 * math.sqrt(n)))  # one odd figure makes no hundred empty bins
    step = _round(wide)
    first = math.floor(round(low / step, 9))
    last = max(first + 1, math.ceil(round(high / step, 9)))
    counts = [0] * (last - first)
    for value in values:
        counts[min(len(counts) - 1, math.floor(round(value / step, 9)) - first)] += 1
    edges = tuple(round(at * step, 10) for at in range(first, last + 1))
    return Bins(edges, tuple(counts), rule)


def _round(wide: float) -> float:
    power = 10.0 ** math.floor(math.log10(wide))
    return min((factor * power for factor in (1, 2, 2.5, 5, 10)), key=lambda step: abs(math.log(step / wide)))


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Round numbers that span ``low`` to ``high``, at most about ``most``."""
    if high <= low:
        high = low + (abs(low) or 1.0)
    step = _round((high - low) / most)
    first, last = math.floor(round(low / step, 9)), math.ceil(round(high / step, 9))
    return [round(at * step, 10) for at in range(first, last + 1)]


@dataclass(frozen=True)
class BoxParts:
    """A box plot: quartiles and median, whiskers to the last values within 1.5 quartile distances, those beyond."""

    low: float
    q1: float
    median: float
    q3: float
    high: float
    beyond: tuple[int, ...]  # places of the values


def box_parts(values: Sequence[float]) -> BoxParts:
    """Tukey (1977, Exploratory Data Analysis), quartiles as ``numbers.quartiles``. At least one value."""
    from statistics import median

    q1, q3 = quartiles(values)
    reach = WHISKER * (q3 - q1)
    inside = [value for value in values if q1 - reach <= value <= q3 + reach]
    beyond = tuple(n for n, value in enumerate(values) if not q1 - reach <= value <= q3 + reach)
    return BoxParts(min(inside), q1, median(values), q3, max(inside), beyond)


def no_pie(described: Described) -> str:
    """Why the regions of a year are no pie: not_counts, missing, negative, nothing, many, no_whole; nothing where they are one."""
    values = [one.value for one in described.year.values]
    if described.years.indicator.measure != "count" or described.year.rated or described.years.level == "kota":
        return "not_counts"
    if any(value is None for value in values):
        return "missing"
    known = [value for value in values if value is not None]
    if min(known) < 0:
        return "negative"
    if not sum(known):
        return "nothing"
    whole = described.year.city.value if described.year.city else None
    if whole is not None and abs(sum(known) - whole) > WHOLE * abs(whole):
        return "no_whole"
    return "many" if len(known) > SLICES else ""
