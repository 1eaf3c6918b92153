"""The theme map: themes, the codes and sub-codes under them, the indicators they are linked to, and which themes meet.

One rule: four kinds of edge, never mixed: ``holds`` (theme to code), ``under`` (code to sub-code), ``linked`` (theme to
indicator, with the relation a person expects) and ``together`` (themes that meet, counted). Only the last is a count; no
edge is a cause.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from qualcode.collect.indicators import indicators
from qualcode.display.graphs import graph
from qualcode.display.meetings import Meeting
from qualcode.reduce.codebook import codebook
from qualcode.reduce.themes import links, themes
from qualcode.store import Project

if TYPE_CHECKING:
    import networkx


def theme_map(project: Project, met: Meeting) -> networkx.Graph:
    """The map over a network of themes (``met``, of themes). Nodes carry ``label`` and ``kind``: theme, code, indicator.
    UserError where networkx is not installed."""
    drawn = graph(met.network)
    book = {code.id: code for code in codebook(project)}
    measured = {one.id: one.name for one in indicators(project)}
    under: dict[bytes, list[bytes]] = {}
    for code in book.values():
        if code.parent:
            under.setdefault(code.parent, []).append(code.id)
    for theme in themes(project):
        drawn.add_node(theme.id.hex(), label=theme.shown, kind="theme", nature=theme.nature, status=theme.status)
        todo = [(theme.id, code, "holds") for code in theme.codes if code in book]
        while todo:
            above, code_id, kind = todo.pop()
            drawn.add_node(code_id.hex(), label=book[code_id].shown, kind="code")
            if not drawn.has_edge(above.hex(), code_id.hex()):
                drawn.add_edge(above.hex(), code_id.hex(), kind=kind)
                todo += [(code_id, below, "under") for below in under.get(code_id, ())]
    for link in links(project):
        if link.indicator in measured and drawn.has_node(link.theme.hex()):
            drawn.add_node(link.indicator.hex(), label=measured[link.indicator], kind="indicator")
            drawn.add_edge(
                link.theme.hex(), link.indicator.hex(), kind="linked", relation=link.relation, closeness=link.closeness
            )
    return drawn
