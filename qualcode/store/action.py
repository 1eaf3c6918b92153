"""An action as it travels and as it is hashed.

The action is the unit of transaction, numbering, hash, undo and transfer. Its hash is over its header and over the
fingerprints of its entries, each salted: an erased entry leaves only its fingerprint behind, the chain still
verifies, and nobody can guess the words by trying.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, NamedTuple

from qualcode.store.ids import digest

FORMAT = 1  # of actions and of what is exchanged; a higher one stops that log here


class Entry(NamedTuple):
    """One changed record: ``new`` holds the changed fields as canonical JSON, ``old`` what they were (None: creation)."""

    kind: int
    rec: bytes
    root: bytes | None
    new: str | None
    old: str | None
    salt: bytes | None
    digest: bytes | None = None  # only where erased

    @property
    def erased(self) -> bool:
        return self.new is None

    def fingerprint(self) -> bytes:
        kind, rec, root, new, old, salt, erased = self
        if erased is not None:
            return erased
        assert new is not None and salt is not None
        return digest(
            salt, kind.to_bytes(4, "big"), rec, root or b"", new.encode(), b"" if old is None else old.encode()
        )

    def erase(self) -> Entry:
        return Entry(self.kind, self.rec, self.root, None, None, None, self.fingerprint())


@dataclass(frozen=True)
class Action:
    """``seen``: hashes of the tips of other logs this action had seen, where that changed. ``stamp``: wall clock, ms."""

    origin: bytes
    n: int
    format: int
    stamp: int
    who: bytes | None
    kind: str
    undoes: bytes | None
    seen: tuple[bytes, ...]
    prev: bytes | None
    hash: bytes
    entries: tuple[Entry, ...]


_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def canonical_json(value: Any) -> str:
    return _canonical.encode(value)


def _hex(value: bytes | None) -> str | None:
    return value.hex() if value is not None else None


def _raw(value: str | None) -> bytes | None:
    return bytes.fromhex(value) if value is not None else None


def seen_json(seen: tuple[bytes, ...]) -> str | None:
    return canonical_json([tip.hex() for tip in seen]) if seen else None


def parse_seen(text: str | None) -> tuple[bytes, ...]:
    return tuple(bytes.fromhex(tip) for tip in json.loads(text)) if text else ()


def hash_of(action: Action) -> bytes:
    """blake2b of 16 bytes over the header, the predecessor and the entries' fingerprints."""
    header = canonical_json(
        [
            action.format, action.origin.hex(), action.n, action.stamp, _hex(action.who), action.kind,
            _hex(action.undoes), [tip.hex() for tip in action.seen], len(action.entries),
        ]
    )  # fmt: skip
    return digest(header.encode(), action.prev or b"", *(entry.fingerprint() for entry in action.entries))


def agrees(action: Action) -> bool:
    """Whether the action is what its hash says. One from a damaged file may hold anything, also what has no hash."""
    try:
        return hash_of(action) == action.hash
    except (AttributeError, AssertionError, TypeError, ValueError):
        return False


def pack(action: Action) -> bytes:
    """The action as bytes, to be kept waiting or sent."""
    return canonical_json(
        {
            "origin": action.origin.hex(), "n": action.n, "format": action.format, "stamp": action.stamp,
            "who": _hex(action.who), "kind": action.kind, "undoes": _hex(action.undoes),
            "seen": [tip.hex() for tip in action.seen], "prev": _hex(action.prev), "hash": action.hash.hex(),
            "entries": [
                [e.kind, e.rec.hex(), _hex(e.root), e.new, e.old, _hex(e.salt), _hex(e.digest)] for e in action.entries
            ],
        }
    ).encode()  # fmt: skip


