"""The lines of a table of areas, and what those around a line say of it.

The rule: one label may be a kecamatan, the whole town or a total; the lines before and after it tell which, as a reader's eye
does. Each question is asked of all lines at once and decides nothing: ``figure_areas`` does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.collect.figure_blocks import Block, answer, counter
from qualcode.collect.figure_cells import split_year
from qualcode.collect.figure_heads import Column
from qualcode.collect.figure_labels import LEVEL, NUMBERED, TOTAL, Known, bare_name
from qualcode.collect.regions import name_key
from qualcode.store.ids import fold


@dataclass(frozen=True)
class Line:
    """A row of a block: the label of its upper area as it stands, its own label, its number, whether it has values."""

    at: int
    above: str
    label: str
    number: str
    has: bool


def lines_of(
    block: Block, upper: Column | None, lower: Column, number: Column | None, values: Sequence[Column]
) -> list[Line]:
    """The lines of a block; empty rows and repeated heads left out, a label that is said once carried down."""
    grid, carried = block.grid, ""
    found: list[Line] = []
    for r in range(block.body, block.end):
        row = grid.rows[r]
        if not any(row) or counter(row):
            continue
        above = row[upper.at] if upper else ""
        label = row[lower.at]
        has = any(row[v.at] for v in values)
        if not label and not above:
            label = next((c for c in row[: lower.at + 1] if c and not answer(c)), "")
        if upper and not label and above and not TOTAL.fullmatch(above) and has and found:
            label = f"Kecamatan {LEVEL.sub('', above)}"  # a total of the upper area
        if not label and not above and not has:
            continue
        if not has and not label:
            label, above = above, ""
        if not label and not above:
            label = carried
        carried = label
        found.append(Line(r, above, re.sub(r"\s+", " ", label), row[number.at] if number else "", has))
    return found


def is_total(line: Line) -> bool:
    """Whether a line is one by its label, or by that of its upper area where it has none."""
    return bool(TOTAL.fullmatch(line.label or line.above))


def called_kota(text: str, lines: Sequence[Line], n: int, known: Known) -> bool:
    """Whether a row that reads like the whole is a kecamatan of that name: ``Kota`` of Kediri, above its total; ``Kota Barat`` of Gorontalo,
    above other areas."""
    if fold(text) == "kota":
        return any(x.has for x in lines[n + 1 :])
    return "kecamatan" in known(text) and more_areas(lines, n)


def group_of(total: str, lines: Sequence[Line]) -> str:
    """The upper area that a total of the upper column names: ``Jumlah Karanglor``; else nothing."""
    name = name_key(re.sub(r"^(sub ?-?)?(jumlah|total)\s+", "", total, flags=re.IGNORECASE))
    uppers = {name_key(x.above): x.above for x in lines if x.above and not TOTAL.fullmatch(x.above)}
    return LEVEL.sub("", NUMBERED.sub("", uppers.get(name, "")))


def is_grand(lines: Sequence[Line], n: int, closed: int) -> bool:
    """Whether a ``Jumlah`` at the end is that of the town: every group but the last had one before, or none had."""
    groups = sum(not x.has for x in lines) or len({x.above for x in lines if x.above and not TOTAL.fullmatch(x.above)})
    totals_left = sum(1 for x in lines[n:] if x.has and is_total(x))
    return (closed == 0 and groups > 1) or closed >= groups or (totals_left == 1 and closed == 0 and groups != 1)


def below_style(lines: Sequence[Line]) -> bool:
    """Whether ``Kecamatan X`` rows close their kelurahan: the first row of the table is none."""
    first = next((x for x in lines if x.has), None)
    return first is not None and not re.match(r"kec", fold(NUMBERED.sub("", first.label))) and all(x.has for x in lines)


def mixed_case(lines: Sequence[Line], known: Known) -> bool:
    """Whether kecamatan are told from kelurahan by capitals: they head or close their kelurahan, and none is known as a kelurahan
    alone."""
    labels = [x.label for x in lines if x.has and not TOTAL.fullmatch(x.label)]
    capitals = [x for x in labels if x.isupper()]
    if not 0 < len(capitals) < len(labels) / 2 or not (labels[0].isupper() or labels[-1].isupper()):
        return False
    return not any(known(bare_name(x)) == ("kelurahan",) for x in capitals)


def more_areas(lines: Sequence[Line], n: int) -> bool:
    """Whether areas follow this row: then one of the town's name among them is a kecamatan or kelurahan that shares it. Totals and
    rows of earlier years are none."""
    return any(x.has and not is_total(x) and not split_year(x.label)[0] for x in lines[n + 1 :])


def numbered_groups(lines: Sequence[Line]) -> bool:
    """Whether kecamatan are told from kelurahan by their numbers: they run 1, 2, 3 down the table from its first row, and most
    rows have none."""
    numbers = [x.number.strip(" .)") for x in lines if x.has and not TOTAL.fullmatch(x.label)]
    given = [n for n in numbers if n]
    return 1 < len(given) < len(numbers) / 2 and bool(numbers[0]) and given == [str(n + 1) for n in range(len(given))]
