"""What networks and the tile map cost: 1,000 sources, 100,000 codings, 60 codes; every unit, the order, the way back, the map.

    python benchmarks/networks.py

The bar: each in a second or so of processor time once what counts is read (that is ``matrices``' first line).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from benchmarks.matrices import made
from benchmarks.scratch import folder, machine, table
from qualcode.display.citymap import theme_maps
from qualcode.display.meetings import meetings, together
from qualcode.display.seriation import ordered
from qualcode.reduce.counting import counted
from qualcode.store import open_project


def main() -> None:
    print(f"  {machine()}")
    rows: list[tuple[object, ...]] = [("1,000 sources, 60 codes, 100,000 codings", "processor, s")]
    with folder() as here:
        made(here / "big.qualcode", sources=1000, codes=60, turns=60, codings=100_000)
        with open_project(here / "big.qualcode") as project:
            rows.append(("  what counts", spent(lambda: counted(project))))
            for unit, near in (("span", 0), ("turn", 0), ("near", 2), ("near", 10), ("source", 0)):
                name = f"  met by {unit}{f':{near}' if near else ''}"
                rows.append((name, spent(lambda u=unit, n=near: meetings(project, u, n))))  # type: ignore[misc]
            met = meetings(project)
            rows.append((f"  the order of {len(met.network.nodes)} codes", spent(lambda: ordered(met.network))))
            tie = met.network.ties[0]
            rows.append(("  the passages of a tie", spent(lambda: together(met, tie.one, tie.other))))
            rows.append(("  the maps of 60 codes", spent(lambda: theme_maps(project, "codes"))))
    table(rows)


def spent(work: Callable[[], object]) -> str:
    began = time.process_time()
    work()
    return f"{time.process_time() - began:.2f}"


if __name__ == "__main__":
    main()
