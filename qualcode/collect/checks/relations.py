"""What must hold between the figures: sums over areas, sums of parts, quotients, equal figures of two tables.

The rule: a relation that names propose is taken only when the figures bear it out: most of its instances in the table
hold, or it is a plain sum of counts that is not far off. So a table that lists only some areas raises no alarm.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualcode.collect.checks import names
from qualcode.collect.checks.board import Board, grouped, median
from qualcode.collect.figure_cells import rate
from qualcode.store.ids import fold

NEAR = 0.3  # a sum of counts further off than this is no sum


@dataclass(frozen=True)
class Relation:
    """``cells[0]`` is the one that follows from the others; ``solve(at)`` what the cell ``at`` would have to be, None where the others do not
    say; ``slack`` how far off it may be."""

    kind: str
    cells: tuple[int, ...]
    solve: Callable[[int, Sequence[float | None]], float | None]
    slack: float

    def off(self, view: Sequence[float | None]) -> float | None:
        """How far the first cell is from what follows; None where it cannot be told."""
        value, expected = view[self.cells[0]], self.solve(self.cells[0], view)
        return None if value is None or expected is None else value - expected

    def holds(self, view: Sequence[float | None]) -> bool | None:
        off = self.off(view)
        return None if off is None else abs(off) <= self.slack


def is_nil(b: Board, at: int) -> bool:
    return b.cells[at].value is None and "nil" in b.cells[at].flags


def summed(b: Board, kind: str, total: int, parts: Sequence[int], *, sign: int = 1) -> Relation:
    """total = the sum of parts. A nil among the parts counts as nothing here, and only here, until a figure is believed to
    stand for it."""
    nil = {i for i in parts if is_nil(b, i)}

    def solve(at: int, view: Sequence[float | None]) -> float | None:
        values = [0.0 if i in nil and view[i] is None else view[i] for i in parts]
        if at == total:
            return None if None in values else math.fsum(v for v in values if v is not None)
        whole = view[total]
        rest = [v for i, v in zip(parts, values, strict=True) if i != at]
        return None if whole is None or None in rest else whole - math.fsum(v for v in rest if v is not None)

    steps = [b.step(i) for i in (total, *parts) if b.cells[i].value is not None]
    slack = 0.0 if steps and min(steps) == 0.5 else math.fsum(steps)
    return Relation(kind, (total, *parts), solve, slack + 1e-6)


def quotient(b: Board, kind: str, result: int, over: int, under: int, factor: float, slack: float) -> Relation:
    """result = factor * over / under."""

    def solve(at: int, view: Sequence[float | None]) -> float | None:
        r, a, u = view[result], view[over], view[under]
        if at == result:
            return None if a is None or not u else factor * a / u
        if at == over:
            return None if r is None or u is None else r * u / factor
        return None if not r or a is None else factor * a / r

    return Relation(kind, (result, over, under), solve, slack)


def relations(b: Board) -> list[Relation]:
    """All that hold well enough in each table to be held against a cell."""
    found: list[Relation] = []
    tables = grouped(b.cells, [i for i, c in enumerate(b.cells) if not c.prose], "table")
    for at in tables.values():
        found += _over_areas(b, at)
        found += _of_parts(b, at)
    found += _quotients(b)
    found += _shares(b)
    return found


def _sound(b: Board, made: list[Relation], *, counts: bool) -> list[Relation]:
    """The relations of one family if the figures bear it out, else none."""
    judged = [(r, r.holds(b.believed)) for r in made]
    known = [(r, ok) for r, ok in judged if ok is not None]
    good = sum(bool(ok) for _r, ok in known)
    if known and good * 2 > len(known):
        return made
    if not counts or len(known) > 3 + 2 * good:
        return []
    near = [r for r, _ok in known if abs(r.off(b.believed) or 0) <= NEAR * abs(b.believed[r.cells[0]] or 1)]
    return made if len(near) == len(known) else []


def _hundred(b: Board, made: Sequence[Relation]) -> bool:
    """Whether the wholes are shares printed as 100, of which the parts must be parts."""
    return all(b.believed[r.cells[0]] == 100 and len(r.cells) > 2 for r in made)


def _over_areas(b: Board, at: Sequence[int]) -> list[Relation]:
    found: list[Relation] = []
    for _name, column in grouped(b.cells, at, "indicator", "unit").items():
        made: dict[str, list[Relation]] = defaultdict(list)
        for year in grouped(b.cells, column, "year").values():
            kelurahan: dict[str, list[int]] = defaultdict(list)
            kecamatan: dict[str, list[int]] = defaultdict(list)
            kota = [i for i in year if b.cells[i].level == "kota" and not b.cells[i].area[2]]
            others = [i for i in year if b.cells[i].level == "kota" and b.cells[i].area[2]]
            for i in year:
                if b.cells[i].level == "kelurahan":
                    kelurahan[b.cells[i].area[1]].append(i)
                elif b.cells[i].level == "kecamatan":
                    kecamatan[b.cells[i].area[2]].append(i)
            if any(len(v) > 1 for v in kecamatan.values()) or len(kota) > 1:
                continue
            for name, (total,) in kecamatan.items():
                if len(kelurahan[name]) > 1:
                    made["kecamatan"].append(summed(b, "subtotal", total, _once(b, kelurahan[name])))
            parts = [i for v in kecamatan.values() for i in v] or [i for v in kelurahan.values() for i in v] or others
            if kota and len(parts) > 1:
                made["kota"].append(summed(b, "subtotal", kota[0], _once(b, parts)))
        first = b.cells[column[0]]
        for some in made.values():
            found += _sound(b, some, counts=not rate(first.unit, first.indicator) or _hundred(b, some))
    return found


def _once(b: Board, at: Sequence[int]) -> list[int]:
    """The cells without those of areas named before: rows printed twice."""
    first: dict[object, int] = {}
    for i in at:
        first.setdefault(b.cells[i].area, i)
    return list(first.values())


def _of_parts(b: Board, at: Sequence[int]) -> list[Relation]:
    found: list[Relation] = []
    indicators = list(dict.fromkeys(b.cells[i].indicator for i in at))
    where = {(b.cells[i].indicator, b.cells[i].area, b.cells[i].year): i for i in at}
    places = list(dict.fromkeys((area, year) for _n, area, year in where))
    pools: dict[frozenset[str], list[Relation]] = defaultdict(list)
    for total, parts in names.families(indicators):
        unit = next(b.cells[i].unit for i in at if b.cells[i].indicator == total)
        same = [p for p in parts if fold(next(b.cells[i].unit for i in at if b.cells[i].indicator == p)) == fold(unit)]
        for area, year in places:
            whole = where.get((total, area, year))
            some = [where[p, area, year] for p in same if (p, area, year) in where]
            if whole is not None and len(some) > 1 and len(some) == len(same):
                pools[frozenset(names.segments(p)[-1] for p in same)].append(summed(b, "parts", whole, some))
    for made in pools.values():
        first = b.cells[made[0].cells[0]]
        found += _sound(b, made, counts=not rate(first.unit, first.indicator) or _hundred(b, made))
    return found


def _quotients(b: Board) -> list[Relation]:
    """Density, sex ratio, growth, by their names."""
    plain = [i for i, c in enumerate(b.cells) if not c.prose]
    people = _by_place(b, plain, names.POPULATION)
    areas = _by_place(b, plain, names.AREA)
    made: dict[tuple[str, object], list[Relation]] = defaultdict(list)
    for i in plain:
        cell, name = b.cells[i], fold(b.cells[i].indicator)
        value = b.believed[i]
        if names.DENSITY.fullmatch(name):
            sizes = areas.get((cell.area, cell.year), []) + (areas.get((cell.area, ""), []) if cell.year else [])
            for j in _nearest(b, cell.table, people.get((cell.area, cell.year), [])):
                for k in sizes[:1]:
                    slack = 0.02 * abs(value or 1)  # methods: within 2 %
                    made["density", (cell.table, cell.level)].append(quotient(b, "identity", i, j, k, 1.0, slack))
        elif names.SEX_RATIO.fullmatch(name):
            men, women = _sexes(b, cell.table, cell.area, cell.year)
            if men is not None and women is not None:
                made["sex", cell.table].append(quotient(b, "identity", i, men, women, 100.0, 0.06))
        elif names.GROWTH.fullmatch(name) and cell.year:
            now = _nearest(b, cell.table, people.get((cell.area, cell.year), []))[:1]
            then = _nearest(b, cell.table, people.get((cell.area, str(int(cell.year) - 1)), []))[:1]
            if now and then:
                made["growth", cell.table].append(_growth(b, i, now[0], then[0]))
    found: list[Relation] = []
    for key, some in made.items():
        sound = _sound(b, some, counts=len(some) < 3 and key[0] != "growth")
        found += sound or _by_other_levels(b, some, [r for other, r in made.items() if other[0] == key[0] == "density"])
    return found


def _by_other_levels(b: Board, some: Sequence[Relation], levels: Sequence[Sequence[Relation]]) -> Sequence[Relation]:
    """Quotients of a level of which but half hold, where most do with those of the other levels of the table."""
    table = b.cells[some[0].cells[0]].table
    whole = [r for same in levels for r in same if b.cells[r.cells[0]].table == table]
    half = 2 * sum(bool(r.holds(b.believed)) for r in some) == len(some)
    return some if half and _sound(b, whole, counts=False) else []


def _growth(b: Board, result: int, now: int, then: int) -> Relation:
    def solve(at: int, view: Sequence[float | None]) -> float | None:
        g, x, y = view[result], view[now], view[then]
        if at == result:
            return None if x is None or not y else (x / y - 1) * 100
        if at == now:
            return None if g is None or y is None else y * (1 + g / 100)
        return None if g is None or x is None or g == -100 else x / (1 + g / 100)

    return Relation("identity", (result, now, then), solve, 2 * b.step(result) + 1e-9)


def _by_place(b: Board, at: Sequence[int], pattern: re.Pattern[str]) -> dict[tuple[object, str], list[int]]:
    found: dict[tuple[object, str], list[int]] = defaultdict(list)
    for i in at:
        if pattern.fullmatch(fold(b.cells[i].indicator)):
            found[b.cells[i].area, b.cells[i].year].append(i)
    return found


def _nearest(b: Board, table: str, at: Sequence[int]) -> list[int]:
    """Those of the same table, else of any."""
    return [i for i in at if b.cells[i].table == table] or list(at)


def _sexes(b: Board, table: str, area: object, year: str) -> tuple[int | None, int | None]:
    def one(word: str) -> int | None:
        found = [
            i for i, c in enumerate(b.cells)
            if c.table == table and c.year == year and c.area == area and (s := names.segments(c.indicator))[-1] == word
            and (len(s) == 1 or names.POPULATION.fullmatch(s[-2]))
        ]  # fmt: skip
        return found[0] if len(found) == 1 else None

    return one("laki-laki"), one("perempuan")


def _shares(b: Board) -> list[Relation]:
    """``Distribusi persentase X - part`` is the part of X over the total of X."""
    plain = [i for i, c in enumerate(b.cells) if not c.prose]
    stems: dict[tuple[str, object, str], list[int]] = defaultdict(list)
    for i in plain:
        segs = names.segments(b.cells[i].indicator)
        if len(segs) > 1:
            stems[segs[0], b.cells[i].area, b.cells[i].year].append(i)
    found = []
    for (stem, area, year), shares in stems.items():
        base = stems.get((names.SHARE.sub("", stem), area, year), [])
        if not names.SHARE.match(stem) or len(base) < 3:
            continue
        whole = [j for j in base if names.TOTAL.fullmatch(names.segments(b.cells[j].indicator)[1])]
        parts = {names.part_key(names.segments(b.cells[j].indicator)[1]): j for j in base if j not in whole}
        if len(whole) != 1:
            continue
        made = []
        for i in shares:
            part = _alike(names.part_key(names.segments(b.cells[i].indicator)[1]), parts)
            if part is not None:
                made.append(quotient(b, "identity", i, part, whole[0], 100.0, 1.5 * b.step(i)))
        found += _sound(b, made, counts=False)
    return found


def _alike(key: str, parts: dict[str, int]) -> int | None:
    """The part of this name, a letter more or less."""
    if key in parts:
        return parts[key]
    near = [name for name in parts if len(name) > 6 and (name.startswith(key[:14]) or key.startswith(name[:14]))]
    return parts[near[0]] if len(near) == 1 else None


def factor_of(ratios: Sequence[float]) -> float | None:
    """The power of ten that the ratios of two columns keep to, None where they keep to none."""
    if not ratios or min(ratios) <= 0:
        return None
    power = 10.0 ** round(math.log10(median(ratios)))
    return power if abs(median(ratios) / power - 1) < 0.02 else None
