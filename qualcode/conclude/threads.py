"""What a dissonance leaves open: a thread for each, until somebody says what it comes from.

One rule: the thread of a link and an area is the same on every device, so two who look find one thread.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.reduce.themes import Link
from qualcode.store import Act, Project, blobs
from qualcode.store.ids import derived


@dataclass(frozen=True)
class OpenThread:
    """A dissonance as kept: its ``explanation`` is a key of wording.EXPLANATIONS or empty, as ``resolution`` is until
    somebody wrote one."""

    id: bytes
    theme: bytes
    indicator: bytes
    region: str
    question: str
    explanation: str
    resolution: str


def threads(project: Project) -> list[OpenThread]:
    """The threads kept in the project, open ones first."""
    found = [
        OpenThread(
            rec, theme, indicator, region or "", blobs.prose(project.conn, question), explanation or "",
            blobs.prose(project.conn, resolution),
        )
        for rec, theme, indicator, region, question, explanation, resolution in project.rows(
            "SELECT t.id, t.theme, t.indicator, r.name, t.question, t.explanation, t.resolution FROM thread t"
            " LEFT JOIN region r ON r.id=t.region WHERE t.removed=0 ORDER BY t.k"
        )
    ]  # fmt: skip
    return sorted(found, key=lambda one: bool(one.resolution))


def thread_id(link: bytes, region: bytes) -> bytes:
    """The thread of a dissonance, on every device."""
    return derived(link, "thread:" + region.hex())


def resolved(project: Project, link: Link, names: dict[bytes, str]) -> set[str]:
    """The areas of ``names`` whose thread has a resolution."""
    closed = {rec for (rec,) in project.rows("SELECT id FROM thread WHERE removed=0 AND resolution IS NOT NULL")}
    return {name for region, name in names.items() if thread_id(link.id, region) in closed}


def open_thread(project: Project, a: Act, link: Link, region: bytes, question: str) -> bool:
    """Open the thread of a dissonance; False where it is open already."""
    rec = thread_id(link.id, region)
    if project.value("SELECT 1 FROM thread WHERE id=? AND removed=0", rec):
        return False
    a.create(
        "thread", rec, theme=link.theme, indicator=link.indicator, region=region, question=question, coder=project.coder,
    )  # fmt: skip
    return True
