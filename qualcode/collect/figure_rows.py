"""The area of a printed row, and the cell it makes with a column.

The rule: a cell keeps what is printed, with its place; where it has no figure it is none. Whatever way a table is laid out, its
cells are made here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.collect.figure_blocks import Block
from qualcode.collect.figure_cells import Cell, split_unit
from qualcode.collect.figure_heads import Column
from qualcode.language.numerals import split_marks


@dataclass(frozen=True)
class Row:
    """A row of areas: its level, its label as printed without number and ``Kecamatan``, the kecamatan it lies in."""

    at: int
    level: str
    region: str
    parent: str


def cell_at(
    block: Block, table: str, source: str, row: Row, head: Column, *, extra: Sequence[Column] = ()
) -> Cell | None:
    """What stands in a row under a column; ``extra``: columns whose texts in this row are part of the measure."""
    printed = block.grid.rows[row.at][head.at]
    if not printed:
        return None
    parts = [head.indicator, *(block.grid.rows[row.at][e.at] for e in extra)]
    unit = head.unit or split_unit(split_marks(printed)[0])[1]
    return Cell(
        table, " - ".join(p for p in parts if p) or table, unit, row.level, row.region, row.parent, head.year, printed, source,
        block.grid.place(row.at, head.at), head.mark, block.grid.typed.get((row.at, head.at)),
    )  # fmt: skip
