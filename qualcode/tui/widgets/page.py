"""Several lines in which a long text is written: a definition, what belongs and what does not, a memo.

The rule: Enter takes it and Esc leaves it, as in every field. A definition is one paragraph, wrapped; a memo may have lines of
its own, also those it was written in elsewhere.
"""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from qualcode.tui.drawing import line, lines_of

PASSED_ON = ("enter", "escape", "ctrl+g", "tab", "shift+tab")


class Page(TextArea):
    """``Written`` says after each letter what is written."""

    DEFAULT_CSS = """
    Page, Page:focus { border: none; padding: 0; height: 1fr; width: 1fr; background: transparent; }
    Page .text-area--cursor-line { background: transparent; }
    """

    class Written(Message):
        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, text: str, breaks: bool = False) -> None:
        """``breaks``: whether it may have lines of its own."""
        self.breaks = breaks
        super().__init__(
            self._clean(text), soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False, classes="page"
        )
        self.cursor_blink = False

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)
        self.post_message(self.Written(self.text))

    async def _on_key(self, event: events.Key) -> None:
        if event.key in PASSED_ON:
            event.prevent_default()  # the text area would write a line or leave the focus; the screen knows better

    def _clean(self, text: str) -> str:
        return lines_of(text) if self.breaks else line(text)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._clean(self.text) != self.text:  # pasted
            self.text = self._clean(self.text)
            self.move_cursor(self.document.end)
        self.post_message(self.Written(self.text))
