"""Where the unit stands: its position, by the one way its rating convention allows, and how firm that is.

One rule: under convention A (Rangkuti's condition scale: for W and T, 1 is worst) totals are compared with 2.5, and
strengths minus weaknesses is refused, since a weakness that grows would move the position to the right. Under convention
B (magnitude: 4 is largest everywhere) the differences are compared with 0 and a total means nothing. Signs and name are
printed, never a number of the quadrant alone.

Rangkuti, Analisis SWOT: Teknik Membedah Kasus Bisnis (1997, diagram p. 20).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

from qualcode.conclude.swot import EXTERNAL, INTERNAL, SUMS, Item, Row, Table, swot_table
from qualcode.display.terms import Term, term
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.language.numerals import format_number

AVERAGE = 2.5  # of the scale 1..4, convention A
NEAR_AXIS = 0.10
_ZERO = 1e-9

V = TypeVar("V")


@dataclass(frozen=True)
class Position:
    x: float  # internal
    y: float  # external
    quadrant: str | None  # the strategy group SO, ST, WO or WT; None on an axis
    near_axis: bool  # |x| or |y| below 0.10: the position is not firm


POSITIONS: dict[str, tuple[str, Term]] = {  # Rangkuti's number; printed sources disagree on III and IV
    "SO": ("I", ("Agresif / pertumbuhan", N_("Aggressive / growth"))),
    "ST": ("II", ("Diversifikasi", N_("Diversification"))),
    "WO": ("III", ("Turn-around / ubah strategi", N_("Turn-around / change of strategy"))),
    "WT": ("IV", ("Defensif / bertahan", N_("Defensive"))),
}


@dataclass(frozen=True)
class Run:
    """The position with one rater or one factor left out."""

    left_out: str
    position: Position


@dataclass(frozen=True)
class Sensitivity:
    runs: tuple[Run, ...]
    same: int  # of them, that give the same quadrant


def totals(table: Table) -> tuple[float, float]:
    """IFAS and EFAS total, each 1..4 with 2.5 the average; refused under convention B, where a sum means nothing."""
    if table.convention != "A":
        raise UserError(
            _("IFAS and EFAS totals mean nothing under convention {convention}").format(convention=table.convention),
            todo=_("Use the differences S - W and O - T, or rate on the condition scale (A)"),
        )
    if table.sums != "side":
        raise UserError(
            _("the weights of each list sum to 1, so that IFAS and EFAS totals reach from 2 to 8"),
            todo=_("Let S and W together sum to 1, and O and T: “qualcode swot set --sums side”"),
        )
    return table.score(*INTERNAL), table.score(*EXTERNAL)


def differences(table: Table) -> tuple[float, float]:
    """S - W and O - T of the scores; refused under convention A, where a growing weakness would look like a gain."""
    if table.convention != "B":
        raise UserError(
            _(
                "the difference S - W is perverse under convention {convention}: a weakness that grows would raise it"
            ).format(convention=table.convention),
            todo=_("Use the totals against 2.5, or rate on the magnitude scale (B)"),
        )
    return table.score("S") - table.score("W"), table.score("O") - table.score("T")


def position(table: Table) -> Position:
    """Where the unit stands: x internal, y external, by the way its convention allows (Rangkuti 1997, p. 20).

    A: x = IFAS - 2.5, y = EFAS - 2.5. B: x = S - W, y = O - T. Raises UserError where a side has no factors.
    """
    for side in (INTERNAL, EXTERNAL):
        if not table.of(*side):
            raise UserError(
                _("there are no factors in {side}").format(side=" + ".join(side)), todo=_("Add factors first")
            )
    if table.convention == "A":
        ifas, efas = totals(table)
        x, y = ifas - AVERAGE, efas - AVERAGE
    else:
        x, y = differences(table)
    quadrant = None
    if abs(x) > _ZERO and abs(y) > _ZERO:
        quadrant = ("S" if x > 0 else "W") + ("O" if y > 0 else "T")
    return Position(x, y, quadrant, near_axis=min(abs(x), abs(y)) < NEAR_AXIS)


def sensitivity(table: Table) -> Sensitivity:
    """The position again with each rater and each factor left out in turn; weights are shared out anew.

    A run that would leave a side without factors, or a factor without a value, cannot be made and is not
    counted.
    """
    at = position(table).quadrant
    runs: list[Run] = []
    if len(table.raters) > 1:
        for gone, name in enumerate(table.raters):
            left = [
                replace(row.item, importance=_drop(row.item.importance, gone), rating=_drop(row.item.rating, gone))
                for row in table.rows
            ]
            _try(runs, name, table, _drop(table.raters, gone), left)
    for out in table.rows:
        left = [_share_out(table, row, out) for row in table.rows if row is not out]
        _try(runs, out.item.id, table, table.raters, left)
    return Sensitivity(tuple(runs), sum(run.position.quadrant == at for run in runs))


def _try(runs: list[Run], left_out: str, table: Table, raters: tuple[str, ...], items: list[Item]) -> None:
    try:
        again = swot_table(table.unit, table.convention, raters, items, table.sums)
        runs.append(Run(left_out, position(again)))
    except UserError:
        pass


def _drop(values: tuple[V, ...], gone: int) -> tuple[V, ...]:
    return values[:gone] + values[gone + 1 :]


def _share_out(table: Table, row: Row, out: Row) -> Item:
    """The factor when another goes: an entered weight of the same side takes its share of what is free."""
    same_side = any({row.item.quadrant, out.item.quadrant} <= set(group) for group in SUMS[table.sums])
    if row.item.weight is None or not same_side:
        return row.item
    return replace(row.item, weight=row.weight / (1 - out.weight) if out.weight < 1 else row.weight)


def position_line(position: Position, sensitivity: Sensitivity) -> str:
    """`x −0.25, y +0.20 → Turn-around / change of strategy (WO); same in 21 of 23 runs`: signs and name first."""
    x, y = (f"{'+' if value > 0 else ''}{format_number(value, 2)}" for value in (position.x, position.y))
    if position.quadrant:
        name = f"{term(POSITIONS[position.quadrant][1])} ({position.quadrant})"
    else:
        name = _("on an axis")
    line = _("x {x}, y {y} → {name}; same in {same} of {runs} runs").format(
        x=x, y=y, name=name, same=sensitivity.same, runs=len(sensitivity.runs)
    )
    if position.near_axis:
        near = term(("dekat sumbu: posisi tidak tegas", N_("near an axis: the position is not firm")))
        line = f"{line}; {near}"
    return line
