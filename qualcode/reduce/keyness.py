"""Which words mark some passages off from the rest: log-likelihood keyness of lemmas.

G2 = 2 * sum of O ln(O/E) over the two corpora, E by their sizes: Dunning (1993, Computational Linguistics 19(1), pp. 61-74)
in the form of Rayson and Garside (2000, Proc. Workshop on Comparing Corpora, pp. 1-6). It ranks; it proves nothing of words that occur once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log


@dataclass(frozen=True)
class KeyWord:
    """A lemma with its keyness (G2, at least 0), how often it stands in the passages and elsewhere, and in how many of the
    passages."""

    word: str
    keyness: float
    here: int
    elsewhere: int
    passages: int


def g2(here: int, elsewhere: int, size_here: int, size_elsewhere: int) -> float:
    """The log-likelihood of a word that occurs so often among so many words, against the rest."""
    total, size = here + elsewhere, size_here + size_elsewhere
    if not total or not size_here or not size_elsewhere:
        return 0.0
    parts = ((here, total * size_here / size), (elsewhere, total * size_elsewhere / size))
    return 2 * sum(seen * log(seen / expected) for seen, expected in parts if seen)


def keyness(passages: Sequence[Sequence[str]], rest: Iterable[Sequence[str]], *, least: int = 2) -> list[KeyWord]:
    """The words that are commoner in ``passages`` (their lemmas) than in ``rest``, the most telling first; those in fewer than
    ``least`` passages are left out."""
    here = Counter(word for words in passages for word in words)
    spread = Counter(word for words in passages for word in set(words))
    elsewhere = Counter(word for words in rest for word in words)
    size, other = here.total(), elsewhere.total()
    found = [
        KeyWord(word, g2(count, elsewhere[word], size, other), count, elsewhere[word], spread[word])
        for word, count in here.items()
        if spread[word] >= least and count * other > elsewhere[word] * size
    ]
    return sorted(found, key=lambda one: (-one.keyness, one.word))
