"""All keywords of a codebook over a whole project: the same hits as ``matching`` finds turn by turn, a hundred times as fast.

The rule: a keyword is a few sets of forms, found in the vocabulary; its places come from the corpus' postings, a phrase's
from the places of its rarest word. What a code makes of its keywords' places (exclusions, near pairs, overlaps, strength)
is worked out for all of them together. Places are kept by keyword, so that an edited codebook asks only for what is new.

Keywords that read the text itself (``needs_text``: a regular expression, a token pattern, a paragraph or a window) are not
for this engine.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qualcode.language import forms
from qualcode.language.corpus import Key, Places, Segment
from qualcode.language.keywords import Keyword, Level, Near, Phrase, Word
from qualcode.language.slang import slang
from qualcode.language.vocabulary import Vocabulary

KEPT = 4_000_000  # places of phrases kept in all
_NUMBER, _PLACE = 20, 30  # bits: a keyword's number, and with it what is left of the longest hit
_NUMBERS, _RANK, _LONGEST = (1 << _NUMBER) - 1, (1 << _PLACE) - 1, (1 << (_PLACE - _NUMBER)) - 1
_NORMAL: dict[Level, Callable[[str], str]] = {
    Level.CLITIC: forms.clitic,
    Level.LEMMA: forms.lemma,
    Level.ROOT: forms.root,
}


class Meaning(NamedTuple):
    """The forms that a keyword's word stands for: anywhere, and in a Javanese turn only."""

    sure: list[int]
    javanese: list[int]


class Hits(NamedTuple):
    """One code's hits in a segment, by place: columns of one length."""

    first: Places  # word
    stop: Places  # after the last word
    keyword: Places  # its number in the code's list
    strong: NDArray[np.bool_]
    turn: Places  # counted through the segment


