"""The same matrix as a contrast, effects, a checklist, a summary, an event listing, or what was collected from whom.

The rule: it is the matrix one came from, in another form: same rows, columns, filter and layer; Enter on a line shows exactly
the passages it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from textual.widget import Widget

from qualcode.conclude.arranged import Asked, arranged, called
from qualcode.display import ordering
from qualcode.display.accounting import accounting
from qualcode.display.cells import SILENT, legend
from qualcode.display.matrix import Matrix
from qualcode.i18n import N_, _, language
from qualcode.report.form_lines import FormLine, accounting_lines, form_lines
from qualcode.report.phrases import speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

FORMS = {
    "contrast": N_("Contrast: what one column raises and the others do not"),
    "effects": N_("Effects: for whom, with a passage of each side"),
    "checklist": N_("Checklist: raised, not raised, silent"),
    "summary": N_("Summary: every place where it stands"),
    "events": N_("Event listing: passages in the order of the talks"),
    "accounting": N_("Accounting: what was collected from whom"),
}


class FormsScreen(RowsScreen):
    kind = "forms"

    def __init__(self) -> None:
        super().__init__()
        self._asked, self._form, self._layer = Asked(), "contrast", ""
        self._columns: list[tuple[str, str]] = []  # those that can be chosen: as they are called, and their names
        self._found: list[FormLine] = []
        self._read_at = -1

    def body(self) -> Iterable[Widget]:
        yield Rows(self._row, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (_("Display"), _("Matrix"), _(FORMS[self._form]).split(":")[0])

    def whose(self) -> str:
        return self._layer

    def sentence(self) -> str:
        if self._asked.only:
            return _("only these columns: %s") % " – ".join(self._asked.only)
        return _("only what fits: %s") % self._asked.where if self._asked.where else legend()

    def want(self, asked: Asked, layer: str) -> None:
        """Show this matrix in the form looked at last, when the screen is next seen."""
        self._asked, self._layer, self._read_at = asked, layer, -1

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at != self.session.written:
            self.arrive(self.reload())

    async def reload(self) -> None:
        number, asked, form = self.session.written, self._asked, self._form

        def read(project: Project) -> list[FormLine]:
            every = ordering.heard(arranged(project, replace(asked, only=())))
            self._columns = [(called(one), one.name) for one in every.columns]
            with speaking(language()):
                if form == "accounting":
                    return accounting_lines(accounting(project))
                if asked.only:
                    every = arranged(project, asked)
                elif form == "contrast":
                    # what is silent is compared with nothing, and would keep all from being compared
                    every = ordering.columns_in(every, [one.id for one in every.columns if _heard(every, one.id)])
                return form_lines(every, form, Quoter(project))

        self._found = await self.session.look(read)
        self._read_at = number
        self.rows.show(len(self._found), 0)
        self.note()
        self.rows_changed()

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        at = list(FORMS).index(self._form) + 1
        told = f" {at}/{len(FORMS)} " + (_(FORMS[self._form]) if self._found else _("Nothing to show here yet."))
        return [
            [(cut(told, width), self.palette.style(strong=True))],
            [("─" * width, self.palette.style(quiet=True))],
        ]

    def _row(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._found[item]
        strong, plainly, quiet = self.palette.style(strong=True), self.palette.style(), self.palette.style(quiet=True)
        style = strong if here or not one.depth else plainly if one.segments else quiet
        return [("▸" if here else " ", strong), (cut("  " * one.depth + one.text, width - 2), style)]

    def note(self) -> None:
        """The line at the cursor in full."""
        detail = self.query_one("#detail", Lines)
        if not self._found:
            detail.show([])
            return
        one, width = self._found[min(self.rows.at, len(self._found) - 1)], self.size.width
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        title = " × ".join(part.name for part in (one.row, one.column) if part is not None)
        lines: list[Parts] = [rule(title, "", width, quiet, strong)]
        lines += [[(" " + text, plainly)] for text in (*wrapped(one.text, width - 2, 3), "", "", "")[:3]]
        detail.show(lines)

    # Keys

    def do_forms_next(self) -> None:
        self._turn(1)

    def do_forms_previous(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        forms = list(FORMS)
        self._form = forms[(forms.index(self._form) + step) % len(forms)]
        self.job(self.reload())

    def do_forms_columns(self) -> None:
        """Choose two columns to hold against each other, or all again."""
        if self._form == "accounting":
            self.say(_("What was collected is not counted in these columns"))
            return

        def first(one: str) -> None:
            if not one:
                self._show_only(())
            else:
                others = [(key, name) for key, name in self._columns if key != one]
                self._choose(_("Against which column?"), others, lambda other: self._show_only((one, other)))

        self._choose(_("Which column?"), [*self._columns, ("", _("all columns"))], first)

    def _choose(self, title: str, ways: list[tuple[str, str]], chosen: Callable[[str], object]) -> None:
        def find(query: str) -> list[Choice]:
            return [Choice(key, name) for key, name in ways if fold(query) in fold(name)]

        self.choose("cell", title, find, lambda choice, _stay: chosen(choice.key))

    def _show_only(self, names: tuple[str, ...]) -> None:
        self._asked = replace(self._asked, only=names)
        if names:
            self._form = "contrast"
        self.job(self.reload())

    def do_work_report(self) -> None:
        """This form goes into the report."""
        if self._form == "accounting":
            self.say(_("What was collected stands in the method of the report already"))
            return
        self.job(self._into_report())

    async def _into_report(self) -> None:
        from qualcode.report.basket_tables import put_table

        asked = replace(self._asked, form=self._form)
        new = await self.session.write(lambda project: put_table(project, asked))
        key = self.main.key_of("go.basket")
        self.say(_("In the report · {key} shows all that is in it").format(key=key) if new else _("It is in the report already"))  # fmt: skip

    def do_list_open(self) -> None:
        one = self._found[self.rows.at] if self._found else None
        if one is None or not one.segments or one.row is None or one.column is None:
            self.say(_("No passage stands behind this line"))
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        quotes.want(one.row, one.column.name, one.text, one.segments, self.whose())
        self.main.away(self.main.go, "matrix", "forms", "quotes")


def _heard(made: Matrix, column: bytes) -> bool:
    """Whether a column says anything of any row."""
    return any(made.cell(row.id, column).status not in SILENT for row in made.rows)
