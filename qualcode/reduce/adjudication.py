"""The adjudication board: what coders differ on, in its context, and what was decided of it (``deciding`` writes that).

One rule: the independent codings are never touched. A decision is an adjudication record (what each side said, what was
decided, who yielded, why) and consensus codings in the turn, which count there from then on. The record's id is derived
from the source, the code and the passage, so that one dispute decided on two devices is one record, and two decisions
are a conflict with both sides kept. A consensus coding counts only while its decision stands.

Campbell, Quincy, Osserman & Pedersen (2013, Sociol Methods Res 42, pp. 304-308): negotiated agreement; the share after talking
is reported beside the one before and is never called reliability, for it was not reached independently.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.i18n import _
from qualcode.reduce.agreement_board import Disagreement, disagreements
from qualcode.reduce.counting import living
from qualcode.reduce.rounds import Part, Round, compared_in
from qualcode.store import Project, blobs, versions
from qualcode.store.conflicts import conflicts
from qualcode.store.ids import derived
from qualcode.store.kinds import BY_NAME

TYPES = ("definition", "overlooked", "borders", "reading", "slip")  # why they differed
MOSTLY, ENOUGH = 0.8, 10  # a coder who yields in more than this share, of so many at least, is named

Span = tuple[int, int]


@dataclass(frozen=True)
class Decision:
    """What was decided: ``resolution`` is ``take:NAME``, ``both``, ``none`` or ``redrawn:START-STOP`` (in the version it was
    decided on). ``difference``: one of TYPES; ``yielded``: coders who gave way; ``defined``: the definition was changed with it."""

    resolution: str
    difference: str
    reason: str
    yielded: tuple[bytes, ...]
    who: bytes | None
    stamp: int
    round: bytes | None
    defined: bool


def resolution_words(resolution: str) -> str:
    """A resolution as people read it."""
    kind, _sign, what = resolution.partition(":")
    if kind == "take":
        return _("as %s has it") % what
    return {"both": _("both"), "none": _("not coded"), "redrawn": _("drawn anew (%s)") % what}.get(kind, resolution)


@dataclass(frozen=True)
class Dispute:
    """A disagreement with its number on the board (from 1, the same before and after it is settled). ``guess``: the type to
    begin with; ``decision``: None while it is open; ``conflict``: decided apart in two ways, to be settled; ``records``: adjudications of it that are there (two, where
    one was made on a text that the other had corrected)."""

    number: int
    id: bytes
    what: Disagreement
    guess: str
    decision: Decision | None
    conflict: bool
    records: tuple[bytes, ...] = ()

    @property
    def open(self) -> bool:
        return self.conflict or not self.what.settled


@dataclass(frozen=True)
class Yields:
    """In how many of the decisions that one side gained a coder gave way; ``of``: decisions they took part in."""

    coder: bytes
    yielded: int
    of: int

    @property
    def mostly(self) -> bool:
        """Nearly always this coder: then it may be rank that decides (more than 80 %, of 10 at least)."""
        return self.of >= ENOUGH and self.yielded > MOSTLY * self.of


@dataclass(frozen=True)
class Rates:
    """Turns and codes that at least one coder gave: how many all coders gave (``before``), how many are agreed on now that
    some were talked over (``after``), of how many."""

    before: int
    after: int
    of: int


@dataclass(frozen=True)
class Board:
    disputes: tuple[Dispute, ...]
    yields: tuple[Yields, ...]
    rates: Rates

    @property
    def open(self) -> tuple[Dispute, ...]:
        return tuple(one for one in self.disputes if one.open)


def board(
    project: Project, one: Round | None = None, coders: Sequence[bytes] = (), *, codes: Collection[bytes] | None = None,
    sources: Collection[bytes] | None = None,
) -> Board:  # fmt: skip
    """All disputes of a closed round, or of these coders (none named: all who have finished a source together), settled or
    not, the worst codes first. UserError for an open round and as ``agreement_units.compare``."""
    from qualcode.reduce.agreement_units import compare

    parts: Mapping[bytes, Part] | None = None
    if one is not None:
        parts = compared_in(project, one)
        codes = one.codes if codes is None else codes
    found = disagreements(project, coders, codes=codes, sources=sources, parts=parts, settled=True)
    known = _known(project)
    unsettled = {c.rec for c in conflicts(project) if c.kind == "adjudication"}
    beside = _others(found)
    disputes = []
    for number, what in enumerate(found, 1):
        made = known.get((what.source, what.code.id, what.turn), [])
        apart = any(rec in unsettled for rec, _decision in made) or len({one.resolution for _rec, one in made}) > 1
        rec, decision = made[-1] if made else (dispute_id(project, what), None)
        disputes.append(
            Dispute(number, rec, what, _guess(what, beside), decision, apart, tuple(rec for rec, _decision in made))
        )
    compared = compare(project, coders, codes=codes, sources=sources, parts=parts)
    patterns: Counter[tuple[Any, ...]] = Counter()
    for table in compared.tables.values():
        for ratings in table.sources.values():
            patterns.update(ratings)
    given = {p: n for p, n in patterns.items() if sum(v is not None for v in p) > 1 and 1 in p}
    before = sum(n for p, n in given.items() if 0 not in p)
    talked = sum(one.what.kind == "presence" and not one.open for one in disputes)
    return Board(tuple(disputes), _yields(disputes), Rates(before, before + talked, sum(given.values())))


def dispute_id(project: Project, what: Disagreement) -> bytes:
    now = versions.current(project, what.source)
    assert now is not None
    return derived(what.source, f"adjudication:{what.code.id.hex()}:{now.id.hex()}:{what.start}:{what.stop}")


def _known(project: Project) -> dict[tuple[bytes, bytes, int], list[tuple[bytes, Decision]]]:
    """The decisions in each (source, code, turn) as they lie now."""
    alive = living(project)
    defined = _with_definition(project)
    found: dict[tuple[bytes, bytes, int], list[tuple[bytes, Decision]]] = defaultdict(list)
    for (
        rec,
        source,
        code,
        version,
        start,
        stop,
        difference,
        memo,
        resolution,
        round_,
        yielded,
        a,
        later,
    ) in project.rows(
        "SELECT id, source, code, version, start, stop, difference, memo, resolution, round, yielded, a, fc FROM adjudication"
        " WHERE removed=0 AND resolution IS NOT NULL ORDER BY id"
    ):
        now = versions.current(project, source)
        if now is None or code not in alive:
            continue
        place = versions.place_on(project, now, (version, start, stop))
        last = max([a, *(n for heads in json.loads(later or "{}").values() for n in heads)], key=project.order.rank)
        who, stamp = project.rows("SELECT who, stamp FROM action WHERE id=?", last)[0]
        decision = Decision(
            resolution, difference or "", blobs.prose(project.conn, memo), tuple(bytes.fromhex(c) for c in json.loads(yielded or "[]")),
            who, stamp, round_, (last, code) in defined,
        )  # fmt: skip
        for number, turn in enumerate(now.marks.turns):
            if turn.speech[0] < place.stop and place.start < turn.speech[1]:
                found[source, alive[code], number].append((rec, decision))
    return found


def _with_definition(project: Project) -> set[tuple[int, bytes]]:
    """(action, code) of decisions that changed the code's definition too."""
    return set(
        project.rows(
            "SELECT e.action, e.rec FROM entry e JOIN action a ON a.id=e.action WHERE a.kind='adjudicate' AND e.kind=?",
            BY_NAME["code"].number,
        )
    )


