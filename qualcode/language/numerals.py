"""Printed figures, read and written the Indonesian way (1.234,56) and the English (1,234.56).

A table is read as printed. Whether `1.234` is a thousand or a decimal is decided for the column, by the cells
that can be read in one way only; what stays open or is malformed has no value and a flag that says why, and
nothing is repaired. A nil (`-`) has no value either: whether it means zero is for a person to say. It stands
in the room of language because both collect (import) and report (writing) need it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from qualcode.i18n import N_, _, language

FLAGS = {
    "empty": N_("nothing printed"),
    "nil": N_("printed as nil; whether that is zero is not said"),
    "not_available": N_("printed as not available"),
    "text": N_("not a number"),
    "malformed": N_("malformed number"),
    "ambiguous": N_("thousands or decimals: the column does not tell"),
    "other_mark": N_("uses the comma and the point otherwise than the rest of the column"),
    "marked": N_("carries a footnote mark"),
    "percent": N_("printed with a percent sign"),
    "rupiah": N_("printed with Rp"),
}
MARKS = (",", ".")


@dataclass(frozen=True)
class Figure:
    """A cell: the string as printed, the number it says (None: flags say why), flags, footnote marks."""

    printed: str
    value: float | None
    flags: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


_NOTE = re.compile(r"(?:[*†‡]+\)?|(?<![a-z])[a-z]\)|[¹²³⁴⁵⁶⁷⁸⁹⁰]+\)?|(?<=\s)\d\))$", re.IGNORECASE)
_SPACE = "[ \u00a0\u2009\u202f]"  # plain, no-break, thin, narrow no-break: all are seen grouping thousands
_SHAPE = {
    decimal: re.compile(
        rf"-?(?:\d+|[1-9]\d{{0,2}}(?:\{group}\d{{3}})+|[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})+)(?:\{decimal}\d+)?"
    )
    for decimal, group in zip(MARKS, reversed(MARKS), strict=True)
}
_MINUS = str.maketrans("−–", "--")
_NOTHING = {"": "empty", **dict.fromkeys(("-", "–", "−", "—", "nihil"), "nil")} | dict.fromkeys(
    ("...", "…", "....", "na", "n.a.", "n/a", "tidak tersedia", "not available"), "not_available"
)


def split_marks(printed: str) -> tuple[str, tuple[str, ...]]:
    """A printed cell or heading without its footnote marks (`2025**`, `26,0 r)`), and the marks."""
    text, marks = printed.strip(), []
    while (note := _NOTE.search(text)) and note.start():
        marks.append(note.group())
        text = text[: note.start()].rstrip()
    return text, tuple(reversed(marks))


def read_column(cells: Iterable[str], *, decimal: str | None = None, whole: bool = False) -> list[Figure]:
    """Every cell of one column as a figure, in order.

    ``decimal`` is the decimal mark, ',' or '.', where a person has said it; else most of the cells that can
    be read in one way only decide. Where none does, a point before three digits groups thousands, as is usual
    in Indonesian print, and a column with a comma before three digits is ambiguous. ``whole`` says that the
    column counts people or things: then either mark before three digits groups thousands.
    """
    stripped = [(cell, *_strip(cell)) for cell in cells]
    decimal = decimal or _decimal_mark([text for _cell, text, _flags, _marks in stripped], whole=whole)
    figures = []
    for cell, text, flags, marks in stripped:
        value, why = _value(text, decimal, whole=whole)
        figures.append(Figure(cell, value, (*why, *flags), marks))
    return figures


def read_number(printed: str, *, decimal: str | None = None, whole: bool = False) -> Figure:
    """One figure by itself: a column of one."""
    return read_column([printed], decimal=decimal, whole=whole)[0]


def flag_label(flag: str) -> str:
    return _(FLAGS[flag])


def _strip(cell: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """The cell without marks, currency, percent and typographic minus; the flags these leave; the marks."""
    text, marks = split_marks(cell)
    flags = ["marked"] if marks else []
    if text.casefold() in _NOTHING:
        return text, tuple(flags), marks
    text = text.translate(_MINUS)
    if text.endswith("%"):
        text = text[:-1].rstrip()
        flags.append("percent")
    if currency := re.match(r"(-?)rp\.?\s*(?=-?\d)", text, re.IGNORECASE):
        text = currency.group(1) + text[currency.end() :]
        flags.append("rupiah")
    return text, tuple(flags), marks


def _readings(text: str) -> dict[str, float]:
    """What the text says under each decimal mark that it is well formed under."""
    return {
        decimal: float(re.sub(rf"[^\d{decimal}-]", "", text).replace(",", "."))
        for decimal in MARKS
        if _SHAPE[decimal].fullmatch(text)
    }


def _decimal_mark(texts: list[str], *, whole: bool) -> str | None:
    """The mark that most cells with one reading have; None where the column does not tell."""
    readings = [_readings(text) for text in texts]
    certain = [next(iter(reading)) for reading in readings if len(reading) == 1]
    commas, points = certain.count(","), certain.count(".")
    if commas != points:
        return "," if commas > points else "."
    open_comma = any("," in text and len(set(r.values())) == 2 for text, r in zip(texts, readings, strict=True))
    return None if commas or (open_comma and not whole) else ","


def _value(text: str, decimal: str | None, *, whole: bool) -> tuple[float | None, tuple[str, ...]]:
    if nothing := _NOTHING.get(text.casefold()):
        return None, (nothing,)
    readings = _readings(text)
    if not readings:
        return None, ("malformed" if re.fullmatch(rf"-?\d(?:[\d.,]|{_SPACE})*", text) else "text",)
    if len(readings) == 1:
        return (readings[decimal], ()) if decimal in readings else (None, ("other_mark",))
    if readings[","] == readings["."]:
        return readings[","], ()
    if whole:
        return max(readings.values(), key=abs), ("other_mark",) if decimal and decimal in text else ()
    return (None, ("ambiguous",)) if decimal is None else (readings[decimal], ())


def format_number(value: float, decimals: int | None = None) -> str:
    """A number in the language in use: 1.234,56 in Indonesian, 1,234.56 in English; halves go away from zero.

    ``decimals`` fixes how many are printed; None prints a whole number without any, another with two.
    """
    if decimals is None:
        decimals = 0 if float(value).is_integer() else 2
    rounding = Context(prec=400, rounding=ROUND_HALF_UP)
    exact = Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), context=rounding)
    text = f"{abs(exact):,f}"
    if language() == "id":
        text = text.translate(str.maketrans(",.", ".,"))
    return f"−{text}" if exact < 0 else text
