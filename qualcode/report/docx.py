"""DOCX: a report that is edited further in Word, so everything in it is the real thing.

The rule: nothing is painted. Headings, captions and quotes are Word's own styles (its tables of contents and of
tables work), numbers of tables are fields, tables are tables whose heads repeat on every page, and a cell's link is
a bookmark. Black Times on white, as Indonesian government reports are set; fills stay readable in a grey print.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qualcode.report import drawing, packed
from qualcode.report import layout as paper
from qualcode.report.blocks import (
    Block,
    Captioned,
    Cell,
    Document,
    Figure,
    Heading,
    Index,
    Label,
    Matrix2x2,
    PageBreak,
    Paragraph,
    Quote,
    Quotes,
    Table,
    filled,
    index,
    long_date,
    pieces,
    words,
)
from qualcode.report.metrics import CM, text_width
from qualcode.report.tint import fill

FONT = "Times New Roman"
LINK = "1F3864"  # so dark a blue that it prints as black
HEAD, GROUP, SUBTOTAL, GRID = "D9D9D9", "EDEDED", "F5F5F5", "7F7F7F"
WHOLE = 7.0  # cm: a table up to this height is kept on one page
SHORT = 600  # characters of text that do not deserve an upright page of their own between two pages across


@dataclass(frozen=True)
class _Tc:
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
class _Tr:
    cells: tuple[_Tc, ...]
    head: bool = False
    height: float = 0.0  # at least, in cm
    whole: bool = True  # not divided between pages


def render(document: Document) -> bytes:
    """The document as a .docx file. The same document gives the same bytes."""
    import docx

    where = index(document)
    layouts = {i: paper.layout(b) for i, b in enumerate(document.blocks) if isinstance(b, Table)}
    across = _orientation(document.blocks, layouts)
    word = docx.Document()
    _set_up(word, document)
    _turn(word.sections[0], across[0] if across else False)
    _page_number(word.sections[0])
    writer = _Writer(word, document, where)
    writer.title()
    turned = across[0] if across else False
    for i, block in enumerate(document.blocks):
        if across[i] != turned:
            writer.section(across[i])
            turned = across[i]
        writer.block(block, i, layouts.get(i))
    buffer = io.BytesIO()
    word.save(buffer)
    return packed.settle(buffer.getvalue())


class _Writer:
    """The document being written and what each block needs to know of it."""

    def __init__(self, word: Any, document: Document, where: Index) -> None:
        self.word, self.document, self.where = word, document, where
        self.words = words(document.language)
        self.bookmarks = 0
        self.fresh = True  # at the top of a page: no further page break

    def title(self) -> None:
        meta = self.document.meta
        if self.document.title:
            self.word.add_paragraph(self.document.title, style="Title")
        day = long_date(meta.get("date", ""), self.document.language)
        under = ", ".join(part for part in (meta.get("organisation", ""), day) if part)
        for line in (meta.get("subtitle", ""), meta.get("author", ""), under):
            if line:
                self.word.add_paragraph(line, style="Subtitle")

    def section(self, across: bool) -> None:
        """Begin a page that stands the other way; the break rides on the last paragraph, so no page stays empty."""
        section = self.word.add_section()
        _turn(section, across)
        carrier = self.word.paragraphs[-1]._p
        before = carrier.getprevious()
        if before is not None and before.tag == carrier.tag:
            before.get_or_add_pPr().append(carrier.pPr.sectPr)
            carrier.getparent().remove(carrier)
        self.fresh = True

    def block(self, block: Block, i: int, layout: paper.Layout | None) -> None:
        if isinstance(block, PageBreak):
            if not self.fresh:
                self.word.add_page_break()
            self.fresh = True
            return
        if isinstance(block, Heading):
            paragraph = self.word.add_paragraph(style=f"Heading {min(max(block.level, 1), 4)}")
            paragraph.paragraph_format.page_break_before = block.chapter is not None and not self.fresh
            self._marked(paragraph, self.where.ids[i], [_run(block.text)])
        elif isinstance(block, Paragraph):
            style = {"bullet": "List Bullet", "note": "Table Note", "subtitle": "Subtitle"}.get(
                block.style, "Body Text"
            )
            paragraph = self.word.add_paragraph(style=style)
            paragraph._p.extend(_linked(text, to) for text, to in pieces(block.text, self.where))
        elif isinstance(block, Table):
            assert layout is not None
            self._table(block, i, layout)
        elif isinstance(block, Matrix2x2):
            self._matrix(block, i)
        elif isinstance(block, Quotes):
            self._quotes(block, i)
        else:
            self._figure(block, i)
        self.fresh = False

    def _table(self, table: Table, i: int, layout: paper.Layout) -> None:
        self._caption(i, table.caption)
        for n, part in enumerate(layout.parts):
            if n:
                label = self.where.labels[i]
                again = f"{label or table.caption} {paper.part_title(table, part, self.document.language)}"
                self.word.add_paragraph(again, style="Caption Continued")
            rows = list(_table_rows(table, part, layout, self.where))
            self._append(
                _tbl(rows, part.widths, layout.size, keep=len(layout.parts) > 1 or _height(table, part, layout) < WHOLE)
            )
        self._below(table)

    def _matrix(self, matrix: Matrix2x2, i: int) -> None:
        self._caption(i, matrix.caption)
        side = 1.0 if any(matrix.rows) else 0.0
        widths = (*((side,) if side else ()), *((paper.PORTRAIT - side) / 2,) * 2)
        self._append(_tbl(list(_matrix_rows(matrix, self.where)), widths, 10.0))
        self._below(matrix)

    def _quotes(self, quotes: Quotes, i: int) -> None:
        paragraph = self.word.add_paragraph(style="Quote Head")
        self._marked(paragraph, self.where.ids[i], [_run(quotes.title)])
        cited = self.where.cited.get(quotes.anchor)
        if cited:
            paragraph._p.extend([_run(f" ({self.words.cited} ", bold=False), _linked(*cited, bold=False)])
            paragraph._p.append(_run(")", bold=False))
        for quote in quotes.items:
            self.word.add_paragraph(style="Quote")._p.extend(_quote_runs(quote))

    def _figure(self, figure: Figure, i: int) -> None:
        paragraph = self.word.add_paragraph(style="Figure")
        _draw(paragraph, figure, i + 1)
        self._caption(i, figure.caption, style="Figure Caption")
        self._below(figure)

    def _caption(self, i: int, caption: str, style: str = "Caption") -> None:
        label = self.where.labels[i]
        if label is not None:
            paragraph = self.word.add_paragraph(style=style)
            self._marked(paragraph, self.where.ids[i], [*_label_runs(label), _run(f" {caption}")])

    def _below(self, block: Captioned) -> None:
        lines: list[tuple[str, str]] = []
        if block.source:
            lines.append((f"{self.words.source}: {block.source}", "Table Source"))
        if len(block.notes) == 1:
            lines.append((f"{self.words.note}: {block.notes[0]}", "Table Note"))
        elif block.notes:
            lines.append((f"{self.words.note}:", "Table Note"))
            lines += [(f"–\t{note}", "Table Note List") for note in block.notes]
        for n, (text, style) in enumerate(lines):
            paragraph = self.word.add_paragraph(text, style=style)
            paragraph.paragraph_format.keep_with_next = n < len(lines) - 1
        self.word.add_paragraph(style="Table End")  # two tables that touch would become one

    def _marked(self, paragraph: Any, name: str, runs: list[Any]) -> None:
        if not name:
            paragraph._p.extend(runs)
            return
        self.bookmarks += 1
        number = str(self.bookmarks)
        paragraph._p.append(_el("bookmarkStart", id=number, name=name))
        paragraph._p.extend(runs)
        paragraph._p.append(_el("bookmarkEnd", id=number))

    def _append(self, tbl: Any) -> None:
        self.word.element.body.insert_element_before(tbl, "w:sectPr")


def _orientation(blocks: tuple[Block, ...], layouts: dict[int, paper.Layout]) -> list[bool]:
    """Which blocks stand on pages across. Headings go with the table they announce, and a few lines between two
    pages across stay across, so that no upright page holds them alone."""
    turned = False
    flags: list[bool | None] = []
    for i, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            turned = block.landscape
        loose = isinstance(block, Heading | Paragraph) and not turned
        flags.append(None if loose else turned or (i in layouts and layouts[i].landscape))
    i = 0
    while i < len(flags):
        end = i
        while end < len(flags) and flags[end] is None:
            end += 1
        if end > i:
            before = flags[i - 1] if i else None
            after = flags[end] if end < len(flags) else None
            said = sum(len(getattr(b, "text", "")) for b in blocks[i:end])
            stay = said <= SHORT and (before is True or after is True) and before is not False and after is not False
            flags[i:end] = [stay] * (end - i)
            while after and end > i and isinstance(blocks[end - 1], Heading):
                end -= 1
                flags[end] = True
        i = max(end, i) + 1
    return [bool(flag) for flag in flags]


def _table_rows(table: Table, part: paper.Part, layout: paper.Layout, where: Index) -> Iterator[_Tr]:
    head = paper.head_rows(table, part.columns, rotated=layout.rotated)
    turned = [h.text for line in head for h in line if h.turned]
    tallest = max((text_width(text, layout.size, bold=True) for text in turned), default=-0.4) + 0.4
    for n, line in enumerate(head):
        cells = {h.columns[0]: _head(h.text, h.turned, len(h.columns), "restart" if h.down == 2 else "") for h in line}
        if n:
            cells |= {h.columns[0]: _head("", merge="continue") for h in head[0] if h.down == 2}
        order = sorted(cells, key=part.columns.index)
        yield _Tr(tuple(cells[i] for i in order), head=True, height=tallest if n == len(head) - 1 else 0.0)
    heading = True
    matrix = all(paper.narrow(table, i) for i in part.columns[1:])
    for row in table.rows:
        heading = heading and row.level == "head"
        found = filled(table, row)
        if row.level == "group":
            yield _Tr((_Tc(_lines(found[0], where), span=len(part.columns), fill=GROUP, bold=True),))
            continue
        base = {"subtotal": SUBTOTAL, "head": HEAD}.get(row.level)
        body = tuple(
            _Tc(
                _lines(found[i], where),
                fill=fill(found[i]) or base,
                bold=row.level != "body" or found[i].kind == "head",
                align=paper.align(table, i, found[i]),
                middle=matrix,
            )
            for i in part.columns
        )
        longest = max(len(found[i].text) for i in part.columns)
        yield _Tr(body, head=heading, whole=longest < 1200)


def _head(text: str, upwards: bool = False, span: int = 1, merge: str = "") -> _Tc:
    lines = ((text, None),)
    return _Tc(lines, span, merge, HEAD, True, "left" if upwards and not merge else "center", upwards, middle=True)


def _matrix_rows(matrix: Matrix2x2, where: Index) -> Iterator[_Tr]:
    sided = any(matrix.rows)
    if any(matrix.columns):
        corner = (_head(""),) if sided else ()
        yield _Tr((*corner, *(_head(text) for text in matrix.columns)), head=True)
    for r in range(2):
        pair = matrix.quadrants[2 * r : 2 * r + 2]
        side = (_head(matrix.rows[r], True, merge="restart"),) if sided else ()
        titles = (" ".join(p for p in (q.mark, q.title) if p) for q in pair)
        yield _Tr((*side, *(_Tc(((t, None),), fill=GROUP, bold=True) for t in titles)))
        side = (_head("", merge="continue"),) if sided else ()
        lists = (
            tuple(line for item in quadrant.items for line in _lines(item, where)) or (("–", None),)
            for quadrant in pair
        )
        yield _Tr((*side, *(_Tc(lines) for lines in lists)), height=2.0, whole=False)


def _lines(cell: Cell, where: Index) -> tuple[tuple[str, str | None], ...]:
    to = where.targets.get(cell.link) if cell.link else None
    return tuple((line, to) for line in cell.text.split("\n"))


def _height(table: Table, part: paper.Part, layout: paper.Layout) -> float:
    """About how tall the body of a table is, in cm."""
    lines = sum(paper.row_lines(table, row, part, layout.size) for row in table.rows)
    return lines * layout.size * CM * 1.2 + len(table.rows) * 0.1


# --- WordprocessingML -------------------------------------------------------------------------------------------


def _el(tag: str, children: Iterable[Any] = (), /, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    element.extend(children)
    return element


def _run(text: str, *, bold: bool | None = None, italic: bool | None = None, size: float = 0, colour: str = "") -> Any:
    from docx.oxml.ns import qn

    properties = []
    if bold is not None:
        properties.append(_el("b", val="1" if bold else "0"))
    if italic is not None:
        properties.append(_el("i", val="1" if italic else "0"))
    if colour:
        properties.append(_el("color", val=colour))
    if size:
        properties.append(_el("sz", val=str(round(size * 2))))
    children = [_el("rPr", properties)] if properties else []
    for n, piece in enumerate(text.split("\t")):
        if n:
            children.append(_el("tab"))
        if piece:
            children.append(_el("t"))
            children[-1].text = piece
            children[-1].set(qn("xml:space"), "preserve")
    return _el("r", children)


def _linked(text: str, to: str | None, **look: Any) -> Any:
    if to is None:
        return _run(text, **look)
    return _el("hyperlink", [_run(text, **{"colour": LINK, **look})], anchor=to, history="1")


def _label_runs(label: Label) -> list[Any]:
    """``Tabel 5.`` and the number as a field, so that a table pasted into another report is counted there."""
    start = f" \\r {label.number}" if label.restarts else ""
    instruction = f" SEQ {label.word} \\* ARABIC{start} "
    return [_run(label.prefix), _el("fldSimple", [_run(str(label.number))], instr=instruction)]


def _quote_runs(quote: Quote) -> list[Any]:
    runs = [_run(f"“{quote.text}”", italic=True)]
    if quote.gloss:
        runs.append(_run(f" [{quote.gloss}]", italic=False))
    whose = quote.attribution or ", ".join(part for part in (quote.source_id, quote.place) if part)
    if whose:
        runs.append(_run(f" ({whose})", italic=False))
    return runs


def _draw(paragraph: Any, figure: Figure, number: int) -> None:
    """The figure as a metafile in the paragraph; ``number`` is its own in the file. python-docx knows no metafiles,
    so the part and its place in the text are made here."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml.shape import CT_Inline
    from docx.shared import Cm

    part = paragraph.part
    data = drawing.emf(figure.shapes, figure.width, figure.height)
    name = PackURI(f"/word/media/figure{number}.emf")
    relation = part.relate_to(Part(name, "image/x-emf", data, part.package), RELATIONSHIP_TYPE.IMAGE)
    width, height = Cm(figure.width), Cm(figure.height)
    inline = CT_Inline.new_pic_inline(number, relation, f"figure{number}.emf", width, height)
    inline.docPr.set("descr", figure.alt)
    paragraph._p.append(_el("r", [_el("drawing", [inline])]))


