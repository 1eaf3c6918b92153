"""Where a span lies after a word was mended: exact, from the edit itself.

The rule: the edit is kept beside the version it made, as numbers and never as words, in a record whose id says all of it; so it
travels with the version, says the same on every device, and two people who come to one text by different edits do not quarrel.
A span over the mended stretch keeps its ends around the new words; one that ends inside it takes them all on that side, unless
its own words there stayed. The versions that mends made of one text are a tree: from any of them to any other the edits are
gone through up and down.
"""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass

from qualcode.language.marks import Span
from qualcode.store.aligned import cuts_word
from qualcode.store.carried import carry
from qualcode.store.ids import derived
from qualcode.store.journal import Act
from qualcode.store.project import Project

_KEY = "mend"  # of the attribute of a version that says how it was made
_FAR = 1 << 40


@dataclass(frozen=True)
class Edit:
    """``[start, stop)`` of the old text is ``[start, end)`` of the new one; of both, the first ``head`` and the last ``tail``
    code points are whole words that stayed."""

    start: int
    stop: int
    end: int
    head: int = 0
    tail: int = 0

    @property
    def back(self) -> Edit:
        """The edit that undoes it."""
        return Edit(self.start, self.end, self.stop, self.head, self.tail)

    def carry(self, start: int, stop: int) -> Span:
        """Where ``[start, stop)`` of the old text lies in the new one; empty where its words were taken out."""
        over = self.start < self.stop and start <= self.start and stop >= self.stop
        span = _carry(self.start + self.head, self.stop - self.tail, self.end - self.tail, start, stop)
        return span if span[0] < span[1] and not over else _carry(self.start, self.stop, self.end, start, stop)


def _carry(low: int, high: int, end: int, start: int, stop: int) -> Span:
    return carry(((0, 0, low), (high, end, _FAR)), start, stop)


def edit(old: str, new: str, start: int, stop: int) -> Edit:
    """The edit that made ``new`` of ``old`` by other words for ``[start, stop)``."""
    end = stop + len(new) - len(old)
    most = min(stop, end) - start
    head = next((n for n in range(most) if old[start + n] != new[start + n]), most)
    while head and (cuts_word(old, start + head) or cuts_word(new, start + head)):
        head -= 1
    most -= head
    tail = next((n for n in range(most) if old[stop - 1 - n] != new[end - 1 - n]), most)
    while tail and (cuts_word(old, stop - tail) or cuts_word(new, end - tail)):
        tail -= 1
    return Edit(start, stop, end, head, tail)


def keep(a: Act, previous: bytes, version: bytes, one: Edit) -> None:
    """Write down that the edit made ``version`` of ``previous``."""
    value = [previous.hex(), *astuple(one)]
    a.create("attribute", derived(version, f"{_KEY}:{json.dumps(value)}"), subject=version, key=_KEY, value=value)


def line(project: Project, version: bytes) -> list[tuple[bytes, Edit | None]]:
    """The version and those it was mended from, each with the edit that made it of the next; the last one was not mended."""
    found: list[tuple[bytes, Edit | None]] = []
    seen = set()
    mends = _mends(project)
    while version in mends and version not in seen:
        seen.add(version)
        previous, one = mends[version]
        found.append((version, one))
        version = previous
    return [*found, (version, None)]


_Mends = dict[bytes, tuple[bytes, Edit]]
_last: tuple[object, int, int, _Mends] | None = (
    None  # of the project and state read last: places are asked for by the thousand
)


def _mends(project: Project) -> _Mends:
    """Version -> what it was mended from, and the edit. Of several all are true, also of one that was undone: texts stay what
    they are."""
    global _last
    conn = project.conn
    state = conn.total_changes, conn.execute("PRAGMA data_version").fetchone()[0]
    if _last is not None and _last[0] is conn and _last[1:3] == state:
        return _last[3]
    found: _Mends = {}
    for version, value in project.rows("SELECT subject, value FROM attribute WHERE key=? ORDER BY id DESC", _KEY):
        if value is not None and isinstance(read := json.loads(value), list) and len(read) == 6:
            found[version] = bytes.fromhex(read[0]), Edit(*read[1:])
    _last = (conn, *state, found)
    return found


def path(project: Project, old: bytes, new: bytes) -> list[Edit] | None:
    """The edits from one version to another; None where not mends alone lie between them."""
    down, up = line(project, new), line(project, old)
    ids = [one for one, _edit in down]
    common = next((n for n, (one, _edit) in enumerate(up) if one in ids), None)
    if common is None:
        return None
    undone = [one.back for _id, one in up[:common] if one]
    return undone + [one for _id, one in down[: ids.index(up[common][0])][::-1] if one]
