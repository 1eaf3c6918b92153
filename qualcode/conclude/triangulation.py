"""Do the voices and the figures agree on a theme, over all areas of the city?

One rule: every area is in the result, also where nobody was heard; so silence is counted beside agreement, a theme is assessed
only over areas heard on both sides, and each dissonance becomes a question to follow (O'Cathain, Murphy & Nicholl 2010, BMJ
341:c4587). What one area's verdict is stands in ``verdicts``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from qualcode.conclude.ranks import SEED, NotTested, RankTest, rank_test
from qualcode.conclude.verdicts import (
    DIRECTIONS,
    HEARD,
    LEVELS,
    N_MIN,
    YEARS,
    Outcome,
    Question,
    Thresholds,
    Verdict,
    figure_silence,
    verdict,
    years_apart,
)
from qualcode.display.cells import Cell, Status, cell
from qualcode.display.numbers import Class, Standing, standings
from qualcode.i18n import N_, _

__all__ = [
    "DIRECTIONS", "HEARD", "LEVELS", "N_MIN", "YEARS", "Assessment", "Foot", "Outcome", "Question", "Thread", "Thresholds",
    "Triangulation", "Verdict", "assess", "figure_silence", "foot", "rank_pairs", "threads", "triangulate", "verdict", "within_stamps",
]  # fmt: skip

ASSESSABLE = 3  # areas heard on both sides, below which a theme is not assessed
SHARES_FROM = 10  # of them, from which a percentage may be printed


@dataclass(frozen=True)
class Thread:
    """A dissonance to be followed: what to ask, and explanations the reasons already point at."""

    area: str
    theme: str
    indicator: str
    kind: str
    question: str
    hints: tuple[str, ...]  # keys of EXPLANATIONS


@dataclass(frozen=True)
class Assessment:
    """What a theme's verdicts come to over all areas."""

    word: str  # agree, partial, dissonance, not_assessable
    counts: Mapping[Outcome, int]  # over the sampled areas
    heard: int  # areas with a verdict of agreement or dissonance
    unsampled: int

    def percent(self, outcome: Outcome) -> float | None:
        """Share of the heard areas in percent; None below 10 of them, where only counts are honest."""
        return 100 * self.counts.get(outcome, 0) / self.heard if self.heard >= SHARES_FROM else None


@dataclass(frozen=True)
class Foot:
    """The areas nobody sampled, by what their figures say."""

    areas: tuple[str, ...]
    classes: Mapping[Class, int]  # empty where classes are not used
    by_median: bool
    without_figure: int


@dataclass(frozen=True)
class Triangulation:
    question: Question
    verdicts: tuple[Verdict, ...]  # sampled areas first, each part from the worst figure on
    assessment: Assessment
    threads: tuple[Thread, ...]
    foot: Foot
    rank: RankTest | NotTested


def triangulate(
    question: Question,
    cells: Mapping[str, Cell],
    figures: Mapping[str, float | None],
    *,
    tau: float,
    resolved: Collection[str] = (),
    officials_only: Collection[str] = (),
    placed: Mapping[str, Standing] | None = None,
    seed: int = SEED,
) -> Triangulation:
    """Every area of the city for one theme and indicator.

    ``cells`` are of the areas with sources; an area that only ``figures`` know is unsampled. ``figures`` must
    hold all areas of the level, sampled or not, since an area's class is its place among them. ``resolved``
    names the areas whose thread has been closed, ``officials_only`` those where nobody but officials raised it;
    ``placed`` is where the figures stand, where the caller knows it already.
    """
    placed = standings(figures, DIRECTIONS[question.direction]) if placed is None else placed
    verdicts = [
        verdict(
            area, question, cells.get(area) or cell([], tau), placed.get(area), officials_only=area in officials_only
        )
        for area in {**dict.fromkeys(placed), **dict.fromkeys(figures), **dict.fromkeys(cells)}
    ]
    verdicts.sort(key=lambda v: v.cell.status is Status.UNSAMPLED)
    pairs = rank_pairs(question, verdicts)
    return Triangulation(
        question=question,
        verdicts=tuple(verdicts),
        assessment=assess(verdicts, resolved),
        threads=threads(question, verdicts),
        foot=foot(verdicts),
        rank=rank_test([q for q, _worse in pairs], [worse for _q, worse in pairs], seed),
    )


