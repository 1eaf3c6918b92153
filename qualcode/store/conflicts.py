"""Conflicts: derived from the heads, never stored. A settlement is an ordinary write that has seen all sides."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import blobs, joined, state, tree
from qualcode.store.heads import differ, removals_against, standing, written
from qualcode.store.ids import fold
from qualcode.store.journal import act
from qualcode.store.kinds import BY_NAME, BY_NUMBER, KINDS, REMOVED, stored_fields
from qualcode.store.project import Project

_CODE = BY_NAME["code"]
_WRITTEN_AGAIN = " UNION ALL ".join(  # one question: nearly every kind has none
    f'SELECT {kind.number}, id FROM "{kind.name}" WHERE fc IS NOT NULL' for kind in KINDS
)


@dataclass(frozen=True)
class Side:
    """One of the values that stand against each other: what, by whom (coder id), when (ms, clock corrected), and its action."""

    value: Any
    who: bytes | None
    stamp: int
    action: bytes


@dataclass(frozen=True)
class Conflict:
    """``what``: field (two values; of a source's version: two corrections of one transcript), removed (changed here, removed
    there), cycle (moves that made a code its own ancestor; a side's value is the code above), name (two codes of one name;
    the value is the code), in-use (a removed code that somebody still used; the value is how many codings), joined (participants
    who were joined the one into the other both ways; the value is who would stay)."""

    what: str
    kind: str
    rec: bytes
    field: str
    sides: tuple[Side, ...] = ()


def _side(project: Project, action: int, rec: bytes, field: Any) -> Side:
    stamp, hash_ = project.order.rank(action)
    who = project.value("SELECT who FROM action WHERE id=?", action)
    return Side(written(project.conn, action, rec, field), who, stamp, hash_)


def conflicts(project: Project) -> list[Conflict]:
    """All open conflicts, in an order that is the same on every device."""
    conn, order = project.conn, project.order
    found: list[Conflict] = []
    for number, rec in conn.execute(_WRITTEN_AGAIN).fetchall():
        kind = BY_NUMBER[number]
        row = state.read(conn, kind, rec)
        assert row is not None
        for field in stored_fields(kind):
            heads = row.later.get(field.name, [])
            if differ(conn, rec, field, heads):
                stand = [head for head, _value in standing(conn, rec, field, heads)]
                sides = tuple(sorted((_side(project, head, rec, field) for head in stand), key=lambda s: s.action))
                found.append(Conflict("field", kind.name, rec, field.name, sides))
            for removal, head in removals_against(conn, order, rec, row, field):
                sides = (_side(project, removal, rec, REMOVED), _side(project, head, rec, field))
                found.append(Conflict("removed", kind.name, rec, field.name, sides))
    found += [
        Conflict(
            "cycle", "code", rec, "parent", tuple(_shown(project, code, "parent") for code in tree.loop(project, rec))
        )
        for rec in tree.effective_parents(project)[1]
    ]
    found += _same_names(project)
    found += [
        Conflict("joined", "participant", loop[0][0], "pseudonym", tuple(_join(project, *pair) for pair in loop))
        for loop in joined.loops(project)
    ]
    found += [
        Conflict("in-use", "code", rec, "removed", (_shown(project, rec, "removed"), *_uses(project, rec)))
        for (rec,) in project.rows(
            "SELECT DISTINCT k.id FROM code k JOIN coding c ON c.code=k.id WHERE k.removed=1 AND c.removed=0"
        )
    ]
    return sorted(found, key=lambda c: (c.what, c.kind, c.rec, c.field, [s.action for s in c.sides]))


def _same_names(project: Project) -> list[Conflict]:
    seen: dict[str, list[bytes]] = {}
    for rec, name in project.rows("SELECT id, name FROM code WHERE removed=0 AND merged_into IS NULL ORDER BY id"):
        seen.setdefault(fold(name), []).append(rec)
    return [
        Conflict(
            "name",
            "code",
            rec,
            "name",
            tuple(replace(_shown(project, code, "name"), value=code.hex()) for code in recs),
        )
        for recs in seen.values()
        for rec in recs[1:]
    ]


def _shown(project: Project, code: bytes, field: str) -> Side:
    """The value of a code's field that shows, and who wrote it."""
    row = state.read(project.conn, _CODE, code)
    assert row is not None
    head = max(row.heads(field), key=project.order.rank)
    return replace(
        _side(project, head, code, _CODE.field(field) if field != "removed" else REMOVED), value=row.values[field]
    )


