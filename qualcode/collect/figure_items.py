"""A table with years or measures down: its cells are of the town in its title, or of the areas across.

The rule: areas stand across only where the heads or the title say so; a table that names none is not guessed to have some, and its
figures are those of the whole town.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from qualcode.collect.figure_blocks import DISTRICT, VILLAGE, Block
from qualcode.collect.figure_cells import Cell, split_year
from qualcode.collect.figure_heads import Column, bare_part, measure, town_of
from qualcode.collect.figure_labels import LEVEL, LEVELS, TOTAL, bare_name, kecamatan_of
from qualcode.collect.figure_rows import Row, cell_at
from qualcode.language.numerals import split_marks
from qualcode.store.ids import fold


def by_years(block: Block, table: str, source: str, head: Column, values: Sequence[Column]) -> list[Cell]:
    """Years down; measures across for one town, or one measure for areas across."""
    town, (title, title_unit) = town_of(block.title), measure(block.title)
    across = _across(block.title, values, general=False)
    found = []
    for r in range(block.body, block.end):
        year, mark = split_year(block.grid.rows[r][head.at])
        for v in values if year else ():
            where = _area_across(block, r, v, across) if across else Row(r, "kota", town, "")
            if (cell := cell_at(block, table, source, where, v)) is not None:
                if across:
                    cell = replace(cell, indicator=title or cell.indicator, unit=title_unit)
                found.append(replace(cell, year=year, mark=mark))
    return found


def by_items(
    block: Block, table: str, source: str, heads: Sequence[Column], item: Column, values: Sequence[Column]
) -> list[Cell]:
    """Measures down, years or parts across, one town."""
    town, (title, title_unit) = town_of(block.title), measure(block.title)
    unit_at = next((h.at for h in heads if h.role == "unit"), None)
    general = re.fullmatch(
        r"uraian|variabel|indikator|rincian|indicator|variable|description|item", fold(" ".join(item.path)).strip()
    )
    across = _across(block.title, values, general=bool(general))
    found: list[Cell] = []
    over = ""
    for r in range(block.body, block.end):
        row = block.grid.rows[r]
        label = re.sub(r"\s+", " ", split_marks(row[item.at])[0] or row[item.at])
        if not any(row[v.at] for v in values):
            over = label or over
            continue
        unit = row[unit_at] if unit_at is not None else ""
        bracket = re.search(r"\(([^()]{1,20})\)\s*$", label)
        if bracket and not unit and general:
            unit, label = bracket[1], label[: bracket.start()].strip()
        for v in values:
            if not label or not row[v.at]:
                continue
            if across:
                if (cell := cell_at(block, table, source, _area_across(block, r, v, across), v)) is not None:
                    name = label if general or not title else f"{title} - {label}"
                    found.append(replace(cell, indicator=name, unit=unit or title_unit))
                continue
            part = v.indicator if v.indicator != title else ""
            if part.startswith(f"{title} - ") and title:
                part = part[len(title) + 3 :]
            stem = label if general else f"{title} - {label}" if title else label
            if re.fullmatch(r"laki-laki|perempuan|jumlah|total", fold(label)) and general and found:
                over = over or found[-1].indicator.rsplit(" - ", 1)[0]
                stem = f"{over} - {label}"
            elif general:
                over = label if label == row[item.at] or not over else over
            cell = cell_at(block, table, source, Row(r, "kota", town, ""), v)
            if cell is not None:
                name = " - ".join(p for p in (stem, part) if p)
                found.append(replace(cell, indicator=name, unit=unit or v.unit or title_unit))
    return found


def _area_across(block: Block, r: int, head: Column, level: str) -> Row:
    """The area that a column is for; the whole where it is a total, or the town by its name."""
    name, within = head.path[-1], kecamatan_of(block.title) if level == "kelurahan" else ""
    bare = bare_name(name)
    if TOTAL.fullmatch(name):
        return Row(r, "kecamatan", within, within) if within else Row(r, "kota", name, "")
    return Row(r, level, bare, within if level == "kelurahan" else bare)


def _across(title: str, values: Sequence[Column], *, general: bool) -> str:
    """The level of areas that stand across, by their heads or by the title; nothing where the columns are something else."""
    heads = [v.path[-1] for v in values if v.path]
    if len(values) < 3 or len(heads) < len(values) or any(split_year(h)[0] for h in heads):
        return ""
    if general and any(LEVEL.match(h) for h in heads):
        return "kecamatan"
    listed = re.search(
        rf"\b(?i:menurut|per|tiap|dan)\s+((?i:{DISTRICT}|{VILLAGE}))\b(?!\s+(?!Di\b|Dalam\b|Kota\b|Kabupaten\b|Tahun\b)[A-Z])",
        title,
    )
    names = [h for h in heads if not TOTAL.fullmatch(h)]
    if listed and names and not any(bare_part([h]) or re.search(r"[\d%()]", h) or h.islower() for h in names):
        return LEVELS[listed[1].casefold()]
    return ""
