"""What a character costs on screen, and which characters never reach it.

The rule: whatever text comes in, the text that goes out has the same length, so that an offset stays an offset, and
holds nothing that a terminal would obey or measure in its own way. Control characters become pictures of
themselves; what has no width of its own (byte order marks, soft hyphens, direction marks) and what terminals
disagree about (emoji variation and skin tone) becomes ``FILLER``, which is dropped when a line is drawn. Canonical
text holds hardly any of it; this is the second guard, for files made by others and for names and labels.

Widths are Rich's, since Textual lays out with them; a *grapheme* here is the smallest thing the cursor stops at.
"""

from __future__ import annotations

import re
import unicodedata

from rich.cells import cell_len, get_character_cell_size, split_graphemes

FILLER = "\u2060"  # word joiner: no width anywhere, and nothing is lost when a real one is dropped
TAB = 8  # cells between tab stops
_JOINER = "\u200d"

_CONTROL = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff"
_NO_WIDTH = (
    "\xad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2061-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f"
)
_NO_WIDTH += (
    "\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff"
)
_UNSAFE = re.compile(f"[{_CONTROL}{_NO_WIDTH}\u200d]")
_IS_CONTROL = re.compile(f"[{_CONTROL}]")
_NOT_NARROW = re.compile(
    "[^ -~\xa1-\xac\xae-\u02ff\u0370-\u0482\u1e00-\u1eff\u2010-\u2027\u2030-\u205e\u2190-\u22ff\u2400-\u2426\u2500-\u25fc\u2713-\u2718]"
)
_FIRST_MARK = "\u0300"  # nothing before it continues a grapheme
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")


def _harmless(match: re.Match[str]) -> str:
    character = match.group()
    if character == _JOINER:  # kept only where it joins two emoji into one
        around = match.string[max(0, match.start() - 1)] + match.string[match.end() : match.end() + 1]
        return character if [get_character_cell_size(c) for c in around] == [2, 2] else FILLER
    if not _IS_CONTROL.match(character):
        return FILLER
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def safe(text: str) -> str:
    """``text``, one character for one, without anything a terminal would obey. ``\\n`` and ``\\t`` stay."""
    return _UNSAFE.sub(_harmless, text)


def plain(text: str) -> str:
    """``text`` as one safe line for a name, a label or a heading; its length may change."""
    return " ".join(safe(text).replace(FILLER, "").split())


def narrow(text: str) -> bool:
    """Whether every character of ``text`` is one grapheme of one cell (so that offsets are columns)."""
    return _NOT_NARROW.search(text) is None


def graphemes(text: str, column: int = 0) -> list[tuple[int, int, int]]:
    """The graphemes of one line of safe text: ``(start, end, cells)``, covering it without gaps.

    Every grapheme has at least one cell, so that each has a place of its own on screen: a mark with nothing
    before it is drawn on a dotted circle. A tab reaches to the next tab stop from ``column``.
    """
    if narrow(text):
        return [(i, i + 1, 1) for i in range(len(text))]
    found: list[tuple[int, int, int]] = []
    origin = 0
    for piece in text.split("\t"):
        start_of_piece = len(found)
        for start, end, cells in split_graphemes(piece)[0]:
            start, end = start + origin, end + origin
            before = found[-1] if text[start] >= _FIRST_MARK and len(found) > start_of_piece else None
            if before and before[2] + cells <= 4 and _belongs_to(text[before[0] : before[1]], text[start]):
                start, cells = before[0], before[2] + cells
                found.pop()
            found.append((start, end, max(1, cells)))
        origin += len(piece)
        if origin < len(text):
            at = column + sum(cells for _, _, cells in found)
            found.append((origin, origin + 1, TAB - at % TAB))
            origin += 1
    return found


def _belongs_to(before: str, character: str) -> bool:
    """Whether ``character`` continues the grapheme ``before``: a spacing mark, the second half of a flag."""
    if unicodedata.category(character)[0] == "M":
        return True
    return bool(_FLAG.match(character)) and len(_FLAG.findall(before)) == 1


def drawn(text: str, cells: int) -> str:
    """The grapheme (or the narrow run) ``text`` as it is written to a strip, exactly ``cells`` wide."""
    if text == "\t":
        return " " * cells
    text = text.replace(FILLER, "").strip(_JOINER)  # what it would join lies on another line
    if not text:
        return " " * cells
    if cell_len(text) == 0:
        text = "\u25cc" + text  # a mark with nothing to stand on
    missing = cells - cell_len(text)
    return text + " " * missing if missing > 0 else text


def fit(text: str, width: int, more: str = "…") -> str:
    """``text`` cut to ``width`` cells, ending in ``more`` where something was left out, and filled with spaces."""
    length = cell_len(text)
    if length <= width:
        return text + " " * (width - length)
    room = width - cell_len(more)
    if room < 0:
        return " " * max(0, width)
    kept, used = "", 0
    for start, end, cells in graphemes(text):
        if used + cells > room:
            break
        kept, used = kept + drawn(text[start:end], cells), used + cells
    return kept + more + " " * (room - used)
