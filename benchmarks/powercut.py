"""50 power cuts over a disk that drops and tears what was not flushed; and the same where nothing is flushed."""

from __future__ import annotations

import importlib.util
import sys

from benchmarks.crash import HEADINGS, outcome
from benchmarks.scratch import folder, machine, table
from tests.crash import scene


def main(cuts: int = 50) -> None:
    if importlib.util.find_spec("apsw") is None:
        print("  skipped: apsw is not installed")
        return
    from tests.crash import cut

    print(f"  {machine()} (under test: the SQLite of apsw)")
    with folder() as here:
        prepared = scene.prepare(here / "scene")
        found = {
            mode: cut.campaign(prepared, n, mode) for mode, n in (("FULL", cuts), ("OFF", cuts), ("NORMAL", cuts // 5))
        }
    table([HEADINGS, *((f"synchronous={mode}", *outcome(some)) for mode, some in found.items())])
    for a in found["FULL"]:
        if not a.well:
            print(f"  {a}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
