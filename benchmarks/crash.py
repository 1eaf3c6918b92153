"""kill -9 at 50 random moments of import, coding and merge: does the project open, whole, with all that was done?"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

from benchmarks.scratch import folder, machine, table
from tests.crash import kill, scene
from tests.crash.scene import Aftermath


def outcome(found: list[Aftermath]) -> list[object]:
    """The counts that matter of a campaign: interrupted, well, with lost work, half in, damaged."""
    return [
        len(found), sum(a.well for a in found), sum(bool(a.lost) for a in found), sum(bool(a.half) for a in found),
        sum(bool(a.damage) for a in found), f"{sum(a.done for a in found) / len(found):.0f}", _under_way(found),
    ]  # fmt: skip


HEADINGS = ("", "runs", "well", "lost work", "half in", "damage", "done before (mean)", "interrupted during")


def _under_way(found: Iterable[Aftermath]) -> str:
    return ", ".join(f"{verb or 'nothing'} {n}" for verb, n in Counter(a.under_way for a in found).most_common())


def main(kills: int = 50) -> None:
    print(f"  {machine()}")
    with folder() as here:
        found = kill.campaign(scene.prepare(here / "scene"), kills)
    table([HEADINGS, ("kill -9", *outcome(found))])
    for a in found:
        if not a.well:
            print(f"  {a}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
