"""A filled workbook or table of attributes as texts: its sheets, what was given out with them, and where each cell stands.

The rule: a cell is read as a person would type it; what it means is decided by who compares it.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from qualcode.collect import attributes
from qualcode.collect.attribute_sheets import KEPT, LISTS, TITLES, letters
from qualcode.collect.tables import read_table
from qualcode.collect.typed import show
from qualcode.errors import UserError, reason
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.ids import fold

_TITLE_WORDS = {"sources": ("sources", "sumber"), "participants": ("participants", "partisipan", "peserta", "informan")}


LARGEST = 300 * 1024 * 1024  # bytes a workbook may unpack to


READS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv")


@dataclass(frozen=True)
class FilledSheet:
    """A sheet as it was read: texts, heads in the first row; ``address``: a cell's name by row and column."""

    name: str
    of: str
    rows: list[list[str]]
    heads: dict[str, str]  # heading -> key, from the export
    given: dict[tuple[str, str], str] | None  # (id, key) -> text at the export; None where that is not known
    address: Callable[[int, int], str]


def filled_sheets(project: Project, path: Path, of: str | None) -> list[FilledSheet]:
    ending = path.suffix.casefold()
    if ending not in READS:
        raise UserError(_("attributes are read from %s") % ", ".join(READS), where=str(path))
    if ending == ".csv":
        return [_read_csv(project, path, of)]
    pages = workbook_pages(path)
    kept = [row for name, rows in pages for row in rows if name == KEPT]
    titles = {fold(row[2]): row[1] for row in kept if row[0] == "sheet" and row[1] in TITLES}
    sheets = []
    for name, rows in pages:
        about = titles.get(fold(name)) or next(
            (one for one, words in _TITLE_WORDS.items() if fold(name) in words), None
        )
        if name in (KEPT, LISTS) or about is None:
            continue
        heads = {fold(row[3]): row[2] for row in kept if row[0] == "column" and row[1] == about}
        given = {(row[2], row[3]): row[4] for row in kept if row[0] == "cell" and row[1] == about}
        sheets.append(FilledSheet(name, about, rows, heads, given if kept else None, _addresses(path, name)))
    if not sheets:
        raise UserError(
            _("no sheet is about sources or participants"), where=str(path),
            todo=_("Name a sheet %s or %s") % (_(TITLES["sources"]), _(TITLES["participants"])),
        )  # fmt: skip
    return sheets


def _addresses(path: Path, sheet: str) -> Callable[[int, int], str]:
    return lambda row, column: f"{path.name}, {sheet}!{letters(column)}{row + 1}"


def workbook_pages(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Every sheet of a workbook, hidden ones too, as texts; rows are as long as the longest, at least five."""
    import python_calamine

    unreadable = UserError(
        _("the workbook cannot be read"), where=str(path), todo=_("Open it in a spreadsheet and save it as .xlsx")
    )
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as packed:
                if sum(info.file_size for info in packed.infolist()) > LARGEST:
                    raise UserError(
                        _("the workbook is too large"), where=str(path), todo=_("Take other sheets out of it")
                    )
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        found = []
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            width = max(5, *(len(row) for row in rows)) if rows else 5
            found.append((name, [[_text(value) for value in row] + [""] * (width - len(row)) for row in rows]))
        return found
    except OSError as error:
        raise UserError(
            _("the table cannot be read: %s") % reason(error), where=str(path), todo=_("Check its name")
        ) from None
    except (python_calamine.CalamineError, zipfile.BadZipFile, ValueError, RuntimeError):
        raise unreadable from None


def _text(value: object) -> str:
    """A cell as a person would type it."""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, bool | int | float):
        return show(value)
    return str(value).replace("_x000D_", "").replace("\r\n", "\n").strip() if value is not None else ""


def _read_csv(project: Project, path: Path, of: str | None) -> FilledSheet:
    rows = read_table(path, ())
    heads = list(rows[0].cells) if rows else []
    known = {one: {fold(c.key) for c in attributes.table(project, one).columns[:1]} for one in attributes.KINDS}
    of = of or next((one for one, names in known.items() if names & set(map(fold, heads))), None)
    if of is None:
        raise UserError(
            _("the table does not say whether it is about sources or participants"), where=str(path),
            todo=_("Say it: --of sources, or --of participants"),
        )  # fmt: skip
    lines = [0, *(row.line for row in rows)]
    table = [heads, *([row[head] for head in heads] for row in rows)]
    return FilledSheet(
        path.name, of, table, {}, None, lambda row, column: f"{path.name}:{lines[row] or 1}, {heads[column]}"
    )
