"""Doubts about turns: what speaks against them once it is read who begins one.

The rule: a turn that is missing leaves its mark on the others: somebody who comes once, one who speaks twice in a row, a turn of
more paragraphs than any other, a line below a question, words below the talk.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from qualcode.collect.label_names import name_of
from qualcode.collect.labels import is_bare
from qualcode.collect.roles import TITLES, role_at
from qualcode.i18n import _, ngettext
from qualcode.language.marks import Marks, Turn, speaker_name

FEW = 6  # turns: of fewer nothing is unusual
ENDS = re.compile(r"[.?!…。？！,;:–—-][\"”’'»)\]*_]*$")
ASKED = re.compile(r"[?？؟][\"”’'»)*_\s]*$")


def end_sentences(text: str, told: Sequence[Turn]) -> bool:
    """Whether what is said usually ends as sentences do."""
    ended = sum(bool(ENDS.search(text, max(turn.speech[0], turn.speech[1] - 8), turn.speech[1])) for turn in told)
    return ended >= 0.6 * len(told)


MOST_LONG = 0.25  # of the turns may have several paragraphs, for one below a question to be unusual
MIN_NUMBERED = 3  # numbered questions within turns
MOST_MORE = 0.05  # of the turns have several paragraphs, for who speaks once to be one of those who begin each


def seldom(text: str, marks: Marks, told: Sequence[Turn], keys: list[str], often: Counter[str]) -> Iterator[str]:
    """Who has one turn only and is neither a role, nor a whole name, nor titled, nor taken up by letters, nor one of many
    letters; but for who says sentences where no turn has several paragraphs."""
    letters = sum(len(key) <= 2 for key in often) > 2
    once = {
        at: key
        for at, key in enumerate(keys)
        if often[key] == 1
        and not (role_at(key) and len(key.split()) <= 2)
        and not _WHOLE_NAME.fullmatch(speaker_name(text[slice(*(told[at].label or (0, 0)))]))
        and not (key.split()[0].rstrip(".") in TITLES or (len(key) > 3 and name_of(key.title())[2] == 1))
        and not (letters and len(key) <= 2)
        and not (at < 4 and _taken_up(key, often))
    }
    if not once or len(keys) < FEW:
        return
    if (
        marks.convention != "tables"
        and end_sentences(text, told)
        and len(_several(text, marks, told)) <= MOST_MORE * len(told)
    ):
        said = {at: _is_said(text[slice(*told[at].speech)]) for at in once}
        once = {
            at: key
            for at, key in once.items()
            if len(key.split()) > 3 or not said[at] or not any(map(str.isalpha, key))
        }
    if once:
        yield _("who speaks only once: %s") % ", ".join(list(once.values())[:4])


def _is_said(words: str) -> bool:
    """Whether words begin and end as a sentence does."""
    return not (is_bare(words) or words[:1].islower())


_WHOLE_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]+(?:\s[^\W\d_a-z][\w.’'-]*){1,2}(?:,.*|\s[(\[].*)?")


def _taken_up(key: str, often: Counter[str]) -> bool:
    """Whether a name's letters, or its last part, come again: ``Ani Rahayu``, then ``AR`` or ``Rahayu``."""
    words = key.split(",")[0].split("(")[0].split()
    if not words:
        return False
    short = {"".join(word[0] for word in words), words[0][0] + words[-1][0], words[0][0], words[-1]}
    return any(often[one] > 1 for one in short)


SELDOM = 0.2  # of the neighbouring turns, at most, are of one speaker where others take turns


def in_a_row(text: str, marks: Marks, told: Sequence[Turn], keys: list[str]) -> Iterator[str]:
    """Turns of one speaker in a row, the first of them of several paragraphs or a question, where nearly all others take turns:
    the label of one between them may be missing."""
    twice = [(at, a) for at, (a, b) in enumerate(pairwise(keys)) if a == b]
    if not twice or (len(twice) > 1 and len(set(keys)) > 2):
        return
    more = _several(text, marks, told)
    own = [key for at, key in twice if at in more or ASKED.search(text[slice(*told[at].speech)])]
    if len(keys) >= 2 * FEW - 4 and len(twice) == len(own) == 1:
        yield _("all take turns, and once %s speaks twice in a row") % own[0]
    elif len(set(keys)) == 2 and own and 1 < len(twice) <= SELDOM * len(keys):
        yield _("two take turns, and %d times one of them speaks twice in a row") % len(twice)


