"""Entries of placed actions taking effect, one after another.

New records are kept back and written many at a time, since most of what comes in is new; where one of them turns out to
be there already (the same file imported on two laptops), they are written one by one and joined.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from typing import Any

from qualcode.store import heads, state
from qualcode.store.causal import Causality
from qualcode.store.kinds import BY_NUMBER, Kind

_AT_ONCE = 5000
_New = tuple[bytes | None, dict[str, Any], int]  # root, values, action


@dataclass
class Effects:
    """To be ended by ``flush``. ``erased`` are the ids (hex) of records that were withdrawn."""

    conn: sqlite3.Connection
    order: Causality
    erased: frozenset[str] = frozenset()
    _new: dict[int, dict[bytes, _New]] = field(default_factory=dict)  # kind -> record

    def apply(
        self, action: int, number: int, rec: bytes, root: bytes | None, payload: dict[str, Any], creation: bool
    ) -> None:
        """Let an entry take effect: kind ``number``, its changed fields in the journal's values."""
        kind = BY_NUMBER.get(number)
        if kind is None:
            return  # a newer qualcode's noun: kept in the journal and passed on
        if root is not None and root.hex() in self.erased:
            return  # it was said of a text or label that went with a name: its row went too, in whatever order the two came
        payload = heads.without_erased(kind, payload, self.erased)
        new = self._new.setdefault(number, {})
        if creation and rec not in new:
            new[rec] = (root, payload, action)
            if len(new) >= _AT_ONCE:
                self.flush()
            return
        if rec in new:
            self.flush()
        self._join(kind, action, rec, payload, creation)

    def flush(self) -> None:
        """Write what was kept back; kinds by their number, so that nearly all that is referred to stands before what refers to
        it: SQLite would else look through every row that might have waited for it."""
        for number in sorted(self._new):
            self._write(BY_NUMBER[number])

    def _write(self, kind: Kind) -> None:
        new = self._new.pop(kind.number, {})
        rows = [state.new_row(kind, rec, *made) for rec, made in new.items()]
        if rows and state.insert_many(self.conn, kind, rows):
            return
        for rec, (root, payload, action) in new.items():
            if not state.insert(self.conn, kind, rec, root, payload, action):
                self._join(kind, action, rec, payload, True)

    def _join(self, kind: Kind, action: int, rec: bytes, payload: dict[str, Any], creation: bool) -> None:
        heads.join(self.conn, self.order, kind, action, rec, payload, creation, self.erased)
