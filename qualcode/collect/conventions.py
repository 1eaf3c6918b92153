"""Conventions: how the turns of a transcript are written; proposals for a text, and reading it under one of them.

The rule: every convention is a reader that gives marks or says that the text is not written so. A proposal shows what it
would make of the text, with counts and with what it leaves over; the first one is what ``auto`` takes, people may take
another.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from qualcode.collect.asked import asked_marks
from qualcode.collect.cues import cue_marks
from qualcode.collect.layout import paragraph_marks
from qualcode.collect.lines import line_numbers
from qualcode.collect.quotations import parse_quotations
from qualcode.collect.roles import NUMBERED
from qualcode.collect.rows import row_marks
from qualcode.collect.turns import counted, labelled, summary
from qualcode.i18n import _, ngettext
from qualcode.language.marks import Marks, Span, Turn, speaker_key

Sides = Mapping[str, str]  # folded label -> a side
Proposer = Callable[[str, Sides], Marks | None]


def _quotations(text: str, sides: Sides) -> Marks | None:
    marks = parse_quotations(text)
    return marks if _named(marks) >= 3 else None


def _cues(text: str, sides: Sides) -> Marks | None:
    """Cues, but not where times only stand beside who speaks: ``[0:32:09] D: They could.``"""
    if "-->" in text:
        return cue_marks(text, sides)
    start = text[: text.find("\n", FEW)] if len(text) > 4 * FEW else ""
    if _labels_win(start, cue_marks(start), sides) and labelled(text, sides):
        return None  # long texts are not read twice
    marks = cue_marks(text, sides)
    return None if _labels_win(text, marks, sides) else marks


FEW = 6_000  # characters with which a long text begins, that say how all of it is written


def _labels_win(text: str, cues: Marks | None, sides: Sides) -> bool:
    """Whether labels name as many turns of a text as its cues do."""
    talk = labelled(text, sides) if cues else None
    return bool(cues and talk and _named(talk) >= max(1, _named(cues)))


def _labels(text: str, sides: Sides) -> Marks | None:
    """Labels, but not where one alone numbers some of the questions and far more stand without: ``Question 1: Why?``, ``Who?``"""
    marks = labelled(text, sides)
    keys = {speaker_key(text[slice(*turn.label)]) for turn in marks.turns if turn.label} if marks else set()
    talk = asked_marks(text, sides) if len(keys) == 1 and keys <= NUMBERED else None
    return None if marks and talk and len(counted(talk)) > MANY_MORE * len(counted(marks)) else marks


def _named(marks: Marks) -> int:
    return sum(turn.label is not None for turn in marks.turns)


def _paragraphs(text: str, sides: Sides) -> Marks:
    """Paragraphs as turns also where labels would fit: then the header ends where the first of them stands."""
    talk = labelled(text, sides)
    first = min((turn.label[0] for turn in talk.turns if turn.label), default=None) if talk else None
    return paragraph_marks(text, first)


MANY_MORE = 1.5  # times as many turns as a table has, for labels beside a few tabs to be how the text is written


def _tables(text: str, sides: Sides) -> Marks | None:
    """Tables, but not where a few tabs stand among the labels of a talk."""
    marks = row_marks(text, sides)
    talk = labelled(text, sides) if marks else None
    return None if marks and talk and _named(talk) > MANY_MORE * len(counted(marks)) else marks


# Best first: what is told by its form (times, columns) before what is told by words. Of quotations in an article only a
# person can say that they are what is to be read.
PROPOSERS: dict[str, Proposer] = {
    "cues": _cues,
    "tables": _tables,
    "labels": _labels,
    "questions": asked_marks,
    "paragraphs": _paragraphs,
    "quotations": _quotations,
}
CONVENTIONS = ("auto", *PROPOSERS)
BY_FORM = ("cues", "tables")


@dataclass(frozen=True)
class Proposal:
    """What a convention makes of a text. ``counts``: label as written most often -> its turns; ``unassigned``: pieces of
    text that belong to nobody; ``evidence``: a sentence for people."""

    convention: str
    marks: Marks
    turns: int
    counts: dict[str, int]
    unassigned: int
    evidence: str


def propose(text: str, sides: Sides | None = None) -> tuple[Proposal, ...]:
    """What each convention that fits makes of a canonical text, the best first; never empty."""
    made = ((name, proposer(text, sides or {})) for name, proposer in PROPOSERS.items())
    return tuple(
        _proposal(text, name, _without_breaks(text, _with_numbers(text, marks)))
        for name, marks in made
        if marks is not None
    )


def read_marks(text: str, convention: str = "auto", sides: Sides | None = None) -> Marks:
    """The marks of a text under a convention of ``CONVENTIONS``; ``auto`` is the best that fits. Under a convention that does
    not fit the paragraphs are the turns. ``sides`` (folded label -> side) go over what the text proposes."""
    return _without_breaks(text, _with_numbers(text, _read(text, convention, sides)))


def _read(text: str, convention: str, sides: Sides | None) -> Marks:
    if convention == "quotations":
        return parse_quotations(text)
    names = [*BY_FORM, "labels", "questions"] if convention == "auto" else [convention]
    for name in names:
        if (marks := PROPOSERS[name](text, sides or {})) is not None:
            return marks
    return paragraph_marks(text)


def _with_numbers(text: str, marks: Marks) -> Marks:
    """Marks, with the numbers that stand before lines as furniture; a hard wrap goes round them."""
    numbers = line_numbers(text)
    if not numbers:
        return marks
    seen = {at for span in (*marks.furniture, *marks.times) for at in range(*span)}
    own = [span for span in numbers if span[0] not in seen]
    wraps: list[Span] = []
    at = 0
    for start, stop in marks.wraps:
        while at < len(own) and own[at][1] <= start:
            at += 1
        while at < len(own) and own[at][0] < stop:
            wraps.append((start, own[at][0]))
            start = own[at][1]
            at += 1
        wraps.append((start, stop))
    return replace(marks, furniture=tuple(sorted((*marks.furniture, *own))), wraps=tuple(wraps))


_BREAK = re.compile(r"<br\s*/?>(?=[ \t]*$)", re.I | re.M)  # of Markdown and pages: a line ends here


def _without_breaks(text: str, marks: Marks) -> Marks:
    """Marks in which no turn reads the sign that a line ends."""
    if "<br" not in text.casefold():
        return marks
    turns: list[Turn] = []
    for turn in marks.turns:
        start, stop = turn.speech
        last = text.rfind("<", start, stop)
        found = _BREAK.search(text, max(start, last - 1), stop) if last > start else None
        stop = start + len(text[start : found.start()].rstrip()) if found and found.end() == stop else stop
        turns.append(turn._replace(speech=(start, max(start, stop))))
    seen = sorted((*marks.furniture, *marks.times, *(span for pair in marks.header for span in pair)))
    own: list[Span] = []
    for found in _BREAK.finditer(text):
        start, stop = found.span()
        at = bisect_left(seen, (start, stop))
        if not (at and seen[at - 1][1] > start) and not (at < len(seen) and seen[at][0] < stop):
            own.append((start, stop))
    return replace(marks, turns=tuple(turns), furniture=tuple(sorted((*marks.furniture, *own))))


def _proposal(text: str, name: str, marks: Marks) -> Proposal:
    read = summary(text, marks)
    turns = len(counted(marks))
    said = ngettext("%d turn", "%d turns", turns) % turns
    if read.counts:
        said += ", " + ngettext("label", "labels", len(read.counts)) + " "
        said += ", ".join(f"{label} {count}" for label, count in read.counts.items())
    if read.unassigned:
        said += "; " + ngettext("%d line unassigned", "%d lines unassigned", read.unassigned) % read.unassigned
    return Proposal(
        name, marks, turns, read.counts, read.unassigned, said if read.counts else f"{said}, {_('nobody is named')}"
    )
