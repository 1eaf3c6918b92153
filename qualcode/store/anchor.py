"""Where a span of an older text lies in a newer one: a pure function of the two texts and the span.

What the texts have in common (``aligned``) says it: a span lies where the island of equal words lies that holds it. Where no
island does (both neighbours of a short answer were mended), it lies where its words stand once between the islands around it, in
a sentence that is still mostly there. Words that may as well be another span's are never taken, and ties are refused: a span is
never put where it might not belong.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.store.aligned import (
    LABEL,
    LEAST_MOVED,
    Alignment,
    Block,
    aligned,
    cuts_word,
    same_after,
    same_before,
    weight,
)

ANCHOR_VERSION = 2  # raise it when an alignment may come out differently: computed places are caches
CONTEXT = (
    32  # code points: what must agree with and around a span before words that are not of one piece say where it lies
)

BESIDE = 16  # code points that must be left in the lines around words said more than once


@dataclass(frozen=True)
class Place:
    """Where the span lies now: unchanged or moved (``start``, ``stop`` are exact), changed (they are the best guess,
    to be reviewed), or lost (both 0)."""

    state: str
    start: int
    stop: int


def place(old: str, new: str, start: int, stop: int) -> Place:
    """Find ``old[start:stop]`` in ``new``. Offsets in code points, half-open."""
    if old == new:
        return Place("unchanged", start, stop)
    found = aligned(old, new)
    at = _exact(old, new, found, start, stop)
    if at is not None:
        return Place("unchanged" if at == start else "moved", at, at + stop - start)
    return _nearest(found.blocks, start, stop)


def blocks(old: str, new: str) -> tuple[Block, ...]:
    """The equal parts of two texts, in order of the old one, disjoint and increasing in both."""
    return aligned(old, new).blocks


def forget() -> None:
    """Drop the alignments that are kept in memory."""
    aligned.cache_clear()


def _exact(old: str, new: str, found: Alignment, start: int, stop: int) -> int | None:
    """The new start where every code point of the span survived side by side and nothing else speaks for another place."""
    homes = {b - a for a, b, _length in _holding(found.islands, start, stop)}
    if len(homes) == 1:
        at = start + homes.pop()
        claims = {b - a for a, b, _length in _holding(found.in_new, at, at + stop - start, 1)}
        return at if len(claims) == 1 else None
    if homes:
        return None
    between = _between(old, new, found, start, stop)
    return between if between is not None else _alone(old, new, found, start, stop)


def _holding(islands: tuple[Block, ...], start: int, stop: int, side: int = 0) -> Iterator[Block]:
    """The islands that hold ``[start, stop)`` of the old text, or, ``side`` 1, of the new one; sorted by that side."""
    index = bisect_right(islands, start, key=lambda island: island[side]) - 1
    for island in islands[max(0, index - 8) : index + 1]:  # they overlap at their ends only
        if island[side] + island[2] >= stop:
            yield island


def _between(old: str, new: str, found: Alignment, start: int, stop: int) -> int | None:
    """Where the span's words stand once between the islands around it, as they do in the old text, in a line that is still
    mostly the same. What islands hold is not looked at: those are other words, wherever they came from."""
    words = old[start:stop]
    (a0, a1), (b0, b1) = _gap(old, new, found, start, stop)
    whole = not (cuts_word(old, start) or cuts_word(old, stop))
    here = _free(old, words, whole, (a0, a1), found.islands, 0)
    there = _free(new, words, whole, (b0, b1), found.in_new, 1)
    if here != [start] or len(there) != 1:
        return None
    at = there[0]
    if old.count(words) == new.count(words) == 1:  # elsewhere nobody said it
        sentence, line = _around(old, start, stop, ".?!\n:\t"), _around(new, at, at + stop - start, "\n")
        return at if 2 * _kept(found, sentence, line, (start, stop)) >= sentence[1] - sentence[0] else None
    told = _same_voice(old, new, start, at) and _in_touch(old, new, start, stop, at)
    return at if told and _beside(old, new, found, (start, stop), at) >= BESIDE else None


def _same_voice(old: str, new: str, start: int, at: int) -> bool:
    """Whether the lines of both places begin with the same label, or neither with one."""
    one, other = LABEL.match(old, old.rfind("\n", 0, start) + 1), LABEL.match(new, new.rfind("\n", 0, at) + 1)
    return (one[0] if one else "") == (other[0] if other else "")


def _in_touch(old: str, new: str, start: int, stop: int, at: int) -> bool:
    """Whether the words begin, or end, what is said in their line in both texts, or words beside them agree."""
    end = at + stop - start
    if _agreed(old, new, start, stop, at) - (stop - start) >= BESIDE:
        return True
    line, line_now = _said(old, _around(old, start, stop, "\n")), _said(new, _around(new, at, end, "\n"))
    if not old[line[0] : start].strip():
        return not new[line_now[0] : at].strip()
    return not old[stop : line[1]].strip() and not new[end : line_now[1]].strip()


def _agreed(old: str, new: str, start: int, stop: int, at: int) -> int:
    """How many code points agree with and around the span, on either side at most ``CONTEXT``, labels not counted."""
    low = start - same_before(old, start, new, at, CONTEXT)
    return weight(old, low, stop + same_after(old, stop, new, at + stop - start, CONTEXT))


def _beside(old: str, new: str, found: Alignment, span: tuple[int, int], at: int) -> int:
    """How many code points stay beside the span: in its line, the one before and the one after, labels not counted."""
    line, line_now = _around(old, *span, "\n"), _around(new, at, at + span[1] - span[0], "\n")
    kept = _kept(found, _said(old, line), line_now, span) - (span[1] - span[0])
    before, before_now = _before(old, line[0]), _before(new, line_now[0])
    after, after_now = _after(old, line[1]), _after(new, line_now[1])
    kept += _kept(found, _said(old, before), before_now, (0, 0))
    return kept + _kept(found, _said(old, after), after_now, (0, 0))


def _said(text: str, line: tuple[int, int]) -> tuple[int, int]:
    """The line without its label."""
    label = LABEL.match(text, line[0], line[1])
    return (label.end(), line[1]) if label else line


def _before(text: str, at: int) -> tuple[int, int]:
    """The last line with something in it that ends before ``at``."""
    stop = len(text[:at].rstrip())
    return text.rfind("\n", 0, stop) + 1, stop


def _after(text: str, at: int) -> tuple[int, int]:
    """The first line with something in it that begins at or after ``at``."""
    start = len(text) - len(text[at:].lstrip())
    stop = text.find("\n", start)
    return start, stop if stop >= 0 else len(text)


def _gap(old: str, new: str, found: Alignment, start: int, stop: int) -> tuple[tuple[int, int], tuple[int, int]]:
    """What lies between the islands around the span, in both texts: the nearest two if one follows the other in the new text
    too (together they stayed, or were moved), else the nearest that stayed."""
    ends = (0, 0, 0), (len(old), len(new), 0)
    for islands in (found.islands, found.stayed):
        low = bisect_left(islands, stop, key=lambda island: island[0] + island[2]) - 1
        high = bisect_right(islands, start, key=lambda island: island[0])
        before = islands[low] if low >= 0 else ends[0]
        after = islands[high] if high < len(islands) else ends[1]
        following = bisect_right(found.in_new, before[1], key=lambda island: island[1])
        if islands is found.stayed or (following < len(found.in_new) and found.in_new[following] == after):
            break
    return (before[0] + before[2], after[0]), (before[1] + before[2], after[1])


def _free(text: str, words: str, whole: bool, gap: tuple[int, int], islands: tuple[Block, ...], side: int) -> list[int]:
    """Where the words stand in the gap, or reaching over its ends, and no island holds them."""
    over = len(words) - 1
    found = _occurrences(words, text, whole, max(0, gap[0] - over), min(len(text), gap[1] + over))
    return [at for at in found if not any(_holding(islands, at, at + len(words), side))]


def _around(text: str, start: int, stop: int, signs: str) -> tuple[int, int]:
    """From the last sign before the span to the first behind it."""
    low = max(text.rfind(sign, 0, start) for sign in signs) + 1
    ends = [end for end in (text.find(sign, max(start, stop - 1)) for sign in signs) if end >= 0]
    return low, max(stop, min(ends, default=len(text)))


def _kept(found: Alignment, line: tuple[int, int], line_now: tuple[int, int], span: tuple[int, int]) -> int:
    """How much of ``line`` stands in ``line_now``, the span included."""
    start, stop = span
    kept = stop - start
    for a, b, length in found.blocks[max(0, bisect_right(found.blocks, line, key=lambda block: block[:2]) - 1) :]:
        if a >= line[1]:
            break
        low = max(a, line[0], line_now[0] - b + a)
        high = min(a + length, line[1], line_now[1] - b + a)
        kept += max(0, high - low) - max(0, min(high, stop) - max(low, start))
    return kept


def _alone(old: str, new: str, found: Alignment, start: int, stop: int) -> int | None:
    """Where words that stand once in both texts lie, if enough agrees with and around them."""
    words = old[start:stop]
    whole = not (cuts_word(old, start) or cuts_word(old, stop))
    here, there = _occurrences(words, old, whole), _occurrences(words, new, whole)
    at = next(there, None)
    if at is None or next(there, None) is not None or next(here, None) is None or next(here, None) is not None:
        return None
    if any(_holding(found.in_new, at, at + len(words), 1)):
        return None
    return at if _agreed(old, new, start, stop, at) >= min(LEAST_MOVED, len(old) // 2) else None


def _occurrences(words: str, text: str, whole: bool, low: int = 0, high: int | None = None) -> Iterator[int]:
    """Where the words stand; ``whole``: as words of their own."""
    stop = len(text) if high is None else high
    at = text.find(words, low, stop)
    while at >= 0:
        if not whole or not (cuts_word(text, at) or cuts_word(text, at + len(words))):
            yield at
        at = text.find(words, at + 1, stop)


def _nearest(aligned_: tuple[Block, ...], start: int, stop: int) -> Place:
    """From the first to the last surviving code point of the span: to be reviewed. Lost where less than half survived."""
    first = last = -1
    kept = 0
    for a, b, length in aligned_:
        low, high = max(a, start), min(a + length, stop)
        if low < high:
            kept += high - low
            first = b + low - a if first < 0 else first
            last = b + high - a
    if kept * 2 < stop - start or last - first > 3 * (stop - start):
        return Place("lost", 0, 0)
    return Place("changed", first, last)
