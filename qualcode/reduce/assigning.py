"""Giving sources to coders, with or without a round, and saying what is done.

One rule: a round and a task have derived ids, so that the same round set up on two devices is one.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import mark
from qualcode.reduce.rounds import OPEN, Round, round_named, tasks
from qualcode.store import Act, Project, act, versions
from qualcode.store.ids import derived, fold


@dataclass(frozen=True)
class Assigned:
    """How many tasks are new or changed, how many sources got a responsible coder, and whether the round is new."""

    tasks: int
    responsible: int
    new_round: bool


def assign(
    project: Project, sources: Sequence[bytes], coders: Sequence[bytes] | Mapping[bytes, Sequence[bytes]] = (), *,
    round_name: str | None = None, turns: Mapping[bytes, Collection[int]] | None = None, codes: Collection[bytes] | None = None,
    due: str | None = None, responsible: bytes | Mapping[bytes, bytes] | None = None, share: float | None = None,
    seed: int | None = None,
) -> Assigned:  # fmt: skip
    """Give sources to coders (the same to all, or for each source its own), in one action; in a round (made open where there
    is none of that name) to two at least.

    ``turns``: for each source the turns (0-based) that are to be coded, not given: all. ``codes``: what a new round is limited to.
    ``responsible``: whose codings count in these sources, or in each, from now on. UserError for a closed round, a round of
    one coder, or a date that is none.
    """
    to = coders if isinstance(coders, Mapping) else dict.fromkeys(sources, coders)
    owners = responsible if isinstance(responsible, Mapping) else dict.fromkeys(sources, responsible)
    if due is not None:
        _date(due)
    with act(project, "assign") as a:
        round_, made = _round(project, a, round_name, codes, share, seed) if round_name is not None else (None, False)
        for source in sources:
            given = _places(project, source, turns[source]) if turns is not None else None
            for coder in to.get(source, ()):
                rec = _task_id(source, round_, coder)
                a.create("assignment", rec, source=source, coder=coder, round=round_, turns=given, due=due)
            if owner := owners.get(source):
                a.change("source", source, responsible=owner)
        if round_ is not None:
            _refuse_alone(project, round_, sources)
        return Assigned(len(a.touches("assignment")), len(a.touches("source")), made)


def unassign(project: Project, sources: Iterable[bytes], coders: Iterable[bytes], round_name: str | None = None) -> int:
    """Take tasks back; how many. What was coded stays."""
    round_ = round_named(project, round_name).id if round_name is not None else None
    who = set(coders)
    wanted = set(sources)
    with act(project, "assign") as a:
        for task in tasks(project):
            if task.source in wanted and task.coder in who and task.round == round_:
                a.remove("assignment", task.id)
        return len(a.pending)


def set_state(project: Project, one: Round, state: str) -> None:
    """Open or close a round."""
    with act(project, "round") as a:
        a.change("round", one.id, state=state)


def finish_tasks(project: Project, one: Round, coder: bytes, sources: Collection[bytes] | None = None) -> int:
    """Say that ``coder`` has finished the sources of the round given to them (or those named), for its codes; how many.
    UserError where there are none."""
    mine = [task for task in one.tasks if task.coder == coder and (sources is None or task.source in sources)]
    if not mine:
        raise UserError(_("nothing in the round “%s” is given to you") % one.name, todo=_("qualcode rounds show"))
    live = [code.id for code in codebook(project)]
    with act(project, "finish", who=coder) as a:
        for task in mine:
            mark(project, a, task.source, coder, [code for code in live if one.codes is None or code in one.codes])
    return len(mine)


def _round(
    project: Project, a: Act, name: str, codes: Collection[bytes] | None, share: float | None, seed: int | None
) -> tuple[bytes, bool]:  # fmt: skip
    if not fold(name):
        raise UserError(_("a round needs a name"))
    rec = derived(project.id, "round:" + fold(name))
    limited = sorted(code.hex() for code in codes) if codes is not None else None
    row = project.rows("SELECT state, codes FROM round WHERE id=? AND removed=0", rec)
    if not row:
        a.create("round", rec, name=name.strip(), state=OPEN, codes=limited, share=share, seed=seed)
        return rec, True
    state, before = row[0]
    if state != OPEN:
        raise UserError(
            _("the round “%s” is closed") % name, todo=_("Name a new one: its coders have seen each other's codings")
        )
    if limited is not None and limited != json.loads(before or "null"):
        raise UserError(_("the round “%s” is open with other codes") % name, todo=_("Name a new round"))
    return rec, False


def _refuse_alone(project: Project, round_: bytes, sources: Iterable[bytes]) -> None:
    for source in sources:
        if (
            project.value("SELECT COUNT(*) FROM assignment WHERE source=? AND round=? AND removed=0", source, round_)
            < 2
        ):
            name = project.value("SELECT name FROM source WHERE id=?", source)
            raise UserError(_("a round needs two coders"), where=name, todo=_("Name them with a comma: --to sri,bagus"))


def _task_id(source: bytes, round_: bytes | None, coder: bytes) -> bytes:
    return derived(source, f"assignment:{round_.hex() if round_ else ''}:{coder.hex()}")


def _places(project: Project, source: bytes, turns: Collection[int]) -> dict[str, object]:
    now = versions.current(project, source)
    if now is None:
        raise UserError(_("this source has no text"))
    return {"version": now.id.hex(), "spans": [list(now.marks.turns[n].speech) for n in sorted(turns)]}


def _date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise UserError(_("“%s” is no date") % text, todo=_("Write it as 2025-07-10")) from None
