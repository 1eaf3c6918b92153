"""What a coding is about, where the words name another place than the speaker's: proposed, and set when a person says so.

Proposed only where it is plain: the passage names exactly one kelurahan that is not the speaker's own, or it names none
and its turn does so. A coding that has an ``about`` keeps it, and one about its own area needs none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.collect.places import PlaceMention, mentions
from qualcode.reduce.codings import Coding, codings
from qualcode.store import Project, act


@dataclass(frozen=True)
class AboutProposal:
    """``region``: what the coding may be about; ``words``: the name as it stands there; ``turn``: from 1; ``sure``: the
    passage itself names it, and the name is no doubtful one."""

    coding: Coding
    region: bytes
    region_name: str
    words: str
    turn: int
    sure: bool


def about_proposals(project: Project, sources: Iterable[bytes] | None = None) -> list[AboutProposal]:
    """Codings without an ``about`` whose words name one other kelurahan; of all sources or those given."""
    wanted = None if sources is None else set(sources)
    open_: defaultdict[bytes, list[Coding]] = defaultdict(list)
    for one in codings(project):
        if one.about is None and one.state != "lost" and (wanted is None or one.source in wanted):
            open_[one.source].append(one)
    return [
        proposal
        for source, coded in open_.items()
        for proposal in _in_source([m for m in mentions(project, source) if m.level == "kelurahan"], coded, project)
    ]


def _in_source(named: list[PlaceMention], coded: list[Coding], project: Project) -> Iterable[AboutProposal]:
    from qualcode.collect.inventory import turns_of

    if not named:
        return
    turns = turns_of(project, coded[0].source)
    for one in coded:
        reached = {t.number for t in turns if t.start < one.stop and one.start < t.stop}
        inside = [m for m in named if m.start < one.stop and one.start < m.stop]
        around = inside or [m for m in named if m.turn in reached]
        other = {m.region for m in around if m.elsewhere}
        if len(other) == 1 and all(m.elsewhere for m in around):
            first = around[0]
            yield AboutProposal(one, first.region, first.name, first.words, first.turn, bool(inside) and first.sure)


def accept_about(project: Project, chosen: Iterable[AboutProposal]) -> int:
    """Set ``about`` of the codings; how many. One action."""
    with act(project, "edit") as a:
        for one in chosen:
            a.change("coding", one.coding.id, about=one.region)
        return len(a.pending)
