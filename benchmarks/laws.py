"""The laws of the journal over many random histories, and how soon each broken rule is noticed.

    python benchmarks/laws.py [--histories 500] [--from 0] [--look 0.1] [--broken 60]

Prints what the histories held (steps, merges, forks, conflicts, settlements ...) and, with --broken, after how many
histories the laws caught each rule that was broken on purpose.
"""

from __future__ import annotations

import argparse
import faulthandler
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from qualcode import i18n
from tests.laws import driver, ending
from tests.laws.broken import BROKEN

STUCK = 300  # seconds; a history takes one or two


def one(seed: int, look: float) -> Counter[str]:
    folder = Path(tempfile.mkdtemp(prefix="laws"))
    try:
        world = driver.history(folder, seed, look=look)
        ending.end(world)
        return world.count
    finally:
        shutil.rmtree(folder)


def run(first: int, histories: int, look: float) -> tuple[Counter[str], BaseException | None]:
    """The counts of all histories, and the first failure."""
    total: Counter[str] = Counter()
    for seed in range(first, first + histories):
        faulthandler.dump_traceback_later(STUCK)  # a history that does not end says where it is
        began = time.process_time()
        try:
            total += one(seed, look)
        except Exception as error:
            return total, error
        finally:
            faulthandler.cancel_dump_traceback_later()
        took = round((time.process_time() - began) * 1000)
        if took > total["slowest, CPU ms"]:
            total["slowest, CPU ms"], total["its seed"] = took, seed
    return total, None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=40)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--look", type=float, default=0.1, help="share of steps after which everything is checked")
    parser.add_argument("--broken", type=int, default=0, help="most histories for each broken rule")
    asked = parser.parse_args()
    i18n.use("en")
    begun = time.monotonic()
    total, failed = run(asked.first, asked.histories, asked.look)
    print(f"{time.monotonic() - begun:.0f} s:", ", ".join(f"{name} {n}" for name, n in sorted(total.items())))
    if failed:
        traceback.print_exception(failed)
        sys.exit(1)
    for name, breaking in BROKEN.items() if asked.broken else ():
        begun = time.monotonic()
        with breaking():
            total, failed = run(asked.first, asked.broken, asked.look)
        lived = f"{total['histories']} histories, {time.monotonic() - begun:.0f} s"
        why = f"{type(failed).__name__}: {str(failed)[:90]!r}" if failed else "NOT NOTICED"
        print(f"{name}: {lived}: {why}", flush=True)


if __name__ == "__main__":
    main()
