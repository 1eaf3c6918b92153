"""One year of an indicator described, and its changes over the years.

The rule: a statistic is of the figures that are used, and carries how many those are and what was left out. Ranks, best and
worst need a direction; where none is declared they are highest and lowest and say so. No change is worked out across a
break of the series, or from or to a figure that is not there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.display.numbers import Description, average_ranks, describe, is_flat, rate
from qualcode.display.series import Value, Year, Years

DOUBTED = 0.05  # share of regions with an alarm on their denominator, from which a year's rates are not used unasked


@dataclass(frozen=True)
class Against:
    """Regions compared with a standard: ``kind`` city (its own printed figure) or standard (given). ``better``, ``worse`` and
    ``equal``: how many regions; above, below and equal where no direction is declared."""

    kind: str
    value: float
    better: int
    worse: int
    equal: int


@dataclass(frozen=True)
class Described:
    """A year described. ``ranks``: by region, 1 the worst (the highest where no direction is declared), ties averaged;
    ``best``, ``worst``: the regions there, several where they tie; ``passed_over``: newer years, each with why (preliminary,
    no_denominator, denominator_doubt, no_number); ``bare_count``: a count that nothing divides, so that big areas have big numbers."""

    years: Years
    year: Year
    description: Description | None
    ranks: dict[bytes, float]
    best: tuple[Value, ...]
    worst: tuple[Value, ...]
    against: tuple[Against, ...]
    passed_over: tuple[tuple[int | None, str], ...]
    bare_count: bool
    flat: bool
    shown: tuple[bytes, ...] = ()  # regions whose own lines a trend shows beside the median

    @property
    def ordered(self) -> list[Value]:
        """The used values, rank 1 first, then by name."""
        used = [one for one in self.year.values if one.value is not None]
        return sorted(used, key=lambda one: (self.ranks[one.region], one.name))

    @property
    def left_out(self) -> dict[str, list[Value]]:
        """What is left out, by why: first what is printed and not used, last what is not there."""
        found: dict[str, list[Value]] = {}
        for one in sorted(self.year.values, key=lambda one: not one.printed):
            if one.value is None:
                found.setdefault(one.out, []).append(one)
        return found

    @property
    def worries(self) -> dict[str, list[Value]]:
        """What speaks against used values, by what it is."""
        found: dict[str, list[Value]] = {}
        for one in self.year.values:
            for sign in one.against:
                found.setdefault(sign, []).append(one)
        return found


def usual_year(years: Years) -> tuple[Year, tuple[tuple[int | None, str], ...]]:
    """The newest year that is not preliminary and, where any year is rated, rated by denominators that few alarms doubt; and
    the newer ones passed over."""
    rated = any(one.rated for one in years.years)
    passed: list[tuple[int | None, str]] = []
    for one in reversed(years.years):
        why = _unfit(one, rated=rated)
        if not why:
            return one, tuple(passed)
        passed.append((one.year, why))
    return years.years[-1], ()


def _unfit(one: Year, *, rated: bool) -> str:
    if not one.used:
        return "no_number"
    if one.preliminary:
        return "preliminary"
    if rated and not one.rated:
        return "no_denominator"
    doubted = sum("denominator" in value.against for value in one.values)
    return "denominator_doubt" if doubted > DOUBTED * len(one.used) and len(one.used) > 1 else ""


def describe_year(
    years: Years, year: int | None = None, *, chosen: bool = False, standard: float | None = None
) -> Described:
    """Describe a year (the usual one unless ``chosen``) against the city's figure and a ``standard``.

    Mean, median, extremes, quartiles and deviation as ``numbers.describe``; ranks with ties averaged (Kendall 1945,
    Biometrika 33, p. 239). UserError where ``chosen`` and the year has no figures.
    """
    at, passed = (years.at(year), ()) if chosen else usual_year(years)
    used = at.used
    direction = years.indicator.direction
    turned = [value * (direction or -1) for value in used.values()]
    ranks = dict(zip(used, average_ranks(turned), strict=True))
    by_id = {one.region: one for one in at.values}
    low = tuple(by_id[r] for r, v in used.items() if v == min(used.values()))
    high = tuple(by_id[r] for r, v in used.items() if v == max(used.values()))
    bare = years.indicator.measure == "count" and not at.rated  # the city's total is no measure for its parts
    city = at.city.value if at.city and not bare else None
    standards = [("city", city), ("standard", standard)]
    return Described(
        years, at, describe([one.value for one in at.values]), ranks,
        best=low if direction < 0 else high, worst=high if direction < 0 else low,
        against=tuple(_against(kind, value, list(used.values()), direction) for kind, value in standards if value is not None and used),
        passed_over=passed,
        bare_count=bare and years.level != "kota",
        flat=bool(turned) and is_flat(list(used.values())),
    )  # fmt: skip


def _against(kind: str, value: float, values: Sequence[float], direction: int) -> Against:
    above, below = sum(one > value for one in values), sum(one < value for one in values)
    better, worse = (below, above) if direction < 0 else (above, below)
    return Against(kind, value, better, worse, len(values) - above - below)


@dataclass(frozen=True)
class Change:
    """What changed in a region between two years. ``absolute`` in the figure's unit, ``percent`` of the first figure (None
    unless that is above zero); both None, with ``why``, where no change is worked out: missing, break, or unit (a rate
    and a count). ``preliminary``: one of
    the two figures is."""

    region: bytes
    name: str
    before: float | None
    after: float | None
    absolute: float | None = None
    percent: float | None = None
    why: str = ""
    preliminary: bool = False
    worry: bool = False


@dataclass(frozen=True)
class Changes:
    """The changes of all regions between two years. ``broken``: years at which the series breaks between them;
    ``source_changed``: the figures of the two years come from different sources, which a person should look at."""

    first: int
    last: int
    changes: tuple[Change, ...]
    city: Change | None
    broken: tuple[int, ...]
    source_changed: bool


def changes(years: Years, first: int | None = None, last: int | None = None) -> Changes | None:
    """What changed from ``first`` to ``last`` (the oldest and newest year with figures); None where there are not two years.
    UserError where one of them has no figures. Relative change: 100 (after - before) / before."""
    dated = years.comparable
    start = years.at(first) if first is not None else dated[0] if dated else None
    stop = years.at(last) if last is not None else dated[-1] if dated else None
    if start is None or stop is None or start.year is None or stop.year is None or start.year >= stop.year:
        return None
    broken = tuple(year for year in years.breaks if start.year < year <= stop.year)
    why = "break" if broken else "" if start.rated == stop.rated else "unit"
    after = {one.region: one for one in stop.values}
    made = tuple(_change(one, after[one.region], why) for one in start.values)
    city = _change(start.city, stop.city, why) if start.city and stop.city else None
    return Changes(start.year, stop.year, made, city, broken, start.origins != stop.origins)


def _change(before: Value, after: Value, why: str) -> Change:
    signs = {*before.against, *after.against}
    bare = Change(
        before.region, before.name, before.value, after.value, preliminary="preliminary" in signs,
        worry=bool(signs - {"preliminary", "corrected"}),
    )  # fmt: skip
    if before.value is None or after.value is None:
        return replace(bare, why="missing")
    if why:
        return replace(bare, why=why)
    absolute = after.value - before.value
    percent = rate(absolute, before.value, 100)
    return replace(bare, absolute=absolute, percent=percent)


@dataclass(frozen=True)
class Point:
    """A year of a line: ``n`` regions behind it (1 for a region or the city itself); ``value`` None where there is none."""

    year: int
    value: float | None
    n: int
    preliminary: bool


def line_of(years: Years, region: bytes | None = None) -> list[Point]:
    """The line of a region, or of the city's own figures (None), one point a year with figures."""
    found = []
    for one in years.comparable:
        value = one.city if region is None else next((v for v in one.values if v.region == region), None)
        found.append(
            Point(one.year or 0, value.value if value else None, 1, bool(value and "preliminary" in value.against))
        )  # fmt: skip
    return found


def middle_line(years: Years) -> list[Point]:
    """The median of the regions year by year, with how many figures each rests on."""
    described = [(one, describe([v.value for v in one.values])) for one in years.comparable]
    return [Point(one.year or 0, d.median if d else None, d.n if d else 0, one.preliminary) for one, d in described]
