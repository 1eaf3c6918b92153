"""Two documents become one: a number still lands on exactly its own passages.

One rule: a place is named by what is in it. Where two parts call different passages by one name (the same theme and area, once
all of it and once what a query names), the later one gets a name of its own, and its numbers lead there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from qualcode.report.blocks import Block, Cell, Matrix2x2, Quote, Quotes, Table


def settled(blocks: Iterable[Block], known: dict[str, tuple[Quote, ...]]) -> list[Block]:
    """The blocks of one part, its places renamed where ``known`` (places so far, which grows) has other passages there."""
    listed = list(blocks)
    renamed: dict[str, str] = {}
    for block in listed:
        if isinstance(block, Quotes) and not block.inline:
            name, n = block.anchor, 1
            while name in known and known[name] != block.items:
                n += 1
                name = f"{block.anchor} ({n})"
            known[name] = block.items
            if name != block.anchor:
                renamed[block.anchor] = name
    return [_renamed(block, renamed) for block in listed] if renamed else listed


def _renamed(block: Block, renamed: Mapping[str, str]) -> Block:
    if isinstance(block, Quotes):
        return replace(block, anchor=renamed[block.anchor]) if not block.inline and block.anchor in renamed else block
    if isinstance(block, Table):
        return replace(block, rows=tuple(replace(row, cells=_cells(row.cells, renamed)) for row in block.rows))
    if isinstance(block, Matrix2x2):
        one, two, three, four = (replace(q, items=_cells(q.items, renamed)) for q in block.quadrants)
        return replace(block, quadrants=(one, two, three, four))
    return block


def _cells(found: tuple[Cell, ...], renamed: Mapping[str, str]) -> tuple[Cell, ...]:
    return tuple(replace(cell, link=renamed.get(cell.link, cell.link)) if cell.link else cell for cell in found)
