"""Indicators described: what is counted, what is left out, and what is said of it."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.figure_decisions import Decision
from qualcode.collect.figure_import import decide, import_figures, printed_cells
from qualcode.collect.indicators import import_indicators, indicators
from qualcode.collect.series_breaks import breaks, set_break
from qualcode.collect.study import new_study
from qualcode.display.numbers import describe, quartiles
from qualcode.display.series import Years, doubts, read_years
from qualcode.display.series_described import changes, describe_year
from qualcode.display.series_shape import bins, box_parts, no_pie
from qualcode.errors import UserError
from qualcode.report.blocks import Table
from qualcode.report.charts_described import CHARTS, figure
from qualcode.report.descriptive import descriptive_blocks, indicator_blocks
from qualcode.report.descriptive_words import notes, sentence
from qualcode.report.phrases import speaking
from qualcode.store import Project
from qualcode.store.lookup import find

REGIONS = """\
code,level,name,parent,aliases
1,kota,Contoh,,
1.1,kecamatan,Utara,Contoh,
1.2,kecamatan,Selatan,Contoh,
1.1.1,kelurahan,Anggrek,Utara,
1.1.2,kelurahan,Bakung,Utara,
1.2.1,kelurahan,Cempaka,Selatan,
1.2.2,kelurahan,Dahlia,Selatan,
"""
INDICATORS = """\
indicator,unit,kind,direction,denominator,source,note
Penduduk,jiwa,count,undeclared,,Dukcapil rekaan,
Penerima bantuan,orang,count,higher_worse,Penduduk,Dinsos rekaan,
Lama sekolah,tahun,value,higher_better,,BPS rekaan,
"""
# Invented. Dahlia has no inhabitants printed for 2023; Cempaka no recipients for 2024; 2025 is preliminary.
FIGURES = [
    ("Penduduk", "Anggrek", 2023, "1.000"), ("Penduduk", "Bakung", 2023, "2.000"), ("Penduduk", "Cempaka", 2023, "4.000"),
    ("Penduduk", "Anggrek", 2024, "1.000"), ("Penduduk", "Bakung", 2024, "2.000"), ("Penduduk", "Cempaka", 2024, "4.000"), ("Penduduk", "Dahlia", 2024, "2.000"),
    ("Penerima bantuan", "Anggrek", 2023, "50"), ("Penerima bantuan", "Bakung", 2023, "60"), ("Penerima bantuan", "Cempaka", 2023, "80"), ("Penerima bantuan", "Dahlia", 2023, "90"),
    ("Penerima bantuan", "Anggrek", 2024, "40"), ("Penerima bantuan", "Bakung", 2024, "60"), ("Penerima bantuan", "Dahlia", 2024, "0"),
    ("Lama sekolah", "Anggrek", 2023, "8,5"), ("Lama sekolah", "Bakung", 2023, "9,0"), ("Lama sekolah", "Cempaka", 2023, "9,0"), ("Lama sekolah", "Dahlia", 2023, "11,5"),
]  # fmt: skip
PARENT = {"Anggrek": "Utara", "Bakung": "Utara", "Cempaka": "Selatan", "Dahlia": "Selatan"}


@pytest.fixture
def town(tmp_path: Path) -> Project:
    (tmp_path / "w.csv").write_text(REGIONS, encoding="utf-8")
    (tmp_path / "i.csv").write_text(INDICATORS, encoding="utf-8")
    lines = [
        f'{name},kelurahan,{area},{PARENT[area]},{year},,"{printed}",rekaan,T1' for name, area, year, printed in FIGURES
    ]
    head = "indicator,level,region,parent,year,unit,value_as_printed,source,table"
    (tmp_path / "f.csv").write_text("\n".join([head, *lines]), encoding="utf-8")
    project = new_study(tmp_path / "s", "Sri", str(tmp_path / "w.csv"))
    import_indicators(project, tmp_path / "i.csv")
    import_figures(project, tmp_path / "f.csv")
    return project


def years_of(project: Project, name: str, **how: object) -> Years:
    return read_years(project, find(project, "indicator", name), **how)  # type: ignore[arg-type]


def test_the_statistics_of_a_textbook_column() -> None:
    """Squares of the first nine primes' places worked by hand: 2 4 4 4 5 5 7 9, mean 5, sum of squares 32."""
    found = describe([2, 4, 4, 4, 5, 5, 7, 9])
    assert found is not None
    assert (found.mean, found.median, found.minimum, found.maximum, found.gap, found.ratio) == (5, 4.5, 2, 9, 7, 4.5)
    assert found.deviation == pytest.approx((32 / 7) ** 0.5)
    assert quartiles([1, 2, 3, 4]) == (1.75, 3.25)  # Hyndman & Fan's definition 7, as R prints it
    assert describe([3.0]).deviation is None  # type: ignore[union-attr]


