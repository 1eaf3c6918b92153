"""Raters' sheets: one blank table for each rater out, and filled ones back in.

One rule: a sheet says which convention it was filled under, and one filled under another never comes in; an empty cell
says nothing and changes nothing. What would change is shown before it does, and comes in as one action.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.collect.figure_grids import read_grids
from qualcode.conclude.swot import CONVENTIONS
from qualcode.conclude.swot_deeds import write_rating
from qualcode.conclude.swot_records import Swot
from qualcode.conclude.tows import folded
from qualcode.display.terms import term
from qualcode.errors import UserError, reason
from qualcode.i18n import N_, _
from qualcode.store import Project, act
from qualcode.store.ids import fold

COLUMNS = ("rater", "convention", "unit", "item", "list", "statement", "importance", "rating")
ENDINGS = (".csv", ".xlsx")
SCALES = {  # what 1 and 4 mean, by convention and list
    ("A", "S"): N_("4 = very strong, 1 = weak"),
    ("A", "W"): N_("1 = a very large weakness, 4 = a small one"),
    ("A", "O"): N_("4 = very large, 1 = small"),
    ("A", "T"): N_("1 = a very large threat, 4 = a small one"),
    ("B", "S"): N_("4 = very strong, 1 = weak"),
    ("B", "W"): N_("4 = a very large weakness, 1 = a small one"),
    ("B", "O"): N_("4 = very large, 1 = small"),
    ("B", "T"): N_("4 = a very large threat, 1 = a small one"),
}


@dataclass(frozen=True)
class Given:
    """A value of a sheet beside the one that is there (None: none yet)."""

    item: str
    rater: str
    field: str  # importance or rating
    old: int | None
    new: int

    @property
    def changes(self) -> bool:
        return self.old != self.new


@dataclass(frozen=True)
class Filled:
    """What filled sheets say: values, how many cells were left open, and what should be looked at."""

    values: tuple[Given, ...]
    open: int
    warnings: tuple[str, ...] = ()


def sheet_rows(held: Swot, rater: str) -> list[tuple[str, ...]]:
    """The rows of a rater's blank sheet."""
    return [
        (
            rater,
            held.convention,
            held.head,
            item.id,
            f"{item.quadrant} ({_(SCALES[held.convention, item.quadrant])})",
            item.text,
            "",
            "",
        )
        for item in held.items
    ]


def export_sheets(held: Swot, folder: Path, ending: str = ".xlsx", raters: Sequence[str] = ()) -> list[Path]:
    """Write a blank sheet for each rater (or those named) into ``folder``; the files. UserError where there are no raters or
    factors, the convention is not chosen, or a file is there already: somebody may have filled it."""
    if ending not in ENDINGS:
        raise UserError(_("raters' sheets are written as %s") % ", ".join(ENDINGS))
    if not held.items or not held.raters or held.convention not in CONVENTIONS:
        raise UserError(
            _("sheets need factors, raters and a convention"),
            todo=_("qualcode swot set --convention A --raters NAME,NAME"),
        )
    names = list(raters) or list(held.raters)
    if strange := [name for name in names if fold(name) not in map(fold, held.raters)]:
        raise UserError(
            _("“%s” is no rater of this project") % strange[0], todo=_("Raters: %s") % ", ".join(held.raters)
        )
    place = f"-{'-'.join(folded(held.scope.name))}" if held.scope else ""
    files = [folder / f"swot{place}-{'-'.join(folded(name))}{ending}" for name in names]
    if there := [file for file in files if file.exists()]:
        raise UserError(
            _("this file is there already"), where=str(there[0]), todo=_("It may be filled: move it away first")
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, file in zip(names, files, strict=True):
            file.write_bytes(_csv(sheet_rows(held, name)) if ending == ".csv" else _xlsx(held, sheet_rows(held, name)))
    except OSError as error:
        raise UserError(_("the file cannot be written: %s") % reason(error), where=str(folder)) from None
    return files


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([COLUMNS, *rows])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(held: Swot, rows: Sequence[Sequence[str]]) -> bytes:
    """The same with cells that take 1 to 4 only, and a page that says how."""
    import xlsxwriter

    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "bg_color": "#E7ECF5", "border": 1})
    plain, fill = (
        book.add_format({"text_wrap": True, "valign": "top"}),
        book.add_format({"bg_color": "#FFF8E1", "border": 1}),
    )
    sheet = book.add_worksheet("SWOT")
    for at, (title, width) in enumerate(zip(COLUMNS, (12, 11, 20, 7, 26, 60, 12, 9), strict=True)):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title, head)
    for line, row in enumerate(rows, 1):
        for at, text in enumerate(row):
            if text:
                sheet.write_string(line, at, text, plain)
            else:
                sheet.write_blank(line, at, None, fill)
    sheet.data_validation(
        1, 6, max(1, len(rows)), 7,
        {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 4, "error_title": "1-4", "error_message": _("Give whole numbers from 1 to 4")},
    )  # fmt: skip
    sheet.freeze_panes(1, 0)
    help_page = book.add_worksheet(_("How to"))
    help_page.set_column(0, 0, 100, plain)
    for line, text in enumerate(guide_lines(held)):
        help_page.write_string(line, 0, text)
    book.close()
    return data.getvalue()


