"""A disk that keeps only what was flushed: an SQLite file system (VFS) for apsw, and a connection as the store knows it.

The real files are what programs see while the power is on. Beside each stands what the platter surely holds: its
content at the last sync, and in order the writes and truncations since. A power cut decides for each of these, by
itself, whether it reached the platter: whole, not at all, or in some of its 512-byte sectors. That includes every
order in which the disk may have written them, for what counts is only which are there in the end.

A new file that was never synced may be missing; a deleted file may still be there, as long as no new one took its
name. Shared memory (-shm) is memory: it is gone. Not covered: drives that report a flush and have not made it; bytes that
were synced long ago and lie in a sector being written (SQLite takes this for safe, "powersafe overwrite", and so do
we); folders that forget a rename; file systems that hand out old rubbish where a file grew (here: zeros); Windows.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
NAME = "lossy"


class PowerCut(BaseException):
    """The power is gone. No Exception, so that nobody mends it."""


@dataclass
class Platter:
    """One file: ``kept`` is its content at the last sync (None: never synced); ``since``: (offset, bytes) or (size, None)."""

    kept: bytearray | None
    since: list[tuple[int, bytes | None]] = field(default_factory=list)
    deleted: bool = False

    def sync(self) -> None:
        self.kept = bytearray() if self.kept is None else self.kept
        for change in self.since:
            _make(self.kept, *change)
        self.since.clear()


def _make(content: bytearray, at: int, data: bytes | None) -> None:
    if data is None:
        del content[at:]
        return
    if len(content) < at:
        content += bytes(at - len(content))
    content[at : at + len(data)] = data


class Disk(apsw.VFS):
    """Counts what is done to files and cuts the power at operation ``cut_at``. Replaces an earlier one of its name."""

    def __init__(self, cut_at: int | None = None) -> None:
        self.files: dict[str, Platter] = {}
        self.cut_at = cut_at
        self.operations = 0
        self.syncs = 0
        self.dead = False
        super().__init__(NAME, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        return _File(self, name, flags)

    def xDelete(self, name: str, sync_folder: bool) -> None:
        self.happens()
        super().xDelete(name, sync_folder)
        if self.dead or name not in self.files:
            return
        if sync_folder:
            del self.files[name]
        else:
            self.files[name].deleted = True

    def happens(self) -> None:
        if self.dead:
            return
        if self.operations == self.cut_at:
            self.dead = True
            raise PowerCut
        self.operations += 1

    def after(self, rnd: random.Random) -> dict[str, bytes]:
        """What the platters hold when the power is back: path to content."""
        whole, torn = rnd.choice(((0.0, 0.0), (0.5, 0.2), (0.9, 0.05), (0.2, 0.1)))
        found: dict[str, bytes] = {}
        for path, platter in self.files.items():
            if (platter.kept is None or platter.deleted) and rnd.random() < 0.5:
                continue
            content = bytearray(platter.kept or b"")
            for at, data in platter.since:
                fate = rnd.random()
                if fate < whole:
                    _make(content, at, data)
                elif fate < whole + torn and data is not None:
                    for start, stop in _sectors(at, len(data)):
                        if rnd.random() < 0.5:
                            _make(content, start, data[start - at : stop - at])
            found[path] = bytes(content)
        return found


def _sectors(at: int, length: int) -> Iterable[tuple[int, int]]:
    start = at
    while start < at + length:
        stop = min((start // SECTOR + 1) * SECTOR, at + length)
        yield start, stop
        start = stop


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]) -> None:
        self.disk = disk
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        there = bool(path) and Path(path).exists()
        super().__init__("", name, flags)
        self.platter = Platter(None)
        if path:
            known = disk.files.get(path)
            if known is None or known.deleted:
                known = disk.files[path] = Platter(bytearray(Path(path).read_bytes()) if there else None)
            self.platter = known

    def xWrite(self, data: bytes, offset: int) -> None:
        super().xWrite(data, offset)
        self._change(offset, bytes(data))

    def xTruncate(self, size: int) -> None:
        super().xTruncate(size)
        self._change(size, None)

    def _change(self, at: int, data: bytes | None) -> None:
        if not self.disk.dead:
            self.platter.since.append((at, data))
        self.disk.happens()

    def xSync(self, flags: int) -> None:
        self.disk.happens()
        if not self.disk.dead:
            self.disk.syncs += 1
            self.platter.sync()


# --- the connection -------------------------------------------------------------------------------------------------


class Cursor:
    """What the store uses of a sqlite3 cursor."""

    def __init__(self, conn: apsw.Connection, sql: str, values: Any = (), many: bool = False) -> None:
        before = conn.total_changes()
        self._cursor = conn.executemany(sql, values) if many else conn.execute(sql, values)
        self.rowcount = conn.total_changes() - before
        self.lastrowid = conn.last_insert_rowid()

    def fetchone(self) -> Any:
        return self._cursor.fetchone()

    def fetchall(self) -> list[Any]:
        return self._cursor.fetchall()

    def __iter__(self) -> Any:
        return iter(self._cursor)


class Connection:
    """An apsw connection that answers as the sqlite3 one of the store does, with ``synchronous`` as asked for."""

    def __init__(self, path: str, synchronous: str) -> None:
        self._conn = apsw.Connection(path, vfs=NAME)
        self._conn.execute(
            "PRAGMA wal_autocheckpoint=100"
        )  # usually 1000 pages: more often, so that more cuts meet one
        self._synchronous = synchronous

    def execute(self, sql: str, values: Any = ()) -> Cursor:
        if sql == "PRAGMA synchronous=FULL":
            sql = f"PRAGMA synchronous={self._synchronous}"
        try:
            return Cursor(self._conn, sql, values)
        except apsw.ConnectionClosedError:  # the power went while it was being closed, and it is closed again
            raise PowerCut from None

    def executemany(self, sql: str, rows: Iterable[Any]) -> Cursor:
        return Cursor(self._conn, sql, rows, many=True)

    @property
    def in_transaction(self) -> bool:
        return self._conn.in_transaction

    def close(self) -> None:
        self._conn.close(True)


def driver(under: Path, synchronous: str) -> Any:
    """A replacement for ``qualcode.store.connect.driver``: files in the folder ``under`` lie on the lossy disk."""

    def connect(path: str, **options: Any) -> Any:
        if Path(path).parent == under:
            return Connection(path, synchronous)
        return sqlite3.connect(path, **options)

    return connect


def restore(disk: Disk, folder: Path, rnd: random.Random) -> None:
    """Switch on again: ``folder`` holds what the platters hold."""
    for path in list(folder.iterdir()):
        path.unlink()
    for name, content in disk.after(rnd).items():
        Path(name).write_bytes(content)
