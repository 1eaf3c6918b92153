"""Widgets that draw their own lines, and one that is lines of parts and nothing else.

The rule: a widget says which parts stand in line y; ``drawing.strip`` makes them safe and exactly as wide as the widget.
A line is kept as it was drawn until ``refresh`` names it: at every key Textual asks for all the lines of all widgets.
Every segment carries its own style, so that borders, opacity and the other layers of Textual have nothing to add.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self, cast

from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.drawing import Parts, strip
from qualcode.tui.palette import Palette, Signs

if TYPE_CHECKING:
    from qualcode.tui.app import Qualcode


class Straight(Widget, inherit_bindings=False):
    """Lines from ``render_line`` to the screen by the shortest way; each is as wide as the widget and styled throughout."""

    def render_lines(self, crop: Region) -> list[Strip]:
        size = self.size
        kept = self._lines_kept(size)
        wanted = [y for y in crop.line_range if y not in kept]
        kept.update(zip(wanted, self.fresh_lines(wanted), strict=True))
        for one in self.get_line_filters() if wanted else ():
            if not isinstance(one, ANSIToTruecolor):  # our colours are true ones, or the terminal's on purpose
                kept.update({y: kept[y].apply_filter(one, self.background_colors[1]) for y in wanted})
        strips = [kept[y] for y in crop.line_range]
        if crop.column_span != (0, size.width):
            strips = [strip.crop(*crop.column_span) for strip in strips]
        return strips

    def fresh_lines(self, lines: list[int]) -> list[Strip]:
        """These lines of the widget as they look now."""
        return [self.render_line(y) for y in lines]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        if not regions or self._kept is None:
            self._kept = None
        else:
            for region in regions:
                for y in region.line_range:
                    self._kept[1].pop(y, None)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    _kept: tuple[Size, dict[int, Strip]] | None = None

    def _lines_kept(self, size: Size) -> dict[int, Strip]:
        """The lines drawn at this size."""
        if self._kept is None or self._kept[0] != size:
            self._kept = size, {}
        return self._kept[1]


class Drawn(Straight, inherit_bindings=False):
    """``parts(y, width)`` is what stands in line ``y``; it may be shorter or longer than ``width`` cells."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Drawn { height: 1; width: 1fr; }"

    def parts(self, y: int, width: int) -> Parts:
        raise NotImplementedError

    @property
    def palette(self) -> Palette:
        return cast("Qualcode", self.app).palette

    @property
    def signs(self) -> Signs:
        return cast("Qualcode", self.app).signs

    def render_line(self, y: int) -> Strip:
        return strip(self.parts(y, self.size.width), self.size.width, self.palette.style())

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width
