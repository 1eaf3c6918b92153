"""The chain that leads to a finding: claims in their order, each with its own evidence, and what a tool can see of it.

One rule: whether a claim follows from the one before is a person's word, written on the step it leaves from. A tool sees no
more than this: a step that rests on nothing, a step only one informant speaks for, and two steps that nothing ties, because no
transcript speaks in both and nobody wrote why the one leads to the other. Building a logical chain of evidence: Miles &
Huberman 1994, pp. 260-261. The finding's own claim is what the chain leads to; a finding without steps is as it always was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from qualcode.conclude.cases import Case, case
from qualcode.conclude.evidence import evidence_words
from qualcode.conclude.findings import Claim, Finding, resting
from qualcode.conclude.heard import Heard, Piece
from qualcode.display.terms import Term, term
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Act, Project, act
from qualcode.store.ids import new_id

FAULTS: dict[str, Term] = {
    "bare": ("langkah {k} tidak bertumpu pada apa pun", N_("step {k} rests on nothing")),
    "alone": ("langkah {k} hanya dari satu informan", N_("only one informant speaks for step {k}")),
    "loose": (
        "tidak ada yang menghubungkan langkah {k} dengan langkah {l}: tidak ada transkrip yang memuat keduanya, dan alasannya belum ditulis",
        N_("nothing ties step {k} to step {l}: no transcript speaks in both, and no reason is written"),
    ),
    "loose-end": (
        "tidak ada yang menghubungkan langkah {k} dengan temuan: tidak ada transkrip yang memuat keduanya, dan alasannya belum ditulis",
        N_("nothing ties step {k} to the finding: no transcript speaks in both, and no reason is written"),
    ),
}


@dataclass(frozen=True)
class Step:
    """A claim with what it rests on now: ``pieces`` that speak for it, in ``raised`` transcripts by ``voices`` informants;
    ``beside``: figures, verdicts and themes in words; ``ties``: how many transcripts speak in it and in the next one (of the
    last: in it and for the finding); ``faults``: keys of FAULTS."""

    claim: Claim
    pieces: tuple[Piece, ...]
    beside: tuple[tuple[str, str, str], ...]  # kind of EVIDENCE, hex id, words
    ties: int
    faults: tuple[str, ...] = ()

    @property
    def raised(self) -> int:
        return len({piece.source for piece in self.pieces})

    @property
    def voices(self) -> int:
        return len({piece.voice for piece in self.pieces})

    @property
    def by_voices(self) -> bool:
        """Whether nothing but voices speaks for it: a theme is the passages it holds."""
        return all(kind == "themes" for kind, _rec, _words in self.beside)

    @property
    def bare(self) -> bool:
        return not self.pieces and self.by_voices


def chain(project: Project, one: Case, ground: Heard) -> list[Step]:
    """The steps to a finding as the study stands now, in their order; none where it has none."""
    made = []
    for claim in one.finding.claims:
        alone = replace(one.finding, theme=None, evidence=claim.evidence)
        made.append(Step(claim, case(alone, ground).speaking, tuple(evidence_words(project, alone)), 0))
    found = []
    for step, after in zip_longest(made, made[1:]):
        there = after.pieces if after is not None else one.speaking
        ties = len({piece.source for piece in step.pieces} & {piece.source for piece in there})
        faults = ["bare"] if step.bare else ["alone"] if step.voices == 1 and step.by_voices else []
        if not (ties or step.claim.leads or step.bare or (after is not None and after.bare)):
            faults.append("loose" if after is not None else "loose-end")
        found.append(replace(step, ties=ties, faults=tuple(faults)))
    return found


def fault_lines(steps: Sequence[Step]) -> Iterator[str]:
    """What is wrong with a chain, in words."""
    for step in steps:
        for fault in step.faults:
            yield term(FAULTS[fault]).format(k=step.claim.number, l=step.claim.number + 1)


def chain_line(steps: Sequence[Step]) -> str:
    """A chain in one line: how many steps, and the first thing that is wrong with it."""
    told = ngettext("%d step", "%d steps", len(steps)) % len(steps)
    wrong = list(fault_lines(steps))
    more = f" +{len(wrong) - 1}" if len(wrong) > 1 else ""
    return told + (f" · ! {wrong[0]}{more}" if wrong else "")


def step_line(step: Step) -> str:
    """What a step rests on, in one line."""
    told = []
    if step.pieces:
        told.append(ngettext("%d passage", "%d passages", len(step.pieces)) % len(step.pieces))
        told.append(ngettext("%d transcript", "%d transcripts", step.raised) % step.raised)
        told.append(ngettext("%d informant", "%d informants", step.voices) % step.voices)
    told += [words for _kind, _rec, words in step.beside]
    return " · ".join(told) or _("rests on nothing")


# Writing


def claim_at(one: Finding, number: str) -> Claim:
    """The step of this number, or whose id begins so. UserError where there is none."""
    for claim in one.claims:
        if number.strip() == str(claim.number) or (len(number) >= 6 and claim.id.hex().startswith(number.lower())):
            return claim
    raise UserError(
        _("finding {n} has no step {k}").format(n=one.number, k=number),
        todo=_("“qualcode %s” lists them") % f"findings claims show {one.number}",
    )


def add_claim(
    project: Project, one: Finding, text: str, *, at: int | None = None, leads: str = "",
    evidence: Mapping[str, Iterable[str]] | None = None,
) -> bytes:  # fmt: skip
    """A new step, at this place from 1 (None: behind the others); its id. One action. UserError where it has no words."""
    if not text.strip():
        raise UserError(_("a step needs a claim"))
    order = [claim.id for claim in one.claims]
    place = min(max(at or len(order) + 1, 1), len(order) + 1)
    last = project.value("SELECT MAX(position) FROM claim WHERE finding=? AND removed=0", one.id) or 0
    rec = new_id(project.clock())
    with act(project, "finding") as a:
        a.create(
            "claim", rec, finding=one.id, text=text.strip(), leads=leads.strip() or None, position=last + 1,
            evidence={kind: list(ids) for kind, ids in (evidence or {}).items()},
        )  # fmt: skip
        if place <= len(order):
            order.insert(place - 1, rec)
            _number(project, a, order)
    return rec


def _number(project: Project, a: Act, order: Sequence[bytes]) -> None:
    """Number steps in this order; what stands right is not written, so that it meets nobody else's order."""
    there = dict(project.rows("SELECT id, position FROM claim WHERE removed=0"))
    for position, rec in enumerate(order, 1):
        if there.get(rec) != position:
            a.change("claim", rec, position=position)


