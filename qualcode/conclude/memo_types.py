"""Memos of a type: a surprise, which asks something and waits for its answer, and a metaphor, which only stands there.

One rule: a surprise is a question until somebody writes what came of it; those still open are listed before a report is written
(following up surprises: Miles & Huberman 1994, p. 270; making metaphors: p. 250). The answer is a memo on the memo, so that its
words are kept as every memo's and a withdrawn source takes both along.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.conclude.cases import Case
from qualcode.display.terms import Term
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.reduce.memos import Memo, memos, notes
from qualcode.store import Act, Project, act
from qualcode.store.ids import derived, new_id

TYPES: dict[str, Term] = {"surprise": ("kejutan", N_("surprise")), "metaphor": ("metafora", N_("metaphor"))}
_KEY = "memo_type"  # of the memo's attribute


@dataclass(frozen=True)
class Typed:
    """A memo with its ``type`` of TYPES; ``answer``: what came of a surprise, empty while it is open."""

    memo: Memo
    type: str
    answer: str

    @property
    def open(self) -> bool:
        return self.type == "surprise" and not self.answer


def typed(project: Project) -> list[Typed]:
    """The memos that have a type, the newest first, behind them those that codings hold; those hidden by an open round are left
    out as everywhere."""
    said = {
        memo: str(json.loads(value or "null"))
        for memo, value in project.rows("SELECT subject, value FROM attribute WHERE key=? AND removed=0", _KEY)
    }
    known = memos(project)
    if set(said) - {one.id for one in known}:  # a type of a memo that a coding holds: all codings are read only then
        known = notes(project)
    answers = {one.about: one.text for one in reversed(known) if one.kind == "memo"}  # the newest one stands
    return [
        Typed(one, said[one.id], answers.get(one.id, "") if said[one.id] == "surprise" else "")
        for one in known
        if said.get(one.id) in TYPES
    ]


def set_type(project: Project, memo: bytes, kind: str) -> None:
    """Say what type a memo is of, or with an empty one that it is of none. UserError for what is no type."""
    if kind and kind not in TYPES:
        raise UserError(_("“%s” is no %s") % (kind, "type"), todo=", ".join(TYPES))
    with act(project, "memo") as a:
        type_entry(a, memo, kind)


def type_entry(a: Act, memo: bytes, kind: str) -> None:
    """The same within an action, as for a memo just written."""
    a.create("attribute", derived(memo, "attribute:" + _KEY), subject=memo, key=_KEY, value=kind)


def memo_named(project: Project, start: str) -> bytes:
    """A memo by the beginning of its id. UserError where it is none or several."""
    found = [one.id for one in notes(project) if len(start) >= 6 and one.id.hex().startswith(start.lower())]
    if len(found) != 1:
        raise UserError(_("there is no record “%s”") % start, todo=_("“qualcode %s” lists them") % "memos")
    return found[0]


def answer(project: Project, memo: bytes, text: str) -> bytes:
    """Write what came of a surprise, as a memo on it. UserError for a memo that is no surprise, or an empty text."""
    one = next((one.memo for one in typed(project) if one.memo.id == memo and one.type == "surprise"), None)
    if one is None:
        raise UserError(_("this memo is no surprise"), todo=_("“qualcode memos type ID surprise” makes it one"))
    if not text.strip():
        raise UserError(_("the memo is empty"))
    root = one.source or project.value("SELECT belongs FROM memo WHERE id=?", memo)
    with act(project, "memo") as a:
        return a.create(
            "memo", new_id(project.clock()), belongs=root, about_kind="memo", about=memo, coder=project.coder, text=text
        )


def open_surprises(project: Project) -> list[Typed]:
    return [one for one in typed(project) if one.open]


def touching(project: Project, one: Case, found: Iterable[Typed]) -> list[Typed]:
    """Those on the study, on a finding's themes and their codes, and on its passages and their sources."""
    themes = {rec for (rec,) in project.rows("SELECT id FROM theme WHERE removed=0")} & set(one.finding.themes)
    codes = {
        code for theme, code in project.rows("SELECT theme, code FROM theme_code WHERE removed=0") if theme in themes
    }
    pieces = (*one.speaking, *one.candidates, *one.against, *one.explained)
    near = (
        themes | codes | {rec for piece in pieces for rec in piece.segment.codings} | {piece.source for piece in pieces}
    )
    return [memo for memo in found if memo.memo.about in near or memo.memo.kind == "study"]
