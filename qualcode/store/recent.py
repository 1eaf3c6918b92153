"""The projects opened on this computer, newest first: a list in the user's state folder, of paths and dates only."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from qualcode.store.here import keep, state_dir


def _file() -> Path:
    return state_dir() / "recent.json"


def remember(project: Path) -> None:
    """Put a project at the head of the list. A state folder that cannot be written costs the list, nothing else."""
    known = dict(recent())
    known[str(project.resolve())] = datetime.now().isoformat(" ", "minutes")
    keep(_file(), json.dumps(known).encode())  # a path may hold what is no text: escaped it comes back


def recent() -> list[tuple[str, str]]:
    """(path, when) of those that are still there, newest first."""
    try:
        known = json.loads(_file().read_text("utf-8"))
        return sorted(((p, w) for p, w in known.items() if Path(p).is_file()), key=lambda pair: pair[1], reverse=True)
    except (OSError, ValueError, AttributeError):
        return []
