"""What counts: the codings of the whole project as the numbers of every table.

One rule: whose codings count where, and what hides them, is said here; what then counts within a source is told by
``counting_rule``, and kept in the file by ``counting_kept`` until somebody writes what it rests on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from qualcode.reduce.codings import Coding, Hidden, hidden
from qualcode.reduce.counting_kept import counted_once, one_state
from qualcode.reduce.counting_rule import Cell, Placed, Segment, Tally, Voices, as_placed, tally
from qualcode.reduce.rounds import covered_sources
from qualcode.store import Project, versions
from qualcode.store.combined import combined
from qualcode.store.unswept import unswept
from qualcode.store.versions import Version

__all__ = ["Counted", "Segment", "counted", "living", "owners", "responsible", "sides_of_turns"]


@dataclass(frozen=True)
class Counted:
    """All counted segments, and how many passages are coded twice and not yet settled. After corrections: ``changed`` codings
    count where they seem to lie now, ``lost`` ones found no place and count nowhere; both wait in the review list."""

    segments: tuple[Segment, ...]
    unsettled: int
    changed: int = 0
    lost: int = 0


def responsible(project: Project) -> dict[bytes, bytes | None]:
    """Whose codings count in each live source."""
    return {
        source: who or importer
        for source, who, importer in project.rows("SELECT id, responsible, importer FROM source WHERE removed=0")
    }


def owners(project: Project, coder: bytes | None = None) -> dict[bytes, bytes | None]:
    """Whose codings are counted in each live source: ``coder``'s, else the responsible one's. None where an open round hides
    them from who looks: such a source is not finished for them, and never one where a code was looked for in vain."""
    covered = covered_sources(project)
    return {
        source: counts if source not in covered or (counts is not None and counts == project.coder) else None
        for source, who in responsible(project).items()
        for counts in [coder or who]
    }


def living(project: Project) -> dict[bytes, bytes]:
    """Every code's living code: itself, or what it was combined into."""
    lives_on = combined(project)
    return {code: lives_on.get(code, code) for (code,) in project.rows("SELECT id FROM code WHERE removed=0")}


def counted(project: Project, coder: bytes | None = None, read: list[Coding] | None = None) -> Counted:
    """The segments of the agreed layer, or of one coder's. ``read``: of these codings only, all of the codes they have."""
    if read is not None:
        return _of_these(project, coder, read)
    return project.once(("counted", coder, project.coder), lambda: _of_all(project, coder))


def _of_all(project: Project, coder: bytes | None) -> Counted:
    with unswept(), one_state(project) as keep:
        ground = _Ground.of(project, coder)
        covered = (
            ground.hidden.covered & ground.whose.keys()
        )  # what counts there is another thing for everyone who looks
        found = {source: ground.count(source) for source in covered}
        found |= counted_once(project, coder, ground.whose.keys() - covered, ground.count, keep=keep)
    return _together(found)


def _of_these(project: Project, coder: bytes | None, read: Iterable[Coding]) -> Counted:
    ground = _Ground.of(project, coder)
    by_source: dict[bytes, list[Placed]] = defaultdict(list)
    for c in read:
        if (code := ground.alive.get(c.code)) is not None:
            by_source[c.source].append(
                Placed(c.id, code, c.coder, c.start, c.stop, c.state, c.layer, c.review, c.valence, c.about)
            )
    return _together(
        {
            source: ground.tally(now, found)
            for source, found in by_source.items()
            if (now := versions.current(project, source))
        }
    )


def _together(tallies: dict[bytes, Tally]) -> Counted:
    every = [tallies[source] for source in sorted(tallies)]
    return Counted(
        tuple(chain.from_iterable(one.segments for one in every)), sum(one.unsettled for one in every),
        sum(one.changed for one in every), sum(one.lost for one in every),
    )  # fmt: skip


