"""Files of figures: tables as they are printed, or one figure a row.

The rule: which of the two a file is shows in its columns; both become the same cells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from qualcode.collect.figure_cells import Cell, split_year
from qualcode.collect.figure_grids import Grid, read_grids
from qualcode.collect.figure_tables import tables_of
from qualcode.collect.regions import LEVELS
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.ids import fold

LONG = ("indicator", "level", "region", "year", "value_as_printed")
FIGURE_COLUMNS = (*LONG, "parent", "unit", "source", "table")
_ALSO = {"parent_kecamatan": "parent", "kecamatan": "parent"}


def read_cells(path: Path, known: Callable[[str], tuple[str, ...]] = lambda _name: ()) -> tuple[list[Cell], bool]:
    """The cells of a file, and whether it names units (or is a printed table, which says what it measures). UserError where it
    cannot be read or holds no table."""
    grids = read_grids(path)
    head = [fold(cell) for cell in grids[0].rows[0]]
    if "value_as_printed" in head:
        return _long(grids[0], path, head), "unit" in head
    cells = [cell for grid in grids for cell in tables_of(grid, file=path.stem, known=known)]
    if not cells:
        raise UserError(
            _("no table of figures was found"), where=str(path),
            todo=_("A table has a head, names of areas or measures on the left, and figures beside them"),
        )  # fmt: skip
    return cells, True


def _long(grid: Grid, path: Path, head: list[str]) -> list[Cell]:
    at = {_ALSO.get(name, name): n for n, name in enumerate(head)}
    missing = sorted(set(LONG) - set(at))
    if missing:
        raise UserError(
            _("the table lacks the column %s") % ", ".join(missing),
            where=str(path),
            todo=_("Columns: %s") % ", ".join(FIGURE_COLUMNS),
        )
    found = []
    for r, row in enumerate(grid.rows[1:], 2):
        if not any(row):
            continue
        got = {name: row[n] for name, n in at.items()}
        if got["level"] not in LEVELS:
            raise UserError(
                _("“%s” is no level") % got["level"],
                where=f"{path}:{r}",
                todo=_("Levels are kota, kecamatan, kelurahan"),
            )
        if not fold(got["indicator"]):
            raise UserError(_("an indicator needs a name"), where=f"{path}:{r}")
        year, mark = split_year(got["year"])
        found.append(
            Cell(
                got.get("table", ""),
                got["indicator"],
                got.get("unit", ""),
                got["level"],
                got["region"],
                got.get("parent", ""),
                year,
                got["value_as_printed"],
                got.get("source", ""),
                str(r),
                mark,
                grid.typed.get((r - 1, at["value_as_printed"])),
            )
        )
    return found


def apart(files: Iterable[tuple[str, list[Cell]]]) -> list[Cell]:
    """The cells of several files; a table whose number another file has too gets its file's name."""
    files = list(files)
    owners: dict[str, set[str]] = defaultdict(set)
    for name, cells in files:
        for cell in cells:
            if not cell.prose:
                owners[cell.table].add(name)
    return [
        replace(c, table=f"{c.table} ({name})") if len(owners[c.table]) > 1 else c
        for name, cells in files
        for c in cells
    ]
