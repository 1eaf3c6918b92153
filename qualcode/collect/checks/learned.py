"""What the columns of a table have to do with one another, found in their figures.

The rule: a column that is the sum, the difference or the quotient of two others in nearly all rows is so in all; the rows that
break it are doubted. Nothing is learned from fewer than five rows, nor from figures too small to tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, permutations

from qualcode.collect.checks.board import Alarm, Board
from qualcode.collect.checks.names import TOTAL, percent, segments
from qualcode.collect.checks.relations import Relation, factor_of, quotient, summed
from qualcode.collect.figure_cells import decimals, rate
from qualcode.i18n import _
from qualcode.store.ids import fold

ROWS = 5
MOST = 0.75  # of the rows must agree
COLUMNS = 14  # beyond these a table is not searched

Column = dict[tuple[str, object, str], int]  # cell by level, area and year


def learned_relations(b: Board) -> list[Relation]:
    found = []
    for columns in _tables(b).values():
        some = [c for c in columns.values() if len(c) >= ROWS][:COLUMNS]
        found += _sums(b, some)
        found += _hundreds(b, list(columns.values()))
        found += _quotients(b, some)
        found += _shares(b, {key: c for key, c in columns.items() if len(c) >= ROWS})
    return found + _shares_of_items(b)


def _tables(b: Board) -> dict[str, dict[tuple[str, str], Column]]:
    tables: dict[str, dict[tuple[str, str], Column]] = defaultdict(lambda: defaultdict(dict))
    for i, c in enumerate(b.cells):
        if not c.prose:
            tables[c.table][c.indicator, c.unit].setdefault((c.level, c.area, c.year), i)
    return tables


def _rows(*columns: Column) -> list[tuple[int, ...]]:
    shared = set(columns[0]).intersection(*columns[1:])
    return [tuple([c[place] for c in columns]) for place in columns[0] if place in shared]


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


def _hundreds(b: Board, columns: Sequence[Column]) -> list[Relation]:
    """A column of nothing but 100, and the columns beside it that make it up, whatever they are called: in most rows exactly so,
    which is no accident of figures with decimals."""
    found: list[Relation] = []
    for n, whole in enumerate(columns):
        if len(whole) < ROWS or any(b.believed[i] != 100 for i in whole.values()):
            continue
        for side in (columns[:n][::-1], columns[n + 1 :]):
            for many in range(3, min(len(side), COLUMNS) + 1):
                rows = _rows(whole, *side[:many])
                if found_here := _mostly(b, [summed(b, "parts", row[0], row[1:]) for row in rows]):
                    return [*found, *found_here]
    return found


def _telling(b: Board, rows: Sequence[tuple[int, ...]]) -> bool:
    """Whether the figures are large and various enough for a sum to be no accident."""
    values = [[b.believed[i] or 0.0 for i in row] for row in rows]
    return all(len({row[n] for row in values}) * 2 > len(rows) for n in range(3)) and all(
        sum(abs(row[n]) > 5 * 2 * b.step(r[n]) for row, r in zip(values, rows, strict=True)) * 2 > len(rows)
        for n in range(3)
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
                if (r := b.believed[row[0]])
                and (o := b.believed[row[1]])
                and (u := b.believed[row[2]])
                and o / u > 0
                and r > 0
            ]
            factor = factor_of(ratios)
            if factor is None or len(ratios) < ROWS:
                continue
            made = [quotient(b, "identity", r, o, u, factor, _slack(b, (r, o, u), factor)) for r, o, u in rows]
            values = {b.believed[r] for r, _o, _u in rows}
            if len(values) * 2 > len(rows):
                found += _mostly(b, made)
    return found


def _shares(b: Board, columns: dict[tuple[str, str], Column]) -> list[Relation]:
    """A column of shares that are the figures of another over its whole town."""
    found: list[Relation] = []
    for key, shares in columns.items():
        for other, counts in columns.items() if percent(*key) else ():
            if other == key or percent(*other):
                continue
            wholes = {place[2]: i for place, i in counts.items() if place[0] == "kota"}
            made = [
                _share(b, i, counts[place], wholes[place[2]])
                for place, i in shares.items()
                if place in counts and wholes.get(place[2], counts[place]) != counts[place]
            ]
            found += _mostly(b, made)
    return found


def _shares_of_items(b: Board) -> list[Relation]:
    """The same where the measures of one town stand down the page: ``X - part - share`` beside ``X - part - figure``."""
    sheets: dict[tuple[object, ...], dict[str, dict[tuple[str, ...], int]]] = defaultdict(lambda: defaultdict(dict))
    for i, c in enumerate(b.cells):
        if not c.prose and c.level == "kota" and len(segs := segments(c.indicator)) > 1:
            sheets[c.table, c.area, c.year][segs[-1]][segs[:-1]] = i
    found: list[Relation] = []
    for columns in sheets.values():
        for name, shares in columns.items():
            for other, figures in columns.items():
                whole = [i for item, i in figures.items() if TOTAL.fullmatch(item[-1])]
                if (
                    other != name
                    and len(whole) == 1
                    and all(percent("", b.cells[i].unit) or percent(name, "") for i in shares.values())
                ):
                    made = [
                        _share(b, i, figures[item], whole[0])
                        for item, i in shares.items()
                        if figures.get(item, whole[0]) != whole[0]
                    ]
                    found += _mostly(b, made)
    return found


def _share(b: Board, share: int, part: int, whole: int) -> Relation:
    return quotient(b, "identity", share, part, whole, 100.0, _slack(b, (share, part, whole), 100.0))


def _is_rate(b: Board, column: Column) -> bool:
    cells = [b.cells[i] for i in column.values()]
    return rate(cells[0].unit, cells[0].indicator) or any(
        c.value is not None and decimals(c.printed, c.value) for c in cells
    )


def _slack(b: Board, at: tuple[int, int, int], factor: float) -> float:
    """What rounding of the three figures can hide, with half as much again."""
    r, o, u = (b.believed[i] or 0.0 for i in at)
    size = abs(factor * o / u) if u else abs(r)
    return 1.5 * (b.step(at[0]) + size * (b.step(at[1]) / max(abs(o), 1e-9) + b.step(at[2]) / max(abs(u), 1e-9))) + 1e-9


def shifted_columns(b: Board) -> None:
    """Accuse a column whose figures follow from the others of the row above or below: exactly, so that chance is out."""
    for table in _tables(b).values():
        columns = [c for c in table.values() if len(c) >= ROWS][:COLUMNS]
        for at in permutations(range(len(columns)), 3):
            one, two, three = (columns[n] for n in at)
            rows = _rows(one, two, three)
            if len(rows) < ROWS or any(i in b.alarms for row in rows for i in row):
                continue
            found = _shifted_sum(b, rows, (1, -1) if at[1] < at[2] else (-1,)) or (
                _shifted_quotient(b, rows) if _is_rate(b, one) or _is_rate(b, two) or _is_rate(b, three) else None
            )
            for here, there in found or ():
                cell = b.cells[there]
                text = _("the figures of the column stand moved by one row: only so do they follow from the others; %s is printed at %s") % (
                    cell.printed, cell.region or cell.year or cell.indicator)  # fmt: skip
                b.accuse(Alarm(here, "rows_shifted", "error", cell.value, 0.9, text))


def _shifted_sum(b: Board, rows: Sequence[tuple[int, ...]], signs: Sequence[int]) -> list[tuple[int, int]] | None:
    """Rows of (total, part, part), or with -1 of (part, total, part): the first column against what the others say."""
    for sign in signs:
        asks = [
            x + sign * y if (x := b.believed[r[1]]) is not None and (y := b.believed[r[2]]) is not None else None
            for r in rows
        ]
        if found := _moved(b, [r[0] for r in rows], asks, 0.0):
            return found
    return None


def _shifted_quotient(b: Board, rows: Sequence[tuple[int, ...]]) -> list[tuple[int, int]] | None:
    """The first column as the product or the quotient of the others, by some power of ten."""
    for product in (True, False):
        raw = [
            (x * y if product else x / y)
            if (x := b.believed[r[1]]) and (y := b.believed[r[2]]) and x > 0 and y > 0
            else None
            for r in rows
        ]
        for power in (0, 2, -2):
            asks = [None if v is None else v * 10.0**power for v in raw]
            if found := _moved(b, [r[0] for r in rows], asks, 0.002):
                return found
    return None


def _moved(b: Board, column: Sequence[int], asks: Sequence[float | None], loose: float) -> list[tuple[int, int]] | None:
    """(cell, cell whose value it should have) where a run of the column is moved by one row; None where it is not."""

    def fits(at: int, n: int) -> bool:
        value, ask = b.believed[at], asks[n]
        return (
            value is not None
            and ask is not None
            and abs(value - ask) <= max(loose * abs(ask), b.step(at) if loose else 1e-6)
        )

    def odd_ones() -> Iterator[int]:
        for n, at in enumerate(column):
            if b.believed[at] is not None and asks[n] is not None and not fits(at, n):
                yield n

    few = list(
        islice(odd_ones(), 6)
    )  # they tell nearly always that nothing is moved, and most columns are looked at in vain
    if len(few) < 3 or all(
        sum(0 <= n + d < len(column) and fits(column[n + d], n) for n in few) < min(len(few), 4) - 1 for d in (1, -1)
    ):
        return None  # chance would not do it, so most of what is shifted fits
    if len({b.believed[at] for at in column}) * 2 < len(column):
        return None
    known = [n for n, at in enumerate(column) if b.believed[at] is not None and asks[n] is not None]
    odd = list(odd_ones())
    run = list(range(odd[0], odd[-1] + 1))
    for turned in ([*run[1:], run[0]], [run[-1], *run[:-1]]):
        judged = [fits(column[m], n) for n, m in zip(run, turned, strict=True) if n in known and m in known]
        if sum(judged) >= max(3, len(judged) - 1):
            return [(column[n], column[m]) for n, m in zip(run, turned, strict=True)]
    return None


def ranks(b: Board) -> None:
    """A column of ranks against the column it ranks, found by most of its rows."""
    for table in _tables(b).values():
        for (name, _unit), column in table.items():
            if not re.search(r"peringkat|\branking?\b", fold(name)):
                continue
            for key, other in table.items():
                rows = [
                    (r, v) for r, v in _rows(column, other) if b.believed[r] is not None and b.believed[v] is not None
                ]
                if key[0] == name or len(rows) < ROWS:
                    continue
                for sign in (1, -1):
                    values = [sign * (b.believed[v] or 0.0) for _r, v in rows]
                    asks = [1 + sum(w < x for w in values) for x in values]
                    ties = [sum(w == x for w in values) for x in values]
                    wrong = [
                        (r, ask)
                        for (r, _v), ask, tie in zip(rows, asks, ties, strict=True)
                        if not ask <= (b.believed[r] or 0) < ask + tie
                    ]
                    if 0 < len(wrong) <= 0.3 * len(rows):
                        for r, ask in wrong:
                            text = _("rank %s, but by “%s” it is %d of %d") % (
                                b.cells[r].printed,
                                key[0],
                                ask,
                                len(rows),
                            )
                            b.accuse(Alarm(r, "rank", "warning", float(ask), 0.7, text))
