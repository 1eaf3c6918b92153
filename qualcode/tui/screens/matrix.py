"""Which theme where, out of how many asked?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget

from qualcode.collect.indicators import indicators
from qualcode.conclude import arranged as asking
from qualcode.conclude.arranged import Asked, called
from qualcode.display import ordering
from qualcode.display.cells import legend
from qualcode.display.columns import names as column_names
from qualcode.display.matrix import Matrix
from qualcode.display.rows import theme_rows
from qualcode.i18n import N_, _
from qualcode.reduce.counting import Segment
from qualcode.reduce.query_saved import saved
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.tui.drawing import Parts, rule, wrapped
from qualcode.tui.screens import matrix_table
from qualcode.tui.screens.matrix_asking import UNITS, AskingScreen
from qualcode.tui.screens.matrix_table import Grid, Table
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

Key = tuple[bytes, bytes]
SORTED = {
    "own": N_("In the order of the themes"), "problem": N_("What is a problem most first"),
    "total": N_("What is raised most first"),
    "column": N_("What is raised most in this column first"), "name": N_("By name"),
}  # fmt: skip


SHADES = N_("░▒▓ in a third, two thirds, more")


class MatrixScreen(AskingScreen):
    """Cells, and what is known of the one at the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._made: Matrix | None = None
        self._table: Table | None = None
        self._said: dict[Key, str] = {}
        self._reading = False  # the first passage of a cell, just now
        self._quoter: Quoter | None = None
        self._column = 0
        self._own, self._sort = False, "own"
        self._marked: frozenset[bytes] = frozenset()  # columns to be held against each other
        self._read_at = -1

    def body(self) -> Iterable[Widget]:
        yield Rows(self._row, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        rows = _("themes") if self.asked.rows == "themes" else _("codes")
        columns = self.asked.columns if self._made is None else self._made.heading
        told = f"{columns} × {rows}" if self.asked.swap else f"{rows} × {columns}"
        return (_("Display"), _("Matrix"), told)

    def whose(self) -> str:
        layer = _("layer %s") % (self.session.coder_name if self._own else _("agreed"))
        return layer if self.asked.count == "sources" else f"{_(UNITS[self.asked.count])} · {layer}"

    def sentence(self) -> str:
        if self._table is None:
            return _("Counting …")
        if self.asked.where:
            return _("only what fits: %s") % self.asked.where
        if self._table.matrix.order:
            return self._table.matrix.order
        n = self._table.unsampled
        return (
            _("others: {n} areas not visited: silent, not without problems").format(n=n)
            if n and self._table.matrix.areas
            else ""
        )

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at != self.session.written:
            self.arrive(self.reload())

    async def reload(self) -> None:
        await self._ask(self.asked)

    async def _ask(self, wanted: Asked) -> None:
        """Count what is wanted; where that is none (a query that means nothing), what is shown stays."""
        number = self.session.written
        wanted = replace(
            wanted, coder=self.session.coder if self._own and wanted.columns != "coder" else None, every=True
        )

        def read(project: Project) -> tuple[Asked, Matrix, Quoter]:
            of = wanted if wanted.rows == "codes" or theme_rows(project) else replace(wanted, rows="codes")
            self._choices = column_names(project)
            self._measured = [one.name for one in indicators(project)]
            self._queries = [one.name for one in saved(project)]
            return of, asking.arranged(project, of), Quoter(project)

        self.asked, self._made, self._quoter = await self.session.look(read)
        self._read_at, self._said = number, {}
        self._show()

    def _show(self) -> None:
        made = self._made
        assert made is not None
        if self._sort == "column":
            heard = matrix_table.table(made).columns
            at = heard[min(self._column, len(heard) - 1)] if heard and not self.asked.swap else None
            made = ordering.rows_by_column(made, at.id) if at else ordering.rows_by_total(made)
        elif self._sort == "problem":
            made = ordering.rows_by_problem(made)
        else:
            made = asking.sorted_as(made, self._sort)
        self._marked = self._marked.intersection(made.finished)  # those that are still seen
        shown = matrix_table.table(made, self.asked.count, self.asked.swap)
        self._table = replace(shown, of=self.asked.rows, marked=self._marked)
        self._column = min(self._column, max(0, len(self._table.columns) - 1))
        self.rows.show(len(self._table.rows) if self._table.columns else 0)
        self.note()
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
        if not self._table.columns:
            return [[(" " + self._nothing(), strong)]]
        first: Parts = [(" " + matrix_table.strongest(self._table, width - 2), strong)]
        return [first, *matrix_table.heads(self._table, self._grid(width), width, self.palette, self._column)]

    def _nothing(self) -> str:
        if self.asked.where:
            return _("No source could hold what fits “%s”; f changes it.") % self.asked.where
        if self._table is not None and self._table.matrix.areas:
            return _("Nobody was heard yet: import transcripts and say where they come from.")
        return _("Nothing is recorded under %s yet.") % self.asked.columns

    def _row(self, item: int, part: int, width: int, here: bool) -> Parts:
        assert self._table is not None
        return matrix_table.row_line(self._table, self._grid(width), item, self.palette, self._column if here else None)

    def note(self) -> None:
        """The cell at the cursor in words, its first passage, and what the signs mean."""
        shown = self._table
        detail = self.query_one("#detail", Lines)
        if shown is None or not shown.rows or not shown.columns:
            detail.show([])
            return
        width = self.size.width
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        key = shown.key(self.rows.at, self._column)
        lines: list[Parts] = [
            rule(shown.title(self.rows.at, self._column), "", width, quiet, strong),
            [(" " + matrix_table.about_cell(shown, self.rows.at, self._column), plainly)],
        ]
        words = wrapped(self._said.get(key, ""), width - 4, 2)
        lines += [[("   " + text, quiet)] for text in (*words, "", "")[:2]]
        lines += [[(" " + text, quiet)] for text in wrapped(f"{legend()}; {_(SHADES)}", width - 2, 2)]
        detail.show(lines)
        if key not in self._said and shown.matrix.quotes.get(key) and not self._reading:
            self._reading = True
            self.job(self._first(key))

    async def _first(self, key: Key) -> None:
        """Read the first passage of a cell; of those the cursor only passed, none is read."""
        segments, quoter = self._made.quotes.get(key, ()) if self._made else (), self._quoter
        try:
            self._said[key] = await self.session.read(lambda _project: first_quote(quoter, segments)) if quoter else ""
        finally:
            self._reading = False
        self.note()

    # Keys

    @property
    def column_count(self) -> int:
        return len(self._table.columns) if self._table is not None else 0

    def column_at(self, x: int) -> int | None:
        return self._grid(self.size.width).column_at(x) if self._table is not None else None

    def do_matrix_left(self) -> None:
        self.to_column(self._column - 1)

    def do_matrix_right(self) -> None:
        self.to_column(self._column + 1)

    def do_matrix_mark(self) -> None:
        """Mark the column at the cursor; where two are marked, the other forms show them alone."""
        shown = self._table
        if shown is None or not shown.rows or not shown.columns:
            return
        self._marked ^= {shown.key(self.rows.at, self._column)[1]}
        self._table = replace(shown, marked=self._marked)
        self.rows.refresh()
        names = " – ".join(one.name for one in shown.matrix.columns if one.id in self._marked)
        key = self.main.key_of("matrix.forms")
        if len(self._marked) > 1:
            self.say(_("{names}: {key} holds them against each other").format(names=names, key=key))
        else:
            self.say(
                _("{names}: mark another to hold it against").format(names=names) if names else _("No column is marked")
            )

    def do_matrix_sort(self) -> None:
        if self._made is not None:
            orders = list(SORTED)
            self._sort = orders[(orders.index(self._sort) + 1) % len(orders)]
            self._show()
            self.say(
                " · ".join(filter(None, (_(SORTED[self._sort]), self._worst() if self._sort == "problem" else "")))
            )

    def _worst(self) -> str:
        """Go to the cell where the first theme is worst, and say which it is."""
        shown = self._table
        if shown is None or not shown.matrix.rows:
            return ""
        row = shown.matrix.rows[0]
        column = ordering.worst_column(shown.matrix, row)
        if column is None:
            return _("nowhere a problem")
        if not self.asked.swap:
            self.rows.move(0)
            self.to_column(next(n for n, one in enumerate(shown.columns) if one.id == column.id))
        cell = shown.matrix.cells[row.id, column.id]
        return _("worst in {place}: {m} of {n}").format(place=column.name, m=cell.P, n=cell.E)

    def do_matrix_layer(self) -> None:
        self._own = not self._own
        self.job(self.reload())

    def do_matrix_swap(self) -> None:
        if self._made is not None and self._table is not None and self._table.rows and self._table.columns:
            row, self._column = self._column, self.rows.at
            self.asked = replace(self.asked, swap=not self.asked.swap)
            self._show()
            self.rows.move(row)

    def do_matrix_figures(self) -> None:
        """The same theme and area where voices stand beside figures."""
        shown = self._table
        if shown is None or not shown.rows or not shown.columns:
            return
        theme, area = shown.key(self.rows.at, self._column)
        if self.asked.rows != "themes" or area not in {one.id for one in shown.matrix.areas}:
            self.say(_("Only a theme in an area stands beside figures"))
            return
        from qualcode.tui.screens.triangulation import TriangulationScreen

        beside = self.main.place("triangulation")
        assert isinstance(beside, TriangulationScreen)
        beside.want(theme, area)
        self.main.away(self.main.go, "matrix", "triangulation")

    def do_matrix_forms(self) -> None:
        """The same matrix in another form."""
        from qualcode.tui.screens.forms import FormsScreen

        forms = self.main.place("forms")
        assert isinstance(forms, FormsScreen)
        made = self._made
        both = [called(one) for one in made.columns if one.id in self._marked] if made is not None else []
        forms.want(replace(self.asked, only=tuple(both) if len(both) > 1 else ()), self.whose())
        self.main.away(self.main.go, "matrix", "forms")

    def do_list_open(self) -> None:
        shown = self._table
        if shown is None or not shown.rows or not shown.columns:
            return
        row = shown.row_at(self.rows.at, self._column)
        across = shown.key(self.rows.at, self._column)[1]
        segments = shown.matrix.quotes.get((row.id, across), ())
        if not segments:
            self.say(matrix_table.about_cell(shown, self.rows.at, self._column))
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        name = next(one.name for one in shown.matrix.columns if one.id == across)
        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        quotes.want(row, name, matrix_table.about_cell(shown, self.rows.at, self._column), segments, self.whose())
        self.main.away(self.main.go, "matrix", "quotes")


def first_quote(quoter: Quoter, segments: tuple[Segment, ...]) -> str:
    """The first passage of a cell, with its source."""
    first = segments[0]
    return f"“{quoter.words(first)}”  {quoter.name(first.source)}"
