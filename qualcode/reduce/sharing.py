"""Sharing out work: who would get what, looked at before it is given.

One rule: a plan holds exactly what would be written, so that what is shown of it is what happens; giving it is one action.
Sources that are dealt out go to one coder each, who is responsible for them from then on; what is coded twice goes to
everybody named.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.agreement_reading import informant_turns
from qualcode.reduce.assigning import Assigned, assign
from qualcode.reduce.rounds import Turns
from qualcode.reduce.stratified import Drawn
from qualcode.store import Project, versions


@dataclass(frozen=True)
class Plan:
    """``given``: for each coder their sources, with the turns (0-based; None: all); ``owners``: who is responsible for a source
    from then on; ``drawn``: the sample it rests on; ``round``: the name of a new blind round, empty for none."""

    given: Mapping[bytes, Mapping[bytes, Turns | None]]
    owners: Mapping[bytes, bytes]
    drawn: Drawn | None = None
    round: str = ""


def untaken(project: Project) -> list[bytes]:
    """The sources, by name, that nobody is responsible for, was given or has begun: those that can be dealt out without a
    count changing."""
    return [
        rec
        for (rec,) in project.rows(
            "SELECT id FROM source s WHERE removed=0 AND version IS NOT NULL AND responsible IS NULL"
            " AND NOT EXISTS (SELECT 1 FROM assignment a WHERE a.source=s.id AND a.removed=0)"
            " AND NOT EXISTS (SELECT 1 FROM coding c WHERE c.source=s.id AND c.removed=0)"
            " AND NOT EXISTS (SELECT 1 FROM completion c WHERE c.source=s.id AND c.removed=0) ORDER BY name"
        )
    ]


def dealt(project: Project, sources: Sequence[bytes], coders: Sequence[bytes]) -> Plan:
    """Each source to one of the coders, who end with about as many of the informants' turns each: the longest source first,
    always to who has least (longest processing time first: Graham 1969, SIAM J Appl Math 17, pp. 416-429). UserError where
    there is nothing to deal out, or nobody."""
    if not sources:
        raise UserError(_("every source has somebody already"), todo=_("Name the sources that are to be given"))
    if not coders:
        raise UserError(_("to whom?"), todo=_("Name the coders, with commas between"))
    sizes = {source: turns_of(project, source) for source in sources}
    load = dict.fromkeys(coders, 0)
    owners: dict[bytes, bytes] = {}
    for source in sorted(sources, key=lambda source: (-sizes[source], source)):  # by id: the same on every device
        one = min(coders, key=load.__getitem__)
        owners[source] = one
        load[one] += max(1, sizes[source])
    return Plan({one: {s: None for s in sources if owners[s] == one} for one in coders}, owners)


def twice(
    coders: Collection[bytes], sources: Collection[bytes], drawn: Drawn | None = None, round_name: str = ""
) -> Plan:
    """The same sources, or of those of ``drawn`` the turns drawn, to each of the coders; blind with a ``round_name``. UserError
    for fewer than two coders."""
    if len(set(coders)) < 2:
        raise UserError(_("coding twice needs two coders"), todo=_("Name them with a comma: sri, bagus"))
    turns = drawn.turns if drawn is not None else None
    part = {source: turns[source] if turns is not None else None for source in (drawn.sources if drawn else sources)}
    return Plan(dict.fromkeys(coders, part), {}, drawn, round_name.strip())


def turns_each(project: Project, plan: Plan) -> dict[bytes, int]:
    """How many of the informants' turns each coder of a plan would get."""
    whole: dict[bytes, int] = {}
    found = {}
    for coder, part in plan.given.items():
        for source, turns in part.items():
            if turns is None and source not in whole:
                whole[source] = turns_of(project, source)
        found[coder] = sum(whole[source] if turns is None else len(turns) for source, turns in part.items())
    return found


def turns_of(project: Project, source: bytes) -> int:
    """How many turns of informants a source has."""
    now = versions.current(project, source)
    return sum(1 for _turn in informant_turns(project, now)) if now is not None else 0


def share_out(project: Project, plan: Plan) -> Assigned:
    """Give what was planned, in one action."""
    who: dict[bytes, list[bytes]] = {}
    turns: dict[bytes, Turns] = {}
    for coder, part in plan.given.items():
        for source, some in part.items():
            who.setdefault(source, []).append(coder)
            if some is not None:
                turns[source] = some
    return assign(
        project, list(who), who, round_name=plan.round or None, turns=turns or None, responsible=plan.owners,
        share=plan.drawn.share if plan.drawn else None, seed=plan.drawn.seed if plan.drawn else None,
    )  # fmt: skip
