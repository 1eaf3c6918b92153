"""The scores of every code, worst first, and what may be said of all codes together.

One rule: a rare code is listed and not scored. Fewer than five units from either coder cannot carry a coefficient; the
counts are shown instead. The mean over codes says nothing and is not there: minimum, median and how many are below the
cut-off are.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median

from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.reduce import agreement as stat
from qualcode.reduce.agreement import Figure, Ratings, Undefined
from qualcode.reduce.agreement_bootstrap import (
    DRAWS,
    SEED,
    Coefficient,
    Counts,
    Interval,
    alpha_counts,
    alpha_of,
    intervals,
    positive_of,
)
from qualcode.reduce.agreement_reading import Left
from qualcode.reduce.agreement_units import Compared, Progress, Table, compare
from qualcode.reduce.codebook import Code
from qualcode.reduce.rounds import Part
from qualcode.store import Project
from qualcode.store.settings import setting

FEW = 5  # units of a code by the coder who has fewest
RELY, TENTATIVE = 0.8, 0.667  # Krippendorff (2004, Hum Commun Res 30, p. 429)
MANY_SETS = 800  # different sets of codes; beyond that the comparison of all with all takes too long

STANCES = ("codebook", "reliability", "reflexive")  # Braun & Clarke (2021)

RARE = Undefined(N_("rare: fewer than 5 units by a coder; look at the list"))
TOO_MANY_SETS = Undefined(N_("not computed: too many different sets of codes"))
NOT_SETS = Undefined(N_("not computed: only for turns and sentences"))


@dataclass(frozen=True)
class Pair:
    """Two coders (their places in the order of the comparison) on one code."""

    first: int
    second: int
    both: int
    only_first: int
    only_second: int
    neither: int
    percentage: Figure
    positive: Figure
    kappa: Figure


@dataclass(frozen=True)
class Score:
    """One code. Counts are of units that two coders at least judged: ``units`` = ``everyone`` + ``some`` + ``nobody``, by
    whether all of a unit's coders said yes; ``only``: of ``some``, those where this coder alone did. ``positives``: units
    each coder gave (passages for characters and spans). ``kappa``: Cohen's of two coders, Fleiss' of more. ``interval``: of
    alpha; of positive agreement for free spans. ``boundary``: mean characters between ends of matched free spans."""

    code: Code
    sources: int
    units: int
    everyone: int
    some: int
    nobody: int
    only: tuple[int, ...]
    positives: tuple[int, ...]
    rare: bool
    percentage: Figure
    percentage_coded: Figure
    positive: Figure
    kappa: Figure
    alpha: Figure
    interval: Interval | Undefined
    prevalence: Figure
    prevalence_index: Figure
    bias_index: Figure
    pabak: Figure
    pairs: tuple[Pair, ...]
    boundary: float | None

    @property
    def level(self) -> str:
        """What alpha allows: rely, tentative, revise; else rare, unused, or undefined."""
        if not sum(self.positives):
            return "unused"
        if isinstance(self.alpha, Undefined):
            return "rare" if self.rare else "undefined"
        return "rely" if self.alpha >= RELY else "tentative" if self.alpha >= TENTATIVE else "revise"

    @property
    def paradox(self) -> bool:
        """High agreement and a low kappa because the code is rare (or nearly everywhere): Feinstein & Cicchetti (1990, J Clin
        Epidemiol 43, pp. 543-549)."""
        p, kappa, index = self.percentage, self.kappa, self.prevalence_index
        return (
            isinstance(p, float) and isinstance(kappa, float) and isinstance(index, float)
            and p >= 0.9 and kappa < 0.4 and index >= 0.8
        )  # fmt: skip


@dataclass(frozen=True)
class Overall:
    """All codes together. ``scored``: codes with an alpha; ``lowest``, ``middle`` and ``below`` (.667) are of those. The
    percentages and ``positive`` pool the decisions of all codes; ``sets``: alpha of the sets of codes each unit was given."""

    codes: int
    scored: int
    rare: int
    unused: int
    lowest: Figure
    middle: Figure
    below: int
    percentage: Figure
    percentage_coded: Figure
    positive: Figure
    positive_interval: Interval | Undefined
    sets: Figure


@dataclass(frozen=True)
class Agreement:
    """Scores worst first, then rare ones, then those nobody gave. ``names``: the coders, in the order of every tuple."""

    names: tuple[str, ...]
    coders: tuple[bytes, ...]
    unit: str
    scores: tuple[Score, ...]
    overall: Overall
    sources: int
    units: int
    seed: int
    draws: int
    suggested: bool
    left: Left


def stance(project: Project) -> str | None:
    """How the project does thematic analysis, as it was declared: one of STANCES, or None."""
    value = setting(project, "stance")
    return value if isinstance(value, str) else None


def refuse_reflexive(project: Project) -> None:
    """UserError in a project declared reflexive: coders who read differently are not a fault there, and coefficients of
    agreement do not belong to it. Braun & Clarke (2021, Qual Res Psychol 18, pp. 328-352)."""
    if stance(project) == "reflexive":
        raise UserError(
            _(
                "this project is declared reflexive: agreement between coders is not computed in it (Braun & Clarke 2021)"
            ),
            todo=_("If it works with a shared codebook: qualcode agree --stance codebook"),
        )


def agreement(
    project: Project, coders: Sequence[bytes] = (), *, unit: str = "turn", codes: Collection[bytes] | None = None,
    sources: Collection[bytes] | None = None, under_parents: bool = False, suggested: bool = False,
    same_meaning: Collection[bytes] = (), parts: Mapping[bytes, Part] | None = None, draws: int = DRAWS, seed: int = SEED,
    progress: Progress | None = None,
) -> Agreement:  # fmt: skip
    """How far the coders agree, per code and over all; see ``agreement_units.compare`` for what is compared. UserError too
    where the project is declared reflexive."""
    refuse_reflexive(project)
    found = compare(
        project, coders, unit=unit, codes=codes, sources=sources, under_parents=under_parents, suggested=suggested,
        same_meaning=same_meaning, parts=parts, progress=progress,
    )  # fmt: skip
    scores, positive = _scored(found, draws, seed)
    return Agreement(
        found.names, found.coders, unit, scores, _overall(found, scores, positive), len(found.sources), sum(found.sources.values()),
        seed, draws, suggested, found.left,
    )  # fmt: skip


def scored(found: Compared, *, draws: int = DRAWS, seed: int = SEED) -> tuple[Score, ...]:
    """The score of every table, worst first."""
    return _scored(found, draws, seed)[0]


def _scored(found: Compared, draws: int, seed: int) -> tuple[tuple[Score, ...], Interval | Undefined]:
    """The scores, and the interval of the positive agreement over all codes: from the same draws."""
    coders, spans = len(found.coders), found.unit == "span"
    wanted: dict[bytes, tuple[Coefficient, Mapping[bytes, Counts]]] = {}
    together: dict[bytes, Counts] = dict.fromkeys(found.sources, (0, 0))
    coefficient = positive_of if spans else alpha_of(coders)
    for rec, table in found.tables.items():
        terms = {source: stat.positive_terms(ratings) for source, ratings in table.sources.items()}
        for source, (both, either) in terms.items():
            together[source] = (together[source][0] + both, together[source][1] + either)
        if not _rare(table.positives):
            wanted[rec] = (
                coefficient,
                terms if spans else {source: alpha_counts(ratings, coders) for source, ratings in table.sources.items()},
            )  # fmt: skip
    bounds = intervals({**wanted, b"": (positive_of, together)}, draws=draws, seed=seed)
    scores = [
        _score(table, found.unit, coders, bounds.get(rec, RARE), rare=rec not in wanted)
        for rec, table in found.tables.items()
    ]
    order = {rec: n for n, rec in enumerate(found.tables)}
    return tuple(sorted(scores, key=lambda score: (*rank(score), order[score.code.id]))), bounds[b""]


def rank(score: Score) -> tuple[int, float]:
    """Worst first: by alpha (free spans: positive agreement); then the rare ones by positive agreement, then unused ones."""
    value = score.alpha if isinstance(score.alpha, float) else score.positive
    if not sum(score.positives) or isinstance(value, Undefined):
        return 2, 0.0
    return int(score.rare), value


def _rare(positives: Sequence[int]) -> bool:
    """Whether no two coders reach five units."""
    return sum(n >= FEW for n in positives) < 2


def _score(table: Table, unit: str, coders: int, bounds: Interval | Undefined, *, rare: bool) -> Score:
    ratings = stat.pooled(list(table.sources.values()))
    everyone = some = nobody = 0
    only = [0] * coders
    for pattern, count in ratings.items():
        given = stat.values_of(pattern)
        if len(given) < 2:
            continue
        yes = given.count(1)
        everyone += count * (yes == len(given))
        nobody += count * (not yes)
        some += count * (0 < yes < len(given))
        if yes == 1:
            only[pattern.index(1)] += count

    def chance(statistic: Callable[[Ratings], Figure]) -> Figure:
        """A coefficient that needs places where neither coded, and a code that is not rare."""
        return stat.NO_NEITHER if unit == "span" else statistic(ratings)

    def scored_only(statistic: Callable[[Ratings], Figure]) -> Figure:
        unused = not sum(table.positives)
        return stat.NO_YES if unused else RARE if rare else chance(statistic)

    return Score(
        code=table.code, sources=len(table.sources), units=everyone + some + nobody, everyone=everyone, some=some, nobody=nobody,
        only=tuple(only), positives=tuple(table.positives), rare=rare,
        percentage=chance(stat.percentage), percentage_coded=stat.percentage_coded(ratings), positive=stat.positive_agreement(ratings),
        kappa=scored_only(stat.cohen_kappa if coders == 2 else stat.fleiss_kappa), alpha=scored_only(stat.alpha), interval=bounds,
        prevalence=chance(stat.prevalence), prevalence_index=chance(stat.prevalence_index),
        bias_index=chance(stat.bias_index) if coders == 2 else stat.Undefined(N_("only of two coders")), pabak=scored_only(stat.pabak),
        pairs=tuple(_pair(table, ratings, unit, i, j) for i, j in combinations(range(coders), 2)) if coders > 2 else (),
        boundary=table.boundary / (2 * everyone) if unit == "span" and everyone else None,
    )  # fmt: skip


def _pair(table: Table, ratings: Ratings, unit: str, first: int, second: int) -> Pair:
    two = stat.of_pair(ratings, first, second)
    kappa: Figure = stat.NO_NEITHER
    if unit != "span":
        kappa = RARE if _rare((table.positives[first], table.positives[second])) else stat.cohen_kappa(two)
    return Pair(
        first, second, two.get((1, 1), 0), two.get((1, 0), 0), two.get((0, 1), 0), two.get((0, 0), 0),
        stat.NO_NEITHER if unit == "span" else stat.percentage(two), stat.positive_agreement(two), kappa,
    )  # fmt: skip


def _overall(found: Compared, scores: tuple[Score, ...], positive_interval: Interval | Undefined) -> Overall:
    spans = found.unit == "span"
    alphas = [score.alpha for score in scores if isinstance(score.alpha, float)]
    none: Figure = stat.NO_NEITHER if spans else Undefined(N_("no code could be scored"))
    everything = stat.pooled([ratings for table in found.tables.values() for ratings in table.sources.values()])
    sets: Figure = NOT_SETS
    if found.unit in ("turn", "sentence"):
        different = {one for pattern in found.sets for one in pattern}
        sets = stat.alpha(found.sets, stat.masi) if len(different) <= MANY_SETS else TOO_MANY_SETS
    return Overall(
        codes=len(scores), scored=len(alphas), rare=sum(score.level == "rare" for score in scores),
        unused=sum(score.level == "unused" for score in scores),
        lowest=min(alphas) if alphas else none, middle=median(alphas) if alphas else none,
        below=sum(value < TENTATIVE for value in alphas),
        percentage=stat.NO_NEITHER if spans else stat.percentage(everything), percentage_coded=stat.percentage_coded(everything),
        positive=stat.positive_agreement(everything),
        positive_interval=positive_interval, sets=sets,
    )  # fmt: skip
