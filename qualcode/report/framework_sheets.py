"""Summaries and issue rows as a workbook or table that a writer fills: a row a cell, its passages beside it.

The rule: what was given out comes along in a hidden sheet, so that what comes back is compared with it text by text; what a
person may not change (counts, state, passages) is read from nowhere again.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.collect.attribute_sheets import KEPT, LISTS
from qualcode.collect.tables import MAX_FIELD
from qualcode.display.framework import Framework, Listening, framework, state_words
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.reduce.issues import TEXTS as ISSUE_TEXTS
from qualcode.reduce.issues import issues
from qualcode.reduce.levels import scales
from qualcode.reduce.summaries import TEXTS, Case, CaseNames, Rests, rests_kept
from qualcode.report.csv import guarded
from qualcode.report.quoting import Quoter
from qualcode.report.writers import put
from qualcode.store import Project

# How each column is headed (Indonesian, English); the key and both are understood when the file comes back.
HEADS = {
    "id": ("id", "id"), "theme": ("tema", "theme"), "case": ("kasus", "case"), "level": ("tingkat", "level"),
    "text": ("ringkasan", "summary"), "conclusion": ("simpulan", "conclusion"), "problem": ("masalah", "problem"),
    "cause": ("akar masalah", "cause"), "recommendation": ("rekomendasi", "recommendation"),
    "owner": ("penanggung jawab", "responsible"), "target": ("sasaran", "target"), "note": ("catatan", "remarks"),
    "reference": ("rujukan", "reference"), "scope": ("wilayah", "area"), "state": ("keadaan", "state"),
    "count": ("suara", "voices"), "quotes": ("kutipan", "passages"),
}  # fmt: skip
FILLED = {"summaries": TEXTS, "issues": ISSUE_TEXTS}
_READ = ("state", "count", "quotes")  # for the reader only
_NAMED = {"summaries": ("theme", "case"), "issues": ("id", "theme", "scope")}
_WIDTHS = {"theme": 26, "case": 16, "level": 13, "count": 8, "state": 15, "quotes": 60, "owner": 20, "scope": 14}
_WIDE = 34  # characters a column takes that ``_WIDTHS`` does not name
TALL = 9  # lines a row takes at most
QUOTES = 5  # passages beside a cell
RESTS = "rests_on"  # of the hidden sheet: rows with codings
_EXCEL = 32_767  # characters a cell holds


@dataclass(frozen=True)
class Sheet:
    """``of``: summaries or issues; ``keys``: the columns; ``rows``: texts in their order; ``rests``: of each row the codings
    whose passages stand beside it, so that what is written rests on what the writer saw."""

    of: str
    keys: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    rests: tuple[Rests, ...]


def summary_sheet(
    project: Project, by: str = "kelurahan", *, themes: Sequence[bytes] = (), everything: bool = False
) -> Sheet:
    """Every cell of the framework ``by`` a level or attribute, written or not."""
    found = framework(project, by, themes=themes, everything=everything)
    quoter = Quoter(project)
    cells = [(theme.id, case) for theme in found.themes for case in found.cases]
    rows = tuple(_summary_row(found, theme, case, quoter) for theme, case in cells)
    rests = tuple(found.box(theme, case).rests_on for theme, case in cells)
    return Sheet("summaries", ("theme", "case", *TEXTS, "state", "count", "quotes"), rows, rests)


def _summary_row(found: Framework, theme: bytes, case: Case, quoter: Quoter) -> tuple[str, ...]:
    box = found.box(theme, case)
    one = box.summary
    texts = (one.level, one.text, one.conclusion) if one else ("", "", "")
    state = state_words(box.state) + (f": {box.change.words}" if box.change else "")
    return (box.theme.name, found.names[case], *texts, state, box.heard.count.text, _beside(quoter, box.heard.segments))


def _beside(quoter: Quoter, segments: Sequence[Any]) -> str:
    """The first passages with where they are from, a line each, and how many more there are."""
    quotes = quoter.quotes(segments)
    lines = [f"“{one.text}” ({one.source_id}, {one.attribution})" for one in quotes[:QUOTES]]
    if len(quotes) > QUOTES:
        lines.append(_("and %d more") % (len(quotes) - QUOTES))
    return "\n".join(lines)


def issue_sheet(project: Project) -> Sheet:
    """Every issue row; new ones are written below them, without an id."""
    listening, naming, quoter = Listening(project), CaseNames(project), Quoter(project)
    rows, rests = [], []
    for one in issues(project):
        row = listening.rows.get(one.theme) if one.theme else None
        heard = listening.heard(row.id, Case(one.scope)) if row else None
        rests.append(listening.rests_on(heard) if heard else {})
        rows.append(
            (
                one.id.hex(), row.name if row else "", naming(Case(one.scope)), *(str(getattr(one, name)) for name in ISSUE_TEXTS),
                heard.count.text if heard else "", _beside(quoter, heard.segments) if heard else "",
            )
        )  # fmt: skip
    return Sheet("issues", ("id", "theme", "scope", *ISSUE_TEXTS, "count", "quotes"), tuple(rows), tuple(rests))


def write_sheet(project: Project, sheet: Sheet, path: Path) -> None:
    """Write the rows as .xlsx or .csv. UserError where the ending is another, or the file cannot be written."""
    match path.suffix.casefold():
        case ".csv":
            put(path, _csv(sheet))
        case ".xlsx":
            put(path, _xlsx(project, sheet))
        case _:
            raise UserError(
                _("this is written as .xlsx or .csv"), where=str(path), todo=_("Name a file that ends in one of them")
            )


def _csv(sheet: Sheet) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(sheet.keys)
    writer.writerows([guarded(text)[:MAX_FIELD] for text in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def head(key: str) -> str:
    """A column's heading in the language of the interface."""
    return HEADS[key][language() == "en"]


