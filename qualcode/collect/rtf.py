"""The words of a Rich Text file (.rtf), in reading order.

The rule: the words of the body and its text boxes, with paragraphs, line breaks and table cells told apart, and its notes
behind them. Deleted text of tracked changes, page headers, comments and the addresses of links are left out.

The file is read here, token by token (Rich Text Format Specification 1.9.1, Microsoft 2008): striprtf 0.0.35 leaves out notes
and text boxes, keeps deleted text, writes cells and paragraphs alike, and its search for fonts hangs on a broken file.
"""

from __future__ import annotations

import codecs
import re
from copy import copy
from dataclasses import dataclass, field

from qualcode.collect import blocks
from qualcode.collect.leads import with_leads
from qualcode.errors import UserError
from qualcode.i18n import _

MAX_DEPTH = 5_000  # groups in one another
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])"
    r"|(?P<brace>[{}])|(?P<words>[^\\{}\r\n]+)|[\r\n]+|\\",
    re.S,
)
_CHARS = {
    "line": "\n", "lbr": "\n", "tab": "\t", "emdash": "—", "endash": "–", "emspace": "\u2003", "enspace": "\u2002",
    "qmspace": "\u2005", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
    "~": "\u00a0", "-": "\u00ad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\",
}  # fmt: skip
_UNSEEN = frozenset(  # destinations that are no text
    (
        "colortbl", "stylesheet", "info", "pict", "object", "header", "headerl", "headerr", "headerf", "footer",
        "footerl", "footerr", "footerf", "fldinst", "listtable", "listoverridetable", "revtbl", "rsidtbl",
        "generator", "xmlnstbl", "themedata", "colorschememapping", "datastore", "latentstyles", "annotation",
        "atnid", "atnauthor", "atntime", "atndate", "atnicn", "atnref", "atnparent", "atrfstart", "atrfend",
        "bkmkstart", "bkmkend", "ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn", "filetbl",
        "nonshppict", "shprslt", "pgdsctbl", "userprops", "mmathPr", "tc", "tcn", "xe", "panose", "falt", "template",
        "formfield", "docvar", "nextfile", "private", "blipuid", "sp", "listname", "listpicture", "do", "background",
        "pnseclvl",
    )
)  # fmt: skip
_CODEC_OF_CHARSET = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250", 255: "cp850",
}  # fmt: skip


def rtf_text(where: str, data: bytes) -> str:
    """The text of an .rtf. Raises UserError where it is none or its groups lie too deep in one another."""
    if not data.lstrip()[:5] == b"{\\rtf":
        raise UserError(
            _("this is not an .rtf"), where=where, todo=_("Open it in Word or LibreOffice and save it anew")
        )
    try:
        document = _Document(data.decode("latin-1"))
    except RecursionError:
        raise UserError(
            _("it is too large or too deep to be read here"), where=where, todo=_("Split it, or save it as .txt")
        ) from None
    return blocks.joined([*with_leads(document.body.finished(), document.body.bold), *document.notes])


@dataclass
class _Flow:
    """A stretch of text with paragraphs and tables: the body, a note, a text box, the sign of a list item."""

    found: list[str] = field(default_factory=list)
    rows: list[list[list[str]]] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    paragraphs: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    in_row: bool = False
    bold: dict[str, str] = field(default_factory=dict)  # paragraph -> the bold words with which it begins
    strong: int = 0  # of the words, the first that are bold

    def paragraph(self) -> None:
        self.paragraphs.append(self.taken())
        if not self.in_row and (self.paragraphs[-1].strip() or not self.rows):
            self._out_of_table()

    def begin_row(self) -> None:
        if not self.in_row and any(map(str.strip, self.paragraphs)):
            self._out_of_table()
        self.in_row = True

    def cell(self) -> None:
        self.paragraphs.append(self.taken())
        self.cells.append(self.paragraphs)
        self.paragraphs, self.in_row = [], True

    def row(self) -> None:
        if self.words or self.paragraphs:
            self.cell()
        self.rows.append(self.cells)
        self.cells, self.in_row = [], False

    def _out_of_table(self) -> None:
        self.found += [blocks.table(self.rows), *self.paragraphs]
        self.rows, self.paragraphs = [], []

    def taken(self) -> str:
        text, lead = _whole(self.words), _whole(self.words[: self.strong])
        if lead and len(lead) < len(text):
            self.bold[text] = lead
        self.words, self.strong = [], 0
        return text

    def say(self, text: str, bold: bool) -> None:
        self.strong += bold and self.strong == len(self.words)
        self.words.append(text)

    def finished(self) -> list[str]:
        if self.cells:
            self.row()
        self.paragraphs.append(self.taken())
        self._out_of_table()
        return self.found


def _whole(words: list[str]) -> str:
    return "".join(words).encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # emoji come as two halves


@dataclass
class _State:
    """What a group inherits from the one around it."""

    flow: _Flow
    codec: str = "cp1252"
    skipped: bool = False  # a destination that is no text
    deleted: bool = False
    bold: bool = False
    fonts: bool = False  # in the font table
    after_unicode: int = 1  # bytes behind a \u that stand for it in old programs
    opens: str = ""  # the destination that this very group opened: footnote, shptxt, listtext


