"""Two app windows on one project: two processes, 1,000 writes each, nothing lost."""

from __future__ import annotations

import sys
import time

from benchmarks.scratch import folder, machine, table
from tests.test_two_windows import both_write, nothing_lost


def main(writes: int = 1000) -> None:
    print(f"  {machine()}; {writes} actions in each of two processes")
    with folder() as here:
        began = time.perf_counter()
        said, path = both_write(here, writes)
        seconds = time.perf_counter() - began
        nothing_lost(said, path, writes)
    table([("actions", len(said)), ("s", f"{seconds:.1f}"), ("lost", 0)])


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
