"""Merging project files: the union of their journals. Commutative, associative, idempotent, nothing lost.

Only what is new is read: in each log of the other file what is known here is a prefix, found by halving.
"""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import schema
from qualcode.store.action import Action, load, unpack
from qualcode.store.arrival import Arrival, Progress
from qualcode.store.connect import connect
from qualcode.store.project import Project, _readable, project_id, readable
from qualcode.store.receive import Hearing, receive


@contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """A project file of somebody else, read and never written. With a -wal beside it a copy of both is read."""
    if not path.is_file():
        raise UserError(_("there is no such file"), where=str(path))
    wal = wal_beside(path)
    with tempfile.TemporaryDirectory(prefix="qualcode-") as folder, _readable(path):
        if wal:
            copy = Path(folder) / "copy.qualcode"
            shutil.copyfile(path, copy)
            shutil.copyfile(wal, copy.with_name(copy.name + "-wal"))
            conn = connect(copy)
        else:
            conn = connect(path, immutable=True)
        try:
            schema.check_version(conn, str(path))
            yield conn
        finally:
            conn.close()


def wal_beside(path: Path) -> Path | None:
    """The -wal that belongs to ``path`` and holds writes not yet in it (an open or carelessly copied file)."""
    wal = path.with_name(path.name + "-wal")
    return wal if wal.is_file() and wal.stat().st_size else None


def merge(
    project: Project, other: Path, *, adopt: bool = False, look: Callable[[Arrival], None] | None = None,
    progress: Progress | None = None, hearing: Hearing | None = None,
) -> Arrival:  # fmt: skip
    """Take in all that ``other`` knows and this project does not. The other file is not changed.
    With ``look`` nothing is kept: it is called while what would come in is in. ``progress`` is told how many actions are in;
    ``hearing`` as ``receive`` takes it.

    UserError where it is another project (unless ``adopt``: its records come in under the ids they have), is
    damaged, or was made by a newer qualcode.
    """
    if other.exists() and other.resolve() == project.path.resolve():
        raise UserError(_("this is the project itself"), where=str(other), todo=_("Name another file"))
    with reading(other) as conn:
        theirs = project_id(conn)
        if theirs != project.id and not adopt:
            raise UserError(
                _("this is another project, not a copy of yours"),
                where=str(other),
                todo=_("To take it in all the same: --adopt"),
            )

        def blob(name: bytes) -> tuple[int, int, bytes] | None:
            with _readable(other):
                row = conn.execute("SELECT size, codec, data FROM blob WHERE hash=?", (name,)).fetchone()
            return tuple(row) if row and row[2] is not None else None

        numbers = _unknown(project, conn)
        total = len(numbers) + conn.execute("SELECT COUNT(*) FROM waiting").fetchone()[0]

        def placed(count: int) -> None:
            if progress is not None:
                progress(_("taking in"), count, total)

        try:
            return receive(project, _loaded(other, conn, numbers), blob, look=look, placed=placed, hearing=hearing)
        except sqlite3.Error:  # what the other file says is told of it already
            with readable(project.path):
                raise


def _loaded(path: Path, conn: sqlite3.Connection, numbers: list[int]) -> Iterator[Action]:
    """The placed actions of these local numbers, then those that the file holds back."""
    for number in numbers:
        with _readable(path):
            action = load(conn, number)
        yield action
    with _readable(path):
        held_back = [unpack(body) for (body,) in conn.execute("SELECT body FROM waiting").fetchall()]
    yield from held_back


def _unknown(project: Project, conn: sqlite3.Connection) -> list[int]:
    """The actions of another journal that are not in this one, each behind all it had seen."""

    def known(hash_: bytes) -> bool:
        return project.value("SELECT 1 FROM action WHERE hash=?", hash_) is not None

    numbers: list[int] = []
    for (log,) in conn.execute("SELECT id FROM log").fetchall():
        low, high = conn.execute("SELECT MIN(n), MAX(n)+1 FROM action WHERE log=?", (log,)).fetchone()
        while low is not None and low < high:  # the first unknown number lies in [low, high]
            middle = (low + high) // 2
            hash_ = conn.execute("SELECT hash FROM action WHERE log=? AND n=?", (log, middle)).fetchone()[0]
            if known(hash_):
                low = middle + 1
            else:
                high = middle
        numbers += [number for (number,) in conn.execute("SELECT id FROM action WHERE log=? AND n>=?", (log, low))]
    return sorted(numbers)
