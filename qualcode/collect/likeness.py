"""Near-duplicates: texts that have most of their words, in order, in common. They are reported, never refused.

A text is compared by its runs of five words (shingles). Of every known text one run in about seventy is kept in memory, chosen
by its own words alone, so that two texts keep the same ones; whoever shares enough of these is compared word for word.
So the figure reported is exact, and what is kept is small. Nothing is stored.

A. Broder, On the resemblance and containment of documents, SEQUENCES 1997, 21-29 (shingles, containment); S. Schleimer,
D. Wilkerson and A. Aiken, Winnowing, SIGMOD 2003, 76-85 (fingerprints chosen by their own hash; section 2: 0 mod p).
"""

from __future__ import annotations

import re
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from qualcode.store import Project, blobs

LIKE = 0.6  # share of the shorter text's words from which two texts are said to be alike
RUN = 5  # words
_BEGINS = re.compile(
    rb"[\x06\x09](?=[\x04\x08\x0b][\x02\x05])"
)  # a run is kept where its first words have as many bytes
_DOUBT = 0.35  # what is kept is a sample: this much below the bar the words themselves decide
_MANY = 50  # a run in more texts than this is a form (the same opening read to everybody)
_FEWEST = 40  # words that say something
_AT_LEAST = 24  # runs kept of a short text: those with the least hashes (Broder's sketch), which two like texts share
_PUNCTUATION = ".,;:!?…\"'“”‘’()[]{}<>*_-–—/|"
_PLAIN = bytes(ord(sign) for sign in _PUNCTUATION if sign.isascii())


class _Numbers(dict[str, int]):
    """A number for each word, the same everywhere (Python's own hash of a text differs from run to run); the punctuation
    around it does not matter."""

    def __missing__(self, word: str) -> int:
        number = self[word] = zlib.crc32(word.strip(_PUNCTUATION).encode())
        return number


_numbers = _Numbers()
_SMALL = 2_000_000  # characters: all words of such a text at once, which takes ten times its memory


def _split(text: str) -> list[str]:
    """The words of a text. Case and line ends do not matter."""
    if len(_numbers) > 1 << 20:
        _numbers.clear()
    if len(text) < _SMALL:
        return text.casefold().split()
    return [sys.intern(word) for line in text.casefold().split("\n") for word in line.split()]


def _words(text: str) -> list[int]:
    """The words of a text as numbers."""
    return list(map(_numbers.__getitem__, _split(text)))


def _runs(words: list[int]) -> list[int]:
    """The hash of each run of five words, in order (a tuple of numbers has the same hash everywhere)."""
    return list(map(hash, zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)))


class Runs(NamedTuple):
    """The few runs by which a text is known. ``chosen``: how many of them a longer text that holds them keeps, too."""

    kept: set[int]
    chosen: int


def runs_of(text: str) -> Runs:
    """The few runs by which a text is known, the same in every process; plain punctuation does not matter."""
    words = _bare(text)
    kept = {hash(tuple(map(zlib.crc32, words[at : at + RUN]))) for at in _chosen(words)}
    if len(kept) >= _AT_LEAST:
        return Runs(kept, len(kept))
    return Runs(kept | set(sorted(set(_runs(list(map(zlib.crc32, words)))))[: _AT_LEAST - len(kept)]), len(kept))


def _may_be_like(together: int, one: Runs, kept: int, chosen: int, least: float) -> bool:
    """Whether two texts that have this many runs together are worth a look at their words: of short ones those with the least
    hashes count, of a part of a longer one only those that both had to keep."""
    if together >= least * min(kept, len(one.kept)):
        return True
    both = min(chosen, one.chosen)
    return together >= max(min(2, both), least * both) > 0


def _bare(text: str) -> list[bytes]:
    """The words of a text without punctuation, as bytes: what is done with each of them costs least so."""
    bare = text.casefold().encode().translate(None, _PLAIN)
    if len(bare) < _SMALL:
        return bare.split()
    once: dict[bytes, bytes] = {}
    return [once.setdefault(word, word) for line in bare.split(b"\n") for word in line.split()]


