"""A few lines that a screen has made; as tall as they are many."""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message

from qualcode.tui.drawing import Parts
from qualcode.tui.widgets.drawn import Drawn


class Lines(Drawn):
    """``show`` replaces the lines; only when they differ are they drawn again."""

    DEFAULT_CSS = "Lines { height: auto; width: 1fr; }"

    class Clicked(Message):
        """A line was clicked."""

        def __init__(self, lines: Lines, number: int) -> None:
            super().__init__()
            self.lines, self.number = lines, number

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: list[Parts] = []

    def show(self, lines: list[Parts]) -> None:
        before, self._lines = self._lines, lines
        if len(lines) != len(before):
            if self.styles.height is not None and not self.styles.height.is_fraction:
                self.styles.height = len(lines)
            self.refresh()
            return
        changed = [Region(0, y, self.size.width, 1) for y in range(len(lines)) if lines[y] != before[y]]
        if changed:
            self.refresh(*changed)

    def parts(self, y: int, width: int) -> Parts:
        return self._lines[y] if y < len(self._lines) else []

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self, event.y))
