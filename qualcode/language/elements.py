"""What a form means to the keywords: the table and the trie that the matcher runs on.

The rule: a form of the text is understood once. Each word of each keyword is an *element* (a number for a lemma, an
exact form, a root, a prefix); a form gets a row with all elements it satisfies, and what begins or ends with them.
After that a token of the text costs one look-up in a dictionary, however many keywords there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from qualcode.language import forms
from qualcode.language.keywords import Level, Phrase, Word
from qualcode.language.slang import slang

# Which part of a keyword a place in the text is: a whole phrase, one side of a near keyword, a word that a token
# pattern needs.
WHOLE, LEFT, RIGHT, TRIGGER = range(4)
Target = tuple[int, int]  # a keyword's number, the part

_JAVANESE = "javanese"  # beside the levels: an ambiguous Javanese word, meant as such
_Element = tuple[str, str]
_NORMAL: dict[Level, Callable[[str], str]] = {
    Level.CLITIC: forms.clitic,
    Level.LEMMA: forms.lemma,
    Level.ROOT: forms.root,
}


class Row(NamedTuple):
    """What a form means to the keywords."""

    whole: tuple[Target, ...]  # one-word parts
    nodes: tuple[int, ...]  # trie nodes of longer parts that begin here
    elements: tuple[int, ...]
    javanese: Row | None = None  # what it means in a Javanese turn, where that is more


class Lexicon(dict[str, "Row | None"]):
    """Form -> row, made when a form is first asked for; None where it means nothing to any keyword.

    Add every phrase before asking for a form.
    """

    def __init__(self, misspelt: Mapping[str, str] | None = None) -> None:
        self._misspelt = misspelt or {}  # exact form -> what it is taken for
        self._numbers: dict[_Element, int] = {}
        self._prefix_lengths: set[int] = set()
        self._steps: dict[tuple[int, int], int] = {}  # trie: node 0 is the beginning
        self._inner: set[int] = set()
        self._ends: dict[int, list[Target]] = defaultdict(list)

    def add(self, phrase: Phrase, target: Target) -> None:
        """Look for a phrase from now on, under the name ``target``."""
        alone = len(phrase.words) == 1 and target[1] == WHOLE
        node = 0
        for word in phrase.words:
            element = self._number(_element(word, alone=alone))
            self._inner.add(node)
            node = self._steps.setdefault((node, element), len(self._steps) + 1)
        self._ends[node].append(target)

    def __missing__(self, form: str) -> Row | None:
        everywhere = self._satisfied(self._asked(form))
        besides = self._satisfied(_asked_in_javanese(form))
        row = self._row(everywhere) if everywhere or besides else None
        if row is not None and besides:
            row = row._replace(javanese=self._row(everywhere + besides))
        self[form] = row
        return row

    def advance(self, nodes: Sequence[int], elements: Sequence[int]) -> list[int]:
        """The trie nodes one word further."""
        steps = self._steps
        return [steps[step] for node in nodes for element in elements if (step := (node, element)) in steps]

    def ending(self, nodes: Sequence[int]) -> Iterator[Target]:
        """The phrases that end at some nodes."""
        for node in nodes:
            yield from self._ends.get(node, ())

    def _number(self, element: _Element) -> int:
        level, text = element
        if level == Level.PREFIX.value:
            self._prefix_lengths.add(len(text))
        return self._numbers.setdefault(element, len(self._numbers))

    def _asked(self, form: str) -> Iterator[_Element]:
        exact = forms.exact(form)
        yield Level.EXACT.value, exact
        # A form that looks misspelt is itself too: whoever made a keyword of it knows the word.
        for meant in dict.fromkeys((form, self._misspelt.get(exact, form))):
            yield Level.CLITIC.value, forms.clitic(meant)
            yield Level.LEMMA.value, forms.lemma(meant)
            yield Level.ROOT.value, forms.root(meant)
        for length in self._prefix_lengths:
            if length <= len(exact):
                yield Level.PREFIX.value, exact[:length]

    def _satisfied(self, asked: Iterator[_Element]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._numbers[element] for element in asked if element in self._numbers))

    def _row(self, elements: tuple[int, ...]) -> Row:
        nodes = self.advance((0,), elements)
        return Row(tuple(self.ending(nodes)), tuple(node for node in nodes if node in self._inner), elements)


def _element(word: Word, *, alone: bool) -> _Element:
    """A keyword's word as an element. By itself, a word like *kali* means the Javanese one."""
    exact = forms.exact(word.text)
    if word.level is Level.LEMMA and alone and exact in slang().guarded:
        return _JAVANESE, exact
    normal = _NORMAL.get(word.level, forms.exact)
    return word.level.value, normal(word.text)


def _asked_in_javanese(form: str) -> Iterator[_Element]:
    word = forms.javanese(form)
    if word is not None:
        yield _JAVANESE, word
        yield Level.LEMMA.value, slang().ambiguous[word]