class Engine(Generic[Key]):
    """A vocabulary to ask, and the places that were found. ``misspelt``: forms (numbers) and the word each is taken for."""

    def __init__(self, vocabulary: Vocabulary, misspelt: Mapping[int, str] | None = None) -> None:
        self.vocabulary = vocabulary
        self.misspelt = misspelt or {}
        self._meant: dict[tuple[Level, str], list[int]] = {}
        for form, meant in self.misspelt.items():
            for level, normal in _NORMAL.items():
                self._meant.setdefault((level, normal(meant)), []).append(form)
        self._kept: OrderedDict[tuple[int, Phrase, bool], NDArray[np.uint32]] = OrderedDict()
        self._size = 0

    def meaning(self, word: Word, *, alone: bool = False) -> Meaning:
        """The forms that a word of a keyword stands for. By itself, a word like *kali* means the Javanese one."""
        ask, exact = self.vocabulary, forms.exact(word.text)
        if word.level is Level.PREFIX:
            return Meaning(ask.beginning(exact), [])
        if word.level is Level.EXACT:
            return Meaning(ask.at("exact", exact), [])
        if word.level is Level.LEMMA and alone and exact in slang().guarded:
            return Meaning([], ask.javanese(exact))
        normal = _NORMAL[word.level](word.text)
        # A form that looks misspelt is itself too: whoever made a keyword of it knows the word.
        sure = dict.fromkeys((*ask.at(word.level.value, normal), *self._meant.get((word.level, normal), ())))
        return Meaning(list(sure), ask.javanese_for(normal) if word.level is Level.LEMMA else [])

    def places(self, segment: Segment[Key], phrase: Phrase, *, alone: bool) -> Places:
        """Where a phrase begins, in no order."""
        key = (segment.number, phrase, alone)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key].astype(np.int64)
        found = self._found(segment, phrase, alone)
        self._kept[key] = found.astype(np.uint32)
        self._size += len(found)
        while self._size > KEPT and len(self._kept) > 1:
            self._size -= len(self._kept.popitem(last=False)[1])
        return found

    def _found(self, segment: Segment[Key], phrase: Phrase, alone: bool) -> Places:
        words = [self.meaning(word, alone=alone and len(phrase.words) == 1) for word in phrase.words]
        often = [segment.count((*word.sure, *word.javanese)) for word in words]
        rarest, *others = sorted(range(len(words)), key=often.__getitem__)
        at = self._said(segment, words[rarest])
        at = at[at >= rarest] - rarest if rarest else at
        for step in others:
            if len(at):
                at = at[self._are(segment, at + step, words[step])]
        return at

    def _said(self, segment: Segment[Key], word: Meaning) -> Places:
        """Where a word is said."""
        sure = segment.where(word.sure)
        only = segment.where([form for form in word.javanese if form not in set(word.sure)]) if word.javanese else sure
        if not word.javanese or not len(only):
            return sure
        return np.concatenate((sure, only[self._javanese(segment)[segment.turn(only)]]))

    def _are(self, segment: Segment[Key], at: Places, word: Meaning) -> NDArray[np.bool_]:
        """Whether the word at each place is this one."""
        means = np.zeros(len(self.vocabulary.forms), np.uint8)
        means[word.javanese] = 2
        means[word.sure] = 1
        found: NDArray[np.uint8] = means.take(segment.ids.take(at, mode="clip"))
        if not word.javanese or not (found == 2).any():
            return np.equal(found, 1)
        return np.equal(found, 1) | (np.equal(found, 2) & self._javanese(segment)[segment.turn(at)])

    def _javanese(self, segment: Segment[Key]) -> NDArray[np.bool_]:
        """Which turns are Javanese."""
        found = np.zeros(len(segment.ends) + 1, bool)
        found[segment.turn(segment.where(self.vocabulary.markers()))] = True
        return found

    def hits(
        self, segment: Segment[Key], keywords: Sequence[Keyword], interviewer: NDArray[np.bool_] | None = None
    ) -> Hits:
        """What one code's keywords find. ``interviewer``: which turns of the segment are the interviewer's (else none)."""
        barred = [self._spans(segment, keyword, None) for keyword in keywords if keyword.excludes]
        bars = _bars(barred)
        starts, stops, numbers = [], [], []
        for number, keyword in enumerate(keywords):
            if keyword.excludes:
                continue
            first, stop = self._spans(segment, keyword, bars)
            if len(first):
                starts.append(first)
                stops.append(stop)
                numbers.append(np.full(len(first), number))
        if not starts:
            none = np.empty(0, np.int64)
            return Hits(none, none, none, np.empty(0, bool), none)
        first, stop = np.concatenate(starts), np.concatenate(stops)
        which = np.concatenate(numbers)
        if interviewer is not None:
            theirs = interviewer[segment.turn(first)]
            heard = np.array([[keyword.heard("informant"), keyword.heard("interviewer")] for keyword in keywords])
            keep = heard[which, theirs.astype(np.int64)]
            first, stop, which = first[keep], stop[keep], which[keep]
        return _merged(segment, keywords, first, stop, which)

    def spans(self, segment: Segment[Key], keyword: Keyword) -> tuple[Places, Places]:
        """Where a keyword of words stands by itself, overlaps and all: first words, and those after the last."""
        return self._spans(segment, keyword, None)

    def _spans(
        self, segment: Segment[Key], keyword: Keyword, bars: tuple[Places, Places] | None
    ) -> tuple[Places, Places]:
        """Where a keyword stands, but not where one of the ``bars`` covers it or a side of it."""
        asks = keyword.asks
        unit = segment.sentence if keyword.unit == "sentence" else segment.turn
        if isinstance(asks, Near):
            sides = []
            for phrase in (asks.left, asks.right):
                at = np.sort(self.places(segment, phrase, alone=False))
                sides.append((at[_free(at, at + len(phrase.words), bars)], len(phrase.words)))
            (left, left_size), (right, right_size) = sides
            first, stop = _near((left, unit(left), left_size), (right, unit(right), right_size), asks.within)
        else:
            assert isinstance(asks, Phrase)
            first = self.places(segment, asks, alone=True)
            stop = first + len(asks.words)
        if bars is None and keyword.unit != "sentence":
            return first, stop
        keep = _free(first, stop, bars)
        if keyword.unit == "sentence":
            keep &= unit(first) == unit(stop - 1)
        return first[keep], stop[keep]


