"""Where does the city stand, and on what evidence? Four lists about a cross.

The rule: a factor is written, moved and weighed here by the same functions as on the command line; what changes sides is
asked the three questions again, and the refused difference is explained, not greyed out.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from qualcode.collect.regions import Region
from qualcode.conclude.swot import QUADRANTS, Item
from qualcode.conclude.swot_checks import checked
from qualcode.conclude.swot_evidence import Evidence
from qualcode.conclude.swot_position import position, sensitivity
from qualcode.conclude.swot_records import Swot, read_swot
from qualcode.conclude.tows import CELLS
from qualcode.display.rows import Row
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce.counting import Segment
from qualcode.reduce.memos import memos
from qualcode.report.swot_evidence import against_line, support_line
from qualcode.store import Project
from qualcode.tui.screens.swot_deciding import SwotDeciding
from qualcode.tui.screens.swot_factors import SwotFactors
from qualcode.tui.screens.swot_lines import Look, Shown, board_lines, detail_lines, head_lines, target
from qualcode.tui.widgets.lines import Lines


def read_shown(project: Project, scope: Region | None, counted: Evidence | None = None) -> Shown:
    """All that the screen shows, in one reading; ``counted``: the evidence as it was, where only the SWOT changed."""
    held = read_swot(project, scope=scope, counted=counted)
    table, place, runs, why = None, None, None, ""
    try:
        table = held.table()
        place = position(table)
        runs = sensitivity(table)
    except UserError as error:
        why = _not_weighed(held) or (str(error) if held.items else "")
    notes = {key: [memo.text for memo in memos(project, rec)] for key, rec in held.ids.items()}
    return Shown(
        held, table, place, runs, why, checked(project, held),
        {item.id: ("; ".join(support_line(one) for one in held.support[item.id]), against_line(held, item.id)) for item in held.items},
        {key: texts[0] for key, texts in notes.items() if texts},
    )  # fmt: skip


def _not_weighed(held: Swot) -> str:
    """Which factors still wait for a rater: until then there is no position."""
    waiting = [
        item.id
        for item in held.items
        if all(value is None for value in item.rating)
        or (item.weight is None and all(value is None for value in item.importance))
    ]
    return _("no position yet, not weighed: %s") % " ".join(waiting) if waiting else ""


class SwotScreen(SwotFactors, SwotDeciding):
    kind = "swot"
    DEFAULT_CSS = "SwotScreen #board { height: 1fr; }"

    def body(self) -> Iterable[Widget]:
        yield Lines(id="board")

    def where(self) -> tuple[str, ...]:
        return (_("Conclude"), "SWOT", self.scope.name if self.scope else _("city"))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        if self.shown is None:
            return _("Counting …")
        if not self.shown.held.items:
            return _("No factor yet. + adds one, r shows what triangulation proposes.")
        return _("● enough evidence  ◑ single case or one side  ○ none  ! see the checks")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self.read_at != self.session.written:
            self.arrive(self.reload())

    async def reload(self) -> None:
        number, scope, counted = self.session.written, self.scope, self.counted_still()
        fresh = self.shown is None
        self.shown = await self.session.look(lambda project: read_shown(project, scope, counted))
        if fresh:
            self.at = first_of(self.shown)
        self.read_at = number
        self.keep_cursor()
        self.draw()

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    def on_resize(self) -> None:
        super().on_resize()
        self.draw()

    # Drawing

    def draw(self) -> None:
        if self.shown is None or not self.is_mounted:
            return
        palette = self.palette
        look = Look(palette.style(quiet=True), palette.style(), palette.style(strong=True))
        width, height = self.size.width, max(12, self.size.height - 3)
        below = 6 if height < 27 else 8 if height < 34 else 15
        lines = head_lines(self.shown, width, look)
        lines += board_lines(self.shown, self.at, width, height - 2 - below, look)
        lines += detail_lines(self.shown, self.item, width, below, look)
        self.query_one("#board", Lines).show(lines)
        self.rows_changed()

    # The cursor

    def go_to(self, quadrant: str, number: int) -> None:
        assert self.shown is not None
        count = len(self.shown.of(quadrant))
        self.at = quadrant, min(max(number, 0), max(0, count - 1))
        self.draw()

    def run_command(self, id: str) -> bool:
        if self.shown is not None:
            quadrant, number = self.at
            last = len(self.shown.of(quadrant)) - 1
            if id == "list.next" and number >= last and quadrant in "SW":
                self.go_to(target(quadrant, "down"), 0)
                return True
            if id == "list.previous" and number == 0 and quadrant in "OT":
                above = target(quadrant, "up")
                self.go_to(above, len(self.shown.of(above)) - 1)
                return True
            to = {"list.next": number + 1, "list.previous": number - 1, "list.first": 0, "list.last": last}.get(id)
            if to is not None:
                self.go_to(quadrant, to)
                return True
        return super().run_command(id)

    def do_swot_left(self) -> None:
        self.go_to(target(self.at[0], "left"), self.at[1])

    def do_swot_right(self) -> None:
        self.go_to(target(self.at[0], "right"), self.at[1])

    def on_lines_clicked(self, event: Lines.Clicked) -> None:
        """A click on a factor's line goes there as far as the list is not scrolled."""
        text = "".join(part for part, _style in event.lines.parts(event.number, self.size.width))
        for item in self.shown.held.items if self.shown else ():
            if f"{item.id} {item.text[:8]}" in text:
                assert self.shown is not None
                self.go_to(item.quadrant, self.shown.of(item.quadrant).index(item))
                return

    # Nearer to the words

    def do_list_open(self) -> None:
        """The passages that speak for the factor."""
        self._quotes(against=False)

    def do_swot_against(self) -> None:
        """The passages that speak against it."""
        self._quotes(against=True)

    def _passages(self, item: Item, *, against: bool) -> tuple[Segment, ...]:
        """The passages on one side of a factor, each once."""
        assert self.shown is not None
        held = self.shown.held
        found = {
            (segment.source, segment.start, segment.stop): segment
            for one in held.support[item.id]
            for segment in (one.against if against else one.speaking)
        }
        if against:
            found |= {(one.source, one.start, one.stop): one for one in held.against[item.id]}
        return tuple(found.values())

    def _theme(self, item: Item) -> bytes:
        """The first theme a factor rests on, or nothing."""
        assert self.shown is not None
        return next((one.id for one in self.shown.held.support[item.id] if one.kind == "theme"), b"")

    def _quotes(self, *, against: bool) -> None:
        item = self.item
        if item is None or self.shown is None:
            return
        segments = self._passages(item, against=against)
        if not segments:
            self.say(
                _("No passage speaks against %s") % item.id if against else _("No passage speaks for %s") % item.id
            )
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        count = len({one.source for one in segments})
        about = f"{item.text} · " + ngettext("%d transcript", "%d transcripts", count) % count
        title = _("counter-evidence") if against else _("evidence")
        nature = "strength" if item.quadrant in "SO" else "problem"
        quotes.want(Row(self._theme(item), item.id, nature, frozenset()), title, about, segments, self.whose())
        self.main.away(self.main.go, "swot", "quotes")

    def do_work_report(self) -> None:
        """Put the passages that speak for the factor into the report; its tables stand there anyway."""
        if self.item is not None and self.shown is not None:
            self.job(self._into_report(self.item))

    async def _into_report(self, item: Item) -> None:
        from qualcode.report.basket import put_in

        segments, theme = self._passages(item, against=False), self._theme(item)
        new = await self.session.write(lambda project: put_in(project, segments, theme or None))
        self.say(_("%d passages put into the report") % new)

    def do_swot_tows(self) -> None:
        from qualcode.tui.screens.tows import TowsScreen

        tows = self.main.place("tows")
        assert isinstance(tows, TowsScreen)
        tows.scope = self.scope
        if (
            self.item is not None and self.item.quadrant not in tows.at[0]
        ):  # where a strategy for this factor would stand
            tows.at = next(cell for cell in CELLS if self.item.quadrant in cell), 0
        self.main.away(self.main.go, "swot", "tows")


def first_of(shown: Shown) -> tuple[str, int]:
    """What needs a person first: a factor with something to look at, else the first there is."""
    wrong = {key for one in shown.mistakes if one.kind not in ("unused", "one_sided", "single_case") for key in one.ids}
    for item in shown.held.items:
        if item.id in wrong:
            return item.quadrant, shown.of(item.quadrant).index(item)
    return next(((q, 0) for q in QUADRANTS if shown.of(q)), ("S", 0))
