"""JSON: the document for programs, ``{schema, items}`` like every listing of the command line.

The rule: names are fixed English, texts and numbers as in the other formats, and a cell says which quotes it leads to.
"""

from __future__ import annotations

import json
from typing import Any

from qualcode.report.blocks import (
    Block,
    Cell,
    Document,
    Figure,
    Heading,
    Matrix2x2,
    Paragraph,
    Quotes,
    Table,
    filled,
)
from qualcode.report.index import Index, index

SCHEMA = "qualcode.document/1"


def render(document: Document) -> bytes:
    """The document as JSON, UTF-8. ``items``: its blocks in order; of page breaks and lists of contents nothing is said."""
    where = index(document)
    items = []
    for block, label in zip(document.blocks, where.labels, strict=True):
        item = _item(block, where)
        if item:
            items.append({**({"label": str(label)} if label else {}), **item})
    whole = {
        "schema": SCHEMA, "title": document.title, "language": document.language, "meta": dict(document.meta), "items": items,
    }  # fmt: skip
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


def _item(block: Block, where: Index) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text}
    if isinstance(block, Quotes):
        quotes = [
            {"text": q.text, "attribution": q.attribution, "source": q.source_id, "place": q.place, "gloss": q.gloss} for q in block.items
        ]  # fmt: skip
        return {"kind": "quotes", "anchor": block.anchor, "title": block.title, "quotes": quotes}
    if isinstance(block, Table):
        columns = [{"key": c.key, "title": c.title, **({"group": c.group} if c.group else {})} for c in block.columns]
        rows = [
            {"level": row.level, "cells": [_cell(cell, where) for cell in filled(block, row)]} for row in block.rows
        ]
        return {"kind": "table", **_captioned(block), "columns": columns, "rows": rows}
    if isinstance(block, Matrix2x2):
        quadrants = [
            {"mark": q.mark, "title": q.title, "items": [_cell(cell, where) for cell in q.items]} for q in block.quadrants
        ]  # fmt: skip
        return {"kind": "matrix", **_captioned(block), "quadrants": quadrants}
    if isinstance(block, Figure):
        return {"kind": "figure", **_captioned(block), "alt": block.alt}
    return {}


def _captioned(block: Table | Matrix2x2 | Figure) -> dict[str, Any]:
    return {"caption": block.caption, "source": block.source, "notes": list(block.notes)}


def _cell(cell: Cell, where: Index) -> dict[str, Any]:
    found: dict[str, Any] = {"text": cell.text}
    if cell.value is not None:
        found["value"] = cell.value
    if cell.sign:
        found["sign"] = cell.sign
    if cell.link in where.targets:
        found["quotes"] = cell.link
    return found
