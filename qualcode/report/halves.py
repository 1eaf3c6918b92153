"""A long list in two halves beside each other, as it is printed on paper.

One rule: 54 kelurahan in their order belong on one page. A list of short lines and few columns is read down the left half and
then down the right one; what is wide, grouped or short stays as it is. Only paper is short of room: a workbook or a page
of HTML keeps the list in one piece, to be sorted.
"""

from __future__ import annotations

from dataclasses import replace

from qualcode.report.blocks import Cell, Column, Row, Table, filled
from qualcode.report.layout import layout

LONG = 40  # lines that do not fit on an upright page below a heading
_GAP = 0.3  # cm between the halves


def halved(table: Table) -> Table:
    """The table with its lines in two halves beside each other, where it is a long list and fits so on an upright page; else as
    it is. Keys of the right half have a ``+`` behind them."""
    if len(table.rows) <= LONG or any(row.level != "body" for row in table.rows) or any(c.group for c in table.columns):
        return table
    half = -(-len(table.rows) // 2)
    left, right = (
        [tuple(filled(table, row)) for row in rows] for rows in (table.rows[:half], table.rows[half:])
    )  # fmt: skip
    right += [tuple(Cell("") for _column in table.columns)] * (len(left) - len(right))
    columns = tuple(replace(column, width=None) for column in table.columns)
    again = tuple(replace(column, key=f"{column.key}+") for column in columns)
    beside = replace(
        table,
        columns=(*columns, Column("gap", "", width=_GAP), *again),
        rows=tuple(Row((*one, Cell(""), *other)) for one, other in zip(left, right, strict=True)),
    )
    chosen = layout(beside)
    return table if chosen.landscape or chosen.rotated or len(chosen.parts) > 1 else beside
