"""Statistics of agreement: pure functions of how many units were rated how.

One rule: a coefficient that is not defined says why, and is never 0 or 1. All take the same table, ``Ratings``: for
each pattern of values (one a coder, in the coders' order, None where that coder did not rate the unit) how many units
show it. So a unit may be a turn, a sentence, a character or a free span, and a coder who did not look is missing and
never a no. Units with fewer than two values say nothing about agreement and are left out.

Written by hand and held to the published examples: the library that has most of this (nltk) is 18 MB for some dozen
lines, fails where two coders leave a unit empty, and none resamples counts.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb, isclose
from typing import Any

from qualcode.i18n import N_

Value = Any  # hashable: 1 and 0 for a code that is there or not, a category, a number, a frozenset of codes
Ratings = Mapping[tuple[Value | None, ...], int]
Distance = Callable[
    [Any, Any, Mapping[Any, float]], float
]  # of two values, given how often each was used: 0 where equal


@dataclass(frozen=True)
class Undefined:
    """Why there is no number: a message id, translated when shown."""

    why: str


Figure = float | Undefined

NO_UNITS = Undefined(N_("not defined: no unit was rated by two coders"))
NO_VARIATION = Undefined(N_("not defined: the code does not vary"))
NO_YES = Undefined(N_("not defined: nobody gave the code"))
NO_NEITHER = Undefined(N_("not defined for free spans: there is no count of places where neither coded"))


def values_of(pattern: tuple[Value | None, ...]) -> list[Value]:
    """The values that were given, in the coders' order."""
    return [value for value in pattern if value is not None]


def pooled(tables: Iterator[Ratings] | list[Ratings]) -> Ratings:
    """The units of several tables in one."""
    total: Counter[tuple[Value | None, ...]] = Counter()
    for table in tables:
        for pattern, count in table.items():
            total[pattern] += count
    return total


def of_pair(ratings: Ratings, first: int, second: int) -> Ratings:
    """Two coders' columns of the table, where both rated."""
    found: Counter[tuple[Value | None, ...]] = Counter()
    for pattern, count in ratings.items():
        if pattern[first] is not None and pattern[second] is not None:
            found[pattern[first], pattern[second]] += count
    return found


def nominal(one: Hashable, other: Hashable, used: Mapping[Any, float]) -> float:
    """Krippendorff (2011, Computing Krippendorff's Alpha-Reliability, p. 5): 1 where the values differ."""
    return float(one != other)


def ordinal(one: float, other: float, used: Mapping[Any, float]) -> float:
    """Krippendorff (2011, p. 5): the square of how many values lie between, half of the two themselves; for valence."""
    low, high = min(one, other), max(one, other)
    between = sum(count for value, count in used.items() if low <= value <= high)
    return 0.0 if one == other else (between - (used[one] + used[other]) / 2) ** 2


def interval(one: float, other: float, used: Mapping[Any, float]) -> float:
    """Krippendorff (2011, p. 6): the square of the difference."""
    return float((one - other) ** 2)


def ratio(one: float, other: float, used: Mapping[Any, float]) -> float:
    """Krippendorff (2011, p. 6): the square of the difference over the sum."""
    return 0.0 if one == other else float(((one - other) / (one + other)) ** 2)


def masi(one: frozenset[Any], other: frozenset[Any], used: Mapping[Any, float] | None = None) -> float:
    """Of two sets of codes, 0..1: one less Jaccard times monotonicity (1 equal, 2/3 one within the other, 1/3 overlapping
    otherwise, 0 apart); two empty sets are equal. Passonneau (2006, Proceedings of LREC, pp. 831-836)."""
    if one == other:
        return 0.0
    shared = len(one & other)
    weight = 2 / 3 if one <= other or other <= one else 1 / 3
    return 1 - shared / len(one | other) * weight


def alpha(ratings: Ratings, distance: Distance = nominal) -> Figure:
    """Krippendorff's alpha, at most 1, 0 at chance: any number of coders, values missing, any distance.

    Krippendorff (2011, Computing Krippendorff's Alpha-Reliability, pp. 3-6; 2019, Content Analysis, 4th ed., ch. 12);
    Hayes & Krippendorff (2007, Commun Methods Meas 1, pp. 77-89).
    """
    used: dict[Value, float] = defaultdict(float)
    together: dict[tuple[Value, Value], float] = defaultdict(float)  # unequal pairs of a unit, weighed by its values
    for pattern, count in ratings.items():
        given = Counter(values_of(pattern))
        number = given.total()
        if number < 2:
            continue
        for value, times in given.items():
            used[value] += times * count
        for (one, n), (other, m) in combinations(given.items(), 2):
            together[one, other] += 2 * n * m * count / (number - 1)
    if not used:
        return NO_UNITS
    total = sum(used.values())
    expected = 2 * sum(n * m * distance(one, other, used) for (one, n), (other, m) in combinations(used.items(), 2))
    if not expected:
        return NO_VARIATION
    observed = sum(weight * distance(one, other, used) for (one, other), weight in together.items())
    return 1 - (total - 1) * observed / expected


