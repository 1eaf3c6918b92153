"""The lines of a text that are not blank, with where they stand."""

from __future__ import annotations

import re
from typing import NamedTuple


class Line(NamedTuple):
    """A line that is not blank, without the blanks at its ends."""

    start: int
    stop: int
    text: str
    gap: int  # blank lines before it


def lines_of(text: str, begin: int = 0) -> list[Line]:
    """The lines of ``text`` from offset ``begin`` that are not blank."""
    lines = []
    gap = 0
    at = begin
    for raw in (text[begin:] if begin else text).split("\n"):
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
    if _HEADING.match(words):
        return True
    return words.isupper() and sum(map(str.isalpha, words)) >= (4 if " " in words else 7)
