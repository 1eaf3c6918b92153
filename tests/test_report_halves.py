"""A long list on paper: two halves beside each other."""

from qualcode.report.blocks import Cell, Column, Row, Table, number
from qualcode.report.halves import halved


def ranking(n: int, *, wide: bool = False) -> Table:
    columns = [Column("rank", "Peringkat"), Column("area", "Wilayah"), Column("value", "Nilai")]
    columns += [Column(f"more{k}", "Perubahan") for k in range(3)] if wide else []
    rows = tuple(
        Row((number(k), Cell(f"Kelurahan {k}"), number(k / 7, 2), *(number(k * 1000.5, 2) for _ in columns[3:])))
        for k in range(1, n + 1)
    )
    return Table("Urutan", tuple(columns), rows)


def test_54_areas_stand_in_two_halves_and_none_is_lost() -> None:
    found = halved(ranking(54))
    assert len(found.rows) == 27 and [c.title for c in found.columns] == ["Peringkat", "Wilayah", "Nilai", "", "Peringkat", "Wilayah", "Nilai"]  # fmt: skip
    read_down = [row.cells[1].text for row in found.rows] + [row.cells[5].text for row in found.rows]
    assert read_down == [f"Kelurahan {k}" for k in range(1, 55)]


def test_an_odd_list_ends_with_an_empty_line_and_short_or_wide_ones_stay() -> None:
    assert [cell.text for cell in halved(ranking(55)).rows[-1].cells[4:]] == ["", "", ""]
    assert halved(ranking(40)).rows == ranking(40).rows
    assert halved(ranking(54, wide=True)).columns == ranking(54, wide=True).columns