def _several(text: str, marks: Marks, told: Sequence[Turn]) -> set[int]:
    """The turns of several paragraphs or lines, those broken at the margin aside."""
    wraps = {text.find("\n", *wrap) for wrap in marks.wraps}
    return {
        at
        for at, turn in enumerate(told)
        if any(end.start() not in wraps for end in _LINE_END.finditer(text, *turn.speech))
    }


_NUMBERED = re.compile(r"\(?\d{1,3}[.)]\s")
_LINE_END = re.compile("\n")


def below_questions(text: str, marks: Marks, told: Sequence[Turn], tall: Sequence[Turn]) -> Iterator[str]:
    """A line below a question in one turn, where few turns have more than one: its label may be missing; or below numbered
    questions in several. ``tall``: the turns of several lines."""
    wraps = {text.find("\n", *wrap) for wrap in marks.wraps}
    found = several = numbered = 0
    for turn in tall:
        start, stop = turn.speech
        ends = [end.start() for end in _LINE_END.finditer(text, start, stop) if end.start() not in wraps]
        parts = [words for a, b in pairwise([start, *ends, stop]) if (words := text[a:b].strip())]
        several += len(parts) > 1
        found += any(ASKED.search(one) and not ASKED.search(other) for one, other in pairwise(parts))
        numbered += sum(bool(_NUMBERED.match(one) and ASKED.search(one)) for one in parts[1:-1])
    found = max(found, numbered)
    if numbered >= MIN_NUMBERED or (found and several <= max(MOST_LONG * len(told), 1)):
        yield (
            ngettext(
                "below %d question somebody seems to answer without a label",
                "below %d questions somebody seems to answer without a label",
                found,
            )
            % found
        )


def end(text: str, told: Sequence[Turn]) -> Iterator[str]:
    """A last turn of more paragraphs than any other, or of many more lines."""
    if len(told) < 2 or text.find("\n", *told[-1].speech) < 0:
        return
    lines = [text.count("\n", *turn.speech) for turn in told]
    last, others = _paragraphs(text, told[-1]), max(lines[:-1])
    if last > 1 and len(told) >= FEW and last >= 1.5 * max(_paragraphs(text, turn) for turn in told[:-1]):
        yield _("the last turn has %d paragraphs: is all of it said?") % last
    elif lines[-1] >= (2 if others == 0 else 3) and lines[-1] > 3 * others:
        yield _("the last turn has %d lines, many more than the others: is all of it said?") % (lines[-1] + 1)


def below(text: str, marks: Marks, told: Sequence[Turn]) -> Iterator[str]:
    """What stands below the last turn and was given to nobody."""
    last = told[-1].speech[1]
    loose = (turn for turn in marks.turns if not turn.label and turn.side == "unknown")
    spoken = (turn.speech for turn in loose if turn.speech[0] >= last and not is_bare(text[slice(*turn.speech)]))
    if below := next(spoken, None):
        yield _("nobody says what stands below the last turn: “%s”") % " ".join(text[slice(*below)].split())[:60]


_BLANK = re.compile(r"\n[ \t]*\n")
_NO_HEADING = re.compile(r"[.?!…。？！,;:\"”’'»)\]*_-]$")


def headings(text: str, told: Sequence[Turn], tall: Sequence[Turn]) -> Iterator[str]:
    """A few words without a stop, last in a turn and a paragraph of their own, where nearly all that is said ends in sentences.
    ``tall``: the turns of several lines."""
    if len(told) < FEW + 2:
        return
    parts = [_BLANK.split(text[slice(*turn.speech)]) for turn in tall if turn is not told[-1]]
    last = [own[-1].strip() for own in parts if len(own) > 1 and ENDS.search(own[-2].rstrip()[-8:])]
    likely = [
        words for words in last
        if 1 < len(words.split()) <= 8 and words[0].isupper() and not _NO_HEADING.search(words)
    ]  # fmt: skip
    first = (_BLANK.split(text[slice(*turn.speech)])[0] for turn in told) if likely else ()
    if likely and sum(bool(ENDS.search(words.rstrip()[-8:])) for words in first) >= 0.9 * len(told):
        yield _("a line at the end of a turn reads like a heading: “%s”") % likely[0]


def _paragraphs(text: str, turn: Turn) -> int:
    return sum(map(bool, map(str.strip, re.split(r"\n[ \t]*\n", text[slice(*turn.speech)]))))
