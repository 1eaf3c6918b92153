"""A screen that is one editable table: what its keys do, whatever the table holds.

The rule: a cell changes on screen at once and its write is handed over; one key, one deed, one undo. Where the write is
refused the table is read again and the reason is said. What is written is checked while one still stands in the cell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from textual.widget import Widget

from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.tui import narrowing
from qualcode.tui.drawing import Parts, ends, line
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.screens.base import Place
from qualcode.tui.sheet import Change, Column, Line, Sheet
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.grid import Grid
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from qualcode.conclude.fitting import Fitting


class GridScreen(Place):
    """A subclass reads the table (``read``), writes changes (``write``) and may check them (``problem``)."""

    def __init__(self) -> None:
        super().__init__()
        self.sheet = Sheet()
        self._copied: str | None = None
        self._read_at = -1
        self._number = 0

    def body(self) -> Iterable[Widget]:
        yield Lines(id="heading")
        yield Grid(self.sheet)
        yield Lines(id="detail")

    @property
    def grid(self) -> Grid:
        return self.query_one(Grid)

    # What a table is

    def read(self, project: Project) -> tuple[Sequence[Column], Sequence[Line]]:
        """The table as the project has it; runs on the project's thread."""
        raise NotImplementedError

    def write(self, changes: Sequence[Change]) -> Callable[[Project], object]:
        """The write of some changes, as one action."""
        raise NotImplementedError

    def fitting(self, fits: Fitting) -> frozenset[bytes]:
        """The rows that a query names: sources, unless a subclass says otherwise; runs on the project's thread."""
        return frozenset(
            rec for (rec,) in fits.project.rows("SELECT id FROM source WHERE removed=0") if fits.source(rec)
        )

    def problem(self, column: Column, text: str) -> str:
        """Why ``text`` cannot stand in a column; nothing where it can."""
        return ""

    def first_title(self) -> str:
        raise NotImplementedError

    def heading(self) -> str:
        """The result as one sentence."""
        raise NotImplementedError

    def detail(self, width: int) -> list[Parts]:
        """What is known of the cell at the cursor."""
        return []

    # Showing

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at != self.session.written:
            self.arrive(self.reload())

    async def reload(self) -> None:
        self._number += 1
        number = self._number
        while True:
            written = self.session.written
            before = self.sheet.wanted
            columns, lines, wanted = await self.session.read(self._read)
            if number != self._number:
                return
            if written == self.session.written:
                break
        self._read_at = written
        if self.sheet.wanted is before:  # nobody chose another one meanwhile
            self.sheet.wanted = wanted
        self.sheet.fill(columns, lines)
        self.arrived()
        self.grid.show_sheet(self.first_title())
        self.note()

    def _read(self, project: Project) -> tuple[Sequence[Column], Sequence[Line], Narrowing]:
        return *self.read(project), self.sheet.wanted.anew(project, self.fitting)

    def arrived(self) -> None:
        """The table was read: a subclass may place the cursor."""

    def note(self) -> None:
        """Draw the sentence above and what is known of the cell below."""
        width = self.size.width
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        shown, count = len(self.sheet.lines), len(self.sheet.all)
        right = _("{shown} of {count} with “{words}”").format(shown=shown, count=count, words=self.sheet.wanted.text)
        self.query_one("#heading", Lines).show(
            [
                ends(
                    [(" " + self.heading(), strong)],
                    [(f"{right} ", quiet)] if self.sheet.wanted.text else [],
                    width,
                    plainly,
                )
            ]
        )
        self.query_one("#detail", Lines).show(self.detail(width))
        self.rows_changed()

    def redraw(self) -> None:
        super().redraw()
        if self._read_at >= 0:
            self.job(self.reload())

    def on_resize(self) -> None:
        super().on_resize()
        if self._read_at >= 0:
            self.grid.show_sheet(self.first_title())
            self.note()
            if self.ask.is_open and self.ask.in_place:
                self.call_after_refresh(lambda: self.ask.place(self.grid.cell_region()))

    def drawer_changed(self) -> None:
        self.query_one("#detail", Lines).display = not self.chooser.is_open
        super().drawer_changed()

    # Moving

    def run_command(self, id: str) -> bool:
        return self.grid.run(id) or super().run_command(id)

    def on_rows_moved(self) -> None:
        self.sheet.at = self.grid.at
        self.note()

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        if event.again:
            self.do_list_open()

    def on_grid_head_clicked(self) -> None:
        self.do_grid_sort()

    def do_list_open(self) -> None:
        """What a second click on a cell does."""
        self.do_cells_edit()

    def do_grid_sort(self) -> None:
        column = self.sheet.its_column
        if column is None:
            return
        self.sheet.sort()
        self.grid.follow()
        self.note()
        if not self.sheet.sorted_by:
            self.say(_("Sorted by name"))
        elif self.sheet.backwards:
            self.say(_("Sorted by %s, backwards") % column.title)
        else:
            self.say(_("Sorted by %s") % column.title)

    def do_grid_filter(self) -> None:
        def show(filtered: Narrowing) -> None:
            self.sheet.wanted = filtered
            self.sheet.arrange()
            self.grid.follow()
            self.note()

        narrowing.ask(self, _("Show rows with:"), self.sheet.wanted, self.fitting, show)

    # Cells

    def commit(self, changes: Sequence[Change], said: str) -> None:
        """Hand over what the sheet shows already."""
        if not changes:
            self.say(_("It says so already"))
            return
        self.grid.follow()
        self.note()
        self.say(said)
        self.job(self.session.write(self.write(changes)), failed=lambda: self.job(self.reload()))

    def _editable(self) -> Column | None:
        column = self.sheet.its_column
        if column is None or self.sheet.here is None:
            return None
        if column.fixed:
            self.say(_("%s is only shown here") % column.title)
            return None
        return column

    def do_cells_edit(self) -> None:
        column, here = self._editable(), self.sheet.here
        if column is None or here is None:
            return
        if column.choices:
            self._choose_value(column, here)
            return

        def check(text: str) -> str:
            return self.problem(column, text.strip())

        def done(text: str) -> None:
            self._put_one(column, here, text.strip())

        def below() -> None:
            if problem := check(self.ask.text):
                self.say(problem)
                return
            self.ask.accept()
            self.grid.move(self.grid.at + 1)
            self.do_cells_edit()

        self.sheet.anchor = None
        self.write_line(
            "", self.sheet.value, done, check=check, over=self.grid.cell_region(), following=below,
            left=self.note,
        )  # fmt: skip
        self.say(f"{here.name} · {column.title}: " + (column.about or _("words")))

    def _choose_value(self, column: Column, here: Line) -> None:
        from qualcode.store.ids import fold

        proposed = self.proposed(column, here)

        def find(query: str) -> list[Choice]:
            wanted = fold(query)
            found = [
                Choice(value, shown, proposed.get(value, ""))
                for value, shown in column.choices
                if wanted in fold(shown)
            ]
            found.sort(key=lambda one: one.key not in proposed)
            return [*found, Choice("", _("(empty)"))] if not wanted else found

        title = f"{here.name} · {column.title}"
        count = len(self.sheet.marked)
        if count > 1:
            title = f"{column.title} · " + ngettext("%d row", "%d rows", count) % count
        self.choose("cell", title, find, lambda choice, stay: self._put(choice.key))
        values = [choice.key for choice in self.chooser.found]
        if self.sheet.value in values and not proposed:
            self.chooser.move(values.index(self.sheet.value))

    def proposed(self, column: Column, here: Line) -> dict[str, str]:
        """Values that stand first in the list for this cell, each with where it is said."""
        return {}

    def _put_one(self, column: Column, here: Line, value: str) -> None:
        self.sheet.move_to(here.id)
        self._put(value)

    def _put(self, value: str) -> None:
        """Give the marked cells a value."""
        column, here, count = self._editable(), self.sheet.here, len(self.sheet.marked)
        if column is None or here is None:
            return
        if problem := self.problem(column, value):
            self.say(problem)
            return
        changes = self.sheet.put(value)
        if count > 1:
            told = ngettext("{column}: {value} in {count} row", "{column}: {value} in {count} rows", count)
            said = told.format(column=column.title, value=self._named(column, value), count=count)
        else:
            said = f"{here.name} · {column.title}: {self._named(column, value)}"
        self.commit(changes, self._undoable(said))

    def _named(self, column: Column, value: str) -> str:
        return f"“{column.shown(value)}”" if value else _("(empty)")

    def _undoable(self, said: str) -> str:
        return f"{said} · " + _("%s undoes it") % self.main.keys.command("work.undo").keys[0]

    def do_cells_fill(self) -> None:
        column, rows = self._editable(), self.sheet.marked
        if column is None:
            return
        if len(rows) < 2:
            self.say(_("Mark rows with Shift+↓ first; the first one's value fills the others"))
            return
        value = self.sheet.lines[rows[0]].values[self.sheet.column]
        changes = self.sheet.filled_down()
        told = ngettext("{column}: {value} in {count} row", "{column}: {value} in {count} rows", len(rows))
        self.commit(
            changes, self._undoable(told.format(column=column.title, value=self._named(column, value), count=len(rows)))
        )

    def do_cells_clear(self) -> None:
        self._put("")

    def do_cells_copy(self) -> None:
        column = self.sheet.its_column
        if column is not None and self.sheet.here is not None:
            self._copied = self.sheet.value
            self.app.copy_to_clipboard(line(column.shown(self._copied)))
            self.say(_("Copied: %s") % self._named(column, self._copied))

    def do_cells_paste(self) -> None:
        if self._copied is None:
            self.say(_("Nothing was copied yet"))
        else:
            self._put(self._copied)
