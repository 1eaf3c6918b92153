"""DOCX: a report that is edited further in Word, so everything in it is the real thing.

The rule: nothing is painted. Headings, captions and quotes are Word's own styles (its tables of contents and of
tables work), numbers of tables are fields, tables are tables whose heads repeat on every page, and a cell's link is
a bookmark. Black Times on white, as Indonesian government reports are set; fills stay readable in a grey print.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from qualcode.report import layout as paper
from qualcode.report import packed
from qualcode.report.blocks import (
    Block,
    Captioned,
    Cell,
    Contents,
    Document,
    Figure,
    Heading,
    Matrix2x2,
    PageBreak,
    Paragraph,
    Quotes,
    Table,
    filled,
    long_date,
    words,
)
from qualcode.report.halves import halved
from qualcode.report.index import Index, entries, index, pieces
from qualcode.report.metrics import CM, text_width
from qualcode.report.tint import fill
from qualcode.report.wordml import Tc, Tr, contents_line, drawn, el, framed, label_runs, linked, quote_runs, run, tbl
from qualcode.report.wordstyle import page_number, set_up, turn

HEAD, GROUP, SUBTOTAL = "D9D9D9", "EDEDED", "F5F5F5"
WHOLE = 7.0  # cm: a table up to this height is kept on one page
SHORT = 600  # characters of text that do not deserve an upright page of their own between two pages across


def render(document: Document) -> bytes:
    """The document as a .docx file. The same document gives the same bytes."""
    import docx

    blocks = tuple(halved(block) if isinstance(block, Table) else block for block in document.blocks)
    document = replace(document, blocks=blocks)
    where = index(document)
    layouts = {i: paper.layout(b) for i, b in enumerate(document.blocks) if isinstance(b, Table)}
    across = _orientation(document.blocks, layouts)
    word = docx.Document()
    set_up(word, document)
    turn(word.sections[0], across[0] if across else False)
    page_number(word.sections[0])
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
        self.styles = {style.name: style.style_id for style in word.styles}
        self.end = word.element.body.sectPr  # everything is put before it
        self.bookmarks = 0
        self.fresh = True  # at the top of a page
        self.turning = False  # the next paragraph begins a new page

    def title(self) -> None:
        meta = self.document.meta
        if self.document.title:
            self._add("Title", [run(self.document.title)])
        day = long_date(meta.get("date", ""), self.document.language)
        under = ", ".join(part for part in (meta.get("organisation", ""), day) if part)
        for line in (meta.get("subtitle", ""), meta.get("author", ""), under):
            if line:
                self._add("Subtitle", [run(line)])

    def section(self, across: bool) -> None:
        """Begin a page that stands the other way; the break rides on the last paragraph, so no page stays empty."""
        section = self.word.add_section()
        turn(section, across)
        carrier = self.end.getprevious()
        before = carrier.getprevious()
        if before is not None and before.tag == carrier.tag:
            before.get_or_add_pPr().append(carrier.pPr.sectPr)
            carrier.getparent().remove(carrier)
        self.fresh, self.turning = True, False

    def block(self, block: Block, i: int, layout: paper.Layout | None) -> None:
        if isinstance(block, PageBreak):
            self.turning = not self.fresh
            return
        if isinstance(block, Heading):
            self.turning = self.turning or (block.chapter is not None and not self.fresh)
            self._add(f"Heading {min(max(block.level, 1), 4)}", self._marked(i, [run(block.text)]))
        elif isinstance(block, Paragraph):
            style = {"bullet": "List Bullet", "note": "Table Note", "subtitle": "Subtitle"}
            runs = [linked(text, to) for text, to in pieces(block.text, self.where)]
            self._add(
                style.get(block.style, "Body Text"), runs, keep=block.text.endswith(":")
            )  # it leads in what follows
        elif isinstance(block, Table):
            assert layout is not None
            self._table(block, i, layout)
        elif isinstance(block, Matrix2x2):
            self._matrix(block, i)
        elif isinstance(block, Quotes):
            self._quotes(block, i)
        elif isinstance(block, Contents):
            self._contents(block)
        else:
            self._figure(block, i)
        self.fresh = False

    def _table(self, table: Table, i: int, layout: paper.Layout) -> None:
        self._caption(i, table.caption)
        for n, part in enumerate(layout.parts):
            if n:
                label = self.where.labels[i]
                again = f"{label or table.caption} {paper.part_title(table, part, self.document.language)}"
                self._add("Caption Continued", [run(again)])
            rows = list(_table_rows(table, part, layout, self.where))
            keep = len(layout.parts) > 1 or _height(table, part, layout) < WHOLE
            self.end.addprevious(tbl(rows, part.widths, layout.size, keep=keep))
        self._below(table)

    def _matrix(self, matrix: Matrix2x2, i: int) -> None:
        self._caption(i, matrix.caption)
        side = 1.0 if any(matrix.rows) else 0.0
        widths = (*((side,) if side else ()), *((paper.PORTRAIT - side) / 2,) * 2)
        self.end.addprevious(tbl(list(_matrix_rows(matrix, self.where)), widths, 10.0))
        self._below(matrix)

    def _quotes(self, quotes: Quotes, i: int) -> None:
        if quotes.inline:
            for quote in quotes.items:
                self._add("Quote", quote_runs(quote))
            return
        runs = self._marked(i, [run(quotes.title)])
        cited = self.where.cited.get(quotes.anchor)
        if cited:
            runs += [run(f" ({self.words.cited} ", bold=False), linked(*cited, bold=False), run(")", bold=False)]
        self._add("Quote Head", runs)
        for quote in quotes.items:
            self._add("Quote", quote_runs(quote))

    def _contents(self, block: Contents) -> None:
        found = entries(self.document, self.where, block)
        if not found:
            return
        self._add("Contents Head", [run(block.title)])
        for level, text, to in found:
            style = f"toc {level}" if block.of == "headings" else "table of figures"
            self._add(style, contents_line(text, to))

    def _figure(self, figure: Figure, i: int) -> None:
        """In a frame: LibreOffice lays pages out again once it has the page numbers of the contents, and then parts a picture
        from a caption that is only kept with it."""
        if self.turning:
            self._add("Table End", [])  # a page is broken before a paragraph, not before a table
        body = self.end.getparent()
        first = body.index(self.end)
        self._add("Figure", [drawn(self.word.part, figure, i + 1)])
        self._caption(i, figure.caption, style="Figure Caption")
        held = body[first : body.index(self.end)]
        self.end.addprevious(framed(held, paper.PORTRAIT))
        self._below(figure)

    def _caption(self, i: int, caption: str, style: str = "Caption") -> None:
        label = self.where.labels[i]
        if label is not None:
            self._add(style, self._marked(i, [*label_runs(label), run(f" {caption}")]))
        elif self.where.ids[i] or self.turning:
            self._add("Table End", self._marked(i, []), keep=True)

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
            self._add(
                style, [run(text)], keep=n < min(len(lines) - 1, 2) or n == len(lines) - 2
            )  # more would take rows along to the next page; the last does not stand alone there
        self._add("Table End", [])  # two tables that touch would become one

    def _add(self, style: str, runs: list[Any], *, keep: bool = False) -> None:
        """A paragraph at the end, without python-docx: it looks for styles and places anew each time."""
        properties = [el("pStyle", val=self.styles[style])]
        if keep:
            properties.append(el("keepNext"))
        if self.turning:
            properties.append(el("pageBreakBefore"))
        self.turning = False
        self.end.addprevious(el("p", [el("pPr", properties), *runs]))

    def _marked(self, i: int, runs: list[Any]) -> list[Any]:
        """The runs with the bookmark of block ``i`` around them."""
        name = self.where.ids[i]
        if not name:
            return runs
        self.bookmarks += 1
        number = str(self.bookmarks)
        return [el("bookmarkStart", id=number, name=name), *runs, el("bookmarkEnd", id=number)]


def _orientation(blocks: tuple[Block, ...], layouts: dict[int, paper.Layout]) -> list[bool]:
    """Which blocks stand on pages across. Headings go with the table they announce, and a few lines between two
    pages across stay across, so that no upright page holds them alone."""
    turned = False
    flags: list[bool | None] = []
    for i, block in enumerate(blocks):
        if isinstance(block, PageBreak):
            turned = block.landscape
        loose = isinstance(block, Heading | Paragraph | Contents) and not turned
        flags.append(None if loose else turned or (i in layouts and layouts[i].landscape))
    i = 0
    while i < len(flags):
        end = i
        while end < len(flags) and flags[end] is None:
            end += 1
        if end > i:
            before = None if i == 0 else flags[i - 1] and not isinstance(blocks[i - 1], PageBreak)
            after = None if end == len(flags) else flags[end] and not isinstance(blocks[end], PageBreak)
            said = sum(len(getattr(b, "text", "")) for b in blocks[i:end])
            stay = said <= SHORT and (before is True or after is True) and before is not False and after is not False
            flags[i:end] = [stay] * (end - i)
            while after and end > i and isinstance(blocks[end - 1], Heading):
                end -= 1
                flags[end] = True
        i = max(end, i) + 1
    return [bool(flag) for flag in flags]


def _table_rows(table: Table, part: paper.Part, layout: paper.Layout, where: Index) -> Iterator[Tr]:
    head = paper.head_rows(table, part.columns, rotated=layout.rotated)
    turned = [h.text for line in head for h in line if h.turned]
    tallest = max((text_width(text, layout.size, bold=True) for text in turned), default=-0.4) + 0.4
    for n, line in enumerate(head):
        cells = {h.columns[0]: _head(h.text, h.turned, len(h.columns), "restart" if h.down == 2 else "") for h in line}
        if n:
            cells |= {h.columns[0]: _head("", merge="continue") for h in head[0] if h.down == 2}
        order = sorted(cells, key=part.columns.index)
        yield Tr(tuple(cells[i] for i in order), head=True, height=tallest if n == len(head) - 1 else 0.0)
    heading = True
    matrix = all(paper.narrow(table, i) for i in part.columns[1:])
    for row in table.rows:
        heading = heading and row.level == "head"
        found = filled(table, row)
        if row.level == "group":
            yield Tr((Tc(_lines(found[0], where), span=len(part.columns), fill=GROUP, bold=True),), opens=True)
            continue
        base = {"subtotal": SUBTOTAL, "head": HEAD}.get(row.level)
        body = tuple(
            Tc(
                _lines(found[i], where),
                fill=fill(found[i]) or base,
                bold=row.level != "body" or found[i].kind == "head",
                align=paper.align(table, i, found[i]),
                middle=matrix,
            )
            for i in part.columns
        )
        longest = max(len(found[i].text) for i in part.columns)
        yield Tr(body, head=heading, whole=longest < 1200)


def _head(text: str, upwards: bool = False, span: int = 1, merge: str = "") -> Tc:
    lines = ((text, None),)
    return Tc(lines, span, merge, HEAD, True, "left" if upwards and not merge else "center", upwards, middle=True)


def _matrix_rows(matrix: Matrix2x2, where: Index) -> Iterator[Tr]:
    sided = any(matrix.rows)
    if any(matrix.columns):
        corner = (_head(""),) if sided else ()
        yield Tr((*corner, *(_head(text) for text in matrix.columns)), head=True)
    for r in range(2):
        pair = matrix.quadrants[2 * r : 2 * r + 2]
        side = (_head(matrix.rows[r], True, merge="restart"),) if sided else ()
        titles = (" ".join(p for p in (q.mark, q.title) if p) for q in pair)
        yield Tr((*side, *(Tc(((t, None),), fill=GROUP, bold=True) for t in titles)))
        side = (_head("", merge="continue"),) if sided else ()
        lists = (
            tuple(line for item in quadrant.items for line in _lines(item, where)) or (("–", None),)
            for quadrant in pair
        )
        yield Tr((*side, *(Tc(lines) for lines in lists)), height=2.0, whole=False)


def _lines(cell: Cell, where: Index) -> tuple[tuple[str, str | None], ...]:
    to = where.targets.get(cell.link) if cell.link else None
    return tuple((line, to) for line in cell.text.split("\n"))


def _height(table: Table, part: paper.Part, layout: paper.Layout) -> float:
    """About how tall the body of a table is, in cm."""
    lines = sum(paper.row_lines(table, row, part, layout.size) for row in table.rows)
    return lines * layout.size * CM * 1.2 + len(table.rows) * 0.1
