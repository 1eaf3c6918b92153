"""Kelurahan made out of others: which list of areas a table or a year follows.

The rule: a figure from before an area was divided holds the new area too, and is not comparable with those after. It is noted, not
doubted: where the old area and the new ones together go on as the other rows do, the fall of the old one is no jump.
"""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import combinations

from qualcode.collect.checks.board import Alarm, Board, grouped
from qualcode.collect.checks.known_orders import town_orders
from qualcode.collect.checks.trends import FAR, Series, all_series, changes
from qualcode.collect.figure_cells import rate
from qualcode.collect.regions import name_key
from qualcode.i18n import _

NEAR, FALL = 0.05, 0.1  # in logs: how near the sum must come, how far the old area by itself must be off
MOST = 3  # areas made out of one in a year
WHOLE = 0.8  # of the kelurahan of a list, before a table is said to lack one


@cache
def known_splits() -> dict[tuple[str, str], list[str]]:
    """(kecamatan, old kelurahan) and the kelurahan made out of it (permendagri 72/2019; see the sample's regions)."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    with resources.files("qualcode.collect").joinpath("data/splits.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found[name_key(row["kecamatan"]), name_key(row["from"])].append(row["new"])
    return dict(found)


def vintages(b: Board) -> None:
    for s in all_series(b):
        first = b.cells[next(iter(s.rows[0].values()))]
        if not rate(first.unit, first.indicator):
            _divided(b, s)
    _lists(b)


def _divided(b: Board, s: Series) -> None:
    """Old and new areas of a series, told by their figures."""
    change = changes(b, s)
    made: dict[tuple[str, str], list[dict[str, int]]] = defaultdict(list)  # new rows by kecamatan and first year
    for row in s.rows:
        years = [y for y in s.years if y in row and b.believed[row[y]]]
        if years and years[0] != s.years[0]:
            made[b.cells[row[years[0]]].area[1], years[0]].append(row)
    for (kecamatan, year), rows in made.items():
        before = s.years[s.years.index(year) - 1]
        if (before, year) not in change:
            continue
        middle, sd = change[before, year]
        for old in s.rows:
            if any(old is row for row in rows) or not {before, year} <= set(old):
                continue
            was, now = b.believed[old[before]], b.believed[old[year]]
            if not was or not now or b.cells[old[year]].area[1] != kecamatan:
                continue
            if abs(math.log(now / was) - middle) < max(FALL, FAR * sd):
                continue
            for some in (c for n in range(1, MOST + 1) for c in combinations(rows, n)):
                whole = now + math.fsum(b.believed[row[year]] or 0.0 for row in some)
                if abs(math.log(whole / was) - middle) < max(NEAR, 2 * sd):
                    new = [b.cells[row[year]].region for row in some]
                    _note(b, [old[y] for y in s.years[: s.years.index(year)] if y in old], new, year)
                    break


def _lists(b: Board) -> None:
    """Tables of kelurahan that still follow the list of before a division that is known."""
    plain = [i for i, c in enumerate(b.cells) if not c.prose and c.level == "kelurahan" and b.believed[i]]
    for at in grouped(b.cells, plain, "table", "indicator", "unit", "year").values():
        first = b.cells[at[0]]
        here = {(area[1], area[2]): i for i in at if (area := b.cells[i].area)}
        if rate(first.unit, first.indicator) or len(here) < _size(here):
            continue
        for (kecamatan, old), new in known_splits().items():
            if (kecamatan, old) in here and not any((kecamatan, name_key(n)) in here for n in new):
                _note(b, [here[kecamatan, old]], new, "")


def _size(here: dict[tuple[str, str], int]) -> float:
    """How many kelurahan a table must have to be a list of all of them: most of those of the official lists, in its kecamatan."""
    listed = max(({k: len(names) for k, names in by.items()} for _order, by in town_orders()), key=len)
    return WHOLE * sum(listed.get(kecamatan, 99) for kecamatan in {k for k, _name in here})


def _note(b: Board, at: Sequence[int], new: Sequence[str], year: str) -> None:
    names = ", ".join(new)
    text = (
        _("holds %s too, counted apart from %s on: not comparable") % (names, year)
        if year
        else _("the table has no %s: by the older list of areas this figure holds it too") % names
    )
    for i in at:
        b.accuse(Alarm(i, "vintage", "note", None, 0.7, text))
