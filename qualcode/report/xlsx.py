"""XLSX: a report to calculate with, where a number leads to the words it rests on.

The rule: a text is a text and a number is a number. Nothing that a person said or typed becomes a formula, a date or
a web address; numbers are values with a format that shows as many decimals as the report prints. One sheet a
table, all quotes on one sheet in the order of their keys, so that the rows of a cell stand together where its link
leads. Sheets are set up for paper too: A4, one page wide, heads repeated.
"""

from __future__ import annotations

import io
import re
from typing import Any

from qualcode.report import drawing, packed
from qualcode.report import layout as paper
from qualcode.report.blocks import Captioned, Cell, Document, Figure, Matrix2x2, Quotes, Table, filled, words
from qualcode.report.csv import decimals
from qualcode.report.index import Index, index
from qualcode.report.metrics import text_width
from qualcode.report.tint import fill

LONGEST = 32_767  # characters a cell can hold
MOST_LINKS = 65_530  # links a sheet can hold
MEASURED = 20_000  # quotes whose heights are worked out here; of more, the program that opens the file finds them
FONT = "Times New Roman"
SIZE = 10.0  # points


def render(document: Document) -> bytes:
    """The tables, matrices and quotes of the document as a workbook. Equal documents, equal bytes."""
    import xlsxwriter

    buffer = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": 11},  # its digits are the unit of a width
    }
    book = xlsxwriter.Workbook(buffer, options)
    author = document.meta.get("author", "") or document.meta.get("organisation", "")
    book.set_properties({"title": document.title[:255], "author": author[:255], "created": packed.made(document)})
    _Book(book, document).write()
    book.close()
    return packed.settle(buffer.getvalue())


