"""The layout of a printed page, read back from a text: paragraphs, hard wraps, headings, page furniture.

The rule: layout is marked, never mended. A text taken from a PDF or typed to a width has a line end where a
line was full; such a *hard wrap* reads as a space. Blank lines do not settle it, since some tools write one
after every line. What does: a line is full when the next line's first word would not have fitted, and prose goes
on where a line is full, does not end its sentence, or the next begins small. Where it is unclear, lines stay
apart: two paragraphs can be read as they stand, two that were joined wrongly cannot.

A hyphen at a wrap is taken out of the word (``Dae-|rah``) only where that is safe: the joined word stands
elsewhere in the same text, and more often than the word with its hyphen. Otherwise it stays, since Indonesian
writes plurals with one (``anak-|anak``).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from qualcode.collect.head import find_head
from qualcode.collect.labels import times_in
from qualcode.collect.lines import Line, is_heading, lines_of
from qualcode.language.marks import HYPHENS, Marks, Span, Turn

MIN_WIDTH = 40  # characters: shorter lines are lists, verses or tables, not the width of a page
MAX_WIDTH = 200  # longer lines are whole paragraphs
FULL = 0.82  # of the width about a line, with the next line's first word; printed lines vary in characters
FULL_AT_STOP = 0.92  # asked of a full line that ends a sentence: it may be the last of its paragraph
WRAPPED = 0.2  # share of line ends that must go on in small letters for a text to count as hard-wrapped


@dataclass(frozen=True)
class Layout:
    """What stands on the page; all spans sorted and disjoint within their field."""

    paragraphs: tuple[Span, ...]  # prose, list items, tables and headings, in order
    wraps: tuple[Span, ...]
    furniture: tuple[Span, ...]  # page numbers, running heads, separators
    headings: tuple[Span, ...]  # those of the paragraphs that are headings


def layout(text: str, starts: Collection[int] = (), begin: int = 0) -> Layout:
    """The layout of ``text`` from offset ``begin``.

    ``starts`` are offsets of lines that begin something new whatever they look like (labels of turns).
    """
    every = lines_of(text, begin)
    loose = _furniture(every)
    lines = [line for at, line in enumerate(every) if at not in loose]
    furniture = [(every[at].start, every[at].stop) for at in sorted(loose)]
    page = _Page(lines, frozenset(starts))
    joined = [page.goes_on(at) for at in range(len(lines) - 1)]
    wraps = _wraps(text, lines, joined, furniture)
    paragraphs, headings = _paragraphs(page, joined)
    return Layout(tuple(paragraphs), tuple(wraps), tuple(furniture), tuple(headings))


def paragraph_marks(text: str, body: int | None = None) -> Marks:
    """Marks of a text in which nobody is named: a header if there is one, then each paragraph a turn. ``body``: where the
    header ends at the latest, where that is known."""
    lines = lines_of(text)
    head = find_head(lines, {at for at, line in enumerate(lines) if body is not None and line.stop > body})
    begin = lines[head.body].start if head.body < len(lines) else len(text)
    page = layout(text, begin=begin)
    return Marks(
        convention="paragraphs",
        turns=tuple(Turn(None, span, "unknown") for span in page.paragraphs),
        wraps=page.wraps,
        furniture=tuple(sorted((*head.titles, *page.furniture))),
        times=tuple(time for line in lines[head.body :] for time in times_in(text, line.start, line.stop)),
        header=head.fields,
    )


_END = re.compile(r"[.?!:;…][\"”’'»)\]*_]*\d{0,3}$")
_CLOSED = re.compile(r"[.?!…][\"”’'»)\]*_]*$")
_ITEM = re.compile(
    r"(?:[-*•●▪◦‣⬛✓–—]|\(?\d{1,3}[.)]{1,2}|\(?[a-zA-Z][.)]|\(?[ivxIVX]{1,5}[.)]|\d+(?:\.\d+)+\.?)(?=\s|[A-Z])"
)
_NO_ITEM = frozenset(" \t\"'“”‘’«»")
_NOTE = re.compile(r"\d{1,3}\s+[A-Z]")


class _Page:
    """The lines of a text with the width about each of them, and where prose goes on from one to the next."""

    def __init__(self, lines: list[Line], starts: frozenset[int]) -> None:
        self.lines = lines
        self.starts = starts
        self.lengths = [len(line.text) for line in lines]
        self.usual_width = sorted(self.lengths)[int(0.95 * (len(lines) - 1))] if lines else 0
        self.ends = [bool(_END.search(line.text, max(0, len(line.text) - 12))) for line in lines]
        self.headings = [is_heading(line.text) for line in lines]
        self.items = [line.text[0] not in _NO_ITEM and bool(_ITEM.match(line.text)) for line in lines]
        self.wrapped_gaps = self._wrapped_gaps()

    def _wrapped_gaps(self) -> set[int]:
        """The gaps (0: none, 1: a blank line after every line) across which this text was hard-wrapped."""
        width = self.usual_width
        if not MIN_WIDTH <= width <= MAX_WIDTH:
            return set()
        seen: Counter[int] = Counter()
        going_on: Counter[int] = Counter()
        for (line, after), ends in zip(pairwise(self.lines), self.ends, strict=False):
            if after.start in self.starts:
                continue
            seen[after.gap] += 1
            going_on[after.gap] += after.text[0].islower() and not ends and reach(line.text, after.text) >= FULL * width
        return {gap for gap in (0, 1) if going_on[gap] >= 2 and going_on[gap] >= WRAPPED * seen[gap]}

    def width(self, at: int) -> int:
        """The width of the page about a line, in characters."""
        return max(self.lengths[max(0, at - 8) : at + 9])

    def goes_on(self, at: int) -> bool:
        """Whether the line's paragraph goes on in the next line across a hard wrap."""
        line, after = self.lines[at], self.lines[at + 1]
        if not self.wrapped_gaps or after.start in self.starts or self.headings[at]:
            return False
        if self.items[at + 1] or self.headings[at + 1]:
            return False
        width = self.width(at)
        if width < MIN_WIDTH:
            return False
        usual = max(self.wrapped_gaps)
        small, ends = _begins_small(after.text), self.ends[at]
        if after.gap != usual and _NOTE.match(after.text):
            return False
        if after.gap > usual:  # a page ends here, or a paragraph
            return small and not ends and len(line.text) >= 0.5 * width
        long = reach(line.text, after.text)
        if long < FULL * width:
            return small and not ends and len(line.text) >= 0.5 * width
        return small or not ends or long >= FULL_AT_STOP * width


