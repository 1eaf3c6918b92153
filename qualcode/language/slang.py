"""Everyday and Javanese words of Solo speech, and the Indonesian word each stands for.

One table of our own in ``data/slang.txt``. Some Javanese words are also Indonesian ones with another meaning (``kali``
is a river and 'times'): those count as Javanese only in a turn that holds a Javanese function word besides.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from qualcode.language.roots import DATA


class Slang(NamedTuple):
    """The table, read: what is said -> the Indonesian word."""

    standard: dict[str, str]  # counts everywhere
    ambiguous: dict[str, str]  # counts in a Javanese turn only
    guarded: frozenset[str]  # ambiguous, and meant as Javanese where it is a keyword by itself
    markers: frozenset[str]  # Javanese function words: one of them makes a turn Javanese


@cache
def slang() -> Slang:
    """The table of everyday and Javanese words."""
    standard: dict[str, str] = {}
    ambiguous: dict[str, str] = {}
    guarded: set[str] = set()
    markers: set[str] = set()
    section = ""
    for line in (DATA / "slang.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            word, *said = line.split()
            if section == "markers":
                markers.update((word, *said))
                continue
            (ambiguous if section in ("ambiguous", "guarded") else standard).update(dict.fromkeys(said, word))
            if section == "guarded":
                guarded.update(said)
    return Slang(standard, ambiguous, frozenset(guarded), frozenset(markers))


def is_javanese(words: Iterable[str]) -> bool:
    """Whether one of a turn's words is a Javanese function word (``ora``, ``nggih``, ``sing``)."""
    markers = slang().markers
    return any(word.casefold() in markers for word in words)
