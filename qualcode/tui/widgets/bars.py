"""The rows that every screen has: the place above, a sentence and the keys below."""

from __future__ import annotations

from textual import events
from textual.message import Message

from qualcode.tui.drawing import Parts, cells, ends, wrapped
from qualcode.tui.widgets.drawn import Drawn


class PlaceRow(Drawn):
    """Row 1: where one is, whose codings are shown, whether all is saved."""

    where: tuple[str, ...] = ()
    state = ""

    class Pressed(Message):
        """A step of the way was clicked."""

        def __init__(self, step: str) -> None:
            super().__init__()
            self.step = step

    def show(self, where: tuple[str, ...], state: str) -> None:
        if (where, state) != (self.where, self.state):
            self.where, self.state = where, state
            self.refresh()

    def parts(self, y: int, width: int) -> Parts:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        left: Parts = [(" ", quiet)]
        for number, step in enumerate(self.where, 1):
            left += [(step, strong if number == len(self.where) else quiet)]
            left += [(" › ", quiet)] if number < len(self.where) else []
        return ends(left, [(f"  {self.state} ", quiet)], width, quiet)

    def on_click(self, event: events.Click) -> None:
        at = 1
        for step in self.where[:-1]:  # at the last one stands
            if at <= event.x < at + cells(step):
                self.post_message(self.Pressed(step))
            at += cells(step) + 3


MOST = 3  # lines that what just happened may take


class SentenceRow(Drawn):
    """Row h-1: what is true here, or what just happened; that is not cut, it takes a line or two of what is above until the
    next key."""

    text: str = ""
    strong = False
    _lines: tuple[str, ...] = ("",)

    def say(self, text: str, strong: bool = False) -> None:
        if (text, strong) != (self.text, self.strong):
            self.text, self.strong = text, strong
            self._fold()
            self.refresh()

    def _fold(self) -> None:
        room = self.size.width - 2
        long = self.strong and room > 0 and cells(self.text) > room
        lines = tuple(wrapped(self.text, room, MOST)) if long else (self.text,)
        if len(lines) != len(self._lines):
            self.styles.height = len(lines)
        self._lines = lines

    def on_resize(self) -> None:
        lines = self._lines
        self._fold()
        if self._lines != lines:
            self.refresh()

    def parts(self, y: int, width: int) -> Parts:
        return [(f" {self._lines[y]}" if y < len(self._lines) else "", self.palette.style(strong=self.strong))]


class KeyRow(Drawn):
    """Row h: what the next key does. A click on a key presses it."""

    groups: list[tuple[str, str, tuple[str, ...]]]

    def __init__(self) -> None:
        super().__init__()
        self.groups = []

    class Pressed(Message):
        """A group of keys was clicked; the first of its commands is meant."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def show(self, groups: list[tuple[str, str, tuple[str, ...]]]) -> None:
        if groups != self.groups:
            self.groups = groups
            self.refresh()

    def parts(self, y: int, width: int) -> Parts:
        quiet, strong = self.palette.style(quiet=True), self.palette.style(strong=True)
        found: Parts = [(" ", quiet)]
        for number, (keys, words, _ids) in enumerate(self.groups, 1):
            found += [(keys, strong), (f" {words}" + ("  " if number < len(self.groups) else ""), quiet)]
        return found

    def on_click(self, event: events.Click) -> None:
        at = 1
        for keys, words, ids in self.groups:
            start, at = at, at + cells(f"{keys} {words}  ")
            if start <= event.x < at - 1:
                names = keys.split(" ")
                number = next(
                    (n for n in range(len(names)) if event.x < start + cells(" ".join(names[: n + 1])) + 1), 0
                )
                self.post_message(self.Pressed(ids[number] if len(names) == len(ids) else ids[0]))
                return
