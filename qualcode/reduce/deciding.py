"""Deciding a dispute: what is written when coders have talked over what they differ on.

One rule: a decision is one action and touches no independent coding. It writes the adjudication's record and consensus
codings inside the turn that was in dispute; deciding again replaces those of before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.adjudication import TYPES, Dispute
from qualcode.reduce.agreement_board import Disagreement, Passage
from qualcode.reduce.codings import decided_by, put
from qualcode.store import Act, Project, act, blobs, versions
from qualcode.store.ids import derived
from qualcode.store.versions import Version

Span = tuple[int, int]


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
    """The consensus codings that decisions on this dispute wrote, whoever decided; and its further records, so that one is left."""
    for record in {one.id, *one.records}:
        for (rec,) in project.rows(
            "SELECT id FROM coding WHERE source=? AND layer='consensus' AND removed=0 AND reason GLOB ?",
            one.what.source, record.hex() + " *",
        ):  # fmt: skip
            a.remove("coding", rec)
        if record != one.id:
            a.remove("adjudication", record)
