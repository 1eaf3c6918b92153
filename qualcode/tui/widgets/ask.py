"""One line in which a text is written: a memo, a filter, words to search for.

It stands in the place of the sentence row, with its question before it. Enter gives the text, Esc or Ctrl+G leaves.
"""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from qualcode.tui.drawing import cells, line


class Ask(Horizontal):
    """``open`` shows the question; ``done`` is called with the text, ``typed`` after each letter."""

    DEFAULT_CSS = """
    Ask { height: 1; display: none; }
    Ask Static { width: auto; height: 1; padding: 0 1; }
    Ask Input { border: none; height: 1; padding: 0; width: 1fr; background: transparent; }
    Ask Input:focus { border: none; background-tint: transparent; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._done: Callable[[str], object] = lambda text: None
        self._typed: Callable[[str], object] = lambda text: None

    def compose(self) -> ComposeResult:
        yield Static()
        yield Input(select_on_focus=False)

    @property
    def is_open(self) -> bool:
        return bool(self.display)

    def open(
        self,
        question: str,
        text: str,
        done: Callable[[str], object],
        typed: Callable[[str], object] = lambda text: None,
    ) -> None:
        self._done, self._typed = done, typed
        label, field = self.query_one(Static), self.query_one(Input)
        label.update(Content(line(question)))
        label.styles.width = cells(question) + 2
        field.cursor_blink = False
        with field.prevent(Input.Changed):
            field.value = line(text)
        field.cursor_position = len(field.value)
        self.display = True
        field.focus()

    def close(self) -> None:
        self.display = False

    def accept(self) -> None:
        text = self.query_one(Input).value
        self.close()
        self._done(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if line(event.value) != event.value:  # pasted
            self.query_one(Input).value = line(event.value)
            return
        if self.is_open:
            self._typed(event.value)
