"""The queue: every proposal with why it is made and how keywords of its kind have done, in the order worth deciding.

One rule: nothing here is data until a person decides, and a deed is one action however many it decides, so that one undo
takes it back. Bands, not percentages: a chance orders the queue and is never shown.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from qualcode.i18n import N_
from qualcode.reduce.accepting import accept, refuse_in_round, turn_down
from qualcode.reduce.codebook import Code
from qualcode.reduce.codings import put
from qualcode.reduce.keyword_record import DECIDED, Record, records
from qualcode.reduce.learning import BY_KEYWORD, Fit, chances, proposals
from qualcode.reduce.suggestions import Suggestion, suggestions
from qualcode.store import Project, act

BANDS = (N_("nearly certain"), N_("likely"), N_("doubtful"))
CERTAIN, LIKELY = 0.7, 0.4
BELIEF = 4  # decisions that what is usual of a keyword weighs, beside those made on it
SHOWN = 3  # examples before a group is accepted


@dataclass(frozen=True)
class Proposal:
    """A suggestion in the queue. ``chance`` orders it; ``band``: index into ``BANDS``; ``record``: of its keyword, None where
    none found it; ``backed``: decisions stand behind the chance, without which nothing is called nearly certain."""

    suggestion: Suggestion
    chance: float
    record: Record | None
    backed: bool

    @property
    def band(self) -> int:
        return 0 if self.chance >= CERTAIN and self.backed else 1 if self.chance >= LIKELY else 2


@dataclass(frozen=True)
class Group:
    """Proposals that are decided together: of one code (or, by source, one source) and one keyword. ``title``: the code or
    the source; ``wording``: the keyword, or empty for what was learned."""

    title: str
    wording: str
    proposals: tuple[Proposal, ...]

    @property
    def band(self) -> int:
        return min(one.band for one in self.proposals)


def queue(
    project: Project, coder: bytes, *, codes: Iterable[bytes] | None = None, sources: Iterable[bytes] | None = None,
    learned: Fit | None = None,
) -> list[Proposal]:  # fmt: skip
    """What waits for this coder, the likeliest first. ``learned``: what was learned from their decisions, which then orders
    the queue and proposes passages that no keyword finds."""
    codes = None if codes is None else set(codes)
    sources = None if sources is None else set(sources)
    found = suggestions(project, coder, codes=codes, sources=sources)
    if learned is not None:
        found += [
            one
            for one in proposals(learned)
            if (codes is None or one.code.id in codes) and (sources is None or one.source in sources)
        ]
    known = {(one.code.id, one.keyword): one for one in records(project, coder=coder)}
    by_model = chances(learned, found) if learned is not None else [None] * len(found)
    made = []
    for one, model in zip(found, by_model, strict=True):
        record = known.get((one.code.id, one.keyword))
        backed = model is not None or (record is not None and record.decided >= DECIDED)
        made.append(Proposal(one, _chance(one, record, model), record, backed))
    return sorted(made, key=lambda one: -one.chance)


def _chance(one: Suggestion, record: Record | None, model: float | None) -> float:
    """What its keyword did so far, drawn towards what is usual; with a model, the mean of the two."""
    if one.learned:
        return model or 0.0
    usual = BY_KEYWORD[2] if one.strength == "strong" else BY_KEYWORD[1]
    accepted, decided = (record.accepted, record.decided) if record else (0, 0)
    own = (accepted + BELIEF * usual) / (decided + BELIEF)
    return own if model is None else (own + model) / 2


def groups(some: Sequence[Proposal], names: dict[bytes, str], *, by_source: bool = False) -> list[Group]:
    """The queue in groups, best band first: of each code the keywords, or of each source the codes. ``names``: of sources."""
    found: dict[tuple[str, str], list[Proposal]] = defaultdict(list)
    for one in some:
        it = one.suggestion
        key = (names.get(it.source, "?"), it.code.shown) if by_source else (it.code.shown, it.keyword)
        found[key].append(one)
    made = [Group(title, wording, tuple(members)) for (title, wording), members in found.items()]
    best: dict[str, tuple[int, int]] = {}
    for group in made:
        band, count = best.get(group.title, (9, 0))
        best[group.title] = (min(band, group.band), count - len(group.proposals))
    return sorted(made, key=lambda g: (*best[g.title], g.title, g.band, -len(g.proposals), g.wording))


def decided_so_far(project: Project, coder: bytes) -> tuple[int, int]:
    """How many suggestions this coder accepted, one by one or in bulk, of how many decided."""
    accepted = project.value(
        "SELECT COUNT(*) FROM coding WHERE coder=? AND origin IN ('keyword', 'learned') AND removed=0", coder
    )
    rejected = project.value("SELECT COUNT(*) FROM decision WHERE coder=? AND decision='rejected' AND removed=0", coder)
    return accepted, accepted + rejected


def accept_here(project: Project, one: Suggestion, coder: bytes, start: int, stop: int) -> None:
    """Accept a suggestion on other words than proposed: ``[start, stop)`` of the source's current version. UserError where
    they hold no speech."""
    accept(project, [replace(one, start=start, stop=stop)], coder, bulk=False)


def accept_as(project: Project, one: Suggestion, coder: bytes, code: Code) -> None:
    """Give the passage another code than proposed; what was proposed is turned down with it, in one action. The coding is
    the coder's own: no keyword proposed it."""
    refuse_in_round(project, [one])
    with act(project, "accept", who=coder) as a:
        put(
            project, a, one.source, code.id, one.start, one.stop, coder=coder, origin="manual", review="one",
            valence=code.valence, about=one.about,
        )  # fmt: skip
        turn_down(a, one, coder)
