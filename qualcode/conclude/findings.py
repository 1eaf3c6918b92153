"""Findings: a conclusion with what it rests on, what speaks against it, its rivals and how it was tested.

One rule: a finding is plausible and unverified until somebody has tested it (Miles & Huberman 1994, pp. 246, 262-277).
It becomes supported only with a tactic recorded and its counter-evidence read; who goes without writes a reason, and the
reason is printed. Counter-evidence is found by the tool and decided by a person; neither can do the other's part.

Evidence is kept as names that lead somewhere (themes, codings, figures, verdicts), never as words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act, blobs
from qualcode.store.ids import fold, new_id

STATUSES = ("plausible", "supported", "rejected")
EVIDENCE = ("themes", "codings", "figures", "verdicts")
WEIGHED = ("stands", "explained")
"""What a person may say of a passage that speaks against a finding: it stands against it, or it is explained."""
VERDICTS = ("excluded", "weaker", "stronger", "open")
"""What may become of a rival explanation."""


@dataclass(frozen=True)
class Tactic:
    """A tactic as logged: its number in 1..13, the outcome (holds, weakens, open), a note, and what was computed."""

    id: bytes
    tactic: int
    outcome: str
    note: str
    computed: dict[str, object] | None
    who: str


@dataclass(frozen=True)
class Rival:
    """Another explanation and its verdict, one of VERDICTS or empty."""

    id: bytes
    text: str
    verdict: str
    evidence: tuple[bytes, ...]  # codings


@dataclass(frozen=True)
class Finding:
    """``number`` from 1 in their order; ``evidence``: ids by kind of EVIDENCE, a verdict being ``link:region`` in hex;
    ``weighed``: what was said of each opposing coding, one of WEIGHED; ``negative``: what reading the counter-evidence came
    to; ``reason``: why it goes without; ``holdout``: the sources set aside to test it on, and when."""

    id: bytes
    number: int
    claim: str
    status: str
    theme: bytes | None
    evidence: dict[str, tuple[str, ...]]
    weighed: dict[str, str]
    negative: str
    reason: str
    holdout: dict[str, object]
    tactics: tuple[Tactic, ...] = ()
    rivals: tuple[Rival, ...] = ()

    @property
    def themes(self) -> tuple[bytes, ...]:
        """The theme it is about, and those it rests on."""
        named = (bytes.fromhex(one) for one in self.evidence.get("themes", ()))
        return tuple(dict.fromkeys([*((self.theme,) if self.theme else ()), *named]))


def findings(project: Project) -> list[Finding]:
    """The findings in their order, each with its tactics and rivals."""
    people = dict(project.rows("SELECT id, name FROM coder"))
    tactics: dict[bytes, list[Tactic]] = {}
    for rec, of, number, outcome, note, computed, coder in project.rows(
        "SELECT id, finding, tactic, outcome, note, computed, coder FROM tactic WHERE removed=0 ORDER BY tactic, k"
    ):
        made = json.loads(computed) if computed else None
        tactics.setdefault(of, []).append(
            Tactic(rec, number, outcome or "", blobs.prose(project.conn, note), made, people.get(coder, ""))
        )
    rivals: dict[bytes, list[Rival]] = {}
    for rec, of, text, verdict, evidence in project.rows(
        "SELECT id, finding, text, verdict, evidence FROM rival WHERE removed=0 ORDER BY k"
    ):
        codings = tuple(map(bytes.fromhex, json.loads(evidence or "[]")))
        rivals.setdefault(of, []).append(Rival(rec, blobs.prose(project.conn, text), verdict or "", codings))
    rows = project.rows(
        "SELECT f.id, f.claim, f.status, t.id, f.evidence, f.against, f.negative, f.reason, f.holdout FROM finding f"
        " LEFT JOIN theme t ON t.id=f.theme AND t.removed=0 WHERE f.removed=0 ORDER BY f.position, f.k"
    )
    return [
        Finding(
            rec, number, blobs.prose(project.conn, claim), status, theme,
            {kind: tuple(ids) for kind, ids in json.loads(evidence or "{}").items()}, json.loads(against or "{}"),
            blobs.prose(project.conn, negative), blobs.prose(project.conn, reason), json.loads(holdout or "{}"),
            tuple(tactics.get(rec, ())), tuple(rivals.get(rec, ())),
        )
        for number, (rec, claim, status, theme, evidence, against, negative, reason, holdout) in enumerate(rows, 1)
    ]  # fmt: skip


def finding_named(project: Project, name: str) -> Finding:
    """By its number (1, 2 ...), the beginning of its id, or of its claim. UserError where it is none or several."""
    known = findings(project)
    wanted = fold(name)
    exact = [one for one in known if name == str(one.number)]
    near = exact or [one for one in known if len(wanted) >= 4 and (one.id.hex().startswith(wanted) or fold(one.claim).startswith(wanted))]  # fmt: skip
    if len(near) == 1:
        return near[0]
    raise UserError(_("there is no finding “%s”") % name, todo=_("“qualcode %s” lists them") % "findings")


# Writing


def add_finding(
    project: Project, claim: str, *, theme: bytes | None = None, evidence: dict[str, Iterable[str]] | None = None
) -> bytes:
    """A new finding, plausible and unverified, behind the others. UserError where the claim is empty."""
    if not claim.strip():
        raise UserError(_("a finding needs a claim"))
    with act(project, "finding") as a:
        position = (project.value("SELECT MAX(position) FROM finding") or 0) + 1
        kept = {kind: list(ids) for kind, ids in (evidence or {}).items()}
        return a.create(
            "finding", new_id(project.clock()), claim=claim.strip(), status="plausible", theme=theme, evidence=kept,
            position=position,
        )  # fmt: skip


FIELDS = ("claim", "negative", "reason")


def set_finding(project: Project, finding: bytes, *, theme: bytes | None = None, **fields: str) -> None:
    """Write these FIELDS, or what theme it is about; an empty text is taken off. One action."""
    if "claim" in fields and not fields["claim"].strip():
        raise UserError(_("a finding needs a claim"))
    written: dict[str, object] = {name: text.strip() or None for name, text in fields.items() if name in FIELDS}
    if theme is not None:
        written["theme"] = theme
    with act(project, "finding") as a:
        a.change("finding", finding, **written)


def set_status(project: Project, one: Finding, status: str, reason: str = "") -> None:
    """Settle a finding, or take it back to plausible. UserError where it would be supported without a tactic or without its
    counter-evidence reviewed, unless a reason says why; the reason is kept and printed."""
    if status not in STATUSES:
        raise UserError(_("“%s” is no %s") % (status, "status"), todo=", ".join(STATUSES))
    reason = reason.strip() or one.reason
    if status == "supported" and not reason:
        lacks = []
        if not one.tactics:
            lacks.append(_("a tactic that tested it"))
        if not one.negative.strip():
            lacks.append(_("its counter-evidence reviewed, with a memo"))
        if lacks:
            raise UserError(
                _("finding %d is not ready to be supported") % one.number,
                todo=_("Missing: %s. Or write a reason") % "; ".join(lacks),
            )
    with act(project, "finding") as a:
        a.change("finding", one.id, status=status, reason=reason or None)


def rest_on(project: Project, one: Finding, kind: str, ids: Iterable[str], *, off: bool = False) -> int:
    """Add evidence of a kind of EVIDENCE (hex ids), or take it off; how many changed."""
    now = list(one.evidence.get(kind, ()))
    asked = list(dict.fromkeys(ids))
    then = [rec for rec in now if rec not in asked] if off else [*now, *(rec for rec in asked if rec not in now)]
    with act(project, "finding") as a:
        a.change("finding", one.id, evidence={name: list(held) for name, held in one.evidence.items()} | {kind: then})
    return abs(len(then) - len(now))


def weigh(project: Project, one: Finding, codings: Iterable[bytes], verdict: str) -> None:
    """Say of a passage that speaks against a finding that it ``stands`` or is ``explained``; empty: not decided. One action."""
    if verdict and verdict not in WEIGHED:
        raise UserError(_("“%s” is no %s") % (verdict, "verdict"), todo=", ".join(WEIGHED))
    then = {rec: said for rec, said in one.weighed.items() if bytes.fromhex(rec) not in set(codings)}
    if verdict:
        then |= {rec.hex(): verdict for rec in codings}
    with act(project, "finding") as a:
        a.change("finding", one.id, against=then)


def add_rival(project: Project, finding: bytes, text: str, verdict: str = "", evidence: Iterable[bytes] = ()) -> bytes:
    """Another explanation of what was found. UserError where it is empty or the verdict none of VERDICTS."""
    if not text.strip():
        raise UserError(_("a rival explanation needs words"))
    with act(project, "finding") as a:
        return a.create(
            "rival", new_id(project.clock()), finding=finding, text=text.strip(), verdict=_rival_verdict(verdict),
            evidence=[rec.hex() for rec in evidence],
        )  # fmt: skip


def judge_rival(project: Project, rival: bytes, verdict: str) -> None:
    """Say what became of a rival explanation."""
    with act(project, "finding") as a:
        a.change("rival", rival, verdict=_rival_verdict(verdict))


def _rival_verdict(verdict: str) -> str | None:
    if verdict and verdict not in VERDICTS:
        raise UserError(_("“%s” is no %s") % (verdict, "verdict"), todo=", ".join(VERDICTS))
    return verdict or None


def remove_finding(project: Project, finding: bytes) -> None:
    """Take a finding off, with its tactics and rivals. Undoable; the evidence stays where it is."""
    with act(project, "finding") as a:
        for kind in ("tactic", "rival"):
            for (rec,) in project.rows(f'SELECT id FROM "{kind}" WHERE finding=? AND removed=0', finding):
                a.remove(kind, rec)
        a.remove("finding", finding)


def move_finding(project: Project, order: Iterable[bytes]) -> None:
    """Put the findings into this order. One action."""
    with act(project, "finding") as a:
        for position, rec in enumerate(order, 1):
            a.change("finding", rec, position=position)
