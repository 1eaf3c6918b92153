"""What a figure should be by the other years of its row and the change of the other rows; and jumps from it.

The rule: a row is compared with how the other rows of its column changed, in medians, so that a city that grew is no
alarm and one wrong row does not move the measure. Deviations are measured in robust standard deviations (Hampel 1974, p. 388; the cut far
beyond the 3.5 of Iglewicz & Hoaglin 1993, p. 12) and must be large in themselves too; a cell of a sum that holds is not doubted.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.collect.checks.board import Alarm, Board, grouped, median, shown, spread
from qualcode.collect.figure_cells import rate
from qualcode.i18n import _

ROWS = 5  # fewer rows say nothing of how a column changes
FAR = 5.0  # robust standard deviations
STEADY, LOOSE = math.log(1.25), math.log(1.7)  # counts and their like; rates, which may move more
FIRM = math.log(1.12)  # where two years and more agree against one, and far beyond the usual


@dataclass(frozen=True)
class Expected:
    """By the rest of its row: ``log`` of the value, its robust standard deviation, how many years say so."""

    log: float
    sd: float
    years: int


@dataclass(frozen=True)
class Series:
    """One indicator of one table on one level: cell indices by row and year."""

    rows: tuple[dict[str, int], ...]
    years: tuple[str, ...]


def all_series(b: Board) -> list[Series]:
    plain = [i for i, c in enumerate(b.cells) if not c.prose and c.level in ("kelurahan", "kecamatan", "kota")]
    found = []
    columns = list(grouped(b.cells, plain, "table", "indicator", "unit", "level").values())
    for at in [*columns, *_of_one_year_each(b, columns)]:
        rows: dict[object, dict[str, int]] = {}
        for i in at:
            if b.cells[i].year and b.cells[i].year not in rows.setdefault(b.cells[i].area, {}):
                rows[b.cells[i].area][b.cells[i].year] = i
        years = tuple(sorted({y for row in rows.values() for y in row}))
        if len(rows) >= ROWS and len(years) > 1:
            found.append(Series(tuple(rows.values()), years))
    return found + _of_items(b, plain)


def _of_one_year_each(b: Board, columns: Sequence[Sequence[int]]) -> list[list[int]]:
    """The columns of tables that follow each other year by year, one table a year: the same measure of the same areas."""
    years: dict[object, list[tuple[str, Sequence[int]]]] = defaultdict(list)
    for at in columns:
        first = b.cells[at[0]]
        areas = frozenset(b.cells[i].area for i in at)
        if first.year and {b.cells[i].year for i in at} == {first.year} and len(areas) == len(at) >= ROWS:
            years[first.indicator, first.unit, first.level, areas].append((first.year, at))
    return [
        [i for _year, at in some for i in at]
        for some in years.values()
        if len(some) > 1 and len({year for year, _at in some}) == len(some)
    ]


def _of_items(b: Board, plain: Sequence[int]) -> list[Series]:
    """The measures of a table about one town, such as sectors, as rows."""
    found = []
    areas = {
        key[0]: len(by)
        for key, by in ((k, {b.cells[i].area for i in at}) for k, at in grouped(b.cells, plain, "table").items())
    }
    for (table, _unit), at in grouped(b.cells, plain, "table", "unit").items():
        rows: dict[str, dict[str, int]] = {}
        for i in at if areas[table] == 1 else ():
            if b.cells[i].year and b.cells[i].year not in rows.setdefault(b.cells[i].indicator, {}):
                rows[b.cells[i].indicator][b.cells[i].year] = i
        years = tuple(sorted({y for row in rows.values() for y in row}))
        if len(rows) >= 2 * ROWS and len(years) > 1:
            found.append(Series(tuple(rows.values()), years))
    return found


def _log(b: Board, row: dict[str, int], year: str) -> float | None:
    at = row.get(year)
    value = b.believed[at] if at is not None else None
    return math.log(value) if value is not None and value > 0 else None


def changes(b: Board, s: Series) -> dict[tuple[str, str], tuple[float, float]]:
    """Median and robust spread of the log change between each two years."""
    found = {}
    logs = {year: [_log(b, row, year) for row in s.rows] for year in s.years}
    for n, one in enumerate(s.years):
        for two in s.years[n + 1 :]:
            steps = [y - x for x, y in zip(logs[one], logs[two], strict=True) if x is not None and y is not None]
            if len(steps) >= ROWS:
                middle, width = median(steps), spread(steps)
                found[one, two], found[two, one] = (middle, width), (-middle, width)
    return found


def expectations(b: Board, s: Series) -> dict[int, Expected]:
    """For each cell what the other years of its row say it is: the median of what each says."""
    change = changes(b, s)
    found = {}
    for row in s.rows:
        for year, at in row.items():
            says = [
                (x + change[other, year][0], change[other, year][1])
                for other in row
                if (other, year) in change and (x := _log(b, row, other)) is not None
            ]
            if says:
                log = median(x for x, _sd in says)
                noise = 1 / max(1.0, math.exp(log)) if not rate(b.cells[at].unit, b.cells[at].indicator) else 0.0
                found[at] = Expected(log, math.sqrt(median(sd for _x, sd in says) ** 2 + 0.006**2 + noise), len(says))
    return found


def away(e: Expected | None, value: float | None) -> float | None:
    """How many standard deviations a value is from what is expected."""
    return None if e is None or value is None or value <= 0 else (math.log(value) - e.log) / e.sd


def year_swaps(b: Board) -> None:
    """Two years of one row stand in each other's place: of all pairs that would do, that after which the row is most like the others."""
    for s in all_series(b):
        change = changes(b, s)
        for row in s.rows:
            pairs = [
                (one, two)
                for n, one in enumerate(s.years)
                for two in s.years[n + 1 :]
                if one in row and two in row and _better_exchanged(b, row, one, two, change.get((one, two)))
            ]
            if not pairs:
                continue
            one, two = min(pairs, key=lambda pair: _unlike_others(b, row, pair, change))
            for here, there in ((row[one], row[two]), (row[two], row[one])):
                other = b.cells[there]
                text = _("the figures of %s and %s stand in each other's place: by the other rows this is %s") % (
                    one, two, other.printed)  # fmt: skip
                b.accuse(Alarm(here, "year_swap", "error", b.cells[there].value, 0.8, text))


