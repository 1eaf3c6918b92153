"""Where a key takes the cursor, what it selects, and how an edge moves.

The rule: pure functions from an offset to an offset. The cursor stands before a grapheme of some body (or at its
end), a selection is a span, and nothing here leaves the text. What a code applies to is the selection, or else the
*unit* under the cursor: a clause, a sentence, a turn. Which words make a sentence is not known here: a function
that is given the words of a turn says so.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import Literal

from qualcode.tui.pane.cells import FILLER
from qualcode.tui.pane.reading import Reading
from qualcode.tui.pane.spans import Span
from qualcode.tui.pane.wrap import Page

UnitKind = Literal["clause", "sentence", "turn"]
UNIT_KINDS: tuple[UnitKind, ...] = ("clause", "sentence", "turn")
Splitter = Callable[[str], Sequence[Span]]

_WORD = re.compile(rf"[^\s{FILLER}]+")
_PAUSES, _CLOSING = ",;:–—", ".!?…\"'”’)]"
_SENTENCE = re.compile(r"\S.*?(?:[.!?…]+[\"'”’)\]]*(?=\s|$)|\n\s*\n|$)", re.DOTALL)
_CLAUSE = re.compile(r"\S.*?(?:[,;:–—]+(?=\s)|$)", re.DOTALL)


def plain_sentences(words: str) -> list[Span]:
    """Sentences by their closing marks alone: what the pane does until a better splitter is given."""
    return [match.span() for match in _SENTENCE.finditer(words)]


class Units:
    """The units of a reading. ``sentences`` gets the words of one turn and returns spans in them."""

    def __init__(self, reading: Reading, sentences: Splitter = plain_sentences) -> None:
        self.reading = reading
        self._sentences = sentences
        self.within = lru_cache(512)(self._within)

    def _within(self, block: int, kind: UnitKind) -> tuple[Span, ...]:
        body = self.reading.blocks[block].body
        if body is None or body[0] == body[1]:
            return ()
        if kind == "turn":
            return (body,)
        if kind == "sentence":
            return self._trimmed(body, self._sentences(self.reading.spoken(body))) or (body,)
        return tuple(
            clause
            for sentence in self.within(block, "sentence")
            for clause in self._trimmed(sentence, [m.span() for m in _CLAUSE.finditer(self.reading.spoken(sentence))])
        )

    def _trimmed(self, outer: Span, spans: Sequence[Span]) -> tuple[Span, ...]:
        """``spans``, counted from the start of ``outer``, as spans of the text: in order, disjoint, not blank."""
        found: list[Span] = []
        for start, end in sorted(spans):
            start = max(outer[0] + start, found[-1][1] if found else outer[0])
            start, end = trimmed(self.reading, (start, min(outer[0] + end, outer[1])))
            if start < end:
                found.append((start, end))
        return tuple(found)

    def at(self, offset: int, kind: UnitKind) -> Span:
        """The unit that ``offset`` lies in, or else the one before it in its turn; empty where nobody speaks."""
        block, body = self.reading.near(offset)
        units = self.within(block, kind)
        return units[self._index(units, offset)] if units else (body[0], body[0])

    def number(self, offset: int, kind: UnitKind) -> tuple[int, int]:
        """Which unit of its turn this is, from 1, and how many there are."""
        units = self.within(self.reading.near(offset)[0], kind)
        return (self._index(units, offset) + 1, len(units)) if units else (0, 0)

    def beside(self, offset: int, kind: UnitKind, step: int) -> Span | None:
        """The unit after (``step`` 1) or before (-1) the one at ``offset``; None at the ends."""
        block, _ = self.reading.near(offset)
        units = self.within(block, kind)
        if units:
            index = self._index(units, offset) + step
            if 0 <= index < len(units):
                return units[index]
        for other in islice(self.reading.bodies(block, step), 1, None):
            if found := self.within(other, kind):
                return found[0 if step > 0 else -1]
        return None

    @staticmethod
    def _index(units: Sequence[Span], offset: int) -> int:
        return max(0, bisect_right(units, offset, key=lambda unit: unit[0]) - 1)


def trimmed(reading: Reading, span: Span) -> Span:
    """``span`` without blanks at its ends; empty where it holds nothing else."""
    words = reading.spoken(span)
    start = span[0] + len(words) - len(words.lstrip())
    return start, max(start, span[0] + len(words.rstrip()))


# Steps of the cursor


def by_character(page: Page, offset: int, step: int) -> int:
    """One grapheme right (``step`` 1) or left (-1), over the ends of lines and turns."""
    line = page.line_of(offset)
    block, (start, end) = page.reading.near(offset)
    first, last = page.drawn(line)
    if step > 0:
        if offset >= page.snap(end):
            return _other_body(page, block, 1, offset)
        if offset >= last:
            return page.snap(offset + 1)
        return next(b for a, b, _ in page.steps(line) if a <= offset < b)
    if offset <= start:
        return _other_body(page, block, -1, offset)
    if offset <= first:
        return page.snap(offset - 1)
    return max((a for a, _, _ in page.steps(line) if a < offset), default=first)


def _other_body(page: Page, block: int, step: int, default: int) -> int:
    """The first place of the cursor in the body after ``block``, the last in the one before."""
    for number in islice(page.reading.bodies(block, step), 1, None):
        stops = page.reading.stops(number)
        if stops is not None:
            return page.snap(stops[0 if step > 0 else 1])
    return default


def by_line(page: Page, offset: int, step: int, column: int) -> int:
    """``step`` lines down (up where negative), to ``column``; folded and blank lines are stepped over."""
    line = page.line_of(page.snap(offset))
    target = min(max(line + step, 0), len(page) - 1)
    direction = 1 if step > 0 else -1
    onwards = range(target, len(page) if step > 0 else -1, direction)
    for number in chain(onwards, range(target, line, -direction)):
        if page.holds_cursor(number):
            return page.at(column, number)
    return page.snap(offset)


def line_edges(page: Page, offset: int) -> Span:
    """The first and the last place of the cursor in the line of ``offset``."""
    line = page.line_of(page.snap(offset))
    return page.drawn(line)[0], page.last_stop(line)


def by_word(page: Page, offset: int, step: int) -> int:
    """The start of the next word, or of this or the one before; over the ends of turns."""
    block, (start, end) = page.reading.near(offset)
    starts = [word[0] for word in _words(page.reading, (start, end))]
    if step > 0:
        after = starts[bisect_right(starts, offset) :]
        return page.snap(after[0]) if after else _other_body(page, block, 1, page.snap(end))
    before = [at for at in starts if at < offset]
    return page.snap(before[-1]) if before else _other_body(page, block, -1, page.snap(start))


def by_turn(page: Page, offset: int, step: int) -> int:
    """The start of the next turn; of the one before, or of this one from inside it."""
    block, (start, _) = page.reading.near(offset)
    if step < 0 and offset > page.snap(start):
        return page.snap(start)
    number = next(islice(page.reading.bodies(block, step), 1, None), None)
    stops = page.reading.stops(number) if number is not None else None
    return page.snap(stops[0] if stops else start if step < 0 else offset)


def ends(page: Page) -> Span:
    """The first and the last place of the cursor in the text."""
    return page.snap(0), page.snap(len(page.reading.text))


# Selecting


@dataclass(frozen=True, slots=True)
class Selecting:
    """A selection that begins at ``anchor`` and ends at the cursor, by characters or whole units.

    ``follows`` where plain movement extends it (after Space, v or V); otherwise a plain move drops it.
    """

    anchor: int
    by: Literal["character", "unit"] = "unit"
    kind: UnitKind = "sentence"
    follows: bool = False

    def span(self, units: Units, cursor: int) -> Span:
        """What is selected with the cursor at ``cursor``."""
        low, high = min(self.anchor, cursor), max(self.anchor, cursor)
        if self.by == "character":
            return low, high
        return units.at(low, self.kind)[0], units.at(high, self.kind)[1]


# Edges

EdgeMove = Literal[
    "end-word-later",
    "end-word-earlier",
    "start-word-earlier",
    "start-word-later",
    "end-sentence-later",
    "end-sentence-earlier",
]


def moved_edge(units: Units, span: Span, move: EdgeMove) -> Span:
    """``span`` with one edge at the next word or sentence, inside its turn and never empty."""
    reading = units.reading
    edge, what, direction = move.split("-")
    start, end = span
    block, _ = reading.near(max(start, end - 1) if edge == "end" else start)
    body = reading.blocks[block].body or (0, 0)
    if edge == "end":
        later = direction == "later"
        sentence_ends = (stop for _, stop in units.within(block, "sentence"))
        stops = [
            stop for stop in (_word_ends(reading, body, later) if what == "word" else sentence_ends) if stop > start
        ]
        if later:
            return start, min((stop for stop in stops if stop > end), default=end)
        return start, max((stop for stop in stops if stop < end), default=end)
    stops = [stop for stop, _ in _words(reading, body) if stop < end]
    if direction == "later":
        return min((stop for stop in stops if stop > start), default=start), end
    return max((stop for stop in stops if stop < start), default=start), end


def _word_ends(reading: Reading, body: Span, bare: bool) -> Iterator[int]:
    """Where a passage may end: behind a word, without the comma after it; where ``bare``, also before the mark that closes a
    sentence."""
    for start, stop in _words(reading, body):
        word = reading.shown[start:stop]
        for end in (word.rstrip(_PAUSES), word.rstrip(_PAUSES + _CLOSING) if bare else ""):
            if end:
                yield start + len(end)


def _words(reading: Reading, span: Span) -> Iterator[Span]:
    return (match.span() for match in _WORD.finditer(reading.shown, *span))
