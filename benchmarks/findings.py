"""What reviewing themes and findings costs: 1,000 sources, 100,000 codings, 60 themes, 20 findings on them.

    python benchmarks/findings.py

The bar is 2 s of processor time for the board of all themes and for the list of all findings. Sources and people are invented.
"""

from __future__ import annotations

from benchmarks.matrices import ASKED, made
from benchmarks.scratch import folder, machine, table
from benchmarks.triangulation import THEMES, link, timed
from qualcode.conclude.cases import case, cases
from qualcode.conclude.findings import add_finding, findings
from qualcode.conclude.heard import heard
from qualcode.conclude.testing import compute
from qualcode.conclude.theme_review import rest, reviews
from qualcode.reduce.themes import themes
from qualcode.store import open_project


def main() -> None:
    print(f"  {machine()}")
    with folder() as here:
        made(here / "big.qualcode", sources=1000, codes=THEMES, turns=60, codings=100_000)
        with open_project(here / "big.qualcode") as project:
            link(project)
            for theme in themes(project)[:20]:
                add_finding(project, f"temuan {theme.name}", theme=theme.id)
            rows: list[tuple[object, ...]] = [("1,000 sources, 100,000 codings, 60 themes, 20 findings", *ASKED)]
            rows.append(("  60 themes reviewed", *timed(project, lambda: reviews(project))))
            rows.append(("  20 findings with their voices", *timed(project, lambda: cases(project))))
            rows.append(("  what no theme holds", *timed(project, lambda: rest(project))))
            ground = heard(project)
            one = case(findings(project)[0], ground)
            rows.append(("  who is missing from a finding", *timed(project, lambda: compute(project, one, ground, 1))))
            rows.append(("  its outliers", *timed(project, lambda: compute(project, one, ground, 5))))
        table(rows)


if __name__ == "__main__":
    main()
