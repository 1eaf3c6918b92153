"""Themes beside their indicators: the cells and the figures of the same areas, and what they say together.

One rule: both sides are taken at the finest level on which the indicator has figures, over all areas of that level and
not only the visited ones; and what was chosen on the way (level, year, denominator) is kept with the result and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.collect.indicators import indicators
from qualcode.collect.regions import LEVELS, Region, regions
from qualcode.conclude.ranks import RankTest, holm
from qualcode.conclude.series import Series, choose
from qualcode.conclude.threads import open_thread, resolved
from qualcode.conclude.triangulation import (
    N_MIN,
    YEARS,
    Outcome,
    Question,
    Triangulation,
    triangulate,
    within_stamps,
)
from qualcode.display.cells import TAU
from qualcode.display.matrix import Matrix, matrix
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.themes import Link, Theme, links, themes
from qualcode.store import Project, act
from qualcode.store.ids import derived

_DIRECTIONS = {1: "higher_better", -1: "higher_worse", 0: "undeclared"}


@dataclass(frozen=True)
class Within:
    """How far a theme is triangulated within the voices: informants who raised it, roles they speak from, and for each
    genre (sources that raise it, sources finished and asked); ``stamps``: keys of wording.REASONS."""

    informants: int
    roles: int
    genres: dict[str, tuple[int, int]]
    stamps: tuple[str, ...]


@dataclass(frozen=True)
class Joint:
    """One link looked at: the two sides and the verdicts. ``areas``: region by the name used in ``result``; ``adjusted``:
    p of the rank test after Holm over all links tested together."""

    theme: Theme
    link: Link
    series: Series
    level: str
    areas: dict[str, Region]
    matrix: Matrix
    result: Triangulation
    within: Within
    adjusted: float | None = None
    tested: int = 0  # links tested together


def joints(
    project: Project, *, theme: bytes | None = None, coder: bytes | None = None, tau: float = TAU, year: int | None = None,
    store: bool = False,
) -> list[Joint]:  # fmt: skip
    """Every link between a theme and an indicator (of one ``theme`` or all), triangulated.

    ``year`` asks for that year of the figures. With ``store`` thresholds and verdicts are kept in the project, and a
    thread is opened for each dissonance. UserError where ``year`` has no figures, or there are no links.
    """
    measured = {one.id: one for one in indicators(project)}
    wanted = {one.id: one for one in themes(project) if theme in (None, one.id)}
    pairs = [link for link in links(project, theme) if link.theme in wanted and link.indicator in measured]
    if not pairs:
        raise no_links()
    tree = {level: regions(project, level) for level in LEVELS}
    matrices: dict[str, Matrix] = {}
    worked = fieldwork_year(project)
    found: list[Joint] = []
    for link in pairs:
        series = choose(project, measured[link.indicator], measured, tree, year)
        level = series.level if series.level in ("kelurahan", "kecamatan") else "kelurahan"
        for each in (level, "kota"):
            if each not in matrices:
                matrices[each] = matrix(project, level=each, tau=tau, coder=coder)
        found.append(_joint(project, wanted[link.theme], link, series, level, matrices, worked, tau))
    found.sort(key=lambda one: list(wanted).index(one.theme.id))
    found = _adjusted(found)
    if store:
        keep(project, found)
    return found


def no_links() -> UserError:
    """What to say where there is nothing to compare."""
    return UserError(
        _("no theme is linked to an indicator"),
        todo=_("Links stand in the themes file: “qualcode themes import FILE”"),
    )


def _joint(
    project: Project, theme: Theme, link: Link, series: Series, level: str, matrices: dict[str, Matrix], worked: int | None,
    tau: float,
) -> Joint:  # fmt: skip
    display = matrices[level]
    names = area_names(display.areas, regions(project))
    cells = {names[area]: cell for (row, area), cell in display.cells.items() if row == theme.id}
    same_level = series.level == level
    values = {names[area.id]: series.values.get(area.id) if same_level else None for area in display.areas}
    question = Question(
        theme=theme.shown,
        indicator=series.indicator.name,
        nature=theme.nature,
        direction=_DIRECTIONS[series.indicator.direction],
        closeness=link.closeness,
        kind="rate" if series.rated else series.indicator.measure,
        level=series.level,
        area_level=level,
        year=series.year,
        fieldwork_year=worked,
        preliminary=series.preliminary,
        after_looking=link.made != "before",
    )
    result = triangulate(question, cells, values, tau=tau, resolved=resolved(project, link, names))
    areas = {names[area.id]: area for area in display.areas}
    return Joint(theme, link, series, level, areas, display, result, _within(project, theme, matrices["kota"]))


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


def _within(project: Project, theme: Theme, whole: Matrix) -> Within:
    """Over the whole city; an informant whose part nobody named is a voice without a role."""
    cells = [(area, cell) for (row, area), cell in whole.cells.items() if row == theme.id]
    genres = {rec.hex(): genre for rec, genre in project.rows("SELECT id, genre FROM source")}
    said = Counter(genres[source] for _area, cell in cells for source in cell.raised_in)
    asked = Counter(genres[source] for _area, cell in cells for source in cell.unraised_in)
    counts = {genre: (said[genre], said[genre] + asked[genre]) for genre in sorted(said | asked)}
    speakers = {segment.speaker for area, _cell in cells for segment in whole.quotes[theme.id, area]}
    role_of = dict(
        project.rows(
            "SELECT s.id, p.role FROM speaker s JOIN participant p ON p.id=s.participant WHERE p.role IS NOT NULL"
        )
    )
    voices = sum(cell.voices for _area, cell in cells)
    return Within(voices, len({role_of[s] for s in speakers if s in role_of}), counts, within_stamps(voices, len(said)))


def _adjusted(found: list[Joint]) -> list[Joint]:
    """With Holm's p: all links were declared before, so all that were tested are one family."""
    tested = [
        at for at, one in enumerate(found) if isinstance(one.result.rank, RankTest) and one.link.closeness != "context"
    ]
    made = list(found)
    ps = [rank.p for at in tested if isinstance(rank := found[at].result.rank, RankTest)]
    for at, p in zip(tested, holm(ps), strict=True):
        made[at] = replace(found[at], adjusted=p, tested=len(tested))
    return made


