"""What follows? The strategies in the four cells of a TOWS matrix, each with the factors it answers.

The rule: factors that no strategy uses stand first; a strategy is written as somebody puts it, and what is wrong with it is
said beside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.widget import Widget

from qualcode.collect.regions import regions
from qualcode.conclude.tows import CELLS, Strategy
from qualcode.conclude.tows_deeds import add_strategy, link, remove_strategy, set_strategy
from qualcode.display.rows import Row
from qualcode.i18n import _
from qualcode.reduce.counting import Segment
from qualcode.reduce.themes import themes
from qualcode.store import Project
from qualcode.tui.screens.sharing import finder
from qualcode.tui.screens.swot import read_shown
from qualcode.tui.screens.swot_asking import SwotAsking
from qualcode.tui.screens.swot_lines import Look, Shown
from qualcode.tui.screens.tows_lines import matrix_lines, offered, strategy_lines
from qualcode.tui.widgets.chooser import Choice
from qualcode.tui.widgets.lines import Lines

GRID = (("SO", "WO"), ("ST", "WT"))


class TowsScreen(SwotAsking):
    kind = "tows"
    DEFAULT_CSS = "TowsScreen #board { height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.at = ("SO", 0)
        self._offer: tuple[str, ...] = ()  # the factors on the digits, in an order that stays while one links
        self._names: dict[str, str] = {}

    def body(self) -> Iterable[Widget]:
        yield Lines(id="board")

    def where(self) -> tuple[str, ...]:
        return (_("Conclude"), "SWOT", f"TOWS {self.scope.name if self.scope else _('city')}")

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        if self.shown is None:
            return _("Counting …")
        return _("A digit links a factor or loosens it; * is used by no strategy yet.")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.arrive(self.reload())

    async def reload(self) -> None:
        number, scope, counted = self.session.written, self.scope, self.counted_still()

        def read(project: Project) -> tuple[Shown, dict[str, str]]:
            named = {
                rec.hex(): name
                for table in ("theme", "region")
                for rec, name in project.rows(f"SELECT id, name FROM {table}")
            }
            return read_shown(project, scope, counted), named

        shown, self._names = await self.session.look(read)
        self.shown, self.read_at = shown, number
        plans = shown.held.strategies
        if self.wanted:
            one = next((plan for plan in plans if plan.id == self.wanted), None)
            if one is not None:
                self.at = one.cell or "SO", self._inside(one.cell or "SO").index(one)
            self.wanted = ""
        elif not self._inside(self.at[0]):
            self.at = next(((plan.cell, 0) for plan in plans if plan.cell in CELLS), self.at)
        self._to(*self.at)

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    def on_resize(self) -> None:
        super().on_resize()
        self.draw()

    def _inside(self, cell: str) -> list[Strategy]:
        """The strategies of a cell; what has none yet stands in the first."""
        plans = self.shown.held.strategies if self.shown else ()
        return [one for one in plans if one.cell == cell or (one.cell not in CELLS and cell == "SO")]

    @property
    def strategy(self) -> Strategy | None:
        inside = self._inside(self.at[0])
        return inside[self.at[1]] if self.at[1] < len(inside) else None

    def draw(self) -> None:
        if self.shown is None or not self.is_mounted:
            return
        palette = self.palette
        look = Look(palette.style(quiet=True), palette.style(), palette.style(strong=True))
        width, height = self.size.width, max(12, self.size.height - 3)
        below = 8 if height < 30 else 14
        lines = matrix_lines(self.shown, self.at, self._inside, width, height - below, look)
        lines += strategy_lines(self.shown, self.strategy, self._offer, self._names, width, below, look)
        self.query_one("#board", Lines).show(lines)
        self.rows_changed()

    # The cursor

    def _to(self, cell: str, number: int) -> None:
        before = self.strategy, self.at[0]
        self.at = cell, min(max(number, 0), max(0, len(self._inside(cell)) - 1))
        if self.shown is not None and ((self.strategy, cell) != before or not self._offer):
            keep = self.strategy is not None and before[0] is not None and self.strategy.id == before[0].id
            held = self.shown.held
            if not keep or not self._offer or set(self._offer) - {item.id for item in held.items}:
                self._offer = offered(held, cell)
        self.draw()

    def run_command(self, id: str) -> bool:
        if self.shown is not None:
            cell, number = self.at
            last = len(self._inside(cell)) - 1
            row = 0 if cell in GRID[0] else 1
            if id.startswith("tows.link-"):
                self._link(int(id.removeprefix("tows.link-")))
                return True
            if id == "list.next" and number >= last and row == 0:
                self._to(GRID[1][GRID[0].index(cell)], 0)
                return True
            if id == "list.previous" and number == 0 and row == 1:
                above = GRID[0][GRID[1].index(cell)]
                self._to(above, len(self._inside(above)) - 1)
                return True
            to = {"list.next": number + 1, "list.previous": number - 1, "list.first": 0, "list.last": last}.get(id)
            if to is not None:
                self._to(cell, to)
                return True
        return super().run_command(id)

    def do_tows_left(self) -> None:
        self._to(_beside(self.at[0], "left"), self.at[1])

    def do_tows_right(self) -> None:
        self._to(_beside(self.at[0], "right"), self.at[1])

    # Writing

    def do_tows_add(self) -> None:
        """Write a strategy into this cell."""
        if self.shown is None:
            return
        held, cell = self.shown.held, self.at[0]
        self.write_line(
            _("Strategy %s, a verb first:") % cell, "",
            lambda text: self.job(self.done(lambda project: add_strategy(project, held, cell, text), _("{key} is written; digits link its factors."))),
            check=lambda text: "" if text.strip() else _("a strategy needs a text"),
        )  # fmt: skip

    def _link(self, digit: int) -> None:
        one = self.strategy
        number = (digit - 1) % 10
        if one is None or self.shown is None or number >= len(self._offer):
            self.say(_("No factor stands on that digit") if one is not None else _("First write a strategy (+)"))
            return
        held, factor = self.shown.held, self._offer[number]
        there = factor in one.items

        def work(project: Project) -> str:
            link(project, held, one.id, *(((), (factor,)) if there else ((factor,), ())))
            return one.id

        self.job(self.done(work, (_("{key} no longer answers %s.") if there else _("{key} answers %s.")) % factor))

    def do_list_open(self) -> None:
        """Change a field of the strategy."""
        if self.strategy is not None and self.shown is not None:
            self.question(self._fields(self.strategy))

    async def _fields(self, one: Strategy) -> None:
        ways = [
            Choice("text", _("Text"), one.text), Choice("owner", _("Responsible"), one.owner or "–"),
            Choice("areas", _("Areas"), ", ".join(self._names.get(rec, rec) for rec in one.areas) or "–"),
            Choice("frame", _("When"), one.frame or "–"), Choice("group", _("Group"), one.group or "–"),
            Choice("themes", _("Themes"), ", ".join(self._names.get(rec, rec) for rec in one.themes) or "–"),
        ]  # fmt: skip

        def take(choice: Choice, stay: bool) -> None:
            if choice.key in ("areas", "themes"):
                self.question(self._several(one, choice.key))
            else:
                self.then_ask(
                    self.write_line,
                    choice.name + ":",
                    getattr(one, choice.key),
                    lambda text: self._set(one, **{choice.key: text}),
                )

        self.choose("strategy", f"{one.id} {one.text}", finder(ways), take)

    async def _several(self, one: Strategy, field: str) -> None:
        """Choose areas or themes; one that is there already goes."""

        def look(project: Project) -> list[tuple[str, str]]:
            if field == "areas":
                return [(region.id.hex(), region.name) for region in regions(project)]
            return [(theme.id.hex(), theme.shown) for theme in themes(project)]

        known = await self.session.read(look)
        held: tuple[str, ...] = getattr(one, field)
        ways = [Choice(rec, name, "", "✓" if rec in held else "") for rec, name in known]

        def take(choice: Choice, stay: bool) -> None:
            now = [rec for rec in held if rec != choice.key] if choice.end else [*held, choice.key]
            self._set(one, **{field: now})

        self.choose(field, one.id, finder(ways), take)

    def _set(self, one: Strategy, **values: Any) -> None:
        assert self.shown is not None
        held = self.shown.held
        self.job(self.done(lambda project: set_strategy(project, held, one.id, **values), _("{key} is changed.")))

    def do_tows_remove(self) -> None:
        one = self.strategy
        if one is not None and self.shown is not None:
            held = self.shown.held

            def work(project: Project) -> str:
                remove_strategy(project, held, one.id)
                return ""

            self.job(self.done(work, _("%s is taken out.") % one.id))

    def do_tows_move_left(self) -> None:
        self._move("left")

    def do_tows_move_right(self) -> None:
        self._move("right")

    def do_tows_move_up(self) -> None:
        self._move("up")

    def do_tows_move_down(self) -> None:
        self._move("down")

    def _move(self, step: str) -> None:
        one = self.strategy
        if one is not None:
            to = _beside(self.at[0], step)
            if to == self.at[0] == one.cell:
                self.say(_("There is no cell on that side"))
            else:
                self._set(one, cell=to)

    # Nearer to the words

    def do_tows_evidence(self) -> None:
        """The passages behind the factors that the strategy answers."""
        one = self.strategy
        if one is None or self.shown is None:
            return
        held = self.shown.held
        segments: dict[tuple[bytes, int, int], Segment] = {
            (segment.source, segment.start, segment.stop): segment
            for key in one.items
            for support in held.support.get(key, ())
            for segment in support.speaking
        }
        if not segments:
            self.say(_("No passage stands behind %s") % one.id)
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        quotes.want(
            Row(b"", one.id, "neutral", frozenset()),
            ", ".join(one.items),
            one.text,
            tuple(segments.values()),
            self.whose(),
        )
        self.main.away(self.main.go, "swot", "tows", "quotes")


def _beside(cell: str, step: str) -> str:
    row, column = (0 if cell in GRID[0] else 1), (0 if cell[0] == "S" else 1)
    row = {"up": 0, "down": 1}.get(step, row)
    column = {"left": 0, "right": 1}.get(step, column)
    return GRID[row][column]
