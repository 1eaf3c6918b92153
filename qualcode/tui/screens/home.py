"""What waits for me? The sentence one stopped at comes first; Enter goes on there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.i18n import _, ngettext
from qualcode.tui.drawing import Parts, cut, ends, rule, wrapped
from qualcode.tui.keys import shown
from qualcode.tui.screens.listing import ListScreen

if TYPE_CHECKING:
    from qualcode.store import Project
    from qualcode.tui.waiting import Home


class HomeScreen(ListScreen):
    kind = "home"
    most = 6

    def __init__(self) -> None:
        super().__init__()
        self._home: Home | None = None

    def where(self) -> tuple[str, ...]:
        return (self.session.title,)

    def sentence(self) -> str:
        if self._home is None or not self._home.waits:
            return ""
        return _("Every line can be opened: {keys} and Enter, or its own letters.").format(keys="j k")

    async def reload(self) -> None:
        coder, notes = self.session.coder, self.session.notes
        assert coder is not None
        if self._home is None:
            await self.painted()  # what says how things stand is loaded while the frame is looked at

        def read(project: Project) -> Home:
            from qualcode.tui.waiting import read_home

            return read_home(project, coder, notes)

        self._home = await self.session.read(read)
        self.main.waiting = {one.command: one.count for one in self._home.waits}
        self.showing(len(self._home.waits))

    def redraw(self) -> None:
        super().redraw()
        self.job(self.reload())

    # Drawing

    def heads(self, width: int) -> list[Parts]:
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        hello = [("  " + _("Hello, %s.") % self.session.coder_name + " ", strong)]
        if self._home is None:
            return [[], hello]
        resume = self._home.resume
        if resume is None:
            nothing = (
                _("There are no sources yet. + brings transcripts in.")
                if not self._home.standing.sources
                else _("All sources are finished. The matrix shows what they say.")
            )
            waits = [[], rule(_("What waits for you"), "", width, quiet, strong)] if self._home.waits else []
            return [[], [*hello, (nothing, plainly)], *waits]
        does = _("Enter begins here:") if resume.fresh else _("Enter goes on where you stopped:")
        place = _("{source}, turn {turn} of {turns}").format(source=resume.name, turn=resume.turn, turns=resume.turns)
        words = wrapped(f"“{resume.words}”", min(width - 8, 65), 2)
        return [
            [], [*hello, (does, plainly)], [],
            [("    ", plainly), (place, quiet), (f" · {resume.who}" if resume.who else "", quiet)],
            *([("    " + text, strong)] for text in words), [],
            rule(_("What waits for you"), "", width, quiet, strong),
            *([[("  " + _("Nothing else waits."), quiet)]] if not self._home.waits else []),
        ]  # fmt: skip

    def item(self, item: int, part: int, width: int, here: bool) -> Parts:
        assert self._home is not None
        one = self._home.waits[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        left: Parts = [
            (" ▸ " if here and self._chosen_line else "   ", strong), (cut(one.what, 16), strong), (one.about, self.palette.style()),
        ]  # fmt: skip
        return ends(left, [(f" {shown(self.main.keys.command(one.command).keys[0])}  ", strong)], width, quiet)

    def details(self, width: int) -> list[Parts]:
        if self._home is None:
            return []
        strong, quiet, plainly = self.palette.style(strong=True), self.palette.style(quiet=True), self.palette.style()
        one = self._home.standing
        sources = ngettext("%d source", "%d sources", one.sources) % one.sources
        codings = ngettext("%d coding", "%d codings", one.codings) % one.codings
        codes = ngettext("%d code", "%d codes", one.codes) % one.codes
        themes = ngettext("%d theme", "%d themes", one.themes) % one.themes
        silent = max(0, one.all_areas - one.areas)
        lines = (
            (_("Collect"), _("{sources} from {areas} of {all} kelurahan · {silent} not visited").format(
                sources=sources, areas=one.areas, all=one.all_areas, silent=silent)
             if one.all_areas else sources),
            (_("Reduce"), _("{done} of {all} finished · {codings} · {codes}").format(
                done=one.finished, all=one.sources, codings=codings, codes=codes)),
            (_("Display"), themes),
        )  # fmt: skip
        return [
            [],
            rule(_("This study: %s") % self.session.title, "", width, quiet, strong),
            *([("  " + cut(step, 11), quiet), (told, plainly)] for step, told in lines),
        ]

    # Keys

    _chosen_line = False  # Enter goes on reading until a line was chosen

    def on_rows_moved(self) -> None:
        super().on_rows_moved()
        self.rows.refresh()

    def run_command(self, id: str) -> bool:
        if id in ("list.next", "list.previous") and not self._chosen_line:
            self._chosen_line = True
            self.rows.move(0)
            self.rows.refresh()
            return True
        return super().run_command(id)

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        self._chosen_line = False

    def do_list_open(self) -> None:
        home = self._home
        if home is None:
            return
        if self._chosen_line and home.waits:
            self.run_command(home.waits[self.rows.at].command)
        elif home.resume is not None:
            self.main.away(self.main.read_at, home.resume.source)
        else:
            self.run_command("go.sources" if home.standing.sources else "home.import")

    def do_home_import(self) -> None:
        self.main.away(self.main.go, "sources", "files")
