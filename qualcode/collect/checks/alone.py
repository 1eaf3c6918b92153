"""One measure of one place through the years, where no other rows say how a column changes.

The rule: a year is held against the years on its two sides. It is doubted only where it leaves their line by several times what
the line wavers elsewhere, or by a power of ten; a series that wavers says nothing.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from qualcode.collect.checks.board import Alarm, Board, grouped, shown
from qualcode.collect.checks.trends import FIRM, all_series
from qualcode.i18n import _

YEARS = 6  # with fewer only a power of ten is told, or a year far from others that stand still
STANDS = math.log(1.1)  # how far apart the other years may be, at least FEW of them, where the line says less
FEW = 4
SPIKE = 5.0  # times as far as any other year leaves the line of its neighbours
STILL = 0.01  # the least such wavering, in logs
POWER = math.log(5)  # less is no power of ten
AGREE = 0.3  # how far apart the years on both sides may be, in logs


def spikes(b: Board) -> None:
    """Accuse years that leave the line of their neighbours."""
    compared = {i for s in all_series(b) for row in s.rows for i in row.values()}
    plain = [i for i, c in enumerate(b.cells) if not c.prose and c.year and i not in compared]
    for at in grouped(b.cells, plain, "table", "indicator", "unit", "area").values():
        row = sorted((i for i in at if (b.believed[i] or 0) > 0), key=lambda i: b.cells[i].year)
        if len(row) > 2 and len({b.cells[i].year for i in row}) == len(row) == len(at):
            _row(b, row)


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
