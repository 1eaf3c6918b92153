"""Words that carry no topic, so that two questions are compared by what they ask about and not by how they ask."""

from __future__ import annotations

from functools import cache

from qualcode.language.forms import lemma, root
from qualcode.language.roots import DATA
from qualcode.language.tokens import cut


@cache
def function_words() -> frozenset[str]:
    """The list in ``data/function_words.txt``."""
    lines = (DATA / "function_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def content_roots(text: str) -> list[str]:
    """The root words of a text in its order, less numbers and function words: *Anaknya bersekolah di mana?* is
    [anak, sekolah]."""
    small = function_words()
    return [
        stem
        for word in cut(text)[0]
        if word[0].isalpha()
        and len(word) > 1
        and small.isdisjoint((word.casefold(), lemma(word)))
        and (stem := root(word)) not in small
    ]
