"""Asked or not asked: how often the proposal is right, against sources read by hand.

The sample corpus (12 sources with an interviewer; its guide says what was asked) and eight invented transcripts with
another guide (tests/data/asking). Half of the sources, every second by name, are those on which the thresholds were
chosen; the other half is what the figure is.
"""

from __future__ import annotations

from pathlib import Path

from benchmarks.scratch import folder, table
from qualcode.collect.asking import ASKED, CLEAR_NO, CLEAR_YES, grid
from qualcode.collect.guide import import_guide
from qualcode.collect.guide_files import read_guide
from qualcode.collect.sources import import_file
from qualcode.collect.study import new_study
from qualcode.collect.yamlfile import load_yaml

ROOT = Path(__file__).parents[1]
OWN = ROOT / "tests" / "data" / "asking"
Judged = tuple[str, str, float, bool]  # source, topic, score, asked in truth


def judged(corpus: Path, guide: Path, asked: dict[str, list[str]]) -> list[Judged]:
    """Every topic in every source that has an interviewer."""
    with folder() as here, new_study(here / "studi", "sri") as project:
        import_guide(project, {"topics": read_guide(guide).data["topics"]}, str(guide))
        for name in asked:
            import_file(project, next(corpus.glob(f"{name}.*")))
        seen = grid(project)
        return [
            (one.name, topic.key, seen.cells[one.id, topic.id].score, topic.key in asked[one.name])
            for one in seen.sources
            for topic in seen.topics
            if one.questions
        ]


def all_judged() -> list[Judged]:
    sample = ROOT / "corpus"
    return [
        *judged(sample, sample / "guide.yaml", load_yaml(sample / "guide.yaml")["asked"]),
        *judged(OWN, OWN / "panduan.md", load_yaml(OWN / "asked.yaml")),
    ]


def figures(rows: list[Judged], threshold: float) -> tuple[float, float, float]:
    """Precision and recall of "asked", and the share of all answers that is right."""
    yes = [asked for _s, _t, score, asked in rows if score >= threshold]
    right = sum(yes)
    asked_in_all = sum(row[3] for row in rows)
    no_right = sum(not row[3] for row in rows if row[2] < threshold)
    return right / max(1, len(yes)), right / asked_in_all, (right + no_right) / len(rows)


def main() -> None:
    rows = all_judged()
    names = sorted({row[0] for row in rows})
    halves = {"chosen on": set(names[::2]), "reported": set(names[1::2])}
    shown: list[tuple[object, ...]] = [("half", "threshold", "n", "asked", "precision", "recall", "right")]
    for half, inside in halves.items():
        part = [row for row in rows if row[0] in inside]
        for threshold in (30, 40, ASKED, 60, 70, 80):
            numbers = [f"{figure:.3f}" for figure in figures(part, threshold)]
            shown.append((half, f"{threshold:.0f}", len(part), sum(row[3] for row in part), *numbers))
    table(shown)
    for half, inside in halves.items():
        part = [row for row in rows if row[0] in inside]
        yes = [row[3] for row in part if row[2] >= CLEAR_YES]
        no = [not row[3] for row in part if row[2] < CLEAR_NO]
        print(f"  {half}: clear yes {sum(yes)} of {len(yes)} right, clear no {sum(no)} of {len(no)} right")


if __name__ == "__main__":
    main()
