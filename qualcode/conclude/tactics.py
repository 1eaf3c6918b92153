"""What of the tactics for testing a finding can be counted (Miles & Huberman 1994, pp. 262-277): pure functions on counts.

One rule: a test gives counts and lists, with a word for which way they point; it never gives a p-value, and it decides
nothing. The person who logs it says what it comes to.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeVar

from qualcode.display.cells import SourceFacts, cell

H = TypeVar("H", bound=Hashable)


# 1 Representativeness


@dataclass(frozen=True)
class Representation:
    """``missing``: of each attribute the values that the study has and the evidence has not; ``unknown``: passages of
    voices of whom the attribute is not known; ``top`` of ``passages`` are the most quoted voice's (``voices`` in all)."""

    missing: dict[str, tuple[str, ...]]
    unknown: dict[str, int]
    top: int
    passages: int
    voices: int

    @property
    def one_voice(self) -> bool:
        """Whether more than a third of the evidence is one informant's (methods 1.5, tactic 1). Exactly a third is not."""
        return 3 * self.top > self.passages


def representation(
    evidence: Sequence[tuple[Hashable, Mapping[str, str]]], study: Mapping[str, Collection[str]]
) -> Representation:
    """``evidence``: of each passage its voice and the voice's attributes; ``study``: the values each attribute has among all
    informants. Checking for representativeness: Miles & Huberman 1994, pp. 263-265."""
    quoted = Counter(voice for voice, _known in evidence)
    return Representation(
        {key: tuple(sorted(set(values) - {known.get(key) for _v, known in evidence} - {""})) for key, values in study.items()},
        {key: sum(not known.get(key) for _v, known in evidence) for key in study},
        max(quoted.values(), default=0), len(evidence), len(quoted),
    )  # fmt: skip


# 4 Weight of the evidence


def weights(grades: Iterable[str]) -> dict[str, int]:
    """How many passages have each evidence grade; the ungraded under the empty word. Weighting: 1994, pp. 267-268."""
    return dict(Counter(grades))


# 2 and 3 Researcher effects, methods: the same question asked of groups of sources


def by_group(facts: Iterable[SourceFacts], groups: Mapping[str, str]) -> dict[str, tuple[int, int]]:
    """Of each group of sources (by interviewer, kind of source, ...) how many raise it, of how many that are finished and
    were asked or raised it unasked; by the group's name, sources of no group under the empty word."""
    found: dict[str, list[SourceFacts]] = {}
    for fact in facts:
        found.setdefault(groups.get(fact.source, ""), []).append(fact)
    counts = {name: cell(inside) for name, inside in sorted(found.items())}
    return {name: (counted.M, counted.A) for name, counted in counts.items() if counted.A}


# 5 and 6 Outliers and extreme cases


@dataclass(frozen=True)
class Stand:
    """Where a source stands on a theme: ``net`` from -1 (all its judged passages are problems) to +1 (all strengths), over
    ``judged`` passages; ``far``: how far from the median of all; ``opposite``: on the other side of zero than the median, or
    one or more from it where that is zero."""

    source: str
    net: float
    judged: int
    far: float
    opposite: bool


def stands(facts: Iterable[SourceFacts]) -> list[Stand]:
    """The finished sources that raise it with a judged valence, those furthest from the median first; among equally far ones
    the one with more passages, then by id. Meaning of outliers and extreme cases: 1994, pp. 269-270."""
    nets: dict[str, tuple[float, int]] = {}
    for fact in facts:
        judged = [value for value in fact.valences if value is not None]
        if fact.finished and judged:
            nets[fact.source] = (sum(judged) / len(judged), len(judged))
    middle = median(net for net, _n in nets.values()) if nets else 0.0
    found = [
        Stand(source, net, count, abs(net - middle), net * middle < 0 if middle else abs(net) >= 1)
        for source, (net, count) in nets.items()
    ]
    return sorted(found, key=lambda one: (-one.far, -one.judged, one.source))


# 9 If-then


