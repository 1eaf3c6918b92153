"""Theme by area: the matrix, with every cell state, its denominator and the way back to the passages.

The area of a passage is the region the coder set (``about``), else the home of the informant who speaks, else the source's.
A passage about another area adds its source to that area's denominator for that theme only ('dari luar').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, replace

from qualcode.collect.guide import asked_in, topics
from qualcode.collect.regions import Region, regions
from qualcode.display.cells import TAU, Cell, SourceFacts, cell, settled_valence
from qualcode.reduce.codebook import by_id, codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import Segment, counted, living, owners
from qualcode.reduce.themes import Theme, themes
from qualcode.store import Project
from qualcode.store.ids import fold


@dataclass(frozen=True)
class Row:
    """A row of the matrix: a theme, or a code by itself."""

    id: bytes
    name: str
    nature: str  # problem, strength, neutral
    codes: frozenset[bytes]


@dataclass(frozen=True)
class Matrix:
    """``cells``: by (row id, region id), only where the area has a source; everything else is unsampled. ``quotes``: the
    counted segments behind each cell. ``bulk``: how many of all counted segments were accepted in bulk; ``unsettled``:
    passages coded twice and not yet settled; ``changed``, ``lost``: codings that a correction left in doubt, counted where they
    seem to lie, or nowhere."""

    rows: tuple[Row, ...]
    areas: tuple[Region, ...]
    cells: dict[tuple[bytes, bytes], Cell]
    quotes: dict[tuple[bytes, bytes], tuple[Segment, ...]]
    finished: dict[bytes, tuple[int, int]]  # a region's sources finished for all codes, and sources at all
    tau: float
    layer: str
    segments: int
    bulk: int
    unsettled: int
    changed: int = 0
    lost: int = 0
    only: str = ""  # the name of the one document that everything here rests on, else empty

    def cell(self, row: bytes, area: bytes) -> Cell:
        return self.cells.get((row, area)) or cell([], self.tau)


def theme_rows(project: Project) -> list[Row]:
    alive = living(project)
    return [Row(t.id, t.shown, t.nature, frozenset(alive[c] for c in t.codes if c in alive)) for t in themes(project)]


def code_rows(project: Project) -> list[Row]:
    """The codes that are rows: all below the top, and of the top branches those that hold no code or are coded themselves;
    a branch that only gathers codes is a heading."""
    natures = {-1: "problem", 1: "strength"}
    book = codebook(project)
    parents, alive = {code.parent for code in book}, living(project)
    coded = {alive.get(code) for (code,) in project.rows("SELECT DISTINCT code FROM coding WHERE removed=0")}
    return [
        Row(c.id, c.shown, natures.get(c.valence or 0, "neutral"), frozenset({c.id}))
        for c in book
        if c.depth or c.id not in parents or c.id in coded
    ]


def homes(project: Project) -> dict[bytes, dict[bytes | None, set[bytes]]]:
    """For each source the areas it is attributed to: the homes of its informants, else its own region. Region -> speakers."""
    found: dict[bytes, dict[bytes | None, set[bytes]]] = defaultdict(lambda: defaultdict(set))
    for source, region in project.rows("SELECT id, region FROM source WHERE removed=0"):
        found[source]  # a source without informants still is somewhere
        for speaker, home in project.rows(
            "SELECT s.id, p.home FROM speaker s LEFT JOIN participant p ON p.id=s.participant AND p.removed=0"
            " WHERE s.source=? AND s.removed=0 AND s.side<>'interviewer'",
            source,
        ):
            if home or region:
                found[source][home or region].add(speaker)
        if not found[source] and region:
            found[source][region] = set()
    return found


def topic_links(project: Project, wanted: list[Theme]) -> dict[bytes, set[bytes]]:
    """For each theme the guide topics that open it."""
    names = {fold(name): t.id for t in wanted for name in (t.name, t.name_en) if name}
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for topic in topics(project):
        for name in topic.themes:
            if fold(name) in names:
                found[names[fold(name)]].add(topic.id)
    return found


@dataclass(frozen=True)
class _Ground:
    """What every cell of a matrix stands on, read once."""

    places: dict[bytes, dict[bytes, set[bytes]]]  # source -> area -> informants at home there
    held: dict[bytes, bytes]  # the source's own area, for speech of nobody who is named
    owners: dict[bytes, bytes | None]  # whose codings count in a source
    live: frozenset[bytes]  # codes in use: not retired
    done: dict[tuple[bytes, bytes], set[bytes]]  # codes finished by (source, coder)
    asked: dict[tuple[bytes, bytes], bool]
    opens: dict[bytes, set[bytes]]  # topics that open a theme
    valences: dict[bytes, int | None]  # of codes
    participants: dict[bytes, bytes]  # of speakers
    up: dict[bytes | None, bytes]  # each region's area on the matrix's level

    def finished(self, source: bytes, codes: frozenset[bytes] | set[bytes]) -> bool:
        """Whether the coder who counts there has finished it for every one of these codes that is in use."""
        who, codes = self.owners.get(source), codes & self.live
        return who is not None and bool(codes) and codes <= self.done.get((source, who), set())

    def area_of(self, segment: Segment) -> bytes | None:
        """Where a passage counts; None where nothing says."""
        if segment.about:
            return self.up.get(segment.about)
        by_area = self.places.get(segment.source, {})
        for area, speakers in by_area.items():
            if segment.speaker in speakers:
                return area
        return next(iter(by_area)) if len(by_area) == 1 else self.held.get(segment.source)

    def sources_in(self, area: bytes) -> set[bytes]:
        return {source for source, by_area in self.places.items() if area in by_area}


def _ground(project: Project, level: str, coder: bytes | None, sources: Collection[bytes] | None) -> _Ground:
    up = _onto(project, level)
    places: dict[bytes, dict[bytes, set[bytes]]] = {}
    for source, by_region in homes(project).items():
        if sources is not None and source not in sources:
            continue
        places[source] = {}
        for region, speakers in by_region.items():
            if region in up:
                places[source].setdefault(up[region], set()).update(speakers)
    return _Ground(
        places=places,
        held={s: up[r] for s, r in project.rows("SELECT id, region FROM source WHERE removed=0") if r in up},
        owners=owners(project, coder),
        live=frozenset(code.id for code in codebook(project)),
        done=finished_codes(project),
        asked=asked_in(project),
        opens=topic_links(project, themes(project)),
        valences={code.id: code.valence for code in by_id(project).values()},
        participants=dict(project.rows("SELECT id, participant FROM speaker WHERE participant IS NOT NULL")),
        up=up,
    )


def matrix(
    project: Project, rows: str = "themes", *, level: str = "kelurahan", coder: bytes | None = None, tau: float = TAU,
    sources: Collection[bytes] | None = None,
) -> Matrix:  # fmt: skip
    """Themes (or codes) by area on ``level`` (kelurahan or kecamatan); the agreed layer, or one coder's; all sources, or
    those named."""
    wanted = theme_rows(project) if rows == "themes" else code_rows(project)
    areas = regions(project, level)
    ground = _ground(project, level, coder, sources)
    found = counted(project, coder)
    if sources is not None:
        found = replace(found, segments=tuple(s for s in found.segments if s.source in sources))
    by_code: dict[bytes, list[Segment]] = defaultdict(list)
    for segment in found.segments:
        by_code[segment.code].append(segment)
    cells: dict[tuple[bytes, bytes], Cell] = {}
    quotes: dict[tuple[bytes, bytes], tuple[Segment, ...]] = {}
    for row in wanted:
        here: dict[bytes, dict[bytes, list[Segment]]] = defaultdict(lambda: defaultdict(list))
        for segment in (segment for code in row.codes for segment in by_code[code]):
            area_id = ground.area_of(segment)
            if area_id is not None:
                here[area_id][segment.source].append(segment)
        for area in areas:
            facts = _facts(ground, row, area.id, here[area.id], by_topic=rows == "themes")
            if facts:
                made = cells[row.id, area.id] = cell(facts, tau)
                quotes[row.id, area.id] = tuple(
                    segment
                    for source in map(bytes.fromhex, made.raised_in)
                    for segment in sorted(here[area.id][source], key=lambda s: s.start)
                )
    finished = {
        area.id: (sum(ground.finished(source, ground.live) for source in inside), len(inside))
        for area in areas
        if (inside := ground.sources_in(area.id))
    }
    name = project.value("SELECT name FROM coder WHERE id=?", coder) if coder else ""
    return Matrix(
        tuple(wanted), tuple(areas), cells, quotes, finished, tau, name or "agreed", len(found.segments),
        sum(s.bulk for s in found.segments), found.unsettled, found.changed, found.lost,
        _only_document(project, ground),
    )  # fmt: skip


def _only_document(project: Project, ground: _Ground) -> str:
    """The name of the document that is all there is: m/n is then 1/1 at best, and says nothing of how widely."""
    if len(ground.places) != 1:
        return ""
    row = project.conn.execute("SELECT name, genre FROM source WHERE id=?", (next(iter(ground.places)),)).fetchone()
    return str(row[0]) if row and row[1] == "document" else ""


def _facts(
    ground: _Ground, row: Row, area: bytes, here: dict[bytes, list[Segment]], *, by_topic: bool
) -> list[SourceFacts]:
    """What each source that is in the area, or speaks about it, holds on the row's theme."""
    inside = ground.sources_in(area)
    return [
        SourceFacts(
            source=source.hex(),
            finished=ground.finished(source, row.codes),
            asked=_asked(ground.asked, source, ground.opens.get(row.id)) if by_topic else None,
            valences=tuple(
                settled_valence(s.valence, ground.valences.get(s.code), row.nature) for s in here.get(source, ())
            ),
            speakers=frozenset(
                (ground.participants.get(s.speaker) or s.speaker).hex() for s in here.get(source, ()) if s.speaker
            ),
            from_outside=source not in inside,
        )
        for source in sorted(inside | set(here))
    ]


def _asked(asked: dict[tuple[bytes, bytes], bool], source: bytes, opening: set[bytes] | None) -> bool | None:
    """Whether one of the topics that open the theme was asked. None where none opens it, or nobody recorded anywhere what
    was asked; a source left out of the record has not been asked as far as anybody knows, and is no zero."""
    kept = {topic for _source, topic in asked}
    if not opening or not opening & kept:
        return None
    return any(asked.get((source, topic), False) for topic in opening)


def _onto(project: Project, level: str) -> dict[bytes | None, bytes]:
    """Each region's ancestor (or itself) on ``level``."""
    tree = {region.id: region for region in regions(project)}
    found: dict[bytes | None, bytes] = {}
    for region in tree.values():
        at: Region | None = region
        while at is not None and at.level != level:
            at = tree.get(at.parent) if at.parent else None
        if at is not None:
            found[region.id] = at.id
    return found
