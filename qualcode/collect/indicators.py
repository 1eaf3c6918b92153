"""Indicators and figures: what is measured, and its value for a region and year, as printed and as read.

A table is imported as printed, checked and flagged; nothing is repaired or dropped. What cannot be read as a number is
kept as printed and is no number.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from qualcode.collect.regions import LEVELS, find_region
from qualcode.collect.tables import read_table
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.numerals import read_column
from qualcode.store import Project, act
from qualcode.store.ids import derived, fold

DIRECTIONS = {"higher_better": 1, "higher_worse": -1, "undeclared": 0, "": 0}
INDICATOR_COLUMNS = ("indicator", "unit", "kind", "direction", "denominator", "source", "note", "name_en")
FIGURE_COLUMNS = ("indicator", "level", "region", "year", "value_as_printed", "parent", "source", "table")
MEASURES = ("count", "rate", "value")


@dataclass(frozen=True)
class Indicator:
    """``direction``: +1 higher is better, -1 higher is worse, 0 undeclared; ``measure``: count, rate or value;
    ``denominator``: id of the indicator a count is divided by."""

    id: bytes
    name: str
    name_en: str
    unit: str
    measure: str
    direction: int
    denominator: bytes | None
    origin: str
    note: str
    figures: int


@dataclass(frozen=True)
class Figure:
    """A value for a region and year. ``value`` is None where the printed string is no number (``flags`` say why)."""

    indicator: bytes
    region: bytes
    region_name: str
    level: str
    year: int | None
    printed: str
    value: float | None
    flags: tuple[str, ...]
    origin: str
    table: str


def indicator_id(project: Project, name: str) -> bytes:
    return derived(project.id, "indicator:" + fold(name))


def import_indicators(project: Project, path: Path) -> int:
    """Bring in a table of indicators (indicator, unit, kind, direction, denominator, source, note); how many."""
    rows = read_table(path, INDICATOR_COLUMNS[:4], INDICATOR_COLUMNS)
    with act(project, "indicators") as a:
        for row in rows:
            where = f"{path}:{row.line}"
            if not fold(row["indicator"]):
                raise UserError(_("an indicator needs a name"), where=where)
            if row["direction"] not in DIRECTIONS:
                raise UserError(
                    _("“%s” is no direction") % row["direction"],
                    where=where,
                    todo=", ".join(k for k in DIRECTIONS if k),
                )
            if row["kind"] not in MEASURES:
                raise UserError(_("“%s” is no kind of measure") % row["kind"], where=where, todo=", ".join(MEASURES))
            names = {fold(r["indicator"]) for r in rows} | {
                fold(n) for (n,) in project.rows("SELECT name FROM indicator")
            }
            if row["denominator"] and fold(row["denominator"]) not in names:
                raise UserError(_("there is no indicator “%s”") % row["denominator"], where=where)
        for row in sorted(rows, key=lambda r: bool(r["denominator"])):
            a.create(
                "indicator", indicator_id(project, row["indicator"]), name=row["indicator"], name_en=row["name_en"],
                unit=row["unit"], measure=row["kind"], direction=DIRECTIONS[row["direction"]],
                denominator=indicator_id(project, row["denominator"]) if row["denominator"] else None,
                origin=row["source"], note=row["note"],
            )  # fmt: skip
    return len(rows)


@dataclass(frozen=True)
class FiguresImported:
    """How many figures came in, how many of them are no number or flagged, and what could not be placed, line by line."""

    figures: int
    no_number: int
    flagged: int
    unplaced: tuple[str, ...]


def import_figures(project: Project, path: Path) -> FiguresImported:
    """Bring in figures as printed (indicator, level, region, parent, year, value_as_printed, source, table).

    The number convention is decided for each column of the printed table, not cell by cell. UserError where a column of
    the file is missing or an indicator unknown; a row whose region is unknown is left out and named.
    """
    rows = read_table(path, FIGURE_COLUMNS[:5], FIGURE_COLUMNS)
    columns: dict[tuple[str, str, str, str], list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        columns[row["indicator"], row["level"], row["year"], row["table"]].append(number)
    numbers: dict[int, tuple[float | None, tuple[str, ...]]] = {}
    measures = dict(project.rows("SELECT id, measure FROM indicator WHERE removed=0"))
    for (name, *_rest), lines in columns.items():
        whole = measures.get(indicator_id(project, name)) == "count"
        for number, read in zip(
            lines, read_column([rows[n]["value_as_printed"] for n in lines], whole=whole), strict=True
        ):
            numbers[number] = (read.value, (*read.flags, *(f"mark:{mark}" for mark in read.marks)))
    unplaced: list[str] = []
    count = no_number = flagged = 0
    with act(project, "figures") as a:
        for number, row in enumerate(rows):
            where = f"{path.name}:{row.line}"
            indicator = indicator_id(project, row["indicator"])
            if indicator not in measures:
                raise UserError(
                    _("there is no indicator “%s”") % row["indicator"],
                    where=where,
                    todo=_("Import the indicators first"),
                )
            if row["level"] not in LEVELS:
                raise UserError(_("“%s” is no level") % row["level"], where=where)
            region = find_region(project, row["region"], level=row["level"], within=row["parent"] or None)
            if region is None:
                unplaced.append(f"{where}: {row['region']}")
                continue
            year = "".join(c for c in row["year"] if c.isdigit())[:4]
            value, flags = numbers[number]
            if row["year"].strip(" 0123456789"):
                flags = (*flags, "mark:" + row["year"].strip(" 0123456789"))
            rec = derived(indicator, f"figure:{region.hex()}:{year}:{row['table']}")
            a.create(
                "figure", rec, indicator=indicator, region=region, year=int(year) if year else None,
                printed=row["value_as_printed"], value=value, flags=list(flags), origin=row["source"], table_no=row["table"],
            )  # fmt: skip
            count += 1
            no_number += value is None
            flagged += bool(flags)
    return FiguresImported(count, no_number, flagged, tuple(unplaced))


def indicators(project: Project) -> list[Indicator]:
    """The indicators by name."""
    return [
        Indicator(
            rec,
            name,
            name_en or "",
            unit or "",
            measure or "value",
            direction,
            denominator,
            origin or "",
            note or "",
            count,
        )
        for rec, name, name_en, unit, measure, direction, denominator, origin, note, count in project.rows(
            "SELECT i.id, i.name, i.name_en, i.unit, i.measure, i.direction, i.denominator, i.origin, i.note,"
            " (SELECT COUNT(*) FROM figure f WHERE f.indicator=i.id AND f.removed=0) FROM indicator i WHERE i.removed=0 ORDER BY i.name"
        )
    ]


def figures(project: Project, indicator: bytes | None = None) -> list[Figure]:
    """The figures as imported, of one indicator or all, by region code and year."""
    where, values = ("AND f.indicator=?", [indicator]) if indicator else ("", [])
    return [
        Figure(
            ind, region, name, level, year, printed, value, tuple(json.loads(flags or "[]")), origin or "", table or ""
        )
        for ind, region, name, level, year, printed, value, flags, origin, table in project.rows(
            "SELECT f.indicator, f.region, r.name, r.level, f.year, f.printed, f.value, f.flags, f.origin, f.table_no FROM figure f"
            f" JOIN region r ON r.id=f.region WHERE f.removed=0 {where} ORDER BY f.indicator, r.code, f.year, f.table_no",
            *values,
        )
    ]
