"""Sources set aside to test a finding on: who, how chosen, and whether anybody had looked.

One rule: setting aside is declared once and dated. Declared after the test was run or the finding settled it is stamped
'after', and how many of the sources had been coded by then is kept with it; nothing can make it 'before' again.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import cast

from qualcode.conclude.findings import Finding
from qualcode.conclude.heard import Heard
from qualcode.conclude.tactics import drawn
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act

REPLICATION = 11
WAYS = ("random", "from", "interviewer")


@dataclass(frozen=True)
class HoldOut:
    """``way``: random, from (a date) or interviewer; ``value``: the share and seed, the day or the name; ``made``: before or
    after looking; ``coded``: how many of the sources were finished for the finding's themes by then; ``declared``: ms."""

    sources: tuple[bytes, ...]
    way: str
    value: str
    made: str
    coded: int
    declared: int


def held_out(one: Finding) -> HoldOut | None:
    """The sources set aside for a finding; None where none were."""
    if not one.holdout.get("sources"):
        return None
    kept = one.holdout
    sources = tuple(map(bytes.fromhex, cast("list[str]", kept["sources"])))
    return HoldOut(
        sources, str(kept["way"]), str(kept["value"]), str(kept["made"]), cast("int", kept["coded"]), cast("int", kept["declared"])
    )  # fmt: skip


def chosen(project: Project, way: str, value: str, *, share: float = 0.3, seed: int = 1) -> list[bytes]:
    """The sources a way names: ``random`` (a share by chance), ``from`` (dated on or after this day), ``interviewer`` (of
    this field worker). UserError where that is none of the sources, or all of them."""
    rows = project.rows("SELECT id, date, interviewer FROM source WHERE removed=0")
    if way == "random":
        if not 0 < share < 1:
            raise UserError(_("the share is {share}").format(share=share), todo=_("Choose a number between 0 and 1"))
        return drawn([rec for rec, _date, _who in rows], share, seed)
    if way == "from":
        found = [rec for rec, date, _who in rows if date and date >= value]
    elif way == "interviewer":
        found = [rec for rec, _date, who in rows if who == value]
    else:
        raise UserError(_("“%s” is no %s") % (way, "way"), todo=", ".join(WAYS))
    if not found or len(found) == len(rows):
        raise UserError(_("this sets aside {m} of {n} sources").format(m=len(found), n=len(rows)))
    return sorted(found)


def declare(project: Project, one: Finding, ground: Heard, sources: Iterable[bytes], way: str, value: str) -> HoldOut:
    """Set sources aside for a finding. Declaring anew after a test was run, or the finding was settled, is stamped 'after'.
    One action. UserError where no source is named."""
    looked = one.status != "plausible" or any(tactic.tactic == REPLICATION for tactic in one.tactics)
    kept = declaration(project, one, ground, sources, way, value, looked=looked)
    with act(project, "finding") as a:
        a.change("finding", one.id, holdout=kept)
    made = held_out(replace(one, holdout=kept))
    assert made is not None
    return made


def declaration(
    project: Project, one: Finding, ground: Heard, sources: Iterable[bytes], way: str, value: str, *, looked: bool
) -> dict[str, object]:
    """What is kept of a hold-out: the sources, how they were chosen, and how many had been coded by then."""
    wanted = tuple(sources)
    if not wanted:
        raise UserError(_("this sets aside no source"))
    codes = [code for theme in one.themes for code in ground.rows.get(theme, ())]
    return {
        "sources": [source.hex() for source in wanted], "way": way, "value": value, "made": "after" if looked else "before",
        "coded": sum(ground.finished(source, codes) for source in wanted), "declared": project.clock(),
    }  # fmt: skip
