"""The map as shapes: tiles with a name and a value, districts in thick lines, the legend with counts, the names below.

One rule: the shade repeats what is printed on the tile, and only a tile with a class has one. Hatched is what was not
sampled, crossed what was left out; whoever prints it in grey, or sees no colours, reads the same.
"""

from __future__ import annotations

from itertools import groupby

from qualcode.display.citymap import CityMap, Tile, legend
from qualcode.report.charts import Drawing
from qualcode.report.drawing import Box, Lettering, Line, Shape
from qualcode.report.metrics import text_width

WIDTH = 15.5  # cm
TALL = 1.05
INK, EDGE, GREY = "222222", "9AA5B1", "8C8C8C"
SCALES = {
    3: ("DCE5EE", "A9BDD3", "5D7B9A"),
    4: ("DCE5EE", "A9BDD3", "7C98B5", "44607F"),
}
_DARK = ("5D7B9A", "44607F")
_GAP = 0.2  # cm between the lines of a hatching


def drawing(shown: CityMap, *, names: bool = True) -> Drawing:
    """The whole figure, as wide as a page's text; ``names``: with what the letters stand for."""
    grid = shown.grid
    wide = min(1.9, (WIDTH - 0.1) / max(1, grid.columns))
    left = (WIDTH - wide * grid.columns) / 2
    shapes: list[Shape] = []
    for tile in shown.tiles:
        shapes += _tile(tile, shown, left + tile.column * wide, tile.row * TALL + 0.1, wide, TALL)
    shapes += _borders(shown, left, wide)
    at = grid.rows * TALL + 0.45
    at = _legend(shapes, shown, at)
    if names:
        at = _names(shapes, shown, at + 0.15)
    return Drawing(tuple(shapes), WIDTH, at)


def fill_of(look: str, level: int | None, classes: int) -> str:
    """The colour of a tile: of the scale where it has a class, else white."""
    return SCALES[classes][level] if level is not None else "FFFFFF"


def _tile(tile: Tile, shown: CityMap, x: float, y: float, wide: float, tall: float) -> list[Shape]:
    shapes = _look(tile.look, tile.level, len(shown.classes), x, y, wide, tall)
    colour = "FFFFFF" if fill_of(tile.look, tile.level, len(shown.classes)) in _DARK else INK
    if tile.look in ("unsampled", "excluded"):  # the name stays readable over the lines
        room = text_width(tile.short, 8) / 2 + 0.06
        shapes.append(Box(x + wide / 2 - room, y + 0.1, 2 * room, 0.36, fill="FFFFFF", colour="FFFFFF", weight=0.1))
    shapes.append(Lettering(x + wide / 2, y + 0.38, tile.short, 8, align="center", colour=colour))
    if tile.look != "unsampled":
        size = next((s for s in (10.0, 9.0, 8.0, 7.0) if text_width(tile.text, s) < wide - 0.1), 6.0)
        if tile.look == "excluded":
            shapes.append(Box(x + wide / 2 - 0.15, y + 0.52, 0.3, 0.34, fill="FFFFFF", colour="FFFFFF", weight=0.1))
        shapes.append(
            Lettering(x + wide / 2, y + 0.82, tile.text, size, bold=tile.look == "class", align="center", colour=colour)
        )
    return shapes


def _look(look: str, level: int | None, classes: int, x: float, y: float, wide: float, tall: float) -> list[Shape]:
    """The ground of a tile: colour, hatching, a broken edge."""
    shapes: list[Shape] = [Box(x, y, wide, tall, fill=fill_of(look, level, classes), colour=EDGE, weight=0.5)]
    if look in ("unsampled", "excluded"):
        shapes += hatching(x, y, wide, tall)
    if look in ("excluded", "flagged"):
        shapes += hatching(x, y, wide, tall, falling=True, gap=_GAP if look == "excluded" else 2 * _GAP)
    if look in ("unfinished", "unasked"):
        a, b, c, d = x + 0.07, y + 0.07, x + wide - 0.07, y + tall - 0.07
        for one in ((a, b, c, b), (c, b, c, d), (c, d, a, d), (a, d, a, b)):
            shapes.append(Line(*one, colour=GREY, weight=0.6, dashed=True))
    return shapes


def hatching(x: float, y: float, wide: float, tall: float, *, falling: bool = False, gap: float = _GAP) -> list[Shape]:
    """Slanting lines that fill a rectangle and stay in it, rising to the right or ``falling``."""
    lines: list[Shape] = []
    at = gap / 2
    while at < wide + tall:  # along the lower edge and on up the right one
        begin = (at, tall) if at <= wide else (wide, tall - (at - wide))
        end = (0.0, tall - at) if at <= tall else (at - tall, 0.0)
        if falling:
            begin, end = (wide - begin[0], begin[1]), (wide - end[0], end[1])
        lines.append(Line(x + begin[0], y + begin[1], x + end[0], y + end[1], colour=GREY, weight=0.4))
        at += gap
    return lines


def _borders(shown: CityMap, left: float, wide: float) -> list[Shape]:
    """Thick lines where the district changes or the city ends."""
    at = {(tile.row, tile.column): tile.within for tile in shown.tiles}
    lines: list[Shape] = []
    for (row, column), within in at.items():
        x, y = left + column * wide, row * TALL + 0.1
        sides = {
            (row, column - 1): (x, y, x, y + TALL), (row, column + 1): (x + wide, y, x + wide, y + TALL),
            (row - 1, column): (x, y, x + wide, y), (row + 1, column): (x, y + TALL, x + wide, y + TALL),
        }  # fmt: skip
        lines += [Line(*line, colour=INK, weight=1.6) for spot, line in sides.items() if at.get(spot) != within]
    return lines


def _legend(shapes: list[Shape], shown: CityMap, at: float) -> float:
    x = 0.1
    for look, level, words, count in legend(shown):
        text = f"{words} ({count})"
        room = 0.75 + text_width(text, 8.5) + 0.45
        if x + room > WIDTH and x > 0.1:
            x, at = 0.1, at + 0.5
        shapes += _look(look, level, len(shown.classes), x, at - 0.2, 0.6, 0.36)
        shapes.append(Lettering(x + 0.72, at + 0.1, text, 8.5))
        x += room
    return at + 0.55


def _names(shapes: list[Shape], shown: CityMap, at: float) -> float:
    """What the three letters stand for, by district."""
    groups = [(within, list(tiles)) for within, tiles in groupby(shown.tiles, key=lambda tile: tile.within)]
    across = 5
    column = WIDTH / across
    cells: list[tuple[str, str]] = []
    for within, tiles in groups:
        cells += [("", within), *((tile.short, tile.area.name) for tile in tiles)]
    lines = -(-len(cells) // across)
    for number, (short, name) in enumerate(cells):
        x, y = 0.1 + number // lines * column, at + number % lines * 0.34 + 0.2
        if short:
            shapes += [Lettering(x, y, short, 7.5), Lettering(x + 0.75, y, name, 7.5)]
        else:
            shapes.append(Lettering(x, y, name, 7.5, bold=True))
    return at + lines * 0.34 + 0.15