def guide_lines(held: Swot) -> list[str]:
    """How a sheet is filled, in sentences."""
    return [
        _("Unit: %s. Rating convention: %s, %s.")
        % (held.head or "-", held.convention, term(CONVENTIONS[held.convention])),
        _(
            "Importance: 4 = very important, 3 = important, 2 = fairly, 1 = little. Weights are worked out from all raters."
        ),
        *(f"{quadrant}: {_(SCALES[held.convention, quadrant])}" for quadrant in "SWOT"),
        _("Leave open what you cannot judge: it counts as not given, never as zero."),
        _("Fill the columns importance and rating only, each alone, without talking it over."),
    ]


def read_sheets(held: Swot, paths: Iterable[Path]) -> Filled:
    """What filled sheets (.csv, .xlsx, .ods) say. UserError where a value is off the scale, a rater or factor is unknown, or
    the sheet is of another convention; then nothing comes in."""
    values: dict[tuple[str, str, str], Given] = {}
    still_open, warnings = 0, []
    for path in paths:
        for place, row in _rows(path):
            if row["convention"].upper() != held.convention:
                raise UserError(
                    _("this sheet was filled under convention %s, the project has %s; A and B are never mixed") % (row["convention"] or "-", held.convention or "-"),
                    where=place, todo=_("Give the rater a new sheet: qualcode swot sheets export"),
                )  # fmt: skip
            if row["unit"] and folded(row["unit"]) != folded(held.head):
                raise UserError(
                    _("this sheet is of %s, the SWOT of %s") % (row["unit"], held.head or "-"), where=place,
                    todo=_("Name the area with --scope, or give the rater a new sheet"),
                )  # fmt: skip
            rater = next((name for name in held.raters if fold(name) == fold(row["rater"])), None)
            if rater is None:
                raise UserError(_("“%s” is no rater of this project") % row["rater"], where=place, todo=_("Raters: %s") % ", ".join(held.raters))  # fmt: skip
            item = held.item(row["item"])
            if row["statement"] and folded(row["statement"]) != folded(item.text):
                warnings.append(
                    _("{place}: {item} was worded otherwise when {rater} rated it").format(
                        place=place, item=item.id, rater=rater
                    )
                )
            at = held.raters.index(rater)
            for field, now in (("importance", item.importance), ("rating", item.rating)):
                if not row[field]:
                    still_open += 1
                    continue
                new = _value(row[field], f"{place}, {field}")
                before = values.get((item.id, rater, field))
                if before is not None and before.new != new:
                    raise UserError(
                        _("two sheets of %s differ on %s") % (rater, item.id),
                        where=place,
                        todo=_("Bring in the one that holds"),
                    )
                values[item.id, rater, field] = Given(item.id, rater, field, now[at] if at < len(now) else None, new)
    return Filled(tuple(values.values()), still_open, tuple(warnings))


def _rows(path: Path) -> list[tuple[str, dict[str, str]]]:
    """The rows of a sheet with their places."""
    for grid in read_grids(path):
        names = [fold(cell) for cell in grid.rows[0]] if grid.rows else []
        if set(COLUMNS) - {"unit", "list", "statement"} <= set(names):
            at = {name: names.index(name) for name in COLUMNS if name in names}
            return [
                (
                    f"{path.name}:{grid.place(number, at['item'])}",
                    {name: row[at[name]].strip() if name in at and at[name] < len(row) else "" for name in COLUMNS},
                )
                for number, row in enumerate(grid.rows)
                if number and any(cell.strip() for cell in row)
            ]
    raise UserError(_("this is no rater's sheet"), where=str(path), todo=_("Columns: %s") % ", ".join(COLUMNS))


def _value(text: str, place: str) -> int:
    number = text.removesuffix(".0").removesuffix(",0")
    if number not in ("1", "2", "3", "4"):
        raise UserError(_("“%s” is not on the scale") % text, where=place, todo=_("Give whole numbers from 1 to 4"))
    return int(number)


def bring_in(project: Project, held: Swot, filled: Filled) -> int:
    """Write what filled sheets change; how many values."""
    changed = [one for one in filled.values if one.changes]
    rows: dict[tuple[str, str], dict[str, int | None]] = {}
    for one in changed:
        rows.setdefault((one.item, one.rater), {})[one.field] = one.new
    if rows:
        with act(project, "swot") as a:
            for (item, rater), values in rows.items():
                write_rating(a, project, held.ids[item], rater, values)
    return len(changed)


def as_rows(filled: Filled) -> list[dict[str, Any]]:
    """The values as a listing shows them."""
    return [
        {"item": one.item, "rater": one.rater, "field": one.field, "old": one.old, "new": one.new,
         "change": "same" if not one.changes else "new" if one.old is None else "changed"}
        for one in filled.values
    ]  # fmt: skip
