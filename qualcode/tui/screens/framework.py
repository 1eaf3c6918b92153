"""What do we say of each theme in each case, and does it still hold? The framework matrix, with the passages beside.

The rule: what is written rests on the codings that were on the screen when it was written; a stale cell is read again and
either written anew or said to hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from textual.widget import Widget

from qualcode.collect.regions import LEVELS
from qualcode.display.framework import STALE, UNWRITTEN, WHOLE, Box, Framework, framework, state_words
from qualcode.i18n import _
from qualcode.reduce import summaries as work
from qualcode.reduce.summaries import class_keys, key
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.tui.drawing import Parts, rule, wrapped
from qualcode.tui.screens import framework_lines
from qualcode.tui.screens.framework_lines import Grid
from qualcode.tui.screens.framework_writing import FrameworkWriting
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

REST = 0.12  # seconds: the passages follow once the cursor has rested


class FrameworkScreen(FrameworkWriting):
    kind = "framework"

    def __init__(self) -> None:
        super().__init__()
        self._found: Framework | None = None
        self._by = "kelurahan"
        self._column = 0
        self._read_at = -1
        self._quotes: dict[tuple[bytes, int], list[str]] = {}  # of a cell: its passages, each with whose it is
        self._first = 0  # of the passages beside
        self._began = False

    def body(self) -> Iterable[Widget]:
        yield Rows(self._row, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (_("Display"), _("Summaries"), f"{_('themes')} × {self._by}")

    def sentence(self) -> str:
        return framework_lines.legend() if self._found is not None else _("Counting …")

    @property
    def box(self) -> Box | None:
        """The cell at the cursor."""
        found = self._found
        if found is None or not found.themes or not found.cases:
            return None
        return found.box(found.themes[self.rows.at].id, found.cases[self._column])

    # Reading

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at != self.session.written:
            self.arrive(self.reload())

    async def reload(self) -> None:
        number = self.session.written

        found = self._found = await self.session.read(lambda project: framework(project, self._by))
        self._read_at, self._quotes = number, {}
        self._column = min(self._column, max(0, len(found.cases) - 1))
        self.rows.show(len(found.themes) if found.cases else 0)
        if not self._began:
            self._began = True
            box = self.box
            if not self._to_waiting((STALE,), wait=False) and box is not None and box.state != UNWRITTEN:
                self._to_waiting((UNWRITTEN,), wait=False)
        self._first = 0
        self.note()
        self._follow()
        self.rows_changed()

    async def reread(self) -> None:
        """The texts alone: what counts did not change by writing one."""
        found = self._found
        assert found is not None
        kept = await self.session.read(work.summaries)
        boxes = {at: replace(box, summary=kept.get((at[0], key(at[1])))) for at, box in found.boxes.items()}
        self._found = replace(found, boxes=boxes)
        self._read_at = self.session.written
        self.rows.refresh()
        self.note()
        self.rows_changed()

    def on_rows_moved(self) -> None:
        self._first = 0
        self.note()
        self.set_timer(REST, self._follow)

    def _follow(self) -> None:
        box = self.box
        if box is not None and self._at not in self._quotes:
            self.job(self._read_quotes(box, self._at))

    @property
    def _at(self) -> tuple[bytes, int]:
        assert self._found is not None
        return self._found.themes[self.rows.at].id, self._column

    async def _read_quotes(self, box: Box, at: tuple[bytes, int]) -> None:
        def read(project: Project) -> list[str]:
            quotes = Quoter(project).quotes(box.heard.segments)
            return [f"“{one.text}” {one.source_id}, {one.attribution}" for one in quotes]

        self._quotes[at] = await self.session.read(read)
        self.note()

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        if self._found is None:
            return [[]]
        grid = Grid.of(self._found, width, self._column)
        return framework_lines.heads(
            self._found, grid, width, self.palette, self._column, framework_lines.result(self._found)
        )

    def _row(self, item: int, part: int, width: int, here: bool) -> Parts:
        assert self._found is not None
        grid = Grid.of(self._found, width, self._column)
        return framework_lines.row_line(self._found, grid, item, self.palette, self._column if here else None)

    def note(self) -> None:
        """The cell at the cursor: what is written, what changed since, and its passages."""
        box, detail, width = self.box, self.query_one("#detail", Lines), self.size.width
        if box is None or self._found is None:
            detail.show([])
            return
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        head = f"{box.theme.name} × {self._found.heads[box.case]}"
        lines: list[Parts] = [rule(head, f"{box.heard.count.text} {state_words(box.state)}", width, quiet, strong)]
        one = box.summary
        said = wrapped(f"{one.level}: {one.text}" if one and one.level else one.text if one else "", width - 4, 2)
        lines += [[("  " + text, plainly)] for text in (*said, "")[:2]]
        follows = _("Follows: %s") % one.conclusion if one and one.conclusion else ""
        if box.change:
            follows = "! " + _("since it was written: %s") % box.change.words
        lines.append([("  " + follows, strong if box.change else quiet)])
        lines += self._beside(width, quiet)
        detail.show(lines)

    def _beside(self, width: int, quiet: object) -> list[Parts]:
        """Its passages, from the one scrolled to, in as many lines as there is room for."""
        plainly, faint, strong = self.palette.style(), self.palette.style(quiet=True), self.palette.style(strong=True)
        room = 4 if not self.tall else 14
        quotes = self._quotes.get(self._at)
        if quotes is None:
            return [[(" …", faint)], *([[]] * room)]
        lines: list[Parts] = []
        for quote in quotes[self._first :]:
            lines += [[("  " + text, plainly)] for text in wrapped(quote, width - 4, 2 if not self.tall else 3)]
        at = _("passages {first} to the last of {all}").format(first=self._first + 1, all=len(quotes)) if quotes else _("no passage counts here")  # fmt: skip
        return [rule(at, "", width, faint, strong), *(lines + [[]] * room)[:room]]

    # Moving

    @property
    def column_count(self) -> int:
        return len(self._found.cases) if self._found is not None else 0

    def column_at(self, x: int) -> int | None:
        return Grid.of(self._found, self.size.width, self._column).column_at(x) if self._found is not None else None

    def do_framework_left(self) -> None:
        self.to_column(self._column - 1)

    def do_framework_right(self) -> None:
        self.to_column(self._column + 1)

    def do_framework_waiting(self) -> None:
        if not self._to_waiting((STALE, UNWRITTEN)):
            self.say(_("All that can be written is written, and nothing is stale"))

    def do_framework_stale(self) -> None:
        if not self._to_waiting((STALE,)):
            self.say(_("Nothing is stale"))

    def _to_waiting(self, states: tuple[str, ...], *, wait: bool = True) -> bool:
        """To the next cell in one of these states, theme by theme; False where there is none."""
        found = self._found
        if found is None or not found.cases:
            return False
        every = [(row, column) for row in range(len(found.themes)) for column in range(len(found.cases))]
        here = every.index((self.rows.at, self._column)) if every else 0
        for row, column in every[here + 1 :] + every[: here + 1]:
            if found.box(found.themes[row].id, found.cases[column]).state in states:
                self._column = column
                self.rows.move(row)
                self.rows.refresh()
                if wait:
                    self.on_rows_moved()
                return True
        return False

    def do_framework_quotes_down(self) -> None:
        self._scroll(1)

    def do_framework_quotes_up(self) -> None:
        self._scroll(-1)

    def _scroll(self, step: int) -> None:
        if self.box is not None:
            self._first = min(max(0, self._first + step), max(0, len(self._quotes.get(self._at, [])) - 1))
            self.note()

    # Other cases, other screens

    def do_framework_by(self) -> None:
        """Choose what the cases are."""

        async def run() -> None:
            keys = await self.session.read(class_keys)
            names = [*LEVELS, WHOLE, *(name for name, _of, _values in keys.values())]

            def find(query: str) -> list[Choice]:
                return [Choice(name, name) for name in names if fold(query) in fold(name)]

            self.choose("cases", _("Cases"), find, lambda choice, stay: self._take_by(choice.key))

        self.question(run())

    def _take_by(self, by: str) -> None:
        self._by, self._column = by, 0
        self.job(self.reload())

    def do_framework_issues(self) -> None:
        self.main.go_by("go.issues")

    def do_list_open(self) -> None:
        """One step nearer to the words: all passages of the cell."""
        box, found = self.box, self._found
        if box is None or found is None:
            return
        if not box.heard.segments:
            self.say(_("no passage counts here"))
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        about = f"{found.heads[box.case]}: {box.heard.count.text}"
        quotes.want(box.theme, found.heads[box.case], about, box.heard.segments, self.whose())
        self.main.away(self.main.go, "framework", "quotes")
