"""A network as a graph for those who compute on it: GraphML, GEXF, and places for a drawing.

One rule: a graph carries the counts its ties were made of, so that another program can weigh them otherwise. The layout
throws no dice: it begins on a circle in the order of the matrix, and is the same in every making.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from qualcode.display.network import Network
from qualcode.errors import UserError
from qualcode.i18n import _

if TYPE_CHECKING:
    import networkx

STEPS = 240


def graph(network: Network) -> networkx.Graph:
    """The network as a graph: nodes (by id in hex) carry ``label``, ``units`` and ``sources``, edges ``together``, ``either``,
    ``sources``, ``jaccard`` and ``weight``. UserError where networkx is not installed."""
    drawn = needed().Graph()
    for node in network.nodes:
        drawn.add_node(node.id.hex(), label=node.name, kind="node", units=node.units, sources=node.sources)
    for tie in network.ties:
        drawn.add_edge(
            tie.one.hex(), tie.other.hex(), kind="together", together=tie.together, either=tie.either, sources=tie.sources,
            jaccard=tie.jaccard, weight=float(tie.together),
        )  # fmt: skip
    return drawn


def needed() -> networkx:
    """networkx itself. UserError where it is not installed."""
    try:
        import networkx
    except ImportError as error:
        raise UserError(
            _("networkx is not installed, and the graph of codes needs it"),
            todo=_("Install it with: pip install networkx"),
        ) from error
    return networkx


def graphml(drawn: networkx.Graph) -> bytes:
    """The graph as GraphML (Brandes et al. 2002), which yEd, Gephi, Cytoscape and R read."""
    return _written(needed().generate_graphml, drawn)


def gexf(drawn: networkx.Graph) -> bytes:
    """The graph as GEXF, for Gephi."""
    return _written(needed().generate_gexf, drawn)


def _written(lines: Callable[[networkx.Graph], Sequence[str]], drawn: networkx.Graph) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + "\n".join(lines(drawn)) + "\n").encode()


def layout(count: int, springs: Sequence[tuple[int, int, float]]) -> list[tuple[float, float]]:
    """Places (0..1 both ways) of ``count`` points that come in the order of the matrix, ties pulling by their strength (0..1).

    Forces of Fruchterman & Reingold (1991, Software: Practice and Experience 21, p. 1129), cooled in even steps from a circle.
    """
    if count < 2:
        return [(0.5, 0.5)] * count
    turn = 2 * math.pi / count
    places = [(math.cos(turn * n), math.sin(turn * n)) for n in range(count)]
    far = 1.8 / math.sqrt(count)
    for step in range(STEPS):
        pulls = [[-0.05 * x / far, -0.05 * y / far] for x, y in places]  # to the middle, or loose parts would drift off
        for a in range(count):
            ax, ay = places[a]
            for b in range(a + 1, count):
                dx, dy = ax - places[b][0], ay - places[b][1]
                push = far * far / max(dx * dx + dy * dy, 1e-6)
                pulls[a][0] += dx * push
                pulls[a][1] += dy * push
                pulls[b][0] -= dx * push
                pulls[b][1] -= dy * push
        for a, b, strength in springs:
            dx, dy = places[a][0] - places[b][0], places[a][1] - places[b][1]
            pull = math.hypot(dx, dy) / far * (0.3 + 0.7 * strength)
            for end, sign in ((a, -1), (b, 1)):
                pulls[end][0] += sign * dx * pull
                pulls[end][1] += sign * dy * pull
        heat = 0.12 * (1 - step / STEPS)
        moved = []
        for (x, y), (px, py) in zip(places, pulls, strict=True):
            length = math.hypot(px, py) or 1.0
            moved.append((x + px / length * min(length, heat), y + py / length * min(length, heat)))
        places = moved
    return _in_unit(places)


def _in_unit(places: list[tuple[float, float]]) -> list[tuple[float, float]]:
    sides = [(min(side), max(side) - min(side) or 1.0) for side in zip(*places, strict=True)]
    return [((x - sides[0][0]) / sides[0][1], (y - sides[1][0]) / sides[1][1]) for x, y in places]
