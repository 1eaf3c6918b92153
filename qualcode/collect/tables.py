"""Tables in CSV files, as people and spreadsheets write them: one reader for all.

A row keeps its line, so that whatever is wrong in it can be said where it stands; a short row is filled with nothing, and
what cannot be read at all is a line that says so, never half a table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import UserError, reason
from qualcode.i18n import _

MAX_FIELD = 10_000_000  # characters; the csv module's own limit is shorter than a long quote


@dataclass(frozen=True)
class Row:
    """A row by column name, cells without the white space around them; ``line``: where it ends in the file, from 1."""

    line: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


def read_table(path: Path, needed: Iterable[str], columns: Iterable[str] = ()) -> list[Row]:
    """The rows of a CSV file in UTF-8, its columns parted by comma, semicolon or tab. UserError where it cannot be read or
    lacks one of the ``needed`` columns; ``columns`` are those it may have."""
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(_("this is no UTF-8 text"), where=str(path), todo=_("Save it as CSV UTF-8")) from None
    except OSError as error:
        raise UserError(
            _("the table cannot be read: %s") % reason(error), where=str(path), todo=_("Check its name")
        ) from None
    return parse_table(text, needed, columns, where=str(path))


def parse_table(text: str, needed: Iterable[str], columns: Iterable[str] = (), *, where: str) -> list[Row]:
    """The same of a text."""
    head = text.split("\n", 1)[0]
    delimiter = max((",", ";", "\t"), key=head.count)
    before = csv.field_size_limit(MAX_FIELD)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restval="", restkey="")
    try:
        missing = sorted(set(needed) - set(reader.fieldnames or ()))
        if missing:
            todo = _("Columns: %s") % ", ".join(columns or needed)
            raise UserError(_("the table lacks the column %s") % ", ".join(missing), where=where, todo=todo)
        return [
            Row(reader.line_num, {key: value.strip() for key, value in row.items() if key and value is not None})
            for row in reader
        ]
    except csv.Error as error:
        raise UserError(
            _("the table cannot be read: %s") % reason(error),
            where=f"{where}:{reader.line_num}",
            todo=_("Open it in a spreadsheet and save it as CSV UTF-8"),
        ) from None
    finally:
        csv.field_size_limit(before)