def _tbl(rows: list[_Tr], widths: tuple[float, ...], size: float, *, keep: bool = False) -> Any:
    """A table of fixed widths. ``keep``: on one page if it can be. The last two rows always stay with the source below them."""
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = _el("tblBorders", [_el(edge, val="single", sz="4", space="0", color=GRID) for edge in edges])
    margins = _el("tblCellMar", [_el(e, w=str(_twips(paper.PADDING / 2)), type="dxa") for e in ("left", "right")])
    properties = _el(
        "tblPr",
        [
            _el("tblW", w=str(_twips(sum(widths))), type="dxa"),
            _el("jc", val="center"),
            borders,
            _el("tblLayout", type="fixed"),
            margins,
            _el("tblLook", val="0420", firstRow="1", lastRow="0", firstColumn="0", lastColumn="0", noVBand="1"),
        ],
    )
    grid = _el("tblGrid", [_el("gridCol", w=str(_twips(width))) for width in widths])
    last = len(rows) - 1
    body = [_tr(row, widths, size, hold=keep or row.head or n >= last - 1) for n, row in enumerate(rows)]
    return _el("tbl", [properties, grid, *body])


def _tr(row: _Tr, widths: tuple[float, ...], size: float, *, hold: bool) -> Any:
    properties = []
    if row.whole:
        properties.append(_el("cantSplit"))
    if row.height:
        properties.append(_el("trHeight", val=str(_twips(row.height)), hRule="atLeast"))
    if row.head:
        properties.append(_el("tblHeader"))
    cells = []
    at = 0
    for cell in row.cells:
        cells.append(_tc(cell, sum(widths[at : at + cell.span]), size, hold))
        at += cell.span
    return _el("tr", [_el("trPr", properties), *cells] if properties else cells)


