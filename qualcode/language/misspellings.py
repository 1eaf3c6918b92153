"""Misspelt words and what each is taken for, told from the words of the study itself.

The rule: only what we do not know is ever bent, and only to what we do know. A form is taken for another where none of our
lists and rules explains it, it is no name (somewhere it begins with a small letter), it is rare (what is often written so is
meant so), and one letter left out, put in, changed or swapped (two in words of nine letters) gives a known word with the same
first letter. Whoever shows a passage found so says what was taken for what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from qualcode.language.roots import lexicalised, roots
from qualcode.language.vocabulary import Vocabulary

SHORTEST = 5  # letters
LONG = 9  # from here on two letters may be wrong
OFTEN = 5  # uses: said more often it is a word we lack
_BLOCK = 1000  # forms compared at a time


def misspellings(vocabulary: Vocabulary, uses: Sequence[int]) -> dict[int, str]:
    """Form number -> the word it is taken for. ``uses``: how often each form is said. Raises ImportError without rapidfuzz
    or numpy."""
    said: dict[str, int] = dict.fromkeys((word for word in roots() | lexicalised() if len(word) >= SHORTEST - 1), 0)
    unknown: dict[str, list[int]] = defaultdict(list)  # by first letter
    for number, form in enumerate(vocabulary.forms):
        word = form.exact
        if not word.isalpha() or len(word) < SHORTEST - 1:
            continue
        if form.known:
            said[word] = uses[number]
        elif form.small and len(word) >= SHORTEST and 0 < uses[number] <= OFTEN:
            unknown[word[0]].append(number)
    right: dict[str, list[str]] = defaultdict(list)
    for word in sorted(said, key=lambda word: (-said[word], word)):  # the first of those as near is the most said
        right[word[0]].append(word)
    found: dict[int, str] = {}
    for letter, numbers in unknown.items():
        for at in range(0, len(numbers), _BLOCK):
            found.update(_nearest(vocabulary, numbers[at : at + _BLOCK], right.get(letter, [])))
    return found


def _nearest(vocabulary: Vocabulary, numbers: Sequence[int], right: Sequence[str]) -> dict[int, str]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    if not right:
        return {}
    wrong = [vocabulary.forms[number].exact for number in numbers]
    distances = cdist(wrong, right, scorer=OSA.distance, score_cutoff=2)
    nearest = distances.argmin(axis=1)
    return {
        number: right[best]
        for number, word, best, row in zip(numbers, wrong, nearest.tolist(), distances, strict=True)
        if row[best] <= (2 if len(word) >= LONG else 1)
    }
