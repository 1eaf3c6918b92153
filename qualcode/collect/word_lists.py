"""The numbers and hyphens that Word shows before the items of a list, which are nowhere in its text (ECMA-376, 17.9).

The rule: a bullet is a hyphen, a number is itself with a bracket (``3)``, ``b)``, ``2.1)``), counted as Word counts: by list
and level, a level beginning anew under each item of the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LEVELS = 9
_MOST = 100_000  # a start that is larger is damage


class Lists:
    """The lists of a document, from its parts ``numbering`` and ``styles`` (None where it has none)."""

    def __init__(self, numbering: Any, styles: Any) -> None:
        self._abstract: dict[str, dict[int, tuple[str, str, int]]] = {}  # id -> level -> format, text, start
        self._list: dict[str, tuple[str, str]] = {}  # numId -> what counts it, its abstract list
        self._styles: dict[str, tuple[str | None, str | None, str]] = {}  # style -> numId, level, what it is based on
        self._counts: dict[str, list[int]] = {}
        for one in _of(numbering, "abstractNum"):
            self._abstract[one.get(W + "abstractNumId", "")] = {
                _number(level.get(W + "ilvl")): (_value(level, "numFmt") or "decimal", _value(level, "lvlText") or "",
                                                 _number(_value(level, "start"), 1))
                for level in _of(one, "lvl")
            }  # fmt: skip
        for one in _of(numbering, "num"):
            own, abstract = one.get(W + "numId", ""), _value(one, "abstractNumId") or ""
            anew = next(one.iter(W + "startOverride"), None) is not None
            self._list[own] = ("own:" + own if anew else abstract, abstract)
        for one in _of(styles, "style"):
            numbers = one.find(f"{W}pPr/{W}numPr")
            of_style = (None, None) if numbers is None else (_value(numbers, "numId"), _value(numbers, "ilvl"))
            self._styles[one.get(W + "styleId", "")] = (*of_style, _value(one, "basedOn") or "")

    def sign(self, paragraph: Any) -> str:
        """What stands before a paragraph: nothing, a hyphen, or its number with a bracket. To be asked once for each paragraph,
        in order."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        number, level = (_value(own, "numId"), _value(own, "ilvl")) if own is not None else (None, None)
        if number is None:
            styled = self._of_style(_value(paragraph.find(f"{W}pPr"), "pStyle") or "")
            number, level = styled[0], level or styled[1]
        if number is None or number not in self._list:
            return ""
        counter, abstract = self._list[number]
        return self._next(counter, self._abstract.get(abstract, {}), _number(level))

    def _of_style(self, style: str) -> tuple[str | None, str | None]:
        for _deep in range(20):
            if style not in self._styles:
                break
            number, level, style = self._styles[style]
            if number is not None:
                return number, level
        return None, None

    def _next(self, counter: str, levels: dict[int, tuple[str, str, int]], level: int) -> str:
        if level not in levels or level >= _LEVELS:
            return ""
        form, text, _start = levels[level]
        counts = self._counts.setdefault(counter, [levels[n][2] - 1 if n in levels else 0 for n in range(_LEVELS)])
        counts[level] += 1
        for deeper in range(level + 1, _LEVELS):
            counts[deeper] = levels[deeper][2] - 1 if deeper in levels else 0
        if form == "bullet":
            return "-"
        if form == "none" or "%" not in text:
            return ""

        def shown(place: re.Match[str]) -> str:
            at = int(place[1]) - 1
            own = levels[at][0] if at in levels else "decimal"
            return _written(counts[at], own)

        return re.sub(r"%([1-9])", shown, text[:60]).strip(" .()-:\t") + ")"


def _of(element: Any, name: str) -> Iterator[Any]:
    return iter(()) if element is None else element.iterchildren(W + name)


def _value(element: Any, name: str) -> str | None:
    found = None if element is None else element.find(W + name)
    return None if found is None else found.get(W + "val")


def _number(text: str | None, otherwise: int = 0) -> int:
    return min(int(text), _MOST) if text and text.isascii() and text.isdecimal() and len(text) < 10 else otherwise


_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def _written(number: int, form: str) -> str:
    if form in ("lowerLetter", "upperLetter") and number > 0:
        letter = chr(ord("a") + (number - 1) % 26) * min((number - 1) // 26 + 1, 20)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = ""
        for value, sign in _ROMAN:
            roman += sign * (number // value)
            number %= value
        return roman.upper() if form == "upperRoman" else roman
    return str(number)
