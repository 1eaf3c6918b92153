"""Pieces of WordprocessingML: runs, links, fields, tables, drawings.

The rule: elements in the order the standard asks for (ECMA-376 part 1, 17), since Word refuses a file where others
are lenient. python-docx writes paragraphs, styles and sections; tables are made here, because it merges, turns and
repeats no cells and is slow beyond a few hundred of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from xml.sax.saxutils import escape

from qualcode.report import drawing
from qualcode.report import layout as paper
from qualcode.report.blocks import Figure, Quote
from qualcode.report.index import Label

LINK = "1F3864"  # so dark a blue that it prints as black
GRID = "7F7F7F"
TALLEST, WIDEST = 20.0, paper.PORTRAIT  # cm: what a figure may take of an upright page
_PIECES = re.compile(r"(\t|(?<=\d)-(?=an\b))")  # the hyphen of "40-an" does not end a line


@dataclass(frozen=True)
class Tc:
    """One cell of a Word table: its lines as (text, identifier it leads to), and how it looks."""

    lines: tuple[tuple[str, str | None], ...]
    span: int = 1
    merge: str = ""  # "restart" or "continue": merged with the cells below
    fill: str | None = None
    bold: bool = False
    align: str = "left"
    upwards: bool = False
    middle: bool = False


@dataclass(frozen=True)
class Tr:
    cells: tuple[Tc, ...]
    head: bool = False
    height: float = 0.0  # at least, in cm
    whole: bool = True  # not divided between pages
    opens: bool = False  # names the rows below it: never the last on a page


def el(tag: str, children: Iterable[Any] = (), /, **attributes: str) -> Any:
    make, nsmap, name = _maker(tag)
    element = make(name, {_name(key): value for key, value in attributes.items()}, nsmap)
    element.extend(children)
    return element


@cache
def _maker(tag: str) -> tuple[Any, dict[str, str], str]:
    """python-docx's own way to make an element, its names looked up once: a report has a hundred thousand."""
    from docx.oxml.ns import nsmap
    from docx.oxml.parser import oxml_parser

    return oxml_parser.makeelement, {"w": nsmap["w"]}, _name(tag)


