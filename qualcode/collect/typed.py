"""Typed values: what a person typed in a cell, read once, and shown so that it reads the same again.

The rule: a text either says the whole value or is refused in words that say what would fit; nothing is guessed and
nothing is rounded. Numbers are read in the writing of the language in use where both would do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from qualcode.collect.values import read_date
from qualcode.errors import UserError
from qualcode.i18n import N_, _, language
from qualcode.language.numerals import read_number
from qualcode.store.ids import fold

Value = str | int | float | bool | None

# region: the name of a region of the tree; for home and kelurahan only, nobody declares it
TYPES = {
    "text": N_("text"),
    "integer": N_("whole number"),
    "number": N_("number"),
    "date": N_("date"),
    "yesno": N_("yes or no"),
    "list": N_("one of a list"),
    "region": N_("kelurahan"),
}
DECLARED = tuple(name for name in TYPES if name != "region")
_YES = ("ya", "y", "yes", "true", "benar", "1", "iya", "✓")
_NO = ("tidak", "tdk", "t", "no", "n", "false", "salah", "0", "bukan")
_LARGEST = 2**53  # beyond it a spreadsheet's numbers are no longer exact


def check(type_: str, text: str, choices: Sequence[str] = ()) -> Value:
    """The value a text says under a type of ``TYPES``: str, int, float, bool, a date as ISO 8601, one of ``choices`` as it
    is written there; None where the text is blank. UserError where it does not say one."""
    words = unicodedata.normalize("NFC", text).strip()
    if not words:
        return None
    if type_ in ("integer", "number"):
        return _number(words, whole=type_ == "integer")
    if type_ == "date":
        return _date(words)
    if type_ == "yesno":
        if fold(words) in (*_YES, fold(_("yes"))):
            return True
        if fold(words) in (*_NO, fold(_("no"))):
            return False
        raise UserError(_("“%s” is neither yes nor no") % words, todo=_("Write %s or %s") % (_("yes"), _("no")))
    if type_ == "list" or (type_ == "region" and choices):
        found = [choice for choice in choices if fold(choice) == fold(words)]
        if not found and type_ == "region":
            found = [choice for choice in choices if _place(choice) == _place(words)]
        if len(found) == 1:
            return found[0]
        if type_ == "region":
            raise UserError(_("there is no kelurahan “%s”") % words, todo=_("“qualcode regions” lists them"))
        raise UserError(_("“%s” is not in the list") % words, todo=_("Choose from: %s") % _some(choices))
    return words


def _place(words: str) -> str:
    return re.sub(r"^(?:kelurahan|kel\.?)\s+|[\s-]", "", fold(words))


def _number(words: str, *, whole: bool) -> int | float:
    mark = "," if language() == "id" or words.casefold().startswith("rp") else "."
    for figure in (read_number(words, decimal=mark, whole=whole), read_number(words, whole=whole)):
        if figure.value is None or set(figure.flags) - {"rupiah", "other_mark"}:
            continue
        if abs(figure.value) >= _LARGEST:
            break
        if figure.value.is_integer():
            return int(figure.value)
        if not whole:
            return figure.value
    if whole:
        raise UserError(_("“%s” is no whole number") % words, todo=_("Write it in digits, e.g. 12"))
    raise UserError(_("“%s” is no number") % words, todo=_("Write it in digits, e.g. %s") % show(2.5))


def _date(words: str) -> str:
    read = read_date(words)
    try:
        return date.fromisoformat(read).isoformat()
    except ValueError:
        raise UserError(_("“%s” is no date") % words, todo=_("Write it as 2025-06-24 or 24 Juni 2025")) from None


def _some(choices: Sequence[str]) -> str:
    shown = ", ".join(choices[:12])
    return shown + ", …" if len(choices) > 12 else shown


def show(value: Value) -> str:
    """A value as a person reads and may type it again: ``check`` of it gives the value back."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, float):
        written = f"{Decimal(repr(value)):f}"
        written = written.removesuffix(".0")
        return written.replace(".", ",") if language() == "id" else written
    return str(value)


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same to a person: 3 is 3.0, and 1 is not yes."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)
