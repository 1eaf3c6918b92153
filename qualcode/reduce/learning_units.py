"""The passages a project's model learns from: each sentence an informant says, and what a coder decided on it.

One rule: decided means looked at. A sentence is an example of a code where the coder's coding lies on it, and of *not* that
code where they turned it down, finished the source for that code, or coded the sentence otherwise; all else is unknown,
not negative.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qualcode.language.marks import speech_map
from qualcode.language.sentences import sentences
from qualcode.reduce.codings import codings
from qualcode.reduce.counting import _speaker, living
from qualcode.reduce.rounds import open_rounds
from qualcode.store import Project, versions
from qualcode.store.combined import finished_codes

SHORTEST = 3  # lemmas that say something; "Nggih, Mbak." is no passage to propose
SUGGESTED = ("keyword", "learned")


@dataclass(frozen=True)
class Unit:
    """A sentence of an informant: code points in the source's current version, and its words as they read."""

    source: bytes
    version: bytes
    turn: int
    start: int
    stop: int
    text: str


@dataclass(frozen=True)
class Decided:
    """What a coder decided. ``truth``: units x codes, 1 or 0, NaN where nothing; ``unaided``: True where the code was put
    there without a suggestion; ``finished``: (source, code number) that the coder has finished."""

    truth: Any
    unaided: Any
    finished: frozenset[tuple[bytes, int]]


def units(project: Project, sources: Iterable[bytes] | None = None) -> list[Unit]:
    """Every sentence of informants, by source name and in the order of the text; none of sources in an open round."""
    off = open_rounds(project)
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE removed=0"))
    every = [rec for (rec,) in project.rows("SELECT id FROM source WHERE removed=0 ORDER BY name")]
    wanted = None if sources is None else set(sources)
    found: list[Unit] = []
    for source in every:
        now = (
            None
            if source in off or (wanted is not None and source not in wanted)
            else versions.current(project, source)
        )
        if now is None:
            continue
        for number, turn in enumerate(now.marks.turns):
            if _speaker(now, source, number, sides)[1] == "interviewer":
                continue
            speech, at = speech_map(now.text, now.marks, turn)
            for low, high in sentences(speech):
                if low < high:
                    found.append(Unit(source, now.id, number, at[low], at[high - 1] + 1, speech[low:high]))
    return found


def decided(project: Project, coder: bytes, every: list[Unit], codes: list[bytes]) -> Decided:
    """What the coder decided on each unit, for the codes in this order."""
    import numpy

    number = {code: at for at, code in enumerate(codes)}
    alive = living(project)
    of_source: dict[bytes, list[int]] = defaultdict(list)
    for row, unit in enumerate(every):
        of_source[unit.source].append(row)
    truth = numpy.full((len(every), len(codes)), numpy.nan, dtype="float32")
    unaided = numpy.zeros((len(every), len(codes)), dtype=bool)
    finished = frozenset(
        (source, number[alive[code]])
        for (source, who), done in finished_codes(project).items()
        if who == coder
        for code in done
        if alive.get(code) in number
    )
    for source, code in finished:
        truth[of_source[source], code] = 0
    marks: list[tuple[int, int, float, bool]] = []  # unit, code, what, without a suggestion
    for one in codings(project, coder=coder):
        given = number.get(alive.get(one.code, b""))
        for row in _on(every, of_source[one.source], one.start, one.stop) if one.state != "lost" else ():
            truth[row, numpy.isnan(truth[row])] = 0
            if given is not None:
                marks.append((row, given, 1.0, one.origin not in SUGGESTED))
    rows = project.rows(
        "SELECT source, code, version, start, stop FROM decision WHERE coder=? AND decision='rejected' AND removed=0",
        coder,
    )
    for source, code_, version, start, stop in rows:
        now, denied = versions.current(project, source), number.get(alive.get(code_, b""))
        if now is None or denied is None:
            continue
        place = versions.place_on(project, now, (version, start, stop))
        for row in _on(every, of_source[source], place.start, place.stop):
            truth[row, denied] = 0
    for row, code, what, alone in marks:
        truth[row, code] = what
        unaided[row, code] |= alone
    return Decided(truth, unaided, finished)


def _on(every: list[Unit], rows: list[int], start: int, stop: int) -> list[int]:
    """The units a span lies on: half of the shorter of the two, at least. ``rows``: those of its source, in order."""
    at = max(0, bisect_right(rows, start, key=lambda row: every[row].start) - 1)
    found = []
    while at < len(rows) and every[rows[at]].start < stop:
        one = every[rows[at]]
        if 2 * (min(one.stop, stop) - max(one.start, start)) >= min(one.stop - one.start, stop - start) > 0:
            found.append(rows[at])
        at += 1
    return found