def _begins_small(words: str) -> bool:
    """Whether a line begins as the middle of a sentence does: a small letter, or a number and a small letter."""
    if words[0].isalpha():
        return words[0].islower()
    return bool(re.match(r"[(\"“‘']?(?:[\d.,%]+\s+)?[^\W\d_]", words)) and next(filter(str.isalpha, words)).islower()


def reach(line: str, after: str) -> int:
    """How long the line would be with the first word of the next."""
    first = after.find(" ", 0, 60)
    return len(line) + 1 + (first if first > 0 and "\t" not in after[:first] else len(after[:60].split(None, 1)[0]))


def _paragraphs(page: _Page, joined: list[bool]) -> tuple[list[Span], list[Span]]:
    """Paragraphs, and which of them are headings. Cells of a table stand together, each on its line."""
    pieces: list[tuple[int, int]] = []  # first and last line of a run of joined lines
    for at in range(len(page.lines)):
        if pieces and joined[at - 1]:
            pieces[-1] = (pieces[-1][0], at)
        else:
            pieces.append((at, at))
    blocks: list[tuple[int, int]] = []
    for first, last in pieces:
        if blocks and _one_block(page, blocks[-1], first, last):
            blocks[-1] = (blocks[-1][0], last)
        else:
            blocks.append((first, last))
    spans = [(page.lines[first].start, page.lines[last].stop) for first, last in blocks]
    headings = [
        span for span, (first, last) in zip(spans, blocks, strict=True) if first == last and page.headings[first]
    ]
    return spans, headings


def _one_block(page: _Page, block: tuple[int, int], first: int, last: int) -> bool:
    """Whether a piece belongs to the block before it: rows of a table, lines of a verse or of an address."""
    line, after = page.lines[block[1]], page.lines[first]
    if after.start in page.starts or page.headings[block[1]] or page.headings[first]:
        return False
    if page.wrapped_gaps:  # a blank line may mean nothing: cells are told by being short
        short = 0.6 * page.usual_width
        return (
            after.gap <= max(page.wrapped_gaps)
            and first == last
            and len(after.text) < short
            and len(line.text) < short
            and not _CLOSED.search(line.text, max(0, len(line.text) - 12))
            and not page.items[first]
        )
    return (
        after.gap == 0
        and not _CLOSED.search(line.text, max(0, len(line.text) - 12))
        and not page.items[first]
        and max(len(line.text), len(after.text)) <= MAX_WIDTH
    )