def cohen_kappa(ratings: Ratings, weight: Callable[[Value, Value], float] | None = None) -> Figure:
    """Cohen's kappa of the two coders of the table, -1..1; ``weight`` is how grave each disagreement is (1 where not given).

    Cohen (1960, Educ Psychol Meas 20, pp. 37-46); weighted: Cohen (1968, Psychol Bull 70, pp. 213-220).
    """
    pairs = of_pair(ratings, 0, 1)
    total = sum(pairs.values())
    if not total:
        return NO_UNITS
    grave = weight or (lambda one, other: float(one != other))
    first: Counter[Value] = Counter()
    second: Counter[Value] = Counter()
    for (one, other), count in pairs.items():
        first[one] += count
        second[other] += count
    expected = sum(n * m * grave(one, other) for one, n in first.items() for other, m in second.items()) / total
    if not expected:
        return NO_VARIATION
    return 1 - sum(count * grave(*pattern) for pattern, count in pairs.items()) / expected


def fleiss_kappa(ratings: Ratings) -> Figure:
    """Fleiss' kappa, for the units that all coders of the table rated (with two coders it is Scott's pi).

    Fleiss (1971, Psychol Bull 76, pp. 378-382).
    """
    complete = {pattern: count for pattern, count in ratings.items() if None not in pattern and len(pattern) > 1}
    total = sum(complete.values())
    if not total:
        return NO_UNITS
    used: Counter[Value] = Counter()
    alike = 0.0
    for pattern, count in complete.items():
        for value, times in Counter(pattern).items():
            used[value] += times * count
            alike += comb(times, 2) / comb(len(pattern), 2) * count
    chance = sum((n / used.total()) ** 2 for n in used.values())
    if isclose(chance, 1):
        return NO_VARIATION
    return (alike / total - chance) / (1 - chance)


def percentage(ratings: Ratings) -> Figure:
    """Agreements over agreements and disagreements, 0..1, each pair of coders in each unit; chance is not taken off.

    Miles & Huberman (1994, Qualitative Data Analysis, 2nd ed., p. 64).
    """
    alike = of = 0
    for pattern, count in ratings.items():
        given = Counter(values_of(pattern))
        alike += sum(comb(times, 2) for times in given.values()) * count
        of += comb(given.total(), 2) * count
    return alike / of if of else NO_UNITS


def positive_agreement(ratings: Ratings) -> Figure:
    """Where one coder said yes (1), how often another did too: 2a / (2a + b + c), 0..1, over all pairs of coders.

    Positive specific agreement: Cicchetti & Feinstein (1990, J Clin Epidemiol 43, pp. 551-558); it is Dice (1945,
    Ecology 26, pp. 297-302) and the F-measure, which needs no count of places where neither coded: Hripcsak &
    Rothschild (2005, J Am Med Inform Assoc 12, pp. 296-298).
    """
    both, either = positive_terms(ratings)
    return both / either if either else NO_YES


def positive_terms(ratings: Ratings) -> tuple[int, int]:
    """Numerator and denominator of ``positive_agreement``, to be summed over tables."""
    both = either = 0
    for pattern, count in ratings.items():
        given = values_of(pattern)
        yes = given.count(1)
        both += yes * (yes - 1) * count
        either += yes * (len(given) - 1) * count
    return both, either


def percentage_coded(ratings: Ratings) -> Figure:
    """Miles & Huberman's percentage where at least one of a pair said yes: a / (a + b + c), 0..1. So agreement that nothing
    is there, which is most of any text, does not raise it. The coefficient of Jaccard (1912, New Phytol 11, pp. 37-50)."""
    both, either = positive_terms(ratings)
    return both / (2 * either - both) if either else NO_YES


def pabak(ratings: Ratings) -> Figure:
    """Kappa as it would be were the code as often there as not, and given as often by each: 2 p - 1, -1..1, for yes and no.

    Byrt, Bishop & Carlin (1993, J Clin Epidemiol 46, pp. 423-429).
    """
    alike = percentage(ratings)
    return alike if isinstance(alike, Undefined) else 2 * alike - 1


def prevalence(ratings: Ratings) -> Figure:
    """Share of yes among all values given, 0..1."""
    yes, no = yes_and_no(ratings)
    return yes / (yes + no) if yes + no else NO_UNITS


def prevalence_index(ratings: Ratings) -> Figure:
    """How far the code is from being there in half of the units, 0..1: |a - d| / n. Byrt et al. (1993, pp. 423-429)."""
    yes, no = yes_and_no(ratings)
    return abs(yes - no) / (yes + no) if yes + no else NO_UNITS


def bias_index(ratings: Ratings) -> Figure:
    """How differently often the two coders of the table say yes, 0..1: |b - c| / n. Byrt et al. (1993, pp. 423-429)."""
    pairs = of_pair(ratings, 0, 1)
    total = sum(pairs.values())
    return abs(pairs.get((1, 0), 0) - pairs.get((0, 1), 0)) / total if total else NO_UNITS


def yes_and_no(ratings: Ratings) -> tuple[int, int]:
    """How many yes and how many no, of units with two values at least."""
    yes = no = 0
    for pattern, count in ratings.items():
        given = values_of(pattern)
        if len(given) > 1:
            yes += given.count(1) * count
            no += (len(given) - given.count(1)) * count
    return yes, no
