"""Where names of the key still stand in the project: every text, every field, every word of the journal.

The rule: everything the file holds is looked at, also what no screen shows any more (older versions, originals, what
memos once said, actions that wait). What cannot be looked into is counted too: a scanned or compressed original is not clean
because nothing was found in it.
"""

from __future__ import annotations

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from qualcode.collect.writings import Finder
from qualcode.i18n import N_
from qualcode.store import Project, blobs
from qualcode.store.action import unpack
from qualcode.store.kinds import BY_NUMBER, KINDS

KINDS_OF_PLACE = (
    N_("texts"), N_("labels"), N_("older texts"), N_("originals"), N_("originals not looked into"), N_("memos"),
    N_("notes on passages"), N_("names of sources and files"), N_("fields of participants"), N_("other fields"),
    N_("older entries of the journal"),
)  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """A name that still stands somewhere: the kind of place, which (a name or id), and the name as written there."""

    kind: str
    where: str = field(repr=False)
    words: str = field(repr=False)


def traces(project: Project, find: Finder) -> Iterator[Trace]:
    """Every place where a known name still stands, once a place and writing."""
    seen: set[bytes] = set()
    for kind, where, name in _shown_blobs(project, seen):
        if kind == "originals":
            yield from _original(find, where, blobs.get(project.conn, name) or b"")
        else:
            yield from _in(find, kind, where, blobs.prose(project.conn, name))
    yield from _fields(project, find)
    yield from _journal(project, find, seen)


def taken_off(project: Project, find: Finder) -> list[tuple[str, bytes]]:
    """(name, id) of the sources that were taken off, or whose import was undone, and still hold a name: only a withdrawal
    erases those, for a colleague may bring one back."""
    found = []
    for source, *fields in project.rows(
        "SELECT id, name, file, place, interviewer FROM source WHERE removed=1 ORDER BY k"
    ):
        texts = project.rows(
            "SELECT text FROM version WHERE source=? UNION SELECT label FROM speaker WHERE source=?", source, source
        )
        words = [*map(spaced, filter(None, fields)), *(blobs.prose(project.conn, text) for (text,) in texts)]
        originals = project.rows("SELECT original FROM version WHERE source=? AND original IS NOT NULL", source)
        if any(next(iter(find.hits(one)), None) for one in words) or any(
            trace.words for (one,) in originals for trace in _original(find, "", blobs.get(project.conn, one) or b"")
        ):
            found.append((fields[0], source))
    return found


def _in(find: Finder, kind: str, where: str, text: str) -> Iterator[Trace]:
    for words in dict.fromkeys(text[hit.start : hit.stop] for hit in find.hits(text)):
        yield Trace(kind, where, words)


def _shown_blobs(project: Project, seen: set[bytes]) -> Iterator[tuple[str, str, bytes]]:
    """(kind of place, where, blob) of all prose and bytes that records of the state hold."""
    current = {version for (version,) in project.rows("SELECT version FROM source WHERE removed=0")}
    for source, rec, text, original in project.rows(
        "SELECT s.name, v.id, v.text, v.original FROM version v JOIN source s ON s.id=v.source ORDER BY v.k"
    ):
        seen.add(text)
        yield "texts" if rec in current else "older texts", source, text
        if original is not None:
            seen.add(original)
            yield "originals", source, original
    kinds = {"speaker": "labels", "memo": "memos", "coding": "notes on passages"}
    for kind in KINDS:
        for one in kind.fields:
            if kind.name == "version" or one.type not in ("prose", "blob"):
                continue
            for rec, name in project.rows(
                f'SELECT id, "{one.name}" FROM "{kind.name}" WHERE removed=0 AND "{one.name}" IS NOT NULL'
            ):
                seen.add(name)
                yield kinds.get(kind.name, "other fields"), f"{kind.name} {rec.hex()[:8]}", name


def _original(find: Finder, where: str, data: bytes) -> Iterator[Trace]:
    if data.startswith(b"%PDF"):
        yield Trace("originals not looked into", where, "")
        return
    pieces = [data]
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                pieces = [packed.read(one) for one in packed.infolist() if one.file_size < 50_000_000]
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
            yield Trace("originals not looked into", where, "")
            return
    found: dict[str, None] = {}
    for piece in pieces:
        for text in _readings(piece):
            found |= dict.fromkeys(trace.words for trace in _in(find, "originals", where, text))
    for words in found:
        yield Trace("originals", where, words)