def _xlsx(project: Project, sheet: Sheet) -> bytes:
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    font = {
        "font_name": "Calibri",
        "font_size": 11,
        "valign": "top",
        "text_wrap": True,
        "border": 1,
        "border_color": "#BFBFBF",
    }
    top = book.add_format(font | {"bold": True, "bg_color": "#1F3864", "font_color": "#FFFFFF"})
    fill = book.add_format(font | {"num_format": "@", "bg_color": "#FFFBE6"})
    quiet = book.add_format(font | {"num_format": "@", "font_color": "#595959", "bg_color": "#F2F2F2"})
    page = book.add_worksheet(_("Summaries") if sheet.of == "summaries" else _("Issues"))
    lists, kept = book.add_worksheet(LISTS), book.add_worksheet(KEPT)
    lists.hide()
    kept.hide()
    filled = FILLED[sheet.of]
    for at, key in enumerate(sheet.keys):
        page.set_column(at, at, _WIDTHS.get(key, _WIDE), None, {"hidden": key == "id"})
        page.write_string(0, at, head(key), top)
        for line, row in enumerate(sheet.rows, 1):
            page.write_string(line, at, row[at][:_EXCEL], fill if key in filled else quiet)
    for line, row in enumerate(sheet.rows, 1):
        page.set_row(line, 15 * min(TALL, max(map(_lines, sheet.keys, row))))
    new = 200 if sheet.of == "issues" else 0  # room for new rows, to be filled
    if "level" in sheet.keys:
        words = list(dict.fromkeys(word for scale in scales(project) for word in scale.words))
        lists.write_column(0, 0, words)
        at = sheet.keys.index("level")
        page.data_validation(
            1, at, max(1, len(sheet.rows) + new), at,
            {
                "validate": "list", "source": f"='{LISTS}'!$A$1:$A${len(words)}", "error_type": "warning",
                "error_title": _("Not in the list"), "error_message": _("Choose from the list, or write - to clear."),
            },
        )  # fmt: skip
    page.write_comment(0, sheet.keys.index(filled[0]), _("Fill the yellow columns. An empty cell says nothing. A single - clears what is there."), {"x_scale": 2})  # fmt: skip
    page.freeze_panes(1, len(_NAMED[sheet.of]))
    page.autofilter(0, 0, max(1, len(sheet.rows)), len(sheet.keys) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for line, words_ in enumerate(_remembered(sheet)):
        for column, text in enumerate(words_):
            kept.write_string(line, column, text)
    book.close()
    return out.getvalue()


def _remembered(sheet: Sheet) -> Iterator[tuple[str, ...]]:
    """What is given out, for the hidden sheet: each text, and the codings beside it in as many pieces as a cell needs."""
    for row, rests in zip(sheet.rows, sheet.rests, strict=True):
        named = row_name(sheet, row)
        for key, text in zip(sheet.keys, row, strict=True):
            if key in FILLED[sheet.of]:
                yield sheet.of, named, key, text[:_EXCEL]
        kept = json.dumps(rests_kept(rests), separators=(",", ":"))
        for start in range(0, len(kept), _EXCEL):
            yield RESTS, named, str(start), kept[start : start + _EXCEL]


def _lines(key: str, text: str) -> int:
    """How many lines a text takes in its column."""
    width = _WIDTHS.get(key, _WIDE)
    return sum(1 + len(part) // width for part in text.split("\n"))


def row_name(sheet: Sheet, row: Sequence[str]) -> str:
    """What says which cell or issue a row is, in the hidden sheet."""
    named = ("id",) if sheet.of == "issues" else ("theme", "case")
    return " × ".join(row[sheet.keys.index(key)] for key in named)
