"""TOWS strategies, and the mistakes a machine can find in a SWOT.

One rule: a strategy names the factors it answers, at least one internal and one external, and stands in the
cell those factors make; a factor names its evidence or is printed 'tanpa bukti'. What is found is listed
beside the matrix for a person to judge; nothing is refused and nothing is changed.

TOWS: Weihrich (1982, Long Range Planning 15(2), pp. 54-66).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qualcode.conclude.swot import EXTERNAL, INTERNAL, QUADRANTS, Item, Table
from qualcode.display.terms import Term, term
from qualcode.i18n import N_

CELLS = ("SO", "WO", "ST", "WT")
FACTORS = range(5, 11)  # usual number in each of S, W, O and T
UNEQUAL = 2  # more factors than this in one list than in its opposite tilt a difference

MISTAKES: dict[str, Term] = {
    "no_internal": ("tanpa faktor internal", N_("no internal factor")),
    "no_external": ("tanpa faktor eksternal", N_("no external factor")),
    "other_cell": ("faktor dari sel lain", N_("factor of another cell")),
    "unknown_cell": ("sel tidak dikenal", N_("unknown cell")),
    "unknown_factor": ("faktor tidak dikenal", N_("unknown factor")),
    "no_owner": ("tanpa penanggung jawab", N_("nobody responsible")),
    "repeats_factor": ("mengulang faktor", N_("repeats a factor")),
    "duplicate": ("strategi kembar", N_("same strategy twice")),
    "unused": ("belum dipakai strategi", N_("used by no strategy")),
    "no_evidence": ("tanpa bukti", N_("no evidence")),
    "wish": ("keinginan, bukan keadaan", N_("a wish, not a condition")),
    "looks_external": ("tampak eksternal", N_("looks external")),
    "looks_internal": ("tampak internal", N_("looks internal")),
    "borderline": ("perbatasan: perlu memo", N_("borderline: needs a memo")),
    "opposites": ("kebalikan satu sama lain", N_("opposites of each other")),
    "unrated": ("belum dinilai", N_("not weighed or rated")),
    "one_rater": ("satu penilai", N_("one rater")),
    "few_factors": ("kurang dari 5 faktor", N_("fewer than 5 factors")),
    "many_factors": ("lebih dari 10 faktor", N_("more than 10 factors")),
    "unequal_lists": ("jumlah faktor timpang", N_("lists of unequal length")),
    "no_unit": ("unit analisis tidak disebut", N_("unit of analysis not stated")),
}
INVALID = {"no_internal", "no_external", "other_cell", "unknown_cell", "unknown_factor"}


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# First words of a wish or a strategy, where a factor should state how things are.
_WISHES = _words("""
    perlu perlunya harus seharusnya sebaiknya hendaknya semoga diharapkan agar supaya wajib meningkatkan
    tingkatkan mendorong dorong memperkuat perkuat memperbaiki perbaiki mengembangkan kembangkan
    mengoptimalkan optimalkan optimalisasi mewujudkan wujudkan memperluas perluas membangun bangun menyusun
    susun menciptakan ciptakan menguatkan penguatan memastikan pastikan should must need needs improve
    strengthen develop promote encourage ensure optimise optimize
""")
# Words that only turn a sentence about, so that a strength and a weakness with the same rest are opposites.
_TURNS = _words("""
    tidak belum kurang bukan tanpa ada adanya sudah telah masih cukup sangat yang lemah kuat lemahnya
    kuatnya baik buruk tinggi rendah tingginya rendahnya terbatas memadai tersedia banyak sedikit minim aktif
    pasif not no lack of is are the a an weak strong good poor high low limited sufficient