def _readings(data: bytes) -> Iterator[str]:
    """The bytes as text in the encodings they may be in; of markup also without its tags, which cut names apart."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "replace")
        return
    text = data.decode("utf-8", "replace")
    text = data.decode("cp1252", "replace") if "\ufffd" in text[:10_000] else text
    yield text
    if "<" in text:
        yield re.sub(r"<[^>]{0,2000}>", "", text)
    if text.startswith("{\\rtf"):
        yield re.sub(r"\\[a-z]+-?\d* ?|[{}]", "", text)


def _fields(project: Project, find: Finder) -> Iterator[Trace]:
    kinds = {"source": "names of sources and files", "participant": "fields of participants"}
    for kind in KINDS:
        columns = [one.name for one in kind.fields if one.type in ("text", "json") and not one.parts]
        if not columns or kind.name == "withdrawal":
            continue
        chosen = ", ".join(f'"{name}"' for name in columns)
        for rec, *values in project.rows(f'SELECT id, {chosen} FROM "{kind.name}" WHERE removed=0'):
            for value in values:
                if value:
                    yield from _in(
                        find, kinds.get(kind.name, "other fields"), f"{kind.name} {rec.hex()[:8]}", spaced(str(value))
                    )


def _journal(project: Project, find: Finder, seen: set[bytes]) -> Iterator[Trace]:
    """Entries that hold a name which the record does not show any more, in plain words or in a text they refer to."""
    names = name_in(project, find)
    for number, rec, new, old in project.rows("SELECT kind, rec, new, old FROM entry WHERE new IS NOT NULL"):
        kind = BY_NUMBER.get(number)
        for payload in (new, old):
            for key, value in json.loads(payload or "{}").items():
                shown = isinstance(value, str) and value.startswith("blob:") and bytes.fromhex(value[5:]) in seen
                if (
                    not shown
                    and (words := names(value))
                    and not _stands(project, kind.name if kind else None, rec, key, value)
                ):
                    yield Trace("older entries of the journal", f"{kind.name if kind else '?'} {rec.hex()[:8]}", words)
    for (body,) in project.rows("SELECT body FROM waiting"):
        for entry in unpack(body).entries:
            for payload in (entry.new, entry.old):
                for value in json.loads(payload or "{}").values():
                    if words := names(value):
                        yield Trace("older entries of the journal", entry.rec.hex()[:8], words)


def _stands(project: Project, kind: str | None, rec: bytes, key: str, value: Any) -> bool:
    """Whether the record shows this value now: it is counted there."""
    if kind is None or not isinstance(value, str) or value.startswith("blob:"):
        return False
    try:
        return bool(project.value(f'SELECT 1 FROM "{kind}" WHERE id=? AND removed=0 AND "{key}" IS ?', rec, value))
    except sqlite3.OperationalError:  # a field that a newer qualcode wrote has no column here
        return False


def name_in(project: Project, find: Finder) -> Callable[[Any], str]:
    """A function that tells which known name a journal value holds ('' for none), in words or in the text it refers to."""
    known: dict[str, str] = {}

    def look(value: Any) -> str:
        if isinstance(value, dict | list):
            parts = value.values() if isinstance(value, dict) else value
            return next(filter(None, map(look, parts)), "")
        if not isinstance(value, str) or len(value) < 3:
            return ""
        if value not in known:
            text = value
            if value.startswith("blob:") and len(value) == 37:
                data = blobs.get(project.conn, bytes.fromhex(value[5:])) or b""
                text = "\n".join(_readings(data)) if data and not data.startswith((b"PK", b"%PDF")) else ""
            hit = next(iter(find.hits(spaced(text) if text is value else text)), None)
            known[value] = text[hit.start : hit.stop] if hit else ""
        return known[value]

    return look


def spaced(value: str) -> str:
    """A plain field as words: a file's name is written with strokes."""
    return re.sub(r"[_-]", " ", value)
