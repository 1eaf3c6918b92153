"""The words of a study as numbers, each with its normal forms: what every keyword is looked up in, once a form.

The rule: a text is cut once. Its words become numbers of *forms* (a word as it is spelt, letter case folded), and what a
form means at each level is worked out once, however often it is said. A keyword then asks for a set of numbers.

Number 0 is no form: it ends a turn, so that nothing is found across two of them.
"""

from __future__ import annotations

import hashlib
from array import array
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from qualcode.language import forms
from qualcode.language.marks import Marks, speech_map, speech_text
from qualcode.language.sentences import sentences
from qualcode.language.slang import slang
from qualcode.language.tokens import words

END = 0  # after the last word of every turn
LEVELS = ("exact", "clitic", "lemma", "root")


class Form(NamedTuple):
    """A form and its normal forms. ``javanese``: the ambiguous Javanese word it may be; ``known``: it comes down to a word
    of our lists; ``small``: it was seen with a small first letter, so it is no name."""

    exact: str
    clitic: str
    lemma: str
    root: str
    javanese: str | None
    known: bool
    small: bool


class Encoded(NamedTuple):
    """A version's words: form numbers with ``END`` after every turn, and of each sentence the place of its first word among
    them and its span in the canonical text, three numbers a sentence."""

    ids: array[int]
    sentences: array[int]


class Vocabulary(dict[str, int]):
    """Word as written -> number of its form; a word that was never seen gets the next number."""

    def __init__(self, known: Iterable[Form] = ()) -> None:
        self.forms: list[Form] = [Form("", "", "", "", None, False, False)]
        self._numbers: dict[str, int] = {}
        self._at: dict[str, dict[str, list[int]]] = {level: defaultdict(list) for level in LEVELS}
        self._javanese: dict[str, list[int]] = defaultdict(list)
        self.grown: set[int] = set()  # forms seen with a small letter for the first time, since this was last emptied
        for form in known:
            self.append(form)

    def append(self, form: Form) -> int:
        """Take up a form under the next number."""
        number = len(self.forms)
        self.forms.append(form)
        self._numbers[form.exact] = number
        for level, text in zip(LEVELS, form[:4], strict=True):
            self._at[level][text].append(number)
        if form.javanese:
            self._javanese[form.javanese].append(number)
        return number

    def __missing__(self, word: str) -> int:
        exact = forms.exact(word)
        number = self._numbers.get(exact)
        if number is None:
            number = self.append(_understood(exact, word))
        elif not self.forms[number].small and word[0].islower():
            self.forms[number] = self.forms[number]._replace(small=True)
            self.grown.add(number)
        self[word] = number
        return number

    def number(self, exact: str) -> int:
        """The number of a form; 0 where it was never seen."""
        return self._numbers.get(exact, END)

    def at(self, level: str, text: str) -> list[int]:
        """The numbers of the forms that are ``text`` at a level."""
        return self._at[level].get(text, [])

    def beginning(self, prefix: str) -> list[int]:
        """The forms that begin so."""
        return [number for form, number in self._numbers.items() if form.startswith(prefix)]

    def javanese(self, word: str) -> list[int]:
        """The forms that may be this ambiguous Javanese word."""
        return self._javanese.get(word, [])

    def javanese_for(self, lemma: str) -> list[int]:
        """The forms that mean an Indonesian lemma where a turn is Javanese."""
        return [n for said, meant in slang().ambiguous.items() if meant == lemma for n in self._javanese.get(said, ())]

    def markers(self) -> list[int]:
        """The forms that make a turn Javanese."""
        return [self._numbers[word] for word in slang().markers if word in self._numbers]


def _understood(exact: str, word: str) -> Form:
    return Form(
        exact, forms.clitic(exact), forms.lemma(exact), forms.root(exact), forms.javanese(exact), forms.known(exact),
        word[0].islower(),
    )  # fmt: skip


def encode(text: str, marks: Marks, vocabulary: Vocabulary) -> Encoded:
    """The speech of a version's turns as numbers (about 7 MB/s)."""
    ids, spans = array("I"), array("I")
    number = vocabulary.__getitem__
    for turn in marks.turns:
        speech = speech_text(text, marks, turn)
        low, high = turn.speech
        # Where nothing in it reads shorter than it stands, the speech is counted as the text is.
        at = range(low, high + 1) if len(speech) == high - low else speech_map(text, marks, turn)[1]
        for start, stop in sentences(speech):
            spans.extend((len(ids), at[start], at[stop - 1] + 1))
            ids.extend(map(number, words(speech[start:stop])))
        ids.append(END)
    return Encoded(ids, spans)


@cache
def rules() -> bytes:
    """A sign of the rules and word lists that numbers and normal forms come from: kept ones of other rules are made anew."""
    here = Path(__file__).parent
    names = ("tokens", "stand_ins", "sentences", "forms", "affixes", "slang", "marks", "vocabulary", "misspellings")
    sign = hashlib.blake2b(digest_size=16)
    for path in [*(here / f"{name}.py" for name in names), *sorted((here / "data").glob("*.txt"))]:
        sign.update(path.read_bytes() if path.is_file() else b"")
    return sign.digest()
