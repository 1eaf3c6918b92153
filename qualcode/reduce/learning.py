"""Learning from a coder's decisions: passages proposed without a keyword, and how far each code's proposals can be trusted.

One rule: a number only where it can be backed. Precision and recall of a code come from sources the coder has finished,
each judged by a model that has not seen it, and recall is against codings made without a suggestion only; where there is
too little of that, the answer is None and why, never a guess. What is learned ranks and proposes; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.i18n import N_
from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.learning_alike import heard
from qualcode.reduce.learning_model import Learned, Passages, learn, passages, require, share_of_keywords
from qualcode.reduce.learning_units import SHORTEST, Decided, Unit, decided, units
from qualcode.reduce.suggestions import Suggestion
from qualcode.store import Project

EVIDENCE = 10  # codings of a code before it proposes without keywords
LEAST = (
    0.1  # chance from which a passage without a keyword is offered: one in ten is worth a look, and said to be doubtful
)
STRONG = 0.75
FEW = 3  # examples below which a code has no model of its own, only its keywords
BY_KEYWORD = (0.0, 0.5, 0.8)  # chance of no hit, a possible one, a strong one, before anything is decided
FEWEST = 5  # proposals, or codings, that a share is computed from
SOURCES = 3  # finished ones, for cross-validation
FOLDS = 5
NEGATIVES = 2000  # examples without any code that a fit reads at most, evenly drawn

Array = Any


@dataclass(frozen=True)
class Reading:
    """A project's passages as a model reads them, made once; what was decided changes, these do not."""

    codes: tuple[Code, ...]
    units: tuple[Unit, ...]
    passages: Passages


@dataclass(frozen=True)
class Trust:
    """How much model and keywords are believed, learned from held-out sources: the chance is the logistic function of
    ``base`` + ``model`` times the model's log odds + ``possible`` or ``strong`` where a keyword was found so."""

    base: float
    model: float
    possible: float
    strong: float


@dataclass(frozen=True)
class Fit:
    """What was learned from the decisions of one moment: ``chances``: units x codes, keywords and model together;
    ``examples``: of each code."""

    reading: Reading
    decided: Decided
    model: Learned
    chances: Array
    examples: Array


@dataclass(frozen=True)
class Quality:
    """How far the proposals for a code can be trusted, all that the queue would show. ``precision``: share of what is proposed
    in held-out finished sources that the coder coded; ``recall``: share of the codings made there without a suggestion that is proposed; each None where it cannot
    be computed, and ``why`` says so (an English message)."""

    code: Code
    examples: int
    proposed: int
    precision: float | None
    sought: int
    recall: float | None
    why: str = ""


def gathered(project: Project) -> tuple[tuple[Code, ...], tuple[Unit, ...]]:
    """The codes and all sentences of informants: what a reading is made of."""
    require()
    return tuple(codebook(project)), tuple(units(project))


def reading_of(codes: tuple[Code, ...], every: tuple[Unit, ...]) -> Reading:
    """The sentences read with the codes' keywords. Needs no project: it may be done beside the work on one. UserError without
    scikit-learn."""
    return Reading(codes, every, passages([unit.text for unit in every], [code.keywords for code in codes]))


def read(project: Project) -> Reading:
    """The passages of all sources, read with the codebook's keywords. UserError without scikit-learn."""
    return reading_of(*gathered(project))


def known(project: Project, coder: bytes, reading: Reading) -> Decided:
    """What ``coder`` decided of the passages so far."""
    return decided(project, coder, list(reading.units), [code.id for code in reading.codes])


def fitted(reading: Reading, so_far: Decided, trust: Trust | None = None, before: Fit | None = None) -> Fit:
    """Learn from what was decided; ``trust`` from ``trusted``, where it could be had; ``before``: what was learned of the same
    reading a few decisions ago, which makes it quick. Needs no project."""
    model, examples, scores = _learned(reading, so_far, _everything(reading), before.model if before else None)
    return Fit(reading, so_far, model, _mixed(scores, reading.passages.found, examples, trust), examples)


