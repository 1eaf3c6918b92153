"""Near-duplicates: texts that have most of their words, in order, in common. They are reported, never refused.

A text is compared by its runs of five words (shingles). Of every known text one run in sixty-four is kept in memory, chosen
by a fixed hash of the run itself, so that two texts keep the same ones; whoever shares enough of these is compared word for
word. So the figure reported is exact, and what is kept is small. Nothing is stored.

A. Broder, On the resemblance and containment of documents, SEQUENCES 1997, 21-29 (shingles, containment); S. Schleimer,
D. Wilkerson and A. Aiken, Winnowing, SIGMOD 2003, 76-85 (fingerprints chosen by their own hash; section 2: 0 mod p).
"""

from __future__ import annotations

import re
import zlib
from collections import Counter

from qualcode.store import Project, blobs

LIKE = 0.6  # share of the shorter text's words from which two texts are said to be alike
RUN = 5  # words
_KEPT = 63  # a run is kept where its hash has none of these bits
_MANY = 50  # a run in more texts than this is a form (the same opening read to everybody)
_FEWEST = 40  # words that say something

_WORD = re.compile(r"\w+")


class _Numbers(dict[str, int]):
    """A number for each word, the same everywhere (Python's own hash of a text differs from run to run)."""

    def __missing__(self, word: str) -> int:
        number = self[word] = zlib.crc32(word.encode())
        return number


_numbers = _Numbers()


def runs(text: str) -> list[int]:
    """The hash of each run of five words, in order. Case, punctuation and line ends do not matter."""
    n = list(map(_numbers.__getitem__, _WORD.findall(text.casefold())))
    return list(map(hash, zip(n, n[1:], n[2:], n[3:], n[4:], strict=False)))


def share(text: str, other: str) -> float:
    """How much of the shorter text stands in the other one: the share of its words that lie in a run of at least five words
    that both have, 0 to 1."""
    a, b = sorted((runs(text), runs(other)), key=len)
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
        self._texts: dict[bytes, int] | None = None  # source -> how many of its runs are kept
        self._where: dict[int, list[bytes]] = {}  # kept run -> the sources that have it

    def near(self, text: str, *, at_least: float = LIKE, but: bytes | None = None) -> list[tuple[str, float]]:
        """The sources whose text is like this one, each with the share of the shorter one's words that both have (see
        ``share``), the most alike first. ``but``: a source that is not asked about (the one this text corrects)."""
        known = self._known()
        all_runs = runs(text)
        if len(all_runs) < _FEWEST:
            return []
        asked = {run for run in all_runs if not run & _KEPT}
        hits = Counter(source for run in asked for source in self._where.get(run, ()))
        found: list[tuple[str, float]] = []
        for source, count in hits.items():
            if source == but or count / min(known[source], len(asked)) < at_least - 0.3:
                continue  # what is kept is a sample: near the bar the words themselves decide
            name, other = self._read(source)
            exact = share(text, other)
            if exact >= at_least:
                found.append((name, exact))
        return sorted(found, key=lambda one: (-one[1], one[0]))

    def add(self, source: bytes, text: str) -> None:
        """Know this text too."""
        self._keep(self._known(), source, text)

    def _known(self) -> dict[bytes, int]:
        if self._texts is None:
            self._texts = {}
            for source, text in self._project.conn.execute(
                "SELECT s.id, v.text FROM source s JOIN version v ON v.id=s.version WHERE s.removed=0"
            ):
                self._keep(self._texts, source, blobs.prose(self._project.conn, text))
        return self._texts

    def _keep(self, known: dict[bytes, int], source: bytes, text: str) -> None:
        kept = {run for run in runs(text) if not run & _KEPT}
        known[source] = max(1, len(kept))
        for run in kept:
            at = self._where.setdefault(run, [])
            if len(at) < _MANY:
                at.append(source)

    def _read(self, source: bytes) -> tuple[str, str]:
        name, text = self._project.conn.execute(
            "SELECT s.name, v.text FROM source s JOIN version v ON v.id=s.version WHERE s.id=?", (source,)
        ).fetchone()
        return name, blobs.prose(self._project.conn, text)


def near(project: Project, text: str, *, at_least: float = LIKE, but: bytes | None = None) -> list[tuple[str, float]]:
    """``Fingerprints.near`` for one text."""
    return Fingerprints(project).near(text, at_least=at_least, but=but)
