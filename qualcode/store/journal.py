"""Writing: every change is an action, and an action is one transaction.

    with act(project, "code") as a:
        a.create("coding", id, source=..., ...)

Inside, the state shows what was written so far. At the end the action gets its number, what it had seen, its hash and
its entries, and is committed; an error inside leaves nothing behind. An ordinary write refuses a field in conflict, so
that nothing is settled by accident; ``settle`` writes it even where the value stays.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import alike, heads, here, search, state, withdrawal
from qualcode.store.action import FORMAT, Action, Entry, canonical_json, hash_of, insert
from qualcode.store.deeds import record_words
from qualcode.store.kinds import BY_NAME, KINDS, REMOVED, Field, Kind, stored_fields
from qualcode.store.project import Project
from qualcode.store.together import transaction
from qualcode.store.values import encode


class _Pending:
    """A record that an action writes. ``old`` None: creation. ``text``: ``new`` as the journal writes it, where that is known
    already; then nobody needs the values themselves unless the action writes the record again."""

    __slots__ = ("_new", "_text", "kind", "old", "root")

    def __init__(
        self, kind: Kind, root: bytes | None, new: dict[str, Any] | None, old: dict[str, Any] | None, text: str = ""
    ) -> None:
        self.kind, self.root, self._new, self.old, self._text = kind, root, new, old, text

    @property
    def new(self) -> dict[str, Any]:
        if self._new is None:
            self._new = json.loads(self._text)
        return self._new

    def entry(self, rec: bytes, salt: bytes) -> Entry:
        old = None if self.old is None else canonical_json(self.old)
        new = self._text if self._new is None else canonical_json(self._new)
        return Entry(self.kind.number, rec, self.root, new, old, salt)


@dataclass
class Act:
    """An action being written. ``skipped``: (kind, id, field) in conflict that were left alone."""

    project: Project
    number: int  # local
    settle: bool
    skip_conflicts: bool
    erased: bool  # whether anybody has withdrawn
    pending: dict[bytes, _Pending] = field(default_factory=dict)
    skipped: list[tuple[str, bytes, str]] = field(default_factory=list)
    hash: bytes | None = None  # set when it was committed
    before_commit: list[Callable[[], object]] = field(default_factory=list)  # run when the entries stand
    speeches: search.Speeches = field(default_factory=dict)  # of its versions: the index need not read them again

    def create(self, kind: str, rec: bytes, **values: Any) -> bytes:
        """Make the record with every field. A record of a derived id that is there already is brought to these values."""
        k = BY_NAME[kind]
        root = rec if k.root == "self" else values.pop(k.root, None) if k.root else None
        if self.erased and withdrawal.was_withdrawn(self.project.conn, rec, root):
            if withdrawal.held_a_name(self.project.conn, rec):
                raise UserError(
                    _("this %s holds names that were erased and do not come back") % _(k.name), where=rec.hex()[:8],
                    todo=_("Write in the file what stands in for them"),
                )  # fmt: skip
            raise UserError(
                _("this %s was withdrawn and does not come back") % _(k.name), where=(root or rec).hex()[:8]
            )
        encoded = {name: encode(self.project.conn, k.field(name), value) for name, value in values.items()}
        encoded = self._without_withdrawn(k, encoded)
        made = {name: value for name, value in encoded.items() if value is not None}
        if state.insert(self.project.conn, k, rec, root, made, self.number):
            self.pending[rec] = _Pending(k, root, made, None)
        else:
            self.write(k, rec, encoded | {"removed": 0})
        return rec

    def create_many(self, kind: str, made: Sequence[alike.One]) -> None:
        """The same for many records of a kind that lie on spans and share the rest: what is written is what ``create`` would
        have written one by one, at a fifth of the time."""
        k, conn = BY_NAME[kind], self.project.conn
        again: Sequence[alike.One] = ()
        shared = {
            value for one in {one.shared for one in made} for value in one.values.values() if isinstance(value, bytes)
        }
        if self.erased and withdrawal.any_withdrawn(conn, chain(shared, *(one[:2] for one in made))):
            made, again = (), made  # ``create`` knows what to do
        try:
            payloads = alike.write(conn, k, made, self.number)
        except sqlite3.IntegrityError:  # some are there already
            there, fresh = state.which_are_there(conn, k, [one.rec for one in made]), dict[bytes, alike.One]()
            again = [one for one in made if one.rec in there or fresh.setdefault(one.rec, one) is not one]
            made = list(fresh.values())
            payloads = alike.write(conn, k, made, self.number)
        for one, text in zip(made, payloads, strict=True):
            self.pending[one.rec] = _Pending(k, one.root, None, None, text)
        for one in again:
            own = {str(k.root): one.root, "span": (one.version, one.start, one.stop)}
            self.create(kind, one.rec, **one.shared.values, **own)

    def change(self, kind: str, rec: bytes, **values: Any) -> None:
        """Write these fields of a record that is there."""
        k = BY_NAME[kind]
        self.write(
            k,
            rec,
            {name: encode(self.project.conn, k.field(name), value) for name, value in values.items()},
        )

    def remove(self, kind: str, rec: bytes) -> None:
        self.write(BY_NAME[kind], rec, {"removed": 1})

    def turn_removed(self, kind: Kind, action: int, *, removed: bool) -> list[bytes]:
        """Remove the records of a kind that ``action`` made, or bring back those it removed, where nobody wrote them since:
        what ``write`` would do one by one. Which they were."""
        found = state.turn_removed(self.project.conn, kind, action, self.number, removed=removed)
        text, before = (state.GONE, 0) if removed else (state.THERE, 1)
        for rec, root in found:
            self.pending[rec] = _Pending(kind, root, None, {REMOVED.name: before}, text)
        return [rec for rec, _root in found]

    def write(self, kind: Kind, rec: bytes, values: dict[str, Any], row: state.Row | None = None) -> None:
        """Write fields of a record that is there, in the journal's own values (undo and settling use it). ``row``: as it was
        read just now, where it was."""
        conn = self.project.conn
        values = self._without_withdrawn(kind, values)
        row = row or state.read(conn, kind, rec)
        assert row is not None, f"{kind.name} {rec.hex()} is not there"
        changed: dict[str, Any] = {}
        for f in stored_fields(kind):
            if f.name not in values or (values[f.name] == row.values[f.name] and not self.settle):
                continue
            if not self.settle and self._in_conflict(kind, rec, row, f):
                if not self.skip_conflicts:
                    raise UserError(
                        _("“%s” of this %s is in conflict: two people wrote different things")
                        % (f.name, record_words(kind.name)),
                        todo=_("Settle it first: qualcode conflicts"),
                    )
                self.skipped.append((kind.name, rec, f.name))
                continue
            changed[f.name] = values[f.name]
        if not changed:
            return
        mine = self.pending.get(rec)
        if mine is None:
            mine = self.pending[rec] = _Pending(kind, row.root, {}, {})
        for name, value in changed.items():
            if mine.old is not None:
                mine.old.setdefault(name, row.values[name])
            mine.new[name] = value
            if mine.old is not None:
                row.later[name] = [self.number]
        state.update(conn, kind, rec, changed, row.later)

    def _in_conflict(self, kind: Kind, rec: bytes, row: state.Row, f: Field) -> bool:
        """Two values, or removed by one and changed by another; what this action wrote itself is settled."""
        mine = self.pending.get(rec)
        if mine is not None and (mine.old is None or f.name in mine.new):
            return False
        conn, order = self.project.conn, self.project.order
        if heads.differ(conn, rec, f, row.heads(f.name)):
            return True
        fields = stored_fields(kind) if f is REMOVED else (f,)
        return any(heads.removals_against(conn, order, rec, row, one) for one in fields)

    def _without_withdrawn(self, kind: Kind, values: dict[str, Any]) -> dict[str, Any]:
        """An undo or a settlement may name a participant who has withdrawn since: that reads as nothing."""
        if not self.erased:
            return values
        conn = self.project.conn
        named = {value for name, value in values.items() if value and heads.optional_reference(kind, name)}
        return heads.without_erased(
            kind, values, frozenset(one for one in named if withdrawal.was_withdrawn(conn, bytes.fromhex(one)))
        )

    def renew(self, kind: str, rec: bytes, instead: Mapping[str, Any] | None = None, *, settle: bool = False) -> None:
        """Write the record as it stands now, every field (of ``instead`` these values, as the journal holds them), so that what
        was written of it before can be erased. UserError where a field is in conflict, unless what shows is to settle it."""
        k = BY_NAME[kind]
        row = state.read(self.project.conn, k, rec)
        assert row is not None, f"{kind} {rec.hex()} is not there"
        if not settle and any(self._in_conflict(k, rec, row, f) for f in stored_fields(k)):
            raise UserError(
                _("a %s is in conflict: two people wrote different things") % record_words(kind), todo=_("Settle it first: qualcode conflicts")
            )  # fmt: skip
        made = {
            name: value
            for name, value in (row.values | dict(instead or {})).items()
            if value is not None and (name, value) != ("removed", 0)
        }
        self.pending[rec] = _Pending(k, row.root, made, None)

    def touches(self, *kinds: str) -> list[bytes]:
        return [rec for rec, p in self.pending.items() if p.kind.name in kinds]


def _tip(conn: sqlite3.Connection, log: int) -> tuple[int, bytes | None]:
    row = conn.execute("SELECT n, hash FROM action WHERE log=? ORDER BY n DESC LIMIT 1", (log,)).fetchone()
    return (row[0], row[1]) if row else (0, None)


def own_log(project: Project) -> bytes | None:
    """The id of the log this installation has been writing; None where the file is a copy or was restored."""
    uuid: bytes = project.value("SELECT log FROM here")
    if project.log_checked:
        return uuid
    note = here.read(project.id, project.path)
    if note is None or note.log != uuid.hex():
        return None
    if note.n:
        at = project.value(
            "SELECT a.hash FROM action a JOIN log l ON l.id=a.log WHERE l.uuid=? AND a.n=?", uuid, note.n
        )
        if at is None or at.hex() != note.hash:
            return None
    return uuid


def writing_log(project: Project) -> int:
    """The local number of the log this installation writes; a fresh log where the file is a copy or was restored.

    To be called inside a transaction: another window on the same file may have moved on.
    """
    conn = project.conn
    uuid = own_log(project) or fresh_log(project)
    project.log_checked = True
    row = conn.execute("SELECT id FROM log WHERE uuid=?", (uuid,)).fetchone()
    if row:
        return int(row[0])
    return int(conn.execute("INSERT INTO log(uuid,origin) VALUES(?,?)", (uuid, uuid)).lastrowid or 0)


def fresh_log(project: Project) -> bytes:
    """Write under a new log from now on."""
    uuid = os.urandom(16)
    project.conn.execute("UPDATE here SET log=?", (uuid,))
    return uuid


@contextmanager
def act(
    project: Project, kind: str, *, who: bytes | None = None, undoes: bytes | None = None, settle: bool = False,
    skip_conflicts: bool = False,
) -> Iterator[Act]:  # fmt: skip
    """Write one action of ``kind`` (a verb: code, import, undo ...) by ``who``, else by the project's coder.

    Nothing changed, nothing written: then ``hash`` of the yielded Act stays None. Raises UserError where a field is in
    conflict, unless those are to be skipped or settled.
    """
    conn = project.conn
    with transaction(project) as written:
        log = writing_log(project)
        order = project.order
        uuid, origin = conn.execute("SELECT uuid, origin FROM log WHERE id=?", (log,)).fetchone()
        last, prev = _tip(conn, log)
        number = conn.execute("SELECT COALESCE(MAX(id),0)+1 FROM action").fetchone()[0]
        seen = order.unseen_tips(log, last + 1)
        a = Act(project, number, settle, skip_conflicts, withdrawal.any_erased(conn))
        yield a
        if not a.pending:
            return
        salts = os.urandom(16 * len(a.pending))
        entries = tuple(
            p.entry(rec, salts[at : at + 16])
            for at, (rec, p) in zip(range(0, len(salts), 16), a.pending.items(), strict=True)
        )
        action = Action(
            origin,
            last + 1,
            FORMAT,
            project.clock(),
            who or project.coder,
            kind,
            undoes,
            seen,
            prev,
            b"",
            entries,
        )
        action = replace(action, hash=hash_of(action))
        insert(conn, number, log, action)
        if seen:
            order.wrote(log)
        order.caught_up(log)
        if a.touches("clockfix"):
            heads.rejudge(conn, order, KINDS, withdrawal.gone(conn).records)
            search.refresh(conn, search.sources(conn))
        written.last = uuid, action.n, action.hash
        written.stale = {p.root: None for p in a.pending.values() if p.kind.name in search.SHOWN and p.root}
        written.made = {rec for rec, p in a.pending.items() if p.kind.name == "source" and p.old is None}
        written.speeches = a.speeches
        if a.before_commit:
            written.index(project)  # what they take out of the index must stand in it
        for finish in a.before_commit:
            finish()
    a.hash = action.hash


def choose_coder(project: Project, short_name: str) -> None:
    """Remember on this installation who writes in this project."""
    note = here.read(project.id, project.path)
    base = note or here.Note("", 0, "")
    here.write(project.id, project.path, replace(base, coder=short_name))
