"""The words of a Word document (.docx), in reading order.

The rule: what a reader of the document sees as its text. Text inserted with tracked changes and in content controls counts,
deleted and moved-away text does not; a text box stands before the paragraph it hangs on, a note behind the text under its
mark, an item of a list behind its number or hyphen. Of bold only what tells speakers apart is kept (``leads``). Page headers, footers and comments are left out: they would land in the
middle of somebody's speech. A paragraph stands apart by a blank line, a table row begins a line.

The parts are walked as they are (ECMA-376, part 1): python-docx loses inserted text, and docx2python takes half a minute for
a text of 5 MB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from qualcode.collect import blocks
from qualcode.collect.leads import with_leads
from qualcode.collect.packed import document_parts, not_whole, tree
from qualcode.collect.word_lists import Lists, W
from qualcode.errors import UserError
from qualcode.i18n import _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # an old .doc, or a .docx under a password
_PARTS = ("document", "footnotes", "endnotes", "numbering", "styles")

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT = (  # the namespaces of "Strict Open XML", and the usual ones
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)

_UNSEEN = frozenset(
    W + name
    for name in (
        "moveFrom", "del", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr", "instrText",
        "delText", "rt", "commentReference", "annotationRef", "footnoteRef", "endnoteRef",
    )
)  # fmt: skip
_SIGNS = {
    W + "tab": "\t", W + "ptab": "\t", W + "br": "\n", W + "cr": "\n",
    W + "noBreakHyphen": "\u2011", W + "softHyphen": "\u00ad",
}  # fmt: skip


def docx_text(where: str, data: bytes) -> str:
    """The text of a .docx. Raises UserError where it is encrypted, broken, unsafe or not a .docx at all."""
    if data.startswith(_OLE):
        raise UserError(
            _("this is an old .doc, or a .docx under a password"),
            where=where,
            todo=_("Open it in Word or LibreOffice and save it as .docx without a password"),
        )
    try:
        main = _main_part(where, data)
        folder = main.rpartition("/")[0]
        names = {name: f"{folder}/{name}.xml" for name in _PARTS} | {"document": main}
        parts = document_parts(where, data, ".docx", names.values())
        roots = {name: _root(where, parts[path]) for name, path in names.items() if path in parts}
        if "document" not in roots or roots["document"].tag != W + "document":
            raise ValueError(_("no document in it"))
        walk = _Walk(Lists(roots.get("numbering"), roots.get("styles")))
        found = walk.blocks(roots["document"])
        notes = [note for name in ("footnotes", "endnotes") if name in roots for note in walk.notes(roots[name])]
    except (SyntaxError, ValueError, KeyError) as error:
        raise not_whole(where, ".docx", error) from None
    return blocks.joined([*with_leads(found, walk.bold), *notes])


def _main_part(where: str, data: bytes) -> str:
    """The part that is the document: word/document.xml, but some programs name it otherwise."""
    relations = document_parts(where, data, ".docx", ("_rels/.rels",)).get("_rels/.rels")
    if relations:
        for one in tree(where, relations):
            if isinstance(one.tag, str) and str(one.get("Type", "")).endswith("/officeDocument"):
                return str(one.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _root(where: str, part: bytes) -> Any:
    for strict, usual in _STRICT:
        part = part.replace(strict, usual)
    return tree(where, part)


@dataclass
class _Walk:
    """The walk through a document. Nothing lies deeper than 256: the parser refuses it."""

    lists: Lists
    bold: dict[str, str] = field(default_factory=dict)  # paragraph -> the bold words with which it begins

    def blocks(self, element: Any) -> list[str]:
        """The paragraphs and tables in an element, in order."""
        found: list[str] = []
        for child in _children(element):
            if child.tag == W + "p":
                found += self.paragraph(child)
            elif child.tag == W + "tbl":
                found.append(self.table(child))
            else:  # a content control, a marked section
                found += self.blocks(child)
        return found

    def table(self, element: Any) -> str:
        return blocks.table([self.blocks(cell) for cell in self._cells(row)] for row in self._rows(element))

    def _rows(self, element: Any) -> list[Any]:
        return [
            row
            for child in _children(element)
            for row in ([child] if child.tag == W + "tr" else self._rows(child))  # a content control may hold rows
            if row.find(f"{W}trPr/{W}del") is None
        ]

    def _cells(self, element: Any) -> list[Any]:
        return [
            cell for child in _children(element) for cell in ([child] if child.tag == W + "tc" else self._cells(child))
        ]

    def paragraph(self, element: Any) -> list[str]:
        """A paragraph with the sign of its list, and before it the text boxes that hang on it."""
        sign = self.lists.sign(element)
        boxes: list[str] = []
        words = self.inline(element, boxes)
        if words.strip() and not sign and (lead := _bold_lead(element)):
            self.bold[words] = lead
        return [*boxes, f"{sign} {words}" if sign and words.strip() else words]

    def inline(self, element: Any, boxes: list[str]) -> str:
        """The text in a paragraph or a part of it; text boxes go to ``boxes``."""
        parts: list[str] = []
        for child in _children(element):
            tag = child.tag
            if tag == W + "t":
                parts.append(child.text or "")
            elif tag in _SIGNS:
                parts.append(_SIGNS[tag])
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                parts.append(f"[{child.get(W + 'id')}]")
            elif tag == W + "sym":
                parts.append(chr(int(child.get(W + "char", "FFFD"), 16)))
            elif tag == _M + "oMath":
                parts.append("".join(child.itertext()))
            elif tag == W + "txbxContent":
                boxes += self.blocks(child)
            else:
                parts.append(self.inline(child, boxes))
        return "".join(parts)

    def notes(self, root: Any) -> list[str]:
        """The notes of a part, each behind its mark; separators are none."""
        return [
            f"[{note.get(W + 'id')}] " + "\n".join(block for block in self.blocks(note) if block.strip()).strip()
            for note in root.iterchildren(W + "footnote", W + "endnote")
            if note.get(W + "type") is None
        ]


def _bold_lead(element: Any) -> str:
    """The bold words with which a paragraph begins; none where all of it is bold."""
    lead: list[str] = []
    for run in element.iter(W + "r"):
        words = "".join(words.text or "" for words in run.iterchildren(W + "t"))
        if words.strip() and not _is_bold(run):
            return "".join(lead)
        if words.strip() or lead:
            lead.append(words)
    return ""


def _is_bold(run: Any) -> bool:
    bold = run.find(f"{W}rPr/{W}b")
    if bold is not None:
        return bold.get(W + "val", "1") not in ("0", "false", "off")
    style = run.find(f"{W}rPr/{W}rStyle")
    return style is not None and str(style.get(W + "val", "")).startswith("Strong")


def _children(element: Any) -> list[Any]:
    """The elements to read in one: of alternatives the first, of a content control that waits for words nothing."""
    found = [child for child in element.iterchildren("{*}*") if child.tag not in _UNSEEN]
    if element.tag == _MC + "AlternateContent":
        return found[:1]
    if element.tag == W + "sdt" and element.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        return []
    return found
