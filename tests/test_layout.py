"""Layout: hard wraps, paragraphs, headings and furniture of a printed page, marked and never mended."""

from __future__ import annotations

from pathlib import Path
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.layout import Layout, layout, paragraph_marks
from qualcode.language.canonical import canonical
from qualcode.language.marks import Marks, Turn, speech_text

PROSE = (
    "Warga di bantaran menyimpan air di ember sejak dini hari karena aliran sering berhenti sebelum subuh. "
    "Anak-anak mandi bergantian dan yang terakhir berangkat sekolah tanpa sempat mandi sama sekali, kata seorang ibu. "
    "Pada musim hujan keadaannya berbalik: air terlalu banyak, tetapi keruh dan berbau, sehingga tetap harus membeli."
)
SECOND = (
    "Pendapatan keluarga di kampung itu tidak tetap, sebab sebagian besar bekerja harian di pasar dan bengkel kecil. "
    "Ketika ada yang sakit, pekerjaan berhenti dan uang belanja dipinjam dari tetangga atau dari warung langganan mereka."
)


def printed(paragraph: str, width: int = 72) -> list[str]:
    """The lines of a paragraph set to a width."""
    lines = [""]
    for word in paragraph.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return lines


def read(text: str, page: Layout) -> list[str]:
    """The paragraphs as they read."""
    marks = Marks("paragraphs", (), page.wraps, page.furniture)
    return [speech_text(text, marks, Turn(None, span, "unknown")) for span in page.paragraphs]


@pytest.mark.parametrize("between", ["\n", " \n", "\n\n", " \n\n"])
def test_paragraphs_typed_to_a_width_are_found_whatever_stands_between_lines(between: str) -> None:
    lines = [*printed(PROSE), *printed(SECOND)]
    text = between.join(lines)
    if between.count("\n") == 1:
        text = between.join(printed(PROSE)) + "\n\n" + between.join(printed(SECOND))
    assert read(text, layout(text)) == [PROSE, SECOND]


@given(st.integers(50, 120))
@settings(max_examples=25)
def test_each_width_reads_the_same_words(width: int) -> None:
    text = "\n".join(printed(PROSE, width)) + "\n\n" + "\n".join(printed(SECOND, width))
    assert read(text, layout(text)) == [PROSE, SECOND]


def test_paragraphs_on_long_lines_have_no_wraps() -> None:
    text = f"{PROSE}\n\n{SECOND}\n\nya\ntidak"
    assert layout(text).wraps == ()
    assert read(text, layout(text)) == [PROSE, SECOND, "ya\ntidak"]


def test_one_paragraph_a_line_without_blank_lines_is_told_by_its_full_stops() -> None:
    text = "Pukul tujuh saya sampai di posko.\nWarga sudah antre.\nHujan turun lagi."
    assert len(layout(text).paragraphs) == 3


def test_short_lines_are_not_wraps() -> None:
    text = "air keruh\njalan becek\nlistrik mati\nsekolah jauh\nbpjs mati"
    assert layout(text).wraps == ()


def test_a_list_keeps_its_items_apart() -> None:
    items = [f"{number}. {SECOND}" for number in (1, 2, 3)]
    text = "\n".join(line for item in items for line in printed(item))
    assert read(text, layout(text)) == items


def test_headings_stand_alone() -> None:
    text = "\n\n".join(
        ["BAB II", "GAMBARAN UMUM", "2.1 Air bersih", *printed(PROSE), "2.2 Pekerjaan", *printed(SECOND)]
    )
    page = layout(text)
    assert [text[slice(*span)] for span in page.headings] == [
        "BAB II",
        "GAMBARAN UMUM",
        "2.1 Air bersih",
        "2.2 Pekerjaan",
    ]
    assert read(text, page)[3] == PROSE