""")


@dataclass(frozen=True)
class Strategy:
    id: str
    cell: str  # SO, WO, ST or WT
    text: str
    items: tuple[str, ...]  # ids of the factors it answers
    owner: str = ""  # who is responsible


@dataclass(frozen=True)
class Mistake:
    """Something to look at: its kind (a key of MISTAKES) and the ids it concerns (none: the whole table)."""

    kind: str
    ids: tuple[str, ...] = ()


def strategy_mistakes(strategy: Strategy, items: Iterable[Item]) -> tuple[Mistake, ...]:
    """What is wrong with one strategy; none of INVALID among it means that it is valid (Weihrich 1982, p. 60)."""
    known = {item.id: item for item in items}
    used = [known[each].quadrant for each in strategy.items if each in known]
    text = _folded(strategy.text)
    wrong = {
        "unknown_cell": strategy.cell not in CELLS,
        "unknown_factor": any(each not in known for each in strategy.items),
        "no_internal": not any(quadrant in INTERNAL for quadrant in used),
        "no_external": not any(quadrant in EXTERNAL for quadrant in used),
        "other_cell": strategy.cell in CELLS and any(quadrant not in strategy.cell for quadrant in used),
        "no_owner": not strategy.owner.strip(),
        "repeats_factor": any(text == _folded(item.text) for item in known.values()),
    }
    return tuple(Mistake(kind, (strategy.id,)) for kind, found in wrong.items() if found)


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
        groups.setdefault(_folded(strategy.text), []).append(strategy.id)
    return tuple(tuple(ids) for ids in groups.values() if len(ids) > 1)


def tows_mistakes(strategies: Iterable[Strategy], items: Iterable[Item]) -> tuple[Mistake, ...]:
    """All that is to be looked at in a TOWS matrix."""
    plans, factors = list(strategies), list(items)
    found = [mistake for strategy in plans for mistake in strategy_mistakes(strategy, factors)]
    found += [Mistake("duplicate", ids) for ids in duplicates(plans)]
    found += [Mistake("unused", (factor,)) for factor in unused_factors(plans, factors)]
    return tuple(found)


def swot_mistakes(unit: str, convention: str, raters: Sequence[str], items: Iterable[Item]) -> tuple[Mistake, ...]:
    """The common mistakes that need no reader, in a SWOT that may still lack weights and ratings.

    Factors without evidence, unrated, worded as wishes or on the wrong side of the unit; lone raters; lists too
    short, too long, unequal (which tilts a difference), or opposites of each other.
    """
    factors = list(items)
    found = [Mistake("no_unit")] if not unit.strip() else []
    if len(raters) == 1:
        found.append(Mistake("one_rater"))
    for item in factors:
        found += [Mistake(kind, (item.id,)) for kind in _factor_mistakes(item, len(raters))]
    lists = {q: [item for item in factors if item.quadrant == q] for q in QUADRANTS}
    found += [Mistake("few_factors", (q,)) for q in QUADRANTS if len(lists[q]) < FACTORS.start]
    found += [Mistake("many_factors", (q,)) for q in QUADRANTS if len(lists[q]) >= FACTORS.stop]
    for one, other in (INTERNAL, EXTERNAL):
        if convention == "B" and abs(len(lists[one]) - len(lists[other])) > UNEQUAL:
            found.append(Mistake("unequal_lists", (one, other)))
        found += [
            Mistake("opposites", (a.id, b.id))
            for a in lists[one]
            for b in lists[other]
            if _core(a.text) and _core(a.text) == _core(b.text)
        ]
    return tuple(found)


def _factor_mistakes(item: Item, raters: int) -> list[str]:
    internal = item.quadrant in INTERNAL
    asked = item.can_change is not None and item.exists_without is not None
    rated = sum(value is not None for value in item.rating)
    wrong = {
        "no_evidence": not item.evidence,
        "unrated": not rated or (item.weight is None and all(value is None for value in item.importance)),
        "one_rater": rated == 1 and raters > 1,
        "wish": item.condition is False or bool(set(_folded(item.text)[:1]) & _WISHES),
        "borderline": asked and item.can_change == item.exists_without,
        "looks_external": internal and item.can_change is False and item.exists_without is True,
        "looks_internal": not internal and item.can_change is True and item.exists_without is False,
    }
    return [kind for kind, held in wrong.items() if held]


def linked_score(strategy: Strategy, table: Table) -> float:
    """Sum of the scores of its factors: a heuristic for order, printed with the convention.

    Under convention A a graver weakness or threat scores lower, so that there a high sum does not mean
    urgent.
    """
    return sum(row.score for row in table.rows if row.item.id in strategy.items)


def mistake_label(mistake: Mistake) -> str:
    """`W1: no evidence`."""
    words = term(MISTAKES[mistake.kind])
    return f"{', '.join(mistake.ids)}: {words}" if mistake.ids else words


def _folded(text: str) -> tuple[str, ...]:
    return tuple(re.findall(r"\w+", text.casefold()))


def _core(text: str) -> frozenset[str]:
    return frozenset(_folded(text)) - _TURNS
