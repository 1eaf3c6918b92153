"""A source is opened, and read anew when something was changed: its words, its codings, the codebook they are of.

The rule: of several requests to read, the last one counts; a long text is seen before its codings are there; and whatever
was changed meanwhile, the cursor stays at the words it was at.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from qualcode.i18n import _, ngettext
from qualcode.language.sentences import sentences
from qualcode.store import Project
from qualcode.tui.document import Book, Document, drawn_coding, fill_digits, read_book, read_given, read_words
from qualcode.tui.pane.spans import PaneCoding, Span
from qualcode.tui.pane.transcript import Transcript
from qualcode.tui.screens.base import Place
from qualcode.tui.side import Side

LONG = 200_000  # characters of a text that is shown before its codings


class OpeningScreen(Place):
    """A text in its pane. Who draws it says in ``_settle`` what follows from the place of the cursor."""

    kind = "coding"

    def __init__(self) -> None:
        super().__init__()
        self.side = Side(Transcript(sentences=sentences, id="pane"))  # the one the keys are for
        self.sides = [self.side]  # as they stand on the screen
        self.book: Book | None = None
        self._wanted: tuple[bytes, Span | None] | None = None
        self._all_coders = False

    @property
    def pane(self) -> Transcript:
        return self.side.pane

    @property
    def document(self) -> Document | None:
        return self.side.document

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
            self.arrive(self._open(self.side, source, span))

    def on_screen_suspend(self) -> None:
        super().on_screen_suspend()
        self.leave()

    def leave(self) -> None:
        if self.document is not None and self.is_mounted:
            for side in (*self.sides, self.side):  # of a source that is open twice, where one reads now
                if side.document is not None:
                    self.session.notes.at[side.document.source.hex()] = side.pane.cursor
            self.session.keep_notes()

    async def _open(self, side: Side, source: bytes, span: Span | None) -> None:
        shown: list[Document] = []

        async def show(words: Document) -> None:
            """A long text is seen before its codings are read."""
            shown.append(words)
            side.document = None
            self._load(side, words, span)
            await self.painted()

        document = await self._read(side, source, show)
        if document is None:
            return
        if source.hex() not in self.session.notes.at and not document.codings:
            self.opened_first()
        if shown and document is shown[-1]:
            side.pane.set_codings(self._drawn(document))
        else:
            self._load(side, document, span, self._drawn(document))
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

    def _load(self, side: Side, document: Document, span: Span | None, codings: Iterable[PaneCoding] = ()) -> None:
        """Show this text, with ``span`` selected or where one stopped."""
        side.pane.load(document.text, document.turns, document.wraps, document.furniture, codings)
        if span is not None:
            side.pane.select(span)
            side.arrived = side.pane.selection
        else:
            side.pane.go_to(self.session.notes.at.get(document.source.hex(), 0))

    async def _read(
        self, side: Side, source: bytes, show: Callable[[Document], Awaitable[None]] | None = None
    ) -> Document | None:
        """The source and the codebook as they are; None where another request for this side came after this one. A long text
        is given to ``show`` before what was given to it is read."""
        side.request += 1
        number, coder = side.request, self.session.coder
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
            if number != side.request:
                return None
            if written != self.session.written:  # something was changed here while it was read
                words, written = None, self.session.written
            elif book is not None:
                break
            elif show is not None:
                words = document
                await show(document)
                if number != side.request:
                    return None
        side.document, self.book = document, book
        fill_digits(self.session.notes, book)
        return document

    async def reload(self) -> None:
        for side in self.sides:
            before = side.document
            if before is None:
                continue
            same = [
                one
                for one in self.sides[: self.sides.index(side)]
                if one.document and one.document.source == before.source
            ]
            if not same and await self._read(side, before.source) is None:
                continue
            side.document = same[0].document if same else side.document
            self._show_again(side, before)
        if self.document is not None:
            self._settle()

    def _show_again(self, side: Side, before: Document) -> None:
        """The document of a side is another one than ``before``, of the same source: its words where they differ, its codings."""
        document, pane, active, at = side.document, side.pane, side.pane.active, side.pane.cursor
        assert document is not None
        if (document.version, document.turns) != (before.version, before.turns):
            words = document.text, document.turns, document.wraps, document.furniture
            pane.load(*words, self._drawn(document), pane.unit_kind)
            longer = 0 if document.text.startswith(before.text[:at]) else len(document.text) - len(before.text)
            pane.go_to(at + longer)  # where one reads
        else:
            pane.set_codings(self._drawn(document))
            pane.choose(active.id if active and active.id in document.codings else None)
        side.drawn = document.changes

    def _drawn(self, document: Document) -> list[Any]:
        assert self.book is not None
        return [drawn_coding(document, self.book, one) for one in document.codings.values()]

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