@cache
def _name(tag: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{tag}"))


def run(text: str, *, bold: bool | None = None, italic: bool | None = None, size: float = 0, colour: str = "") -> Any:
    from docx.oxml.ns import qn

    properties = []
    if bold is not None:
        properties.append(el("b", val="1" if bold else "0"))
    if italic is not None:
        properties.append(el("i", val="1" if italic else "0"))
    if colour:
        properties.append(el("color", val=colour))
    if size:
        properties.append(el("sz", val=str(round(size * 2))))
    children = [el("rPr", properties)] if properties else []
    for piece in _PIECES.split(text):
        if piece == "\t":
            children.append(el("tab"))
        elif piece == "-":
            children.append(el("noBreakHyphen"))
        elif piece:
            children.append(el("t"))
            children[-1].text = piece
            children[-1].set(qn("xml:space"), "preserve")
    return el("r", children)


def linked(text: str, to: str | None, **look: Any) -> Any:
    if to is None:
        return run(text, **look)
    return el("hyperlink", [run(text, **{"colour": LINK, **look})], anchor=to, history="1")


def label_runs(label: Label) -> list[Any]:
    """``Tabel 5.`` and the number as a field, so that a table pasted into another report is counted there."""
    start = f" \\r {label.number}" if label.restarts else ""
    instruction = f" SEQ {label.word} \\* ARABIC{start} "
    return [run(label.prefix), el("fldSimple", [run(str(label.number))], instr=instruction)]


def contents_line(text: str, to: str) -> list[Any]:
    """A line of a list of contents: its text and the page, which is a field of its own and not part of one of Word's lists,
    whose pages LibreOffice never works out by itself. Marked as not up to date: Word does so when it opens the file."""
    page = [
        el("r", [el("fldChar", fldCharType="begin", dirty="true")]),
        el("r", [_instruction(f" PAGEREF {to} \\h ")]),
        el("r", [el("fldChar", fldCharType="separate")]),
        el("r", [el("fldChar", fldCharType="end")]),
    ]
    return [el("hyperlink", [run(text), run("\t"), *page], anchor=to, history="1")]


def _instruction(text: str) -> Any:
    said = el("instrText")
    said.text = text
    return said


def quote_runs(quote: Quote) -> list[Any]:
    runs = [run(f"“{quote.text}”", italic=True)]
    if quote.gloss:
        runs.append(run(f" [{quote.gloss}]", italic=False))
    whose = quote.attribution or ", ".join(part for part in (quote.source_id, quote.place) if part)
    if whose:
        runs.append(run(f" ({whose})", italic=False))
    return runs


def drawn(part: Any, figure: Figure, number: int) -> Any:
    """A run with the figure as a metafile; ``number`` is its own in the file. python-docx knows no metafiles, so the
    part of the package and its place in the text are made here."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.shape import CT_Inline
    from docx.shared import Cm

    data = drawing.emf(figure.shapes, figure.width, figure.height)
    name = PackURI(f"/word/media/figure{number}.emf")
    relation = part.relate_to(Part(name, "image/x-emf", data, part.package), RELATIONSHIP_TYPE.IMAGE)
    scale = min(1.0, TALLEST / figure.height, WIDEST / figure.width)  # with its caption on one page
    width, height = Cm(figure.width * scale), Cm(figure.height * scale)
    inline = CT_Inline.new_pic_inline(number, relation, f"figure{number}.emf", width, height)
    inline.docPr.set("descr", figure.alt)
    return el("r", [el("drawing", [inline])])


def framed(paragraphs: list[Any], width: float) -> Any:
    """Paragraphs in a frame without lines, ``width`` cm wide, that is never divided between pages."""
    size = {"w": str(_twips(width)), "type": "dxa"}
    margins = el(
        "tblCellMar", [el(edge, w="0", type="dxa") for edge in ("left", "right")]
    )  # else a wide picture is cut
    properties = el("tblPr", [el("tblW", **size), el("jc", val="center"), el("tblLayout", type="fixed"), margins])
    cell = el("tc", [el("tcPr", [el("tcW", **size)]), *paragraphs])
    row = el("tr", [el("trPr", [el("cantSplit")]), cell])
    return el("tbl", [properties, el("tblGrid", [el("gridCol", w=size["w"])]), row])


def tbl(rows: list[Tr], widths: tuple[float, ...], size: float, *, keep: bool = False) -> Any:
    """A table of fixed widths. ``keep``: on one page if it can be. The last two rows always stay with the source below them."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = el("tblBorders", [el(edge, val="single", sz="4", space="0", color=GRID) for edge in edges])
    margins = el("tblCellMar", [el(e, w=str(_twips(paper.PADDING / 2)), type="dxa") for e in ("left", "right")])
    properties = el(
        "tblPr",
        [
            el("tblW", w=str(_twips(sum(widths))), type="dxa"),
            el("jc", val="center"),
            borders,
            el("tblLayout", type="fixed"),
            margins,
            el("tblLook", val="0420", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noVBand="1"),
        ],
    )
    grid = el("tblGrid", [el("gridCol", w=str(_twips(width))) for width in widths])
    last = len(rows) - 1
    first = sum(row.head for row in rows)  # a head alone at the foot of a page says nothing
    body = [
        _tr(row, widths, size, hold=keep or row.head or row.opens or n >= last - 1 or n <= first)
        for n, row in enumerate(rows)
    ]
    return el("tbl", [properties, grid, *_read("".join(body))])


# Rows are written as text and read at once: a report has ten elements a cell and fifty thousand cells, and to make each of them
# by itself took three times as long.


def _read(rows: str) -> Any:
    from docx.oxml.ns import nsmap
    from docx.oxml.parser import parse_xml

    return parse_xml(f'<w:tbl xmlns:w="{nsmap["w"]}">{rows}</w:tbl>')


def _xml(tag: str, inside: str = "", **attributes: str) -> str:
    named = "".join([f' w:{name}="{value}"' for name, value in attributes.items()])
    return f"<w:{tag}{named}>{inside}</w:{tag}>" if inside else f"<w:{tag}{named}/>"


_same = lru_cache(1 << 10)(_xml)  # most elements have no text in them, and come again and again


def _tr(row: Tr, widths: tuple[float, ...], size: float, *, hold: bool) -> str:
    properties = ""
    if row.whole:
        properties += _same("cantSplit")
    if row.height:
        properties += _same("trHeight", val=str(_twips(row.height)), hRule="atLeast")
    if row.head:
        properties += _same("tblHeader")
    cells = []
    at = 0
    for cell in row.cells:
        cells.append(_tc(cell, sum(widths[at : at + cell.span]), size, hold))
        at += cell.span
    return _xml("tr", (_same("trPr", properties) if properties else "") + "".join(cells))


def _tc(cell: Tc, width: float, size: float, hold: bool) -> str:
    properties = _same("tcW", w=str(_twips(width)), type="dxa")
    if cell.span > 1:
        properties += _same("gridSpan", val=str(cell.span))
    if cell.merge:
        properties += _same("vMerge", val=cell.merge)
    if cell.fill:
        properties += _same("shd", val="clear", color="auto", fill=cell.fill)
    if cell.upwards:
        properties += _same("textDirection", val="btLr")
    if cell.middle:
        properties += _same("vAlign", val="center")
    lines = [_line(text, to, cell, size, hold) for text, to in cell.lines]
    return f"<w:tc>{_same('tcPr', properties)}{''.join(lines)}</w:tc>"


def _line(text: str, to: str | None, cell: Tc, size: float, hold: bool) -> str:
    bullet = text.startswith("• ")
    properties = _same("pStyle", val="TableText")
    if hold:
        properties += _same("keepNext")
    if bullet:
        properties += _same("tabs", _same("tab", val="left", pos="198"))
        properties += _same("ind", left="198", hanging="198")
        text = "•\t" + text[2:]
    if cell.upwards:
        properties += _same("ind", left="57")
    properties += _same("jc", val=cell.align)
    look = _same("b", val="1") if cell.bold else ""
    if size != 10:
        look += _same("sz", val=str(round(size * 2)))
    said = _xml("r", (_same("rPr", look) if look else "") + _said(text)) if text else ""
    if said and to is not None:
        said = f'<w:hyperlink w:anchor="{escape(to, {chr(34): "&quot;"})}" w:history="1">{said}</w:hyperlink>'
    return f"<w:p>{_same('pPr', properties)}{said}</w:p>"


def _said(text: str) -> str:
    return "".join(
        _same("tab") if piece == "\t" else _same("noBreakHyphen") if piece == "-" else f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _PIECES.split(text) if piece
    )  # fmt: skip


def _twips(cm: float) -> int:
    return round(cm * 1440 / 2.54)
