"""Densities that hold the population of another row, as when two tables were joined by position and not by name.

The rule: only densities that are accused already are read again, and only where the population of another row over the own area
explains most of them is the alarm said so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from qualcode.collect.checks.board import Board, shown
from qualcode.collect.checks.names import DENSITY, POPULATION
from qualcode.collect.checks.trends import Expected, all_series, expectations
from qualcode.i18n import _
from qualcode.store.ids import fold

HELD = 0.03  # how near a density must come to a population over an area, in logs
LEAST_HELD = 3  # rows that must


def shifted_bases(b: Board) -> None:
    """Densities that jump: each the population of another row over the own area, as when the populations were joined by position."""
    people: dict[tuple[str, tuple[str, str, str]], tuple[int, float]] = {}
    for i, c in enumerate(b.cells):
        if POPULATION.fullmatch(fold(c.indicator)) and not c.prose and (value := b.believed[i]):
            people.setdefault((c.level, c.area), (i, value))
    for s in all_series(b):
        if not DENSITY.fullmatch(fold(b.cells[next(iter(s.rows[0].values()))].indicator)):
            continue
        expected = expectations(b, s)
        groups: dict[tuple[str, str], list[int]] = {}
        for row in s.rows:
            for year, at in row.items():
                if at in b.alarms and at in expected and b.alarms[at].kind in ("jump", "unit", "malformed"):
                    groups.setdefault((year, b.cells[at].area[1]), []).append(at)
        for some in groups.values():
            _joined_by_position(b, some, expected, people)


def _joined_by_position(
    b: Board, at: Sequence[int], expected: dict[int, Expected], people: dict[tuple[str, tuple[str, str, str]], tuple[int, float]]
) -> None:  # fmt: skip
    """Say of these cells whose population each holds, if that is plain for most of them."""
    level, kecamatan = b.cells[at[0]].level, b.cells[at[0]].area[1]
    bases = {area: known for (on, area), known in people.items() if on == level and area[1] == kecamatan}
    near: list[tuple[float, int, int]] = []  # (how far off, density, whose population)
    for i in at:
        own, value = bases.get(b.cells[i].area), b.cells[i].value
        if own is not None and value and value > 0:
            held = own[1] * value / math.exp(expected[i].log)  # the population over the area that the other year gives
            off = ((abs(math.log(people / held)), i, base) for base, people in bases.values())
            near += [one for one in off if one[0] < HELD]
    found: dict[int, int] = {}
    for _off, i, base in sorted(near):  # each population once
        if i not in found and base not in found.values():
            found[i] = base
    found = {i: base for i, base in found.items() if b.cells[i].area != b.cells[base].area}
    if len(found) < LEAST_HELD or len(found) * 4 < 3 * sum(b.cells[i].value is not None for i in at):
        return
    for i, base in found.items():
        a = b.alarms[i]
        text = _("by the other year this is the population of %s (%s) over the area of %s: about %s expected") % (
            b.cells[base].region, b.cells[base].printed, b.cells[i].region, shown(a.expected or 0))  # fmt: skip
        b.alarms[i] = replace(a, kind="rows_shifted", certainty=0.9, message=text)
