"""IFAS and EFAS: the factors of a unit with the weights, ratings and scores that raters gave them.

One rule: what a rater left open is left out of the mean, never read as zero; weights sum to one on each side (S with W,
O with T) or in each list, and which of the two is said once for the project.

Rangkuti, Analisis SWOT: Teknik Membedah Kasus Bisnis (1997, EFAS and IFAS pp. 24-26).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean

from qualcode.display.terms import Term
from qualcode.errors import UserError
from qualcode.i18n import N_, _

QUADRANTS = ("S", "W", "O", "T")
INTERNAL, EXTERNAL = ("S", "W"), ("O", "T")
CONVENTIONS: dict[str, Term] = {
    "A": ("Rangkuti (W dan T: 1 = terburuk)", N_("Rangkuti (W and T: 1 = worst)")),
    "B": ("besaran (4 = terbesar)", N_("magnitude (4 = largest)")),
}
SUMS: dict[str, tuple[tuple[str, ...], ...]] = {  # what weights sum to one over
    "side": (INTERNAL, EXTERNAL),
    "list": (("S",), ("W",), ("O",), ("T",)),
}
SUM_TOLERANCE = 0.005  # of weights that were entered
_ZERO = 1e-9


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
    memo: bool = False  # somebody noted why it stands where it stands
    basis: str = ""  # how far its evidence carries: a key of swot_evidence.BASES; empty where nobody looked
    evidence_kinds: frozenset[str] = frozenset()  # resident, official, figure, document


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
    sums: str = "side"  # what the weights sum to one over: a key of SUMS

    def of(self, *quadrants: str) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.item.quadrant in quadrants)

    def score(self, *quadrants: str) -> float:
        """Sum of the scores of these quadrants; S and W are IFAS, O and T are EFAS."""
        return sum(row.score for row in self.of(*quadrants))


def swot_table(unit: str, convention: str, raters: Sequence[str], items: Iterable[Item], sums: str = "side") -> Table:
    """Weights, mean ratings and scores of all factors.

    A weight is the factor's mean importance over the sum of those of its side (``sums`` list: of its list), so that
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
    for side in SUMS[sums]:
        members = [item for item in factors if item.quadrant in side]
        weights = _weights(members)
        for item, weight, printed in zip(members, weights, printed_weights(weights), strict=True):
            given = [value for value in item.rating if value is not None]
            mean = fmean(given)
            rows.append(Row(item, weight, printed, mean, weight * mean, len(given), min(given), max(given)))
    return Table(unit, convention, tuple(raters), tuple(rows), sums)


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
            todo=_(
                "S and W together must sum to 1, and so must O and T (or each list by itself, where that was chosen)"
            ),
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