def _tc(cell: _Tc, width: float, size: float, hold: bool) -> Any:
    properties = [_el("tcW", w=str(_twips(width)), type="dxa")]
    if cell.span > 1:
        properties.append(_el("gridSpan", val=str(cell.span)))
    if cell.merge:
        properties.append(_el("vMerge", val=cell.merge))
    if cell.fill:
        properties.append(_el("shd", val="clear", color="auto", fill=cell.fill))
    if cell.upwards:
        properties.append(_el("textDirection", val="btLr"))
    if cell.middle:
        properties.append(_el("vAlign", val="center"))
    return _el("tc", [_el("tcPr", properties), *(_line(text, to, cell, size, hold) for text, to in cell.lines)])


def _line(text: str, to: str | None, cell: _Tc, size: float, hold: bool) -> Any:
    bullet = text.startswith("• ")
    properties = [_el("pStyle", val="TableText")]
    if hold:
        properties.append(_el("keepNext"))
    if bullet:
        properties.append(_el("tabs", [_el("tab", val="left", pos="198")]))
        properties.append(_el("ind", left="198", hanging="198"))
        text = "•\t" + text[2:]
    look: dict[str, Any] = {"size": 0 if size == 10 else size, "colour": ""}
    if cell.bold:
        look["bold"] = True
    if cell.upwards:
        properties.append(_el("ind", left="57"))
    properties.append(_el("jc", val=cell.align))
    return _el("p", [_el("pPr", properties), *([_linked(text, to, **look)] if text else [])])


