"""A theme, a code or an indicator on the tiles of a city.

One rule: only what was heard, or printed as a figure, has a class of the scale. An area that was not sampled, not finished, not
asked, or whose figure is missing or left out has none, and looks and reads differently from the lowest class. A theme's scale
is absolute (share of finished transcripts, by thirds); an indicator's classes are equal parts of the order of all areas with
a figure, by (rank - 1/2)/m (Hazen 1914, Trans ASCE 77, p. 1539), ties together; where fewer than nine have one, or hardly differ,
there are figures and no classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qualcode.collect.regions import Region
from qualcode.display.cells import Cell, Status, status_label
from qualcode.display.matrix import matrix
from qualcode.display.numbers import FEW, average_ranks, is_flat
from qualcode.display.rows import Row
from qualcode.display.series import Value, Year, Years, read_years
from qualcode.display.series_described import usual_year
from qualcode.display.terms import Term, term
from qualcode.display.tiles import Grid, tile_grid
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.language.numerals import format_number
from qualcode.reduce.counting import Segment
from qualcode.store import Project

HARMLESS = frozenset({"preliminary", "corrected"})  # known of a figure, and no reason to hatch its tile
LOOKS: dict[str, Term] = {
    "unsampled": ("tidak tersampel", N_("not sampled")),
    "unfinished": ("belum selesai dikode", N_("not finished")),
    "unasked": ("tidak ditanya", N_("not asked")),
    "unraised": ("ditanya, tidak muncul (0/n)", N_("asked, not raised (0/n)")),
    "class": ("", ""),
    "value": ("angka tanpa kelas", N_("a figure without a class")),
    "flagged": ("angka dengan tanda periksa", N_("a figure with an alarm")),
    "absent": ("tidak ada angka", N_("no figure")),
    "excluded": ("angka dikeluarkan", N_("figure left out")),
}
_SILENT = {Status.UNSAMPLED: "unsampled", Status.UNFINISHED: "unfinished", Status.UNASKED: "unasked"}
SHARES: tuple[Term, ...] = (
    ("sampai 1/3 transkrip", N_("up to 1/3 of transcripts")),
    ("1/3 sampai 2/3", N_("1/3 to 2/3")),
    ("lebih dari 2/3", N_("more than 2/3")),
)
_NAMED: dict[int, tuple[Term, ...]] = {
    3: (("sepertiga terendah", N_("lowest third")), ("sepertiga tengah", N_("middle third")), ("sepertiga tertinggi", N_("highest third"))),
    4: (("seperempat terendah", N_("lowest quarter")), ("seperempat kedua", N_("second quarter")),
        ("seperempat ketiga", N_("third quarter")), ("seperempat tertinggi", N_("highest quarter"))),
}  # fmt: skip


SHADES = ("░░", "▒▒", "▓▓", "██")  # of the classes, on a terminal
SIGNS = {
    "unsampled": "╱╱",
    "unfinished": "…",
    "unasked": "?",
    "unraised": "0/n",
    "absent": "–",
    "excluded": "×",
    "flagged": "!",
}


@dataclass(frozen=True)
class Tile:
    """``look``: a key of ``LOOKS``; ``level``: the class of the scale, from 0, None where it has none; ``text``: what stands on
    it (``−2/3``, ``·``, ``12,3``). ``cell`` or ``value``: what is behind it."""

    area: Region
    row: int
    column: int
    short: str
    within: str
    look: str
    level: int | None
    text: str
    cell: Cell | None = None
    value: Value | None = None


@dataclass(frozen=True)
class CityMap:
    """``kind``: theme, code or indicator; ``classes``: their names, low to high; ``quotes``: by area, the counted passages;
    ``row``: the theme or code; ``years``, ``year``: of an indicator; ``direction``: its direction; ``unclassed``: few or flat, where an indicator has no
    classes."""

    kind: str
    name: str
    grid: Grid
    tiles: tuple[Tile, ...]
    classes: tuple[str, ...]
    quotes: dict[bytes, tuple[Segment, ...]]
    row: Row | None = None
    years: Years | None = None
    year: Year | None = None
    passed: tuple[tuple[int | None, str], ...] = ()
    unclassed: str = ""
    layer: str = "agreed"
    where: str = ""
    unsettled: int = 0


def theme_maps(
    project: Project, of: str = "themes", *, coder: bytes | None = None, where: str = "", only: bytes | None = None
) -> list[CityMap]:
    """The map of each theme (or code; or the ``only`` one), of the agreed layer or one coder's. UserError where the query
    cannot be read."""
    display = matrix(project, of, level="kelurahan", coder=coder, where=where)
    grid = _needed(tile_grid(project))
    made = []
    for row in display.rows:
        if only in (None, row.id):
            tiles = tuple(_heard(grid, area, display.cell(row.id, area.id)) for area in grid.areas)
            quotes = {area.id: display.quotes.get((row.id, area.id), ()) for area in grid.areas}
            made.append(
                CityMap(
                    "theme" if of == "themes" else "code", row.name, grid, tiles, tuple(map(term, SHARES)), quotes, row,
                    layer=display.layer, where=display.where, unsettled=display.unsettled,
                )
            )  # fmt: skip
    return made


def _needed(grid: Grid) -> Grid:
    if not grid.areas:
        raise UserError(
            _("there are no kelurahan in this study"), todo=_("“qualcode regions import FILE” brings them in")
        )
    return grid


def _heard(grid: Grid, area: Region, cell: Cell) -> Tile:
    if cell.status in _SILENT:
        return _tile(grid, area, _SILENT[cell.status], None, cell.text, cell=cell)
    if cell.status is Status.UNRAISED:
        return _tile(grid, area, "unraised", None, cell.text, cell=cell)
    share = Fraction(cell.M, cell.E)
    return _tile(
        grid, area, "class", 0 if share <= Fraction(1, 3) else 1 if share <= Fraction(2, 3) else 2, cell.text, cell=cell
    )


def _tile(
    grid: Grid, area: Region, look: str, level: int | None, text: str, *, cell: Cell | None = None, value: Value | None = None
) -> Tile:  # fmt: skip
    row, column = grid.spots[area.id]
    return Tile(area, row, column, grid.short[area.id], grid.within[area.id], look, level, text, cell, value)


def indicator_map(project: Project, indicator: bytes, *, year: int | None = None, parts: int = 3) -> CityMap:
    """The map of an indicator's figures by kelurahan, of ``year`` or the newest usable one, in ``parts`` classes. UserError
    where it has no figures by kelurahan or of that year."""
    grid = _needed(tile_grid(project))
    years = read_years(project, indicator, "kelurahan")
    shown, passed = (years.at(year), ()) if year is not None else usual_year(years)
    used = shown.used
    unclassed = "few" if len(used) < FEW else "flat" if is_flat(list(used.values())) else ""
    levels = {} if unclassed else quantiles(used, parts)
    by_region = {value.region: value for value in shown.values}
    decimals = 2 if shown.rated else years.decimals
    tiles = tuple(_figure(grid, area, by_region.get(area.id), levels, decimals) for area in grid.areas)
    classes = tuple(_class(n, levels, used, parts, decimals) for n in range(parts)) if levels else ()
    return CityMap(
        "indicator", years.indicator.name, grid, tiles, classes, {}, years=years, year=shown, passed=passed, unclassed=unclassed
    )  # fmt: skip


def quantiles(values: dict[bytes, float], parts: int) -> dict[bytes, int]:
    """The class of each value, from 0 for the lowest, by (rank - 1/2)/m with equal values together."""
    ranks = average_ranks(list(values.values()))
    m = len(values)
    return {
        rec: min(parts - 1, int((Fraction(rank) - Fraction(1, 2)) / m * parts))
        for rec, rank in zip(values, ranks, strict=True)
    }


def _class(number: int, levels: dict[bytes, int], used: dict[bytes, float], parts: int, decimals: int) -> str:
    inside = [used[rec] for rec, level in levels.items() if level == number]
    named = term(_NAMED[parts][number])
    if not inside:
        return f"{named}: –"
    return f"{named}: {format_number(min(inside), decimals)}–{format_number(max(inside), decimals)}"


def _figure(grid: Grid, area: Region, value: Value | None, levels: dict[bytes, int], decimals: int) -> Tile:
    if value is None or value.value is None:
        look = "absent" if value is None or value.out == "absent" else "excluded"
        return _tile(grid, area, look, None, "–" if look == "absent" else "×", value=value)
    flagged = bool(set(value.against) - HARMLESS)
    look = "flagged" if flagged else "class" if area.id in levels else "value"
    return _tile(grid, area, look, levels.get(area.id), _brief(value.value, decimals), value=value)


def _brief(value: float, decimals: int) -> str:
    """A figure in the room of a tile: three digits before decimals come in, thousands whole."""
    before = len(str(int(abs(value))))
    return format_number(value, min(decimals, max(0, 3 - before)))


def legend(shown: CityMap) -> list[tuple[str, int | None, str, int]]:
    """What the looks of the map mean: (look, class, words, how many tiles), those that occur and every class of the scale."""
    found: list[tuple[str, int | None, str, int]] = []
    if shown.kind != "indicator":
        found.append(("unraised", None, term(LOOKS["unraised"]), _count(shown, "unraised")))
    for number, words in enumerate(shown.classes):
        found.append(("class", number, words, sum(tile.level == number for tile in shown.tiles)))
    others = ("flagged", "value", "excluded", "absent") if shown.kind == "indicator" else tuple(_SILENT.values())
    found += [(look, None, term(LOOKS[look]), n) for look in others if (n := _count(shown, look))]
    return found


def _count(shown: CityMap, look: str) -> int:
    return sum(tile.look == look for tile in shown.tiles)


def in_words(tile: Tile) -> str:
    """What the tile says of its area, in words and numbers."""
    where = f"{tile.area.name} ({tile.within})" if tile.within else tile.area.name
    if tile.cell is not None:
        cell = tile.cell
        label = status_label(cell.status)
        if cell.status in _SILENT:
            return f"{where}: {label}"
        counted = ngettext("{m} of {n} transcript", "{m} of {n} transcripts", cell.n).format(m=cell.M, n=cell.n)
        return f"{where}: {counted}, {label}"
    label = term(LOOKS[tile.look])
    if tile.look in ("absent", "excluded"):
        return f"{where}: {label}" + (f" ({tile.value.reason})" if tile.value and tile.value.reason else "")
    return f"{where}: {tile.text}" + (f", {label}" if tile.look == "flagged" else "")


def summary(shown: CityMap) -> str:
    """The map in one sentence."""
    if shown.kind == "indicator":
        known = sum(tile.value is not None and tile.value.value is not None for tile in shown.tiles)
        return _("{name}: figures of {known} of {all} kelurahan").format(
            name=measured(shown), known=known, all=len(shown.tiles)
        )
    heard = sum(tile.look == "class" for tile in shown.tiles)
    asked = heard + _count(shown, "unraised")
    sentence = _("{name}: raised in {heard} of {asked} kelurahan asked").format(
        name=shown.name, heard=heard, asked=asked
    )
    silent = _count(shown, "unsampled")
    rest = ngettext("%d not sampled: silent, not without it", "%d not sampled: silent, not without it", silent) % silent
    return f"{sentence}; {rest}" if silent else sentence


def measured(shown: CityMap) -> str:
    """What an indicator's tiles say, with what it is divided by and its year."""
    per = year = ""
    if shown.years is not None and shown.year is not None:
        per = (
            " " + _("per 1,000 %s") % shown.years.denominator.lower().removeprefix("jumlah ")
            if shown.year.rated
            else ""
        )
        year = f", {shown.year.year}" if shown.year.year else ""
    return f"{shown.name}{per}{year}"


def sign(look: str, level: int | None) -> str:
    """How a look is shown on a terminal, which has no colours."""
    return SHADES[level] if level is not None else SIGNS.get(look, "")


def two_lines(tile: Tile) -> tuple[str, str]:
    """A tile on a terminal, six cells wide: its letters with its shade, and what stands on it."""
    if tile.look == "unsampled":
        return f"{tile.short} ╱╱", "╱╱╱╱"
    shade = SHADES[tile.level] if tile.level is not None else ""
    return f"{tile.short}{shade}!" if tile.look == "flagged" else f"{tile.short} {shade}", tile.text


def tiles_in_order(shown: CityMap) -> Sequence[Tile]:
    """The tiles as one reads them: row by row."""
    return sorted(shown.tiles, key=lambda tile: (tile.row, tile.column))
