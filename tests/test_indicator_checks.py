"""The checks name a cell, what was expected and how sure they are; and are silent on tables that are right."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from qualcode.collect.checks import check_cells
from qualcode.collect.checks.board import Alarm
from qualcode.collect.figure_cells import Cell, read_numbers
from qualcode.collect.figure_files import read_cells
from tests.cli_world import CommandLine

PLACES = {
    "Karanglor": ("Sumberjati", "Tegalsari", "Kalimulyo", "Batuasri", "Suketan"),
    "Wonorejo": ("Gunungsari", "Muaradadi", "Pulokidul", "Tanjungan"),
}
FIRST = (1210, 8432, 5105, 2318, 3977, 6120, 1533, 4804, 9218)


def alarms(tmp_path: Path, text: str) -> dict[str, Alarm]:
    """The alarms of a table by place."""
    path = tmp_path / "t.csv"
    path.write_text(text, encoding="utf-8")
    cells = read_numbers(read_cells(path)[0])[0]
    return {cells[a.at].place: a for a in check_cells(cells)}


def people(wrong: dict[tuple[int, int], int | str] | None = None, years: int = 3, *, totals: bool = True) -> str:
    """Invented people of nine kelurahan; ``wrong`` puts other figures at (kelurahan, year)."""
    columns = [[round(v * 1.01**y + (v + y) % 7) for v in FIRST] for y in range(years)]
    printed: list[list[int | str]] = [list(c) for c in columns]
    for (row, year), value in (wrong or {}).items():
        printed[year][row] = value
    lines, n = ["Kelurahan;" + ";".join(f"Jumlah Penduduk (jiwa) {2022 + y}" for y in range(years))], 0
    for kecamatan, villages in PLACES.items():
        lines.append(f"Kecamatan {kecamatan}" + ";" * years)
        lines += [f"{v};" + ";".join(str(c[n + k]) for c in printed) for k, v in enumerate(villages)]
        if totals:
            lines.append("Jumlah;" + ";".join(str(sum(c[n : n + len(villages)])) for c in columns))
        n += len(villages)
    return "\n".join(lines) + "\n"


def test_a_table_that_is_right_raises_nothing(tmp_path: Path) -> None:
    assert alarms(tmp_path, people()) == {}
    assert alarms(tmp_path, people(totals=False)) == {}


@pytest.mark.parametrize(
    ("wrong", "place", "kind", "expected"),
    [
        ({(1, 1): 8251}, "C4", "subtotal", 8521),  # two digits exchanged, told by the subtotal and the other years
        ({(1, 1): "8.520.000"}, "C4", "unit", 8520),
        ({(6, 2): "15.6.9"}, "D11", "malformed", 1564),
        ({(3, 0): -2319}, "B6", "negative", 2319),
    ],
)
def test_one_wrong_cell_is_the_one_that_is_named(
    tmp_path: Path, wrong: dict[tuple[int, int], int | str], place: str, kind: str, expected: float
) -> None:
    (found,) = alarms(tmp_path, people(wrong)).items()
    assert (found[0], found[1].kind) == (place, kind)
    assert found[1].expected == pytest.approx(expected, abs=6)


def test_rows_moved_by_one_are_told_without_sums(tmp_path: Path) -> None:
    columns = [[round(v * 1.01**y + (v + y) % 7) for v in FIRST] for y in range(3)]
    moved = {(n, 2): columns[2][(n + 1) % 5] for n in range(5)}
    found = alarms(tmp_path, people(moved, totals=False))
    assert {place: a.expected for place, a in found.items()} == {f"D{3 + n}": columns[2][n] for n in range(5)}
    assert {a.kind for a in found.values()} == {"rows_shifted"}


def test_a_short_column_moved_as_a_whole_is_told(tmp_path: Path) -> None:
    """With all rows in the wrong place the change of the column says nothing any more."""
    rows = [[round(v * 1.004**y) + (v + 7 * y) % 50 for y in range(4)] for v in (88600, 48300, 79100, 138900, 170200)]
    last = [row[3] for row in rows]
    for n, row in enumerate(rows):
        row[3] = last[(n + 1) % 5]
    text = "Kecamatan;2021;2022;2023;2024\n" + "".join(
        f"K{n};" + ";".join(map(str, r)) + "\n" for n, r in enumerate(rows)
    )
    found = alarms(tmp_path, text)
    assert {p: (a.kind, a.expected) for p, a in found.items()} == {
        f"E{2 + n}": ("rows_shifted", last[n]) for n in range(5)
    }


def test_two_years_of_a_row_exchanged_are_told_by_both_sums(tmp_path: Path) -> None:
    columns = [[round(v * 1.01**y + (v + y) % 7) for v in FIRST] for y in range(3)]
    found = alarms(tmp_path, people({(4, 0): columns[1][4], (4, 1): columns[0][4]}))
    assert {(place, a.kind, a.expected) for place, a in found.items()} == {
        ("B7", "year_swap", columns[0][4]),
        ("C7", "year_swap", columns[1][4]),
    }


def test_a_row_copied_from_the_one_above(tmp_path: Path) -> None:
    columns = [[round(v * 1.01**y + (v + y) % 7) for v in FIRST] for y in range(3)]
    found = alarms(tmp_path, people({(2, y): columns[y][1] for y in range(3)}))
    assert {place: a.expected for place, a in found.items()} == {f"{'BCD'[y]}5": columns[y][2] for y in range(3)}


@pytest.mark.parametrize(
    ("text", "place", "kind"),
    [
        ("Kecamatan;Laki-laki;Perempuan;Jumlah\nA;10;12;22\nB;30;33;63\nC;20;21;42\nD;15;16;31\nJumlah;75;82;157\n", "D4", "parts"),
        ("Kecamatan;Rumah Layak (%)\nA;91,5\nB;108,2\nC;88,0\n", "B3", "over_100"),
        ("Kecamatan;RLS (tahun)\nA;10,2\nB;10,8\nC;10,4\nKota X;11,2\n", "B5", "outside_parts"),
        ("Kecamatan;Luas (km2);Penduduk (jiwa);Kepadatan (jiwa/km2)\nA;2,00;4.000;2.000,00\nB;1,50;4.500;3.000,00\nC;3,00;6.600;2.020,00\nD;1,25;5.000;4.000,00\nE;4,10;8.610;2.100,00\nF;2,20;5.500;2.500,00\n", "D4", "identity"),
        ("Kecamatan;Warga (orang);Peringkat\nA;40;2\nB;50;1\nC;30;4\nD;20;4\nE;10;5\nF;5;6\n", "C4", "rank"),
        ("Kecamatan;Warga (orang)\nA;40\nB;50\nA;40\n", "B4", "duplicate_row"),
        ("Tahun;IPM\n2016;78,2\n2017;78,6\n2018;79,0\n2019;794,1\n2020;79,8\n2021;80,1\n", "B5", "unit"),  # one town by itself
        ("Tahun;HLS (tahun)\n2016;14,02\n2017;14,11\n2018;14,20\n2019;19,24\n2020;14,37\n2021;14,46\n", "B5", "jump"),
        ("Kecamatan;Warga (orang);Persentase Warga (%)\nA;400;20,0\nB;500;25,0\nC;100;5,0\nD;300;15,0\nE;260;13,0\nF;440;32,0\nKota X;2.000;100,0\n", "C7", "identity"),
    ],
)  # fmt: skip
def test_what_cannot_be_so(tmp_path: Path, text: str, place: str, kind: str) -> None:
    assert {p: a.kind for p, a in alarms(tmp_path, text).items()} == {place: kind}


def test_two_columns_exchanged_in_a_row_are_told_by_both_totals(tmp_path: Path) -> None:
    text = "Kecamatan;Laki-laki;Perempuan;Jumlah\nA;100;112;212\nB;330;303;633\nC;200;215;415\nD;150;164;314\nJumlah;753;821;1574\n"
    found = alarms(tmp_path, text)
    assert {place: (a.kind, a.expected) for place, a in found.items()} == {
        "B3": ("swapped_columns", 303.0),
        "C3": ("swapped_columns", 330.0),
    }


def test_of_two_years_of_a_row_the_pair_is_named_that_makes_it_like_the_others(tmp_path: Path) -> None:
    rows = [[round(v * 1.18**y * (1 + (v + y) % 3 / 200)) for y in range(4)] for v in FIRST]
    rows[4][0], rows[4][2] = rows[4][2], rows[4][0]
    text = "Kecamatan;2021;2022;2023;2024\n" + "".join(
        f"K{n};" + ";".join(map(str, r)) + "\n" for n, r in enumerate(rows)
    )
    assert {p: a.kind for p, a in alarms(tmp_path, text).items()} == {"B6": "year_swap", "D6": "year_swap"}


def test_an_area_divided_is_noted_and_no_jump(tmp_path: Path) -> None:
    text = people(years=3, totals=False).splitlines()
    first = text[2].split(";")
    text[2] = ";".join([first[0], first[1], *[str(int(v) - 700) for v in first[2:]]])
    text.insert(3, "Pemekaran;-;700;707")
    found = alarms(tmp_path, "\n".join(text))
    assert {p: (a.kind, a.severity) for p, a in found.items()} == {"B3": ("vintage", "note")}


@pytest.mark.parametrize(
    "text",
    [
        "Kecamatan;Warga (orang);Persentase Penduduk (%)\nA;40;40,0\nB;50;50,0\nC;10;10,0\nJumlah;100;100,0\n",  # shares that sum up
        "Kecamatan;Warga (orang) 2023;Warga (orang) 2024\nA;-;...\nB;50;52\nC;10;11\nJumlah;60;63\n",  # dashes are answers
        "Kelurahan;2021;2022;2023\nA;55;78;61\nB;81;52;80\nC;12;15;9\nD;40;29;44\nE;7;9;12\nF;33;31;21\n",  # small counts that waver fit any order
        "Kecamatan;APK SD (%)\nA;104,5\nB;98,0\n",  # gross enrolment may exceed a hundred
        "Kabupaten/Kota;Warga (orang)\nKota A;40\nKota B;50\nKabupaten C;60\n",  # towns of a province are no totals
        "Kelurahan;Warga (orang)\nKecamatan Utara;900\nA;40\nB;50\nKecamatan Selatan;700\nC;30\nD;20\n",  # only some kelurahan are listed
    ],
)
def test_what_is_no_alarm(tmp_path: Path, text: str) -> None:
    assert alarms(tmp_path, text) == {}


@pytest.mark.parametrize(
    ("bumi", "place", "expected"),
    [
        ("-;610;1330", "B4", 720),  # what lacks is of the column's size: it was left out
        ("-;610;6100", "D4", 610),  # a slip of the hand that is seen in the digits
        ("-;610;613", "D4", 610),  # no figure of that column
    ],
)
def test_a_dash_beside_a_total_may_be_the_figure_that_lacks(
    tmp_path: Path, bumi: str, place: str, expected: float
) -> None:
    rows = ("Pajang;800;790;1590", "Sondakan;905;915;1820", f"Bumi;{bumi}", "Jajar;530;520;1050", "Kerten;402;444;846")
    (found,) = alarms(
        tmp_path, "\n".join(("Kelurahan;Laki-laki;Perempuan;Jumlah", *rows, "Panularan;-;700;700\n"))
    ).items()
    assert (found[0], found[1].expected) == (place, expected)


def test_a_text_that_says_otherwise_than_the_table() -> None:
    def cell(table: str, year: str, printed: str) -> Cell:
        return Cell(table, "Jumlah penduduk", "jiwa", "kelurahan", "Kalimulyo", "Karanglor", year, printed)

    cells = read_numbers([cell("4.4", "2023", "1.250"), cell("4.4", "2024", "1.310"), cell("teks", "2023", "1.310")])[0]
    (found,) = check_cells(cells)
    assert (found.at, found.kind, found.expected) == (2, "prose_differs", 1250)
    assert "2024" in found.message


@pytest.mark.shared
def test_the_printed_tables_of_the_reference_study(shared: Path) -> None:
    """Its known defects, each on its cell: columns in another order, subtotals, exchanged sexes, malformed figures."""
    cells = read_numbers(read_cells(shared / "data" / "indicators_as_printed.csv")[0])[0]
    assert len(cells) == 820
    found: dict[str, set[tuple[str, str, str]]] = {}
    for a in check_cells(cells):
        c = cells[a.at]
        found.setdefault(a.kind, set()).add((c.table, c.region if c.level != "kota" else "-", c.year))
    banjarsari = {
        r["kelurahan"]
        for r in csv.DictReader((shared / "data" / "kelurahan.csv").open())
        if r["kecamatan"] == "Banjarsari"
    }
    moved = {
        "Baluwarti",
        "Gajahan",
        "Kauman",
        "Kampung Baru",
        "Kedung Lumbu",
        "Sangkrah",
        "Sriwedari",
        "Penumping",
    } | banjarsari - {"Banyuanyar"}
    assert found["malformed"] == {("4.5", "Baluwarti", "2023"), ("4.5", "Kepatihan Wetan", "2022")}
    jebres = {
        r["kelurahan"] for r in csv.DictReader((shared / "data" / "kelurahan.csv").open()) if r["kecamatan"] == "Jebres"
    }
    joined = {
        ("4.5", name, "2022") for name in jebres
    }  # populations of other rows over the own area, one printed amiss
    assert found["rows_shifted"] == {("4.4", name, "2024") for name in moved} | joined - {
        ("4.5", "Kepatihan Wetan", "2022")
    }
    assert "jump" not in found
    assert found["subtotal"] == {("4.9", "Laweyan", "2024"), ("4.9", "Pasar Kliwon", "2024"), ("4.9", "Jebres", "2024")}
    assert found["parts"] == found["swapped_columns"] == {("4.2", "-", "2024")}
    assert found["outside_parts"] == {("5.6", "-", "2024")}
    assert found["identity"] == {("4.2", "-", "2023")}


# Decisions

FILE = "Kelurahan;Penduduk (jiwa) 2024\nKec. Laweyan;\nPajang;24.563\nSondakan;12.004\nJumlah;36.667\n"


def test_a_decision_is_kept_with_its_reason_and_the_figure_follows(study: CommandLine) -> None:
    path = study.write("t.csv", FILE)
    study("indicators", "import", path)
    (item,) = study.items("indicators", "check")
    assert (item["kind"], item["region"], item["value"], item["expected"], item["decision"]) == (
        "subtotal",
        "Laweyan",
        "36.667",
        36567.0,
        "",
    )
    study("indicators", "correct", item["id"][:8], "36.567", "--reason", "the parts were counted again")
    (again,) = study.items("indicators", "check")
    assert "the parts were counted again" in again["decision"]
    total = next(f for f in study.items("figures") if f["region"] == "Laweyan")
    assert (total["printed"], total["value"], total["flags"]) == ("36.667", 36567.0, ["corrected"])
    study("indicators", "import", path)  # the same table again does not undo what was decided
    assert next(f for f in study.items("figures") if f["region"] == "Laweyan")["value"] == 36567.0
    assert study.items("indicators", "check", "--open") == []
    study("indicators", "exclude", item["id"], "--reason", "not needed")
    assert next(f for f in study.items("figures") if f["region"] == "Laweyan")["value"] is None
    study("undo")
    assert next(f for f in study.items("figures") if f["region"] == "Laweyan")["value"] == 36567.0


def test_a_dry_run_shows_how_columns_are_read_and_writes_nothing(study: CommandLine) -> None:
    before = study.state()
    said = study("indicators", "import", study.write("t.csv", FILE), "--dry-run").out
    assert "1.234,56 (3 cells show it)" in said
    assert study.state() == before


def test_regions_the_project_lacks_are_named_and_made_only_when_asked(study: CommandLine) -> None:
    path = study.write("t.csv", FILE.replace("Sondakan", "Kalimulyo"))
    assert "no such region: t.csv:B4: Kalimulyo" in study("indicators", "import", path).out
    assert len(study.items("figures")) == 2
    assert len(study.items("indicators", "check")) == 1  # the check sees the whole table all the same
    study("indicators", "import", path, "--add-regions")
    assert {f["region"] for f in study.items("figures")} == {"Pajang", "Kalimulyo", "Laweyan"}


def test_files_are_checked_without_a_project(study: CommandLine, tmp_path: Path) -> None:
    (item,) = study.items("indicators", "check", study.write("t.csv", FILE))
    assert {
        "kind",
        "severity",
        "table",
        "indicator",
        "level",
        "region",
        "year",
        "value",
        "expected",
        "certainty",
        "message",
    } <= set(item)
    assert "no cell has the id" in study.fails("indicators", "accept", "ffff", "--reason", "x")


def test_shares_that_make_a_hundred_under_names_of_their_own(tmp_path: Path) -> None:
    """Neither ``Sumur`` is an age nor need the parts be called after the whole; the hundred itself is never the fault."""
    rows = ["A;47,3;18,1;34,6;100", "B;33,7;28,6;37,7;100", "C;37,5;25,3;57,2;100", "D;42,8;174,0;39,8;100", "E;29,4;28,5;42,1;100",
            "F;40,2;20,8;39,0;100", "G;44,3;18,1;37,6;100", "H;40,6;18,5;40,9;100"]  # fmt: skip
    head = "Persentase Rumah Tangga Menurut Kecamatan dan Sumber Air di Kota Sidoarum, 2022 (persen)\nKecamatan;Ledeng;Sumur Bor;Air Kemasan;Jumlah\n"
    found = alarms(tmp_path, head + "\n".join(rows))
    assert {place: (a.kind, a.expected) for place, a in found.items()} == {
        "D5": ("parts", 37.2), "C6": ("unit", 17.4),
    }  # fmt: skip


def test_one_year_far_from_others_that_stand_still(tmp_path: Path) -> None:
    years = "Uraian;2019;2020;2021;2022;2023\n"
    found = alarms(tmp_path, years + "Umur Harapan Hidup (tahun);77,12;77,20;77,38;10,71;77,71\nKasus;12;40;9;31;22\n")
    assert set(found) == {"E2"} and found["E2"].kind == "jump" and round(found["E2"].expected or 0) == 78


def test_two_measures_exchanged_in_one_year(tmp_path: Path) -> None:
    text = (
        "Uraian;2020;2021;2022;2023\nRata-rata Lama Sekolah (tahun);10,41;10,52;77,38;10,71\n"
        "Umur Harapan Hidup (tahun);77,12;77,20;10,66;77,55\nGini;0,36;0,37;0,36;0,35\n"
    )
    found = alarms(tmp_path, text)
    assert {place: (a.kind, a.expected) for place, a in found.items()} == {
        "D2": ("rows_shifted", 10.66), "D3": ("rows_shifted", 77.38),
    }  # fmt: skip


def test_a_run_of_rows_copied_from_another_year_is_told_and_no_sum_is_held_against_the_others(tmp_path: Path) -> None:
    columns = [[round(v * 1.01**y + (v + y) % 7) for v in FIRST] for y in range(4)]
    copied = {(n, 2): columns[1][n] for n in (0, 1, 2, 3)}
    found = alarms(tmp_path, people(copied, years=4))
    assert {p: a.kind for p, a in found.items()} == {f"D{r}": "copied_year" for r in (3, 4, 5, 6)}
    still = {(n, 2): columns[1][n] for n in range(8)} | {(n, 3): columns[1][n] for n in range(8)}
    kinds = {a.kind for a in alarms(tmp_path, people(still, years=4, totals=False)).values()}
    assert "copied_year" not in kinds  # nothing changes from year to year there


def test_a_net_enrolment_over_a_hundred_needs_no_unit(tmp_path: Path) -> None:
    text = "Angka Partisipasi Murni (APM) Menurut Kecamatan, 2023\nKecamatan;SD/MI;SMP/MTs\nKaranglor;109,5;83,1\nWonorejo;96,2;81,7\n"
    assert {p: a.kind for p, a in alarms(tmp_path, text).items()} == {"B3": "over_100"}


def test_a_misspelt_region_is_told_with_the_name_it_may_be_and_checks_know_the_projects_names(
    study: CommandLine,
) -> None:
    path = study.write("t.csv", "Penduduk, 2023\nKelurahan;Penduduk\nPajang;11.203\nSondakn;9.100\n")
    assert "no such region: t.csv:B4: Sondakn (Sondakan?)" in study("indicators", "import", path, "--dry-run").out
    path = study.write(
        "t.csv", "Penduduk miskin, 2023\nUraian;Persentase (%)\nPajang;11,2\nSONDAKAN;182,0\nJajar;9,5\n"
    )
    (item,) = study.items("indicators", "check", path)
    assert (item["kind"], item["level"], item["region"]) == ("over_100", "kelurahan", "SONDAKAN")


def test_densities_of_which_half_are_off_are_told_where_the_whole_town_says_how_they_are_made(tmp_path: Path) -> None:
    text = (
        "Tabel 1 Penduduk, 2023\nKecamatan;Luas (km2);Penduduk (jiwa);Kepadatan (jiwa/km2)\n"
        "Utara;10;50.000;6.900\nSelatan;20;40.000;2.000\nTimur;8;33.000;4.500\nBarat;5;30.000;6.000\nKota Sidoarum;43;156.000;3.628\n"
    )
    found = alarms(tmp_path, text)
    assert {p: (a.kind, a.expected) for p, a in found.items()} == {"D3": ("identity", 5000), "C5": ("identity", 36000)}


def test_of_two_equal_years_the_one_is_named_against_which_the_sum_speaks(tmp_path: Path) -> None:
    columns = [[round(v * 1.01**y + (v + y) % 7) for v in FIRST] for y in range(3)]
    found = alarms(tmp_path, people({(n, 2): columns[1][n] for n in (0, 1, 2, 3)}))  # the last year
    assert {(p, a.kind) for p, a in found.items()} == {(f"D{r}", "copied_year") for r in (3, 4, 5, 6)}
    found = alarms(tmp_path, people({(n, 0): columns[1][n] for n in (0, 1, 2, 3)}))  # the first
    assert {(p, a.kind) for p, a in found.items()} == {(f"B{r}", "copied_year") for r in (3, 4, 5, 6)}


def test_rows_shifted_between_tables_of_one_year_each(tmp_path: Path) -> None:
    names, then = [v for some in PLACES.values() for v in some], [round(v * 1.01) for v in FIRST]
    now = [*then[:2], *then[3:8], then[2], then[8]]
    tables = [
        "\n".join([f"Tabel 3.{n} Jumlah Penduduk Menurut Kelurahan, {year}", "Kelurahan;Penduduk (jiwa)"] + [f"{v};{x}" for v, x in zip(names, column, strict=True)])
        for n, year, column in ((1, 2022, FIRST), (2, 2023, now))
    ]  # fmt: skip
    found = alarms(tmp_path, "\n\n".join(tables))
    assert {p: (a.kind, a.expected) for p, a in found.items()} == {
        f"B{17 + n}": ("rows_shifted", then[2 + n]) for n in range(6)
    }


def test_the_whole_town_printed_twice_once_without_figures(tmp_path: Path) -> None:
    head = "Tabel 1. Jumlah Penduduk Kota Sumberjaya, 2020\nKecamatan;Laki-laki;Perempuan\n"
    assert not alarms(
        tmp_path, head + "Karanglor;1200;1234\nWonorejo;1300;1322\nKota Sumberjaya;-;-\nJumlah;2500;2556\n"
    )
