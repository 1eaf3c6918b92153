"""Turns run together: labels in the middle of a line (``P: Lama, Bu? I: Lama. P: Kerja?``).

The rule: inside a line a label stands behind the end of a sentence and before a colon, and is either a speaker already
known from the beginning of a line, or safe, or one that comes back. What stands in brackets (``[P: hmm]``) is a listener's
sound and stays in the speech.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable
from itertools import pairwise, repeat
from operator import attrgetter
from typing import NamedTuple

from qualcode.collect.cast import alternation
from qualcode.collect.head import tells_letters
from qualcode.collect.label_names import begins_great, name_of
from qualcode.collect.labels import COLON, Label, Labels, examines, find_label
from qualcode.collect.lines import Line
from qualcode.collect.roles import role_at
from qualcode.collect.run_on import MOST, run_on
from qualcode.language.marks import many


class Start(NamedTuple):
    """Where a turn starts: its line, its label, and whether that stands inside the line."""

    line: int
    label: Label
    inside: bool


_NAME = re.compile(
    r"(?:[.?!…。？！”\"’')\]»*—>-][*_]{0,2}\s+|[.?!…\]。？！>]|\b(?:19|20)\d\d\s+)"
    r"(?P<name>[*_]{0,2}(?:(?:Bpk?|Dr|Hj?|Ny|Tn|Sdr|Mrs?|Ms|Sra?)\.\s?)?[^\W\d_][^:：.?!…()\[\]\"”“,;]{0,38}(?:\([^()]{1,40}\)[*_]{0,2}\s?)?)$"
)
_PAIR = re.compile(r"(?:^|\s)(?P<name>[^\W\d_]\S{1,20}\s[^\W\d_]\S{1,20}\s?)$")
_CODE = re.compile(r"(?:^|\s)(?P<name>[A-Z]{1,3}\d{0,2}\s?)$")
_WORD = re.compile(r"[^\W\d_]")
_COLON = re.compile(r"[*_]{0,2}[:：][*_]{0,2}(?=\s|[^\x00-\x7f]|$|(?<=\s:)[^\W\d_]|(?<=\s[A-Z]:)[^\W\d_])")


def starts_in(lines: list[Line], labels: Labels, named: Container[str], body: int) -> list[Start]:
    """All starts of turns: the labels of lines, and those inside lines where turns run together."""
    starts = many(Start, zip(labels, labels.values(), repeat(False)))
    full = {label.key for label in labels.values() if " " in label.key or len(label.key) <= 3}
    inside = _all_inside(lines, labels, full, body)
    if inside:
        inside = _accepted(inside, labels, named, () if labels else _opening(lines, inside))
        codes = {start.label.key for start in inside if len(start.label.key) <= 3} - full
        if codes and len(inside) > 2:  # they come without a full stop before them, too
            inside = _all_inside(lines, labels, full | codes, body)
            inside = _accepted(inside, labels, named, () if labels else _opening(lines, inside))
        starts += inside
    if inside and not labels:  # the first of them stands at the beginning of a line
        keys = {start.label.key for start in inside}
        starts += [start for start in _opening(lines, inside) if start.label.key in keys]
    if inside or len(labels) < 3:
        unstopped = run_on(lines, body)
        known = {start.label.speech: start for start in starts}
        if len(unstopped) > 1.2 * len(starts) or known.keys() < {label.speech for _at, label in unstopped}:
            starts = [known.get(label.speech) or Start(at, label, True) for at, label in unstopped]
    found = sorted(starts, key=attrgetter("label.span"))
    apart = [one for at, one in enumerate(found) if not at or found[at - 1].label.span[1] <= one.label.span[0]]
    return _untold(lines, apart)


def _untold(lines: list[Line], starts: list[Start]) -> list[Start]:
    """The starts without a legend that stands before them in their line: ``A: Interviewer B: Teacher A: So, ...``."""
    told = 0
    for start, after in pairwise(starts):
        if start.line != after.line or len(start.label.key) > 3:
            break
        words = lines[start.line].text[
            start.label.speech - lines[start.line].start : after.label.span[0] - lines[start.line].start
        ]
        if not 0 < len(words.split()) <= 2 or not role_at(words.strip(" ,;.").casefold()):
            break
        told += 1
    again = {start.label.key for start in starts[told:]}
    return starts[told:] if told > 1 and all(start.label.key in again for start in starts[:told]) else starts


def _all_inside(lines: list[Line], labels: Labels, full: Container[str], body: int) -> list[Start]:
    """What may be labels inside the lines of the body."""
    return [
        Start(at, label, True)
        for at, line in enumerate(lines[body:], body)
        if (at in labels) < line.text.count(":") + line.text.count("：") <= MOST
        and not tells_letters(line.text)
        and not examines(line.text)
        for label in _inside(line, labels.get(at), full)
    ]


def _inside(line: Line, own: Label | None, full: Container[str]) -> list[Label]:
    """What may be labels inside a line, behind its own. ``full``: names of two words and codes,
    known without a full stop before them."""
    words = line.text
    found: list[Label] = []
    begin = own.speech - line.start if own else 0
    for colon in _COLON.finditer(words, begin):
        floor = max(begin, colon.start() - 60)
        name = _NAME.search(words[floor : colon.start()])
        if name is None or " " in name["name"].strip():
            pair = _CODE.search(words[floor : colon.start()]) or _PAIR.search(words[floor : colon.start()])
            name = pair if pair and name_of(pair["name"])[1] in full else name
        if name:
            written = name["name"].rstrip()
            at = floor + name.start("name")
            if not _WORD.search(words, begin, at):
                continue  # nothing is said before it: a list, not a turn within a line
            if words.rfind("[", begin, at) > words.rfind("]", begin, at):
                continue  # [ P: hmm.]
            label, key, need = name_of(written)
            if need is not None and begins_great(label):
                first = line.start + floor + name.start("name")
                stop = line.start + colon.end()
                found.append(Label(key, (first, stop), stop, None, need, COLON))
    return found


def _opening(lines: list[Line], inside: list[Start]) -> list[Start]:
    """What may be labels at the beginning of the lines that hold others."""
    found = ((at, find_label(lines[at])) for at in sorted({start.line for start in inside}))
    return [Start(at, label, False) for at, label in found if label and label.dress == COLON]


def _accepted(inside: list[Start], labels: Labels, named: Container[str], opening: Iterable[Start] = ()) -> list[Start]:
    known = {label.key for label in labels.values()}
    often = Counter(start.label.key for start in (*inside, *opening))
    own = [
        start
        for start in inside
        if start.label.key in known
        or start.label.key in named
        or start.label.needed == 1
        or often[start.label.key] >= max(2, start.label.needed)
    ]
    keys = {start.label.key for start in own} | known
    if len(keys) < 2:
        return []
    if not known and alternation([start.label.key for start in own]) < 0.6:
        return []
    strangers = {start.label.key for start in own} - known
    told = any(start.label.key in known for start in own)
    few = len(own) < 4 and len(labels) > 2 * len(own)
    loose = all(start.label.needed > 1 and not role_at(start.label.key) for start in own)
    if known and strangers and (few or (loose and not told and len(labels) >= len(own))):
        own = [start for start in own if start.label.key in known]  # a quotation within a speech
    return own
