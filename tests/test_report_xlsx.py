"""XLSX read back: texts are texts, numbers numbers, and a cell leads to its quotes."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from qualcode.report import writers
from qualcode.report.blocks import Cell, Column, Document, Quote, Quotes, Row, Table, number
from qualcode.report.xlsx import LONGEST, number_format
from tests.report_sample import MATRIX, NASTY, REPORT, areas, with_text


def read(document: Document) -> Any:
    return openpyxl.load_workbook(io.BytesIO(writers.render(document, ".xlsx")))


@pytest.fixture(scope="module")
def book() -> Any:
    return read(REPORT)


def test_one_sheet_a_table_and_one_for_all_quotes(book: Any) -> None:
    assert book.sheetnames == ["Daftar isi", "Tabel 5.1", "Tabel 5.2", "Tabel 7.1", "Gambar 7.1", "Kutipan"]


def test_a_cell_leads_to_the_first_of_its_quotes_and_they_stand_together(book: Any) -> None:
    quotes = book["Kutipan"]
    for block in REPORT.blocks:
        if not isinstance(block, Quotes):
            continue
        rows = [row for row in quotes.iter_rows(min_row=2) if row[0].value == block.title]
        assert [row[2].value for row in rows] == [quote.text for quote in block.items]
        assert [row[0].row for row in rows] == list(range(rows[0][0].row, rows[0][0].row + len(rows)))
        cell = next(c for row in book["Tabel 5.1"].iter_rows() for c in row if c.value == _shown(block.anchor))
        assert cell.hyperlink.location == f"'Kutipan'!A{rows[0][0].row}"


def _shown(anchor: str) -> str:
    return next(c.text for row in MATRIX.rows for c in row.cells if c.link == anchor)


def test_every_link_has_its_target_and_a_link_to_nowhere_is_none(book: Any) -> None:
    found = [c for sheet in book for row in sheet.iter_rows() for c in row if c.hyperlink]
    assert found
    for cell in found:
        sheet, place = cell.hyperlink.location.split("!")
        assert book[sheet.strip("'")][place].value
    assert next(c for row in book["Tabel 5.1"].iter_rows() for c in row if c.value == "4/5").hyperlink is None


def test_numbers_are_numbers_that_print_as_the_report_does(book: Any) -> None:
    row = next(row for row in book["Tabel 5.2"].iter_rows() if row[0].value == "Pajang")
    assert [c.value for c in row] == ["Pajang", 24_950, 27.3, -1.5]
    assert [c.number_format for c in row[1:]] == ["[$-421]#,##0", "[$-421]#,##0.0", '[$-421]#,##0.00"%"']
    assert number_format(Cell("2023", value=2023, kind="number"), "id") == "[$-421]0"
    assert number_format(number(1.5, 1, "en"), "en") == "#,##0.0"


def test_a_missing_number_is_no_number(book: Any) -> None:
    row = next(row for row in book["Tabel 5.2"].iter_rows() if row[0].value == "Jajar")
    assert row[2].value == "..."


def test_fractions_and_formulas_that_people_typed_stay_texts(book: Any) -> None:
    assert next(c for row in book["Tabel 5.1"].iter_rows() for c in row if c.value == "4/5").data_type == "s"
    quote = next(c for row in book["Kutipan"].iter_rows() for c in row if str(c.value).startswith("=HYPERLINK"))
    assert quote.data_type == "s"


def test_heads_are_merged_and_stay_in_view(book: Any) -> None:
    sheet = book["Tabel 5.1"]
    assert {str(r) for r in sheet.merged_cells.ranges} == {"A2:A3", "B2:C2", "E2:E3"}
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$2:$4"


def test_caption_source_and_notes_go_with_the_table(book: Any) -> None:
    column = [row[0].value for row in book["Tabel 5.1"].iter_rows()]
    assert column[0] == "Tabel 5.1 Tema menurut Kelurahan"
    assert column[-3:] == [
        "Sumber: Data primer diolah, 2026",
        "Keterangan: m/n = transkrip yang memuat tema.",
        "Keterangan: · tak tersampel; ? tidak ditanya.",
    ]


def test_a_linked_number_keeps_its_value_and_its_link() -> None:
    table = Table("T", (Column("a", "A"),), (Row((Cell("1,5", value=1.5, kind="number", link="q"),)),))
    sheet = read(Document("", (table, Quotes("q", "q", (Quote("kata"),))))).worksheets[0]
    assert (sheet["A3"].value, sheet["A3"].hyperlink is not None) == (1.5, True)


def test_54_areas_are_one_sheet_printed_on_several_pages() -> None:
    sheet = read(Document("", (areas(6, 9),))).worksheets[0]
    assert sheet.max_column == 56
    assert len(sheet.col_breaks.brk) == 2
    assert sheet.print_title_cols == "$A:$A"


def test_sheets_have_names_that_excel_takes_and_no_two_the_same() -> None:
    names = ["", "a/b:c*[d]?", "x" * 60, "X" * 60, "'", "History"]
    tables = tuple(Table("", (Column("a", "a"),), (Row((Cell(name),)),), anchor=str(n)) for n, name in enumerate(names))
    captioned = tuple(Table("x" * 60 + str(n), t.columns, t.rows) for n, t in enumerate(tables))
    found = read(Document("", tables + captioned)).sheetnames
    assert len({name.lower() for name in found}) == len(found)
    assert all(0 < len(name) <= 31 for name in found)


def test_texts_stay_as_they_are_whatever_they_contain() -> None:
    sheet = read(with_text(NASTY))["Tabel 1"]
    assert sheet["A6"].value == writers.clean_text(NASTY)


def test_a_text_longer_than_a_cell_says_that_it_goes_on() -> None:
    value = read(Document("", (Quotes("q", "q", (Quote("x" * 40_000),)),)))["Kutipan"]["C2"].value
    assert len(value) == LONGEST
    assert value.endswith("x …")


def test_a_report_without_tables_is_a_workbook_all_the_same() -> None:
    assert read(Document("Kosong", ())).sheetnames == ["Kosong"]
