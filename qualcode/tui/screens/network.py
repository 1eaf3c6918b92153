"""Which codes go together, and in whose words?"""

from __future__ import annotations

from collections.abc import Iterable

from textual.widget import Widget

from qualcode.display.meetings import Meeting, meetings, together
from qualcode.display.network import Network, Node, Tie, around, neighbours
from qualcode.display.seriation import ordered
from qualcode.i18n import N_, _, ngettext
from qualcode.language.numerals import format_number
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cells, cut, rule, wrapped
from qualcode.tui.screens.listing import CellsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

WIDE = 4  # cells of a column
UNITS = (("turn", 0), ("span", 0), ("near", 2), ("source", 0))
SHADES = "░▒▓"
IN = {
    "turn": N_("in the same turn"),
    "span": N_("in overlapping passages"),
    "near": N_("within two turns"),
    "source": N_("in the same transcript"),
}


class NetworkScreen(CellsScreen):
    kind = "network"

    def __init__(self) -> None:
        super().__init__()
        self._met: Meeting | None = None
        self._shown = Network((), ())
        self._order: list[Node] = []
        self._by_tie: tuple[bytes, ...] = ()
        self._column = 0
        self._unit, self._of, self._own, self._by_ties = 0, "codes", False, True
        self._centre: bytes | None = None
        self._looked = False  # the cursor has been put on the strongest tie
        self._read_at = -1

    def body(self) -> Iterable[Widget]:
        yield Rows(self._row, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        what = _("themes") if self._of == "themes" else _("codes")
        return (_("Display"), _("Network"), f"{what} {_(IN[UNITS[self._unit][0]])}")

    def whose(self) -> str:
        return _("layer %s") % (self.session.coder_name if self._own else _("agreed"))

    def sentence(self) -> str:
        if self._met is None:
            return _("Counting …")
        return _("Places with both; shades repeat them. What meets is not therefore a cause.")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if self._read_at != self.session.written:
            self.arrive(self.reload())

    async def reload(self) -> None:
        coder, number = self.session.coder if self._own else None, self.session.written
        unit, near = UNITS[self._unit]

        def read(project: Project) -> tuple[Meeting, tuple[bytes, ...]]:
            met = meetings(project, unit, near, of=self._of, coder=coder)
            return met, ordered(met.network)

        met, self._by_tie = await self.session.read(read)
        self._met = met
        self._read_at = number
        if self._centre not in met.rows:
            self._centre = None
        self._show()
        if not self._looked and self._shown.ties:
            self._looked = True
            self._to_strongest()

    def _show(self) -> None:
        assert self._met is not None
        whole = self._met.network
        self._shown = around(whole, self._centre) if self._centre else whole
        nodes = {node.id: node for node in self._shown.nodes}
        if self._centre:
            order = [self._centre, *(node.id for node, _tie in neighbours(whole, self._centre))]
        else:
            tied = {end for tie in whole.ties for end in (tie.one, tie.other)}
            order = [rec for rec in (self._by_tie if self._by_ties else nodes) if rec in tied]
        self._order = [nodes[rec] for rec in order]
        self._column = min(self._column, max(0, len(self._order) - 1))
        self.rows.show(len(self._order))
        self.note()
        self.rows_changed()

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    # Drawing

    def _room(self, width: int) -> tuple[int, int, int]:
        """Cells for the names, and the first column in sight and how many."""
        count = max(1, min(len(self._order), (width - (34 if width >= 120 else 26)) // WIDE))
        first = min(max(0, self._column - count + 1), max(0, len(self._order) - count))
        return max(16, min(width - count * WIDE - 1, 44)), first, count

    def _heads(self, width: int) -> list[Parts]:
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        if self._met is None:
            return [[]]
        if not self._order:
            return [[(" " + _("No two codes meet yet: code passages, or count more widely with #."), strong)]]
        names, first, count = self._room(width)
        heads: Parts = [(("‹" if first else " ").ljust(names), quiet)]
        for number in range(first, first + count):
            heads.append((f"{number + 1:>{WIDE}}", strong if number == self._column else quiet))
        heads.append(("›" if first + count < len(self._order) else " ", quiet))
        return [[(" " + cut(self._strongest(width - 2), width - 2), strong)], heads, [("─" * width, quiet)]]

    def _strongest(self, width: int) -> str:
        tie = next((t for t in self._shown.ties if self._centre in (None, t.one, t.other)), None)
        if tie is None:
            return ""
        names = {node.id: node.name for node in self._order}
        one, other = (tie.other, tie.one) if tie.other == self._centre else (tie.one, tie.other)
        said = _("{one} meets {other} most: {count}, {sources}")
        numbers = {"count": self._places(tie.together), "sources": _transcripts(tie.sources)}
        room = max(12, (width - cells(said.format(one="", other="", **numbers))) // 2)
        short = {rec: cut(names[rec], min(room, cells(names[rec]))) for rec in (one, other)}
        return said.format(one=short[one], other=short[other], **numbers)

    def _to_strongest(self) -> None:
        at = {node.id: number for number, node in enumerate(self._order)}
        tie = self._shown.ties[0]
        self.rows.move(at[tie.one])
        self.to_column(at[tie.other])

    def _places(self, n: int) -> str:
        unit = UNITS[self._unit][0]
        if unit == "source":
            return _transcripts(n)
        return (ngettext("%d stretch", "%d stretches", n) if unit == "span" else ngettext("%d turn", "%d turns", n)) % n

    def _row(self, item: int, part: int, width: int, here: bool) -> Parts:
        names, first, count = self._room(width)
        node = self._order[item]
        strong, plainly, quiet = self.palette.style(strong=True), self.palette.style(), self.palette.style(quiet=True)
        label = f"{item + 1:>2} {node.name}"
        parts: Parts = [("▸" if here else " ", strong), (cut(label, names - 1), strong if here else plainly)]
        most = max((tie.together for tie in self._shown.ties), default=1)
        for number in range(first, first + count):
            tie = self._shown.tie(node.id, self._order[number].id)
            value = node.units if number == item else tie.together if tie else 0
            if here and number == self._column:
                parts.append((cut(f"[{value}]".rjust(WIDE), WIDE), self.palette.style(strong=True, selected=True)))
                continue
            shade = SHADES[min(2, 3 * (value - 1) // most)] if value and number != item else ""
            parts.append((f"{shade}{value}".rjust(WIDE), strong if number == item else plainly if value else quiet))
        return parts

    def note(self) -> None:
        """The pair at the cursor in words, and what the row's code meets."""
        detail = self.query_one("#detail", Lines)
        if self._met is None or not self._order:
            detail.show([])
            return
        width = self.size.width
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        one, other = self._order[self.rows.at], self._order[self._column]
        title = one.name if one is other else f"{one.name} × {other.name}"
        lines: list[Parts] = [rule(title, "", width, quiet, strong), [(" " + self._pair(one, other), plainly)]]
        met = [f"{node.name} {tie.together}" for node, tie in neighbours(self._met.network, one.id)]
        around_ = _("{name} meets: {names}").format(name=one.name, names=" · ".join(met) or "–")
        lines += [[(" " + text, quiet)] for text in (*wrapped(around_, width - 2, 2), "")[:2]]
        detail.show(lines)

    def _pair(self, one: Node, other: Node) -> str:
        if one is other:
            return _("{count}, {sources}; Enter shows them").format(
                count=self._places(one.units), sources=_transcripts(one.sources)
            )
        tie: Tie | None = self._shown.tie(one.id, other.id)
        if tie is None:
            return _("never together: {one} {n}, {other} {m}").format(
                one=one.name, n=self._places(one.units), other=other.name, m=self._places(other.units)
            )
        return _("together {count} of {either} with either · {sources} · Jaccard {jaccard}").format(
            count=self._places(tie.together), either=tie.either, sources=_transcripts(tie.sources),
            jaccard=format_number(tie.jaccard, 2),
        )  # fmt: skip

    # Keys

    @property
    def column_count(self) -> int:
        return len(self._order)

    def column_at(self, x: int) -> int | None:
        names, first, count = self._room(self.size.width)
        number = (x - names) // WIDE
        return first + number if 0 <= number < count else None

    def do_network_left(self) -> None:
        self.to_column(self._column - 1)

    def do_network_right(self) -> None:
        self.to_column(self._column + 1)

    def do_network_unit(self) -> None:
        self._unit, self._looked = (self._unit + 1) % len(UNITS), False
        self.job(self.reload())

    def do_network_rows(self) -> None:
        self._of, self._centre = ("codes" if self._of == "themes" else "themes"), None
        self._looked = False
        self.job(self.reload())

    def do_network_layer(self) -> None:
        self._own = not self._own
        self.job(self.reload())

    def do_network_sort(self) -> None:
        if self._met is not None:
            self._by_ties = not self._by_ties
            self._show()
            self.say(_("What is tied stands together") if self._by_ties else _("In the order of the codebook"))

    def do_network_ego(self) -> None:
        """Only the code at the cursor and what it meets; again: all."""
        if self._met is not None and self._order:
            self._centre = None if self._centre else self._order[self.rows.at].id
            self._column = 0
            self._show()
            self.rows.move(0)
            self.say(
                _("Only {name} and what it meets").format(name=self._order[0].name)
                if self._centre
                else _("All of them again")
            )

    def do_list_open(self) -> None:
        if self._met is None or not self._order:
            return
        one, other = self._order[self.rows.at], self._order[self._column]
        found = self._met.segments[one.id] if one is other else together(self._met, one.id, other.id)
        if not found:
            self.say(self._pair(one, other))
            return
        from qualcode.tui.screens.quotes import QuotesScreen

        quotes = self.main.place("quotes")
        assert isinstance(quotes, QuotesScreen)
        name = "" if one is other else other.name
        quotes.want(self._met.rows[one.id], name, self._pair(one, other), found, self.whose())
        self.main.away(self.main.go, "network", "quotes")


def _transcripts(n: int) -> str:
    return ngettext("%d transcript", "%d transcripts", n) % n
