"""What changing and merging codebooks costs: 40 codes, 20,000 codings in 200 sources.

    python -m benchmarks codebooks

A preview is the deed done and taken back, with what rests on the codes read before and after. Codings are bare rows, so
recoding writes entries for codings that the journal has not made: only the time is of interest.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.agreement import made
from benchmarks.scratch import folder, machine, table
from qualcode.reduce import combining, recoding
from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.codebook_merge import proposals
from qualcode.reduce.query_codings import coding_test
from qualcode.store import open_project


def main() -> None:
    print(f"  {machine()}")
    rows: list[tuple[object, ...]] = [("40 codes, 20,000 codings, 200 sources", "s", "CPU s")]
    with folder() as here:
        made(here / "p.qualcode", coders=2, codes=40, sources=200, turns=120, codings=20_000)
        with open_project(here / "p.qualcode") as project:
            book = codebook(project)
            a, b = (find_code(book, name) for name in ("kode-1", "kode-2"))

            def timed(what: str, deed: Callable[[], object]) -> None:
                began, cpu = time.perf_counter(), time.process_time()
                deed()
                rows.append((what, f"{time.perf_counter() - began:.2f}", f"{time.process_time() - cpu:.2f}"))

            timed(
                "combine, preview (texts read for the first time)",
                lambda: combining.combine(project, [b], a, dry_run=True),
            )
            timed("combine, preview", lambda: combining.combine(project, [b], a, dry_run=True))
            timed(
                "recode by a query, preview", lambda: recoding.recode(project, a, b, where="text:warung", dry_run=True)
            )
            timed(
                "a query over all codings",
                lambda: list(map(coding_test(project, "text:warung AND NOT valence:1"), recoding.codings(project))),
            )
            timed("codes that may be one, by wording and passages", lambda: proposals(project))
    table(rows)


if __name__ == "__main__":
    main()
