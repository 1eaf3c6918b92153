"""The values of many records of a kind, as the journal keeps them.

The rule: what is encoded is what ``state.encode`` makes of each value by itself; many records share most of theirs (the
coder, the code, the source), and those are worked out once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import Any

from qualcode.store import state
from qualcode.store.kinds import Kind


def encoder(conn: sqlite3.Connection, kind: Kind) -> Callable[[dict[str, Any]], dict[str, state.Json]]:
    """What encodes the values of many records of a kind, root and fields without a value left out: a value that comes again
    is not worked out again."""
    known: dict[str, dict[Any, state.Json]] = {}
    plain = {f.name for f in kind.fields if not f.parts and f.type not in ("json", "blob")}

    def encode_all(values: dict[str, Any]) -> dict[str, state.Json]:
        made: dict[str, state.Json] = {}
        for name, value in values.items():
            if value is None or name == kind.root:
                continue
            if name not in plain:
                found = state.encode(conn, kind.field(name), value)
            else:
                before = known.setdefault(name, {})
                found = before[value] if value in before else state.encode(conn, kind.field(name), value)
                before[value] = found
            if found is not None:
                made[name] = found
        return made

    return encode_all
