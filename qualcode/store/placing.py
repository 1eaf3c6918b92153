"""Where an action stands: behind its predecessor, found by hash, never by the number its sender claims.

Two actions behind one predecessor are a fork (a copied file, a restored backup, a cloned disk): both branches get names
made from their first action, the same on every device, and both live on.
"""

from __future__ import annotations

import sqlite3

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.action import Action
from qualcode.store.ids import digest


def place(conn: sqlite3.Connection, action: Action) -> tuple[int, bool]:
    """The log the action stands in, and whether it forked one."""
    if action.prev is None:
        return _place_first(conn, action)
    log, n = conn.execute("SELECT log, n FROM action WHERE hash=?", (action.prev,)).fetchone()
    if action.n != n + 1:
        raise UserError(
            _("action %d of log %s does not follow its predecessor") % (action.n, action.origin.hex()[:8]),
            todo=_("The file is damaged: ask for it again; nothing was taken in"),
        )
    children = conn.execute("SELECT hash, log, n FROM action WHERE prev=?", (action.prev,)).fetchall()
    if not children:
        return log, False
    if len(children) == 1 and children[0][1] == log:
        _split(conn, log, action.origin, children[0][0], children[0][2])
    return _new_log(conn, _branch_name(action.origin, action.hash), action.origin, log, n), True


def _branch_name(origin: bytes, first: bytes) -> bytes:
    return digest(b"branch", origin, first)


def _new_log(conn: sqlite3.Connection, uuid: bytes, origin: bytes, up: int | None, up_n: int | None) -> int:
    conn.execute(
        "INSERT INTO log(uuid,origin,up,up_n) VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
        (uuid, origin, up, up_n),
    )
    return int(conn.execute("SELECT id FROM log WHERE uuid=?", (uuid,)).fetchone()[0])


def _split(conn: sqlite3.Connection, log: int, origin: bytes, first: bytes, n: int) -> None:
    """Move the log's actions from ``n`` on, and the branches that leave it there, under a branch of their own."""
    branch = _new_log(conn, _branch_name(origin, first), origin, log, n - 1)
    conn.execute("UPDATE action SET log=? WHERE log=? AND n>=?", (branch, log, n))
    conn.execute("UPDATE log SET up=? WHERE up=? AND up_n>=? AND id<>?", (branch, log, n, branch))


def _place_first(conn: sqlite3.Connection, action: Action) -> tuple[int, bool]:
    """A log's first action; two different ones under one name are a fork from the start."""
    if action.n != 1:
        raise UserError(
            _("action %d of log %s does not follow its predecessor") % (action.n, action.origin.hex()[:8]),
            todo=_("The file is damaged: ask for it again; nothing was taken in"),
        )
    firsts = conn.execute(
        "SELECT a.hash, a.log, l.uuid FROM action a JOIN log l ON l.id=a.log WHERE a.prev IS NULL AND l.origin=?",
        (action.origin,),
    ).fetchall()
    if not firsts:
        return _new_log(conn, action.origin, action.origin, None, None), False
    if len(firsts) == 1 and firsts[0][2] == action.origin:
        conn.execute("UPDATE log SET uuid=? WHERE id=?", (_branch_name(action.origin, firsts[0][0]), firsts[0][1]))
    return _new_log(conn, _branch_name(action.origin, action.hash), action.origin, None, None), True
