"""What came in from somebody else, counted: by whom, of what, made, changed or taken off."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from qualcode.store.action import Action
from qualcode.store.kinds import BY_NUMBER
from qualcode.store.project import Project

Deeds = dict[str, list[int]]  # kind -> made, changed, taken off
Progress = Callable[[str, int, int], None]  # what is being done, how far it is, of how much; what it raises stops it


@dataclass
class Arrival:
    """What came in. ``kinds``: how many entries of each kind; ``deeds``: the same by coder (id) and what was done;
    ``newer``: waiting because a newer qualcode wrote them; ``first_number``: local number of the first action."""

    actions: int = 0
    entries: int = 0
    waiting: int = 0
    newer: int = 0
    forked: bool = False
    fresh_log: bool = False
    erased: int = 0
    kinds: dict[str, int] = field(default_factory=dict)
    who: dict[bytes, int] = field(default_factory=dict)
    deeds: dict[bytes | None, Deeds] = field(default_factory=dict)
    first_number: int = 0

    @property
    def nothing(self) -> bool:
        return self.actions == 0 and self.erased == 0

    def note(self, action: Action) -> None:
        """Count an action that was placed."""
        self.actions += 1
        self.entries += len(action.entries)
        if action.who is not None:
            self.who[action.who] = self.who.get(action.who, 0) + 1
        deeds = self.deeds.setdefault(action.who, {})
        for entry in action.entries:
            kind = BY_NUMBER.get(entry.kind)
            name = kind.name if kind else "?"
            self.kinds[name] = self.kinds.get(name, 0) + 1
            if entry.new is not None:
                removed = entry.old is not None and json.loads(entry.new).get("removed") == 1
                deeds.setdefault(name, [0, 0, 0])[0 if entry.old is None else 2 if removed else 1] += 1

    def add(self, more: Arrival) -> None:
        """What came in a second time, counted together."""
        self.first_number = self.first_number or more.first_number
        self.actions += more.actions
        self.entries += more.entries
        self.erased += more.erased
        self.waiting, self.newer = more.waiting, more.newer
        self.forked |= more.forked
        self.fresh_log |= more.fresh_log
        for name, count in more.kinds.items():
            self.kinds[name] = self.kinds.get(name, 0) + count
        for who, count in more.who.items():
            self.who[who] = self.who.get(who, 0) + count
        for coder, deeds in more.deeds.items():
            for name, counts in deeds.items():
                own = self.deeds.setdefault(coder, {}).setdefault(name, [0, 0, 0])
                own[:] = [a + b for a, b in zip(own, counts, strict=True)]


_NAMED = {"source": "name", "code": "name", "theme": "name", "participant": "pseudonym", "coder": "name"}


def newcomers(project: Project, arrival: Arrival) -> dict[str, list[str]]:
    """The names of the sources, codes, themes, participants and coders that came in, by kind; live ones only."""
    if not arrival.actions:
        return {}
    found = {
        kind: [name for (name,) in project.rows(f'SELECT "{column}" FROM "{kind}" WHERE a>=? AND removed=0 ORDER BY k', arrival.first_number)]
        for kind, column in _NAMED.items()
    }  # fmt: skip
    return {kind: names for kind, names in found.items() if names}
