"""What counts within one source: the rule itself, over codings that have their place in its current text.

Per turn and code the consensus counts where that code was adjudicated in that turn, else the codings of whoever counts there.
Interviewer speech never is evidence. A segment is the union of overlapping or adjacent spans of a code within one turn, and is
what is counted.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import NamedTuple

from qualcode.language.marks import speaker_key
from qualcode.store.ids import speaker_id
from qualcode.store.versions import Version

Cell = tuple[int, bytes]  # turn (0-based) and living code


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


as_segment = partial(tuple.__new__, Segment)  # of its fields in a row: there are a hundred thousand


class Placed(NamedTuple):
    """A coding with its living code and its place in the current version; ``state`` as in ``anchor.Place``."""

    id: bytes
    code: bytes
    coder: bytes
    start: int
    stop: int
    state: str
    layer: str
    review: str | None
    valence: int | None
    about: bytes | None


as_placed = partial(tuple.__new__, Placed)


@dataclass(frozen=True)
class Tally:
    """What counts in one source: its segments in the order of the text, and how many passages are coded twice, not alike,
    and not yet settled. After corrections: ``changed`` codings count where they seem to lie now, ``lost`` ones nowhere."""

    segments: tuple[Segment, ...] = ()
    unsettled: int = 0
    changed: int = 0
    lost: int = 0


def tally(
    now: Version, found: Collection[Placed], owner: bytes | None, sides: Mapping[bytes, str], judged: Collection[Cell],
    *, agreed: bool,
) -> Tally:  # fmt: skip
    """What counts of the codings ``found`` in one source. ``owner``: whose count there; ``sides``: of the speakers people have
    said something of; ``judged``: what was adjudicated; ``agreed``: the consensus stands over the owner's, else theirs alone."""
    doubt = {"changed": 0, "lost": 0}
    for one in found:
        if one.state in doubt and (one.coder == owner or (agreed and one.layer == "consensus")):
            doubt[one.state] += 1
    source, voices = now.source, Voices(now, sides)
    segments: list[Segment] = []
    unsettled = 0
    for (turn, code), parts in _by_turn(now, found).items():
        speaker, side = voices[turn]
        if side == "interviewer":
            continue
        if len(parts) == 1 and not judged:
            start, stop, one = parts[0]
            if one.coder == owner if one.layer == "own" else agreed and one.layer == "consensus":
                bulk = one.review == "bulk"
                segments.append(
                    as_segment((source, turn, code, start, stop, one.valence, speaker, one.about, bulk, (one.id,)))
                )
            continue
        own = [part for part in parts if part[2].coder == owner and part[2].layer == "own"]
        if agreed:
            consensus = [part for part in parts if part[2].layer == "consensus"]
            settled = bool(consensus) or (turn, code) in judged  # agreed on, or agreed that it is not there
            own = consensus if settled else own
            unsettled += not settled and _differ(parts)
        segments += _union(now, turn, code, speaker, own)
    segments.sort(key=_PLACE)
    return Tally(tuple(segments), unsettled, **doubt)


def _differ(parts: Iterable[_Part]) -> bool:
    """Whether several coders gave the code in a turn, and not all of them on the same words, of the same area and judged alike."""
    of: dict[bytes, set[tuple[int, int, int | None, bytes | None]]] = defaultdict(set)
    for start, stop, one in parts:
        of[one.coder].add((start, stop, one.valence, one.about))
    return len(set(map(frozenset, of.values()))) > 1


_PLACE = itemgetter(3, 4)
_SPAN = itemgetter(0, 1)
_Part = tuple[int, int, Placed]


def _by_turn(now: Version, found: Iterable[Placed]) -> dict[Cell, list[_Part]]:
    """Each coding that has a place cut at the turns it reaches over; of what is only white space nothing."""
    speeches = [turn.speech for turn in now.marks.turns]
    starts, stops = ([speech[edge] for speech in speeches] for edge in (0, 1))
    cells: dict[Cell, list[_Part]] = defaultdict(list)
    text, many = now.text, len(starts)
    for one in found:
        if one.state == "lost":
            continue
        first, last, code = one.start, one.stop, one.code
        at = bisect_right(starts, first) - 1
        if at >= 0 and first < last <= stops[at]:  # nearly always: all in one turn
            if not text[first:last].isspace():
                cells[at, code].append((first, last, one))
            continue
        at = max(0, at)
        while at < many and starts[at] < last:
            start, stop = max(first, starts[at]), min(last, stops[at])
            if start < stop and not text[start:stop].isspace():
                cells[at, code].append((start, stop, one))
            at += 1
    return cells


class Voices(dict[int, tuple[bytes | None, str]]):
    """Who speaks in each turn that is asked for, and on which side: what people said of the speaker, else what the marks
    propose. A label is looked up once."""

    def __init__(self, now: Version, sides: Mapping[bytes, str]) -> None:
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


def _union(now: Version, turn: int, code: bytes, speaker: bytes | None, parts: Iterable[_Part]) -> list[Segment]:
    """Overlapping or adjacent spans joined; spans about different regions stay apart."""
    by_region: dict[bytes | None, list[_Part]] = defaultdict(list)
    for part in parts:
        by_region[part[2].about].append(part)
    found: list[Segment] = []
    for about, group in by_region.items():
        group.sort(key=_SPAN)
        runs: list[list[_Part]] = []
        stop = 0
        for part in group:
            if runs and (part[0] <= stop or not now.text[stop : part[0]].strip()):  # or only white space between
                runs[-1].append(part)
                stop = max(stop, part[1])
            else:
                runs.append([part])
                stop = part[1]
        for run in runs:
            of = [one for _start, _stop, one in run]
            found.append(
                as_segment((
                    now.source, turn, code, run[0][0], max([stop for _start, stop, _one in run]), valence([one.valence for one in of]),
                    speaker, about, all(one.review == "bulk" for one in of), tuple([one.id for one in of]),
                ))
            )  # fmt: skip
    return found


def valence(values: list[int | None]) -> int | None:
    """Several judgements as one: None where nobody judged, 0 where they differ."""
    judged = {value for value in values if value is not None}
    if not judged:
        return None
    return judged.pop() if len(judged) == 1 else 0
