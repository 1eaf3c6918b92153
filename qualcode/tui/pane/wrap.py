"""From a reading to lines of a given width, and back.

The rule: lines tile the text. Every offset lies in exactly one line, folded stretches and labels included, so that
a coding touches a line when it shares a character with it, and nothing has to be translated. What is *drawn* of a
line may be less than the line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from qualcode.tui.pane.cells import FILLER, TAB, graphemes, narrow
from qualcode.tui.pane.reading import Block, Reading
from qualcode.tui.pane.spans import Span

_FILLED = re.compile(f"{FILLER}+")


class Page:
    """A reading wrapped at ``width`` cells: greedy, at spaces, words longer than a line cut between graphemes.

    A line holds ``width`` cells and one space more at its end; so every place of the cursor has a cell of its own
    in columns 0 to ``width``. Where only the blocks ``around`` a stretch of text are wanted, every other block is one line,
    however long: nothing to look at, and soon made.
    """

    def __init__(self, reading: Reading, width: int, around: Span | None = None) -> None:
        self.reading = reading
        self.width = max(TAB, width)
        first, stop = 0, len(reading.blocks)
        if around is not None:
            first, stop = reading.block_of(around[0]), reading.block_of(around[1]) + 1
        self.starts: list[int] = reading.starts[:first]
        self._first_lines: list[int] = list(range(first))
        shown = reading.shown
        for block, is_narrow in zip(reading.blocks[first:stop], reading.narrow[first:stop], strict=True):
            self._first_lines.append(len(self.starts))
            self.starts.append(block.start)
            if block.body and is_narrow:
                _wrap_narrow(shown, *block.body, self.width, self.starts)
            elif block.body:
                _wrap(shown, *block.body, self.width, self.starts)
            if block.body and block.blank:
                self.starts.append(block.body[1] + 1)
        self.wrapped = range(first, len(self.starts))
        self.is_whole = len(reading.blocks) == stop - first
        self._first_lines += range(len(self.starts), len(self.starts) + len(reading.blocks) - stop)
        self.starts += reading.starts[stop:]

    def __len__(self) -> int:
        return len(self.starts)

    def line_of(self, offset: int) -> int:
        """The line that ``offset`` lies in."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def span(self, line: int) -> Span:
        """The stretch of text that ``line`` stands for."""
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.reading.text)
        return self.starts[line], end

    def _number_at(self, line: int) -> int:
        return bisect_right(self._first_lines, line) - 1

    def block_at(self, line: int) -> Block:
        """The block that ``line`` is of."""
        return self.reading.blocks[self._number_at(line)]

    def opens(self, line: int) -> bool:
        """Whether a block begins with ``line`` (so that its name is shown there)."""
        return self._first_lines[self._number_at(line)] == line

    def holds_cursor(self, line: int) -> bool:
        """Whether the cursor can stand in ``line``: not in a folded or a blank one."""
        number = self._number_at(line)
        stops = self.reading.stops(number)
        return stops is not None and self.starts[line] <= stops[1]

    def drawn(self, line: int) -> Span:
        """The stretch of text drawn in ``line``, without the newline; empty for folded and blank lines."""
        start, end = self.span(line)
        body = self.block_at(line).body
        if body is None or start > body[1]:
            return start, start
        start, end = max(start, body[0]), min(end, body[1])
        if end > start and self.reading.shown[end - 1] == "\n":
            end -= 1
        return start, end

    def steps(self, line: int) -> list[tuple[int, int, int]]:
        """The graphemes of ``line`` as ``(start, end, cells)`` in offsets of the text."""
        start, end = self.drawn(line)
        return [(start + a, start + b, cells) for a, b, cells in graphemes(self.reading.shown[start:end])]

    def snap(self, offset: int) -> int:
        """The place of the cursor nearest to ``offset``: at the start of a grapheme of some body, or its end."""
        _, (start, end) = self.reading.near(offset)
        offset = min(max(offset, start), end)
        first, last = self.drawn(self.line_of(offset))
        if narrow(self.reading.shown[first:last]) or offset >= last:
            return offset
        return next(a for a, b, _ in self.steps(self.line_of(offset)) if a <= offset < b)

    def place(self, offset: int) -> tuple[int, int]:
        """The column (0 to ``width``, inside the text) and line of ``offset``, snapped."""
        offset = self.snap(offset)
        line = self.line_of(offset)
        start, end = self.drawn(line)
        if narrow(self.reading.shown[start:end]):
            return max(0, offset - start), line
        return sum(cells for a, _, cells in self.steps(line) if a < offset), line

    def at(self, column: int, line: int) -> int:
        """The offset drawn at ``column`` of ``line``; left of the text its start, right of it its end."""
        line = min(max(line, 0), len(self.starts) - 1)
        start, end = self.drawn(line)
        if start == end or not self.holds_cursor(line):
            return self.snap(start)
        last = self.last_stop(line)
        if narrow(self.reading.shown[start:end]):
            return min(max(start + column, start), last)
        x = 0
        for a, _, cells in self.steps(line):
            x += cells
            if column < x:
                return a
        return last

    def last_stop(self, line: int) -> int:
        """The last place of the cursor in ``line``."""
        start, end = self.drawn(line)
        follows = line + 1 < len(self.starts) and self.starts[line + 1] == end
        if not follows or start == end:
            return self.snap(end)
        return start + graphemes(self.reading.shown[start:end])[-1][0]


