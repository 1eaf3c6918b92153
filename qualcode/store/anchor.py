"""Where a span of an older text lies in a newer one: a pure function of the two texts and the span.

First sentences that occur once in both texts are matched in order (patience), then the tokens between them are aligned
(Indel distance, rapidfuzz); what is left, or is aligned with little around it that agrees, is looked for by its quote and
the context around it. Words that are another span's are never taken, and ties are refused: a span is never put where it
might not belong. Tokens follow a fixed rule on code points, not Unicode tables that change.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

ANCHOR_VERSION = 1  # raise it when an alignment may come out differently: computed places are caches
CONTEXT = 32  # code points looked at on either side of a quote
Block = tuple[int, int, int]  # start in the old text, start in the new one, length

_TOKEN = re.compile(r"[ \t\n\r]+|[!-/:-@\[-`{-~]|[^ \t\n\r!-/:-@\[-`{-~]+")
_SENTENCE = re.compile(r"[^.?!\n]*[.?!\n]+[ \t\n]*|[^.?!\n]+$")


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
    aligned = blocks(old, new)
    at = _exact(aligned, start, stop)
    if at is None or sum(_context(old, new, start, stop, at)) < CONTEXT:
        at = _by_quote(old, new, start, stop, aligned, at)
    if at is not None:
        return Place("unchanged" if at == start else "moved", at, at + stop - start)
    return _nearest(aligned, start, stop)


@lru_cache(maxsize=64)
def blocks(old: str, new: str) -> tuple[Block, ...]:
    """The equal parts of two texts, in order of the old one, disjoint and increasing in both."""
    a, b = _pieces(_SENTENCE, old), _pieces(_SENTENCE, new)
    found: list[Block] = []
    i0 = j0 = 0
    for i, j in [*_common_order(old, new, a, b), (len(a), len(b))]:
        _align(
            old,
            new,
            (a[i0] if i0 < len(a) else len(old)),
            _start(a, i, old),
            _start(b, j0, new),
            _start(b, j, new),
            found,
        )
        if i < len(a):
            length = min(_start(a, i + 1, old) - a[i], _start(b, j + 1, new) - b[j])
            while old[a[i] : a[i] + length] != new[b[j] : b[j] + length]:
                length -= 1
            found.append((a[i], b[j], length))
            rest_a, rest_b = a[i] + length, b[j] + length
            _align(old, new, rest_a, _start(a, i + 1, old), rest_b, _start(b, j + 1, new), found)
        i0, j0 = i + 1, j + 1
    return tuple(_joined(found))


def _pieces(pattern: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in pattern.finditer(text) if match.end() > match.start()]


def _start(starts: list[int], index: int, text: str) -> int:
    return starts[index] if index < len(starts) else len(text)


def _common_order(old: str, new: str, a: list[int], b: list[int]) -> list[tuple[int, int]]:
    """Sentences that stand once in both texts, as (index, index), the longest run that keeps its order."""
    once_b = _once(new, b)
    pairs = sorted((i, once_b[sentence]) for sentence, i in _once(old, a).items() if sentence in once_b)
    tails: list[int] = []
    at: list[int] = []
    back: list[int] = []
    for index, (_i, j) in enumerate(pairs):
        k = bisect_left(tails, j)
        if k == len(tails):
            tails.append(j)
            at.append(index)
        else:
            tails[k] = j
            at[k] = index
        back.append(at[k - 1] if k else -1)
    run: list[tuple[int, int]] = []
    index = at[-1] if at else -1
    while index >= 0:
        run.append(pairs[index])
        index = back[index]
    return run[::-1]


def _once(text: str, starts: list[int]) -> dict[str, int]:
    """Sentences of more than three characters that occur once, with their index."""
    seen: dict[str, int] = {}
    for index, start in enumerate(starts):
        sentence = text[start : _start(starts, index + 1, text)].strip(" \t\n")
        seen[sentence] = -1 if sentence in seen else index
    return {sentence: index for sentence, index in seen.items() if index >= 0 and len(sentence) > 3}


def _align(old: str, new: str, a0: int, a1: int, b0: int, b1: int, found: list[Block]) -> None:
    """Add the equal tokens of two stretches."""
    if a0 >= a1 or b0 >= b1:
        return
    from rapidfuzz.distance import Indel

    numbers: dict[str, int] = {}
    tokens_a = _TOKEN.findall(old[a0:a1])
    tokens_b = _TOKEN.findall(new[b0:b1])
    ids_a = [numbers.setdefault(token, len(numbers)) for token in tokens_a]
    ids_b = [numbers.setdefault(token, len(numbers)) for token in tokens_b]
    at_a, at_b = _offsets(tokens_a, a0), _offsets(tokens_b, b0)
    for op in Indel.opcodes(ids_a, ids_b):
        if op.tag == "equal":
            found.append((at_a[op.src_start], at_b[op.dest_start], at_a[op.src_end] - at_a[op.src_start]))


def _offsets(tokens: list[str], start: int) -> list[int]:
    offsets = [start]
    for token in tokens:
        offsets.append(offsets[-1] + len(token))
    return offsets


def _joined(found: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for a, b, length in sorted(block for block in found if block[2] > 0):
        if joined and joined[-1][0] + joined[-1][2] == a and joined[-1][1] + joined[-1][2] == b:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + length)
        else:
            joined.append((a, b, length))
    return joined


def _exact(aligned: tuple[Block, ...], start: int, stop: int) -> int | None:
    """The new start where every code point of the span survived side by side."""
    index = bisect_right(aligned, (start, 1 << 60, 0)) - 1
    if index < 0:
        return None
    a, b, length = aligned[index]
    return b + start - a if start < a + length and stop <= a + length else None


def _by_quote(old: str, new: str, start: int, stop: int, aligned: tuple[Block, ...], at: int | None) -> int | None:
    """Where the quote lies, as what agrees around it says; None where two places agree alike, or where too little agrees.

    A place counts only where its words are not another span's and where the quote with what agrees around it stands once
    in the old text: else it might as well be another's. ``at``, where the quote was aligned, counts in any case.
    """
    quote = old[start:stop]
    scores: list[tuple[int, int]] = []
    for hit in _occurrences(quote, new):
        before, after = _context(old, new, start, stop, hit)
        if hit != at and _anothers(aligned, hit, hit + len(quote)):
            continue
        if hit == at or _once_in(old, old[start - before : stop + after]):
            scores.append((before + after, hit))
    scores.sort(reverse=True)
    if not scores or (len(scores) > 1 and scores[0][0] == scores[1][0]):
        return None
    agreed, hit = scores[0]
    enough = CONTEXT // 2 if _once_in(old, quote) and _once_in(new, quote) else CONTEXT
    return hit if hit == at or agreed + len(quote) >= enough else None


def _once_in(text: str, words: str) -> bool:
    at = text.find(words)
    return at >= 0 and text.find(words, at + 1) < 0


def _occurrences(quote: str, text: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _anothers(aligned: tuple[Block, ...], start: int, stop: int) -> bool:
    """Whether ``[start, stop)`` of the new text is, code point for code point, a stretch of the old one."""
    index = bisect_right(aligned, start, key=lambda block: block[1]) - 1
    return index >= 0 and stop <= aligned[index][1] + aligned[index][2]


def _context(old: str, new: str, start: int, stop: int, hit: int) -> tuple[int, int]:
    """How many code points before and after the quote agree, at most ``CONTEXT`` on each side."""
    before = after = 0
    while before < CONTEXT and before < start and before < hit and old[start - before - 1] == new[hit - before - 1]:
        before += 1
    end = hit + stop - start
    while (
        after < CONTEXT and stop + after < len(old) and end + after < len(new) and old[stop + after] == new[end + after]
    ):
        after += 1
    return before, after


def _nearest(aligned: tuple[Block, ...], start: int, stop: int) -> Place:
    """From the first to the last surviving code point of the span: to be reviewed. Lost where less than half survived."""
    first = last = -1
    kept = 0
    for a, b, length in aligned:
        low, high = max(a, start), min(a + length, stop)
        if low < high:
            kept += high - low
            first = b + low - a if first < 0 else first
            last = b + high - a
    if kept * 2 < stop - start or last - first > 3 * (stop - start):
        return Place("lost", 0, 0)
    return Place("changed", first, last)
