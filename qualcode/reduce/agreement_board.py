"""Where coders disagree, worst codes first: what an adjudication board works through.

One rule: the same cells are shown that agreement counted. A turn that a coder has not looked at for the code, or decided
on a suggestion, is no disagreement of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from qualcode.reduce.agreement_reading import Left, Marked, Reader, Speech
from qualcode.reduce.agreement_scores import rank, scored
from qualcode.reduce.agreement_spans import merged, pairs
from qualcode.reduce.agreement_units import Plan, compare, planned
from qualcode.reduce.codebook import Code
from qualcode.reduce.counting import _adjudicated
from qualcode.reduce.rounds import Part
from qualcode.store import Project, versions

Passage = tuple[int, int, bytes]  # start, stop, the coding


@dataclass(frozen=True)
class Said:
    """What one coder said of the turn: the passages marked there, as they were marked (they may reach over its ends); none
    is a no."""

    coder: bytes
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Disagreement:
    """A turn and a code on which coders differ. ``turn``: 0-based, its speech ``[start, stop)`` in the current version;
    ``kind``: presence (some say yes, some no) or extent (all say yes, of different passages); ``said``: one for each coder
    who looked; ``settled``: adjudicated already."""

    source: bytes
    code: Code
    turn: int
    start: int
    stop: int
    kind: str
    said: tuple[Said, ...]
    settled: bool


def disagreements(
    project: Project, coders: Sequence[bytes] = (), *, codes: Collection[bytes] | None = None, sources: Collection[bytes] | None = None,
    same_meaning: Collection[bytes] = (), parts: Mapping[bytes, Part] | None = None, extents: bool = True, settled: bool = False,
) -> list[Disagreement]:  # fmt: skip
    """The disagreements of these coders (none named: all who have finished a source together), by code, the worst first, and
    within a code presence before extent, in the order of the texts. ``parts``: only what a round gave out;
    ``settled``: also those adjudicated. UserError as ``agreement_units.compare``."""
    plan = planned(project, coders, codes, sources, same_meaning=same_meaning, parts=parts)
    compared = compare(project, plan.coders, codes=codes, sources=sources, same_meaning=same_meaning, parts=parts)
    scores = scored(compared, draws=0)
    found = list(_differing(project, plan, extents=extents, settled=settled))
    order = {score.code.id: (*rank(score), n) for n, score in enumerate(scores)}
    names = dict(project.rows("SELECT id, name FROM source"))
    found.sort(key=lambda one: (order[one.code.id], one.kind != "presence", names[one.source], one.turn))
    return found


def undecided(project: Project, parts: Mapping[bytes, Part], codes: Collection[bytes] | None = None) -> int:
    """How many disagreements of a round are not settled, without scoring codes. UserError as ``agreement_units.compare``."""
    return sum(1 for _one in _differing(project, planned(project, (), codes, parts=parts), extents=True, settled=False))


def _differing(project: Project, plan: Plan, *, extents: bool, settled: bool) -> Iterator[Disagreement]:
    known = {code.id: code for code in plan.codes}
    reader = Reader(project, plan.coders, Left())
    for source, where in plan.looked.by_source.items():
        now = versions.current(project, source)
        if now is None:
            continue
        speech = Speech(project, now, "turn", plan.turns.get(source))
        done = _adjudicated(project, now, reader.alive) | _agreed(project, speech, reader.alive)
        cells: dict[tuple[bytes, int], dict[int, list[Marked]]] = defaultdict(lambda: defaultdict(list))
        for mark in reader.marked(now):
            for unit, _low, _high in speech.inside(mark.start, mark.stop):
                cells[mark.code, unit][mark.coder].append(mark)
        for (code, unit), by_coder in cells.items():
            number, start, stop = speech.turns[unit]
            own = {n: [mark for mark in by_coder.get(n, ()) if mark.own] for n in where.get(code, ())}
            judged = {n: own[n] for n in own if own[n] or not by_coder.get(n)}  # the others decided on a suggestion
            kind = _kind(now.text, speech, judged, unit)
            if kind is None or (kind == "extent" and not extents) or ((number, code) in done and not settled):
                continue
            said = tuple(
                Said(plan.coders[n], tuple((m.start, m.stop, m.coding) for m in given if m.coding is not None))
                for n, given in judged.items()
            )
            yield Disagreement(source, known[code], number, start, stop, kind, said, (number, code) in done)


def _kind(text: str, speech: Speech, judged: dict[int, list[Marked]], unit: int) -> str | None:
    if len(judged) < 2 or not any(judged.values()):
        return None
    if not all(judged.values()):
        return "presence"
    spans = [
        merged(text, [cut for m in given for cut in speech.inside(m.start, m.stop) if cut[0] == unit])
        for given in judged.values()
    ]
    alike = all(len(pairs(one, other)) == max(len(one), len(other)) for one, other in combinations(spans, 2))
    return None if alike else "extent"


def _agreed(project: Project, speech: Speech, alive: dict[bytes, bytes]) -> set[tuple[int, bytes]]:
    """(turn, code) with a consensus coding."""
    found: set[tuple[int, bytes]] = set()
    for code, version, start, stop in project.rows(
        "SELECT code, version, start, stop FROM coding WHERE source=? AND layer='consensus' AND removed=0",
        speech.now.source,
    ):
        place = versions.place_on(project, speech.now, (version, start, stop))
        if place.state != "lost" and code in alive:
            found |= {
                (speech.turns[unit][0], alive[code]) for unit, _low, _high in speech.inside(place.start, place.stop)
            }
    return found
