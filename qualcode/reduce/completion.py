"""Completion: a coder has finished a source for the codes that existed then.

Only finished sources are denominators. A code added later is 'not yet looked for' there until it is finished for that
code too; a combined code only where all its parts were.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.reduce.codebook import codebook
from qualcode.store import Act, Project, act
from qualcode.store.combined import finished_codes, parts
from qualcode.store.ids import derived

__all__ = ["Finished", "completion_id", "finish", "finished_codes", "mark", "not_looked_for"]


@dataclass(frozen=True)
class Finished:
    """How many codes were newly marked, and the names of live codes still not looked for."""

    marked: int
    left: tuple[str, ...]


def completion_id(source: bytes, coder: bytes, code: bytes) -> bytes:
    return derived(source, f"completion:{coder.hex()}:{code.hex()}")


def finish(
    project: Project,
    source: bytes,
    *,
    coder: bytes | None = None,
    codes: Iterable[bytes] | None = None,
    undo: bool = False,
) -> Finished:
    """Say that ``coder`` has finished (or, ``undo``, not finished) the source, for all live codes or the named ones; what
    was combined into a code goes with it."""
    who = coder or project.coder
    assert who is not None
    wanted = [code.id for code in codebook(project)] if codes is None else list(codes)
    with act(project, "unfinish" if undo else "finish", who=who) as a:
        marked = mark(project, a, source, who, wanted, undo=undo)
    return Finished(marked, tuple(not_looked_for(project, source, who)))


def mark(project: Project, a: Act, source: bytes, coder: bytes, codes: Iterable[bytes], *, undo: bool = False) -> int:
    """The same inside an action that is open; how many codes were newly marked."""
    of = parts(project)
    marked = 0
    for code in codes:
        before = len(a.pending)
        for part in (code, *sorted(of.get(code, ()))):
            rec = completion_id(source, coder, part)
            if not undo:
                a.create("completion", rec, source=source, coder=coder, code=part)
            elif project.value("SELECT 1 FROM completion WHERE id=? AND removed=0", rec):
                a.remove("completion", rec)
        marked += len(a.pending) > before
    return marked


def not_looked_for(project: Project, source: bytes, coder: bytes) -> list[str]:
    """Names of the live codes this coder has not finished in the source."""
    done = finished_codes(project).get((source, coder), set())
    return [code.name for code in codebook(project) if code.id not in done]
