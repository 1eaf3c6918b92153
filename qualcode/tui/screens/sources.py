"""What do we have, and what is finished?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.widget import Widget

from qualcode.collect.inventory import SourceLine, inventory
from qualcode.collect.regions import regions
from qualcode.collect.values import genre_words
from qualcode.display.columns import homes
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import responsible
from qualcode.reduce.coverage import Turns, coverage
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.tui import narrowing
from qualcode.tui.drawing import Parts, cut, ends, rule
from qualcode.tui.finishing import few, finish_or_ask
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.screens.listing import RowsScreen
from qualcode.tui.widgets.lines import Lines
from qualcode.tui.widgets.rows import Rows

if TYPE_CHECKING:
    from qualcode.conclude.fitting import Fitting

STATES = {"finished": ("●", N_("finished")), "partly": ("◑", N_("partly")), "open": ("○", N_("not yet"))}
SORTS = {
    "name": N_("by name"),
    "state": N_("what is not finished first"),
    "area": N_("by kelurahan"),
    "codings": N_("most codings first"),
    "coded": N_("least coded first"),
}
_ORDER = {"open": 0, "partly": 1, "finished": 2}


@dataclass(frozen=True)
class SourceRow:
    """A source in the list; ``areas``: where it counts; ``coded``: turns of informants that are coded, of all; ``left``: the
    names of the codes that whoever counts there has not looked for."""

    line: SourceLine
    areas: tuple[str, ...]
    coded: tuple[int, int] = (0, 0)
    left: tuple[str, ...] = ()

    @property
    def area(self) -> str:
        if not self.areas:
            return "?"
        return self.areas[0] + (f" +{len(self.areas) - 1}" if len(self.areas) > 1 else "")

    @property
    def share(self) -> float:
        return self.coded[0] / self.coded[1] if self.coded[1] else 0.0


def read_sources(project: Project, kept: dict[bytes, Turns] | None = None) -> list[SourceRow]:
    """All sources with the areas they speak for and how far they are coded; ``kept`` as for ``coverage``."""
    coded = coverage(project, kept)
    names = {region.id: region.name for region in regions(project)}
    at, who, done, book = homes(project), responsible(project), finished_codes(project), codebook(project)

    def left(source: bytes) -> tuple[str, ...]:
        looked = done.get((source, coder), set()) if (coder := who.get(source)) is not None else set()
        return tuple(code.name for code in book if code.id not in looked)

    return [
        SourceRow(
            line,
            tuple(sorted(names[area] for area in at.get(line.id, ()) if area in names)),
            coded.get(line.id, (0, 0)),
            left(line.id) if line.state == "partly" else (),
        )
        for line in inventory(project)
    ]


class SourcesScreen(RowsScreen):
    kind = "sources"

    def __init__(self) -> None:
        super().__init__()
        self._all: list[SourceRow] = []
        self._shown: list[SourceRow] = []
        self._loaded = False
        self._filter, self._sort = Narrowing(), "name"
        self._chosen_source: bytes | None = None
        self._asked: bytes | None = None  # the source whose finishing was asked about
        self._kept: dict[bytes, Turns] = {}  # informants' turns by version, read once

    def body(self) -> Iterable[Widget]:
        yield Rows(self._row, self._heads)
        yield Lines(id="detail")

    def where(self) -> tuple[str, ...]:
        return (self.session.title, _("Collect"), _("Sources"))

    def sentence(self) -> str:
        signs = " ".join(f"{sign} {_(word)} " for sign, word in STATES.values())
        return signs + " " + _("a table counts what is finished")

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        if not self._loaded and self.session.notes.last:
            self._chosen_source = bytes.fromhex(self.session.notes.last)
        self.arrive(self.reload())

    async def reload(self) -> None:
        kept, filtered = self._kept, self._filter

        def read(project: Project) -> tuple[list[SourceRow], Narrowing]:
            return read_sources(project, kept), filtered.anew(project, _fitting)

        self._all, fresh = await self.session.read(read)
        if self._filter is filtered:  # nobody chose another one meanwhile
            self._filter = fresh
        self._loaded = True
        self._arrange()

    def redraw(self) -> None:
        super().redraw()
        self._arrange()

    def choose_source(self, source: bytes) -> None:
        self._chosen_source = source

    def _arrange(self) -> None:
        """Filter and sort; the cursor stays on its source."""
        keys = {
            "name": lambda row: (fold(row.line.name),),
            "state": lambda row: (_ORDER[row.line.state], fold(row.line.name)),
            "area": lambda row: (fold(row.area), fold(row.line.name)),
            "codings": lambda row: (-row.line.codings, fold(row.line.name)),
            "coded": lambda row: (row.share, fold(row.line.name)),
        }
        self._shown = sorted(
            (row for row in self._all if self._filter.holds(row.line.id, _words(row))), key=keys[self._sort]
        )
        at = next((n for n, row in enumerate(self._shown) if row.line.id == self._chosen_source), None)
        self.rows.show(len(self._shown), at)
        self.note()

    def note(self) -> None:
        """What is known of the source at the cursor."""
        row = self._here()
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        if row is None:
            self.query_one("#detail", Lines).show([])
            return
        line = row.line
        self._chosen_source = line.id
        who = line.responsible or "?"
        if line.state == "finished":
            told = _("%s has finished it; it counts.") % who
        elif line.state == "partly":
            told = ngettext(
                "{who} finished it but for {count} code: {names}", "{who} finished it but for {count} codes: {names}", line.left
            ).format(who=who, count=line.left, names=few(row.left))  # fmt: skip
        else:
            told = _("%s has not finished it; in the matrix it is … and not 0.") % who
        more = ngettext("%d turn", "%d turns", line.turns) % line.turns
        more += " · " + _("coded: {coded} of {all} turns of informants").format(coded=row.coded[0], all=row.coded[1])
        areas = ", ".join(row.areas) or _("no kelurahan is known")
        lines: list[Parts] = [
            rule(line.name, line.date, self.size.width, quiet, strong),
            [(f"   {told}", self.palette.style())],
            [(f"   {more} · {areas}", quiet)],
        ]
        self.query_one("#detail", Lines).show(lines)

    def _here(self) -> SourceRow | None:
        return self._shown[self.rows.at] if self._shown else None

    # Drawing

    def _heads(self, width: int) -> list[Parts]:
        plainly, quiet = self.palette.style(), self.palette.style(quiet=True)
        done = sum(row.line.state == "finished" for row in self._all)
        count = ngettext("%d source", "%d sources", len(self._all)) % len(self._all)
        said = _("{sources} · {done} finished · {left} not").format(
            sources=count, done=done, left=len(self._all) - done
        )  # fmt: skip
        filtered = _("shown: %s") % self._filter.text if self._filter.text else _(SORTS[self._sort])
        heads = self._columns(
            _("source"), _("kind"), _("kelurahan"), _("speakers"), _("codings"), _("coded"), _("state"), width
        )
        return [
            ends([(f" {said}", self.palette.style(strong=True))], [(f"{filtered} ", quiet)], width, plainly),
            [(f"   {heads}", quiet)],
            [("─" * width, quiet)],
        ]

    def _row(self, item: int, part: int, width: int, here: bool) -> Parts:
        line = self._shown[item].line
        sign, word = STATES[line.state]
        state = f"{sign} {line.responsible} {_(word)}".replace("  ", " ")
        if line.state == "partly":
            state = f"{sign} {line.responsible} {_('%d left') % line.left}"
        style = self.palette.style(strong=here, quiet=line.state == "finished" and not here)
        text = self._columns(
            line.name, genre_words(line.genre), self._shown[item].area, str(line.speakers or "–"),
            str(line.codings or "–"), self._bar(self._shown[item]), state, width,
        )  # fmt: skip
        return [("▸" if here else " ", self.palette.style(strong=True)), ("  " + text, style)]

    @staticmethod
    def _columns(
        name: str, kind: str, area: str, speakers: str, codings: str, coded: str, state: str, width: int
    ) -> str:
        narrow = width < 100
        name_cells = 14 if narrow else min(44, width - 78)
        speakers = cut(speakers, 8).rstrip().rjust(8)
        codings = cut(codings, 7).rstrip().rjust(7)
        area = cut(area, 11 if narrow else 15)
        return f"{cut(name, name_cells)} {cut(kind, 9)} {area} {speakers} {codings} {cut(coded, 6)} {state}"

    def _bar(self, row: SourceRow) -> str:
        """How much of it is coded: fifths, any coding at all being one."""
        full = -(-5 * row.coded[0] // row.coded[1]) if row.coded[1] else 0
        bar = self.main.signs.bar
        return bar[0] * full + bar[1] * (5 - full) if row.coded[1] else "–"

    # Keys

    def do_list_open(self) -> None:
        row = self._here()
        if row is not None:
            self.main.away(self.main.read_at, row.line.id)
        elif not self._all:
            self.say(_("There are no sources yet: + brings transcripts in"))

    def do_sources_sort(self) -> None:
        names = list(SORTS)
        self._sort = names[(names.index(self._sort) + 1) % len(names)]
        self._arrange()
        self.say(_("Sorted %s") % _(SORTS[self._sort]))

    def do_sources_filter(self) -> None:
        def show(filtered: Narrowing) -> None:
            self._filter = filtered
            self._arrange()

        narrowing.ask(self, _("Show sources with:"), self._filter, _fitting, show)

    def do_sources_import(self) -> None:
        self.main.away(self.main.go, "sources", "files")

    def do_sources_turns(self) -> None:
        row = self._here()
        if row is not None:
            from qualcode.tui.screens.turns import TurnsScreen

            turns = self.main.place("turns")
            assert isinstance(turns, TurnsScreen)
            turns.want_source(row.line.id, row.line.name)
            self.main.away(self.main.go, "sources", "turns")

    def do_sources_versions(self) -> None:
        row = self._here()
        if row is not None:
            from qualcode.tui.screens.versions import VersionsScreen

            versions = self.main.place("versions")
            assert isinstance(versions, VersionsScreen)
            versions.want(row.line.id, row.line.name)
            self.main.away(self.main.go, "sources", "versions")

    def do_sources_attributes(self) -> None:
        row = self._here()
        self.main.away(self.main.show_attributes, "sources", row.line.id if row else None)

    def do_sources_asked(self) -> None:
        self.main.away(self.main.go, "sources", "asked")

    def do_sources_counts(self) -> None:
        from qualcode.tui.counted import ask_who_counts

        row = self._here()
        if row is not None:
            self.question(ask_who_counts(self, [row.line.id], row.line.name))

    def run_command(self, id: str) -> bool:
        if id != "sources.finish":
            self._asked = None
        return super().run_command(id)

    def do_sources_finish(self) -> None:
        row = self._here()
        if row is not None:
            self.job(self._finish(row.line))

    async def _finish(self, line: SourceLine) -> None:
        said, self._asked = await finish_or_ask(self.session, line.id, line.name, self._asked)
        await self.reload()
        self.say(said)


def _fitting(fits: Fitting) -> frozenset[bytes]:
    return frozenset(rec for (rec,) in fits.project.rows("SELECT id FROM source WHERE removed=0") if fits.source(rec))


def _words(row: SourceRow) -> str:
    """What a filter looks in."""
    line = row.line
    return " ".join((line.name, genre_words(line.genre), *row.areas, line.responsible, _(STATES[line.state][1])))
