"""Dissonances and their threads side by side: what is to be followed, what is answered, and what has gone.

One rule: a thread and the dissonance that opened it may part ways, and both stay visible. A dissonance without a thread waits
to be opened; a thread whose dissonance is no longer there (a coding was mended, a figure corrected) says so and stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.conclude.joint import Joint, joints
from qualcode.conclude.threads import OpenThread, thread_id, threads
from qualcode.conclude.triangulation import Outcome, Verdict
from qualcode.reduce.themes import links
from qualcode.store import Project

STATES = ("unopened", "open", "gone", "resolved")


@dataclass(frozen=True)
class Followed:
    """``thread``: as kept, None where nobody opened it; ``joint`` and ``verdict``: as things stand now, None where the link or
    the area is no longer compared. ``state``: one of STATES; ``hints``: explanations that the comparison itself points at."""

    state: str
    thread: OpenThread | None
    joint: Joint | None
    verdict: Verdict | None
    question: str
    hints: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.thread.name if self.thread else ""

    @property
    def gone(self) -> bool:
        """Whether there is no dissonance any more, whatever was made of the thread."""
        return self.verdict is None or self.verdict.outcome is not Outcome.DISSONANCE


def followed(project: Project, found: Iterable[Joint] | None = None) -> list[Followed]:
    """Every dissonance and every kept thread: those to open, then open ones, gone ones, and what is resolved."""
    looked = list(found) if found is not None else joints(project) if links(project) else []
    kept = {one.id: one for one in threads(project)}
    made: list[Followed] = []
    for one in looked:
        asked = {thread.area: thread for thread in one.result.threads}
        for verdict in one.result.verdicts:
            thread = kept.pop(thread_id(one.link.id, one.areas[verdict.area].id), None)
            now = asked.get(verdict.area)
            if thread is None and now is None:
                continue
            state = (
                "resolved"
                if thread and thread.resolution
                else "gone"
                if now is None
                else "open"
                if thread
                else "unopened"
            )
            question = now.question if now else thread.question if thread else ""
            made.append(Followed(state, thread, one, verdict, question, now.hints if now else ()))
    made += [
        Followed("resolved" if thread.resolution else "gone", thread, None, None, thread.question)
        for thread in kept.values()
    ]
    return sorted(made, key=lambda one: STATES.index(one.state))
