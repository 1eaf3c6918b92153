"""A logistic regression for each of many codes over the same passages, all at once.

One rule: the codes share the passages, so they share each pass over them. A fit for sixty codes is then a few dozen products
of one matrix, not sixty fits; begun from what was learned a decision ago it is a few products, which is why a refit beside
the work need not wait for a larger project. Truncated Newton steps by conjugate gradients (Lin, Weng and Keerthi 2008,
pp. 630-633) with a halving search; the bias is a weight like the others and a code is done when its gradient is small beside
its rarer answer, as LIBLINEAR has it (Fan and others 2008, p. 1872).

Why not a library: none fits many codes over shared rows from where the last fit ended. scipy's Newton-CG over all codes as one
problem takes 0.43 s of processor for a first fit of the sample and 0.17 s after a decision, where this takes 0.22 and 0.03; at
ten times the sample 4.6 and 1.7 against 1.9 and 0.22, and a refit may take half a second. The tests hold it to scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

STEPS = 30  # Newton steps at most
INNER = 25  # conjugate gradients a step
EXACT = 0.02  # of the gradient at zero and of the rarer answer's share, where a code's fit is done
NEARER = 0.3  # of the gradient, where a step's direction is good enough
HALVINGS = 10

Array = Any


def one_thread() -> Any:
    """A context in which matrices are multiplied by one thread: ours are small, and threads that wait for each other take from
    the work beside twice what they give. threadpoolctl comes with scikit-learn."""
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1, user_api="blas")


def regressions(parts: Sequence[Any], truth: Array, worth: Array, penalty: float, start: Array | None = None) -> Array:
    """The weights that make ``truth`` likeliest, each held to zero by a normal prior of variance ``penalty`` (C).

    ``parts``: the features side by side, each n x some, sparse or not; ``truth``: n x codes, 0 or 1; ``worth``: n x codes, how
    many examples each counts for, 0 where nothing is known. ``start``: weights to begin from. Returns features x codes."""
    import numpy

    rows = _Rows(parts)
    sought, worth = truth.astype("float32"), (penalty * worth).astype("float32")
    yes, every = (worth * sought).sum(axis=0), worth.sum(axis=0)
    rare = numpy.minimum(yes, every - yes) / numpy.maximum(every, 1e-9)
    enough = EXACT * rare * _length(rows.across(worth * (0.5 - sought)))
    weights = numpy.zeros((rows.width, truth.shape[1])) if start is None else start
    weights = weights.astype("float32")
    open_ = numpy.arange(truth.shape[1])
    for _step in range(STEPS):
        said, asks, now = sought[:, open_], worth[:, open_], weights[:, open_]
        odds = rows.along(now)
        chance = 1 / (1 + numpy.exp(-odds))
        slope = now + rows.across(asks * (chance - said))
        far = _length(slope) > enough[open_]
        if not far.any():
            break
        open_, said, asks, now, odds = open_[far], said[:, far], asks[:, far], now[:, far], odds[:, far]
        chance, slope = chance[:, far], slope[:, far]
        way = _direction(rows, asks * chance * (1 - chance), slope)
        weights[:, open_] = _walked(now, odds, way, rows.along(way), slope, said, asks)
    return weights


class _Rows:
    """Features side by side as one matrix."""

    def __init__(self, parts: Sequence[Any]) -> None:
        self._parts = [part.astype("float32") for part in parts]
        self._across = [part.T.tocsr() if hasattr(part, "tocsr") else part.T for part in self._parts]
        self.width = sum(part.shape[1] for part in self._parts)

    def along(self, weights: Array) -> Array:
        """The matrix times weights."""
        at, total = 0, 0.0
        for part in self._parts:
            total = total + part @ weights[at : at + part.shape[1]]
            at += part.shape[1]
        return total

    def across(self, values: Array) -> Array:
        """The matrix turned over, times values."""
        import numpy

        return numpy.concatenate([part @ values for part in self._across])


def _direction(rows: _Rows, bend: Array, slope: Array) -> Array:
    """A Newton direction for each code, as near as ``NEARER``."""
    import numpy

    way, left, search = numpy.zeros_like(slope), -slope, -slope
    size = (left * left).sum(axis=0)
    goal = size * NEARER**2
    for _step in range(INNER):
        bent = search + rows.across(bend * rows.along(search))
        step = numpy.where(size > goal, size / numpy.maximum((search * bent).sum(axis=0), 1e-30), 0)
        way = way + step * search
        left = left - step * bent
        after = (left * left).sum(axis=0)
        if (after <= goal).all():
            break
        search = left + (after / numpy.maximum(size, 1e-30)) * search
        size = after
    return way


def _walked(now: Array, odds: Array, way: Array, change: Array, slope: Array, said: Array, asks: Array) -> Array:
    """The weights after the step that lowers each code's loss, halved until it does."""
    import numpy

    def loss(weights: Array, at: Array) -> Array:
        return 0.5 * (weights * weights).sum(axis=0) + (asks * (numpy.logaddexp(0, at) - said * at)).sum(axis=0)

    before, fall = loss(now, odds), (slope * way).sum(axis=0)
    step = numpy.ones(now.shape[1], dtype="float32")
    for _halving in range(HALVINGS):
        short = loss(now + step * way, odds + step * change) > before + 0.01 * step * fall
        if not short.any():
            break
        step[short] /= 2
    return now + step * way


def _length(columns: Array) -> Array:
    import numpy

    return numpy.sqrt((columns * columns).sum(axis=0))
