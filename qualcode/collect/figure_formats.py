"""Which numbers of a workbook show as per cent: the cell holds 0.0831 and prints 8.31%.

The rule: the format of the cell says so, never the size of the number. Read from the parts of the file itself (ECMA-376 part 1, 18.8.30:
formats 9 and 10 are built in), since the reader of the cells gives their values alone.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def percent_cells(raw: bytes) -> dict[str, dict[tuple[int, int], int]]:
    """By sheet, the cells (row, column) that show as per cent, each with its decimals; nothing where the file is no .xlsx."""
    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as book:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)

            def part(name: str) -> etree._Element:
                return etree.fromstring(book.read(name), parser)

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
