"""A screen that is a list and, below it, what is known of the line at the cursor.

The rule: such a screen says what it reads, how a line looks and what stands below; where the cursor goes, when it is drawn
again and what a click does is the same for all of them and is here.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from textual.widget import Widget

from qualcode.tui.drawing import Parts
from qualcode.tui.screens.base import Place
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows


class ListScreen(Place):
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

    @property
    def rows(self) -> Rows:
        return self.query(Rows).first()

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


def when(stamp: int) -> str:
    """A time (ms) as people here read it, to the minute."""
    return datetime.fromtimestamp(stamp / 1000).strftime("%Y-%m-%d %H:%M")
