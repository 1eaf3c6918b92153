"""The drawer in which one of many is chosen, and the line in which a text is written: what every screen asks with.

The rule: a question stands below what it is about and covers none of it; leaving it changes nothing. The palette of
commands and the settings are drawers like any other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.geometry import Region
from textual.screen import Screen

from qualcode.i18n import _
from qualcode.tui.keys import shown
from qualcode.tui.punctual import Punctual
from qualcode.tui.widgets.ask import Ask
from qualcode.tui.widgets.chooser import Choice, Chooser

if TYPE_CHECKING:
    from qualcode.tui.app import Qualcode
    from qualcode.tui.screens.base import Place


class Drawers(Punctual, Screen[None], inherit_bindings=False):
    kind = ""

    def __init__(self) -> None:
        super().__init__()
        self._finding = ""  # what the drawer is open for
        self._chosen: Callable[[Choice, bool], object] = lambda choice, stay: None
        self._left: Callable[[], object] = lambda: None
        self._follows: Callable[[], object] | None = None

    @property
    def main(self) -> Qualcode:
        return cast("Qualcode", self.app)

    @property
    def chooser(self) -> Chooser:
        return self.query_one(Chooser)

    @property
    def ask(self) -> Ask:
        return self.query_one(Ask)

    def say(self, text: str) -> None:
        raise NotImplementedError

    def rows_changed(self) -> None:
        raise NotImplementedError

    def run_command(self, id: str) -> bool:
        raise NotImplementedError

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
        self.chooser.open(title, find, tell, query, numbered=kind == "codes")
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
            case _ if name.startswith("take-"):
                if self.chooser.at_digit(name[-1]) is not None:
                    return self._in_drawer("take")
                self.chooser.stroke(name[-1], name[-1])
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
        lines: int = 1,
    ) -> None:
        """Open the field in the sentence row's place, or over a cell. ``check`` gives the reason why a text is not taken;
        ``following`` is what Tab does; what is ``secret`` is not shown; ``lines``: how many
        lines it takes."""
        self._left, self._follows = left, following
        self.ask.open(question, text, done, typed, check, over, secret, lines)
        self.rows_changed()

    def _in_field(self, name: str) -> bool:
        if name == "next":
            if self._follows is not None:
                self._follows()
            return True
        if name == "break":
            self.ask.begin_line()
            return True
        problem = self.ask.problem() if name == "take" else ""
        if problem:
            self.say(problem)
            self.rows_changed()
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

    # Commands and settings

    def do_app_commands(self) -> None:
        """Find a command by a word."""
        from qualcode.tui.commands.synonyms import synonyms
        from qualcode.tui.ranking import Named, ranked

        commands = {c.id: c for c in self.main.keys.on_screen(self.kind)}
        named = [  # what is done here comes before what leads elsewhere
            Named(c.id, (_(c.description), *synonyms(c.id)), used=c.where != "go") for c in commands.values()
        ]

        def find(query: str) -> list[Choice]:
            ids = ranked(named, query) if query else list(commands)
            return [
                Choice(id, " ".join(shown(key) for key in commands[id].keys[:2]), _(commands[id].description))
                for id in ids
            ]

        self.choose("commands", _("Find a command by a word"), find, lambda choice, stay: self.run_command(choice.key))

    def do_app_names(self) -> None:
        """Make, open or close the key of real names."""
        from qualcode.tui.names_key import offer

        if self.main.open_session is None:
            self.say(_("Open a study first"))
            return
        offer(cast("Place", self))

    def do_app_settings(self, at: int = 0) -> None:
        """Show the settings; Enter goes to the next value of one."""
        from qualcode.tui.notes import read_settings
        from qualcode.tui.ranking import Named, ranked
        from qualcode.tui.settings import SETTINGS, keymap_path

        kept = self.main.settings_now(read_settings())

        def find(query: str) -> list[Choice]:
            lines = {
                one.name: Choice(one.name, _(one.title), _(dict(one.values)[one.chosen(kept)])) for one in SETTINGS
            }
            ids = ranked([Named(name, (line.name, line.about)) for name, line in lines.items()], query)
            return [lines[name] for name in ids] if query else list(lines.values())

        def tell(choice: Choice, width: int) -> list[str]:
            return [
                _("Enter goes to the next value. It holds at once and is kept on this computer."),
                _("Keys of your own: %s") % keymap_path(),
            ]

        def chosen(choice: Choice, stay: bool) -> None:
            number = next(n for n, one in enumerate(SETTINGS) if one.name == choice.key)
            self.main.change_setting(choice.key)
            self.do_app_settings(number)

        self.choose("settings", _("Settings"), find, chosen, tell)
        self.chooser.move(at)
