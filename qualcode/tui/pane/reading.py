"""A text and its turns as they are read, whatever the width.

The rule: blocks tile the text, and nothing of it vanishes; it may fold. What is drawn has the same length as the text: hard
wraps and page furniture inside speech read as one space, labels stand in a column of their own, the header is one dim line.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from qualcode.language.marks import HYPHENS
from qualcode.tui.pane.cells import FILLER, narrow, plain, safe
from qualcode.tui.pane.spans import PaneTurn, Span

_BLANKS_AT_LINE_END = re.compile(rf"(?<![ \t{FILLER}])[ \t{FILLER}]++(?=\n)")

_FILLED = re.compile(f"{FILLER}+")

Kind = Literal["turn", "loose", "header", "furniture", "others"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that begins on a new line; blocks tile the text.

    ``body`` is what of it is drawn as text and can hold the cursor, trimmed; None where the block is folded to
    one line. ``turn`` is the number of the turn, -1 for text that belongs to none; of ``others``, turns that are not
    shown now, that of the first. ``blank`` asks for an empty line below.
    """

    start: int
    end: int
    kind: Kind
    body: Span | None
    turn: int = -1
    blank: bool = False


class Reading:
    """A text with its turns. ``shown`` is the text as drawn, of the same length, safe for a terminal."""

    def __init__(
        self,
        text: str,
        turns: Sequence[PaneTurn],
        wraps: Iterable[Span] = (),
        furniture: Iterable[Span] = (),
        *,
        folded: bool = True,
        hidden: Collection[int] = (),
        spaced: bool = False,
    ) -> None:
        self.text = text
        self.hidden = frozenset(hidden)  # turns that fold, however many in a row, to one line
        self.turns = tuple(turns)
        furniture = sorted(furniture)
        self.shown = _without_line_ends(_one_space(safe(text), sorted([*wraps, *furniture])))
        self.blocks = _blocks(text, self.spoken((0, len(text))), self.turns, furniture, folded, self.hidden, spaced)
        self.starts = [block.start for block in self.blocks]
        self._with_body = [number for number in range(len(self.blocks)) if self.stops(number)]

    @cached_property
    def narrow(self) -> list[bool]:
        """For each block whether its body is one line of characters of one cell each, whatever the width."""
        bodies = ((block.body or (0, 0)) for block in self.blocks)
        return [narrow(self.shown[start:end]) for start, end in bodies]

    def block_of(self, offset: int) -> int:
        """The number of the block that ``offset`` lies in."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def turn_of(self, offset: int) -> int:
        """The number of the turn that ``offset`` lies in, -1 for none."""
        return self.blocks[self.block_of(offset)].turn

    def others(self, block: Block) -> int:
        """How many turns a block of ``others`` stands for."""
        at = block.turn
        while at in self.hidden and at < len(self.turns) and self.turns[at].speech[0] < block.end:
            at += 1
        return at - block.turn

    def bodies(self, block: int, step: int = 1) -> Iterator[int]:
        """The numbers of the blocks that can hold the cursor, from ``block`` on (itself too), forward or backward."""
        numbers = self._with_body
        places = (
            range(bisect_left(numbers, block), len(numbers))
            if step > 0
            else range(bisect_right(numbers, block) - 1, -1, -1)
        )
        return map(numbers.__getitem__, places)

    def stops(self, block: int) -> Span | None:
        """The first and last offset in the body of ``block`` where the cursor can stand; None where it cannot.

        Behind the last word it can stand only where something follows that is not the next block.
        """
        body, end = self.blocks[block].body, self.blocks[block].end
        if body is None or body[1] < end or block + 1 == len(self.blocks):
            return body
        return (body[0], body[1] - 1) if body[0] < body[1] else None

    def near(self, offset: int) -> tuple[int, Span]:
        """The block nearest to ``offset`` that can hold the cursor, and its ``stops``; 0, (0, 0) for none."""
        block = self.block_of(offset)
        here = self.stops(block)
        if here is not None:
            return block, here
        for number in (*_first(self.bodies(block)), *_first(self.bodies(block, -1))):
            stops = self.stops(number)
            if stops is not None:
                return number, stops
        return 0, (0, 0)

    def spoken(self, span: Span) -> str:
        """The words of ``span`` for splitting, of the same length: a hard wrap is spaces."""
        return self.shown[span[0] : span[1]].replace(FILLER, " ")

    def words(self, span: Span) -> str:
        """The words of ``span`` in one line, for people: no labels, no furniture."""
        return " ".join(filter(None, (plain(self.shown[slice(*piece)]) for piece in self.pieces(span))))

    def pieces(self, span: Span) -> list[Span]:
        """The parts of ``span`` that lie in bodies: what is said, turn by turn."""
        bodies = (block.body for block in self.blocks[self.block_of(span[0]) : self.block_of(span[1]) + 1])
        parts = ((max(body[0], span[0]), min(body[1], span[1])) for body in bodies if body is not None)
        return [part for part in parts if part[0] < part[1]]


def _first(numbers: Iterator[int]) -> list[int]:
    return [number for _, number in zip(range(1), numbers, strict=False)]


def _one_space(text: str, hidden: Sequence[Span]) -> str:
    """``text`` with every run of ``hidden`` spans as one space and fillers, so that lengths stay.

    A run that begins with a hyphen is a word cut at a line end, and reads as nothing.
    """
    pieces, done = [], 0
    for start, end in _merged(hidden):
        space = FILLER if text[start] in HYPHENS else " "
        pieces += [text[done:start], space, FILLER * (end - start - 1)]
        done = end
    return "".join([*pieces, text[done:]])


def _without_line_ends(shown: str) -> str:
    """Blanks before a newline are nothing to see, and need no cell."""
    if not any(blank + "\n" in shown for blank in (" ", "\t", FILLER)):
        return shown
    return _BLANKS_AT_LINE_END.sub(lambda match: FILLER * len(match.group()), shown)


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif start < end:
            merged.append((start, end))
    return merged


def _trimmed(text: str, start: int, end: int) -> Span:
    words = text[start:end]
    left = start + len(words) - len(words.lstrip())
    return (left, max(left, end - (len(words) - len(words.rstrip()))))


def _blocks(
    text: str,
    spoken: str,
    turns: Sequence[PaneTurn],
    furniture: Sequence[Span],
    folded: bool,
    hidden: Collection[int],
    spaced: bool,
) -> list[Block]:
    parts: list[tuple[int, Kind, Span | None, int]] = []  # start, kind, body, turn
    done = 0
    gaps = 0  # the furniture that lies before ``done``

    def between(start: int, end: int) -> None:
        """The text outside turns: nothing of it may vanish, only fold."""
        nonlocal gaps
        if not parts and folded and turns:
            if text[start:end].strip():
                parts.append((start, "header", None, -1))
            return
        while gaps < len(furniture) and furniture[gaps][0] < start:
            gaps += 1
        at = start
        while gaps < len(furniture) and furniture[gaps][1] <= end:
            loose(at, furniture[gaps][0])
            if text[slice(*furniture[gaps])].strip():
                parts.append((furniture[gaps][0], "furniture", None, -1))
            at = furniture[gaps][1]
            gaps += 1
        loose(at, end)

    def loose(start: int, end: int) -> None:
        body = _trimmed(spoken, start, end)
        if body[0] < body[1]:
            parts.append((body[0], "loose", body, -1))

    for number, turn in enumerate(turns):
        start = (
            turn.label[0] if turn.label and turn.label[0] >= done else turn.speech[0]
        )  # a column's head labels all in it
        if start < done:
            continue  # marks that overlap: the earlier turn stands
        if number in hidden:
            if not parts or parts[-1][1] != "others":
                between(done, start)
                parts.append((start, "others", None, number))
            done = turn.speech[1]
            continue
        between(done, start)
        body = _trimmed(spoken, *turn.speech)
        parts.append((start, "turn", body, number))
        done = turn.speech[1]
    between(done, len(text))
    if not parts:
        parts.append((0, "loose", (0, 0), -1))

    blocks = []
    for at, (start, kind, span, number) in enumerate(parts):
        last = at + 1 == len(parts)
        end = len(text) if last else parts[at + 1][0]
        nameless = number < 0 or not turns[number].name
        next_nameless = not last and (parts[at + 1][3] < 0 or not turns[parts[at + 1][3]].name)
        blank = not last and span is not None and span[1] < end and (spaced or (nameless and next_nameless))
        blocks.append(Block(start if at else 0, end, kind, span, number, blank))
    return blocks
