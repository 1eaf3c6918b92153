"""Themes beside their indicators: the cells and the figures of the same areas, and what they say together.

One rule: both sides are taken at the finest level on which the indicator has figures, over all areas of that level and
not only the visited ones; and what was chosen on the way (level, year, denominator) is kept with the result and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from qualcode.collect.indicators import Indicator, indicators
from qualcode.collect.regions import LEVELS, Region, regions
from qualcode.conclude.attribution import Offices, Officials
from qualcode.conclude.declared import counts_accepted, link_id, note_looked, stamped
from qualcode.conclude.ranks import RankTest, benjamini_hochberg, holm
from qualcode.conclude.series import Series, choose
from qualcode.conclude.threads import resolved
from qualcode.conclude.triangulation import Outcome, Question, Triangulation, triangulate
from qualcode.conclude.within import Inside, Within
from qualcode.display.matrix import Matrix, matrix, threshold
from qualcode.display.numbers import Standing, standings
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import by_id
from qualcode.reduce.themes import Link, Theme, themes
from qualcode.store import Project
from qualcode.store.unswept import unswept

_DIRECTIONS = {1: "higher_better", -1: "higher_worse", 0: "undeclared"}


@dataclass(frozen=True)
class Joint:
    """One link looked at: the two sides and the verdicts. ``areas``: region by the name used in ``result``; ``adjusted``:
    p of the rank test over all links tested together, after Holm where they were declared and after Benjamini & Hochberg in a
    scan; ``officials``: by area, what officials say beside the residents; ``accepted``: why counts may be compared."""

    theme: Theme
    link: Link
    series: Series
    level: str
    areas: dict[str, Region]
    matrix: Matrix
    result: Triangulation
    inside: Inside  # of every theme looked at, linked or not
    adjusted: float | None = None
    tested: int = 0  # links tested together
    pairs: int = 0  # links looked at together
    officials: dict[str, Officials] = field(default_factory=dict)
    accepted: str = ""

    @property
    def within(self) -> Within:
        """How far its theme is triangulated within the voices."""
        return self.inside.themes[self.theme.id]

    @property
    def exploratory(self) -> bool:
        return self.result.question.exploratory


@dataclass(frozen=True)
class _Ground:
    """What every link stands on, read once."""

    project: Project
    matrices: dict[str, Matrix]
    inside: Inside
    offices: Offices
    valences: dict[bytes, int | None]
    tree: list[Region]
    worked: int | None
    tau: float
    placed: dict[bytes, dict[str, Standing]] = field(default_factory=dict)  # by indicator


@unswept()
def joints(
    project: Project, *, theme: bytes | None = None, coder: bytes | None = None, tau: float | None = None,
    year: int | None = None, explore: bool = False, where: str = "",
) -> list[Joint]:  # fmt: skip
    """Every link between a theme and an indicator (of one ``theme`` or all), triangulated; whoever asks has been shown the
    result, which the project keeps (see ``declared``).

    ``year`` asks for that year of the figures, and leaves out links without figures of it; ``tau`` is the threshold (else the project's, else 0.5). ``explore`` takes
    every theme with every indicator that tells areas apart, each stamped so. ``where``: of what a query names only, which
    every table then says (``matrix.where``). UserError where no link has figures of
    ``year``, or there are no links.
    """
    measured = {one.id: one for one in indicators(project)}
    wanted = {one.id: one for one in themes(project) if theme in (None, one.id)}
    pairs = _scan(project, wanted, measured) if explore else stamped(project, theme)
    pairs = [link for link in pairs if link.theme in wanted and link.indicator in measured]
    if not pairs:
        raise no_links()
    place = {rec: number for number, rec in enumerate(wanted)}
    pairs.sort(key=lambda link: place[link.theme])
    tau = threshold(project) if tau is None else tau
    tree = {level: regions(project, level) for level in LEVELS}
    series: dict[bytes, Series] = {}
    without: list[UserError] = []
    for rec in dict.fromkeys(link.indicator for link in pairs):
        try:
            series[rec] = choose(project, measured[rec], measured, tree, year)
        except UserError as error:  # no figures of the year asked for: the others are compared
            without.append(error)
    if not series:
        raise without[0]
    pairs = [link for link in pairs if link.indicator in series]
    note_looked(project, ((link.theme, link.indicator) for link in pairs))  # before what a write makes out of date
    levels = dict.fromkeys(_compared_at(one) for one in series.values())
    matrices = {level: matrix(project, level=level, tau=tau, coder=coder, where=where) for level in levels}
    ground = _Ground(
        project, matrices, Inside(project, coder, tuple(wanted.values()), where), Offices(project),
        {rec: code.valence for rec, code in by_id(project).items()}, regions(project), fieldwork_year(project), tau,
    )  # fmt: skip
    accepted = counts_accepted(project)
    found = [
        _joint(ground, wanted[link.theme], link, series[link.indicator], explore=explore,
               accepted=accepted[link.id].reason if link.id in accepted else "")
        for link in pairs
    ]  # fmt: skip
    return _adjusted(found, explore=explore)


def _compared_at(series: Series) -> str:
    """The level on which the cells stand beside these figures."""
    return series.level if series.level in ("kelurahan", "kecamatan") else "kelurahan"


def _scan(project: Project, wanted: Iterable[bytes], measured: dict[bytes, Indicator]) -> list[Link]:
    """Every pair as if it were linked; what a declared link says of closeness holds. Indicators without a direction, or with
    figures of the whole city only, tell no area from another and are left out."""
    declared = {link.id: link for link in stamped(project)}
    telling = {
        rec
        for (rec,) in project.rows(
            "SELECT f.indicator FROM figure f JOIN region r ON r.id=f.region WHERE f.removed=0 AND r.level<>'kota'"
            " GROUP BY f.indicator HAVING COUNT(DISTINCT f.region)>1"
        )
    }
    return [
        declared.get(link_id(theme, one.id)) or Link(link_id(theme, one.id), theme, one.id, "", "direct", "", "before")
        for theme in wanted
        for one in measured.values()
        if one.direction and one.id in telling
    ]


def no_links() -> UserError:
    """What to say where there is nothing to compare."""
    return UserError(
        _("no theme is linked to an indicator"),
        todo=_("Links stand in the themes file: “qualcode themes import FILE”"),
    )


def _joint(ground: _Ground, theme: Theme, link: Link, series: Series, *, explore: bool, accepted: str) -> Joint:
    level = _compared_at(series)
    display = ground.matrices[level]
    names = area_names(display.areas, ground.tree)
    areas = {names[area.id]: area for area in display.areas}
    cells = {name: cell for name, area in areas.items() if (cell := display.cells.get((theme.id, area.id))) is not None}
    values = {name: series.values.get(area.id) if series.level == level else None for name, area in areas.items()}
    officials = {}
    if ground.offices:
        for name, cell in cells.items():
            segments = display.quotes.get((theme.id, areas[name].id), ())
            if said := ground.offices.of(areas[name], cell, segments, ground.valences, theme.nature):
                officials[name] = said
    question = Question(
        theme=theme.shown,
        indicator=series.indicator.name,
        nature=theme.nature,
        direction=_DIRECTIONS[series.indicator.direction],
        closeness=link.closeness,
        kind="rate" if series.rated else series.indicator.measure,
        count_accepted=bool(accepted),
        level=series.level,
        area_level=level,
        year=series.year,
        fieldwork_year=ground.worked,
        preliminary=series.preliminary,
        after_looking=link.made != "before",
        exploratory=explore,
    )
    placed = ground.placed.get(series.indicator.id)
    if placed is None:
        placed = ground.placed[series.indicator.id] = standings(values, series.indicator.direction)
    result = triangulate(
        question, cells, values, placed=placed, tau=ground.tau, resolved=resolved(ground.project, link, names),
        officials_only=[name for name, said in officials.items() if said.alone],
    )  # fmt: skip
    return Joint(
        theme, link, series, level, areas, display, result, ground.inside, officials=officials,
        accepted=accepted if question.kind == "count" else "",
    )  # fmt: skip


def fieldwork_year(project: Project) -> int | None:
    """The year most sources were collected in; None where no date says."""
    dates = project.rows("SELECT date FROM source WHERE removed=0 AND date IS NOT NULL")
    years = Counter(int(match[0]) for (date,) in dates if (match := re.search(r"\b(?:19|20)\d\d\b", date)))
    return min(years, key=lambda year: (-years[year], year)) if years else None


def area_names(areas: Sequence[Region], tree: Iterable[Region]) -> dict[bytes, str]:
    """Each area's name, with the area above it where two share one."""
    above = {region.id: region.name for region in tree}
    shared = Counter(area.name for area in areas)
    return {
        area.id: area.name
        if shared[area.name] == 1 or not area.parent
        else f"{area.name} ({above.get(area.parent, '')})"
        for area in areas
    }


def _adjusted(found: list[Joint], *, explore: bool) -> list[Joint]:
    """With p adjusted over all links tested: they are one family, whether declared (Holm) or scanned (Benjamini-Hochberg)."""
    tested = [
        at for at, one in enumerate(found) if isinstance(one.result.rank, RankTest) and one.link.closeness != "context"
    ]
    made = [replace(one, pairs=len(found), tested=len(tested)) for one in found]
    ps = [rank.p for at in tested if isinstance(rank := found[at].result.rank, RankTest)]
    for at, p in zip(tested, (benjamini_hochberg if explore else holm)(ps), strict=True):
        made[at] = replace(made[at], adjusted=p)
    return made


def dissonances(found: Iterable[Joint], theme: bytes) -> list[tuple[Joint, str]]:
    """(link looked at, area) of every dissonance of a theme: counter-evidence to look at before concluding."""
    return [
        (one, v.area)
        for one in found
        if one.theme.id == theme
        for v in one.result.verdicts
        if v.outcome is Outcome.DISSONANCE
    ]
