"""Blobs: texts, originals, marks, memos and every other prose, each kept once under its hash.

The journal names a blob as the JSON string ``blob:HEX``, so that a version of qualcode that does not know the field
still knows that the action needs the blob, keeps it and passes it on.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.store.ids import blob_hash

RAW, ZLIB = 0, 1
_LEVEL = 1  # a fifth of the time of 6, 17 % more bytes
LIMIT = 20 * 1024 * 1024  # bytes of an original that is kept whole in the project
_REFERENCE = re.compile(r'"blob:([0-9a-f]{32})"')


@dataclass(frozen=True)
class Packed:
    """Bytes as they are kept, made where no project is at hand: their hash, how many they are, and how they are packed."""

    name: bytes
    size: int
    codec: int
    data: bytes


def pack(data: bytes, name: bytes | None = None) -> Packed:
    """``data`` as it is kept; ``name``: its hash, where that is known."""
    packed = zlib.compress(data, _LEVEL) if len(data) > 256 else data
    codec, kept = (ZLIB, packed) if len(packed) < len(data) else (RAW, data)
    return Packed(name or blob_hash(data), len(data), codec, kept)


def put(conn: sqlite3.Connection, data: bytes | Packed) -> bytes:
    """Keep ``data``; its hash (16 bytes)."""
    name = data.name if isinstance(data, Packed) else blob_hash(data)
    if conn.execute("SELECT 1 FROM blob WHERE hash=? AND data IS NOT NULL", (name,)).fetchone():
        return name  # a file that is plain text is its own original
    kept = data if isinstance(data, Packed) else pack(data, name)
    conn.execute(
        "INSERT INTO blob(hash,size,codec,data) VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
        (name, kept.size, kept.codec, kept.data),
    )
    return name


def get(conn: sqlite3.Connection, name: bytes) -> bytes | None:
    """The bytes of a blob; None where it was erased."""
    row = conn.execute("SELECT codec, data FROM blob WHERE hash=?", (name,)).fetchone()
    if row is None or row[1] is None:
        return None
    return zlib.decompress(row[1]) if row[0] == ZLIB else bytes(row[1])


def sound(name: bytes, codec: int, data: bytes) -> bool:
    """Whether kept bytes are what their name says."""
    try:
        return blob_hash(zlib.decompress(data) if codec == ZLIB else data) == name
    except zlib.error:
        return False


def has(conn: sqlite3.Connection, name: bytes) -> bool:
    return conn.execute("SELECT 1 FROM blob WHERE hash=?", (name,)).fetchone() is not None


def prose(conn: sqlite3.Connection, name: bytes | None) -> str:
    """The text of a prose field's blob; empty where there is none or it was erased."""
    data = get(conn, name) if name else None
    return data.decode() if data else ""


def references(*payloads: str | None) -> Iterator[bytes]:
    """The blobs that journal payloads (JSON) name."""
    for payload in payloads:
        if payload and "blob:" in payload:
            for found in _REFERENCE.findall(payload):
                yield bytes.fromhex(found)


def reference(name: bytes) -> str:
    return "blob:" + name.hex()


def looks_like_reference(payload: str) -> bool:
    """Whether a person's own words would be taken for a reference (they are refused)."""
    return bool(_REFERENCE.search(payload))


def sweep(conn: sqlite3.Connection) -> int:
    """Drop every blob that no payload of the journal or of a waiting action names any more; how many."""
    live: set[bytes] = set()
    for row in conn.execute("SELECT new, old FROM entry WHERE new LIKE '%blob:%' OR old LIKE '%blob:%'"):
        live.update(references(*row))
    for (body,) in conn.execute("SELECT body FROM waiting"):
        live.update(bytes.fromhex(found.decode()) for found in re.findall(rb"blob:([0-9a-f]{32})", body))
    dead = [(name,) for (name,) in conn.execute("SELECT hash FROM blob") if name not in live]
    conn.executemany("DELETE FROM blob WHERE hash=?", dead)
    return len(dead)
