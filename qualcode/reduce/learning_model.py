"""What a model learns from decided passages: for each code, how likely a passage belongs to it.

One rule: keywords first. A model of few examples is worse than the codebook's keywords, so its score is mixed with what
they say, and their say falls as examples come: w = 50 / (50 + examples). The model is one logistic regression a code over
TF-IDF of lemmas (less function words), the directions in which the study's words go together, and the keywords found; each
code's keywords stand in as examples of it. Needs scikit-learn (the extra ``learn``).

TF-IDF: Salton and Buckley 1988, pp. 516-518. Temperature: Guo and others 2017, pp. 1325-1326.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.learning_alike import along, directions, heard, neighbours
from qualcode.reduce.learning_fit import one_thread, regressions
from qualcode.reduce.learning_words import lemmas

PENALTY = 10.0  # C of the regression
AS_EXAMPLE = 3.0  # how many examples a code's keywords are worth
PRIOR = 50.0  # examples until model and keywords weigh the same
SMOOTHING = 0.1  # hits added to every code, so that none is impossible
FEATURE = 0.35  # of a keyword found, beside TF-IDF rows of length 1
STRONG = 1.5  # hits that a strong one counts
NONE = -4.0  # log odds of a code without a model
FOLDS = 5
SEED = 7

Array = Any  # a numpy array: numpy comes with the extra and is not imported for its type


def require() -> None:
    """UserError where scikit-learn is not installed."""
    try:
        import sklearn  # noqa: F401
    except ImportError:
        raise UserError(
            _("learning from decisions needs scikit-learn, which is not installed"),
            todo=_("pip install 'qualcode[learn]'; keyword suggestions work without it"),
        ) from None


@dataclass(frozen=True)
class Passages:
    """Texts as a model reads them, made once and learned from often. ``found``: hits of each code's keywords in each text
    (n x codes); ``rows``: TF-IDF of lemmas and those hits, one row a text; ``topics``: where it lies in the texts' main
    ``directions`` (words x some), and ``lengths`` it had there; ``keywords`` and ``keyword_topics``: the same of the codes'
    keywords, one row a code; ``words``: the lemma of each of the first columns; ``alike``: each text's nearest."""

    found: Array
    rows: Any
    topics: Array
    keywords: Any
    keyword_topics: Array
    words: tuple[str, ...]
    directions: Array
    lengths: Array
    alike: Any

    def __len__(self) -> int:
        return int(self.found.shape[0])


def passages(texts: Sequence[str], keywords: Sequence[Sequence[Any]]) -> Passages:
    """Texts read with the keywords of each code, in the order of the codes. UserError without scikit-learn, or for a keyword
    that cannot be understood."""
    require()
    import numpy
    from scipy.sparse import csr_matrix, hstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    from qualcode.language.matching import compile_keywords

    matcher = compile_keywords({number: list(words) for number, words in enumerate(keywords)})
    found = numpy.zeros((len(texts), len(keywords)), dtype="float32")
    for row, hits in matcher.find_all(enumerate(texts)):
        for hit in hits:
            found[row, hit.code] += STRONG if hit.strength == "strong" else 1.0
    written = [" ".join(w for w in words if isinstance(w, str) and w[:1] not in ("-", "/")) for words in keywords]
    reader = TfidfVectorizer(analyzer=lemmas, sublinear_tf=True)
    every = reader.fit_transform([*texts, *written, "kata"])  # never an empty vocabulary
    said, asked = every[: len(texts)], every[len(texts) : -1]
    seen, self_seen = numpy.minimum(found, 3) * FEATURE, numpy.eye(len(keywords)) * FEATURE
    with one_thread():
        ways = directions(said)
        topics, lengths = along(said, ways)
    return Passages(
        found, hstack([said, csr_matrix(seen)]).tocsr(), topics, hstack([asked, csr_matrix(self_seen)]).tocsr(),
        along(asked, ways)[0], tuple(reader.get_feature_names_out()), ways, lengths, neighbours(said),
    )  # fmt: skip


@dataclass(frozen=True)
class Learned:
    """A fitted model: one column of weights a code (features, topics and last the bias x codes), and which codes have one."""

    weights: Array
    which: Array

    def scores(self, read: Passages, rows: Array | None = None) -> Array:
        """How likely each passage belongs to each code, by the model alone (n x codes, in (0, 1)); a code without a model scores
        next to nothing."""
        import numpy

        chosen, topics = (read.rows, read.topics) if rows is None else (read.rows[rows], read.topics[rows])
        plain = read.rows.shape[1]
        weights = self.weights[:, self.which]
        odds = numpy.full((chosen.shape[0], self.weights.shape[1]), NONE, dtype="float64")
        with one_thread():
            odds[:, self.which] = chosen @ weights[:plain] + topics @ weights[plain:-1] + weights[-1]
        return 1 / (1 + numpy.exp(-odds))

    def telling(self, read: Passages, row: int, code: int, most: int = 3) -> list[str]:
        """The words of a passage that speak most for a code, by themselves and for the direction they point in, the strongest
        first."""
        one, plain = read.rows[row], read.rows.shape[1]
        way = self.weights[plain:-1, code] / read.lengths[row]
        said = [
            (float(value * (self.weights[at, code] + read.directions[at] @ way)), at)
            for at, value in zip(one.indices, one.data, strict=True)
            if at < len(read.words)
        ]
        return [read.words[at] for weight, at in sorted(said, reverse=True)[:most] if weight > 0]


