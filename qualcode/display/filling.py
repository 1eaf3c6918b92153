"""Filling a matrix: of every row and column what was counted there, among how many finished sources, and in which words of whom.

One rule: only what was finished is a denominator, and only what was heard is a number. A passage that lands in a column its
source is not in adds the source to that column's denominator for that row only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from qualcode.display.asked import asked_by_row
from qualcode.display.cells import Cell, Raised, settled_valence, source_valence, summed
from qualcode.display.columns import Axis, Inside, informants
from qualcode.display.extent import Words
from qualcode.display.rows import Row
from qualcode.display.voicing import People, Said, Tones, Voice, passages, together, voices_of
from qualcode.reduce.codebook import by_id, codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import Segment, counted, owners
from qualcode.reduce.selection import selection
from qualcode.store import Project

Key = tuple[bytes, bytes]  # row, column


class Filling:
    """What every cell of a matrix stands on, read once, and what has come of it so far."""

    def __init__(self, project: Project, across: Axis, rows: list[Row], tau: float, *, words: Words | None) -> None:
        self.project, self.across, self.rows, self.tau, self.words = project, across, rows, tau, words
        self.live = frozenset(code.id for code in codebook(project))  # codes in use: not retired
        self.done = finished_codes(project)
        self.valences = {code.id: code.valence for code in by_id(project).values()}
        self.participants: dict[bytes, bytes] = dict(
            project.rows("SELECT id, participant FROM speaker WHERE participant IS NOT NULL")
        )
        self.people_of, self.tones = People(self.participants), Tones()
        self.asked = asked_by_row(project, rows)
        self.names = _Names()
        self.alone: dict[tuple[Raised, int, int], Cell] = {}  # cells of one source: it says the same under many codes
        self.ready: dict[frozenset[bytes], dict[bytes, _Column]] = {}
        self.cells: dict[Key, Cell] = {}
        self.quotes: dict[Key, tuple[Segment, ...]] = {}
        self.finished: dict[bytes, tuple[int, int]] = {}
        self.people: dict[bytes, int] = {}
        self.sources: set[bytes] = set()
        self.segments = self.bulk = self.unsettled = self.changed = self.lost = self.nowhere = self.without_row = 0
        self.asks_passages = False
        self.fewer: set[bytes] = set()
        self.behind: set[str] = set()
        self.waiting: dict[bytes | None, set[bytes]] = defaultdict(set)

    def layer(self, coder: bytes | None, sources: Collection[bytes] | None, where: str) -> None:
        """The columns that show one layer: all of them, or, where the columns are coders, this coder's."""
        columns = [c for c in self.across.columns if not self.across.coders or c.id == coder]
        found = counted(self.project, coder)
        if sources is not None:
            found = replace(found, segments=tuple(s for s in found.segments if s.source in sources))
        could: Callable[[bytes, bytes | None], bool] | None = None
        narrowed = sources is not None or bool(where.strip())
        if where.strip():
            chosen = selection(self.project, where, coder)
            found, could, self.asks_passages = chosen.of(found), chosen.could, chosen.passages
        self.segments += len(found.segments)
        self.bulk += sum(s.bulk for s in found.segments)
        self.unsettled += found.unsettled
        self.changed += found.changed
        self.lost += found.lost
        inside = {c.id: _narrowed(self.across.inside.get(c.id, {}), sources, could) for c in columns}
        voiced = _narrowed(informants(self.project), sources, could).keys()
        self.sources |= voiced
        whose = owners(self.project, coder)
        finished = _Finished(whose, self.live, self.done)
        of_rows = {row: finished.of(row.codes) for row in self.rows if row.codes & self.live}
        some = frozenset().union(*of_rows.values()) if of_rows else finished.of(self.live)
        if late := voiced - some - frozenset().union(*inside.values()):
            self.waiting[None] |= late
        for column in columns:
            if here := inside[column.id]:
                if open_ := (voiced & here.keys()) - some:
                    self.waiting[column.id] |= open_
                there = some & here.keys()
                self.finished[column.id] = (len(there), len(here))
                self.people[column.id] = len({self.participants.get(one, one) for at in there for one in here[at]})
                if behind := {row.name for row, done in of_rows.items() if not there <= done}:
                    self.fewer.add(column.id)
                    self.behind |= behind
        self.ready = {}
        voices = (
            voices_of(found.segments)
            if narrowed
            else self.project.once(("voices", coder, self.project.coder), lambda: voices_of(found.segments))
        )
        by_code = self._by_code(voices, coder)
        for row in self.rows:
            self._row(row, inside, by_code, finished.of(row.codes))

    def _by_code(self, voices: list[Voice], coder: bytes | None) -> dict[bytes, Said]:
        """What is in a row and a column, by code, column and source."""
        made: dict[bytes, Said] = {
            code: defaultdict(lambda: defaultdict(list)) for row in self.rows for code in row.codes
        }
        for voice in voices:
            if (said := made.get(voice.code)) is None:
                self.without_row += len(voice.segments)
                continue
            column = coder if self.across.coders else self.across.place(voice.segments[0])
            if column is None:
                self.nowhere += len(voice.segments)
            else:
                said[column][voice.source].append(voice)
        return made

    def _row(self, row: Row, inside: Inside, by_code: dict[bytes, Said], finished: frozenset[bytes]) -> None:
        raised = together([by_code[code] for code in sorted(row.codes)])
        asked, tau, nothing = self.asked.get(row.id), self.tau, dict[bytes, list[Voice]]()
        unjudged = {code: settled_valence(None, self.valences.get(code), row.nature) for code in row.codes}
        for column, (here, many, waiting, silent) in self._ready(inside, finished, asked).items():
            said = raised.get(column, nothing)
            if not said:
                if silent is not None:
                    self.cells[row.id, column], self.quotes[row.id, column] = silent, ()
                continue
            loud = sorted([source for source in said if source in finished])
            outside = [source for source in said if source not in here]
            heard = many + (len(finished.intersection(outside)) if outside else 0)
            raised_in = [self._raised(source, said[source], unjudged, source in outside) for source in loud]
            quiet = [name for source, name in waiting if source not in said]
            key = (
                (raised_in[0], len(here) + len(outside), heard)
                if len(raised_in) == 1 and not quiet and asked is None
                else None
            )
            made = self.alone.get(key) if key else None
            if made is None:
                made = summed(
                    raised_in,
                    quiet,
                    sampled=len(here) + len(outside),
                    finished=heard,
                    unlinked=asked is None and heard > 0,
                    tau=tau,
                )
            if key:
                self.alone[key] = made
            self.cells[row.id, column] = made
            self.quotes[row.id, column] = tuple([one for source in loud for one in passages(said[source])])

    def _ready(
        self, inside: Inside, finished: frozenset[bytes], asked: dict[bytes, bool] | None
    ) -> dict[bytes, _Column]:
        """Of each column what is the same in all rows that were finished and asked in the same sources: nearly all are."""
        if asked is None and finished in self.ready:
            return self.ready[finished]
        found: dict[bytes, _Column] = {}
        for column, here in inside.items():
            done = sorted([source for source in here if source in finished])
            waiting = [(one, self.names[one]) for one in done if asked is None or asked.get(one, False)]
            silent = summed(
                [], [name for _one, name in waiting], sampled=len(here), finished=len(done), unlinked=asked is None and bool(done),
                tau=self.tau,
            ) if here else None  # fmt: skip
            found[column] = _Column(here, len(done), waiting, silent)
        if asked is None:
            self.ready[finished] = found
        return found

    def _raised(
        self, source: bytes, voices: list[Voice], unjudged: Mapping[bytes, int | None], outside: bool
    ) -> Raised:
        words = self.words.of(passages(voices)) if self.words is not None else 0
        first = voices[0]
        if len(voices) == 1:
            judged, speakers, many = (
                self.tones[first.judged, unjudged[first.code]],
                self.people_of[first.speaker],
                len(first.segments),
            )
        else:
            judged = source_valence(
                [unjudged[one.code] if valence is None else valence for one in voices for valence in one.judged]
            )
            speakers = frozenset[str]().union(*[self.people_of[one.speaker] for one in voices])
            many = sum([len(one.segments) for one in voices])
        return Raised(self.names[source], judged, many, speakers, outside, words)


class _Column(NamedTuple):
    """A column for rows of one kind: its sources with their informants, how many are finished, those of them that were asked
    (id and name, in order), and its cell where nobody raises the theme (None where it has no source)."""

    here: Mapping[bytes, frozenset[bytes]]
    finished: int
    waiting: list[tuple[bytes, str]]
    silent: Cell | None


class _Names(dict[bytes, str]):
    """Ids as cells hold them: nearly every cell has such."""

    def __missing__(self, rec: bytes) -> str:
        name = self[rec] = rec.hex()
        return name


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
        self._done: dict[frozenset[bytes], set[bytes]] = defaultdict(set)  # nearly all were finished for the same codes
        for source, who in whose.items():
            if who is not None:
                self._done[frozenset(done.get((source, who), ()))].add(source)

        self._known: dict[frozenset[bytes], frozenset[bytes]] = {}

    def of(self, codes: frozenset[bytes]) -> frozenset[bytes]:
        wanted = codes & self._live
        them = [sources for looked_for, sources in self._done.items() if wanted and wanted <= looked_for]
        found = frozenset[bytes]().union(*them)
        return self._known.setdefault(found, found)