def _join(project: Project, other: bytes, keep: bytes) -> Side:
    """Who joined a participant into another one."""
    kind, rec = BY_NAME["setting"], joined.setting_id(project, other)
    row = state.read(project.conn, kind, rec)
    assert row is not None
    head = max(row.heads("value"), key=project.order.rank)
    return replace(_side(project, head, rec, kind.field("value")), value=keep.hex())


def _uses(project: Project, code: bytes) -> list[Side]:
    """For each coder who used the code: how many codings, and the latest."""
    rows = project.rows("SELECT coder, a FROM coding WHERE code=? AND removed=0", code)
    found: dict[bytes, list[tuple[int, bytes]]] = {}
    for coder, action in rows:
        found.setdefault(coder, []).append(project.order.rank(action))
    return [Side(len(ranks), coder, *max(ranks)) for coder, ranks in sorted(found.items())]


def settle(project: Project, conflict: Conflict, value: Any) -> None:
    """Write ``value`` (a journal value, as the sides carry it) for the conflict's field, seeing all sides.

    For a removal conflict and for a removed code in use the value is 1 (removed: its codings go too) or 0 (kept); for codes
    of one name the new name; for a loop the code above (hex), or None. UserError where that would not settle it.
    """
    kind = BY_NAME[conflict.kind]
    if conflict.what == "name":
        _refuse_taken(project, conflict.rec, value)
    if conflict.what == "cycle":
        _refuse_loop(project, conflict.rec, value)
    field = conflict.field if conflict.what != "removed" else "removed"
    with act(project, "settle", settle=True) as a:
        a.write(kind, conflict.rec, {field: value})
        if conflict.what == "in-use" and value:
            for (rec,) in project.rows("SELECT id FROM coding WHERE code=? AND removed=0", conflict.rec):
                a.remove("coding", rec)


def _refuse_taken(project: Project, rec: bytes, name: Any) -> None:
    if not isinstance(name, str) or not fold(name):
        raise UserError(_("a code needs a name"))
    for other, taken in project.rows(
        "SELECT id, name FROM code WHERE removed=0 AND merged_into IS NULL AND id<>?", rec
    ):
        if fold(taken) == fold(name):
            raise UserError(
                _("there is a code “%s” already") % taken, where=other.hex()[:8], todo=_("Choose another name")
            )


def _refuse_loop(project: Project, rec: bytes, parent: Any) -> None:
    above = dict(project.rows("SELECT id, parent FROM code WHERE removed=0"))
    at = bytes.fromhex(parent) if parent else None
    passed = {rec}
    while at is not None:
        if at in passed:
            raise UserError(_("a code cannot be its own ancestor"), todo=_("Choose another code above it, or none"))
        passed.add(at)
        at = above.get(at)


_WORDED = {"finding": "claim", "rival": "text", "claim": "text", "issue": "problem"}  # known by what they say


def title(project: Project, conflict: Conflict) -> str:
    """What a person calls the record: its name, or for a coding its code and source."""
    kind = BY_NAME[conflict.kind]
    names = [f.name for f in kind.fields if f.name in ("name", "pseudonym", "key")]
    if names:
        return str(project.value(f'SELECT "{names[0]}" FROM "{kind.name}" WHERE id=?', conflict.rec) or "")
    if kind.name in ("coding", "decision", "adjudication"):
        row = project.conn.execute(
            f'SELECT k.name, s.name, c.start FROM "{kind.name}" c JOIN code k ON k.id=c.code JOIN source s ON s.id=c.source WHERE c.id=?',
            (conflict.rec,),
        ).fetchone()
        return f"{row[0]} · {row[1]} [{row[2]}]" if row else ""
    if kind.name == "summary":
        row = project.conn.execute(
            "SELECT t.name, COALESCE(r.name, s.\"case\", '') FROM summary s JOIN theme t ON t.id=s.theme LEFT JOIN region r ON r.id=s.region"
            " WHERE s.id=?",
            (conflict.rec,),
        ).fetchone()
        return " × ".join(filter(None, row)) if row else ""
    if kind.name in _WORDED:
        words = project.value(f'SELECT "{_WORDED[kind.name]}" FROM "{kind.name}" WHERE id=?', conflict.rec)
        return blobs.prose(project.conn, words) if words else ""
    return conflict.rec.hex()[:8]