class _Document:
    """The walk through the tokens."""

    def __init__(self, source: str) -> None:
        self.body = _Flow()
        self.notes: list[str] = []
        self.own_codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.font = 0
        self.state = _State(self.body)
        self.stack: list[_State] = []
        self.bytes = bytearray()  # of words, until their end is known: a character may take two
        self.skip = 0  # bytes that stand for the \u before them
        self.optional = False  # \* was read: the next word's group may be left out
        self._walk(source)

    def _walk(self, source: str) -> None:
        at = 0
        while token := _TOKEN.match(source, at):
            at = token.end()
            kind = token.lastgroup
            if kind == "words":
                self._raw(token["words"].encode("latin-1"))
            elif kind == "hex":
                self._raw(bytes.fromhex(token["hex"]))
            elif kind == "brace":
                self.skip = 0
                self._flush()
                if token["brace"] == "{":
                    self._open()
                elif self._close():
                    break
            elif kind == "sign":
                self._sign(token["sign"])
            elif kind in ("word", "number"):
                self.skip = 0
                self._flush()
                number = int(token["number"]) if token["number"] else None
                if token["word"] == "bin" and number and number > 0:
                    at += number
                else:
                    self._word(token["word"], number)
        self._flush()
        while self.stack:
            self._close()

    def _raw(self, raw: bytes) -> None:
        if self.skip:
            dropped = min(self.skip, len(raw))
            self.skip -= dropped
            raw = raw[dropped:]
        self.bytes += raw

    def _flush(self) -> None:
        if self.bytes:
            text = self.bytes.decode(self.state.codec, "replace")
            self.bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        if not self.state.skipped and not self.state.deleted:
            self.state.flow.say(text, self.state.bold)

    def _open(self) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise RecursionError
        self.stack.append(self.state)
        self.state = copy(self.state)
        self.state.opens = ""
        self.optional = False

    def _close(self) -> bool:
        """Leave a group; True where it was the document's own."""
        if not self.stack:
            return True
        inner, self.state = self.state, self.stack.pop()
        if inner.opens == "footnote":
            mark = f"[{len(self.notes) + 1}]"
            self.notes.append(f"{mark} " + "\n".join(filter(str.strip, inner.flow.finished())).strip())
            self._say(mark)
        elif inner.opens == "shptxt":
            self.state.flow.found += inner.flow.finished()
        elif inner.opens == "listtext":
            self._say(_sign_of(inner.flow.taken()))
        return not self.stack

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self.optional = True
        elif self.skip and sign not in "\r\n":
            self.skip -= 1
        else:
            self._flush()
            if sign in "\r\n":
                self._word("par", None)
            elif sign in _CHARS:
                self._say(_CHARS[sign])

    def _word(self, word: str, number: int | None) -> None:
        optional, self.optional = self.optional, False
        state = self.state
        if word in ("footnote", "shptxt", "listtext", "pntext") and self.stack:
            if word == "shptxt" or not state.skipped:
                state.flow, state.skipped = _Flow(), False
                state.opens = "listtext" if word == "pntext" else word
        elif word == "fonttbl":
            state.fonts = state.skipped = True
        elif word in _UNSEEN or (optional and word not in ("shpinst",)):
            state.skipped = True
        elif word == "shpinst":
            state.skipped = True  # but for the words of a text box in it
        elif word in ("ansicpg", "mac", "pc", "pca"):
            name = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}.get(word, f"cp{number}")
            self.own_codec = state.codec = name if _is_codec(name) else "cp1252"
            for outer in self.stack:
                outer.codec = state.codec
        elif word == "f":
            self.font = number or 0
            state.codec = self.fonts.get(self.font, self.own_codec)
        elif word == "fcharset" and state.fonts:
            self.fonts[self.font] = _CODEC_OF_CHARSET.get(number or 0, self.own_codec)
        elif word == "uc":
            state.after_unicode = min(max(number or 0, 0), 10)
        elif word == "u" and number is not None:
            code = number + 0x10000 if number < 0 else number
            self._say(chr(code) if 0 <= code < 0x110000 else "\ufffd")
            self.skip = state.after_unicode
        elif word == "deleted":
            state.deleted = number != 0
        elif word == "b":
            state.bold = number != 0
        elif word == "plain":
            state.deleted = state.bold = False
        elif word in _CHARS:
            self._say(_CHARS[word])
        elif not state.skipped:
            self._layout(word)

    def _layout(self, word: str) -> None:
        flow = self.state.flow
        if word in ("par", "sect", "page"):
            flow.paragraph()
        elif word == "trowd":
            flow.begin_row()
        elif word == "cell":
            flow.cell()
        elif word == "row":
            flow.row()
        elif word == "nestcell":  # a table in a cell is lines of it
            flow.words.append("\t")
        elif word == "nestrow":
            flow.paragraph()


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def _sign_of(text: str) -> str:
    """The sign of a list item as other formats have it: a number with a bracket, a letter as it is, else a hyphen."""
    sign = text.strip()
    if re.fullmatch(r"\d+\.", sign):
        return sign[:-1] + ") "
    return (sign if re.search(r"\w", sign) else "-") + " "
