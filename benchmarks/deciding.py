"""A simulated coder decides the sample's queue: true codings among the first 100 decisions, ranked against in text order.

    python -m benchmarks.deciding [--decisions 100]

The sample project is made, and a new coder decides what the codebook's keywords propose as the sample's coders did: a
proposal is right where one of them put that code on words it overlaps. What they left uncoded counts as wrong, though
they did not code everything, so precision is understated in every order alike. ``keywords``: ranked by how a code's keyword
did so far; ``learned``: by what was learned too, refitted after every ten decisions, which also proposes passages
that no keyword finds.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from typing import Any

from benchmarks.scratch import folder, table

BATCH = 10  # decisions between two looks at the queue


def main() -> None:
    from qualcode.collect.study import add_coder
    from qualcode.reduce.accepting import accept, reject
    from qualcode.reduce.codings import codings
    from qualcode.reduce.learning import fit, read
    from qualcode.reduce.queue import queue
    from qualcode.reduce.suggestions import Suggestion, suggestions
    from qualcode.sample import make_sample
    from qualcode.store import open_project
    from qualcode.store.ids import coder_id

    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--decisions", type=int, default=100)
    most = options.parse_args().decisions
    with folder() as place:
        path = make_sample(place / "sample").path
        project = open_project(path)
        real: dict[tuple[bytes, bytes], list[tuple[int, int]]] = {}
        for one in codings(project):
            real.setdefault((one.source, one.code), []).append((one.start, one.stop))

        def right(one: Suggestion) -> bool:
            return any(a < one.stop and one.start < b for a, b in real.get((one.source, one.code.id), ()))

        reading = read(project)
        orders: dict[str, Callable[[bytes], list[Suggestion]]] = {
            "in text order": lambda coder: suggestions(project, coder),
            "ranked by keywords": lambda coder: [one.suggestion for one in queue(project, coder)],
            "ranked, learned": lambda coder: [
                one.suggestion for one in queue(project, coder, learned=fit(project, coder, reading))
            ],
        }
        rows: list[tuple[Any, ...]] = [("", "right", "of", "s a look")]
        for number, (name, order) in enumerate(orders.items()):
            add_coder(project, f"uji{number}")
            coder = coder_id(project.id, f"uji{number}")
            hits = decided = 0
            spent = looks = 0.0
            while decided < most:
                began = time.process_time()
                now = order(coder)[: min(BATCH, most - decided)]
                spent, looks = spent + time.process_time() - began, looks + 1
                if not now:
                    break
                good = [one for one in now if right(one)]
                accept(project, good, coder, bulk=False)
                reject(project, [one for one in now if not right(one)], coder)
                hits, decided = hits + len(good), decided + len(now)
            rows.append((name, hits, decided, f"{spent / max(1, looks):.2f}"))
        waiting = suggestions(project, coder_id(project.id, "sri"))
        table(rows)
        add_coder(project, "uji")
        every = suggestions(project, coder_id(project.id, "uji"))
        print(
            f"keyword proposals in all: {len(every)}, right {sum(map(right, every))}; {len(waiting)} that sri left uncoded"
        )


if __name__ == "__main__":
    main()
