"""What counting words, codes and new codes costs: 1,000 sources, 100,000 codings, 60 codes.

    python benchmarks/content.py

The bar: each in seconds. The project is that of matrices.py, every source finished for every code.
Over 3.3 million words: words 1.7 s, pairs 2.2, by kelurahan 1.8, saturation 0.8 of the processor, two busy cores, what counts read.
"""

from __future__ import annotations

from benchmarks.matrices import ASKED, made, timed
from benchmarks.scratch import folder, machine, table
from qualcode.display.content import compare, terms
from qualcode.display.content_codes import code_frequency
from qualcode.display.saturation import saturation
from qualcode.store import open_project


def main() -> None:
    print(f"  {machine()}")
    with folder() as here:
        made(here / "big.qualcode", sources=1000, codes=60, turns=60, codings=100_000)
        rows: list[tuple[object, ...]] = [("1,000 sources, 60 codes, 100,000 codings", *ASKED)]
        with open_project(here / "big.qualcode") as project:
            rows.append(("  words", *timed(project, terms)))
            rows.append(("  words by kelurahan", *timed(project, lambda p: terms(p, by="kelurahan"))))
            rows.append(("  pairs of words", *timed(project, lambda p: terms(p, size=2))))
            rows.append(("  words of coded passages", *timed(project, lambda p: terms(p, where="valence:-1"))))
            rows.append(("  codes by kelurahan", *timed(project, lambda p: code_frequency(p, by="kelurahan"))))
            rows.append(("  saturation, 1,000 orders", *timed(project, saturation)))
            groups = sorted(group.name for group in terms(project, by="gender").groups)[:2]
            rows.append(("  two groups", *timed(project, lambda p: compare(p, "gender", groups[0], groups[1]))))
        table(rows)


if __name__ == "__main__":
    main()