@dataclass(frozen=True)
class _Ground:
    """What counting stands on, read once."""

    project: Project
    coder: bytes | None
    whose: dict[bytes, bytes | None]
    alive: dict[bytes, bytes]
    sides: dict[bytes, str]
    adjudicated: set[bytes]
    hidden: Hidden

    @classmethod
    def of(cls, project: Project, coder: bytes | None) -> _Ground:
        return cls(
            project, coder, owners(project, coder), living(project),
            dict(project.rows("SELECT id, side FROM speaker WHERE removed=0")),
            {source for (source,) in project.rows("SELECT DISTINCT source FROM adjudication WHERE removed=0")},
            hidden(project),
        )  # fmt: skip

    def count(self, source: bytes) -> Tally:
        """What counts in a source as the file has it."""
        now = versions.current(self.project, source)
        return Tally() if now is None else self.tally(now, self._read(now))

    def tally(self, now: Version, found: list[Placed]) -> Tally:
        judged = _adjudicated(self.project, now, self.alive) if now.source in self.adjudicated else set()
        return tally(now, found, self.whose.get(now.source), self.sides, judged, agreed=self.coder is None)

    def _read(self, now: Version) -> list[Placed]:
        """The codings of a source that are shown, where they lie in its current version."""
        source, alive, covered = now.source, self.alive, now.source in self.hidden.covered
        owner = self.whose.get(source)
        rows = self.project.conn.execute(  # what is the same in nearly all of them is not read of each
            "SELECT id, code, start, stop, review, valence, about, NULLIF(coder,?), NULLIF(layer,'own'), NULLIF(version,?),"
            " CASE layer WHEN 'own' THEN NULL ELSE reason END FROM coding"
            f" WHERE source=? AND removed=0{' AND coder=?' if self.coder else ''} ORDER BY coder, start, k",
            (owner, now.id, source, self.coder) if self.coder else (owner, now.id, source),
        ).fetchall()
        if not covered and {row[7:] for row in rows} <= _USUAL and {row[1] for row in rows} <= self.themselves:
            return [
                as_placed((rec, code, owner, start, stop, "unchanged", "own", review, valence, about))
                for rec, code, start, stop, review, valence, about, *_usual in rows
            ]
        found = []
        for rec, code, start, stop, review, valence, about, coder, layer, version, reason in rows:
            coder, layer, state = coder or owner or b"", layer or "own", "unchanged"
            if code not in alive or ((covered or layer != "own") and self.hidden.hides(source, coder, layer, reason)):
                continue
            if version is not None:
                place = versions.place_on(self.project, now, (version, start, stop))
                start, stop, state = place.start, place.stop, place.state
            found.append(Placed(rec, alive[code], coder, start, stop, state, layer, review, valence, about))
        return found

    @cached_property
    def themselves(self) -> frozenset[bytes]:
        """The codes that were combined into no other."""
        return frozenset([code for code, lives_on in self.alive.items() if code == lives_on])


_USUAL = {(None, None, None, None)}


def _adjudicated(project: Project, now: Version, alive: dict[bytes, bytes]) -> set[Cell]:
    """(turn, code) of which it was settled whether the code is there; the consensus codings say where, if anywhere."""
    found: set[Cell] = set()
    rows = project.rows("SELECT code, version, start, stop FROM adjudication WHERE source=? AND removed=0", now.source)
    for code, version, start, stop in rows:
        place = versions.place_on(project, now, (version, start, stop))
        for number, turn in enumerate(now.marks.turns):
            if code in alive and turn.speech[0] < place.stop and place.start < turn.speech[1]:
                found.add((number, alive[code]))
    return found


def _speaker(now: Version, source: bytes, turn: int, sides: dict[bytes, str]) -> tuple[bytes | None, str]:
    return Voices(now, sides)[turn]


def sides_of_turns(project: Project, now: Version) -> list[str]:
    """Whose each turn is: informant, interviewer or unknown."""
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    voices = Voices(now, sides)
    return [voices[turn][1] for turn in range(len(now.marks.turns))]
