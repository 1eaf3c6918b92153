"""After an update of qualcode: what the older one kept and passed on without knowing it takes effect.

An older qualcode keeps the entries of nouns and fields it does not know, and holds back actions of a newer format. Whoever
opens the file with a qualcode that knows them finds them in the state as if it had known them from the first.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from qualcode.store import schema, search
from qualcode.store.check import rebuild
from qualcode.store.kinds import KINDS
from qualcode.store.project import Project
from qualcode.store.receive import receive


def bring_up_to_date(project: Project, version: int) -> None:
    """Migrate the file from schema ``version``, and let the journal have the effect that the older qualcode could not give
    it. Stopped at any moment, it is taken up again at the next opening."""
    conn = project.conn
    if not schema.is_behind(conn):
        with _writing(conn):
            conn.execute(f"CREATE TABLE {schema.BEHIND}(columns TEXT) STRICT")
            conn.execute(f"INSERT INTO {schema.BEHIND} VALUES(?)", (json.dumps(_columns(conn)),))
    if version < schema.LATEST:
        schema.migrate(conn, version)
    before = json.loads(project.value(f"SELECT columns FROM {schema.BEHIND}"))
    now = _columns(conn)
    changed = [kind.number for kind in KINDS if before[kind.name] != now[kind.name]]
    if any(project.value("SELECT 1 FROM entry WHERE kind=? LIMIT 1", number) for number in changed):
        make_anew(project)
    if project.value("SELECT 1 FROM waiting LIMIT 1"):
        receive(project, (), lambda _name: None)
    with _writing(conn):
        conn.execute(f"DROP TABLE {schema.BEHIND}")


def _columns(conn: sqlite3.Connection) -> dict[str, list[str]]:
    """The state tables as they are in this file."""
    return {kind.name: [row[1] for row in conn.execute(f'PRAGMA table_info("{kind.name}")')] for kind in KINDS}


def make_anew(project: Project) -> None:
    """The state and the search index anew from the journal (about 30 µs an entry)."""
    with _writing(project.conn):
        rebuild(project)
        search.rebuild(project.conn)
    project.order.forget()


@contextmanager
def _writing(conn: sqlite3.Connection) -> Iterator[None]:
    conn.execute("BEGIN IMMEDIATE")
    try:
        yield
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
