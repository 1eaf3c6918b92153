"""How a pane is painted: which lines look different now, where it is scrolled to, where the terminal's cursor stands.

The rule: only lines that look different are painted again. A line is drawn from the page, the codings and what is
lit in it, and kept with what was lit; after every change the lines on screen that it can have touched are compared with what
was kept, and those that differ are repainted.
"""

from __future__ import annotations

from collections.abc import Iterable

from textual import events
from textual.geometry import Offset, Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from qualcode.tui.palette import Palette, Signs
from qualcode.tui.pane.draw import Lit, columns, line_segments
from qualcode.tui.pane.held import Held
from qualcode.tui.pane.lanes import Margin
from qualcode.tui.pane.spans import PaneCoding, Span
from qualcode.tui.pane.wrap import Page
from qualcode.tui.punctual import Punctual
from qualcode.tui.widgets.drawn import Straight

KEPT_LINES = 4096
Look = tuple[Lit, tuple[bytes | None, int]]
LATER = 0.1  # seconds after a change of the width until what is out of sight is wrapped too
AHEAD = 2  # lines kept in sight beyond the unit at the cursor, and kept from one page to the next


class Painted(Punctual, ScrollView, Straight, Held, inherit_bindings=False):
    """Lines of a text on the screen."""

    _palette: Palette
    _signs: Signs
    _drawn: dict[int, tuple[Look, Strip]]  # by line; not Textual's LRUCache, which never replaces
    _lit: Lit
    _longest_name: int

    def set_look(self, palette: Palette, signs: Signs) -> None:
        """Other colours and signs."""
        self._palette = self._view.palette = palette
        self._signs = self._view.signs = signs
        self._drawn.clear()
        self._ground()
        self.refresh()

    def offset_at(self, x: int, y: int) -> int:
        """The offset drawn at a cell of the pane; beside the text the nearest."""
        return self._view.page.at(x - self._view.columns.text_at, self.scroll_offset.y + y)

    def cell_of(self, offset: int) -> Offset:
        """The cell of the pane that ``offset`` is drawn in, which may be out of sight."""
        column, line = self._view.page.place(offset)
        return Offset(self._view.columns.text_at + column, line - self.scroll_offset.y)

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

    holds_cursor = False  # whether the cursor stays in sight where the pane becomes lower, as above a drawer

    def on_resize(self, event: events.Resize) -> None:
        old = self._view.page
        top = old.span(min(self.scroll_offset.y, len(old) - 1))[0]
        self._view.columns = columns(self.size.width, self._longest_name)
        if self._view.columns.text == old.width:
            self._drawn.clear()
            self._measure()
            if self.holds_cursor:
                self._reveal()
        else:
            self._wrap(self._near(top))
            self._measure()
            self._scroll(self._view.page.line_of(top))
            self._reveal()
        if not self._in_sight_is_wrapped():
            self.whole()
        if not self._view.page.is_whole:
            if self._later is not None:
                self._later.stop()
            self._later = self.set_timer(LATER, self.whole)
        self._show_caret()

    _later: Timer | None = None  # until all is wrapped

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if not self._in_sight_is_wrapped():
            self.whole()
        self._show_caret()

    def whole(self) -> None:
        """Wrap what was left for later as it was not in sight; nothing that is seen changes by that."""
        page = self._view.page
        if page.is_whole:
            return
        top, lines = page.span(self.scroll_offset.y)[0], list(range(self.size.height))
        before = self.fresh_lines(lines) if self._in_sight_is_wrapped() else []
        self._wrap()
        line = self._view.page.line_of(top)
        self.set_reactive(Widget.virtual_size, self._whole_size)
        self.set_reactive(Widget.scroll_y, line)
        self.set_reactive(Widget.scroll_target_y, line)
        if not before:
            self.refresh()
        elif other := [y for y in lines if before[y] != self._strip(line + y, self.size.width)]:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in other))

    def _near(self, top: int) -> Span:
        """What can be in sight with the text from ``top`` on, or the cursor, on screen; and a good deal more."""
        more = 4 * self.size.width * self.size.height
        return max(0, min(top, self.cursor) - more), min(len(self.text), max(top, self.cursor) + more)

    def _in_sight_is_wrapped(self) -> bool:
        page, top = self._view.page, self.scroll_offset.y
        last = min(len(page), top + self.size.height) - 1
        return page.is_whole or (page.wrapped.start <= top and last < page.wrapped.stop)

    def _wrap(self, around: Span | None = None) -> None:
        """Wrap the text, or what lies ``around``, at the width there is, and give the codings there their lanes."""
        view = self._view
        view.page = self._cursor.page = page = Page(view.page.reading, view.columns.text, around)
        wrapped = page.span(page.wrapped[0])[0], page.span(page.wrapped[-1])[1]
        self._lanes(view.codings if page.is_whole else view.codings.overlapping(*wrapped))

    def _lanes(self, codings: Iterable[PaneCoding]) -> None:
        line_of = self._view.page.line_of
        by_place = sorted(codings, key=lambda one: (one.start, -one.end, one.name, one.id))
        self._view.margin = Margin((one.id, line_of(one.start), line_of(one.end - 1)) for one in by_place)
        self._drawn.clear()

    def _arrange(self) -> None:
        """Give every coding its lane on this page, and paint all."""
        self._lanes(self._view.codings)
        self._measure()

    def _measure(self) -> None:
        self.virtual_size = self._whole_size
        self.refresh()

    @property
    def _whole_size(self) -> Size:
        return Size(max(1, self.size.width), len(self._view.page))

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
        if self._view.leads and self.is_mounted and self.screen.focused in (None, self):
            self.app.cursor_position = self.content_region.offset + self.cell_of(self.cursor)

    def _ground(self) -> None:
        if self._palette.ground.startswith("#"):
            self.styles.background = self._palette.ground
