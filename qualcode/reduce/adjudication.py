"""Adjudication: what coders differ on is talked over and settled, and written beside what each of them coded.

One rule: the independent codings are never touched. A decision is one action: an adjudication record (what each side said,
what was decided, who yielded, why) and consensus codings in the turn, which count there from then on. The record's id is
derived from the source, the code and the passage, so that one dispute decided on two devices is one record, and two
decisions are a conflict with both sides kept. A consensus coding counts only while its decision stands.

Campbell, Quincy, Osserman & Pedersen (2013, Sociol Methods Res 42, pp. 304-308): negotiated agreement; the share after talking
is reported beside the one before and is never called reliability, for it was not reached independently.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.agreement_board import Disagreement, Passage, disagreements
from qualcode.reduce.codings import decided_by, put
from qualcode.reduce.counting import living
from qualcode.reduce.rounds import Part, Round, compared_in
from qualcode.store import Act, Project, act, blobs, versions
from qualcode.store.conflicts import conflicts
from qualcode.store.ids import derived
from qualcode.store.kinds import BY_NAME
from qualcode.store.versions import Version

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


@dataclass(frozen=True)
class Dispute:
    """A disagreement with its number on the board (from 1, the same before and after it is settled). ``guess``: the type to
    begin with; ``decision``: None while it is open; ``conflict``: decided apart in two ways, to be settled."""

    number: int
    id: bytes
    what: Disagreement
    guess: str
    decision: Decision | None
    conflict: bool

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


# --- the board ------------------------------------------------------------------------------------------------------


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
        rec, decision = known.get((what.source, what.code.id, what.turn)) or (None, None)
        disputes.append(
            Dispute(
                number,
                rec or dispute_id(project, what),
                what,
                _guess(what, beside),
                decision,
                rec is not None and rec in unsettled,
            )
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


def _known(project: Project) -> dict[tuple[bytes, bytes, int], tuple[bytes, Decision]]:
    """The decision in each (source, code, turn) as they lie now."""
    alive = living(project)
    defined = _with_definition(project)
    found: dict[tuple[bytes, bytes, int], tuple[bytes, Decision]] = {}
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
                found[source, alive[code], number] = (rec, decision)
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
    from qualcode.collect.inventory import turns_of

    at = one.what.turn + 1
    return [
        Line(turn.number, turn.label, " ".join(turn.speech.split()), turn.side, turn.number == at)
        for turn in turns_of(project, one.what.source)
        if abs(turn.number - at) <= around
    ]


# --- deciding -------------------------------------------------------------------------------------------------------


def decide(
    project: Project, one: Dispute, *, take: bytes | None = None, both: bool = False, redraw: Span | None = None,
    difference: str | None = None, reason: str = "", round_: bytes | None = None, settle: bool = False,
    definition: Mapping[str, str] | None = None,
) -> str:  # fmt: skip
    """Settle a dispute, in one action: take what one coder (``take``) said, ``both``, what is drawn anew (``redraw``, code points of
    the current version, within the turn), or else that the code is not there. The resolution as it is kept.

    ``difference``: one of TYPES, else as guessed; ``definition``: fields of the code (definition, use_when, use_not) changed with it.
    Deciding again replaces the consensus codings of before. Where two people decided apart, only ``settle`` decides: it stands over
    both. UserError otherwise, for another type, and for a span outside the turn.
    """
    what = one.what
    kind = difference or one.guess
    if kind not in TYPES:
        raise UserError(_("“%s” is no type of difference") % kind, todo=_("Types: %s") % ", ".join(TYPES))
    if one.conflict and not settle:
        raise UserError(
            _("two people decided this apart, in different ways"),
            todo=_("See both with “qualcode conflicts”; --settle decides it anew"),
        )
    now = versions.current(project, what.source)
    assert now is not None
    passages, resolution = _taken(project, now, what, take, both, redraw)
    yielded = _gave_way(what, take, bool(passages), redraw is not None)
    with act(project, "adjudicate", settle=settle) as a:
        _take_off(project, a, one)
        a.create(
            "adjudication", one.id, source=what.source, code=what.code.id, span=(now.id, what.start, what.stop), difference=kind,
            memo=reason or None, resolution=resolution, round=round_, sides=_sides(what), yielded=sorted(c.hex() for c in yielded),
        )  # fmt: skip
        for start, stop, like in passages:
            _agree_on(project, a, one, now, (start, stop), like, decided_by(one.id, resolution))
        if definition:
            a.change("code", what.code.id, **definition)
    return resolution


def _taken(
    project: Project, now: Version, what: Disagreement, take: bytes | None, both: bool, redraw: Span | None
) -> tuple[list[Passage], str]:  # fmt: skip
    """The passages agreed on, cut at the turn, each with the coding it is like; and the resolution in words."""
    if redraw is not None:
        start, stop = redraw
        if not what.start <= start < stop <= what.stop or not now.text[start:stop].strip():
            raise UserError(
                _("the span %d to %d does not lie in the turn (%d to %d)") % (start, stop, what.start, what.stop)
            )
        like = next(said.passages[0][2] for said in what.said if said.passages)
        return [(start, stop, like)], f"redrawn:{start}-{stop}"
    if both:
        return _within(now, what, [p for said in what.said for p in said.passages]), "both"
    if take is None:
        return [], "none"
    side = next((said for said in what.said if said.coder == take), None)
    name = project.value("SELECT name FROM coder WHERE id=?", take)
    if side is None:
        raise UserError(_("%s is no side of this dispute") % name)
    return _within(now, what, side.passages), f"take:{name}"


def _within(now: Version, what: Disagreement, passages: Iterable[Passage]) -> list[Passage]:
    """Cut at the turn (what a passage says of the next turn was not in dispute) and without the white space that is left at
    its ends; the same passage once."""
    found: dict[Span, Passage] = {}
    for start, stop, like in passages:
        start, stop = max(start, what.start), min(stop, what.stop)
        words = now.text[start:stop]
        start += len(words) - len(words.lstrip())
        stop -= len(words) - len(words.rstrip())
        if start < stop:
            found.setdefault((start, stop), (start, stop, like))
    return sorted(found.values())


def _gave_way(what: Disagreement, take: bytes | None, there: bool, redrawn: bool) -> set[bytes]:
    """Whose decision does not stand: they said no and it is there, or yes and it is not; of passages drawn differently all but
    the one whose passage was taken. Where the span was drawn anew nobody gave way on the span."""
    yes = {said.coder for said in what.said if said.passages}
    no = {said.coder for said in what.said} - yes
    if not there:
        return yes
    return no | (yes - {take} if what.kind == "extent" and take is not None and not redrawn else set())


def _sides(what: Disagreement) -> dict[str, list[list[int]]]:
    return {said.coder.hex(): sorted([start, stop] for start, stop, _rec in said.passages) for said in what.said}


def _agree_on(project: Project, a: Act, one: Dispute, now: Version, span: Span, like: bytes, reason: str) -> None:
    """A consensus coding like the one it rests on: with its valence, grade, region and gloss."""
    who = project.coder
    assert who is not None
    valence, grade, about, gloss = project.rows("SELECT valence, grade, about, gloss FROM coding WHERE id=?", like)[0]
    put(
        project, a, one.what.source, one.what.code.id, *span, coder=who, origin="manual", layer="consensus", reason=reason,
        rec=derived(one.id, f"consensus:{reason}:{who.hex()}:{now.id.hex()}:{span[0]}:{span[1]}"),
        valence=valence, grade=grade, about=about, gloss=blobs.prose(project.conn, gloss) or None,
    )  # fmt: skip


def undecide(project: Project, one: Dispute) -> None:
    """Take a decision back: the dispute is open again. Undoable."""
    with act(project, "adjudicate") as a:
        _take_off(project, a, one)
        a.remove("adjudication", one.id)


def _take_off(project: Project, a: Act, one: Dispute) -> None:
    """The consensus codings that decisions on this dispute wrote, whoever decided."""
    for (rec,) in project.rows(
        "SELECT id FROM coding WHERE source=? AND layer='consensus' AND removed=0 AND reason GLOB ?",
        one.what.source, one.id.hex() + " *",
    ):  # fmt: skip
        a.remove("coding", rec)