def unpack(body: bytes) -> Action:
    """The action that ``pack`` wrote. Raises ValueError, KeyError or TypeError where the bytes are something else."""
    d = json.loads(body)
    entries = tuple(
        Entry(kind, bytes.fromhex(rec), _raw(root), new, old, _raw(salt), _raw(erased))
        for kind, rec, root, new, old, salt, erased in d["entries"]
    )
    return Action(
        bytes.fromhex(d["origin"]), d["n"], d["format"], d["stamp"], _raw(d["who"]), d["kind"], _raw(d["undoes"]),
        tuple(bytes.fromhex(tip) for tip in d["seen"]), _raw(d["prev"]), bytes.fromhex(d["hash"]), entries,
    )  # fmt: skip


def load(conn: sqlite3.Connection, action: int) -> Action:
    """The placed action of this local number. sqlite3.DatabaseError where the file has lost a part of it."""
    row = conn.execute(
        "SELECT l.origin, a.n, a.format, a.stamp, a.who, a.kind, a.undoes, a.seen, a.prev, a.hash"
        " FROM action a JOIN log l ON l.id = a.log WHERE a.id=?",
        (action,),
    ).fetchone()
    if row is None:
        raise sqlite3.DatabaseError(f"action {action} is not whole")
    origin, n, format_, stamp, who, kind, undoes, seen, prev, hash_ = row
    entries = tuple(
        Entry(*row)
        for row in conn.execute(
            "SELECT kind, rec, root, new, old, salt, digest FROM entry WHERE action=? ORDER BY idx", (action,)
        )
    )
    return Action(origin, n, format_, stamp, who, kind, undoes, parse_seen(seen), prev, hash_, entries)


def insert(conn: sqlite3.Connection, number: int, log: int, action: Action) -> None:
    """Write the action and its entries under the local ``number``."""
    conn.execute(
        "INSERT INTO action(id,log,n,format,stamp,who,kind,undoes,seen,prev,hash) VALUES(?,?,?,?,?,?,?,?,?,?,?)",
        (
            number, log, action.n, action.format, action.stamp, action.who, action.kind, action.undoes,
            seen_json(action.seen), action.prev, action.hash,
        ),
    )  # fmt: skip
    insert_entries(conn, number, action.entries)


_AT_ONCE = 2000
_WIDTH = 3 * 16 + 8  # of an entry in one run of bytes: its record, root and salt, and the digits of its kind


def insert_entries(conn: sqlite3.Connection, number: int, entries: tuple[Entry, ...]) -> None:
    """Write the entries of the action. Many new records go to SQLite as two values: to hand it one costs a third of what it
    does with an entry."""
    for at in range(0, len(entries), _AT_ONCE):
        some = entries[at : at + _AT_ONCE]
        pieces, texts = _together(some) if len(some) > 9 else (b"", "")
        if pieces:
            conn.execute(_TOGETHER, (number, at, pieces, texts))
        else:
            conn.executemany(
                "INSERT INTO entry(action,idx,kind,rec,root,new,old,salt,digest) VALUES(?,?,?,?,?,?,?,?,?)",
                [(number, at + i, *entry) for i, entry in enumerate(some)],
            )


_TOGETHER = (
    "INSERT INTO entry(action,idx,kind,rec,root,new,salt)"
    f" SELECT ?1, ?2 + key, CAST(substr(?3, key * {_WIDTH} + 49, 8) AS INTEGER), substr(?3, key * {_WIDTH} + 1, 16),"
    f" substr(?3, key * {_WIDTH} + 17, 16), value, substr(?3, key * {_WIDTH} + 33, 16) FROM json_each(?4)"
)


def _together(some: tuple[Entry, ...]) -> tuple[bytes, str]:
    """The entries as one run of bytes cut into pieces of one width, and their payloads as JSON; both empty where one of them
    does more than make a record that has a root."""
    if any(entry.new is None or entry.old is not None for entry in some):
        return b"", ""
    pieces = b"".join([b"%b%b%b%8d" % (e.rec, e.root or b"", e.salt or b"", e.kind) for e in some])
    texts = _canonical.encode([entry.new for entry in some])
    fits = len(pieces) == _WIDTH * len(some) and "\\u0000" not in texts  # where SQLite's JSON ends a text
    return (pieces, texts) if fits else (b"", "")
