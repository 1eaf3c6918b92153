"""The figures of an indicator that areas are compared by: one level, one year, and a rate where a count has a denominator.

The year is the newest one that holds a number, that its source does not mark as preliminary and whose denominator can be used: a denominator
that jumps from one year to the next in many areas at once was printed against the wrong names or under another definition,
and no rate is built on it unless somebody asks.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.collect.indicators import Figure, Indicator, figures
from qualcode.collect.regions import LEVELS, Region
from qualcode.display.numbers import rate
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project

PER = 1000  # inhabitants (or whatever the denominator counts) a rate is given for
STEADY = (0.8, 1.25)  # year on year, between which a population-like series moves
JUMPS = 0.05  # share of areas outside of that, from which a year's denominators are not used unasked


@dataclass(frozen=True)
class Series:
    """The figures compared: one indicator, one level, one year.

    ``values``: by region, of every region of the level, None where there is no figure; a rate per 1,000 of the
    denominator where ``rated``. ``printed``: as printed. ``passed_over``: newer years that were not used, each with the
    reason (no_number, preliminary, no_denominator, denominator_jumps).
    """

    indicator: Indicator
    level: str
    year: int | None
    values: dict[bytes, float | None]
    printed: dict[bytes, str]
    rated: bool
    denominator: str
    preliminary: bool
    passed_over: tuple[tuple[int | None, str], ...]
    origin: str
    table: str


def choose(
    project: Project, indicator: Indicator, measured: dict[bytes, Indicator], tree: dict[str, list[Region]],
    year: int | None = None,
) -> Series:  # fmt: skip
    """The figures of an indicator to compare areas by: its finest level, its newest usable year (or ``year``)."""
    known = figures(project, indicator.id)
    level = next((lev for lev in reversed(LEVELS) if len({f.region for f in known if f.level == lev}) > 1), "kota")
    by_year: dict[int | None, dict[bytes, Figure]] = defaultdict(dict)
    for figure in known:
        if figure.level != level:
            continue
        there = by_year[figure.year].setdefault(figure.region, figure)
        if there.value is None and figure.value is not None:  # the first table that has a number
            by_year[figure.year][figure.region] = figure
    if year is not None and year not in by_year:
        raise UserError(
            _("“%s” has no figures of %d") % (indicator.name, year),
            todo=_("Years: %s") % ", ".join(str(y) for y in sorted(y for y in by_year if y)),
        )
    base = measured.get(indicator.denominator) if indicator.denominator else None
    below = _denominators(project, base, level) if base else {}
    passed: list[tuple[int | None, str]] = []
    years = [year] if year is not None else sorted(by_year, key=lambda y: y or 0, reverse=True)
    chosen = None
    for at in years:
        why = (
            None
            if year is not None
            else _unusable(by_year[at], at, below, needed=indicator.measure == "count" and bool(base))
        )
        if why is None:
            chosen = at
            break
        passed.append((at, why))
    else:
        weak = ("preliminary", "no_number")
        fallback = [at for at, why in passed if why not in weak] + [at for at, why in passed if why != "no_number"]
        chosen = next(iter((*fallback, *years)), None)
        passed = [(at, why) for at, why in passed if (at or 0) > (chosen or 0)]
    found = by_year.get(chosen, {})
    rated = indicator.measure == "count" and any(below.get(chosen, {}).get(region) for region in found)
    values = {
        region.id: _value(found.get(region.id), below.get(chosen, {}) if rated else None) for region in tree[level]
    }
    first = next(iter(found.values()), None)
    return Series(
        indicator, level, chosen, values, {region: figure.printed for region, figure in found.items()}, rated,
        base.name if base and rated else "", _preliminary(found.values()), tuple(passed),
        first.origin if first else indicator.origin, first.table if first else "",
    )  # fmt: skip


def _value(figure: Figure | None, below: dict[bytes, float] | None) -> float | None:
    if figure is None:
        return None
    return figure.value if below is None else rate(figure.value, below.get(figure.region), PER)


def _denominators(project: Project, base: Indicator, level: str) -> dict[int | None, dict[bytes, float]]:
    found: dict[int | None, dict[bytes, float]] = defaultdict(dict)
    for figure in figures(project, base.id):
        if figure.level == level and figure.value is not None:
            found[figure.year].setdefault(figure.region, figure.value)
    return found


def _unusable(
    found: dict[bytes, Figure], year: int | None, below: dict[int | None, dict[bytes, float]], *, needed: bool
) -> str | None:
    if all(figure.value is None for figure in found.values()):
        return "no_number"
    if _preliminary(found.values()):
        return "preliminary"
    if needed and not any(region in below.get(year, {}) for region in found):
        return "no_denominator"
    if needed and jumps(below, year) > JUMPS:
        return "denominator_jumps"
    return None


def jumps(series: dict[int | None, dict[bytes, float]], year: int | None) -> float:
    """Share of regions, 0..1, whose value of ``year`` lies outside 0.8 to 1.25 times that of the year before that is
    there; 0 where there is none before."""
    before = max((y for y in series if y is not None and year is not None and y < year), default=None)
    if before is None:
        return 0.0
    ratios = [value / series[before][r] for r, value in series[year].items() if series[before].get(r)]
    outside = sum(not STEADY[0] <= ratio <= STEADY[1] for ratio in ratios)
    return outside / len(ratios) if ratios else 0.0


def _preliminary(found: Iterable[Figure]) -> bool:
    """Whether the source marks figures with an asterisk: the usual sign of a preliminary one in Indonesian tables."""
    return any(flag.startswith("mark:") and "*" in flag for figure in found for flag in figure.flags)
