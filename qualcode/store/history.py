"""History: who did what, when, as the journal has it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qualcode.store.kinds import BY_NUMBER
from qualcode.store.project import Project


@dataclass(frozen=True)
class Change:
    """One record in an action: its kind, its id, the changed fields and what they were (None: it was made; both None: erased)."""

    kind: str
    rec: bytes
    new: dict[str, Any] | None
    old: dict[str, Any] | None


@dataclass(frozen=True)
class Deed:
    """One action. ``stamp``: ms, as the writing device's clock stood; ``corrected``: the same, corrected by the record that
    corrects that clock."""

    hash: bytes
    log: str
    n: int
    stamp: int
    corrected: int
    who: str
    kind: str
    records: int
    undone: bool


def deeds(project: Project, *, limit: int | None = None, record: bytes | None = None) -> list[Deed]:
    """Actions, newest first by this file's order of arrival; only those that touched ``record`` where one is named."""
    where = "WHERE a.id IN (SELECT action FROM entry WHERE rec=?)" if record else ""
    rows = project.rows(
        # a redo takes back the undo, so what it undid stands again
        "WITH undoing AS (SELECT hash, kind, undoes FROM action WHERE undoes IS NOT NULL), taken_back AS ("
        "SELECT undoes FROM undoing u WHERE NOT EXISTS(SELECT 1 FROM undoing r WHERE r.undoes=u.hash))"
        " SELECT a.id, a.hash, l.uuid, a.n, a.stamp, c.name, a.kind, (SELECT COUNT(*) FROM entry e WHERE e.action=a.id),"
        " a.hash IN taken_back"
        f" FROM action a JOIN log l ON l.id=a.log LEFT JOIN coder c ON c.id=a.who {where} ORDER BY a.id DESC LIMIT ?",
        *([record] if record else []),
        -1 if limit is None else limit,
    )
    return [
        Deed(hash_, log.hex()[:8], n, stamp, project.order.rank(number)[0], who or "?", kind, count, bool(undone))
        for number, hash_, log, n, stamp, who, kind, count, undone in rows
    ]


def changes(project: Project, action: bytes) -> list[Change]:
    """What the action of this hash changed, record by record."""
    rows = project.rows(
        "SELECT e.kind, e.rec, e.new, e.old FROM entry e JOIN action a ON a.id=e.action WHERE a.hash=? ORDER BY e.idx",
        action,
    )
    return [
        Change(
            BY_NUMBER[kind].name if kind in BY_NUMBER else f"#{kind}",
            rec,
            json.loads(new) if new else None,
            json.loads(old) if new and old else None,
        )
        for kind, rec, new, old in rows
    ]
