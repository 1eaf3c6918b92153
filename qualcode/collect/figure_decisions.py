"""What a person decided on a printed cell: that it holds, that it is left out, or what it should be.

The rule: a decision has a reason and hides nothing. The printed string, the alarm and the decision all stay to be seen; only the value
that is used follows the decision.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from qualcode.collect.figure_cells import Cell
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.store import Project
from qualcode.store.ids import derived
from qualcode.store.settings import settings

VERBS = {"accept": N_("accepted"), "exclude": N_("excluded"), "correct": N_("corrected")}


@dataclass(frozen=True)
class Decision:
    """``verb``: accept, exclude or correct; ``value``: the corrected value; ``printed``: what stood there when it was decided."""

    verb: str
    reason: str
    value: float | None
    printed: str


def cell_id(cell: Cell) -> bytes:
    """The id of a cell: the same in every project for the same table, indicator, region and year."""
    return derived(bytes(16), "cell:" + json.dumps(cell.key, ensure_ascii=False))


def decisions(project: Project) -> dict[bytes, Decision]:
    """All decisions by the id of their cell."""
    return {bytes.fromhex(key): Decision(**value) for key, value in settings(project, "cell:").items()}


def decided(cell: Cell, decision: Decision | None) -> tuple[float | None, tuple[str, ...]]:
    """The value and flags of a cell under a decision. One made on another printed string no longer holds."""
    if decision is None or decision.printed != cell.printed:
        return cell.value, cell.flags
    if decision.verb == "exclude":
        return None, (*cell.flags, "excluded")
    if decision.verb == "correct":
        return decision.value, (*cell.flags, "corrected")
    return cell.value, (*cell.flags, "accepted")


def cell_named(cells: list[Cell], prefix: str) -> Cell:
    """The cell whose id begins so. UserError where there is none or more than one."""
    found = {cell_id(c): c for c in reversed(cells) if cell_id(c).hex().startswith(prefix.casefold())}
    if len(found) != 1 or not prefix:
        what = _("no cell has the id “%s”") if not found else _("“%s” begins the ids of several cells")
        raise UserError(what % prefix, todo=_("“qualcode indicators check” lists the ids"))
    return next(iter(found.values()))
