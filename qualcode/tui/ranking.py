"""Which of many names a few typed letters mean.

The rule: what a person sees first is what they typed or began to type: that name itself, one that begins with the letters, a word of a name that
does, letters found inside, letters in their order; then what is described with just these words, and a slip of the finger.
Among equals what was used last, then what was used most.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualcode.store.ids import fold

DESCRIBED = 74.0  # what a description says so; above a slip, as a word that stands there is no slip
LEAST = 55.0  # of 100; below this two words are strangers


@dataclass(frozen=True)
class Named:
    """Something to be found: ``names`` it goes by, ``words`` that describe it, how recently (0 the last) and often used."""

    key: str
    names: tuple[str, ...]
    words: str = ""
    recent: int = 1_000_000
    used: int = 0


def ranked(known: Sequence[Named], query: str) -> list[str]:
    """The keys that ``query`` may mean, the likeliest first; all of them, by use, for an empty one."""
    wanted = fold(query)
    if not wanted:
        return [one.key for one in sorted(known, key=lambda one: (one.recent, -one.used))]
    from rapidfuzz import fuzz

    scored = [(max(_score(wanted, fold(name), fuzz.ratio) for name in one.names), one) for one in known]
    scored = [
        (score if score > DESCRIBED else _described(wanted, fold(one.words)) or score, one) for score, one in scored
    ]
    return [
        one.key
        for score, one in sorted(
            scored, key=lambda pair: (-pair[0], pair[1].recent, -pair[1].used, len(pair[1].names[0]))
        )
        if score
    ]


def _score(wanted: str, name: str, alike: Callable[..., float]) -> float:
    if name == wanted:
        return 110.0
    if name.startswith(wanted):
        return 100.0
    words = name.replace("-", " ").replace("/", " ").split()
    if any(word.startswith(wanted) for word in words):
        return 95.0
    if wanted in name:
        return 90.0
    if len(wanted) > 1 and _in_order(wanted, name):
        return 85.0 if name[0] == wanted[0] else 75.0
    slip = max((alike(wanted, part) for part in (name, *words, name[: len(wanted)])), default=0.0)
    return slip * 0.8 if slip * 0.8 >= LEAST else 0.0


def _in_order(wanted: str, name: str) -> bool:
    letters = iter(name)
    return all(letter in letters for letter in wanted)


def _described(wanted: str, words: str) -> float:
    """Every word that was typed begins a word of the description."""
    there = words.replace("-", " ").split()
    return DESCRIBED if all(any(word.startswith(one) for word in there) for one in wanted.split()) else 0.0
