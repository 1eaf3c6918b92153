"""Questions with a few answers, and below them how the app looks: the start's screens.

The rule: one thing is done at a time; a setting holds at once and the cursor stays on it.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.widget import Widget

from qualcode.i18n import _
from qualcode.tui.drawing import Parts, cut, wrapped
from qualcode.tui.notes import read_settings, write_settings
from qualcode.tui.screens.base import Place
from qualcode.tui.settings import BY_NAME, ROLES
from qualcode.tui.widgets.rows import Rows


@dataclass(frozen=True)
class Answer:
    """One line that can be chosen, and what it does; a ``setting`` has no number of its own."""

    name: str
    about: str
    do: Callable[[], Any]
    setting: bool = False


class AnswersScreen(Place):
    """``_begin`` asks the question anew: it sets heading and answers, and shows them."""

    def __init__(self) -> None:
        super().__init__()
        self._answers: list[Answer] = []
        self._heading = ""
        self._busy = False

    def body(self) -> Iterable[Widget]:
        yield Rows(self._answer, self._heads)

    @property
    def rows(self) -> Rows:
        return self.query_one(Rows)

    def _begin(self) -> None:
        raise NotImplementedError

    def _kept_at(self) -> int:
        """Where the cursor was, if it was on a setting that was just chosen."""
        at = self.rows.at
        return at if at < len(self._answers) and self._answers[at].setting else 0

    def _settings(self) -> list[Answer]:
        """How it looks and where it begins; Enter goes to the next value."""
        kept = self.main.settings_now(read_settings())

        def line(title: str, values: Iterable[tuple[Any, str]], chosen: Any, do: Callable[[], Any]) -> Answer:
            shown = "  ".join(f"[{_(words)}]" if value == chosen else _(words) for value, words in values)
            return Answer(title, shown, do, setting=True)

        first = BY_NAME["first"].chosen(kept)
        return [
            line(_("What you do"), ROLES, first, self._next_role),
            *(line(_(one.title), one.values, one.chosen(kept), partial(self.main.change_setting, one.name))
              for one in (BY_NAME["language"], BY_NAME["dark"], BY_NAME["contrast"])),
        ]  # fmt: skip

    def _next_role(self) -> None:
        screens = [screen for screen, _words in ROLES]
        first = BY_NAME["first"].chosen(read_settings())
        write_settings(first=screens[(screens.index(first) + 1) % len(screens)] if first in screens else screens[0])
        self._begin()

    def _start(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do one thing at a time."""
        if self._busy:
            work.close()
            return
        self._busy = True
        self.job(self._finish(work))

    async def _finish(self, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        finally:
            self._busy = False

    # Drawing and keys

    def _heads(self, width: int) -> list[Parts]:
        strong = self.palette.style(strong=True)
        return [[], *([("   " + text, strong)] for text in wrapped(self._heading, min(width - 6, 72), 3)), []]

    def _answer(self, item: int, part: int, width: int, here: bool) -> Parts:
        one = self._answers[item]
        strong, quiet = self.palette.style(strong=True), self.palette.style(quiet=True)
        number = "  " if one.setting else f"{item + 1} "
        return [
            (f"  {'▸' if here else ' '} {number} ", strong), (cut(one.name, 14 if one.setting else 28), self.palette.style(strong=here)), (f"  {one.about}", quiet),
        ]  # fmt: skip

    def run_command(self, id: str) -> bool:
        if id.startswith("start.answer-"):
            number = int(id.rsplit("-", 1)[1])
            if number <= len(self._answers) and not self._answers[number - 1].setting:
                self.rows.move(number - 1)
                self._answers[number - 1].do()
            return True
        return self.rows.run(id) or super().run_command(id)

    def do_list_open(self) -> None:
        if self._answers:
            self._answers[self.rows.at].do()

    def on_rows_clicked(self, event: Rows.Clicked) -> None:
        if event.again:
            self.do_list_open()