def test_cells_of_a_table_stay_lines_of_one_block() -> None:
    text = "\n\n".join([*printed(PROSE), "Kelurahan", "Semanggi", "Mojosongo", "12,4", *printed(SECOND)])
    assert read(text, layout(text))[1] == "Kelurahan\n\nSemanggi\n\nMojosongo\n\n12,4"


def test_page_numbers_and_running_heads_are_furniture_and_prose_goes_on_across_them() -> None:
    lines = printed(PROSE * 9, 66)
    pages = [lines[at : at + 12] for at in range(0, len(lines), 12)]
    text = "\n".join(
        "\n".join(page) + f"\n\nLAPORAN AKHIR KAJIAN AIR\n\n{number}\n" for number, page in enumerate(pages, 41)
    )
    page = layout(text)
    assert [text[slice(*span)] for span in page.furniture][:4] == [
        "LAPORAN AKHIR KAJIAN AIR",
        "41",
        "LAPORAN AKHIR KAJIAN AIR",
        "42",
    ]
    assert len(page.furniture) == 2 * len(pages)
    assert "LAPORAN" not in " ".join(read(text, page))


def test_numbers_that_do_not_grow_like_pages_are_not_furniture() -> None:
    text = f"{PROSE}\n\n120\n\n{SECOND}\n\n87\n\n{PROSE}\n\n15\n\n{SECOND}"
    assert layout(text).furniture == ()


def test_rules_of_signs_are_furniture() -> None:
    text = f"{PROSE}\n\n-----\n\n{SECOND}\n***"
    assert [text[slice(*span)] for span in layout(text).furniture] == ["-----", "***"]


def wrapped_at_hyphen(first: str, second: str, elsewhere: str) -> str:
    """A text in which a line ends ``first`` with a hyphen and the next begins ``second``."""
    filler = "kata " * 12
    text = f"{filler}{first}-\n{second} {filler}\nsampai di sini kami menulis tentang {elsewhere} lalu berhenti."
    return read(text, layout(text))[0]


def test_a_word_parted_at_the_margin_is_joined_where_it_stands_whole_elsewhere() -> None:
    assert "di Daerah kata" in wrapped_at_hyphen("di Dae", "rah", "daerah")


def test_a_hyphen_stays_where_nothing_says_it_only_parts() -> None:
    assert "di Dae-rah kata" in wrapped_at_hyphen("di Dae", "rah", "kota")
    assert "di anak-anak kata" in wrapped_at_hyphen("di anak", "anak", "anak-anak")
    assert "di sayur-mayur kata" in wrapped_at_hyphen("di sayur", "mayur", "sayur-mayur")


def test_soft_hyphens_always_join() -> None:
    filler = "kata " * 12
    text = f"{filler}dae\u00ad\nrah {filler}\nlalu kami berhenti menulis di sini saja karena hari sudah malam."
    assert " daerah kata" in read(text, layout(text))[0]


def test_nothing_of_the_text_is_left_out_of_the_paragraphs_or_the_furniture() -> None:
    text = "\n\n".join([*printed(PROSE), "---", "Judul", *printed(SECOND)])
    page = layout(text)
    covered = {at for start, stop in (*page.paragraphs, *page.furniture) for at in range(start, stop)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)


@pytest.mark.shared
def test_the_published_report(shared: Path) -> None:
    text = canonical(next(shared.glob("seeds/000_*.txt")).read_text("utf-8"))
    marks = paragraph_marks(text)
    spoken = [speech_text(text, marks, turn) for turn in marks.turns]
    prose = [words for words in spoken if len(words.split()) >= 8 and "\n" not in words]
    assert 650 <= len(prose) <= 800  # 744 counted by another way of joining
    assert 45 <= median(len(words.split()) for words in prose) <= 62  # 52 there
    furniture = [text[slice(*span)] for span in marks.furniture]
    assert sum(words.isdecimal() for words in furniture) == 8
    assert len(furniture) == 15
    assert sum(words[0].islower() and words[1] not in ".)" for words in prose) <= 20  # cut by notes at a page's foot
    assert "evidence-based policy" in " ".join(spoken)
