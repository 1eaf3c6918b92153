"""The passage that a hit proposes: the sentences it stands in, or as much as its keyword asks for."""

from __future__ import annotations

import re
from collections.abc import Callable

from qualcode.language.sentences import sentences
from qualcode.language.tokens import cut

Span = tuple[int, int]

_LINE = re.compile(r"[^\n]+")


def paragraphs(text: str) -> list[Span]:
    """The paragraphs of a turn, which are its lines: a printed line's end inside a paragraph is read as a space."""
    return [match.span() for match in _LINE.finditer(text) if match[0].strip()]


PARTS: dict[str, Callable[[str], list[Span]]] = {"sentence": sentences, "paragraph": paragraphs}


def passage(speech: str, hit: Span, unit: str, window: int = 0) -> Span:
    """The span that is proposed for a hit, in code points of the speech, without white space at its ends.

    ``unit``: as a keyword has it (``keywords.Keyword``); ``window``: words on each side.
    """
    if unit == "turn":
        start, stop = 0, len(speech)
    elif unit == "window":
        start, stop = _window(speech, hit, window)
    else:
        parts = [part for part in PARTS.get(unit, sentences)(speech) if part[0] < hit[1] and hit[0] < part[1]]
        start, stop = min([hit[0], *(low for low, _ in parts)]), max([hit[1], *(high for _, high in parts)])
    while start < stop and speech[start].isspace():
        start += 1
    while stop > start and speech[stop - 1].isspace():
        stop -= 1
    return start, stop


def _window(speech: str, hit: Span, window: int) -> Span:
    words, starts = cut(speech)
    ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
    before = [start for start, end in zip(starts, ends, strict=True) if end <= hit[0]][-window:]
    after = [end for start, end in zip(starts, ends, strict=True) if start >= hit[1]][:window]
    return min([hit[0], *before]), max([hit[1], *after])
