"""Misspelt words and what each is taken for, told from the words of the study itself.

The rule: only what we do not know is ever bent, and only to what we do know. A form is taken for another where none of our
lists and rules explains it, it is no name (somewhere it begins with a small letter), it is rare (what is often written so is
meant so), and one letter left out, put in, changed or swapped (two in words of nine letters) gives a known word with the same
first letter; of several as near the one most said. Whoever shows a passage found so says what was taken for what.

Which known words are nearest to a form does not depend on how often anything is said: it is worked out once a form (``more``)
and can be kept; what is rare and what is most said is asked each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from qualcode.language.roots import lexicalised, roots
from qualcode.language.vocabulary import Form, Vocabulary

SHORTEST = 5  # letters
LONG = 9  # from here on two letters may be wrong
OFTEN = 5  # uses: said more often it is a word we lack
_BLOCK = 1000  # forms compared at a time


class Near(NamedTuple):
    """The known words nearest to a form, and by how many letters they differ; no words where none is near enough."""

    distance: int
    words: tuple[str, ...] = ()


FAR = Near(99)


def misspellings(vocabulary: Vocabulary, uses: Sequence[int], near: Mapping[int, Near] | None = None) -> dict[int, str]:
    """Form number -> the word it is taken for. ``uses``: how often each form is said; ``near``: what ``more`` told, else it is
    asked. Raises ImportError without rapidfuzz or numpy."""
    known = more(vocabulary) if near is None else near

    def standing(form: int, word: str) -> tuple[int, bool, str]:
        number = vocabulary.number(word)
        return -(uses[number] if number else 0), not _lost(vocabulary.forms[form].exact, word), word

    return {
        form: min(one.words, key=partial(standing, form)) if len(one.words) > 1 else one.words[0]
        for form, one in known.items()
        if one.words and 0 < uses[form] <= OFTEN
    }


def more(vocabulary: Vocabulary, kept: Mapping[int, Near] | None = None, compared: int = 1) -> dict[int, Near]:
    """What is nearest to each unknown form, where it is not in ``kept`` or has changed since the forms below ``compared`` were
    all there was."""
    kept = kept or {}
    unknown = [number for number, form in enumerate(vocabulary.forms) if _is_unknown(form) and number not in kept]
    grown = [form.exact for form in vocabulary.forms[compared:] if form.known and _is_word(form.exact)]
    if not unknown and not grown:
        return {}
    ours = {word for word in roots() | lexicalised() if len(word) >= SHORTEST - 1}
    found = dict.fromkeys(unknown, FAR)
    if unknown:
        every = ours.union(form.exact for form in vocabulary.forms if form.known and _is_word(form.exact))
        found |= _nearest(vocabulary, unknown, every)
    for number, new in _nearest(vocabulary, list(kept), set(grown) - ours).items():
        before = kept[number]
        if new.distance < before.distance:
            found[number] = new
        elif new.distance == before.distance:
            found[number] = Near(
                new.distance, (*before.words, *(word for word in new.words if word not in before.words))
            )
    return found


def _lost(form: str, word: str) -> bool:
    """Whether the form is the word with letters left out, which is how most are misspelt."""
    left = iter(word)
    return all(letter in left for letter in form)


def _is_word(word: str) -> bool:
    return len(word) >= SHORTEST - 1 and word.isalpha()


def _is_unknown(form: Form) -> bool:
    return form.small and not form.known and len(form.exact) >= SHORTEST and form.exact.isalpha()


def _nearest(vocabulary: Vocabulary, numbers: Sequence[int], right: Iterable[str]) -> dict[int, Near]:
    """The nearest of these words to each form that has one near enough."""
    wrong: dict[str, list[int]] = defaultdict(list)  # by first letter
    for number in numbers:
        wrong[vocabulary.forms[number].exact[0]].append(number)
    words: dict[str, list[str]] = defaultdict(list)
    for word in sorted(right):
        words[word[0]].append(word)
    found: dict[int, Near] = {}
    for letter in wrong.keys() & words.keys():
        for at in range(0, len(wrong[letter]), _BLOCK):
            found.update(_compared(vocabulary, wrong[letter][at : at + _BLOCK], words[letter]))
    return found


def _compared(vocabulary: Vocabulary, numbers: Sequence[int], right: Sequence[str]) -> dict[int, Near]:
    from rapidfuzz.distance import OSA
    from rapidfuzz.process import cdist

    wrong = [vocabulary.forms[number].exact for number in numbers]
    distances = cdist(wrong, right, scorer=OSA.distance, score_cutoff=2)
    found: dict[int, Near] = {}
    for number, word, row, least in zip(numbers, wrong, distances, distances.min(axis=1).tolist(), strict=True):
        if least <= (2 if len(word) >= LONG else 1):
            found[number] = Near(least, tuple(right[at] for at in (row == least).nonzero()[0].tolist()))
    return found