def test_a_count_becomes_a_rate_and_says_who_has_no_denominator(town: Project) -> None:
    years = years_of(town, "Penerima bantuan")
    described = describe_year(years, 2023, chosen=True)
    assert [(one.name, one.value) for one in described.ordered] == [
        ("Anggrek", 50.0),
        ("Bakung", 30.0),
        ("Cempaka", 20.0),
    ]
    assert [one.name for one in described.left_out["no_denominator"]] == ["Dahlia"]
    assert (described.worst[0].name, described.best[0].name) == ("Anggrek", "Cempaka")  # more recipients are worse
    with speaking("id"):
        said = " ".join(notes(described))
        assert "Tanpa pembagi untuk tahun itu 1: Dahlia." in said and "PERHATIAN" not in said
        assert sentence(described).startswith(
            "3 dari 4 kelurahan: median 30,00; terburuk Anggrek (50,00), terbaik Cempaka (20,00)"
        )
        assert "PERHATIAN: ini jumlah" in " ".join(
            notes(describe_year(years_of(town, "Penerima bantuan", rated=False)))
        )


def test_every_rate_equals_a_plain_query(town: Project) -> None:
    plain = town.rows(
        "SELECT r.name, f.year, 1000.0 * f.value / d.value FROM figure f JOIN region r ON r.id=f.region JOIN indicator i ON i.id=f.indicator"
        " JOIN figure d ON d.indicator=i.denominator AND d.region=f.region AND d.year=f.year WHERE i.name='Penerima bantuan'"
    )
    years = years_of(town, "Penerima bantuan")
    found = [(one.name, at.year, one.value) for at in years.years for one in at.values if one.value is not None]
    assert sorted(found) == sorted(plain) and len(found) == 6


def test_missing_is_left_out_and_zero_stays_zero(town: Project) -> None:
    described = describe_year(years_of(town, "Penerima bantuan"), 2024, chosen=True)
    assert described.year.used[described.best[0].region] == 0  # Dahlia: nobody, and said so
    assert described.best[0].name == "Dahlia"
    assert [one.name for one in described.left_out["absent"]] == ["Cempaka"]
    assert described.description is not None and (described.description.n, described.description.missing) == (3, 1)


def test_equal_figures_share_their_rank_and_a_standard_is_compared_with(town: Project) -> None:
    described = describe_year(years_of(town, "Lama sekolah"), standard=9.0)
    assert [(one.name, described.ranks[one.region]) for one in described.ordered] == [
        ("Anggrek", 1), ("Bakung", 2.5), ("Cempaka", 2.5), ("Dahlia", 4),
    ]  # fmt: skip
    against = described.against[-1]
    assert (against.kind, against.better, against.worse, against.equal) == ("standard", 1, 1, 2)


def test_an_excluded_figure_is_left_out_with_its_reason_and_a_corrected_one_is_said(town: Project) -> None:
    cells = {(c.region, c.indicator): c for c in printed_cells(town)}
    decide(town, cells["Dahlia", "Lama sekolah"], Decision("exclude", "salah cetak", None, "11,5"))
    decide(town, cells["Anggrek", "Lama sekolah"], Decision("correct", "menurut BPS", 8.0, "8,5"))
    described = describe_year(years_of(town, "Lama sekolah"))
    with speaking("id"):
        said = " ".join(notes(described))
    assert described.description is not None and (described.description.n, described.description.minimum) == (3, 8.0)
    assert "Dikeluarkan dengan keputusan 1: Dahlia (salah cetak)." in said
    assert "Dikoreksi dengan keputusan 1: Anggrek (menurut BPS)." in said


def test_an_excluded_denominator_makes_no_rate(town: Project) -> None:
    cells = {(c.region, c.indicator, c.year): c for c in printed_cells(town)}
    decide(town, cells["Anggrek", "Penduduk", "2023"], Decision("exclude", "salah baris", None, "1.000"))
    described = describe_year(years_of(town, "Penerima bantuan"), 2023, chosen=True)
    assert [one.name for one in described.left_out["no_denominator"]] == ["Anggrek", "Dahlia"]
    assert described.worst[0].name == "Bakung"


def test_changes_stop_at_what_is_missing_and_at_a_break(town: Project) -> None:
    years = years_of(town, "Penerima bantuan")
    found = changes(years)
    assert found is not None and (found.first, found.last) == (2023, 2024)
    by_name = {one.name: one for one in found.changes}
    assert (by_name["Anggrek"].absolute, by_name["Anggrek"].percent) == (-10, -20)
    assert (by_name["Cempaka"].why, by_name["Dahlia"].why) == ("missing", "missing")
    indicator = years.indicator.id
    assert set_break(town, indicator, 2024, "pendataan baru") and not set_break(town, indicator, 2024, "pendataan baru")
    broken = changes(years_of(town, "Penerima bantuan"))
    assert broken is not None and broken.broken == (2024,) and {one.absolute for one in broken.changes} == {None}
    set_break(town, indicator, 2024, "")
    assert breaks(town, indicator) == {}


