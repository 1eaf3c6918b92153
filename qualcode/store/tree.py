"""The code tree as it works: parents as written, less the edges that would make a code its own ancestor."""

from __future__ import annotations

from qualcode.store import state
from qualcode.store.kinds import BY_NAME
from qualcode.store.project import Project


def effective_parents(project: Project) -> tuple[dict[bytes, bytes | None], list[bytes]]:
    """Each live code's parent, and the codes whose parent was dropped to break a loop.

    In each loop the latest move (corrected stamp, then hash) yields, until none is left: the same on every device.
    """
    written = dict(project.rows("SELECT id, parent FROM code WHERE removed=0"))
    parents: dict[bytes, bytes | None] = {
        code: parent if parent in written else None for code, parent in written.items()
    }
    dropped: list[bytes] = []
    while loop := _loop(parents):
        latest = max(loop, key=lambda code: (_rank(project, code), code))
        parents[latest] = None
        dropped.append(latest)
    return parents, sorted(dropped)


def loop(project: Project, code: bytes) -> list[bytes]:
    """The codes of the loop that ``code`` is in as the parents were written, the smallest id first."""
    written = dict(project.rows("SELECT id, parent FROM code WHERE removed=0"))
    found = [code]
    while (above := written.get(found[-1])) is not None and above not in found:
        found.append(above)
    least = found.index(min(found))
    return found[least:] + found[:least]


def _rank(project: Project, code: bytes) -> tuple[int, bytes]:
    row = state.read(project.conn, BY_NAME["code"], code)
    assert row is not None
    return max(project.order.rank(head) for head in row.heads("parent"))


def _loop(parents: dict[bytes, bytes | None]) -> list[bytes]:
    """Some loop among the edges, or nothing."""
    done: set[bytes] = set()
    for start in sorted(parents):
        path: list[bytes] = []
        at: bytes | None = start
        while at is not None and at not in done:
            if at in path:
                return path[path.index(at) :]
            path.append(at)
            at = parents[at]
        done.update(path)
    return []
