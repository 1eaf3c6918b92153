"""Do the voices and the figures of an area agree on a theme?

One rule: an area where one side is silent gets silence, never a verdict; and every weakness of the comparison
(few sources, one voice, a proxy, an old figure, a rank near an edge) can only weaken a verdict and is printed
as a reason beside it. The verdicts are those of convergence coding (Farmer, Robinson, Elliott & Eyles 2006,
Qual Health Res 16, pp. 377-394), with a thread for each dissonance (O'Cathain, Murphy & Nicholl 2010, BMJ
341:c4587).

Silence is of the voices where nobody was sampled, finished or asked, and of the figures where there is none
that may be used; with both silent there are no data.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum

from qualcode.conclude.ranks import SEED, NotTested, RankTest, rank_test
from qualcode.display.cells import SILENT, Cell, Status, cell
from qualcode.display.numbers import FEW, FLAT, Class, Standing, standings
from qualcode.i18n import N_, _

N_MIN = 3  # finished sources of an area, below which a verdict is capped
YEARS = 2  # between fieldwork and figure, above which agreement is capped
ASSESSABLE = 3  # areas heard on both sides, below which a theme is not assessed
SHARES_FROM = 10  # of them, from which a percentage may be printed


class Outcome(StrEnum):
    AGREE = "agree"
    AGREE_WEAK = "agree_weak"
    PARTIAL = "partial"
    DISSONANCE = "dissonance"
    SILENCE_QUAL = "silence_qual"
    SILENCE_QUANT = "silence_quant"
    NO_DATA = "no_data"
    NO_VERDICT = "no_verdict"


HEARD = (Outcome.AGREE, Outcome.AGREE_WEAK, Outcome.PARTIAL, Outcome.DISSONANCE)

_WEAKEN_BOTH = {"near_edge", "flat", "few_areas"}
_MAKE_PROVISIONAL = {"few_sources", "one_voice"}
_WEAKEN_AGREEMENT = {"proxy", "years_apart"} | _MAKE_PROVISIONAL | _WEAKEN_BOTH
_ALWAYS = (
    "not_linked_to_topic",
    "after_looking",
    "exploratory",
)  # stamps of every line, also where no verdict is given

# Every pair that is not here is partial agreement.
_TABLE: dict[tuple[Status, Class], tuple[Outcome, str | None]] = {
    (Status.PROBLEM, Class.BAD): (Outcome.AGREE, "problem"),
    (Status.PROBLEM, Class.GOOD): (Outcome.DISSONANCE, "voice_without_figure"),
    (Status.STRENGTH, Class.BAD): (Outcome.DISSONANCE, "figure_without_voice"),
    (Status.STRENGTH, Class.GOOD): (Outcome.AGREE, "strength"),
    (Status.UNRAISED, Class.BAD): (Outcome.DISSONANCE, "figure_without_voice"),
    (Status.UNRAISED, Class.GOOD): (Outcome.AGREE_WEAK, "neither_stands_out"),
}
_UNRAISED_STRENGTH: dict[Class, tuple[Outcome, str | None]] = {
    Class.BAD: (Outcome.AGREE_WEAK, "neither_stands_out"),
    Class.GOOD: (Outcome.DISSONANCE, "strength_unvoiced"),
}


@dataclass(frozen=True)
class Question:
    """A theme and the indicator it is linked to: all that a verdict needs to know beside cell and figure."""

    theme: str
    indicator: str
    nature: str  # of the theme: problem, strength, neutral
    direction: str  # of the indicator: higher_better, higher_worse, undeclared
    closeness: str = "direct"  # of the link: direct, proxy, context
    kind: str = "value"  # of the indicator: count, rate, value; a count divided by its denominator is a rate
    count_accepted: bool = False  # someone accepts comparing counts though areas differ in size
    level: str = "kelurahan"  # of the indicator
    area_level: str = "kelurahan"  # of the areas compared
    year: int | None = None  # of the figures
    fieldwork_year: int | None = None
    preliminary: bool = False  # the figures are marked so by their source
    after_looking: bool = False  # the link was made with the result in view
    exploratory: bool = False  # one of a scan over many pairs


@dataclass(frozen=True)
class Thresholds:
    """What a verdict was made with; stored beside it."""

    tau: float
    n_min: int = N_MIN
    years: int = YEARS
    few_areas: int = FEW
    flat: float = FLAT
    thirds: tuple[float, float] = (1 / 3, 2 / 3)


@dataclass(frozen=True)
class Verdict:
    area: str
    outcome: Outcome
    kind: str | None  # of agreement, dissonance or silence: a key of KINDS
    provisional: bool  # a dissonance that rests on too little
    reasons: tuple[str, ...]  # keys of REASONS: all that hold, whether or not they weakened this verdict
    cell: Cell
    standing: Standing | None
    thresholds: Thresholds


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


LEVELS = ("kelurahan", "kecamatan", "kota")
DIRECTIONS = {"higher_better": 1, "higher_worse": -1, "undeclared": 0}


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


def verdict(
    area: str, question: Question, cell: Cell, standing: Standing | None, *, officials_only: bool = False
) -> Verdict:
    """The convergence code of one area: the table, then the caps.

    Farmer, Robinson, Elliott & Eyles (2006, pp. 377-394) for agreement, partial agreement, silence and
    dissonance.
    """
    silence = figure_silence(question, standing)
    outcome, kind = _compare(question, cell.status, None if silence else standing, silence)
    held = _reasons(question, cell, standing, officials_only=officials_only)
    stamps = tuple(reason for reason in held if reason in _ALWAYS) if cell.E else ()
    reasons = held if outcome in HEARD else stamps
    provisional = False
    if question.closeness == "context" and outcome in HEARD:
        outcome, kind, reasons = Outcome.NO_VERDICT, None, ("context", *stamps)
    elif outcome in (Outcome.AGREE, Outcome.AGREE_WEAK) and _WEAKEN_AGREEMENT.intersection(reasons):
        outcome, kind = Outcome.PARTIAL, None
    elif outcome is Outcome.DISSONANCE:
        if _WEAKEN_BOTH.intersection(reasons):
            outcome, kind = Outcome.PARTIAL, None
        else:
            provisional = bool(_MAKE_PROVISIONAL.intersection(reasons))
    thresholds = Thresholds(tau=cell.tau)
    return Verdict(area, outcome, kind, provisional, reasons, cell, standing, thresholds)


def figure_silence(question: Question, standing: Standing | None) -> str | None:
    """Why the indicator says nothing of an area (a key of KINDS), or None where it does."""
    if LEVELS.index(question.level) > LEVELS.index(question.area_level):
        return "coarser_level"
    if question.direction == "undeclared":
        return "no_direction"
    if standing is None:
        return "no_figure"
    if question.kind == "count" and not question.count_accepted:
        return "count_without_denominator"
    return None


def _compare(
    question: Question, status: Status, standing: Standing | None, silence: str | None
) -> tuple[Outcome, str | None]:
    if status in SILENT:
        return (Outcome.NO_DATA if standing is None else Outcome.SILENCE_QUAL), status.value
    if standing is None:
        return (Outcome.NO_VERDICT if status is Status.UNRAISED else Outcome.SILENCE_QUANT), silence
    if status is Status.UNRAISED and question.nature == "strength":
        return _UNRAISED_STRENGTH.get(standing.klass, (Outcome.PARTIAL, None))
    return _TABLE.get((status, standing.klass), (Outcome.PARTIAL, None))


def _reasons(question: Question, cell: Cell, standing: Standing | None, *, officials_only: bool) -> tuple[str, ...]:
    holds = {
        "few_sources": cell.E < N_MIN,
        "one_voice": cell.voices == 1,
        "no_valence": cell.status is Status.UNJUDGED,
        "proxy": question.closeness == "proxy",
        "years_apart": _years_apart(question) > YEARS,
        "near_edge": standing is not None and standing.near_edge,
        "flat": standing is not None and standing.flat,
        "few_areas": standing is not None and standing.by_median,
        "preliminary": question.preliminary,
        "count_accepted": question.kind == "count",
        "outside": cell.outside > 0,
        "officials_only": officials_only,
        "not_linked_to_topic": cell.unlinked,
        "after_looking": question.after_looking,
        "exploratory": question.exploratory,
    }
    return tuple(reason for reason, held in holds.items() if held)


def _years_apart(question: Question) -> int:
    if question.year is None or question.fieldwork_year is None:
        return 0
    return abs(question.year - question.fieldwork_year)


def within_stamps(informants: int, methods: int) -> tuple[str, ...]:
    """Stamps (keys of REASONS) of a theme heard from fewer than two informants, or by one method only.

    Triangulation within the qualitative data comes first: Denzin (1978, ch. 10), Patton (1999, pp.
    1192-1196).
    """
    return (*(["one_source"] if informants < 2 else []), *(["one_method"] if methods < 2 else []))


def threads(question: Question, verdicts: Collection[Verdict]) -> tuple[Thread, ...]:
    """A thread to open for every dissonance, provisional ones too (following a thread: Moran-Ellis et al. 2006)."""
    asked = {
        "voice_without_figure": N_("Why do people speak of {theme} in {area} where {indicator} looks good?"),
        "figure_without_voice": N_("Why does {theme} not show as a problem in {area} where {indicator} looks bad?"),
        "strength_unvoiced": N_("Why does nobody speak of {theme} in {area} where {indicator} looks good?"),
    }
    opened = []
    for each in verdicts:
        if each.outcome is Outcome.DISSONANCE and each.kind:
            hints = [
                explanation
                for explanation, points in (
                    ("coverage", question.kind == "count"),
                    ("time", _years_apart(question) > 0),
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
