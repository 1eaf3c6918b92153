"""The lines of a text that are not blank, with where they stand."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple


class Line(NamedTuple):
    """A line that is not blank, without the blanks at its ends."""

    start: int
    stop: int
    text: str
    gap: int  # blank lines before it


def lines_of(text: str, begin: int = 0) -> list[Line]:
    """The lines of ``text`` from offset ``begin`` (a line's start) that are not blank. The list belongs to all who ask."""
    lines = _lines(text)
    if not begin:
        return lines
    first = bisect_left(lines, begin, key=lambda line: line.start)
    return [lines[first]._replace(gap=0), *lines[first + 1 :]] if first < len(lines) else []


@lru_cache(maxsize=2)
def _lines(text: str) -> list[Line]:
    lines = []
    gap = at = 0
    for raw in text.split("\n"):
        words = raw.strip()
        if words:
            size = len(words)
            start = at if len(raw) == size else at + raw.index(words[0])
            lines.append(Line(start, start + size, words, gap))
            gap = 0
        else:
            gap += 1
        at += len(raw) + 1
    return lines


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