def within_stamps(informants: int, methods: int) -> tuple[str, ...]:
    """Stamps (keys of REASONS) of a theme heard from fewer than two informants, or by one method only.

    Triangulation within the qualitative data comes first: Denzin (1978, ch. 10), Patton (1999, pp.
    1192-1196).
    """
    return (*(["one_source"] if informants < 2 else []), *(["one_method"] if methods < 2 else []))


def threads(question: Question, verdicts: Collection[Verdict]) -> tuple[Thread, ...]:
    """A thread to open for every dissonance, provisional ones too (following a thread: Moran-Ellis et al. 2006)."""
    asked = {
        "voice_without_figure": N_("Why do people speak of “{theme}” in {area} where {indicator} looks good?"),
        "figure_without_voice": N_("Why does “{theme}” not show as a problem in {area} where {indicator} looks bad?"),
        "strength_unvoiced": N_("Why does nobody speak of “{theme}” in {area} where {indicator} looks good?"),
    }
    opened = []
    for each in verdicts:
        if each.outcome is Outcome.DISSONANCE and each.kind:
            hints = [
                explanation
                for explanation, points in (
                    ("coverage", question.kind == "count"),
                    ("time", years_apart(question) > 0),
                    ("unrepresentative", each.provisional),
                    ("data_error", question.preliminary),
                )
                if points
            ]
            text = _(asked[each.kind]).format(theme=question.theme, area=each.area, indicator=question.indicator)
            opened.append(Thread(each.area, question.theme, question.indicator, each.kind, text, tuple(hints)))
    return tuple(opened)


def assess(verdicts: Collection[Verdict], resolved: Collection[str] = ()) -> Assessment:
    """The overall word for a theme, over the areas heard on both sides.

    Agreement in two thirds of them and no open dissonance is agreement; dissonance in one third is
    dissonance; of fewer than three nothing is said; all else is partial. Weak agreement is counted apart from
    agreement. Convergence assessment: Farmer, Robinson, Elliott & Eyles (2006, pp. 377-394).
    """
    sampled = [each for each in verdicts if each.cell.status is not Status.UNSAMPLED]
    counts = Counter(each.outcome for each in sampled)
    heard = sum(counts[outcome] for outcome in HEARD)
    open_dissonance = any(each.outcome is Outcome.DISSONANCE and each.area not in resolved for each in sampled)
    if heard < ASSESSABLE:
        word = "not_assessable"
    elif 3 * counts[Outcome.AGREE] >= 2 * heard and not open_dissonance:
        word = "agree"
    elif 3 * counts[Outcome.DISSONANCE] >= heard:
        word = "dissonance"
    else:
        word = "partial"
    return Assessment(word, dict(counts), heard, len(verdicts) - len(sampled))


def foot(verdicts: Collection[Verdict]) -> Foot:
    """The unsampled areas and how many of them stand in each class, so that silence is seen beside bad figures."""
    silent = [each for each in verdicts if each.cell.status is Status.UNSAMPLED]
    placed = [each.standing for each in silent if each.outcome is Outcome.SILENCE_QUAL and each.standing]
    classes = Counter(standing.klass for standing in placed if not standing.flat)
    return Foot(
        areas=tuple(each.area for each in silent),
        classes={klass: classes[klass] for klass in Class if classes},
        by_median=any(standing.by_median for standing in placed),
        without_figure=len(silent) - len(placed),
    )


def rank_pairs(question: Question, verdicts: Collection[Verdict]) -> list[tuple[float, float]]:
    """(net problem q, how bad the figure is) of each area heard on both sides; never of one not asked or judged."""
    sign = -DIRECTIONS[question.direction]
    return [
        (each.cell.q, sign * each.standing.value)
        for each in verdicts
        if each.cell.q is not None and each.standing and not figure_silence(question, each.standing)
    ]
