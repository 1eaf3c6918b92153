"""Settings: what is said of the project as a whole, a value a key. The same key on every device is one record."""

from __future__ import annotations

import json
from typing import Any

from qualcode.store.ids import derived
from qualcode.store.journal import Act, act
from qualcode.store.project import Project


def setting_id(project: Project, key: str) -> bytes:
    return derived(project.id, "setting:" + key)


def setting(project: Project, key: str) -> Any:
    """A setting's value, or None."""
    value = project.value("SELECT value FROM setting WHERE id=? AND removed=0", setting_id(project, key))
    return json.loads(value) if value is not None else None


def settings(project: Project, prefix: str) -> dict[str, Any]:
    """The values of all settings whose keys begin so, by the rest of the key and in its order; a value of nothing is none."""
    rows = project.rows(
        "SELECT key, value FROM setting WHERE removed=0 AND value IS NOT NULL AND substr(key, 1, ?)=? ORDER BY key",
        len(prefix), prefix,
    )  # fmt: skip
    return {key.removeprefix(prefix): json.loads(value) for key, value in rows}


def write_setting(project: Project, a: Act, key: str, value: Any) -> None:
    """Write a setting in an action that is open."""
    a.create("setting", setting_id(project, key), key=key, value=value)


def set_setting(project: Project, key: str, value: Any) -> None:
    with act(project, "setting") as a:
        write_setting(project, a, key, value)
