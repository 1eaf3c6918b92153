"""A widget that is lines of parts, and nothing else.

The rule: a widget says which parts stand in line y; ``drawing.strip`` makes them safe and exactly as wide as the widget.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.geometry import Size
from textual.strip import Strip
from textual.widget import Widget

from qualcode.tui.drawing import Parts, strip
from qualcode.tui.palette import Palette, Signs

if TYPE_CHECKING:
    from qualcode.tui.app import Qualcode


class Drawn(Widget, inherit_bindings=False):
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
