"""An indicator's figures year by year at one level: which are used, which are left out and why, what speaks against the rest.

The rule: every region of the level has a value each year, used or left out with a reason, so that nothing goes missing in
silence and nothing missing becomes zero. An excluded figure is left out; one under an alarm that nobody decided is used as
printed and said. A count is divided by its denominator of the same region and year where both are there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.collect.checks import check_cells
from qualcode.collect.figure_cells import decimals
from qualcode.collect.figure_decisions import cell_id, decisions
from qualcode.collect.figure_import import indicator_id, place, printed_cells
from qualcode.collect.indicators import Figure, Indicator, figures, indicators
from qualcode.collect.regions import LEVELS, Region, regions
from qualcode.collect.series_breaks import breaks
from qualcode.display.numbers import rate
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project

PER = 1000  # of what the denominator counts, a rate is given for
Place = tuple[bytes, bytes, int | None, str]  # indicator, region, year, table


@dataclass(frozen=True)
class Doubt:
    """What is known against a printed figure: ``kind`` of the alarm (empty: none) and what was decided with which reason."""

    kind: str
    verb: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Value:
    """A region's figure of a year. ``value``: what is used (per 1,000 where the year is rated); None is left out, and ``out``
    says why: absent, excluded, unreadable, no_denominator. ``against``: what a reader has to know of a used one:
    preliminary, corrected, tables_differ, denominator, or the kind of an open alarm. ``reason``: of the decision."""

    region: bytes
    name: str
    within: str
    printed: str = ""
    value: float | None = None
    out: str = ""
    against: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True)
class Year:
    """``values``: one of each region of the level, by region code; ``city``: the city's own figure, where it is not the level
    itself; ``rated``: values are per 1,000 of the denominator."""

    year: int | None
    values: tuple[Value, ...]
    city: Value | None
    rated: bool
    tables: tuple[str, ...]
    origins: tuple[str, ...]

    @property
    def used(self) -> dict[bytes, float]:
        return {one.region: one.value for one in self.values if one.value is not None}

    @property
    def preliminary(self) -> bool:
        return any("preliminary" in one.against for one in self.values)


@dataclass(frozen=True)
class Years:
    """All years of an indicator at a level, the one without a year first. ``denominator``: its name where one is declared;
    ``breaks``: reason by first year of the new series; ``decimals``: as many as were printed (0 to 3)."""

    indicator: Indicator
    level: str
    years: tuple[Year, ...]
    denominator: str
    breaks: Mapping[int, str]
    decimals: int

    @property
    def comparable(self) -> tuple[Year, ...]:
        """The years with a number and a date in one unit: where any is rated, those that are."""
        rated = any(one.rated for one in self.years)
        return tuple(one for one in self.years if one.year is not None and one.used and one.rated == rated)

    def at(self, year: int | None) -> Year:
        """The figures of a year. UserError where there are none."""
        for one in self.years:
            if one.year == year:
                return one
        known = ", ".join(str(one.year) for one in self.years if one.year)
        raise UserError(_("“%s” has no figures of %s") % (self.indicator.name, year), todo=_("Years: %s") % known)


def doubts(project: Project) -> dict[Place, Doubt]:
    """What the checks and people's decisions say of printed figures, by where they stand (half a second for 1,000 cells)."""
    cells = printed_cells(project)
    alarms = {alarm.at: alarm.kind for alarm in check_cells(cells)}
    decided = decisions(project)
    found: dict[Place, Doubt] = {}
    for at, cell in enumerate(cells):
        decision = decided.get(cell_id(cell))
        if decision is not None and decision.printed != cell.printed:
            decision = None
        if (at in alarms or decision) and (region := place(project, cell)) is not None:
            key = indicator_id(project, cell.indicator), region, int(cell.year) if cell.year else None, cell.table
            verb, reason = (decision.verb, decision.reason) if decision else ("", "")
            found[key] = Doubt("" if decision else alarms[at], verb, reason)
    return found


