"""Many records of a kind that lie on spans and share the rest: thousands of proposals accepted at once.

The rule: what is written, into the state and for the journal, is what ``Act.create`` would have written one by one. What
records share is worked out once and goes into a temporary table; of each only its id and its place are left, and these go
to SQLite together, as bytes cut into pieces of one width: to hand it a value costs more than to keep one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from qualcode.store import state
from qualcode.store.action import canonical_json
from qualcode.store.kinds import BY_NUMBER, Kind

ID, PLACE = 16, 12  # bytes of an id, digits of a place


@dataclass(frozen=True, eq=False)  # told apart by which it is, not by what it holds
class Shared:
    """What records have in common: the version they lie on, and their fields but the span."""

    version: bytes
    values: Mapping[str, Any]


class One(NamedTuple):
    """A record to be made, on ``[start, stop)`` of the version."""

    rec: bytes
    shared: Shared
    start: int
    stop: int


def write(
    conn: sqlite3.Connection, kind: Kind, some: Sequence[One], action: int
) -> list[tuple[bytes, bytes | None, str]]:
    """Make the rows of records; id, root and payload of each, for the journal. sqlite3.IntegrityError, and none is made,
    where one is there already."""
    if not some:
        return []
    numbers: dict[Shared, int] = {}
    texts: list[tuple[bytes | None, str, str]] = []
    rows: list[list[Any]] = []
    for one in some:
        if one.shared not in numbers:
            numbers[one.shared] = len(rows)
            root, values = _encoded(conn, kind, one.shared)
            texts.append((root, *_around_place(values)))
            rows.append([len(rows), *_without_place(kind, state.new_row(kind, b"", root, values, action))])
    table, insert, width = _statement(kind.number)
    conn.execute(table)
    conn.execute(f"DELETE FROM temp.{_name(kind)}")
    conn.executemany(f"INSERT INTO temp.{_name(kind)} VALUES({','.join('?' * len(rows[0]))})", rows)
    pieces = b"".join([b"%b%12d%12d" % (one.rec, one.start, one.stop) for one in some])
    assert len(pieces) == width * len(some)
    conn.execute(insert, (pieces, str([numbers[one.shared] for one in some])))
    made = []
    for rec, shared, start, stop in some:
        root, before, after = texts[numbers[shared]]
        made.append((rec, root, f"{before}{start},{stop}{after}"))
    return made


def _encoded(conn: sqlite3.Connection, kind: Kind, shared: Shared) -> tuple[bytes | None, dict[str, state.Json]]:
    """The root, and the fields that are said in the journal's values, on an empty span."""
    named = {**shared.values, "span": (shared.version, 0, 0)}
    root = named.pop(kind.root, None) if kind.root else None
    values = {name: state.encode(conn, kind.field(name), value) for name, value in named.items()}
    return root, {name: value for name, value in values.items() if value is not None}


def _around_place(values: Mapping[str, state.Json]) -> tuple[str, str]:
    """The payload before and after a record's place in its version."""
    before = {name: value for name, value in values.items() if name < "span"}
    after = {name: value for name, value in values.items() if name > "span"}
    text = canonical_json(before | {"span": values["span"][:1]})
    return text[:-2] + ",", "]" + ("," + canonical_json(after)[1:] if after else "}")


_PLACE = ("id", "start", "stop")


def _without_place(kind: Kind, row: list[Any]) -> list[Any]:
    return [value for name, value in zip(state.columns(kind), row, strict=True) if name not in _PLACE]


def _name(kind: Kind) -> str:
    return f'"alike_{kind.name}"'


@cache
def _statement(number: int) -> tuple[str, str, int]:
    """What makes the temporary table of a kind, what makes rows from it, and the width of a piece."""
    kind = BY_NUMBER[number]
    shared = ", ".join(f'"{name}"' for name in state.columns(kind) if name not in _PLACE)
    width = ID + 2 * PLACE
    start, stop = (f"CAST(substr(?1, key * {width} + {at}, {PLACE}) AS INTEGER)" for at in (ID + 1, ID + PLACE + 1))
    return (
        f"CREATE TEMP TABLE IF NOT EXISTS {_name(kind)}(n INTEGER PRIMARY KEY, {shared})",
        f'INSERT INTO main."{kind.name}"(id, start, stop, {shared})'
        f" SELECT substr(?1, key * {width} + 1, {ID}), {start}, {stop}, {shared}"
        f" FROM json_each(?2) CROSS JOIN temp.{_name(kind)} ON n=value",
        width,
    )
