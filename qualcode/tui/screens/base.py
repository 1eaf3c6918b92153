"""What every screen has: a place, a sentence, its keys, and how a key becomes a deed.

The rule: a screen names its commands by methods (``do_take_off`` does ``coding.take-off``) and never a key. What it asks
of the project runs in a job; what a user may have caused becomes the sentence, anything else is kept for a report and
says so, and the screen goes on.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from typing import TYPE_CHECKING, Any, cast

from textual import events
from textual.app import ComposeResult
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget

from qualcode.errors import UserError
from qualcode.i18n import N_, _, language
from qualcode.tui.commands import SCREENS
from qualcode.tui.drawing import Parts, cut, rule
from qualcode.tui.keys import shown, stroke
from qualcode.tui.widgets.ask import Ask
from qualcode.tui.widgets.bars import KeyRow, PlaceRow, SentenceRow
from qualcode.tui.widgets.chooser import Choice, Chooser
from qualcode.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from qualcode.tui.app import Qualcode
    from qualcode.tui.palette import Palette
    from qualcode.tui.session import Session

WIDE = 100
SAVED = {"saved": N_("✓ saved"), "saving": N_("◌ saving"), "failed": N_("✗ not saved")}


class Place(Screen[None], inherit_bindings=False):
    """A screen. ``kind`` is its name in the command table."""

    kind = ""
    DEFAULT_CSS = "Place { layout: vertical; } #map { display: none; }"
    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._strokes: list[str] = []
        self._footer: tuple[str, int, str] = ("", 0, "")
        self._finding = ""  # what the drawer is open for
        self._chosen: Callable[[Choice, bool], object] = lambda choice, stay: None

    def compose(self) -> ComposeResult:
        yield PlaceRow()
        yield from self.body()
        yield Chooser()
        yield Lines(id="map")
        yield SentenceRow()
        yield Ask()
        yield KeyRow()

    # What a screen says of itself

    def body(self) -> Iterable[Widget]:
        raise NotImplementedError

    def where(self) -> tuple[str, ...]:
        """The breadcrumb."""
        raise NotImplementedError

    def whose(self) -> str:
        """Whose codings are shown."""
        return self.session.coder_name

    def sentence(self) -> str:
        """What row h-1 says while nothing has happened."""
        return ""

    async def reload(self) -> None:
        """Show the project as it is now."""

    def leave(self) -> None:
        """The app is being left, or another screen is shown: note what should be remembered."""

    def redraw(self) -> None:
        """Colours, language or data changed: draw all anew."""
        for widget in self.query("*"):
            widget.refresh()
        self.rows_changed()

    # What it stands on

    @property
    def main(self) -> Qualcode:
        return cast("Qualcode", self.app)

    @property
    def session(self) -> Session:
        return self.main.session

    @property
    def palette(self) -> Palette:
        return self.main.palette

    @property
    def contexts(self) -> tuple[str, ...]:
        return ("codes",) if self.chooser.is_open else ("field",) if self.ask.is_open else SCREENS[self.kind]

    @property
    def chooser(self) -> Chooser:
        return self.query_one(Chooser)

    @property
    def ask(self) -> Ask:
        return self.query_one(Ask)

    # Saying

    def say(self, text: str) -> None:
        """What just happened; it stands until the next key."""
        self.query_one(SentenceRow).say(text, strong=True)

    def rows_changed(self) -> None:
        """Draw the three rows as things are."""
        if not self.is_mounted or not self.is_current:
            return
        state = " · ".join(filter(None, (self.whose(), _(SAVED[self.session.saved]))))
        self.query_one(PlaceRow).show(self.where(), state)
        name = self.contexts[0] if self.contexts[0] in ("codes", "field") else self.kind
        if name == "codes" and self._finding != "codes":
            name = "choices"
        elif name == "field" and self._follows:
            name = "cell"
        looks = name, self.size.width, language()
        if looks != self._footer:
            self._footer = looks
            self.query_one(KeyRow).show(self.main.keys.footer(name, self.size.width))
        row = self.query_one(SentenceRow)
        row.display = not self.ask.is_open or self.ask.in_place
        if not row.strong:
            row.say(self.sentence())

    def calm(self) -> None:
        """Nothing just happened any more."""
        self.query_one(SentenceRow).say(self.sentence())

    def on_mount(self) -> None:
        self.paint_ground()

    def paint_ground(self) -> None:
        ground = self.palette.ground
        self.styles.background = ground if ground.startswith("#") else "ansi_default"

    def on_screen_resume(self) -> None:
        self.rows_changed()

    def on_resize(self) -> None:
        self.rows_changed()

    # Jobs

    def job(self, work: Coroutine[Any, Any, Any], failed: Callable[[], object] = lambda: None) -> None:
        """Run ``work`` beside the screen; what goes wrong is said, and ``failed`` called."""
        self.main.run_worker(self._guarded(work, failed), exit_on_error=False)

    async def _guarded(self, work: Awaitable[Any], failed: Callable[[], object]) -> None:
        try:
            await work
        except UserError as error:
            failed()
            self.main.tell(str(error))
        except sqlite3.Error as error:
            failed()
            self.main.tell(_("Not saved: %s. Press the key again when that is mended.") % error)
        except Exception as error:
            failed()
            self.main.tell(self.main.report(error))

    # Keys

    async def on_key(self, event: events.Key) -> None:
        one = stroke(event.key, event.character)
        match = self.main.keys.match(self.contexts, [*self._strokes, one])
        if self.ask.is_open and not match.commands:
            return  # the field's own
        event.stop()
        event.prevent_default()
        if match.pending and not match.commands:
            self._strokes.append(one)
            self._show_map()
            return
        waiting, self._strokes = self._strokes, []
        if waiting:
            self.query_one("#map", Lines).display = False
        if not match.commands and self.chooser.is_open:
            self.chooser.stroke(one, event.character)
            self.rows_changed()
            return
        self.calm()
        for command in match.commands:
            if self.run_command(command.id):
                break
        else:
            if waiting:
                self.say(_("{keys} means nothing here").format(keys=shown(" ".join([*waiting, one]))))
            elif one == "ctrl+c":
                self.say(_("{keys} quits; all is saved").format(keys=shown(self.main.keys.command("app.quit").keys[0])))
        self.rows_changed()

    def _show_map(self) -> None:
        """What may follow the keys pressed so far."""
        quiet, strong, plainly = self.palette.style(quiet=True), self.palette.style(strong=True), self.palette.style()
        following = self.main.keys.following(self.contexts, self._strokes)
        columns = 2 if self.size.width < WIDE else 3
        room = (self.size.width - 2) // columns
        lines: list[Parts] = [rule(f"{shown(' '.join(self._strokes))} …", "", self.size.width, quiet, strong)]
        for number in range(-(-len(following) // columns)):
            parts: Parts = [("  ", plainly)]
            for keys, words in following[number :: -(-len(following) // columns)]:
                parts += [(cut(keys, 4), strong), (cut(words, room - 5) + " ", plainly)]
            lines.append(parts)
        self.query_one("#map", Lines).show(lines)
        self.query_one("#map", Lines).display = True

    def on_key_row_pressed(self, event: KeyRow.Pressed) -> None:
        self.calm()
        self.run_command(event.command)
        self.rows_changed()

    def run_command(self, id: str) -> bool:
        """Do a command; False where it has nothing to do here and is for the next context."""
        context, name = id.split(".", 1)
        if context == "codes":
            return self._in_drawer(name)
        if context == "field":
            return self._in_field(name)
        method = getattr(self, f"do_{context}_{name.replace('-', '_')}", None)
        if method is None:
            method = getattr(self.main, f"do_{context}_{name.replace('-', '_')}", None)
        return method is not None and method() is not False

    # The drawer and the field

    def choose(
        self,
        kind: str,
        title: str,
        find: Callable[[str], list[Choice]],
        chosen: Callable[[Choice, bool], object],
        tell: Callable[[Choice, int], list[str]] = lambda choice, width: [],
        query: str = "",
    ) -> None:
        """Open the drawer; ``chosen(choice, stay)`` is called for each choice."""
        self._finding, self._chosen = kind, chosen
        self.chooser.open(title, find, tell, query)
        self.drawer_changed()

    def drawer_changed(self) -> None:
        """The drawer opened or closed: a screen may fold what the drawer needs the room of."""
        self.rows_changed()

    def _in_drawer(self, name: str) -> bool:
        choice = self.chooser.choice
        match name:
            case "next":
                self.chooser.move(1)
            case "previous":
                self.chooser.move(-1)
            case "leave":
                self.close_drawer()
            case "pin":
                if choice is not None and self._finding == "codes":
                    self.do_pin(choice)
            case "take" | "take-on":
                if choice is None:
                    return True
                if name == "take":
                    self.close_drawer()
                self._chosen(choice, name == "take-on")
            case _:
                return False
        return True

    def close_drawer(self) -> None:
        self.chooser.close()
        self.drawer_changed()

    def do_pin(self, choice: Choice) -> None:
        """Put a choice on a digit, where a screen has such."""

    def on_chooser_clicked(self) -> None:
        self._in_drawer("take")
        self.rows_changed()

    def write_line(
        self,
        question: str,
        text: str,
        done: Callable[[str], object],
        typed: Callable[[str], object] = lambda text: None,
        left: Callable[[], object] = lambda: None,
        check: Callable[[str], str] = lambda text: "",
        over: Region | None = None,
        following: Callable[[], object] | None = None,
        secret: bool = False,
    ) -> None:
        """Open the field in the sentence row's place, or over a cell. ``check`` gives the reason why a text is not taken;
        ``following`` is what Tab does; what is ``secret`` is not shown."""
        self._left, self._follows = left, following
        self.ask.open(question, text, done, typed, check, over, secret)
        self.rows_changed()

    _left: Callable[[], object] = staticmethod(lambda: None)
    _follows: Callable[[], object] | None = None

    def _in_field(self, name: str) -> bool:
        if name == "next":
            if self._follows is not None:
                self._follows()
            return True
        problem = self.ask.problem() if name == "take" else ""
        if problem:
            self.say(problem)
            return True
        if name == "take":
            self.ask.accept()
        else:
            self.ask.close()
            self._left()
        if not self.ask.is_open:
            self.refocus()
        return True

    def refocus(self) -> None:
        """Give the keys back to where they belong."""
        self.set_focus(None)

    # What holds everywhere and needs the screen

    def do_app_commands(self) -> None:
        """Find a command by a word."""
        from qualcode.tui.ranking import Named, ranked

        commands = {c.id: c for c in self.main.keys.on_screen(self.kind)}
        named = [Named(c.id, (_(c.description),)) for c in commands.values()]

        def find(query: str) -> list[Choice]:
            ids = ranked(named, query) if query else list(commands)
            return [
                Choice(id, " ".join(shown(key) for key in commands[id].keys[:2]), _(commands[id].description))
                for id in ids
            ]

        self.choose("commands", _("Find a command by a word"), find, lambda choice, stay: self.run_command(choice.key))
