"""The lines of a text that are not blank, with where they stand.

The rule: the number that is printed before each line, or each fifth one, and the reference that coders put before each turn
(``W1.S2.14``) are no part of the line: they count on from line to line whatever is said.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from qualcode.language.marks import Span, many


class Line(NamedTuple):
    """A line that is not blank, without the blanks at its ends."""

    start: int
    stop: int
    text: str
    gap: int  # blank lines before it


def lines_of(text: str, begin: int = 0) -> list[Line]:
    """The lines of ``text`` from offset ``begin`` (a line's start) that are not blank. The list belongs to all who ask."""
    lines = _lines(text)[0]
    if not begin:
        return lines
    first = bisect_left(lines, begin, key=lambda line: line.start)
    return [lines[first]._replace(gap=0), *lines[first + 1 :]] if first < len(lines) else []


def line_numbers(text: str) -> tuple[Span, ...]:
    """The numbers and references before lines, which are no part of them."""
    return _lines(text)[1]


@lru_cache(maxsize=2)
def _lines(text: str) -> tuple[list[Line], tuple[Span, ...]]:
    found: list[tuple[int, int, str, int]] = []
    gap = at = 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            size = len(words)
            start = at if len(raw) == size else at + raw.index(words[0])
            found.append((start, start + size, words, gap))
            gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    lines = many(Line, found)
    numbers = _numbers(lines)
    for at, size in numbers.items():
        line = lines[at]
        lines[at] = Line(line.start + size, line.stop, line.text[size:], line.gap)
    return lines, tuple(
        (line.start - size, line.start - size + len(whole.rstrip()))
        for line, size, whole in (
            (lines[at], size, text[lines[at].start - size : lines[at].start]) for at, size in numbers.items()
        )
    )


_NUMBER = re.compile(r"(\d{1,5}) +(?=\S)")
_REFERENCE = re.compile(
    r"[\[(]?(?P<own>[A-Za-z]\w{0,5}(?:[./-]\w{1,5}){0,3}[./-])(?P<number>\d{1,4})[\])]?[ \t]+(?=[^\s:])"
)
NUMBERS = "0123456789 \t"  # about a line that comes back from page to page
_SOME, _LOOKED = 6, 40  # lines that must be numbered; lines at the beginning that say whether any are


def _numbers(lines: list[Line]) -> dict[int, int]:
    """The lines before which a number or reference stands that is no part of them, each with the characters it takes."""
    return _counted(lines) or _referred(lines)


def _counted(lines: list[Line]) -> dict[int, int]:
    """Numbers before every line, or every fifth, or such as count on from one line to a later one without a slip."""
    start = lines[:_LOOKED]
    if 6 * sum(line.text[0].isdecimal() for line in start) < len(start):
        return {}
    found = {
        at: number for at, line in enumerate(lines) if line.text[0].isdecimal() and (number := _NUMBER.match(line.text))
    }
    counts = {at: int(number[1]) for at, number in found.items()}
    steps = [(at, after, counts[after] - counts[at]) for at, after in pairwise(counts)]
    if len(found) < _SOME:
        return {}
    every = sum(at + 1 == after and 0 < step <= 1 + lines[after].gap for at, after, step in steps)
    fifth = sum(step == 5 and 2 < after - at < 8 for at, after, step in steps)
    run = sum(step == 1 for _at, _after, step in steps)
    if (
        run == len(steps)
        or every >= 0.9 * (len(lines) - 1)
        or (fifth >= 0.9 * len(steps) and not any(n % 5 for n in counts.values()))
    ):
        return {at: number.end() for at, number in found.items()}
    return {}


def _referred(lines: list[Line]) -> dict[int, int]:
    """References that count on before the lines with which turns begin."""
    if sum(_REFERENCE.match(line.text) is not None for line in lines[:_LOOKED]) < 3:
        return {}
    found = {at: one for at, line in enumerate(lines) if (one := _REFERENCE.match(line.text))}
    counts = [int(one["number"]) for one in found.values()]
    on = sum(0 < b - a < 3 for a, b in pairwise(counts))
    few = len({one["own"] for one in found.values()}) <= max(1, len(found) // 5)
    return (
        {at: one.end() for at, one in found.items()}
        if few and len(counts) >= _SOME and on >= 0.9 * (len(counts) - 1)
        else {}
    )


_CLOSES = "\"”’'»)]*_"


def goes_on(lines: list[Line], at: int) -> bool:
    """Whether a line stands right below one that stops at no sentence's end: a comma, or a word."""
    return at > 0 and lines[at].gap == 0 and lines[at - 1].text.rstrip(_CLOSES)[-1:] not in ".?!…:。？！："


_LED = re.compile(r"(?P<heading>#{1,6}\s)|(?P<item>[-*•▪◦]\s)|(?P<number>\(?\d{1,3}[.)]\s)")


def led(line: Line) -> str:
    """With what sign of a heading or of an item in a list a line begins; '' where with none."""
    found = None if line.text[0].isalpha() else _LED.match(line.text)
    return (found.lastgroup or "") if found else ""


_HEADING = re.compile(r"#{1,6}\s|BAB\s+[IVXLC\d]+\b|(?:LAMPIRAN|DAFTAR)\b|\d+(?:\.\d+)+\.?\s+[A-Z]|[A-Z]\.\s+[A-Z]")


def is_heading(words: str) -> bool:
    """Whether a line reads as a heading: numbered, marked or in capitals, short, and without a full stop."""
    if len(words) > 110 or words[-1] in ".,;:?!":
        return words.startswith("# ") and len(words) <= 200
    if words[0].islower():
        return False
    if _HEADING.match(words):
        return True
    return words.isupper() and sum(map(str.isalpha, words)) >= (4 if " " in words else 7)
