"""The codebook in the REFI-QDA exchange form (.qdc, QDA-XML codebook 1.0), which NVivo, ATLAS.ti, MAXQDA and others read.

The standard has a name, a description, a colour and the tree; when to use a code, its keywords and its valence have no
place in it: they are written into the description, and ``left_out`` says what does not come across.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from qualcode import __version__
from qualcode.errors import UserError, reason
from qualcode.i18n import N_, _
from qualcode.reduce.codebook import Code

NAMESPACE = "urn:QDA-XML:codebook:1.0"
_READABLE = (NAMESPACE, "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:project:1.0")  # ATLAS.ti 9 wrote the second
LEFT_OUT = (N_("keywords"), N_("valence"), N_("English names and definitions"))
_UNFIT = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_COLOURS = ("#5fafff", "#d7af87", "#87d787", "#ff87d7", "#ff8787", "#afafff", "#bcbcbc", "#5f87ff")  # one a hue


def left_out() -> list[str]:
    """What the exchange form cannot hold, in the language in use."""
    return [_(one) for one in LEFT_OUT]


def write_codebook(codes: Iterable[Code]) -> bytes:
    """The codebook as a .qdc file. UserError where it has no code (the standard wants one)."""
    ElementTree.register_namespace("", NAMESPACE)
    root = ElementTree.Element(f"{{{NAMESPACE}}}CodeBook", origin=f"qualcode {__version__}")
    top = ElementTree.SubElement(root, f"{{{NAMESPACE}}}Codes")
    nodes: dict[bytes, ElementTree.Element] = {}
    for code in codes:
        holder = nodes.get(code.parent, top) if code.parent else top
        node = ElementTree.SubElement(
            holder, f"{{{NAMESPACE}}}Code",
            guid=str(uuid.UUID(bytes=code.id)), name=_fit(code.name), isCodable="true", color=_COLOURS[code.hue],
        )  # fmt: skip
        about = [
            code.definition,
            code.use_when and f"+ {code.use_when}",
            code.use_not and f"− {code.use_not}",
            code.example and f"“{code.example}”",
        ]
        if any(about):
            # The schema wants the description before the codes below, which come later in tree order.
            ElementTree.SubElement(node, f"{{{NAMESPACE}}}Description").text = _fit("\n".join(filter(None, about)))
        nodes[code.id] = node
    if not nodes:
        raise UserError(_("the codebook is empty"), todo=_("Make a code first"))
    ElementTree.indent(root)
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def read_codebook(path: Path) -> dict[str, Any]:
    """A .qdc file as the mapping that a codebook's YAML has. UserError where it is none or holds what it must not."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, parse

    try:
        root = parse(path, forbid_dtd=True).getroot()
    except OSError as error:
        raise UserError(_("this file cannot be read: %s") % reason(error), where=str(path)) from None
    except (ParseError, DefusedXmlException) as error:
        raise UserError(_("this is no REFI-QDA codebook: %s") % reason(error), where=str(path)) from None
    space = root.tag[1:].partition("}")[0] if root.tag.startswith("{") else ""
    if space not in _READABLE or not root.tag.endswith("}CodeBook"):
        raise UserError(_("this is no REFI-QDA codebook"), where=str(path), todo=_("Export the codebook as .qdc"))

    def node(element: Any) -> dict[str, Any]:
        found: dict[str, Any] = {"name": element.get("name"), "id": _guid(element.get("guid"), path)}
        description = element.find(f"{{{space}}}Description")
        if description is not None and (description.text or "").strip():
            found["definition"] = description.text.strip()
        below = element.findall(f"{{{space}}}Code")
        if below:
            found["codes"] = [node(child) for child in below]
        return found

    try:
        return {"format": 1, "codes": [node(child) for child in root.findall(f"{{{space}}}Codes/{{{space}}}Code")]}
    except RecursionError as error:
        raise UserError(_("this is no REFI-QDA codebook: %s") % reason(error), where=str(path)) from None


def _fit(text: str) -> str:
    """A text as XML can hold it (XML 1.0, section 2.2): for what it cannot, the sign that stands for such."""
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)


def _guid(text: str | None, path: Path) -> str:
    """A GUID in either case, with or without braces."""
    try:
        return uuid.UUID((text or "").strip().strip("{}")).hex
    except ValueError:
        raise UserError(_("“%s” is no id") % text, where=str(path)) from None
