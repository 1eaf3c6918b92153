"""Values that stand in another order than the names beside them.

The rule: rows are not judged one by one. The column is put into every order that is known - BPS, Kemendagri, the alphabet, the other
tables, a run of rows moved up or down - and compared with the other years; an order is named only when it makes nearly all of the
difference go away. The values are never moved: each cell says whose value it seems to be.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from qualcode.collect.checks.board import Alarm, Board, median
from qualcode.collect.checks.known_orders import known_orders, printed_orders
from qualcode.collect.checks.trends import ROWS, Expected, Series, all_series, expectations
from qualcode.i18n import N_, _

CAP = 1.5  # of one row's misfit, in logs
LEAST = 0.5  # by which the misfit of a group must fall, in logs
SHORT = 20  # rows of a column in which every run is tried
LEFT = 0.4  # of the misfit that may be left
CLEAR = 6.0  # times what the rows that stay are off must rows be off that are moved; volatile counts fit any order
ORDERS = {
    "kemendagri": N_("in the order of the Kemendagri codes"),
    "bps": N_("in the order of BPS"),
    "alphabet": N_("in the order of the alphabet"),
    "table": N_("in the order of another table"),
    "moved": N_("moved by one row"),
    "exchanged": N_("exchanged with one another"),
}


def shifted_rows(b: Board) -> None:
    """Accuse the cells of columns whose values fit their names in another order than they are printed in."""
    series = all_series(b)
    printed = printed_orders(b)
    for s in series:
        expected = expectations(b, s)
        found: dict[str, list[tuple[float, str, list[tuple[int, int]]]]] = {}
        for year in s.years:
            column = sorted(row[year] for row in s.rows if year in row and row[year] in expected)
            wavering = _wavering(b, s, year)
            for group in _groups(b, column):
                best = _best(b, group, column, expected, printed, wavering)
                if best:
                    found.setdefault(year, []).append(best)
        if not found:
            continue
        year = max(found, key=lambda y: (_weight(found[y]), y))
        if len(s.years) == 2 and len(found) == 2:
            year = _odd_one(b, s, found)
        chosen = _once(found[year])
        for _gain, order, moves in chosen:
            _accuse(b, order, moves, 0.95)
        _elsewhere(b, s, year, chosen, expected, printed)


def _weight(found: Iterable[tuple[float, str, list[tuple[int, int]]]]) -> tuple[float, float]:
    known = sum(gain for gain, order, _moves in found if order not in ("moved", "exchanged"))
    return (round(sum(gain for gain, _o, _m in found), 1), known)


def _once(found: list[tuple[float, str, list[tuple[int, int]]]]) -> list[tuple[float, str, list[tuple[int, int]]]]:
    """Orders of kecamatan before one of the whole table that says the same."""
    taken: set[int] = set()
    chosen = []
    for gain, order, moves in found:
        if not taken & {here for here, _there in moves}:
            chosen.append((gain, order, moves))
            taken |= {here for here, _there in moves}
    return chosen


def _groups(b: Board, column: Sequence[int]) -> list[list[int]]:
    """The rows of each kecamatan, and all of them."""
    by: dict[str, list[int]] = {}
    for at in column:
        by.setdefault(b.cells[at].area[1], []).append(at)
    return [*(g for g in by.values() if len(g) > 1), *([list(column)] if len(by) > 1 else [])]


def _misfit(b: Board, at: int, value_of: int, expected: dict[int, Expected]) -> float:
    value = b.believed[value_of]
    if value is None or value <= 0 or at not in expected:
        return 0.0
    return min(abs(math.log(value) - expected[at].log), CAP)


def _wavering(b: Board, s: Series, year: str) -> float | None:
    """How far a row's change is from that of the others between the years but this one, in the median of logs; None where no two
    are left."""
    others = [y for y in s.years if y != year]
    offs: list[float] = []
    for n, one in enumerate(others):
        for two in others[n + 1 :]:
            steps = [
                math.log(y / x)
                for row in s.rows
                if (x := b.believed[row[one]] if one in row else None) and (y := b.believed[row[two]] if two in row else None)
                and x > 0 and y > 0
            ]  # fmt: skip
            offs += [abs(step - median(steps)) for step in steps]
    return median(offs) if offs else None


def _calm(b: Board, column: Sequence[int], moves: Sequence[tuple[int, int]], expected: dict[int, Expected]) -> float:
    """How far the rows of a column that are not moved are off, in the median."""
    moved = {here for here, _there in moves}
    return median([_misfit(b, at, at, expected) for at in column if at not in moved] or [0.0])


def _best(
    b: Board, group: Sequence[int], column: Sequence[int], expected: dict[int, Expected], printed: Sequence[dict[str, int]],
    wavering: float | None,
) -> tuple[float, str, list[tuple[int, int]]] | None:  # fmt: skip
    """The order that explains a group: what it gains, its name, and (cell, cell whose value it should have)."""
    now = [_misfit(b, at, at, expected) for at in group]
    if sum(now) < LEAST:
        return None
    noise = median(e.sd for at in group if (e := expected.get(at)))
    best: tuple[float, str, list[tuple[int, int]]] | None = None
    for order, moves in _candidates(b, group, now, expected, printed, whole=len(group) == len(column)):
        before = sum(_misfit(b, here, here, expected) for here, _there in moves)
        after, left = _after(b, group, moves, expected, whole=len(group) == len(column))
        gain = sum(now) - left
        mean = sum(after) / len(after)
        loose = 2 * wavering if wavering is not None else noise
        free = order in ("moved", "exchanged")
        calm = wavering if wavering is not None else _calm(b, column, moves, expected) if free else 0.0
        fits = (
            max(after) < max(0.15, 5 * loose)
            and mean < max(0.08, 3 * loose)
            and gain > LEAST
            and before > CLEAR * calm * len(moves)
            and sum(after) < LEFT * before
            and (free or left < LEFT * sum(now))
        )
        bonus = 0.05 * (not free)
        if fits and (best is None or gain + bonus > best[0]):
            best = (gain + bonus, order, moves)
    return best


def _after(
    b: Board, group: Sequence[int], moves: Sequence[tuple[int, int]], expected: dict[int, Expected], *, whole: bool
) -> tuple[list[float], float]:
    """The misfits of the values moved, and those of all the group summed. How the column changed as a whole was read with values in
    the wrong rows; where the group is all of the column, what is left is therefore measured from its own middle."""
    to = dict(moves)
    offs = {
        here: math.log(value) - expected[here].log if (value := b.believed[to.get(here, here)]) and value > 0 else 0.0
        for here in group
    }
    middle = median(offs.values()) if whole and len(offs) >= ROWS else 0.0
    left = {here: min(abs(off - middle), CAP) for here, off in offs.items()}
    return [left[here] for here in to], sum(left.values())


def _candidates(
    b: Board, group: Sequence[int], now: Sequence[float], expected: dict[int, Expected], printed: Sequence[dict[str, int]],
    *, whole: bool = False,
) -> Iterable[tuple[str, list[tuple[int, int]]]]:  # fmt: skip
    names = [b.cells[at].area[2] for at in group]
    for order, listed in known_orders(b, group, printed) if len(set(names)) == len(names) else ():
        if sorted(listed) == sorted(names):
            moves = [(at, group[listed.index(name)]) for at, name in zip(group, names, strict=True)]
            if moved := [(here, there) for here, there in moves if here != there]:
                yield order, moved
    odd = [n for n, off in enumerate(now) if off > 0.1]
    if (
        whole and odd and ROWS <= len(group) <= SHORT
    ):  # what a shift does to the change of the column may hide a moved row
        odd = list(range(len(group)))
    for first in odd:  # a run of rows moved up or down by one
        for last in odd:
            if last > first:
                run = list(group[first : last + 1])
                if last > first + 1:
                    yield "moved", list(zip(run, [*run[1:], run[0]], strict=True))
                    yield "moved", list(zip(run, [run[-1], *run[:-1]], strict=True))
                yield "exchanged", [(run[0], run[-1]), (run[-1], run[0])]
    if 2 < len(odd) <= 12 and (free := _matching(b, [group[n] for n in odd], expected)):
        yield "exchanged", free


def _matching(b: Board, at: Sequence[int], expected: dict[int, Expected]) -> list[tuple[int, int]]:
    """Each row with the value nearest to what it should have, if that is one to one."""
    nearest = [(here, min(at, key=lambda there: _misfit(b, here, there, expected))) for here in at]
    moved = [(here, there) for here, there in nearest if here != there]
    return moved if len({there for _here, there in nearest}) == len(at) else []


def _odd_one(b: Board, s: Series, found: dict[str, list[tuple[float, str, list[tuple[int, int]]]]]) -> str:
    """Of two years that could each be the moved one: that which fits a known order, else the other columns of the table, less."""
    known = {y: sum(g for g, order, _m in some if order not in ("moved", "exchanged")) for y, some in found.items()}
    one, two = s.years
    if abs(known[one] - known[two]) > 0.3:
        return max(s.years, key=lambda y: known[y])
    fit = {y: _fit(b, [m for _g, _o, moves in some for m in moves]) for y, some in found.items()}
    return one if fit[one] > fit[two] + LEAST else two  # where nothing tells, the newer was put in last


def _fit(b: Board, moves: Sequence[tuple[int, int]]) -> float:
    """How much nearer to the other columns of the same rows the values come when they are moved."""
    rows: dict[tuple[str, str, str], dict[tuple[str, str, str], float]] = {}
    first = b.cells[moves[0][0]]
    for i, c in enumerate(b.cells):
        value = b.believed[i]
        if (
            c.level == first.level
            and not c.prose
            and value
            and value > 0
            and (c.table, c.indicator) != (first.table, first.indicator)
        ):
            rows.setdefault((c.table, c.indicator, c.year), {})[c.area] = math.log(value)
    better = 0.0
    for column in rows.values():
        pairs = [
            (here, there)
            for here, there in moves
            if b.cells[here].area in column and b.believed[there] and b.believed[here]
        ]
        if len(pairs) < 2:
            continue
        base = [column[b.cells[here].area] for here, _there in pairs]
        as_is = [math.log(b.believed[here] or 1) - x for (here, _t), x in zip(pairs, base, strict=True)]
        moved = [math.log(b.believed[there] or 1) - x for (_h, there), x in zip(pairs, base, strict=True)]
        better += _width(as_is) - _width(moved)
    return better


def _width(values: Sequence[float]) -> float:
    middle = median(values)
    return sum(abs(v - middle) for v in values) / len(values)


def _elsewhere(
    b: Board, s: Series, year: str, chosen: Sequence[tuple[float, str, list[tuple[int, int]]]],
    expected: dict[int, Expected], printed: Sequence[dict[str, int]],
) -> None:  # fmt: skip
    """An order that explains most of a column is looked for in its other kecamatan too, where it may make little difference."""
    orders = {order for _g, order, moves in chosen if order in ("kemendagri", "bps", "alphabet") and len(moves) > 3}
    column = sorted(row[year] for row in s.rows if year in row and row[year] in expected)
    for group in _groups(b, column)[:-1]:
        if any(at in b.alarms for at in group):
            continue
        now = [_misfit(b, at, at, expected) for at in group]
        for order, moves in _candidates(b, group, now, expected, printed):
            gain = sum(_misfit(b, here, here, expected) - _misfit(b, here, there, expected) for here, there in moves)
            if order in orders and gain > 0:
                _accuse(b, order, moves, 0.6)
                break


def _accuse(b: Board, order: str, moves: Sequence[tuple[int, int]], certainty: float) -> None:
    moved = [(here, b.cells[there], b.believed[there]) for here, there in moves]
    for here, cell, value in moved:
        text = _("the values stand %s: %s is printed at %s") % (_(ORDERS[order]), cell.printed, cell.region)
        b.accuse(Alarm(here, "rows_shifted", "error" if certainty > 0.7 else "warning", value, certainty, text))
