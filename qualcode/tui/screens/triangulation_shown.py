"""What the screen of triangulation shows, read at once: links with their areas, threads and passages, and proposing a factor.

The rule: nothing is read while it is drawn; a screen holds what was true when it was read, and reads anew after a write.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.conclude.following import Followed, followed
from qualcode.conclude.joint import Joint
from qualcode.conclude.threads import Deeds, thread_id, who_and_when
from qualcode.conclude.triangulation import Verdict
from qualcode.display.terms import Term, term
from qualcode.i18n import N_, _
from qualcode.report.blocks import Quote
from qualcode.report.joint_lines import segments_of
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.tui.screens.base import Place
from qualcode.tui.widgets.chooser import Choice

QUADRANTS: dict[str, Term] = {
    "S": ("Kekuatan", N_("Strength")),
    "W": ("Kelemahan", N_("Weakness")),
    "O": ("Peluang", N_("Opportunity")),
    "T": ("Ancaman", N_("Threat")),
}


@dataclass(frozen=True)
class Shown:
    """A link as it is drawn: its sampled areas from the worst figure on, the thread of each, and the passages of each cell."""

    joint: Joint
    verdicts: tuple[Verdict, ...]
    threads: dict[str, Followed]
    deeds: dict[str, Deeds]
    quotes: dict[str, tuple[Quote, ...]]
    number: int  # of the link, from 1
    of: int


def read_links(project: Project, found: list[Joint]) -> list[Shown]:
    """All that the screen draws, read at once."""
    quoter = Quoter(project)
    threads = followed(project, found)
    made = []
    for number, one in enumerate(found, 1):
        _inside = one.within  # worked out here, where the project may be read
        here = {f.verdict.area: f for f in threads if f.joint is one and f.verdict is not None}
        sampled = tuple(v for v in one.result.verdicts if v.cell.N)
        deeds: dict[str, Deeds] = {area: who_and_when(project, f.thread) for area, f in here.items() if f.thread}
        quotes: dict[str, tuple[Quote, ...]] = {v.area: quoter.quotes(segments_of(one, v)) for v in sampled}
        made.append(Shown(one, sampled, here, deeds, quotes, number, len(found)))
    return made


def waiting(found: list[Shown]) -> Iterator[tuple[int, int]]:
    """(link, area) of every dissonance that nobody has answered."""
    for number, shown in enumerate(found):
        for row, verdict in enumerate(shown.verdicts):
            one = shown.threads.get(verdict.area)
            if one is not None and one.state in ("unopened", "open"):
                yield number, row


async def propose_factor(place: Place, joint: Joint, area: str, found: list[Joint]) -> None:
    """Ask where what was found in an area stands in the SWOT, and put it there with its evidence."""
    from qualcode.conclude.swot_candidates import candidates, propose

    thread = thread_id(joint.link.id, joint.areas[area].id)
    offered = await place.session.read(lambda project: candidates(project, found=found))
    mine = [one for one in offered if one.theme == joint.theme.id and (thread in one.threads or area in one.areas)]
    one = next((one for one in mine if one.quadrants), None)
    if one is None:
        place.say(_("Nothing to propose here: the two sides do not agree, and no thread was resolved"))
        return
    if one.used:
        place.say(_("It is a factor already: %s") % ", ".join(one.used))
        return
    said = one.resolution or one.name

    async def put(quadrant: str) -> None:
        key = await place.session.write(lambda project: propose(project, one, quadrant))
        place.say(_("Proposed as {factor}: {text}").format(factor=key, text=said))

    def find(query: str) -> list[Choice]:
        named = [Choice(q, q, term(QUADRANTS[q])) for q in one.quadrants]
        return [choice for choice in named if query.casefold() in f"{choice.name} {choice.about}".casefold()]

    title = _("Where does it stand? %s") % said
    place.choose("swot", title, find, lambda choice, stay: place.job(put(choice.key)))
