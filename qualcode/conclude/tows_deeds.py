"""Writing strategies: adding, changing, linking factors, taking out.

One rule: a strategy is written as a person puts it, also where it is not valid yet; what is wrong with it is listed by the
checks. Only factors that are there can be linked.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from qualcode.conclude.swot_deeds import behind, next_key
from qualcode.conclude.swot_records import Swot
from qualcode.conclude.tows import CELLS
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.ids import new_id

FIELDS = ("text", "owner", "themes", "areas", "frame", "group", "items")


def cell_named(text: str) -> str:
    """SO, WO, ST or WT; empty for an empty text. UserError for another."""
    named = text.strip().upper()
    if named and named not in CELLS:
        raise UserError(_("there is no cell “%s”") % text, todo=_("Choose SO, WO, ST or WT"))
    return named


def add_strategy(project: Project, held: Swot, cell: str, text: str, **values: Any) -> str:
    """Write a strategy into a cell (empty: into none yet); its code. ``values``: of FIELDS. UserError for an empty text or
    an unknown factor."""
    cell = cell_named(cell)
    if not text.strip():
        raise UserError(_("a strategy needs a text"))
    values["items"] = linked(held, values.get("items", ()))
    key = next_key(cell or "X", held.strategy_ids)
    with act(project, "strategies") as a:
        a.create(
            "strategy", new_id(project.clock()), key=key, cell=cell, text=text.strip(), scope=held.scope.id if held.scope else None,
            position=behind(project, "strategy", cell, held.scope), **_written(values),
        )  # fmt: skip
    return key


def set_strategy(project: Project, held: Swot, key: str, *, cell: str | None = None, **values: Any) -> str:
    """Change fields of a strategy (of FIELDS); in another ``cell`` it takes that cell's next code. Its code now."""
    one = held.strategy(key)
    if "text" in values and not str(values["text"]).strip():
        raise UserError(_("a strategy needs a text"), where=one.id)
    if "items" in values:
        values["items"] = linked(held, values["items"])
    written, code = _written(values), one.id
    if cell is not None and cell_named(cell) != one.cell:
        code = next_key(cell_named(cell) or "X", held.strategy_ids)
        written |= {
            "key": code,
            "cell": cell_named(cell),
            "position": behind(project, "strategy", cell_named(cell), held.scope),
        }
    if written:
        with act(project, "strategies") as a:
            a.change("strategy", held.strategy_ids[one.id], **written)
    return code


def link(project: Project, held: Swot, key: str, add: Sequence[str] = (), drop: Sequence[str] = ()) -> tuple[str, ...]:
    """Link a strategy to factors, or loosen it from them; those it answers now. UserError for an unknown factor."""
    one = held.strategy(key)
    gone = {held.item(name).id for name in drop}
    items = [name for name in one.items if name not in gone]
    items += [name for name in linked(held, add) if name not in items]
    if tuple(items) != one.items:
        with act(project, "strategies") as a:
            a.change("strategy", held.strategy_ids[one.id], items=items)
    return tuple(items)


def remove_strategy(project: Project, held: Swot, key: str) -> None:
    one = held.strategy(key)
    with act(project, "strategies") as a:
        a.remove("strategy", held.strategy_ids[one.id])


def linked(held: Swot, names: Sequence[str]) -> list[str]:
    """The codes of factors as they are written. UserError where one is not there."""
    return list(dict.fromkeys(held.item(name).id for name in names))


def _written(values: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in values.items():
        assert name in FIELDS, name
        made[name] = (
            list(value)
            if name in ("themes", "areas", "items")
            else str(value).strip() or (None if name != "text" else "")
        )
    return made
