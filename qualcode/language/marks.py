"""Marks on a version: who speaks where, and what in the text is not speech.

The rule: marks are spans, never words, so that they may be kept when the words must go, and reading the turns
of a text again changes marks and never the text. They are one field of the version, kept by hash: ``to_json``
writes the same marks as the same bytes everywhere.

Coding, matching, counting, search and quotes use *speech*: the speech span read with the marks inside it.
A hard wrap (the line end of a printed line inside a paragraph) reads as one space, and so do page furniture
and time marks. A hyphen at a wrap is told by where the wrap begins: ``Dae-|rah`` has the hyphen in the wrap
and reads ``Daerah``; ``anak-|anak`` has the wrap begin after it and reads ``anak-anak``.
"""

from __future__ import annotations

import json
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain
from typing import Any, NamedTuple, TypeVar

Span = tuple[int, int]

SIDES = ("informant", "interviewer", "unknown")
HYPHENS = "-\u2010\u2011\u00ad"
_SWALLOWED = " \t"


T = TypeVar("T", bound=tuple[Any, ...])


def many(kind: type[T], rows: Iterable[tuple[Any, ...]]) -> list[T]:
    """Named tuples of these values: of what a text has hundreds of, at a third of the time of making each."""
    return list(map(partial(tuple.__new__, kind), rows))


class Turn(NamedTuple):
    """One utterance, or a paragraph where nobody is named. A tuple: texts have tens of thousands."""

    label: Span | None  # with its colon and emphasis marks; None: nobody is named
    speech: Span
    side: str  # proposed, one of SIDES; people may change it on the speaker record


@dataclass(frozen=True)
class Marks:
    """All marks of one version. Spans are sorted and disjoint within each field."""

    convention: str  # how the labels are written, as the parser names it
    turns: tuple[Turn, ...] = ()
    wraps: tuple[Span, ...] = ()  # hard wraps: the blank run at a line end inside a paragraph
    furniture: tuple[Span, ...] = ()  # page numbers, running heads, separators
    times: tuple[Span, ...] = ()
    header: tuple[tuple[Span, Span], ...] = ()  # key span, value span

    @property
    def reads_as_it_stands(self) -> bool:
        """Whether nothing in its speech is left out or read otherwise."""
        return not (self.wraps or self.furniture or self.times)

    def __reduce__(self) -> tuple[Any, ...]:
        """As numbers in a row: marks go from process to process, and a text has hundreds of small tuples."""
        labels, speeches, sides = zip(*self.turns, strict=True) if self.turns else ((), (), ())
        spans = (self.wraps, self.furniture, self.times, tuple(chain.from_iterable(self.header)))
        known = [label or _NOWHERE for label in labels]
        return _from_rows, (self.convention, _row(known), _row(speeches), sides, *map(_row, spans))


_NOWHERE = (-1, -1)


def _row(spans: Iterable[Span]) -> bytes:
    return array("q", chain.from_iterable(spans)).tobytes()


def _spans(row: bytes) -> Iterator[Span]:
    numbers = array("q", row).tolist()
    return zip(numbers[::2], numbers[1::2], strict=True)


def _from_rows(
    convention: str, labels: bytes, speeches: bytes, sides: tuple[str, ...], *others: bytes
) -> Marks:  # what Marks.__reduce__ made
    known = [None if label == _NOWHERE else label for label in _spans(labels)]
    wraps, furniture, times, header = (tuple(_spans(row)) for row in others)
    turns = tuple(many(Turn, zip(known, _spans(speeches), sides, strict=True)))
    return Marks(convention, turns, wraps, furniture, times, tuple(zip(header[::2], header[1::2], strict=True)))


_canonical = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


def to_json(marks: Marks) -> str:
    """The marks as canonical JSON: sorted keys, no spaces; the same marks give the same bytes."""
    before = {
        "convention": marks.convention,
        "furniture": marks.furniture,
        "header": marks.header,
        "times": marks.times,
    }
    sides = {side: _canonical(side) for side in {turn.side for turn in marks.turns}}
    turns = [  # of a text there are hundreds: written out, they take a quarter of the encoder's time
        f"[[{label[0]},{label[1]}],[{speech[0]},{speech[1]}],{sides[side]}]"
        if label
        else f"[null,[{speech[0]},{speech[1]}],{sides[side]}]"
        for label, speech, side in marks.turns
    ]
    return f'{_canonical(before)[:-1]},"turns":[{",".join(turns)}],{_canonical({"wraps": marks.wraps})[1:]}'


def from_json(text: str) -> Marks:
    """The marks that ``to_json`` wrote. Raises ValueError for anything else."""
    try:
        fields = json.loads(text)
        return Marks(
            convention=str(fields["convention"]),
            turns=tuple(
                many(
                    Turn,
                    [
                        (None if label is None else _span(label), _span(speech), side)
                        for label, speech, side in fields["turns"]
                    ],
                )
            ),
            wraps=tuple(map(_span, fields["wraps"])),
            furniture=tuple(map(_span, fields["furniture"])),
            times=tuple(map(_span, fields["times"])),
            header=tuple((_span(key), _span(value)) for key, value in fields["header"]),
        )
    except (KeyError, TypeError) as error:
        raise ValueError(f"these are not marks: {error!r}") from error


