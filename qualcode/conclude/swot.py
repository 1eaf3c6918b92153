"""IFAS and EFAS: what raters' weights and ratings say of the unit's position.

One rule: a position is computed only in the way its rating convention allows. Under convention A (Rangkuti's
condition scale: for W and T, 1 is worst) totals are compared with 2.5, and strengths minus weaknesses is
refused, since a weakness that grows would move the position to the right. Under convention B (magnitude: 4 is
largest everywhere) the differences are compared with 0 and a total means nothing. What a rater left open is
left out of the mean, never read as zero.

Rangkuti, Analisis SWOT: Teknik Membedah Kasus Bisnis (1997, diagram p. 20, EFAS and IFAS pp. 24-26).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import fmean
from typing import TypeVar

from qualcode.display.terms import Term, term
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.language.numerals import format_number

QUADRANTS = ("S", "W", "O", "T")
INTERNAL, EXTERNAL = ("S", "W"), ("O", "T")
CONVENTIONS: dict[str, Term] = {
    "A": ("Rangkuti (W dan T: 1 = terburuk)", N_("Rangkuti (W and T: 1 = worst)")),
    "B": ("besaran (4 = terbesar)", N_("magnitude (4 = largest)")),
}
AVERAGE = 2.5  # of the scale 1..4, convention A
NEAR_AXIS = 0.10
SUM_TOLERANCE = 0.005  # of weights that were entered
_ZERO = 1e-9

V = TypeVar("V")


@dataclass(frozen=True)
class Item:
    """A factor. Values stand in the order of the raters; None where a rater gave none."""

    id: str
    quadrant: str  # S, W, O or T
    text: str
    importance: tuple[int | None, ...] = ()  # 1..4
    rating: tuple[int | None, ...] = ()  # 1..4, on the convention's scale
    weight: float | None = None  # entered by experts (AHP) instead of importance, 0..1
    evidence: tuple[str, ...] = ()  # what it rests on: themes, indicators, documents
    can_change: bool | None = None  # the unit can, in the plan period, with its own authority and money
    exists_without: bool | None = None  # it would exist if the unit did nothing
    condition: bool | None = None  # it is a condition, not a wish


@dataclass(frozen=True)
class Row:
    """A factor with its numbers."""

    item: Item
    weight: float  # share within S and W, or within O and T
    printed_weight: float  # two decimals; those of a side sum to 1.00
    rating: float  # mean of the raters, not rounded
    score: float  # weight * rating
    raters: int  # who rated it
    lowest: int
    highest: int


@dataclass(frozen=True)
class Table:
    """IFAS and EFAS of one unit under one convention."""

    unit: str
    convention: str
    raters: tuple[str, ...]
    rows: tuple[Row, ...]

    def of(self, *quadrants: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.item.quadrant in quadrants)

    def score(self, *quadrants: str) -> float:
        """Sum of the scores of these quadrants; S and W are IFAS, O and T are EFAS."""
        return sum(row.score for row in self.of(*quadrants))


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


def swot_table(unit: str, convention: str, raters: Sequence[str], items: Iterable[Item]) -> Table:
    """Weights, mean ratings and scores of all factors.

    A weight is the factor's mean importance over the sum of those of its side (S with W, O with T), so that
    each side sums to 1; with all raters present that is Rangkuti's sum over raters (1997, pp. 24-26). Raises
    UserError where the convention is unknown, a value is outside 1..4, a factor has no weight or rating,
    there are more values than raters, or entered weights do not sum to 1 +- 0.005.
    """
    if convention not in CONVENTIONS:
        raise UserError(
            _("the rating convention is {convention!r}").format(convention=convention),
            todo=_("Choose A (condition scale) or B (magnitude scale) for the whole project"),
        )
    factors = list(items)
    for item in factors:
        _check(item, len(raters))
    rows: list[Row] = []
    for side in (INTERNAL, EXTERNAL):
        members = [item for item in factors if item.quadrant in side]
        weights = _weights(members)
        for item, weight, printed in zip(members, weights, printed_weights(weights), strict=True):
            given = [value for value in item.rating if value is not None]
            mean = fmean(given)
            rows.append(Row(item, weight, printed, mean, weight * mean, len(given), min(given), max(given)))
    return Table(unit, convention, tuple(raters), tuple(rows))


def _check(item: Item, raters: int) -> None:
    if item.quadrant not in QUADRANTS:
        raise UserError(
            _("the quadrant is {q!r}").format(q=item.quadrant), where=item.id, todo=_("Choose S, W, O or T")
        )
    for name, values in ((_("importance"), item.importance), (_("rating"), item.rating)):
        if len(values) > raters:
            raise UserError(
                _("{name} has {n} values for {raters} raters").format(name=name, n=len(values), raters=raters),
                where=item.id,
                todo=_("Give one value for each rater, in their order"),
            )
        if any(value is not None and value not in (1, 2, 3, 4) for value in values):
            raise UserError(
                _("{name} holds a value outside 1 to 4").format(name=name),
                where=item.id,
                todo=_("Give whole numbers from 1 to 4"),
            )
    if item.weight is None and all(value is None for value in item.importance):
        raise UserError(_("nobody has given its importance"), where=item.id, todo=_("Ask the raters"))
    if all(value is None for value in item.rating):
        raise UserError(_("nobody has rated it"), where=item.id, todo=_("Ask the raters"))


def _weights(members: Sequence[Item]) -> list[float]:
    """Weights of one side, summing to 1 (to nothing where it has no factors)."""
    entered = [item.weight for item in members if item.weight is not None]
    if entered and len(entered) < len(members):
        raise UserError(
            _("some factors have an entered weight and others the raters' importance"),
            todo=_("Use one of the two for all factors of a side"),
        )
    if entered and abs(sum(entered) - 1) > SUM_TOLERANCE:
        raise UserError(
            _("the weights of {ids} sum to {total:.3f}").format(
                ids=", ".join(item.id for item in members), total=sum(entered)
            ),
            todo=_("S and W together must sum to 1, and so must O and T"),
        )
    raw = entered or [fmean(value for value in item.importance if value is not None) for item in members]
    return [value / sum(raw) for value in raw]


def printed_weights(weights: Sequence[float]) -> list[float]:
    """The weights at two decimals that sum to 1.00: largest remainder (Hamilton's method; Balinski & Young
    1982, p. 17). Weights sum to 1, or there are none."""
    hundredths = [int(weight * 100 + _ZERO) for weight in weights]
    short = round(100 * sum(weights)) - sum(hundredths)
    by_remainder = sorted(range(len(weights)), key=lambda at: hundredths[at] - weights[at] * 100)
    for at in by_remainder[:short]:
        hundredths[at] += 1
    return [value / 100 for value in hundredths]


def totals(table: Table) -> tuple[float, float]:
    """IFAS and EFAS total, each 1..4 with 2.5 the average; refused under convention B, where a sum means nothing."""
    if table.convention != "A":
        raise UserError(
            _("IFAS and EFAS totals mean nothing under convention {convention}").format(convention=table.convention),
            todo=_("Use the differences S - W and O - T, or rate on the condition scale (A)"),
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
        left = [_share_out(row, out) for row in table.rows if row is not out]
        _try(runs, out.item.id, table, table.raters, left)
    return Sensitivity(tuple(runs), sum(run.position.quadrant == at for run in runs))


def _try(runs: list[Run], left_out: str, table: Table, raters: tuple[str, ...], items: list[Item]) -> None:
    try:
        again = swot_table(table.unit, table.convention, raters, items)
        runs.append(Run(left_out, position(again)))
    except UserError:
        pass


def _drop(values: tuple[V, ...], gone: int) -> tuple[V, ...]:
    return values[:gone] + values[gone + 1 :]


def _share_out(row: Row, out: Row) -> Item:
    """The factor when another goes: an entered weight of the same side takes its share of what is free."""
    same_side = (row.item.quadrant in INTERNAL) == (out.item.quadrant in INTERNAL)
    if row.item.weight is None or not same_side:
        return row.item
    return replace(row.item, weight=row.weight / (1 - out.weight) if out.weight < 1 else row.weight)


def candidate(status: str, outcome: str, thread_resolved: bool = False) -> tuple[tuple[str, ...], str | None]:
    """Where a theme might stand in a SWOT by its triangulation: quadrants a person chooses from, and a stamp.

    A problem that figures confirm may be W or T, a strength S or O; after a dissonance only once its thread
    is resolved ('thread_open'); where one side is silent the evidence is 'one_sided'. ``status`` and
    ``outcome`` are ids of a cell and a verdict.
    """
    quadrants = {"problem": ("W", "T"), "strength": ("S", "O")}.get(status, ())
    if outcome == "dissonance" and not thread_resolved:
        return (), "thread_open" if quadrants else None
    stamp = "one_sided" if outcome in ("silence_quant", "no_verdict") and quadrants else None
    return quadrants, stamp


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
