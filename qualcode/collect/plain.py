"""Plain texts: from bytes to characters, and which encoding they were in.

The rule: what is certain is read, what is nearly certain is read and said, the rest is refused with a line that says
what to do. A byte order mark, alternating zero bytes and valid UTF-8 are certain. A text of an older Windows (cp1252)
is a guess that shows a word to judge it by. Bytes of two encodings in one file are damage, and no guess mends them.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _

MAX_CONTROLS = 0.01  # share of control characters that a text may hold
MAX_FOREIGN = 0.3  # share of characters beyond ASCII in a text that is taken for cp1252
ENOUGH = 200  # bytes from which another encoding is worth proposing
_LOOKED_AT = 20_000  # bytes that the proposal is made from


@dataclass(frozen=True)
class Words:
    """What a reader found: the text, the encoding it was read in (None where the format says it itself), and what a person
    should look at (empty where all is certain)."""

    text: str
    encoding: str | None = None
    note: str = ""


def decode(where: str, data: bytes, encoding: str | None = None) -> Words:
    """The text of ``data`` in ``encoding``, else in what its bytes say. UserError where they say nothing certain enough, or
    hold what is no text."""
    note = ""
    if encoding is not None:
        _known(where, encoding)
    else:
        encoding = _marked(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        if encoding != "utf-8" or not _older_windows(data):
            raise _undecodable(where, data, encoding, error) from None
        text, encoding = data.decode("cp1252"), "cp1252"
        note = _doubt(data, text)
    text = text.removeprefix("\ufeff")
    refuse_binary(where, text)
    return Words(text, encoding, note)


_BOMS = (  # the longer first: one of UTF-32 begins as one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def _marked(data: bytes) -> str | None:
    """The encoding that a byte order mark or zero bytes tell; None where there are none."""
    for mark, name in _BOMS:
        if data.startswith(mark) and len(data) % (4 if name == "utf-32" else 2) == 0:
            return name
    sample = data[:_LOOKED_AT]
    if len(data) % 2 == 0 and len(data) >= 8 and b"\0" in sample:
        even, odd = sample[::2].count(0) / len(sample) * 2, sample[1::2].count(0) / len(sample) * 2
        if odd > 0.6 and even < 0.01:
            return "utf-16-le"
        if even > 0.6 and odd < 0.01:
            return "utf-16-be"
    return None


_UTF8_SIGNS = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf](?![\x80-\xbf])|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{2,3}"
)
_CONTROLS = bytes({*range(0x20)} - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1B})


def _older_windows(data: bytes) -> bool:
    """Whether bytes that are no UTF-8 read as a text in cp1252: every byte is defined, none is part of a character in
    UTF-8, and most are plain letters."""
    if b"\0" in data or _UTF8_SIGNS.search(data):
        return False
    try:
        text = data.decode("cp1252")
    except UnicodeError:
        return False
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    letters = sum(map(str.isalpha, text))
    return foreign <= MAX_FOREIGN * len(text) and letters >= 0.4 * len(text.replace(" ", "")) and letters > foreign


def _doubt(data: bytes, text: str) -> str:
    """What was guessed, with one word to judge it by, and what else it may be."""
    words = [word for word in re.findall(r"\S{1,60}", text) if not word.isascii()]
    telling = next((word for word in words if any(c.isalpha() and not c.isascii() for c in word)), "".join(words[:1]))
    telling = telling or _("a no-break space")
    telling = "".join(c if c.isprintable() else " " for c in telling)
    other = _likely(data)
    if other:
        return _("read as cp1252, perhaps it is %s; e.g. %s. If that is wrong: --encoding %s") % (other, telling, other)
    return _("read as cp1252; e.g. %s. If that is wrong: --encoding NAME") % telling


_USUAL = "“”‘’–—…•°éèêëáàâäíìïóòôöúùüñç"  # what is typed beyond ASCII, most often
_OTHERS = ("mac_roman", "cp437", "cp850")  # of an older Mac, of DOS


def _likely(data: bytes) -> str | None:
    """Another encoding in which more of a longer text's letters are usual ones. It is only ever proposed."""
    if len(data) < ENOUGH:
        return None
    found = {"cp1252": 0} | dict.fromkeys(_OTHERS, 0)
    foreign = bytes(byte for byte in data[:_LOOKED_AT] if byte > 127)
    for name in found:
        found[name] = sum(c in _USUAL for c in foreign.decode(name, "replace"))
    best = max(found, key=lambda name: found[name])
    return best if best != "cp1252" and found[best] > 2 * found["cp1252"] else None


def _known(where: str, encoding: str) -> None:
    try:
        b"a".decode(encoding)
    except UnicodeError:  # it is one: it found this single byte wanting
        return
    except (LookupError, ValueError):
        raise UserError(
            _("no encoding is called {encoding}").format(encoding=repr(encoding)),
            where=where,
            todo=_("Texts from older Windows programs are mostly --encoding cp1252"),
        ) from None


def _undecodable(where: str, data: bytes, encoding: str, error: UnicodeError) -> UserError:
    if b"\0" in data and not encoding.startswith(("utf-16", "utf-32")):
        return _binary(where)
    line = 1
    if isinstance(error, UnicodeDecodeError):
        line = 1 + data.count(b"\n", 0, error.start)
    shown = encoding.upper() if encoding.startswith("utf-") else encoding
    what = _("line {line} is not {encoding}").format(line=line, encoding=shown)
    if encoding != "utf-8":
        return UserError(what, where=where, todo=_("Give another --encoding, or save it as UTF-8"))
    if _UTF8_SIGNS.search(data):
        return UserError(
            what, where=where, todo=_("The rest is: the file is damaged or was put together of two; save it anew")
        )
    other = _likely(data)
    if other:
        return UserError(what, where=where, todo=_("It may be --encoding %s; else save it as UTF-8") % other)
    return UserError(
        what, where=where, todo=_("Save it as UTF-8, or if it is from an older Windows: --encoding cp1252")
    )


def refuse_binary(where: str, text: str) -> None:
    """UserError where a text holds zero characters or too many controls."""
    raw = text.encode("utf-8", "surrogatepass")
    controls = len(raw) - len(raw.translate(None, _CONTROLS))  # ten times as fast as a pattern
    if "\0" in text or text[:1000].count("\ufffe") or controls > MAX_CONTROLS * len(text):
        raise _binary(where)


def _binary(where: str) -> UserError:
    return UserError(
        _("this is not a plain text (it holds control characters)"),
        where=where,
        todo=_("Open it in the program that made it and save it as UTF-8 text or as .docx"),
    )
