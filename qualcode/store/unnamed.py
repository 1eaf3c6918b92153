"""Actions that lost a name wait until what stands in its place is here.

An entry that made a record may have lost its words because a later action makes the record anew. Until that action is here
too there is no such record, and whoever refers to it would refer to nothing: so the two are placed together or not at all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from qualcode.store.action import Action
from qualcode.store.withdrawal import PART


def lacking(
    conn: sqlite3.Connection, pending: Mapping[bytes, Action], needs: Mapping[bytes, int],
    waits_for: Mapping[bytes, list[bytes]],
) -> set[bytes]:  # fmt: skip
    """The pending actions that cannot be placed in this round since a record they made would not be there. ``needs``: how many
    others each waits for; ``waits_for``: who waits for whom."""
    lost = {
        hash_: recs
        for hash_, action in pending.items()
        if (recs := {entry.rec for entry in action.entries if entry.erased and entry.old == PART})
    }
    recs = set().union(*lost.values())
    here = {
        rec
        for rec in recs
        if conn.execute("SELECT 1 FROM entry WHERE rec=? AND new IS NOT NULL AND old IS NULL", (rec,)).fetchone()
    }
    makers: dict[bytes, set[bytes]] = {rec: set() for rec in recs - here}
    for hash_, action in pending.items() if makers else ():
        for entry in action.entries:
            if entry.rec in makers and not entry.erased and entry.old is None:
                makers[entry.rec].add(hash_)
    out: set[bytes] = set()
    while makers:
        placed = _placeable(needs, waits_for, out)
        stuck = {h for h in lost.keys() & placed if any(rec in makers and not makers[rec] & placed for rec in lost[h])}
        if not stuck:
            break
        out |= stuck
    return out


def _placeable(needs: Mapping[bytes, int], waits_for: Mapping[bytes, list[bytes]], without: set[bytes]) -> set[bytes]:
    left = dict(needs)
    ready = [hash_ for hash_, count in left.items() if not count and hash_ not in without]
    placed: set[bytes] = set()
    while ready:
        hash_ = ready.pop()
        placed.add(hash_)
        for child in waits_for.get(hash_, ()):
            left[child] -= 1
            if not left[child] and child not in without:
                ready.append(child)
    return placed
