"""The transcript pane: a text with its codings, a cursor, a selection. It changes nothing and knows no project.

The rule: commands come in by id (``run``) and by mouse; the screen that owns the pane decides on the keys. What happened
goes out as messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual import events
from textual.message import Message

from qualcode.tui.palette import DARK, UNICODE, Palette, Signs
from qualcode.tui.pane.cells import plain
from qualcode.tui.pane.cursor import Cursor, is_edge_move
from qualcode.tui.pane.draw import View, columns
from qualcode.tui.pane.lanes import Margin
from qualcode.tui.pane.motions import Selecting, Splitter, UnitKind, Units, plain_sentences
from qualcode.tui.pane.painted import AHEAD, Painted
from qualcode.tui.pane.reading import Reading
from qualcode.tui.pane.spans import PaneCoding, PaneTurn, Span, SpanIndex
from qualcode.tui.pane.wrap import Page


class Transcript(Painted, can_focus=True, inherit_bindings=False):
    """A text to read and select in. Offsets are code points of ``text`` throughout."""

    ALLOW_SELECT = False  # the selection is ours, in offsets
    _leads = True
    DEFAULT_CSS = """
    Transcript { overflow-x: hidden; overflow-y: scroll; scrollbar-size-vertical: 0; }
    """

    class _Told(Message):
        def __init__(self, transcript: Transcript) -> None:
            super().__init__()
            self.transcript = transcript

        @property
        def control(self) -> Transcript:
            return self.transcript

    class CursorMoved(_Told, namespace="transcript"):
        """The cursor, or the unit under it, is another one. ``offset`` and ``unit`` say which."""

        def __init__(self, transcript: Transcript) -> None:
            super().__init__(transcript)
            self.offset = transcript.cursor
            self.unit = transcript.unit

    class SelectionChanged(_Told, namespace="transcript"):
        """Something else is ``selection``; None for nothing."""

        def __init__(self, transcript: Transcript) -> None:
            super().__init__(transcript)
            self.selection = transcript.selection

    class Asked(_Told, namespace="transcript"):
        """The other button was pressed: a code is wanted for the selection it is in, else for the unit there."""

    class LabelClicked(_Told, namespace="transcript"):
        """The label of ``coding`` was clicked; it is the active one now."""

        def __init__(self, transcript: Transcript, coding: PaneCoding) -> None:
            super().__init__(transcript)
            self.coding = coding

    class Touched(_Told, namespace="transcript"):
        """The mouse went down in a pane that does not lead."""

    def __init__(
        self,
        text: str = "",
        turns: Sequence[PaneTurn] = (),
        wraps: Iterable[Span] = (),
        furniture: Iterable[Span] = (),
        codings: Iterable[PaneCoding] = (),
        *,
        sentences: Splitter = plain_sentences,
        palette: Palette = DARK,
        signs: Signs = UNICODE,
        spaced: bool = False,
        id: str | None = None,
    ) -> None:
        super().__init__(id=id)
        self._palette, self._signs = palette, signs
        self._sentences, self._spaced = sentences, spaced
        self._drawn = {}
        self._dragging = False
        self.load(text, turns, wraps, furniture, codings)

    def load(
        self,
        text: str,
        turns: Sequence[PaneTurn],
        wraps: Iterable[Span] = (),
        furniture: Iterable[Span] = (),
        codings: Iterable[PaneCoding] = (),
        kind: UnitKind = "sentence",
    ) -> None:
        """Show another text, from its beginning. Raises nothing; marks that overlap give way to the earlier."""
        self._marks = text, tuple(turns), tuple(wraps), tuple(furniture)
        self._hidden: frozenset[int] = frozenset()
        self._read(folded=True, at=0, kind=kind, codings=codings)
        if self.is_mounted:
            self.scroll_to(y=0, animate=False, immediate=True)

    # What can be changed from outside

    def set_codings(self, codings: Iterable[PaneCoding]) -> None:
        """Show these codings and no others. Those that do not lie in the text are left out."""
        self.whole()
        self._view.codings = SpanIndex(coding for coding in codings if self._fits(coding))
        self._view.active = None
        self._arrange()

    def set_marks(self, marks: Iterable[PaneCoding]) -> None:
        """Show these marks in the gutter; ``name`` is the sign (see ``draw``)."""
        self._view.marks = SpanIndex(one for one in marks if self._fits(one))
        self._drawn.clear()
        self.refresh()

    def add_coding(self, coding: PaneCoding) -> None:
        """Show one more coding, or another one under the same id; only lines that change are painted."""
        self.whole()
        active = self._view.active
        self.remove_coding(coding.id)
        if not self._fits(coding):
            return
        first, last = self._lines_of(coding)
        page, codings, margin = self._view.page, self._view.codings, self._view.margin
        beside = codings.overlapping(page.span(first)[0], page.span(last)[1])
        codings.add(coding)
        margin.add(coding.id, first, last, (other.id for other in beside))
        self._view.active = active if active == coding.id else self._view.active
        self._changed(first, last)

    def remove_coding(self, id: bytes) -> None:
        """Show a coding no more; an id that is not shown is nothing."""
        self.whole()
        if self._view.codings.remove(id) is not None:
            extent = self._view.margin.remove(id)
            if self._view.active == id:
                self._view.active = None
            self._changed(extent.first, extent.last)

    def choose(self, id: bytes | None) -> None:
        """Make a coding the active one, so that its label and bracket stand out; None for none."""
        self.whole()
        old, self._view.active = self._view.active, id
        for one in {old, id} - {None}:
            if one is not None and self._view.codings.get(one) is not None:
                extent = self._view.margin[one]
                self._forget(extent.first, extent.last)
                self._repaint(range(extent.first, extent.last + 1))

    def go_to(self, offset: int) -> None:
        """Put the cursor at ``offset``; a third down the pane if it was out of sight. A turn that is not shown brings all
        back."""
        self.whole()
        self._show_turn(offset)
        before = self._state()
        self._cursor.place(offset)
        self._moved(before, far=True)

    def reveal(self) -> None:
        """Bring the cursor back into sight, as after the pane became lower."""
        self.whole()
        self._reveal()

    def select(self, span: Span) -> None:
        """Select ``span`` by characters, the cursor at its end."""
        self.whole()
        self._show_turn(span[0])
        before = self._state()
        snap = self._view.page.snap
        self._cursor.place(span[1], Selecting(snap(span[0]), "character", self.unit_kind))
        self._moved(before, far=True)

    def lead(self, leads: bool) -> None:
        """Whether the keys are for this text: only then its unit and its cursor are marked."""
        if leads != self._leads:
            self._leads = self._view.leads = leads
            self._drawn.clear()
            self.refresh()
            self._show_caret()

    def fold(self, folded: bool) -> None:
        """Fold the document header to one line, or show it."""
        before = self._state()
        self._read_again(folded)
        self._moved(before)

    @property
    def hidden(self) -> frozenset[int]:
        """The turns that are folded away now."""
        return self._hidden

    def hide(self, turns: Iterable[int]) -> None:
        """Fold these turns away, by number, and show all others; the cursor stays, or goes to what is shown next to it."""
        hidden = frozenset(turns)
        if hidden != self._hidden:
            before, self._hidden = self._state(), hidden
            folded = any(block.kind == "header" for block in self._view.page.reading.blocks)
            self._read_again(folded)
            self._moved(before, far=True)

    def _show_turn(self, offset: int) -> None:
        reading = self._view.page.reading
        if self._hidden and reading.blocks[reading.block_of(offset)].kind == "others":
            self.hide(())

    def run(self, command: str) -> bool:
        """Do a ``text.`` command; False where it has nothing to do here and is for somebody else.

        An edge is moved here only where something is selected or nothing is coded at the cursor; otherwise it is
        the edge of a coding, and that is the screen's to change (``moved_edge`` says how).
        """
        if is_edge_move(command) and self.selection is None and self.codings_at(self.cursor):
            return False
        self.whole()
        before = self._state()
        page_step = max(1, self.size.height - AHEAD)
        match command:
            case "text.page-down" | "text.page-up":
                step = page_step if command == "text.page-down" else -page_step
                self._scroll(self.scroll_offset.y + step)
                self._cursor.by_lines(step)
            case "text.centre":
                self._scroll(self._view.page.line_of(self.cursor) - self.size.height // 2)
            case _:
                if not self._cursor.run(command):
                    return False
        self._moved(before)
        return True

    # Mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if self.holds_cursor:
            return  # something is asked about the words there: the answer is for them
        if not self._view.leads:
            self.post_message(self.Touched(self))
        if event.button == 2 or event.x >= self._view.columns.lanes_at:
            return
        self.whole()
        before = self._state()
        offset = self.offset_at(event.x, event.y)
        if event.button == 3:
            chosen = self.selection
            if chosen is None or not chosen[0] <= offset < chosen[1]:
                self._cursor.place(offset)
            self._moved(before)
            self.post_message(self.Asked(self))
            return
        if event.shift:
            self._cursor.extend(offset)
        else:
            self._cursor.place(offset)
        self._moved(before)
        self._dragging = True
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        if not self._dragging:
            return
        before = self._state()
        if not 0 <= event.y < self.size.height:
            self._scroll(self.scroll_offset.y + (1 if event.y > 0 else -1))
        self._cursor.extend(self.offset_at(event.x, min(max(event.y, 0), self.size.height - 1)))
        self._moved(before)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        if self._dragging:
            self._dragging = False
            self.release_mouse()

    def on_click(self, event: events.Click) -> None:
        page, line = self._view.page, self.scroll_offset.y + event.y
        if line >= len(page):
            return
        if event.x >= self._view.columns.lanes_at:
            id, _more = self._view.margin.label(line)
            coding = self._view.codings.get(id) if id is not None else None
            if coding is not None:
                self.choose(coding.id)
                self.post_message(self.LabelClicked(self, coding))
        elif page.block_at(line).kind == "header":
            self.fold(False)
        elif page.block_at(line).kind == "others":
            self.go_to(page.block_at(line).start)
        elif event.chain >= 2 and event.button == 1:
            before = self._state()
            kind: UnitKind = "sentence" if event.chain == 2 else "turn"
            start, _end = self.unit_at(self.offset_at(event.x, event.y), kind)
            self._cursor.place(start, Selecting(start, "unit", kind))
            self._moved(before)

    # Reading anew, and telling

    def _read(self, *, folded: bool, at: int, kind: UnitKind, codings: Iterable[PaneCoding]) -> None:
        text, turns, wraps, furniture = self._marks
        reading = Reading(text, turns, wraps, furniture, folded=folded, hidden=self._hidden, spaced=self._spaced)
        self._longest_name = max((cell_len(plain(name)) for name in {turn.name for turn in turns}), default=0)
        shares = columns(self.size.width or 80, self._longest_name)
        page = Page(reading, shares.text)
        self._cursor = Cursor(page, Units(reading, self._sentences), at, kind)
        self._view = View(page, shares, SpanIndex(), Margin(), self._palette, self._signs, leads=self._leads)
        self._lit = self._now_lit()
        self.set_codings(codings)

    def _read_again(self, folded: bool) -> None:
        """The same text with the same codings and marks, of which other stretches fold."""
        marks, active = self._view.marks, self._view.active
        self._read(folded=folded, at=self.cursor, kind=self.unit_kind, codings=list(self._view.codings))
        self._view.marks = marks
        self.choose(active)

    def _state(self) -> tuple[int, Span, Span | None]:
        return self.cursor, self.unit, self.selection

    def _moved(self, before: tuple[int, Span, Span | None], far: bool = False) -> None:
        """The cursor may be elsewhere: show it, paint what differs, tell what changed."""
        old, self._lit = self._lit, self._now_lit()
        self._reveal(far)
        self._repaint(self._lit_lines(old), self._lit_lines(self._lit))
        self._show_caret()
        after = self._state()
        if after[:2] != before[:2]:
            self.post_message(self.CursorMoved(self))
        if after[2] != before[2]:
            self.post_message(self.SelectionChanged(self))
