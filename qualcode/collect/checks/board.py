"""What the checks share: the cells, the values as far as they are believed, and the alarms raised so far.

The rule: a check never writes into a cell. What it holds a cell to be stands in ``believed``, so that one wrong cell is
accused once and does not drag others with it; the cell itself stays as printed until a person decides.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from qualcode.collect.figure_cells import Cell, decimals
from qualcode.i18n import N_

KINDS = {
    "malformed": N_("malformed number"),
    "not_a_number": N_("no number"),
    "number_style": N_("marks unlike the column's"),
    "over_100": N_("share over 100 %"),
    "negative": N_("negative count"),
    "duplicate_row": N_("row printed twice"),
    "subtotal": N_("subtotal and its parts differ"),
    "parts": N_("total and its parts differ"),
    "outside_parts": N_("total outside its parts"),
    "identity": N_("does not follow from the other figures"),
    "swapped_columns": N_("two columns are exchanged"),
    "rows_shifted": N_("rows shifted against their names"),
    "year_swap": N_("years exchanged in a row"),
    "copied_year": N_("figures of another year"),
    "jump": N_("jump from year to year"),
    "unit": N_("a power of ten off"),
    "sources_differ": N_("two tables differ"),
    "base_population": N_("two base populations"),
    "prose_differs": N_("the text says otherwise"),
    "parent_conflict": N_("two parent areas for one name"),
    "vintage": N_("older list of areas"),
    "rank": N_("rank and value differ"),
}
SEVERITIES = {"error": N_("error"), "warning": N_("warning"), "note": N_("note")}  # the gravest first


@dataclass(frozen=True)
class Alarm:
    """What is wrong with one cell. ``certainty`` 0 to 1: how sure it is that this very cell is wrong."""

    at: int
    kind: str
    severity: str
    expected: float | None
    certainty: float
    message: str


@dataclass
class Board:
    cells: Sequence[Cell]
    believed: list[float | None]
    alarms: dict[int, Alarm] = field(default_factory=dict)
    confirmed: set[int] = field(default_factory=set)  # cells of a sum that holds

    def accuse(self, alarm: Alarm) -> None:
        """Keep the surer of two alarms on a cell, and believe what it expects; an error that expects nothing takes that from the other."""
        before = self.alarms.get(alarm.at)
        if before and before.severity == "error" and before.expected is None and alarm.certainty < before.certainty:
            alarm = replace(before, expected=alarm.expected, message=f"{before.message}; {alarm.message}")
        if before is None or (alarm.certainty, alarm.expected is not None) > (
            before.certainty,
            before.expected is not None,
        ):
            self.alarms[alarm.at] = alarm
            if alarm.expected is not None:
                self.believed[alarm.at] = alarm.expected

    def step(self, at: int) -> float:
        """Half of the last printed digit of a cell: what rounding can hide."""
        value = self.cells[at].value
        return 0.5 * 10.0 ** -decimals(self.cells[at].printed, value if value is not None else 0.0)


def board(cells: Sequence[Cell]) -> Board:
    return Board(cells, [cell.value for cell in cells])


def grouped(cells: Sequence[Cell], at: Iterable[int], *fields: str) -> dict[tuple[object, ...], list[int]]:
    """Indices by these attributes of their cells."""
    found: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i in at:
        found[tuple(getattr(cells[i], name) for name in fields)].append(i)
    return found


def median(values: Iterable[float]) -> float:
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def spread(values: Sequence[float]) -> float:
    """1.4826 times the median absolute deviation: a standard deviation that outliers do not move (Hampel 1974, p. 388)."""
    if not values:
        return 0.0
    middle = median(values)
    return 1.4826 * median(abs(v - middle) for v in values)


def shown(value: float) -> str:
    """A number for a message, never in exponents."""
    from qualcode.language.numerals import format_number

    if value and abs(value) < 0.01:
        return format_number(value, min(8, 2 - math.floor(math.log10(abs(value)))))
    return format_number(value)
