"""Rows in which the figures of one year were copied into another.

The rule: a figure that stays the same for a year proves nothing, three below each other to the last digit do, where the other rows of
the table change from year to year. What should stand there no figure says; only the year that goes against the others is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from qualcode.collect.checks.board import Alarm, Board
from qualcode.collect.checks.relations import relations
from qualcode.collect.checks.trends import Series, all_series, away, changes, expectations
from qualcode.i18n import _

RUN = 3  # rows below each other
LEAST = 1000  # smaller figures may well stay the same
MOVES = 3  # other rows that must differ, for each pair of years
SAME = 0.05  # of the other rows may be equal too


def copied_years(b: Board) -> None:
    """Accuse the cells of a run of rows that hold another year's figures."""
    for s in all_series(b):
        rows = sorted(s.rows, key=lambda row: min(row.values()))
        for one, two in combinations(s.years, 2):
            both = [row for row in rows if one in row and two in row]
            run = _run([_equal(b, row[one], row[two]) for row in both])
            rest = [row for row in both if row not in both[run[0] : run[1]]]
            if run[1] - run[0] < RUN or len(rest) < MOVES:
                continue
            still = sum(
                _equal(b, row[x], row[y]) for row in rest for x, y in combinations(s.years, 2) if x in row and y in row
            )
            if still > SAME * len(rest) * len(list(combinations(s.years, 2))):
                continue
            _accuse(b, s, both[run[0] : run[1]], one, two)


def _equal(b: Board, here: int, there: int) -> bool:
    return b.believed[here] is not None and b.believed[here] == b.believed[there]


def _run(equal: Sequence[bool]) -> tuple[int, int]:
    """The longest run of rows that are equal: from, to."""
    best, start = (0, 0), 0
    for n, same in enumerate([*equal, False]):
        if not same:
            best, start = max(best, (start, n), key=lambda r: r[1] - r[0]), n + 1
    return best


def _accuse(b: Board, s: Series, rows: Sequence[dict[str, int]], one: str, two: str) -> None:
    if any((b.believed[row[two]] or 0) < LEAST or row[one] in b.alarms or row[two] in b.alarms for row in rows):
        return
    wrong, certainty = _wrong(b, s, rows, one, two)
    for row in rows:
        text = _("the figure of %s to the last digit, as in the rows beside it, where the other rows changed") % (
            one if wrong == two else two
        )
        b.accuse(Alarm(row[wrong], "copied_year", "error", None, certainty, text))
        b.believed[row[wrong]] = None  # not known: no sum may be held against the others for it


def _wrong(b: Board, s: Series, rows: Sequence[dict[str, int]], one: str, two: str) -> tuple[str, float]:
    """The year that holds the other's figures, and how sure that is: by a sum that holds for the other alone, by the remaining years, by
    which is later."""
    sums = [r for r in relations(b) if r.kind == "subtotal"]
    hold = {
        year: all(r.holds(b.believed) for r in sums if any(row[year] in r.cells for row in rows)) for year in (one, two)
    }
    if hold[one] != hold[two]:
        return (two, 0.9) if hold[one] else (one, 0.9)
    if len(s.years) < 3:
        return two, 0.6

    def strange(year: str) -> float:
        alone = Series(
            tuple({y: at for y, at in row.items() if y not in (one, two) or y == year} for row in s.rows), s.years
        )
        expected = expectations(b, alone) if changes(b, alone) else {}
        return abs(sum(away(expected.get(row[year]), b.believed[row[year]]) or 0.0 for row in rows))  # all go one way

    return max((one, two), key=lambda year: (round(strange(year), 6), year)), 0.75
