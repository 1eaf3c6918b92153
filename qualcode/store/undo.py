"""Undo and redo: take back what this coder's last action on this log changed, where it still stands alone.

An undo is an ordinary action to everyone else. What somebody changed since is left and named. A redo undoes the undo.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import state
from qualcode.store.heads import removals_against
from qualcode.store.journal import Act, act, own_log, writing_log
from qualcode.store.kinds import BY_NUMBER, Kind, stored_fields
from qualcode.store.project import Project

NOT_UNDOABLE = ("init", "withdraw", "erase")
MANY = 50  # records from which on they are written back together
NO_DEEDS = ("looked",)  # what somebody was shown: undo takes back what they did before it


@dataclass(frozen=True)
class Undone:
    """What an undo took back: the kind of the action, how many records, and (kind, id) of those that were left."""

    kind: str
    records: int
    left: tuple[tuple[str, bytes], ...] = field(default=())


def undo(project: Project, who: bytes | None = None) -> Undone:
    """Take back the last action of ``who`` (else the project's coder). UserError where there is none."""
    return _take_back(project, who or project.coder, "undo")


def redo(project: Project, who: bytes | None = None) -> Undone:
    """Do again what was undone last. UserError where nothing was."""
    return _take_back(project, who or project.coder, "redo")


def undo_deed(project: Project, action: bytes, who: bytes | None = None) -> Undone:
    """Take back one action of ``who`` (else the project's coder), the one of this hash, whatever came after it: what was
    changed since stays. UserError where it is somebody else's, was made elsewhere, or cannot be undone."""
    who = who or project.coder
    for number, hash_, kind, _undoes in _own_actions(project, who):
        if hash_ == action and kind not in (*NOT_UNDOABLE, *NO_DEEDS, "undo", "redo"):
            return _undone(project, who, "undo", (number, hash_, kind))
    raise UserError(
        _("this action cannot be taken back here"),
        todo=_("Only your own actions on this computer can be taken back; qualcode history shows them"),
    )


def last_undoable(project: Project, who: bytes | None) -> tuple[int, bytes, str] | None:
    """(local number, hash, kind) of what ``undo`` would take back; None where there is nothing."""
    cancelled: set[bytes] = set()
    undone: set[bytes] = set()
    for number, hash_, kind, undoes in _own_actions(project, who):
        if kind == "redo":
            cancelled.add(undoes)
        elif kind == "undo":
            if hash_ not in cancelled:
                undone.add(undoes)
        elif hash_ not in undone:
            return None if kind in NOT_UNDOABLE else (number, hash_, kind)
    return None


def last_redoable(project: Project, who: bytes | None) -> tuple[int, bytes, str] | None:
    """(local number, hash, kind) of the undo that ``redo`` would take back."""
    cancelled: set[bytes] = set()
    for number, hash_, kind, undoes in _own_actions(project, who):
        if kind == "redo":
            cancelled.add(undoes)
        elif kind != "undo":
            return None
        elif hash_ not in cancelled:
            return number, hash_, kind
    return None


def _own_actions(project: Project, who: bytes | None) -> list[tuple[int, bytes, str, bytes]]:
    """This coder's actions on the log this installation writes (a copied file has none yet), newest first."""
    rows: list[tuple[int, bytes, str, bytes]] = project.rows(
        "SELECT a.id, a.hash, a.kind, a.undoes FROM action a JOIN log l ON l.id=a.log"
        " WHERE l.uuid IS ? AND a.who IS ? ORDER BY a.n DESC",
        own_log(project),
        who,
    )
    return [row for row in rows if row[2] not in NO_DEEDS]


def _take_back(project: Project, who: bytes | None, verb: str) -> Undone:
    target = last_undoable(project, who) if verb == "undo" else last_redoable(project, who)
    if target is None:
        last = project.value("SELECT kind FROM action WHERE who IS ? ORDER BY id DESC LIMIT 1", who)
        if verb == "undo" and last in ("withdraw", "erase"):
            raise UserError(
                _("a withdrawal cannot be undone, nor what was done before it")
                if last == "withdraw"
                else _("names that were erased do not come back, nor can be undone what was done before"),
                todo=_("qualcode history shows what was done"),
            )
        raise UserError(
            _("there is nothing to undo") if verb == "undo" else _("there is nothing to redo"),
            todo=_("Only your own actions on this computer can be taken back; qualcode history shows them"),
        )
    return _undone(project, who, verb, target)


def _undone(project: Project, who: bytes | None, verb: str, target: tuple[int, bytes, str]) -> Undone:
    number, hash_, kind = target
    left: list[tuple[str, bytes]] = []
    # Written even where the value stays (an undone settlement that kept it), else undo would never get behind it.
    with act(project, verb, who=who, undoes=hash_, settle=True) as a:
        log = writing_log(project)
        entries = project.rows("SELECT kind, rec, new, old FROM entry WHERE action=? ORDER BY idx DESC", number)
        together = _together(a, entries, number)
        for kind_number, rec, new, old in entries:
            record = BY_NUMBER.get(kind_number)
            if record is None or new is None or rec in together:
                continue
            if not _write_back(
                project, a, record, rec, json.loads(new), json.loads(old) if old else None, (number, log, who)
            ):
                left.append((record.name, rec))
        records = len(a.pending)
    if a.hash is None:
        raise UserError(
            _("nothing was undone: all it wrote has been changed since"),
            todo=_("qualcode history shows who changed what"),
        )
    if verb == "redo":
        kind = (
            project.value("SELECT kind FROM action WHERE hash=(SELECT undoes FROM action WHERE hash=?)", hash_) or kind
        )
    return Undone(kind, records, tuple(left))


def _together(a: Act, entries: list[tuple[int, bytes, str | None, str | None]], number: int) -> set[bytes]:
    """What is written back in one statement a kind, where it is many: records that the action made, or removed, and that
    nobody has written since. Thousands of proposals accepted at once are taken back as fast as they were accepted."""
    made = Counter(kind for kind, _rec, new, old in entries if new is not None and old is None)
    gone = Counter(kind for kind, _rec, new, _old in entries if new == state.GONE)
    return {
        rec
        for counts, removed in ((made, True), (gone, False))
        for kind, count in counts.items()
        if count >= MANY and kind in BY_NUMBER
        for rec in a.turn_removed(BY_NUMBER[kind], number, removed=removed)
    }


def _write_back(
    project: Project, a: Act, kind: Kind, rec: bytes, new: dict[str, object], old: dict[str, object] | None,
    own: tuple[int, int, bytes | None],
) -> bool:  # fmt: skip
    """Write back one entry's old values; False where somebody has touched some of it since."""
    number, log, who = own
    row = state.read(project.conn, kind, rec)
    if row is None:
        return True
    fields = {f.name: f for f in stored_fields(kind)}

    def stands(heads: list[int], field: str) -> bool:
        """Whether the action's value, or this coder's restoring of it, is all there is."""
        if len(heads) != 1 or field not in fields:
            return False
        if removals_against(project.conn, project.order, rec, row, fields[field]):
            return False
        if heads[0] == number:
            return True
        return _by(project, heads[0], log, who) and (old is None or row.values[field] == new.get(field))

    if old is None:
        if row.values["removed"]:
            return True
        if all(stands(heads, name) for name, heads in row.later.items()) and (
            row.made == number or _by(project, row.made, log, who)
        ):
            a.write(kind, rec, {"removed": 1}, row)
            return True
        return False
    back = {name: value for name, value in old.items() if stands(row.heads(name), name)}
    a.write(kind, rec, back, row)
    return len(back) == len(old)


def _by(project: Project, action: int, log: int, who: bytes | None) -> bool:
    return bool(project.value("SELECT 1 FROM action WHERE id=? AND log=? AND who IS ?", action, log, who))
