"""Themes (or codes) by anything: the one matrix, with every cell state, its denominator and the way back to the passages.

One rule: only what was finished is a denominator, and only what was heard is a number. Where the columns are areas, a passage
about another area adds its source to that area's denominator for that theme only ('dari luar'); so it does in every other
matrix where a passage lands in a column its source is not in, and m never exceeds n.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter

from qualcode.collect.guide import asked_in, topics
from qualcode.collect.regions import Region
from qualcode.collect.study import setting
from qualcode.display.cells import TAU, Cell, SourceFacts, cell, settled_valence
from qualcode.display.columns import Axis, Column, Inside, axis, informants
from qualcode.display.extent import Words
from qualcode.display.rows import Row, rows_of, theme_rows
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.reduce.codebook import by_id, codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import Segment, counted, owners
from qualcode.reduce.selection import selection
from qualcode.reduce.themes import Theme, themes
from qualcode.store import Project
from qualcode.store.ids import fold

COUNTS = ("sources", "segments", "speakers", "words")
Key = tuple[bytes, bytes]
_START = attrgetter("start")


@dataclass(frozen=True)
class Matrix:
    """``cells``: by (row id, column id), only where the column has a source; everything else is unsampled. ``quotes``: the
    counted segments behind each cell. ``bulk``: how many of all counted segments were accepted in bulk; ``unsettled``:
    passages coded twice and not yet settled; ``changed``, ``lost``: codings that a correction left in doubt, counted where they
    seem to lie, or nowhere; ``nowhere``: counted segments of these rows that are in no column; ``without_row``: those of codes
    that are in no row."""

    rows: tuple[Row, ...]
    areas: tuple[Region, ...]  # the columns as regions, where they are areas
    cells: dict[Key, Cell]
    quotes: dict[Key, tuple[Segment, ...]]
    finished: dict[bytes, tuple[int, int]]  # a column's sources finished for all codes, and sources at all
    tau: float
    layer: str
    segments: int
    bulk: int
    unsettled: int
    changed: int = 0
    lost: int = 0
    only: str = ""  # the name of the one document that everything here rests on, else empty
    columns: tuple[Column, ...] = ()
    axis: str = "kelurahan"  # what the columns are
    heading: str = ""
    people: dict[bytes, int] = field(default_factory=dict)  # informants in a column's finished sources
    nowhere: int = 0
    without_row: int = 0
    where: str = ""  # the query that only passages it names were counted of
    asks_passages: bool = False  # it asks something of the passage itself
    order: str = ""  # in which order the columns stand, where it is not their own
    values: dict[bytes, float] = field(default_factory=dict)  # what they are ordered by, where it is a figure

    def cell(self, row: bytes, column: bytes) -> Cell:
        return self.cells.get((row, column)) or cell([], self.tau)


def threshold(project: Project) -> float:
    """The project's τ, kept as the setting ``tau``, else 0.5."""
    kept = setting(project, "tau")
    return float(kept) if isinstance(kept, int | float) else TAU


def matrix(
    project: Project, rows: str = "themes", *, level: str = "kelurahan", columns: str = "", coder: bytes | None = None,
    tau: float | None = None, sources: Collection[bytes] | None = None, where: str = "", count: str = "sources", group: str = "branch",
) -> Matrix:  # fmt: skip
    """Themes (or codes) by ``columns`` (see ``columns.axis``), else by area on ``level``; the agreed layer, or one coder's; all
    sources, or those given, and of them what ``where`` names. ``tau``: else the project's. ``count``: with words, the cells hold those too. UserError
    where there are no such columns or the query is none. The same question again has the same answer until somebody writes;
    nobody changes it."""
    chosen = None if sources is None else frozenset(sources)
    tau = threshold(project) if tau is None else tau
    return project.once(
        ("matrix", rows, columns or level, coder, project.coder, tau, chosen, where, count, group, language()),
        lambda: _made(project, rows, columns or level, coder, tau, chosen, where, count, group),
    )


def _made(
    project: Project, rows: str, columns: str, coder: bytes | None, tau: float, sources: frozenset[bytes] | None,
    where: str, count: str, group: str,
) -> Matrix:  # fmt: skip
    across = axis(project, columns)
    if across.coders and coder is not None:
        raise UserError(_("columns of coders show each coder's own layer"), todo=_("Leave out --layer"))
    wanted = rows_of(project, rows, group)
    made = _Making(
        project,
        across,
        wanted,
        tau,
        words=project.once("words", lambda: Words(project)) if count == "words" else None,
    )
    for who in [column.id for column in across.columns] if across.coders else [coder]:
        made.layer(who, sources, where)
    name = project.value("SELECT name FROM coder WHERE id=?", coder) if coder else ""
    return Matrix(
        tuple(wanted), across.areas, made.cells, made.quotes, made.finished, tau, name or "agreed",
        made.segments, made.bulk, made.unsettled, made.changed, made.lost, _only_document(project, made.sources), across.columns,
        across.key, across.heading, made.people, made.nowhere, made.without_row, where.strip(), made.asks_passages,
    )  # fmt: skip


