"""Canonical text: the one text of a file that positions are counted in.

Its rule: every change is one character for one character, before NFC; nothing is removed, nothing joined.
So whatever a person wrote can be found again, and a control or direction-override character can neither move
a cursor nor make a line read other than it is. All positions in qualcode are half-open code-point offsets in
this text.
"""

from __future__ import annotations

import re
import unicodedata

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def _table() -> dict[int, str]:
    """What stands for each character that may not be in canonical text."""
    table: dict[int, str] = {code: chr(0x2400 + code) for code in range(0x20)}  # their pictures, U+2400 and on
    del table[0x09]  # a tab separates a label from its speech; the pane expands it
    table[0x7F] = "\N{SYMBOL FOR DELETE}"
    table |= dict.fromkeys(range(0x80, 0xA0), REPLACEMENT)  # C1: mostly a wrongly read code page
    table |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], REPLACEMENT)  # bidi controls
    table |= dict.fromkeys(range(0xD800, 0xE000), REPLACEMENT)  # lone surrogates: no file could hold them
    table |= dict.fromkeys([0x0A, 0x0D, 0x0B, 0x0C, 0x85, 0x2028, 0x2029], "\n")
    return table


_TABLE = _table()
_TOUCHED = re.compile(
    "["
    + "".join(re.escape(chr(code)) for code in _TABLE if code != 0x0A and not 0xD800 <= code < 0xE000)
    + "\ud800-\udfff]"
)


def canonical(text: str) -> str:
    r"""The canonical form of ``text``; canonical text is its own canonical form.

    CRLF becomes one ``\n`` first, and every other line, page and paragraph end one ``\n`` each. Other C0
    controls but the tab become their pictures (U+2400 and on), C1 controls, bidi controls and lone surrogates
    U+FFFD. Last, NFC, which alone may change the number of characters (a letter and its accent become one).
    """
    text = text.replace("\r\n", "\n")
    if _touched(text):  # most texts are not
        text = text.translate(_TABLE)
    return unicodedata.normalize("NFC", text)


_ORDINARY = bytes(code for code in range(0x80) if code == 0x0A or code not in _TABLE)


def _touched(text: str) -> bool:
    """Whether a text holds anything of the table: only what is not plain ASCII is looked at, a fifth of the time."""
    rest = text.encode("utf-8", "surrogatepass").translate(None, _ORDINARY)
    return bool(rest) and _TOUCHED.search(rest.decode("utf-8", "surrogatepass")) is not None
