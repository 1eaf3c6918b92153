"""What this installation remembers of a person's work: where they read, which codes they use, how it looks.

The rule: notes are a comfort and no record. They lie in the installation's state folder, are never merged, and a note
that cannot be read or written costs a scroll, not a word.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any

from qualcode.store.here import keep, state_dir

DIGITS = 9
RECENT = 20


@dataclass
class Notes:
    """Of one coder in one project. Ids are hex. ``at``: source -> offset of the cursor; ``last``: the source read last;
    ``digits``: the code of each digit 1 to 9, "" for none; ``recent``: codes made or given, the latest first; ``team``: the
    project file or sync folder from which others' work came last."""

    at: dict[str, int] = field(default_factory=dict)
    last: str = ""
    digits: list[str] = field(default_factory=lambda: [""] * DIGITS)
    recent: list[str] = field(default_factory=list)
    team: str = ""

    def met(self, code: bytes) -> None:
        """A code was made or given: it is the latest one."""
        name = code.hex()
        self.recent = [name, *(one for one in self.recent if one != name)][:RECENT]

    def used(self, code: bytes) -> None:
        """A code was given: it is the latest one, and takes the first free digit if it has none."""
        self.met(code)
        name = code.hex()
        if name not in self.digits and "" in self.digits:
            self.digits[self.digits.index("")] = name

    def pin(self, code: bytes, digit: int) -> None:
        """Put a code on a digit from 1; the code that was there takes the pinned one's old digit."""
        name, old = code.hex(), self.digits[digit - 1]
        if name in self.digits:
            self.digits[self.digits.index(name)] = old
        self.digits[digit - 1] = name


def _read(name: str) -> dict[str, Any]:
    try:
        found = json.loads((state_dir() / "app" / f"{name}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write(name: str, values: dict[str, Any]) -> None:
    keep(state_dir() / "app" / f"{name}.json", json.dumps(values).encode())


def read_notes(project: bytes, coder: bytes) -> Notes:
    """The notes as they were left; empty ones where there are none or they make no sense."""
    kept = _read(f"{project.hex()}-{coder.hex()}")
    notes = Notes()
    at, digits, recent = kept.get("at"), kept.get("digits"), kept.get("recent")
    if isinstance(at, dict):
        notes.at = {str(key): value for key, value in at.items() if isinstance(value, int)}
    if isinstance(digits, list) and len(digits) == DIGITS:
        notes.digits = [str(one) for one in digits]
    if isinstance(recent, list):
        notes.recent = [str(one) for one in recent][:RECENT]
    notes.last = str(kept.get("last", ""))
    notes.team = str(kept.get("team", ""))
    return notes


def write_notes(project: bytes, coder: bytes, notes: Notes) -> None:
    _write(f"{project.hex()}-{coder.hex()}", asdict(notes))


def read_settings() -> dict[str, Any]:
    """What was chosen for the app as such: ``language`` (id, en) and ``dark`` (true, false), where chosen."""
    return _read("settings")


def write_settings(**changed: Any) -> None:
    _write("settings", read_settings() | changed)
