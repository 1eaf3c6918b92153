"""A team in miniature: six processes code and sync through a bad carrier, one is killed now and then; is all there in the end?"""

from __future__ import annotations

import sys

from benchmarks.scratch import folder, machine, table
from tests.team import story


def main(seconds: int = 120, members: int = 6) -> None:
    print(f"  {machine()}; {members} members, {seconds} s, a kill -9 every 3 s")
    with folder() as here:
        found = story.play(here, members=members, seconds=seconds)
    table([("", ""), *((name, found.count[name]) for name in ("done", "sync", "came in", "noticed", "mended", "killed", "refused", "actions", "codings", "logs"))])  # fmt: skip
    table([("rounds until quiet", found.rounds), ("s for them and the checks", f"{found.seconds:.0f}"), ("reported as done and lost", found.lost), ("different states", found.states), ("faults", len(found.faults))])  # fmt: skip
    if not found.well:
        raise SystemExit("; ".join(found.faults) or "not one state")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:] if word.isdigit()))
