"""The other side: who has no label where only one side has, told by where they stand.

The rule: where every label answers (``Jawab:``) and nearly every one stands below a question, the questions are somebody's, and
never the words of who answered before; where every label asks, what stands below the question is the answer; where the
label of the first question alone is missing, it is still a question. Who they are is not known, on which side they are is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from qualcode.collect.inline import Start
from qualcode.collect.labels import ends_sentence
from qualcode.collect.lines import Line
from qualcode.collect.roles import role_side
from qualcode.language.marks import Span

MIN_PAIRS = 3
MIN_SHARE = 0.8  # of the labels must have a question above, or an answer below

_NUMBER = re.compile(r"\(?(?:\d{1,3}|[a-z])[.)]\s+")
_ASKS = re.compile(r"[?？؟][\"”’'»)*_]*$")


class Piece(NamedTuple):
    """What the side without labels says: first and last line, the characters of a number before it, the side, and
    whose words they are where a label says so elsewhere."""

    first: int
    last: int
    number: int
    side: str
    key: str = ""


def other_side(lines: Sequence[Line], body: int, starts: Sequence[Start], roles: Mapping[int, str]) -> list[Piece]:
    """What is said on the side that has no labels, in order; nothing where both have some, or where it is not clear."""
    keys = {start.label.key for start in starts}
    sides = set(map(role_side, keys))
    if any(start.inside for start in starts):
        return []
    if len(keys) == 2 and (first := _first_question(lines, body, starts, roles)):
        return [first]
    if len(sides) > 1:
        return []
    if sides == {"interviewer"} or (sides == {None} and _all_ask(lines, starts)):
        return _answers(lines, starts, roles)
    return _questions(lines, body, starts, roles) if len(keys) == 1 else []


def _first_question(
    lines: Sequence[Line], body: int, starts: Sequence[Start], roles: Mapping[int, str]
) -> Piece | None:
    """The question above the first label, where two take turns, one of them asks and the other one begins."""
    last = starts[0].line - 1
    if last < body or roles.get(last) != "words" or not _ASKS.search(lines[last].text) or lines[last].text[0] == "#":
        return None
    first = starts[0].label.key
    keys = [start.label.key for start in starts]
    asking = [bool(_ASKS.search(lines[start.line].text)) for start in starts]
    own = [asks for asks, key in zip(asking, keys, strict=True) if key == first]
    others = [asks for asks, key in zip(asking, keys, strict=True) if key != first]
    turned = sum(a != b for a, b in pairwise(keys))
    if (
        len(others) < MIN_PAIRS
        or turned < MIN_SHARE * (len(keys) - 1)
        or sum(others) < MIN_SHARE * len(others)
        or sum(own) > (1 - MIN_SHARE) * len(own)
    ):
        return None
    above = last
    while above > body and not _begins(lines, above) and roles.get(above - 1) == "words":
        above -= 1
    number = _NUMBER.match(lines[above].text)
    asker = next(key for key in keys if key != first)
    return Piece(above, last, number.end() if number else 0, "interviewer", asker)


def _all_ask(lines: Sequence[Line], starts: Sequence[Start]) -> bool:
    """Whether there is one label, and the line of nearly every one is a question."""
    if len({start.label.key for start in starts}) > 1:
        return False
    asking = sum(bool(_ASKS.search(lines[start.line].text)) for start in starts)
    return asking >= MIN_SHARE * len(starts)


def _questions(lines: Sequence[Line], body: int, starts: Sequence[Start], roles: Mapping[int, str]) -> list[Piece]:
    """The paragraph above each label, where nearly all of them ask or are numbered."""
    found: list[Piece] = []
    floor = body
    for start in starts:
        last = start.line - 1
        if last >= floor and roles.get(last) == "words":
            first = last
            while first > floor and not _begins(lines, first) and roles.get(first - 1) == "words":
                first -= 1
            number = _NUMBER.match(lines[first].text)
            if number or _ASKS.search(lines[last].text):
                found.append(Piece(first, last, number.end() if number else 0, "interviewer"))
        floor = start.line + (1 if start.label.speech < lines[start.line].stop else 2)  # what the label says
    return found if len(found) >= max(MIN_PAIRS, MIN_SHARE * len(starts)) else []


def _begins(lines: Sequence[Line], at: int) -> bool:
    """Whether a paragraph begins with a line: behind a blank one, with a number, or behind the end of a sentence."""
    return lines[at].gap > 0 or bool(_NUMBER.match(lines[at].text)) or ends_sentence(lines[at - 1].text)


def _answers(lines: Sequence[Line], starts: Sequence[Start], roles: Mapping[int, str]) -> list[Piece]:
    """What stands below the question of each label."""
    found: list[Piece] = []
    for at, start in enumerate(starts):
        until = starts[at + 1].line if at + 1 < len(starts) else len(lines)
        own = [line for line in range(start.line, until) if roles.get(line) in ("label", "words")]
        asked = next((place for place, line in enumerate(own) if _ASKS.search(lines[line].text)), None)
        below = own[asked + 1 :] if asked is not None else []
        if (
            below and at + 1 == len(starts) and lines[below[0]].text[0] == ">"
        ):  # what is not quoted stands below the talk
            below = [line for line in below if lines[line].text[0] == ">"]
        if below:
            found.append(Piece(below[0], below[-1], 0, "informant"))
    return found if len(found) >= max(MIN_PAIRS, MIN_SHARE * len(starts)) else []


def words_of(lines: Sequence[Line], piece: Piece) -> Span:
    """Where the words of a piece stand, without the signs before and behind them."""
    signs = signs_of(lines, piece)
    start, stop = lines[piece.first].start, lines[piece.last].stop
    return signs[0][1] if signs and signs[0][0] == start else start, signs[-1][0] if signs and signs[-1][
        1
    ] == stop else stop


def signs_of(lines: Sequence[Line], piece: Piece) -> list[Span]:
    """What stands about the words of a piece: its number, its emphasis, the signs of a quotation."""
    start, stop = lines[piece.first].start, lines[piece.last].stop
    signs = [(start, start + piece.number)] if piece.number else []
    begins, ends = lines[piece.first].text[piece.number :], lines[piece.last].text
    if (sign := next((one for one in ("**", "__", "*", "_") if begins.startswith(one)), "")) and ends.endswith(sign):
        first = start + piece.number
        return [(start, first + len(sign)), (stop - len(sign), stop)]
    quoted = (lines[at] for at in range(piece.first, piece.last + 1) if lines[at].text[0] == ">")
    return signs or [(line.start, line.start + 1) for line in quoted]