def _unlike_others(
    b: Board, row: dict[str, int], pair: tuple[str, str], change: dict[tuple[str, str], tuple[float, float]]
) -> float:
    """How far the changes of a row are from those of the other rows once two of its years are exchanged, in logs."""
    turned = row | {pair[0]: row[pair[1]], pair[1]: row[pair[0]]}
    logs = {year: x for year in turned if (x := _log(b, turned, year)) is not None}
    return math.fsum(
        abs(logs[two] - logs[one] - middle)
        for (one, two), (middle, _sd) in change.items()
        if one < two and one in logs and two in logs
    )


def _better_exchanged(b: Board, row: dict[str, int], one: str, two: str, change: tuple[float, float] | None) -> bool:
    x, y = b.believed[row[one]], b.believed[row[two]]
    if not x or not y or x <= 0 or y <= 0 or change is None or row[one] in b.alarms or row[two] in b.alarms:
        return False
    middle, sd = change
    sd = math.sqrt(
        sd**2 + 0.01**2 + (1 / x + 1 / y if not rate(b.cells[row[one]].unit, b.cells[row[one]].indicator) else 0)
    )
    step = math.log(y / x)
    return abs(step - middle) > FAR * sd and abs(-step - middle) < 2 * sd and abs(step - middle) > 0.1


