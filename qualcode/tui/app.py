"""The app: how things look, in which language, what was said, and what holds on every screen.

The rule: an open project is a ``Session`` that was made before; every screen stands on it. Nothing moves or blinks. Where
one goes is ``going``'s; what a screen does is the screen's.
"""

from __future__ import annotations

import os
import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ScreenStackError

from qualcode import i18n
from qualcode.i18n import _, ngettext
from qualcode.store.deeds import deed_words
from qualcode.store.here import state_dir
from qualcode.store.project import Project
from qualcode.tui.driver import quiet_driver
from qualcode.tui.going import Going
from qualcode.tui.keys import Keys, read_keys, shown
from qualcode.tui.long import Long
from qualcode.tui.notes import read_settings, write_settings
from qualcode.tui.screens.base import Place
from qualcode.tui.screens.working import Working
from qualcode.tui.session import Session
from qualcode.tui.settings import BY_NAME, choose_next, keymap_path, look
from qualcode.tui.tour import Tour

if TYPE_CHECKING:
    from textual.driver import Driver


class Qualcode(Going, inherit_bindings=False):
    """The app on a session, or on none: then it asks what to open. ``first``: the screen it begins with, else the chosen one."""

    ENABLE_COMMAND_PALETTE = False
    CSS = "Screen { layout: vertical; overflow: hidden; }"

    def __init__(
        self, session: Session | None = None, environ: Mapping[str, str] = os.environ, first: str | None = None
    ) -> None:
        super().__init__()
        self.animation_level = "none"
        self._environ = environ
        self._first = first
        settings = read_settings()
        self._look_as(settings)
        if settings.get("language") in i18n.LANGUAGES and not environ.get("QUALCODE_LANG"):
            i18n.use(settings["language"])
        keymap = keymap_path()
        self.keys = read_keys(keymap) if keymap.exists() else Keys()
        self._session = session
        self.tour = Tour()
        self.going_on: list[tuple[Long, Working]] = []  # what takes long, and where it was begun
        self.waiting: dict[str, int] = {}  # behind each command of the map, as it was counted last

    def get_driver_class(self) -> type[Driver]:
        return quiet_driver() or super().get_driver_class()

    def _look_as(self, settings: Mapping[str, Any]) -> None:
        """Draw as the settings and the terminal say from now on."""
        wanted = look(settings, self._environ)
        self.palette, self.signs = wanted.palette, wanted.signs
        self.ansi_color = wanted.depth in ("16", "none")

    @property
    def session(self) -> Session:
        assert self._session is not None, "no project is open"
        return self._session

    @property
    def open_session(self) -> Session | None:
        """The session that is open, None where there is none."""
        return self._session

    def on_mount(self) -> None:
        self.away(self._begin)  # what is drawn before the app stands is never seen

    async def _begin(self) -> None:
        if self._session is None or self._session.coder is None:
            from qualcode.tui.screens.start import StartScreen

            await self.push_screen(StartScreen(self._session))
        else:
            await self.begin(self._session)

    def hold(self, session: Session) -> None:
        """This session is open now, and is closed when the app is left."""
        self._session = session

    async def begin(self, session: Session) -> None:
        """Work on this session: on the screen that was chosen to be the first."""
        self._session = session
        session.told = self._saved_changed
        first = self._first or BY_NAME["first"].chosen(read_settings())
        if first in ("progress", "matrix") and not await session.read(has_sources):
            first = "home"  # it says how sources come in
        if first == "coding" and session.notes.last:
            await self.read_at(bytes.fromhex(session.notes.last))
        else:
            await self.go("home" if first == "coding" else first)
        if self.keys.complaints:
            more = len(self.keys.complaints) - 1
            said = self.keys.complaints[0]
            self.call_after_refresh(self.tell, f"{said} (+{more})" if more else said)

    # Saying

    def tell(self, text: str) -> None:
        """Say what happened on the screen that is seen."""
        if (place := self.seen) is not None:
            place.say(text)
            place.rows_changed()

    def _saved_changed(self) -> None:
        if (place := self.seen) is not None:
            place.rows_changed()

    @property
    def seen(self) -> Place | None:
        """The screen that is seen; None where the app has ended already, as it can have when work comes back."""
        try:
            screen = self.screen
        except ScreenStackError:
            return None
        return screen if isinstance(screen, Place) and self.is_running else None

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

    def key_of(self, command: str) -> str:
        """The first key of a command as people read it; nothing where it has none."""
        keys = self.keys.command(command).keys
        return shown(keys[0]) if keys else ""

    def quit_key(self) -> str:
        return self.key_of("app.quit")

    async def terminal_gone(self) -> None:
        """The terminal is gone: end when everything is on the disk. What takes long and can be stopped is stopped."""
        self.stop_all()
        await self._kept()
        self.exit()

    async def _kept(self) -> None:
        """Until all that was handed over is written, and where one reads is noted."""
        if self._session is not None:
            for place in self.places.values():
                place.leave()
            await self._session.read(lambda project: None)

    # What holds everywhere

    def do_app_back(self) -> None:
        self.away(self.back)

    def do_app_help(self) -> None:
        from qualcode.tui.screens.help import HelpScreen

        if isinstance(self.screen, Place) and self.screen.kind != "help":
            self.push_screen(HelpScreen(self.screen.kind, self.screen.footer()))

    def do_app_quit(self) -> None:
        self.run_worker(self._quit(), exit_on_error=False)

    def stop_all(self) -> bool:
        """Ask all long work to stop; False where none was going on that can be and was not asked yet."""
        some = [long for long, _place in self.going_on if long.can_stop and not long.stopping]
        for long in some:
            long.stopping = True
        return bool(some)

    async def _quit(self) -> None:
        """Leave when everything is on the disk; stay, and say why, where it is not."""
        if self.stop_all():
            self.tell(_("Stopping what goes on first. Press the key again to quit."))
            return
        await self._kept()
        if self._session is not None and self._session.saved == "failed":
            self._session.forgive()
            self.tell(_("The last change was not saved. Press the key again to leave without it."))
            return
        self.exit()

    def change_setting(self, name: str) -> None:
        """Choose the next value of a setting; it holds at once and is kept."""
        if name == "language":  # the environment may have chosen another one for now
            i18n.use("en" if i18n.language() == "id" else "id")
            write_settings(language=i18n.language())
            if self._session is not None:
                self._session.written += 1  # what screens have read in the other language is out of date
        else:
            choose_next(name)
        self._look_as(read_settings())
        for screen in self.screen_stack:
            if isinstance(screen, Place):
                screen.paint_ground()
                screen.redraw()

    def settings_now(self, kept: Mapping[str, Any]) -> Mapping[str, Any]:
        """The settings as they hold now: the language may be the environment's."""
        return {**kept, "language": i18n.language()}

    async def count_waiting(self) -> None:
        """Count anew what waits behind the commands of the map."""
        from qualcode.tui.waiting import counts

        coder = self.session.coder
        if coder is not None:
            self.waiting = await self.session.read(lambda project: counts(project, coder))

    def do_app_tour(self) -> None:
        if self._session is None or self._session.coder is None:
            self.tell(_("Open a study first"))
        else:
            self.away(self.tour.begin, self)

    def do_app_language(self) -> None:
        self.change_setting("language")

    def do_app_theme(self) -> None:
        self.change_setting("dark")

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
            what = deed_words(done.kind)
            count = ngettext("%d record", "%d records", done.records) % done.records
            said = (
                _("Undone: {what} ({count}) · {key} does it again")
                if act.__name__ == "undo"
                else _("Done again: {what} ({count}) · {key} undoes it")
            )
            other = "work.redo" if act.__name__ == "undo" else "work.undo"
            text = said.format(what=what, count=count, key=self.key_of(other))
            if done.left:
                text += " · " + ngettext(
                    "%d was changed since and stays", "%d were changed since and stay", len(done.left)
                ) % len(done.left)
            self.tell(text)  # one may have gone on meanwhile

        place.job(work())


def has_sources(project: Project) -> bool:
    return bool(project.value("SELECT 1 FROM source WHERE removed=0 LIMIT 1"))


def run_app(session: Session | None) -> Session | None:
    """Run the app until it is left; the session that is open then, to be closed."""
    app = Qualcode(session)
    app.run()
    return app._session
