"""Figures into the project: the printed table whole, and of it what has an indicator and a region.

The rule: nothing is dropped. Every cell of a table is kept as printed, also one whose region the project does not know, so that
the checks see the table as it stands; a figure is what of it can be used. What a person decided on a cell holds when the table comes again.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from qualcode.collect.figure_cells import Cell, Convention, counted, rate, read_numbers, town
from qualcode.collect.figure_decisions import Decision, cell_id, decided, decisions
from qualcode.collect.figure_files import read_cells
from qualcode.collect.regions import LEVELS, find_region, name_key, near_names, regions
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Act, Project, act
from qualcode.store.ids import derived, fold
from qualcode.store.settings import settings, write_setting

PRINTED = "printed table:"  # the settings that keep the tables; then file and table
_KEPT = ("indicator", "unit", "level", "region", "parent", "year", "printed", "source", "place", "mark", "typed")


@dataclass(frozen=True)
class FiguresImported:
    """How many figures came in, how many of them are no number or flagged, what could not be placed (line by line), which
    indicators and regions are new, the number convention of every column, and all cells as read."""

    figures: int
    no_number: int
    flagged: int
    unplaced: tuple[str, ...]
    indicators: tuple[str, ...]
    regions: tuple[str, ...]
    conventions: tuple[Convention, ...]
    cells: tuple[Cell, ...]


def indicator_id(project: Project, name: str) -> bytes:
    return derived(project.id, "indicator:" + fold(name))


def import_figures(
    project: Project, path: Path, *, dry_run: bool = False, add_regions: bool = False
) -> FiguresImported:
    """Bring in a file of figures: one a row, or tables as printed. ``dry_run`` only says what would come; ``add_regions`` makes the
    regions that the project lacks. UserError where the file is not understood; then nothing came in."""
    cells, names_units = read_cells(path, lambda name: known_levels(project, name))
    measures = dict(project.rows("SELECT id, measure FROM indicator WHERE removed=0"))
    counts = {c.indicator for c in cells if measures.get(indicator_id(project, c.indicator)) == "count"}
    cells, conventions = read_numbers(cells, counts)
    new = list(dict.fromkeys(c.indicator for c in cells if indicator_id(project, c.indicator) not in measures))
    if new and not names_units:
        first = next(c for c in cells if c.indicator == new[0])
        raise UserError(
            _("there is no indicator “%s”") % new[0],
            where=f"{path}:{first.place}",
            todo=_("Import the indicators first"),
        )
    found: dict[str, Any] = {"figures": 0, "no_number": 0, "flagged": 0}
    made: list[str] = []
    unplaced: list[str] = []
    with act(project, "figures") as a:
        if not dry_run:
            _keep(a, project, path, cells)
            for name in new:
                _new_indicator(a, project, next(c for c in cells if c.indicator == name))
        said, taken = decisions(project), set()
        for cell in cells:
            region = place(project, cell)
            if region is None and add_regions and cell.level in LEVELS:
                made.append(f"{cell.level} {cell.region}")
                region = _new_region(a, project, cell, cells) if not dry_run else b""
            if region is None:
                unplaced.append(f"{path.name}:{cell.place}: {cell.region or '-'}{_nearest(project, cell)}")
                continue
            rec = figure_id(project, cell, region)
            if region and rec in taken:
                continue  # printed twice: the first counts, the checks show the second
            taken.add(rec)
            value, flags = decided(cell, said.get(cell_id(cell)))
            if not dry_run:
                write_figure(a, project, cell, region, value, flags)
            found["figures"] += 1
            found["no_number"] += value is None
            found["flagged"] += bool(flags)
    return FiguresImported(
        **found,
        unplaced=tuple(unplaced),
        indicators=tuple(new),
        regions=tuple(dict.fromkeys(made)),
        conventions=tuple(conventions),
        cells=tuple(cells),
    )


def figure_id(project: Project, cell: Cell, region: bytes) -> bytes:
    return derived(indicator_id(project, cell.indicator), f"figure:{region.hex()}:{cell.year}:{cell.table}")


def write_figure(
    a: Act, project: Project, cell: Cell, region: bytes, value: float | None, flags: tuple[str, ...]
) -> None:
    a.create(
        "figure", figure_id(project, cell, region), indicator=indicator_id(project, cell.indicator), region=region,
        year=int(cell.year) if cell.year else None, printed=cell.printed, value=value, flags=list(flags), origin=cell.source,
        table_no=cell.table,
    )  # fmt: skip


def place(project: Project, cell: Cell) -> bytes | None:
    """The region of a cell; None where the project has none of that name and level."""
    if cell.level not in LEVELS:
        return None
    if (
        cell.level == "kota"
        and (found := find_region(project, cell.region, level="kota")) is None
        and cell.area[2] == ""
    ):
        towns = regions(project, "kota")
        return towns[0].id if len(towns) == 1 and not _other_town(cell.region) else None
    if cell.level == "kota":
        return found
    return find_region(
        project,
        cell.region,
        level=cell.level,
        within=cell.parent if cell.level == "kelurahan" and cell.parent else None,
    )


def _other_town(name: str) -> bool:
    """Whether a label names a town rather than the whole: ``Kota Madiun``, not ``Jumlah``."""
    return (bool(name) and not town(name)) or fold(name).startswith(("kota ", "kabupaten ", "kab. "))


def _nearest(project: Project, cell: Cell) -> str:
    """The name of the project that an unknown one may be a slip of, in brackets: for a person to say, never taken."""
    near = near_names(project, cell.region, level=cell.level) if cell.region and cell.level in LEVELS else []
    return f" ({near[0]}?)" if near else ""


def known_levels(project: Project, name: str) -> tuple[str, ...]:
    """The levels on which the project knows a region of this name."""
    return tuple(level for level in LEVELS if find_region(project, name, level=level) is not None)


def _keep(a: Act, project: Project, path: Path, cells: list[Cell]) -> None:
    tables: dict[str, list[list[object]]] = defaultdict(list)
    for cell in cells:
        tables[cell.table].append([getattr(cell, name) for name in _KEPT])
    for table, rows in tables.items():
        kept = {"table": table, "columns": list(_KEPT), "rows": rows}
        write_setting(project, a, f"{PRINTED}{path.name}:{table}", kept)


def printed_tables(project: Project) -> list[tuple[str, list[Cell]]]:
    """All printed tables of the project by file, with their numbers read."""
    found: dict[str, list[Cell]] = {}
    known = {f.name for f in fields(Cell)}
    for key, kept in settings(project, PRINTED).items():
        file = key.removesuffix(f":{kept['table']}")
        for row in kept["rows"]:
            got = {k: v for k, v in zip(kept["columns"], row, strict=True) if k in known}
            found.setdefault(file, []).append(Cell(table=kept["table"], **got))
    counts = {name for (name,) in project.rows("SELECT name FROM indicator WHERE removed=0 AND measure='count'")}
    if not found and (older := _from_figures(project)):
        found[""] = older
    return [(file, read_numbers(cells, counts)[0]) for file, cells in found.items()]


def _from_figures(project: Project) -> list[Cell]:
    """The figures as cells, where they came in before tables were kept whole."""
    rows = project.rows(
        "SELECT f.table_no, i.name, i.unit, r.level, r.name, p.name, f.year, f.printed, f.origin FROM figure f JOIN indicator i ON i.id=f.indicator"
        " JOIN region r ON r.id=f.region LEFT JOIN region p ON p.id=r.parent WHERE f.removed=0 ORDER BY i.name, f.table_no, f.year, r.code"
    )
    return [
        Cell(
            table or "",
            name,
            unit or "",
            level,
            region,
            (parent or "") if level == "kelurahan" else "",
            str(year or ""),
            printed,
            origin or "",
        )
        for table, name, unit, level, region, parent, year, printed, origin in rows
    ]


def printed_cells(project: Project) -> list[Cell]:
    """The cells of all printed tables of the project."""
    return [cell for _file, cells in printed_tables(project) for cell in cells]


def _new_indicator(a: Act, project: Project, cell: Cell) -> None:
    """What a table measures, without a direction: that is for a person to say."""
    measure = "count" if counted(cell.unit, cell.indicator) else "rate" if rate(cell.unit, cell.indicator) else "value"
    a.create(
        "indicator", indicator_id(project, cell.indicator), name=cell.indicator, name_en="", unit=cell.unit, measure=measure, direction=0,
        denominator=None, origin=cell.source, note="",
    )  # fmt: skip


def _new_region(a: Act, project: Project, cell: Cell, cells: list[Cell]) -> bytes | None:
    """Make the region of a cell, and those it lies in."""
    if cell.level == "kota":
        parent, name = None, cell.region
        if not name:
            return None
        name = name.split(" ", 1)[1] if fold(name).startswith(("kota ", "kabupaten ")) else name
    elif cell.level == "kecamatan":
        top = next((c for c in cells if c.level == "kota" and c.table == cell.table and c.region), None) or next(
            (c for c in cells if c.level == "kota" and c.region), None
        )
        parent = (
            (place(project, top) or _new_region(a, project, top, cells))
            if top
            else next((r.id for r in regions(project, "kota")), None)
        )
        name = cell.region
    else:
        over = replace(cell, level="kecamatan", region=cell.parent)
        parent = (place(project, over) or _new_region(a, project, over, cells)) if cell.parent else None
        name = cell.region
    if cell.level != "kota" and parent is None:
        return None
    above = parent.hex() if parent else ""
    rec = derived(project.id, f"region:{cell.level}:{above}/{name_key(name)}")
    aliases = [cell.region] if cell.level == "kota" and cell.region != name else []
    a.create("region", rec, name=name, level=cell.level, parent=parent, code="", aliases=aliases)
    return rec


def decide(project: Project, cell: Cell, decision: Decision) -> None:
    """Write what a person decided on a cell; the figure that is used follows it. One action."""
    key = f"cell:{cell_id(cell).hex()}"
    region = place(project, cell)
    with act(project, "figure " + decision.verb) as a:
        write_setting(project, a, key, asdict(decision))
        if region is not None and project.value(
            "SELECT 1 FROM figure WHERE id=? AND removed=0", figure_id(project, cell, region)
        ):
            value, flags = decided(cell, decision)
            a.change("figure", figure_id(project, cell, region), value=value, flags=list(flags))