def topic_links(project: Project, wanted: list[Theme]) -> dict[bytes, set[bytes]]:
    """For each theme the guide topics that open it."""
    names = {fold(name): t.id for t in wanted for name in (t.name, t.name_en) if name}
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for topic in topics(project):
        for name in topic.themes:
            if fold(name) in names:
                found[names[fold(name)]].add(topic.id)
    return found


class _Making:
    """A matrix while it is made: what every cell stands on, read once, and what has come of it so far."""

    def __init__(self, project: Project, across: Axis, rows: list[Row], tau: float, *, words: Words | None) -> None:
        self.project, self.across, self.rows, self.tau, self.words = project, across, rows, tau, words
        self.live = frozenset(code.id for code in codebook(project))  # codes in use: not retired
        self.done = finished_codes(project)
        self.valences = {code.id: code.valence for code in by_id(project).values()}
        self.participants: dict[bytes, bytes] = dict(
            project.rows("SELECT id, participant FROM speaker WHERE participant IS NOT NULL")
        )
        self.voices = {speaker: person.hex() for speaker, person in self.participants.items()}
        self.asked = _asked(project, rows)
        self.silent = _Silent()
        self.cells: dict[Key, Cell] = {}
        self.quotes: dict[Key, tuple[Segment, ...]] = {}
        self.finished: dict[bytes, tuple[int, int]] = {}
        self.people: dict[bytes, int] = {}
        self.sources: set[bytes] = set()
        self.segments = self.bulk = self.unsettled = self.changed = self.lost = self.nowhere = self.without_row = 0
        self.asks_passages = False

    def layer(self, coder: bytes | None, sources: Collection[bytes] | None, where: str) -> None:
        """The columns that show one layer: all of them, or, where the columns are coders, this coder's."""
        columns = [c for c in self.across.columns if not self.across.coders or c.id == coder]
        found = counted(self.project, coder)
        if sources is not None:
            found = replace(found, segments=tuple(s for s in found.segments if s.source in sources))
        could: Callable[[bytes, bytes | None], bool] | None = None
        if where.strip():
            chosen = selection(self.project, where, coder)
            found, could, self.asks_passages = chosen.of(found), chosen.could, chosen.passages
        self.segments += len(found.segments)
        self.bulk += sum(s.bulk for s in found.segments)
        self.unsettled += found.unsettled
        self.changed += found.changed
        self.lost += found.lost
        inside = {c.id: _narrowed(self.across.inside.get(c.id, {}), sources, could) for c in columns}
        self.sources |= _narrowed(informants(self.project), sources, could).keys()
        whose = owners(self.project, coder)
        finished = _Finished(whose, self.live, self.done)
        whole = finished.of(self.live)
        for column in columns:
            if here := inside[column.id]:
                self.finished[column.id] = (len(whole & here.keys()), len(here))
                them = {self.participants.get(one, one) for at in whole & here.keys() for one in here[at]}
                self.people[column.id] = len(them)
        in_order = {column: sorted(here) for column, here in inside.items()}
        by_code: dict[bytes, list[tuple[bytes, Segment]]] = defaultdict(list)
        in_rows = frozenset(code for row in self.rows for code in row.codes)
        for segment in found.segments:
            at = coder if self.across.coders else self.across.place(segment)
            if segment.code not in in_rows:
                self.without_row += 1
            elif at is None:
                self.nowhere += 1
            else:
                by_code[segment.code].append((at, segment))
        for row in self.rows:
            self._row(row, columns, inside, in_order, by_code, finished.of(row.codes))

    def _row(
        self, row: Row, columns: list[Column], inside: Inside, in_order: dict[bytes, list[bytes]],
        by_code: dict[bytes, list[tuple[bytes, Segment]]], finished: set[bytes],
    ) -> None:  # fmt: skip
        raised: dict[bytes, dict[bytes, list[Segment]]] = defaultdict(lambda: defaultdict(list))
        for code in sorted(row.codes):
            for at, segment in by_code[code]:
                raised[at][segment.source].append(segment)
        asked, silent = self.asked.get(row.id), self.silent
        for column in columns:
            here, said = inside[column.id], raised.get(column.id, {})
            if not here and not said:
                continue
            there = in_order[column.id] if said.keys() <= here.keys() else sorted({*here, *said})
            facts = [
                self._said(row, source, said[source], source in finished, asked, source not in here)
                if source in said
                else silent[source, source in finished, None if asked is None else asked.get(source, False)]
                for source in there
            ]
            made = self.cells[row.id, column.id] = cell(facts, self.tau)
            if not said:
                self.quotes[row.id, column.id] = ()
                continue
            self.quotes[row.id, column.id] = tuple(
                [
                    segment
                    for source in map(bytes.fromhex, made.raised_in)
                    for segment in (sorted(said[source], key=_START) if len(said[source]) > 1 else said[source])
                ]
            )

    def _said(
        self, row: Row, source: bytes, segments: list[Segment], finished: bool, asked: dict[bytes, bool] | None, outside: bool
    ) -> SourceFacts:  # fmt: skip
        nature, valences, voices = row.nature, self.valences, self.voices
        return SourceFacts(
            source.hex(), finished, None if asked is None else asked.get(source, False),
            tuple(
                [s.valence if s.valence is not None else settled_valence(None, valences.get(s.code), nature) for s in segments]
            ),
            frozenset([voices.get(s.speaker) or s.speaker.hex() for s in segments if s.speaker]),
            outside, self.words.of(segments) if self.words is not None and finished else 0,
        )  # fmt: skip


