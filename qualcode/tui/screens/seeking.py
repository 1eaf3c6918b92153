"""Going about in a text: the other codings here, the same code elsewhere, words, marks.

The rule: a key moves the cursor or chooses a coding, says where it led, and changes nothing.
"""

from __future__ import annotations

import re

from qualcode.i18n import _
from qualcode.tui.drawing import line
from qualcode.tui.pane.spans import Span
from qualcode.tui.screens.reading import ReadingScreen

_WORD = re.compile(r"[\w'’\-]+|[^\w\s]+")
AROUND = 80  # characters either side of the cursor in which its word is looked for


class SeekingScreen(ReadingScreen):
    """A text in which one finds things."""

    def __init__(self) -> None:
        super().__init__()
        self._sought = ""
        self._mark_at: dict[bytes, int] = {}  # by source

    def do_coding_next_here(self) -> None:
        here = self._here()
        if not here:
            self.say(_("Nothing is coded here"))
            return
        active = self._active()
        at = next((n for n, one in enumerate(here) if active and one.id == active.id), -1)
        self.pane.choose(here[(at + 1) % len(here)].id)
        self._draw_panel()

    def _to_same(self, step: int) -> None:
        document, book, one = self.document, self.book, self._active()
        assert document is not None and book is not None
        codes = [one.code] if one else self._given[1]
        if not codes:
            self.say(_("Which code? Go to a coding first"))
            return
        found = document.beside(codes, one.start if one else self.pane.cursor, step)
        if found is None:
            said = _("No further passage with %s here") if step > 0 else _("No earlier passage with %s here")
            self.say(said % book.name(codes[0]))
            return
        self.pane.go_to(found.start)
        self.pane.choose(found.id)
        self._draw_panel()

    def do_coding_next_same(self) -> None:
        self._to_same(1)

    def do_coding_previous_same(self) -> None:
        self._to_same(-1)

    def do_coding_search(self) -> None:
        self.write_line(_("Search in this text:"), self._sought, self._search)

    def _search(self, words: str) -> None:
        pattern = r"\s+".join(re.escape(word) for word in words.split())
        if not pattern:
            return
        self._sought = words
        places = [match.span() for match in re.finditer(pattern, self.pane.text, re.IGNORECASE)]
        if not places:
            self.say(_("“%s” does not occur in this text") % words)
            return
        number = next((n for n, (start, _stop) in enumerate(places) if start > self.pane.cursor), 0)
        self.pane.go_to(places[number][0])
        self.say(_("“{words}”: {number} of {count} · {key} Enter goes on").format(
            words=words, number=number + 1, count=len(places), key=self.main.keys.command("coding.search").keys[0]
        ))  # fmt: skip

    def do_coding_search_word(self) -> None:
        """The next place of the word at the cursor."""
        span = self._word()
        if span is not None:
            self._search(self.pane.text[slice(*span)])

    def _word(self) -> Span | None:
        """The selection, else the word at the cursor."""
        if self.pane.selection is not None:
            return self.pane.selection
        at, text = self.pane.cursor, self.pane.text
        for found in _WORD.finditer(text, max(0, at - AROUND), min(len(text), at + AROUND)):
            if found.start() <= at < found.end():
                return found.span()
        return None

    def do_coding_set_mark(self) -> None:
        if self.document is not None:
            self._mark_at[self.document.source] = self.pane.cursor
            self.say(_("Marked; {key} leads back here").format(key=self.main.keys.command("coding.to-mark").keys[0]))

    def do_coding_to_mark(self) -> None:
        """To the mark; the mark is then where one came from."""
        source = self.document.source if self.document else b""
        if source not in self._mark_at:
            self.say(_("{key} sets a mark first").format(key=self.main.keys.command("coding.set-mark").keys[0]))
            return
        here, there = self.pane.cursor, self._mark_at[source]
        self._mark_at[source] = here
        self.pane.go_to(there)

    def do_coding_copy(self) -> None:
        """The passage with where it stands, for the clipboard of who asks the terminal for it."""
        document, span = self.document, self.pane.target
        if document is None or span is None:
            self.say(_("There are no words here"))
            return
        turn = _("turn %d") % (self.pane.turn_at(span[0]) + 1)
        self.app.copy_to_clipboard(f"“{self.pane.words(span)}” ({line(document.name)}, {turn})")
        self.say(_("Copied with its place: %s") % self._quoted(span))
