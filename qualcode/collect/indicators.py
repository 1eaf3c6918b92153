"""Indicators and figures: what is measured, and its value for a region and year, as printed and as read.

What is measured comes from a table of indicators, or from the printed tables themselves; then its direction is for a person
to say.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from qualcode.collect.figure_import import indicator_id
from qualcode.collect.tables import read_table
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.ids import fold

DIRECTIONS = {"higher_better": 1, "higher_worse": -1, "undeclared": 0, "": 0}
INDICATOR_COLUMNS = ("indicator", "unit", "kind", "direction", "denominator", "source", "note", "name_en")
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


def is_indicators(path: Path) -> bool:
    """Whether a file is a table of indicators: a CSV that says the direction of each, and has no figures."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            head = fold(file.readline())
    except (OSError, UnicodeDecodeError):
        return False
    return head.startswith("indicator") and "value_as_printed" not in head


def import_indicators(project: Project, path: Path, *, dry_run: bool = False) -> int:
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
        for row in sorted(rows, key=lambda r: bool(r["denominator"])) if not dry_run else ():
            a.create(
                "indicator", indicator_id(project, row["indicator"]), name=row["indicator"], name_en=row["name_en"],
                unit=row["unit"], measure=row["kind"], direction=DIRECTIONS[row["direction"]],
                denominator=indicator_id(project, row["denominator"]) if row["denominator"] else None,
                origin=row["source"], note=row["note"],
            )  # fmt: skip
    return len(rows)


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
