"""One theme with all its passages: read them, choose those that stand for it, read what speaks against it; then what no
theme holds."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.conclude.heard import Heard, heard
from qualcode.conclude.theme_review import WARNINGS, Review, choose_exemplar, rest, review
from qualcode.i18n import _, ngettext
from qualcode.reduce.counting import Segment
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.listing import ListScreen
from qualcode.tui.screens.theme_fields import write_field
from qualcode.tui.screens.themes_lines import described, need_lines


@dataclass(frozen=True)
class Line:
    """A passage of the theme, or a turn of the rest. ``mark``: e chosen, ! against, else empty."""

    source: bytes
    name: str
    turn: int
    start: int
    stop: int
    words: str
    whose: str
    mark: str = ""
    codings: tuple[bytes, ...] = ()
    valence: int | None = None
    segment: Segment | None = None


def read_theme(project: Project, theme: bytes) -> tuple[Review, list[Line], list[str]]:
    """The theme, its passages in the order of source and text, and the names of who was asked and is silent."""
    ground = heard(project)
    one, quoter = review(project, theme, ground), Quoter(project)
    against = {piece.segment.codings for piece in one.against}
    chosen = {piece.segment.codings for piece in one.exemplars}
    lines = [
        Line(
            piece.source, quoter.name(piece.source), piece.segment.turn, piece.segment.start, piece.segment.stop,
            quoter.words(piece.segment), f"{quoter.codes.get(piece.segment.code, '?')} · {quoter.attribution(piece.segment)}",
            "e" if piece.segment.codings in chosen else "!" if piece.segment.codings in against else "",
            piece.segment.codings, piece.value, piece.segment,
        )
        for piece in one.pieces
    ]  # fmt: skip
    return one, lines, _names(ground, one)


def _names(ground: Heard, one: Review) -> list[str]:
    return sorted(ground.sources[source] for source in one.silent)


def read_rest(project: Project) -> list[Line]:
    """What no theme holds, source by source."""
    return [
        Line(one.source, one.name, turn.turn, turn.start, turn.stop, turn.words, turn.who)
        for one in rest(project)
        for turn in one.turns
    ]


class ThemeScreen(ListScreen):
    kind = "theme"

    def __init__(self) -> None:
        super().__init__()
        self._theme = b""
        self._review: Review | None = None
        self._lines: list[Line] = []
        self._silent: list[str] = []
        self._rest = False
        self._counter = False

    def want(self, theme: bytes, *, counter: bool = False) -> None:
        """Show this theme when the screen is next seen, with ``counter`` at what speaks against it."""
        if theme != self._theme:
            self._lines, self.read_once = [], False
        self._theme, self._counter, self._rest = theme, counter, False

    def where(self) -> tuple[str, ...]:
        shown = self._review.theme.shown if self._review else ""
        return (_("Themes"), *((shown,) if shown else ()), *((_("in no theme"),) if self._rest else ()))

    def whose(self) -> str:
        return _("layer %s") % _("agreed")

    def sentence(self) -> str:
        if self._rest:
            return _("A theme that is missing leaves its passages here.")
        return _("Asked and silent: %s") % (", ".join(self._silent) or _("no source"))

    async def reload(self) -> None:
        if not self._theme:
            return
        fresh = not self._lines
        if self._rest:
            self._lines = await self.session.read(read_rest)
        else:
            self._review, self._lines, self._silent = await self.session.read(lambda p: read_theme(p, self._theme))
        self.showing(len(self._lines), 0 if fresh else None)
        if self._counter:
            self._counter = False
            self.do_theme_counter()

    def _here(self) -> Line | None:
        return self._lines[self.rows.at] if self._lines and self.rows.at < len(self._lines) else None

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        one = self._review
        if one is None:
            return [[(" " + _("Counting …"), strong)]]
        if self._rest:
            sources = len({line.source for line in self._lines})
            said = _("{n} turns of {m} sources are in no theme").format(n=len(self._lines), m=sources)
            return [[(" " + said, strong)], [("─" * width, quiet)]]
        said = _("{m} of {n} transcripts").format(m=one.raised, n=one.of)
        told = [said, ngettext("%d passage", "%d passages", len(one.pieces)) % len(one.pieces)]
        told.append(ngettext("%d against it", "%d against it", len(one.against)) % len(one.against))
        told += ["! " + _(WARNINGS[warning]) for warning in one.warnings]
        lines: list[Parts] = [
            ends([(" " + " · ".join(told), strong)], [(_(one.theme.status) + " ", quiet)], width, quiet)
        ]
        lines += described(_("Idea"), one.theme.concept, min(width - 4, 100), 1 if not self.tall else 3, quiet, plainly)
        lines += need_lines(one, min(width - 4, 100), quiet, plainly)
        return [*lines, [("─" * width, quiet)]]

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._lines[item]
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        sign = self.main.signs.valence(one.valence) or " "
        mark = {"e": "✓", "!": "!"}.get(one.mark, " ")
        return [
            ("▸" if here else " ", strong), (f"{mark}{sign} ", strong), (cut(f"{one.name} {one.turn + 1}", 14) + " ", quiet),
            (" ".join(one.words.split()), strong if here else plainly),
        ]  # fmt: skip

    def details(self, width: int) -> list[Parts]:
        one = self._here()
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        room = 3 if not self.tall else 8
        if one is None:
            return [[]] * (room + 1)
        words = wrapped(f"“{one.words}”", min(width - 4, 72), room)
        lines: list[Parts] = [rule(f"{one.name} {_('turn %d') % (one.turn + 1)}", one.whose, width, quiet, strong)]
        return [*lines, *([("  " + text, plainly)] for text in words), *([[]] * (room - len(words)))]

    # Keys

    def do_list_open(self) -> None:
        one = self._here()
        if one is not None:
            self.main.away(self._to_text, one)

    async def _to_text(self, one: Line) -> None:
        await self.main.read_at(one.source, "themes", "theme", start=one.start, stop=one.stop)

    def do_work_report(self) -> None:
        """Put the passage at the cursor into the report, under this theme."""
        one = self._here()
        if one is None or one.segment is None:
            self.say(_("There is nothing here to put into the report"))
            return
        self.job(into_report(self, one.segment, self._theme))

    def do_theme_exemplar(self) -> None:
        """Choose the passage at the cursor to stand for the theme, or no longer."""
        one = self._here()
        if one is None or self._rest:
            return
        chosen = one.mark != "e"

        async def work() -> None:
            await self.session.write(lambda p: choose_exemplar(p, self._theme, one.codings, chosen=chosen))
            await self.reload()
            self.say(_("It stands for the theme") if chosen else _("It stands for the theme no longer"))

        self.job(work())

    def do_theme_counter(self) -> None:
        """Go to the next passage that speaks against the theme."""
        count = len(self._lines)
        for step in range(1, count + 1):
            at = (self.rows.at + step) % count
            if self._lines[at].mark == "!":
                self.rows.move(at)
                self.note()
                return
        self.say(_("Nothing that is coded speaks against it"))

    def do_theme_edit(self) -> None:
        if self._review is not None:
            write_field(self, self._review.theme, self.reload)

    def do_theme_negative(self) -> None:
        """Write what reading the negative cases came to."""
        if self._review is None:
            return
        from qualcode.reduce.themes import set_theme

        async def work(text: str) -> None:
            await self.session.write(lambda project: set_theme(project, self._theme, negative=text))
            await self.reload()
            self.say(_("Written · %s takes it back") % self.main.key_of("work.undo"))

        self.write_line(
            _("What the negative cases say:"), self._review.theme.negative, lambda text: self.job(work(text))
        )

    def do_theme_rest(self) -> None:
        """What no theme holds, and back."""
        self._rest, self._lines = not self._rest, []
        self.job(self.reload())


async def into_report(screen: Place, segment: Segment, theme: bytes | None) -> None:
    """Put a passage into the report, under a theme or none."""
    from qualcode.report.basket import put_in

    new = await screen.session.write(lambda project: put_in(project, [segment], theme))
    shown = _("In the report · {key} shows all that is in it").format(key=screen.main.key_of("go.basket"))
    screen.say(shown if new else _("It is in the report already"))