def fit(project: Project, coder: bytes, reading: Reading | None = None, trust: Trust | None = None) -> Fit:
    """The same for what ``coder`` decided so far."""
    reading = reading or read(project)
    return fitted(reading, known(project, coder, reading), trust)


def trusted(reading: Reading, so_far: Decided) -> Trust | None:
    """How much to believe model and keywords, by the finished sources; None where they are too few. Takes some seconds;
    it changes slowly, so once a sitting is enough. Needs no project."""
    held = _held_out(reading, so_far)
    return None if held is None else _trust(reading, so_far, held)


def proposals(found: Fit, *, least: float = LEAST) -> list[Suggestion]:
    """Passages without a keyword of the code that look like what was coded with it, the likeliest first. None for codes of
    fewer than ``EVIDENCE`` codings."""
    import numpy

    reading = found.reading
    if not len(reading.units):
        return []
    open_ = numpy.isnan(found.decided.truth) & (reading.passages.found == 0) & (found.examples >= EVIDENCE)
    said = numpy.diff(reading.passages.rows.indptr) >= SHORTEST
    rows, codes = numpy.nonzero(open_ & said[:, None] & (found.chances >= least))
    order = numpy.argsort(-found.chances[rows, codes], kind="stable")
    made = []
    for row, code in zip(rows[order], codes[order], strict=True):
        unit = reading.units[row]
        made.append(
            Suggestion(
                unit.source, unit.version, unit.turn, reading.codes[code], unit.start, unit.stop,
                "strong" if found.chances[row, code] >= STRONG else "possible", "",
                ", ".join(found.model.telling(reading.passages, row, code)), unit.text, learned=True,
            )
        )  # fmt: skip
    return made


def chances(found: Fit, some: Sequence[Suggestion]) -> list[float | None]:
    """How likely each suggestion is right, by what was learned; None where its passage is not among those read."""
    number = {code.id: at for at, code in enumerate(found.reading.codes)}
    at_turn: dict[tuple[bytes, int], list[int]] = {}
    for row, unit in enumerate(found.reading.units):
        at_turn.setdefault((unit.source, unit.turn), []).append(row)
    said: list[float | None] = []
    for one in some:
        rows = [
            row
            for row in at_turn.get((one.source, one.turn), ())
            if found.reading.units[row].start < one.stop and one.start < found.reading.units[row].stop
        ]
        code = number.get(one.code.id)
        said.append(None if code is None or not rows else float(found.chances[rows, code].max()))
    return said


def quality(project: Project, coder: bytes, reading: Reading | None = None) -> list[Quality]:
    """Precision and recall of each code's proposals, keywords and model together, by cross-validation over the sources
    that ``coder`` has finished for it (each fold leaves whole sources out)."""
    import numpy

    reading = reading or read(project)
    so_far = known(project, coder, reading)
    held = _held_out(reading, so_far)
    source_of = numpy.array([unit.source.hex() for unit in reading.units])
    found = numpy.zeros(so_far.truth.shape, dtype=bool)
    examples = (so_far.truth == 1).sum(axis=0)
    if held is not None:
        chance = _mixed(held, reading.passages.found, examples, _trust(reading, so_far, held))
        found = (reading.passages.found > 0) | ((chance >= LEAST) & (examples >= EVIDENCE))
    judged: list[Quality] = []
    for at, code in enumerate(reading.codes):
        done = {source.hex() for source, number in so_far.finished if number == at}
        inside = numpy.isin(source_of, sorted(done))
        truth, proposed = so_far.truth[inside, at] == 1, found[inside, at]
        sought = so_far.unaided[inside, at] & truth
        few = held is None or len(done) < SOURCES
        precision = None if few or proposed.sum() < FEWEST else float(truth[proposed].mean())
        recall = None if few or sought.sum() < FEWEST else float(proposed[sought].mean())
        why = _why(few, precision, recall)
        judged.append(Quality(code, int(examples[at]), int(proposed.sum()), precision, int(sought.sum()), recall, why))
    return judged


