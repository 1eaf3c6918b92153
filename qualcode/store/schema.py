"""The SQL of a project file, and its numbered migrations.

``table_sql`` derives a state table from its kind; what it printed for a released version is frozen as a file under
``migrations/`` and never edited. ``user_version`` is the number of the last migration applied. sqlite-utils runs
them, each in a transaction; it is imported only when there is one to run.
"""

from __future__ import annotations

import sqlite3
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import UserError, reason
from qualcode.i18n import _
from qualcode.store.kinds import REMOVED, Field, Kind

if TYPE_CHECKING:
    from sqlite_utils import Database

LATEST = 8
APPLICATION_ID = 0x51434F44  # "QCOD"

_SQL_TYPES = {"text": "TEXT", "json": "TEXT", "int": "INTEGER", "real": "REAL"}


def _column(name: str, type_: str, required: bool) -> str:
    sql = f'"{name}" {_SQL_TYPES.get(type_, "BLOB")}'
    if required:
        sql += " NOT NULL"
    if type_.startswith("ref:"):
        sql += f' REFERENCES "{type_[4:]}"(id) DEFERRABLE INITIALLY DEFERRED'
    return sql


def _columns(field: Field) -> list[str]:
    return [_column(name, type_, field.required) for name, type_ in field.columns]


def table_sql(kind: Kind) -> str:
    """CREATE TABLE of the kind's state table: k, id, the fields, removed, a, fc.

    ``a`` is the action that made the row and thus the clock of every field not named in ``fc``; ``fc`` is JSON
    {field: [actions]} for fields written since, two actions being an open conflict. ``a`` is no foreign key: the action
    is written last, and SQLite would look for its rows through every state table each time; rebuilding proves it instead.
    """
    columns = ["k INTEGER PRIMARY KEY", "id BLOB NOT NULL UNIQUE"]
    for field in kind.fields:
        columns += _columns(field)
    columns += [
        f'"{REMOVED.name}" INTEGER NOT NULL DEFAULT 0',
        "a INTEGER NOT NULL",
        "fc TEXT",
    ]
    if any(field.name == "span" for field in kind.fields):
        columns.append("CHECK(start < stop)")
    body = ",\n  ".join(columns)
    return f'CREATE TABLE "{kind.name}"(\n  {body}) STRICT;\nCREATE INDEX "{kind.name}_fc" ON "{kind.name}"(k) WHERE fc IS NOT NULL;'


def migrate(conn: sqlite3.Connection, have: int) -> None:
    """Bring the file from version ``have`` to ``LATEST``, each step a transaction of its own."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations("qualcode")

    def step(number: int) -> None:
        sql = resources.files("qualcode.store").joinpath(f"migrations/{number:04d}.sql").read_text("utf-8")

        def apply(db: Database) -> None:
            for statement in filter(str.strip, sql.split(";\n")):
                db.conn.execute(statement)
            db.conn.execute(f"PRAGMA user_version={number}")

        migrations(name=f"{number:04d}")(apply)

    for number in range(have + 1, LATEST + 1):
        step(number)
    migrations.apply(Database(conn))


BEHIND = "behind"  # a table that is there only while a file is being brought up to date


def is_behind(conn: sqlite3.Connection) -> bool:
    """Whether an update of this file was stopped before the state had caught up with the journal."""
    return conn.execute("SELECT 1 FROM sqlite_master WHERE name=?", (BEHIND,)).fetchone() is not None


def refuse_others(path: Path) -> None:
    """UserError where the file's first bytes are not those of a project: opening it as a database would change it."""
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        raise UserError(
            _("this project cannot be opened (%s)") % reason(error),
            where=str(path),
            todo=_("Check that you may read and write it"),
        ) from None
    if not head.startswith(b"SQLite format 3\0") or int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise _no_project(str(path))


def _no_project(where: str) -> UserError:
    return UserError(_("this file is not a qualcode project"), where=where, todo=_("Name a .qualcode file"))


def check_version(conn: sqlite3.Connection, where: str) -> int:
    """The file's schema version; UserError where it is no project, or was made by a newer qualcode."""
    application = conn.execute("PRAGMA application_id").fetchone()[0]
    version = int(conn.execute("PRAGMA user_version").fetchone()[0])
    if application != APPLICATION_ID:
        raise _no_project(where)
    if version > LATEST:
        raise UserError(
            _("this project was made by a newer qualcode (format %d, this one knows %d)") % (version, LATEST),
            where=where,
            todo=_("Update qualcode; nothing was changed"),
        )
    return version
