"""Putting a backup in the place of a project: at every moment there is a whole file under the project's name.

The project as it was is copied aside first, damaged or not, so that a later merge can bring its work back.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from itertools import count
from pathlib import Path

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.merge import reading, wal_beside
from qualcode.store.project import open_project, project_id


def restore(path: Path, backup: Path) -> Path | None:
    """Put ``backup`` (read together with a -wal beside it) in the place of ``path``; where the old file is kept, None where
    there was none. UserError where the backup is damaged or of another project, or a program has the project open."""
    if path.exists() and backup.exists() and path.samefile(backup):
        raise UserError(_("this is the project itself"), where=str(backup), todo=_("Name another file"))
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    fresh.unlink(missing_ok=True)
    try:
        with reading(backup) as conn:
            if conn.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise UserError(_("this backup is damaged"), where=str(backup), todo=_("Take an older one"))
            known = _settle(path)
            if known not in (None, project_id(conn)):
                raise UserError(
                    _("this is a backup of another project"),
                    where=str(backup),
                    todo=_("To open it by itself, copy it into a folder of its own"),
                )
            conn.execute("VACUUM INTO ?", (str(fresh),))
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        aside = _kept_aside(path) if path.exists() else None
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return aside


def withdrawn_since(path: Path, aside: Path) -> int:
    """How many withdrawals the project kept ``aside`` knows that the restored one does not: their words are in it again. 0 where
    the one aside cannot be read."""
    known: list[set[bytes]] = []
    for file in (aside, path):
        try:
            with reading(file) as conn:
                known.append({rec for (rec,) in conn.execute("SELECT id FROM withdrawal WHERE removed=0")})
        except UserError:
            return 0
    return len(known[0] - known[1])


def _settle(path: Path) -> bytes | None:
    """Bring the -wal into the file; the project's id, None where the file is missing or too damaged to tell."""
    try:
        with open_project(path) as project:
            known = project.id
    except UserError:
        return None
    if wal_beside(path) or path.with_name(path.name + "-shm").exists():
        raise UserError(
            _("another program holds this project"), where=str(path), todo=_("Close it there, then try again")
        )
    return known


def _kept_aside(path: Path) -> Path:
    name = f"{path.stem}-{datetime.now():%Y%m%d-%H%M%S}"
    aside = next(  # never over what was kept aside before
        at for n in count() if not (at := path.with_name(f"{name}{f'-{n}' if n else ''}{path.suffix}")).exists()
    )
    for ending in ("", "-wal"):  # a damaged file keeps what lies beside it
        here = path.with_name(path.name + ending)
        if here.exists():
            shutil.copyfile(here, aside.with_name(aside.name + ending))
    for ending in ("-wal", "-shm"):  # must not be read into the restored file
        path.with_name(path.name + ending).unlink(missing_ok=True)
    return aside
