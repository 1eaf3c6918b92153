"""Where a span lies after words were replaced: exact, from the replacements themselves.

``blocks`` are the equal parts of two texts (start in the old one, start in the new one, length), in order; what lies
between two blocks was replaced as a whole. A place inside replaced words goes to their edge, so that a passage that
holds a name holds what stands in for it. Every map is kept with the record that made it (a withdrawal of names), so
that a span which somebody made on the old text meanwhile, on another device, lands too.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from qualcode.language.marks import Marks, Span, Turn
from qualcode.store.anchor import Place
from qualcode.store.project import Project

Block = tuple[int, int, int]
NAMES = "names"  # the target of a withdrawal that takes names out of a text, and not a person out of the project


def replaced(text: str, changes: Sequence[tuple[int, int, str]]) -> tuple[str, tuple[Block, ...]]:
    """The text with each ``[start, stop)`` replaced by its words (sorted, apart), and the blocks between the two."""
    pieces: list[str] = []
    blocks: list[Block] = []
    old = new = 0
    for start, stop, words in changes:
        blocks.append((old, new, start - old))
        pieces += [text[old:start], words]
        new += start - old + len(words)
        old = stop
    blocks.append((old, new, len(text) - old))
    return "".join([*pieces, text[old:]]), tuple(blocks)


def carry(blocks: Sequence[Sequence[int]], start: int, stop: int) -> Span:
    """Where ``[start, stop)`` of the old text lies in the new one."""
    return _at(blocks, start, first=True), _at(blocks, stop, first=False)


def _at(blocks: Sequence[Sequence[int]], place: int, *, first: bool) -> int:
    """A place at the edge of replaced words stays at that edge; one inside goes to their start or their end."""
    find = bisect_right if first else bisect_left  # what ends where a block begins belongs to what is before it
    index = max(0, find(blocks, place, key=lambda block: block[0]) - 1)
    old, new, length = blocks[index]
    if place <= old + length:
        return new + place - old
    return new + length if first or index + 1 == len(blocks) else blocks[index + 1][1]


def inverse(blocks: Sequence[Sequence[int]]) -> list[Block]:
    """The same map from the new text to the old one."""
    return [(new, old, length) for old, new, length in blocks]


def carry_marks(marks: Marks, blocks: Sequence[Block]) -> Marks:
    """The marks of the old text on the new one. What lay wholly inside replaced words (a hard wrap in a name) is gone."""

    def moved(span: Span) -> Span:
        return carry(blocks, *span)

    def kept(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(moved(span) for span in spans if not _inside(blocks, span))

    return Marks(
        marks.convention,
        tuple(Turn(moved(t.label) if t.label else None, moved(t.speech), t.side) for t in marks.turns),
        kept(marks.wraps), kept(marks.furniture), kept(marks.times),
        tuple((moved(key), moved(value)) for key, value in marks.header),
    )  # fmt: skip


def _inside(blocks: Sequence[Block], span: Span) -> bool:
    index = bisect_right(blocks, span[0], key=lambda block: block[0]) - 1
    old, _new, length = blocks[index]
    return span[0] >= old + length and index + 1 < len(blocks) and span[1] <= blocks[index + 1][0] and span[0] < span[1]


def onward(project: Project, version: bytes) -> tuple[bytes, list[list[int]], bool] | None:
    """The version that this one became when names were taken out; the blocks; whether they are the replacements themselves
    (else they are what two editions have in common). None where no names were taken out of it."""
    rows = project.rows(
        "SELECT versions FROM withdrawal WHERE target=? AND removed=0 AND versions LIKE ? ORDER BY id DESC",
        NAMES, f'%["{version.hex()}",%',
    )  # fmt: skip
    for (versions,) in rows:
        for old, new, _spans, blocks, exact in json.loads(versions):
            if old == version.hex():
                return bytes.fromhex(new), blocks, bool(exact)
    return None


def place(blocks: Sequence[Sequence[int]], exact: bool, start: int, stop: int) -> Place:
    """Where a span made on the old text lies in the new one. By the replacements it is known; by what two editions have in
    common only where it lies in one block, else it is to be reviewed, or lost."""
    if exact:
        low, high = carry(blocks, start, stop)
        return Place("moved", low, high)
    parts = [
        (new + max(old, start) - old, new + min(old + length, stop) - old)
        for old, new, length in blocks
        if max(old, start) < min(old + length, stop)
    ]
    kept = sum(high - low for low, high in parts)
    if len(parts) == 1 and kept == stop - start:
        return Place("moved", *parts[0])
    low, high = min((p[0] for p in parts), default=0), max((p[1] for p in parts), default=0)
    if kept * 2 < stop - start or high - low > 3 * (stop - start):
        return Place("lost", 0, 0)
    return Place("changed", low, high)
