"""What a matrix is asked: which rows and columns, counted in what, in which order, of which sources.

The rule: ``asked`` is what is shown; a key changes one thing of it and the matrix is counted anew. A question that means nothing
is refused and changes nothing. What goes into the report is the question, so that the table there is counted when it is written.
"""

from __future__ import annotations

from dataclasses import replace

from qualcode.conclude import arranged as asking
from qualcode.conclude.arranged import Asked
from qualcode.display.matrix import COUNTS
from qualcode.i18n import N_, _
from qualcode.store.ids import fold
from qualcode.tui.narrowing import question
from qualcode.tui.screens.listing import CellsScreen
from qualcode.tui.widgets.chooser import Choice

UNITS = {"sources": N_("transcripts"), "segments": N_("passages"), "speakers": N_("speakers"), "words": N_("words")}


class AskingScreen(CellsScreen):
    """A matrix, and the keys that ask it otherwise."""

    kind = "matrix"

    def __init__(self) -> None:
        super().__init__()
        self.asked = Asked()
        self._choices: list[str] = []  # what columns can be
        self._measured: list[str] = []  # the indicators that can order them
        self._queries: list[str] = []  # those kept under a name

    async def _ask(self, wanted: Asked) -> None:
        """Count what is wanted and show it."""
        raise NotImplementedError

    def do_matrix_fold(self) -> None:
        folded = {"kelurahan": "kecamatan", "kecamatan": "kelurahan", "month": "year", "year": "month"}
        self._change(columns=folded.get(self.asked.columns, "kelurahan"), order="own")

    def do_matrix_rows(self) -> None:
        self._change(rows="codes" if self.asked.rows == "themes" else "themes")

    def do_matrix_count(self) -> None:
        unit = COUNTS[(COUNTS.index(self.asked.count) + 1) % len(COUNTS)]
        self._change(count=unit)
        self.say(_("Counted: %s") % _(UNITS[unit]))

    def do_matrix_columns(self) -> None:
        self._choose("columns", _("Columns"), [(name, name) for name in self._choices], self.asked.columns)

    def do_matrix_order(self) -> None:
        orders = [("own", _("their own order")), ("salience", _("where most is raised first")), ("name", _("by name"))]
        orders += [(f"{asking.INDICATOR}{name}", name) for name in self._measured]
        self._choose("order", _("Order of the columns"), orders, self.asked.order)

    def do_matrix_filter(self) -> None:
        asked = question(_("Only what fits:"), self._queries)
        self.write_line(asked, self.asked.where, lambda text: self._change(where=text.strip()))

    def _choose(self, field: str, title: str, ways: list[tuple[str, str]], now: str) -> None:
        def find(query: str) -> list[Choice]:
            return [Choice(key, name) for key, name in ways if fold(query) in fold(name)]

        def chosen(choice: Choice, _stay: bool) -> None:
            if field == "columns":
                self._change(columns=choice.key, order="own")
            else:
                self._change(order=choice.key)

        self.choose("cell", title, find, chosen)
        keys = [choice.key for choice in self.chooser.found]
        if now in keys:
            self.chooser.move(keys.index(now))

    def _change(self, **fields: str) -> None:
        self.job(self._ask(replace(self.asked, **fields)))  # type: ignore[arg-type]

    def do_work_report(self) -> None:
        """This table goes into the report, as it is asked for."""
        self.job(self._into_report(self.asked))

    async def _into_report(self, asked: Asked) -> None:
        from qualcode.report.basket_tables import put_table

        new = await self.session.write(lambda project: put_table(project, asked))
        key = self.main.key_of("go.basket")
        self.say(
            _("In the report · {key} shows all that is in it").format(key=key)
            if new
            else _("It is in the report already")
        )
