"""Versions of a source: a correction makes a new one, old ones stay, and spans made on an old one are found in the new."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Lock
from weakref import WeakValueDictionary

from qualcode.language.marks import Marks, Span, from_json, speech_text, to_json
from qualcode.store import anchor, blobs, carried, mended
from qualcode.store.anchor import Place
from qualcode.store.ids import sha256, version_id
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
class _Recent(OrderedDict[tuple[bytes, bytes, bytes], Version]):
    """Versions by id and hashes, the last used last; the first go when all are too long together, but never the last one."""

    most = 24_000_000  # code points
    size = 0

    def keep(self, key: tuple[bytes, bytes, bytes], version: Version) -> None:
        self.size += len(version.text) - (len(self[key].text) if key in self else 0)
        self[key] = version
        self.move_to_end(key)
        while len(self) > 1 and self.size > self.most:
            self.size -= len(self.popitem(last=False)[1].text)


_recent = _Recent()
_alive: WeakValueDictionary[tuple[bytes, bytes, bytes], Version] = WeakValueDictionary()  # also what others still hold
_lock = Lock()  # the app reads in threads


def _read(conn: sqlite3.Connection, version: bytes, source: bytes, text: bytes, marks: bytes, reader: str) -> Version:
    key = (version, text, marks)
    with _lock:
        known = _alive.get(key)
        if known is not None:
            _recent.keep(key, known)
            return known
    found = Version(version, source, blobs.prose(conn, text), from_json(blobs.prose(conn, marks)), reader)
    with _lock:
        _alive[key] = found
        _recent.keep(key, found)
    return found


@dataclass(frozen=True)
class Content:
    """What is kept of a text and its marks, the speech of its turns as search reads it, and the text's sha256."""

    text: blobs.Packed
    marks: blobs.Packed
    speeches: list[str]
    digest: str


def content(text: str, marks: Marks, file: tuple[bytes, bytes, str] | None = None) -> Content:
    """A canonical text and its marks, ready to be kept. ``file``: the bytes it came from, their name as a blob and their
    sha256; a plain text is its own file, and hashed once."""
    data = text.encode()
    name, digest = file[1:] if file and file[0] == data else (None, "")
    if marks.reads_as_it_stands:
        speeches = [text[start:stop] for _label, (start, stop), _side in marks.turns]
    else:
        speeches = [speech_text(text, marks, turn) for turn in marks.turns]
    return Content(blobs.pack(data, name), blobs.pack(to_json(marks).encode()), speeches, digest or sha256(data))


def add(
    a: Act, source: bytes, text: str, marks: Marks, *, reader: str, reader_number: int, made: str,
    encoding: str | None = None, original: bytes | blobs.Packed | None = None, previous: bytes | None = None, kept: Content | None = None,
) -> bytes:  # fmt: skip
    """Make a version of a source; its id. ``made``: import, correction or withdrawal. ``kept``: ``content`` of text and marks,
    where that was made before. The caller points the source at it."""
    kept = kept or content(text, marks)
    a.speeches[kept.text.name, kept.marks.name] = kept.speeches
    return a.create(
        "version", version_id(source, text, kept.digest), source=source, text=kept.text, marks=kept.marks,
        reader=reader, reader_number=reader_number, encoding=encoding, original=original, previous=previous, made=made,
    )  # fmt: skip


def place_on(project: Project, version: Version, span: tuple[bytes, int, int]) -> Place:
    """Where a span made on some version of the same source lies in ``version``."""
    made_on, start, stop = span
    if made_on == version.id:
        return Place("unchanged", start, stop)
    old = load(project, made_on)
    direct = _direct(project, old, version, start, stop) if old is not None else None
    if direct is not None and mended.path(project, made_on, version.id) is not None:
        return direct
    onward = carried.onward(project, made_on)
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


def _direct(project: Project, old: Version, new: Version, start: int, stop: int) -> Place:
    """Where the span lies by the mends between the two versions, else by what their texts have in common; where that leaves it
    in doubt, by the mends before and after what else was done to the text."""
    edits = mended.path(project, old.id, new.id)
    if edits is not None:
        found = _carried(edits, old, new, start, stop)
        if found.state == "lost" and len(edits) > 1:  # taken out, and perhaps put in again
            guess = anchor.place(old.text, new.text, start, stop)
            return guess if guess.state in ("unchanged", "moved") else found
        return found
    direct = anchor.place(old.text, new.text, start, stop)
    if direct.state in ("unchanged", "moved"):
        return direct
    base = mended.line(project, new.id)[-1][0]
    read = load(project, base)
    if base != new.id and read is not None:  # mended after the text was read anew
        first = place_on(project, read, (old.id, start, stop))
        edits = mended.path(project, base, new.id) or []
        second = _carried(edits, read, new, first.start, first.stop) if first.state != "lost" else first
        return direct if second.state == "lost" else _then(first, second)
    before = project.value("SELECT previous FROM version WHERE id=?", new.id)
    edits = mended.path(project, old.id, before) if before else None
    last = load(project, before) if edits else None
    if edits and last is not None:  # mended before it
        first = _carried(edits, old, last, start, stop)
        second = place_on(project, new, (before, first.start, first.stop)) if first.state != "lost" else first
        return direct if second.state == "lost" else _then(first, second)
    return direct


def _carried(edits: list[mended.Edit], old: Version, new: Version, start: int, stop: int) -> Place:
    """The span through the edits, one after another: lost where its words were taken out, changed where they are others now."""
    low, high = start, stop
    for one in edits:
        low, high = one.carry(low, high)
        if low >= high:
            return Place("lost", 0, 0)
    if high > len(new.text):  # numbers that no mend wrote
        return Place("lost", 0, 0)
    if old.text[start:stop] != new.text[low:high]:
        return Place("changed", low, high)
    return Place("unchanged" if low == start else "moved", low, high)


def _then(first: Place, second: Place) -> Place:
    """A place found in two steps: once it was a guess, it is to be reviewed."""
    if second.state == "lost":
        return second
    return Place("changed" if "changed" in (first.state, second.state) else "moved", second.start, second.stop)
