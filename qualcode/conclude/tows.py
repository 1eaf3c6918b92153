"""TOWS strategies: what each answers, and what is to be looked at in them.

One rule: a strategy names the factors it answers, at least one internal and one external, and stands in the cell those
factors make. What is found is listed beside the matrix for a person to judge; nothing is refused and nothing is changed.

TOWS: Weihrich (1982, Long Range Planning 15(2), pp. 54-66).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from qualcode.conclude.swot import EXTERNAL, INTERNAL, Item, Table
from qualcode.conclude.swot_words import ACTS

CELLS = ("SO", "WO", "ST", "WT")
INVALID = {"no_codes", "no_internal", "no_external", "other_cell", "unknown_cell", "unknown_factor"}
ALIKE = 90  # of 100: two texts of three words or more this near say the same (rapidfuzz, token sort)


@dataclass(frozen=True)
class Strategy:
    """``themes``, ``areas``: ids in hex of what it is about and where; ``frame``: when; ``group``: what it is printed under."""

    id: str
    cell: str  # SO, WO, ST or WT
    text: str
    items: tuple[str, ...]  # ids of the factors it answers
    owner: str = ""  # who is responsible
    themes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    frame: str = ""
    group: str = ""


@dataclass(frozen=True)
class Mistake:
    """Something to look at: its kind (a key of ``swot_checks.MISTAKES``), the ids it concerns (none: the whole table), and
    what it was seen by, where that is not plain."""

    kind: str
    ids: tuple[str, ...] = ()
    seen: str = ""


def strategy_mistakes(strategy: Strategy, items: Iterable[Item]) -> tuple[Mistake, ...]:
    """What is wrong with one strategy; none of INVALID among it means that it is valid (Weihrich 1982, p. 60)."""
    known = {item.id: item for item in items}
    used = [known[each].quadrant for each in strategy.items if each in known]
    wrong = {
        "unknown_cell": strategy.cell not in CELLS,
        "unknown_factor": any(each not in known for each in strategy.items),
        "no_codes": not strategy.items,
        "no_internal": not any(quadrant in INTERNAL for quadrant in used),
        "no_external": not any(quadrant in EXTERNAL for quadrant in used),
        "other_cell": strategy.cell in CELLS and any(quadrant not in strategy.cell for quadrant in used),
        "no_owner": not strategy.owner.strip(),
        "no_act": not begins_with_act(strategy.text),
    }
    found = [Mistake(kind, (strategy.id,)) for kind, held in wrong.items() if held]
    found += [
        Mistake("repeats_factor", (strategy.id, item.id))
        for item in known.values()
        if same_words(without_act(strategy.text), item.text) or same_words(strategy.text, item.text)
    ]
    return tuple(found)


def is_valid(strategy: Strategy, items: Iterable[Item]) -> bool:
    """Whether it has an internal and an external factor, all known and all of its own cell."""
    return not INVALID.intersection(mistake.kind for mistake in strategy_mistakes(strategy, items))


def unused_factors(strategies: Iterable[Strategy], items: Iterable[Item]) -> tuple[str, ...]:
    used = {each for strategy in strategies for each in strategy.items}
    return tuple(item.id for item in items if item.id not in used)


def duplicates(strategies: Iterable[Strategy]) -> tuple[tuple[str, ...], ...]:
    """Groups of strategies whose text is the same but for case, spaces and punctuation."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for strategy in strategies:
        groups.setdefault(folded(strategy.text), []).append(strategy.id)
    return tuple(tuple(ids) for ids in groups.values() if len(ids) > 1)


def near_duplicates(strategies: Iterable[Strategy]) -> tuple[tuple[str, str], ...]:
    """Pairs of strategies that say nearly the same in other words' order."""
    return tuple(
        (a.id, b.id)
        for a, b in combinations(list(strategies), 2)
        if folded(a.text) != folded(b.text) and same_words(a.text, b.text)
    )


def tows_mistakes(strategies: Iterable[Strategy], items: Iterable[Item]) -> tuple[Mistake, ...]:
    """All that is to be looked at in a TOWS matrix."""
    plans, factors = list(strategies), list(items)
    found = [mistake for strategy in plans for mistake in strategy_mistakes(strategy, factors)]
    found += [Mistake("duplicate", ids) for ids in duplicates(plans)]
    found += [Mistake("alike", ids) for ids in near_duplicates(plans)]
    found += [Mistake("unused", (factor,)) for factor in unused_factors(plans, factors)]
    return tuple(found)


def linked_score(strategy: Strategy, table: Table) -> float:
    """Sum of the scores of its factors: a heuristic for order, printed with the convention.

    Under convention A a graver weakness or threat scores lower, so that there a high sum does not mean
    urgent.
    """
    return sum(row.score for row in table.rows if row.item.id in strategy.items)


def begins_with_act(text: str) -> bool:
    """Whether a text begins with a verb of doing: ``Menugaskan``, ``Perkuat``, ``Train``."""
    first = (folded(text) or ("",))[0]
    return first in ACTS or (first.startswith("me") and len(first) > 5) or (first.startswith("ber") and len(first) > 5)


def without_act(text: str) -> str:
    """The text after its first word, where that is a verb."""
    return text.strip().partition(" ")[2] if begins_with_act(text) else text


def same_words(one: str, other: str) -> bool:
    """Whether two texts are made of nearly the same words; short ones only where they are the same."""
    from rapidfuzz import fuzz

    a, b = folded(one), folded(other)
    if a == b:
        return bool(a)
    return min(len(a), len(b)) > 2 and fuzz.token_sort_ratio(" ".join(a), " ".join(b)) >= ALIKE


def folded(text: str) -> tuple[str, ...]:
    """The words of a text as they are compared."""
    return tuple(re.findall(r"\w+", text.casefold()))
