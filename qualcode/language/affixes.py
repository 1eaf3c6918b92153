"""The affixes that come off a form, each with what it costs to believe in it.

Only candidates are named here; forms keeps the cheapest whose stem is a word we know. Costs are per affix: 1 for the
written language, more for the spoken and Javanese one, a little more where a dropped consonant had to be put back,
so that ``memasak`` is ``masak`` (me-) rather than ``pasak`` (mem-), and ``ngurus`` ``urus`` rather than ``kurus``.
"""

from __future__ import annotations

from collections.abc import Iterator

Candidate = tuple[str, float]  # a stem, the cost of coming to it

VOWELS = "aeiou"
SHORTEST = 3  # letters a stem must keep
_SPOKEN = 1.3
_RESTORED = 0.1  # a consonant was put back

_PARTICLES = ("lah", "kah", "pun", "tah")
_POSSESSIVES = ("nya", "ku", "mu")
# -kan -i of the written language, -in of Jakarta, the rest Javanese (-ni and -kake after a vowel; -e -ne -ipun own; -en has too much of something).
_SUFFIXES = (
    ("kan", 1.0), ("i", 1.0), ("in", 1.2), ("ke", 1.2), ("kke", 1.2), ("ake", 1.2), ("kake", 1.2), ("no", 1.3),
    ("ni", 1.3), ("e", 1.2), ("ne", 1.15), ("ipun", 1.2), ("nipun", 1.2), ("en", 1.4), ("nen", 1.3),
)  # fmt: skip
_LONGER = ("en", "nen")  # kebanjiren, but not pas-en


def clitics(word: str) -> Iterator[Candidate]:
    """The word without -nya, -ku, -mu and without -lah, -kah, -pun, itself first."""
    yield word, 0.0
    bare = [word]
    for particle in _PARTICLES:
        if word.endswith(particle) and len(word) - len(particle) >= SHORTEST:
            bare.append(word[: -len(particle)])
            yield bare[-1], 0.5
    for stem in bare:
        for possessive in _POSSESSIVES:
            if stem.endswith(possessive) and len(stem) - len(possessive) >= SHORTEST:
                yield stem[: -len(possessive)], 0.5 if stem is word else 1.0


def suffixes(word: str, shortest: int = SHORTEST) -> Iterator[Candidate]:
    """The word without one verbal or Javanese suffix; a single letter comes off only a stem of ``shortest``."""
    for suffix, cost in _SUFFIXES:
        least = SHORTEST + 1 if suffix in _LONGER else shortest if len(suffix) == 1 else SHORTEST
        if word.endswith(suffix) and len(word) - len(suffix) >= least:
            yield word[: -len(suffix)], cost


def voices(word: str) -> Iterator[Candidate]:
    """The word without one voice prefix: di-, ter-, ber-, me-, and the spoken ng-, ny-, m-, n-, nge-, ke-, tak-."""
    for stem, cost in _voices(word):
        if len(stem) >= SHORTEST:
            yield stem, cost


def _voices(word: str) -> Iterator[Candidate]:
    if word.startswith("di"):
        yield word[2:], 1.0
        if word.startswith("dipun"):
            yield word[5:], _SPOKEN
    elif word.startswith(("ter", "ber")):
        yield word[3:], 1.0
        yield word[2:], 1.0 + _RESTORED  # te-rasa, be-rumah
    elif word.startswith("beker"):
        yield word[2:], 1.0
    elif word.startswith("belajar"):
        yield word[3:], 1.0
    elif (
        word.startswith("ke") and not word.endswith("an") and len(word) > SHORTEST + 2
    ):  # ketipu; kesehatan is a nominalisation
        yield word[2:], _SPOKEN
    elif word.startswith(("tak", "dak")) and len(word) > SHORTEST + 3:
        yield word[3:], _SPOKEN
    yield from nasal(word)
    yield from _spoken_nasal(word)


def nasal(word: str) -> Iterator[Candidate]:
    """The word without me- in one of its shapes, the consonant that it swallowed put back."""
    if not word.startswith("me"):
        return
    rest = word[2:]
    if rest[:1] in ("l", "r", "m", "n", "w", "y"):
        yield rest, 1.0
    if rest.startswith("ng"):
        yield from _swallowed(rest[2:], "k", "ghkq", 1.0)
        if rest.startswith("nge"):
            yield rest[3:], 1.0 + _RESTORED  # menge-cat
    elif rest.startswith("ny"):
        yield "s" + rest[2:], 1.0
    elif rest.startswith("m"):
        yield from _swallowed(rest[1:], "p", "bfpv", 1.0, vowel_initial=False)
    elif rest.startswith("n"):
        yield from _swallowed(rest[1:], "t", "cdjstz", 1.0, vowel_initial=False)


def _spoken_nasal(word: str) -> Iterator[Candidate]:
    if word.startswith("ng"):
        yield from _swallowed(word[2:], "k", "ghklrwj", _SPOKEN)
        if word.startswith("nge"):
            yield word[3:], _SPOKEN + _RESTORED
    elif word.startswith("ny"):
        yield "c" + word[2:], _SPOKEN  # nyuci, nyari: where both are words it mostly is this one
        yield "s" + word[2:], _SPOKEN + _RESTORED
    elif word.startswith("m"):
        yield from _swallowed(word[1:], "p", "blrw", _SPOKEN, vowel_initial=False)
    elif word.startswith("n"):
        yield from _swallowed(word[1:], "t", "cdjt", _SPOKEN, vowel_initial=False)


def _swallowed(rest: str, swallowed: str, kept: str, cost: float, *, vowel_initial: bool = True) -> Iterator[Candidate]:
    """What follows a nasal: before a vowel a consonant may have been swallowed, before a consonant none was."""
    first = rest[:1]
    if first and first in VOWELS:
        if vowel_initial:
            yield rest, cost
        yield swallowed + rest, cost + _RESTORED
    elif first and first in kept:
        yield rest, cost
