"""State: what the journal says, record by record.

A record's row holds for each field the value that shows, and which actions are its heads: writes that no other write
to the field had seen. One head is the plain case; several with different values are a conflict, kept until someone
settles it. Values here are the journal's JSON values; ``encode`` and ``decode`` translate to and from Python.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import blobs
from qualcode.store.action import canonical_json
from qualcode.store.causal import Causality
from qualcode.store.kinds import BY_NAME, BY_NUMBER, REMOVED, Field, Kind, stored_fields

_CLOCKFIX = BY_NAME["clockfix"]
Json = Any
Heads = dict[str, list[int]]


@dataclass
class Row:
    """One record: its values by field (root left out), the action that made it, and the heads of later-written fields."""

    k: int
    root: bytes | None
    values: dict[str, Json]
    made: int
    later: Heads

    def heads(self, field: str) -> list[int]:
        return self.later.get(field, [self.made])


# --- values ---------------------------------------------------------------------------------------------------------


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


def _maker(type_: str) -> Callable[[Any], Any] | None:
    """What makes a column of a journal value; None where it is the value itself."""
    if type_ in _PLAIN:
        return None
    if type_ in ("prose", "blob"):
        return lambda value: bytes.fromhex(value[5:])
    return canonical_json if type_ == "json" else bytes.fromhex


def _column(type_: str, value: Json) -> Any:
    maker = _maker(type_)
    return value if value is None or maker is None else maker(value)


def _value(type_: str, column: Any) -> Json:
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


def _default(field: Field) -> Json:
    return 0 if field is REMOVED else None


# --- rows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Table:
    """How rows of a kind are read and written, worked out once. ``fields``: name, types of its columns, is it of parts.
    ``names``: the columns of a new row; ``blank``: one in which nothing is said yet; ``places``: by field, where its columns
    stand there and what makes them."""

    select: str
    insert: str
    keeps_root: bool
    fields: tuple[tuple[str, tuple[str, ...], bool], ...]
    names: tuple[str, ...]
    blank: list[Any]
    places: dict[str, tuple[int, tuple[Callable[[Any], Any] | None, ...], bool]]


def _table(kind: Kind) -> _Table:
    own_root = [kind.root] if kind.root not in (None, "self") else []
    columns = [name for field in stored_fields(kind) for name, _type in field.columns]
    root = f'"{kind.root}"' if own_root else "id" if kind.root else "NULL"
    select = f'SELECT id, k, {root}, a, fc, {_quoted(columns)} FROM "{kind.name}"'
    names = ["id", "a", *own_root, *columns]
    insert = (
        f'INSERT INTO "{kind.name}"({_quoted(names)}) VALUES({",".join("?" * len(names))}) ON CONFLICT(id) DO NOTHING'
    )
    fields = tuple((f.name, tuple(type_ for _name, type_ in f.columns), bool(f.parts)) for f in stored_fields(kind))
    places = {
        f.name: (names.index(f.columns[0][0]), tuple(_maker(t) for _n, t in f.columns), bool(f.parts))
        for f in stored_fields(kind)
    }
    blank = [0 if name == REMOVED.name else None for name in names]
    return _Table(select, insert, bool(own_root), fields, tuple(map(str, names)), blank, places)


def _quoted(names: Iterable[str | None]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_TABLES = {kind.number: _table(kind) for kind in BY_NUMBER.values()}


def read(conn: sqlite3.Connection, kind: Kind, rec: bytes) -> Row | None:
    """The record's row, or None."""
    table = _TABLES[kind.number]
    found = conn.execute(f"{table.select} WHERE id=?", (rec,)).fetchone()
    return None if found is None else _row(table, found)


def read_all(conn: sqlite3.Connection, kind: Kind) -> Iterator[tuple[bytes, Row]]:
    """Every record of a kind with its row, in the order of the ids."""
    table = _TABLES[kind.number]
    for found in conn.execute(f"{table.select} ORDER BY id").fetchall():
        yield found[0], _row(table, found)


def _row(table: _Table, found: tuple[Any, ...]) -> Row:
    _id, k, root, made, later, *columns = found
    values: dict[str, Json] = {}
    at = 0
    for name, types, of_parts in table.fields:
        if of_parts:
            values[name] = [_value(type_, columns[at + i]) for i, type_ in enumerate(types)]
        else:
            values[name] = _value(types[0], columns[at])
        at += len(types)
    return Row(k, root, values, made, json.loads(later) if later else {})


