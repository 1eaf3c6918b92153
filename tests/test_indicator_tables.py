"""Printed tables, in the shapes that statistics offices print, become one cell a row. All names and figures are invented."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.figure_cells import Cell, counted, read_numbers
from qualcode.collect.figure_files import read_cells
from qualcode.errors import UserError


def read(path: Path, text: str | None = None) -> list[Cell]:
    if text is not None:
        path = path / "t.csv"
        path.write_text(text, encoding="utf-8")
    return read_numbers(read_cells(path)[0])[0]


def short(cells: list[Cell]) -> list[str]:
    """level region < parent | indicator [unit] year: printed = value"""
    return [
        f"{c.level} {c.region}{' < ' + c.parent if c.level == 'kelurahan' else ''} | {c.indicator}"
        f"{' [' + c.unit + ']' if c.unit else ''} {c.year}{c.mark}: {c.printed} = {c.value if c.value is None else format(c.value, '.10g')}"
        for c in cells
    ]


GROUPS = """\
Tabel 3.1.2;;;;
Jumlah Penduduk Menurut Kelurahan di Kota Sidoarum, 2023 dan 2024;;;;
No.;Kecamatan / Kelurahan;Luas (km2);Jumlah Penduduk (jiwa);
;;;2023;2024**
(1);(2);(3);(4);(5)
A;Karanglor;;;
1;Sumberjati;1,20;12.345;12.456
2;Tegalsari;0,95;8200;...
;Jumlah;2,15;20.545;12.456
B;Wonorejo;;;
1;Kalimulyo;1,1;7.100;7.200 r)
;Jumlah;1,1;7.100;7.200
;Kota Sidoarum;3,25;27.645;-
Sumber: Dinas Rekaan, 2025;;;;
**) Angka sementara;;;;
"""


def test_kecamatan_as_heads_with_subtotals_years_and_marks(tmp_path: Path) -> None:
    cells = read(tmp_path, GROUPS)
    assert short(cells)[:6] == [
        "kelurahan Sumberjati < Karanglor | Luas [km2] : 1,20 = 1.2",
        "kelurahan Sumberjati < Karanglor | Jumlah Penduduk [jiwa] 2023: 12.345 = 12345",
        "kelurahan Sumberjati < Karanglor | Jumlah Penduduk [jiwa] 2024**: 12.456 = 12456",
        "kelurahan Tegalsari < Karanglor | Luas [km2] : 0,95 = 0.95",
        "kelurahan Tegalsari < Karanglor | Jumlah Penduduk [jiwa] 2023: 8200 = 8200",
        "kelurahan Tegalsari < Karanglor | Jumlah Penduduk [jiwa] 2024**: ... = None",
    ]
    assert [s for s in short(cells) if s.startswith("k") and "2023" in s and not s.startswith("kel")] == [
        "kecamatan Karanglor | Jumlah Penduduk [jiwa] 2023: 20.545 = 20545",
        "kecamatan Wonorejo | Jumlah Penduduk [jiwa] 2023: 7.100 = 7100",
        "kota Kota Sidoarum | Jumlah Penduduk [jiwa] 2023: 27.645 = 27645",
    ]
    assert {(c.table, c.source) for c in cells} == {("3.1.2", "Dinas Rekaan, 2025")}
    assert next(c for c in cells if c.printed == "7.200 r)").flags == ("marked", "mark:r)", "mark:**")
    assert next(c for c in cells if c.printed == "12.345").place == "D7"


@pytest.mark.parametrize(
    ("body", "levels"),
    [
        ("Kecamatan Karanglor;10\nSumberjati;4\nTegalsari;6\nKecamatan Wonorejo;5\nKalimulyo;5\nKota Sidoarum;15", "CVVCVK"),  # subtotals first
        ("Sumberjati;4\nTegalsari;6\nKecamatan Karanglor;10\nKalimulyo;5\nKecamatan Wonorejo;5\nTotal;15", "VVCVCK"),  # and below
        ("KARANGLOR;10\nSumberjati;4\nTegalsari;6\nWONOREJO;5\nKalimulyo;5\nJUMLAH;15", "CVVCVK"),  # told by capitals
        ("Kec. Karanglor;\nSumberjati;4\nTegalsari;6\nKec. Wonorejo;\nKalimulyo;5\nJumlah;15", "VVVK"),  # names alone, no subtotals
        ("Karanglor;\nSumberjati;4\nTegalsari;6\nSub Jumlah;10\nWonorejo;\nKalimulyo;5\nSub Jumlah;5\nJumlah Total;15", "VVCVCK"),
    ],
)  # fmt: skip
def test_levels_by_what_rows_are_called(tmp_path: Path, body: str, levels: str) -> None:
    cells = read(tmp_path, f"Warga Menurut Kelurahan di Kota Sidoarum, 2024;\nKelurahan;Warga (orang)\n{body}\n")
    letter = {"kecamatan": "C", "kelurahan": "V", "kota": "K"}
    assert "".join(letter[c.level] for c in cells) == levels
    villages = {c.region: c.parent.title() for c in cells if c.level == "kelurahan"}
    assert villages == {"Sumberjati": "Karanglor", "Tegalsari": "Karanglor", "Kalimulyo": "Wonorejo"}
    assert {c.parent.title() for c in cells if c.level == "kecamatan"} <= {"Karanglor", "Wonorejo"}


def test_roman_and_arabic_numbers_tell_kecamatan_from_kelurahan(tmp_path: Path) -> None:
    cells = read(
        tmp_path,
        "No;Wilayah;Warga\nI;Karanglor;10\n1;Sumberjati;4\n2;Tegalsari;6\nII;Wonorejo;5\n1;Kalimulyo;5\n;Jumlah;15\n",
    )
    assert [(c.level, c.region, c.parent) for c in cells][:4] == [
        ("kecamatan", "Karanglor", "Karanglor"), ("kelurahan", "Sumberjati", "Karanglor"),
        ("kelurahan", "Tegalsari", "Karanglor"), ("kecamatan", "Wonorejo", "Wonorejo"),
    ]  # fmt: skip


def test_two_columns_of_names_the_first_said_once(tmp_path: Path) -> None:
    text = "Kecamatan;Kelurahan;2023;2024\nKaranglor;Sumberjati;1.250;1.300\n;Tegalsari;980;1.010\n;Jumlah;2.230;2.310\nWonorejo;Kalimulyo;640;655\nJumlah;;2.870;2.965\n"
    cells = read(tmp_path, text)
    assert [(c.level, c.region, c.parent) for c in cells][::2] == [
        ("kelurahan", "Sumberjati", "Karanglor"), ("kelurahan", "Tegalsari", "Karanglor"), ("kecamatan", "Karanglor", "Karanglor"),
        ("kelurahan", "Kalimulyo", "Wonorejo"), ("kota", "Jumlah", ""),
    ]  # fmt: skip


def test_measures_down_and_years_across(tmp_path: Path) -> None:
    text = "Tabel 4.2;;;\nJumlah Penduduk Kota Sidoarum Tahun 2021-2022;;;\nNo;Variabel;2021;2022\n1.;Jumlah penduduk;52.278;52.308\n;Laki-laki;25.717;25.727\n;Perempuan;26.561;26.581\n2.;Laju pertumbuhan (%);0,09;-0,05\n"
    assert short(read(tmp_path, text)) == [
        "kota Kota Sidoarum | Jumlah penduduk 2021: 52.278 = 52278", "kota Kota Sidoarum | Jumlah penduduk 2022: 52.308 = 52308",
        "kota Kota Sidoarum | Jumlah penduduk - Laki-laki 2021: 25.717 = 25717", "kota Kota Sidoarum | Jumlah penduduk - Laki-laki 2022: 25.727 = 25727",
        "kota Kota Sidoarum | Jumlah penduduk - Perempuan 2021: 26.561 = 26561", "kota Kota Sidoarum | Jumlah penduduk - Perempuan 2022: 26.581 = 26581",
        "kota Kota Sidoarum | Laju pertumbuhan [%] 2021: 0,09 = 0.09", "kota Kota Sidoarum | Laju pertumbuhan [%] 2022: -0,05 = -0.05",
    ]  # fmt: skip


def test_years_down(tmp_path: Path) -> None:
    cells = read(
        tmp_path,
        "Perkembangan Kota Sidoarum;;\nTahun;Jumlah Penduduk (jiwa);Kepadatan (jiwa/km2)\n2023;1.000.000;200,5\n2024*);1.010.000;202,5\n",
    )
    assert short(cells)[2:] == [
        "kota Kota Sidoarum | Jumlah Penduduk [jiwa] 2024*): 1.010.000 = 1010000",
        "kota Kota Sidoarum | Kepadatan [jiwa/km2] 2024*): 202,5 = 202.5",
    ]


def test_a_head_of_three_rows(tmp_path: Path) -> None:
    text = "Murid Menurut Kecamatan di Kota Sidoarum;;;;;\nKecamatan;Murid (siswa);;;;Guru\n;2023;;2024;;2024\n;Laki-laki;Perempuan;Laki-laki;Perempuan;\nKaranglor;10;11;12;13;4\nWonorejo;20;21;22;23;5\n"
    assert short(read(tmp_path, text))[:5] == [
        "kecamatan Karanglor | Murid - Laki-laki [siswa] 2023: 10 = 10", "kecamatan Karanglor | Murid - Perempuan [siswa] 2023: 11 = 11",
        "kecamatan Karanglor | Murid - Laki-laki [siswa] 2024: 12 = 12", "kecamatan Karanglor | Murid - Perempuan [siswa] 2024: 13 = 13",
        "kecamatan Karanglor | Guru 2024: 4 = 4",
    ]  # fmt: skip


def test_two_tables_on_two_sheets_with_merged_heads(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, plain = book.add_worksheet("Bab 4"), book.add_format()
    sheet.merge_range(0, 0, 0, 3, "Tabel 4.1 Penduduk Menurut Kecamatan di Kota Sidoarum", plain)
    sheet.merge_range(1, 0, 2, 0, "Kecamatan", plain)
    sheet.merge_range(1, 1, 1, 2, "Penduduk (jiwa)", plain)
    sheet.merge_range(1, 3, 2, 3, "Luas (km2)", plain)
    for r, row in enumerate(
        [["", 2023, 2024], ["Karanglor", 25813, 25927, 9.13], ["Wonorejo", 2120, "2.1x1", 3.08], ["Sumber: rekaan"]], 2
    ):
        sheet.write_row(r, 0, row) if r > 2 else sheet.write_row(r, 1, row[1:])
    sheet.write(8, 0, "Tabel 4.2 Rumah Menurut Kecamatan di Kota Sidoarum, 2024")
    for r, row in enumerate(
        [["Kecamatan", "Rumah (unit)"], ["Karanglor", 25.813], ["Wonorejo", 10.18], ["Jumlah", 35.993]], 9
    ):
        sheet.write_row(r, 0, row)
    book.add_worksheet("kosong")
    last = book.add_worksheet("Lain")
    for r, row in enumerate([["Kecamatan", "2024"], ["Karanglor", 1.5], ["Wonorejo", 2.25]]):
        last.write_row(r, 0, row)
    book.close()
    assert short(read(path)) == [
        "kecamatan Karanglor | Penduduk [jiwa] 2023: 25813 = 25813", "kecamatan Karanglor | Penduduk [jiwa] 2024: 25927 = 25927",
        "kecamatan Karanglor | Luas [km2] : 9.13 = 9.13", "kecamatan Wonorejo | Penduduk [jiwa] 2023: 2120 = 2120",
        "kecamatan Wonorejo | Penduduk [jiwa] 2024: 2.1x1 = None", "kecamatan Wonorejo | Luas [km2] : 3.08 = 3.08",
        "kecamatan Karanglor | Rumah [unit] 2024: 25.813 = 25813", "kecamatan Wonorejo | Rumah [unit] 2024: 10.18 = 10180",
        "kota Jumlah | Rumah [unit] 2024: 35.993 = 35993", "kecamatan Karanglor | Lain 2024: 1.5 = 1.5", "kecamatan Wonorejo | Lain 2024: 2.25 = 2.25",
    ]  # fmt: skip
    assert read(path)[6].place == "Bab 4!B11"


def test_a_sheet_of_open_document(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    rows = "".join(
        f"<table:table-row>{''.join(cell % c for c in row)}</table:table-row>"
        for row in (["Kecamatan", "2023", "2024"], ["Karanglor", "1.200", "-"], ["Wonorejo", "980", "1.010"])
    )
    name = "urn:oasis:names:tc:opendocument:xmlns:"
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        z.writestr("META-INF/manifest.xml", f'<manifest:manifest xmlns:manifest="{name}manifest:1.0"/>')
        z.writestr("content.xml", f'<office:document-content xmlns:office="{name}office:1.0" xmlns:table="{name}table:1.0" xmlns:text="{name}text:1.0">'
                   f'<office:body><office:spreadsheet><table:table table:name="4.4">{rows}</table:table></office:spreadsheet></office:body></office:document-content>')  # fmt: skip
    assert [(c.table, c.region, c.year, c.printed) for c in read(tmp_path / "t.ods")] == [
        ("4.4", "Karanglor", "2023", "1.200"), ("4.4", "Karanglor", "2024", "-"), ("4.4", "Wonorejo", "2023", "980"), ("4.4", "Wonorejo", "2024", "1.010"),
    ]  # fmt: skip


def test_heads_in_two_languages_and_the_town_by_its_bare_name(tmp_path: Path) -> None:
    text = "Penduduk Menurut Kecamatan dan Jenis Kelamin di Kota Sidoarum (jiwa), 2024;;;\nKecamatan;Laki-laki/Male;Perempuan/Female;Rasio Jenis Kelamin\nKaranglor;10 000;11 000;90,91\nWonorejo;20 000;20 500;97,56\nSidoarum;30 000;31 500;95,24\n"
    assert short(read(tmp_path, text))[-3:] == [
        "kota Sidoarum | Penduduk - Laki-laki [jiwa] 2024: 30 000 = 30000", "kota Sidoarum | Penduduk - Perempuan [jiwa] 2024: 31 500 = 31500",
        "kota Sidoarum | Rasio Jenis Kelamin 2024: 95,24 = 95.24",
    ]  # fmt: skip


def test_areas_across(tmp_path: Path) -> None:
    text = "Indikator;Satuan;Karanglor;Wonorejo;Kota Sidoarum\nPenduduk;jiwa;10.000;20.000;30.000\nLuas;km2;9,13;3,08;12,21\n"
    assert short(read(tmp_path, text))[1:4] == [
        "kecamatan Wonorejo | Penduduk [jiwa] : 20.000 = 20000", "kota Kota Sidoarum | Penduduk [jiwa] : 30.000 = 30000",
        "kecamatan Karanglor | Luas [km2] : 9,13 = 9.13",
    ]  # fmt: skip


def test_a_table_for_each_kecamatan_that_the_title_names(tmp_path: Path) -> None:
    one = "Kecamatan %s;;\nKelurahan;2023;2024\nSumberjati;1.200;1.250\nTegalsari;980;1.010\nJumlah;2.180;2.260\n"
    cells = read(tmp_path, one % "Karanglor" + ";;\n" + one % "Wonorejo")
    assert [(c.level, c.parent) for c in cells] == [("kelurahan", "Karanglor")] * 4 + [
        ("kecamatan", "Karanglor")
    ] * 2 + [("kelurahan", "Wonorejo")] * 4 + [("kecamatan", "Wonorejo")] * 2


@pytest.mark.parametrize(
    ("column", "values"),
    [
        (
            ["1.234,56", "13.040", "12.38,75"],
            [1234.56, 13040, None],
        ),  # a point before three digits groups, as in the rest
        (["1,234.56", "13,040"], [1234.56, 13040]),
        (["1 234", "980"], [1234, 980]),
        (["-1,76", "4,01"], [-1.76, 4.01]),
        (["53,267,54", "10.218,45"], [None, 10218.45]),
    ],
)
def test_the_convention_is_that_of_the_column(tmp_path: Path, column: list[str], values: list[float | None]) -> None:
    cells = read(
        tmp_path,
        "Kecamatan;Kepadatan (jiwa/km2)\n" + "".join(f"{name};{v}\n" for name, v in zip("ABC", column, strict=False)),
    )
    assert [c.value for c in cells] == values


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("t.pdf", b"%PDF", "a table is a .csv, .xlsx or .ods file"),
        ("t.xlsx", b"PK\x03\x04 broken", "the table cannot be read"),
        ("t.csv", b"", "the table is empty"),
        ("t.csv", b"just words\nand more words\n", "no table of figures was found"),
        ("t.csv", b"indicator,region,value_as_printed\nx,y,1\n", "the table lacks the column level, year"),
    ],
)
def test_a_file_that_is_no_table_is_one_line(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UserError, match=says):
        read(tmp_path / name)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8), min_size=1, max_size=5),
        min_size=1,
        max_size=8,
    )
)
def test_any_sheet_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]) -> None:
    """Whatever stands in the cells: cells as printed, or one line that says there is no table."""
    path = tmp_path_factory.mktemp("any") / "t.csv"
    path.write_text(
        "\n".join(";".join(c.replace(";", "").replace('"', "") for c in row) for row in rows), encoding="utf-8"
    )
    try:
        cells = read(path)
    except UserError:
        return
    printed = {c.replace(";", "").replace('"', "").strip() for row in rows for c in row}
    assert {c.printed for c in cells} <= printed


def test_kecamatan_across_that_only_the_title_calls_so(tmp_path: Path) -> None:
    text = (
        "Jumlah PPKS Menurut Jenis dan Kecamatan di Kota Sidoarum 2024\nJenis PPKS;Karanglor;Wonorejo;Jumlah\n"
        "Anak Terlantar;40;31;71\nFakir Miskin;1.204;988;2.192\n"
    )
    assert short(read(tmp_path, text))[:3] == [
        "kecamatan Karanglor | Jumlah PPKS - Anak Terlantar 2024: 40 = 40",
        "kecamatan Wonorejo | Jumlah PPKS - Anak Terlantar 2024: 31 = 31",
        "kota Jumlah | Jumlah PPKS - Anak Terlantar 2024: 71 = 71",
    ]


def test_a_footnote_mark_of_letters_belongs_to_its_year_and_one_figure_is_no_column(tmp_path: Path) -> None:
    text = (
        "Angka Partisipasi Sekolah di Kota Sidoarum (persen)\nKelompok Umur;2022;2023r)\n"
        "7-12;99.35;99,40\n13-15;96,41;96,80\n16-18;79,52;80,14\n19-24;33,20;33,90\n"
    )
    cells = read(tmp_path, text)
    assert {(c.indicator, c.year, c.mark) for c in cells if c.indicator.endswith("16-18")} == {
        ("Angka Partisipasi Sekolah - 16-18", "2022", ""),
        ("Angka Partisipasi Sekolah - 16-18", "2023", "r)"),
    }
    assert [c.printed for c in read_numbers(cells)[0] if c.value is None] == ["99.35"]  # unlike those below it


def test_letters_and_stars_behind_the_years_of_a_second_head_row_are_marks(tmp_path: Path) -> None:
    text = (
        "Jumlah Kasus Penyakit Menurut Kecamatan di Kota Sidoarum, 2022-2023\nKecamatan;DBD;;TB Paru;\n;2022r;2023*;2022r;2023*\n"
        "Karanglor;31;40;12;9\nWonorejo;-;7;22;18\n"
    )
    assert {(c.indicator, c.year, c.mark) for c in read(tmp_path, text)} == {
        (name, year, mark) for name in ("DBD", "TB Paru") for year, mark in (("2022", "r"), ("2023", "*"))
    }


def test_kecamatan_are_known_by_their_numbers_and_a_kelurahan_may_bear_the_towns_name(tmp_path: Path) -> None:
    text = (
        "Penduduk Menurut Kecamatan dan Kelurahan di Kota Sidoarum, 2023\nNo.;Kecamatan/Kelurahan;Penduduk\n"
        "1;Karanglor;60\n;Tegalsari;20\n;Batuasri;40\n2;Wonorejo;90\n;Sidoarum;50\n;Tanjungan;40\n;Kota Sidoarum;150\n"
    )
    assert [(c.level, c.region, c.parent) for c in read(tmp_path, text)] == [
        ("kecamatan", "Karanglor", "Karanglor"), ("kelurahan", "Tegalsari", "Karanglor"), ("kelurahan", "Batuasri", "Karanglor"),
        ("kecamatan", "Wonorejo", "Wonorejo"), ("kelurahan", "Sidoarum", "Wonorejo"), ("kelurahan", "Tanjungan", "Wonorejo"),
        ("kota", "Kota Sidoarum", ""),
    ]  # fmt: skip


def test_kecamatan_and_desa_by_what_other_provinces_call_them(tmp_path: Path) -> None:
    text = "Penduduk Kota Sidoarum, 2023\nNo;Kemantren;Penduduk\n1;Karanglor;60\n2;Wonorejo;90\n;Jumlah;150\n"
    assert [(c.level, c.region) for c in read(tmp_path, text)] == [
        ("kecamatan", "Karanglor"), ("kecamatan", "Wonorejo"), ("kota", "Jumlah"),
    ]  # fmt: skip
    text = "Penduduk Kapanewon Karanglor, 2023\nKalurahan;Penduduk\nTegalsari;20\nBatuasri;40\nJumlah;60\n"
    assert [(c.level, c.region, c.parent) for c in read(tmp_path, text)] == [
        ("kelurahan", "Tegalsari", "Karanglor"), ("kelurahan", "Batuasri", "Karanglor"), ("kecamatan", "Karanglor", "Karanglor"),
    ]  # fmt: skip


def test_names_that_are_known_are_areas_whatever_their_head_says(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("Penduduk Kota Sidoarum, 2023\nUraian;Penduduk\nKaranglor;60\nWONOREJO;90\nTegalsari;20\n", "utf-8")
    names = {"Karanglor": ("kelurahan",), "WONOREJO": ("kelurahan",)}
    cells = read_cells(path, lambda name: names.get(name, ()))[0]
    assert [(c.level, c.region) for c in cells] == [("kelurahan", n) for n in ("Karanglor", "WONOREJO", "Tegalsari")]


def test_a_title_in_capitals_names_the_kecamatan_of_the_total(tmp_path: Path) -> None:
    text = "JUMLAH PENDUDUK DESA KECAMATAN KARANGLOR, KABUPATEN SIDOARUM\nDesa;Penduduk\nTegalsari;20\nBATUASRI;40\nUjung;5\nJumlah/Total;65\n"
    assert [(c.level, c.region) for c in read(tmp_path, text)][1:] == [
        ("kelurahan", "BATUASRI"), ("kelurahan", "Ujung"), ("kecamatan", "KARANGLOR"),
    ]  # fmt: skip


def test_years_down_beside_areas_said_once_and_under_a_head_of_two_languages(tmp_path: Path) -> None:
    text = "Kecamatan;Tahun;Penduduk\nKaranglor;2022;60\n;2023*;61\nWonorejo;2022;90\n;2023*;92\n"
    assert [(c.region, c.year, c.mark, c.value) for c in read(tmp_path, text)] == [
        ("Karanglor", "2022", "", 60), ("Karanglor", "2023", "*", 61), ("Wonorejo", "2022", "", 90), ("Wonorejo", "2023", "*", 92),
    ]  # fmt: skip
    text = 'Penduduk Miskin Kota Sidoarum\n"Tahun\nYear";Jumlah (ribu)\n2022;84,27\n2023;83,5\n'
    assert [(c.level, c.year, c.value) for c in read(tmp_path, text)] == [
        ("kota", "2022", 84.27),
        ("kota", "2023", 83.5),
    ]


def test_brackets_are_a_minus_only_where_a_figure_may_fall(tmp_path: Path) -> None:
    cells = read(
        tmp_path, "Kecamatan;Penduduk;Pertumbuhan (%)\nKaranglor;(60.5);(0,59)\nWonorejo;90;(1,38)\nUtara;80;0,44\n"
    )
    assert [c.value for c in cells if c.indicator == "Pertumbuhan"] == [-0.59, -1.38, 0.44]
    assert cells[0].printed == "(60.5)"
    assert cells[0].value is None


def test_what_a_head_measures_is_said_by_the_title_where_the_head_says_by_what_it_is_listed(tmp_path: Path) -> None:
    text = (
        "Jumlah Penduduk Menurut Kecamatan dan Jenis Kelamin di Kota Sidoarum (jiwa/people), 2023\n"
        "Kecamatan;Jenis Kelamin/Sex;\n;Laki-laki/Male;Perempuan/Female\nKaranglor;30;31\nWonorejo;44;46\n"
    )
    cells = read(tmp_path, text)
    assert {(c.indicator, c.unit) for c in cells} == {
        ("Jumlah Penduduk - Laki-laki", "jiwa/people"), ("Jumlah Penduduk - Perempuan", "jiwa/people"),
    }  # fmt: skip
    assert counted("jiwa/people", "Penduduk")
    assert not counted("jiwa/km2", "Penduduk")
    text = "Angka Partisipasi Murni (APM) Menurut Kecamatan (persen), 2023\nKecamatan;SD/MI\nKaranglor;97,5\n"
    assert [(c.indicator, c.unit) for c in read(tmp_path, text)] == [("Angka Partisipasi Murni - SD/MI", "persen")]


def test_a_table_that_goes_on_has_the_title_of_the_one_before(tmp_path: Path) -> None:
    text = (
        "Tabel 4.2 Kasus Penyakit Menurut Kecamatan, 2022;;\nKecamatan;DBD;Diare\nKaranglor;3;40\nWonorejo;-;52\n;;\n"
        "Lanjutan Tabel 4.2;;\nKecamatan;TB Paru;Kusta\nKaranglor;7;-\nWonorejo;9;1\n"
    )
    assert {(c.table, c.indicator, c.year) for c in read(tmp_path, text)} == {
        ("4.2", name, "2022") for name in ("DBD", "Diare", "TB Paru", "Kusta")
    }


def test_official_codes_before_names_are_no_part_of_them_and_numbers_of_names_are(tmp_path: Path) -> None:
    text = "Penduduk Kota Sidoarum, 2023\nKecamatan/Kelurahan;Penduduk\n010 KARANGLOR;60\n001 Tegalsari;20\n9912010002 Batuasri;25\n16 Ilir;15\n"
    assert [(c.level, c.region) for c in read(tmp_path, text)] == [
        ("kecamatan", "KARANGLOR"), ("kelurahan", "Tegalsari"), ("kelurahan", "Batuasri"), ("kelurahan", "16 Ilir"),
    ]  # fmt: skip


def test_kecamatan_across_and_years_down(tmp_path: Path) -> None:
    text = "Produksi Sampah Menurut Kecamatan di Kota Sidoarum (ton), 2022-2023\nTahun;Karanglor;Wonorejo;Kota Sidoarum\n2022;30;40;70\n2023;31;44;75\n"
    assert short(read(tmp_path, text))[:3] == [
        "kecamatan Karanglor | Produksi Sampah [ton] 2022: 30 = 30",
        "kecamatan Wonorejo | Produksi Sampah [ton] 2022: 40 = 40",
        "kota Kota Sidoarum | Produksi Sampah [ton] 2022: 70 = 70",
    ]


def test_towns_of_a_province_and_the_province(tmp_path: Path) -> None:
    text = "TPT Menurut Kabupaten/Kota di Provinsi Rekaan (persen)\nKabupaten/Kota;2022;2023\nKabupaten Hulu;5,1;4,9\nKota Sidoarum;6,2;6,0\nRekaan;5,4;5,2\n"
    assert [(c.level, c.region) for c in read(tmp_path, text)[::2]] == [
        ("kota", "Kabupaten Hulu"), ("kota", "Kota Sidoarum"), ("provinsi", "Rekaan"),
    ]  # fmt: skip


def test_a_year_within_a_head_leaves_its_unit_whole(tmp_path: Path) -> None:
    text = "Penduduk Usia 15 Tahun ke Atas per Kecamatan\nKecamatan;Penduduk 2022 (jiwa);Luas (2022)\nKaranglor;30;1,5\nWonorejo;31;2,5\n"
    assert [(c.indicator, c.unit, c.year) for c in read(tmp_path, text)[:2]] == [
        ("Penduduk", "jiwa", "2022"),
        ("Luas", "", "2022"),
    ]
    text = "Persentase Penduduk Usia 15 Tahun ke Atas di Kota Sidoarum\nTahun;SD;SMP\n2022;30,5;69,5\n"
    assert read(tmp_path, text)[0].indicator == "Persentase Penduduk Usia 15 Tahun ke Atas - SD"


def test_numbers_that_a_workbook_shows_as_per_cent_are_read_as_they_print(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(tmp_path / "t.xlsx") as book:
        sheet = book.add_worksheet("S")
        percent, thousands = book.add_format({"num_format": "0.0%"}), book.add_format({"num_format": '0.00" %"'})
        for r, row in enumerate(
            (["Kecamatan", "Sanitasi 2023", "Air 2023"], ["Karanglor", 0.869, 0.869], ["Wonorejo", 0.07, 91])
        ):
            for c, value in enumerate(row):
                sheet.write(r, c, value, (None, percent, thousands)[c] if r else None)
    assert [(c.printed, c.value) for c in read(tmp_path / "t.xlsx")] == [
        ("86.9%", 86.9), ("0.869", 0.869), ("7.0%", 7.0), ("91", 91),
    ]  # fmt: skip


def test_halves_of_a_list_beside_each_other(tmp_path: Path) -> None:
    text = (
        "Penduduk Kecamatan Karanglor Menurut Kelurahan, 2023\nNo;Kelurahan;Penduduk;No;Kelurahan;Penduduk\n"
        "1;Tegalsari;20;3;Ujung;5\n2;Batuasri;40;;Jumlah;65\n"
    )
    assert [(c.level, c.region, c.parent, c.value, c.place) for c in read(tmp_path, text)] == [
        ("kelurahan", "Tegalsari", "Karanglor", 20, "C3"), ("kelurahan", "Batuasri", "Karanglor", 40, "C4"),
        ("kelurahan", "Ujung", "Karanglor", 5, "F3"), ("kecamatan", "Karanglor", "Karanglor", 65, "F4"),
    ]  # fmt: skip


def test_units_printed_in_the_cells(tmp_path: Path) -> None:
    cells = read(
        tmp_path,
        "Kelurahan;Luas;Penduduk;Dana\nTegalsari;3,69 km2;11.886 jiwa;2 juta\nBatuasri;0,5 km2;9.700 jiwa;3 juta\n",
    )
    assert [(c.value, c.unit) for c in cells if c.indicator in ("Luas", "Penduduk")] == [
        (3.69, "km2"), (11886, "jiwa"), (0.5, "km2"), (9700, "jiwa"),
    ]  # fmt: skip
    assert "Dana" not in {c.indicator for c in cells if c.value is not None}  # a multiplier would change the number


def test_a_figure_of_two_groups_says_what_the_marks_of_its_table_are_and_without_one_nothing_is_guessed(
    tmp_path: Path,
) -> None:
    table = (
        'Pendapatan Kota Sidoarum (juta rupiah)\nUraian,2022,2023\nPajak,"81,200","89,048"\nDana,"500,100","962,162"\n'
    )
    assert {c.flags for c in read(tmp_path, table)} == {("ambiguous",)}
    assert [c.value for c in read(tmp_path, table + 'Jumlah,"581,300","1,051,210"\n')][:2] == [81200, 89048]


def test_a_kecamatan_called_kota_is_not_the_town(tmp_path: Path) -> None:
    text = "Penduduk Kota Sidoarum, 2023\nKecamatan;Penduduk\nUtara;30\nKota;40\nJumlah;70\n"
    assert [(c.level, c.region) for c in read(tmp_path, text)] == [
        ("kecamatan", "Utara"),
        ("kecamatan", "Kota"),
        ("kota", "Jumlah"),
    ]


def test_a_total_in_the_upper_of_two_columns_of_names_is_that_of_its_kecamatan(tmp_path: Path) -> None:
    text = (
        "Kecamatan;Kelurahan;KPM 2023\nKaranglor;Tegalsari;20\n;Batuasri;40\nJumlah Karanglor;;60\nWonorejo;Kalimulyo;7\n;Ujung;8\n"
        "Jumlah;;15\nKota Sidoarum;;75\n"
    )
    assert [(c.level, c.region) for c in read(tmp_path, text) if c.level != "kelurahan"] == [
        ("kecamatan", "Karanglor"), ("kecamatan", "Wonorejo"), ("kota", "Kota Sidoarum"),
    ]  # fmt: skip


def test_an_open_document_says_itself_what_it_prints_as_per_cent(tmp_path: Path) -> None:
    def cell(text: str, value: str = "", kind: str = "float", also: str = "") -> str:
        shown = f'office:value-type="{kind}" office:value="{value}"' if value else 'office:value-type="string"'
        return f"<table:table-cell {also} {shown}><text:p>{text}</text:p></table:table-cell>"

    rows = [
        [cell("Kecamatan"), cell("Sanitasi 2022"), cell("Sanitasi 2023")],
        [cell("Karanglor"), cell("8,3%", "0.0834", "percentage", 'table:number-columns-repeated="2"')],
        [cell("Wonorejo"), cell("0,07", "0.07"), cell("7%", "0.07", "percentage")],
    ]
    body = "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    with zipfile.ZipFile(tmp_path / "t.ods", "w") as z:
        z.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        z.writestr("META-INF/manifest.xml", "<manifest/>")
        z.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
            ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="S">{body}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    assert [c.value for c in read(tmp_path / "t.ods")] == [8.3, 8.3, 0.07, 7]


def test_a_unit_behind_a_figure_is_no_part_of_it_but_a_miliar_is() -> None:
    area = [_one_figure(printed) for printed in ("12 m", "3,69 km2", "1,2 M", "850 juta")]
    assert [(cell.value, cell.flags) for cell in area] == [(12, ()), (3.69, ()), (None, ("text",)), (None, ("text",))]


def test_a_figure_in_another_unit_than_those_around_it_is_not_read_in_theirs(tmp_path: Path) -> None:
    path = tmp_path / "luas.csv"
    path.write_text(
        "Tabel 1 Luas Wilayah menurut Kecamatan, 2023\nKecamatan;Luas Wilayah\n"
        "Laweyan;8,64 km2\nSerengan;319 ha\nJebres;12,58 km²\nBanjarsari;14,81\n"
    )
    read, _told = read_numbers(read_cells(path)[0])
    assert [(cell.value, cell.flags) for cell in read] == [(8.64, ()), (None, ("text",)), (12.58, ()), (14.81, ())]


def _one_figure(printed: str) -> Cell:
    (read,), _told = read_numbers(
        [Cell("T", "Anggaran", "", "kecamatan", "A", "", "2024", printed, "", "B2", "", None)]
    )
    return read


def test_a_total_below_groups_that_have_figures_of_their_own_is_the_towns_whatever_note_follows(tmp_path: Path) -> None:
    text = (
        "BPNT Kota Sidoarum Atas Dasar Verifikasi\nNo;Kecamatan/Kelurahan;BPNT 2023\nI;Karanglor;60\n1;Tegalsari;20\n2;Batuasri;40\n"
        "II;Wonorejo;15\n1;Kalimulyo;7\n2;Ujung;8\n;JUMLAH;75\na) sampai dengan Oktober;;\n"
    )
    assert short(read(tmp_path, text))[-1] == "kota JUMLAH | BPNT 2023: 75 = 75"
    text = (
        "PDRB Kota Sidoarum Atas Dasar Harga Berlaku (miliar rupiah)\nUraian;2022;2023\nJasa;1,5;1,7\nDagang;2,5;2,7\n"
    )
    assert {c.region for c in read(tmp_path, text)} == {"Kota Sidoarum"}
