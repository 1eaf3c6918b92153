"""The words of a Word document (.docx), in reading order.

The rule: what a reader of the document sees as its text, and nothing the library adds. docx2python walks the
document (it keeps text inserted with tracked changes and in content controls, which others lose); before it
does, the few things it would drop, double, move or dress up as code are written as plain text. Only the body
and its notes are read: page headers and footers would land in the middle of somebody's speech. A paragraph
stands apart by a blank line, a table row is a line with tabs.

A .docx is a ZIP of XML from strangers: sizes are checked before anything is unpacked, and a document type
declaration (which can grow a small file without end) is refused.
"""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import Any

from qualcode.collect import blocks
from qualcode.collect.packed import not_whole, read_part, refuse_bomb, tree
from qualcode.errors import UserError
from qualcode.i18n import _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old .doc, or a .docx under a password

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

_UNSEEN = (
    _W + "moveFrom",
    _W + "del",
    _MC + "Fallback",
)  # moved away, deleted, the second copy of a text box
_SIGNS = {_W + "noBreakHyphen": "\u2011", _W + "softHyphen": "\u00ad"}
_NOTES = (_W + "footnoteReference", _W + "endnoteReference")
_STRICT = (  # the namespaces of "Strict Open XML", and the usual ones
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)


def docx_text(where: str, data: bytes) -> str:
    """The text of a .docx. Raises UserError where it is encrypted, broken, unsafe or not a .docx at all."""
    from docx2python import docx2python

    if data.startswith(_OLE):
        raise UserError(
            _("this is an old .doc, or a .docx under a password"),
            where=where,
            todo=_("Open it in Word or LibreOffice and save it as .docx without a password"),
        )
    try:
        with docx2python(_plain(where, data), duplicate_merged_cells=False) as document:
            body = _blocks(document.body_pars)
            notes = _blocks(document.footnotes_pars) + _blocks(document.endnotes_pars)
    except UserError:
        raise
    except Exception as error:  # whatever two libraries make of a damaged document from strangers
        raise not_whole(where, ".docx", error) from error
    notes = [re.sub(r"^(?:foot|end)note(-?\d+)\)\t\s*", r"[\1] ", note) for note in notes]
    return blocks.joined(body + notes)


def _plain(where: str, data: bytes) -> BytesIO:
    """The document without pictures, its text parts written plainly."""
    from lxml import etree  # docx2python brings it

    plain = BytesIO()
    found = False
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(plain, "w") as target:
        refuse_bomb(where, source.infolist())
        for entry in source.infolist():
            name = entry.filename
            if not name.lower().endswith((".xml", ".rels")):
                continue
            part = read_part(source, entry)
            for strict, usual in _STRICT:
                part = part.replace(strict, usual)
            root = tree(where, part)
            if root.tag in (_W + "document", _W + "footnotes", _W + "endnotes"):
                found = found or root.tag == _W + "document"
                _write_plainly(root)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            target.writestr(name, part)
    if not found:
        raise ValueError(_("no document in it"))
    plain.seek(0)
    return plain


def _write_plainly(root: Any) -> None:
    """Write as plain text what docx2python would leave out, double, move or write as code."""
    for element in list(root.iter("{*}*")):
        tag = element.tag
        if tag in _UNSEEN:
            _drop(element)
        elif tag in _SIGNS:
            _become_text(element, _SIGNS[tag])
        elif tag in _NOTES:
            _become_text(element, f"[{element.get(_W + 'id')}]")
        elif tag == _W + "sym":
            _become_text(element, chr(int(element.get(_W + "char", "FFFD"), 16)))
        elif tag == _W + "cr":
            element.tag = _W + "br"
        elif tag == _M + "oMath":
            run = element.makeelement(_W + "r")
            element.addprevious(run)
            run.append(element)
            _become_text(element, "".join(element.itertext()))
        elif tag == _W + "hyperlink":
            element.attrib.pop(_R + "id", None)  # its address would stand in the text
        elif not tag.startswith(_W):
            for name in (_R + "embed", _R + "id", "descr"):  # pictures, and what a program says of them
                element.attrib.pop(name, None)
    for table in reversed(list(root.iter(_W + "tbl"))):  # the inner ones first
        if next(table.iterancestors(_W + "tc"), None) is not None:
            _become_paragraphs(table)


def _drop(element: Any) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _become_text(element: Any, words: str) -> None:
    for child in list(element):
        element.remove(child)
    element.attrib.clear()
    element.tag = _W + "t"
    element.text = words


def _become_paragraphs(table: Any) -> None:
    """A table in a cell: docx2python would tear the cell's row apart. Each of its rows becomes a paragraph with tabs."""
    for row in table.iterchildren(_W + "tr"):
        line = table.makeelement(_W + "p")
        for n, cell in enumerate(row.iterchildren(_W + "tc")):
            for m, paragraph in enumerate(cell.iter(_W + "p")):
                if n or m:
                    run = _child(line, _W + "r")
                    _child(run, _W + ("br" if m else "tab"))
                line.extend([child for child in paragraph if child.tag != _W + "pPr"])
        table.addprevious(line)
    _drop(table)


def _child(parent: Any, tag: str) -> Any:
    child = parent.makeelement(tag)
    parent.append(child)
    return child


def _blocks(tables: Any) -> list[str]:
    """Paragraphs and tables as blocks of text: a table is a block, a row a line with tabs between cells."""
    found: list[str] = []
    for table in tables:
        rows = []
        for row in table:
            cells = []
            for cell in row:
                paragraphs = [_paragraph(par) for par in cell]
                if any(par.lineage[1] == "tbl" for par in cell):
                    cells.append(paragraphs)
                else:
                    found += paragraphs
            if cells:
                rows.append(cells)
        if rows:
            found.append(blocks.table(rows))
    return found


def _paragraph(par: Any) -> str:
    """The text of a paragraph; before it the sign of its list, a hyphen or its number with a bracket."""
    runs = [run.text for run in par.runs]
    if par.list_position[0] is None:
        return "".join(runs)
    at = next((at for at, words in enumerate(runs) if words), len(runs))
    sign, words = "".join(runs[: at + 1]).strip(), "".join(runs[at + 1 :])
    return f"{'-' if sign == '--' else sign} {words}" if words.strip() else ""
