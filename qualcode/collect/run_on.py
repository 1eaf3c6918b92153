"""Turns run on: who speaks is named within a paragraph, whatever the names are and whether or not a full stop parts the turns.

The rule: no name is known here. Before each colon stand the words that may name somebody, as many of them as come back before
other colons; a paragraph that begins with one gives it whole. They are names where they explain most colons of the text
and take turns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from qualcode.collect.label_names import begins_great, name_of
from qualcode.collect.labels import COLON, Label, is_bare
from qualcode.collect.lines import Line
from qualcode.collect.roles import DENIED
from qualcode.language.marks import speaker_key

MIN_COLONS, MOST = 3, 20_000  # in a line; more of them are no talk of hours, and would take minutes
MIN_EXPLAINED = 0.7  # of the colons
MIN_TURNS = 0.6  # of neighbours must differ
MIN_WORDS = 3  # an utterance, on the average
LONGEST = 5  # words of a name

_COLON = re.compile(r"[*_]{0,2}\s?[:：][*_]{0,2}(?=\s|$|[^\s\d/])")
_GLUED = re.compile(r"(?<=[a-zà-ÿ0-9%][.?!…])(?=[^\s.?!…”\"’'»)\]])|(?<=[.?!…][”\"’'»)\]])(?=\S)|(?<=[。？！])(?=\S)")
_STOPS = re.compile(r"[.?!…。？！][”\"’'»)\]*_]*$")


class _Before(NamedTuple):
    """The words before a colon: their folded writings from the last one on, and where each begins."""

    line: int
    stop: int  # in the line, behind the colon
    names: tuple[str, ...]  # the last word, the last two, ...
    begins: tuple[int, ...]
    whole: bool  # nothing stands before the longest of them but a sentence that ends, or the line's beginning


def run_on(lines: list[Line], body: int) -> list[tuple[int, Label]]:
    """The labels within lines, each with its line; none where they explain too little."""
    found = list(_all_before(lines, body))
    if len(found) < MIN_COLONS:
        return []
    often = Counter(name for one in found for name in one.names)
    named = [_usual(one, often, few=len(found) < 8) for one in found]
    again = Counter(one.names[count] for one, count in zip(found, named, strict=True) if count is not None)
    for at in range(1, len(found) - 1):  # who speaks once, between two turns of another; P3 between those of any
        before, after = named[at - 1], named[at + 1]
        if (
            named[at] is None and before is not None and after is not None and found[at].whole
            and (found[at - 1].names[before] == found[at + 1].names[after] or _is_code(lines, found[at]))
            and _may_name(lines, found[at])
        ):  # fmt: skip
            named[at] = len(found[at].names) - 1
    told = [(one, count) for one, count in zip(found, named, strict=True) if count is not None]
    keys = [one.names[count] for one, count in told]
    back = len(keys) - len(set(keys))
    if len(set(keys)) < 2 or back < 1 or len(keys) < MIN_EXPLAINED * len(found) or _turns(keys) < MIN_TURNS:
        return []
    if len(keys) < 5 and (len(keys) < 0.9 * len(found) or max(again.values()) < 2):
        return []
    labels = [(one.line, _label(lines[one.line], one, count)) for one, count in told]
    words = sum(len(line.text.split()) for line in lines[labels[0][0] : labels[-1][0] + 1])
    return labels if words >= (MIN_WORDS + 1) * len(labels) and not _is_form(lines, labels) else []


def _all_before(lines: list[Line], body: int) -> Iterator[_Before]:
    for at in range(body, len(lines)):
        words = lines[at].text
        if not MIN_COLONS <= words.count(":") + words.count("：") <= MOST:
            continue
        floor = 0
        for colon in _COLON.finditer(words):
            near = words[max(0, colon.start() - 300) : colon.start()]
            if any(near.rfind(a) > near.rfind(b) for a, b in ("[]", "{}", "()")):
                continue  # in brackets: a listener's sound, a sign of the transcriber
            start = max(floor, colon.start() - 60)
            yield _before(words, at, start, colon.start(), colon.end(), start == 0)
            floor = colon.end()


def _before(words: str, at: int, start: int, end: int, stop: int, first: bool) -> _Before:
    """The words before a colon, back to the end of a sentence."""
    names: list[str] = []
    begins: list[int] = []
    pieces = [(start + piece.start(), piece[0]) for piece in re.finditer(r"\S+", words[start:end])]
    cut = [
        (place + left, piece[left:right])
        for place, piece in pieces
        for left, right in pairwise((0, *(glue.start() for glue in _GLUED.finditer(piece)), len(piece)))
    ]
    whole = False
    for count, (place, piece) in enumerate(reversed(cut), 1):
        if count > 1 and _STOPS.search(piece) and not (len(piece) < 5 and piece[0].isupper()):
            whole = True
            break
        if count > LONGEST:
            break
        begins.append(place)
        names.append(speaker_key(words[place:end]))
    return _Before(at, stop, tuple(names), tuple(begins), whole or (first and len(cut) == len(names)))


def _usual(one: _Before, often: Counter[str], few: bool) -> int | None:
    """How many of the words before a colon are a name that comes back (less one); None where none is."""
    if not one.names or not (last := often[one.names[0]]):
        return None
    least = max(2 if few or one.whole else 3, 0.9 * last)
    for count in reversed(range(len(one.names))):
        name = one.names[count]
        if name and often[name] >= least and len(name) <= 45:
            return None if name.split()[0] in DENIED and len(name) > 3 else count
    whole = len(one.names) - 1
    if one.whole and often[one.names[whole]] > 1:
        return whole
    return None


def _may_name(lines: list[Line], one: _Before) -> bool:
    if not one.begins:  # nothing but a sentence's end stands before the colon
        return False
    written = lines[one.line].text[one.begins[-1] : one.stop]
    need = name_of(written)[2]
    return (need is not None and need < 3 and begins_great(written)) or not any(map(str.isalpha, one.names[-1]))


def _is_code(lines: list[Line], one: _Before) -> bool:
    """Whether what stands before a colon is a letter or two with a number: ``P3``."""
    return bool(one.begins) and bool(_CODE.fullmatch(lines[one.line].text[one.begins[-1] : one.stop]))


_CODE = re.compile(r"[A-Z]{1,2}\d{1,2}\s?:")


def _label(line: Line, one: _Before, count: int) -> Label:
    span = (line.start + one.begins[count], line.start + one.stop)
    return Label(one.names[count], span, span[1], None, 2, COLON)


def _turns(keys: list[str]) -> float:
    return sum(a != b for a, b in pairwise(keys)) / (len(keys) - 1) if len(keys) > 1 else 0.0


def _is_form(lines: list[Line], labels: list[tuple[int, Label]]) -> bool:
    """Whether what stands behind the names are values and no speech: most without an end of a sentence, and short."""
    said = []
    for (at, label), (below, after) in pairwise(labels):
        if at == below:
            start = lines[at].start
            said.append(lines[at].text[label.speech - start : after.span[0] - start])
    return bool(said) and sum(is_bare(words) and len(words.split()) < 4 for words in said) > 0.6 * len(said)
