"""What coders marked, and the speech it was marked on, source by source.

One rule: only what a coder decided alone is a yes or a no. Consensus codings are no one's own, and whoever accepted or
turned down a suggestion has not judged alone. Only informants' speech is read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from qualcode.language.marks import Span, speech_map, speech_text
from qualcode.language.sentences import sentences
from qualcode.reduce.counting import _speaker, living
from qualcode.store import Project, versions
from qualcode.store.versions import Version
from qualcode.store.withdraw import BLANK

OWN = ("manual", "imported")  # origins of codings that were made without a suggestion, as far as is known


@dataclass
class Left:
    """What was left out, and what a reader must know of what was not: numbers of codings, or names."""

    suggested: int = 0  # accepted suggestions (counted all the same where that was asked for)
    decided: int = 0  # suggestions turned down
    imported: int = 0  # counted; brought in from tables
    consensus: int = 0
    lost: int = 0  # their words are gone
    unheard: int = 0  # on no informant's speech
    retired: int = 0  # of codes that are no longer in use
    open: set[bytes] = field(default_factory=set)  # sources of a round that is still open
    in_part: set[bytes] = field(
        default_factory=set
    )  # sources compared on some turns only: more was not given to a coder
    alone: set[bytes] = field(default_factory=set)  # sources coded, but not finished by two of the coders
    older: dict[bytes, set[bytes]] = field(default_factory=dict)  # codes whose meaning changed, with the sources
    late: dict[bytes, set[bytes]] = field(default_factory=dict)  # codes not yet looked for, with the sources


class Marked(NamedTuple):
    """Where a coder put a code, ``[start, stop)`` in the current version; ``own``: without a suggestion."""

    code: bytes
    coder: int
    start: int
    stop: int
    own: bool
    coding: bytes | None


class Reader:
    """What each of the coders marked, source by source, under the living codes; ``left`` is told what was passed over."""

    def __init__(self, project: Project, coders: Sequence[bytes], left: Left, *, suggested: bool = False) -> None:
        self.project, self.left, self.suggested = project, left, suggested
        self.number = {coder: n for n, coder in enumerate(coders)}
        self.alive = living(project)
        self.retired = {code for (code,) in project.rows("SELECT id FROM code WHERE removed=0 AND retired=1")}
        self.rejected: dict[bytes, list[Any]] = defaultdict(list)
        for source, *row in project.rows(
            "SELECT source, id, code, coder, version, start, stop, 'rejected', 'own' FROM decision"
            " WHERE removed=0 AND decision='rejected' ORDER BY start, id"
        ):
            self.rejected[source].append(row)

    def marked(self, now: Version) -> list[Marked]:
        """The marks on a current version, in the order of the text."""
        left, found = self.left, []
        codings = self.project.rows(
            "SELECT id, code, coder, version, start, stop, origin, layer FROM coding WHERE source=? AND removed=0 ORDER BY start, id",
            now.source,
        )
        for rec, code, coder, made_on, start, stop, origin, layer in (*codings, *self.rejected.get(now.source, ())):
            if coder not in self.number or code not in self.alive:
                continue
            if layer != "own":
                left.consensus += 1
                continue
            if made_on != now.id:
                place = versions.place_on(self.project, now, (made_on, start, stop))
                if place.state == "lost":
                    left.lost += origin != "rejected"
                    continue
                start, stop = place.start, place.stop
            code = self.alive[code]
            left.retired += code in self.retired
            left.imported += origin == "imported"
            if origin == "rejected":
                left.decided += 1
                if not self.suggested:
                    found.append(Marked(code, self.number[coder], start, stop, False, None))
            else:
                left.suggested += origin not in OWN
                found.append(Marked(code, self.number[coder], start, stop, self.suggested or origin in OWN, rec))
        return found


class Speech:
    """The informants' speech of a version as units: ``turns`` (number, start, stop), ``units`` their spans, ``size`` how many.
    ``only``: of these turns (0-based), where not all are compared."""

    def __init__(self, project: Project, now: Version, unit: str, only: Collection[int] | None = None) -> None:
        self.now, self.unit, self.only = now, unit, only
        self.turns = [turn for turn in informant_turns(project, now) if only is None or turn[0] in only]
        self.units: list[Span] = []
        for number, start, stop in self.turns:
            if unit == "sentence":
                turn = now.marks.turns[number]
                speech = speech_text(now.text, now.marks, turn)
                if len(speech) == turn.speech[1] - (begins := turn.speech[0]):  # read as it stands, sign by sign
                    self.units += [(begins + low, begins + high) for low, high in sentences(speech)]
                else:
                    at = speech_map(now.text, now.marks, turn)[1]
                    self.units += [(at[low], at[high - 1] + 1) for low, high in sentences(speech)]
            elif unit == "character":
                self.units += _without((start, stop), (*now.marks.wraps, *now.marks.furniture, *now.marks.times))
            else:
                self.units.append((start, stop))
        self.starts = [start for start, _stop in self.units]
        self.size = sum(stop - start for start, stop in self.units) if unit == "character" else len(self.units)

    def inside(self, start: int, stop: int) -> list[tuple[int, int, int]]:
        """The units that a span holds words of: number, and the part of the span that lies in it."""
        units, text, found = self.units, self.now.text, []
        for at in range(max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, stop)):
            low, high = units[at]
            if low < start:
                low = start
            if high > stop:
                high = stop
            if low < high and not text[low:high].isspace():
                found.append((at, low, high))
        return found


def informant_turns(project: Project, now: Version) -> Iterator[tuple[int, int, int]]:
    """Number (from 0), start and stop of the turns that are not an interviewer's and hold words: none of who withdrew."""
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE source=? AND removed=0", now.source))
    known: dict[tuple[str | None, str], str] = {}
    for number, turn in enumerate(now.marks.turns):
        key = (now.text[slice(*turn.label)] if turn.label else None, turn.side)
        if key not in known:
            known[key] = _speaker(now, now.source, number, sides)[1]
        start, stop = turn.speech
        if known[key] != "interviewer" and now.text[start:stop].replace(BLANK, "").strip():
            yield number, start, stop


def _without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of a span when the holes are taken out."""
    start, stop = span
    found = []
    for low, high in sorted(hole for hole in holes if hole[0] < stop and start < hole[1]):
        if start < low:
            found.append((start, low))
        start = max(start, high)
    return [*found, (start, stop)] if start < stop else found
