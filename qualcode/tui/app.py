"""The app: it knows its screens by name, how things look and in which language, and nothing of what they do.

The rule: an open project is a ``Session`` that was made before; every screen stands on it. Nothing moves or blinks. Going
somewhere is a path of screens from a place inwards, so that ``x`` always leads back the way one came.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from textual.app import App

from qualcode import i18n
from qualcode.i18n import N_, _, ngettext
from qualcode.store.here import state_dir
from qualcode.tui.keys import Keys, read_keys
from qualcode.tui.notes import read_settings, write_settings
from qualcode.tui.palette import depth, palette, signs
from qualcode.tui.screens.base import Place
from qualcode.tui.session import Session

SCREENS = {
    "sources": ("qualcode.tui.screens.sources", "SourcesScreen"),
    "attributes": ("qualcode.tui.screens.attributes", "AttributesScreen"),
    "asked": ("qualcode.tui.screens.asked", "AskedScreen"),
    "review": ("qualcode.tui.screens.review", "ReviewScreen"),
    "versions": ("qualcode.tui.screens.versions", "VersionsScreen"),
    "same": ("qualcode.tui.screens.same", "SameScreen"),
    "files": ("qualcode.tui.screens.files", "FilesScreen"),
    "incoming": ("qualcode.tui.screens.incoming", "IncomingScreen"),
    "turns": ("qualcode.tui.screens.turns", "TurnsScreen"),
    "imported": ("qualcode.tui.screens.imported", "ImportedScreen"),
    "coding": ("qualcode.tui.screens.coding", "CodingScreen"),
    "matrix": ("qualcode.tui.screens.matrix", "MatrixScreen"),
    "quotes": ("qualcode.tui.screens.quotes", "QuotesScreen"),
    "progress": ("qualcode.tui.screens.progress", "ProgressScreen"),
    "merge": ("qualcode.tui.screens.merge", "MergeScreen"),
    "conflicts": ("qualcode.tui.screens.conflicts", "ConflictsScreen"),
    "agreement": ("qualcode.tui.screens.agreement", "AgreementScreen"),
    "board": ("qualcode.tui.screens.board", "BoardScreen"),
}
DEEDS = {
    "code": N_("a code given"),
    "uncode": N_("a code taken off"),
    "edit": N_("a coding changed"),
    "finish": N_("a source finished"),
    "unfinish": N_("a source opened again"),
    "codebook": N_("a change of the codebook"),
    "accept": N_("suggestions accepted"),
    "reject": N_("a suggestion rejected"),
    "import": N_("an import"),
    "memo": N_("a memo"),
    "source": N_("a change of a source"),
    "themes": N_("a change of the themes"),
    "attributes": N_("a change of attributes"),
    "asked": N_("answers on what was asked"),
    "join": N_("two people made one"),
    "apart": N_("two people told apart"),
    "correct": N_("a correction"),
    "turns": N_("turns read again"),
    "review": N_("a passage settled after a correction"),
    "settle": N_("a conflict settled"),
    "assign": N_("tasks given"),
    "round": N_("a round opened or closed"),
    "adjudicate": N_("a difference settled"),
    "recode": N_("codings given another code"),
    "split": N_("a code split"),
}


class Qualcode(App[None], inherit_bindings=False):
    """The app on a session, or on none: then it asks what to open."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { layout: vertical; overflow: hidden; }"

    def __init__(self, session: Session | None = None, environ: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self.animation_level = "none"
        settings = read_settings()
        self._depth = depth(environ)
        self.palette = palette(self._depth, settings.get("dark", True) is not False)
        self.signs = signs(environ)
        if self._depth in ("16", "none"):
            self.ansi_color = True
        if settings.get("language") in i18n.LANGUAGES and not environ.get("QUALCODE_LANG"):
            i18n.use(settings["language"])
        keymap = state_dir() / "keys.toml"
        self.keys = read_keys(keymap) if keymap.exists() else Keys()
        self._session = session
        self.places: dict[str, Place] = {}

    @property
    def session(self) -> Session:
        assert self._session is not None, "no project is open"
        return self._session

    async def on_mount(self) -> None:
        if self._session is None or self._session.coder is None:
            from qualcode.tui.screens.start import StartScreen

            await self.push_screen(StartScreen(self._session))
        else:
            await self.begin(self._session)

    def hold(self, session: Session) -> None:
        """This session is open now, and is closed when the app is left."""
        self._session = session

    async def begin(self, session: Session) -> None:
        """Work on this session: the sources first."""
        self._session = session
        session.told = self._saved_changed
        await self.go("sources")

    # Going

    def place(self, name: str) -> Place:
        """The screen of this name, made when it is first wanted: what is not looked at costs no start."""
        if name not in self.places:
            module, kind = SCREENS[name]
            made: Place = getattr(import_module(module), kind)()
            self.places[name] = made
            self.install_screen(made, name)
        return self.places[name]

    async def go(self, *path: str) -> None:
        """Be on the last screen of ``path``, with the others behind it."""
        wanted = [self.place(name) for name in path]
        here = self.screen_stack[1:]
        same = 0
        while same < min(len(here), len(wanted)) and here[same] is wanted[same]:
            same += 1
        for _screen in here[same:]:
            await self.pop_screen()
        for place in wanted[same:]:
            await self.push_screen(place)

    async def back(self) -> None:
        """One step back; from a place to the sources; the sources stay."""
        if len(self.screen_stack) > 2:
            await self.pop_screen()
        elif self.places and self.screen is not self.place("sources"):
            await self.go("sources")
        else:
            self.tell(_("{keys} quits; all is saved").format(keys=self._quit_key()))

    def _quit_key(self) -> str:
        from qualcode.tui.keys import shown

        return shown(self.keys.command("app.quit").keys[0])

    async def read_at(self, source: bytes, *path: str, start: int | None = None, stop: int | None = None) -> None:
        """Read a source, at the passage from ``start`` to ``stop`` or where one stopped; behind it ``path``."""
        from qualcode.tui.screens.coding import CodingScreen

        coding = self.place("coding")
        assert isinstance(coding, CodingScreen)
        coding.want(source, None if start is None or stop is None else (start, stop))
        await self.go(*(path or ("sources",)), "coding")

    def source_opened(self, source: bytes) -> None:
        """The list of sources goes along, so that ``x`` leads to the source that was read."""
        from qualcode.tui.screens.sources import SourcesScreen

        sources = self.place("sources")
        assert isinstance(sources, SourcesScreen)
        sources.choose_source(source)

    # Saying

    def tell(self, text: str) -> None:
        """Say what happened on the screen that is seen."""
        if isinstance(self.screen, Place):
            self.screen.say(text)
            self.screen.rows_changed()

    def _saved_changed(self) -> None:
        if isinstance(self.screen, Place):
            self.screen.rows_changed()

    def report(self, error: BaseException) -> str:
        """Keep the traceback where a person can send it from; the line to say."""
        log = state_dir() / "error.log"
        try:
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("a", encoding="utf-8") as file:
                traceback.print_exception(error, file=file)
        except OSError:
            pass
        if os.environ.get("QUALCODE_DEBUG"):
            raise error
        return _("Something in qualcode went wrong (%s). Details are in %s.") % (error, log)

    # What holds everywhere

    def do_app_back(self) -> None:
        self.call_later(self.back)

    def do_app_help(self) -> None:
        from qualcode.tui.screens.help import HelpScreen

        if isinstance(self.screen, Place) and self.screen.kind != "help":
            self.push_screen(HelpScreen(self.screen.kind))

    def do_app_quit(self) -> None:
        self.run_worker(self._quit(), exit_on_error=False)

    async def _quit(self) -> None:
        """Leave when everything is on the disk; stay, and say why, where it is not."""
        if self._session is not None:
            for place in self.places.values():
                place.leave()
            await self._session.read(lambda project: None)  # all that was handed over before is done
            if self._session.saved == "failed":
                self._session.forgive()
                self.tell(_("The last change was not saved. Press the key again to leave without it."))
                return
        self.exit()

    def do_app_language(self) -> None:
        i18n.use("en" if i18n.language() == "id" else "id")
        write_settings(language=i18n.language())
        self._redraw()

    def do_app_theme(self) -> None:
        self.palette = palette(self._depth, not self.palette.dark)
        write_settings(dark=self.palette.dark)
        self._redraw()

    def _redraw(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, Place):
                screen.paint_ground()
                screen.redraw()

    def do_go_sources(self) -> None:
        self.call_later(self.go, "sources")

    def do_go_people(self) -> None:
        self.call_later(self.show_attributes, "participants")

    async def show_attributes(self, of: str, row: bytes | None = None) -> None:
        """The attributes of sources or participants, with the cursor on one of them."""
        from qualcode.tui.screens.attributes import AttributesScreen

        attributes = self.place("attributes")
        assert isinstance(attributes, AttributesScreen)
        attributes.want(of, row)
        await self.go("sources", "attributes")

    def do_go_coding(self) -> None:
        last = self.session.notes.last
        if last:
            self.call_later(self.read_at, bytes.fromhex(last))
        else:
            self.tell(_("No source was opened yet"))

    def do_go_review(self) -> None:
        self.call_later(self.go, "sources", "review")

    def do_go_matrix(self) -> None:
        self.call_later(self.go, "matrix")

    def do_go_progress(self) -> None:
        self.call_later(self.go, "sources", "progress")

    def do_go_merge(self) -> None:
        self.call_later(self.go, "sources", "progress", "merge")

    def do_go_conflicts(self) -> None:
        self.call_later(self.go, "sources", "progress", "conflicts")

    def do_go_agreement(self) -> None:
        self.call_later(self.go, "sources", "progress", "agreement")

    def do_go_board(self) -> None:
        self.call_later(self.go, "sources", "progress", "board")

    async def show_board(self, round_name: str | None, code: bytes | None, path: tuple[str, ...]) -> None:
        """What coders differ on: of a closed round, or of all they have finished together; of one code, or of all."""
        from qualcode.tui.screens.board import BoardScreen

        board = self.place("board")
        assert isinstance(board, BoardScreen)
        board.want(round_name, code)
        await self.go(*path, "board")

    def do_work_undo(self) -> None:
        from qualcode.store.undo import undo

        self._take_back(undo)

    def do_work_redo(self) -> None:
        from qualcode.store.undo import redo

        self._take_back(redo)

    def _take_back(self, act: Any) -> None:
        place = self.screen
        assert isinstance(place, Place)

        async def work() -> None:
            done = await self.session.write(act)
            await place.reload()
            what = _(DEEDS[done.kind]) if done.kind in DEEDS else done.kind
            count = ngettext("%d record", "%d records", done.records) % done.records
            said = (
                _("Undone: {what} ({count}) · {key} does it again")
                if act.__name__ == "undo"
                else _("Done again: {what} ({count}) · {key} undoes it")
            )
            other = "work.redo" if act.__name__ == "undo" else "work.undo"
            text = said.format(what=what, count=count, key=self.keys.command(other).keys[0])
            if done.left:
                text += " · " + ngettext(
                    "%d was changed since and stays", "%d were changed since and stay", len(done.left)
                ) % len(done.left)
            place.say(text)

        place.job(work())


def run_app(session: Session | None) -> Session | None:
    """Run the app until it is left; the session that is open then, to be closed."""
    app = Qualcode(session)
    app.run()
    return app._session
