"""What the team's view costs: progress of 40 sources with 20,000 codings, and the adjudication board of a round of them.

    python benchmarks/progress.py

The bar: progress in 1 s or less, a closed round of eight sources among it. Codings are bare rows (see agreement.py).
"""

from __future__ import annotations

import time

from benchmarks.agreement import made
from benchmarks.scratch import folder, machine, table
from qualcode.reduce.adjudication import board
from qualcode.reduce.assigning import assign, set_state
from qualcode.reduce.codings import codings
from qualcode.reduce.counting import counted
from qualcode.reduce.progress import progress
from qualcode.reduce.rounds import round_named
from qualcode.store import Project, open_project, versions


def main() -> None:
    print(f"  {machine()}")
    rows: list[tuple[object, ...]] = [("40 sources, 40 codes, 2 coders, 20,000 codings", "first, s", "again, s")]
    with folder() as here:
        made(here / "p.qualcode", coders=2, codes=40, sources=40, turns=120, codings=20_000)
        with open_project(here / "p.qualcode") as project:
            project.coder, other = (coder for (coder,) in project.rows("SELECT id FROM coder ORDER BY name"))
            sources = [source for (source,) in project.rows("SELECT id FROM source ORDER BY name LIMIT 8")]
            assign(project, sources, [project.coder, other], round_name="babak 1")
            rows.append(("  codings, eight sources in an open round", *timed(project, codings)))
            rows.append(("  what counts", *timed(project, counted)))
            set_state(project, round_named(project, "babak 1"), "closed")
            found = progress(project)
            rows.append((f"  progress ({found.disputes} disputes in the round)", *timed(project, progress)))
            rows.append(("  the board of the round", *timed(project, lambda p: board(p, round_named(p, "babak 1")))))
            rows.append(("  the board of everything", *timed(project, board)))
    table(rows)


def timed(project: Project, work: object) -> tuple[str, str]:
    """Seconds with the texts not yet read, and again."""
    assert callable(work)
    found = []
    versions._recent.clear()
    for _run in range(2):
        began = time.perf_counter()
        work(project)
        found.append(f"{time.perf_counter() - began:.2f}")
    return found[0], found[1]


if __name__ == "__main__":
    main()