def _wraps(text: str, lines: list[Line], joined: list[bool], furniture: list[Span]) -> list[Span]:
    """The blank runs between joined lines, around the furniture that may stand between them."""
    words: Counter[str] = Counter()
    if any(goes_on and line.text[-1] in HYPHENS for goes_on, line in zip(joined, lines, strict=False)):
        words.update(re.findall(r"\w+(?:[-‐‑]\w+)*", text.casefold()))
    wraps: list[Span] = []
    for at, goes_on in enumerate(joined):
        if not goes_on:
            continue
        line, after = lines[at], lines[at + 1]
        parted = line.text[-1] in HYPHENS and _safe_to_join(line.text, after.text, words)
        start = line.stop - 1 if parted else line.stop
        between = bisect_right(furniture, (line.stop, line.stop))
        while between < len(furniture) and furniture[between][0] < after.start:
            wraps.append((start, furniture[between][0]))
            start = furniture[between][1]
            between += 1
        wraps.append((start, after.start))
    return wraps


def _safe_to_join(line: str, after: str, words: Counter[str]) -> bool:
    r"""Whether the hyphen at the end of a line only parts a word: the joined word stands elsewhere unparted."""
    before = re.search(r"(\w+)[-‐‑\u00ad]$", line)
    rest = re.match(r"[^\W\d_]+", after)
    if not before or not rest or not rest[0][0].islower():
        return False
    if line[-1] == "\u00ad":
        return True
    first, second = before[1].casefold(), rest[0].casefold()
    return words[first + second] > words[f"{first}-{second}"]


_NUMBER = re.compile(r"[-–—|~\s]*(\d{1,4})[-–—|~\s]*")
_PAGE = re.compile(r"(?:halaman|hlm\.?|hal\.?|page)\s*:?\s*(\d{1,4})(?:\s*(?:dari|of|/)\s*\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")
_RULE = re.compile(r"[-=_*~#·.–—\s]{3,}")


def _furniture(lines: list[Line]) -> set[int]:
    """Which lines are furniture: rules of signs, page numbers in their order, running heads beside them."""
    rules = {at for at, line in enumerate(lines) if not line.text[0].isalnum() and _RULE.fullmatch(line.text)}
    bare = {
        at: int(m[1])
        for at, line in enumerate(lines)
        if not line.text[0].isalpha() and len(line.text) <= 40 and (m := _NUMBER.fullmatch(line.text))
    }
    named = {
        at: int(m[1]) for at, line in enumerate(lines) if line.text[0] in "hHpP" and (m := _PAGE.fullmatch(line.text))
    }
    heads = _running_heads(lines, bare.keys() | named.keys())
    usual = Counter(line.gap for line in lines[1:]).most_common(1)[0][0] if len(lines) > 1 else 0

    def stands_alone(at: int) -> bool:
        before = at == 0 or lines[at].gap > usual
        after = at + 1 == len(lines) or lines[at + 1].gap > usual
        return (before and after) or at - 1 in heads or at + 1 in heads

    numbers = {at: number for at, number in bare.items() if stands_alone(at)} | named
    feet = (
        _to_the_last(bare, len(lines))
        or _below_pages(bare, lines)
        or _above_pages(bare, lines)
        or _only_page(bare, lines)
    )
    tops = {at + 1 for at in feet if at + 1 < len(lines) and lines[at + 1].text == lines[0].text}
    return rules | heads | _in_page_order(numbers) | _line_numbers(bare) | feet | tops


def _to_the_last(bare: dict[int, int], lines: int) -> set[int]:
    """The numbers of two pages or more, alone on their lines: one after the other down to the last line of the text."""
    places = sorted(bare)
    apart = all(bare[b] - bare[a] == 1 and b - a >= 5 for a, b in pairwise(places))
    return set(places) if len(places) > 1 and apart and places[-1] == lines - 1 else set()