def read_years(
    project: Project, indicator: bytes, level: str | None = None, *, rated: bool = True,
    doubt: Mapping[Place, Doubt] | None = None,
) -> Years:  # fmt: skip
    """The figures of an indicator at ``level`` (else the finest with two regions or more). ``rated``: a count is divided where
    its denominator is known; ``doubt``: what ``doubts`` gave, where the caller has it. UserError where there are none."""
    measured = {one.id: one for one in indicators(project)}
    what = measured[indicator]
    known = figures(project, indicator)
    level = level or _usual_level(known)
    if not any(f.level == level for f in known):
        levels = ", ".join(lev for lev in LEVELS if any(f.level == lev for f in known))
        raise UserError(
            _("“{name}” has no figures by {level}").format(name=what.name, level=level),
            todo=_("Levels: %s") % (levels or "-"),
        )
    doubt = doubts(project) if doubt is None else doubt
    base = measured.get(what.denominator) if what.denominator and what.measure == "count" and rated else None
    tree = {region.id: region for region in regions(project)}
    wanted = [region for region in tree.values() if region.level == level]
    mine = _by_year(known, doubt)
    below = _by_year(figures(project, base.id), doubt) if base else {}
    cities = [region for region in tree.values() if region.level == "kota"] if level != "kota" else []
    years = []
    for year in sorted({f.year for f in known if f.level == level}, key=lambda one: one or 0):
        have = mine[year]
        divided = base is not None and any(region.id in have and region.id in below.get(year, {}) for region in wanted)
        under = below.get(year, {}) if divided else None
        here = [have[region.id] for region in wanted if region.id in have]
        city = next((region for region in cities if region.id in have), None)
        years.append(
            Year(
                year,
                tuple(_value(region, tree, have, under) for region in wanted),
                _value(city, tree, have, under) if city else None,
                divided,
                tuple(dict.fromkeys(figure.table for figure, _d, _o in here)),
                tuple(dict.fromkeys(figure.origin for figure, _d, _o in here if figure.origin)),
            )
        )
    printed = [decimals(f.printed, f.value) for f in known if f.level == level and f.value is not None]
    return Years(
        what, level, tuple(years), measured[what.denominator].name if what.denominator in measured else "",
        breaks(project, indicator), min(3, max(printed, default=0)),
    )  # fmt: skip


def _usual_level(known: Sequence[Figure]) -> str:
    """The finest level with two regions or more, else the coarsest with any."""
    by_level = {level: {figure.region for figure in known if figure.level == level} for level in LEVELS}
    several = [level for level in LEVELS if len(by_level[level]) > 1]
    return several[-1] if several else next((level for level in LEVELS if by_level[level]), "kota")


_Found = tuple[Figure, Doubt | None, bool]  # a figure, what is known against it, whether another table says otherwise


def _by_year(known: Sequence[Figure], doubt: Mapping[Place, Doubt]) -> dict[int | None, dict[bytes, _Found]]:
    """Of each region and year the figure of the first table that has a number, and whether another's number differs."""
    found: dict[int | None, dict[bytes, list[Figure]]] = defaultdict(lambda: defaultdict(list))
    for figure in known:
        found[figure.year][figure.region].append(figure)
    chosen: dict[int | None, dict[bytes, _Found]] = defaultdict(dict)
    for year, by_region in found.items():
        for region, there in by_region.items():
            first = next((f for f in there if f.value is not None), there[0])
            differ = len({f.value for f in there if f.value is not None}) > 1
            chosen[year][region] = first, doubt.get((first.indicator, region, year, first.table)), differ
    return chosen


def _value(
    region: Region, tree: Mapping[bytes, Region], have: Mapping[bytes, _Found], under: Mapping[bytes, _Found] | None
) -> Value:
    above = tree.get(region.parent) if region.parent else None
    bare = Value(region.id, region.name, above.name if above else "", out="absent")
    if region.id not in have:
        return bare
    figure, doubt, differ = have[region.id]
    reason = doubt.reason if doubt else ""
    if figure.value is None:
        out = "excluded" if "excluded" in figure.flags else "unreadable"
        return replace(bare, printed=figure.printed, out=out, reason=reason)
    against = [
        *(["preliminary"] if any(flag.startswith("mark:") and "*" in flag for flag in figure.flags) else []),
        *(["corrected"] if "corrected" in figure.flags else []),
        *([doubt.kind] if doubt and doubt.kind else []),
        *(["tables_differ"] if differ else []),
    ]
    value: float | None = figure.value
    if under is not None:
        over, worry, _differ = under.get(region.id, (None, None, False))
        value = rate(figure.value, over.value if over else None, PER)
        if value is None:
            return replace(bare, printed=figure.printed, out="no_denominator", reason=reason)
        if worry and worry.kind:
            against.append("denominator")
    return replace(bare, printed=figure.printed, value=value, out="", against=tuple(against), reason=reason)
