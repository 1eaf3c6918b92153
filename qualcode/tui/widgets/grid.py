"""A table of any size in which cells are chosen: heads and first column never scroll away.

The rule: the ``sheet`` says what stands in which cell and where the cursor is; the grid draws the cells in sight and says
which screen region a cell has, so that a text can be written in its place.
"""

from __future__ import annotations

from textual import events
from textual.geometry import Region
from textual.message import Message

from qualcode.tui.drawing import Parts, cells, cut
from qualcode.tui.sheet import Sheet
from qualcode.tui.widgets.rows import Rows

LEAST, MOST = 5, 22  # cells of a column
NAME = 24
HEADS = 2


class Grid(Rows):
    """``list.`` commands move through the rows, ``grid.`` commands through columns and ranges."""

    def __init__(self, sheet: Sheet, id: str | None = None) -> None:
        super().__init__(self._line, self._head_parts, id=id)
        self.sheet = sheet
        self.first_title = ""
        self._widths: list[int] = []
        self._names = NAME
        self._first = 0

    def show_sheet(self, first_title: str) -> None:
        """The sheet holds other rows or columns now."""
        self.first_title = first_title
        self._widths = []
        for number, column in enumerate(self.sheet.columns):
            longest = max((cells(column.shown(line.values[number])) for line in self.sheet.all), default=0)
            self._widths.append(min(max(longest, cells(column.title), LEAST), MOST) + 2)
        names = max((cells(line.name) for line in self.sheet.all), default=0)
        self._names = min(max(names, cells(first_title), 8), NAME if self.size.width < 100 else 2 * NAME)
        self.follow()

    def follow(self) -> None:
        """The sheet's cursor moved, or cells changed: show them."""
        self.show(len(self.sheet.lines), self.sheet.at)

    # Columns in sight

    def _layout(self, width: int) -> list[tuple[int, int, int]]:
        """The columns in sight from the first one: (number, where it begins, its cells); the cursor's is among them."""
        column = self.sheet.column
        self._first = min(self._first, column)
        while True:
            at = self._names + 3
            found: list[tuple[int, int, int]] = []
            for number in range(self._first, len(self._widths)):
                if at + self._widths[number] > width and found:
                    break
                found.append((number, at, min(self._widths[number], width - at)))
                at += self._widths[number]
            if not found or found[-1][0] >= column:
                return found
            self._first += 1

    def cell_region(self) -> Region:
        """Where the cell at the cursor is, from the screen's corner."""
        where = {number: (x, wide) for number, x, wide in self._layout(self.size.width)}
        x, wide = where.get(self.sheet.column, (self._names + 3, LEAST))
        room = max(wide, min(MOST, self.size.width - x))
        return Region(self.region.x + x, self.region.y + HEADS + self.at - self._top, room, 1)

    def _head_parts(self, width: int) -> list[Parts]:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        columns = self._layout(width)
        last = columns[-1][0] if columns else -1
        more = ("‹" if self._first else " ") + ("›" if last + 1 < len(self._widths) else " ")
        titles: Parts = [(more + " ", strong), (cut(self.first_title, self._names), quiet)]
        for number, _x, wide in columns:
            column = self.sheet.columns[number]
            arrow = ("↓" if self.sheet.backwards else "↑") if column.key == self.sheet.sorted_by else ""
            title = " " + cut(column.title, wide - 2 - len(arrow)).rstrip() + arrow
            title = title.rjust(wide - 1) + " " if column.right else title
            titles.append((cut(title, wide), strong if number == self.sheet.column else quiet))
        return [titles, [("─" * width, quiet)]]

    def _line(self, item: int, part: int, width: int, here: bool) -> Parts:
        line = self.sheet.lines[item]
        strong, plainly, quiet = (
            self.palette.style(strong=True), self.palette.style(), self.palette.style(quiet=True),
        )  # fmt: skip
        chosen = self.palette.style(selected=True, strong=True)
        marked = item in self.sheet.marked and self.sheet.anchor is not None
        parts: Parts = [("▸" if here else "▌" if marked else " ", strong), ("  ", plainly)]
        parts.append((cut(line.name, self._names), strong if here else plainly))
        for number, _x, wide in self._layout(width):
            column = self.sheet.columns[number]
            text = column.shown(line.values[number])
            text = text.rjust(wide - 2) if column.right else text
            if number == self.sheet.column and here:
                parts.append(("[" + cut(text, wide - 2) + "]", chosen))
            elif number == self.sheet.column and marked:
                parts.append((" " + cut(text, wide - 2) + " ", chosen))
            else:
                parts.append((" " + cut(text, wide - 1), quiet if number in line.quiet else plainly))
        return parts

    # Keys and mouse

    def run(self, command: str) -> bool:
        if command.startswith("grid."):
            return self._run_grid(command.removeprefix("grid."))
        return super().run(command)

    def _run_grid(self, name: str) -> bool:
        last = max(0, len(self.sheet.columns) - 1)
        to = {
            "left": self.sheet.column - 1, "right": self.sheet.column + 1, "first-column": 0, "last-column": last,
        }.get(name)  # fmt: skip
        if to is not None:
            self.to_column(min(max(to, 0), last))
        elif name in ("mark-down", "mark-up"):
            self.sheet.extend(1 if name == "mark-down" else -1)
            self.follow()
            self.post_message(self.Moved(self))
        else:
            return False
        return True

    def to_column(self, column: int) -> None:
        self.sheet.column = column
        self.refresh()
        self.post_message(self.Moved(self))

    def move(self, to: int) -> None:
        """A plain move lets a range go."""
        if self.sheet.anchor is not None:
            self.sheet.anchor = None
            self.refresh()
        self.sheet.at = min(max(to, 0), max(0, self.count - 1))
        super().move(to)

    class HeadClicked(Message):
        """A column's head was clicked; the cursor is in that column now."""

    def on_click(self, event: events.Click) -> None:
        column = next((n for n, x, wide in self._layout(self.size.width) if x <= event.x < x + wide), None)
        other = column is not None and column != self.sheet.column
        if other and column is not None:
            self.to_column(column)
            if event.y - HEADS + self._top == self.at:  # the row was there before, the cell was not
                event.stop()
                event.prevent_default()
        if event.y == 0 and column is not None:
            self.post_message(self.HeadClicked())
