"""Markdown and CSV read back by the programs that will read them."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from qualcode.report import writers
from qualcode.report.blocks import Cell, Column, Document, Paragraph, Quote, Quotes, Row, Table
from qualcode.report.csv import guarded
from tests.report_sample import FIGURES, MATRIX, NASTY, REPORT, with_text


def rendered(document: Document) -> html.HtmlElement:
    text = writers.render(document, ".md").decode()
    return html.document_fromstring(MarkdownIt("commonmark").enable("table").render(text))


def rows(document: Document, delimiter: str = ";") -> list[list[str]]:
    text = writers.render(document, ".csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


# --- Markdown -----------------------------------------------------------------------------------------------------


def test_markdown_has_a_table_a_host_can_draw() -> None:
    table = rendered(REPORT).xpath("//table")[0]
    assert [th.text_content() for th in table.xpath(".//th")] == [
        "Tema",
        "Laweyan: Pajang",
        "Laweyan: Jajar",
        "Pasar Kliwon: Semanggi",
        "Jumlah",
    ]
    assert [td.text_content() for td in table.xpath(".//tbody/tr[2]/td")] == [
        "Bantuan salah sasaran",
        "−3/5",
        "·",
        "−6/6",
        "9/11",
    ]


def test_every_link_in_markdown_has_its_anchor() -> None:
    page = rendered(REPORT)
    assert {a[1:] for a in page.xpath("//a/@href")} <= set(page.xpath("//a/@id"))
    assert page.xpath("//td/a[.='−6/6']")
    assert not page.xpath("//td/a[.='4/5']")


def test_words_stay_words_in_markdown() -> None:
    for line in (
        "# bukan judul",
        "1. bukan daftar",
        "- bukan butir",
        "> bukan kutipan",
        "*tegas* _miring_ `kode`",
        "===",
        "<b>",
    ):
        page = rendered(Document("", (Paragraph(line),)))
        assert page.xpath("//p")[0].text_content() == line
        assert not page.xpath("//h1 | //ol | //ul | //blockquote | //em | //code | //b")


def test_a_cell_with_pipes_and_lines_stays_one_cell() -> None:
    table = Table("", (Column("a", "a|b"), Column("c", "c")), (Row((Cell("x|y\n• z"), Cell("\\|"))),))
    page = rendered(Document("", (table,)))
    assert [td.text_content() for td in page.xpath("//td")] == ["x|y• z", "\\|"]
    assert len(page.xpath("//td/br")) == 1


def test_nothing_in_markdown_becomes_html() -> None:
    page = rendered(with_text(NASTY))
    assert not page.xpath("//script | //img")
    assert "[x](y)" in page.text_content()


def test_quotes_are_quotations_with_their_source() -> None:
    said = [" ".join(q.text_content().split()) for q in rendered(REPORT).xpath("//blockquote")]
    assert said[0] == "“Yang bermobil malah dapat.” (I-PJG-01, perempuan, 40-an, Pajang) · W-PJG-01, giliran 4"
    assert said[1] == "“Sing sugih malah oleh.” [Yang kaya malah dapat.] (I-PJG-02, laki-laki, Pajang)"


# --- CSV ----------------------------------------------------------------------------------------------------------


def test_one_table_is_a_plain_grid_with_its_head_in_the_first_line() -> None:
    found = rows(Document("", (replace(MATRIX, source="", notes=()),)))
    assert found[0] == ["Tema", "Laweyan: Pajang", "Laweyan: Jajar", "Pasar Kliwon: Semanggi", "Jumlah"]
    assert found[2] == ["Bantuan salah sasaran", "−3/5", "·", "−6/6", "'9/11"]
    assert len(found) == 4


def test_source_and_notes_stand_below_an_empty_line() -> None:
    assert rows(Document("", (MATRIX,)))[-4:] == [
        [],
        ["Sumber: Data primer diolah, 2026"],
        ["Keterangan: m/n = transkrip yang memuat tema."],
        ["Keterangan: · tak tersampel; ? tidak ditanya."],
    ]


def test_excel_in_indonesia_opens_it_rightly() -> None:
    data = writers.render(Document("", (FIGURES,)), ".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows(Document("", (FIGURES,)))[2] == ["Pajang", "24950", "27,3", "-1,50"]


def test_an_english_report_has_commas_and_points() -> None:
    table = Table("", (Column("a", "a"), Column("b", "b")), (Row((Cell("x"), Cell("1.5", value=1.5, kind="number"))),))
    assert rows(Document("", (table,), "en"), ",") == [["a", "b"], ["x", "1.5"]]


def test_several_tables_stand_below_each_other_under_their_captions() -> None:
    found = rows(
        Document("", (MATRIX, FIGURES, Quotes("q", "Kunci", (Quote("kata", "I-01", gloss="arti"),))), chapter=5)
    )
    heads = [row[0] for row in found if len(row) == 1]
    assert "Tabel 5.1 Tema menurut Kelurahan" in heads and "Tabel 5.2 Penerima PKH per 1.000 Jiwa" in heads
    assert found[-3:] == [
        ["Kutipan"],
        ["Rujukan", "Kutipan", "Arti", "Penutur", "Sumber", "Tempat"],
        ["Kunci", "kata", "arti", "I-01", "", ""],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+62812", "+4/5", "-2/3", "@SUM(A1)", "＝1+1", "\t=1", "4/5", "12-06-2025", "1-2"]
)
def test_what_a_spreadsheet_would_calculate_is_guarded(text: str) -> None:
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["−2/3", "-", "±2/5", "·", "…", "?", "0,36", "2020–2024", "W-SMG-01", "ya/tidak", ""])
def test_signs_and_words_are_left_as_they_are(text: str) -> None:
    assert guarded(text) == text


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_csv_gives_back_every_text(cells: list[str]) -> None:
    columns = tuple(Column(str(i), f"kolom {i}") for i in range(len(cells)))
    found = rows(Document("", (Table("", columns, (Row(tuple(Cell(c) for c in cells)),)),)))
    assert [re.sub(r"^'(?=[=+@＝＋－＠\t\n]|-.|\d)", "", c) for c in found[1]] == [writers.clean_text(c) for c in cells]
