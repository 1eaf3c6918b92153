"""CSV: one table that opens rightly with a double click, and again in any program.

The rule: what Excel shows is what was written. Excel in Indonesia expects a semicolon between fields and a comma in
numbers (the system's list and decimal signs), and knows UTF-8 only by its byte order mark; a document in English
has comma and point. No ``sep=`` line: Excel then forgets the encoding, and every other program reads it as data.

Excel also calculates what looks like a formula and turns ``4/5`` into the fourth of May. Such a text gets an
apostrophe before it (OWASP, CSV Injection); signs that harm nobody (``−4/5``, ``±2/5``, ``-``) stay as they are,
and numbers are written as numbers.

One table or list of quotes is a plain grid with its head in line 1. Several in one document stand below each other, each
under its caption, with an empty line between; notes and source follow their table the same way.
"""

from __future__ import annotations

import csv
import io
import re

from qualcode.report.blocks import Cell, Document, Matrix2x2, Quotes, Table, Words, filled, words
from qualcode.report.index import Label, index

_FORMULA = re.compile(r"[=+@＝＋－＠\t\r\n]|-(?!$)")  # full-width signs are read as signs too
_DATE = re.compile(r"\d{1,4}([/-]\d{1,4}){1,2}$")


def render(document: Document) -> bytes:
    """The tables and quotes of the document as CSV, UTF-8 with byte order mark."""
    said = words(document.language)
    where = index(document)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if said.decimal == "," else ",", lineterminator="\r\n")
    quotes = [block for block in document.blocks if isinstance(block, Quotes)]
    grids = [
        (block, label)
        for block, label in zip(document.blocks, where.labels, strict=True)
        if isinstance(block, Table | Matrix2x2)
    ]
    several = len(grids) + bool(quotes) > 1
    for n, (block, label) in enumerate(grids):
        if n:
            writer.writerow([])
        if several:
            writer.writerow([guarded(_title(block, label))])
        writer.writerows(_table(block, said) if isinstance(block, Table) else _matrix(block))
        below = [f"{said.source}: {block.source}"] if block.source else []
        below += [f"{said.note}: {note}" for note in block.notes]
        if below:
            writer.writerow([])
            writer.writerows([guarded(line)] for line in below)
    if quotes:
        if grids:
            writer.writerow([])
            writer.writerow([said.quotes])
        writer.writerows(_quotes(quotes, said))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guarded(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would calculate it or make a date of it."""
    return f"'{text}" if _FORMULA.match(text) or _DATE.match(text) else text


def _title(block: Table | Matrix2x2, label: Label | None) -> str:
    return f"{label} {block.caption}" if label else block.caption


def _cell(cell: Cell, said: Words) -> str:
    if cell.kind == "number" and cell.value is not None:
        return plain_number(cell, said)
    return guarded(cell.text)


def plain_number(cell: Cell, said: Words) -> str:
    """The value with as many decimals as the text shows, the language's decimal sign and no thousands."""
    assert cell.value is not None
    return f"{cell.value:.{decimals(cell.text, said)}f}".replace(".", said.decimal)


def decimals(text: str, said: Words) -> int:
    """How many digits a printed number shows after its decimal sign."""
    found = re.search(re.escape(said.decimal) + r"(\d+)", text)
    return len(found[1]) if found else 0


def _table(table: Table, said: Words) -> list[list[str]]:
    head = [guarded(f"{c.group}: {c.title}" if c.group else c.title) for c in table.columns]
    return [head, *([_cell(cell, said) for cell in filled(table, row)] for row in table.rows)]


def _matrix(matrix: Matrix2x2) -> list[list[str]]:
    rows = []
    for quadrant in matrix.quadrants:
        rows += [[guarded(quadrant.mark), guarded(quadrant.title), guarded(item.text)] for item in quadrant.items]
    return rows


def _quotes(blocks: list[Quotes], said: Words) -> list[list[str]]:
    rows = [[said.key, said.quote, said.gloss, said.attribution, said.source, said.place]]
    for block in blocks:
        for quote in block.items:
            parts = (block.title, quote.text, quote.gloss, quote.attribution, quote.source_id, quote.place)
            rows.append([guarded(part) for part in parts])
    return rows
