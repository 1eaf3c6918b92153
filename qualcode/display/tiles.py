"""Where the tile of each area stands: a grid that is true to who is beside whom, not to size or border.

One rule: every area has one tile and no two share one. Kota Surakarta has an arrangement of our own (``data/surakarta_tiles.csv``,
by official code): of the 145 pairs of kelurahan that share a border 123 touch in it, each kecamatan is one piece, and east to
west and north to south keep their order (Spearman 0.97 both). Another city brings its own as columns ``row`` and ``col`` of its region
file; else each kecamatan gets rows of its own in the order of official codes, and the map says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import groupby

from qualcode.collect.regions import TILES, Region, regions
from qualcode.collect.tables import parse_table
from qualcode.store import Project
from qualcode.store.settings import setting

ACROSS = 10  # tiles in a row of the automatic grid
_VOWELS = "aiueo"
Spot = tuple[int, int]  # row, column; from 0, from the north and the west


@dataclass(frozen=True)
class Grid:
    """``spots``: of each area; ``short``: three letters for each, no two alike; ``within``: the name of the area above it;
    ``made``: surakarta, file or automatic."""

    areas: tuple[Region, ...]
    spots: dict[bytes, Spot]
    short: dict[bytes, str]
    within: dict[bytes, str]
    rows: int
    columns: int
    made: str

    def at(self, spot: Spot) -> Region | None:
        return next((area for area in self.areas if self.spots[area.id] == spot), None)


def tile_grid(project: Project) -> Grid:
    """The grid of the project's kelurahan."""
    tree = {region.id: region for region in regions(project)}
    areas = tuple(region for region in tree.values() if region.level == "kelurahan")
    within = {area.id: tree[area.parent].name if area.parent in tree else "" for area in areas}
    made, spots = _arranged(project, areas)
    top, left = (min((spot[side] for spot in spots.values()), default=0) for side in (0, 1))
    spots = {rec: (row - top, column - left) for rec, (row, column) in spots.items()}
    rows, columns = (max((spot[side] for spot in spots.values()), default=-1) + 1 for side in (0, 1))
    return Grid(areas, spots, abbreviations({area.id: area.name for area in areas}), within, rows, columns, made)


def _arranged(project: Project, areas: tuple[Region, ...]) -> tuple[str, dict[bytes, Spot]]:
    """The first arrangement that knows at least half of the areas, and what it is; those it does not know (a kelurahan made
    since) stand in rows below it."""
    own, city = _from_file(project), surakarta()
    known = {
        "file": {area.id: own[area.id] for area in areas if area.id in own},
        "surakarta": {area.id: city[area.code] for area in areas if area.code in city},
    }
    for made, spots in known.items():
        if spots and 2 * len(spots) >= len(areas) and len(set(spots.values())) == len(spots):
            below = max(row for row, _column in spots.values()) + 1
            rest = automatic([area for area in areas if area.id not in spots])
            return made, spots | {rec: (below + row, column) for rec, (row, column) in rest.items()}
    return "automatic", automatic(areas)


@cache
def surakarta() -> Mapping[str, Spot]:
    """The spots of the kelurahan of Kota Surakarta by official code."""
    text = resources.files("qualcode.display").joinpath("data/surakarta_tiles.csv").read_text("utf-8")
    rows = parse_table(text, ("code", "row", "col"), where="surakarta_tiles")
    return {row["code"]: (int(row["row"]) - 1, int(row["col"]) - 1) for row in rows}


def _from_file(project: Project) -> Mapping[bytes, Spot]:
    kept = setting(project, TILES)
    return {bytes.fromhex(rec): (row, column) for rec, (row, column) in kept.items()} if isinstance(kept, dict) else {}


def automatic(areas: Sequence[Region]) -> dict[bytes, Spot]:
    """Each district's areas in rows of their own, in the order given."""
    spots: dict[bytes, Spot] = {}
    row = 0
    for _parent, members in groupby(sorted(areas, key=lambda area: area.code), key=lambda area: area.parent):
        inside = list(members)
        for number, area in enumerate(inside):
            spots[area.id] = (row + number // ACROSS, number % ACROSS)
        row += (len(inside) - 1) // ACROSS + 1
    return spots


def abbreviations(names: Mapping[bytes, str]) -> dict[bytes, str]:
    """Three letters for each name: its first and two of its consonants (of a second word its first), the first choice that is
    still free; digits where names run out."""
    taken: set[str] = set()
    found: dict[bytes, str] = {}
    for rec, name in names.items():
        found[rec] = next(short for short in _choices(name) if short not in taken)
        taken.add(found[rec])
    return found


def _choices(name: str) -> list[str]:
    words = ["".join(letter for letter in word if letter.isalnum()) for word in name.upper().split()]
    words = [word for word in words if word] or ["X"]
    first, rest = words[0][0], words[0][1:]
    bare = [letter for letter in rest if letter.casefold() not in _VOWELS]
    if len(words) > 1:
        second = words[1]
        tails = [second[0] + letter for letter in second[1:] if letter.casefold() not in _VOWELS]
        tails += [letter + second[0] for letter in bare]
    else:
        tails = []
    for letters in (bare, list(rest)):
        tails += [one + other for n, one in enumerate(letters) for other in letters[n + 1 :]]
    tails += [f"{number:02}" for number in range(100)]
    return [first + tail for tail in tails]
