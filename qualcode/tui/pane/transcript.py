"""The transcript pane: a text with its codings, a cursor, a selection. It changes nothing and knows no project.

The rule: only lines that look different are painted again. A line is drawn from the page, the codings and what is
lit in it, and kept with what was lit; after every change the lines on screen are compared with what was kept and
those that differ are repainted.

Commands come in by id (``run``) and by mouse; the screen that owns the pane decides on the keys. What happened
goes out as messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from textual import events
from textual.geometry import Offset, Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from qualcode.tui.palette import DARK, UNICODE, Palette, Signs
from qualcode.tui.pane.cells import plain
from qualcode.tui.pane.cursor import Cursor, is_edge_move, moved_edge
from qualcode.tui.pane.draw import Lit, View, columns, line_segments
from qualcode.tui.pane.lanes import Margin
from qualcode.tui.pane.motions import Selecting, Splitter, UnitKind, Units, plain_sentences
from qualcode.tui.pane.spans import PaneCoding, PaneTurn, Span, SpanIndex
from qualcode.tui.pane.wrap import Page, Reading
from qualcode.tui.widgets.drawn import Straight

KEPT_LINES = 4096
Look = tuple[Lit, tuple[bytes | None, int]]
AHEAD = 2  # lines kept in sight beyond the unit at the cursor, and kept from one page to the next


class Transcript(ScrollView, Straight, can_focus=True, inherit_bindings=False):
    """A text to read and select in. Offsets are code points of ``text`` throughout."""

    ALLOW_SELECT = False  # the selection is ours, in offsets
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

    class LabelClicked(_Told, namespace="transcript"):
        """The label of ``coding`` was clicked; it is the active one now."""

        def __init__(self, transcript: Transcript, coding: PaneCoding) -> None:
            super().__init__(transcript)
            self.coding = coding

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
        self._drawn: dict[int, tuple[Look, Strip]] = {}  # by line; not Textual's LRUCache, which never replaces
        self._dragging = False
        self.load(text, turns, wraps, furniture, codings)

    def load(
        self,
        text: str,
        turns: Sequence[PaneTurn],
        wraps: Iterable[Span] = (),
        furniture: Iterable[Span] = (),
        codings: Iterable[PaneCoding] = (),
    ) -> None:
        """Show another text, from its beginning. Raises nothing; marks that overlap give way to the earlier."""
        self._marks = text, tuple(turns), tuple(wraps), tuple(furniture)
        self._read(folded=True, at=0, kind="sentence", codings=codings)
        if self.is_mounted:
            self.scroll_to(y=0, animate=False, immediate=True)

    # What it holds

    @property
    def text(self) -> str:
        return self._marks[0]

    @property
    def cursor(self) -> int:
        """The offset before which the cursor stands."""
        return self._cursor.at

    @property
    def unit(self) -> Span:
        """The unit under the cursor; empty where nobody speaks."""
        return self._cursor.unit

    @property
    def unit_kind(self) -> UnitKind:
        """What one unit is: clause, sentence, turn."""
        return self._cursor.kind

    @property
    def selection(self) -> Span | None:
        """What is selected, without blanks at its ends; None for nothing."""
        return self._cursor.selection

    @property
    def selecting(self) -> Selecting | None:
        """How the selection grows, for the object line; None where nothing is being selected."""
        return self._cursor.selecting

    @property
    def target(self) -> Span | None:
        """What a code would be given to: the selection, else the unit; None where there are no words."""
        return self._cursor.target

    @property
    def active(self) -> PaneCoding | None:
        """The coding that the next key is about."""
        return self._view.codings.get(self._view.active) if self._view.active else None

    def unit_at(self, offset: int, kind: UnitKind | None = None) -> Span:
        """The clause, sentence or turn at ``offset``; the kind in force where none is named."""
        return self._cursor.units.at(offset, kind or self.unit_kind)

    def unit_number(self, offset: int) -> tuple[int, int]:
        """Which unit of its turn lies at ``offset``, from 1, and how many the turn has."""
        return self._cursor.units.number(offset, self.unit_kind)

    def turn_at(self, offset: int) -> int:
        """The number of the turn at ``offset``, from 0; -1 for none."""
        return self._view.page.reading.turn_of(offset)

    def words(self, span: Span) -> str:
        """The words of ``span`` in one line, without labels; hard wraps and furniture as spaces."""
        return self._view.page.reading.words(span)

    def pieces(self, span: Span) -> list[Span]:
        """``span`` turn by turn, without the labels between."""
        return self._view.page.reading.pieces(span)

    def codings_at(self, offset: int) -> list[PaneCoding]:
        """The codings over the character at ``offset``, by start, the longer first."""
        return self._view.codings.at(offset)

    def codings_in(self, span: Span) -> list[PaneCoding]:
        """The codings that share a character with ``span``."""
        return self._view.codings.overlapping(*span)

    def moved_edge(self, span: Span, command: str) -> Span:
        """``span`` with the edge moved that ``text.end-word-later`` and its like move."""
        return moved_edge(self._cursor.units, span, command)

    # What can be changed from outside

    def set_codings(self, codings: Iterable[PaneCoding]) -> None:
        """Show these codings and no others. Those that do not lie in the text are left out."""
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
        if self._view.codings.remove(id) is not None:
            extent = self._view.margin.remove(id)
            if self._view.active == id:
                self._view.active = None
            self._changed(extent.first, extent.last)

    def choose(self, id: bytes | None) -> None:
        """Make a coding the active one, so that its label and bracket stand out; None for none."""
        old, self._view.active = self._view.active, id
        for one in {old, id} - {None}:
            if one is not None and self._view.codings.get(one) is not None:
                extent = self._view.margin[one]
                self._forget(extent.first, extent.last)
                self._repaint(range(extent.first, extent.last + 1))

    def go_to(self, offset: int) -> None:
        """Put the cursor at ``offset``; a third down the pane if it was out of sight."""
        before = self._state()
        self._cursor.place(offset)
        self._moved(before, far=True)

    def reveal(self) -> None:
        """Bring the cursor back into sight, as after the pane became lower."""
        self._reveal()

    def select(self, span: Span) -> None:
        """Select ``span`` by characters, the cursor at its end."""
        before = self._state()
        snap = self._view.page.snap
        self._cursor.place(span[1], Selecting(snap(span[0]), "character", self.unit_kind))
        self._moved(before, far=True)

    def set_look(self, palette: Palette, signs: Signs) -> None:
        """Other colours and signs."""
        self._palette = self._view.palette = palette
        self._signs = self._view.signs = signs
        self._drawn.clear()
        self._ground()
        self.refresh()

    def fold(self, folded: bool) -> None:
        """Fold the document header to one line, or show it."""
        before = self._state()
        self._read(folded=folded, at=self.cursor, kind=self.unit_kind, codings=list(self._view.codings))
        self._moved(before)

    def run(self, command: str) -> bool:
        """Do a ``text.`` command; False where it has nothing to do here and is for somebody else.

        An edge is moved here only where something is selected or nothing is coded at the cursor; otherwise it is
        the edge of a coding, and that is the screen's to change (``moved_edge`` says how).
        """
        if is_edge_move(command) and self.selection is None and self.codings_at(self.cursor):
            return False
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

    def offset_at(self, x: int, y: int) -> int:
        """The offset drawn at a cell of the pane; beside the text the nearest."""
        return self._view.page.at(x - self._view.columns.text_at, self.scroll_offset.y + y)

    def cell_of(self, offset: int) -> Offset:
        """The cell of the pane that ``offset`` is drawn in, which may be out of sight."""
        column, line = self._view.page.place(offset)
        return Offset(self._view.columns.text_at + column, line - self.scroll_offset.y)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        if event.button != 1 or event.x >= self._view.columns.lanes_at:
            return
        before = self._state()
        offset = self.offset_at(event.x, event.y)
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
        elif event.chain >= 2:
            before = self._state()
            kind: UnitKind = "sentence" if event.chain == 2 else "turn"
            start, _end = self.unit_at(self.offset_at(event.x, event.y), kind)
            self._cursor.place(start, Selecting(start, "unit", kind))
            self._moved(before)

    # Drawing

    def fresh_lines(self, lines: list[int]) -> list[Strip]:
        top, width = self.scroll_offset.y, self.size.width
        return [self._strip(top + y, width) for y in lines]

    def render_line(self, y: int) -> Strip:
        return self.fresh_lines([y])[0]

    def _strip(self, line: int, width: int) -> Strip:
        if line >= len(self._view.page):
            return Strip.blank(width, self._palette.style())
        look = self._look(line)
        kept = self._drawn.get(line)
        if kept is not None and kept[0] == look:
            return kept[1]
        segments = [segment for segment in line_segments(self._view, line, look[0], width) if segment.text]
        if self._view.columns.width <= width:
            strip = Strip(segments, width)
        else:  # hardly wider than the text's least
            strip = Strip(segments).adjust_cell_length(width, self._palette.style())
        if len(self._drawn) >= KEPT_LINES:
            self._drawn.clear()
        self._drawn[line] = look, strip
        return strip

    def on_mount(self) -> None:
        self._ground()

    def on_focus(self) -> None:
        self._show_caret()

    def on_resize(self, event: events.Resize) -> None:
        old = self._view.page
        top = old.span(min(self.scroll_offset.y, len(old) - 1))[0]
        self._view.columns = columns(self.size.width, self._longest_name)
        if self._view.columns.text == old.width:
            self._drawn.clear()
            self._measure()
        else:
            self._view.page = self._cursor.page = Page(old.reading, self._view.columns.text)
            self._arrange()
            self._scroll(self._view.page.line_of(top))
            self._reveal()
        self._show_caret()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._show_caret()

    def _read(self, *, folded: bool, at: int, kind: UnitKind, codings: Iterable[PaneCoding]) -> None:
        text, turns, wraps, furniture = self._marks
        reading = Reading(text, turns, wraps, furniture, folded=folded, spaced=self._spaced)
        self._longest_name = max((cell_len(plain(name)) for name in {turn.name for turn in turns}), default=0)
        shares = columns(self.size.width or 80, self._longest_name)
        page = Page(reading, shares.text)
        self._cursor = Cursor(page, Units(reading, self._sentences), at, kind)
        self._view = View(page, shares, SpanIndex(), Margin(), self._palette, self._signs)
        self._lit = self._now_lit()
        self.set_codings(codings)

    def _arrange(self) -> None:
        """Give every coding its lane on this page, and paint all."""
        self._view.margin = Margin((coding.id, *self._lines_of(coding)) for coding in self._view.codings)
        self._drawn.clear()
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = Size(max(1, self.size.width), len(self._view.page))
        self.refresh()

    def _fits(self, coding: PaneCoding) -> bool:
        return 0 <= coding.start < coding.end <= len(self.text)

    def _lines_of(self, coding: PaneCoding) -> tuple[int, int]:
        return self._view.page.line_of(coding.start), self._view.page.line_of(coding.end - 1)

    def _now_lit(self) -> Lit:
        cursor = self._cursor
        if cursor.selecting is not None:
            span = cursor.selecting.span(cursor.units, cursor.at)
            if span[0] < span[1]:
                return Lit(span, True, cursor.at)
        return Lit(cursor.unit, False, cursor.at)

    def _look(self, line: int) -> Look:
        """What changes in a line while its codings stay: what is lit, and the label."""
        page = self._view.page
        lit = self._lit.within(page.drawn(line), page.line_of(self.cursor) == line)
        return lit, self._view.margin.label(line)

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

    def _reveal(self, far: bool = False) -> None:
        """Scroll as little as shows the unit at the cursor and ``AHEAD`` lines; a third down where it was far."""
        page, height, top = self._view.page, self.size.height, self.scroll_offset.y
        if not height:
            return
        ahead = AHEAD if height > 4 * AHEAD else 0
        line = last = page.line_of(self.cursor)
        if self._cursor.selecting is None:
            last = max(line, page.line_of(max(self.cursor, self.unit[1] - 1)))
        last = min(last, line + height - 1 - 2 * ahead)
        if far and not top <= line <= last < top + height:
            self._scroll(line - height // 3)
        elif line < top + ahead:
            self._scroll(line - ahead)
        elif last >= top + height - ahead:
            self._scroll(last - height + 1 + ahead)

    def _scroll(self, line: int) -> None:
        line = min(max(line, 0), max(0, len(self._view.page) - self.size.height))
        if line != self.scroll_offset.y:
            self.scroll_to(y=line, animate=False, immediate=True)

    def _changed(self, first: int, last: int) -> None:
        """The codings of these lines, both inclusive, are others; what is on screen of them is painted again."""
        self._forget(first, last)
        self._repaint(range(len(self._view.page)))

    def _forget(self, first: int, last: int) -> None:
        if last - first >= KEPT_LINES:
            self._drawn.clear()
        for line in range(first, min(last, first + KEPT_LINES) + 1):
            self._drawn.pop(line, None)

    def _lit_lines(self, lit: Lit) -> range:
        if lit.cursor is None:
            return range(0)
        start, stop = lit.target or (lit.cursor, lit.cursor)
        line_of = self._view.page.line_of
        return range(line_of(min(start, lit.cursor)), line_of(max(stop, lit.cursor)) + 1)

    def _repaint(self, *lines: range) -> None:
        """Paint what of these lines is on screen and does not look as it is kept."""
        top, size = self.scroll_offset.y, self.size
        bottom = min(top + size.height, len(self._view.page))
        regions: list[Region] = []
        for line in sorted({n for some in lines for n in range(max(top, some.start), min(bottom, some.stop))}):
            kept = self._drawn.get(line)
            if kept is not None and kept[0] == self._look(line):
                continue
            if regions and regions[-1].bottom == line - top:
                regions[-1] = regions[-1].grow((0, 0, 1, 0))
            else:
                regions.append(Region(0, line - top, size.width, 1))
        if regions:
            self.refresh(*regions)

    def _show_caret(self) -> None:
        """The terminal's own cursor follows, for magnifiers and input methods."""
        if self.is_mounted and self.screen.focused in (None, self):
            self.app.cursor_position = self.content_region.offset + self.cell_of(self.cursor)

    def _ground(self) -> None:
        if self._palette.ground.startswith("#"):
            self.styles.background = self._palette.ground
