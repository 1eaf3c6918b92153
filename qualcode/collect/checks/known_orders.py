"""The orders in which the names of a table may stand: those of official lists, of the alphabet, of the other tables.

The rule: an order is one of names and knows no value; whether the figures fit it is asked in ``orders``. So a list of another town
is a line of data, not of code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import resources

from qualcode.collect.checks.board import Board
from qualcode.collect.regions import name_key


@cache
def town_orders() -> tuple[tuple[str, dict[str, tuple[str, ...]]], ...]:
    """The orders of official lists that come with qualcode, by kecamatan."""
    text = resources.files("qualcode.collect").joinpath("data/orders.csv").read_text("utf-8")
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for line in text.splitlines()[1:]:
        order, kecamatan, names = line.split(",", 2)
        found.setdefault(order, {})[name_key(kecamatan)] = tuple(name_key(n) for n in names.split("|"))
    return tuple(found.items())


def printed_orders(b: Board) -> list[dict[str, int]]:
    """The orders in which the tables print the names: place by (kecamatan and) name, one for each table."""
    found: dict[str, dict[str, int]] = {}
    for at, cell in enumerate(b.cells):
        if cell.level in ("kelurahan", "kecamatan") and not cell.prose:
            found.setdefault(cell.table, {}).setdefault("/".join(cell.area), at)
    return list(found.values())


def known_orders(b: Board, group: Sequence[int], printed: Sequence[dict[str, int]]) -> Iterable[tuple[str, list[str]]]:
    """The orders in which the names of a group may stand."""
    names = [b.cells[at].area[2] for at in group]
    if len({b.cells[at].area[1] for at in group}) == 1:
        for order, by_kecamatan in town_orders():
            listed = by_kecamatan.get(b.cells[group[0]].area[1], ())
            alias = {n: n if n in names else min(names, key=lambda m: _apart(m, n), default=n) for n in listed}
            yield order, [alias[n] for n in listed]
    yield "alphabet", sorted(names)
    keys = {"/".join(b.cells[at].area): b.cells[at].area[2] for at in group}
    for places in printed:
        if all(key in places for key in keys):
            yield "table", [keys[key] for key in sorted(keys, key=lambda k: places[k])]


def _apart(one: str, two: str) -> int:
    """How many letters two names differ by, roughly: Stabelan, Setabelan."""
    from rapidfuzz.distance import Levenshtein

    return Levenshtein.distance(one, two)