def _others(found: Iterable[Disagreement]) -> dict[tuple[bytes, int, bytes], set[bytes]]:
    """For each source, turn and coder the codes on which they said yes, of those in dispute."""
    given: dict[tuple[bytes, int, bytes], set[bytes]] = defaultdict(set)
    for one in found:
        for said in one.said:
            if said.passages:
                given[one.source, one.turn, said.coder].add(one.code.id)
    return given


def _guess(what: Disagreement, given: Mapping[tuple[bytes, int, bytes], set[bytes]]) -> str:
    """The likeliest type, to begin with: who said no and gave the turn another code that is disputed too read it differently."""
    if what.kind == "extent":
        return "borders"
    said_no = [said.coder for said in what.said if not said.passages]
    return "reading" if any(given.get((what.source, what.turn, coder)) for coder in said_no) else "overlooked"


def _yields(disputes: Iterable[Dispute]) -> tuple[Yields, ...]:
    gave: Counter[bytes] = Counter()
    of: Counter[bytes] = Counter()
    for one in disputes:
        if one.decision is None or one.conflict or not one.decision.yielded:
            continue
        for said in one.what.said:
            of[said.coder] += 1
            gave[said.coder] += said.coder in one.decision.yielded
    return tuple(Yields(coder, gave[coder], of[coder]) for coder in sorted(of))


@dataclass(frozen=True)
class Line:
    """A turn as it is read beside a dispute: ``number`` from 1."""

    number: int
    label: str
    speech: str
    side: str
    disputed: bool


def context(project: Project, one: Dispute, around: int = 1) -> list[Line]:
    """The turn in dispute, with ``around`` turns before and after."""
    from qualcode.collect.called import names_shown
    from qualcode.collect.inventory import turns_of

    at, called = one.what.turn + 1, names_shown(project)
    return [
        Line(
            turn.number,
            called(one.what.source, turn.label),
            " ".join(turn.speech.split()),
            turn.side,
            turn.number == at,
        )
        for turn in turns_of(project, one.what.source)
        if abs(turn.number - at) <= around
    ]
