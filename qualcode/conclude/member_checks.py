"""Member checks: what was given back to whom, and what they said to it (Lincoln & Guba 1985, pp. 314-316; Birt et al. 2016).

One rule: who did not answer did not agree; silence is an answer of its own and is counted as such. What a participant said
to it goes with the participant when they withdraw.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.conclude.findings import finding_named
from qualcode.display.terms import Term
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.store import Project, act, blobs
from qualcode.store.ids import derived, new_id
from qualcode.store.lookup import find

ABOUT = ("source", "theme", "finding", "summary")
CHANGED = ("theme", "code", "finding", "source")  # what may be changed because of an answer
ACTED_ON = ("corrects", "objects")  # answers after which something is to be done, or said why not
_CHANGED = "changed"  # key of the check's attribute
MODES = ("meeting", "letter", "call", "message", "group")
ANSWERS = ("agrees", "corrects", "objects", "none")
ANSWER_TERMS: dict[str, Term] = {
    "agrees": ("setuju", N_("agrees")),
    "corrects": ("koreksi", N_("corrects")),
    "objects": ("keberatan", N_("objects")),
    "none": ("tidak menjawab", N_("does not answer")),
}
ABOUT_TERMS: dict[str, Term] = {
    "source": ("transkrip", N_("transcript")),
    "theme": ("tema", N_("theme")),
    "finding": ("temuan", N_("finding")),
    "summary": ("ringkasan", N_("summary")),
}
MODE_TERMS: dict[str, Term] = {
    "meeting": ("tatap muka", N_("meeting")),
    "letter": ("surat", N_("letter")),
    "call": ("telepon", N_("call")),
    "message": ("pesan", N_("message")),
    "group": ("pertemuan kelompok", N_("group meeting")),
}


@dataclass(frozen=True)
class MemberCheck:
    """``kind`` of ABOUT and ``about``: what was given back, ``name`` of it; ``participant`` and ``who`` (a pseudonym), None
    and empty where nobody in particular; ``answer`` of ANSWERS; ``text``: what they said; ``outcome``: what was done."""

    id: bytes
    kind: str
    about: bytes
    name: str
    participant: bytes | None
    who: str
    date: str
    mode: str
    answer: str
    text: str
    outcome: str
    changed: tuple[tuple[str, bytes, str], ...] = ()  # (kind of CHANGED, id, name) of what was changed because of it

    @property
    def waits(self) -> bool:
        """Somebody corrected or objected, and nothing says what was done."""
        return self.answer in ACTED_ON and not self.outcome and not self.changed

    @property
    def done(self) -> str:
        """What was done, and what was changed."""
        names = ", ".join(name for _kind, _rec, name in self.changed)
        return " ".join(filter(None, (self.outcome, _("(changed: %s)") % names if names else "")))


def member_checks(project: Project) -> list[MemberCheck]:
    """All of them, by date."""
    rows = project.rows(
        "SELECT m.id, m.about_kind, m.about, p.id, p.pseudonym, m.date, m.mode, m.answer, m.text, m.outcome FROM member_check m"
        " LEFT JOIN participant p ON p.id=m.participant AND p.removed=0 WHERE m.removed=0 ORDER BY m.date, m.k"
    )
    changed = {
        check: tuple((kind, rec, _name(project, kind, rec)) for kind, rec in _pairs(value))
        for check, value in project.rows("SELECT subject, value FROM attribute WHERE key=? AND removed=0", _CHANGED)
    }
    return [
        MemberCheck(
            rec, kind, about, _name(project, kind, about), who, pseudonym or "", date or "", mode or "", answer,
            blobs.prose(project.conn, text), blobs.prose(project.conn, outcome), changed.get(rec, ()),
        )
        for rec, kind, about, who, pseudonym, date, mode, answer, text, outcome in rows
    ]  # fmt: skip


def _name(project: Project, kind: str, about: bytes) -> str:
    if kind == "finding":
        claim = project.value("SELECT claim FROM finding WHERE id=?", about)
        return blobs.prose(project.conn, claim) if claim else ""
    if kind == "summary":
        theme = project.value("SELECT t.name FROM summary s JOIN theme t ON t.id=s.theme WHERE s.id=?", about)
        return str(theme or "")
    return (
        str(project.value(f'SELECT name FROM "{kind}" WHERE id=?', about) or "") if kind in (*ABOUT, *CHANGED) else ""
    )


def _pairs(value: str | None) -> list[tuple[str, bytes]]:
    return [(str(kind), bytes.fromhex(rec)) for kind, rec in json.loads(value or "[]") if kind in CHANGED]


def about_named(project: Project, kind: str, name: str) -> bytes:
    """What was given back, by its kind and name (a finding: its number). UserError where there is none."""
    return finding_named(project, name).id if kind == "finding" else find(project, kind, name)


def check_named(project: Project, start: str) -> bytes:
    """A member check by the beginning of its id. UserError where it is none or several."""
    found = [one.id for one in member_checks(project) if len(start) >= 6 and one.id.hex().startswith(start.lower())]
    if len(found) != 1:
        raise UserError(_("there is no record “%s”") % start, todo=_("“qualcode %s” lists them") % "member-checks")
    return found[0]


def is_date(text: str) -> bool:
    """Whether a text is YYYY, YYYY-MM, YYYY-MM-DD, or empty."""
    return bool(re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", text))


def record_check(
    project: Project, kind: str, about: bytes, answer: str, *, participant: bytes | None = None, date: str = "", mode: str = "",
    text: str = "", outcome: str = "",
) -> bytes:  # fmt: skip
    """Keep what came back. It belongs to the participant, else to the source it is about, and is erased with them. UserError
    for a word that is not allowed or a date that is none."""
    for value, allowed, what in ((kind, ABOUT, "kind"), (answer, ANSWERS, "answer"), (mode, ("", *MODES), "mode")):
        if value not in allowed:
            raise UserError(_("“%s” is no %s") % (value, what), todo=", ".join(filter(None, allowed)))
    if not is_date(date):
        raise UserError(_("“%s” is no date") % date, todo=_("Write YYYY-MM-DD"))
    with act(project, "member check") as a:
        return a.create(
            "member_check", new_id(project.clock()), belongs=participant or (about if kind == "source" else None), about_kind=kind,
            about=about, participant=participant, date=date or None, mode=mode or None, answer=answer, text=text.strip() or None,
            outcome=outcome.strip() or None, coder=project.coder,
        )  # fmt: skip


def write_done(
    project: Project, check: bytes, outcome: str | None = None, changed: Iterable[tuple[str, bytes]] = ()
) -> None:
    """Write what was done with an answer (None: as it is), and which themes, codes, findings or sources were changed because of
    it: those named stand in the list, or leave it where they did. UserError for another kind of record. One action."""
    kept = derived(check, "attribute:" + _CHANGED)
    after = _pairs(project.value("SELECT value FROM attribute WHERE id=? AND removed=0", kept))
    turned = list(changed)
    for kind, rec in turned:
        if kind not in CHANGED:
            raise UserError(_("“%s” is no %s") % (kind, "kind"), todo=", ".join(CHANGED))
        after = [one for one in after if one != (kind, rec)] if (kind, rec) in after else [*after, (kind, rec)]
    with act(project, "member check") as a:
        if outcome is not None:
            a.change("member_check", check, outcome=outcome.strip() or None)
        if turned:
            value = [[kind, rec.hex()] for kind, rec in after]
            a.create("attribute", kept, subject=check, key=_CHANGED, value=value)


def remove_check(project: Project, check: bytes) -> None:
    with act(project, "member check") as a:
        a.remove("member_check", check)


def tally(checks: Iterable[MemberCheck]) -> dict[str, int]:
    """How many gave each answer, in the order of ANSWERS; those that nobody gave are left out."""
    counts = Counter(check.answer for check in checks)
    return {answer: counts[answer] for answer in ANSWERS if counts[answer]}
