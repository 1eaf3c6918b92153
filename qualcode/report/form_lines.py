"""A form of the matrix as lines, for a screen and a terminal: what a cell says, and the passages it says it with.

One rule: a line carries the passages it rests on, so that whoever reads it can go on to them.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.display.accounting import Log
from qualcode.display.columns import Column
from qualcode.display.forms import check, effects, events, evidence
from qualcode.display.matrix import Matrix
from qualcode.display.rows import Row
from qualcode.i18n import language
from qualcode.reduce.counting import Segment
from qualcode.report.blocks import long_date
from qualcode.report.matrix_forms import EFFECTS, contrast_lines, said, short
from qualcode.report.quoting import Quoter


@dataclass(frozen=True)
class FormLine:
    """``depth`` 0 is a heading, 1 a cell, 2 a passage of it; ``row`` and ``column`` where it is of a cell."""

    text: str
    depth: int = 1
    segments: tuple[Segment, ...] = ()
    row: Row | None = None
    column: Column | None = None


def form_lines(display: Matrix, form: str, quoter: Quoter) -> list[FormLine]:
    """The lines of a form of ``forms.FORMS`` other than the table."""
    if form == "contrast":
        return _contrast(display)
    if form == "events":
        return _events(display, quoter)
    names = {rec: name for rec, (name, *_more) in quoter.sources.items()}
    lines: list[FormLine] = []
    for row in display.rows:
        lines.append(FormLine(row.name, 0))
        for column in display.columns:
            cell, segments = display.cell(row.id, column.id), display.quotes.get((row.id, column.id), ())
            text = f"{column.name}  {check(cell)} {cell.text}" if form == "checklist" else f"{column.name}  {cell.text}"
            if form == "summary" and segments:
                text += "  " + "; ".join(evidence(segments, names))
            if form == "checklist" and segments:
                text += f" “{short(quoter, segments[0])}”"
            lines.append(FormLine(text, 1, segments, row, column))
            for sign, one in effects(display, quoter.valences, row, column.id) if form == "effects" else ():
                lines.append(
                    FormLine(
                        f"{EFFECTS[sign]} “{short(quoter, one)}” {names[one.source]}:{one.turn + 1}",
                        2,
                        (one,),
                        row,
                        column,
                    )
                )
    return lines


def _contrast(display: Matrix) -> list[FormLine]:
    lines: list[FormLine] = []
    for title, rows in contrast_lines(display):
        lines.append(FormLine(f"{title}: {len(rows)}", 0))
        for row in rows:
            lines.append(FormLine(row.name, 1))
            for column in display.columns:
                segments = display.quotes.get((row.id, column.id), ())
                lines.append(
                    FormLine(f"{column.name}  {display.cell(row.id, column.id).text}", 2, segments, row, column)
                )
    return lines


def _events(display: Matrix, quoter: Quoter) -> list[FormLine]:
    dates = {rec: (date, name) for rec, (name, _genre, date, _region) in quoter.sources.items()}
    lines: list[FormLine] = []
    day = None
    for one in events(display, dates):
        if one.date != day:
            day = one.date
            lines.append(FormLine(long_date(day, language()) or said("undated"), 0))
        place = f"{dates[one.segment.source][1]}:{one.segment.turn + 1}"
        text = f"{one.column.name} · “{short(quoter, one.segment)}” {place} · {one.row.name}"
        lines.append(FormLine(text, 1, (one.segment,), one.row, one.column))
    return lines


def accounting_lines(log: Log) -> list[FormLine]:
    """Of whom there is what, a line each; what is not there is not told."""
    lines: list[FormLine] = []
    for row in log.down.columns:
        there = [(column.name, log.cell(row, column)) for column in log.across.columns]
        told = ", ".join(f"{name} {cell.text}" for name, cell in there if cell.sources)
        lines.append(FormLine(f"{row.name}  {told or '·'}"))
    return lines
