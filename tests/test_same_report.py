"""Two projects that hold the same and differ only in their ids give the same report, to the byte."""

from __future__ import annotations

from pathlib import Path

from qualcode.conclude.findings import add_finding, findings, set_finding
from qualcode.reduce.codings_csv import import_codings
from qualcode.reduce.completion import finish
from qualcode.reduce.issues import write
from qualcode.reduce.themes import add_theme
from qualcode.report import chapter, writers
from tests.study_for_tests import Study, interview, study

CODES = ("utang", "upah", "warung", "borongan")


def filled(folder: Path) -> Study:
    """Four codes on the same words: their ids decide nothing."""
    one = study(folder)
    one.codes(*CODES)
    sources = []
    for number, area in enumerate(("Pajang", "Semanggi", "Pajang"), 1):
        said = ("Kami utang di warung sampai upah borongan turun.", "Air lancar.")
        source = one.text(f"W-0{number}", interview(area, *said, name=f"Bu {number}"))
        sources.append(source)
    for coder, names in (
        (one.project.coder, CODES),
        (one.coder("bagus"), CODES[2:]),
    ):  # whose id comes first is by chance
        rows = [f"W-0{number},{name},utang di warung,-1" for number in (1, 2, 3) for name in names]
        table = one.folder / "koding.csv"
        table.write_text("\n".join(["source,code,quote,valence", *rows]), "utf-8")
        import_codings(one.project, table, coder=coder)
    for source in sources:
        finish(one.project, source)
    theme = add_theme(one.project, "Upah datang tak tentu", nature="problem", codes=CODES)
    add_theme(one.project, "Warung menolong", nature="strength", codes=("warung",))
    add_finding(one.project, "Utang menutup jeda upah", theme=theme)
    (found,) = findings(one.project)
    set_finding(one.project, found, status="supported", reason="semua mengatakannya")
    write(one.project, None, theme, None, {}, problem="Upah terlambat", recommendation="Bayar mingguan")
    return one


def test_the_ids_of_a_project_decide_nothing_of_its_report(tmp_path: Path) -> None:
    reports = set()
    for seed in range(4):
        one = filled(tmp_path / str(seed))
        made = chapter.chapter(one.project, chapter.with_quotes(chapter.plan(one.project), ".md", True)).document
        reports.add(writers.render(made, ".md").decode())
        one.project.close()
    (told,) = reports
    assert "Upah terlambat" in told and "kode utang" in told
