"""The talk of a transcript whose turns are known by where they start: what each line of it is, and where speech ends.

The rule: every character that is not blank is in a label, a speech, the header, a time mark or the furniture, so that
nothing of the file is out of sight. What nobody said (remarks, headings, page furniture, a header that comes again)
parts no turn.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from itertools import pairwise
from operator import itemgetter

from qualcode.collect import sessions
from qualcode.collect.head import Head, fields_below
from qualcode.collect.inline import Start
from qualcode.collect.labels import EDITORS, Label, ends_sentence, examines, is_bare, is_note, times_in
from qualcode.collect.layout import Layout, layout
from qualcode.collect.lines import Line, is_heading
from qualcode.collect.other_side import other_side, signs_of, words_of
from qualcode.collect.shapes import fresh_lines
from qualcode.collect.sides import sides
from qualcode.collect.turn_ends import CLOSING, after_talk, foot_of, page_ends
from qualcode.language.marks import Marks, Span, Turn, many


def talk_marks(text: str, lines: list[Line], head: Head, starts: list[Start], known: Mapping[str, str]) -> Marks:
    """The marks of a transcript whose turns are known by where they start, each line by its role."""
    at_line = {start.line for start in starts if not start.inside}
    roles = _roles_of_lines(text, lines, head.body, at_line, starts[-1].line)
    below, fields = fields_below(lines, starts[-1].line)
    roles.update((at, "furniture" if lines[at].start < fields[0][0][0] else "field") for at in range(below, len(lines)))
    beside = other_side(lines, head.body, starts, roles)
    roles.update((at, "beside") for piece in beside for at in range(piece.first, piece.last + 1))
    roles.update(dict.fromkeys(page_ends(lines, starts, roles), "furniture"))
    foot = sorted({*foot_of(lines, starts, roles), *after_talk(lines, starts, roles)})
    if beside and beside[-1].side == "informant":  # behind the last answer
        foot = [at for at in range(beside[-1].last + 1, len(lines)) if roles[at] == "words"]
    roles.update(dict.fromkeys(foot, "foot"))
    page = _page(text, lines, roles, head.body, starts[0].line)
    printed = set(page.furniture)
    for at, role in roles.items() if printed else ():
        if role in ("words", "foot") and (lines[at].start, lines[at].stop) in printed:
            roles[at] = "furniture"
    first = starts[0].line
    opening = {span[0] for span in page.headings if span[1] <= lines[first].start}
    for at in range(head.body, first):
        if lines[at].start in opening:
            roles[at] = "furniture"
    words_at = {lines[at].start for at in range(head.body, first) if roles[at] == "words"}
    words_at |= {lines[at].start for at in foot if roles[at] == "foot"}
    turns: list[tuple[Span | None, Span, str]] = [(None, span, "") for span in page.paragraphs if span[0] in words_at]
    shown = [span for _label, span, _key in turns]
    turns += [  # a line below one that turned out to be no words
        (None, (lines[at].start, lines[at].stop), "")
        for at in range(head.body, first)
        if roles[at] == "words" and not any(start <= lines[at].start < stop for start, stop in shown)
    ]
    if starts[0].inside and (before := _trimmed(text, lines[first].start, starts[0].label.span[0])) != (0, 0):
        turns += [(None, before, "")] if before[0] < before[1] else []
    turns += [(None, _trimmed(text, *words_of(lines, one)), one.key or _BESIDE + one.side) for one in beside]
    colons: list[Span] = []
    for start, after in zip(starts, [*starts[1:], None], strict=True):
        begin, end = _speech(text, lines, start, after, roles)
        if begin < end and text[begin] in ":：" and start.label.speech >= lines[start.line].stop:  # on the line below
            colons.append((begin, begin + 1))
            begin, end = _trimmed(text, begin + 1, end)
        turns.append((start.label.span, (begin, end), start.label.key))
    turns.sort(key=itemgetter(1))
    if beside and not beside[0].key:
        known = {**known, _BESIDE + beside[0].side: beside[0].side}
    side = sides([(key, text[start:stop]) for _label, (start, stop), key in turns if key], known)
    furniture = [
        (lines[at].start, lines[at].stop) for at, role in roles.items() if role in ("furniture", "note", "aside")
    ]
    furniture += [*colons, *(span for start in starts for span in start.label.apparatus)]
    furniture += [span for one in beside for span in signs_of(lines, one)]
    begun = [start for start in starts if not start.inside]
    for start in begun:
        line, label = lines[start.line], start.label
        if text[label.span[0]] in "*_" and (span := _emphasis_left(text, line, label.span)):
            furniture.append(span)
        if label.span[0] > line.start and (span := _before(line, label)):
            furniture.append(span)
    return Marks(
        convention="labels",
        turns=tuple(many(Turn, [(label, speech, side.get(key, "unknown")) for label, speech, key in turns])),
        wraps=page.wraps,
        furniture=tuple(sorted({*head.titles, *furniture})),
        times=tuple(_times(text, lines, starts, roles)),
        header=(*head.fields, *fields),
    )


_BESIDE = "\0"  # before the side of who has no label: no label is written so
LONGEST_HEADING = 9  # words
FEW_SHOUTED = 0.15  # of the lines, at most, are remarks in capitals


def _emphasis_left(text: str, line: Line, label: Span) -> Span | None:
    """The signs at the end of a line that close what the label opens: ``**Q: Since when?**``."""
    written = text[slice(*label)]
    for sign in ("**", "__", "*", "_"):
        if written.startswith(sign):
            opened = written.count(sign) == 1 and line.text.endswith(sign) and line.stop - len(sign) > label[1]
            return (line.stop - len(sign), line.stop) if opened else None
    return None


def _before(line: Line, label: Label) -> Span | None:
    """What stands before a label in its line and is no mark that the label knows of: ``12:30Budi: Ya``."""
    begin = min(label.span, *label.apparatus, label.time or label.span)[0] - line.start
    return (line.start, line.start + len(line.text[:begin].rstrip())) if begin > 0 else None


def _page(text: str, lines: list[Line], roles: Mapping[int, str], body: int, first: int) -> Layout:
    """The layout of the body, whose labels and remarks begin something new; none where every line is a turn."""
    if {"words", "foot", "beside"}.isdisjoint(roles.values()):
        return Layout((), (), (), ())
    breaks = {
        lines[at].start
        for at, role in roles.items()
        if (role == "beside" != roles.get(at - 1))
        or role not in ("words", "beside")
        or (role == "words" and roles.get(at - 1) not in ("words", "label"))
    }
    return layout(text, starts={*breaks, lines[first].start}, begin=lines[body].start)


ASIDE = re.compile(
    r"[*_]{0,3}(?:\([^()\n]{1,100}\)|\[[^\[\]\n]{1,100}\])\.?[*_]{0,3}|\*(?=[^\W\d_])[^*\n.]{1,60}\*|<[^<>\n]{1,60}>"
)
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s")
_CONCLUDES = re.compile(
    r"#{1,6}\s+[\W\d]*(?:kesimpulan|simpulan|ringkasan|analisis|conclusi|conclus[aã]o|summary|resum|fazit|samenvatting|conclusie)",
    re.I,
)


def _fresh(lines: list[Line]) -> set[int]:
    """The lines that do not go on with the one above; all where no line begins as the middle of a sentence does."""
    fresh = fresh_lines(lines)
    small = sum(line.text[0].islower() and at not in fresh for at, line in enumerate(lines))
    return fresh if small > 1 else set(range(len(lines)))


_EDITED = re.compile(
    r"[*_]{0,2}\[[^\[\]:]{2,60}\]\s?[*_]{0,2}:"
)  # [Observasi]: what nobody says where no label has brackets
_NEXT_PART = re.compile(r"@End$|(?:[A-Z]|[IVX]{1,4})\.\s*[A-Z]{3}|BAB\s+[IVX]+\b|LAMPIRAN\b")
_SIGNED = re.compile(r"[A-Z]\w+(?:\s[A-Z]\w+)?, \d{1,2} [A-Z]\w{2,9} \d{4}\.?")  # Surakarta, 3 Mei 2024


def _roles_of_lines(text: str, lines: list[Line], body: int, labels: set[int], last: int) -> dict[int, str]:
    """What each line of the body is: label, words, note (a remark and what follows it in its block), aside (in
    brackets alone), time, or furniture (a heading, a header that comes again, a closing line)."""
    roles = dict.fromkeys(range(body, len(lines)), "label")
    apparatus = sessions.apparatus(text, labels)
    fresh: set[int] | None = None
    others = [at for at in range(body, len(lines)) if at not in labels]
    asides = _long_asides(lines, others, labels)
    parts = _numbered_headings(lines, others, labels)
    parted = any(
        _MARKDOWN_HEADING.match(lines[at].text)
        for at in range(min(labels, default=last), last)
        if lines[at].text[0] == "#"
    )
    shouted = _in_capitals(lines, others, min(labels, default=body), labels)
    bracketed = any(_EDITED.match(lines[at].text) for at in labels)
    after = False
    for at in others:
        line, before = lines[at], roles.get(at - 1, "")
        first = line.text[0]
        if at in apparatus or after or (at > last and CLOSING.match(line.text)):
            role = "furniture"
        elif at > last and (
            _NEXT_PART.match(line.text)
            or _SIGNED.fullmatch(line.text)
            or (line.text.isdecimal() and at + 1 < len(lines) and _NEXT_PART.match(lines[at + 1].text))
        ):
            role, after = "furniture", True
        elif ":" in line.text and times_in(text, line.start, line.stop) == [(line.start, line.stop)]:
            role = "time"
        elif (line.gap == 0 and before == "note") or is_note(line) or (not bracketed and _EDITED.match(line.text)):
            role = "note"
        elif at in parts or (at > last and first in EDITORS):
            role = "furniture"
        elif at in asides or at in shouted:
            role = "aside"
        elif first in "([*_<" and ASIDE.fullmatch(line.text):
            fresh = _fresh(lines) if fresh is None else fresh
            role = "aside" if at in fresh else "words"
        elif (first == "#" and _MARKDOWN_HEADING.match(line.text)) or (first == "B" and examines(line.text)):
            role, after = "furniture", at > last and first == "#" and (not parted or bool(_CONCLUDES.match(line.text)))
        else:
            role = "words"
        roles[at] = role
    return roles


_PART = re.compile(r"(?:(?P<number>\d{1,2})|(?P<letter>[A-Z]))[.)]\s+[A-Z]")


def _numbered_headings(lines: list[Line], others: list[int], labels: set[int]) -> set[int]:
    """The lines above labels that are headings of the parts of a talk: short, without a stop, one after the other in number."""
    found = {
        at: part
        for at in others
        if at + 1 in labels
        and is_bare(lines[at].text)
        and len(lines[at].text.split()) <= LONGEST_HEADING
        and (part := _PART.match(lines[at].text))
        and (at - 1 in labels or at == 0 or ends_sentence(lines[at - 1].text) or lines[at].gap)
    }
    counts = [int(part["number"]) if part["number"] else ord(part["letter"]) for part in found.values()]
    return set(found) if len(counts) > 1 and all(b - a == 1 for a, b in pairwise(counts)) else set()


def _in_capitals(lines: list[Line], others: list[int], first: int, labels: set[int]) -> set[int]:
    """The lines of several words in capitals that end no sentence and follow one (``KETUK PALU 3X``), where few are written so."""
    found = {
        at
        for at in others
        if at > first
        and lines[at].text.isupper()
        and " " in lines[at].text
        and is_heading(lines[at].text)
        and sum(map(str.isalpha, lines[at].text)) > 7
        and (ends_sentence(lines[at - 1].text) or at - 1 in labels or lines[at - 1].text.isupper())
    }
    return found if len(found) <= FEW_SHOUTED * (len(lines) - first) else set()


def _long_asides(lines: list[Line], others: list[int], labels: set[int]) -> set[int]:
    """The lines of remarks in brackets that go on over the margin, behind the end of a sentence."""
    found: set[int] = set()
    for at in others:
        words = lines[at].text
        if words[0] not in "([" or at == 0 or at in found or words[-1] in ")]" or not ends_sentence(lines[at - 1].text):
            continue
        close = ")" if words[0] == "(" else "]"
        for last in range(at + 1, min(at + 4, len(lines))):
            words += " " + lines[last].text
            if last in labels or lines[last].gap or len(words) > 240:
                break
            if words[-1] == close and words.count(words[0]) == words.count(close) == 1:
                found.update(range(at, last + 1))
                break
    return found


def _speech(text: str, lines: list[Line], start: Start, after: Start | None, roles: dict[int, str]) -> Span:
    """From behind the label to the last words before the next one; an aside is speech where there are no words."""
    at, label = start.line, start.label
    until, inside = (after.line, after.inside) if after else (len(lines), False)
    edge = after.label.span[0] if after and inside and until == at else lines[at].stop
    begin, end = _trimmed(text, label.speech, edge)
    here = begin < end
    if here and until == at + 1 and not inside:
        return begin, end
    own = [line for line in range(at + 1, until) if roles[line] == "words"]
    if not own and not here:
        own = [line for line in range(at + 1, until) if roles[line] == "aside"]
        roles.update(dict.fromkeys(own, "words"))
    if own:
        end = lines[own[-1]].stop
        begin = begin if here else lines[own[0]].start
    if after and after.inside and after.line > at:  # the line before goes on with another's words
        begin, end = _trimmed(text, begin if here or own else lines[after.line].start, after.label.span[0])
    return begin, end


def _trimmed(text: str, start: int, stop: int) -> Span:
    if start >= stop:
        return start, start
    words = text[start:stop].lstrip()
    start = stop - len(words)
    return start, start + len(words.rstrip())


def _times(text: str, lines: list[Line], starts: Iterable[Start], roles: Mapping[int, str]) -> list[Span]:
    times: set[Span] = set()
    first: dict[int, Start] = {}
    for start in starts:
        if start.label.time:
            times.add(start.label.time)
        if not start.inside:
            first[start.line] = start
    likely = [found.start() for sign in _MAY_BE_TIME for found in sign.finditer(text)]
    if not likely:
        return sorted(times)
    begins = [line.start for line in lines]
    for at in {bisect_right(begins, place) - 1 for place in likely}:
        role = roles.get(at)
        if role == "label":
            label = first[at].label
            times.update(times_in(text, max(label.speech, label.time[1] if label.time else 0), lines[at].stop))
        elif role in ("words", "time"):
            times.update(times_in(text, lines[at].start, lines[at].stop))
    return sorted(times | _before_words(lines, roles))


_MAY_BE_TIME = (re.compile(r":\d\d"), re.compile(r"_\d"))  # each begins with a sign: found far faster than both at once
_CLOCK_FIRST = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?(?=\s+\D)")


def _before_words(lines: list[Line], roles: Mapping[int, str]) -> set[Span]:
    """Bare times before what is said, where nearly every line that names nobody begins with one."""
    words = [lines[at] for at, role in roles.items() if role == "words"]
    found = [(line.start, line.start + m.end()) for line in words if (m := _CLOCK_FIRST.match(line.text))]
    return set(found) if len(found) >= max(3, 0.8 * len(words)) else set()
