"""How a matrix is printed: as a table, swapped, or in another form."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

import click

from qualcode.cli.common import listing, safe, tell
from qualcode.cli.grid import print_grid
from qualcode.conclude.arranged import Asked
from qualcode.display.forms import check, effects, evidence
from qualcode.display.matrix import Matrix
from qualcode.i18n import _, language, ngettext
from qualcode.report.counted_notes import notes
from qualcode.report.theme_table import head_rows, shown
from qualcode.store import Project


def items(display: Matrix, asked: Asked) -> None:
    """Every cell, as JSON."""
    listing(_items(display, asked), True, [])


def _items(display: Matrix, asked: Asked) -> Iterator[dict[str, Any]]:
    for row in display.rows:
        for column in display.columns:
            cell = display.cell(row.id, column.id)
            names = {"area": column.name, "area_id": column.id} if display.areas else {}
            yield {
                "row": row.name, "row_id": row.id, "group": row.group, "column": column.name, "column_id": column.id, **names,
                "within": column.above, "status": cell.status.value, "text": shown(cell, asked.count, signed=display.axis == "informant"),
                "N": cell.N, "E": cell.E, "A": cell.A, "M": cell.M, "P": cell.P, "S": cell.S, "C": cell.C, "segments": cell.segments,
                "speakers": cell.voices, "words": cell.words if asked.count == "words" else None, "outside": cell.outside, "q": cell.q,
                "raised_in": cell.raised_in,
            }  # fmt: skip


def show(project: Project, display: Matrix, asked: Asked) -> None:
    """The matrix in the form asked for, and how it was counted."""
    if asked.form == "events":
        _events(project, display)
    elif asked.form in ("effects", "summary"):
        _lines(project, display, asked)
    else:
        _grid(display, asked)
    if asked.form == "contrast":
        _contrast(display)
    outside = any(cell.outside for cell in display.cells.values())
    for note in notes(project, display, asked.count, outside=outside):
        tell(note)
    silent = sum(column.id not in display.finished for column in display.columns)
    if display.areas and not asked.every and not asked.only:
        from qualcode.collect.regions import regions

        silent = len(regions(project, display.axis)) - len(display.columns)
        if silent:
            click.echo(
                ngettext(
                    "%d area where nobody was asked is not shown; --all shows it.",
                    "%d areas where nobody was asked are not shown; --all shows them.",
                    silent,
                )
                % silent
            )


def _grid(display: Matrix, asked: Asked) -> None:
    signed = display.axis == "informant"

    def text(row: bytes, column: bytes) -> str:
        cell = display.cell(row, column)
        return check(cell) if asked.form == "checklist" else shown(cell, asked.count, signed=signed)

    heads = head_rows(display, asked.count)
    if asked.swap:
        lines = [
            (
                f"{column.name} ({', '.join(texts[at] for _title, texts in heads)})",
                [text(row.id, column.id) for row in display.rows],
            )
            for at, column in enumerate(display.columns)
        ]
        numbers = [str(number) for number in range(1, len(display.rows) + 1)]
        print_grid([row.group for row in display.rows], numbers, [], lines)
        for number, row in zip(numbers, display.rows, strict=True):
            click.echo(f"{number:>3}  {row.name}")
        click.echo()
        return
    lines = []
    for group, members in groupby(display.rows, key=lambda row: row.group):
        if group:
            lines.append((group, []))
        lines += [(row.name, [text(row.id, column.id) for column in display.columns]) for row in members]
    print_grid([column.above for column in display.columns], [column.name for column in display.columns], heads, lines)


def _lines(project: Project, display: Matrix, asked: Asked) -> None:
    """A line a cell that raises the row, with what it rests on."""
    from qualcode.reduce.codebook import by_id
    from qualcode.report.matrix_forms import EFFECTS, short
    from qualcode.report.quoting import Quoter

    quoter = Quoter(project)
    names = {rec: name for rec, (name, *_more) in quoter.sources.items()}
    valences = {code.id: code.valence for code in by_id(project).values()}
    for row in display.rows:
        click.echo(row.name)
        for column in display.columns:
            cell, segments = display.cell(row.id, column.id), display.quotes.get((row.id, column.id), ())
            told = shown(cell, asked.count)
            if asked.form == "summary" and segments:
                told += "  " + "; ".join(evidence(segments, names))
            tell(f"  {column.name}  {told}")
            if asked.form == "effects":
                for sign, segment in effects(display, valences, row, column.id):
                    place = f"{names[segment.source]}:{segment.turn + 1}"
                    tell(f"    {EFFECTS[sign]} “{safe(short(quoter, segment))}” {place}")
    click.echo()


def _events(project: Project, display: Matrix) -> None:
    """The passages in the order of time."""
    from qualcode.report.form_lines import form_lines
    from qualcode.report.matrix_forms import said
    from qualcode.report.phrases import speaking
    from qualcode.report.quoting import Quoter

    with speaking(language()):
        lines, note = form_lines(display, "events", Quoter(project)), said("events_note")
    for line in lines:
        tell("  " * line.depth + safe(line.text))
    click.echo()
    tell(note)


def _contrast(display: Matrix) -> None:
    from qualcode.report.matrix_forms import contrast_lines

    for title, rows in contrast_lines(display):
        tell(f"{title}: " + ("; ".join(row.name for row in rows) or "–"))
    click.echo()


def accounting(project: Project, columns: str, as_json: bool) -> None:
    """The data accounting log: role by kind of source, or by what was asked for."""
    from qualcode.display.accounting import accounting as made
    from qualcode.report.matrix_forms import accounting_notes

    log = made(project, columns="kind" if columns == "kelurahan" else columns)
    if as_json:
        listing(
            [
                {"row": row.name, "column": column.name, "state": cell.state, "sources": len(cell.sources), "finished": cell.finished, "source_ids": cell.sources}
                for row in log.down.columns for column in log.across.columns for cell in [log.cell(row, column)]
            ],
            True, [],
        )  # fmt: skip
        return
    if not log.down.columns:
        click.echo(_("Nothing to show: no informant is recorded."))
        return
    print_grid(
        [column.above for column in log.across.columns],
        [column.name for column in log.across.columns],
        [],
        [(row.name, [log.cell(row, column).text for column in log.across.columns]) for row in log.down.columns],
    )
    for note in accounting_notes(log):
        tell(note)