def _below_pages(bare: dict[int, int], lines: list[Line]) -> set[int]:
    """The numbers below pages, where nothing but the end of a page leaves a blank line: each of its blocks of lines ends in one."""
    if len(lines) - 1 not in bare:
        return set()
    ends = [at - 1 for at, line in enumerate(lines) if line.gap and at] + [len(lines) - 1]
    long = all(b - a >= 5 for a, b in pairwise([-1, *ends]))
    return set(ends) if len(ends) > 1 and long and bare.keys() >= set(ends) else set()


def _above_pages(bare: dict[int, int], lines: list[Line]) -> set[int]:
    """The numbers above pages, where nothing but the end of a page leaves a blank line, and the line that stands last on each; one
    number alone where such a line does."""
    begins = [at for at, line in enumerate(lines) if line.gap and at]
    if not begins or not bare.keys() >= set(begins):
        return set()
    begins = [0, *begins] if 0 in bare else begins
    ends = [at - 1 for at in begins if at] + [len(lines) - 1]
    feet = {lines[at].text for at in ends}
    foot = min(feet)
    found = set(begins)
    if len(feet) == 1 and len(foot) >= 12 and not _END.search(foot):
        found.update(ends)
    elif len(begins) < 3:
        return set()
    on = all(bare[b] - bare[a] == 1 and b - a >= 5 for a, b in pairwise(begins))
    return found if on else set()


def _only_page(bare: dict[int, int], lines: list[Line]) -> set[int]:
    """The number below the only page of a text broken at its margin, behind the end of a sentence that asks nothing: 1, one set
    between dashes (``- 4 -``), or any behind a remark of some words in brackets (``(Rekaman selesai)``; one word may be of whom a number is the answer)."""
    last = len(lines) - 1
    if last < 8 or bare.keys() != {last}:
        return set()
    before = lines[last - 1].text
    remark = bool(_REMARK.fullmatch(before))
    if not remark and bare[last] != 1 and not _DASHED.fullmatch(lines[last].text):
        return set()
    if (lines[last - 2].text if remark else before)[-1] not in ".!…”":
        return set()
    return {last} if sum(line.text[0].islower() for line in lines) > 2 else set()


_REMARK = re.compile(r"\([^()\s]+\s[^()]{1,100}\)|\[[^\[\]\s]+\s[^\[\]]{1,100}\]")
_DASHED = re.compile(r"([-–—|~])\s*\d{1,4}\s*\1")


def _line_numbers(bare: dict[int, int]) -> set[int]:
    """Numbers beside every fifth line of a printed transcript: 5, 10, 15, 20 ... each alone on a line of its own."""
    places = sorted(bare)
    fives = [at for at, before in zip(places[1:], places, strict=False) if bare[at] - bare[before] == 5]
    if len(fives) < 3 or bare[places[0]] != 5 or len(fives) < len(places) - 1:
        return set()
    return set(places)


def _running_heads(lines: list[Line], numbers: Collection[int]) -> set[int]:
    """Lines that come back page after page: three times or more, far apart, and beside a number half the time."""
    if not numbers:
        return set()
    places: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        words = line.text
        if 12 <= len(words) <= 120 and not _END.search(words, max(0, len(words) - 12)):
            places.setdefault(_DIGITS.sub("0", words), []).append(at)
    heads: set[int] = set()
    for found in places.values():
        apart = all(second - first >= 10 for first, second in pairwise(found))
        beside = sum(at - 1 in numbers or at + 1 in numbers for at in found)
        if len(found) >= 3 and apart and 2 * beside >= len(found):
            heads.update(found)
    return heads


def _in_page_order(numbers: dict[int, int]) -> set[int]:
    """The longest run of numbers that grow as pages do (3 to 150 lines a page); none if shorter than three."""
    places = sorted(numbers)[:2000]
    best: list[tuple[int, int]] = []  # for each place: length of the longest run that ends there, and the one before
    for at, place in enumerate(places):
        length, before = 1, -1
        for other in range(at):
            pages = numbers[place] - numbers[places[other]]
            if pages > 0 and 3 * pages <= place - places[other] <= 150 * pages and best[other][0] >= length:
                length, before = best[other][0] + 1, other
        best.append((length, before))
    if not best or max(best)[0] < 3:
        return set()
    at = max(range(len(best)), key=lambda index: best[index][0])
    run = set()
    while at >= 0:
        run.add(places[at])
        at = best[at][1]
    return run
