"""Who said it? Exactly the passages that were counted, each with its attribution as a report would print it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.widget import Widget

from qualcode.display.cells import settled_valence
from qualcode.display.rows import Row
from qualcode.i18n import N_, _
from qualcode.reduce.counting import Segment
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows
from qualcode.tui.words import grade_word


@dataclass(frozen=True)
class Said:
    """A counted passage as it is shown. ``grade``: the evidence grade its coder gave, or nothing; ``valence``: as it was
    counted, from the coding, else its code, else the theme."""

    segment: Segment
    words: str
    source: str
    attribution: str
    codes: str
    grade: str
    valence: int | None


def read_quotes(project: Project, segments: tuple[Segment, ...], nature: str) -> list[Said]:
    """The passages in the order of source and text."""
    quoter = Quoter(project)
    grades = dict(project.rows("SELECT id, grade FROM coding WHERE removed=0 AND grade IS NOT NULL"))
    found = [
        Said(
            one, quoter.words(one), quoter.name(one.source), quoter.attribution(one), quoter.codes.get(one.code, "?"),
            next((grades[rec] for rec in one.codings if rec in grades), ""),
            settled_valence(one.valence, quoter.valences.get(one.code), nature),
        )
        for one in segments
    ]  # fmt: skip
    return sorted(found, key=lambda said: (said.source, said.segment.start, said.segment.stop))


FROM = {  # where passages are asked from
    "matrix": N_("Matrix"),
    "forms": N_("Matrix"),
    "triangulation": N_("Triangulation"),
    "network": N_("Network"),
    "citymap": N_("Tile map"),
    "framework": N_("Summaries"),
    "issues": N_("Issues"),
}


class QuotesScreen(RowsScreen):
    kind = "quotes"

    def __init__(self) -> None:
        super().__init__()
        self._title: tuple[str, str] = ("", "")
        self._about, self._layer = "", ""
        self._segments: tuple[Segment, ...] = ()
        self._said: list[Said] = []
        self._fresh = False
        self._nature = "neutral"
        self._theme: bytes | None = (
            None  # of the row; where that is a code, no theme is found by it and the passage stands alone
        )

    def body(self) -> Iterable[Widget]:
        yield Rows(self._quote, self._heads, height=2)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (_(FROM.get(self._whence()[-1], FROM["matrix"])), " × ".join(filter(None, self._title)))

    def whose(self) -> str:
        return self._layer

    def sentence(self) -> str:
        return _("{at} of {count} passages: exactly what the cell counts").format(
            at=min(self.rows.at + 1, len(self._said)), count=len(self._said)
        )  # fmt: skip

    def want(self, row: Row, area: str, about: str, segments: tuple[Segment, ...], layer: str) -> None:
        """Show these passages when the screen is next seen."""
        self._title, self._about, self._layer, self._segments = (row.name, area), about, layer, segments
        self._nature, self._theme = row.nature, row.id
        self._said, self._fresh, self.read_once = [], True, False

    def on_screen_resume(self) -> None:
        if self._fresh:
            self._fresh = False
            self.rows.show(0, 0)
            self.arrive(self.reload())
        super().on_screen_resume()

    async def reload(self) -> None:
        self._said = await self.session.read(lambda project: read_quotes(project, self._segments, self._nature))
        self.rows.show(len(self._said))
        self.note()
        self.rows_changed()

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        return [
            [(" " + self._about, self.palette.style(strong=True))],
            [("─" * width, self.palette.style(quiet=True))],
        ]

    def _quote(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._said[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        sign = self.main.signs.valence(one.valence) or " "
        if part == 0:
            words = cut(f"“{one.words}”", width - 5)
            return [
                ("▸" if here else " ", strong),
                (f" {sign} ", strong),
                (words, strong if here else self.palette.style()),
            ]
        place = _("turn %d") % (one.segment.turn + 1)
        return ends(
            [(f"    {one.source} {place} · {one.attribution}", quiet)],
            [(f" {grade_word(one.grade) or one.codes} ", quiet)],
            width,
            quiet,
        )

    def note(self) -> None:
        """The passage at the cursor in full, and how it would be printed."""
        if not self._said:
            self.query_one("#detail", Lines).show([])
            return
        one = self._said[self.rows.at]
        width = self.size.width
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        words = wrapped(f"“{one.words}”", width - 4, 2)
        printed = wrapped(_("In a report: (%s)") % one.attribution, width - 4, 2)
        lines: list[Parts] = [rule(one.codes, "", width, quiet, strong)]
        lines += [[("  " + text, plainly)] for text in (*words, "")[:2]]
        lines += [[("  " + text, quiet)] for text in (*printed, "")[:2]]
        self.query_one("#detail", Lines).show(lines)

    # Keys

    def on_rows_moved(self) -> None:
        self.note()
        self.rows_changed()

    def do_work_report(self) -> None:
        """The passage at the cursor goes into the report, under the row's theme."""
        if self._said:
            self.job(self._into_report(self._said[self.rows.at].segment))

    async def _into_report(self, one: Segment) -> None:
        from qualcode.report.basket import put_in

        theme = self._theme
        new = await self.session.write(lambda project: put_in(project, [one], theme))
        self.say(
            _("In the report · {key} shows all that is in it").format(key=self.main.key_of("go.basket"))
            if new
            else _("It is in the report already")
        )

    def do_list_open(self) -> None:
        if self._said:
            one = self._said[self.rows.at].segment
            self.main.away(self._open, one)

    async def _open(self, one: Segment) -> None:
        await self.main.read_at(one.source, *self._whence(), "quotes", start=one.start, stop=one.stop)

    def _whence(self) -> tuple[str, ...]:
        """The way to the screen that these passages were asked from."""
        behind = [way for way in self.main.ways_back() if way[-1] != self.kind]
        return behind[-1] if behind else ("matrix",)