class _Book:
    """The workbook being written: its formats, where every place of the document stands in it, its links."""

    def __init__(self, book: Any, document: Document) -> None:
        self.book, self.document = book, document
        self.said = words(document.language)
        self.where: Index = index(document)
        self.formats: dict[tuple[tuple[str, Any], ...], Any] = {}
        self.links: dict[str, int] = {}
        self.taken: set[str] = set()
        self.quotes = [block for block in document.blocks if isinstance(block, Quotes)]
        self.tables = [(i, b) for i, b in enumerate(document.blocks) if isinstance(b, Captioned)]
        self.sheets = {i: self._sheet_name(str(self.where.labels[i] or block.caption)) for i, block in self.tables}
        self.quote_sheet = self._sheet_name(self.said.quotes) if self.quotes else ""
        self.places = {self.where.ids[i]: f"internal:'{name}'!A1" for i, name in self.sheets.items()}
        row = 2
        for i, block in enumerate(document.blocks):
            if isinstance(block, Quotes) and block.items:
                self.places.setdefault(self.where.ids[i], f"internal:'{self.quote_sheet}'!A{row}")
                row += len(block.items)

    def write(self) -> None:
        if len(self.tables) > 1:
            self._contents()
        for i, block in self.tables:
            if isinstance(block, Table):
                self._table(block, i)
            elif isinstance(block, Matrix2x2):
                self._matrix(block, i)
            else:
                self._figure(block, i)
        if self.quotes:
            self._quotes()
        if not (self.tables or self.quotes):
            self.book.add_worksheet(self._sheet_name(self.document.title)).write_string(0, 0, self.document.title)

    def _contents(self) -> None:
        sheet = self.book.add_worksheet(self._sheet_name(self.said.contents))
        sheet.hide_gridlines(2)
        self._paper(sheet, False)
        sheet.set_column(0, 0, 14)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, self.document.title, self._format(bold=True, font_size=14))
        row = 2
        for i, block in self.tables:
            name = self.sheets[i]
            sheet.write_url(row, 0, f"internal:'{name}'!A1", self._format(font_color="#1F3864"), name)
            sheet.write_string(row, 1, block.caption[:LONGEST], self._format(text_wrap=True))
            row += 1
        if self.quotes:
            look = self._format(font_color="#1F3864")
            sheet.write_url(row, 0, f"internal:'{self.quote_sheet}'!A1", look, self.quote_sheet)

    def _table(self, table: Table, i: int) -> None:
        sheet = self.book.add_worksheet(self.sheets[i])
        layout = paper.layout(table)
        everything = tuple(range(len(table.columns)))
        self._caption(sheet, i, table.caption)
        widths = {
            c: min(w for part in layout.parts for i, w in zip(part.columns, part.widths, strict=True) if i == c)
            * (SIZE / layout.size)
            for c in everything
        }
        fullest = max((text_width(filled(table, r)[0].text, SIZE) for r in table.rows if r.level == "body"), default=0)
        widths[0] = max(widths[0], min(fullest + 0.4, 6.0))  # a screen has room for the names of the rows
        whole = paper.Part(everything, tuple(widths[c] for c in everything))
        for c in everything:
            sheet.set_column(c, c, _letters(widths[c]))
        head = paper.head_rows(table, everything, rotated=layout.rotated)
        self._head(sheet, head, whole)
        row = 1 + len(head)
        frozen = row
        for found in table.rows:
            sheet.set_row(row, _points(paper.row_lines(table, found, whole, SIZE)))
            if found.level == "head" and row == frozen:
                frozen += 1
            if found.level == "group":
                look = self._format(bold=True, bg_color="#EDEDED", border=1)
                for c in everything:
                    sheet.write_blank(row, c, None, look)
                self._cell(sheet, row, 0, found.cells[0] if found.cells else Cell(), look)
            else:
                for c, cell in enumerate(filled(table, found)):
                    self._cell(sheet, row, c, cell, self._look(table, c, cell, found.level))
            row += 1
        self._below(sheet, row, table.source, table.notes, whole.widths)
        sheet.freeze_panes(frozen, 1)
        sheet.repeat_rows(1, frozen - 1)
        self._paper(sheet, layout.landscape, layout.parts)

    def _head(self, sheet: Any, head: list[list[paper.Head]], whole: paper.Part) -> None:
        for n, line in enumerate(head, start=1):
            tallest = SIZE * 1.4
            for cell in line:
                first, last = cell.columns[0], cell.columns[-1]
                form = {"bold": True, "bg_color": "#D9D9D9", "border": 1, "align": "center", "valign": "vcenter"}
                if cell.turned:
                    tallest = max(tallest, text_width(cell.text, SIZE, bold=True) * 28.35 + 12)
                elif cell.down == 1:
                    room = sum(whole.widths[first : last + 1]) - paper.PADDING
                    tallest = max(tallest, _points(paper.lines_needed(cell.text, room, SIZE, bold=True)))
                look = self._format(**form, **({"rotation": 90} if cell.turned else {"text_wrap": True}))
                if last > first or cell.down > 1:
                    sheet.merge_range(n, first, n + cell.down - 1, last, "", look)
                sheet.write_string(n, first, cell.text, look)
            sheet.set_row(n, tallest)

    def _matrix(self, matrix: Matrix2x2, i: int) -> None:
        sheet = self.book.add_worksheet(self.sheets[i])
        self._caption(sheet, i, matrix.caption)
        sheet.set_column(0, 0, 12)
        sheet.set_column(1, 2, _letters(11.0))
        head = self._format(bold=True, bg_color="#D9D9D9", border=1, align="center", valign="vcenter", text_wrap=True)
        plain = self._format(border=1, text_wrap=True, valign="top")
        row = 1
        if any(matrix.columns):
            for c, text in enumerate(("", *matrix.columns)):
                sheet.write_string(row, c, text, head)
            row += 1
        for r in range(2):
            pair = matrix.quadrants[2 * r : 2 * r + 2]
            tall = 1 + max(1, *(len(quadrant.items) for quadrant in pair))
            sheet.merge_range(row, 0, row + tall - 1, 0, "", head)
            sheet.write_string(row, 0, matrix.rows[r], head)
            for c, quadrant in enumerate(pair, start=1):
                title = " ".join(p for p in (quadrant.mark, quadrant.title) if p)
                sheet.write_string(row, c, title, self._format(bold=True, bg_color="#EDEDED", border=1))
                for n in range(tall - 1):
                    texts = [q.items[n].text for q in pair if n < len(q.items)]
                    sheet.set_row(
                        row + 1 + n, _points(max((paper.lines_needed(t, 10.6, SIZE) for t in texts), default=1))
                    )
                    item = quadrant.items[n] if n < len(quadrant.items) else Cell()
                    self._cell(sheet, row + 1 + n, c, item, plain)
            row += tall
        self._below(sheet, row, matrix.source, matrix.notes, (2.4, 11.0, 11.0))
        self._paper(sheet, True)

    def _figure(self, figure: Figure, i: int) -> None:
        sheet = self.book.add_worksheet(self.sheets[i])
        self._caption(sheet, i, figure.caption)
        data = io.BytesIO(drawing.emf(figure.shapes, figure.width, figure.height))
        sheet.insert_image(1, 0, f"figure{i}.emf", {"image_data": data, "description": figure.alt})
        self._below(sheet, 3 + round(figure.height * 28.35 / 15), figure.source, figure.notes, (figure.width,))
        self._paper(sheet, True)

    def _quotes(self) -> None:
        sheet = self.book.add_worksheet(self.quote_sheet)
        said = self.said
        heads = (said.key, said.number, said.quote, said.gloss, said.attribution, said.source, said.place)
        widths = (5.5, 1.0, 12.0, 7.0, 7.0, 2.8, 2.8)
        for c, (text, width) in enumerate(zip(heads, widths, strict=True)):
            sheet.set_column(c, c, _letters(width))
            sheet.write_string(0, c, text, self._format(bold=True, bg_color="#D9D9D9", border=1, valign="vcenter"))
        text_look, number_look = (
            self._format(border=1, text_wrap=True, valign="top"),
            self._format(border=1, valign="top"),
        )
        few = sum(len(block.items) for block in self.quotes) <= MEASURED
        row = 1
        for block in self.quotes:
            back = self.where.cited.get(block.anchor)
            for n, quote in enumerate(block.items, start=1):
                self._linked(sheet, row, 0, self.places.get(back[1]) if back else None, text_look)
                self._text(sheet, row, 0, block.title, text_look)
                sheet.write_number(row, 1, n, number_look)
                parts = (quote.text, quote.gloss, quote.attribution, quote.source_id, quote.place)
                for c, part in enumerate(parts, start=2):
                    self._text(sheet, row, c, part, text_look)
                if few:
                    texts = zip((block.title, *parts), (widths[0], *widths[2:]), strict=True)
                    sheet.set_row(row, _points(max(paper.lines_needed(text, w - 0.3, SIZE) for text, w in texts)))
                row += 1
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, row - 1, len(heads) - 1)
        sheet.repeat_rows(0)
        self._paper(sheet, True)

    def _caption(self, sheet: Any, i: int, caption: str) -> None:
        label = self.where.labels[i]
        text = f"{label} {caption}" if label else caption
        sheet.write_string(0, 0, text[:LONGEST], self._format(bold=True, font_size=12))
        sheet.hide_gridlines(2)

    def _below(self, sheet: Any, row: int, source: str, notes: tuple[str, ...], widths: tuple[float, ...]) -> None:
        """Source and notes, never wider than what stands above them: a sheet is printed one page wide."""
        lines = [f"{self.said.source}: {source}"] if source else []
        lines += [f"{self.said.note}: {note}" for note in notes]
        last, room = 0, widths[0]
        while last + 1 < len(widths) and room + widths[last + 1] <= paper.LANDSCAPE:
            last += 1
            room += widths[last]
        look = self._format(font_size=9, text_wrap=True, valign="top")
        for n, line in enumerate(lines, start=row):
            if last and text_width(line, 9.0) > room:
                sheet.merge_range(n, 0, n, last, "", look)
                sheet.set_row(n, _points(paper.lines_needed(line, room - 0.4, 9.0)))
                self._text(sheet, n, 0, line, look)
            else:
                self._text(sheet, n, 0, line, self._format(font_size=9))

    def _cell(self, sheet: Any, row: int, column: int, cell: Cell, look: Any) -> None:
        """Link first, then content over it: a linked cell keeps its own text or number."""
        to = self.where.targets.get(cell.link) if cell.link else None
        self._linked(sheet, row, column, self.places.get(to) if to else None, look)
        if cell.kind == "number" and cell.value is not None:
            sheet.write_number(row, column, cell.value, look)
        else:
            self._text(sheet, row, column, cell.text, look)

    def _linked(self, sheet: Any, row: int, column: int, place: str | None, look: Any) -> None:
        used = self.links.get(sheet.name, 0)
        if place and used < MOST_LINKS:
            sheet.write_url(row, column, place, look, "·")
            self.links[sheet.name] = used + 1

    def _text(self, sheet: Any, row: int, column: int, text: str, look: Any) -> None:
        if len(text) > LONGEST:
            text = text[: LONGEST - 2] + " …"
        if text:
            sheet.write_string(row, column, text, look)
        else:
            sheet.write_blank(row, column, None, look)

    def _look(self, table: Table, column: int, cell: Cell, level: str) -> Any:
        form: dict[str, Any] = {"border": 1, "align": paper.align(table, column, cell), "valign": "top"}
        if level != "body" or cell.kind == "head":
            form["bold"] = True
        colour = fill(cell) or {"subtotal": "F5F5F5", "head": "D9D9D9"}.get(level)
        if colour:
            form["bg_color"] = f"#{colour}"
        if cell.kind == "number" and cell.value is not None:
            form["num_format"] = number_format(cell, self.document.language)
        else:
            form["text_wrap"] = True
        if paper.narrow(table, column):
            form["valign"] = "vcenter"
        return self._format(**form)

    def _format(self, **form: Any) -> Any:
        key = tuple(sorted(form.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format(
                {"font_name": FONT, "font_size": SIZE, "font_scheme": "none", "border_color": "#7F7F7F", **form}
            )
        return self.formats[key]

    def _paper(self, sheet: Any, across: bool, parts: tuple[paper.Part, ...] = ()) -> None:
        sheet.set_paper(9)
        if across:
            sheet.set_landscape()
        if len(parts) > 1:  # one page a piece, the names of the rows on each
            sheet.set_print_scale(76)
            sheet.set_v_pagebreaks([part.columns[-1] + 1 for part in parts[:-1]])
            sheet.repeat_columns(0)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.7, right=0.7, top=0.8, bottom=0.8)
        sheet.set_footer("&C&P")

    def _sheet_name(self, wanted: str) -> str:
        """A name no other sheet has, of at most 31 characters and without what Excel forbids."""
        base = re.sub(r"[\[\]:*?/\\]", " ", wanted).strip("' ")[:31] or "1"
        name, n = base, 1
        while name.lower() in self.taken or name.lower() == "history":
            n += 1
            name = f"{base[: 30 - len(str(n))]} {n}"
        self.taken.add(name.lower())
        return name


def _letters(cm: float) -> float:
    """A column's width as Excel counts it: letters of 7 points of the screen, and 5 for its edges."""
    return max((cm * 37.8 - 5) / 7, 1.0)


def _points(lines: int) -> float:
    """The height of a row of so many lines; programs differ in whether they find it themselves."""
    return min(lines * SIZE * 1.28 + 3, 409.0)


def number_format(cell: Cell, language: str) -> str:
    """The format that shows a value as its text does: decimals, thousands, and what stands behind (``%``).

    ``[$-421]`` asks for Indonesian signs where a program heeds it; Excel itself takes its system's.
    """
    said = words(language)
    places = decimals(cell.text, said)
    whole = "#,##0" if said.thousands in cell.text or abs(cell.value or 0) < 1000 else "0"
    unit = re.sub(r"^[−+-]?[\d.,\s]*", "", cell.text).replace('"', "")
    form = whole + ("." + "0" * places if places else "") + (f'"{unit}"' if unit else "")
    return f"[$-421]{form}" if language == "id" else form
