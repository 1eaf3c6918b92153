"""State: what the journal says, record by record, one table a kind.

A record's row holds for each field the value that shows, and which actions are its heads (see ``heads``).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.store.action import canonical_json
from qualcode.store.kinds import BY_NUMBER, KINDS, REMOVED, Kind, stored_fields
from qualcode.store.values import Json, column_maker, columns_of, of_column

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
        f.name: (names.index(f.columns[0][0]), tuple(column_maker(t) for _n, t in f.columns), bool(f.parts))
        for f in stored_fields(kind)
    }
    blank = [0 if name == REMOVED.name else None for name in names]
    return _Table(select, insert, bool(own_root), fields, tuple(map(str, names)), blank, places)


def _quoted(names: Iterable[str | None]) -> str:
    return ", ".join(f'"{name}"' for name in names)


_TABLES = {kind.number: _table(kind) for kind in BY_NUMBER.values()}


_IN_USE = " UNION ALL ".join(f'SELECT {kind.number} WHERE EXISTS (SELECT 1 FROM "{kind.name}")' for kind in KINDS)


def in_use(conn: sqlite3.Connection) -> list[Kind]:
    """The kinds of which there is a record, in the order of ``KINDS``: most are not, and one question costs less than forty."""
    numbers = {number for (number,) in conn.execute(_IN_USE)}
    return [kind for kind in KINDS if kind.number in numbers]


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
            values[name] = [of_column(type_, columns[at + i]) for i, type_ in enumerate(types)]
        else:
            values[name] = of_column(types[0], columns[at])
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