def _chosen(words: list[bytes]) -> Iterator[int]:
    """Where the runs begin that are kept: by how long their first three words are, which asks no word what it is."""
    try:
        long = bytes(map(len, words))
    except ValueError:
        long = bytes([min(len(word), 255) for word in words])
    return (found.start() for found in _BEGINS.finditer(long, 0, max(0, len(words) - RUN + 3)))


def share(text: str, other: str) -> float:
    """How much of the shorter text stands in the other one: the share of its words that lie in a run of at least five words
    that both have, 0 to 1."""
    a, b = sorted((_runs(_words(text)), _runs(_words(other))), key=len)
    if not a:
        return 0.0
    there = set(b)
    words = covered = 0
    for at, run in enumerate(a):
        if run in there:
            words += RUN - max(0, covered - at)
            covered = at + RUN
    return words / (len(a) + RUN - 1)


class Fingerprints:
    """What is known of the project's texts, for one command: read once, asked for every file. ``add`` what comes in."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._read = False
        self._sources: list[
            tuple[bytes, int, int]
        ] = []  # each text that is known: its source, its runs kept, and chosen
        self._current: dict[bytes, int] = {}  # source -> its text in the list
        self._where: dict[int, int | list[int]] = {}  # kept run -> the text that has it, or several
        self._told: dict[bytes, tuple[str, str]] = {}  # source -> name and text, where the project does not have it
        self._last = ("", Runs(set(), 0))  # asked about, then added: looked at once

    def near(self, text: str, *, at_least: float = LIKE, but: bytes | None = None) -> list[tuple[str, float]]:
        """The sources whose text is like this one, each with the share of the shorter one's words that both have (see
        ``share``), the most alike first. ``but``: a source that is not asked about (the one this text corrects)."""
        self._know()
        kept = self._kept(text)
        if len(text.split(None, _FEWEST)) <= _FEWEST:
            return []
        hits: Counter[int] = Counter()
        for run in kept.kept:
            at = self._where.get(run, ())
            for number in (at,) if isinstance(at, int) else at:
                hits[number] += 1
        found: list[tuple[str, float]] = []
        for number, together in hits.items():
            source, runs, chosen = self._sources[number]
            if source == but or self._current[source] != number:
                continue
            if not _may_be_like(together, kept, runs, chosen, at_least - _DOUBT):
                continue
            name, other = self._text(source)
            exact = share(text, other)
            if exact >= at_least:
                found.append((name, exact))
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def add(self, source: bytes, text: str, name: str | None = None) -> None:
        """Know this text too; it is the source's from now on. ``name``: where the project does not have it (a dry run)."""
        self._know()
        if name is not None:
            self._told[source] = name, text
        self._keep(source, self._kept(text))

    def looked(self, text: str, runs: Runs) -> None:
        """The text that is asked about next was looked at already (``runs_of``)."""
        self._last = (text, runs)

    def _kept(self, text: str) -> Runs:
        if self._last[0] is not text:
            self._last = (text, runs_of(text))
        return self._last[1]

    def _know(self) -> None:
        """Read the texts there are, the first time."""
        if not self._read:
            self._read = True
            for source, text in self._project.conn.execute(
                "SELECT s.id, v.text FROM source s JOIN version v ON v.id=s.version WHERE s.removed=0"
            ):
                self._keep(source, runs_of(blobs.prose(self._project.conn, text)))

    def _keep(self, source: bytes, runs: Runs) -> None:
        number = self._current[source] = len(self._sources)
        self._sources.append((source, max(1, len(runs.kept)), runs.chosen))
        for run in runs.kept:
            at = self._where.setdefault(run, number)
            if isinstance(at, list):
                if len(at) < _MANY:
                    at.append(number)
            elif at != number:
                self._where[run] = [at, number]

    def _text(self, source: bytes) -> tuple[str, str]:
        if source in self._told:
            return self._told[source]
        name, text = self._project.conn.execute(
            "SELECT s.name, v.text FROM source s JOIN version v ON v.id=s.version WHERE s.id=?", (source,)
        ).fetchone()
        return name, blobs.prose(self._project.conn, text)


def near(project: Project, text: str, *, at_least: float = LIKE, but: bytes | None = None) -> list[tuple[str, float]]:
    """``Fingerprints.near`` for one text."""
    return Fingerprints(project).near(text, at_least=at_least, but=but)
