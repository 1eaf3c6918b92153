"""What the columns of a table have to do with one another, found in their figures.

The rule: a column that is the sum, the difference or the quotient of two others in nearly all rows is so in all; the rows that
break it are doubted. Nothing is learned from fewer than five rows, nor from figures too small to tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import combinations, permutations

from qualcode.collect.checks.board import Board
from qualcode.collect.checks.relations import Relation, factor_of, quotient, summed
from qualcode.collect.figure_cells import decimals, rate

ROWS = 5
MOST = 0.75  # of the rows must agree
COLUMNS = 14  # beyond these a table is not searched

Column = dict[object, int]  # cell by area and year


def learned_relations(b: Board) -> list[Relation]:
    tables: dict[str, dict[tuple[str, str], Column]] = defaultdict(lambda: defaultdict(dict))
    for i, c in enumerate(b.cells):
        if not c.prose:
            tables[c.table][c.indicator, c.unit].setdefault((c.level, c.area, c.year), i)
    found = []
    for columns in tables.values():
        some = [c for c in columns.values() if len(c) >= ROWS][:COLUMNS]
        found += _sums(b, some)
        found += _quotients(b, some)
    return found


def _rows(*columns: Column) -> list[tuple[int, ...]]:
    return [tuple(c[place] for c in columns) for place in columns[0] if all(place in c for c in columns)]


def _mostly(b: Board, made: list[Relation]) -> list[Relation]:
    judged = [ok for r in made if (ok := r.holds(b.believed)) is not None]
    return made if len(judged) >= ROWS and sum(judged) >= MOST * len(judged) else []


def _sums(b: Board, columns: Sequence[Column]) -> list[Relation]:
    found: list[Relation] = []
    for total in columns:
        for one, two in combinations([c for c in columns if c is not total], 2):
            rows = _rows(total, one, two)
            if len(rows) < ROWS or not _telling(b, rows):
                continue
            trial = rows[: ROWS + 3]
            made = [summed(b, "parts", t, [x, y]) for t, x, y in trial]
            if sum(bool(r.holds(b.believed)) for r in made) * 2 < len(made):
                continue
            found += _mostly(b, [summed(b, "parts", t, [x, y]) for t, x, y in rows])
    return found


def _telling(b: Board, rows: Sequence[tuple[int, ...]]) -> bool:
    """Whether the figures are large and various enough for a sum to be no accident."""
    values = [[b.believed[i] or 0.0 for i in row] for row in rows]
    return all(len({row[n] for row in values}) * 2 > len(rows) for n in range(3)) and all(
        sum(abs(row[n]) > 5 * 2 * b.step(r[n]) for row, r in zip(values, rows, strict=True)) * 2 > len(rows) for n in range(3)
    )


def _quotients(b: Board, columns: Sequence[Column]) -> list[Relation]:
    found: list[Relation] = []
    quotients = [c for c in columns if _is_rate(b, c)]
    for result in quotients:
        for over, under in permutations([c for c in columns if c is not result], 2):
            rows = _rows(result, over, under)
            if len(rows) < ROWS:
                continue
            ratios = [
                r / (o / u)
                for row in rows
                if (r := b.believed[row[0]]) and (o := b.believed[row[1]]) and (u := b.believed[row[2]]) and o / u > 0 and r > 0
            ]
            factor = factor_of(ratios)
            if factor is None or len(ratios) < ROWS:
                continue
            made = [quotient(b, "identity", r, o, u, factor, _slack(b, (r, o, u), factor)) for r, o, u in rows]
            values = {b.believed[r] for r, _o, _u in rows}
            if len(values) * 2 > len(rows):
                found += _mostly(b, made)
    return found


def _is_rate(b: Board, column: Column) -> bool:
    cells = [b.cells[i] for i in column.values()]
    return rate(cells[0].unit, cells[0].indicator) or any(c.value is not None and decimals(c.printed, c.value) for c in cells)


def _slack(b: Board, at: tuple[int, int, int], factor: float) -> float:
    """What rounding of the three figures can hide, with half as much again."""
    r, o, u = (b.believed[i] or 0.0 for i in at)
    size = abs(factor * o / u) if u else abs(r)
    return 1.5 * (b.step(at[0]) + size * (b.step(at[1]) / max(abs(o), 1e-9) + b.step(at[2]) / max(abs(u), 1e-9))) + 1e-9