def _wrap(shown: str, start: int, end: int, width: int, starts: list[int]) -> None:
    """Append to ``starts`` where lines begin within ``[start, end)``, but for the first."""
    while True:
        newline = shown.find("\n", start, end)
        stop = end if newline < 0 else newline
        line = shown[start:stop]
        if narrow(line):
            _wrap_narrow(shown, start, stop, width, starts)
        elif not line.startswith(FILLER) and narrow(line.replace(FILLER, "")):
            _wrap_filled(line, start, width, starts)
        else:
            _wrap_graphemes(shown, start, stop, width, starts)
        if newline < 0:
            return
        start = newline + 1
        starts.append(start)


def _wrap_narrow(shown: str, start: int, stop: int, width: int, starts: list[int]) -> None:
    rfind, append = shown.rfind, starts.append
    last = stop - width  # what begins there is the last line
    while start < last and not (start + 1 == last and shown[stop - 1] == " "):
        space = rfind(" ", start + 1, start + width + 1)
        start = space + 1 if space > 0 else start + width
        append(start)


def _wrap_filled(line: str, start: int, width: int, starts: list[int]) -> None:
    """Narrow text with fillers in it, as hard-wrapped prose is: wrapped without them, then put back in its place."""
    runs = [match.span() for match in _FILLED.finditer(line)]
    before = [0, *accumulate(end - begin for begin, end in runs)]  # fillers before the n-th run
    kept = [begin - gone for (begin, _), gone in zip(runs, before, strict=False)]  # where the runs were, without them
    bare: list[int] = []
    words = line.replace(FILLER, "")
    _wrap_narrow(words, 0, len(words), width, bare)
    starts.extend(start + at + before[bisect_right(kept, at)] for at in bare)


def _wrap_graphemes(shown: str, start: int, stop: int, width: int, starts: list[int]) -> None:
    """Any text: where a line's worth of it is narrow that is wrapped as such, and only the rest is walked grapheme by
    grapheme."""
    ahead = width + TAB  # enough where hardly anything has more characters than cells
    while True:
        if narrow(shown[start : min(stop, start + width + 2)]):
            if stop - start <= width or (stop - start == width + 1 and shown[stop - 1] == " "):
                return
            space = shown.rfind(" ", start + 1, start + width + 1)
            start = space + 1 if space > 0 else start + width
        else:
            end = min(stop, start + ahead)
            steps = graphemes(shown[start:end])
            at = _break(shown, start, steps if end == stop else steps[:-1], width)
            if at is None and end == stop:
                return
            if at is None:  # marks upon marks: a line of this is longer than one would think
                ahead *= 2
                continue
            start += at
        starts.append(start)


def _break(shown: str, start: int, steps: list[tuple[int, int, int]], width: int) -> int | None:
    """Where the next line begins, from ``start``; None where these graphemes fit in one."""
    column = breaks = 0  # the number of the grapheme after the last blank
    for at, (a, b, cells) in enumerate(steps):
        character = shown[start + a]
        if character == "\t":
            cells = TAB - column % TAB
            if column + cells > width:
                breaks = at
        blank = shown[start + a : start + b].rstrip(FILLER) == " "
        if column + cells > width and not (blank and column == width):
            return steps[breaks if breaks > 1 else at][0]  # not after a blank that opens the line
        column += cells
        if blank or character == "\t":
            breaks = at + 1
    return None
