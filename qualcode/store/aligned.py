"""What two texts have in common: the islands of equal words, in order or moved, and the words between them.

A *landmark* is three words in a row on one line, or a whole sentence, that stands once in both texts: it can be nowhere else.
An *island* is a landmark with everything around it that agrees, as far as it agrees. The longest run of landmarks that keeps
its order (patience) gives the islands that stayed; the others were moved. What lies between islands that stayed is aligned word by
word (Indel distance, rapidfuzz), moved words left out. What a line begins with up to a colon or tab is a label, said on every
second line: it is part of islands, but no landmark. Words follow a fixed rule on code points, not Unicode tables that change.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

Block = tuple[int, int, int]  # start in the old text, start in the new one, length

_TOKEN = re.compile(r"[ \t\n\r]+|[!-/:-@\[-`{-~]|[^ \t\n\r!-/:-@\[-`{-~]+")
LABEL = re.compile(r"(?m)^[^\n:\t]{1,40}[:\t][*_ \t]*")
_LINE = re.compile(r"(?:[^\n:\t]{1,40}[:\t][*_ \t]*)?([^\n]+)")
WORD = re.compile(r"[^ \t\n\r!-/:-@\[-`{-~]+")
_SENTENCE = re.compile(r"[^.?!\n]*[.?!\n]+[ \t\n]*|[^.?!\n]+$")
_MOST = 20_000**2  # pairs of tokens that are aligned (50 MB); two texts that have less in common are two texts
_LEAST = 16  # code points of an island besides its labels; less may be said by anybody
LEAST_MOVED = 28  # of one that did not keep its order
_SHORT = 3  # code points; a shorter sentence says nothing, also where it stands once


@dataclass(frozen=True)
class Alignment:
    """``islands`` by their place in the old text, overlapping at most where they end; ``stayed`` are those that keep their
    order. ``blocks``: all equal parts that keep their order, disjoint and increasing in both texts."""

    islands: tuple[Block, ...]
    in_new: tuple[Block, ...]  # the same by their place in the new text
    stayed: tuple[Block, ...]
    blocks: tuple[Block, ...]


@lru_cache(maxsize=64)
def aligned(old: str, new: str) -> Alignment:
    """Align two texts. A pure function of them."""
    pairs = _pairs(old, new)
    islands: list[Block] = []
    reach: dict[int, int] = {}  # offset -> where its last island ends
    home: dict[tuple[int, int], Block] = {}
    last: dict[int, Block] = {}
    for a, b in pairs:
        if a >= reach.get(b - a, -1):
            last[b - a] = _island(old, new, a, b)
            islands.append(last[b - a])
            reach[b - a] = last[b - a][0] + last[b - a][2]
        home[a, b] = last[b - a]
    least = min(_LEAST, len(old) // 2)
    weights = {(a, b, length): weight(old, a, a + length) for a, b, length in islands}
    stayed = tuple(dict.fromkeys(home[at] for at in _in_order(pairs) if weights[home[at]] >= max(1, least)))
    kept = set(stayed)
    least_moved = min(LEAST_MOVED, len(old) // 2)
    islands = sorted(island for island in islands if island in kept or weights[island] >= least_moved)
    in_new = tuple(sorted(islands, key=lambda island: island[1]))
    return Alignment(tuple(islands), in_new, stayed, _blocks(old, new, islands, stayed))


def sentences(text: str) -> list[int]:
    """Where each sentence begins: a simple rule on code points, lines being sentences too."""
    return [match.start() for match in _SENTENCE.finditer(text) if match.end() > match.start()]


# --- landmarks and islands -------------------------------------------------------------------------------------------


def _pairs(old: str, new: str) -> list[tuple[int, int]]:
    """Where each landmark stands in the old text and in the new one, in the order of the old."""
    there = _landmarks(new)
    pairs = {(at, there[mark]) for mark, at in _landmarks(old).items() if at >= 0 and there.get(mark, -1) >= 0}
    return sorted(pairs | {(0, 0)})  # two texts begin with what they both begin with


def _landmarks(text: str) -> dict[tuple[str, ...], int]:
    """Three words in a row of a sentence, or all of a shorter one, each with its place; -1 where it stands more than once."""
    seen: dict[tuple[str, ...], int] = {}
    for line in _LINE.finditer(text):
        for sentence in _SENTENCE.finditer(text, *line.span(1)):
            words = [(word[0], word.start()) for word in WORD.finditer(sentence[0])]
            for (one, at), (two, _), (three, _) in zip(words, words[1:], words[2:], strict=False):
                key: tuple[str, ...] = (one, two, three)
                seen[key] = -1 if key in seen else sentence.start() + at
            if 0 < len(words) < 3 and len(sentence[0].strip()) > _SHORT:
                key = tuple(word for word, _at in words)
                once = key not in seen and text.count(words[0][0]) == 1
                seen[key] = sentence.start() + words[0][1] if once else -1
    return seen


def _in_order(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of pairs, sorted by the first, that increases in the second too."""
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


