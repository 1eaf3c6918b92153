"""Who speaks in cues: names before the words of a cue, above them, beside the time, or in brackets.

The rule: as in a transcript, names prove themselves by coming back; a sound (``[Musik]``) comes back too, but not beside
another one in nearly every cue, nor from the first cue on.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from qualcode.collect.cast import cast
from qualcode.collect.label_names import name_of
from qualcode.collect.labels import ALONE, BRACKET, COLON, Label, Labels, find_label
from qualcode.collect.lines import Line
from qualcode.language.marks import Span

MIN_TOLD = 0.8  # of the cues, or of those that have such a name, have one that comes back


@dataclass(frozen=True)
class Cue:
    """A time and the words that belong to it."""

    times: Span
    start: float  # seconds
    stop: float | None
    lines: tuple[Line, ...]  # of words
    apparatus: tuple[Span, ...]  # number above, settings behind the times


def labels_in(cues: list[Cue]) -> dict[int, Label]:
    """The labels in the words of cues, by where their line starts."""
    if above := _names_above(cues) or _names_beside(cues):
        return above
    lines = [line for cue in cues for line in cue.lines]
    possible: Labels = {}
    for at, line in enumerate(lines):
        label = find_label(line)
        if label and label.dress in (COLON, BRACKET):
            possible[at] = label._replace(other=None)
    found = {lines[at].start: label for at, label in cast(possible, lines).items()}
    return found or _first_of_cues(cues, _COLON) or _first_of_cues(cues, _FIRST) or _first_of_cues(cues, None)


_FIRST = re.compile(r"(?P<name>\[[^\[\]\n]{1,40}\]|\([^()\n]{1,40}\)|<[^<>/\n]{1,40}>)\s*[-–:]?\s*(?=\S)")
_COLON = re.compile(r"(?P<name>[^\W\d_][^:\n]{0,38}?)\s*[:：]\s+(?=\S)")
_NAME_LINE = re.compile(r"(?P<name>[^\W\d_][^:?!,;…\n]{0,38}?)(?<![^A-Z]\.)$")


def _first_of_cues(cues: list[Cue], sign: re.Pattern[str] | None) -> dict[int, Label]:
    """Names with which cues begin, in brackets (``sign``) or alone on the first of their lines: two or more of them that come
    back, in nearly every cue or from the first one on."""
    found: dict[int, Label] = {}
    for cue in cues:
        if not cue.lines or (sign is None and len(cue.lines) < 2):
            continue
        line = cue.lines[0]
        name = (sign or _NAME_LINE).match(line.text)
        if name and (need := name_of(name["name"])[2]) is not None and need <= 2:
            stop = line.start + len(line.text[: name.end()].rstrip())
            speech = line.start + name.end() if sign else cue.lines[1].start
            found[line.start] = Label(name_of(name["name"])[1], (line.start, stop), speech, None, need, BRACKET)
    often = Counter(label.key for label in found.values())
    again = {key for key, count in often.items() if count > 1}
    keys = [label.key for label in found.values()]
    opens = bool(cues[0].lines) and cues[0].lines[0].start in found
    exchanges = sum(a != b for a, b in pairwise(keys))
    everywhere = len(found) >= MIN_TOLD * len(cues)
    if len(again) < 2 or exchanges < 2 or sum(often[key] for key in again) < MIN_TOLD * len(keys):
        return {}
    return found if everywhere or opens else {}


_ABOVE = re.compile(r"\(([^()\d\n]{2,40})\)|\[([^\[\]\d\n]{2,40})\]")


def _names_above(cues: list[Cue]) -> dict[int, Label]:
    """Names in brackets above the words of nearly every cue, ``(Ani Lestari)``: a sound is not there that often."""
    found: dict[int, Label] = {}
    told = 0
    for cue in cues:
        names = {}
        for line, below in zip(cue.lines, cue.lines[1:], strict=False):
            if _ABOVE.fullmatch(line.text) and name_of(line.text)[2] is not None:
                span = (line.start, line.stop)
                names[line.start] = Label(name_of(line.text)[1], span, below.start, None, 2, ALONE)
        found |= names
        told += bool(names)
    return found if told >= 0.8 * len(cues) else {}


_BESIDE = re.compile(r"[-–—]\s+(?P<name>[^\n.,:;!?…]{1,40})")


def _names_beside(cues: list[Cue]) -> dict[int, Label]:
    """Names behind a dash on the line of the time, in nearly every cue: ``[00:00:05] - Ani``."""
    found: dict[int, Label] = {}
    for cue in cues:
        if len(cue.lines) > 1 and (beside := _BESIDE.fullmatch(cue.lines[0].text)):
            line, (name, key, need) = cue.lines[0], name_of(beside["name"])
            if need is not None and name:
                start = line.start + beside.start("name")
                dash = ((line.start, start),)
                found[line.start] = Label(key, (start, line.stop), cue.lines[1].start, None, 2, ALONE, apparatus=dash)
    often = Counter(label.key for label in found.values())
    return found if len(found) >= 0.8 * len(cues) and 1 < len(often) < len(found) else {}
