"""Which numbers of a workbook show as per cent: the cell holds 0.0831 and prints 8.31%.

The rule: the format of the cell says so, never the size of the number. Read from the parts of the file itself (ECMA-376 part 1, 18.8.30:
formats 9 and 10 are built in; OpenDocument 1.3 part 3, 19.387), since the reader of the cells gives their values alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def percent_cells(raw: bytes) -> dict[str, dict[tuple[int, int], int]]:
    """By sheet, the cells (row, column) that show as per cent, each with its decimals; nothing where the file is no .xlsx or .ods."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)

            def part(name: str) -> etree._Element:
                return etree.fromstring(book.read(name), parser)

            if "content.xml" in book.namelist():
                return {
                    str(t.get(_TABLE + "name")): dict(_open_cells(t))
                    for t in part("content.xml").iter(_TABLE + "table")
                }
            shown = _percent_styles(part("xl/styles.xml"))
            if not shown:
                return {}
            parts = {r.get("Id"): str(r.get("Target")) for r in part("xl/_rels/workbook.xml.rels")}
            found = {}
            for sheet in part("xl/workbook.xml").iter(_NS + "sheet"):
                target = parts[sheet.get(_RELATION)]
                path = target.lstrip("/") if target.startswith("/") else "xl/" + target
                found[str(sheet.get("name"))] = dict(_cells(part(path), shown))
            return found
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError, ValueError):
        return {}


def _percent_styles(styles: object) -> dict[str, int]:
    """The styles that print per cent, by number, with their decimals."""
    from lxml import etree

    assert isinstance(styles, etree._Element)
    codes = {"9": "0%", "10": "0.00%"}
    codes |= {str(f.get("numFmtId")): str(f.get("formatCode")) for f in styles.iter(_NS + "numFmt")}
    formats = next(styles.iter(_NS + "cellXfs"), None)
    found = {}
    for n, style in enumerate(formats if formats is not None else ()):
        code = re.sub(r'"[^"]*"|\\.', "", codes.get(str(style.get("numFmtId")), ""))
        if "%" in code:
            decimals = re.search(r"\.([0#]+)", code.split(";")[0])
            found[str(n)] = len(decimals[1]) if decimals else 0
    return found


def _cells(sheet: object, shown: dict[str, int]) -> Iterator[tuple[tuple[int, int], int]]:
    from lxml import etree

    assert isinstance(sheet, etree._Element)
    for cell in sheet.iter(_NS + "c"):
        if (style := cell.get("s")) in shown and (place := re.fullmatch(r"([A-Z]+)(\d+)", cell.get("r") or "")):
            column = 0
            for letter in place[1]:
                column = column * 26 + ord(letter) - 64
            yield (int(place[2]) - 1, column - 1), shown[style]


def _open_cells(table: object) -> Iterator[tuple[tuple[int, int], int]]:
    """The same of an OpenDocument sheet, whose cells say what they print; what is repeated is counted, not walked."""
    from lxml import etree

    assert isinstance(table, etree._Element)
    r = 0
    for row in table.iter(_TABLE + "table-row"):
        c, repeated = 0, int(row.get(_TABLE + "number-rows-repeated", "1"))
        for cell in row.iterchildren(_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            times = int(cell.get(_TABLE + "number-columns-repeated", "1"))
            if cell.get(_OFFICE + "value-type") == "percentage":
                decimals = re.search(r"[.,](\d+)\s*%", "".join(str(t) for t in cell.itertext()))
                places = len(decimals[1]) if decimals else 0
                for down in range(min(repeated, 10_000)):
                    for right in range(min(times, 1_000)):
                        yield (r + down, c + right), places
            c += times
        r += repeated
