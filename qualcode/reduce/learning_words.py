"""The words of a passage as a model and a word list read them."""

from __future__ import annotations

from functools import lru_cache

from qualcode.language.forms import lemma
from qualcode.language.function_words import function_words
from qualcode.language.tokens import cut


def lemmas(text: str) -> list[str]:
    """The lemmas of a text in its order, less numbers, single letters and function words."""
    return [stem for word in cut(text)[0] if (stem := _telling(word))]


@lru_cache(maxsize=1 << 16)
def _telling(word: str) -> str:
    """The lemma of a word that carries a topic, else nothing."""
    small = function_words()
    if not word[0].isalpha() or len(word) == 1 or word.casefold() in small:
        return ""
    stem = lemma(word)
    return "" if stem in small else stem
