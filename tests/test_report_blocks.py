"""A document as data: numbers of tables, places, references, numbers as Indonesian reports print them."""

from __future__ import annotations

import pytest

from qualcode.report.blocks import Cell, Column, Document, Heading, Paragraph, Quotes, Row, Table, long_date, number
from qualcode.report.index import dangling, index, pieces
from qualcode.report.tint import STEPS, colour, fill
from tests.report_sample import KUADRAN, MATRIX, PAJANG, REPORT


def labels(document: Document) -> list[str]:
    return [str(label) for label in index(document).labels if label]


def test_tables_and_figures_are_counted_by_chapter() -> None:
    assert labels(REPORT) == ["Tabel 5.1", "Tabel 5.2", "Tabel 7.1", "Gambar 7.1"]


def test_numbering_goes_on_from_where_the_report_is() -> None:
    assert labels(Document("", (MATRIX, MATRIX), chapter=5, first=4)) == ["Tabel 5.4", "Tabel 5.5"]


def test_without_a_chapter_numbers_are_plain_and_english_says_table() -> None:
    assert labels(Document("", (MATRIX, KUADRAN), "en")) == ["Table 1", "Figure 1"]


def test_a_table_without_caption_is_not_counted() -> None:
    bare = Table("", (Column("a", "a"),), ())
    assert labels(Document("", (bare, MATRIX))) == ["Tabel 1"]


def test_a_reference_prints_the_number_of_its_table_and_leads_there() -> None:
    where = index(REPORT)
    found = pieces("Lihat [[matriks]], [[bukan ini]] dan [[bansos × Pajang]].", where)
    assert found == [
        ("Lihat ", None),
        ("Tabel 5.1", where.targets["matriks"]),
        (", [[bukan ini]] dan ", None),
        ("Bantuan salah sasaran, Pajang", where.targets[PAJANG]),
        (".", None),
    ]


def test_every_place_has_an_identifier_of_its_own_that_word_and_browsers_take() -> None:
    long = "tema yang sangat panjang namanya " * 3
    quotes = [Quotes(long + str(n), "judul", ()) for n in range(30)]
    document = Document("", (*quotes, Heading("×"), Heading("×")))
    ids = index(document).ids
    assert len(set(ids)) == 32
    assert all(i.isascii() and i.isidentifier() and len(i) <= 40 for i in ids)


def test_a_link_without_target_is_known() -> None:
    assert dangling(REPORT) == ("tidak ada",)


def test_quotes_know_where_they_are_cited() -> None:
    assert index(REPORT).cited[PAJANG] == ("Tabel 5.1", index(REPORT).targets["matriks"])


def test_numbers_have_a_decimal_comma_and_points_for_thousands() -> None:
    assert number(1234.5, 2).text == "1.234,50"
    assert number(-3.14, 1).text == "−3,1"
    assert number(12.345, 1, unit="%").text == "12,3%"
    assert number(1234.5, 1, "en").text == "1,234.5"


def test_a_number_that_is_missing_is_not_a_zero() -> None:
    assert number(None) == Cell("...", kind="state")
    assert number(0).text == "0"


def test_dates_are_written_out_and_other_texts_left() -> None:
    assert long_date("2026-06-12", "id") == "12 Juni 2026"
    assert long_date("2026-06-12", "en") == "12 June 2026"
    assert long_date("musim kemarau", "id") == "musim kemarau"


def test_mistakes_of_a_caller_are_found_where_they_are_made() -> None:
    with pytest.raises(ValueError):
        Cell("3/5", sign="x")
    with pytest.raises(ValueError):
        Table("", (Column("a", "a"),), (Row((Cell(), Cell())),))
    with pytest.raises(ValueError):
        Paragraph("", "sembarang")


def luminance(digits: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [c / 255 for c in bytes.fromhex(digits)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def test_black_text_stays_readable_on_every_shade_and_grey_print_keeps_the_order() -> None:
    for sign in ("-", "±", "+", ""):
        found = [luminance(colour(sign, step)) for step in range(1, STEPS + 1)]
        assert found == sorted(found, reverse=True)
        assert all((light + 0.05) / 0.05 >= 7 for light in found)


def test_no_shade_no_fill() -> None:
    assert fill(Cell("0/3")) is None
    assert fill(Cell("0/3", shade=0.0)) is None
    assert fill(Cell("−1/9", shade=0.1, sign="-")) == colour("-", 1)
    assert fill(Cell("−9/9", shade=1.0, sign="−")) == colour("-", STEPS)