def test_a_pie_needs_parts_of_one_whole(town: Project) -> None:
    assert no_pie(describe_year(years_of(town, "Lama sekolah"))) == "not_counts"
    counts = years_of(town, "Penerima bantuan", rated=False)
    assert no_pie(describe_year(counts, 2024, chosen=True)) == "missing"
    whole = describe_year(counts, 2023, chosen=True)
    assert no_pie(whole) == "" and len(figure(whole, "pie").shapes) > 4
    with pytest.raises(UserError, match="do not"):
        figure(describe_year(years_of(town, "Lama sekolah")), "pie")


def test_a_trend_needs_two_years(town: Project) -> None:
    with pytest.raises(UserError, match="two comparable years"):
        figure(describe_year(years_of(town, "Lama sekolah")), "trend")
    assert "2023" in figure(describe_year(years_of(town, "Penerima bantuan")), "trend").alt


def test_the_chapter_part_has_one_table_of_all_and_says_what_is_missing(town: Project) -> None:
    with speaking("id"):
        (table,) = [block for block in descriptive_blocks(town) if isinstance(block, Table)]
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        assert rows[2][:4] == ["Penerima bantuan per 1.000 penduduk", "kelurahan", "2024", "3/4"]
        assert any(
            "Tidak ada angka untuk 1: Cempaka. Tidak ada angka bukan berarti nol." in note for note in table.notes
        )
        kinds = [type(block).__name__ for block in indicator_blocks(describe_year(years_of(town, "Penerima bantuan")))]
        assert kinds == ["Paragraph", "Table", "Table", "Figure", "Table", "Figure"]


def test_bins_follow_freedman_and_diaconis() -> None:
    """1..27: IQR 13, n^(1/3) = 3, width 2 * 13 / 3 = 8.67, rounded to 10."""
    found = bins([float(n) for n in range(1, 28)])
    assert (found.rule, found.edges, found.counts) == ("fd", (0, 10, 20, 30), (9, 10, 8))
    assert bins([4.0, 4.0, 4.0]).counts == (3,)


def test_the_box_plot_of_tukey() -> None:
    parts = box_parts([1, 2, 3, 4, 5, 6, 7, 8, 9, 30])
    assert (parts.q1, parts.median, parts.q3) == (3.25, 5.5, 7.75)
    assert (parts.low, parts.high, parts.beyond) == (1, 9, (9,))


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.one_of(st.none(), st.integers(-1000, 1000).map(lambda n: n / 4)), min_size=1, max_size=60),
    st.integers(),
)
def test_order_changes_nothing_and_missing_is_never_zero(values: list[float | None], seed: int) -> None:
    mixed = random.Random(seed).sample(values, len(values))
    one, two = describe(values), describe(mixed)
    known = [value for value in values if value is not None]
    assert (one is None) == (not known)
    if one is not None and two is not None:
        assert (one.n, one.missing, one.median, one.q1, one.minimum) == (
            two.n,
            two.missing,
            two.median,
            two.q1,
            two.minimum,
        )
        assert one.mean == pytest.approx(two.mean) and one == describe(known + [None] * one.missing)
        assert one.minimum in known and one.maximum in known
        assert sum(bins(known).counts) == len(known)


@pytest.mark.shared
def test_the_published_tables_are_described_as_they_are_printed(shared: Path, tmp_path: Path) -> None:
    """Every year of every printed indicator is described or refused with a reason; PKH of 2023 as a plain count of the file."""
    path = shared / "data" / "indicators_as_printed.csv"
    with new_study(tmp_path / "s", "Sri") as project:
        import_figures(project, path)
        with path.open(encoding="utf-8") as file:
            rows = [row for row in csv.DictReader(file) if row["level"] == "kelurahan" and "PKH" in row["indicator"]]
        doubt = doubts(project)
        drawn = refused = 0
        for one in indicators(project):
            years = read_years(project, one.id, doubt=doubt)
            for at in years.years:
                described = describe_year(years, at.year, chosen=True)
                assert len(at.used) + sum(map(len, described.left_out.values())) == len(at.values)
                assert sentence(described) and set(described.ranks) == set(at.used)
            for kind in CHARTS:
                try:
                    drawn += bool(figure(describe_year(years), kind).alt)
                except UserError:
                    refused += 1
            if any(one.name == row["indicator"] for row in rows):
                plain = {
                    (row["region"], row["year"]): float(row["value_as_printed"].replace(".", ""))
                    for row in rows
                    if row["indicator"] == one.name
                }
                for at in years.years:
                    found = {value.name: value.value for value in at.values if value.value is not None}
                    assert found == {region: number for (region, year), number in plain.items() if year == str(at.year)}
        assert drawn > 100 and refused > 0
