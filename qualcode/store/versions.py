"""Versions of a source: a correction makes a new one, old ones stay, and spans made on an old one are found in the new."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock

from qualcode.language.marks import Marks, Span, from_json, to_json
from qualcode.store import anchor, blobs, carried
from qualcode.store.anchor import Place
from qualcode.store.ids import blob_hash, version_id
from qualcode.store.journal import Act
from qualcode.store.project import Project


@dataclass(frozen=True)
class Version:
    """A version's id, its canonical text and its marks."""

    id: bytes
    source: bytes
    text: str
    marks: Marks
    reader: str

    def speech_in(self, start: int, stop: int) -> Iterator[Span]:
        """The speech spans of the turns that ``[start, stop)`` reaches into, in order."""
        turns = self.marks.turns
        for at in range(max(0, bisect_right(turns, start, key=lambda turn: turn.speech[0]) - 1), len(turns)):
            low, high = turns[at].speech
            if low >= stop:
                return
            if high > start:
                yield low, high


def current(project: Project, source: bytes) -> Version | None:
    """The source's current version; None where it has none or was withdrawn."""
    version = project.value("SELECT version FROM source WHERE id=?", source)
    return load(project, version) if version else None


def load(project: Project, version: bytes) -> Version | None:
    row = project.conn.execute("SELECT source, text, marks, reader FROM version WHERE id=?", (version,)).fetchone()
    if row is None:
        return None
    return _read(project.conn, version, *row)


# A version never changes: its text and marks are named by hash, so what was read once holds for every project.
_recent: OrderedDict[tuple[bytes, bytes, bytes], Version] = OrderedDict()
_KEPT = 8_000_000  # code points of all versions kept, at least one version
_lock = Lock()  # the app reads in threads


def _read(conn: sqlite3.Connection, version: bytes, source: bytes, text: bytes, marks: bytes, reader: str) -> Version:
    key = (version, text, marks)
    with _lock:
        if key in _recent:
            _recent.move_to_end(key)
            return _recent[key]
    found = Version(version, source, blobs.prose(conn, text), from_json(blobs.prose(conn, marks)), reader)
    with _lock:
        _recent[key] = found
        while len(_recent) > 1 and sum(len(one.text) for one in _recent.values()) > _KEPT:
            _recent.popitem(last=False)
    return found


def add(
    a: Act, source: bytes, text: str, marks: Marks, *, reader: str, reader_number: int, made: str,
    encoding: str | None = None, original: bytes | None = None, previous: bytes | None = None,
) -> bytes:  # fmt: skip
    """Make a version of a source; its id. ``made``: import, correction or withdrawal. The caller points the source at it."""
    text_bytes, marks_bytes = text.encode(), to_json(marks).encode()
    a.texts[blob_hash(text_bytes), blob_hash(marks_bytes)] = text, marks
    return a.create(
        "version", version_id(source, text), source=source, text=text_bytes, marks=marks_bytes,
        reader=reader, reader_number=reader_number, encoding=encoding, original=original, previous=previous, made=made,
    )  # fmt: skip


def place_on(project: Project, version: Version, span: tuple[bytes, int, int]) -> Place:
    """Where a span made on some version of the same source lies in ``version``."""
    made_on, start, stop = span
    if made_on == version.id:
        return Place("unchanged", start, stop)
    old = load(project, made_on)
    onward = carried.onward(project, made_on)
    direct = anchor.place(old.text, version.text, start, stop) if old is not None else None
    if onward is not None and (direct is None or direct.state in ("changed", "lost") or onward[0] == version.id):
        after, blocks, exact = onward
        there = carried.place(blocks, exact, start, stop)
        found = _then(there, place_on(project, version, (after, there.start, there.stop))) if there.stop else there
        return found if direct is None or found.state == "moved" else direct
    if direct is not None:
        return direct
    for versions in project.rows(
        "SELECT versions FROM withdrawal WHERE versions IS NOT NULL AND target<>?", carried.NAMES
    ):
        for erased, successor, _spans in json.loads(versions[0]):
            # Withdrawn speech was blanked one for one: what else was coded there lies where it lay.
            if erased == made_on.hex():
                after = bytes.fromhex(successor)
                return place_on(project, version, (after, start, stop)) if after != made_on else Place("lost", 0, 0)
    return Place("lost", 0, 0)


def _then(first: Place, second: Place) -> Place:
    """A place found in two steps: once it was a guess, it is to be reviewed."""
    if second.state == "lost":
        return second
    return Place("changed" if "changed" in (first.state, second.state) else "moved", second.start, second.stop)