def insert(
    conn: sqlite3.Connection, kind: Kind, rec: bytes, root: bytes | None, values: dict[str, Json], action: int
) -> bool:
    """Make the record's row; False where it is there already."""
    return conn.execute(_TABLES[kind.number].insert, new_row(kind, rec, root, values, action)).rowcount == 1


def insert_many(conn: sqlite3.Connection, kind: Kind, rows: list[list[Any]]) -> bool:
    """Make the rows (of ``new_row``) of records of a kind; False, and none is made, where one of them is there already."""
    conn.execute("SAVEPOINT creations")
    whole = conn.executemany(_TABLES[kind.number].insert, rows).rowcount == len(rows)
    if not whole:
        conn.execute("ROLLBACK TO creations")
    conn.execute("RELEASE creations")
    return whole


def which_are_there(conn: sqlite3.Connection, kind: Kind, ids: Sequence[bytes]) -> set[bytes]:
    """Those of these ids that are records of a kind."""
    found: set[bytes] = set()
    for at in range(0, len(ids), 500):
        some = ids[at : at + 500]
        marks = ",".join("?" * len(some))
        found.update(rec for (rec,) in conn.execute(f'SELECT id FROM "{kind.name}" WHERE id IN ({marks})', some))
    return found


def columns(kind: Kind) -> tuple[str, ...]:
    """The names of the columns of ``new_row``."""
    return _TABLES[kind.number].names


def new_row(kind: Kind, rec: bytes, root: bytes | None, values: dict[str, Json], action: int) -> list[Any]:
    """The row of a record that ``action`` makes."""
    table = _TABLES[kind.number]
    row = table.blank.copy()
    row[: 3 if table.keeps_root else 2] = (rec, action, root) if table.keeps_root else (rec, action)
    for name, value in values.items():
        if value is None or name not in table.places:
            continue
        at, makers, of_parts = table.places[name]
        for maker, part in zip(makers, value if of_parts else (value,), strict=True):
            row[at] = part if maker is None else maker(part)
            at += 1
    return row


def update(conn: sqlite3.Connection, kind: Kind, rec: bytes, values: dict[str, Json], later: Heads) -> None:
    """Write the fields' values and the record's heads."""
    sets = ["fc=?"]
    row: list[Any] = [canonical_json(later) if later else None]
    for field in stored_fields(kind):
        if field.name in values:
            sets += [f'"{name}"=?' for name, _type in field.columns]
            row += columns_of(field, values[field.name])
    conn.execute(f'UPDATE "{kind.name}" SET {", ".join(sets)} WHERE id=?', [*row, rec])


THERE, GONE = (canonical_json({REMOVED.name: removed}) for removed in (0, 1))  # what an entry says that says no more


def turn_removed(
    conn: sqlite3.Connection, kind: Kind, action: int, by: int, *, removed: bool
) -> list[tuple[bytes, bytes | None]]:
    """Remove what ``action`` made of a kind, or bring back what it removed, where no other action has written the record
    since; (id, root) of each. ``by``: the action that does."""
    root = "id" if kind.root == "self" else f'"{kind.root}"' if kind.root else "NULL"
    said = "old IS NULL AND new IS NOT NULL" if removed else f"old='{THERE}' AND new='{GONE}'"
    alone = "a=:action AND fc IS NULL" if removed else "fc=:heads"
    where = (
        f"id IN (SELECT rec FROM entry WHERE action=:action AND kind=:kind AND {said})"
        f" AND {alone} AND removed={int(not removed)}"
    )
    values = {"action": action, "kind": kind.number, "heads": canonical_json({REMOVED.name: [action]})}
    found = conn.execute(f'SELECT id, {root} FROM "{kind.name}" WHERE {where}', values).fetchall()
    now = {"by": canonical_json({REMOVED.name: [by]}), "now": int(removed)}
    conn.execute(f'UPDATE "{kind.name}" SET removed=:now, fc=:by WHERE {where}', values | now)
    return found


def written(conn: sqlite3.Connection, action: int, rec: bytes, field: Field) -> Json:
    """What ``action`` wrote to the record's field."""
    row = conn.execute("SELECT new FROM entry WHERE action=? AND rec=?", (action, rec)).fetchone()
    return json.loads(row[0]).get(field.name, _default(field)) if row and row[0] else _default(field)


def standing(conn: sqlite3.Connection, rec: bytes, field: Field, heads: list[int]) -> list[tuple[int, Json]]:
    """The heads with what they wrote, less references to what was withdrawn where another head stands: nobody can choose
    those any more, and no clock may let them win. Where none stands all read as nothing."""
    sides = [(head, written(conn, head, rec, field)) for head in heads]
    if len(heads) < 2 or not field.type.startswith("ref:") or field.required:
        return sides
    return [side for side in sides if not _withdrawn(conn, side[1])] or [(head, None) for head, _value in sides]


