"""A text to read: its codings in the margin, the place of the cursor, and what is known of it.

The rule: what a key is about is the pane's target (selection, else unit) or the active coding, the one in brackets; after
every move the active coding is one of those at the cursor. Reading changes nothing: giving codes is ``coding``'s.
"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import Any

from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widget import Widget

from qualcode.i18n import _, language, ngettext
from qualcode.reduce.codebook import Code
from qualcode.reduce.codings import Coding
from qualcode.tui.document import Book, Document
from qualcode.tui.drawing import Parts
from qualcode.tui.pane.spans import Span
from qualcode.tui.pane.transcript import Transcript
from qualcode.tui.screens import coding_panel
from qualcode.tui.screens.coding_panel import INSPECTOR, TREE, Here
from qualcode.tui.screens.speakers import SpeakersScreen
from qualcode.tui.widgets.lines import Lines

WIDE, WIDER, WIDEST = 100, 120, 150  # from there on: the codebook beside the text, details below it, details beside it
REST = 0.12  # seconds without a move after which what costs more is drawn


class Panes(Vertical, inherit_bindings=False):
    BLANK = True


class Texts(Horizontal, inherit_bindings=False):
    """The transcript; a second one may stand beside it."""

    BLANK = True


class ReadingScreen(SpeakersScreen):
    """A text with its codings, and what is known of the place of the cursor."""

    CSS = f"""
    #work {{ height: 1fr; }}
    #tree {{ dock: left; width: {TREE}; height: 1fr; display: none; }}
    #inspector {{ dock: right; width: {INSPECTOR}; height: 1fr; display: none; }}
    """
    BLANK = True  # nothing of it shows between its widgets

    bare = False  # shown without codes

    def __init__(self) -> None:
        super().__init__()
        self.book_lines, self.panel, self.inspector = Lines(id="tree"), Lines(id="panel"), Lines(id="inspector")
        self._unfolded: bool | None = None  # None: as the width asks for
        self._details = False
        self._given: tuple[Span, list[bytes]] = ((0, 0), [])  # the codes given last, and to what
        self._tree: list[Code | None] = []

    def body(self) -> Iterable[Widget]:
        self.pane.set_look(self.main.palette, self.main.signs)
        self.texts = Texts(self.pane, id="texts")
        self.panes = Panes(self.book_lines, self.inspector, self.texts, self.panel, id="work")
        yield self.panes

    def where(self) -> tuple[str, ...]:
        return (_("Reduce"), _("Coding"), self.document.name if self.document else "…")

    def redraw(self) -> None:
        for side in self.sides:
            side.pane.set_look(self.main.palette, self.main.signs)
            if side.document is not None:
                self._show_again(side, side.document)
        self._settle()
        super().redraw()

    # The place of the cursor

    def on_transcript_cursor_moved(self, event: Transcript.CursorMoved) -> None:
        if event.transcript is self.pane:
            self._moved()

    def on_transcript_selection_changed(self, event: Transcript.SelectionChanged) -> None:
        if event.transcript is self.pane:
            self._moved()

    def _moved(self) -> None:
        """The cursor is elsewhere: of many keys in one breath only the last place is drawn."""
        if not self._unsettled:
            self._unsettled = True
            self.call_later(self._settle_moved)

    def _settle_moved(self) -> None:
        if self._unsettled:
            self._settle(moving=REST > 0)

    _unsettled = False

    def on_transcript_label_clicked(self) -> None:
        self._draw_panel()

    def _here(self) -> list[Coding]:
        """The codings over the target: those over the cursor first, the shortest before the longer, this coder's first."""
        document, pane = self.document, self.pane
        if document is None:
            return []
        at = {one.id for one in pane.codings_at(pane.cursor)}
        over = [
            document.codings[one.id] for one in pane.codings_in(pane.target or pane.unit) if one.id in document.codings
        ]
        return sorted(over, key=lambda c: (not document.mine(c), c.id not in at, c.stop - c.start, c.start, c.id))

    def _active(self) -> Coding | None:
        """The coding that the next key is about."""
        chosen = self.pane.active
        return self.document.codings.get(chosen.id) if self.document and chosen else None

    def _settle(self, moving: bool = False) -> None:
        """The cursor is elsewhere, or codings changed: the active coding is one of those here.

        While it is ``moving`` only the place and what is coded there are drawn; the rest follows when it rests.
        """
        self._unsettled = False
        here = self._here()
        active = self.pane.active
        if active is None or active.id not in {one.id for one in here}:
            first = here[0].id if here and self.document and self.document.mine(here[0]) else None
            self.pane.choose(first)
        if moving and self._below is not None and self.document is not None and self.book is not None:
            self.panel.show([*self._top_lines(self.document, self.book), *self._below])
            self._rests_at = monotonic() + REST
            if self._resting is None:
                self._resting = self.set_timer(REST, self._rest)
        else:
            self._draw_panel()

    def _rest(self) -> None:
        """Draw the rest of the panel where the cursor has rested long enough."""
        left, self._resting = self._rests_at - monotonic(), None
        if left > 0.01:
            self._resting = self.set_timer(left, self._rest)
        elif self.is_current:
            self._draw_panel()

    _resting: Timer | None = None
    _rests_at = 0.0
    _below: list[Parts] | None = None  # the panel's lines below the first two, as they were drawn last

    def _top_lines(self, document: Document, book: Book) -> list[Parts]:
        """Where the cursor is, and what is coded there."""
        here = self._place()
        return [
            coding_panel.object_line(document, here, self._room, self.palette),
            self._here_parts() or coding_panel.here_line(document, book, here, self.palette, self.main.signs),
        ]

    def _here_parts(self) -> Parts | None:
        """What is said of the place instead of its codings."""
        return None

    def _place(self) -> Here:
        pane = self.pane
        return Here(
            pane.unit_kind, pane.unit_number(pane.cursor), pane.turn_at(pane.cursor), tuple(self._here()), self._active()
        )  # fmt: skip

    def _fold(self, width: int) -> tuple[bool, bool, bool]:
        """Whether the codebook stands beside the text, details below it, details beside it. Enter shows details below 120
        columns and folds them above."""
        details = self._details != (width >= WIDER) and not self.bare
        codes = width >= WIDE and self._unfolded is not False and not self.bare
        return codes, details and width < WIDEST, details and width >= WIDEST

    _room = 80  # the cells of the text and what is below it

    def _draw_panel(self) -> None:
        document, book, width = self.document, self.book, self.size.width
        if document is None or book is None or not width:
            return
        beside, detailed, inspected = self._fold(width)
        self._room = width - TREE * beside - INSPECTOR * inspected
        tree, panel = self.book_lines, self.panel
        tree.display, panel.display, self.inspector.display = beside, not self.chooser.is_open, inspected
        below: list[Parts] = []
        if inspected:
            self.inspector.show(
                coding_panel.inspector_lines(document, book, self._place(), self.palette, self.main.signs)
            )
        elif detailed:
            below += coding_panel.detail_lines(document, book, self._place(), self._room, self.palette, self.main.signs)
        self._second = []
        if beside:
            self._draw_tree(tree, book, self._active())
        elif not self.bare:
            choose = self.main.keys.command("coding.choose").keys[:1]
            more = [(key, _("other code")) for key in choose]
            first, self._second = coding_panel.digit_lines(book, self.session.notes, width, self.palette, more)
            below.append(first)
            if (
                self.main.tour.at is not None and self._second
            ):  # the tour stands below the panel and parts no row of codes
                below.append(self._second)
                self._second = []
        self._below = below
        panel.show([*self._top_lines(document, book), *below])
        self.rows_changed()

    def _draw_tree(self, tree: Lines, book: Book, active: Coding | None) -> None:
        """The codebook; made again only where it would look different."""
        notes, code = self.session.notes, active.code if active else None
        looks = (id(book), book.counts.total(), tuple(notes.digits), code, self.size, self.palette.name, language())
        if looks != self._tree_looks:
            self._tree_looks = looks
            shown = coding_panel.tree_lines(book, notes, code, max(1, self.size.height - 3), self.palette)
            self._tree = [code for _parts, code in shown]
            tree.show([parts for parts, _code in shown])

    _tree_looks: tuple[Any, ...] = ()
    _second: list[Any] = []

    def sentence(self) -> str:
        if self.chooser.is_open:
            return ""
        if self._second:
            return "".join(text for text, _style in self._second).strip()
        target = self.pane.target if self.document else None
        if target is None:
            return ""
        about = target, self.pane.text, self.size.width, language(), self.bare
        if self._said is None or self._said[0] != about:
            count = len(self.pane.words(target).split())
            counted = ngettext("%d word", "%d words", count) % count
            told = _("to be marked: %s (%s)") if self.bare else _("to be coded: %s (%s)")
            self._said = about, told % (self._quoted(target), counted)
        return self._said[1]

    _said: tuple[tuple[Span, str, int, str, bool], str] | None = None  # the sentence said last, and of what

    def _quoted(self, span: Span) -> str:
        """The words, or how they begin and end."""
        words, longest = self.pane.words(span), 26 if self.size.width < WIDE else 48
        if len(words) > longest:
            words = f"{words[: longest - 12].rstrip()} … {words[-9:].lstrip()}"
        return f"“{words}”"

    def on_resize(self) -> None:
        super().on_resize()
        self._draw_panel()

    def rows_changed(self) -> None:
        if self.is_mounted:  # what is coded, or written about, stays in sight above a drawer and above several lines
            for side in self.sides:
                side.pane.holds_cursor = self.chooser.is_open or self.ask.is_open
        super().rows_changed()

    def drawer_changed(self) -> None:
        self._draw_panel()
        self.call_after_refresh(self.pane.reveal)
        super().drawer_changed()

    def do_coding_inspect(self) -> None:
        self._details = not self._details
        self._draw_panel()
