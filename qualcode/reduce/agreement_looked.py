"""Who may be compared where: which coders have looked for a code in a source, under one meaning of it.

One rule: who did not look is missing, never a no. A coder has looked for a code in a source who has finished it there
(a code made later is not yet looked for), and is compared only with coders for whom the code meant the same: where its
definition, use or limits were changed between two coders' finishing, and the later had seen the change, they worked
with different codebooks. What an action had seen decides, not the clock.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.reduce.codebook import Code
from qualcode.store import Project
from qualcode.store.combined import finished_codes
from qualcode.store.kinds import BY_NAME

MEANING = ("definition", "use_when", "use_not")
Meaning = tuple[object, ...]
Write = tuple[int, dict[str, object]]  # the action, and what it wrote of a code's meaning


@dataclass
class Looked:
    """``by_source``: for each source and code the coders (their places in the order asked for) who are compared there, two
    at least. ``older``: codes with the sources where coders are left out because the code meant something else to them;
    ``late``: codes with the sources that two coders have finished, but not for this code."""

    by_source: dict[bytes, dict[bytes, tuple[int, ...]]] = field(default_factory=lambda: defaultdict(dict))
    older: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))
    late: dict[bytes, set[bytes]] = field(default_factory=lambda: defaultdict(set))


def looked(
    project: Project, coders: Sequence[bytes], codes: Sequence[Code], under: Mapping[bytes, Collection[bytes]],
    sources: Collection[bytes] | None = None, same_meaning: Collection[bytes] = (),
) -> Looked:  # fmt: skip
    """Where these coders can be compared. ``under``: for each code all codes that count as it (itself among them), which
    must all be finished; ``same_meaning``: codes whose changes of definition did not change what is meant."""
    done = finished_codes(project)
    live = {source for (source,) in project.rows("SELECT id FROM source WHERE removed=0")}
    wanted = live if sources is None else live & set(sources)
    meaning = _Meanings(project)
    found = Looked()
    for source in sorted(wanted):
        finished = [done.get((source, coder), set()) for coder in coders]
        if sum(map(bool, finished)) < 2:
            continue
        for code in codes:
            who = tuple(n for n, codes_done in enumerate(finished) if codes_done.issuperset(under[code.id]))
            if len(who) < 2:
                found.late[code.id].add(source)
                continue
            if code.id in meaning.changed and code.id not in same_meaning:
                alike = _alike(who, [meaning.at(code.id, source, coders[n]) for n in who])
                if alike != who:
                    found.older[code.id].add(source)
                who = alike
            if len(who) > 1:
                found.by_source[source][code.id] = who
    return found


def _alike(who: tuple[int, ...], meanings: list[Meaning]) -> tuple[int, ...]:
    """The most coders to whom the code meant the same; of equally many those of the first coder."""
    groups: dict[Meaning, list[int]] = defaultdict(list)
    for coder, meant in zip(who, meanings, strict=True):
        groups[meant].append(coder)
    most = max(groups.values(), key=len)
    return tuple(most)


class _Meanings:
    """What a code meant to a coder when finishing a source: its fields as the writes that the finishing had seen left them."""

    def __init__(self, project: Project) -> None:
        self.order = project.order
        self.writes: dict[bytes, list[Write]] = defaultdict(list)
        self.changed: set[bytes] = set()  # codes that did not always mean what they meant when they were made
        for rec, action, new, old in project.rows(
            "SELECT e.rec, e.action, e.new, e.old FROM code c JOIN entry e ON e.rec=c.id WHERE c.removed=0 AND e.kind=? AND e.new IS NOT NULL",
            BY_NAME["code"].number,
        ):
            written = json.loads(new)
            if fields := {name: written[name] for name in MEANING if name in written}:
                self.writes[rec].append((action, fields))
                if old is not None:
                    self.changed.add(rec)
        self.finishing: dict[tuple[bytes, bytes, bytes], int] = {}
        if self.changed:
            self.finishing = {
                (source, coder, code): (json.loads(later).get("removed", [a]) if later else [a])[-1]
                for source, coder, code, a, later in project.rows(
                    "SELECT source, coder, code, a, fc FROM completion WHERE removed=0"
                )
            }
        for code in self.changed:
            self.writes[code] = self._in_order(self.writes[code])
        self.known: dict[tuple[bytes, int], Meaning] = {}

    def _in_order(self, writes: list[Write]) -> list[Write]:
        """As they followed each other; those that had not seen each other by rank. The rank alone will not do: two writes of one
        millisecond would stand by their hashes."""
        left, found = list(writes), []
        while left:
            first = [one for one in left if not any(self.order.before(other[0], one[0]) for other in left)]
            found.append(min(first, key=lambda write: self.order.rank(write[0])))
            left.remove(found[-1])
        return found

    def at(self, code: bytes, source: bytes, coder: bytes) -> Meaning:
        finished = self.finishing.get((source, coder, code))
        if finished is None:
            return ()
        if (code, finished) not in self.known:
            fields: dict[str, object] = {}
            for action, written in self.writes[code]:
                if action == finished or self.order.before(action, finished):
                    fields |= written
            self.known[code, finished] = tuple(fields.get(name) for name in MEANING)
        return self.known[code, finished]
