"""The words of an OpenDocument text (.odt), in reading order.

The rule: what a reader of the document sees as its text. Deleted text that tracked changes keep, comments, and page
headers are left out; a note stands behind the text under its mark. A paragraph stands apart by a blank line, a table
row begins a line.

The part ``content.xml`` is walked as it is: spaces, tabs and line breaks are elements in it, and a library that gives
a paragraph's text would still leave tables, text boxes, notes and changes to us.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from qualcode.collect import blocks
from qualcode.collect.leads import with_leads
from qualcode.collect.packed import document_parts, not_whole, tree
from qualcode.errors import UserError
from qualcode.i18n import _

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_SVG = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"

_UNSEEN = {
    _TEXT + "tracked-changes", _TEXT + "sequence-decls", _TEXT + "user-field-decls", _TEXT + "variable-decls",
    _OFFICE + "annotation", _OFFICE + "forms", _SVG + "title", _SVG + "desc", _TABLE + "covered-table-cell",
    _TEXT + "list-header-source", _TABLE + "shapes", _TEXT + "ruby-text",
}  # fmt: skip
_PARAGRAPHS = (_TEXT + "p", _TEXT + "h")
_MAX_SPACES = 1000  # of one element that stands for several
_MAX_DEPTH = 200  # of elements in one another


def odt_text(where: str, data: bytes) -> str:
    """The text of an .odt. Raises UserError where it is encrypted, damaged, unsafe or not an .odt at all."""
    parts = document_parts(where, data, ".odt", ("content.xml", "styles.xml", "META-INF/manifest.xml"))
    if b"manifest:encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise UserError(
            _("this document is under a password"), where=where, todo=_("Open it and save it without a password")
        )
    try:
        root = tree(where, parts["content.xml"])
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        if body is None:
            raise ValueError(_("no document in it"))
        roots = [root, tree(where, parts["styles.xml"])] if "styles.xml" in parts else [root]
        found = _Text(frozenset().union(*map(_numbered_lists, roots)), frozenset().union(*map(_bold_styles, roots)))
        text = blocks.joined(with_leads(found.blocks(body), found.bold))
    except (SyntaxError, ValueError, KeyError) as error:
        raise not_whole(where, ".odt", error) from None
    return blocks.joined([text, *found.notes])


def _numbered_lists(root: Any) -> frozenset[str]:
    """The list styles that number their items on the first level."""
    return frozenset(
        style.get(_STYLE + "name", "")
        for style in root.iter(_TEXT + "list-style")
        if len(style) and style[0].tag == _TEXT + "list-level-style-number"
    )


def _bold_styles(root: Any) -> frozenset[str]:
    """The styles of words that set them in bold."""
    return frozenset(
        style.get(_STYLE + "name", "")
        for style in root.iter(_STYLE + "style")
        if (words := style.find(_STYLE + "text-properties")) is not None
        and style.get(_STYLE + "family") == "text"
        and words.get(_FO + "font-weight") in ("bold", "600", "700", "800", "900")
    )


def _spaced(text: str | None) -> str:
    """White space in the file is one space: what is meant as more is an element."""
    return re.sub(r"[ \t\r\n]+", " ", text or "")


@dataclass
class _Text:
    """The walk through a document; ``notes`` are what its marks stand for."""

    numbered: frozenset[str]
    strong: frozenset[str] = frozenset()  # styles of bold words
    bold: dict[str, str] = field(default_factory=dict)  # paragraph -> the bold words with which it begins
    notes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # list style -> the number reached
    depth: int = 0

    def blocks(self, element: Any) -> list[str]:
        """The paragraphs and tables in an element, in order."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError(_("elements lie too deep in one another"))
        found: list[str] = []
        for child in element.iterchildren("{*}*"):
            if child.tag in _UNSEEN:
                continue
            if child.tag in _PARAGRAPHS:
                found += self.paragraph(child)
            elif child.tag == _TABLE + "table":
                found.append(self.table(child))
            elif child.tag == _TEXT + "list":
                found += self.items(child)
            else:  # a section, an index, a frame, a numbered paragraph
                found += self.blocks(child)
        self.depth -= 1
        return found

    def items(self, element: Any) -> list[str]:
        """The items of a list, each with a hyphen or its number before it; an item's further paragraphs have none."""
        style = element.get(_TEXT + "style-name", "")
        goes_on = element.get(_TEXT + "continue-numbering") == "true" or element.get(_TEXT + "continue-list")
        count = self.counts.get(style, 0) if goes_on else 0
        found: list[str] = []
        for item in element.iterchildren(_TEXT + "list-item", _TEXT + "list-header"):
            within = self.blocks(item)
            first = next(item.iterchildren("{*}*"), None)
            if item.tag == _TEXT + "list-item" and first is not None and first.tag in _PARAGRAPHS and within[0].strip():
                count += 1
                within[0] = (f"{count}) " if style in self.numbered else "- ") + within[0]
            found += within
        self.counts[style] = count
        return found

    def table(self, element: Any) -> str:
        rows = []
        for row in element.iter(_TABLE + "table-row"):
            if next(row.iterancestors(_TABLE + "table")) is not element:
                continue  # of a table in a cell, which its cell reads
            rows.append([self.blocks(cell) for cell in row.iterchildren(_TABLE + "table-cell")])
        return blocks.table(rows)

    def paragraph(self, element: Any) -> list[str]:
        """A paragraph, and before it what floats in it (text boxes)."""
        before: list[str] = []
        words = self.inline(element, before)
        if self.strong and (lead := self._bold_lead(element, len(words))):
            self.bold[words] = lead
        return [*before, words]

    def _bold_lead(self, element: Any, size: int) -> str:
        """The bold words with which a paragraph of a length begins; none where all of it is bold."""
        lead: list[str] = []
        if _spaced(element.text).strip():
            return ""
        for child in element:
            if child.tag != _TEXT + "span" or child.get(_TEXT + "style-name") not in self.strong or len(child):
                break
            lead.append(_spaced(child.text))
            if _spaced(child.tail).strip():
                break
            lead.append(_spaced(child.tail))
        words = "".join(lead)
        return words if len(words.strip()) < size else ""

    def inline(self, element: Any, before: list[str]) -> str:
        """The text in a paragraph or a part of it; text boxes go to ``before``."""
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            raise ValueError(_("elements lie too deep in one another"))
        parts = [_spaced(element.text)]
        for child in element:
            if isinstance(child.tag, str):
                parts.append(self._sign(child, before))
            parts.append(_spaced(child.tail))
        self.depth -= 1
        return "".join(parts)

    def _sign(self, child: Any, before: list[str]) -> str:
        if child.tag in _UNSEEN:
            return ""
        if child.tag == _TEXT + "s":
            count = child.get(_TEXT + "c", "1")
            return " " * min(int(count) if count.isdecimal() else 1, _MAX_SPACES)
        if child.tag == _TEXT + "tab":
            return "\t"
        if child.tag == _TEXT + "line-break":
            return "\n"
        if child.tag == _TEXT + "note":
            return self._note(child)
        if child.tag.startswith(_DRAW):
            before += self.blocks(child)
            return ""
        return self.inline(child, before)

    def _note(self, element: Any) -> str:
        citation, body = element.find(_TEXT + "note-citation"), element.find(_TEXT + "note-body")
        mark = f"[{''.join(citation.itertext()) if citation is not None else len(self.notes) + 1}]"
        if body is not None:
            self.notes.append(f"{mark} " + "\n".join(self.blocks(body)))
        return mark