def set_claim(project: Project, claim: Claim, *, text: str | None = None, leads: str | None = None) -> None:
    """Write a step's claim, or why it leads on (empty: taken off). One action. UserError where it would have no words."""
    if text is not None and not text.strip():
        raise UserError(_("a step needs a claim"))
    written = {"text": text, "leads": leads}
    with act(project, "finding") as a:
        a.change("claim", claim.id, **{name: said.strip() or None for name, said in written.items() if said is not None})  # fmt: skip


def move_claim(project: Project, one: Finding, claim: Claim, to: int) -> int:
    """Put a step at this place from 1, as far as the chain goes; where it is now. One action."""
    order = [each.id for each in one.claims if each.id != claim.id]
    place = min(max(to, 1), len(order) + 1)
    order.insert(place - 1, claim.id)
    with act(project, "finding") as a:
        _number(project, a, order)
    return place


def remove_claim(project: Project, claim: Claim) -> None:
    """Take a step off. Undoable; the evidence stays where it is."""
    with act(project, "finding") as a:
        a.remove("claim", claim.id)


def step_rests_on(project: Project, claim: Claim, named: Mapping[str, Iterable[str]], *, off: bool = False) -> int:
    """Add evidence to a step (hex ids by kind of EVIDENCE), or take it off; how many changed. One action."""
    then, changed = resting(claim.evidence, named, off=off)
    with act(project, "finding") as a:
        a.change("claim", claim.id, evidence=then)
    return changed


def with_themes(one: Finding, claim: Claim) -> Finding:
    """The finding as resting on a step's themes too: what a verdict that is named for the step may be of."""
    both = dict.fromkeys((*one.evidence.get("themes", ()), *claim.evidence.get("themes", ())))
    return replace(one, evidence=one.evidence | {"themes": tuple(both)})
