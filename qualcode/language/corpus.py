"""Many versions' words laid end to end, and where each form stands: what all keywords are looked up in.

The rule: nothing is scanned. Beside the numbers of the words stands, for each form, the list of its places (postings), so
that a keyword costs what it finds, whatever the size of the project. Versions lie in segments; another version makes a
segment anew, never the whole. 100 MB of text are 13 million words: 52 MB of numbers, as much of places.

Needs numpy, which comes with spaCy; without it there is ``matching``.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from qualcode.language.vocabulary import END, Encoded

SEGMENT = 2_000_000  # words
SMALL = 200_000  # a segment of fewer is made anew together with what comes

_numbers = count()
Key = TypeVar("Key", bound=Hashable)
Places = NDArray[np.int64]  # of words in a segment


class Segment(Generic[Key]):
    """Some versions, each known by its key. A place is that of a word among all words of the segment, turn ends counted."""

    def __init__(self, parts: Sequence[tuple[Key, Encoded]]) -> None:
        self.number = next(_numbers)  # no two segments of a run have the same
        self.keys = tuple(key for key, _encoded in parts)
        sizes = [len(encoded.ids) for _key, encoded in parts]
        self.begins: Places = np.cumsum([0, *sizes])  # where each version begins, and where the last ends
        self.ids: NDArray[Any] = np.empty(sum(sizes), np.uint32)
        spans = np.empty((sum(len(encoded.sentences) for _key, encoded in parts) // 3, 3), np.uint32)
        row = 0
        for (_key, encoded), begin, size in zip(parts, self.begins, sizes, strict=False):
            self.ids[begin : begin + size] = np.frombuffer(encoded.ids, np.uint32)
            own = np.frombuffer(encoded.sentences, np.uint32).reshape(-1, 3)
            spans[row : row + len(own)] = own
            spans[row : row + len(own), 0] += np.uint32(begin)
            row += len(own)
        if self.ids.max(initial=0) <= 0xFFFF:
            self.ids = self.ids.astype(np.uint16)  # nearly every study: half the memory
        self.sentences = spans  # place of the first word, span in the canonical text of the version
        self.ends = np.flatnonzero(self.ids == END)  # of the turns
        self.first_turns = np.searchsorted(self.ends, self.begins)  # of each version

    @property
    def words(self) -> int:
        return len(self.ids) - len(self.ends)

    @cached_property
    def _postings(self) -> tuple[NDArray[np.uint32], Places]:
        """The places in the order of their forms, and where in that list each form begins."""
        lower = self.ids.astype(np.uint16, copy=False)
        order = np.argsort(lower, kind="stable").astype(np.uint32)  # by the lower half: radix sort
        most = int(self.ids.max(initial=0))
        if most > 0xFFFF:
            order = order[np.argsort((self.ids >> 16).astype(np.uint16)[order], kind="stable")]
        return order, np.concatenate(([0], np.cumsum(np.bincount(self.ids, minlength=most + 1))))

    def count(self, forms: Iterable[int]) -> int:
        """How often any of these forms is said."""
        _order, begins = self._postings
        return sum(int(begins[form + 1] - begins[form]) for form in forms if form + 1 < len(begins))

    def where(self, forms: Sequence[int]) -> Places:
        """Where any of these forms stands, form by form."""
        order, begins = self._postings
        found = [order[begins[form] : begins[form + 1]] for form in forms if form + 1 < len(begins)]
        found = [one for one in found if len(one)]
        if not found:
            return np.empty(0, np.int64)
        return np.concatenate(found).astype(np.int64)

    def turn(self, places: Places) -> Places:
        """The turn, counted through the segment, of each place."""
        return np.searchsorted(self.ends, places)

    def sentence(self, places: Places) -> Places:
        """The row of ``sentences`` of each place."""
        return np.searchsorted(self.sentences[:, 0], places, side="right") - 1

    def version(self, turns: Places) -> Places:
        """Which version (its place in ``keys``) each turn is of."""
        return np.searchsorted(self.first_turns, turns, side="right") - 1


class Corpus(Generic[Key]):
    """The segments that hold all versions that are looked through."""

    def __init__(self) -> None:
        self.segments: list[Segment[Key]] = []

    def keep(self, wanted: Iterable[Key]) -> list[Key]:
        """Let go of what is not wanted; what has to be read and added. Small segments are let go for what comes."""
        asked = dict.fromkeys(wanted)
        kept = [segment for segment in self.segments if asked.keys() >= set(segment.keys)]
        if asked.keys() - {key for segment in kept for key in segment.keys}:
            kept = [segment for segment in kept if segment.words >= SMALL]
        self.segments = kept
        held = {key for segment in kept for key in segment.keys}
        return [key for key in asked if key not in held]

    def add(self, parts: Iterable[tuple[Key, Encoded]]) -> None:
        """Hold these versions too."""
        self.segments += [Segment(batch) for batch in _batches(parts)]


def _batches(parts: Iterable[tuple[Key, Encoded]]) -> Iterator[list[tuple[Key, Encoded]]]:
    batch: list[tuple[Key, Encoded]] = []
    size = 0
    for key, encoded in parts:
        batch.append((key, encoded))
        size += len(encoded.ids)
        if size >= SEGMENT:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
