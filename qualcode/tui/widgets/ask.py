"""One line in which a text is written: a memo, a filter, words to search for, a cell.

It stands in the place of the sentence row, with its question before it, or over the cell it is written for. Enter gives
the text, Esc or Ctrl+G leaves. A text that does not fit stays, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.geometry import Region
from textual.widgets import Input, Static

from qualcode.tui.drawing import cells, line

if TYPE_CHECKING:
    from qualcode.tui.widgets.page import Page


MEMO = 3  # lines in which a memo or a note is written: its beginning stays in sight; it may have lines of its own


class Field(Input):
    """An input from which what is secret cannot be copied."""

    def action_copy(self) -> None:
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        if not self.password:
            super().action_cut()


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
        self._check: Callable[[str], str] = lambda text: ""
        self._written = ""  # on several lines, as they are now
        self.in_place = False  # over a cell, so that the sentence row stays in sight
        self.refused = False  # what is written was not taken: the sentence row says why

    def compose(self) -> ComposeResult:
        yield Static()
        yield Field(select_on_focus=False)

    @property
    def is_open(self) -> bool:
        return bool(self.display)

    def open(
        self,
        question: str,
        text: str,
        done: Callable[[str], object],
        typed: Callable[[str], object] = lambda text: None,
        check: Callable[[str], str] = lambda text: "",
        over: Region | None = None,
        secret: bool = False,
        lines: int = 1,
    ) -> None:
        """``check`` gives the reason why a text does not fit; ``over``: the place of the cell, from the screen's corner;
        ``lines``: how many it takes, a long text being wrapped in them."""
        self._done, self._typed, self._check = done, typed, check
        self.refused = False
        self.place(over)
        label, field = self.query_one(Static), self.query_one(Input)
        label.update(Content("[" if over else line(question)))
        label.styles.padding = 0 if over else (0, 1)
        label.styles.width = 1 if over else cells(question) + 2
        field.cursor_blink = False
        field.password = secret
        with field.prevent(Input.Changed):
            field.value = line(text)
        field.cursor_position = len(field.value)
        self.display = True
        self.styles.height = lines
        field.display = lines == 1
        if lines > 1:
            self._page(text, lines == MEMO)
            return
        self._leave_page()
        field.focus()
        self.call_after_refresh(self._to_end)

    def _page(self, text: str, breaks: bool) -> None:
        """Write on several lines."""
        from qualcode.tui.widgets.page import Page

        self._leave_page()
        page = Page(text, breaks)
        self._written = page.text
        self.mount(page)
        page.focus()

    @property
    def breaks(self) -> bool:
        """Whether what is written may have lines of its own."""
        return any(page.breaks for page in self._pages())

    def begin_line(self) -> None:
        """Go on in a line of its own, where that may be."""
        for page in self._pages():
            if page.breaks:
                page.insert("\n")

    def _pages(self) -> list[Page]:
        return cast("list[Page]", list(self.query(".page")) if self.is_open else [])

    def _leave_page(self) -> None:
        for page in self.query(".page"):
            page.remove()

    def _to_end(self) -> None:
        """Bring the end of a long text into sight: before it was laid out the field had no width to know it by."""
        field = self.query_one(Input)
        if self.is_open and field.cursor_position == len(field.value):
            field.cursor_position = 0
            field.cursor_position = len(field.value)

    def place(self, over: Region | None) -> None:
        """Stand over a cell, or in the sentence row's place."""
        self.in_place = over is not None
        self.styles.position = "relative" if over is None else "absolute"
        self.styles.overlay = "none" if over is None else "screen"
        self.styles.offset = (0, 0) if over is None else (over.x, over.y)
        self.styles.width = "1fr" if over is None else over.width

    def close(self) -> None:
        """Leave; what is secret is forgotten."""
        self.display = False
        self.styles.height = 1
        field = self.query_one(Input)
        if field.password:
            with field.prevent(Input.Changed):
                field.value = ""

    @property
    def text(self) -> str:
        field = self.query_one(Input)
        return field.value if field.display else self._written

    def hint(self, text: str) -> None:
        """Say a few words in the question's place."""
        label = self.query_one(Static)
        label.update(Content(line(text)))
        label.styles.width = min(cells(text) + 2, self.size.width // 2)

    def write(self, text: str) -> None:
        """What is written is ``text`` now."""
        field = self.query_one(Input)
        field.value = line(text)
        field.cursor_position = len(field.value)

    def problem(self) -> str:
        """Why what is written cannot be taken; nothing where it can."""
        found = self._check(self.text)
        self.refused = bool(found)
        return found

    def accept(self) -> None:
        text = self.text
        self.close()
        self._done(text)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if line(event.value) != event.value:  # pasted
            self.query_one(Input).value = line(event.value)
            return
        if self.is_open:
            self._typed(event.value)

    def on_page_written(self, event: Page.Written) -> None:
        event.stop()
        self._written = event.text
