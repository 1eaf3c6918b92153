"""A list with fixed heads, of any length: only what is on screen is drawn.

The rule: the list knows where its cursor is and which items are in sight; what an item looks like is a function of its
number that its screen gives.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

from textual import events
from textual.geometry import Region
from textual.message import Message

from qualcode.tui.drawing import Parts
from qualcode.tui.widgets.drawn import Drawn

Draw = Callable[[int, int, int, bool], Parts]  # item, line of it, width, at the cursor -> parts
Heads = Callable[[int], list[Parts]]


class Rows(Drawn):
    """``count`` items of ``height`` lines each below the heads."""

    DEFAULT_CSS = "Rows { height: 1fr; width: 1fr; }"

    class Moved(Message):
        """The cursor is at another item."""

        def __init__(self, rows: Rows) -> None:
            super().__init__()
            self.rows = rows

        @property
        def control(self) -> Rows:
            return self.rows

    class Clicked(Message):
        """An item was clicked, at column ``x``: its cursor is there now; ``again`` where it was there before."""

        def __init__(self, rows: Rows, x: int, again: bool) -> None:
            super().__init__()
            self.rows, self.x, self.again = rows, x, again

    def __init__(self, draw: Draw, heads: Heads = lambda width: [], height: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
        self._draw, self._heads, self._height = draw, heads, height
        self.count = 0
        self.at = 0
        self._top = 0

    def show(self, count: int, at: int | None = None) -> None:
        """Show so many items, the cursor at ``at`` or where it was."""
        self.count = count
        self._drawn_heads = None
        self.at = min(max(self.at if at is None else at, 0), max(0, count - 1))
        self._reveal()
        self.refresh()

    def run(self, command: str) -> bool:
        """Do a ``list.`` command that moves the cursor; False for the others."""
        page = max(1, self._room - 1)
        to = {
            "list.next": self.at + 1,
            "list.previous": self.at - 1,
            "list.page-down": self.at + page,
            "list.page-up": self.at - page,
            "list.first": 0,
            "list.last": self.count - 1,
        }.get(command)
        if to is None:
            return False
        self.move(to)
        return True

    def move(self, to: int) -> None:
        to = min(max(to, 0), max(0, self.count - 1))
        if to != self.at:
            before, top = self.at, self._top
            self.at = to
            self._reveal()
            if top == self._top:  # the same items are in sight: two of them look different
                self.refresh(self._place(before), self._place(to))
            else:
                self.refresh()
            self.post_message(self.Moved(self))

    def _place(self, item: int) -> Region:
        """Where an item is drawn."""
        return Region(0, self._head_lines + (item - self._top) * self._height, self.size.width, self._height)

    def scroll(self, step: int) -> None:
        """Move what is in sight, for a list that is only read."""
        self._top = max(0, min(self._top + step, self.count - self._room))
        self.at = self._top
        self.refresh()

    def refresh(self, *regions: Region, **options: Any) -> Self:
        if not regions:
            self._drawn_heads = None
        return super().refresh(*regions, **options)

    def _heads_at(self, width: int) -> list[Parts]:
        """The heads, made once for all lines that are drawn together."""
        if self._drawn_heads is None or self._drawn_heads[0] != width:
            self._drawn_heads = width, self._heads(width)
        return self._drawn_heads[1]

    _drawn_heads: tuple[int, list[Parts]] | None = None

    @property
    def _head_lines(self) -> int:
        return len(self._heads_at(self.size.width))

    @property
    def _room(self) -> int:
        """How many items fit."""
        return max(1, (self.size.height - self._head_lines) // self._height)

    def _reveal(self) -> None:
        room = self._room
        self._top = min(max(self._top, self.at - room + 1), self.at)
        self._top = max(0, min(self._top, self.count - room))

    def parts(self, y: int, width: int) -> Parts:
        heads = self._heads_at(width)
        if y < len(heads):
            return heads[y]
        below = y - len(heads)
        item, part = self._top + below // self._height, below % self._height
        if item >= self.count or below // self._height >= self._room:
            return []
        return self._draw(item, part, width, item == self.at)

    def on_resize(self) -> None:
        top = self._top
        self._reveal()
        if self._top != top:
            self.refresh()  # it may have been drawn at this size already, before this was told

    def on_click(self, event: events.Click) -> None:
        below = event.y - self._head_lines
        item = self._top + below // self._height
        if below < 0 or item >= self.count:
            return
        again = item == self.at
        self.move(item)
        self.post_message(self.Clicked(self, event.x, again))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(self.at + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(self.at - 3)
