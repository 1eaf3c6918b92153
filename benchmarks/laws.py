"""The laws of the journal over many random histories, and how soon each broken rule is noticed.

    python benchmarks/laws.py [--histories 500] [--from 0] [--look 0.1] [--mix all|plain|forks] [--broken 60] [--rule NAME]

Prints what the histories held (steps, merges, forks, conflicts, settlements ...) and, with --broken, after how many
histories the laws caught each rule that was broken on purpose.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from qualcode import i18n
from tests.laws import driver, ending
from tests.laws.broken import BROKEN
from tests.laws.world import at_most, quick_folder

BOUND = 300  # seconds; a history takes one or two
EVERY = 100  # histories between two lines that say how far it is


def one(seed: int, look: float, mix: str) -> Counter[str]:
    with quick_folder() as folder, at_most(BOUND):
        world = driver.history(folder, seed, look=look, seconds=BOUND, mix=mix)
        ending.end(world)
        return world.count


def run(
    first: int, histories: int, look: float, mix: str, say: bool = False
) -> tuple[Counter[str], BaseException | None]:
    """The counts of all histories, and the first failure; one that does not end is a failure."""
    total: Counter[str] = Counter()
    for seed in range(first, first + histories):
        began = time.process_time()
        try:
            total += one(seed, look, mix)
        except Exception as error:
            error.add_note(f"seed {seed} of the mix “{mix}”")
            return total, error
        took = round((time.process_time() - began) * 1000)
        if took > total["slowest, CPU ms"]:
            total["slowest, CPU ms"], total["its seed"] = took, seed
        if say and (seed - first + 1) % EVERY == 0:
            print(_shown(total), flush=True)
    return total, None


def _shown(total: Counter[str]) -> str:
    return ", ".join(f"{name} {n}" for name, n in sorted(total.items()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--histories", type=int, default=40)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--look", type=float, default=0.1, help="share of steps after which everything is checked")
    parser.add_argument("--mix", choices=("all", "plain", "forks"), default="all", help="what is drawn from")
    parser.add_argument("--rule", choices=sorted(BROKEN), help="only this broken rule")
    parser.add_argument("--broken", type=int, default=0, help="most histories for each broken rule")
    asked = parser.parse_args()
    i18n.use("en")
    begun = time.monotonic()
    if not asked.rule:
        total, failed = run(asked.first, asked.histories, asked.look, asked.mix, say=True)
        print(f"{time.monotonic() - begun:.0f} s:", _shown(total))
        if failed:
            traceback.print_exception(failed)
            sys.exit(1)
    for name in [asked.rule] if asked.rule else BROKEN if asked.broken else ():
        begun = time.monotonic()
        with BROKEN[name]():
            total, failed = run(asked.first, asked.broken, asked.look, asked.mix)
        lived = f"{total['histories']} histories, {time.monotonic() - begun:.0f} s"
        why = f"{type(failed).__name__}: {str(failed)[:90]!r}" if failed else "NOT NOTICED"
        print(f"{name}: {lived}: {why}", flush=True)


if __name__ == "__main__":
    main()
