"""A project: one SQLite file and what an open one carries."""

from __future__ import annotations

import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from qualcode.errors import UserError, reason
from qualcode.i18n import _
from qualcode.store import here, ids, schema
from qualcode.store.causal import Causality
from qualcode.store.connect import connect

if TYPE_CHECKING:
    from sqlite_utils import Database

    from qualcode.store.together import Transaction

T = TypeVar("T")


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
    keyring: Any = None  # the open names.key (collect.names), where the passphrase was given; never kept in the file
    log_checked: bool = False  # whether the log was compared with the note outside the file
    shared: Transaction | None = None  # the one that actions share just now (store.together)

    def __post_init__(self) -> None:
        self._order = Causality(self.conn)
        self._written = -1
        self._kept: dict[object, Any] = {}
        self._kept_at = (-1, -1)

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

    def once(self, key: object, work: Callable[[], T]) -> T:
        """What ``work`` gives, kept under ``key`` until this or another window on the file writes; nobody changes it."""
        if self.conn.in_transaction:  # what is not written yet may never be
            return work()
        state = (self.conn.total_changes, self.conn.execute("PRAGMA data_version").fetchone()[0])
        if state != self._kept_at:
            self._kept.clear()
            self._kept_at = state
        if key not in self._kept:
            self._kept[key] = work()
        kept: T = self._kept[key]
        return kept

    @contextmanager
    def aside(self) -> Iterator[None]:
        """What is written inside is derived from what stands already: what ``once`` keeps stays good."""
        before = self.conn.total_changes
        yield
        if self._kept_at[0] == before:
            self._kept_at = (self.conn.total_changes, self._kept_at[1])

    def held_elsewhere(self, seconds: float = 2) -> bool:
        """Whether another program is writing and does not end within these seconds. What is written waits for it all the same."""
        (before,) = self.conn.execute("PRAGMA busy_timeout").fetchone()
        self.conn.execute(f"PRAGMA busy_timeout={int(1000 * seconds)}")
        try:
            self.conn.execute("BEGIN IMMEDIATE")
            self.conn.execute("ROLLBACK")
            return False
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
                raise
            return True
        finally:
            self.conn.execute(f"PRAGMA busy_timeout={before}")

    def close(self) -> None:
        """Bring everything into the one file; the -wal beside it goes."""
        try:
            self.conn.execute("PRAGMA busy_timeout=0")  # nobody waits for another window at the end
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
    try:
        with readable(path):
            conn = connect(fresh)
            try:
                schema.migrate(conn, 0)
                conn.execute("INSERT INTO here VALUES(1,?,?)", (project_id or ids.new_id(clock()), os.urandom(16)))
                conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            finally:
                conn.close()
        fresh.replace(path)  # a project file is whole or not there
    except BaseException:
        for left in ("", "-wal", "-shm"):
            fresh.with_name(fresh.name + left).unlink(missing_ok=True)
        raise
    return open_project(path, clock=clock)


def open_project(path: Path | str, *, clock: Callable[[], int] = wall_clock) -> Project:
    """Open a project file for work, bringing an older one up to date. UserError where it is none."""
    path = Path(path)
    if not path.is_file():
        raise UserError(_("there is no project here"), where=str(path), todo=_("“qualcode init FOLDER” makes one"))
    with readable(path, opening=True):
        schema.refuse_others(path)  # before SQLite touches it
        conn = connect(path)
        try:
            version = schema.check_version(conn, str(path))
            project = Project(path, conn, project_id(conn), clock=clock)
            if version < schema.LATEST or schema.is_behind(conn):
                from qualcode.store.update import bring_up_to_date

                bring_up_to_date(project, version)
        except BaseException:
            conn.close()
            raise
    return project


def project_id(conn: sqlite3.Connection) -> bytes:
    """The id of the project in this file. sqlite3.DatabaseError where it has lost it."""
    row = conn.execute("SELECT project FROM here").fetchone()
    if row is None or not isinstance(row[0], bytes):
        raise sqlite3.DatabaseError("the project's id is missing")
    return row[0]


@contextmanager
def readable(path: Path, *, opening: bool = False) -> Iterator[None]:
    """What SQLite and the disk say of a file, in words: held by another program, not writable, full, damaged. While a file
    is opened every error is the file's; later a wrong query or a broken rule is a bug, and goes on."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError, zlib.error) as error:
        words = _in_words(error)
        if words is None and not opening:
            raise
        damaged = _("this file is damaged or is no qualcode project (%s)") % reason(error), _("Restore a backup")
        what, todo = words or damaged
        raise UserError(what, where=str(path), todo=todo) from None


def _readable(path: Path) -> AbstractContextManager[None]:
    return readable(path, opening=True)


def _in_words(error: Exception) -> tuple[str, str] | None:
    """What is wrong and what to do; None for what no file or disk can cause."""
    if isinstance(error, sqlite3.ProgrammingError | sqlite3.InterfaceError | sqlite3.IntegrityError):
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # extended codes keep the plain one in the lowest byte
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _("another program holds this project"), _("Close it there, then try again")
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        todo = _("Copy it to a folder where you may write, then open it there")
        return _("this project or its folder cannot be written (%s)") % reason(error), todo
    if code == sqlite3.SQLITE_FULL:
        return _("the disk is full; your last action was not written"), _("Make room, then try again")
    if code == sqlite3.SQLITE_IOERR:
        todo = _("Check that it is connected, then try again; your last action may be missing")
        return _("the disk cannot be read or written (%s)") % reason(error), todo
    if code == sqlite3.SQLITE_ERROR and not str(error).startswith("malformed"):
        return None
    return _("this file is damaged or is no qualcode project (%s)") % reason(error), _("Restore a backup")


def chosen_coder(project: Project) -> str:
    """The short name chosen at init or join on this installation; empty where none was."""
    note = here.read(project.id, project.path)
    return note.coder if note else ""
