"""A codebook to be compared: this project's, a release of it, a file, or another project's.

One rule: whatever it came from, a code is its id, its values and its place; what else the origin knows (which codings it
has, whether a value was left out on purpose) stands beside it and may be missing.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import FIELDS, codebook
from qualcode.reduce.codebook_yaml import file_items, plain, release_snapshot
from qualcode.reduce.codings import codings
from qualcode.reduce.counting import living
from qualcode.store import Project, schema
from qualcode.store.merge import reading
from qualcode.store.project import project_id

Span = tuple[bytes, int, int]  # the hash of a text, start, stop


@dataclass(frozen=True)
class Entry:
    """A code of some codebook. ``values``: its fields as JSON holds them, None where empty; ``live``: in use there;
    ``merged_into``: what it was combined into there."""

    id: bytes
    path: tuple[str, ...]
    parent: bytes | None
    values: Mapping[str, Any]
    live: bool = True
    merged_into: bytes | None = None

    @property
    def name(self) -> str:
        return self.path[-1]

    @property
    def shown(self) -> str:
        return "/".join(self.path)


@dataclass(frozen=True)
class Book:
    """``entries`` in tree order. ``says_all``: a field that is empty was meant to be (a file may just not say). ``spans``:
    where each living code's codings lie; ``bearing``: the code of each coding; ``by_coder``: how many codings each code has.
    ``releases``: names of its releases by id, newest first; ``release``: the one a file says it came from;
    ``project``: the id of the project it is of, nothing for a file or a release."""

    title: str
    entries: Mapping[bytes, Entry]
    says_all: bool = True
    spans: Mapping[bytes, frozenset[Span]] = field(default_factory=dict)
    bearing: Mapping[bytes, bytes] = field(default_factory=dict)
    by_coder: Mapping[bytes, Mapping[str, int]] = field(default_factory=dict)
    releases: Mapping[bytes, str] = field(default_factory=dict)
    release: str = ""
    project: bytes = b""


def book_of(project: Project, title: str = "") -> Book:
    """A project's codebook with where its codings lie."""
    entries = {
        code.id: Entry(
            code.id, code.path, code.parent, {name: plain(getattr(code, name)) for name in FIELDS}, code.live, code.merged_into
        )
        for code in codebook(project, all_codes=True)
    }  # fmt: skip
    texts = dict(project.rows("SELECT s.id, v.text FROM source s JOIN version v ON v.id=s.version WHERE s.removed=0"))
    people = dict(project.rows("SELECT id, name FROM coder"))
    alive = living(project)
    spans: dict[bytes, set[Span]] = defaultdict(set)
    by_coder: dict[bytes, Counter[str]] = defaultdict(Counter)
    bearing: dict[bytes, bytes] = {}
    for one in codings(project):
        code = alive.get(one.code, one.code)
        bearing[one.id] = code
        by_coder[code][people.get(one.coder, "?")] += 1
        if one.state != "lost":
            spans[code].add((texts[one.source], one.start, one.stop))
    releases = dict(project.rows("SELECT id, name FROM release WHERE removed=0 ORDER BY date DESC, k DESC"))
    return Book(
        title or project.path.parent.name, entries, True, {code: frozenset(found) for code, found in spans.items()}, bearing,
        by_coder, releases, project=project.id,
    )  # fmt: skip


def release_book(project: Project, name: str) -> Book:
    """A release of this project. UserError where there is none of that name."""
    snapshot = release_snapshot(project, name)
    if snapshot is None:
        names = [row[0] for row in project.rows("SELECT name FROM release WHERE removed=0")]
        raise UserError(
            _("there is no release “%s”") % name, todo=", ".join(names) or _("“qualcode releases” lists them")
        )
    return _from_snapshot(snapshot, name)


def _from_snapshot(snapshot: Mapping[str, Mapping[str, Any]], title: str) -> Book:
    def path(rec: str, below: tuple[str, ...] = ()) -> tuple[str, ...]:
        values = snapshot[rec]
        here = (str(values["name"]), *below)
        above = values.get("parent")
        return path(above, here) if isinstance(above, str) and above in snapshot and len(below) < 50 else here

    entries = {
        bytes.fromhex(rec): Entry(
            bytes.fromhex(rec), path(rec), bytes.fromhex(values["parent"]) if values.get("parent") else None,
            {name: values.get(name) for name in FIELDS},
        )
        for rec, values in snapshot.items()
    }  # fmt: skip
    return Book(title, entries)


def file_book(project: Project, data: Any, path: Path) -> Book:
    """A codebook file's mapping (YAML, or what was read of a .qdc) as seen from this project. UserError where it is none."""
    items, ids, release = file_items(project, data, path)
    entries = {
        ids[item.path]: Entry(
            ids[item.path], item.path, ids[item.parent] if item.parent else None, {name: plain(item.values[name]) for name in FIELDS}
        )
        for item in items
    }  # fmt: skip
    return Book(path.name, entries, says_all=False, release=release)


def project_book(path: Path) -> Book:
    """Another project's codebook; its file is read and never written. UserError where it is no project, or of another format."""
    with reading(path) as conn:
        if conn.execute("PRAGMA user_version").fetchone()[0] < schema.LATEST:
            raise UserError(
                _("this project is of an older format"), where=str(path), todo=_("Open it once with this qualcode, then try again")
            )  # fmt: skip
        return book_of(Project(path, conn, project_id(conn)), str(path))


def ancestor(project: Project, ours: Book, theirs: Book) -> Book | None:
    """The state both come from: the release a file names, or the newest release that both projects have."""
    if theirs.release:
        snapshot = release_snapshot(project, theirs.release)
        return _from_snapshot(snapshot, theirs.release) if snapshot is not None else None
    for rec, name in ours.releases.items():
        if rec in theirs.releases:
            body = project.value("SELECT codebook FROM release WHERE id=?", rec)
            return _from_snapshot(json.loads(_blob(project, body)), name)
    return None


def _blob(project: Project, name: bytes) -> str:
    from qualcode.store import blobs

    return blobs.prose(project.conn, name)


def living_entries(book: Book) -> Iterable[Entry]:
    return (one for one in book.entries.values() if one.live)
