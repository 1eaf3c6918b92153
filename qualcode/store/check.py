"""Is the project whole? Integrity of the file, of the chain, of the blobs; the rebuilt state equal to the stored one."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.errors import reason
from qualcode.i18n import _, ngettext
from qualcode.store import blobs, conflicts, search, state, tree, withdrawal, words
from qualcode.store.action import agrees, load
from qualcode.store.deeds import record_words
from qualcode.store.effects import Effects
from qualcode.store.heads import rejudge
from qualcode.store.kinds import KINDS, stored_fields
from qualcode.store.merge import wal_beside
from qualcode.store.project import Project


@dataclass
class Report:
    """What ``check`` found. ``faults``: what is wrong, in words; ``notes``: what is only worth knowing."""

    actions: int = 0
    entries: int = 0
    faults: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def check(project: Project, *, rebuilt: bool = True) -> Report:
    """Look at everything; changes nothing. Where the file itself is damaged, what stands on that is not looked at.
    sqlite3.OperationalError where another program holds the file, or the disk fails: that is no damage."""
    report = Report()
    try:
        for look in (_check_file, _check_journal, *((_check_state,) if rebuilt else ())):
            look(project, report)
            if report.faults:
                return report
        _note_what_is_open(project, report)
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _NO_DAMAGE:
            raise
        report.faults.append(_("the file is damaged: %s") % reason(error))
    return report


_NO_DAMAGE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


def _check_file(project: Project, report: Report) -> None:
    for (line,) in project.conn.execute("PRAGMA integrity_check").fetchall():
        if line != "ok":
            report.faults.append(_("the file is damaged: %s") % line)
    for table, *_rest in project.conn.execute("PRAGMA foreign_key_check").fetchall():
        report.faults.append(_("a %s refers to something that is not there") % _(table))


def _check_journal(project: Project, report: Report) -> None:
    _check_chain(project, report)
    _check_blobs(project, report)


def _check_state(project: Project, report: Report) -> None:
    try:
        differences = rebuild_differs(project)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
            raise
        report.notes.append(_("the file is write-protected: its records were not held against the journal"))
        return
    report.faults += [
        _("the stored state of a %s is not what the journal says") % record_words(kind) for kind in differences
    ]
    if not search.sound(project.conn):
        report.faults.append(
            _("the search index does not hold what the texts say: “qualcode check --compact” mends it")
        )


def _note_what_is_open(project: Project, report: Report) -> None:
    waiting = project.value("SELECT COUNT(*) FROM waiting")
    if waiting:
        report.notes.append(
            ngettext(
                "%d action waits for others that have not arrived yet",
                "%d actions wait for others that have not arrived yet",
                waiting,
            )
            % waiting
        )
    open_conflicts = len(conflicts.conflicts(project))
    if open_conflicts:
        report.notes.append(
            ngettext(
                "%d conflict is open (qualcode conflicts)", "%d conflicts are open (qualcode conflicts)", open_conflicts
            )
            % open_conflicts
        )


def wal_note(path: Path) -> str | None:
    """A warning where a -wal lies beside a project file that nobody has open: the copy may lack its last writes."""
    return (
        _("a file %s lies beside it: the program was stopped, or the file was copied while open") % wal_beside(path)
        if wal_beside(path)
        else None
    )


def _check_chain(project: Project, report: Report) -> None:
    for (number,) in project.rows("SELECT id FROM action ORDER BY id"):
        action = load(project.conn, number)
        report.actions += 1
        report.entries += len(action.entries)
        if not agrees(action):
            report.faults.append(
                _("action %d of log %s does not agree with its hash") % (action.n, action.origin.hex()[:8])
            )
        if action.prev is not None and project.value("SELECT n FROM action WHERE hash=?", action.prev) != action.n - 1:
            report.faults.append(
                _("action %d of log %s has lost its predecessor") % (action.n, action.origin.hex()[:8])
            )


def _check_blobs(project: Project, report: Report) -> None:
    for (name,) in project.rows("SELECT hash FROM blob"):
        codec, data = project.conn.execute("SELECT codec, data FROM blob WHERE hash=?", (name,)).fetchone()
        if data is None or not blobs.sound(name, codec, data):
            report.faults.append(_("a text is damaged (blob %s)") % name.hex()[:8])
    for payload in project.rows("SELECT new, old FROM entry WHERE new LIKE '%blob:%' OR old LIKE '%blob:%'"):
        for name in blobs.references(*payload):
            if not blobs.has(project.conn, name):
                report.faults.append(
                    _("a text is missing (blob %s); syncing with somebody who has it brings it back") % name.hex()[:8]
                )


def dump(project: Project) -> Iterator[tuple[Any, ...]]:
    """State as it can be compared between devices: every record with its values and its heads by hash, the conflicts,
    the effective tree and the journal's shape. Local numbers are left out."""

    order = project.order

    def name(action: int) -> str:
        return order.place(action)[4].hex()

    for kind in state.in_use(project.conn):
        for rec, row in state.read_all(project.conn, kind):
            heads = tuple(
                tuple(sorted(name(head) for head in row.heads(f.name)))
                for f in (stored_fields(kind) if row.later else ())
            )
            root = row.root.hex() if row.root else None
            yield (
                kind.name,
                rec.hex(),
                root,
                json.dumps(row.values, sort_keys=True),
                name(row.made) if not row.later else "",
                heads,
            )
    for c in conflicts.conflicts(project):
        yield ("conflict", c.what, c.kind, c.rec.hex(), c.field, tuple(s.action.hex() for s in c.sides))
    yield (
        "tree",
        tuple(sorted((k.hex(), v.hex() if v else None) for k, v in tree.effective_parents(project)[0].items())),
    )
    for row in project.rows(
        "SELECT hex(l.uuid), a.n, hex(a.hash) FROM action a JOIN log l ON l.id=a.log ORDER BY 1, 2"
    ):
        yield ("action", *row)
    for row in project.rows("SELECT hex(hash) FROM waiting ORDER BY 1"):
        yield ("waiting", *row)
    for row in project.rows("SELECT hex(hash) FROM blob ORDER BY 1"):
        yield ("blob", *row)