def _bars(spans: Sequence[tuple[Places, Places]]) -> tuple[Places, Places] | None:
    """Spans as their starts, ascending, and the farthest end up to each."""
    if not any(len(first) for first, _stop in spans):
        return None
    first = np.concatenate([one for one, _stop in spans])
    stop = np.concatenate([one for _first, one in spans])
    order = np.argsort(first, kind="stable")
    return first[order], np.maximum.accumulate(stop[order])


def _free(first: Places, stop: Places, bars: tuple[Places, Places] | None) -> NDArray[np.bool_]:
    """Which spans no bar covers."""
    if bars is None:
        return np.ones(len(first), bool)
    starts, farthest = bars
    before = np.searchsorted(starts, first, side="right") - 1
    return (before < 0) | (farthest[np.maximum(before, 0)] < stop)


def _near(left: tuple[Places, Places, int], right: tuple[Places, Places, int], within: int) -> tuple[Places, Places]:
    """Each left place with the right one nearest to it, where that is near enough and in the same unit; of two as near the
    one before. Sides are places, their units and how many words they have."""
    at, unit, size = left
    others, their_units, their_size = right
    if not len(at) or not len(others):
        return at[:0], at[:0]
    never = within + 1
    after = np.searchsorted(others, at + size)
    before = np.searchsorted(others, at - their_size, side="right") - 1
    distances = []
    for index, there in ((before, before >= 0), (after, after < len(others))):
        other = np.clip(index, 0, len(others) - 1)
        gap = np.where(index is after, others[other] - (at + size), at - (others[other] + their_size)) + 1
        distances.append(np.where(there & (their_units[other] == unit), gap, never))
    is_before = distances[0] <= distances[1]
    keep = np.minimum(*distances) <= within
    other = others[np.clip(np.where(is_before, before, after), 0, len(others) - 1)]
    first, stop = np.minimum(at, other), np.maximum(at + size, other + their_size)
    return first[keep], stop[keep]


def _merged(segment: Segment[Key], keywords: Sequence[Keyword], first: Places, stop: Places, number: Places) -> Hits:
    """Overlapping places as one hit, under the keyword that found most words, the first in the list among equals; with
    their strength: of a common word by itself only where another keyword of the code hit in the same turn."""
    # One number a place (first word, longest, first keyword) sorts them all at once.
    packed = (first << _PLACE) | ((_LONGEST - np.minimum(stop - first, _LONGEST)) << _NUMBER) | number
    packed.sort()
    first, rank = packed >> _PLACE, packed & _RANK
    stop = first + _LONGEST - (rank >> _NUMBER)
    begins = np.ones(len(first), bool)
    begins[1:] = first[1:] >= np.maximum.accumulate(stop)[:-1]
    common = np.array([keyword.is_common_word for keyword in keywords])[rank & _NUMBERS]
    if not begins.all():
        rows = np.flatnonzero(begins)
        first, stop, rank = first[rows], np.maximum.reduceat(stop, rows), np.minimum.reduceat(rank, rows)
        common = np.logical_and.reduceat(common, rows)
    best = rank & _NUMBERS
    turn = segment.turn(first)
    # Keywords written alike are one: several different ones in a turn make each other strong.
    sources = [keyword.source for keyword in keywords]
    alike = np.array([sources.index(source) for source in sources])[best]
    strong = ~common
    if len(turn):
        at = np.flatnonzero(np.concatenate(([True], turn[1:] != turn[:-1])))
        several = np.minimum.reduceat(alike, at) != np.maximum.reduceat(alike, at)
        strong |= np.repeat(several, np.diff(np.concatenate((at, [len(turn)]))))
    return Hits(first, stop, best, strong, turn)
