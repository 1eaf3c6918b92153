"""Kin: lines that begin just as the labels of a text do.

The rule: how a text writes its labels (``[00:12] **X:** said``, ``(X) said``, X alone above it) is learnt from those that have
proved themselves. Where nearly every paragraph begins so, whoever begins one so speaks, though they come once and nothing
else tells that they are somebody; a paragraph more or less is no proof of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from qualcode.collect.cast import is_field
from qualcode.collect.head import reads_as_name
from qualcode.collect.header import header_key
from qualcode.collect.label_names import begins_great, name_of
from qualcode.collect.labels import COLON, TIME, Label, Labels, ends_sentence, find_label, is_bare, is_note
from qualcode.collect.lines import NUMBERS, Line
from qualcode.collect.roles import DENIED, role_at
from qualcode.collect.seldom import is_slip
from qualcode.collect.shapes import BESIDE, fresh_lines, paragraphs

MIN_LABELS = 2
MIN_CLOSED, MIN_CODED = 0.9, 0.7  # of the paragraphs must begin so; where the labels are letters
LOOKED = 60  # labels that tell how they are written
USUAL = 0.1  # of them, at least, are written so
MIN_QUOTED = 4  # labels before quotations, for a quotation to part a name from what is said
BARE = 0.15  # of the labels stand before what ends no sentence, for another to do so

_OPENS, _CLOSES = ' \t*_`[(<{>#"“', " \t*_`:："
_NAME = r"(?P<name>[^\W\d_][^\n:：\t\[\]()<>{}*|=;?!…“”\"]{0,38}?(?:\s?\([^()\n]{1,40}\))?)"


class _Form(NamedTuple):
    """How a label is written: what stands before the name and behind it, and one that is written so."""

    pattern: re.Pattern[str]
    label: Label
    line: Line


def with_kin(labels: Labels, lines: list[Line], possible: Labels) -> Labels:
    """The labels, and those of the lines that begin as theirs do, where nearly every paragraph does. ``possible``: the lines
    that may have labels; one that words know and that is not among them (a legend, a field) has none."""
    if len(labels) < MIN_LABELS:
        return labels
    fresh = paragraphs(lines)
    starts = set(_paragraphs(lines, labels, possible, fresh))
    rest = [at for at in starts if at not in labels and (at in possible or not find_label(lines[at]))]
    if not rest:
        return labels
    forms = list(_forms(labels, lines))
    if not any(form.pattern.match(lines[at].text) for at in rest for form in forms) and not _without_sign(
        lines, rest, labels
    ):
        return labels  # the commonest: nothing more is asked of those that are labels
    manner = _manner(labels, lines, forms, fresh_lines(lines))
    found = {at: one for at in rest if (one := _kin(lines, at, manner, labels))}
    found |= _without_sign(lines, [at for at in rest if at not in found], labels | found)
    if not found:
        return labels
    starts &= fresh | labels.keys() | found.keys()
    starts -= {at + 1 for at, one in found.items() if one.speech >= lines[at].stop}
    starts -= {at for at in starts if at not in labels and at not in found and _stands_in_fields(lines, at)}
    first, last = _edges(lines, sorted(starts), manner, labels, found)
    found = {at: one for at, one in found.items() if first <= at <= last}
    own = sum(first <= at <= last for at in starts)
    mine = sum(at in labels or at in found for at in starts if first <= at <= last)
    least = MIN_CODED if manner.letters and all(map(str.isupper, _names(lines, found))) else MIN_CLOSED
    return labels | found if found and mine >= least * own else labels


class _Manner(NamedTuple):
    """How the labels of a text are: their forms, the lines that do not go on over the margin, and whether some stand before what ends no
    sentence, begin with a small letter, or are letters; and those long enough for one to be written with a slip."""

    forms: list[_Form]
    fresh: set[int]
    bare: bool
    small: bool
    letters: bool
    long: frozenset[str]


def _manner(labels: Labels, lines: list[Line], forms: list[_Form], fresh: set[int]) -> _Manner:
    labels = dict(islice(labels.items(), LOOKED))
    many = BARE * len(labels)
    bare = sum(_is_bare(lines, at, label, fresh) for at, label in labels.items())
    names = _names(lines, labels)
    small = sum(name.islower() for name in names)
    letters = all(len(name) < 4 for name in names)
    often = Counter(label.key for label in labels.values())
    long = frozenset(key for key, count in often.items() if count > 2 and len(key) > 4)
    return _Manner(forms, fresh, bare > many, small > many, letters, long)


def _names(lines: list[Line], labels: Labels) -> list[str]:
    return [lines[at].text[slice(*_name_span(lines[at], label))] for at, label in labels.items()]


def _paragraphs(lines: list[Line], labels: Labels, possible: Labels, fresh: set[int]) -> Iterator[int]:
    """The lines with which paragraphs begin, and those of labels behind the end of a sentence; but for those below a name,
    remarks, signs and what comes back from page to page."""
    below = {at + 1 for at, label in labels.items() if label.speech >= lines[at].stop}
    likely = (at for at in possible.keys() - labels.keys() if possible[at].dress == COLON)
    behind = {at for at in likely if at and ends_sentence(lines[at - 1].text)}
    heads: Counter[str] | None = None
    for at in fresh | behind | labels.keys():
        if at in labels:
            yield at
        elif at not in below and not BESIDE.fullmatch(lines[at].text) and not is_note(lines[at]):
            if heads is None:
                heads = Counter([line.text.strip(NUMBERS) for line in lines])
            if heads[lines[at].text.strip(NUMBERS)] == 1:
                yield at


def _edges(lines: list[Line], starts: list[int], manner: _Manner, labels: Labels, found: Labels) -> tuple[int, int]:
    """The first and the last line of the talk: its labels, and kin with nothing between."""
    places = [at for at, line in enumerate(starts) if line in labels]
    first, last = places[0], places[-1]
    while first and (one := found.get(at := starts[first - 1])) and not _is_value(lines, at, one, manner.fresh):
        first -= 1
    while last + 1 < len(starts) and starts[last + 1] in found:
        last += 1
    return starts[first], starts[last]


def _kin(lines: list[Line], at: int, manner: _Manner, labels: Labels) -> Label | None:
    line = lines[at]
    for form in manner.forms:
        found = form.pattern.match(line.text)
        if not found:
            continue
        written = found["name"]
        _name, key, need = name_of(written)
        letters = manner.letters and len(written) < 4 and written.isupper()
        known = need is not None and (letters or (need <= 2 + manner.small and not _is_field(key)))
        if not (known and (manner.small or begins_great(written))) and not any(
            is_slip(key, one) for one in manner.long
        ):
            continue
        label = _like(form, line, found, key)
        if label.speech >= line.stop and (at + 1 == len(lines) or at + 1 in labels or lines[at + 1].gap > 1):
            continue
        bare = _is_bare(lines, at, label, manner.fresh)
        if not bare or (manner.bare and not is_field(lines, at + 1)):
            return label
    return None


def _without_sign(lines: list[Line], rest: list[int], labels: Labels) -> Labels:
    """Lines that begin with a label of others, without the colon that these have, between two who are not that one:
    ``Narasumber Iya, sudah lama.``; or before a quotation, where all that is said is quoted: ``Narasumber “Iya.”``"""
    often = Counter(label.key for label in labels.values() if label.dress == COLON)
    spoken = ((lines[at], label) for at, label in labels.items() if not label.bare)
    said = [line.text[label.speech - line.start :].lstrip() for line, label in spoken]
    quoted = len(said) >= MIN_QUOTED and sum(words.startswith(_QUOTES) for words in said) >= MIN_CLOSED * len(said)
    usual = {key for key, count in often.items() if count > 1 - quoted and len(key) > 1}
    found: Labels = {}
    places = sorted(labels) if usual else []
    for at in rest if usual else []:
        line = lines[at]
        if not (begins := _BEGINS.match(line.text)) or (key := _longest(begins[0], usual)) is None:
            continue
        stop = line.start + len(key)
        here = bisect_left(places, at)
        near = {labels[places[one]].key for one in (here - 1, here) if 0 <= one < len(places)}
        rest_of_line = line.text[len(key) :].lstrip()
        said_by = key not in near and rest_of_line[:1].isupper() and not is_bare(rest_of_line)
        if here and (said_by or (quoted and rest_of_line.startswith(_QUOTES))):
            found[at] = Label(key, (line.start, stop), line.stop - len(rest_of_line), None, 2, COLON)
    return found


_QUOTES = tuple('“"«„')
_BEGINS = re.compile(r"[^\W\d_][^\s:]*(?: [^\s:]+){0,3}(?= )")


def _longest(words: str, usual: set[str]) -> str | None:
    """The longest of the usual labels with which words begin."""
    parts = words.split(" ")
    for count in range(len(parts), 0, -1):
        if (name := " ".join(parts[:count])).casefold() in usual:
            return name.casefold()
    return None


def _stands_in_fields(lines: list[Line], at: int) -> bool:
    """Whether a line is a field with which no turn begins, or stands above one and ends no sentence."""
    return is_field(lines, at) or (is_bare(lines[at].text) and is_field(lines, at + 1))


def _is_field(key: str) -> bool:
    """Whether a folded name is the key of a field, or a word that names nobody."""
    words = re.split(r"[\s/]+", key)
    return bool({words[0], words[-1]} & DENIED) or bool(header_key(key) and not role_at(key))


def _is_bare(lines: list[Line], at: int, label: Label, fresh: set[int]) -> bool:
    """Whether what is said ends no sentence; a line that goes on over the margin says more."""
    below = at + 1 < len(lines) and label.speech >= lines[at].stop
    said = lines[at + 1].text if below else lines[at].text[label.speech - lines[at].start :]
    after = at + 1 + below
    return is_bare(said) and not (after < len(lines) and after not in fresh)


def _is_value(lines: list[Line], at: int, label: Label, fresh: set[int]) -> bool:
    """Whether what stands behind a label may be the value of a field: no sentence, or a name."""
    said = lines[at].text[label.speech - lines[at].start :]
    return _is_bare(lines, at, label, fresh) or reads_as_name(said)


def _forms(labels: Labels, lines: list[Line]) -> Iterator[_Form]:
    """The ways in which the labels are written, the commonest first."""
    often: Counter[str] = Counter()
    shown: dict[str, tuple[Label, Line]] = {}
    for at in list(labels)[:LOOKED]:
        if pattern := _pattern(lines[at], labels[at]):
            often[pattern] += 1
            shown.setdefault(pattern, (labels[at], lines[at]))
    for pattern, count in often.most_common(4):
        if count >= max(1, USUAL * often.total()):
            yield _Form(re.compile(pattern), *shown[pattern])


def _pattern(line: Line, label: Label) -> str:
    """An expression for lines with a label written like this one; '' where any line may begin so."""
    first, last = _name_span(line, label)
    speech = label.speech - line.start
    before, behind = line.text[:first], line.text[last:speech]
    return _expression(before, behind, speech >= len(line.text))


@lru_cache(maxsize=256)  # a text writes its labels in few ways
def _expression(before: str, behind: str, alone: bool) -> str:
    """An expression for lines with these signs before a name and behind it; ``alone``: and nothing more."""
    signs = behind.strip()
    if not signs and alone:
        behind = r"\s*$"
    elif not signs:
        behind = r"\s*\t\s*" if "\t" in behind else r"\s{2,}" if len(behind) > 1 else ""
    else:
        behind = r"\s*" + _generally(signs) + (r"(?!//)\s*" if signs[-1] in ":：" else r"\s+")
        behind += "$" if alone else r"(?=\S)"
    return f"(?P<before>{_generally(before)}){_NAME}(?P<behind>{behind})" if behind else ""


def _generally(signs: str) -> str:
    """An expression for signs in which numbers and blanks may be others."""
    return "".join(
        r"\d+" if piece[0].isdecimal() else r"\s+" if piece.isspace() else re.escape(piece)
        for piece in re.findall(r"\d+|\s+|[^\d\s]", signs)
    )


def _name_span(line: Line, label: Label) -> tuple[int, int]:
    """Where the name stands in the line, without the signs about it."""
    first, last = label.span[0] - line.start, label.span[1] - line.start
    words = line.text
    while first < last and words[first] in _OPENS:
        first += 1
    opened = words[label.span[0] - line.start : first]
    while last > first and (words[last - 1] in _CLOSES or (words[last - 1] in "])>}" and set(opened) & set("[(<{"))):
        last -= 1
    return first, last


def _like(form: _Form, line: Line, found: re.Match[str], key: str) -> Label:
    """A label written as that of the form."""
    own, start = form.label, line.start
    first, last = start + found.start("name"), start + found.end("name")
    name = _name_span(form.line, own)
    before = (start, start + len(found["before"].rstrip()))
    behind = (last + len(found["behind"]) - len(found["behind"].lstrip()), last + len(found["behind"].rstrip()))
    signs: list[tuple[int, int]] = []
    time = None
    if own.time and own.time[0] < own.span[0]:
        time = before
    elif own.span[0] - form.line.start < name[0] and own.span[0] == form.line.start:
        first = before[0]
    elif before[0] < before[1]:
        signs.append(before)
    if own.time and own.time[0] >= own.span[1] and (clock := re.search(rf"[\[(*_]*{TIME}[\])*_]*", found["behind"])):
        time = (last + clock.start(), last + clock.end())
    elif own.span[1] - form.line.start > name[1]:
        last = behind[1]
    elif behind[0] < behind[1]:
        signs.append(behind)
    return Label(key, (first, last), start + found.end("behind"), time, 2, own.dress, own.bold, tuple(signs))
