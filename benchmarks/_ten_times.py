"""The large project ten times over: 10,000 sources, 1,000,000 codings, 60 codes, themes and links, 54 kelurahan.

    python -m benchmarks._ten_times

By itself and not among the others, for it takes ten minutes of processor time: two to make the project (codings are bare rows,
see matrices.py), the rest to count, cross, triangulate and write the chapter once. Each figure is processor seconds, with the
most memory held so far. On two cores that eight shared (half as much again as alone): the first count 29, what is kept 4, a
matrix 14 with kept counts and 7 after another, triangulation 14, the parts of the chapter up to its findings 165, of which content
98 with the numbering of all words, triangulation 19, voices 16, method 12, themes 10; 0.8 GB up to the chapter.
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
