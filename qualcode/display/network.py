"""Which codes meet: in the same turn, source or whatever unit the caller pairs them with.

One rule: a tie is a count of units that carry both codes, with Jaccard's share beside it, so that two frequent
codes do not look close only because both are everywhere. Rows are plain and sorted; the graph is for those who
want to compute on it or write GEXF.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from qualcode.errors import UserError
from qualcode.i18n import _

if TYPE_CHECKING:
    import networkx


@dataclass(frozen=True)
class Tie:
    """Two codes, in alphabetical order, that share at least one unit."""

    one: str
    other: str
    together: int  # units with both
    one_units: int  # units with the one
    other_units: int
    jaccard: float  # together / units with either, 0..1


@dataclass(frozen=True)
class Network:
    units: dict[str, int]  # of every code, tied or not, by name
    ties: tuple[Tie, ...]  # the most frequent first


def network(pairs: Iterable[tuple[Hashable, str]], at_least: int = 1) -> Network:
    """The co-occurrence of codes from (unit, code) pairs; a pair given twice counts once.

    ``at_least`` is the number of shared units below which a tie is left out. Jaccard (1912, New Phytologist 11,
    p. 37).
    """
    codes_of: dict[Hashable, set[str]] = {}
    for unit, code in pairs:
        codes_of.setdefault(unit, set()).add(code)
    units = Counter(code for codes in codes_of.values() for code in codes)
    together = Counter(pair for codes in codes_of.values() for pair in combinations(sorted(codes), 2))
    ties = [
        Tie(one, other, n, units[one], units[other], n / (units[one] + units[other] - n))
        for (one, other), n in together.items()
        if n >= at_least
    ]
    ties.sort(key=lambda tie: (-tie.together, -tie.jaccard, tie.one, tie.other))
    return Network(dict(sorted(units.items())), tuple(ties))


def graph(network: Network) -> networkx.Graph:
    """The network as a graph: nodes carry ``units``, edges ``together`` and ``jaccard``.

    UserError where networkx is not installed.
    """
    try:
        import networkx as nx
    except ImportError as error:
        raise UserError(
            _("networkx is not installed, and the graph of codes needs it"),
            todo=_("Install it with: pip install networkx"),
        ) from error
    drawn = nx.Graph()
    for code, units in network.units.items():
        drawn.add_node(code, units=units)
    for tie in network.ties:
        drawn.add_edge(tie.one, tie.other, together=tie.together, jaccard=tie.jaccard)
    return drawn
