"""Whether two orders of the same areas go together, tested exactly or not at all.

One rule: with a handful of areas chosen on purpose, a rank correlation only describes; so the test counts
permutations instead of assuming a distribution, refuses where it could say nothing, and never stands without
n.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import factorial, sqrt
from operator import mul

from qualcode.conclude.permutations import as_extreme
from qualcode.display.numbers import average_ranks
from qualcode.display.terms import Term, term
from qualcode.i18n import N_, _
from qualcode.language.numerals import format_number

LEAST = 5  # areas; with 4 the smallest possible p is 0.083
ENUMERATED = 9  # up to here all n! assignments are counted
DRAWS = 19_999
SEED = 20_250_601  # any number, as long as it is stored with the result

REFUSALS: dict[str, Term] = {
    "too_few": ("n terlalu kecil", N_("n is too small")),
    "no_variance": ("semua nilai satu sisi sama", N_("all values of one side are equal")),
}


@dataclass(frozen=True)
class RankTest:
    rho: float  # Spearman, -1..1, on average ranks
    p: float  # two-sided
    n: int  # areas, not transcripts
    as_extreme: int  # of the permutations counted, the observed one among them
    permutations: int
    seed: int | None  # of the random permutations; None where all were enumerated


@dataclass(frozen=True)
class NotTested:
    reason: str  # a key of REFUSALS
    n: int

    @property
    def smallest_p(self) -> float:
        """The smallest two-sided p that n areas without ties could give."""
        return min(1.0, 2 / factorial(self.n))


def rank_test(x: Sequence[float], y: Sequence[float], seed: int = SEED) -> RankTest | NotTested:
    """Spearman's rho of paired values and its two-sided permutation p, ties as observed.

    Rho: Spearman (1904, Am J Psychol 15, p. 72) on average ranks. n <= 9: all n! assignments; n >= 10: 19,999
    random ones from ``seed``, p = (b + 1)/(B + 1) after Phipson & Smyth (2010, Stat Appl Genet Mol Biol
    9:39). Refused for n <= 4 and where one side does not vary. ValueError where the lengths differ.
    """
    if len(x) != len(y):
        raise ValueError("the values come in pairs")
    n = len(x)
    if n < LEAST:
        return NotTested("too_few", n)
    # Twice the average ranks are whole numbers, so that 'as extreme' is decided without rounding.
    first, second = ([round(2 * rank) for rank in average_ranks(side)] for side in (x, y))
    centre = n * (n + 1) ** 2
    spread = [sum(map(mul, ranks, ranks)) - centre for ranks in (first, second)]
    if not all(spread):
        return NotTested("no_variance", n)
    observed = sum(map(mul, first, second)) - centre
    rho = observed / sqrt(spread[0] * spread[1])
    if n <= ENUMERATED:
        extreme = as_extreme(first, second, None, seed)
        return RankTest(rho, extreme / factorial(n), n, extreme, factorial(n), None)
    extreme = 1 + as_extreme(first, second, DRAWS, seed)
    return RankTest(rho, extreme / (DRAWS + 1), n, extreme, DRAWS + 1, seed)


def rank_line(result: RankTest | NotTested) -> str:
    """The result in one line, with what must stand beside a p."""
    if isinstance(result, NotTested):
        reason = term(REFUSALS[result.reason])
        if result.reason != "too_few":
            return _("Not tested: {reason}").format(reason=reason)
        return _("Not tested: {reason} ({n}); the smallest possible p is {p}").format(
            reason=reason, n=result.n, p=format_number(result.smallest_p, 3)
        )
    counted = format_number(result.permutations, 0)
    how = _("all {count} permutations") if result.seed is None else _("{count} permutations, seed {seed}")
    return _(
        "ρ = {rho}, n = {n} areas, p = {p} ({how}); areas were chosen on purpose and neighbours may resemble "
        "each other: a description of two orders, not proof"
    ).format(
        rho=format_number(result.rho, 3),
        n=result.n,
        p=format_number(result.p, 3),
        how=how.format(count=counted, seed=result.seed),
    )


def holm(ps: Sequence[float]) -> list[float]:
    """Adjusted p of pre-declared tests, in the order given: Holm (1979, Scand J Stat 6, p. 65)."""
    adjusted, highest = [0.0] * len(ps), 0.0
    for done, at in enumerate(sorted(range(len(ps)), key=ps.__getitem__)):
        highest = max(highest, min(1.0, (len(ps) - done) * ps[at]))
        adjusted[at] = highest
    return adjusted


def benjamini_hochberg(ps: Sequence[float]) -> list[float]:
    """Adjusted p of exploratory tests (false discovery rate), in the order given.

    Benjamini & Hochberg (1995, J R Stat Soc B 57, p. 293).
    """
    adjusted, lowest = [0.0] * len(ps), 1.0
    order = sorted(range(len(ps)), key=ps.__getitem__)
    for place in range(len(ps), 0, -1):
        lowest = min(lowest, len(ps) / place * ps[order[place - 1]])
        adjusted[order[place - 1]] = lowest
    return adjusted
