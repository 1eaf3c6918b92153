"""The five shapes of tables: every cell from the records, nothing missing a zero, every number a way to what it rests on."""

from __future__ import annotations

from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.collect.attributes import put as put_attributes
from qualcode.collect.figure_import import import_figures
from qualcode.collect.indicators import import_indicators
from qualcode.display.framework import box
from qualcode.errors import UserError
from qualcode.reduce import issues as issue_rows
from qualcode.reduce import summaries as work
from qualcode.reduce.completion import finish
from qualcode.reduce.summaries import find_case
from qualcode.reduce.themes import add_theme
from qualcode.report.blocks import Block, Quotes, Table, cells
from qualcode.report.framework_tables import Wish, grouping, table_blocks, written_blocks
from qualcode.report.phrases import speaking
from tests.study_for_tests import Study, interview, study

DEBT, WATER = "Utang menutup kekurangan", "Air memisahkan"

INDICATORS = """\
indicator,unit,kind,direction,denominator,source
Anak putus sekolah SD,anak,count,higher_worse,,Dinas
Anak putus sekolah SMP,anak,count,higher_worse,,Dinas
Lama sekolah,tahun,value,higher_better,,BPS
"""


@pytest.fixture
def s(tmp_path: Path) -> Study:
    """Debt is raised in Pajang and asked in vain in Semanggi; Sewu is not finished, the other 51 kelurahan not sampled."""
    one = study(tmp_path / "studi")
    debt, _water = one.codes("utang", "air")
    pajang = one.text("W-1", interview("Pajang", "Saya utang di warung.", "Air lancar."))
    one.code(pajang, debt, "Saya utang", valence=-1)
    semanggi = one.text("W-2", interview("Semanggi", "Sudah.", name="Bu B"))
    one.text("W-3", interview("Sewu", "Utang ke bank.", name="Bu C"))
    for source in (pajang, semanggi):
        finish(one.project, source)
    add_theme(one.project, DEBT, nature="problem", codes=["utang"])
    add_theme(one.project, WATER, nature="neutral", codes=["air"])
    people = [
        (rec, "golongan", group)
        for (rec,), group in zip(
            one.project.rows("SELECT id FROM participant ORDER BY pseudonym"), ("harian", "usaha", "usaha"), strict=True
        )
    ]
    put_attributes(one.project, "participants", people)
    return one


def write(one: Study, case: str, theme: str = DEBT, **texts: str) -> None:
    here = box(one.project, work.find_theme(one.project, theme), find_case(one.project, case))
    work.write(one.project, here.theme.id, here.case, here.rests_on, **texts)


def blocks(one: Study, name: str, **wish: object) -> list[Block]:
    with speaking("en"):
        found = table_blocks(one.project, Wish(name, **wish))  # type: ignore[arg-type]
    there = {block.anchor for block in found if isinstance(block, Quotes)}
    assert {cell.link for block in found for cell in cells(block) if cell.link} <= there, "every link leads somewhere"
    return found


def table(one: Study, name: str, **wish: object) -> tuple[list[list[str]], Table]:
    made = blocks(one, name, **wish)[0]
    assert isinstance(made, Table)
    return [[cell.text for cell in row.cells] for row in made.rows], made


def test_themes_by_areas_both_ways_with_a_category_and_every_silence_named(s: Study) -> None:
    write(s, "Pajang", level="tinggi", text="Warung menjadi bank")
    write(s, "Semanggi", WATER, level="baik")
    down, made = table(s, "framework", category=WATER, themes=(DEBT,), swap=False)
    assert down == [
        ["Pajang\n(Laweyan)", "Tinggi: Warung menjadi bank (−1/1)", "○ not yet written (0/1)"],
        ["Semanggi\n(Pasar Kliwon)", "○ not yet written (0/1)", "Baik"],
        ["Sewu\n(Jebres)", "… not finished", "… not finished"],
    ]
    assert any("51" in note for note in made.notes) and any("no zero" in note for note in made.notes)
    across, _made = table(s, "framework", swap=True, themes=(DEBT,))
    assert across == [[DEBT, *(row[1] for row in down)]]
    everything, _made = table(s, "framework", everything=True, themes=(DEBT,), swap=False)
    assert len(everything) == 54 and sum("not sampled" in row[1] for row in everything) == 51


