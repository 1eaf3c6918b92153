"""Seldom: who speaks too seldom to prove themselves as a speaker, known by the company they keep.

The rule: who speaks only once is known by the dress the others wear, where what they say never begins a line of its own;
by a time above what was said; or by letters that take up the name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Container
from itertools import pairwise

from qualcode.collect.labels import ALONE, COLON, DASH, SENTENCE, TAB, TIMED, Label, Labels, how_often
from qualcode.collect.lines import Line, goes_on, led
from qualcode.collect.roles import role_at
from qualcode.collect.shapes import fresh_lines
from qualcode.language.marks import speaker_name

FEW_LOOSE = 0.05  # share of the lines that begin without a label, for a single label to be known by its dress

_HOUR = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")
_CLOCK = re.compile(r"[\[(]\d{1,2}:\d{2}(?::\d{2})?[\])]")


def timed_above(strong: Labels, lines: list[Line]) -> Labels:
    """Names that stand with a time, or alone with a colon, above what was said: their form comes back, whoever speaks."""
    timed = {
        at: label
        for at, label in strong.items()
        if label.speech >= lines[at].stop and (label.time or label.dress == COLON or _CLOCK.search(lines[at].text))
    }
    often = how_often(timed)
    leads = {led(lines[at]) for at, label in timed.items() if often[label.key] > 1}
    timed = {at: label for at, label in timed.items() if led(lines[at]) in {"", *leads}}
    told = sum(speech_below(lines, at, strong, 9) for at in timed)
    clocks = sum(label.time is not None or bool(_CLOCK.search(lines[at].text)) for at, label in timed.items())
    least = 3 if clocks == len(timed) else 5
    return timed if len(timed) >= least and 2 <= len(often) < len(timed) and told >= 0.9 * len(timed) else {}


_INTRODUCES = re.compile(r"\(([A-Z]{1,4})\)\W{0,4}$")


def introduced(strong: Labels, lines: list[Line]) -> Labels:
    """Names that give the letters they are called by from there on (``Ani R. (AR):``, then ``AR:``), and the letters."""
    long: dict[str, list[int]] = {}
    for at, label in strong.items():
        line, (first, last) = lines[at], label.span
        words = line.text[first - line.start : last - line.start]
        if ")" in words and (found := _INTRODUCES.search(words)):
            long.setdefault(found[1].casefold(), []).append(at)
    if len(long) < 2:
        return {}
    short = {at: label for at, label in strong.items() if label.key in long}
    return short | {at: strong[at] for named in long.values() for at in named} if short else {}


MIN_GREAT = 4  # labels in capitals
_FULL_NAME = re.compile(r"[^\W\d_]{2,}(?:[\s.'’-]+[^\W\d_]+){1,3}")


def full_names(strong: Labels, lines: list[Line]) -> Labels:
    """Names of two words or more in capitals before sentences (``ANI REKAAN: Well, ...``), each followed by another, one of whom
    comes again, where every label with a colon is such a name."""
    found = {at: label for at, label in strong.items() if label.dress == COLON}
    great = all(
        not label.bare
        and lines[at].text[: label.speech - lines[at].start].isupper()
        and _FULL_NAME.fullmatch(label.key)
        for at, label in found.items()
    )
    if not great:
        return {}
    keys = [found[at].key for at in sorted(found)]
    taken = len(keys) >= MIN_GREAT and 1 < len(set(keys)) < len(keys) and all(a != b for a, b in pairwise(keys))
    return found if taken else {}


def _spelled_out(possible: Labels, labels: Labels, lines: list[Line]) -> Labels:
    """Those above the first of the others whose letters the others are: ``Myself:`` and ``Teacher:``, then ``M:`` and ``T:``;
    ``Ani Rahayu:``, then ``AR:``."""
    keys = {label.key for label in labels.values() if len(label.key) <= 3}
    if not keys:
        return {}
    first = min(at for at, label in labels.items() if label.key in keys)
    above: dict[int, Label] = {}
    beside: dict[int, Label] = {}
    for at, label in possible.items():
        if at >= first or label.dress != COLON or label.needed > 2 or (label.bare and lines[at + 1].gap):
            continue
        words = label.key.split(",")[0].split()
        letters = {"".join(word[0] for word in words), words[0][0] + words[-1][0]} if len(words) > 1 else {words[0][0]}
        if letters & keys and label.key not in keys:
            above[at] = label
        elif len(words) > 1 and not label.bare:
            beside[at] = label
    if any(" " in label.key for label in above.values()):  # whole names: who opens the talk may never come again
        return above | {at: label for at, label in beside.items() if at > min(above) - 4}
    return above if len({label.key[0] for label in above.values()}) > 1 else {}


def _surnamed(possible: Labels, labels: Labels, lines: list[Line]) -> Labels:
    """Those just above the first of the others whose last name the others are: ``ANI LESTARI:``, then ``LESTARI:``; and who
    stands between."""
    first = min(labels)
    keys = {label.key for label in labels.values() if " " not in label.key and len(label.key) > 3}
    if not keys:
        return {}
    above = {at: label for at, label in possible.items() if first - 8 < at < first and label.dress == COLON}
    named = [at for at, label in above.items() if " " in label.key and label.key.split()[-1] in keys]
    return {at: label for at, label in above.items() if at >= min(named) and label.needed <= 2} if named else {}


def with_rare(labels: Labels, possible: Labels, lines: list[Line]) -> Labels:
    """And those who speak too seldom to prove themselves, where the dress of the others proves them."""
    if len(labels) < 3 or labels == possible:  # nobody is left
        return labels
    labels = labels | _spelled_out(possible, labels, lines) | _surnamed(possible, labels, lines)
    first = min(labels)
    great = not any(lines[at].text[0].islower() for at in labels)
    leads = {"", *(led(lines[at]) for at in labels)}
    rare = {
        at: label
        for at, label in possible.items()
        if at > first - 3 and at not in labels
        and (label.dress in (COLON, TIMED, DASH, TAB)) and label.needed <= 2
        and not (great and lines[at].text[0].islower() and goes_on(lines, at)) and led(lines[at]) in leads
    }  # fmt: skip
    alone = {
        at: label
        for at, label in possible.items()
        if label.dress == ALONE and at > first and at not in labels and role_at(label.key)
        and lines[at].gap and speech_below(lines, at, possible) and not lines[at + 1].gap
    }  # fmt: skip
    names = {at for at, label in labels.items() if label.dress == ALONE}
    rare |= {
        at: label
        for at, label in possible.items()
        if label.dress == ALONE and at > first and at not in labels and lines[at].gap and label.needed <= 2
        and speech_below(lines, at, names)
    } if names else {}  # fmt: skip
    return labels | (_proven(rare, labels, lines, first) if rare else {}) | alone | _slips(possible, labels, first)


def _slips(possible: Labels, labels: Labels, first: int) -> Labels:
    """Labels that are others with a letter amiss: ``Intervewer:``, ``[Narasmuber]``."""
    often = how_often(labels)
    usual = [key for key, count in often.items() if count > 2 and len(key) > 4]
    if not usual:
        return {}
    worn = {label.dress for label in labels.values()}
    others = {label.key for label in possible.values() if label.dress in worn and not label.bare} - often.keys()
    amiss = {key for key in others for meant in usual if is_slip(key, meant)}
    if not amiss:
        return {}
    return {
        at: label
        for at, label in possible.items()
        if at > first and label.key in amiss and label.dress in worn and not label.bare
    }


def is_slip(key: str, meant: str) -> bool:
    """Whether a word is another one with a letter too much, one wrong, two that changed places, or up to two missing."""
    if not -2 <= len(key) - len(meant) <= 1 or not set(key[:2]) & set(meant[:2]):
        return False
    same = 0
    while same < min(len(key), len(meant)) and key[same] == meant[same]:
        same += 1
    rest, other = key[same:], meant[same:]
    while rest and other and rest[-1] == other[-1]:
        rest, other = rest[:-1], other[:-1]
    return max(len(rest), len(other)) <= 1 or (not rest and len(other) == 2) or (rest == other[::-1] and len(rest) == 2)


def _proven(rare: Labels, labels: Labels, lines: list[Line], first: int) -> Labels:
    """Those of the rare labels that wear what the others wear, where that sets labels apart."""
    apart = sum(lines[at].gap > 0 for at in labels if at > first) >= 0.8 * (len(labels) - 1)
    usual = Counter(label.dress for label in labels.values()).most_common(1)[0][0]
    timed = sum(_is_timed(lines[at], label) for at, label in labels.items()) >= 0.8 * len(labels)
    bold = sum(label.bold for label in labels.values()) >= 0.8 * len(labels)
    fresh = fresh_lines(lines)
    begins = first
    while SENTENCE.search(lines[begins - 1].text):
        above = max((at for at in rare if at < begins), default=-1)
        if above < 0 or any(at in fresh for at in range(above + 1, begins)):
            break
        begins = above
    loose = [
        at
        for at in range(first, len(lines))
        if at in fresh
        and at not in labels
        and at not in rare
        and lines[at].text[0] not in "(["
        and (lines[at].text[0] > "9" or not _HOUR.fullmatch(lines[at].text))
    ]
    last = max(labels)
    closed = {  # down to it nearly every line is somebody's
        at
        for at in rare
        if (at in fresh or SENTENCE.search(lines[at - 1].text))
        and bisect_right(loose, max(at, last)) <= FEW_LOOSE * (max(at, last) + 1 - first)
    }
    blocks = [at for at in range(first, len(lines)) if lines[at].gap and _begins(lines[at].text)]
    set_apart = apart and sum(at not in labels and at not in rare for at in blocks) <= FEW_LOOSE * len(blocks)
    keys = {label.key for label in labels.values()}
    often = how_often(labels)
    initials = len(keys) > 2 and sum(map(_is_initials, keys)) >= 0.8 * len(keys)
    makes = {_make(lines[at], label) for at, label in labels.items() if often[label.key] > 1}
    alike = len(makes) == 1 and not _ordinary(makes)
    return {
        at: label
        for at, label in rare.items()
        if label.dress == usual
        and (
            (timed and _is_timed(lines[at], label))
            or (bold and label.bold and label.dress != ALONE)
            or (at in closed and at >= begins and label.dress != ALONE)
            or (initials and at > first and _is_initials(label.key))
            or (alike and at > first and not label.bare and _make(lines[at], label) in makes)
            or (set_apart and lines[at].gap and at >= begins and label.dress != ALONE)
        )
    }


def _is_timed(line: Line, label: Label) -> bool:
    return label.time is not None or bool(_CLOCK.search(line.text, 0, label.speech - line.start))


def _make(line: Line, label: Label) -> str:
    """How a label is written, letters aside: ``A`` for P, ``A.A.`` for R.W., ``A+`` for PAK BUDI, ``A9`` for R03, ``Speaker 9``."""
    name = speaker_name(line.text[label.span[0] - line.start : label.span[1] - line.start])
    if len(name) > 3 and name.isupper() and "." not in name:
        return "A+"
    form = re.sub(r"\d+", "9", name)
    if form != name:
        return form if len(name) > 4 else re.sub(r"[A-Z]", "A", form)
    return re.sub(r"[a-zà-ÿ]+", "a", re.sub(r"[A-Z]", "A", name))


def _ordinary(makes: set[str]) -> bool:
    """Whether any word at the beginning of a sentence is made so."""
    return any("a" in make and "9" not in make and "Aa A" not in make for make in makes)


def _begins(words: str) -> bool:
    """Whether a paragraph begins here: no aside, no time, and no line broken at the margin."""
    return words[0] not in "([" and not words[0].islower() and (words[0] > "9" or not _HOUR.fullmatch(words))


def _is_initials(key: str) -> bool:
    return len(key) <= 3 and key.isalpha()


def speech_below(lines: list[Line], at: int, labels: Container[int], gap: int = 1) -> bool:
    """Whether what was said stands below a label that is alone on its line, no more than ``gap`` blank lines away."""
    return at + 1 < len(lines) and at + 1 not in labels and lines[at + 1].gap <= gap
