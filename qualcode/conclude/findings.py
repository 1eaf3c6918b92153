"""Findings: a conclusion with the claims that lead to it, what it rests on, what speaks against it, its rivals and its tests.

One rule: a finding is plausible and unverified until somebody has tested it (Miles & Huberman 1994, pp. 246, 262-277).
It becomes supported only with a tactic recorded and its counter-evidence read; who goes without writes a reason, and the
reason is printed. Counter-evidence is found by the tool and decided by a person; neither can do the other's part.

Evidence is kept as names that lead somewhere (themes, codings, figures, verdicts), never as words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
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
class Claim:
    """A step of the chain that leads to a finding: ``number`` from 1 in their order, ``leads``: why it leads to the next step,
    the last one to the finding; ``evidence`` as a finding's."""

    id: bytes
    number: int
    text: str
    leads: str
    evidence: dict[str, tuple[str, ...]]


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
    claims: tuple[Claim, ...] = ()

    @property
    def themes(self) -> tuple[bytes, ...]:
        """The theme it is about, and those it rests on."""
        named = (bytes.fromhex(one) for one in self.evidence.get("themes", ()))
        return tuple(dict.fromkeys([*((self.theme,) if self.theme else ()), *named]))


def findings(project: Project) -> list[Finding]:
    """The findings in their order, each with its tactics, its rivals and the claims that lead to it."""
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
    claims: dict[bytes, list[Claim]] = {}
    for rec, of, text, leads, evidence in project.rows(
        "SELECT id, finding, text, leads, evidence FROM claim WHERE removed=0 ORDER BY position, id"
    ):
        chain = claims.setdefault(of, [])
        words = blobs.prose(project.conn, text), blobs.prose(project.conn, leads)
        chain.append(Claim(rec, len(chain) + 1, *words, _evidence(evidence)))
    rows = project.rows(
        "SELECT f.id, f.claim, f.status, t.id, f.evidence, f.against, f.negative, f.reason, f.holdout FROM finding f"
        " LEFT JOIN theme t ON t.id=f.theme AND t.removed=0 WHERE f.removed=0 ORDER BY f.position, f.k"
    )
    return [
        Finding(
            rec, number, blobs.prose(project.conn, claim), status, theme,
            _evidence(evidence), json.loads(against or "{}"),
            blobs.prose(project.conn, negative), blobs.prose(project.conn, reason), json.loads(holdout or "{}"),
            tuple(tactics.get(rec, ())), tuple(rivals.get(rec, ())), tuple(claims.get(rec, ())),
        )
        for number, (rec, claim, status, theme, evidence, against, negative, reason, holdout) in enumerate(rows, 1)
    ]  # fmt: skip


def _evidence(kept: str | None) -> dict[str, tuple[str, ...]]:
    return {kind: tuple(ids) for kind, ids in json.loads(kept or "{}").items()}


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


def set_finding(
    project: Project, one: Finding, *, theme: bytes | None = None, status: str | None = None, **fields: str
) -> None:
    """Write these FIELDS, what theme it is about, and its status; an empty text is taken off. One action. UserError where it
    would be supported without a tactic or without its counter-evidence reviewed, unless a reason is written: that is printed."""
    if "claim" in fields and not fields["claim"].strip():
        raise UserError(_("a finding needs a claim"))
    written: dict[str, object] = {name: text.strip() or None for name, text in fields.items() if name in FIELDS}
    if theme is not None:
        written["theme"] = theme
    if status is not None:
        if status not in STATUSES:
            raise UserError(_("“%s” is no %s") % (status, "status"), todo=", ".join(STATUSES))
        written["status"] = status
        if status == "supported":
            _refuse_untested(
                one, str(written.get("negative", one.negative) or ""), str(written.get("reason", one.reason) or "")
            )
    with act(project, "finding") as a:
        a.change("finding", one.id, **written)


def _refuse_untested(one: Finding, negative: str, reason: str) -> None:
    lacks = [] if one.tactics else [_("a tactic that tested it")]
    if not negative:
        lacks.append(_("its counter-evidence reviewed, with a memo"))
    if lacks and not reason:
        raise UserError(
            _("finding %d is not ready to be supported") % one.number,
            todo=_("Missing: %s. Or write a reason") % "; ".join(lacks),
        )


def rest_on(project: Project, one: Finding, named: Mapping[str, Iterable[str]], *, off: bool = False) -> int:
    """Add evidence (hex ids by kind of EVIDENCE), or take it off; how many changed. One action."""
    then, changed = resting(one.evidence, named, off=off)
    with act(project, "finding") as a:
        a.change("finding", one.id, evidence=then)
    return changed


def resting(
    evidence: Mapping[str, Iterable[str]], named: Mapping[str, Iterable[str]], *, off: bool = False
) -> tuple[dict[str, list[str]], int]:
    """Evidence with what is named added or taken off, and how many changed."""
    then, changed = {kind: list(ids) for kind, ids in evidence.items()}, 0
    for kind, ids in named.items():
        now = then.setdefault(kind, [])
        meant = [rec for rec in dict.fromkeys(ids) if (rec in now) is off]
        then[kind] = [rec for rec in now if rec not in meant] if off else now + meant
        changed += len(meant)
    return {kind: ids for kind, ids in then.items() if ids}, changed


def weigh(project: Project, one: Finding, codings: Iterable[bytes], verdict: str, memo: str = "") -> None:
    """Say of passages that speak against a finding that they ``stand`` against it or are ``explained``; empty: not decided.
    ``memo``: what reading them came to; with one the counter-evidence counts as reviewed. One action."""
    if verdict and verdict not in WEIGHED:
        raise UserError(_("“%s” is no %s") % (verdict, "verdict"), todo=", ".join(WEIGHED))
    of = {rec.hex() for rec in codings}
    then = {rec: said for rec, said in one.weighed.items() if rec not in of}
    if verdict:
        then |= dict.fromkeys(sorted(of), verdict)
    with act(project, "finding") as a:
        a.change("finding", one.id, against=then, **({"negative": memo.strip()} if memo.strip() else {}))


def write_rival(project: Project, one: Finding, text: str, verdict: str = "", *, off: bool = False) -> None:
    """Another explanation of what was found, with what became of it (of VERDICTS, or empty); one of the same words is judged
    anew, or taken off. One action. UserError where it is empty, the verdict none, or none is there to be taken off."""
    if not text.strip():
        raise UserError(_("a rival explanation needs words"))
    if verdict and verdict not in VERDICTS:
        raise UserError(_("“%s” is no %s") % (verdict, "verdict"), todo=", ".join(VERDICTS))
    there = next((rival.id for rival in one.rivals if fold(rival.text) == fold(text)), None)
    if off and there is None:
        raise UserError(_("there is no such rival explanation"))
    with act(project, "finding") as a:
        if there is None:
            a.create(
                "rival",
                new_id(project.clock()),
                finding=one.id,
                text=text.strip(),
                verdict=verdict or None,
                evidence=[],
            )
        elif off:
            a.remove("rival", there)
        else:
            a.change("rival", there, verdict=verdict or None)


def remove_finding(project: Project, finding: bytes) -> None:
    """Take a finding off, with its tactics, rivals and claims. Undoable; the evidence stays where it is."""
    with act(project, "finding") as a:
        for kind in ("tactic", "rival", "claim"):
            for (rec,) in project.rows(f'SELECT id FROM "{kind}" WHERE finding=? AND removed=0', finding):
                a.remove(kind, rec)
        a.remove("finding", finding)
