"""How two codebooks differ, code by code: the same, renamed, moved, changed, combined, split, new, gone.

One rule: codes are the same by id, never by name alone. Where the state both come from is known, each difference says who
made it; where it is not, nobody is presumed to be right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.i18n import N_
from qualcode.reduce.codebook import FIELDS
from qualcode.reduce.codebook_other import Book, Entry, living_entries
from qualcode.store.ids import fold

WHATS = (
    N_("renamed"), N_("moved"), N_("changed"), N_("combined"), N_("split"), N_("new"), N_("gone"), N_("retired"), N_("same"),
)  # fmt: skip
SIDES = ("here", "there", "both", "apart")  # who changed it; apart: not known, no common state


@dataclass(frozen=True)
class FieldDifference:
    """A field with a value on each side; ``base``: in the state both come from. ``side``: here, there, both, or apart where
    no common state is known. For ``parent`` the values are paths."""

    field: str
    ours: Any
    theirs: Any
    base: Any
    side: str


@dataclass(frozen=True)
class Difference:
    """A code and what differs (of ``WHATS``). ``side``: who made it so. ``into``: names of what it was combined into or split
    into. ``ours``, ``theirs``: the code on either side, None where it is not there or not in use."""

    what: tuple[str, ...]
    ours: Entry | None
    theirs: Entry | None
    side: str
    fields: tuple[FieldDifference, ...] = ()
    into: tuple[Entry, ...] = ()

    @property
    def code(self) -> Entry:
        one = self.ours or self.theirs
        assert one is not None
        return one


def compare(ours: Book, theirs: Book, base: Book | None = None) -> list[Difference]:
    """Every code of either side that is in use on one, in our order and then in theirs."""
    found: list[Difference] = []
    splits = _splits(ours, theirs)
    parts = {part.id for _old, new in splits.values() for part in new}
    for one in living_entries(ours):
        there = theirs.entries.get(one.id)
        if one.id in splits:
            found.append(Difference(("split",), one, there, "there", into=splits[one.id][1]))
        elif there is None:
            side = "there" if base is not None and one.id in base.entries else "here" if base is not None else "apart"
            found.append(Difference(("gone",) if side != "here" else ("new",), one, None, side))
        elif there.merged_into is not None and there.merged_into in theirs.entries:
            found.append(Difference(("combined",), one, there, "there", into=(theirs.entries[there.merged_into],)))
        elif not there.live:
            found.append(Difference(("retired",), one, there, "there"))
        else:
            found.append(_compared(one, there, ours, theirs, base))
    for other in living_entries(theirs):
        here = ours.entries.get(other.id)
        if here is not None and here.live:
            continue
        if here is not None:
            what = "combined" if here.merged_into is not None else "retired"
            into = tuple(ours.entries[rec] for rec in (here.merged_into,) if rec is not None and rec in ours.entries)
            found.append(Difference((what,), here, other, "here", into=into))
        elif base is not None and other.id in base.entries:
            found.append(Difference(("gone",), None, other, "here"))
        elif other.id not in parts:
            found.append(Difference(("new",), None, other, "there" if base is not None else "apart"))
    return found


def _compared(one: Entry, there: Entry, ours: Book, theirs: Book, base: Book | None) -> Difference:
    origin = base.entries.get(one.id) if base is not None else None
    fields: list[FieldDifference] = []
    for name in FIELDS:
        mine, other = one.values.get(name), there.values.get(name)
        unsaid = (other is None and not theirs.says_all) or (mine is None and not ours.says_all)
        if mine == other or (origin is None and unsaid) or _as_refi(name, one, there):
            continue
        was = origin.values.get(name) if origin is not None else None
        fields.append(FieldDifference(name, mine, other, was, _side(mine, other, was, origin)))
    if one.parent != there.parent:
        was_parent = origin.parent if origin is not None else None
        side = _side(one.parent, there.parent, was_parent, origin)
        fields.append(FieldDifference("parent", _above(one), _above(there), _above(origin) if origin else None, side))
    names = {change.field for change in fields}
    what = tuple(
        word
        for word, holds in (
            ("renamed", names & {"name", "name_en"}), ("moved", "parent" in names), ("changed", names - {"name", "name_en", "parent"}),
        )
        if holds
    )  # fmt: skip
    sides = {change.side for change in fields}
    side = sides.pop() if len(sides) == 1 else "both" if sides else "same"
    return Difference(what or ("same",), one, there, side, tuple(fields))


def _side(mine: Any, other: Any, was: Any, origin: Entry | None) -> str:
    if origin is None:
        return "apart"
    return "there" if mine == was else "here" if other == was else "both"


def _above(entry: Entry) -> str:
    return "/".join(entry.path[:-1])


def _as_refi(name: str, one: Entry, other: Entry) -> bool:
    """Whether one's definition is the other's as the exchange form has it: with when, not and example beneath it."""
    return name == "definition" and (_joined(one) == _text(other) or _joined(other) == _text(one))


def _text(entry: Entry) -> str:
    return str(entry.values.get("definition") or "").strip()


def _joined(entry: Entry) -> str:
    value = entry.values.get
    lines = (
        value("definition"),
        value("use_when") and f"+ {value('use_when')}",
        value("use_not") and f"− {value('use_not')}",
        value("example") and f"“{value('example')}”",
    )
    return "\n".join(str(line) for line in lines if line).strip()


def _splits(ours: Book, theirs: Book) -> Mapping[bytes, tuple[Entry, tuple[Entry, ...]]]:
    """Codes of ours that the other side made several of: they are not in use there, and two or more new codes hold their
    codings, or (where no codings are known) stand in their place and take up their words."""
    new = [one for one in living_entries(theirs) if one.id not in ours.entries]
    moved: dict[bytes, set[bytes]] = defaultdict(set)
    fresh = {one.id for one in new}
    for coding, code in ours.bearing.items():
        if theirs.bearing.get(coding) in fresh:
            moved[code].add(theirs.bearing[coding])
    found: dict[bytes, tuple[Entry, tuple[Entry, ...]]] = {}
    for one in living_entries(ours):
        there = theirs.entries.get(one.id)
        into = moved.get(one.id, set())
        if there is not None and there.live and len(into) < 2:
            continue
        if len(into) < 2 and (there is None or there.merged_into is None):
            into = {other.id for other in new if other.parent in (one.id, one.parent) and _takes_up(one, other)}
        if len(into) >= 2:
            found[one.id] = (one, tuple(theirs.entries[rec] for rec in sorted(into)))
    return found


def _takes_up(old: Entry, new: Entry) -> bool:
    """Whether the new code's name begins or ends with the old one's, or most of its keywords were the old one's."""
    name, older = fold(new.name), fold(old.name)
    words = {fold(str(k)) for k in new.values.get("keywords") or ()}
    before = {fold(str(k)) for k in old.values.get("keywords") or ()}
    return name.startswith(older) or name.endswith(older) or (bool(words) and len(words & before) * 2 > len(words))
