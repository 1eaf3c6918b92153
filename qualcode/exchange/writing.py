"""Writing to a sync folder what it lacks: texts, then the actions that name them, in files that are never changed.

The rule: names say what is there, and what they leave out is written, by whoever has it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from qualcode.exchange import segments
from qualcode.exchange.carrier import TEXTS, Carrier, Segment, note_fine, said, scan, segments_in, text_path, write
from qualcode.i18n import _
from qualcode.store import Project, blobs
from qualcode.store.action import Action, load, unpack
from qualcode.store.arrival import Progress

PER_FILE = 2000  # actions
MANY = 64  # own files in one log before they are joined


def put_texts(project: Project, c: Carrier, say: Progress) -> int:
    """Write the texts that the folder lacks; how many."""
    there = {path.name for path in scan(c.room / TEXTS)}
    lacking = [
        name for (name,) in project.rows("SELECT hash FROM blob WHERE data IS NOT NULL") if text_path(c, name).name not in there
    ]  # fmt: skip
    written = 0
    for number, name in enumerate(lacking, 1):
        say(_("writing texts"), number, len(lacking))
        data = blobs.get(project.conn, name)
        if data is not None:
            write(text_path(c, name), segments.frame(data, seal=c.seal))
            note_fine(c, text_path(c, name))
            written += 1
    return written


def put_actions(project: Project, c: Carrier) -> int:
    """Write the placed actions that the folder's names leave out; how many."""
    written = 0
    there = _covered(project, segments_in(c.room, []))
    for log, low, high in project.rows(
        "SELECT l.id, MIN(a.n), MAX(a.n) FROM log l JOIN action a ON a.log=l.id GROUP BY l.id"
    ):
        for first, last in _gaps(low, high, there.get(log, [])):
            for begin in range(first, last + 1, PER_FILE):
                end = min(last, begin + PER_FILE - 1)
                _put_segment(project, c, log, begin, end)
                written += end - begin + 1
    return written


def pass_on(project: Project, c: Carrier, there: set[bytes]) -> int:
    """What came by a file and waits here, for others or for a newer qualcode, goes on to the folder too; how many actions.
    ``there``: what was read from the folder just now."""
    written = 0
    held = {
        one.hash: one for (body,) in project.rows("SELECT body FROM waiting") if (one := unpack(body)).hash not in there
    }
    followed = {one.prev for one in held.values()}
    for last in held.values():
        if last.hash in followed:
            continue
        chain = [last]
        while (before := held.get(chain[0].prev or b"")) is not None:
            chain.insert(0, before)
        _write_segment(c, chain[0], last, iter(chain))
        written += len(chain)
    return written


def _put_segment(project: Project, c: Carrier, log: int, first: int, last: int) -> None:
    numbers = project.rows("SELECT id FROM action WHERE log=? AND n BETWEEN ? AND ? ORDER BY n", log, first, last)
    actions = (load(project.conn, number) for (number,) in numbers)
    path = _write_segment(c, load(project.conn, numbers[0][0]), load(project.conn, numbers[-1][0]), actions)
    note_fine(c, path)


def _write_segment(c: Carrier, first: Action, last: Action, actions: Iterator[Action]) -> Path:
    path = c.room / first.origin.hex() / f"{first.n:08d}-{last.n:08d}.{last.hash.hex()[:8]}.qcj"
    write(path, segments.write(actions, c.seal))
    return path


def _covered(project: Project, listed: Iterable[Segment]) -> dict[int, list[tuple[int, int]]]:
    """For each log here the numbers that the folder's names hold. A name ends in an action; what comes before it in the
    file lies in the same log or in those it branched from."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in listed:
        rows = project.rows(
            "SELECT a.log, a.hash FROM action a JOIN log l ON l.id=a.log WHERE l.origin=? AND a.n=?", bytes.fromhex(one.origin), one.last
        )  # fmt: skip
        log = next((log for log, hash_ in rows if hash_.hex().startswith(one.tail)), None)
        last = one.last
        while log is not None and last >= one.first:
            found[log].append((one.first, last))
            log, last = project.conn.execute("SELECT up, COALESCE(up_n, 0) FROM log WHERE id=?", (log,)).fetchone()
    return found


def _gaps(low: int, high: int, held: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of ``[low, high]`` that none of ``held`` holds."""
    at = low
    for first, last in sorted(held):
        if first > at and at <= high:
            yield at, min(first - 1, high)
        at = max(at, last + 1)
    if at <= high:
        yield at, high


def join_files(project: Project, c: Carrier) -> None:
    """Many small own files of a log become few: the new ones first, then the old ones go."""
    mine = [one for one in segments_in(c.room, []) if one.origin in c.memory.mine]
    for origin in {one.origin for one in mine}:
        files = [one for one in mine if one.origin == origin]
        if len(files) < MANY:
            continue
        before = {one.path for one in files}
        for log, low, high in project.rows(
            "SELECT l.id, MIN(a.n), MAX(a.n) FROM log l JOIN action a ON a.log=l.id WHERE l.origin=? GROUP BY l.id", bytes.fromhex(origin)
        ):  # fmt: skip
            for begin in range(low, high + 1, PER_FILE):
                _put_segment(project, c, log, begin, min(high, begin + PER_FILE - 1))
        kept = _covered(project, [one for one in segments_in(c.room, []) if one.path not in before])
        for one in files:
            if all(
                not list(_gaps(first, last, kept.get(log, [])))
                for log, spans in _covered(project, [one]).items()
                for first, last in spans
            ):
                one.path.unlink(missing_ok=True)
                c.memory.fine.pop(said(c, one.path), None)
