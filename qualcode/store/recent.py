"""The projects opened on this computer, newest first: a list in the user's state folder, of paths and dates only."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path

from qualcode.store.here import state_dir


def _file() -> Path:
    return state_dir() / "recent.json"


def remember(project: Path) -> None:
    """Put a project at the head of the list. A state folder that cannot be written costs the list, nothing else."""
    known = dict(recent())
    known[str(project.resolve())] = datetime.now().isoformat(" ", "minutes")
    try:
        _file().parent.mkdir(parents=True, exist_ok=True)
        fresh = _file().with_suffix(f".{os.getpid()}.tmp")  # two windows at once must not leave half a list
        fresh.write_text(json.dumps(known), "utf-8")  # a path may hold what is no text: escaped it comes back
        fresh.replace(_file())
    except OSError:
        pass


def recent() -> list[tuple[str, str]]:
    """(path, when) of those that are still there, newest first."""
    try:
        known = json.loads(_file().read_text("utf-8"))
        return sorted(((p, w) for p, w in known.items() if Path(p).is_file()), key=lambda pair: pair[1], reverse=True)
    except (OSError, ValueError, AttributeError):
        return []