def rebuild(project: Project) -> None:
    """State anew from the journal alone, inside the transaction that is open."""
    conn = project.conn
    conn.execute("PRAGMA defer_foreign_keys=ON")
    # What refers to others goes first: SQLite looks for references to each row it deletes.
    for kind in reversed(state.in_use(conn)):
        conn.execute(f'DELETE FROM "{kind.name}"')
    order = project.order
    order.forget()
    # Withdrawals are known before anything else takes effect, as they are when an action arrives after them.
    out = withdrawal.gone(conn)
    effects = Effects(conn, order, out.records)
    clocks = False
    for (number,) in conn.execute("SELECT id FROM action ORDER BY id").fetchall():
        for kind_number, rec, root, new, old in conn.execute(
            "SELECT kind, rec, root, new, old FROM entry WHERE action=? AND new IS NOT NULL ORDER BY idx",
            (number,),
        ).fetchall():
            payload = json.loads(new)
            effects.apply(number, kind_number, rec, root, payload, old is None)
            clocks |= kind_number == 90
    effects.flush()
    withdrawal.make_anew(conn, order, withdrawal.gone(conn))
    if clocks:
        rejudge(conn, order, KINDS, out.records)


def rebuild_differs(project: Project) -> list[str]:
    """The kinds (and other parts of ``dump``) in which the rebuilt state is not the stored one. Changes nothing."""
    conn = project.conn
    stored, known = _rows(project), _worked_out(project)
    conn.execute("BEGIN IMMEDIATE")
    try:
        rebuild(project)
        again, anew = _rows(project), _worked_out(project)
        if again == stored and anew == known:  # as it nearly always is; a dump looks at every value
            return []
        dumped = set(dump(project))
    finally:
        conn.execute("ROLLBACK")
        project.order.forget()
    differing = {str(row[0]) for row in set(dump(project)) ^ dumped}
    return sorted(differing if anew == known else differing | {"conflict"})


def _rows(project: Project) -> dict[str, list[Any]]:
    """Every row that ``dump`` reads, as it is stored, by how it is asked for; kinds without a row are left out."""
    columns = {kind.name: ", ".join(f'"{name}"' for name in state.columns(kind)) for kind in state.in_use(project.conn)}
    kinds = (f'SELECT fc, {names} FROM "{kind}" ORDER BY id' for kind, names in columns.items())
    journal = (
        "SELECT log, n, hash FROM action ORDER BY 1, 2",
        "SELECT hash FROM waiting ORDER BY 1",
        "SELECT hash FROM blob ORDER BY 1",
    )
    return {sql: project.rows(sql) for sql in (*kinds, *journal)}


def _worked_out(project: Project) -> tuple[object, ...]:
    """What ``dump`` makes of those rows by the order of the actions, as this window knows it."""
    return conflicts.conflicts(project), tree.effective_parents(project)[0]


def compact(project: Project) -> bool:
    """Rebuild the search index and rewrite the file, so that no erased word is left in any of its bytes. False where another
    window has the file open: what was erased may lie in it, or in what SQLite keeps beside it, until it is done again."""
    conn = project.conn
    conn.execute("BEGIN IMMEDIATE")
    try:
        blobs.sweep(conn)
        words.forget(conn)
        search.rebuild(conn)
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    try:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        conn.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise
        return False
    busy, _pages, _moved = conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def backup(project: Project, target: Path) -> None:
    """A complete copy of the project, whole or not there. The copy writes under a log of its own when it is opened."""
    from qualcode.errors import UserError

    if target.exists():
        raise UserError(_("there is a file of this name already"), where=str(target), todo=_("Choose another name"))
    if not target.parent.is_dir():
        raise UserError(_("there is no such folder"), where=str(target.parent))
    fresh = target.with_name(f".{target.name}.new")
    fresh.unlink(missing_ok=True)
    project.conn.execute("VACUUM INTO ?", (str(fresh),))
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())  # SQLite does not, and a name may reach the disk before what it names
    fresh.replace(target)
