"""The pane's lines: they tile the text, and every place of the cursor has one cell."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.tui.pane.reading import Reading
from qualcode.tui.pane.spans import PaneTurn
from qualcode.tui.pane.wrap import Page
from tests.pane_texts import readings, tried

widths = st.integers(8, 40)


def lines(page: Page) -> list[str]:
    return [page.reading.words(page.drawn(line)) for line in range(len(page))]


def interview(text: str, *labels: str) -> list[PaneTurn]:
    """Turns by their labels, in order, each to the next label."""
    starts = [text.index(f"{label}: ", at) for at, label in zip([0] * len(labels), labels, strict=True)]
    stops = [*starts[1:], len(text)]
    return [
        PaneTurn((a, a + len(name) + 1), (a + len(name) + 2, b), name)
        for a, b, name in zip(starts, stops, labels, strict=True)
    ]


@tried
@given(readings(), widths)
def test_lines_cover_the_text_without_gap_or_overlap(reading: Reading, width: int) -> None:
    page = Page(reading, width)
    spans = [page.span(line) for line in range(len(page))]
    assert spans[0][0] == 0
    assert spans[-1][1] == len(reading.text)
    assert all(before[1] == after[0] for before, after in pairwise(spans))
    assert all(
        start <= a <= b <= end for (start, end), (a, b) in zip(spans, map(page.drawn, range(len(page))), strict=True)
    )


@tried
@given(readings(), widths)
def test_every_offset_has_a_cell_and_the_cell_gives_it_back(reading: Reading, width: int) -> None:
    page = Page(reading, width)
    for offset in range(len(reading.text) + 1):
        stop = page.snap(offset)
        assert page.snap(stop) == stop
        column, line = page.place(offset)
        assert 0 <= column <= page.width
        assert page.line_of(stop) == line
        assert page.at(column, line) == stop


@tried
@given(readings(), widths, st.integers(-3, 50), st.integers(-3, 60))
def test_any_cell_leads_to_a_place_of_the_cursor(reading: Reading, width: int, column: int, line: int) -> None:
    page = Page(reading, width)
    offset = page.at(column, line)
    assert page.snap(offset) == offset


@tried
@given(readings(), widths)
def test_no_line_is_wider_than_the_page_and_no_word_is_lost(reading: Reading, width: int) -> None:
    page = Page(reading, width)
    for line in range(len(page)):
        cells = sum(cells for _, _, cells in page.steps(line))
        ends_in_a_space = reading.shown[slice(*page.drawn(line))].rstrip("\u2060").endswith(" ")
        assert cells <= page.width + ends_in_a_space
    for block in reading.blocks:
        if block.body and block.body[0] < block.body[1]:
            first, last = page.line_of(block.body[0]), page.line_of(max(block.body[0], block.body[1] - 1))
            drawn = "".join(reading.shown[slice(*page.drawn(line))] for line in range(first, last + 1))
            assert drawn.replace("\n", "") == reading.shown[slice(*block.body)].replace("\n", "")


@tried
@given(readings(), widths, st.tuples(st.integers(0, 200), st.integers(0, 200)))
def test_wrapped_around_a_place_the_lines_there_are_those_of_the_whole(
    reading: Reading, width: int, around: tuple[int, int]
) -> None:
    start, stop = (min(at, len(reading.text)) for at in sorted(around))
    page, whole = Page(reading, width, (start, stop)), Page(reading, width)
    blocks = [page.block_at(line) for line in page.wrapped]
    there = [line for line in range(len(whole)) if blocks[0].start <= whole.block_at(line).start <= blocks[-1].start]
    assert [(page.span(line), page.block_at(line)) for line in page.wrapped] == [
        (whole.span(line), whole.block_at(line)) for line in there if whole.block_at(line) in blocks
    ]
    assert page.span(page.wrapped[0])[0] <= start <= stop <= page.span(page.wrapped[-1])[1]
    spans = [page.span(line) for line in range(len(page))]
    assert (spans[0][0], spans[-1][1]) == (0, len(reading.text))
    assert [block for line in range(len(page)) if page.opens(line) for block in [page.block_at(line)]] == reading.blocks


def test_speech_is_wrapped_at_spaces_and_the_label_stands_aside() -> None:
    text = "Yani: Iuran sampah naik, Mas, mulai bulan depan.\n\nKarto: Iya."
    page = Page(Reading(text, interview(text, "Yani", "Karto")), 20)
    assert lines(page) == ["Iuran sampah naik,", "Mas, mulai bulan", "depan.", "Iya."]
    assert page.place(text.index("sampah")) == (6, 0)
    assert page.place(text.index("Karto")) == (0, 3)  # the label has no place of its own


def test_a_hard_wrap_reads_as_one_space_and_a_cut_word_as_none() -> None:
    text = "Marni: uang dari ke-\nlurahan belum\n   turun"
    cut, wrap = text.index("-\n"), text.index("\n   ")
    page = Page(Reading(text, interview(text, "Marni"), [(cut, cut + 2), (wrap, wrap + 4)]), 60)
    assert lines(page) == ["uang dari kelurahan belum turun"]
    assert page.place(text.index("turun"))[0] == len("uang dari kelurahan belum ")
    assert page.at(*page.place(text.index("lurahan"))) == text.index("lurahan")


def test_the_header_folds_to_one_line_and_opens() -> None:
    text = "Jenis: wawancara\nTanggal: 2 Juli\n\nMarni: Ya."
    turns = [PaneTurn((34, 40), (41, len(text)), "Marni")]
    folded = Page(Reading(text, turns), 30)
    assert [folded.block_at(line).kind for line in range(len(folded))] == ["header", "turn"]
    assert folded.snap(0) == 41
    opened = Page(Reading(text, turns, folded=False), 30)
    assert lines(opened)[:2] == ["Jenis: wawancara", "Tanggal: 2 Juli"]


def test_turns_that_are_not_asked_for_fold_to_a_line_that_counts_them() -> None:
    text = "Mod: satu?\nMarni: dua.\nHal 3\nMod: tiga?\nGiyo: empat."
    turns = interview(text, "Mod", "Marni", "Mod", "Giyo")
    reading = Reading(text, turns, (), [(text.index("Hal"), text.index("Hal") + 5)], hidden={0, 1, 2, 7})
    (others, giyo) = reading.blocks
    assert (others.kind, others.body, reading.others(others)) == ("others", None, 3)
    assert lines(Page(reading, 30))[-1] == "empat."
    assert Reading(text, turns, hidden=range(9)).others(Reading(text, turns, hidden=range(9)).blocks[0]) == 4
    assert Page(reading, 30).snap(0) == giyo.body[0]  # type: ignore[index]


def test_page_furniture_is_one_line_between_turns_and_a_space_inside_speech() -> None:
    text = "Marni: satu\nHal 2\ndua\n\nHal 3\n\nGiyo: tiga"
    inside, between = text.index("\nHal 2\n"), text.index("Hal 3")
    turns = interview(text, "Marni", "Giyo")
    turns[0] = PaneTurn(turns[0].label, (turns[0].speech[0], text.index("\n\nHal 3")), "Marni")
    page = Page(Reading(text, turns, (), [(inside, inside + 7), (between, between + 5)]), 30)
    assert [page.block_at(line).kind for line in range(len(page))] == ["turn", "furniture", "turn"]
    assert lines(page)[0] == "satu dua"


def test_text_outside_all_turns_is_shown_and_never_lost() -> None:
    text = "Satu paragraf.\n\nYang tanpa tanda."
    assert lines(Page(Reading(text, ()), 40)) == ["Satu paragraf.", "", "Yang tanpa tanda."]


def test_paragraphs_without_names_are_set_apart_by_a_blank_line() -> None:
    text = "Satu.\n\nDua.\n\nTiga."
    turns = [PaneTurn(None, (0, 5)), PaneTurn(None, (7, 11)), PaneTurn(None, (13, 18))]
    assert lines(Page(Reading(text, turns), 20)) == ["Satu.", "", "Dua.", "", "Tiga."]
