"""Interview quotations in an article or report: who is quoted, with which words.

The rule: a quotation counts only with its attribution beside it, in the text's own words:
``"..." (Wawancara dengan Ibu E, Bappeda Kota Madiun).`` So a document can be read with turns by informant: the
words inside the marks are that informant's speech, and the speaker's name in the attribution is the label,
which stands *after* the speech. Marks and attribution are furniture; everything else is the author's and
belongs to nobody.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from qualcode.collect.layout import paragraph_marks
from qualcode.language.marks import Marks, Span, Turn

LONGEST = 6000  # characters between an opening mark and its attribution


@dataclass(frozen=True)
class Quotation:
    """Quoted words of an informant."""

    span: Span  # the words inside the quotation marks
    speaker: str  # as the attribution names them
    speaker_span: Span
    whole: Span  # with marks, attribution and its full stop


_MARKS = '"“”„«»'
_NAME = r"[^\W\d_][^,;()]{0,60}?"
_ATTRIBUTION = re.compile(
    rf"""(?P<close>["”“»])[\s.,]*\(
    (?: (?:hasil\s+)?(?:wawancara|interview)(?:\s+(?:dengan|bersama|kepada|with))?[\s:,]+
        (?P<after>{_NAME})\s*(?:[,;][^()]*)?
      | (?P<before>{_NAME})\s*[,;][^()]*\b(?:wawancara|interview)\b[^()]*
    )\)\.?""",
    re.IGNORECASE | re.VERBOSE,
)


def quotations(text: str) -> list[Quotation]:
    """The attributed interview quotations of a text, in its order, with straight or curly marks.

    A quotation runs back from its attribution to the mark that opens it, across paragraphs if need be, but not
    into what an earlier attribution has taken.
    """
    found: list[Quotation] = []
    floor = 0
    for attribution in _ATTRIBUTION.finditer(text):
        close = attribution.start("close")
        opening = _opening(text, max(floor, close - LONGEST), close)
        name = attribution.span("after" if attribution["after"] else "before")
        floor = attribution.end()
        if opening is None or re.search(r"\d{4}", text[slice(*name)]):  # (Wawancara, Juni 2025) names nobody
            continue
        span = _trimmed(text, opening + 1, close)
        if span[0] < span[1]:
            found.append(Quotation(span, " ".join(text[slice(*name)].split()), name, (opening, attribution.end())))
    return found


def _opening(text: str, floor: int, close: int) -> int | None:
    """The mark that opens what is closed at ``close``; quotations within it are passed over in pairs."""
    depth = 1
    for at in range(close - 1, floor - 1, -1):
        if text[at] in _MARKS:
            depth += -1 if _opens(text, at) else 1
            if depth == 0:
                return at
    return None


def _opens(text: str, at: int) -> bool:
    if text[at] != '"':
        return text[at] in "“„«"
    return (at == 0 or text[at - 1].isspace() or text[at - 1] in "([") and not text[at + 1 : at + 2].isspace()


def _trimmed(text: str, start: int, stop: int) -> Span:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return start, stop


def parse_quotations(text: str) -> Marks:
    """Marks of an article read by its quotations: each is a turn of its informant, the rest nobody's paragraphs.

    A paragraph that holds a quotation is cut around it. A page break inside a quotation is a hard wrap.
    """
    marks = paragraph_marks(text)
    body = max((value[1] for _key, value in marks.header), default=0)
    found = [quotation for quotation in quotations(text) if quotation.whole[0] >= body]
    turns = [Turn(quotation.speaker_span, quotation.span, "informant") for quotation in found]
    wholes = [quotation.whole for quotation in found]
    for turn in marks.turns:
        turns += [Turn(None, piece, "unknown") for piece in _outside(text, turn.speech, wholes)]
    apparatus = [
        piece
        for quotation in found
        for piece in _outside(text, quotation.whole, [quotation.span, quotation.speaker_span])
    ]
    known = {wrap[1] for wrap in marks.wraps}
    wraps = [w for quotation in found for w in _breaks(text, quotation.span) if w[1] not in known]
    return Marks(
        "quotations",
        tuple(sorted(turns, key=lambda turn: turn.speech)),
        tuple(sorted({*marks.wraps, *wraps})),
        tuple(sorted({*marks.furniture, *apparatus})),
        marks.times,
        marks.header,
    )


def _breaks(text: str, span: Span) -> list[Span]:
    """Paragraph ends in the middle of a sentence."""
    breaks = re.finditer(r"(?<=[^\W_]|,)\s*\n\s*(?=[^\W\d_])", text[slice(*span)])
    return [(span[0] + m.start(), span[0] + m.end()) for m in breaks if text[span[0] + m.end()].islower()]


def _outside(text: str, span: Span, taken: list[Span]) -> list[Span]:
    """What is left of a span outside those taken, without the blanks at the ends of each piece."""
    pieces: list[Span] = []
    at, end = span
    for start, stop in taken:
        if stop > at and start < end:
            pieces.append(_trimmed(text, at, max(at, start)))
            at = stop
    pieces.append(_trimmed(text, at, max(at, end)))
    return [piece for piece in pieces if piece[0] < piece[1]]
