"""Everything that lies on a span of a text, and where it lies in the source's current version.

The rule: a record keeps the version it was made on; where it lies now is computed, until a person accepts the place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from qualcode.store import versions
from qualcode.store.anchor import Place
from qualcode.store.project import Project

KINDS = (
    "coding",
    "decision",
    "relevance",
    "adjudication",
)  # the kinds with a span; memos are on codings, and go with them


@dataclass(frozen=True)
class Held:
    """A live record on a span: ``version``, ``start``, ``stop`` as it was made, ``place`` in the current version. ``code`` is
    None for a relevance mark."""

    kind: str
    id: bytes
    source: bytes
    coder: bytes | None
    code: bytes | None
    version: bytes
    start: int
    stop: int
    place: Place


def held(project: Project, source: bytes | None = None, kinds: tuple[str, ...] = KINDS) -> Iterator[Held]:
    """What lies on an older version of a live source that has a text, or of all of them, in the order of the new text."""
    only = " AND r.source=?" if source is not None else ""
    rows = []
    for kind in kinds:
        code = "NULL" if kind == "relevance" else "r.code"
        rows += project.rows(
            f"SELECT s.name, r.source, '{kind}', r.id, r.coder, {code}, r.version, r.start, r.stop, s.version FROM {kind} r"
            f" JOIN source s ON s.id=r.source WHERE r.removed=0 AND s.removed=0 AND r.version<>s.version{only}",
            *([source] if source is not None else []),
        )
    found = []
    for name, of, kind, rec, coder, code, version, start, stop, current in rows:
        now = versions.load(project, current)
        if now is not None:
            place = versions.place_on(project, now, (version, start, stop))
            found.append(
                (name, of, place.start, place.stop, Held(kind, rec, of, coder, code, version, start, stop, place))
            )
    found.sort(key=lambda row: (*row[:4], row[4].kind, row[4].id))
    yield from (row[4] for row in found)
