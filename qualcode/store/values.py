"""One value in its three forms: Python's, the journal's (JSON; prose and bytes are blobs by their hash), a column's."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import blobs
from qualcode.store.action import canonical_json
from qualcode.store.kinds import REMOVED, Field

Json = Any


def encode(conn: sqlite3.Connection, field: Field, value: Any) -> Json:
    """A Python value as the journal keeps it; prose and bytes become blobs."""
    if value is None:
        return None
    if field.parts:
        return [part.hex() if isinstance(part, bytes) else part for part in value]
    if field.type in ("prose", "text"):
        _refuse_no_text(field, value)
    if field.type == "prose":
        return blobs.reference(blobs.put(conn, value.encode())) if value else None
    if field.type == "blob":
        return blobs.reference(blobs.put(conn, value))
    if isinstance(value, bytes):
        return value.hex()
    if field.type == "json" or isinstance(value, str):
        if (not isinstance(value, str) or "blob:" in value) and blobs.looks_like_reference(canonical_json(value)):
            raise UserError(
                _("“%s” reads like one of qualcode's own references") % str(value)[:40],
                todo=_("Write it differently"),
            )
        return value
    return int(value) if field.type == "int" else float(value) if field.type == "real" else value


def _refuse_no_text(field: Field, value: Any) -> None:
    """A text that no file could hold (a list of a YAML file, a word the terminal gave in another encoding) is a mistake of
    whoever gave it."""
    if not isinstance(value, str):
        raise UserError(
            _("“%s” must be a text, not %s") % (field.name, str(value)[:40]), todo=_("Put it in quotation marks")
        )
    try:
        value.encode()
    except UnicodeEncodeError:
        shown = value.encode("utf-8", "replace").decode()[:40]
        raise UserError(
            _("“%s” holds signs that are no text: %s") % (field.name, shown), todo=_("Type it again")
        ) from None


_PLAIN = frozenset(("text", "int", "real"))  # kept in the column as they are in the journal


def column_maker(type_: str) -> Callable[[Any], Any] | None:
    """What makes a column of a journal value; None where it is the value itself."""
    if type_ in _PLAIN:
        return None
    if type_ in ("prose", "blob"):
        return lambda value: bytes.fromhex(value[5:])
    return canonical_json if type_ == "json" else bytes.fromhex


def _column(type_: str, value: Json) -> Any:
    maker = column_maker(type_)
    return value if value is None or maker is None else maker(value)


def of_column(type_: str, column: Any) -> Json:
    if column is None or type_ in _PLAIN:
        return column
    if type_ in ("prose", "blob"):
        return blobs.reference(column)
    return json.loads(column) if type_ == "json" else column.hex()


def columns_of(field: Field, value: Json) -> tuple[Any, ...]:
    if field.parts:
        parts = value if value is not None else [None] * len(field.parts)
        return tuple(_column(type_, part) for (_name, type_), part in zip(field.parts, parts, strict=True))
    return (_column(field.type, value),)


def default(field: Field) -> Json:
    return 0 if field is REMOVED else None
