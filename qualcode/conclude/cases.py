"""A finding with its voices: who speaks for it, who against, who was asked and said nothing of it.

One rule: what speaks against a finding is looked for by the tool in all that is coded with its themes, and counts neither
way before a person has said what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from textwrap import shorten

from qualcode.conclude.findings import WEIGHED, Finding, findings
from qualcode.conclude.heard import Heard, Piece, heard, opposing
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project

STATES = {
    "tested": ("✓", N_("supported; counter-evidence read")),
    "unread": ("◑", N_("counter-evidence not read to the end")),
    "bare": ("○", N_("nobody looked for counter-evidence")),
    "plausible": ("?", N_("plausible, unverified; not in a report")),
    "rejected": ("✗", N_("rejected")),
}


@dataclass(frozen=True)
class Case:
    """A finding with its voices. ``speaking``: passages that speak for it; ``candidates``: those that speak against it and
    were not yet decided on; ``against`` and ``explained``: those that were; ``silent``: finished sources that were asked and
    do not raise its theme; ``raised`` of ``of`` finished sources speak for it, in these ``areas``. Passages are all there are;
    transcripts and areas are counted as the matrix counts them, in finished sources only."""

    finding: Finding
    speaking: tuple[Piece, ...]
    candidates: tuple[Piece, ...]
    against: tuple[Piece, ...]
    explained: tuple[Piece, ...]
    silent: tuple[bytes, ...]
    raised: int
    of: int
    areas: frozenset[str]

    @property
    def state(self) -> str:
        """A key of STATES."""
        one = self.finding
        if one.status != "supported":
            return one.status
        if not one.negative.strip():
            return "bare"
        return "unread" if self.candidates else "tested"

    @property
    def held_back(self) -> str:
        """Why it does not go into a report; empty where it does."""
        return held_back(self.finding)


def held_back(one: Finding) -> str:
    """Why a finding does not go into a report; empty where it does."""
    if one.status == "plausible":
        return _("plausible, unverified")
    if one.status == "supported" and not one.negative.strip() and not one.reason.strip():
        return _("its counter-evidence was not reviewed, and no reason is written")
    return ""


def said_held_back(project: Project) -> str:
    """In a sentence which findings a report leaves out, and why; nothing where it leaves out none."""
    held = [(one, why) for one in findings(project) if (why := held_back(one))]
    if not held:
        return ""
    shown = "; ".join(f"{one.number} “{shorten(one.claim, 50, placeholder=' …')}” ({why})" for one, why in held[:3])
    said = ngettext("%d finding is not printed", "%d findings are not printed", len(held)) % len(held)
    return f"{said}: {shown}" + (" …" if len(held) > 3 else "")


Span = tuple[bytes, int, int]


def case(one: Finding, ground: Heard) -> Case:
    """A finding with its voices, as the study stands now. A passage that bears several codes is one passage."""
    speaking: dict[Span, Piece] = {}
    opposed: dict[Span, Piece] = {}
    silent: dict[bytes, None] = {}
    finished: set[bytes] = set()
    for theme in one.themes:
        pieces = ground.of_theme(theme)
        contrary = opposing(pieces, ground.natures.get(theme, "neutral"))
        _join(opposed, contrary)
        against = set(map(id, contrary))
        _join(speaking, (piece for piece in pieces if id(piece) not in against))
        for fact in ground.facts(theme):
            if fact.finished:
                finished.add(bytes.fromhex(fact.source))
                if fact.asked is not False and not fact.valences:
                    silent[bytes.fromhex(fact.source)] = None
    named = {bytes.fromhex(rec) for rec in one.evidence.get("codings", ())}
    if named:
        _join(speaking, ground.holding(named))
        opposed = {at: piece for at, piece in opposed.items() if not named & set(piece.segment.codings)}
    sides: dict[str, list[Piece]] = {"": [], **{verdict: [] for verdict in WEIGHED}}
    for piece in opposed.values():
        said = next((one.weighed[rec.hex()] for rec in piece.segment.codings if rec.hex() in one.weighed), "")
        sides[said if said in sides else ""].append(piece)
    raising = {piece.source for piece in speaking.values()}
    if finished:
        raising &= finished
    areas = frozenset(piece.area for piece in speaking.values() if piece.area and piece.source in raising)
    return Case(
        one, tuple(speaking.values()), tuple(sides[""]), tuple(sides["stands"]), tuple(sides["explained"]), tuple(silent),
        len(raising), len(finished) or len(ground.sources), areas,
    )  # fmt: skip


def _join(found: dict[Span, Piece], pieces: Iterable[Piece]) -> None:
    """Add passages; one on the same words takes the codings of both."""
    for piece in pieces:
        at = (piece.source, piece.segment.start, piece.segment.stop)
        if at in found:
            first = found[at].segment
            codings = tuple(dict.fromkeys((*first.codings, *piece.segment.codings)))
            found[at] = replace(found[at], segment=first._replace(codings=codings))
        else:
            found[at] = piece


def cases(project: Project, ground: Heard | None = None) -> list[Case]:
    """Every finding with its voices."""
    known = findings(project)
    if not known:
        return []
    ground = ground or heard(project)
    return [case(one, ground) for one in known]


def evidence_line(one: Case) -> str:
    """What a finding rests on, in one line."""
    told = [_("{m} of {n} transcripts").format(m=one.raised, n=one.of)]
    told.append(ngettext("%d passage", "%d passages", len(one.speaking)) % len(one.speaking))
    figures, verdicts = (len(one.finding.evidence.get(kind, ())) for kind in ("figures", "verdicts"))
    if figures:
        told.append(ngettext("%d figure", "%d figures", figures) % figures)
    if verdicts:
        told.append(ngettext("%d verdict", "%d verdicts", verdicts) % verdicts)
    return " · ".join(told)


def against_line(one: Case) -> str:
    """What speaks against it, in one line: decided, not decided, and who was asked and did not raise it."""
    passages = len(one.against) + len(one.explained) + len(one.candidates)
    told = [ngettext("%d passage", "%d passages", passages) % passages]
    if passages:
        told.append(_("{a} stand, {b} explained, {c} not decided").format(
            a=len(one.against), b=len(one.explained), c=len(one.candidates)))  # fmt: skip
    told.append(
        ngettext("%d transcript asked and silent", "%d transcripts asked and silent", len(one.silent)) % len(one.silent)
    )
    return " · ".join(told)
