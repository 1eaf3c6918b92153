"""Sheets of CSV, XLSX and ODS files as grids of cells: what is printed, and the number where a spreadsheet holds one.

The rule: every file becomes the same plain grid; a file that cannot be read is one line that says so.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from qualcode.collect.figure_formats import percent_cells
from qualcode.errors import UserError, reason
from qualcode.i18n import _

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".ods")


@dataclass(frozen=True)
class Grid:
    """A sheet. ``typed`` holds, by (row, column), the numbers of a spreadsheet; ``spans`` by the first cell of each merged range its last."""

    name: str
    rows: tuple[tuple[str, ...], ...]
    typed: dict[tuple[int, int], float]
    spans: dict[tuple[int, int], tuple[int, int]]

    def place(self, row: int, column: int) -> str:
        """``Sheet!C7``; in a CSV file ``C7``."""
        letters = ""
        n = column + 1
        while n:
            n, rest = divmod(n - 1, 26)
            letters = chr(65 + rest) + letters
        return f"{self.name}!{letters}{row + 1}" if self.name else f"{letters}{row + 1}"


def read_grids(path: Path) -> list[Grid]:
    """The sheets of a file that hold anything. UserError where it cannot be read or is of no kind that is known."""
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise UserError(
            _("a table is a .csv, .xlsx or .ods file"),
            where=str(path),
            todo=_("Save it as one of these in the spreadsheet"),
        )
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(
            _("the table cannot be read: %s") % reason(error), where=str(path), todo=_("Check its name")
        ) from None
    grids = _text_grids(raw, path) if ending in (".csv", ".tsv", ".txt") else _sheets(raw, path)
    grids = [g for g in grids if any(any(row) for row in g.rows)]
    if not grids:
        raise UserError(_("the table is empty"), where=str(path))
    return grids


def _text_grids(raw: bytes, path: Path) -> list[Grid]:
    text = None
    for encoding in ("utf-16",) if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    if text is None or "\0" in text:
        raise UserError(_("this is no UTF-8 text"), where=str(path), todo=_("Save it as CSV UTF-8"))
    counts = {mark: [line.count(mark) for line in text.splitlines() if line.strip()] for mark in (";", "\t", ",")}
    # A comma is also a decimal mark: the separator is the one that most lines have, and have equally.
    mark = max(counts, key=lambda m: (sum(n > 0 for n in counts[m]) * (0.6 if m == "," else 1), sum(counts[m])))
    before = csv.field_size_limit(10_000_000)
    try:
        rows = [
            tuple(cell.strip() for cell in row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=mark)
        ]
    except csv.Error as error:
        raise UserError(
            _("the table cannot be read: %s") % reason(error),
            where=str(path),
            todo=_("Open it in a spreadsheet and save it as CSV UTF-8"),
        ) from None
    finally:
        csv.field_size_limit(before)
    return [_grid("", rows, {}, {})]


def _sheets(raw: bytes, path: Path) -> list[Grid]:
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
        percent = percent_cells(raw)
        found = []
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            rows: list[list[str]] = []
            typed: dict[tuple[int, int], float] = {}
            for r, row in enumerate(sheet.to_python(skip_empty_area=False)):
                rows.append([])
                for c, value in enumerate(row):
                    places = percent.get(name, {}).get((r, c))
                    if isinstance(value, int | float) and not isinstance(value, bool):
                        typed[r, c] = float(value) if places is None else round(value * 100, places)
                    rows[-1].append(
                        _printed(value) if places is None or (r, c) not in typed else f"{typed[r, c]:.{places}f}%"
                    )
            spans = {(start[0], start[1]): (end[0], end[1]) for start, end in (sheet.merged_cell_ranges or ())}
            found.append(_grid(name, rows, typed, spans))
        return found
    except Exception as error:  # calamine tells a damaged file by many errors
        raise UserError(
            _("the table cannot be read: %s") % str(error).splitlines()[0][:120] if str(error) else _("the table cannot be read"),
            where=str(path), todo=_("Open it in a spreadsheet and save it again"),
        ) from None  # fmt: skip


def _printed(value: object) -> str:
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return str(value).strip()


def _grid(
    name: str, rows: Sequence[Sequence[str]], typed: dict[tuple[int, int], float], spans: dict[tuple[int, int], tuple[int, int]]
) -> Grid:  # fmt: skip
    width = max((len(row) for row in rows), default=0)
    return Grid(name, tuple((*row, *[""] * (width - len(row))) for row in rows), typed, spans)