def learn(
    read: Passages, rows: Array, truth: Array, which: Array | None = None, before: Learned | None = None
) -> Learned:
    """A model of decided passages. ``rows``: their numbers; ``truth``: for each and code 1 where the code is on it, 0 where
    it is not, NaN where nobody decided (len(rows) x codes). ``which``: only these codes. ``before``: a model of nearly the
    same decisions, to begin from; it makes the way shorter, not another."""
    import numpy
    from scipy.sparse import vstack

    codes = read.found.shape[1]
    said = numpy.vstack([truth, numpy.eye(codes)])
    known = ~numpy.isnan(said)
    both = (known & (said == 1)).any(axis=0) & (known & (said == 0)).any(axis=0)
    which = numpy.flatnonzero(both) if which is None else which[both[which]]
    worth = known * numpy.r_[numpy.ones(len(rows)), numpy.full(codes, AS_EXAMPLE)][:, None]
    topics = numpy.vstack([read.topics[rows], read.keyword_topics])
    parts = (vstack([read.rows[rows], read.keywords]).tocsr(), numpy.hstack([topics, numpy.ones((len(topics), 1))]))
    weights = numpy.zeros((read.rows.shape[1] + topics.shape[1] + 1, codes), dtype="float32")
    start = None if before is None else before.weights[:, which]
    with one_thread():
        weights[:, which] = regressions(parts, numpy.nan_to_num(said[:, which]), worth[:, which], PENALTY, start)
    return Learned(weights, which)


def share_of_keywords(examples: Array | int) -> Any:
    """How much the keywords weigh against the model after so many examples, from 1 (none) towards 0."""
    return PRIOR / (PRIOR + examples)


def one_of(read: Passages, rows: Array, labels: Array, asked: Array) -> Array:
    """Where a passage belongs to exactly one code: the probability of each code for the passages ``asked`` (rows sum to 1),
    learned from ``rows`` whose codes are ``labels``, and sharpened as far as cross-validation within them bears out."""
    import numpy

    rows, labels = numpy.asarray(rows), numpy.asarray(labels)
    mixed = _mixed(read, rows, labels, asked)
    power = _power(read, rows, labels) if len(rows) >= 2 * FOLDS else 1.0
    sharp = mixed**power
    return sharp / sharp.sum(axis=1, keepdims=True)


def by_keywords(read: Passages, asked: Array) -> Array:
    """The same from the keywords alone: their hits, as shares."""
    hits = read.found[asked] + SMOOTHING
    return hits / hits.sum(axis=1, keepdims=True)


def _mixed(read: Passages, rows: Array, labels: Array, asked: Array) -> Array:
    """Keywords and model together, after each passage heard its nearest."""
    import numpy

    every = numpy.arange(len(read))
    prior = by_keywords(read, every)
    if not len(rows):
        return prior[asked]
    truth = (numpy.asarray(labels)[:, None] == numpy.arange(read.found.shape[1])).astype(float)
    scores = learn(read, rows, truth).scores(read)
    share = share_of_keywords(len(rows))
    alone = share * prior + (1 - share) * scores / scores.sum(axis=1, keepdims=True)
    return heard(read.alike, alone, rows, truth)[asked]


def _power(read: Passages, rows: Array, labels: Array) -> float:
    """The exponent under which the held-out folds are likeliest, held near 1.6 where they are few."""
    import numpy
    from scipy.optimize import minimize_scalar

    folds = numpy.random.default_rng(SEED).permutation(len(rows)) % FOLDS
    logs = numpy.zeros((len(rows), read.found.shape[1]))
    for fold in range(FOLDS):
        rest, held = folds != fold, folds == fold
        logs[held] = numpy.log(_mixed(read, rows[rest], labels[rest], rows[held]))

    def unlikely(power: float) -> float:
        sharp = logs * numpy.exp(power)
        sharp -= numpy.logaddexp.reduce(sharp, axis=1)[:, None]
        return float(-sharp[numpy.arange(len(rows)), labels].sum() + 2 * (power - 0.5) ** 2)

    return float(numpy.exp(minimize_scalar(unlikely, bounds=(-1.0, 2.0), method="bounded").x))
