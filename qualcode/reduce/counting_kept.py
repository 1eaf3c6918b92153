"""What was counted in each source, kept in the file so that nobody counts it twice.

The rule: a tally holds only as long as nothing it rests on was written. The file's own triggers throw it away (migration 7), and the
number of codings tells of new ones, so that it holds for every way of writing: a key pressed, an undo, a merge, a withdrawal, the
state made anew. Where the file cannot be
written just then, what was counted is good for this once.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from itertools import chain, islice, repeat
from typing import Any

from qualcode.reduce.counting_rule import Segment, Tally
from qualcode.store import Project

_RULES = 1  # a higher one whenever the rule of counting_rule or what is kept of it changes
_SIZE = 16  # bytes of an id
_THERE = "(SELECT COUNT(*) FROM coding WHERE source=tally.source AND removed=0)"


@contextmanager
def one_state(project: Project) -> Iterator[bool]:
    """All that is read inside is of one state of the file, so that what is kept of it is true of that; whether anything may be
    kept: inside an action nothing, for what is not written yet may never be."""
    if project.conn.in_transaction:
        yield False
        return
    project.conn.execute("BEGIN")
    try:
        yield True
    finally:
        project.conn.rollback()  # nothing, where what was counted has been kept


def counted_once(
    project: Project, layer: bytes | None, sources: Iterable[bytes], count: Callable[[bytes], Tally], *, keep: bool
) -> dict[bytes, Tally]:
    """The tally of each source on a layer (a coder's; None: the agreed one): what was kept, else what ``count`` makes of it,
    which is then kept. Inside ``one_state``, as is all that ``count`` rests on; it is left with that."""
    known = dict(_read(project, layer))
    found: dict[bytes, Tally] = {}
    fresh: dict[bytes, Tally] = {}
    for source in sources:
        if source in known:
            found[source] = _decoded(source, *known[source])
        else:
            found[source] = fresh[source] = count(source)
    if fresh and keep:
        _keep(project, layer, fresh)
    return found


def _read(project: Project, layer: bytes | None) -> Iterable[tuple[bytes, tuple[str, int, int, int]]]:
    for source, *rest in project.conn.execute(
        f"SELECT source, segments, unsettled, changed, lost FROM tally WHERE layer=? AND rules=? AND codings={_THERE}",
        (layer or b"", _RULES),
    ):
        yield source, tuple(rest)


def _keep(project: Project, layer: bytes | None, fresh: Mapping[bytes, Tally]) -> None:
    """Write the tallies, unless somebody wrote meanwhile or the file cannot be written; nobody is waited for."""
    conn = project.conn
    (patience,) = conn.execute("PRAGMA busy_timeout").fetchone()
    conn.execute("PRAGMA busy_timeout=0").fetchone()
    try:
        with project.aside(), suppress(sqlite3.OperationalError):
            conn.executemany(
                "INSERT OR REPLACE INTO tally(layer,source,rules,unsettled,changed,lost,segments,codings)"
                f" SELECT ?,tally.source,?,?,?,?,?,{_THERE} FROM (SELECT ? AS source) tally",
                (
                    (layer or b"", _RULES, one.unsettled, one.changed, one.lost, _encoded(one.segments), source)
                    for source, one in fresh.items()
                ),
            )
            conn.execute("COMMIT")
    finally:
        conn.execute(f"PRAGMA busy_timeout={patience}").fetchone()


def _encoded(segments: Sequence[Segment]) -> str:
    """Segments of one source column by column: what is the same in all of them once, ids as places in a list."""
    ids: dict[Any, int] = {None: 0}
    columns: dict[str, Any] = {}
    turned: list[Sequence[Any]] = list(zip(*segments, strict=True)) or [()] * len(Segment._fields)
    for name, values in zip(Segment._fields[1:-1], turned[1:-1], strict=True):
        if name in ("code", "speaker", "about"):
            values = [ids.setdefault(value, len(ids)) for value in values]
        columns[name] = values[0] if values and values.count(values[0]) == len(values) else values
    many = list(map(len, turned[-1]))
    return json.dumps(
        columns
        | {
            "ids": [one.hex() for one in ids if one is not None],
            "codings": b"".join(chain.from_iterable(turned[-1])).hex(),
            "many": 1 if many.count(1) == len(many) else many,
            "of": len(segments),
        },
        separators=(",", ":"),
    )


_segment = partial(tuple.__new__, Segment)  # of its fields in a row: there are a hundred thousand


def _decoded(source: bytes, kept: str, unsettled: int, changed: int, lost: int) -> Tally:
    columns = json.loads(kept)
    if not columns["of"]:
        return Tally((), unsettled, changed, lost)
    ids = [None, *map(bytes.fromhex, columns["ids"])]

    def column(name: str) -> Iterable[Any]:
        values = columns[name]
        if name not in ("code", "speaker", "about"):
            return values if isinstance(values, list) else repeat(values)
        return map(ids.__getitem__, values) if isinstance(values, list) else repeat(ids[values])

    raw = bytes.fromhex(columns["codings"])
    codings = [raw[at : at + _SIZE] for at in range(0, len(raw), _SIZE)]
    each, many = iter(codings), columns["many"]
    together = zip(codings) if many == 1 else (tuple(islice(each, number)) for number in many)
    rows = zip(repeat(source), *map(column, Segment._fields[1:-1]), together)
    return Tally(tuple(map(_segment, rows)), unsettled, changed, lost)
