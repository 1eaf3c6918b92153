"""Free spans of two coders, matched one to one.

One rule: two spans are the same where they share at least half of what both cover together. There is no count of
places where neither coded, so free spans have positive agreement and no coefficient that takes off chance.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from qualcode.reduce.agreement import Ratings

SAME = 0.5
Cut = tuple[int, int, int]  # turn, start, stop


def merged(text: str, cuts: Iterable[Cut]) -> list[Cut]:
    """Overlapping or adjacent spans of one turn as one: a segment, as everywhere in qualcode."""
    found: list[Cut] = []
    for turn, start, stop in sorted(cuts):
        if found and found[-1][0] == turn and (start <= found[-1][2] or text[found[-1][2] : start].isspace()):
            found[-1] = (turn, found[-1][1], max(found[-1][2], stop))
        else:
            found.append((turn, start, stop))
    return found


def overlap(one: Cut, other: Cut) -> float:
    """Intersection over union of two spans, 0..1: Everingham et al. (2010, Int J Comput Vis 88, pp. 303-338)."""
    shared = min(one[2], other[2]) - max(one[1], other[1])
    return max(0, shared) / (max(one[2], other[2]) - min(one[1], other[1]))


def pairs(first: list[Cut], second: list[Cut]) -> list[tuple[int, int]]:
    """Spans of the one and the other list (their places in them) that are the same: the greatest overlap first, each once."""
    by_turn: dict[int, list[int]] = defaultdict(list)
    for at, (turn, _start, _stop) in enumerate(second):
        by_turn[turn].append(at)
    near = sorted(
        (-share, i, j)
        for i, one in enumerate(first)
        for j in by_turn[one[0]]
        if (share := overlap(one, second[j])) >= SAME
    )
    taken: tuple[set[int], set[int]] = set(), set()
    found = []
    for _share, i, j in near:
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            found.append((i, j))
    return sorted(found)


def match_spans(
    spans: Mapping[int, list[Cut]], unsure: Mapping[int, list[Cut]], who: tuple[int, ...], coders: int
) -> tuple[Ratings, int]:
    """The spans of every pair of coders as ratings (both, only the one), and by how many characters the ends of matched ones
    lie apart, all together. A span that meets one the other coder decided on a suggestion is left out for that pair.

    Positive agreement of these ratings is the F-measure of the match: Hripcsak & Rothschild (2005, J Am Med Inform Assoc 12,
    pp. 296-298).
    """
    found: Counter[tuple[int | None, ...]] = Counter()
    apart = 0
    for i, j in combinations(who, 2):
        first = _free(spans.get(i, []), unsure.get(j, []))
        second = _free(spans.get(j, []), unsure.get(i, []))
        same = pairs(first, second)
        for a, b in same:
            apart += abs(first[a][1] - second[b][1]) + abs(first[a][2] - second[b][2])
        for one, other, count in (
            (1, 1, len(same)),
            (1, 0, len(first) - len(same)),
            (0, 1, len(second) - len(same)),
        ):
            if count:
                found[tuple(one if n == i else other if n == j else None for n in range(coders))] += count
    return found, apart


def _free(spans: list[Cut], unsure: list[Cut]) -> list[Cut]:
    if not unsure:
        return spans
    return [one for one in spans if not any(one[0] == two[0] and overlap(one, two) > 0 for two in unsure)]
