"""What a model learns from decided passages: for each code, how likely a passage belongs to it.

One rule: keywords first. A model of few examples is worse than the codebook's keywords, so its score is mixed with what
they say, and their say falls as examples come: w = 50 / (50 + examples). The model is one logistic regression a code over
TF-IDF of lemmas (less function words) and the keywords found; each code's keywords stand in as examples of it. Settings
were chosen on the sample corpus alone, in the benchmark's own text never. Needs scikit-learn (the extra ``learn``).

TF-IDF: Salton and Buckley 1988, pp. 516-518. Logistic regression by LIBLINEAR: Fan and others 2008, pp. 1871-1872.
Temperature: Guo and others 2017, pp. 1325-1326.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.learning_words import lemmas

PENALTY = 10.0  # C of the regression
AS_EXAMPLE = 3.0  # how many examples a code's keywords are worth
PRIOR = 50.0  # examples until model and keywords weigh the same
SMOOTHING = 0.1  # hits added to every code, so that none is impossible
FEATURE = 0.35  # of a keyword found, beside TF-IDF rows of length 1
STRONG = 1.5  # hits that a strong one counts
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
    (n x codes); ``rows``: the features, one row a text; ``keywords``: those of the codes' keywords, one row a code;
    ``words``: the lemma of each of the first columns."""

    found: Array
    rows: Any
    keywords: Any
    words: tuple[str, ...]

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
    seen, self_seen = numpy.minimum(found, 3) * FEATURE, numpy.eye(len(keywords)) * FEATURE
    rows = hstack([every[: len(texts)], csr_matrix(seen)]).tocsr()
    own = hstack([every[len(texts) : -1], csr_matrix(self_seen)]).tocsr()
    return Passages(found, rows, own, tuple(reader.get_feature_names_out()))


@dataclass(frozen=True)
class Learned:
    """A fitted model: one column of weights a code (features x codes) and its intercepts."""

    weights: Array
    intercepts: Array

    def scores(self, read: Passages, rows: Array | None = None) -> Array:
        """How likely each passage belongs to each code, by the model alone (n x codes, in (0, 1))."""
        import numpy

        chosen = read.rows if rows is None else read.rows[rows]
        return 1 / (1 + numpy.exp(-(chosen @ self.weights + self.intercepts)))

    def telling(self, read: Passages, row: int, code: int, most: int = 3) -> list[str]:
        """The words of a passage that speak most for a code, the strongest first."""
        one = read.rows[row]
        said = [(value * self.weights[at, code], at) for at, value in zip(one.indices, one.data, strict=True)]
        best = sorted((pair for pair in said if pair[0] > 0 and pair[1] < len(read.words)), reverse=True)[:most]
        return [read.words[at] for _weight, at in best]


def learn(read: Passages, rows: Array, truth: Array, which: Array | None = None) -> Learned:
    """A model of decided passages. ``rows``: their numbers; ``truth``: for each and code 1 where the code is on it, 0 where
    it is not, NaN where nobody decided (len(rows) x codes). ``which``: only these codes; the others score next to nothing."""
    import numpy
    from scipy.sparse import vstack
    from sklearn import config_context
    from sklearn.linear_model import LogisticRegression

    codes = read.found.shape[1]
    every = vstack([read.rows[rows], read.keywords]).tocsr()
    worth = numpy.r_[numpy.ones(len(rows)), numpy.full(codes, AS_EXAMPLE)]
    weights = numpy.zeros((every.shape[1], codes))
    intercepts = numpy.full(codes, -4.0)
    with config_context(assume_finite=True, skip_parameter_validation=True):  # a sixth of the time, of every code
        for code in range(codes) if which is None else which:
            said = numpy.r_[truth[:, code], numpy.arange(codes) == code]
            known = ~numpy.isnan(said)
            if said[known].min() == said[known].max():
                continue
            model = LogisticRegression(C=PENALTY, solver="liblinear", random_state=SEED)
            some = (every, said, worth) if known.all() else (every[known], said[known], worth[known])
            model.fit(some[0], some[1], sample_weight=some[2])
            weights[:, code], intercepts[code] = model.coef_[0], model.intercept_[0]
    return Learned(weights, intercepts)


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
    import numpy

    prior = by_keywords(read, asked)
    if not len(rows):
        return prior
    truth = (numpy.asarray(labels)[:, None] == numpy.arange(read.found.shape[1])).astype(float)
    scores = learn(read, rows, truth).scores(read, asked)
    share = share_of_keywords(len(rows))
    return share * prior + (1 - share) * scores / scores.sum(axis=1, keepdims=True)


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
