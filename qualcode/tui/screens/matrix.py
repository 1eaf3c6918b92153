"""Which theme where, out of how many asked?"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from qualcode.collect.regions import Region, regions
from qualcode.display.cells import legend
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.rows import theme_rows
from qualcode.i18n import _
from qualcode.reduce.counting import Segment
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.tui.drawing import Parts, rule, wrapped
from qualcode.tui.screens import matrix_table
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.matrix_table import Grid, Table
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

Said = dict[tuple[bytes, bytes], str]


class MatrixScreen(Place):
    kind = "matrix"

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._said: Said = {}
        self._column = 0
        self._level, self._of, self._own, self._most_first = "kelurahan", "themes", False, False
        self._read_at = -1
        self._regions: list[Region] = []

    def body(self) -> Iterable[Widget]:
        yield Rows(self._row, self._heads)
        yield Lines(id="detail")

    @property
    def rows(self) -> Rows:
        return self.query_one(Rows)

    def where(self) -> tuple[str, ...]:
        rows = _("themes") if self._of == "themes" else _("codes")
        return (_("Display"), _("Matrix"), f"{rows} × {self._level}")

    def whose(self) -> str:
        return _("layer %s") % (self.session.coder_name if self._own else _("agreed"))

    def sentence(self) -> str:
        if self._table is None:
            return _("Counting …")
        n = self._table.unsampled
        return _("others: {n} areas not visited: silent, not without problems").format(n=n) if n else ""

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at != self.session.written:
            self.job(self.reload())

    async def reload(self) -> None:
        coder = self.session.coder if self._own else None
        number = self.session.written

        def read(project: Project) -> tuple[str, Matrix, list[Region], Said]:
            of = self._of if self._of == "codes" or theme_rows(project) else "codes"
            made = matrix(project, of, level=self._level, coder=coder)
            quoter = Quoter(project)
            said = {key: first_quote(quoter, segments) for key, segments in made.quotes.items() if segments}
            return of, made, regions(project), said

        self._of, made, self._regions, self._said = await self.session.read(read)
        self._read_at = number
        self._show(made)

    def _show(self, made: Matrix) -> None:
        self._table = matrix_table.table(made, self._regions, self._most_first)
        self._column = min(self._column, max(0, len(self._table.areas) - 1))
        self.rows.show(len(self._table.rows) if self._table.areas else 0)
        self._note()
        self.rows_changed()

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    # Drawing

    def _grid(self, width: int) -> Grid:
        assert self._table is not None
        return Grid.of(self._table, width, self._column)

    def _heads(self, width: int) -> list[Parts]:
        strong = self.palette.style(strong=True)
        if self._table is None:
            return [[]]
        if not self._table.areas:
            return [[(" " + _("Nobody was heard yet: import transcripts and say where they come from."), strong)]]
        first: Parts = [(" " + matrix_table.strongest(self._table, width - 2), strong)]
        return [first, *matrix_table.heads(self._table, self._grid(width), width, self.palette, self._column)]

    def _row(self, item: int, part: int, width: int, here: bool) -> Parts:
        assert self._table is not None
        return matrix_table.row_line(self._table, self._grid(width), item, self.palette, self._column if here else None)

    def _note(self) -> None:
        """The cell at the cursor in words, its first passage, and what the signs mean."""
        shown = self._table
        detail = self.query_one("#detail", Lines)
        if shown is None or not shown.rows or not shown.areas:
            detail.show([])
            return
        width = self.size.width
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        row, area = shown.rows[self.rows.at], shown.areas[self._column]
        lines: list[Parts] = [
            rule(f"{row.name} × {area.name}", "", width, quiet, strong),
            [(" " + matrix_table.about_cell(shown, self.rows.at, self._column), plainly)],
        ]
        words = wrapped(self._said.get((row.id, area.id), ""), width - 4, 2)
        lines += [[("   " + text, quiet)] for text in (*words, "", "")[:2]]
        lines += [[(" " + text, quiet)] for text in wrapped(legend(), width - 2, 2)]
        detail.show(lines)

    def on_resize(self) -> None:
        super().on_resize()
        self._note()

    # Keys

    def run_command(self, id: str) -> bool:
        if self.rows.run(id):
            return True
        return super().run_command(id)

    def on_rows_moved(self) -> None:
        self._note()

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        if self._table is None:
            return
        column = self._grid(self.size.width).column_at(event.x)
        again = event.again and column == self._column
        if column is not None:
            self._to_column(column)
        if again:
            self.do_list_open()

    def _to_column(self, column: int) -> None:
        if self._table is not None and self._table.areas:
            self._column = min(max(column, 0), len(self._table.areas) - 1)
            self.rows.refresh()
            self._note()

    def do_matrix_left(self) -> None:
        self._to_column(self._column - 1)

    def do_matrix_right(self) -> None:
        self._to_column(self._column + 1)

    def do_matrix_sort(self) -> None:
        if self._table is not None:
            self._most_first = not self._most_first
            self._show(self._table.matrix)
            self.say(_("What is raised most first") if self._most_first else _("In the order of the themes"))

    def do_matrix_fold(self) -> None:
        self._level = "kecamatan" if self._level == "kelurahan" else "kelurahan"
        self.job(self.reload())

    def do_matrix_rows(self) -> None:
        self._of = "codes" if self._of == "themes" else "themes"
        self.job(self.reload())

    def do_matrix_layer(self) -> None:
        self._own = not self._own
        self.job(self.reload())

    def do_list_open(self) -> None:
        shown = self._table
        if shown is None or not shown.rows or not shown.areas:
            return
        row, area = shown.rows[self.rows.at], shown.areas[self._column]
        segments = shown.matrix.quotes.get((row.id, area.id), ())
        if not segments:
            self.say(matrix_table.about_cell(shown, self.rows.at, self._column))
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        quotes.want(row, area.name, matrix_table.about_cell(shown, self.rows.at, self._column), segments, self.whose())
        self.app.call_later(self.main.go, "matrix", "quotes")


def first_quote(quoter: Quoter, segments: tuple[Segment, ...]) -> str:
    """The first passage of a cell, with its source."""
    first = segments[0]
    return f"“{quoter.words(first)}”  {quoter.name(first.source)}"