def _twips(cm: float) -> int:
    return round(cm * 1440 / 2.54)


# --- page and styles --------------------------------------------------------------------------------------------


def _turn(section: Any, across: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    short, long = Cm(21.0), Cm(29.7)
    section.orientation = WD_ORIENT.LANDSCAPE if across else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (long, short) if across else (short, long)
    section.left_margin, section.right_margin = (Cm(2.75), Cm(2.75)) if across else (Cm(3.0), Cm(2.5))
    section.top_margin, section.bottom_margin = (Cm(2.5), Cm(2.0)) if across else (Cm(3.0), Cm(2.5))
    section.footer_distance = Cm(1.0)


def _page_number(section: Any) -> None:
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = 1
    paragraph._p.append(_el("fldSimple", [_run("1")], instr=" PAGE "))


def _set_up(word: Any, document: Document) -> None:
    """Fonts, styles, language and properties of the file, all from the document and none from this machine."""
    from docx.oxml.ns import qn

    styles = word.styles.element
    for fonts in styles.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), FONT)
    for language in styles.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID" if document.language == "id" else "en-GB")
    for name in ("Title", "Subtitle", "Caption", "Quote", "Heading 1", "Heading 2", "Heading 3", "Heading 4"):
        _plain(word.styles[name].element)
    # name, size, bold, italic, alignment (0 left, 1 centre, 3 justified), before, after, lines, left, first, keep
    looks: tuple[tuple[str, float, bool, bool, int, float, float, float, float, float, bool], ...] = (
        ("Normal", 12, False, False, 0, 0, 6, 1.0, 0, 0, False),
        ("Body Text", 12, False, False, 3, 0, 6, 1.5, 0, 1.0, False),
        ("List Bullet", 12, False, False, 3, 0, 3, 1.25, 0.75, -0.5, False),
        ("Title", 16, True, False, 1, 0, 6, 1.0, 0, 0, True),
        ("Subtitle", 12, False, False, 1, 0, 6, 1.0, 0, 0, True),
        ("Heading 1", 14, True, False, 1, 18, 12, 1.15, 0, 0, True),
        ("Heading 2", 12, True, False, 0, 14, 6, 1.15, 0, 0, True),
        ("Heading 3", 12, True, True, 0, 10, 4, 1.15, 0, 0, True),
        ("Heading 4", 12, False, True, 0, 8, 4, 1.15, 0, 0, True),
        ("Caption", 11, True, False, 1, 10, 4, 1.0, 0, 0, True),
        ("Caption Continued", 10, False, True, 0, 8, 3, 1.0, 0, 0, True),
        ("Figure", 12, False, False, 1, 10, 2, 1.0, 0, 0, True),
        ("Figure Caption", 11, True, False, 1, 2, 2, 1.0, 0, 0, True),
        ("Table Text", 10, False, False, 0, 1, 1, 1.0, 0, 0, False),
        ("Table Source", 10, False, False, 0, 3, 0, 1.0, 0, 0, False),
        ("Table Note", 9.5, False, False, 0, 2, 0, 1.0, 0, 0, False),
        ("Table Note List", 9.5, False, False, 0, 0, 0, 1.0, 0.4, -0.4, False),
        ("Table End", 6, False, False, 0, 0, 4, 1.0, 0, 0, False),
        ("Quote Head", 11, True, False, 0, 10, 3, 1.0, 0, 0, True),
        ("Quote", 11, False, True, 3, 0, 5, 1.1, 1.0, 0, False),
    )
    for look in looks:
        _style(word, *look)
    core = word.core_properties
    core.title, core.subject = document.title, document.meta.get("subject", "")
    core.author = document.meta.get("author", "") or document.meta.get("organisation", "")
    core.comments, core.keywords, core.last_modified_by, core.revision = "", "", "", 1
    core.language = "id-ID" if document.language == "id" else "en-GB"
    core.created = core.modified = made(document)