@dataclass(frozen=True)
class TwoByTwo:
    """Cases with both, with the first only, with the second only, with neither."""

    both: int
    first: int
    second: int
    neither: int

    @property
    def n(self) -> int:
        return self.both + self.first + self.second + self.neither

    @property
    def direction(self) -> int:
        """+1 where the second is more frequent among cases with the first than among those without, -1 where less, 0 where
        equally frequent or where one of the groups is empty: the sign of both·neither - first·second."""
        cross = self.both * self.neither - self.first * self.second
        return (cross > 0) - (cross < 0)

    def __add__(self, other: TwoByTwo) -> TwoByTwo:
        return TwoByTwo(
            self.both + other.both, self.first + other.first, self.second + other.second, self.neither + other.neither
        )


def if_then(first: Collection[H], second: Collection[H], cases: Collection[H]) -> tuple[TwoByTwo, tuple[H, ...]]:
    """How often ``second`` comes with ``first`` among the cases, and the cases that break 'if the first, then the second':
    first without second, in the order of ``cases``. If-then tests: 1994, pp. 271-272."""
    a, b = set(first), set(second)
    groups = Counter((one in a, one in b) for one in cases)
    table = TwoByTwo(groups[True, True], groups[True, False], groups[False, True], groups[False, False])
    return table, tuple(one for one in cases if one in a and one not in b)


# 10 Spurious relations


@dataclass(frozen=True)
class Stratified:
    """The relation in all cases and within each value of a third attribute (as Mantel & Haenszel 1959 lay it out; counts,
    no test). ``turns``: strata whose direction is opposite to that of all cases; ``gone``: strata with both groups in which no
    direction is left; cases of whom the attribute is not known are a stratum of their own, under the empty word."""

    whole: TwoByTwo
    strata: dict[str, TwoByTwo]

    @property
    def turns(self) -> tuple[str, ...]:
        return tuple(name for name, table in self.strata.items() if table.direction * self.whole.direction < 0)

    @property
    def gone(self) -> tuple[str, ...]:
        return tuple(
            name
            for name, table in self.strata.items()
            if self.whole.direction
            and not table.direction
            and table.both + table.first
            and table.second + table.neither
        )


def stratified(first: Collection[H], second: Collection[H], cases: Collection[H], of: Mapping[H, str]) -> Stratified:
    """The relation of two properties of cases within the strata of a third. Ruling out spurious relations: 1994, pp. 272-273."""
    names = sorted({of.get(one, "") for one in cases})
    strata = {name: if_then(first, second, [one for one in cases if of.get(one, "") == name])[0] for name in names}
    return Stratified(sum(strata.values(), TwoByTwo(0, 0, 0, 0)), strata)


# 11 Replication on a hold-out


def drawn(sources: Iterable[bytes], share: float, seed: int) -> list[bytes]:
    """A share (0..1) of the sources by chance, the same on every device and in whatever order they come: those whose
    digest with the seed is smallest. At least one, and never all, where there are two or more."""
    ranked = sorted(sources, key=lambda source: hashlib.sha256(f"{seed}:".encode() + source).digest())
    count = min(max(1, round(share * len(ranked))), max(1, len(ranked) - 1))
    return sorted(ranked[:count]) if len(ranked) > 1 else []


@dataclass(frozen=True)
class Replication:
    """What the sources worked on and those set aside say: raised of finished and asked, and the state of each as a cell
    (``problem``, ``strength``, ...). ``repeats``: whether both say the same; None where one of them is silent."""

    worked: tuple[int, int]
    held_out: tuple[int, int]
    states: tuple[str, str]
    repeats: bool | None


def replication(facts: Iterable[SourceFacts], held_out: Collection[str], tau: float = 0.5) -> Replication:
    """The theme counted apart in the sources set aside (their ids) and in the others. Replicating a finding: 1994, pp. 273-274."""
    all_ = list(facts)
    sides = [cell([one for one in all_ if (one.source in held_out) is aside], tau) for aside in (False, True)]
    worked, aside = sides
    silent = any(one.A == 0 for one in sides)
    return Replication(
        (worked.M, worked.A), (aside.M, aside.A), (worked.status.value, aside.status.value),
        None if silent else worked.status is aside.status,
    )  # fmt: skip
