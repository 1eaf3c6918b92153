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

from qualcode.collect.doubts_turns import (
    ASKED,
    ENDS,
    FEW,
    below,
    below_questions,
    end,
    end_sentences,
    headings,
    in_a_row,
    seldom,
)
from qualcode.collect.head import greets, names_letter, reads_as_name
from qualcode.collect.header import header_key
from qualcode.collect.labels import is_bare
from qualcode.collect.lines import Line, lines_of
from qualcode.collect.roles import DENIED, NUMBERED, role_at, role_side
from qualcode.collect.shapes import BESIDE, paragraphs, shape_of
from qualcode.collect.sides import asks
from qualcode.i18n import _, ngettext
from qualcode.language.marks import Marks, Span, Turn, speaker_key

_QUESTION = re.compile(r"[?？؟]")
MIN_ASKING = 2  # questions in a text of paragraphs
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
    found = [*_beginning(text, told), *seldom(text, marks, told, keys, often), *_within(text, marks, told, often)]
    if marks.convention == "labels":
        found += [*_otherwise(lines, marks, told), *in_a_row(text, marks, told, keys), *end(text, told)]
        found += below(text, marks, told)
        tall = [turn for turn in told if text.find("\n", *turn.speech) >= 0]
        found += [*headings(text, told, tall), *below_questions(text, marks, told, tall)] if tall else []
        if len(told) < max(FEW - 2, len(lines) / 15):
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
    elif marks.convention in ("paragraphs", "questions") and (alike := _begin_alike(lines)):
        yield _("%d lines begin as if somebody were named") % alike
    elif marks.convention != "cues" and again > (1 if marks.convention == "questions" else 3):
        yield _("%d times a word stands before a colon as labels do") % again
    elif marks.convention == "questions":
        own = {side: [t for t in turns if t.side == side] for side in ("interviewer", "informant")}
        clear = sum(asks(text[slice(*turn.speech)]) for turn in own["interviewer"])
        back = sum(bool(ASKED.search(text[slice(*turn.speech)])) for turn in own["informant"])
        dashed = _signed(text, turns)
        inside = sum(text.find("\n", a.speech[1], b.speech[0]) < 0 for a, b in pairwise(turns))
        yield from end(text, turns)
        if (
            len(turns) < FEW
            or 3 * inside > len(turns)  # questions and answers in one paragraph
            or (
                dashed < 0.9 * len(turns)
                and (clear < 0.9 * len(own["interviewer"]) or back > 0.1 * len(own["informant"]))
            )
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


MIN_ALIKE, MIN_ALIKE_SHARE = 5, 0.6  # paragraphs that begin with one of a few words, and their share of all


def _begin_alike(lines: list[Line]) -> int:
    """How many paragraphs begin with one of two words or more that come again and again there, where most do; else 0."""
    begins = [lines[at].text for at in sorted(paragraphs(lines)) if not BESIDE.fullmatch(lines[at].text)]
    words = [text.lstrip("0123456789.)| \t").partition(" ")[0].casefold() for text in begins]
    often = Counter(word for word in words if word)
    again = [count for count in often.values() if count > 1]
    many = sum(again)
    return (
        many if len(again) > 1 and many >= max(MIN_ALIKE, MIN_ALIKE_SHARE * len(words)) and many > 2 * len(again) else 0
    )


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
        if not few or len(few) > 6 or ENDS.search(words) or words[0] in _QUOTED or greets(words):
            continue
        names = all(len(word) < 4 or not word[0].islower() for word in few)
        if (names and end_sentences(text, told)) or (len(few) <= 4 and role_at(words.casefold())):
            yield _("the first turn reads like a legend: “%s”") % words
            return
    field = next((word for word in _KEY.findall(said[0]) if word.casefold() in DENIED), None)
    if field:
        yield _("the first turn holds a field of a header: “%s”") % field
    if said[0][:1] in (":", ";", ",", ")", "]", "|", "="):
        yield _("the first turn begins with “%s”") % said[0][0]


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
