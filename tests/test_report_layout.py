"""Where a table stands on paper: which way, how wide, in how many pieces."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from qualcode.report import layout as paper
from qualcode.report.blocks import Cell, Column, Row, Table
from qualcode.report.metrics import text_width
from tests.report_sample import FIGURES, MATRIX, areas


def test_a_small_table_stands_upright_in_one_piece() -> None:
    found = paper.layout(FIGURES)
    assert (found.landscape, found.rotated, len(found.parts)) == (False, False, 1)


def test_fifty_four_areas_are_divided_between_kecamatan_with_the_themes_repeated() -> None:
    table = areas(6, 9)
    found = paper.layout(table)
    assert found.landscape and found.rotated
    assert len(found.parts) == 3
    assert all(part.columns[0] == 0 for part in found.parts)
    for before, after in pairwise(found.parts):
        assert table.columns[before.columns[-1]].group != table.columns[after.columns[1]].group
    assert sorted(i for part in found.parts for i in part.columns[1:]) == list(range(1, 56))


def test_signs_are_never_cut() -> None:
    found = paper.layout(areas(6, 9))
    need = text_width("−26/31", found.size)
    assert all(width - paper.PADDING >= need for part in found.parts for width in part.widths[1:10])


def test_a_group_wider_than_a_page_is_divided_into_even_pieces() -> None:
    found = paper.layout(areas(1, 40))
    sizes = [len(part.columns) for part in found.parts]
    assert len(sizes) >= 2
    assert max(sizes) - min(sizes) <= 2


def test_long_sentences_in_many_columns_stand_across() -> None:
    row = Row(tuple(Cell("Data penerima tidak dimutakhirkan setelah warga pindah. " * 3) for _ in range(6)))
    table = Table("", tuple(Column(c, c) for c in "abcdef"), (row,))
    assert paper.layout(table).landscape
    assert not paper.layout(Table("", table.columns, table.rows, landscape=False)).landscape


def test_columns_with_more_to_say_are_wider() -> None:
    row = Row((Cell("kata " * 10), Cell("kata " * 60), Cell("kata " * 30)))
    a, b, c = paper.layout(Table("", tuple(Column(n, n) for n in "abc"), (row,))).parts[0].widths
    assert a < c < b


def test_the_writer_of_the_report_decides_about_the_page() -> None:
    upright = Table(MATRIX.caption, MATRIX.columns, MATRIX.rows, landscape=False)
    across = Table(MATRIX.caption, MATRIX.columns, MATRIX.rows, landscape=True)
    assert not paper.layout(upright).landscape
    assert paper.layout(across).landscape


def test_an_unbroken_word_does_not_push_the_others_off_the_page() -> None:
    row = Row((Cell("x" * 400), Cell("Pajang"), Cell("pendapatan harian")))
    found = paper.layout(Table("", tuple(Column(c, c) for c in "abc"), (row,)))
    assert sum(found.parts[0].widths) <= paper.PORTRAIT + 0.01
    assert min(found.parts[0].widths) > 1.0


def test_a_wish_for_a_width_is_kept() -> None:
    columns = (Column("n", "No.", width=1.0), Column("t", "Tema"), Column("u", "Uraian"))
    row = Row((Cell("1"), Cell("Utang"), Cell("Uraian yang panjang " * 20)))
    assert paper.layout(Table("", columns, (row,))).parts[0].widths[0] == 1.0


def test_no_head_is_cut_for_a_wish() -> None:
    table = Table(
        "T", (Column("a", "A", width=2.0), Column("b", "keduanya", width=1.0)), (Row((Cell("x"), Cell("1"))),)
    )
    found = paper.layout(table)
    assert found.parts[0].widths[1] >= text_width("keduanya", found.size, bold=True) + paper.PADDING


def test_the_head_has_kecamatan_over_kelurahan() -> None:
    upper, lower = paper.head_rows(MATRIX, (0, 1, 2, 3, 4))
    assert [(h.text, h.columns, h.down) for h in upper] == [
        ("Tema", (0,), 2),
        ("Laweyan", (1, 2), 1),
        ("Pasar Kliwon", (3,), 1),
        ("Jumlah", (4,), 2),
    ]
    assert [h.text for h in lower] == ["Pajang", "Jajar", "Semanggi"]


def test_areas_that_were_never_visited_fold_into_a_note_that_names_them() -> None:
    folded = paper.fold(MATRIX)
    assert [c.title for c in folded.columns] == ["Tema", "Pajang", "Semanggi", "Jumlah"]
    assert folded.notes[-1] == "· tak tersampel (1): Laweyan: Jajar"
    assert [row.cells[2].text for row in folded.rows] == ["6", "−6/6", "?"]
    assert paper.fold(folded) == folded


def test_width_follows_the_letters_of_times() -> None:
    assert 2.4 < text_width("Kepatihan Kulon", 10) < 2.6  # 2,44 cm in Liberation Serif
    assert text_width("iii", 10) < text_width("mmm", 10) / 2


@given(st.integers(1, 30), st.integers(0, 5), st.text(max_size=40), st.booleans())
def test_every_column_is_on_paper_exactly_once_and_no_piece_is_wider_than_the_page(
    columns: int, groups: int, text: str, states: bool
) -> None:
    kind = "state" if states else "text"
    named = tuple(
        Column(str(i), f"Kolom {i}", group=f"G{i * groups // columns}" if groups else None) for i in range(columns)
    )
    rows = (Row(tuple(Cell(text, kind=kind) for _ in named)),)
    found = paper.layout(Table("", named, rows))
    page = paper.LANDSCAPE if found.landscape else paper.PORTRAIT
    first = found.parts[0].columns[0]
    shown = [i for part in found.parts for i in part.columns]
    assert first == 0
    assert set(shown) == set(range(columns))
    repeated = set.intersection(*(set(part.columns) for part in found.parts)) if len(found.parts) > 1 else set()
    assert sorted(i for i in shown if i not in repeated) == sorted(set(range(columns)) - repeated)
    if columns > 1:
        assert all(sum(part.widths) <= page + 0.01 for part in found.parts if len(part.columns) > 2)
