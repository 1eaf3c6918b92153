"""The network of a project: its counted passages as places of codes or themes, and the way back from a tie to its passages.

One rule: what meets is what counts (``reduce.counting``), on the agreed layer or one coder's; a query only says which of it.
A theme is where any of its codes is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.display.network import Network, Spot, network
from qualcode.display.rows import Row, rows_of
from qualcode.reduce.counting import Segment, counted
from qualcode.reduce.selection import selection
from qualcode.store import Project


@dataclass(frozen=True)
class Meeting:
    """A network with what it was made of. ``rows``: the themes or codes; ``segments``: by row, the passages counted;
    ``turns``, ``sources``: that hold any of them; ``unsettled``: places coded twice and not settled."""

    network: Network
    unit: str
    near: int
    of: str
    rows: dict[bytes, Row]
    segments: dict[bytes, tuple[Segment, ...]]
    turns: int
    sources: int
    unsettled: int
    where: str = ""


def meetings(
    project: Project, unit: str = "turn", near: int = 0, *, of: str = "codes", coder: bytes | None = None, where: str = "",
    at_least: int = 1,
) -> Meeting:  # fmt: skip
    """The network of codes or themes (``of``) that carry anything counted. UserError where the query cannot be read."""
    found = counted(project, coder)
    if where.strip():
        found = selection(project, where, coder).of(found)
    rows = {row.id: row for row in rows_of(project, of)}
    holding: dict[bytes, list[bytes]] = defaultdict(list)
    for row in rows.values():
        for code in row.codes:
            holding[code].append(row.id)
    by_row: dict[bytes, list[Segment]] = defaultdict(list)
    for segment in found.segments:
        for row_id in holding[segment.code]:
            by_row[row_id].append(segment)
    kept = {rec: row for rec, row in rows.items() if rec in by_row}
    held = [segment for segments in by_row.values() for segment in segments]
    made = network(
        {rec: list(map(_spot, segments)) for rec, segments in by_row.items()},
        {rec: row.name for rec, row in kept.items()}, unit, near, at_least,
    )  # fmt: skip
    return Meeting(
        made, unit, near, of, kept, {rec: tuple(segments) for rec, segments in by_row.items()},
        len({(one.source, one.turn) for one in held}), len({one.source for one in held}), found.unsettled, where,
    )  # fmt: skip


def _spot(segment: Segment) -> Spot:
    return segment.source, segment.turn, segment.start, segment.stop


def together(met: Meeting, one: bytes, other: bytes) -> tuple[Segment, ...]:
    """The passages of both where they meet, each once, by source and place."""
    first, second = met.segments.get(one, ()), met.segments.get(other, ())
    both = dict.fromkeys((*_meeting(met, first, second), *_meeting(met, second, first)))
    return tuple(sorted(both, key=_spot))


def _meeting(met: Meeting, mine: Iterable[Segment], theirs: Iterable[Segment]) -> list[Segment]:
    """Those of ``mine`` that meet one of ``theirs``."""
    if met.unit == "source":
        sources = {segment.source for segment in theirs}
        return [segment for segment in mine if segment.source in sources]
    there: dict[tuple[bytes, int], list[Segment]] = defaultdict(list)
    for segment in theirs:
        there[segment.source, segment.turn].append(segment)
    if met.unit == "span":
        return [
            segment
            for segment in mine
            if any(o.start < segment.stop and segment.start < o.stop for o in there.get((segment.source, segment.turn), ()))
        ]  # fmt: skip
    return [
        segment
        for segment in mine
        if any((segment.source, segment.turn + step) in there for step in range(-met.near, met.near + 1))
    ]