def _withdrawn(conn: sqlite3.Connection, value: Json) -> bool:
    if value is None:
        return False
    found = conn.execute(
        "SELECT 1 FROM entry WHERE rec=? AND new IS NULL AND old IS NOT '\"part\"'", (bytes.fromhex(value),)
    )
    return found.fetchone() is not None


def chosen(conn: sqlite3.Connection, order: Causality, kind: Kind, rec: bytes, field: Field, heads: list[int]) -> Json:
    """Of writes that had not seen each other the one that shows: the greatest by corrected clock and hash, the least where
    the field's first write stands."""
    rank = order.uncorrected if kind is _CLOCKFIX else order.rank
    best = min if field.first else max
    return best(standing(conn, rec, field, heads), key=lambda side: rank(side[0]))[1]


def differ(conn: sqlite3.Connection, rec: bytes, field: Field, heads: list[int]) -> bool:
    """Whether several heads disagree: a conflict."""
    if len(heads) < 2 or field.first:
        return False
    return len({canonical_json(value) for _head, value in standing(conn, rec, field, heads)}) > 1


def removals_against(
    conn: sqlite3.Connection, order: Causality, rec: bytes, row: Row, field: Field
) -> list[tuple[int, int]]:
    """(removal, change) where somebody removed the record and somebody who had not seen that wrote the field."""
    if field is REMOVED or "removed" not in row.later:
        return []
    removals = [head for head in row.later["removed"] if written(conn, head, rec, REMOVED)]
    return [
        (removal, head)
        for removal in removals
        for head in row.heads(field.name)
        if head != removal and not order.before(head, removal) and not order.before(removal, head)
    ]


# --- what others wrote ----------------------------------------------------------------------------------------------


def join(
    conn: sqlite3.Connection, order: Causality, kind: Kind, action: int, rec: bytes, payload: dict[str, Json],
    creation: bool, erased: frozenset[str],
) -> None:  # fmt: skip
    """Let an entry of a placed action take effect on a record that is there. Commutative for writes that had not seen each
    other. ``erased`` are the ids (hex) of records that were withdrawn: a reference to one reads as nothing."""
    row = read(conn, kind, rec)
    if row is None:
        return  # its creation was erased
    shown: dict[str, Json] = {}
    for field in stored_fields(kind):
        if not creation and field.name not in payload:
            continue
        heads = row.heads(field.name)
        if action in heads or any(order.before(action, head) for head in heads):
            continue
        heads = [head for head in heads if not order.before(head, action)] + [action]
        row.later[field.name] = heads
        shown[field.name] = (
            payload.get(field.name, _default(field))
            if len(heads) == 1
            else chosen(conn, order, kind, rec, field, heads)
        )
    if shown:
        update(conn, kind, rec, without_erased(kind, shown, erased), row.later)


def without_erased(kind: Kind, values: dict[str, Json], erased: frozenset[str]) -> dict[str, Json]:
    """The values, references to withdrawn records left out (only fields that may be empty can hold one)."""
    if not erased:
        return values

    def gone(name: str, value: Json) -> bool:
        return isinstance(value, str) and value in erased and optional_reference(kind, name)

    return {name: None if gone(name, value) else value for name, value in values.items()}


def optional_reference(kind: Kind, name: str) -> bool:
    """Whether the field refers to a record and may be empty."""
    return name in _OPTIONAL[kind.number]


_OPTIONAL = {
    kind.number: {f.name for f in kind.fields if f.type.startswith("ref:") and not f.required}
    for kind in BY_NUMBER.values()
}


def rejudge(conn: sqlite3.Connection, order: Causality, kinds: tuple[Kind, ...], erased: frozenset[str]) -> None:
    """A clock was corrected: choose anew which of concurrent writes shows, where there are several."""
    order.clocks_changed()
    for kind in kinds:
        if kind is _CLOCKFIX:
            continue
        for (rec,) in conn.execute(f'SELECT id FROM "{kind.name}" WHERE fc IS NOT NULL').fetchall():
            row = read(conn, kind, rec)
            assert row is not None
            shown = {
                field.name: chosen(conn, order, kind, rec, field, row.later[field.name])
                for field in stored_fields(kind)
                if len(row.later.get(field.name, ())) > 1
            }
            if shown:
                update(conn, kind, rec, without_erased(kind, shown, erased), row.later)