def test_a_stale_cell_and_one_that_rests_on_nothing_are_marked(s: Study) -> None:
    write(s, "Pajang", level="tinggi")
    write(s, "Semanggi", text="Tidak ada yang berutang")
    s.code(s.project.value("SELECT id FROM source WHERE name LIKE 'W-1%'"), s.project.value("SELECT id FROM code WHERE name='utang'"), "di warung")  # fmt: skip
    rows, made = table(s, "framework", themes=(DEBT,), swap=False)
    assert rows[0][1].startswith("Tinggi*") and rows[1][1] == "Tidak ada yang berutang°"
    assert sum("(1 cells)" in note for note in made.notes) == 2


def test_classes_by_themes_with_who_belongs_to_them(s: Study) -> None:
    write(s, "golongan:harian", level="kritis", text="Upah harian")
    rows, made = table(s, "framework", by="golongan", members=True, themes=(DEBT,))
    assert [column.title for column in made.columns] == ["Golongan", "Informants", DEBT]
    assert rows[0] == ["harian", "1: Bu A", "Kritis: Upah harian (−1/1)"]
    assert rows[1][1:] == ["2: Bu B, Bu C", "○ not yet written (0/1)"]


def test_conclusions_name_their_sources_by_counting(s: Study) -> None:
    write(s, "semua", level="rentan", text="Utang di mana-mana", conclusion="Utang menggantikan jaminan")
    rows, made = table(s, "conclusions", by="golongan")
    assert rows[0] == [DEBT, "Rentan: Utang di mana-mana", "1 informants: harian\n1 of 2 transcripts: 1 interview", "Utang menggantikan jaminan"]  # fmt: skip
    assert rows[1][1:] == ["○ not yet written (0/2)", "0/2", "○ not yet written"]
    assert made.rows[0].cells[2].link is not None


def test_issues_in_the_columns_that_are_filled_or_wished(s: Study) -> None:
    here = box(s.project, work.find_theme(s.project, DEBT), find_case(s.project, "Pajang"))
    issue_rows.write(
        s.project,
        None,
        here.theme.id,
        here.case.region,
        here.rests_on,
        problem="Tidak ada pinjaman murah",
        owner="Dinas",
    )
    issue_rows.write(s.project, None, None, None, {}, problem="Jalan rusak", reference="Perda 3")
    rows, made = table(s, "issues")
    assert [column.key for column in made.columns] == [
        "no",
        "theme",
        "problem",
        "cause",
        "recommendation",
        "owner",
        "reference",
        "scope",
    ]
    assert rows[0] == ["1", DEBT, "Tidak ada pinjaman murah (−1/1)", "○ not yet written", "○ not yet written", "Dinas", "-", "Pajang"]  # fmt: skip
    assert rows[1][1:3] == ["-", "Jalan rusak°"]
    assert [column.key for column in table(s, "issues", fields=("problem", "target"))[1].columns] == [
        "no",
        "problem",
        "target",
    ]
    assert len(table(s, "issues", region="Pajang")[0]) == 1
    with pytest.raises(UserError, match="warna"):
        blocks(s, "issues", fields=("warna",))


def figures(one: Study, *rows: str) -> None:
    (one.folder / "i.csv").write_text(INDICATORS)
    head = "table,indicator,level,region,year,value_as_printed,source"
    (one.folder / "f.csv").write_text("\n".join((head, *rows)) + "\n")
    import_indicators(one.project, one.folder / "i.csv")
    import_figures(one.project, one.folder / "f.csv")


def counts(name: str, *printed: str, year: int = 2024) -> list[str]:
    areas = ("Laweyan", "Serengan", "Pasar Kliwon", "Jebres", "Banjarsari")
    return [f"1,{name},kecamatan,{area},{year},{text},Dinas" for area, text in zip(areas, printed, strict=True) if text]


SD, SMP, YEARS = "Anak putus sekolah SD", "Anak putus sekolah SMP", "Lama sekolah"


def test_numbers_have_totals_of_counts_and_of_nothing_else(s: Study) -> None:
    figures(s, *counts(SD, "1", "2", "3", "4", "0"), *counts(SMP, "10", "20", "30", "40", "50"), *counts(YEARS, "9", "8", "7", "6", "5"))  # fmt: skip
    rows, made = table(s, "numbers", indicators=(SD, SMP), total=True)
    assert [column.title for column in made.columns][1:] == ["SD", "SMP", "Total"]
    assert rows[-1] == ["Total", "10", "150", "160"] and rows[4] == ["Banjarsari", "0", "50", "50"]
    rows, made = table(s, "numbers", indicators=(SD, YEARS))
    assert rows[-1] == ["Total", "10", "-"] and any("Lama sekolah" in note for note in made.notes)
    for wrong in (
        {"indicators": (SD, YEARS), "total": True},
        {"indicators": (SD,), "years": (2023, 2024), "total": True},
        {},
    ):
        with pytest.raises(UserError):
            blocks(s, "numbers", **wrong)
    quoted = [block for block in blocks(s, "numbers", indicators=(SD,)) if isinstance(block, Quotes)]
    assert len(quoted) == 5 and quoted[0].items[0].attribution == "Dinas, table 1", "every figure as it was printed"