def jumps(b: Board) -> None:
    """Cells far from what the rest of their row says, beyond doubt."""
    for s in all_series(b):
        expected = expectations(b, s)
        bad: dict[int, tuple[int, Expected, float]] = {}  # by row
        for n, row in enumerate(s.rows):
            offs = {
                at: math.log(value) - expected[at].log
                for at in row.values()
                if at in expected and (value := b.believed[at]) and value > 0
            }
            if not offs or any(i in b.alarms for i in row.values()):
                continue
            at = max(offs, key=lambda i: (i not in b.confirmed, abs(offs[i])))
            off, e = offs[at], expected[at]
            steady = LOOSE if rate(b.cells[at].unit, b.cells[at].indicator) and "/" not in b.cells[at].unit else STEADY
            if e.years > 1 and abs(off) > 2 * FAR * e.sd:
                steady = FIRM
            if (
                at not in b.confirmed
                and abs(off) > FAR * e.sd
                and abs(off) > steady
                and abs(math.exp(e.log) - (b.believed[at] or 0)) > 10 * b.step(at)
            ):
                bad[n] = (at, e, off)
        by_group: dict[str, list[int]] = {}
        for n, (at, _e, _off) in bad.items():
            by_group.setdefault(b.cells[at].area[1], []).append(n)
        for some in by_group.values():
            year = _odd_year(b, s, some) if len(s.years) == 2 and all(b.cells[bad[n][0]].year for n in some) else None
            for n in some:
                at = s.rows[n].get(year, bad[n][0]) if year else bad[n][0]
                if at not in b.confirmed:
                    _accuse_jump(b, at, expected.get(at), many=len(some))


def _odd_year(b: Board, s: Series, rows: Sequence[int]) -> str:
    """Of two years the one whose values lie further from the column's usual size."""

    def strange(year: str) -> float:
        logs = [x for row in s.rows if (x := _log(b, row, year)) is not None]
        middle, sd = median(logs), max(spread(logs), 0.1)
        doubted = [x for n in rows if (x := _log(b, s.rows[n], year)) is not None]
        sure = sum(s.rows[n].get(year) in b.confirmed for n in rows)
        return sum(abs(x - middle) / sd for x in doubted) - 100 * sure

    return max(s.years, key=lambda y: (strange(y), y))


def _accuse_jump(b: Board, at: int, e: Expected | None, *, many: int) -> None:
    value = b.believed[at]
    if e is None or not value:
        return
    off = math.log(value) - e.log
    power = round(off / math.log(10))
    if power and many < 3 and abs(off - power * math.log(10)) < max(0.15, 3 * e.sd):
        text = _("%s times what the other years of the row and the other rows say") % shown(10.0**power)
        b.accuse(Alarm(at, "unit", "error", value / 10.0**power, 0.85, text))
        return
    guess = float(f"{math.exp(e.log):.4g}")
    text = _("%s times the value that the other years of the row and the change of the other rows say (about %s)") % (
        shown(round(math.exp(off), 2)), shown(guess))  # fmt: skip
    sure = 0.75 if e.years > 1 else 0.7 if many > 2 else 0.55
    b.accuse(Alarm(at, "jump", "error" if many > 2 or e.years > 1 else "warning", guess, sure, text))


def column_units(b: Board) -> None:
    """A whole year that is a power of ten off the others."""
    for s in all_series(b):
        change = changes(b, s)
        for year in s.years:
            powers = [round(change[other, year][0] / math.log(10)) for other in s.years if (other, year) in change
                      and abs(change[other, year][0] - round(change[other, year][0] / math.log(10)) * math.log(10)) < 0.3]  # fmt: skip
            others = [p for p in powers if p]
            if (
                len(others) * 2 > len(powers)
                and len(set(others)) == 1
                and (len(s.years) > 2 or abs(others[0]) >= 2)
                and (len(s.years) > 2 or year == s.years[-1])
            ):
                for row in s.rows:
                    if year in row and (value := b.believed[row[year]]):
                        text = _("the whole column is %s times the other years: another unit?") % shown(
                            10.0 ** others[0]
                        )
                        b.accuse(Alarm(row[year], "unit", "warning", value / 10.0 ** others[0], 0.6, text))


def guesses(b: Board) -> None:
    """What a cell that cannot be read, or cannot be so, may be by the rest of its row: for whoever looks it up, not believed."""
    for s in all_series(b):
        open_ = {i for row in s.rows for i in row.values() if i in b.alarms and b.alarms[i].expected is None}
        for at in open_:
            b.believed[at] = None
        for at, e in expectations(b, s).items() if open_ else ():
            a = b.alarms.get(at)
            if at in open_ and a is not None and a.kind in ("malformed", "over_100", "negative"):
                guess = float(f"{math.exp(e.log):.4g}")
                text = a.message + "; " + _("about %s by the other years of the row and the other rows") % shown(guess)
                b.alarms[at] = replace(a, expected=guess, message=text)
