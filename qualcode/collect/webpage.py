"""The words of a web page (.html), block after block.

The rule: what a browser would show as text, without scripts, styles and forms' machinery. A block element (a paragraph,
a heading, an item) stands apart by a blank line, a line break is a line end, and a table row begins a line.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from qualcode.collect import blocks
from qualcode.collect.plain import Words, decode
from qualcode.errors import UserError
from qualcode.i18n import _

_UNSEEN = {"script", "style", "head", "template", "noscript", "iframe", "object", "svg", "select", "textarea", "title"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "label", "mark", "nobr", "o", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img",
}  # fmt: skip
_PRINTED = ("header", "footer")  # what LibreOffice calls the head and foot of a printed page
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.I)


def page_text(where: str, data: bytes, encoding: str | None) -> Words:
    """The text of an .html page. Raises UserError where it is none."""
    from lxml import etree

    found = decode(where, data, encoding or _declared(data))
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(found.text.encode("utf-8", "replace"), parser)
    except (SyntaxError, ValueError):
        root = None
    if root is None:
        raise UserError(_("there is no text in it"), where=where, todo=_("Check that this is the file you mean"))
    page = _Page()
    page.walk(root)
    page.end()
    return Words(blocks.joined(page.found), found.encoding, found.note)


def _declared(data: bytes) -> str | None:
    """The encoding that a page says it is in, where the bytes themselves say none and it is one."""
    match = _CHARSET.search(data[:4000])
    if match is None or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return None
    name = match[1].decode("ascii").lower()
    name = "cp1252" if name in ("iso-8859-1", "latin1", "ascii", "us-ascii") else name  # as browsers read it
    try:
        data.decode(name)
    except (LookupError, ValueError):
        return None
    return name


class _Page:
    """The walk through a page or a cell: ``found`` are the blocks that ended, ``words`` is what the present one has."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.words: list[str] = []
        self.counts: Counter[Any] = Counter()  # numbered list -> items so far

    def walk(self, element: Any, kept: bool = False) -> None:
        """Read an element; ``kept`` where white space is meant as it stands. The parser lets nothing lie deeper than 256."""
        name = element.tag
        if not isinstance(name, str) or name in _UNSEEN or element.get("title") in _PRINTED:
            return
        if name == "br":
            self.words.append("\n")
        elif name == "table":
            self.end()
            self.found.append(_table(element))
        else:
            self.within(element, name, kept or name == "pre")

    def within(self, element: Any, name: str, kept: bool) -> None:
        if name not in _INLINE:
            self.end()
        if name == "li":
            self.words = [self.sign(element.getparent())]
        self.words.append(_spaced(element.text, kept))
        for child in element:
            self.walk(child, kept)
            self.words.append(_spaced(child.tail, kept))
        if name not in _INLINE:
            self.end()

    def sign(self, items: Any) -> str:
        """What stands before an item of a list: a hyphen or its number."""
        if items is None or items.tag != "ol":
            return "- "
        self.counts[items] += 1
        return f"{self.counts[items]}) "

    def end(self) -> None:
        """A block is at its end; the sign of a list item waits for its words."""
        lines = (line.strip(" ") for line in "".join(self.words).split("\n"))
        text = "\n".join(line for line in lines if line)
        if not re.fullmatch(r"-|\d+\)", text):
            self.found.append(text)
            self.words = []


def _table(element: Any) -> str:
    rows = []
    for row in element.iter("tr"):
        if next(row.iterancestors("table"), None) is element:
            cells = []
            for cell in row.iterchildren("td", "th"):
                page = _Page()
                page.within(cell, "td", False)
                cells.append(page.found)
            rows.append(cells)
    return blocks.table(rows)


def _spaced(text: str | None, kept: bool) -> str:
    return (text or "") if kept else re.sub(r"\s+", " ", text or "")
