"""The verdict of one area: what the voices say of a theme beside what a figure says, and what weakens it.

One rule: an area where one side is silent gets silence, never a verdict; and every weakness of the comparison (few sources, one
voice, a proxy, an old figure, a rank near an edge) can only weaken a verdict and is printed as a reason beside it. The verdicts
are those of convergence coding (Farmer, Robinson, Elliott & Eyles 2006, Qual Health Res 16, pp. 377-394).

Silence is of the voices where nobody was sampled, finished or asked, and of the figures where there is none that may be used;
with both silent there are no data.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from qualcode.display.cells import SILENT, Cell, Status
from qualcode.display.numbers import FEW, FLAT, Class, Standing

N_MIN = (
    3  # finished sources of an area, below which a verdict is capped; of those asked, below which a silence is stamped
)
YEARS = 2  # between fieldwork and figure, above which agreement is capped


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


LEVELS = ("kelurahan", "kecamatan", "kota")
DIRECTIONS = {"higher_better": 1, "higher_worse": -1, "undeclared": 0}


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
        "few_asked": cell.status is Status.UNRAISED
        and cell.A < N_MIN <= cell.E,  # a stamp: 0/1 of four is the word of one
        "one_voice": cell.voices == 1,
        "no_valence": cell.status is Status.UNJUDGED,
        "proxy": question.closeness == "proxy",
        "years_apart": years_apart(question) > YEARS,
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


def years_apart(question: Question) -> int:
    if question.year is None or question.fieldwork_year is None:
        return 0
    return abs(question.year - question.fieldwork_year)
