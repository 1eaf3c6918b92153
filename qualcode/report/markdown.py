"""Markdown: the report as text that reads well unrendered, and rightly on the usual hosts.

The rule: words stay words. Every sign that Markdown would take for its own is escaped, and the only HTML is the
empty ``<a id>`` that a link leads to, since Markdown has no anchors.
"""

from __future__ import annotations

import re

from qualcode.report import layout as paper
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
    Quote,
    Quotes,
    Table,
    Words,
    filled,
    long_date,
    words,
)
from qualcode.report.index import Index, entries, index, pieces

_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&$])")
_LINE_START = re.compile(r"^(\s*)([#>+=-]|\d+(?=[.)](?:\s|$)))")


def render(document: Document) -> bytes:
    """The document as Markdown with pipe tables, in UTF-8."""
    where = index(document)
    said = words(document.language)
    meta = document.meta
    parts = [f"# {escape(document.title)}"] if document.title else []
    under = [meta.get(key, "") for key in ("subtitle", "author", "organisation")]
    under.append(long_date(meta.get("date", ""), document.language))
    if any(under):
        parts.append("  \n".join(escape(line) for line in under if line))
    shift = 1 if document.title else 0
    last: Block | None = None
    for i, block in enumerate(document.blocks):
        if isinstance(block, Contents):
            text = _contents(entries(document, where, block), block.title)
        else:
            text = _block(block, i, where, said, shift)
        if not text:
            continue
        listed = isinstance(block, Paragraph) and isinstance(last, Paragraph) and block.style == last.style == "bullet"
        if listed:
            parts[-1] += "\n" + text
        else:
            parts.append(text)
        last = block
    return ("\n\n".join(parts) + "\n").encode()


def escape(text: str) -> str:
    """``text`` on one line, meaning only itself."""
    text = _SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))
    return _start(text.strip())


def _start(text: str) -> str:
    """A line that begins no heading, list, quotation or rule."""
    return _LINE_START.sub(lambda m: m[1] + (m[2] + "\\" if m[2].isdigit() else "\\" + m[2]), text)


def _block(block: Block, i: int, where: Index, said: Words, shift: int) -> str:
    here = f'<a id="{where.ids[i]}"></a>' if where.ids[i] else ""
    if isinstance(block, PageBreak | Contents):
        return ""
    if isinstance(block, Heading):
        return f"{'#' * min(block.level + shift, 6)} {here}{escape(block.text)}"
    if isinstance(block, Paragraph):
        text = "".join(f"[{escape(t)}](#{to})" if to else _inner(t) for t, to in pieces(block.text, where))
        text = _start(text.strip())
        return f"- {text}" if block.style == "bullet" else text
    if isinstance(block, Quotes):
        return _quotes(block, here, where, said)
    label = where.labels[i]
    title = f"{here}**{label} {escape(block.caption)}**" if label else here
    if isinstance(block, Table):
        body = _table(block, where)
    elif isinstance(block, Matrix2x2):
        body = _matrix(block, where)
    else:
        body = f"*{escape(block.alt)}*"
    above, under = (body, title) if isinstance(block, Figure) else (title, body)
    return "\n\n".join(part for part in (above, under, _below(block, said)) if part)


def _contents(found: list[tuple[int, str, str]], title: str) -> str:
    lines = [f"{'  ' * (level - 1)}- [{_inner(text)}](#{to})" for level, text, to in found]
    return "\n".join([f"**{_inner(title)}**", "", *lines]) if lines else ""


def _below(block: Captioned, said: Words) -> str:
    lines = [f"{said.source}: {_inner(block.source)}"] if block.source else []
    lines += [f"{said.note}: {_inner(note)}" for note in block.notes]
    return "  \n".join(lines)


def _inner(text: str) -> str:
    """Text that does not begin a line."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split("\n")))


def _cell(cell: Cell, where: Index) -> str:
    text = "<br>".join(_inner(line) for line in cell.text.split("\n"))
    to = where.targets.get(cell.link) if cell.link else None
    if to and text:
        text = f"[{text}](#{to})"
    return f"**{text}**" if cell.kind == "head" and text else text


def _row(parts: list[str]) -> str:
    return "| " + " | ".join(parts) + " |"


def _table(table: Table, where: Index) -> str:
    rows = [_row([_inner(f"{c.group}: {c.title}" if c.group else c.title) for c in table.columns])]
    marks = {"left": "---", "center": ":-:", "right": "--:"}
    rows.append(_row([marks[_align(table, i)] for i in range(len(table.columns))]))
    for row in table.rows:
        parts = [_cell(cell, where) for cell in filled(table, row)]
        if row.level != "body":
            parts = [f"**{part}**" if part and not part.startswith("**") else part for part in parts]
        rows.append(_row(parts))
    return "\n".join(rows)


def _align(table: Table, column: int) -> str:
    found = [paper.align(table, column, filled(table, row)[column]) for row in table.rows if row.level == "body"]
    return max(set(found), key=lambda a: (found.count(a), a)) if found else "left"


def _matrix(matrix: Matrix2x2, where: Index) -> str:
    parts = []
    for quadrant in matrix.quadrants:
        title = " ".join(p for p in (quadrant.mark, quadrant.title) if p)
        items = "\n".join(f"- {_cell(item, where)}" for item in quadrant.items) or "- –"
        parts.append(f"**{_inner(title)}**\n\n{items}")
    return "\n\n".join(parts)


def _quotes(quotes: Quotes, here: str, where: Index, said: Words) -> str:
    cited = where.cited.get(quotes.anchor)
    back = f" ({said.cited} [{_inner(cited[0])}](#{cited[1]}))" if cited else ""
    head = here if quotes.inline else f"{here}**{_inner(quotes.title)}**{back}"
    return "\n\n".join([*filter(None, [head]), *(_quote(quote) for quote in quotes.items)])


def _quote(quote: Quote) -> str:
    lines = [f"“{_inner(quote.text)}”"]
    if quote.gloss:
        lines.append(f"\\[{_inner(quote.gloss)}\\]")
    whose = f"({_inner(quote.attribution)})" if quote.attribution else ""
    place = ", ".join(part for part in (quote.source_id, quote.place) if part)
    tail = " · ".join(part for part in (whose, _inner(place)) if part)
    return "> " + " ".join(lines) + (f"  \n> {tail}" if tail else "")
