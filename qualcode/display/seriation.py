"""The order of a matrix of ties in which what is tied stands together.

One rule: the order follows from the ties, and where they leave it open from the order one came in (the codebook's), never
from names. Clusters by average linkage (Sokal & Michener 1958, University of Kansas Science Bulletin 38, p. 1409) on Jaccard's
coefficient; two clusters are joined turned so that their closest ends meet (Gruvaeus & Wainer 1972, British Journal of
Mathematical and Statistical Psychology 25, p. 200).
"""

from __future__ import annotations

from qualcode.display.network import Network


def ordered(network: Network) -> tuple[bytes, ...]:
    """The nodes in that order, those tied to none at the end."""
    tied = {end for tie in network.ties for end in (tie.one, tie.other)}
    at = {node.id: number for number, node in enumerate(node for node in network.nodes if node.id in tied)}
    alike = [[0.0] * len(at) for _node in at]
    for tie in network.ties:
        one, other = at[tie.one], at[tie.other]
        alike[one][other] = alike[other][one] = tie.jaccard
    ids = list(at)
    return tuple(ids[n] for n in order(alike)) + tuple(n.id for n in network.nodes if n.id not in tied)


def order(alike: list[list[float]]) -> list[int]:
    """The rows of a symmetric matrix of similarities (0 or more) in the order that puts similar ones together."""
    rows: dict[int, list[int]] = {n: [n] for n in range(len(alike))}
    linkage = {(a, b): alike[a][b] for a in rows for b in rows if a < b}
    while len(rows) > 1:
        a, b = min(linkage, key=lambda pair: (-linkage[pair], pair))
        for c in rows:
            if c not in (a, b):
                with_a, with_b = linkage[_pair(a, c)], linkage.pop(_pair(b, c))
                sizes = len(rows[a]), len(rows[b])
                linkage[_pair(a, c)] = (with_a * sizes[0] + with_b * sizes[1]) / sum(sizes)
        del linkage[a, b]
        rows[a] = _joined(rows[a], rows.pop(b), alike)
    return next(iter(rows.values()), [])


def _pair(a: int, b: int) -> tuple[int, int]:
    return (a, b) if a < b else (b, a)


def _joined(left: list[int], right: list[int], alike: list[list[float]]) -> list[int]:
    """The two one after the other, each perhaps turned round, so that the ends that meet are as alike as can be."""
    ways = ((left, right), (left, right[::-1]), (left[::-1], right), (left[::-1], right[::-1]))
    first, second = max(ways, key=lambda way: alike[way[0][-1]][way[1][0]])
    return first + second
