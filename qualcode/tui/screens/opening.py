"""A source is opened, and read anew when something was changed: its words, its codings, the codebook they are of.

The rule: of several requests to read, the last one counts; a long text is seen before its codings are there; and whatever
was changed meanwhile, the cursor stays at the words it was at.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.tui.document import Book, Document, drawn_coding, fill_digits, read_book, read_given, read_words
from qualcode.tui.pane.spans import PaneCoding, Span
from qualcode.tui.pane.transcript import Transcript
from qualcode.tui.screens.base import Place

LONG = 200_000  # characters of a text that is shown before its codings


class OpeningScreen(Place):
    """A text in its pane. Who draws it says in ``_settle`` what follows from the place of the cursor."""

    kind = "coding"
    pane: Transcript

    def __init__(self) -> None:
        super().__init__()
        self.document: Document | None = None
        self.book: Book | None = None
        self._wanted: tuple[bytes, Span | None] | None = None
        self._arrived: Span | None = None  # what a list has selected on the way here
        self._all_coders = False
        self._number = 0  # of the last request to read

    def _settle(self, moving: bool = False) -> None:
        """The cursor is elsewhere, or codings changed."""
        raise NotImplementedError

    def opened_first(self) -> None:
        """A text is seen here that was never opened before, and nothing is coded in it."""

    def want(self, source: bytes, span: Span | None = None) -> None:
        """Show this source when the screen is next seen, with ``span`` selected, else where one stopped."""
        if self.document is not None and self.document.source != source:
            self.leave()
        self._wanted = source, span
        if self.is_mounted and self.is_current:
            self.on_screen_resume()

    def on_screen_resume(self) -> None:
        super().on_screen_resume()
        self.refocus()
        if self._wanted is not None:
            source, span = self._wanted
            self._wanted = None
            self.read_once = False
            self.arrive(self._open(source, span))

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        self.leave()

    def leave(self) -> None:
        if self.document is not None and self.is_mounted:
            self.session.notes.at[self.document.source.hex()] = self.pane.cursor
            self.session.keep_notes()

    async def _open(self, source: bytes, span: Span | None) -> None:
        shown: list[Document] = []

        async def show(words: Document) -> None:
            """A long text is seen before its codings are read."""
            shown.append(words)
            self.document = None
            self._load(words, span)
            await self.painted()

        document = await self._read(source, show)
        if document is None:
            return
        if source.hex() not in self.session.notes.at and not document.codings:
            self.opened_first()
        if shown and document is shown[-1]:
            self.pane.set_codings(self._drawn())
        else:
            self._load(document, span, self._drawn())
        if document.round_turns:
            count = len(document.round_turns)
            turns = ngettext("%d turn", "%d turns", count) % count
            self.say(
                _("The round “{round}” asks {turns} of you here; f shows only these").format(
                    round=document.open_round, turns=turns
                )
            )
        self.session.notes.last = source.hex()
        self.session.keep_notes()
        self.main.source_opened(source)
        self._settle()
        self.rows_changed()

    def _load(self, document: Document, span: Span | None, codings: Iterable[PaneCoding] = ()) -> None:
        """Show this text, with ``span`` selected or where one stopped."""
        self.pane.load(document.text, document.turns, document.wraps, document.furniture, codings)
        if span is not None:
            self.pane.select(span)
            self._arrived = self.pane.selection
        else:
            self.pane.go_to(self.session.notes.at.get(document.source.hex(), 0))

    async def _read(self, source: bytes, show: Callable[[Document], Awaitable[None]] | None = None) -> Document | None:
        """The source and the codebook as they are; None where another request came after this one. A long text is given to
        ``show`` before what was given to it is read."""
        self._number += 1
        number, coder = self._number, self.session.coder
        assert coder is not None

        words: Document | None = None
        written = self.session.written

        def read(project: Project) -> tuple[Document, Book | None]:
            document = words or read_words(project, source, coder, all_coders=self._all_coders)
            if show is not None and words is None and len(document.text) > LONG:
                return document, None
            return read_given(project, document), read_book(project, coder)

        while True:
            document, book = await self.session.read(read)
            if number != self._number:
                return None
            if written != self.session.written:  # something was changed here while it was read
                words, written = None, self.session.written
            elif book is not None:
                break
            elif show is not None:
                words = document
                await show(document)
                if number != self._number:
                    return None
        self.document, self.book = document, book
        fill_digits(self.session.notes, book)
        return document

    async def reload(self) -> None:
        if self.document is None:
            return
        before, active, at = self.document, self.pane.active, self.pane.cursor
        document = await self._read(before.source)
        if document is None:
            return
        if (document.version, document.turns) != (before.version, before.turns):
            words = document.text, document.turns, document.wraps, document.furniture
            self.pane.load(*words, self._drawn(), self.pane.unit_kind)
            longer = 0 if document.text.startswith(before.text[:at]) else len(document.text) - len(before.text)
            self.pane.go_to(at + longer)  # where one reads
        else:
            self.pane.set_codings(self._drawn())
            self.pane.choose(active.id if active and active.id in document.codings else None)
        self._settle()

    def _drawn(self) -> list[Any]:
        assert self.document is not None and self.book is not None
        return [drawn_coding(self.document, self.book, one) for one in self.document.codings.values()]

    # Whose codings

    def whose(self) -> str:
        everybody = self._all_coders and not (self.document and self.document.open_round)
        return _("layer %s") % (_("all coders") if everybody else self.session.coder_name)

    def do_coding_layer(self) -> None:
        self._all_coders = not self._all_coders
        self.job(self._show_layer())

    async def _show_layer(self) -> None:
        await self.reload()
        if self.document is not None and self.document.open_round:
            self.say(_("The round “%s” is open: only your own codings until it closes") % self.document.open_round)
        else:
            self.say(_("The codings of all coders") if self._all_coders else _("Only your own codings"))
        self.rows_changed()