def keep(project: Project, found: Sequence[Joint]) -> int:
    """Store thresholds and verdicts under the setting ``triangulation``, and a thread for each new dissonance; how many
    threads are new."""
    new = 0
    with act(project, "triangulate") as a:
        a.create(
            "setting",
            derived(project.id, "setting:triangulation"),
            key="triangulation",
            value=[_kept(one) for one in found],
        )
        for one in found:
            for thread in one.result.threads:
                new += open_thread(project, a, one.link, one.areas[thread.area].id, thread.question)
    return new


def _kept(one: Joint) -> dict[str, object]:
    """A result as it is stored: what was compared, with which thresholds, and what came of it (sampled areas)."""
    heard = [v for v in one.result.verdicts if v.cell.N]
    return {
        "theme": one.theme.id.hex(),
        "indicator": one.series.indicator.id.hex(),
        "level": one.level,
        "year": one.series.year,
        "rated": one.series.rated,
        "thresholds": {
            "tau": one.matrix.tau, "n_min": N_MIN, "years": YEARS, "few_areas": heard[0].thresholds.few_areas if heard else None,
            "flat": heard[0].thresholds.flat if heard else None,
        },
        "word": one.result.assessment.word,
        "verdicts": [
            {
                "region": one.areas[v.area].id.hex(), "outcome": v.outcome.value, "kind": v.kind, "provisional": v.provisional,
                "reasons": list(v.reasons), "n": v.cell.E, "m": v.cell.M, "q": v.cell.q,
                "value": v.standing.value if v.standing else None, "rank": v.standing.rank if v.standing else None,
                "of": v.standing.m if v.standing else None, "class": v.standing.klass.value if v.standing else None,
            }
            for v in heard
        ],
    }  # fmt: skip


def dissonances(found: Iterable[Joint], theme: bytes) -> list[tuple[Joint, str]]:
    """(link looked at, area) of every dissonance of a theme: counter-evidence to look at before concluding."""
    return [
        (one, v.area)
        for one in found
        if one.theme.id == theme
        for v in one.result.verdicts
        if v.outcome is Outcome.DISSONANCE
    ]
