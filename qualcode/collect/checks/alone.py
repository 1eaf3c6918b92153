"""One measure of one place through the years, where no other rows say how a column changes.

The rule: a year is held against the years on its two sides. It is doubted only where it leaves their line by several times what
the line wavers elsewhere, or by a power of ten, or where it goes on the line of another measure and that one on its; a series that
wavers says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from qualcode.collect.checks.board import Alarm, Board, grouped, median, shown
from qualcode.collect.checks.trends import FIRM, all_series
from qualcode.i18n import _

YEARS = 6  # with fewer only a power of ten is told, or a year far from others that stand still
STANDS = math.log(1.1)  # how far apart the other years may be, at least FEW of them, where the line says less
FEW = 4
SPIKE = 5.0  # times as far as any other year leaves the line of its neighbours
STILL = 0.01  # the least such wavering, in logs
POWER = math.log(5)  # less is no power of ten
FAR, CALMER = math.log(1.5), 0.25  # of figures exchanged: how far apart, and how much less their rows then waver
AGREE = 0.3  # how far apart the years on both sides may be, in logs


def exchanged(b: Board) -> None:
    """Accuse two measures of one place whose figures of a year stand in each other's place: only so do both go on as they went."""
    rows = {i: row for row in _rows(b) if len(row) >= FEW for i in row}
    for at in grouped(b.cells, rows, "table", "year", "unit", "area").values():
        free = [i for i in at if i not in b.alarms and i not in b.confirmed]
        pairs = [
            (i, j)
            for i, j in combinations(free, 2)
            if abs(_log(b, i) - _log(b, j)) > FAR and _calmer(b, rows[i], i, j) and _calmer(b, rows[j], j, i)
        ]
        for here, there in [both for pair in pairs for both in (pair, pair[::-1])] if len(pairs) == 1 else ():
            other = b.cells[there]
            text = _("exchanged with “%s”: only so do both go on from their other years") % other.indicator
            b.accuse(Alarm(here, "rows_shifted", "error", other.value, 0.85, text))


def _calmer(b: Board, row: Sequence[int], at: int, other: int) -> bool:
    """Whether a row wavers but a quarter as much with the figure of another cell in the place of one of its own."""

    def wavers(logs: list[float]) -> float:
        steps = [later - before for before, later in pairwise(logs)]
        return sum(abs(step - median(steps)) for step in steps)

    return wavers([_log(b, other if i == at else i) for i in row]) < CALMER * wavers([_log(b, i) for i in row])


def _log(b: Board, at: int) -> float:
    return math.log(b.believed[at] or 1.0)


def spikes(b: Board) -> None:
    """Accuse years that leave the line of their neighbours."""
    for row in _rows(b):
        _row(b, row)


def _rows(b: Board) -> Iterator[list[int]]:
    """The measures of a place through three years or more that no other rows say anything of."""
    compared = {i for s in all_series(b) for row in s.rows for i in row.values()}
    plain = [i for i, c in enumerate(b.cells) if not c.prose and c.year and i not in compared]
    for at in grouped(b.cells, plain, "table", "indicator", "unit", "area").values():
        row = sorted((i for i in at if (b.believed[i] or 0) > 0), key=lambda i: b.cells[i].year)
        if len(row) > 2 and len({b.cells[i].year for i in row}) == len(row) == len(at):
            yield row


def _row(b: Board, row: Sequence[int]) -> None:
    years = [int(b.cells[i].year) for i in row]
    logs = [math.log(b.believed[i] or 1.0) for i in row]
    line = [_line(years, logs, n) for n in range(1, len(row) - 1)]
    off = [logs[n] - line[n - 1] for n in range(1, len(row) - 1)]
    worst = max(range(len(off)), key=lambda n: abs(off[n]))
    at, rest = row[worst + 1], [o for n, o in enumerate(off) if abs(n - worst) > 1]
    if at in b.alarms or at in b.confirmed:
        return
    power = round(off[worst] / math.log(10))
    sides = abs(logs[worst + 2] - logs[worst])
    if power and abs(off[worst]) > POWER and sides < AGREE and abs(off[worst] - power * math.log(10)) < AGREE:
        text = _("%s times what the years before and after say") % shown(10.0**power)
        b.accuse(Alarm(at, "unit", "error", (b.believed[at] or 0) / 10.0**power, 0.85, text))
        return
    usual = max([STILL, *map(abs, rest)])
    others = [log for n, log in enumerate(logs) if n != worst + 1]
    still = len(others) >= FEW and max(others) - min(others) < STANDS and abs(off[worst]) > POWER
    if still or (len(row) >= YEARS and sides < AGREE and abs(off[worst]) > max(FIRM, SPIKE * usual)):
        guess = float(f"{math.exp(line[worst]):.4g}")
        text = _("%s times what the years before and after say (about %s)") % (
            shown(round(math.exp(off[worst]), 2)),
            shown(guess),
        )
        b.accuse(Alarm(at, "jump", "error", guess, 0.75, text))


def _line(years: Sequence[int], logs: Sequence[float], n: int) -> float:
    """What the years on both sides say of this one, on a straight line between them."""
    share = (years[n] - years[n - 1]) / (years[n + 1] - years[n - 1])
    return logs[n - 1] + share * (logs[n + 1] - logs[n - 1])
