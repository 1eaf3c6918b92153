"""Which log this installation writes, kept outside the project file.

A log belongs to (project file, machine, user). Its last number and hash are noted in the user's state folder after
every write. A file that is behind its note is a restored backup; a file without a note is a copy: both get a fresh
log, so that nobody writes twice under one number. Where the note itself was copied (a cloned disk), the predecessor's
hash finds the fork when the two files meet.

The note is overwritten in place, one sector: a new file and a rename after every coding cost more than the coding, and
the file system's own journal made the next commit wait for them. A torn note reads as none, which is safe.
"""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

_SECTOR = 512


@dataclass(frozen=True)
class Note:
    """The log (hex), its last number and hash (hex), and the coder chosen at init or join (short name)."""

    log: str
    n: int
    hash: str
    coder: str = ""


def state_dir() -> Path:
    """Where this installation keeps what belongs to it and not to a project. QUALCODE_STATE_DIR changes it."""
    asked = os.environ.get("QUALCODE_STATE_DIR")
    return Path(asked) if asked else _own_dir()


@cache
def _own_dir() -> Path:
    from platformdirs import user_state_path

    return user_state_path("qualcode")


def _path(project: bytes, file: Path) -> Path:
    return state_dir() / "logs" / _name(project, file.absolute())


@lru_cache
def _name(project: bytes, file: Path) -> str:
    return hashlib.blake2b(project + os.fsencode(file.resolve()), digest_size=16).hexdigest() + ".json"


def read(project: bytes, file: Path) -> Note | None:
    """The note on this file; None where there is none or it cannot be read (then a fresh log is safe)."""
    try:
        return Note(**json.loads(_path(project, file).read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def write(project: bytes, file: Path, note: Note) -> None:
    """Replace the note. A state folder that cannot be written costs a fresh log at the next start, nothing else."""
    path = _path(project, file)
    body = json.dumps(vars(note)).encode()
    body = body.ljust(-len(body) // _SECTOR * -_SECTOR)
    try:
        with path.open("r+b", buffering=0) as old:
            if old.seek(0, os.SEEK_END) == len(body):
                old.seek(0)
                old.write(body)
                return
    except OSError:
        pass  # the first note on this file
    keep(path, body)


def keep(path: Path, body: bytes) -> None:
    """Put a file of the state folder there whole, as two windows may at once. One that cannot be written is done without."""
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh.write_bytes(body)
        fresh.replace(path)