def test_a_sum_with_a_hole_is_no_sum_and_what_is_missing_is_no_zero(s: Study) -> None:
    figures(s, *counts(SD, "1", "", "3", "tidak ada", "0"), f"2,{SD},kecamatan,Laweyan,2024,5,Lain")
    rows, made = table(s, "numbers", indicators=(SD,))
    assert [row[1] for row in rows] == ["1†", "...", "3", "...", "0", "..."]
    assert any("not zero (2 cells)" in note for note in made.notes) and any("No total" in note for note in made.notes)


def test_years_in_rows_or_columns_and_what_is_written_beside(s: Study) -> None:
    figures(s, *counts(SD, "1", "2", "3", "4", "0"), *counts(SD, "2", "2", "2", "2", "2", year=2023))
    assert [column.title for column in table(s, "numbers", indicators=(SD,), years=(2023, 2024))[1].columns][1:] == ["2023", "2024"]  # fmt: skip
    rows, _made = table(s, "numbers", indicators=(SD,), by="year", region="kecamatan:Jebres")
    assert rows == [["2023", "2"], ["2024", "4"]]
    write(s, "kecamatan:Laweyan", text="Iuran berat")
    rows, made = table(s, "numbers", indicators=(SD,), remark=DEBT)
    assert rows[0] == ["Laweyan", "1", "Iuran berat (−1/1)"] and rows[1][2] == "· not sampled"
    assert made.rows[0].cells[2].link is not None


YEARS_LEFT = count(1900)  # a year of its own for every example


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["", "-", "...", "0", "7", "1.204", "x"]), min_size=5, max_size=5))
def test_no_figure_that_is_not_there_becomes_a_zero(s: Study, printed: list[str]) -> None:
    year = next(YEARS_LEFT)
    figures(s, *counts(SD, *printed, year=year))
    with speaking("en"):
        made = table_blocks(s.project, Wish("numbers", indicators=(SD,), years=(year,)))[0]
    assert isinstance(made, Table)
    known = {"0": 0, "7": 7, "1.204": 1204}
    assert [row.cells[1].value for row in made.rows[:5]] == [known.get(text) for text in printed]
    assert [row.cells[1].text == "..." for row in made.rows[:5]] == [text not in known for text in printed]
    whole = sum(known[text] for text in printed) if set(printed) <= set(known) else None
    assert made.rows[5].cells[1].value == whole


def test_every_number_links_to_as_many_passages_as_it_counts(s: Study) -> None:
    write(s, "Pajang", text="Warung menjadi bank")
    found = blocks(s, "framework", themes=(DEBT,), swap=False)
    made, *_rest = found
    assert isinstance(made, Table)
    lists = {block.anchor: block for block in found if isinstance(block, Quotes)}
    links = [cell.link for row in made.rows for cell in row.cells if cell.link]
    assert links == list(lists), "one list a cell with passages, and no other"
    assert [quote.text for quote in lists[links[0]].items] == ["Saya utang"]


def test_the_report_has_a_table_for_each_kind_of_case_in_which_something_is_written(s: Study) -> None:
    assert not blocks_written(s)
    write(s, "Pajang", text="Warung menjadi bank")
    write(s, "golongan:harian", text="Upah harian")
    write(s, "semua", text="Utang di mana-mana")
    made = [block for block in blocks_written(s) if isinstance(block, Table)]
    assert [one.anchor for one in made] == ["framework kelurahan", "framework golongan", "conclusions semua"]
    assert [column.title for column in made[0].columns] == ["Kelurahan", DEBT]
    assert made[0].notes[-1] == f"Themes not summed up here: {WATER}."
    assert grouping(s.project) == "golongan", "roles that nobody gave tell nothing"


def blocks_written(one: Study) -> list[Block]:
    with speaking("en"):
        return written_blocks(one.project)
