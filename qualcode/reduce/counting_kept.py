"""What was counted in each source, kept in the file so that nobody counts it twice.

The rule: a tally holds only as long as nothing it rests on was written. The file's own triggers throw it away (migration 7), and the
number of codings tells of new ones, so that it holds for every way of writing: a key pressed, an undo, a merge, a withdrawal, the
state made anew. Where the file cannot be
written just then, what was counted is good for this once.
"""

from __future__ import annotations

import json
import sqlite3
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, count, islice, repeat
from struct import pack, unpack
from typing import Any

from qualcode.reduce.counting_rule import Segment, Tally, as_segment
from qualcode.store import Project

_RULES = 3  # a higher one whenever the rule of counting_rule or what is kept of it changes
_SIZE = 16  # bytes of an id
_NUMBERS = frozenset({"turn", "start", "stop", "bulk"})  # of a segment's fields
_FEW = ("code", "valence", "speaker", "about")  # many segments share what they have of these
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
    project: Project, layer: bytes | None, sources: Iterable[bytes], tally: Callable[[bytes], Tally], *, keep: bool
) -> dict[bytes, Tally]:
    """The tally of each source on a layer (a coder's; None: the agreed one): what was kept, else what ``tally`` makes of it,
    which is then kept. Inside ``one_state``, as is all that ``tally`` rests on; it is left with that."""
    known = dict(_read(project, layer))
    found: dict[bytes, Tally] = {}
    fresh: dict[bytes, Tally] = {}
    for source in sources:
        if source in known:
            found[source] = _decoded(source, *known[source])
        else:
            found[source] = fresh[source] = tally(source)
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
    """Segments of one source column by column: what is the same in all of them once, numbers side by side, all else as places
    in lists of what there is."""
    of = len(segments)
    fields = zip(*segments, strict=True) if segments else repeat((), len(Segment._fields))
    turned: dict[str, Sequence[Any]] = dict(zip(Segment._fields, fields, strict=True))
    few = dict(zip(dict.fromkeys(chain.from_iterable(turned[name] for name in _FEW)), count(), strict=False))
    columns: dict[str, Any] = {}
    for name in Segment._fields[1:-1]:
        values = turned[name] if name in _NUMBERS else list(map(few.__getitem__, turned[name]))
        columns[name] = values[0] if values and values.count(values[0]) == of else _packed(values)
    many = list(map(len, turned["codings"]))
    return json.dumps(
        columns
        | {
            "few": [one.hex() if isinstance(one, bytes) else one for one in few],
            "codings": _text(b"".join(chain.from_iterable(turned["codings"]))),
            "many": 1 if many.count(1) == of else _packed(many),
            "of": of,
        },
        separators=(",", ":"),
    )


def _text(data: bytes) -> str:
    return b2a_base64(data, newline=False).decode()


def _packed(numbers: Sequence[int]) -> str:
    """Whole numbers side by side, each in as many bytes as the largest takes, which the first letter tells."""
    most = max(numbers, default=0)
    width = "B" if most < 1 << 8 else "H" if most < 1 << 16 else "I"
    return width + _text(pack(f"<{len(numbers)}{width}", *numbers))


def _decoded(source: bytes, kept: str, unsettled: int, changed: int, lost: int) -> Tally:
    columns = json.loads(kept)
    of = columns["of"]
    few = [bytes.fromhex(one) if isinstance(one, str) else one for one in columns["few"]]

    def numbers(name: str) -> Iterable[int]:
        values = columns[name]
        return unpack(f"<{of}{values[0]}", a2b_base64(values[1:])) if isinstance(values, str) else repeat(values, of)

    def column(name: str) -> Iterable[Any]:
        found = numbers(name)
        return map(few.__getitem__, found) if name in _FEW else map(bool, found) if name == "bulk" else found

    raw = a2b_base64(columns["codings"])
    codings = [raw[at : at + _SIZE] for at in range(0, len(raw), _SIZE)]
    each, many = iter(codings), columns["many"]
    together = (
        zip(codings, strict=True)
        if many == 1
        else [(next(each),) if number == 1 else tuple(islice(each, number)) for number in numbers("many")]
    )
    rows = zip(repeat(source, of), *map(column, Segment._fields[1:-1]), together, strict=False)
    return Tally(tuple(map(as_segment, rows)), unsettled, changed, lost)
