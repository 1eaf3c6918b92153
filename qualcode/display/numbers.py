"""What an indicator says: figures described, and each area placed among all areas of the city.

One rule: an area's place is its place among *all* areas that have a figure at that level and year, visited or
not; a missing figure is left out and counted, never read as zero. Classes are names for thirds of that order,
and are not used where there are too few areas or hardly any difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import fmean, median, quantiles, stdev

from qualcode.display.terms import Term, term
from qualcode.i18n import N_

FEW = 9  # fewer areas than this make no thirds
FLAT = 0.05  # quartile distance over median, below which ranks differ but areas hardly do


class Class(StrEnum):
    BAD = "bad"
    MIDDLE = "middle"
    GOOD = "good"


TERMS: dict[Class, Term] = {
    Class.BAD: ("BURUK", N_("BAD")),
    Class.MIDDLE: ("SEDANG", N_("MIDDLE")),
    Class.GOOD: ("BAIK", N_("GOOD")),
}
TERMS_BY_MEDIAN: dict[Class, Term] = {
    Class.BAD: ("lebih buruk dari median", N_("worse than the median")),
    Class.MIDDLE: ("pada median", N_("at the median")),
    Class.GOOD: ("lebih baik dari median", N_("better than the median")),
}


@dataclass(frozen=True)
class Description:
    """Of the figures that are there; the ``missing`` are only counted. Quartiles as in ``quartiles``."""

    n: int
    missing: int
    mean: float
    median: float
    minimum: float
    maximum: float
    q1: float
    q3: float
    gap: float  # maximum - minimum
    ratio: float | None  # maximum / minimum; None unless the minimum is above zero
    deviation: float | None = None  # standard deviation with n - 1 below the line; None for a single figure


@dataclass(frozen=True)
class Standing:
    """Where an area stands among the m areas with a figure."""

    value: float  # as the indicator has it, not turned
    rank: float  # 1 = worst; ties share their average rank
    m: int
    p: float  # (rank - 0.5) / m, in 0..1
    klass: Class
    by_median: bool  # m < 9: the class is the side of the median, not a third
    near_edge: bool  # p within 1/m of a third's border
    flat: bool  # hardly any difference between the areas: ranks may be shown, classes not


def describe(values: Iterable[float | None]) -> Description | None:
    """The usual description of a column of figures; None where it holds none. The deviation with n - 1:
    NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.5.6 (Measures of Scale)."""
    cells = list(values)
    known = [value for value in cells if value is not None]
    if not known:
        return None
    q1, q3 = quartiles(known)
    low, high = min(known), max(known)
    return Description(
        n=len(known),
        missing=len(cells) - len(known),
        mean=fmean(known),
        median=median(known),
        minimum=low,
        maximum=high,
        q1=q1,
        q3=q3,
        gap=high - low,
        ratio=high / low if low > 0 else None,
        deviation=stdev(known) if len(known) > 1 else None,
    )


def quartiles(values: Sequence[float]) -> tuple[float, float]:
    """First and third quartile: Hyndman & Fan (1996, Am Stat 50, p. 363), def. 7. At least one value."""
    if len(values) == 1:
        return values[0], values[0]
    q1, _q2, q3 = quantiles(values, n=4, method="inclusive")
    return q1, q3


def rate(count: float | None, denominator: float | None, per: float = 1000) -> float | None:
    """``count`` per ``per`` of the denominator; None where one is missing or the denominator not above 0."""
    if count is None or denominator is None or denominator <= 0:
        return None
    return count / denominator * per


def average_ranks(values: Sequence[float]) -> list[float]:
    """Ranks from 1 for the smallest, ties sharing their average (Kendall 1945, Biometrika 33, p. 239)."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks = [0.0] * len(values)
    start = 0
    while start < len(order):
        stop = start
        while stop < len(order) and values[order[stop]] == values[order[start]]:
            stop += 1
        for position in order[start:stop]:
            ranks[position] = (start + 1 + stop) / 2
        start = stop
    return ranks


def standings(figures: Mapping[str, float | None], direction: int) -> dict[str, Standing]:
    """Each area with a figure among all of them, worst first.

    ``direction`` is +1 where higher is better, -1 where higher is worse; 0 (not declared) places nobody and
    gives an empty mapping. Thirds by p = (rank - 0.5) / m (Hazen 1914, Trans ASCE 77, p. 1539): bad up to
    1/3, good above 2/3; fewer than 9 areas are told by the side of the median.
    """
    known = {area: value for area, value in figures.items() if value is not None}
    if direction not in (-1, 1) or not known:
        return {}
    oriented = [direction * value for value in known.values()]
    m, middle = len(oriented), median(oriented)
    flat = is_flat(oriented)
    placed = {}
    for (area, value), better, rank in zip(known.items(), oriented, average_ranks(oriented), strict=True):
        p = (Fraction(rank) - Fraction(1, 2)) / m
        edges = (abs(p - Fraction(1, 3)), abs(p - Fraction(2, 3)))
        placed[area] = Standing(
            value=value,
            rank=rank,
            m=m,
            p=float(p),
            klass=_third(p) if m >= FEW else _side(better, middle),
            by_median=m < FEW,
            near_edge=m >= FEW and min(edges) <= Fraction(1, m),
            flat=flat,
        )
    return dict(sorted(placed.items(), key=lambda item: item[1].rank))


def is_flat(values: Sequence[float]) -> bool:
    """Whether quartile distance / |median| is below 0.05; at a median of zero, whether there is none."""
    q1, q3 = quartiles(values)
    centre = abs(median(values))
    return (q3 - q1) / centre < FLAT if centre else q1 == q3


def class_label(standing: Standing) -> str:
    return term((TERMS_BY_MEDIAN if standing.by_median else TERMS)[standing.klass])


def wilson(m: int, n: int, z: float = 1.645) -> tuple[float, float]:
    """Interval of a share m of n, 90 % unless ``z`` says otherwise: Wilson (1927, J Am Stat Assoc 22, p.
    209).

    For display beside small counts, never for classing. ValueError where not 0 <= m <= n, n >= 1.
    """
    if not 0 <= m <= n or n < 1:
        raise ValueError(f"{m} of {n} is no share")
    centre = (m + z * z / 2) / (n + z * z)
    half = z / (n + z * z) * math.sqrt(m * (n - m) / n + z * z / 4)
    return max(0.0, centre - half), min(1.0, centre + half)


def rule_of_three(n: int) -> float:
    """Upper 95 % bound of a share none of n >= 1 showed: Hanley & Lippman-Hand (1983, JAMA 249, p. 1743)."""
    return min(1.0, 3 / n)


def _third(p: Fraction) -> Class:
    if p <= Fraction(1, 3):
        return Class.BAD
    return Class.GOOD if p > Fraction(2, 3) else Class.MIDDLE


def _side(better: float, middle: float) -> Class:
    if better == middle:
        return Class.MIDDLE
    return Class.BAD if better < middle else Class.GOOD
