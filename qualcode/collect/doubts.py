"""Doubts: what speaks against the way the turns of a text were read.

The rule: a reading that may be wrong says so and asks; one that is wrong in silence is the worst there is. Each doubt is
a fact of the text that a right reading seldom leaves behind: words like labels that nobody has, a first turn like a line
of a legend, a speaker who comes once among many turns, talk in which nobody is named. What they let through and what they
ask for nothing was measured on texts that the parser of their day saw for the first time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from qualcode.collect.head import greets, names_letter, reads_as_name
from qualcode.collect.header import header_key
from qualcode.collect.labels import is_bare, name_of
from qualcode.collect.lines import Line, lines_of
from qualcode.collect.roles import DENIED, NUMBERED, TITLES, role_at, role_side
from qualcode.collect.shapes import shape_of
from qualcode.collect.sides import asks
from qualcode.i18n import _, ngettext
from qualcode.language.marks import Marks, Span, Turn, speaker_key, speaker_name

_FEW = 6  # turns: of fewer nothing is unusual
_ENDS = re.compile(r"[.?!…。？！,;:–—-][\"”’'»)\]*_]*$")
_QUESTION = re.compile(r"[?？؟]")
MIN_ASKING = 2  # questions in a text of paragraphs
_ASKED = re.compile(r"[?？؟][\"”’'»)*_\s]*$")
_BEFORE = re.compile(
    r"(?:^|\n|[.?!…”\"] ?)[ \t*_>\\-]*(?P<name>[^\W\d_][\w.’'-]{0,15}(?:,?\s[\w(][\w.’')(-]{0,15}){0,3}|\w{1,3})\s?(?:\\?[*_]){0,4}$"
)


_KEY = re.compile(r"([^\W\d_]+)[*_]{0,2}\s?:")
_NO_SPEECH = (*"0123456789/",)  # behind a colon: a time, an address


def doubts(text: str, marks: Marks) -> tuple[str, ...]:
    """What a person should look at in a reading of a canonical text, in words; nothing where nothing speaks against it."""
    lines = lines_of(text)
    told = [turn for turn in marks.turns if turn.label]
    counted = [turn for turn in marks.turns if turn.label or turn.side != "unknown"]
    if not told:
        return tuple(_unnamed(text, marks, lines))
    keys = [speaker_key(text[label[0] : label[1]]) for label, _speech, _side in told if label]
    often = Counter(keys)
    found = [*_beginning(text, told), *_seldom(text, marks, told, keys, often), *_within(text, marks, told, often)]
    if marks.convention == "labels":
        found += [*_otherwise(lines, marks, told), *_in_a_row(text, marks, told, keys), *_end(text, told)]
        found += _below(text, marks, told)
        tall = [turn for turn in told if text.find("\n", *turn.speech) >= 0]
        found += [*_headings(text, told, tall), *_below_questions(text, marks, told, tall)] if tall else []
        if len(told) < max(_FEW - 2, len(lines) / 15):
            found.append(
                ngettext("only %d turn in %d lines", "only %d turns in %d lines", len(told)) % (len(told), len(lines))
            )
    if len(often) == 1 and (len(told) == len(counted) or role_side(keys[0]) is None):
        found.append(_("only one speaker has a label"))
    return tuple(found)


def _unnamed(text: str, marks: Marks, lines: list[Line]) -> Iterator[str]:
    """Of a text in which nobody is named."""
    turns = [turn for turn in marks.turns if turn.side != "unknown"] or list(marks.turns)
    asking = sum(len(_QUESTION.findall(text, *turn.speech)) for turn in turns)
    likely = Counter(name for name, _at in _like_labels(text, [(0, len(text))]))
    again = sum(count for count in likely.values() if count > 1)
    if shape := shape_of(lines):
        yield _("%d lines begin as if somebody were named") % len(shape.found)
    elif marks.convention != "cues" and again > (1 if marks.convention == "questions" else 3):
        yield _("%d times a word stands before a colon as labels do") % again
    elif marks.convention == "questions":
        own = {side: [t for t in turns if t.side == side] for side in ("interviewer", "informant")}
        clear = sum(asks(text[slice(*turn.speech)]) for turn in own["interviewer"])
        back = sum(bool(_ASKED.search(text[slice(*turn.speech)])) for turn in own["informant"])
        dashed = _signed(text, turns)
        yield from _end(text, turns)
        if len(turns) < _FEW or (
            dashed < 0.9 * len(turns) and (clear < 0.9 * len(own["interviewer"]) or back > 0.1 * len(own["informant"]))
        ):
            yield _("nobody is named, and who speaks is told by question marks")
    elif marks.convention == "paragraphs" and (len(likely) > 1 and likely.keys() <= NUMBERED):
        yield _("nobody is named, and lines begin with the letters of questions and answers")
    elif marks.convention == "paragraphs" and turns and _names_first(text, turns[0]):
        yield _("it begins as if somebody were named")
    elif marks.convention == "cues" and _signed(text, turns) > 0.5 * len(turns):
        return  # a sign says where somebody else speaks
    elif marks.convention in ("paragraphs", "cues") and asking >= max(MIN_ASKING, 0.2 * len(turns)):
        yield _("nobody is named, and there are %d questions: is it a talk?") % asking
    elif marks.convention == "paragraphs" and sum(":" in line.text[:40] for line in lines) > max(3, 0.3 * len(lines)):
        yield _("nobody is named, and many lines have a colon: is it a talk?")


def _signed(text: str, turns: Sequence[Turn]) -> int:
    """How many turns begin behind a dash, or the sign of captions for another speaker."""
    before = (text[max(0, turn.speech[0] - 3) : turn.speech[0]].strip()[-1:] for turn in turns)
    return sum(sign in ("-", "–", "—", ">") for sign in before)


def _names_first(text: str, first: Turn) -> bool:
    """Whether a text of paragraphs begins with a word before a colon, as a talk does, and a sentence."""
    start, stop = first.speech
    line = text[start:stop].split("\n")[0]
    colon = line.find(":", 0, 60)
    return (
        colon > 0 and len(line) > colon + 40 and any(at < start + 4 for _name, at in _like_labels(text, [first.speech]))
    )


_QUOTED = (*'“”"«„([—–',)  # words that are quoted, or an aside


def _beginning(text: str, told: Sequence[Turn]) -> Iterator[str]:
    """A first turn that says who a letter is, that holds a field, or that begins with a sign left over."""
    said = [text[slice(*turn.speech)].strip() for turn in told[:2]]
    for words in said:
        few = words.split()
        if not few or len(few) > 6 or _ENDS.search(words) or words[0] in _QUOTED or greets(words):
            continue
        names = all(len(word) < 4 or not word[0].islower() for word in few)
        if (names and _end_sentences(text, told)) or (len(few) <= 4 and role_at(words.casefold())):
            yield _("the first turn reads like a legend: “%s”") % words
            return
    field = next((word for word in _KEY.findall(said[0]) if word.casefold() in DENIED), None)
    if field:
        yield _("the first turn holds a field of a header: “%s”") % field
    if said[0][:1] in (":", ";", ",", ")", "]", "|", "="):
        yield _("the first turn begins with “%s”") % said[0][0]


def _end_sentences(text: str, told: Sequence[Turn]) -> bool:
    """Whether what is said usually ends as sentences do."""
    ended = sum(bool(_ENDS.search(text, max(turn.speech[0], turn.speech[1] - 8), turn.speech[1])) for turn in told)
    return ended >= 0.6 * len(told)


MOST_LONG = 0.25  # of the turns may have several paragraphs, for one below a question to be unusual
MOST_MORE = 0.05  # of the turns have several paragraphs, for who speaks once to be one of those who begin each


def _seldom(text: str, marks: Marks, told: Sequence[Turn], keys: list[str], often: Counter[str]) -> Iterator[str]:
    """Who has one turn only and is neither a role, nor a whole name, nor titled, nor taken up by letters, nor one of many
    letters; but for who says sentences where no turn has several paragraphs."""
    closed = _end_sentences(text, told) and len(_several(text, marks, told)) <= MOST_MORE * len(told)
    letters = sum(len(key) <= 2 for key in often) > 2
    once = [
        key
        for at, key in enumerate(keys)
        if often[key] == 1
        and not (role_at(key) and len(key.split()) <= 2)
        and not _WHOLE_NAME.fullmatch(speaker_name(text[slice(*(told[at].label or (0, 0)))]))
        and not (key.split()[0].rstrip(".") in TITLES or (len(key) > 3 and name_of(key.title())[2] == 1))
        and not (letters and len(key) <= 2)
        and not (at < 4 and _taken_up(key, often))
        and not (closed and len(key.split()) < 4 and _is_said(text[slice(*told[at].speech)]))
    ]
    if once and len(keys) >= _FEW:
        yield _("who speaks only once: %s") % ", ".join(once[:4])


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


def _within(text: str, marks: Marks, told: Sequence[Turn], often: Counter[str]) -> Iterator[str]:
    """Words like labels in what is said, or above the first turn."""
    if text.count(":") + text.count("：") <= len(told) and marks.convention == "labels":
        return
    spans = [turn.speech for turn in told]
    first = told[0].speech[0]
    spans += [turn.speech for turn in marks.turns if not turn.label and turn.speech[1] <= first]
    signs = {span[0] for span in marks.furniture}
    seen: Counter[str] = Counter()
    for name, at in _like_labels(text, spans):
        said = text[at : at + 200].split("\n")[0].split()
        begins = not text[max(0, at - 6) : at].rpartition("\n")[2].strip(" \t*_>-")
        value = text[text.find(":", at) + 1 : at + 300].partition("\n")[0]
        if at < first and (is_bare(value) or reads_as_name(value)):
            continue  # a field, or a legend
        if at not in signs and (name in often or len(said) > (2 if begins else 5)):
            seen[name] += 1 if begins or name in often or role_at(name) else 0
    again = [name for name, count in seen.items() if count > 1 or (count and name in often)]
    if marks.convention == "cues":
        return
    if seen.total():
        named = again or [name for name, count in seen.items() if count]
        yield _("words before a colon that are nobody's label: %s") % ", ".join(named[:4])


def _like_labels(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, int]]:
    """Folded words before a colon that look as labels do, at the beginning of a line or sentence, and where they stand."""
    wide = "：" in text
    for start, stop in spans:
        at = start
        while (at := _next_colon(text, at, stop) if wide else text.find(":", at, stop)) >= 0:
            if found := _BEFORE.search(
                "\n" + text[max(start, at - 60) : at] if at - 60 <= start else text[at - 60 : at]
            ):
                name = speaker_key(found["name"])
                words = found["name"].split()
                great = all(
                    (at and len(word) < 4) or not word[0].islower() for at, word in enumerate(words)
                ) or role_at(name)
                if name and great and name.split()[0] not in DENIED and text[at + 1 : at + 2] not in _NO_SPEECH:
                    yield name, at - len(found["name"])
            at += 1


def _next_colon(text: str, at: int, stop: int) -> int:
    plain = text.find(":", at, stop)
    wide = text.find("：", at, stop)
    return plain if wide < 0 else wide if plain < 0 else min(plain, wide)


def _otherwise(lines: list[Line], marks: Marks, told: Sequence[Turn]) -> Iterator[str]:
    """Lines that begin as others do where speakers are named, and are no turn."""
    begins = [line.start for line in lines]
    mine = {bisect_right(begins, turn.label[0]) - 1 for turn in told if turn.label}
    first = min(mine)
    if len(lines) - first - len(mine) < max(2, 0.05 * len(mine)):
        return  # nearly every line is a turn
    shape = shape_of(lines)
    apart = {span[0] for span in marks.furniture}
    left = (
        sum(at not in mine and at >= first and not _of_header(lines[at], apart) for at in shape.found) if shape else 0
    )
    if shape and left >= max(2, 0.05 * len(shape.found)):
        yield (
            ngettext("%d line begins as if somebody were named", "%d lines begin as if somebody were named", left)
            % left
        )


def _of_header(line: Line, apart: Container[int]) -> bool:
    """Whether a line that was set apart is a field of a header that comes again, or of a legend."""
    colon = line.text.find(":")
    return line.start in apart and (bool(header_key(line.text[: max(colon, 0)])) or names_letter(line.text))


SELDOM = 0.2  # of the neighbouring turns, at most, are of one speaker where others take turns


def _in_a_row(text: str, marks: Marks, told: Sequence[Turn], keys: list[str]) -> Iterator[str]:
    """Turns of one speaker in a row, the first of them of several paragraphs or a question, where nearly all others take turns:
    the label of one between them may be missing."""
    more = _several(text, marks, told)
    more |= {at for at, turn in enumerate(told) if _ASKED.search(text[slice(*turn.speech)])}
    twice = [(at, a) for at, (a, b) in enumerate(pairwise(keys)) if a == b]
    own = [key for at, key in twice if at in more]
    if len(keys) >= 2 * _FEW - 4 and len(twice) == len(own) == 1:
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


_LINE_END = re.compile("\n")


def _below_questions(text: str, marks: Marks, told: Sequence[Turn], tall: Sequence[Turn]) -> Iterator[str]:
    """A line below a question in one turn, where few turns have more than one: its label may be missing. ``tall``: the turns of
    several lines."""
    wraps = {text.find("\n", *wrap) for wrap in marks.wraps}
    found = several = 0
    for turn in tall:
        start, stop = turn.speech
        ends = [end.start() for end in _LINE_END.finditer(text, start, stop) if end.start() not in wraps]
        parts = [words for a, b in pairwise([start, *ends, stop]) if (words := text[a:b].strip())]
        several += len(parts) > 1
        found += any(_ASKED.search(one) and not _ASKED.search(other) for one, other in pairwise(parts))
    if found and several <= max(MOST_LONG * len(told), 1):
        yield (
            ngettext(
                "below %d question somebody seems to answer without a label",
                "below %d questions somebody seems to answer without a label",
                found,
            )
            % found
        )


def _end(text: str, told: Sequence[Turn]) -> Iterator[str]:
    """A last turn of more paragraphs than any other, or of many more lines."""
    if len(told) < 2 or text.find("\n", *told[-1].speech) < 0:
        return
    lines = [text.count("\n", *turn.speech) for turn in told]
    last, others = _paragraphs(text, told[-1]), max(lines[:-1])
    if last > 1 and len(told) >= _FEW and last >= 1.5 * max(_paragraphs(text, turn) for turn in told[:-1]):
        yield _("the last turn has %d paragraphs: is all of it said?") % last
    elif lines[-1] >= (2 if others == 0 else 3) and lines[-1] > 3 * others:
        yield _("the last turn has %d lines, many more than the others: is all of it said?") % (lines[-1] + 1)


def _below(text: str, marks: Marks, told: Sequence[Turn]) -> Iterator[str]:
    """What stands below the last turn and was given to nobody."""
    last = told[-1].speech[1]
    loose = (turn for turn in marks.turns if not turn.label and turn.side == "unknown")
    spoken = (turn.speech for turn in loose if turn.speech[0] >= last and not is_bare(text[slice(*turn.speech)]))
    if below := next(spoken, None):
        yield _("nobody says what stands below the last turn: “%s”") % " ".join(text[slice(*below)].split())[:60]


_BLANK = re.compile(r"\n[ \t]*\n")
_NO_HEADING = re.compile(r"[.?!…。？！,;:\"”’'»)\]*_-]$")


def _headings(text: str, told: Sequence[Turn], tall: Sequence[Turn]) -> Iterator[str]:
    """A few words without a stop, last in a turn and a paragraph of their own, where nearly all that is said ends in sentences.
    ``tall``: the turns of several lines."""
    if len(told) < _FEW + 2:
        return
    parts = [_BLANK.split(text[slice(*turn.speech)]) for turn in tall if turn is not told[-1]]
    last = [own[-1].strip() for own in parts if len(own) > 1 and _ENDS.search(own[-2].rstrip()[-8:])]
    likely = [
        words for words in last
        if 1 < len(words.split()) <= 8 and words[0].isupper() and not _NO_HEADING.search(words)
    ]  # fmt: skip
    first = (_BLANK.split(text[slice(*turn.speech)])[0] for turn in told) if likely else ()
    if likely and sum(bool(_ENDS.search(words.rstrip()[-8:])) for words in first) >= 0.9 * len(told):
        yield _("a line at the end of a turn reads like a heading: “%s”") % likely[0]


def _paragraphs(text: str, turn: Turn) -> int:
    return sum(map(bool, map(str.strip, re.split(r"\n[ \t]*\n", text[slice(*turn.speech)]))))
