"""The words of a Rich Text file (.rtf), in reading order.

The rule: the words of the body, with paragraphs, line breaks and table cells told apart. striprtf reads the words;
before it does, ends of paragraphs, cells and rows get a sign behind them (characters that no .rtf can hold, since it
is ASCII), deleted text of tracked changes is marked as not to be read, and a link keeps its words only.
"""

from __future__ import annotations

import re

from qualcode.collect import blocks
from qualcode.collect.plain import Words
from qualcode.errors import UserError
from qualcode.i18n import _

_PAR, _CELL, _ROW, _BEGIN, _TAB, _ITEM = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004", "\ue005"
_SIGNS = {
    "par": _PAR, "sect": _PAR, "page": _PAR, "cell": _CELL, "row": _ROW, "trowd": _BEGIN,
    "nestcell": _TAB, "nestrow": _PAR,  # a table in a cell is lines of it
    "listtext": _ITEM, "pntext": _ITEM,  # the sign or number of a list item, with a tab behind it
}  # fmt: skip
_WORDS = re.compile(
    r"(?<!\\)((?:\\\\)*)\\(par|sect|page|cell|nestcell|row|nestrow|trowd|listtext|pntext)(?![a-zA-Z])(-?\d{1,9})? ?"
)
_DELETED = re.compile(r"(?<!\\)((?:\\\\)*)\\deleted(?![a-zA-Z0])(?:1 ?| ?)")


def rtf_text(where: str, data: bytes) -> Words:
    """The text of an .rtf. Raises UserError where it is none or is damaged."""
    from striprtf.striprtf import rtf_to_text

    if not data.lstrip()[:5] == b"{\\rtf":
        raise UserError(
            _("this is not an .rtf"), where=where, todo=_("Open it in Word or LibreOffice and save it anew")
        )
    source = _signed(data.decode("latin-1"))
    try:
        text = rtf_to_text(source, errors="strict")
    except UnicodeError:
        text = rtf_to_text(source, errors="replace")
    except Exception as error:  # whatever a library makes of a damaged file from strangers
        raise UserError(
            _("this is not a whole {kind} ({reason})").format(kind=".rtf", reason=str(error)[:80]),
            where=where,
            todo=_("Copy it again, or open it in Word or LibreOffice and save it anew"),
        ) from error
    text = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji come as two halves
    note = ""
    if re.search(r"\\footnote(?![a-z])|\\shptxt(?![a-z])", source):
        note = _("its footnotes and text boxes are not read: to have them, save it as .docx")
    return Words(_laid_out(text), None, note)


def _signed(source: str) -> str:
    source = re.sub(r"\{\\field\s*\{", r"{\\field {", source)  # else the library writes the address into the text
    source = _DELETED.sub(r"\1\\* ", source)
    return _WORDS.sub(lambda m: f"{m[1]}\\{m[2]}{m[3] or ''} {_SIGNS[m[2]]}", source)


def _laid_out(text: str) -> str:
    """Paragraphs and tables from a text with signs. Before each sign stands what the library writes for it."""
    text = re.sub(f"\n+(?=[{_PAR}{_ROW}])|\\|(?=[{_CELL}{_TAB}])", "", text).replace(_TAB, "\t")
    text = re.sub(f"{_ITEM}[\\s{_ITEM}]*(\\S*)[ \t]*", _sign, text)
    found: list[str] = []
    rows: list[list[list[str]]] = []
    cells: list[list[str]] = []
    paragraphs: list[str] = []
    words, in_row = "", False
    for piece in re.split(f"([{_PAR}{_CELL}{_ROW}{_BEGIN}])", text):
        if piece not in _SIGNS.values():
            words += piece
            continue
        if words or piece in (_CELL, _PAR):
            paragraphs.append(words)
            words = ""
        if piece == _CELL or (piece == _ROW and paragraphs):
            cells.append(paragraphs)
            paragraphs = []
        if piece == _ROW:
            rows.append(cells)
            cells = []
        elif not in_row and piece != _CELL and (any(map(str.strip, paragraphs)) or not rows):
            found += [blocks.table(rows), *paragraphs]
            rows, paragraphs = [], []
        in_row = piece in (_BEGIN, _CELL) or (in_row and piece == _PAR)
    return blocks.joined([*found, blocks.table([*rows, *([cells] if cells else [])]), *paragraphs, words])


def _sign(item: re.Match[str]) -> str:
    """The sign of a list item as other formats have it: a number with a bracket, a letter as it is, else a hyphen."""
    sign = item[1]
    if re.fullmatch(r"\d+\.", sign):
        return sign[:-1] + ") "
    return (sign if re.search(r"\w", sign) else "-") + " "
