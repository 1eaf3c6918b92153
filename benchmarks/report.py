"""What the report costs, part by part: 1,000 sources, 100,000 codings, 60 codes, 15 themes, 54 kelurahan; and a tenth of it.

    python benchmarks/report.py

The bar: the whole chapter as .docx in seconds, with every quote behind its numbers as HTML and as a workbook too. The
project is that of benchmarks/matrices.py with themes over its codes; its people are invented. With 60 themes and links, 21 MB of text, its words
numbered before and what counts kept, the blocks took 10 s of processor time on two busy cores (20 the first time of all, 5 of
them to number the words): content 3, triangulation and voices 1 each, all else less; .docx 3.6.
"""

from __future__ import annotations

import time

from benchmarks.matrices import made
from benchmarks.scratch import folder, machine, table
from qualcode.reduce.themes import add_theme
from qualcode.report import chapter, reading, writers
from qualcode.store import Project, ids, open_project

SIZES = ((100, 10_000), (1000, 100_000))


def main() -> None:
    print(f"  {machine()}")
    with folder() as here:
        for sources, codings in SIZES:
            path = here / f"{sources}.qualcode"
            made(path, sources=sources, codes=60, turns=60, codings=codings)
            with open_project(path) as project:
                project.coder = ids.coder_id(project.id, "c0")
                for n in range(15):
                    add_theme(
                        project, f"Tema {n}", nature="problem", codes=[f"kode-{k}" for k in range(4 * n, 4 * n + 4)]
                    )
                print(f"  {sources} sources, {codings} codings")
                table([("part", "s"), *measured(project)])


def measured(project: Project) -> list[tuple[object, ...]]:
    rows: list[tuple[object, ...]] = []
    began = last = time.perf_counter()
    name = ""

    def step(what: str, at: int, of: int) -> None:
        nonlocal last, name
        now = time.perf_counter()
        if name:
            rows.append((f"  {name}", f"{now - last:.1f}"))
        last, name = now, what

    plain = chapter.chapter(project, chapter.Plan(), step=step)
    rows.append(("the chapter as blocks", f"{time.perf_counter() - began:.1f}"))
    rows.append(("  as .docx", _seconds(lambda: writers.render(plain.document, ".docx"))))
    began = time.perf_counter()
    full = chapter.chapter(project, chapter.with_quotes(chapter.Plan(), ".html", True))
    rows.append(("with every quote", f"{time.perf_counter() - began:.1f}"))
    for ending in (".html", ".xlsx"):
        rows.append((f"  as {ending}", _seconds(lambda ending=ending: writers.render(full.document, ending))))  # type: ignore[misc]
    rows.append(("reading copy", _seconds(lambda: reading.reading(project))))
    return rows


def _seconds(work: object) -> str:
    assert callable(work)
    began = time.perf_counter()
    work()
    return f"{time.perf_counter() - began:.1f}"


if __name__ == "__main__":
    main()
