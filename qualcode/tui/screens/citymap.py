"""Where in the city is it heard, or how do the figures lie?"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from textual.widget import Widget

from qualcode.collect.indicators import indicators
from qualcode.display.citymap import (
    CityMap,
    Tile,
    in_words,
    indicator_map,
    legend,
    sign,
    summary,
    theme_maps,
    tiles_in_order,
    two_lines,
)
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.tui.drawing import Part, Parts, cut, rule, wrapped
from qualcode.tui.screens.base import Place
from qualcode.tui.widgets.lines import Lines

DETAIL = 4  # lines below the map
KINDS = ("themes", "codes", "indicators")


class CityMapScreen(Place):
    kind = "citymap"

    def __init__(self) -> None:
        super().__init__()
        self._kind, self._number, self._own = "themes", 0, False
        self._names: list[str] = []
        self._maps: list[CityMap] = []  # of all themes or codes; of the one indicator
        self._map: CityMap | None = None
        self._at: Tile | None = None
        self._read_at = -1

    def body(self) -> Iterable[Widget]:
        yield Lines(id="tiles")
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        words = {"themes": _("themes"), "codes": _("codes"), "indicators": _("indicators")}[self._kind]
        at = f" {self._number + 1}/{len(self._names)}" if self._names else ""
        return (_("Display"), _("Tile map"), words + at)

    def whose(self) -> str:
        return _("layer %s") % (self.session.coder_name if self._own else _("agreed"))

    def sentence(self) -> str:
        if self._map is None:
            return _("Counting …") if self._read_at < 0 else ""
        if self._map.grid.made == "automatic":
            return _("Tiles stand by district, not as in the city; a region file with row and col arranges them.")
        if self._map.kind == "indicator":
            return _("! needs checking before it is used. Tiles show who is beside whom, not size.")
        return _("Hatched: nobody was asked there. Tiles show who is beside whom, not size.")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at != self.session.written:
            self.arrive(self.reload())

    async def reload(self) -> None:
        coder, number = self.session.coder if self._own else None, self.session.written
        kind, at = self._kind, self._number

        def read(project: Project) -> tuple[list[str], list[CityMap]]:
            if not project.value("SELECT 1 FROM region WHERE removed=0 AND level='kelurahan'"):
                return [], []
            if kind != "indicators":
                maps = theme_maps(project, kind, coder=coder)
                return [one.name for one in maps], maps
            known = [one for one in indicators(project) if _by_kelurahan(project, one.id)]
            one = known[min(at, len(known) - 1)] if known else None
            return [one.name for one in known], [indicator_map(project, one.id)] if one else []

        self._names, self._maps = await self.session.read(read)
        self._number = min(self._number, max(0, len(self._names) - 1))
        self._read_at = number
        self._show()

    def _show(self) -> None:
        """Put the map of the number on the screen, the cursor where it was or where something was heard."""
        at = 0 if self._kind == "indicators" else self._number
        self._map = self._maps[at] if self._maps else None
        if self._map is not None:
            here = self._at.area.id if self._at else None
            tiles = tiles_in_order(self._map)
            self._at = next((tile for tile in tiles if tile.area.id == here), None) or next(
                (tile for tile in tiles if tile.look in ("class", "flagged")), tiles[0]
            )
        self._draw()
        self.rows_changed()

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    def on_resize(self) -> None:
        super().on_resize()
        self._draw()

    # Drawing

    def _draw(self) -> None:
        width, height = self.size.width, self.size.height - 3
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        tiles, detail = self.query_one("#tiles", Lines), self.query_one("#detail", Lines)
        if self._map is None:
            words = (
                _("Counting …")
                if self._read_at < 0
                else _("Nothing to put on a map yet: themes come with g t, figures with “qualcode indicators import”.")
            )
            tiles.show([[(" " + words, strong)]])
            detail.show([])
            return
        lines: list[Parts] = [[(" " + cut(summary(self._map), width - 2), strong)]]
        wide = max(7, min(11, (width - 2) // max(1, self._map.grid.columns)))
        room = max(1, (height - 1 - DETAIL) // 2)
        row = self._at.row if self._at else 0
        top = max(0, min(row - room // 2, self._map.grid.rows - room))
        for number in range(top, min(self._map.grid.rows, top + room)):
            lines += self._two_lines(number, wide)
        names = self._names_of_letters(width - 2)
        if len(names) < height - DETAIL - len(lines):
            lines += [[], *([(" " + text, quiet)] for text in names)]
        lines += [[] for _line in range(height - DETAIL - len(lines))]
        tiles.show(lines)
        note: list[Parts] = [rule(in_words(self._at) if self._at else "", "", width, quiet, strong)]
        note += [[(" " + text, quiet)] for text in (*wrapped(self._legend(), width - 2, 3), "", "", "")[:3]]
        detail.show(note)

    def _legend(self) -> str:
        assert self._map is not None
        return " · ".join(f"{sign(look, level)} {words}: {count}" for look, level, words, count in legend(self._map))

    def _names_of_letters(self, width: int) -> list[str]:
        """What the three letters stand for, district by district."""
        assert self._map is not None
        found: list[str] = []
        for within, tiles in groupby(self._map.tiles, key=lambda tile: tile.within):
            found += wrapped(f"{within}: " + ", ".join(f"{tile.short} {tile.area.name}" for tile in tiles), width, 9)
        return found

    def _two_lines(self, number: int, wide: int) -> list[Parts]:
        assert self._map is not None
        at = {(tile.row, tile.column): tile for tile in self._map.tiles}
        above: Parts = [(" ", self.palette.style())]
        below: Parts = [(" ", self.palette.style())]
        cursor = self.palette.style(strong=True, selected=True)
        for column in range(self._map.grid.columns + 1):
            tile, before = at.get((number, column)), at.get((number, column - 1))
            edge: Part = (" ", self.palette.style())
            if self._at is not None and self._at in (tile, before):
                edge = ("[" if tile is self._at else "]", cursor)
            elif (tile.within if tile else None) != (before.within if before else None):
                edge = ("│", self.palette.style(quiet=True))
            for line, text in zip((above, below), self._tile(tile, wide - 1), strict=True):
                line += [edge, text] if column < self._map.grid.columns else [edge]
        return [above, below]

    def _tile(self, tile: Tile | None, wide: int) -> tuple[Part, Part]:
        if tile is None:
            return (" " * wide, self.palette.style()), (" " * wide, self.palette.style())
        here = tile is self._at
        name, text = two_lines(tile)
        style = self.palette.style(strong=here, selected=here, quiet=not here and tile.level is None)
        return (cut(name, wide), style), (cut(text, wide), style)

    # Keys

    def run_command(self, id: str) -> bool:
        steps = {"list.next": (1, 0), "list.previous": (-1, 0), "citymap.left": (0, -1), "citymap.right": (0, 1)}
        if id in steps:
            self._step(*steps[id])
            return True
        if id in ("list.first", "list.last") and self._map is not None:
            self._to(tiles_in_order(self._map)[0 if id == "list.first" else -1])
            return True
        return super().run_command(id)

    def _step(self, down: int, right: int) -> None:
        """To the nearest tile on that side: in the same row or column where there is one."""
        here = self._at
        if self._map is None or here is None:
            return
        ways = []
        for tile in self._map.tiles:
            along = (tile.row - here.row) * down + (tile.column - here.column) * right
            aside = abs((tile.row - here.row) * right) + abs((tile.column - here.column) * down)
            if along > 0 and aside <= along:
                ways.append((along + 2 * aside, tile.row, tile.column, tile))
        if ways:
            self._to(min(ways, key=lambda way: way[:3])[3])

    def _to(self, tile: Tile) -> None:
        self._at = tile
        self._draw()
        self.rows_changed()

    def _other(self, step: int) -> None:
        if self._names:
            self._number = (self._number + step) % len(self._names)
            if self._kind == "indicators":
                self.job(self.reload())
            else:
                self._show()

    def do_citymap_next(self) -> None:
        self._other(1)

    def do_citymap_previous(self) -> None:
        self._other(-1)

    def _show_kind(self, kind: str) -> None:
        self._kind, self._number = ("themes" if self._kind == kind else kind), 0
        self.job(self.reload())

    def do_citymap_indicators(self) -> None:
        self._show_kind("indicators")

    def do_citymap_codes(self) -> None:
        self._show_kind("codes")

    def do_citymap_layer(self) -> None:
        self._own = not self._own
        self.job(self.reload())

    def do_list_open(self) -> None:
        shown, tile = self._map, self._at
        if shown is None or tile is None:
            return
        found = shown.quotes.get(tile.area.id, ())
        if shown.row is None or not found:
            printed = _("as printed: %s") % tile.value.printed if tile.value is not None and tile.value.printed else ""
            self.say(" · ".join(filter(None, (in_words(tile), printed))))
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        quotes.want(shown.row, tile.area.name, in_words(tile), found, self.whose())
        self.main.away(self.main.go, "citymap", "quotes")


def _by_kelurahan(project: Project, indicator: bytes) -> bool:
    return (
        project.value(
            "SELECT 1 FROM figure f JOIN region r ON r.id=f.region WHERE f.indicator=? AND f.removed=0 AND r.level='kelurahan' LIMIT 1",
            indicator,
        )
        is not None
    )
