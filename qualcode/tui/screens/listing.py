"""Screens of rows, of rows of cells, and the common one: a list and, below it, what is known of the line at the cursor.

The rule: such a screen says what it reads, how a line looks and what stands below; where the cursor goes, when it is drawn
again and what a click does is the same for all of them and is here.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from qualcode.store import times
from qualcode.tui.drawing import Parts
from qualcode.tui.screens.base import Place
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows


class RowsScreen(Place):
    """Rows with a cursor; ``note`` draws what belongs to the one it is at. A second click opens it."""

    def note(self) -> None:
        raise NotImplementedError

    @property
    def rows(self) -> Rows:
        return self.query(Rows).first()

    def on_resize(self) -> None:
        super().on_resize()
        self.note()

    def run_command(self, id: str) -> bool:
        return self.rows.run(id) or super().run_command(id)

    def on_rows_moved(self) -> None:
        self.note()

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        if event.again:
            self.run_command("list.open")

    @property
    def tall(self) -> bool:
        return self.size.height >= 30


class CellsScreen(RowsScreen):
    """Rows of cells: the cursor stands in a column too, and a click goes to a cell."""

    _column = 0

    @property
    def column_count(self) -> int:
        """How many columns there are."""
        raise NotImplementedError

    def column_at(self, x: int) -> int | None:
        """The column that is drawn at ``x``; None for none."""
        raise NotImplementedError

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        column = self.column_at(event.x)
        again = event.again and column == self._column
        if column is not None:
            self.to_column(column)
        if again:
            self.run_command("list.open")

    def to_column(self, column: int) -> None:
        """Stand in this column, or in the nearest there is."""
        if self.column_count:
            self._column = min(max(column, 0), self.column_count - 1)
            self.rows.refresh()
            self.on_rows_moved()


class ListScreen(RowsScreen):
    """``heads``, ``item`` and ``details`` draw it; ``reload`` reads it anew and ends in ``showing``. ``most``: where the list is
    short and what stands below matters more, how many lines it takes at most (None: all there is)."""

    most: int | None = None

    def body(self) -> Iterable[Widget]:
        yield Rows(self.item, self.heads)
        yield Lines(id="detail")

    def on_mount(self) -> None:
        super().on_mount()
        if self.most is not None:
            self.query_one("#detail", Lines).styles.height = "1fr"

    def heads(self, width: int) -> list[Parts]:
        """The lines above the list."""
        raise NotImplementedError

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        """A line of the list."""
        raise NotImplementedError

    def details(self, width: int) -> list[Parts]:
        """The lines below the list."""
        return []

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.arrive(self.reload())

    def showing(self, count: int, at: int | None = None) -> None:
        """Show so many lines, the cursor at ``at`` or where it was."""
        if self.most is not None:
            self.rows.styles.height = len(self.heads(self.size.width)) + min(max(count, 1), self.most)
        self.rows.show(count, at)
        self.note()

    def note(self) -> None:
        """Draw anew what stands below the list."""
        self.query_one("#detail", Lines).show(self.details(self.size.width))
        self.rows_changed()

    def redraw(self) -> None:
        super().redraw()
        self.note()


def when(stamp: int) -> str:
    """A time (ms) as people here read it, to the minute."""
    return times.here(stamp).strftime("%Y-%m-%d %H:%M")
