"""What counts: the rule by which codings become the numbers of every table.

Per turn and code the consensus counts where that code was adjudicated in that turn, else the responsible coder's codings
(the importer's until one is assigned). Interviewer speech never is evidence. A segment is the union of overlapping or
adjacent spans of a code within one turn, and is what is counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from operator import itemgetter
from typing import NamedTuple

from qualcode.language.marks import speaker_key
from qualcode.reduce.codings import Coding, Placed, placed
from qualcode.reduce.rounds import covered_sources
from qualcode.store import Project, versions
from qualcode.store.combined import combined
from qualcode.store.ids import speaker_id
from qualcode.store.versions import Version


class Segment(NamedTuple):
    """A counted passage. ``turn``: 0-based; ``start``, ``stop``: code points in the current version; ``code``: the living
    code; ``valence``: -1, 0, +1 or None; ``speaker``: id of the speaker record, None where nobody is named; ``bulk``: all its
    codings were accepted in bulk; ``about``: the region the coder set."""

    source: bytes
    turn: int
    code: bytes
    start: int
    stop: int
    valence: int | None
    speaker: bytes | None
    about: bytes | None
    bulk: bool
    codings: tuple[bytes, ...]


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
        now = {source: versions.current(project, source) for source in {coding.source for coding in read}}
        return _count(project, coder, ((there, one) for one in read if (there := now[one.source]) is not None))
    return project.once(("counted", coder, project.coder), lambda: _count(project, coder, placed(project, coder)))


def _count(project: Project, coder: bytes | None, found: Iterable[tuple[Version, Placed | Coding]]) -> Counted:
    whose = owners(project, coder)
    alive = living(project)
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    settled_in = {source for (source,) in project.rows("SELECT DISTINCT source FROM adjudication WHERE removed=0")}
    by_source: dict[bytes, list[Placed | Coding]] = defaultdict(list)
    current: dict[bytes, Version] = {}
    doubt: Counter[str] = Counter()
    for now, coding in found:
        if coding.code not in alive:
            continue
        if coding.coder == whose.get(coding.source) or (coder is None and coding.layer == "consensus"):
            doubt[coding.state] += 1
        if coding.state != "lost":
            by_source[coding.source].append(coding)
            current[coding.source] = now
    segments: list[Segment] = []
    unsettled = 0
    for source, inside in by_source.items():
        now, owner = current[source], whose.get(source)
        voices = _Voices(now, sides)
        judged = _adjudicated(project, now, alive) if source in settled_in else set()
        for (turn, code), parts in _by_turn(now, inside, alive).items():
            speaker, side = voices[turn]
            if side == "interviewer":
                continue
            own = [part for part in parts if part[2].coder == owner and part[2].layer == "own"]
            if coder is None and (judged or len(parts) > 1 or not own):
                consensus = [part for part in parts if part[2].layer == "consensus"]
                settled = bool(consensus) or (turn, code) in judged  # agreed on, or agreed that it is not there
                own = consensus if settled else own
                unsettled += not settled and len({part[2].coder for part in parts}) > 1
            segments += _union(now.text, source, turn, code, speaker, own)
    return Counted(tuple(sorted(segments, key=itemgetter(0, 3, 4))), unsettled, doubt["changed"], doubt["lost"])


Part = tuple[int, int, "Placed | Coding"]


def _by_turn(
    now: Version, found: Iterable[Placed | Coding], alive: dict[bytes, bytes]
) -> dict[tuple[int, bytes], list[Part]]:
    """Each coding cut at the turns it reaches over."""
    speeches = [turn.speech for turn in now.marks.turns]
    starts = [start for start, _stop in speeches]
    cells: dict[tuple[int, bytes], list[Part]] = defaultdict(list)
    text = now.text
    for coding in found:
        first, last, code = coding.start, coding.stop, alive[coding.code]
        at = max(0, bisect_right(starts, first) - 1)
        while at < len(starts) and starts[at] < last:
            low, high = speeches[at]
            start, stop = low if low > first else first, high if high < last else last
            if start < stop and not text[start:stop].isspace():
                cells[at, code].append((start, stop, coding))
            at += 1
    return cells


def _adjudicated(project: Project, now: Version, alive: dict[bytes, bytes]) -> set[tuple[int, bytes]]:
    """(turn, code) of which it was settled whether the code is there; the consensus codings say where, if anywhere."""
    found: set[tuple[int, bytes]] = set()
    rows = project.rows("SELECT code, version, start, stop FROM adjudication WHERE source=? AND removed=0", now.source)
    for code, version, start, stop in rows:
        place = versions.place_on(project, now, (version, start, stop))
        for number, turn in enumerate(now.marks.turns):
            if code in alive and turn.speech[0] < place.stop and place.start < turn.speech[1]:
                found.add((number, alive[code]))
    return found


def _speaker(now: Version, source: bytes, turn: int, sides: dict[bytes, str]) -> tuple[bytes | None, str]:
    return _Voices(now, sides)[turn]


class _Voices(dict[int, tuple[bytes | None, str]]):
    """``_speaker`` of each turn that is asked for; a label is looked up once."""

    def __init__(self, now: Version, sides: dict[bytes, str]) -> None:
        self._now, self._sides = now, sides
        self._known: dict[str, bytes] = {}

    def __missing__(self, turn: int) -> tuple[bytes | None, str]:
        marked = self._now.marks.turns[turn]
        if marked.label is None:
            found: tuple[bytes | None, str] = (None, marked.side)
        else:
            label = self._now.text[slice(*marked.label)]
            if label not in self._known:
                self._known[label] = speaker_id(self._now.source, speaker_key(label))
            rec = self._known[label]
            found = (rec, self._sides[rec]) if rec in self._sides else (None, marked.side)
        self[turn] = found
        return found


def sides_of_turns(project: Project, now: Version) -> list[str]:
    """Whose each turn is: informant, interviewer or unknown."""
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    voices = _Voices(now, sides)
    return [voices[turn][1] for turn in range(len(now.marks.turns))]


def _union(text: str, source: bytes, turn: int, code: bytes, speaker: bytes | None, parts: list[Part]) -> list[Segment]:
    """Overlapping or adjacent spans joined; spans about different regions stay apart."""
    if len(parts) == 1:
        ((start, stop, one),) = parts
        bulk = one.review == "bulk"
        return [Segment(source, turn, code, start, stop, one.valence, speaker, one.about, bulk, (one.id,))]
    found: list[Segment] = []
    by_region: dict[bytes | None, list[Part]] = defaultdict(list)
    for part in parts:
        by_region[part[2].about].append(part)
    for about, group in by_region.items():
        group.sort(key=lambda part: part[:2])
        runs: list[list[Part]] = []
        stop = 0
        for part in group:
            if runs and (part[0] <= stop or not text[stop : part[0]].strip()):  # or nothing but white space between
                runs[-1].append(part)
                stop = max(stop, part[1])
            else:
                runs.append([part])
                stop = part[1]
        for run in runs:
            found.append(
                Segment(
                    source, turn, code, run[0][0], max(part[1] for part in run), valence([part[2].valence for part in run]), speaker,
                    about, all(part[2].review == "bulk" for part in run), tuple(part[2].id for part in run),
                )
            )  # fmt: skip
    return found


def valence(values: list[int | None]) -> int | None:
    """Several judgements as one: None where nobody judged, 0 where they differ."""
    judged = {value for value in values if value is not None}
    if not judged:
        return None
    return judged.pop() if len(judged) == 1 else 0