def _why(few: bool, precision: float | None, recall: float | None) -> str:
    if few:
        return N_("fewer than 3 finished sources")
    if precision is None and recall is None:
        return N_("too few proposals and codings")
    if precision is None:
        return N_("too few proposals")
    return N_("too few codings made without a suggestion") if recall is None else ""


def _everything(reading: Reading) -> Array:
    import numpy

    return numpy.arange(len(reading.units))


def _learned(
    reading: Reading, so_far: Decided, rows: Array, before: Learned | None = None
) -> tuple[Learned, Array, Array]:
    """A model of what was decided among ``rows``, how many examples each code had, and the scores of all passages by it and by
    what was decided of the passages most like them."""
    import numpy

    some = rows[~numpy.isnan(so_far.truth[rows]).all(axis=1)]
    coded = (so_far.truth[some] == 1).any(axis=1)
    rest = some[~coded]
    step = max(1, -(-len(rest) // NEGATIVES))
    used = numpy.sort(numpy.r_[some[coded], rest[::step]])
    truth = so_far.truth[used]
    examples = (truth == 1).sum(axis=0)
    model = learn(reading.passages, used, truth, numpy.flatnonzero(examples >= FEW), before)
    scores = heard(reading.passages.alike, model.scores(reading.passages), some, so_far.truth[some])
    return model, examples, scores


def _held_out(reading: Reading, so_far: Decided) -> Array | None:
    """The model's scores of each finished source's units by one that has not seen the source; elsewhere NaN. None where
    fewer than ``SOURCES`` are finished."""
    import numpy

    source_of = numpy.array([unit.source.hex() for unit in reading.units])
    sources = sorted({source.hex() for source, _code in so_far.finished})
    if len(sources) < SOURCES:
        return None
    held = numpy.full(so_far.truth.shape, numpy.nan)
    folds = min(FOLDS, len(sources))
    for fold in range(folds):
        out = numpy.isin(source_of, sources[fold::folds])
        held[out] = _learned(reading, so_far, numpy.flatnonzero(~out))[2][out]
    return held


def _trust(reading: Reading, so_far: Decided, held: Array) -> Trust | None:
    """Four numbers for the whole project, so that judging by the same sources flatters them little."""
    import numpy
    from sklearn.linear_model import LogisticRegression

    told = ~numpy.isnan(held) & ~numpy.isnan(so_far.truth)
    truth, hits = so_far.truth[told] == 1, reading.passages.found[told]
    if truth.sum() < EVIDENCE:
        return None
    said = numpy.column_stack([_odds(held[told]), (hits > 0) & (hits < 1.5), hits >= 1.5])
    model = LogisticRegression(C=1.0).fit(said, truth)
    return Trust(float(model.intercept_[0]), *(float(one) for one in model.coef_[0]))


def _odds(scores: Array) -> Array:
    import numpy

    inside = numpy.clip(scores, 1e-4, 1 - 1e-4)
    return numpy.log(inside / (1 - inside))


def _mixed(scores: Array, hits: Array, examples: Array, trust: Trust | None) -> Array:
    """The chance of each unit and code, by what was found out about model and keywords, else by the usual shares."""
    import numpy

    strong, possible = hits >= 1.5, (hits > 0) & (hits < 1.5)
    if trust is not None:
        odds = trust.base + trust.model * _odds(scores) + trust.possible * possible + trust.strong * strong
        return 1 / (1 + numpy.exp(-odds))
    prior = numpy.where(strong, BY_KEYWORD[2], numpy.where(possible, BY_KEYWORD[1], BY_KEYWORD[0]))
    share = share_of_keywords(examples)
    return share * prior + (1 - share) * scores
