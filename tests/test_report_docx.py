"""DOCX read back: real headings, captions, tables and links."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from functools import cache
from typing import Any

import docx
from docx.oxml.ns import qn

from qualcode.report import writers
from qualcode.report.blocks import Document, Figure, Heading, PageBreak, Paragraph
from qualcode.report.drawing import Box
from qualcode.report.index import index
from tests.report_sample import FIGURES, MATRIX, NASTY, PAJANG, REPORT, SEMANGGI, areas, with_text


@cache
def opened(document_id: int) -> Any:
    return docx.Document(io.BytesIO(writers.render(_documents[document_id], ".docx")))


_documents: dict[int, Document] = {}


def read(document: Document) -> Any:
    _documents[id(document)] = document
    return opened(id(document))


def texts(document: Document, style: str) -> list[str]:
    return [_all(p._p) for p in read(document).paragraphs if p.style.name == style]


def _all(element: Any) -> str:
    said = element.iter(qn("w:t"), qn("w:noBreakHyphen"))
    return "".join("-" if t.tag == qn("w:noBreakHyphen") else t.text or "" for t in said)


def links(element: Any) -> list[str]:
    return [link.get(qn("w:anchor")) for link in element.iter(qn("w:hyperlink"))]


def test_headings_are_words_own_so_that_a_table_of_contents_can_be_made() -> None:
    assert texts(REPORT, "Heading 1") == ["BAB V TEMUAN", "BAB VII SWOT"]
    assert texts(REPORT, "Heading 2") == ["Suara Warga"]


def test_captions_stand_above_with_their_numbers_and_sources_below() -> None:
    assert texts(REPORT, "Caption")[0] == "Tabel 5.1 Tema menurut Kelurahan"
    body = [child for child in read(REPORT).element.body if child.tag in (qn("w:p"), qn("w:tbl"))]
    at = next(i for i, child in enumerate(body) if child.tag == qn("w:tbl"))
    assert _all(body[at - 1]) == "Tabel 5.1 Tema menurut Kelurahan"
    assert _all(body[at + 1]) == "Sumber: Data primer diolah, 2026"
    assert _all(body[at + 2]) == "Keterangan:"


def test_the_number_is_a_field_that_word_counts_again() -> None:
    fields = [f.get(qn("w:instr")) for f in read(REPORT).element.body.iter(qn("w:fldSimple"))]
    assert fields == [
        " SEQ Tabel \\* ARABIC \\r 1 ",
        " SEQ Tabel \\* ARABIC ",
        " SEQ Tabel \\* ARABIC \\r 1 ",
        " SEQ Gambar \\* ARABIC \\r 1 ",
    ]


def test_every_link_has_its_bookmark_and_a_cell_leads_to_its_quotes() -> None:
    body = read(REPORT).element.body
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert len(set(marks)) == len(marks)
    assert set(links(body)) <= set(marks)
    targets = index(REPORT).targets
    table = read(REPORT).tables[0]
    assert links(table._tbl) == [targets[PAJANG], targets[SEMANGGI]]
    start = next(m for m in body.iter(qn("w:bookmarkStart")) if m.get(qn("w:name")) == targets[PAJANG])
    assert _all(start.getparent()).startswith("Bantuan salah sasaran, Pajang")


def test_the_head_is_merged_and_repeated_on_every_page() -> None:
    table = read(REPORT).tables[0]
    rows = list(table._tbl.iter(qn("w:tr")))
    repeated = [row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None for row in rows]
    assert repeated == [True, True, True, False, False]
    assert [c.text for c in table.rows[0].cells] == ["Tema", "Laweyan", "Laweyan", "Pasar Kliwon", "Jumlah"]
    assert [c.text for c in table.rows[1].cells] == ["Tema", "Pajang", "Jajar", "Semanggi", "Jumlah"]


def test_cells_say_what_the_document_says() -> None:
    rows = [[_all(c._tc) for c in row.cells] for row in read(REPORT).tables[0].rows]
    assert rows[3] == ["Bantuan salah sasaran", "−3/5", "·", "−6/6", "9/11"]
    figures = [[_all(c._tc) for c in row.cells] for row in read(REPORT).tables[1].rows]
    assert figures[1] == ["Kecamatan Laweyan"] * 4
    assert figures[2] == ["Pajang", "24.950", "27,3", "−1,50%"]
    assert figures[3][2] == "..."


def test_shaded_cells_have_a_fill_and_silent_ones_none() -> None:
    row = list(read(REPORT).tables[0]._tbl.iter(qn("w:tr")))[3]
    fills = [tc.find(f"{qn('w:tcPr')}/{qn('w:shd')}") for tc in row.iter(qn("w:tc"))]
    assert [f is not None for f in fills] == [False, True, False, True, False]


def test_a_quote_stands_in_its_style_with_gloss_and_attribution() -> None:
    assert (
        texts(REPORT, "Quote")[1] == "“Sing sugih malah oleh.” [Yang kaya malah dapat.] (I-PJG-02, laki-laki, Pajang)"
    )


def test_a_matrix_of_54_areas_stands_across_in_pieces_under_one_number() -> None:
    document = Document("", (Paragraph("Teks. " * 200), areas(6, 9), Paragraph("Teks. " * 200)), chapter=5)
    word = read(document)
    assert [s.page_width > s.page_height for s in word.sections] == [False, True, False]
    assert len(word.tables) == 3
    assert texts(document, "Caption") == ["Tabel 5.1 Matriks"]
    assert texts(document, "Caption Continued") == [
        "Tabel 5.1 (lanjutan: Kecamatan 2, Kecamatan 3)",
        "Tabel 5.1 (lanjutan: Kecamatan 4, Kecamatan 5)",
    ]
    assert {_all(table.rows[2].cells[0]._tc) for table in word.tables} == {"Tema yang bernama panjang 0"}
    assert len(list(word.element.body.iter(qn("w:textDirection")))) == 55


def test_headings_and_short_lines_go_with_the_page_across_they_belong_to() -> None:
    wide = areas(6, 9)
    alone = Document("Matriks", (Heading("Lampiran"), wide, Paragraph("Dan lagi:"), wide))
    assert len(read(alone).sections) == 1
    turned = Document("", (Paragraph("Teks."), PageBreak(landscape=True), FIGURES, PageBreak(), FIGURES))
    assert [s.page_width > s.page_height for s in read(turned).sections] == [False, True, False]


def test_widths_are_fixed_and_add_up() -> None:
    for table in read(REPORT).tables:
        grid = [int(c.get(qn("w:w"))) for c in table._tbl.tblGrid]
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        assert sum(grid) <= 15.6 / 2.54 * 1440


def test_a_figure_is_a_metafile_with_a_text_for_who_cannot_see_it() -> None:
    with zipfile.ZipFile(io.BytesIO(writers.render(REPORT, ".docx"))) as file:
        (name,) = [n for n in file.namelist() if n.endswith(".emf")]
        data = file.read(name)
        assert b"image/x-emf" in file.read("[Content_Types].xml")
    assert data[40:44] == b" EMF"
    at, kinds = 0, []
    while at < len(data):
        kind, size = struct.unpack_from("<II", data, at)
        kinds.append(kind)
        at += size
    assert at == len(data) == struct.unpack_from("<I", data, 48)[0]
    assert len(kinds) == struct.unpack_from("<I", data, 52)[0]
    assert (kinds[0], kinds[-1]) == (1, 14)
    assert "WO <ubah>".encode("utf-16-le") in data
    (drawn,) = read(REPORT).element.body.iter(qn("wp:docPr"))
    assert drawn.get("descr") == "Posisi kota di kuadran WO"


def test_texts_stay_as_they_are_whatever_they_contain() -> None:
    document = with_text(NASTY)
    said = writers.clean_text(NASTY).split("\n")
    assert "".join(said) in "".join(_all(c._tc) for c in read(document).tables[0].rows[3].cells)
    assert texts(Document("", (Paragraph("a\tb  c"),)), "Body Text") == ["ab  c"]


def test_the_language_of_the_report_is_set_for_the_spelling_checker() -> None:
    languages = {e.get(qn("w:val")) for e in read(REPORT).styles.element.iter(qn("w:lang"))}
    assert languages == {"id-ID"}
    english = Document("", (MATRIX,), "en")
    assert texts(english, "Table Source") == ["Source: Data primer diolah, 2026"]


def test_a_table_without_caption_can_still_be_led_to() -> None:
    bare = replace(FIGURES, caption="", anchor="angka")
    body = read(Document("", (Paragraph("Lihat juga."), Heading("x"), bare))).element.body
    assert index(Document("", (bare,))).targets["angka"] in [
        m.get(qn("w:name")) for m in body.iter(qn("w:bookmarkStart"))
    ]


def test_a_page_break_leaves_no_empty_line_on_the_new_page() -> None:
    word = read(Document("", (Paragraph("satu"), PageBreak(), Paragraph("dua"), PageBreak(), FIGURES)))
    turned = [_all(p._p) for p in word.paragraphs if p._p.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}") is not None]
    assert turned == ["dua", "Tabel 1 Penerima PKH per 1.000 Jiwa"]


def test_a_picture_stands_in_one_row_with_its_caption() -> None:
    figure = Figure("Sebaran", (Box(0, 0, 4, 4),), "Sebuah kotak.", 5, 5, source="BPS")
    found = docx.Document(io.BytesIO(writers.render(Document("Bab", (Paragraph("Teks."), figure), chapter=5), ".docx")))
    (frame,) = found.tables
    (cell,) = frame.rows[0].cells
    assert [p.style.name for p in cell.paragraphs if p.style] == ["Figure", "Figure Caption"]
    assert cell.paragraphs[1].text.endswith("Sebaran") and "w:cantSplit" in frame.rows[0]._tr.xml
