"""The large project ten times over: 10,000 sources, 1,000,000 codings, 60 codes, themes and links, 54 kelurahan.

    python -m benchmarks._ten_times

By itself and not among the others, for it takes five minutes of processor time: a minute and a half to make the project (codings
are bare rows, see matrices.py), the rest to count, cross, triangulate and write the chapter once. Each figure is processor seconds,
with the most memory held so far. On two cores that others shared (2026-11-22): the first count 23, what is kept 3, a matrix 12 with
kept counts, triangulation 11, the whole chapter 142 with the numbering of all words, its .docx 8; 0.85 GB up to the chapter, 1.5 GB
with it, 1.9 GB with the .docx.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from typing import TypeVar

from benchmarks.matrices import forget, made
from benchmarks.scratch import folder, machine
from benchmarks.triangulation import THEMES, link
from qualcode.conclude.joint import joints
from qualcode.display.matrix import matrix
from qualcode.reduce.counting import counted
from qualcode.report import chapter, writers
from qualcode.store import ids, open_project

T = TypeVar("T")


def main() -> None:
    print(f"  {machine()}")
    with folder() as here:
        path = here / "ten.qualcode"
        timed("making it", lambda: made(path, sources=10_000, codes=THEMES, turns=60, codings=1_000_000))
        with open_project(path) as project:
            project.coder = ids.coder_id(project.id, "c0")
            link(project)
            for name, work in (
                ("what counts, the first time", lambda: counted(project)),
                ("what counts, kept", lambda: counted(project)),
                ("codes by kelurahan, counts kept", lambda: matrix(project, "codes")),
                ("triangulation, counts kept", lambda: joints(project)),
            ):
                timed(name, work)
                forget(project)
            written = timed("the chapter, words not numbered before", lambda: chapter.chapter(project, chapter.Plan()))
            timed("  as .docx", lambda: writers.render(written.document, ".docx"))


def timed(name: str, work: Callable[[], T]) -> T:
    began = time.process_time()
    made_ = work()
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"  {name:<42}{time.process_time() - began:8.1f} s  {most:6d} MB", flush=True)
    return made_


if __name__ == "__main__":
    main()
