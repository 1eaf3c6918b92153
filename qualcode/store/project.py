"""A project: one SQLite file and what an open one carries."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import here, ids, schema
from qualcode.store.causal import Causality
from qualcode.store.connect import connect

if TYPE_CHECKING:
    from sqlite_utils import Database


def wall_clock() -> int:
    """Milliseconds since 1970, as this device has it."""
    return int(time.time() * 1000)


@dataclass
class Project:
    """An open project. ``coder`` is the id of who writes; functions of every room take the project first."""

    path: Path
    conn: sqlite3.Connection
    id: bytes
    coder: bytes | None = None
    clock: Callable[[], int] = wall_clock
    log_checked: bool = False  # whether the log was compared with the note outside the file

    def __post_init__(self) -> None:
        self._order = Causality(self.conn)
        self._written = -1

    @property
    def order(self) -> Causality:
        """What came before what; worked out anew when another window on the file wrote."""
        written = self.conn.execute("PRAGMA data_version").fetchone()[0]
        if written != self._written:
            self._order.forget()
            self._written = written
        return self._order

    @cached_property
    def db(self) -> Database:
        """The project as a sqlite-utils database, for reading."""
        from sqlite_utils import Database

        return Database(self.conn)

    def rows(self, sql: str, *values: Any) -> list[Any]:
        return self.conn.execute(sql, values).fetchall()

    def value(self, sql: str, *values: Any) -> Any:
        """The first column of the first row, or None."""
        row = self.conn.execute(sql, values).fetchone()
        return row[0] if row else None

    def close(self) -> None:
        """Bring everything into the one file; the -wal beside it goes."""
        try:
            self.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.OperationalError:
            pass  # another window is writing; its own closing will do it
        self.conn.close()

    def __enter__(self) -> Project:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()


def create_project(path: Path, *, project_id: bytes | None = None, clock: Callable[[], int] = wall_clock) -> Project:
    """A new, empty project file. UserError where there is a file of that name."""
    if path.exists():
        raise UserError(
            _("there is a file of this name already"),
            where=str(path),
            todo=_("Choose another folder or name"),
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    conn = connect(fresh)
    try:
        schema.migrate(conn, 0)
        conn.execute("INSERT INTO here VALUES(1,?,?)", (project_id or ids.new_id(clock()), os.urandom(16)))
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        conn.close()
    fresh.replace(path)  # a project file is whole or not there
    return open_project(path, clock=clock)


def open_project(path: Path | str, *, clock: Callable[[], int] = wall_clock) -> Project:
    """Open a project file for work, bringing an older one up to date. UserError where it is none."""
    path = Path(path)
    if not path.is_file():
        raise UserError(_("there is no project here"), where=str(path), todo=_("“qualcode init FOLDER” makes one"))
    with _readable(path):
        conn = connect(path)
        version = schema.check_version(conn, str(path))
        if version < schema.LATEST:
            schema.migrate(conn, version)
        project = project_id(conn)
    return Project(path, conn, project, clock=clock)


def project_id(conn: sqlite3.Connection) -> bytes:
    """The id of the project in this file. sqlite3.DatabaseError where it has lost it."""
    row = conn.execute("SELECT project FROM here").fetchone()
    if row is None or not isinstance(row[0], bytes):
        raise sqlite3.DatabaseError("the project's id is missing")
    return row[0]


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What SQLite says of a file that is none, in words."""
    try:
        yield
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:  # the latter where the message itself quotes damage
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            raise UserError(
                _("another program holds this project"),
                where=str(path),
                todo=_("Close it there, then try again"),
            ) from None
        raise UserError(
            _("this file is damaged or is no qualcode project (%s)") % error,
            where=str(path),
            todo=_("Restore a backup"),
        ) from None


def chosen_coder(project: Project) -> str:
    """The short name chosen at init or join on this installation; empty where none was."""
    note = here.read(project.id, project.path)
    return note.coder if note else ""
