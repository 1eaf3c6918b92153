"""What triangulation costs: 1,000 sources, 100,000 codings, 60 themes, 54 kelurahan, 10 indicators, a link a theme, and all 600 pairs.

    python benchmarks/triangulation.py

The bar is 2 s of processor time for the declared links, texts not yet read. Sources, people and figures are invented. Three
times each: never counted before, counted before by another process (what counts is kept in the file), and once more.
Processor seconds on two busy cores, 60 links: never counted 3.4 to 3.6 (not met: the texts are read and every coding is placed,
and 0.3 of it is keeping), kept 1.5 to 1.8, again 0.5.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from benchmarks.matrices import ASKED, forget, made
from benchmarks.scratch import folder, machine, table
from qualcode.collect.regions import regions
from qualcode.conclude.joint import joints
from qualcode.conclude.keeping import keep
from qualcode.conclude.permutations import _orders, _side_by_side
from qualcode.store import Project, act, ids, open_project

THEMES, INDICATORS = 60, 10


def main() -> None:
    print(f"  {machine()}")
    with folder() as here:
        made(here / "big.qualcode", sources=1000, codes=THEMES, turns=60, codings=100_000)
        with open_project(here / "big.qualcode") as project:
            link(project)
            rows: list[tuple[object, ...]] = [("1,000 sources, 100,000 codings, 60 themes, 10 indicators", *ASKED)]
            rows.append(("  60 declared links", *timed(project, lambda: joints(project))))
            rows.append(
                ("  the same, kept with their threads", *timed(project, lambda: keep(project, joints(project))))
            )
            rows.append(("  600 pairs, exploratory", *timed(project, lambda: joints(project, explore=True))))
        table(rows)


def link(project: Project) -> None:
    """A theme for each code, figures of every kelurahan for each indicator, and one link a theme."""
    rnd = random.Random(5)
    codes = [code for (code,) in project.rows("SELECT id FROM code ORDER BY name")]
    places = [region.id for region in regions(project, "kelurahan")]
    with act(project, "themes") as a:
        measured = [ids.new_id() for _number in range(INDICATORS)]
        for number, rec in enumerate(measured):
            a.create("indicator", rec, name=f"angka {number}", measure="value", direction=-1 if number % 2 else 1)
            for place in places:
                value = rnd.random() * 100
                a.create(
                    "figure", ids.new_id(), indicator=rec, region=place, year=2024, printed=f"{value:.1f}", value=value
                )
        for number, code in enumerate(codes):
            theme = ids.new_id()
            a.create("theme", theme, name=f"tema {number}", nature="problem", status="defined", position=number)
            a.create("theme_code", ids.new_id(), theme=theme, code=code)
            indicator = measured[number % INDICATORS]
            a.create(
                "link", ids.derived(theme, "link:" + indicator.hex()), theme=theme, indicator=indicator,
                relation="problem_when_worse", closeness="direct", made="before",
            )  # fmt: skip


def timed(project: Project, work: Callable[[], object]) -> list[str]:
    """Seconds of processor time with nothing counted, no text read and no permutations made; with nothing read; and again."""
    found = []
    for state in ("never", "kept", "again"):
        if state == "never":
            project.conn.execute("DELETE FROM tally")
        if state != "again":
            forget(project)
            _orders.cache_clear()
            _side_by_side.cache_clear()
        began = time.process_time()
        work()
        found.append(f"{time.process_time() - began:.2f}")
    return found


if __name__ == "__main__":
    main()
