"""Many records of a kind that lie on spans and share the rest: thousands of proposals accepted at once.

The rule: what is written, into the state and for the journal, is what ``Act.create`` would have written one by one. What
records share is worked out once and goes into a temporary table; of each only its id and where it lies are left, and these go
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
from qualcode.store.values import Json, encode

ID, PLACE = 16, 12  # bytes of an id, digits of a place
WIDTH = 3 * ID + 2 * PLACE


@dataclass(frozen=True, eq=False)  # told apart by which it is, not by what it holds
class Shared:
    """What records have in common: their fields but the root and the span; none is a list."""

    values: Mapping[str, Any]


class One(NamedTuple):
    """A record to be made, of the source ``root``, on ``[start, stop)`` of the version."""

    rec: bytes
    root: bytes
    version: bytes
    start: int
    stop: int
    shared: Shared


def write(conn: sqlite3.Connection, kind: Kind, some: Sequence[One], action: int) -> list[str]:
    """Make the rows of records; the payload of each, for the journal. sqlite3.IntegrityError, and none is made, where one is
    there already."""
    if not some:
        return []
    numbers: dict[Shared, int] = {}
    texts: list[tuple[str, str]] = []
    rows: list[list[Any]] = []
    known: dict[tuple[str, Any], Json] = {}  # of what many have in common most is the same again: coder, origin, layer
    for shared in dict.fromkeys(one.shared for one in some):
        values = {}
        for said in shared.values.items():
            if said not in known:
                known[said] = encode(conn, kind.field(said[0]), said[1])
            values[said[0]] = known[said]
        numbers[shared] = number = len(rows)
        texts.append(_around_place(values))
        rows.append([number, *_without_place(kind, state.new_row(kind, b"", None, values, action))])
    table, insert = _statements(kind.number)
    conn.execute(table)
    conn.execute(f"DELETE FROM temp.{_name(kind)}")
    conn.executemany(f"INSERT INTO temp.{_name(kind)} VALUES({','.join('?' * len(rows[0]))})", rows)
    pieces = b"".join([b"%b%b%b%12d%12d" % one[:5] for one in some])
    assert len(pieces) == WIDTH * len(some)
    conn.execute(insert, (pieces, str([numbers[one.shared] for one in some])))
    payloads = []
    for _rec, _root, version, start, stop, shared in some:
        before, after = texts[numbers[shared]]
        payloads.append(f'{before}["{version.hex()}",{start},{stop}]{after}')
    return payloads


def _around_place(values: Mapping[str, Json]) -> tuple[str, str]:
    """The payload before and after a record's place."""
    said = {name: value for name, value in values.items() if value is not None}
    before = canonical_json({name: value for name, value in said.items() if name < "span"})[:-1]
    after = canonical_json({name: value for name, value in said.items() if name > "span"})[1:]
    return f'{before}{"," if len(before) > 1 else ""}"span":', ("," if len(after) > 1 else "") + after


def _place(kind: Kind) -> tuple[str, ...]:
    assert kind.root, "what lies on a span belongs to a source"
    return "id", kind.root, "version", "start", "stop"


def _without_place(kind: Kind, row: list[Any]) -> list[Any]:
    return [value for name, value in zip(state.columns(kind), row, strict=True) if name not in _place(kind)]


def _name(kind: Kind) -> str:
    return f'"alike_{kind.name}"'


@cache
def _statements(number: int) -> tuple[str, str]:
    """What makes the temporary table of a kind, and what makes rows from it."""
    kind = BY_NUMBER[number]
    shared = ", ".join(f'"{name}"' for name in state.columns(kind) if name not in _place(kind))
    ids = [f"substr(?1, key * {WIDTH} + {at * ID + 1}, {ID})" for at in range(3)]
    places = [f"CAST(substr(?1, key * {WIDTH} + {3 * ID + at * PLACE + 1}, {PLACE}) AS INTEGER)" for at in range(2)]
    return (
        f"CREATE TEMP TABLE IF NOT EXISTS {_name(kind)}(n INTEGER PRIMARY KEY, {shared})",
        f'INSERT INTO main."{kind.name}"({", ".join(_place(kind))}, {shared})'
        f" SELECT {', '.join(ids + places)}, {shared} FROM json_each(?2) CROSS JOIN temp.{_name(kind)} ON n=value",
    )
