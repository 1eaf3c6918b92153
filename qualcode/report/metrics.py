"""How wide letters are, since nothing here can measure a page.

The rule: widths are those of Times (per thousand of the size), which Times New Roman and Liberation Serif share; a
letter not listed counts as half its size, and a sum is rounded up by 2 % so that a word is rather given room than
cut. Sources: Adobe Font Metrics of Times-Roman and Times-Bold; read back from Liberation Serif.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import repeat

CM = 2.54 / 72  # a point in centimetres

_REGULAR = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr·‘’",
    350: "•",
    389: "Js",
    444: "?acez“”",
    556: "FPS",
    564: "+<=>−×±≤≥",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYw",
    778: "&m",
    833: "%",
    889: "M",
    944: "W@",
    1000: "…—→",
}
_BOLD = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt·‘’",
    350: "•",
    389: "Is",
    444: "cerz",
    556: "Sbdhknpqu",
    570: "+<=>−×±≤≥",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYw",
    778: "GHKOQ",
    833: "&m",
    944: "M@",
    1000: "%W…—→",
}
_WIDTHS = {
    bold: {letter: width for width, letters in table.items() for letter in letters}
    for bold, table in ((False, _REGULAR), (True, _BOLD))
}


def advance(letter: str, *, bold: bool = False) -> int:
    """The width of one letter in thousandths of the size of the font."""
    return _WIDTHS[bold].get(letter, 500)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """The width of a line of text in cm at ``size`` points, 2 % to the safe side."""
    return in_cm(thousandths(text, bold), size)


def in_cm(width: int, size: float) -> float:
    """Thousandths of the size of the font as ``text_width`` has them."""
    return width / 1000 * size * CM * 1.02


@lru_cache(1 << 15)
def thousandths(text: str, bold: bool) -> int:
    """The width of a text in thousandths of the size of the font: whatever that is, the widest stays the widest."""
    return sum(map(_WIDTHS[bold].get, text, repeat(500)))


def cut_to(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """A line of text at ``size`` points in ``room`` cm: whole, or as much as fits with … behind it."""
    if text_width(text, size, bold=bold) <= room:
        return text
    while text and text_width(text + "…", size, bold=bold) > room:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of at most ``room`` cm, broken between words; none for an empty text."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


@lru_cache(1 << 15)
def word_width(word: str, size: float, *, bold: bool = False) -> float:
    """The same for a word and the space behind it: words come again, and a workbook of quotes has millions."""
    return text_width(word + " ", size, bold=bold)
