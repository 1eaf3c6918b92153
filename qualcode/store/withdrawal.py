"""What was withdrawn, and how every device obeys.

A withdrawal record names the source or participant (the root of all that belongs to it) and, where only some records
must go, those. Entries of such records keep their fingerprint and lose payload and salt; their state rows and the
blobs nobody else names go too. Whatever arrives later about them is erased on arrival.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace

from qualcode.store import blobs, state
from qualcode.store.action import Action, Entry, pack, unpack
from qualcode.store.causal import Causality
from qualcode.store.kinds import BY_NAME, KINDS


@dataclass(frozen=True)
class Gone:
    """``ids``: records and roots (hex) that were withdrawn. ``blanked``: for each erased version the spans that must
    not be spoken of any more; a coding made elsewhere on such a span goes too."""

    ids: frozenset[str]
    blanked: dict[str, list[list[int]]]

    def __bool__(self) -> bool:
        return bool(self.ids)

    def takes(self, entry: Entry) -> bool:
        """Whether the entry must lose its words. Erasing is by record: with one entry of it, all go."""
        if entry.rec.hex() in self.ids or (entry.root is not None and entry.root.hex() in self.ids):
            return entry.kind != _WITHDRAWAL
        if entry.new is None:
            return False
        if entry.kind == _MEMO and entry.old is None:
            return json.loads(entry.new)["about"] in self.ids
        if entry.kind in _ON_SPANS and '"span"' in entry.new:
            version, start, stop = json.loads(entry.new)["span"]
            return any(start < b and a < stop for a, b in self.blanked.get(version, ()))
        return False


_WITHDRAWAL = BY_NAME["withdrawal"].number
_MEMO = BY_NAME["memo"].number
_ON_SPANS = tuple(kind.number for kind in KINDS if any(field.name == "span" for field in kind.fields))


def gone(conn: sqlite3.Connection) -> Gone:
    """What this file knows to be withdrawn."""
    ids = {rec.hex() for (rec,) in conn.execute("SELECT DISTINCT rec FROM entry WHERE new IS NULL")}
    maps: list[tuple[str, str, list[list[int]]]] = []
    for subject, recs, versions in conn.execute("SELECT subject, recs, versions FROM withdrawal"):
        ids |= {subject.hex(), *json.loads(recs or "[]")}
        maps += [(old, new, spans) for old, new, spans in json.loads(versions or "[]")]
    return Gone(frozenset(ids), _in_every_copy(maps))


def _in_every_copy(maps: list[tuple[str, str, list[list[int]]]]) -> dict[str, list[list[int]]]:
    """For each version the spans blanked in it or in any version that was blanked from it or that it came from: blanks
    are one for one, so that what lies where in one lies there in all."""
    copy_of: dict[str, str] = {}

    def first(version: str) -> str:
        while version in copy_of:
            version = copy_of[version]
        return version

    for old, new, _spans in maps:
        if first(new) != first(old):
            copy_of[first(new)] = first(old)
    spans_of: dict[str, list[list[int]]] = {}
    for old, _new, spans in maps:
        spans_of.setdefault(first(old), []).extend(spans)
    return {version: spans_of[first(version)] for old, new, _spans in maps for version in (old, new)}


def was_withdrawn(conn: sqlite3.Connection, *ids: bytes | None) -> bool:
    """Whether any of these records lost its words."""
    marks = ",".join("?" * len(ids))
    return conn.execute(f"SELECT 1 FROM entry WHERE rec IN ({marks}) AND new IS NULL", ids).fetchone() is not None


def any_erased(conn: sqlite3.Connection) -> bool:
    """Whether any record lost its words."""
    return conn.execute("SELECT 1 FROM entry WHERE new IS NULL LIMIT 1").fetchone() is not None


def redact(action: Action, out: Gone) -> Action:
    """The action without the payload of withdrawn records; its hash stays true."""
    if not out or not any(not entry.erased and out.takes(entry) for entry in action.entries):
        return action
    return replace(action, entries=tuple(e.erase() if not e.erased and out.takes(e) else e for e in action.entries))


def joined(one: Action, other: Action) -> Action:
    """One action that came twice: what either lost stays lost."""
    return replace(one, entries=tuple(b if b.erased else a for a, b in zip(one.entries, other.entries, strict=True)))


def obey(conn: sqlite3.Connection) -> int:
    """Erase what was withdrawn, everywhere in this file; how many entries lost their words."""
    count = 0
    order = Causality(conn)
    while True:
        out = gone(conn)
        found = [
            (action, idx, Entry(*fields))
            for action, idx, *fields in conn.execute(
                "SELECT action, idx, kind, rec, root, new, old, salt, digest FROM entry WHERE new IS NOT NULL"
            )
        ]
        lost = [(action, idx, entry) for action, idx, entry in found if out.takes(entry)]
        conn.executemany(
            "UPDATE entry SET new=NULL, old=NULL, salt=NULL, digest=? WHERE action=? AND idx=?",
            [(entry.fingerprint(), action, idx) for action, idx, entry in lost],
        )
        count += len(lost)
        if not lost:
            break  # a record that went may have had memos of its own: look until nothing more goes
    for hash_, body in conn.execute("SELECT hash, body FROM waiting").fetchall():
        held = unpack(body)
        clean = redact(held, out)
        if clean is not held:
            conn.execute("UPDATE waiting SET body=? WHERE hash=?", (pack(clean), hash_))
    _drop_rows(conn, out.ids)
    state.rejudge(conn, order, KINDS, out.ids)
    blobs.sweep(conn)
    return count


def _drop_rows(conn: sqlite3.Connection, gone_ids: frozenset[str]) -> None:
    """The state rows of withdrawn records go; references to them from what stays read as nothing."""
    ids = [(bytes.fromhex(one),) for one in gone_ids]
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS gone(id BLOB PRIMARY KEY)")
    conn.execute("DELETE FROM gone")
    conn.executemany("INSERT INTO gone VALUES(?)", ids)
    for kind in KINDS:
        where = "id IN (SELECT id FROM gone)"
        if kind.root not in (None, "self"):
            where += f' OR "{kind.root}" IN (SELECT id FROM gone)'
        conn.execute(f'INSERT OR IGNORE INTO gone SELECT id FROM "{kind.name}" WHERE {where}')
    for kind in KINDS:
        for field in kind.fields:
            if field.type.startswith("ref:") and not field.required:
                conn.execute(
                    f'UPDATE "{kind.name}" SET "{field.name}"=NULL WHERE "{field.name}" IN (SELECT id FROM gone) AND id NOT IN (SELECT id FROM gone)'
                )
    for kind in KINDS:
        if kind.name != "withdrawal":
            conn.execute(f'DELETE FROM "{kind.name}" WHERE id IN (SELECT id FROM gone)')
    conn.execute("DROP TABLE gone")