def _island(old: str, new: str, a: int, b: int) -> Block:
    """What agrees around a landmark, to the last whole word on either side."""
    before, after = same_before(old, a, new, b), same_after(old, a, new, b)
    start, stop = a - before, a + after
    shift = b - a
    while start < a and (cuts_word(old, start) or cuts_word(new, start + shift)):
        start += 1
    while stop > a and (cuts_word(old, stop) or cuts_word(new, stop + shift)):
        stop -= 1
    end = old.find("\n", start, a)
    if end >= 0 and end - start < LEAST_MOVED and _label(old, start) != _label(new, start + shift):
        start = end  # a short answer that somebody else gave
    return start, start + shift, stop - start


def _label(text: str, at: int) -> str:
    """The label of the line; empty where it has none."""
    found = LABEL.match(text, text.rfind("\n", 0, at) + 1)
    return found[0] if found else ""


def weight(text: str, start: int, stop: int) -> int:
    """The code points of a stretch, as far as they matter: labels and line ends left out."""
    if stop - start >= 4 * LEAST_MOVED:
        return stop - start
    words = text[start:stop]
    first = start == 0 or text[start - 1] == "\n"
    labels = [label.span() for label in LABEL.finditer(words) if first or label.start()]
    return len(words.replace("\n", "")) - sum(high - low for low, high in labels)


def cuts_word(text: str, at: int) -> bool:
    """Whether a cut at ``at`` would go through a word."""
    return 0 < at < len(text) and bool(WORD.match(text[at - 1]) and WORD.match(text[at]))


def same_after(old: str, a: int, new: str, b: int, most: int = 1 << 40) -> int:
    """How many code points from ``a`` and ``b`` on are the same."""
    n, step = 0, 32
    most = min(most, len(old) - a, len(new) - b)
    while n < most and step:
        step = min(step, most - n)
        if old[a + n : a + n + step] == new[b + n : b + n + step]:
            n += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return n


def same_before(old: str, a: int, new: str, b: int, most: int = 1 << 40) -> int:
    """How many code points before ``a`` and ``b`` are the same."""
    n, step = 0, 32
    most = min(most, a, b)
    while n < most:
        step = min(step, most - n)
        if old[a - n - step : a - n] == new[b - n - step : b - n]:
            n += step
            step *= 2
        elif step == 1:
            break
        else:
            step = max(1, step // 4)
    return n


# --- words between the islands ---------------------------------------------------------------------------------------


def _blocks(old: str, new: str, islands: list[Block], stayed: tuple[Block, ...]) -> tuple[Block, ...]:
    kept = set(stayed)
    moved = [block for block in islands if block not in kept]
    gone = sorted((a, a + length) for a, _b, length in moved)
    come = sorted((b, b + length) for _a, b, length in moved)
    found: list[Block] = []
    a0 = b0 = 0
    for a, b, length in (*stayed, (len(old), len(new), 0)):
        cut = max(0, a0 - a, b0 - b)  # islands may both claim what lies between them: the first has it
        if cut and cut >= length:
            continue
        a, b, length = a + cut, b + cut, length - cut
        _align(old, new, (a0, a), (b0, b), gone, come, found)
        if length:
            found.append((a, b, length))
        a0, b0 = a + length, b + length
    return tuple(_joined(found))


def _align(
    old: str, new: str, span_a: tuple[int, int], span_b: tuple[int, int], gone: list[tuple[int, int]],
    come: list[tuple[int, int]], found: list[Block],
) -> None:  # fmt: skip
    """Add the equal tokens of two stretches, moved words left out."""
    tokens_a, tokens_b = _tokens(old, span_a, gone), _tokens(new, span_b, come)
    if not tokens_a or not tokens_b or len(tokens_a) * len(tokens_b) > _MOST:
        return
    from rapidfuzz.distance import Indel

    numbers: dict[str, int] = {}
    ids_a = [numbers.setdefault(token, len(numbers)) for token, _at in tokens_a]
    ids_b = [numbers.setdefault(token, len(numbers)) for token, _at in tokens_b]
    for op in Indel.opcodes(ids_a, ids_b):
        if op.tag == "equal":
            for (token, a), (_token, b) in zip(
                tokens_a[op.src_start : op.src_end], tokens_b[op.dest_start : op.dest_end], strict=True
            ):
                found.append((a, b, len(token)))


def _tokens(text: str, span: tuple[int, int], without: list[tuple[int, int]]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    index = max(0, bisect_left(without, span) - 1)
    for match in _TOKEN.finditer(text, *span):
        while index < len(without) and without[index][1] <= match.start():
            index += 1
        if index < len(without) and without[index][0] < match.end():
            continue
        found.append((match[0], match.start()))
    return found


def _joined(found: list[Block]) -> list[Block]:
    joined: list[Block] = []
    for a, b, length in found:
        if joined and joined[-1][0] + joined[-1][2] == a and joined[-1][1] + joined[-1][2] == b:
            joined[-1] = (joined[-1][0], joined[-1][1], joined[-1][2] + length)
        else:
            joined.append((a, b, length))
    return joined
