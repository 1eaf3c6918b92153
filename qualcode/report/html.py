"""HTML: one file that can be mailed, read without a network, and printed.

The rule: the template holds the page, this module only says what it needs. Everything is escaped by Jinja2, the one script is
the template's own (it sorts tables and opens quotes; without it they are links), and nothing is fetched: the page's policy
forbids it. On a screen a wide table scrolls with its heads in place; on paper the same table
stands in the pieces of the DOCX, because paper does not scroll.
"""

from __future__ import annotations

from importlib.resources import files
from itertools import dropwhile, takewhile
from typing import Any

from qualcode.report import drawing, tint
from qualcode.report import layout as paper
from qualcode.report.blocks import (
    SIGNS,
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
from qualcode.report.index import entries, index, pieces

_KINDS = {
    Heading: "heading",
    Paragraph: "paragraph",
    Table: "table",
    Matrix2x2: "matrix",
    Quotes: "quotes",
    Figure: "figure",
    PageBreak: "break",
    Contents: "contents",
}


def render(document: Document) -> bytes:
    """The document as one HTML file, UTF-8."""
    import jinja2
    from markupsafe import Markup

    source = files("qualcode.report").joinpath("templates/report.html.j2").read_text("utf-8")
    environment = jinja2.Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined
    )
    where = index(document)

    def said_of(cell: Cell) -> str:
        """What a shaded cell says to who cannot see its colour."""
        return words(document.language).signs[SIGNS.get(cell.sign, "")] if cell.shade else ""

    def classes(table: Table, column: int, cell: Cell) -> str:
        found = [paper.align(table, column, cell)]
        shade = tint.step(cell)
        if shade:
            found.append(f"{tint.FAMILY[shade[0]]}-{shade[1]}")
        if cell.kind == "head":
            found.append("head")
        return " ".join(found)

    def target(cell: Cell) -> str | None:
        return where.targets.get(cell.link) if cell.link else None

    def pieces_of(table: Table) -> list[dict[str, Any]]:
        """The table for the screen and, where paper needs pieces, those for paper."""
        layout = paper.layout(table)
        everything = tuple(range(len(table.columns)))
        found = [(everything, "", "screen" if len(layout.parts) > 1 else "")]
        for n, part in enumerate(layout.parts if len(layout.parts) > 1 else ()):
            found.append((part.columns, paper.part_title(table, part, document.language) if n else "", "paper"))
        return [
            {
                "columns": columns,
                "head": paper.head_rows(table, columns, rotated=layout.rotated),
                "more": more,
                "only": only,
                "dense": layout.rotated,
            }
            for columns, more, only in found
        ]

    kinds = ["bullet" if isinstance(b, Paragraph) and b.style == "bullet" else _KINDS[type(b)] for b in document.blocks]
    template = environment.from_string(source)
    text = template.render(
        document=document,
        blocks=[(kinds[i], b, i, where.labels[i]) for i, b in enumerate(document.blocks)],
        opens_list=lambda i: i == 0 or kinds[i - 1] != "bullet",
        closes_list=lambda i: i + 1 == len(kinds) or kinds[i + 1] != "bullet",
        contents=[]
        if any(isinstance(b, Contents) for b in document.blocks)
        else [(b.level, b.text, where.ids[i]) for i, b in enumerate(document.blocks) if isinstance(b, Heading)],
        entries=lambda block: entries(document, where, block),
        where=where,
        words=words(document.language),
        day=long_date(document.meta.get("date", ""), document.language),
        across=lambda table: paper.layout(table).landscape,
        pieces_of=pieces_of,
        head_lines=lambda table: list(takewhile(lambda row: row.level == "head", table.rows)),
        body_lines=lambda table: list(dropwhile(lambda row: row.level == "head", table.rows)),
        filled=filled,
        classes=classes,
        said_of=said_of,
        target=target,
        pieces=lambda text: pieces(text, where),
        tints=[(f"{tint.FAMILY[s]}-{n}", tint.colour(s, n)) for s in tint.FAMILY for n in range(1, tint.STEPS + 1)],
        svg=lambda figure: Markup(drawing.svg(figure.shapes, figure.width, figure.height)),
    )
    return text.encode()
