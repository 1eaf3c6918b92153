"""Attributes as a workbook that people fill: a sheet for sources, one for participants, heads and types on top.

The rule: what was given out comes along in a hidden sheet, so that what comes back can be compared with it cell by cell. The
id stands first and hidden: a source may be renamed meanwhile. Texts are texts, also where they look like numbers or formulas.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from qualcode.collect import attributes
from qualcode.collect.attributes import Column, Table
from qualcode.collect.typed import TYPES, Value, show
from qualcode.errors import UserError, reason
from qualcode.i18n import N_, _
from qualcode.store import Project
from qualcode.store.ids import fold

TITLES = {"sources": N_("Sources"), "participants": N_("Participants")}
_TYPE_WORDS = {  # as a second head row may say them
    "text": ("text", "teks"),
    "integer": ("integer", "whole number", "bilangan bulat", "bulat"),
    "number": ("number", "angka", "bilangan"),
    "date": ("date", "tanggal"),
    "yesno": ("yesno", "yes/no", "yes or no", "ya/tidak", "ya atau tidak"),
    "list": ("list", "one of a list", "one of", "daftar", "salah satu", "pilihan"),
    "region": ("region", "kelurahan"),
}
KEPT, LISTS = "_qualcode", "_lists"  # the hidden sheets


def export_sheets(project: Project, path: Path, of: Iterable[str] = ("sources", "participants")) -> dict[str, int]:
    """Write a workbook (.xlsx) with a sheet for each of ``of``; how many rows each has. UserError where it cannot be written."""
    import xlsxwriter

    if path.suffix.casefold() != ".xlsx":
        raise UserError(_("attributes are written as .xlsx"), where=str(path), todo=_("Name a file that ends in .xlsx"))
    tables = [attributes.table(project, one) for one in of]
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    data = BytesIO()
    book = xlsxwriter.Workbook(data, options)
    looks = _looks(book)
    sheets = [book.add_worksheet(_(TITLES[table.of])) for table in tables]
    lists, kept = book.add_worksheet(LISTS), book.add_worksheet(KEPT)
    lists.hide()
    kept.hide()
    remembered: list[tuple[str, ...]] = []
    used = 0
    for sheet, table in zip(sheets, tables, strict=True):
        used = _write_sheet(sheet, lists, used, table, looks)
        remembered.append(("sheet", table.of, _(TITLES[table.of])))
        remembered += [("column", table.of, column.key, column.heading) for column in table.columns]
        remembered += [
            ("cell", table.of, row.id.hex(), key, "" if value is None else show(value))
            for row in table.rows
            for key, value in row.values.items()
        ]
    for at, words in enumerate(remembered):
        for column, text in enumerate(words):
            kept.write_string(at, column, text[:32_767])
    book.close()
    part = path.with_name(f".{path.name}.part")  # the file is whole or not there
    try:
        part.write_bytes(data.getvalue())
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise UserError(
            _("the file cannot be written: %s") % reason(error), where=str(path),
            todo=_("Close it in other programs, or choose another name"),
        ) from None  # fmt: skip
    return {table.of: len(table.rows) for table in tables}


def _looks(book: Any) -> dict[str, Any]:
    font = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
    return {
        "head": book.add_format(font | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF", "border": 1, "text_wrap": True}),
        "type": book.add_format(font | {"italic": True, "bg_color": "#E7ECF5", "font_color": "#404040", "border": 1, "text_wrap": True, "font_size": 9}),
        "name": book.add_format(font | {"bold": True, "num_format": "@"}),
        "text": book.add_format(font | {"num_format": "@", "text_wrap": True}),
        "integer": book.add_format(font | {"num_format": "0"}),
        "number": book.add_format(font),
        "date": book.add_format(font | {"num_format": "yyyy-mm-dd", "align": "left"}),
    }  # fmt: skip


def _write_sheet(sheet: Any, lists: Any, used: int, table: Table, looks: dict[str, Any]) -> int:
    """One sheet: id hidden, heads, types, rows; how many columns of the sheet of lists are used then."""
    sheet.set_column(0, 0, 34, None, {"hidden": True})
    sheet.write_string(0, 0, "id", looks["head"])
    sheet.write_string(1, 0, "", looks["type"])
    last, lines = len(table.rows) + 1, 1
    widths: list[int] = []
    for at, column in enumerate(table.columns, 1):
        look = looks["name"] if at == 1 else looks.get(column.type, looks["text"])
        longest = max((len(show(row.values.get(column.key))) for row in table.rows), default=0)
        width = min(44, max(12, len(column.heading) + 3, longest + 2, min(26, len(type_words(column)))))
        lines = max(lines, -(-len(type_words(column)) // (width - 2)))
        widths.append(width)
        sheet.set_column(at, at, width, look)
        sheet.write_string(0, at, column.heading, looks["head"])
        sheet.write_string(1, at, type_words(column), looks["type"])
        choices = (_("yes"), _("no")) if column.type == "yesno" else column.choices
        if choices and table.rows:
            lists.write_column(0, used, choices)
            letter = letters(used)
            sheet.data_validation(
                2, at, max(2, last), at,
                {
                    "validate": "list", "source": f"='{LISTS}'!${letter}$1:${letter}${len(choices)}",
                    "error_title": _("Not in the list"), "error_message": _("Choose from the list, or write - to clear."),
                    "error_type": "warning",
                },
            )  # fmt: skip
            used += 1
    for at, row in enumerate(table.rows, 2):
        sheet.write_string(at, 0, row.id.hex())
        tall = max(
            len(part) // width + show(row.values.get(column.key)).count("\n")
            for column, width in zip(table.columns, widths, strict=True)
            for part in show(row.values.get(column.key)).split("\n")
        )
        if tall:
            sheet.set_row(at, 15 * (1 + min(tall, 12)))
        for column_at, column in enumerate(table.columns, 1):
            _write_cell(sheet, at, column_at, row.values.get(column.key), column, looks)
    sheet.set_row(1, 4 + 12 * min(lines, 8))
    sheet.freeze_panes(2, 2)
    sheet.autofilter(1, 1, max(2, last), len(table.columns))
    sheet.write_comment(
        1,
        1,
        _(
            "An empty cell says nothing. A single - clears what is there. A new column is a new attribute: name and type on top."
        ),
        {"x_scale": 2},
    )
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, 1)
    return used


def _write_cell(sheet: Any, row: int, at: int, value: Value, column: Column, looks: dict[str, Any]) -> None:
    look = looks["name"] if at == 1 else looks.get(column.type, looks["text"])
    if value is None:
        sheet.write_blank(row, at, None, look)
    elif column.type == "date" and (day := _iso(str(value))):
        sheet.write_datetime(row, at, day, look)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(row, at, value, look)
    else:
        sheet.write_string(row, at, show(value)[:32_767], look if column.type != "date" else looks["text"])


def _iso(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def type_words(column: Column) -> str:
    """The type of a column as the second head row says it, and as it may be typed there for a new one."""
    words = _(TYPES[column.type])
    choices = column.choices if column.type == "list" and not column.built_in else ()
    return f"{words}: {' | '.join(choices)}" if choices else words


def letters(at: int) -> str:
    """A column's letters: 0 is A, 26 is AA."""
    at, left = divmod(at, 26)
    return (letters(at - 1) if at else "") + chr(65 + left)


def type_said(words: str) -> tuple[str, tuple[str, ...]] | None:
    """The type and choices that a cell of the second head row says; None where it says none."""
    name, _colon, choices = words.partition(":")
    for type_, names in _TYPE_WORDS.items():
        if fold(name) in (*names, fold(_(TYPES[type_]))):
            return type_, tuple(part.strip() for part in choices.split("|") if part.strip())
    return None
