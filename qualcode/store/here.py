"""Which log this installation writes, kept outside the project file.

A log belongs to (project file, machine, user). Its last number and hash are noted in the user's state folder after
every write. A file that is behind its note is a restored backup; a file without a note is a copy: both get a fresh
log, so that nobody writes twice under one number. Where the note itself was copied (a cloned disk), the predecessor's
hash finds the fork when the two files meet.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


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
    if asked:
        return Path(asked)
    from platformdirs import user_state_path

    return user_state_path("qualcode")


def _path(project: bytes, file: Path) -> Path:
    name = hashlib.blake2b(project + os.fsencode(file.resolve()), digest_size=16).hexdigest()
    return state_dir() / "logs" / f"{name}.json"


def read(project: bytes, file: Path) -> Note | None:
    """The note on this file; None where there is none or it cannot be read (then a fresh log is safe)."""
    try:
        return Note(**json.loads(_path(project, file).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def write(project: bytes, file: Path, note: Note) -> None:
    """Replace the note. A state folder that cannot be written costs a fresh log at the next start, nothing else."""
    path = _path(project, file)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.tmp")
        fresh.write_text(json.dumps(asdict(note)), "utf-8")
        fresh.replace(path)
    except OSError:
        pass


def remember(file: Path) -> None:
    """Put a project at the head of the recently opened ones."""
    listed = state_dir() / "recent.json"
    try:
        known = dict(recent())
        known[str(file.resolve())] = datetime.now().isoformat(" ", "minutes")
        listed.parent.mkdir(parents=True, exist_ok=True)
        listed.write_text(json.dumps(known, ensure_ascii=False), "utf-8")
    except OSError:
        pass


def recent() -> list[tuple[str, str]]:
    """Projects opened on this computer that are still there: (path, when), newest first."""
    try:
        known = json.loads((state_dir() / "recent.json").read_text("utf-8"))
        return sorted(((p, w) for p, w in known.items() if Path(p).is_file()), key=lambda pair: pair[1], reverse=True)
    except (OSError, ValueError, AttributeError):
        return []
