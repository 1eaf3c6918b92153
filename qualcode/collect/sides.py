"""Sides: who of the speakers asks and who answers, proposed.

The rule: people decide. A role says it itself, a legend or a header for its letters and names; else it is told by the
usual pairs of letters (P and I, T and J), or by asking most. Where nothing tells it, it is unknown.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping

from qualcode.collect.roles import role_side


def asks(words: str) -> bool:
    """Whether an utterance holds a question."""
    return "?" in words or "？" in words or "؟" in words


def sides(speech: Iterable[tuple[str, str]], known: Mapping[str, str]) -> dict[str, str]:
    """The side proposed for each label: ``speech`` is key and words of every turn, ``known`` the sides that a header, a
    legend or a person gives to labels."""
    speech = list(speech)
    turns = Counter([key for key, _words in speech])
    found = {key: side for key in turns if (side := known.get(key) or role_side(key))}
    if "interviewer" not in found.values():
        asking = Counter([key for key, words in speech if asks(words)])
        share = {key: asking[key] / turns[key] for key in turns if key not in found}
        if who := _who_asks(share, turns, answered=bool(found)):
            found[who] = "interviewer"
    others = "informant" if "interviewer" in found.values() else "unknown"
    return {key: found.get(key, others) for key in turns}


_PAIRS = (("p", "injr"), ("t", "jin"), ("q", "a"), ("m", "pij"), ("i", "rnbg"), ("e", "rmai"))


def _who_asks(share: dict[str, float], turns: Counter[str], answered: bool) -> str | None:
    """Who asks among labels that do not say it; ``share``: how many of a label's turns hold a question."""
    letters = {key: re.sub(r"[\d\W]+", "", key) for key in share}
    for one, answers in _PAIRS:
        others = [key for key in share if letters[key] and letters[key] in answers]
        if (
            one == "p"
            and "p" in share
            and not others
            and all(len(letter) > 3 for letter in letters.values() if letter != "p")
        ):
            return "p" if len(share) > 1 or answered else None
        if one in share and others:
            swapped = len(others) == 1 and share[others[0]] >= 0.5 > 3 * share[one] and turns[one] >= 3
            return others[0] if swapped else one
    ranked = sorted(share, key=lambda key: share[key], reverse=True)
    if len(ranked) == 1 and answered and share[ranked[0]] >= 0.4:
        return ranked[0]
    if len(ranked) > 1 and turns[ranked[0]] >= 3 and share[ranked[0]] >= 0.5 and share[ranked[1]] <= 0.25:
        return ranked[0]
    return None
