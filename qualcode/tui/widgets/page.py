"""Several lines in which a long text is written: a definition, what belongs and what does not.

The rule: it is one paragraph, wrapped; Enter takes it and Esc leaves it, as in every field.
"""

from __future__ import annotations

from textual import events
from textual.message import Message
from textual.widgets import TextArea

from qualcode.tui.drawing import line

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

    def __init__(self, text: str) -> None:
        super().__init__(text, soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False, classes="page")
        self.cursor_blink = False

    def on_mount(self) -> None:
        self.move_cursor(self.document.end)
        self.post_message(self.Written(self.text))

    async def _on_key(self, event: events.Key) -> None:
        if event.key in PASSED_ON:
            event.prevent_default()  # the text area would write a line or leave the focus; the screen knows better

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        event.stop()
        if line(self.text) != self.text:  # pasted
            self.text = line(self.text)
            self.move_cursor(self.document.end)
        self.post_message(self.Written(self.text))
