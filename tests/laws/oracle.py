"""The oracle: what the state must be, worked out from the plain union of actions by transitive closure.

It shares nothing with ``qualcode.store`` but the shape of an action and the table of kinds: no numbers, no vectors, no
order of arrival. Slow and obvious.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qualcode.store.action import Action, Entry
from qualcode.store.kinds import BY_NAME, BY_NUMBER, stored_fields
from qualcode.store.withdrawal import PART

Key = tuple[str, bytes, str]  # kind, record, field


@dataclass
class Truth:
    """``fields``: for each field its heads (action hashes) and the value that shows; ``parents``: the effective tree."""

    fields: dict[Key, tuple[frozenset[bytes], Any]]
    conflicts: set[Key]
    parents: dict[bytes, bytes | None]
    before: dict[bytes, frozenset[bytes]]


def ancestors(actions: dict[bytes, Action]) -> dict[bytes, frozenset[bytes]]:
    """For each action all that came before it."""
    before: dict[bytes, frozenset[bytes]] = {}
    for start in actions:
        stack = [start]
        while stack:
            at = actions[stack[-1]]
            direct = [h for h in (at.prev, *at.seen) if h is not None]
            missing = [h for h in direct if h not in before]
            if missing:
                stack += missing
                continue
            before[stack.pop()] = frozenset(direct).union(*(before[h] for h in direct))
    return before


def truth(actions: dict[bytes, Action]) -> Truth:
    before = ancestors(actions)
    erased = {e.rec for a in actions.values() for e in a.entries if e.erased and e.old != PART}
    for a in actions.values():
        for e in a.entries:
            if BY_NUMBER.get(e.kind) is BY_NAME["withdrawal"] and e.old is None and e.new:
                said = json.loads(e.new)
                recs = [one for one in said.get("recs") or () if isinstance(one, str)]  # else: made anew without a name
                erased |= {bytes.fromhex(said["subject"]), *map(bytes.fromhex, recs)}
    writes: dict[Key, dict[bytes, Any]] = {}
    for a in actions.values():
        for e in a.entries:
            if not e.erased:
                _note(writes, a, e)
    heads: dict[Key, frozenset[bytes]] = {}
    for key, by in writes.items():
        heads[key] = frozenset(h for h in by if not any(h in before[other] for other in by))

    def raw(h: bytes) -> tuple[int, bytes]:
        return actions[h].stamp, h

    shown = {key: writes[key][max(heads[key], key=raw)] for key in writes if key[0] == "clockfix"}
    fixes = [
        shown["clockfix", rec, "shift"] for (kind, rec, name), value in shown.items() if name == "removed" and not value
    ]

    def rank(h: bytes) -> tuple[int, bytes]:
        a = actions[h]
        moved = sum(d for log, first, last, d in fixes if log == a.origin.hex() and first <= a.n <= last)
        return a.stamp + moved, h

    fields: dict[Key, tuple[frozenset[bytes], Any]] = {}
    conflicts: set[Key] = set()
    for key, by in writes.items():
        field = next(f for f in stored_fields(BY_NAME[key[0]]) if f.name == key[2])
        standing = set(heads[key])
        if field.type.startswith("ref:") and not field.required:  # who has withdrawn is nobody's choice any more
            standing = {h for h in standing if not (by[h] and bytes.fromhex(by[h]) in erased)}
        best = min if field.first else max
        chosen = best(standing or heads[key], key=raw if key[0] == "clockfix" else rank)
        fields[key] = (heads[key], by[chosen] if standing else None)
        if not field.first and len({json.dumps(by[h], sort_keys=True) for h in standing}) > 1:
            conflicts.add(key)
    return Truth(fields, conflicts, _tree(fields, rank), before)


def _note(writes: dict[Key, dict[bytes, Any]], a: Action, e: Entry) -> None:
    kind = BY_NUMBER.get(e.kind)
    if kind is None:
        return
    said = json.loads(e.new or "{}")
    for f in stored_fields(kind):
        if e.old is None or f.name in said:
            empty = 0 if f.name == "removed" else None
            writes.setdefault((kind.name, e.rec, f.name), {})[a.hash] = said.get(f.name, empty)


def _tree(fields: dict[Key, tuple[frozenset[bytes], Any]], rank: Any) -> dict[bytes, bytes | None]:
    live = {
        rec for (kind, rec, name), (_, value) in fields.items() if kind == "code" and name == "removed" and not value
    }
    parents: dict[bytes, bytes | None] = {}
    for code in live:
        value = fields["code", code, "parent"][1]
        parent = bytes.fromhex(value) if value else None
        parents[code] = parent if parent in live else None
    while True:
        for code in live:
            chain = [code]
            while (up := parents[chain[-1]]) is not None and up not in chain:
                chain.append(up)
            if up == code:
                latest = max(chain, key=lambda c: (max(map(rank, fields["code", c, "parent"][0])), c))
                parents[latest] = None
                break
        else:
            return parents
