"""Which codes make which claim, and is it ready? The themes as cards in columns by stage, and the codes of none.

The rule: a card moves a stage when its list is whole, else it asks for the reason and keeps it. A code that was picked up
is carried until it is put down; codings never change here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.widget import Widget

from qualcode.conclude.theme_review import NEEDS, Review, set_status
from qualcode.i18n import _
from qualcode.reduce.codebook import Code
from qualcode.reduce.themes import add_theme, loose_codes, move_code, themes
from qualcode.store import Project
from qualcode.tui import narrowing
from qualcode.tui.drawing import Parts, cut, rule, wrapped
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.theme_fields import write_field
from qualcode.tui.screens.themes_lines import (
    COLUMNS,
    STAGES,
    Board,
    column_lines,
    narrowed,
    read_board,
    said,
    theme_lines,
)
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from qualcode.conclude.fitting import Fitting


class ThemesScreen(Place):
    kind = "themes"
    DEFAULT_CSS = "ThemesScreen #board { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self._all: Board | None = None
        self._board: Board | None = None  # what is shown of it
        self._filter = Narrowing()
        self._column, self._at = 1, dict.fromkeys(COLUMNS, 0)
        self._carried: tuple[Code, bytes | None] | None = None  # a code, and the theme it was picked up from

    def body(self) -> Iterable[Widget]:
        yield Lines(id="board")
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (_("Conclude"), _("Themes"))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        if self._carried is not None:
            key = self.main.key_of("themes.take")
            return _("You carry “{code}”: {key} puts it into the theme at the cursor, among the loose codes into none").format(
                code=self._carried[0].shown, key=key)  # fmt: skip
        return _("A code belongs to a theme; codings do not change.")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.arrive(self.reload())

    async def reload(self) -> None:
        filtered, first = self._filter, self._board is None

        def read(project: Project) -> tuple[Board, Narrowing]:
            return read_board(project), filtered.anew(project, _fitting)

        self._all, fresh = await self.session.read(read)
        if self._filter is filtered:  # nobody chose another one meanwhile
            self._filter = fresh
        self._arrange(first)

    def _arrange(self, first: bool = False) -> None:
        assert self._all is not None
        here = self.theme_here()
        self._board = narrowed(self._all, self._filter)
        if first:  # what needs a person stands under the cursor
            self._column = next((n for n, name in enumerate(COLUMNS) if n and self._board.stages[name]), 0)
        elif here is not None:
            self._to_theme(here.theme.id)
        self._draw_all()

    def redraw(self) -> None:
        super().redraw()
        self._draw_all()

    def on_resize(self) -> None:
        super().on_resize()
        self._draw_all()

    # What is where

    @property
    def _stage(self) -> str:
        return COLUMNS[self._column]

    def _count(self, name: str) -> int:
        board = self._board
        return board.count(name) if board is not None else 0

    def theme_here(self) -> Review | None:
        """The theme at the cursor."""
        if self._board is None or self._stage == "loose" or not self._count(self._stage):
            return None
        return self._board.stages[self._stage][min(self._at[self._stage], self._count(self._stage) - 1)]

    def _code_here(self) -> Code | None:
        if self._board is None or self._stage != "loose" or not self._board.loose:
            return None
        return self._board.loose[min(self._at["loose"], len(self._board.loose) - 1)][0]

    def _to_theme(self, theme: bytes) -> None:
        assert self._board is not None
        for column, name in enumerate(COLUMNS[1:], 1):
            for number, one in enumerate(self._board.stages[name]):
                if one.theme.id == theme:
                    self._column, self._at[name] = column, number

    # Drawing

    @property
    def _details_height(self) -> int:
        return 16 if self.size.height >= 30 else 8

    def _draw_all(self) -> None:
        board = self._board
        if board is None or not self.is_mounted:
            return
        width, height = self.size.width, max(3, self.size.height - 4 - self._details_height)
        quiet = self.palette.style(quiet=True)
        last = len(COLUMNS) - 1
        widths = [width // 4 - 1] * last + [width - last * (width // 4)]
        columns = [
            column_lines(board, name, self._at[name], name == self._stage, widths[n], height - 1, self.palette)
            for n, name in enumerate(COLUMNS)
        ]
        told = said(board, self.main.key_of("themes.add"))
        if self._filter.text:
            whole = board.loose or any(board.stages.values())
            told = " · ".join((self._filter.told(), told if whole else _("No theme and no loose code fits")))
        lines: list[Parts] = [[(" " + told, self.palette.style(strong=True))]]
        for row in range(height):
            parts: Parts = []
            for n, column in enumerate(columns):
                text, style = column[row] if row < len(column) else ("", quiet)
                parts += [(cut(text, widths[n]), style), *([("│", quiet)] if n < last else [])]
            lines.append(parts)
        self.query_one("#board", Lines).show(lines)
        self.query_one("#detail", Lines).show(self._detail(board, width))
        self.rows_changed()

    def _detail(self, board: Board, width: int) -> list[Parts]:
        one, code, height = self.theme_here(), self._code_here(), self._details_height
        lines: list[Parts] = []
        if code is not None:
            lines.append(rule(code.shown, "", width, self.palette.style(quiet=True), self.palette.style(strong=True)))
            lines += [
                [("  " + text, self.palette.style())] for text in wrapped(code.definition or "–", min(width - 4, 72), 4)
            ]
        elif one is not None:
            lines += theme_lines(board, one, self.palette, width, height > 10)
        return [*lines, *([[]] * height)][:height]

    # Keys

    def run_command(self, id: str) -> bool:
        steps = {"list.next": 1, "list.previous": -1, "list.page-down": 5, "list.page-up": -5}
        if id in steps or id in ("list.first", "list.last"):
            last = max(0, self._count(self._stage) - 1)
            to = 0 if id == "list.first" else last if id == "list.last" else self._at[self._stage] + steps[id]
            self._at[self._stage] = min(max(to, 0), last)
            self._draw_all()
            return True
        return super().run_command(id)

    def do_themes_left(self) -> None:
        self._to_column(self._column - 1)

    def do_themes_right(self) -> None:
        self._to_column(self._column + 1)

    def _to_column(self, column: int) -> None:
        self._column = min(max(column, 0), len(COLUMNS) - 1)
        self._draw_all()

    def do_themes_filter(self) -> None:
        def show(filtered: Narrowing) -> None:
            self._filter = filtered
            self._arrange()

        if self._all is not None:
            narrowing.ask(self, _("Show themes with:"), self._filter, _fitting, show)

    def do_themes_further(self) -> None:
        self._move(1)

    def do_themes_nearer(self) -> None:
        self._move(-1)

    def _move(self, by: int) -> None:
        one = self.theme_here()
        if one is None:
            return
        to = STAGES.index(one.theme.status) + by
        if not 0 <= to < len(STAGES):
            self.say(_("There is no stage beyond"))
            return
        status = STAGES[to]
        lacks = one.lacks(status)

        async def work(reason: str) -> None:
            await self.session.write(lambda project: set_status(project, one.theme.id, status, reason))
            await self.reload()
            self.say(_("“{theme}” is {stage}").format(theme=one.theme.shown, stage=_(status)) + self._undo())

        if not lacks:
            self.job(work(""))
            return
        asked = _("Missing: %s. Why nonetheless:") % "; ".join(_(NEEDS[need]) for need in lacks)
        self.write_line(asked, "", lambda text: self.job(work(text)), check=lambda text: "" if text.strip() else _("Write a reason, or leave it"))  # fmt: skip

    def _undo(self) -> str:
        return " · " + _("%s takes it back") % self.main.key_of("work.undo")

    def do_themes_take(self) -> None:
        """Pick a code up, or put the one that is carried where the cursor is."""
        if self._carried is not None:
            self._put()
            return
        one, code = self.theme_here(), self._code_here()
        if code is not None:
            self._carry(code, None)
        elif one is not None and self._board is not None:
            held = [self._board.codes[rec] for rec in one.theme.codes if rec in self._board.codes]
            choices = [Choice(code.id.hex(), code.shown, code.definition, hue=code.hue) for code in held]

            def find(query: str) -> list[Choice]:
                return [choice for choice in choices if query.casefold() in choice.name.casefold()]

            def take(choice: Choice, stay: bool) -> None:
                self._carry(next(code for code in held if code.id.hex() == choice.key), one.theme.id)

            self.choose("theme-codes", _("Carry a code of “%s” …") % one.theme.shown, find, take)

    def _carry(self, code: Code, source: bytes | None) -> None:
        self._carried = code, source
        self.calm()
        self.rows_changed()

    def _put(self) -> None:
        assert self._carried is not None
        code, source = self._carried
        one = self.theme_here()
        if one is None and self._stage != "loose":
            self.say(_("Put it onto a theme, or among the loose codes"))
            return
        self._carried = None
        to = one.theme.id if one is not None else None
        if to == source:
            self.say(_("It is where it was"))
            return

        async def work() -> None:
            await self.session.write(lambda project: move_code(project, code.id, to, source))
            await self.reload()
            where = _("now in “%s”") % one.theme.shown if one is not None else _("now in no theme")
            self.say(f"“{code.shown}” {where}{self._undo()}")

        self.job(work())

    def do_app_back(self) -> None:
        """Put down what is carried, else go back."""
        if self._carried is None:
            self.main.do_app_back()
        else:
            self._carried = None
            self.calm()

    def do_themes_add(self) -> None:
        async def work(name: str, nature: str) -> None:
            made = await self.session.write(lambda project: add_theme(project, name.strip(), nature=nature))
            self._filter = Narrowing(known=self._filter.known)
            await self.reload()
            self._to_theme(made)
            self._draw_all()
            self.say(_("Made. Its status is candidate.") + self._undo())

        def named(name: str) -> None:
            natures = [Choice(nature, _(nature)) for nature in ("problem", "strength", "neutral")]
            self.choose("nature", _("“%s” is …") % name, lambda query: natures, lambda choice, stay: self.job(work(name, choice.key)))  # fmt: skip

        self.write_line(_("A claim as its name:"), "", named)

    def do_themes_edit(self) -> None:
        one = self.theme_here()
        if one is not None:
            write_field(self, one.theme, self.reload)

    def do_themes_retire(self) -> None:
        one = self.theme_here()
        if one is None:
            return

        async def work() -> None:
            await self.session.write(lambda project: set_status(project, one.theme.id, "retired"))
            await self.reload()
            self.say(_("“%s” is retired; its codes and codings stay") % one.theme.shown + self._undo())

        self.job(work())

    def do_themes_counter(self) -> None:
        self._open(counter=True)

    def do_list_open(self) -> None:
        if self._carried is not None:
            self._put()
        else:
            self._open()

    def _open(self, counter: bool = False) -> None:
        one = self.theme_here()
        if one is None:
            return
        from qualcode.tui.screens.theme import ThemeScreen

        record = self.main.place("theme")
        assert isinstance(record, ThemeScreen)
        record.want(one.theme.id, counter=counter)
        self.main.away(self.main.go, "themes", "theme")


def _fitting(fits: Fitting) -> frozenset[bytes]:
    """The themes and the codes of no theme that a query names."""
    of_themes = (one.id for one in themes(fits.project) if fits.theme(one.id))
    return frozenset((*of_themes, *(code for code in loose_codes(fits.project) if fits.code(code))))
