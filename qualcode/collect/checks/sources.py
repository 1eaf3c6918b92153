"""The same figure in two places: tables that differ, totals of another table, figures in the text, parents of a name.

The rule: what is compared means the same thing, by name, level, area and year; a difference that rounding explains is
none. Which side is wrong is said only where the figures tell.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence

from qualcode.collect.checks import names
from qualcode.collect.checks.board import Alarm, Board, shown
from qualcode.collect.checks.relations import Relation
from qualcode.collect.figure_cells import rate, town
from qualcode.collect.regions import name_key
from qualcode.i18n import _
from qualcode.store.ids import fold

_NOT_BETWEEN = re.compile(r"gini|ketimpangan|williamson|theil|jumlah|total")


def equal_figures(b: Board) -> list[Relation]:
    """A relation for each figure that two tables both state."""
    places: dict[tuple[object, ...], list[int]] = defaultdict(list)
    for i, c in enumerate(b.cells):
        if not c.prose and c.year:
            places[fold(c.indicator), fold(c.unit), c.area, c.year].append(i)
    found = []
    for at in places.values():
        for i in at:
            for j in at:
                if i < j and b.cells[i].table != b.cells[j].table:

                    def solve(here: int, view: Sequence[float | None], i: int = i, j: int = j) -> float | None:
                        return view[j if here == i else i]

                    found.append(Relation("sources_differ", (j, i), solve, max(b.step(i), b.step(j)) + 1e-9))
    return found


def across_tables(b: Board) -> None:
    """Totals of one table against the areas of another: counts of another base, means outside their parts."""
    columns: dict[tuple[str, str, str], dict[str, dict[str, list[int]]]] = defaultdict(
        lambda: defaultdict(lambda: defaultdict(list))
    )
    for i, c in enumerate(b.cells):
        if not c.prose and c.level in ("kota", "kecamatan", "kelurahan") and b.believed[i] is not None:
            columns[fold(c.indicator), fold(c.unit), c.year][c.table][c.level].append(i)
    for tables in columns.values():
        for table, levels in tables.items():
            for other, parts in tables.items():
                for total_level, part_level in (
                    ("kecamatan", "kelurahan"),
                    ("kota", "kecamatan"),
                    ("kota", "kelurahan"),
                ):
                    if (
                        not parts[part_level]
                        or not levels[total_level]
                        or (part_level == "kelurahan" and total_level == "kota" and parts["kecamatan"])
                    ):
                        continue
                    for i in levels[total_level]:
                        if total_level == "kota" and b.cells[i].area[2]:
                            continue
                        area = b.cells[i].area[2]
                        of = [j for j in parts[part_level] if total_level == "kota" or b.cells[j].area[1] == area]
                        _compare(b, i, of, other, here=table == other)


def _compare(b: Board, i: int, of: list[int], other: str, *, here: bool) -> None:
    c, value = b.cells[i], b.believed[i]
    if len(of) < 3 or value is None or i in b.alarms or len({b.cells[j].area for j in of}) < len(of):
        return
    values = [v for j in of if (v := b.believed[j]) is not None]
    if rate(c.unit, c.indicator):
        low, high = min(values), max(values)
        slack = b.step(i) + 1e-9
        whole = math.fsum(values)
        if _NOT_BETWEEN.search(fold(c.indicator)) or i in b.confirmed or abs(whole - value) <= 0.02 * abs(value):
            return  # shares that add up to a hundred, and measures whose whole may lie outside
        if (value < low - slack or value > high + slack) and not any(j in b.alarms for j in of):
            near = low if value < low else high
            text = _("a whole cannot lie outside its parts: table %s has %s to %s") % (other, shown(low), shown(high))
            b.accuse(Alarm(i, "outside_parts", "warning", near, 0.65, text))
        return
    total = math.fsum(values)
    apart = abs(total - value) / max(abs(value), 1)
    if not here and 0.005 < apart < 0.3 and value > 100:
        text = _("the %d areas of table %s sum to %s, %s %% away: another base?") % (
            len(of),
            other,
            shown(total),
            shown(round(100 * apart, 1)),
        )
        b.accuse(Alarm(i, "base_population", "warning", total, 0.5, text))


def prose_against_tables(b: Board) -> None:
    """Figures of the running text against those of the tables."""
    tabled: dict[tuple[str, object], list[int]] = defaultdict(list)
    for i, c in enumerate(b.cells):
        if not c.prose:
            tabled[c.level, c.area].append(i)
    for i, c in enumerate(b.cells):
        if not c.prose or b.believed[i] is None:
            continue
        alike = [j for j in tabled[c.level, c.area] if _means_the_same(b, i, j)]
        same_year = [j for j in alike if b.cells[j].year == c.year and b.believed[j] is not None]
        if not same_year or any(_near(b, i, j, as_printed=True) for j in same_year):
            continue
        j = same_year[0]
        other = next((k for k in alike if _near(b, i, k, as_printed=True)), None)
        text = _("table %s has %s") % (b.cells[j].table, b.cells[j].printed)
        if other is not None:
            text += "; " + _("%s is its figure of %s") % (b.cells[other].printed, b.cells[other].year or "-")
        b.accuse(Alarm(i, "prose_differs", "error", b.believed[j], 0.9 if other is not None else 0.8, text))


def _near(b: Board, i: int, j: int, *, as_printed: bool) -> bool:
    one, two = b.cells[i].value, b.cells[j].value if as_printed else b.believed[j]
    return one is not None and two is not None and abs(one - two) <= max(b.step(i), b.step(j)) + 1e-9


def _means_the_same(b: Board, i: int, j: int) -> bool:
    one, two = b.cells[i], b.cells[j]
    if fold(one.indicator) == fold(two.indicator):
        return True
    u, v = (re.sub(r"orang|jiwa|penerima|keluarga", "org", fold(x.unit)) for x in (one, two))
    s, t = names.segments(one.indicator), names.segments(two.indicator)
    if u != v or len(s) < 2 or len(t) < 2 or names.words(s[0]) != names.words(t[0]):
        return False
    if names.TOTAL.fullmatch(s[-1]) or names.TOTAL.fullmatch(t[-1]):
        return bool(names.TOTAL.fullmatch(s[-1]) and names.TOTAL.fullmatch(t[-1])) and len(s) == len(t)
    return len(s) == len(t) and names.words(s[-1]) <= names.words(t[-1]) and bool(names.words(s[-1]))


def parents(b: Board) -> None:
    """A kelurahan that most tables put into another kecamatan."""
    seen: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for c in b.cells:
        if c.level == "kelurahan" and c.parent and not town(c.region):
            seen[name_key(c.region)][name_key(c.parent)].add(c.table)
    for i, c in enumerate(b.cells):
        homes = seen.get(name_key(c.region), {}) if c.level == "kelurahan" else {}
        if len(homes) > 1:
            mine = homes[name_key(c.parent)]
            most = max(homes, key=lambda k: len(homes[k]))
            if len(homes[most]) > len(mine) and not homes[most] & mine:
                text = _("%s lies in %s here, in %s in the other tables") % (c.region, c.parent, most)
                b.accuse(Alarm(i, "parent_conflict", "warning", None, 0.7, text))