def made(document: Document) -> datetime:
    """The document's own date, or a fixed one: the clock has no say, so that the same document is the same file."""
    try:
        return datetime.fromisoformat(document.meta.get("date", ""))
    except ValueError:
        return datetime(2000, 1, 1)


def _plain(style: Any) -> None:
    """Take Word's blue and its rules under titles from a built-in style."""
    from docx.oxml.ns import qn

    for tag in ("w:color", "w:pBdr", "w:spacing", "w:kern", "w:ind", "w:contextualSpacing"):
        for element in list(style.iter(qn(tag))):
            element.getparent().remove(element)


def _style(
    word: Any,
    name: str,
    size: float,
    bold: bool,
    italic: bool,
    alignment: int,
    before: float,
    after: float,
    lines: float,
    left: float,
    first: float,
    keep: bool,
) -> None:
    from docx.shared import Cm, Pt

    styles = word.styles
    if name not in styles:
        styles.add_style(name, 1).base_style = styles["Normal"]
        styles[name].quick_style = True
    style = styles[name]
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    form = style.paragraph_format
    form.alignment, form.line_spacing, form.keep_with_next = alignment, lines, keep
    form.space_before, form.space_after = Pt(before), Pt(after)
    form.left_indent, form.first_line_indent = Cm(left), Cm(first)
