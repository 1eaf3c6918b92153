"""A drawer from the bottom in which one of many is found by a few letters.

The rule: letters are letters here; the screen decides what the other keys mean and what is done with the choice. The
drawer only holds what was typed, shows what it may mean, the likeliest first, and says which one the cursor is on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from qualcode.i18n import _
from qualcode.tui.drawing import Parts, cut, ends, rule
from qualcode.tui.widgets.drawn import Drawn

SHOWN = 5  # choices at once
NAME = 24


@dataclass(frozen=True)
class Choice:
    """One line: a name, what it is, a word at the line's end. ``hue`` colours the name (None: no colour)."""

    key: str
    name: str
    about: str = ""
    end: str = ""
    hue: int | None = None


class Chooser(Drawn):
    """``find(query)`` gives the choices, ``tell(choice, width)`` a few lines about the one at the cursor."""

    DEFAULT_CSS = "Chooser { height: 11; width: 1fr; display: none; }"

    class Clicked(Message):
        """A choice was clicked: the cursor is on it now."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.title, self.typed = "", ""
        self.found: list[Choice] = []
        self.at = self._top = 0
        self._numbered = False  # whether a digit takes a line
        self._find: Callable[[str], Sequence[Choice]] = lambda query: ()
        self._tell: Callable[[Choice, int], list[str]] = lambda choice, width: []

    def open(
        self,
        title: str,
        find: Callable[[str], Sequence[Choice]],
        tell: Callable[[Choice, int], list[str]] = lambda choice, width: [],
        query: str = "",
        numbered: bool = False,
    ) -> None:
        self.title, self._find, self._tell, self._numbered = title, find, tell, numbered
        self.display = True
        self.type(query)

    def close(self) -> None:
        self.display = False

    @property
    def is_open(self) -> bool:
        return bool(self.display)

    @property
    def choice(self) -> Choice | None:
        return self.found[self.at] if self.found else None

    def type(self, query: str) -> None:
        """What was typed is ``query`` now."""
        self.typed = query
        self.found = list(self._find(query))
        self.at = self._top = 0
        self.refresh()

    def stroke(self, stroke: str, character: str | None) -> bool:
        """Take a key as letters; False where it is none."""
        if stroke == "backspace":
            self.type(self.typed[:-1])
        elif stroke == "ctrl+u":
            self.type("")
        elif character and len(character) == 1 and character.isprintable():
            self.type(self.typed + character)
        else:
            return False
        return True

    def move(self, step: int) -> None:
        if self.found:
            self.at = min(max(self.at + step, 0), len(self.found) - 1)
            self._top = min(max(self._top, self.at - SHOWN + 1), self.at)
            self.refresh()

    def at_digit(self, digit: str) -> Choice | None:
        """The choice of the line that this digit stands on, the cursor on it; None where the digit is one more letter: where
        nothing stands there, and after what is no letter, as in a name with a number."""
        number = self._top + int(digit) - 1
        if not self._numbered or number >= len(self.found) or not (self.typed[-1:] or "a").isalpha():
            return None
        self.at = number
        return self.found[number]

    def parts(self, y: int, width: int) -> Parts:
        quiet, plainly, strong = (
            self.palette.style(quiet=True),
            self.palette.style(),
            self.palette.style(strong=True),
        )
        if y == 0:
            return rule(self.title, "", width, quiet, strong)
        if y == 1:
            return [("  " + _("find") + "  ", quiet), (self.typed, strong), ("▏", strong)]
        if y < 2 + SHOWN:
            number = self._top + y - 2
            if number >= len(self.found):
                return [("  " + _("Nothing is called so."), quiet)] if y == 2 else []
            one, here = self.found[number], number == self.at
            name = self.palette.mark(one.hue, strong=here) if one.hue is not None else self.palette.style(strong=here)
            sign = (("▸" if here else " ") + (f"{y - 1} " if self._numbered else " "), strong)
            left: Parts = [sign, (cut(one.name, NAME), name), (" ", plainly), (one.about, strong if here else quiet)]
            return ends(left, [(f" {one.end} ", quiet)], width, plainly)
        chosen = self.choice
        if y == 2 + SHOWN:
            return rule(chosen.name if chosen else "", "", width, quiet, strong)
        lines = self._tell(chosen, width - 4) if chosen else []
        number = y - 3 - SHOWN
        return [("  " + lines[number], plainly)] if number < len(lines) else []

    def on_click(self, event: events.Click) -> None:
        number = self._top + event.y - 2
        if 0 <= event.y - 2 < SHOWN and number < len(self.found):
            self.at = number
            self.refresh()
            self.post_message(self.Clicked())
