"""Heads: writes to a field that no other write to it had seen.

One head is the plain case; several with different values are a conflict, kept until someone settles it. Which of them shows
meanwhile is the same on every device, in whatever order they came.
"""

from __future__ import annotations

import json
import sqlite3

from qualcode.store import state
from qualcode.store.action import canonical_json
from qualcode.store.causal import Causality
from qualcode.store.kinds import BY_NAME, BY_NUMBER, REMOVED, Field, Kind, stored_fields
from qualcode.store.values import Json, default

_CLOCKFIX = BY_NAME["clockfix"]


def written(conn: sqlite3.Connection, action: int, rec: bytes, field: Field) -> Json:
    """What ``action`` wrote to the record's field."""
    row = conn.execute("SELECT new FROM entry WHERE action=? AND rec=?", (action, rec)).fetchone()
    return json.loads(row[0]).get(field.name, default(field)) if row and row[0] else default(field)


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
    conn: sqlite3.Connection, order: Causality, rec: bytes, row: state.Row, field: Field
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


def join(
    conn: sqlite3.Connection, order: Causality, kind: Kind, action: int, rec: bytes, payload: dict[str, Json],
    creation: bool, erased: frozenset[str],
) -> None:  # fmt: skip
    """Let an entry of a placed action take effect on a record that is there. Commutative for writes that had not seen each
    other. ``erased`` are the ids (hex) of records that were withdrawn: a reference to one reads as nothing."""
    row = state.read(conn, kind, rec)
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
            payload.get(field.name, default(field)) if len(heads) == 1 else chosen(conn, order, kind, rec, field, heads)
        )
    if shown:
        state.update(conn, kind, rec, without_erased(kind, shown, erased), row.later)


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
            row = state.read(conn, kind, rec)
            assert row is not None
            shown = {
                field.name: chosen(conn, order, kind, rec, field, row.later[field.name])
                for field in stored_fields(kind)
                if len(row.later.get(field.name, ())) > 1
            }
            if shown:
                state.update(conn, kind, rec, without_erased(kind, shown, erased), row.later)
