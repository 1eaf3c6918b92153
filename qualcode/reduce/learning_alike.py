"""What a study's own passages tell before anybody has decided: which words go together, and which passages are alike.

One rule: all passages teach, not only the decided ones. Words that are said in the same passages share directions (latent
semantic analysis: Deerwester and others 1990, pp. 395-398), so that what was learned of one word speaks for another; and a
passage hears a little of what was decided, or is likely, of the few most like it (Zhou and others 2004, p. 323). Chosen by
cross-validation on four labelled sets (benchmarks/learning_sets.py), where both gained on each at 10 to 100 examples, and
tried once on a fifth.
"""

from __future__ import annotations

from typing import Any

PASSAGES = 6  # for each direction
MOST = 100  # directions
NEAREST = 5  # passages that one is compared with
LEAST = 1e-4  # length in the directions, of 1, below which a passage has none: what is left is noise of rounding
HEARD = 0.3  # of what the nearest say
SEED = 7
_BLOCK = 1000  # passages compared at a time

Array = Any


def directions(rows: Any) -> Array:
    """The main directions of passages given as TF-IDF rows (sparse): words x directions; none for a handful of passages."""
    import numpy
    from sklearn.decomposition import TruncatedSVD

    wanted = min(MOST, rows.shape[0] // PASSAGES, rows.shape[1] - 1)
    if wanted < 2:
        return numpy.zeros((rows.shape[1], 0), dtype="float32")
    return TruncatedSVD(wanted, random_state=SEED).fit(rows).components_.T.astype("float32")


def along(rows: Any, ways: Array) -> tuple[Array, Array]:
    """Where passages lie in those directions, as rows of length 1, and the lengths they had; a passage without any stays 0."""
    import numpy

    placed = rows @ ways
    length = numpy.sqrt((placed * placed).sum(axis=1))
    none = length < LEAST
    placed[none], length[none] = 0, 1
    return (placed / length[:, None]).astype("float32"), length.astype("float32")


def neighbours(rows: Any) -> Any:
    """For each passage the share of each of its nearest by TF-IDF (a sparse matrix, rows sum to 1); one that is like none is
    its own."""
    import numpy
    from scipy.sparse import csr_matrix

    across, count = rows.T.tocsr(), rows.shape[0]
    at: list[Array] = []
    near: list[Array] = []
    share: list[Array] = []
    for start in range(0, count, _BLOCK):
        alike = (rows[start : start + _BLOCK] @ across).tocsr()
        for row in range(alike.shape[0]):
            some = slice(alike.indptr[row], alike.indptr[row + 1])
            which, how = alike.indices[some], alike.data[some]
            other = which != start + row
            which, how = which[other], how[other]
            order = numpy.lexsort((which, -how))[:NEAREST]
            which, how = (which[order], how[order]) if len(order) else (numpy.array([start + row]), numpy.ones(1))
            at.append(numpy.full(len(which), start + row))
            near.append(which)
            share.append(how / how.sum())
    if not count:
        return csr_matrix((0, 0), dtype="float32")
    parts = (numpy.concatenate(share).astype("float32"), (numpy.concatenate(at), numpy.concatenate(near)))
    return csr_matrix(parts, shape=(count, count))


def heard(alike: Any, chances: Array, rows: Array, truth: Array) -> Array:
    """Chances (passages x codes) after each passage heard its nearest: what was decided of them, else their chance.
    ``rows``: the decided passages; ``truth``: for each and code 1, 0, or NaN where nobody decided."""
    import numpy

    told = chances.copy()
    told[rows] = numpy.where(numpy.isnan(truth), told[rows], truth)
    return (1 - HEARD) * chances + HEARD * (alike @ told)
