"""A printed table made long: a cell for every region, measure and year.

The rule: the roles of its columns tell how a table is laid out - areas down, or years or measures down for one area - and each
layout is read by its own module. Nothing is read away: a cell that is a dash comes along as a dash.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qualcode.collect.figure_areas import area_rows
from qualcode.collect.figure_blocks import Block, find_blocks
from qualcode.collect.figure_cells import Cell, split_year
from qualcode.collect.figure_grids import Grid
from qualcode.collect.figure_heads import Column, columns
from qualcode.collect.figure_items import by_items, by_years
from qualcode.collect.figure_labels import TOTAL, Known, bare_name
from qualcode.collect.figure_rows import cell_at
from qualcode.store.ids import fold


def tables_of(grid: Grid, *, file: str = "", known: Known = lambda _name: ()) -> list[Cell]:
    """The cells of all tables of a sheet. ``file`` names what has no number; ``known`` tells the levels of names."""
    found: list[Cell] = []
    blocks = _continued(find_blocks(grid))
    for n, block in enumerate(blocks, 1):
        name = block.number or (
            grid.name
            if len(blocks) == 1 and grid.name
            else f"{grid.name or file} {n}".strip()
            if len(blocks) > 1
            else grid.name or file
        )
        found += _cells(block, name, known)
    return found


def _continued(blocks: Sequence[Block]) -> list[Block]:
    """The tables of a sheet; one that goes on (``Lanjutan Tabel 4.2``) has the title and the number of the one it goes on."""
    found: list[Block] = []
    for block in blocks:
        if found and re.search(
            r"^\W*(lanjutan|sambungan|continued)\b|\b(lanjutan|sambungan|continued)\W*$", fold(block.title)
        ):
            before = next((b for b in reversed(found) if b.number == block.number), found[-1])
            block = replace(block, title=before.title, number=block.number or before.number)
        found.append(block)
    return found


def _halves(block: Block, heads: Sequence[Column]) -> list[Block]:
    """A table printed in halves beside each other, each under the same head, as one block a half; else nothing."""
    shown = [h.path for h in heads if h.role != "empty"]
    width = next((w for w in range(2, len(shown) // 2 + 1) if shown == shown[:w] * (len(shown) // w)), 0)
    areas = [h for h in heads if h.role == "area"]
    if not width or len(shown) % width or len(areas) != len(shown) // width or any(not p for p in shown):
        return []
    columns_of = [h.at for h in heads if h.role != "empty"]
    found = []
    for first in range(0, len(shown), width):
        mine = set(columns_of[first : first + width])
        rows = tuple(
            tuple(t if c in mine or not block.top <= r < block.end else "" for c, t in enumerate(row))
            for r, row in enumerate(block.grid.rows)
        )
        found.append(replace(block, grid=replace(block.grid, rows=rows)))
    return found


def _cells(block: Block, table: str, known: Known) -> list[Cell]:
    heads = columns(block)
    if halves := _halves(block, heads):
        return [cell for half in halves for cell in _cells(half, table, known)]
    values = [h for h in heads if h.role == "value"]
    areas = [h for h in heads if h.role == "area"]
    items = [h for h in heads if h.role == "item"]
    years = [h for h in heads if h.role == "year"]
    source = next(
        (
            re.sub(r"^(sumber|source)\b[^:.]*[:.]\s*", "", line, flags=re.IGNORECASE).strip()
            for line in block.below.splitlines()
            if re.match(r"sumber|source", line, re.IGNORECASE)
        ),
        "",
    )
    if not areas and (named := next((i for i in items if _of_names(block, i, known)), None)):
        areas = [named]
        items.remove(named)
    if areas and values:
        rows = area_rows(block, heads, areas, values, known)
        extra = [i for i in items if i.at > areas[0].at]
        found = [
            c for row in rows for h in values if (c := cell_at(block, table, source, row, h, extra=extra)) is not None
        ]
        return _dated(block, years[0], found) if years and not any(v.year for v in values) else found
    if years and values and not items:
        return by_years(block, table, source, years[0], values)
    if items or years:
        return by_items(block, table, source, heads, (items or years)[0], values)
    return []


def _of_names(block: Block, item: Column, known: Known) -> bool:
    """Whether a column whose head does not say so holds names of areas: most of its labels are known ones."""
    labels = [t for r in range(block.body, block.end) if (t := block.grid.rows[r][item.at]) and not TOTAL.fullmatch(t)]
    return sum(bool(known(bare_name(t))) for t in labels) * 2 > len(labels)


def _dated(block: Block, years: Column, cells: Sequence[Cell]) -> list[Cell]:
    """Cells with the year that stands in their row, or above it where it is said once for several."""
    of_row: dict[str, tuple[str, str]] = {}
    said = ("", "")
    for r in range(block.body, block.end):
        said = split_year(block.grid.rows[r][years.at]) if block.grid.rows[r][years.at] else said
        of_row[str(r + 1)] = said
    dated = [(c, *of_row[re.sub(r"^.*?(\d+)$", r"\1", c.place)]) for c in cells]
    return [replace(c, year=year or c.year, mark=mark or c.mark) for c, year, mark in dated]
