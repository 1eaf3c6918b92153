"""The words of a passage as a model and a word list read them."""

from __future__ import annotations

from qualcode.language.forms import lemma
from qualcode.language.function_words import function_words
from qualcode.language.tokens import cut


def lemmas(text: str) -> list[str]:
    """The lemmas of a text in its order, less numbers, single letters and function words."""
    small = function_words()
    found = (
        lemma(word) for word in cut(text)[0] if word[0].isalpha() and len(word) > 1 and word.casefold() not in small
    )
    return [stem for stem in found if stem not in small]
