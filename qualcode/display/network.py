"""Which codes or themes meet: in overlapping passages, in the same turn, in turns near each other, in the same source.

One rule: a tie is a count of places that have both, with the places that have either beside it, so that two frequent codes
do not look close only because both are everywhere; and with the number of sources, since ten places of one talk are one
voice. Names take no part in the counting: what a code is called changes nothing.

The places of each code are the bits of one number, so that a pair of codes is one ``and``. Turns count as near over the
questions between them too. Passages of two codes that overlap, and those that overlap these, are one stretch.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from qualcode.errors import UserError
from qualcode.i18n import _

UNITS = ("span", "turn", "source", "near")
Spot = tuple[bytes, int, int, int]  # source, turn, start, stop


@dataclass(frozen=True)
class Node:
    """A code or theme. ``units``: places that have it; ``sources``: sources that have it."""

    id: bytes
    name: str
    units: int
    sources: int


@dataclass(frozen=True)
class Tie:
    """Two nodes that share at least one place, in the order of the nodes."""

    one: bytes
    other: bytes
    together: int  # places with both
    either: int  # places with one of them or both
    sources: int  # sources in which they meet
    jaccard: float  # together / either, 0..1


@dataclass(frozen=True)
class Network:
    """``nodes``: all that were counted, tied or not, in the order they were given; ``ties``: the most frequent first."""

    nodes: tuple[Node, ...]
    ties: tuple[Tie, ...]

    def tie(self, one: bytes, other: bytes) -> Tie | None:
        return self._by_pair.get(frozenset((one, other)))

    @property
    def _by_pair(self) -> dict[frozenset[bytes], Tie]:
        found: dict[frozenset[bytes], Tie] | None = self.__dict__.get("_pairs")
        if found is None:
            found = {frozenset((tie.one, tie.other)): tie for tie in self.ties}
            object.__setattr__(self, "_pairs", found)
        return found


def unit_of(text: str) -> tuple[str, int]:
    """``span``, ``turn``, ``source`` or ``near:K`` as (unit, turns apart at most). UserError for anything else."""
    unit, _colon, apart = text.partition(":")
    if unit == "near" and apart.isdecimal() and 1 <= int(apart) <= 50:
        return unit, int(apart)
    if unit in UNITS[:3] and not apart:
        return unit, 0
    raise UserError(
        _("“%s” is no unit in which codes can meet") % text,
        todo=_("Choose span, turn, source, or near:K for at most K turns apart (1 to 50), as near:2"),
    )


def network(
    spots: Mapping[bytes, Sequence[Spot]], names: Mapping[bytes, str], unit: str = "turn", near: int = 0, at_least: int = 1
) -> Network:  # fmt: skip
    """The ties of what lies at ``spots`` (node -> its passages), for the nodes of ``names`` in their order.

    ``unit``: span, turn, source, or near with ``near`` turns apart at most; then a turn that has one of two codes is a place of both where the other
    is at most so many turns away. ``at_least``: ties of fewer places are left out. Jaccard's coefficient (1901, Bulletin de la
    Société vaudoise des sciences naturelles 37, p. 547; 1912, New Phytologist 11, p. 37).
    """
    if unit == "span":
        nodes, ties = _by_stretch(spots, names)
    else:
        nodes, ties = _by_place(spots, names, whole=unit == "source", near=near if unit == "near" else 0)
    at = {rec: number for number, rec in enumerate(names)}
    kept = [tie for tie in ties if tie.together >= at_least]
    kept.sort(key=lambda tie: (-tie.together, -tie.jaccard, at[tie.one], at[tie.other]))
    return Network(tuple(nodes), tuple(kept))


def _by_place(
    spots: Mapping[bytes, Sequence[Spot]], names: Mapping[bytes, str], *, whole: bool, near: int
) -> tuple[list[Node], list[Tie]]:
    places = _closed_up(spots, near, whole=whole)
    longest = max((max(turns.values()) for turns in places.values()), default=0)
    width = 1 << (longest + near).bit_length()  # bits of a source: so many that no turn is near one of the next
    begins = {source: number * width for number, source in enumerate(sorted(places))}
    masks = {
        rec: _mask((begins[spot[0]] + places[spot[0]][spot[1]] for spot in spots.get(rec, ())), len(places) * width)
        for rec in names
    }
    wide = {rec: _widened(mask, near) for rec, mask in masks.items()}
    first = _repeated(width, len(places))
    nodes = [Node(rec, name, masks[rec].bit_count(), _blocks(masks[rec], width, first)) for rec, name in names.items()]
    ties = []
    for one, other in combinations([node.id for node in nodes if node.units], 2):
        both = masks[one] & wide[other] | masks[other] & wide[one]
        if both:
            either = (masks[one] | masks[other]).bit_count()
            together = both.bit_count()
            ties.append(Tie(one, other, together, either, _blocks(both, width, first), together / either))
    return nodes, ties


def _closed_up(spots: Mapping[bytes, Sequence[Spot]], near: int, *, whole: bool) -> dict[bytes, dict[int, int]]:
    """For each source a bit for each of its turns that is coded: gaps between them no wider than nearness can see, so that long
    texts take no more room than what is coded in them; one bit for all where sources are counted."""
    turns: dict[bytes, set[int]] = defaultdict(set)
    for found in spots.values():
        for source, turn, *_place in found:
            turns[source].add(turn)
    closed: dict[bytes, dict[int, int]] = {}
    for source, coded in turns.items():
        at, before, closed[source] = 0, min(coded), {}
        for turn in sorted(coded):
            at += 0 if whole else min(turn - before, near + 1)
            closed[source][turn], before = at, turn
    return closed


def _mask(bits: Iterable[int], size: int) -> int:
    made = bytearray(size // 8 + 1)
    for at in bits:
        made[at >> 3] |= 1 << (at & 7)
    return int.from_bytes(made, "little")


def _widened(mask: int, near: int) -> int:
    """The mask with ``near`` places more on both sides of each; what would lie before the first is none."""
    wide = mask
    for step in range(1, near + 1):
        wide |= mask << step | mask >> step
    return wide


def _repeated(width: int, count: int) -> int:
    """The first bit of each of ``count`` blocks."""
    return ((1 << width * count) - 1) // ((1 << width) - 1)


def _blocks(mask: int, width: int, first: int) -> int:
    """In how many blocks a mask has a place: each block's bits are gathered in its first one; ``width`` is a power of two."""
    step = 1
    while step < width:
        mask |= mask >> step
        step *= 2
    return (mask & first).bit_count()