def _span(pair: Any) -> Span:
    start, stop = pair
    return int(start), int(stop)


_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|<[^<>]*>")
_NUMBERING = re.compile(r"^\d{1,4}(?:[.)]\s+|\t\s*)(?=\S)")
_SLASH = re.compile(r" ?/ ?")
_EDGES = " \t\n*_\\#:：;=>|–—-"


@lru_cache(maxsize=4096)  # a transcript has few labels, and each of its turns is asked about
def speaker_name(label: str) -> str:
    """The label as it is shown: without numbering, brackets and their content, emphasis marks and colon."""
    name = unicodedata.normalize("NFC", label)
    bare = name
    while _BRACKETS.search(bare):
        bare = _BRACKETS.sub(" ", bare)
    if bare.strip(_EDGES + "."):  # a label may be all bracket: [Ibu S]
        name = bare
    else:
        name = re.sub(r"[()\[\]{}<>]", " ", name)
    name = _NUMBERING.sub("", name.strip(_EDGES)).strip(_EDGES)
    return " ".join(name.split()) or label.strip(" \t\n:：")  # who speaks may be a sign alone: - : + :


@lru_cache(maxsize=4096)
def speaker_key(label: str) -> str:
    """The folded label, one for all ways of writing a speaker's label: ``**Ibu  S.** :`` is ``ibu s``."""
    key = _SLASH.sub("/", speaker_name(label))
    for _ in range(4):  # casefolding and stripping may each bare something for the other
        key = unicodedata.normalize("NFC", speaker_name(key.casefold()).rstrip(". "))
    return key


def speech_text(text: str, marks: Marks, turn: Turn) -> str:
    """The speech of a turn as display, matching, quotes and search read it."""
    start, stop = turn.speech
    gaps = _gaps(text, marks, start, stop)
    if not gaps:
        return text[start:stop]
    parts = []
    for gap_start, gap_stop, reads in gaps:
        parts += [text[start:gap_start], reads]
        start = gap_stop
    return "".join([*parts, text[start:stop]])


def speech_map(text: str, marks: Marks, turn: Turn) -> tuple[str, list[int]]:
    """The speech as ``speech_text`` reads it, and where it stands.

    The list holds, for each character of the speech, its offset in the canonical text, and one more: where
    the speech ends. A space that a gap reads as stands where the gap begins.
    """
    start, stop = turn.speech
    parts: list[str] = []
    offsets: list[int] = []
    for gap_start, gap_stop, reads in _gaps(text, marks, start, stop):
        parts += [text[start:gap_start], reads]
        offsets.extend(range(start, gap_start + len(reads)))
        start = gap_stop
    parts.append(text[start:stop])
    offsets.extend(range(start, stop + 1))
    return "".join(parts), offsets


def passage_text(text: str, marks: Marks, start: int, stop: int) -> str:
    """``[start, stop)`` of the text as a quote of it reads: hard wraps, furniture and times as in ``speech_text``."""
    return speech_text(text, marks, Turn(None, (start, stop), "unknown"))


def _gaps(text: str, marks: Marks, start: int, stop: int) -> list[tuple[int, int, str]]:
    """What in ``[start, stop)`` is not read as it stands: start, stop and its reading, space or nothing."""
    if marks.reads_as_it_stands:
        return []
    spans = [(*span, True) for span in _within(marks.wraps, start, stop)]
    for other in (marks.furniture, marks.times):
        spans += [(*_widened(text, span, start, stop), False) for span in _within(other, start, stop)]
    joined: list[tuple[int, int, bool]] = []  # what touches is one gap, a wrap if it begins with one
    for first, last, wrap in sorted(spans):
        if joined and first <= joined[-1][1]:
            group_first, group_last, group_wrap = joined.pop()
            first, last, wrap = group_first, max(group_last, last), group_wrap
        joined.append((first, last, wrap))
    return [(first, last, _reading(text, (first, last), (start, stop), wrap)) for first, last, wrap in joined]


def _within(spans: tuple[Span, ...], start: int, stop: int) -> Iterable[Span]:
    """Those of the sorted, disjoint spans that overlap ``[start, stop)``, cut to it."""
    at = bisect_left(spans, (start, start))
    if at and spans[at - 1][1] > start:
        at -= 1
    while at < len(spans) and spans[at][0] < stop:
        first, last = max(spans[at][0], start), min(spans[at][1], stop)
        if first < last:
            yield first, last
        at += 1


def _widened(text: str, span: Span, start: int, stop: int) -> Span:
    """The span with the blanks beside it on its line, so that one gap does not leave two spaces."""
    first, last = span
    while first > start and text[first - 1] in _SWALLOWED:
        first -= 1
    while last < stop and text[last] in _SWALLOWED:
        last += 1
    return first, last


def _reading(text: str, gap: Span, speech: Span, wrap: bool) -> str:
    """A gap reads as a space; as nothing at an edge, beside a line end, and at the hyphen of a wrap."""
    (first, last), (start, stop) = gap, speech
    if first == start or last == stop:
        return ""
    before, after = text[first - 1], text[last]
    if "\n" in (before, after):
        return ""
    if wrap and text[first] in HYPHENS:
        return ""
    if wrap and before in HYPHENS and first - 2 >= start and text[first - 2].isalnum() and after.isalnum():
        return ""
    return " "
