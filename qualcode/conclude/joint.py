"""Themes beside their indicators: the cells and the figures of the same areas, and what they say together.

One rule: both sides are taken at the finest level on which the indicator has figures, over all areas of that level and
not only the visited ones; and what was chosen on the way (level, year, denominator) is kept with the result and said.

A count is compared as a rate wherever it has a denominator. The year is the newest one that its source does not mark
as preliminary and whose denominator can be used: a denominator that jumps from one year to the next in many areas at
once was printed against the wrong names or under another definition, and no rate is built on it unless somebody asks.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.collect.indicators import Figure, Indicator, figures, indicators
from qualcode.collect.regions import LEVELS, Region, regions
from qualcode.conclude.ranks import RankTest, holm
from qualcode.conclude.triangulation import (
    N_MIN,
    YEARS,
    Outcome,
    Question,
    Thread,
    Triangulation,
    triangulate,
    within_stamps,
)
from qualcode.display.cells import TAU
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.numbers import rate
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.themes import Link, Theme, links, themes
from qualcode.store import Project, act, blobs
from qualcode.store.ids import derived

PER = 1000  # inhabitants (or whatever the denominator counts) a rate is given for
STEADY = (0.8, 1.25)  # year on year, between which a population-like series moves
JUMPS = 0.05  # share of areas outside of that, from which a year's denominators are not used unasked
_DIRECTIONS = {1: "higher_better", -1: "higher_worse", 0: "undeclared"}


@dataclass(frozen=True)
class Series:
    """The figures compared: one indicator, one level, one year.

    ``values``: by region, of every region of the level, None where there is no figure; a rate per 1,000 of the
    denominator where ``rated``. ``printed``: as printed. ``passed_over``: newer years that were not used, each with the
    reason (preliminary, no_denominator, denominator_jumps).
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
    result = triangulate(question, cells, values, tau=tau, resolved=_resolved(project, link, names))
    areas = {names[area.id]: area for area in display.areas}
    return Joint(theme, link, series, level, areas, display, result, _within(project, theme, matrices["kota"]))


def choose(
    project: Project, indicator: Indicator, measured: dict[bytes, Indicator], tree: dict[str, list[Region]],
    year: int | None = None,
) -> Series:  # fmt: skip
    """The figures of an indicator to compare areas by: its finest level, its newest usable year (or ``year``)."""
    known = figures(project, indicator.id)
    level = next((lev for lev in reversed(LEVELS) if len({f.region for f in known if f.level == lev}) > 1), "kota")
    by_year: dict[int | None, dict[bytes, Figure]] = defaultdict(dict)
    for figure in known:
        if figure.level == level:
            by_year[figure.year].setdefault(figure.region, figure)
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
        chosen = next((at for at, why in passed if why != "preliminary"), years[0] if years else None)
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


def thread_id(link: bytes, region: bytes) -> bytes:
    """The thread of a dissonance is the same on every device."""
    return derived(link, "thread:" + region.hex())


def _resolved(project: Project, link: Link, names: dict[bytes, str]) -> set[str]:
    closed = {rec for (rec,) in project.rows("SELECT id FROM thread WHERE removed=0 AND resolution IS NOT NULL")}
    return {name for region, name in names.items() if thread_id(link.id, region) in closed}


@dataclass(frozen=True)
class OpenThread:
    """A dissonance as kept: its ``explanation`` is a key of wording.EXPLANATIONS or empty, as ``resolution`` is until
    somebody wrote one."""

    id: bytes
    theme: bytes
    indicator: bytes
    region: str
    question: str
    explanation: str
    resolution: str


def threads(project: Project) -> list[OpenThread]:
    """The threads kept in the project, open ones first."""
    found = [
        OpenThread(
            rec, theme, indicator, region or "", blobs.prose(project.conn, question), explanation or "",
            blobs.prose(project.conn, resolution),
        )
        for rec, theme, indicator, region, question, explanation, resolution in project.rows(
            "SELECT t.id, t.theme, t.indicator, r.name, t.question, t.explanation, t.resolution FROM thread t"
            " LEFT JOIN region r ON r.id=t.region WHERE t.removed=0 ORDER BY t.k"
        )
    ]  # fmt: skip
    return sorted(found, key=lambda one: bool(one.resolution))


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
                new += _open(project, a, one, thread)
    return new


def _open(project: Project, a: object, one: Joint, thread: Thread) -> bool:
    from qualcode.store import Act

    assert isinstance(a, Act)
    region = one.areas[thread.area].id
    rec = thread_id(one.link.id, region)
    if project.value("SELECT 1 FROM thread WHERE id=? AND removed=0", rec):
        return False
    a.create(
        "thread", rec, theme=one.theme.id, indicator=one.series.indicator.id, region=region, question=thread.question,
        coder=project.coder,
    )  # fmt: skip
    return True


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