def _by_stretch(spots: Mapping[bytes, Sequence[Spot]], names: Mapping[bytes, str]) -> tuple[list[Node], list[Tie]]:
    """Passages of one node that overlap are one first; the passages of two are then alternately linked, and what is linked is
    one stretch. Passages of one node lie apart, so that links make no ring: stretches = passages - links."""
    by_turn: dict[tuple[bytes, int], list[tuple[int, int, int]]] = defaultdict(list)
    order = list(names)
    units, where = Counter[int](), [set[bytes]() for _rec in order]
    for number, rec in enumerate(order):
        for source, turn, start, stop in _joined(spots.get(rec, ())):
            by_turn[source, turn].append((start, stop, number))
            units[number] += 1
            where[number].add(source)
    links, touched = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    meet: dict[tuple[int, int], set[bytes]] = defaultdict(set)
    for (source, _turn), found in by_turn.items():
        found.sort()
        open_: list[tuple[int, int, int]] = []  # stop, node, which passage
        seen: set[tuple[int, int, int]] = set()  # pair, and the passage that is touched in it
        for which, (start, stop, number) in enumerate(found):
            open_ = [one for one in open_ if one[0] > start]
            for _stop, other, its in open_:
                pair = (other, number) if other < number else (number, other)
                links[pair] += 1
                meet[pair].add(source)
                for passage in (which, its):
                    if (*pair, passage) not in seen:
                        seen.add((*pair, passage))
                        touched[pair] += 1
            open_.append((stop, number, which))
    nodes = [Node(rec, name, units[n], len(where[n])) for n, (rec, name) in enumerate(names.items())]
    ties = []
    for (one, other), linked in links.items():
        together, either = touched[one, other] - linked, units[one] + units[other] - linked
        ties.append(
            Tie(order[one], order[other], together, either, len(meet[one, other]), together / either)
        )  # fmt: skip
    return nodes, ties


def _joined(found: Sequence[Spot]) -> Iterable[Spot]:
    """The passages of one node, overlapping ones as one."""
    last: Spot | None = None
    for spot in sorted(found):
        if last is not None and spot[:2] == last[:2] and spot[2] < last[3]:
            last = (*last[:3], max(last[3], spot[3]))
            continue
        if last is not None:
            yield last
        last = spot
    if last is not None:
        yield last


def around(network: Network, centre: bytes) -> Network:
    """The view of one node: itself, those tied to it, and the ties among all of these. UserError where it is not there."""
    if all(node.id != centre for node in network.nodes):
        raise UserError(_("this code is not in the network"))
    near = {centre} | {end for tie in network.ties if centre in (tie.one, tie.other) for end in (tie.one, tie.other)}
    return replace(
        network,
        nodes=tuple(node for node in network.nodes if node.id in near),
        ties=tuple(tie for tie in network.ties if tie.one in near and tie.other in near),
    )


def neighbours(network: Network, centre: bytes) -> list[tuple[Node, Tie]]:
    """Those tied to a node, the most frequent tie first."""
    nodes = {node.id: node for node in network.nodes}
    return [
        (nodes[tie.other if tie.one == centre else tie.one], tie)
        for tie in network.ties
        if centre in (tie.one, tie.other)
    ]