class _Silent(dict[tuple[bytes, bool, bool | None], SourceFacts]):
    """What a source holds that raises nothing, by source, whether it is finished, and asked: nearly every cell has such."""

    def __missing__(self, key: tuple[bytes, bool, bool | None]) -> SourceFacts:
        source, finished, asked = key
        made = self[key] = SourceFacts(source.hex(), finished, asked)
        return made


def _narrowed(
    inside: Mapping[bytes, frozenset[bytes]],
    sources: Collection[bytes] | None,
    could: Callable[[bytes, bytes | None], bool] | None,
) -> dict[bytes, frozenset[bytes]]:
    """Of a column's sources and their informants there: those chosen, in which somebody could be named by the query."""
    found: dict[bytes, frozenset[bytes]] = {}
    for source, speakers in inside.items():
        if sources is not None and source not in sources:
            continue
        if could is not None:
            them = frozenset(one for one in speakers if could(source, one))
            if not them and (speakers or not could(source, None)):
                continue
            speakers = them
        found[source] = speakers
    return found


class _Finished:
    """In which sources the coder who counts there has looked for every one of some codes that is in use."""

    def __init__(
        self, whose: dict[bytes, bytes | None], live: frozenset[bytes], done: dict[tuple[bytes, bytes], set[bytes]]
    ) -> None:
        self._live = live
        self._done = {source: done.get((source, who), set()) for source, who in whose.items() if who is not None}

    def of(self, codes: frozenset[bytes]) -> set[bytes]:
        wanted = codes & self._live
        return {source for source, looked_for in self._done.items() if wanted <= looked_for} if wanted else set()


def _asked(project: Project, rows: list[Row]) -> dict[bytes, dict[bytes, bool]]:
    """Of each theme that a topic opens whose being asked somebody recorded somewhere: whether one of its topics was asked, by
    source; and of each code that is only in such themes. A source left out of the record has not been asked as far as anybody
    knows, and is no zero."""
    record, opens = asked_in(project), topic_links(project, themes(project))
    kept = {topic for _source, topic in record}
    holding: dict[bytes, list[bytes]] = defaultdict(list)  # code -> its themes
    for theme in theme_rows(project):
        holding[theme.id] = [theme.id]
        for code in theme.codes:
            holding[code].append(theme.id)
    found: dict[bytes, dict[bytes, bool]] = {}
    for row in rows:
        opening = [opens.get(theme, set()) for theme in holding[row.id]]
        if opening and all(one & kept for one in opening):
            wanted = set().union(*opening)
            found[row.id] = {source: True for (source, topic), asked in record.items() if topic in wanted and asked}
    return found


def _only_document(project: Project, sources: set[bytes]) -> str:
    """The name of the document that is all there is: m/n is then 1/1 at best, and says nothing of how widely."""
    if len(sources) != 1:
        return ""
    row = project.conn.execute("SELECT name, genre FROM source WHERE id=?", (next(iter(sources)),)).fetchone()
    return str(row[0]) if row and row[1] == "document" else ""
