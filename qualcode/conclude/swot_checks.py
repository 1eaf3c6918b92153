"""The common mistakes of a SWOT that a machine can find, each by its name.

One rule: a check points and a person judges; nothing is refused here and nothing is changed. An error is what makes a number
or a strategy meaningless, a warning what a reader will ask about, a note what should be known.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import fmean

from qualcode.conclude.swot import CONVENTIONS, EXTERNAL, INTERNAL, QUADRANTS, SUM_TOLERANCE, SUMS, Item
from qualcode.conclude.swot_position import POSITIONS, position, sensitivity
from qualcode.conclude.swot_records import Swot
from qualcode.conclude.swot_words import TURNS, WISHES, outside_words
from qualcode.conclude.tows import Mistake, folded, same_words, tows_mistakes
from qualcode.display.terms import Term, term
from qualcode.errors import UserError
from qualcode.i18n import N_
from qualcode.store import Project

FACTORS = range(5, 11)  # usual number in each of S, W, O and T
UNEQUAL = 2  # more factors than this in one list than in its opposite tilt a difference
MANY_RATERS = 10  # from which a third decimal may mean something
REVERSED = 1.0  # of the scale: how much nearer a rater's W and T come to the others' when turned round

# kind -> (severity, what it is called)
MISTAKES: dict[str, tuple[str, Term]] = {
    # strategies
    "no_codes": ("error", ("strategi tanpa kode faktor", N_("strategy without factor codes"))),
    "no_internal": ("error", ("tanpa faktor internal", N_("no internal factor"))),
    "no_external": ("error", ("tanpa faktor eksternal", N_("no external factor"))),
    "other_cell": ("error", ("faktor dari sel lain", N_("factor of another cell"))),
    "unknown_cell": ("error", ("sel tidak dikenal", N_("unknown cell"))),
    "unknown_factor": ("error", ("faktor tidak dikenal", N_("unknown factor"))),
    "no_owner": ("warning", ("tanpa penanggung jawab", N_("nobody responsible"))),
    "no_act": ("note", ("tidak diawali kata kerja", N_("does not begin with a verb"))),
    "repeats_factor": ("warning", ("mengulang faktor", N_("repeats a factor"))),
    "duplicate": ("warning", ("strategi kembar", N_("same strategy twice"))),
    "alike": ("note", ("strategi hampir sama", N_("strategies nearly the same"))),
    "unused": ("note", ("belum dipakai strategi", N_("used by no strategy"))),
    # factors
    "no_evidence": ("warning", ("tanpa bukti", N_("no evidence"))),
    "single_case": ("note", ("kasus tunggal", N_("a single case"))),
    "one_sided": ("note", ("satu sisi", N_("one side only"))),
    "wish": ("warning", ("keinginan, bukan keadaan", N_("a wish, not a condition"))),
    "factor_is_strategy": ("warning", ("strategi ditulis sebagai faktor", N_("a strategy listed as a factor"))),
    "external_fact": ("warning", ("fakta luar ditulis sebagai faktor internal", N_("external fact among the internal factors"))),
    "looks_external": ("error", ("tampak eksternal", N_("looks external"))),
    "looks_internal": ("error", ("tampak internal", N_("looks internal"))),
    "borderline": ("error", ("perbatasan: perlu memo", N_("borderline: needs a memo"))),
    "unasked": ("warning", ("tiga pertanyaan belum dijawab", N_("the three questions are not answered"))),
    "opposites": ("warning", ("kebalikan satu sama lain", N_("opposites of each other"))),
    "unrated": ("warning", ("belum dinilai", N_("not weighed or rated"))),
    # the whole
    "one_rater": ("warning", ("satu penilai", N_("one rater"))),
    "no_raters": ("warning", ("tanpa penilai", N_("no raters"))),
    "mixed_conventions": ("error", ("konvensi A dan B tercampur", N_("conventions A and B are mixed"))),
    "no_convention": ("error", ("konvensi rating tidak disebut", N_("rating convention not stated"))),
    "weights_sum": ("error", ("jumlah bobot bukan 1", N_("weights do not sum to 1"))),
    "mixed_weights": ("error", ("sebagian bobot ditulis, sebagian dari penilai", N_("some weights entered, some from raters"))),
    "false_precision": ("note", ("ketelitian semu", N_("false precision"))),
    "empty_list": ("warning", ("daftar kosong", N_("empty list"))),
    "few_factors": ("note", ("kurang dari 5 faktor", N_("fewer than 5 factors"))),
    "many_factors": ("note", ("lebih dari 10 faktor", N_("more than 10 factors"))),
    "unequal_lists": ("warning", ("jumlah faktor timpang", N_("lists of unequal length"))),
    "no_unit": ("error", ("unit analisis tidak disebut", N_("unit of analysis not stated"))),
    "no_sensitivity": ("warning", ("kuadran tanpa uji kepekaan", N_("quadrant stated without sensitivity"))),
    "stated_differs": ("error", ("kuadran tertulis lain dari hitungan", N_("quadrant stated differs from the one computed"))),
}  # fmt: skip
SEVERITIES = ("error", "warning", "note")


def severity(mistake: Mistake) -> str:
    return MISTAKES[mistake.kind][0]


def mistake_words(kind: str) -> str:
    return term(MISTAKES[kind][1])


def mistake_label(mistake: Mistake) -> str:
    """`W1: no evidence`; what it was seen by stands behind it."""
    words = mistake_words(mistake.kind) + (f" ({mistake.seen})" if mistake.seen else "")
    return f"{', '.join(mistake.ids)}: {words}" if mistake.ids else words


def checked(project: Project, held: Swot) -> tuple[Mistake, ...]:
    """Everything to be looked at in a SWOT and its strategies, the gravest first."""
    from qualcode.store.conflicts import conflicts

    frame = {rec for (rec,) in project.rows("SELECT id FROM setting WHERE key='swot.convention'")}
    found = list(all_mistakes(held))
    if any(one.rec in frame for one in conflicts(project)):  # two people chose a convention apart
        found.append(Mistake("mixed_conventions"))
    return tuple(sorted(found, key=lambda one: SEVERITIES.index(severity(one))))


def all_mistakes(held: Swot) -> tuple[Mistake, ...]:
    """The same of what was read, without asking the project."""
    return (
        *swot_mistakes(held.unit, held.convention, held.raters, held.items, held.sums),
        *_stated_mistakes(held),
        *(
            Mistake("factor_is_strategy", (item.id, plan.id))
            for item in held.items
            for plan in held.strategies
            if folded(item.text) == folded(plan.text)
        ),
        *tows_mistakes(held.strategies, held.items),
    )


def swot_mistakes(
    unit: str, convention: str, raters: Sequence[str], items: Iterable[Item], sums: str = "side"
) -> tuple[Mistake, ...]:
    """The common mistakes that need no reader, in a SWOT that may still lack weights and ratings.

    Factors without evidence, unrated, worded as wishes or on the wrong side of the unit; lone raters; lists too
    short, too long, unequal (which tilts a difference), or opposites of each other.
    """
    factors = list(items)
    found = [Mistake("no_unit")] if not unit.strip() else []
    found += [Mistake("no_convention")] if convention not in CONVENTIONS else []
    if len(raters) < 2:
        found.append(Mistake("one_rater" if raters else "no_raters"))
    for item in factors:
        found += _factor_mistakes(item, len(raters), unit)
    found += [Mistake("mixed_conventions", (), name) for name in reversed_raters(raters, factors)]
    found += _weight_mistakes(factors, len(raters), sums)
    lists = {q: [item for item in factors if item.quadrant == q] for q in QUADRANTS}
    found += [Mistake("empty_list", (q,)) for q in QUADRANTS if not lists[q]]
    found += [Mistake("few_factors", (q,)) for q in QUADRANTS if len(lists[q]) < FACTORS.start]
    found += [Mistake("many_factors", (q,)) for q in QUADRANTS if len(lists[q]) >= FACTORS.stop]
    for one, other in (INTERNAL, EXTERNAL):
        if convention == "B" and abs(len(lists[one]) - len(lists[other])) > UNEQUAL:
            found.append(Mistake("unequal_lists", (one, other)))
        found += [
            Mistake("opposites", (a.id, b.id))
            for a in lists[one]
            for b in lists[other]
            if _core(a.text) and (_core(a.text) == _core(b.text) or same_words(a.text, b.text))
        ]
    return tuple(found)


def _factor_mistakes(item: Item, raters: int, unit: str) -> list[Mistake]:
    internal = item.quadrant in INTERNAL
    asked = item.can_change is not None and item.exists_without is not None
    rated = sum(value is not None for value in item.rating)
    outside = outside_words(item.text, unit) if internal and not item.memo else ""
    wrong = {
        "no_evidence": item.basis == "none" or not item.evidence,
        "single_case": item.basis == "single",
        "one_sided": item.basis == "one_sided",
        "unrated": not rated or (item.weight is None and all(value is None for value in item.importance)),
        "one_rater": rated == 1 and raters > 1,
        "unasked": not asked or item.condition is None,
        "wish": item.condition is False or bool(set(folded(item.text)[:1]) & WISHES),
        "borderline": asked and item.can_change == item.exists_without and not item.memo,
        "looks_external": internal and item.can_change is False and item.exists_without is True,
        "looks_internal": not internal and item.can_change is True and item.exists_without is False,
    }
    found = [Mistake(kind, (item.id,)) for kind, held in wrong.items() if held]
    return found + ([Mistake("external_fact", (item.id,), outside)] if outside else [])


def _weight_mistakes(factors: Sequence[Item], raters: int, sums: str) -> list[Mistake]:
    """Entered weights that do not sum to one, stand beside raters' importance, or are finer than their raters."""
    found: list[Mistake] = []
    for side in SUMS[sums]:
        members = [item for item in factors if item.quadrant in side]
        entered = [item.weight for item in members if item.weight is not None]
        if entered and len(entered) < len(members):
            found.append(Mistake("mixed_weights", side))
        elif entered and abs(sum(entered) - 1) > SUM_TOLERANCE:
            found.append(Mistake("weights_sum", side, f"{sum(entered):.3f}"))
    if raters < MANY_RATERS:
        fine = tuple(
            item.id for item in factors if item.weight is not None and abs(round(item.weight, 2) - item.weight) > 1e-9
        )
        found += [Mistake("false_precision", fine)] if fine else []
    return found


def reversed_raters(raters: Sequence[str], factors: Sequence[Item]) -> list[str]:
    """Raters whose weaknesses and threats come nearer to the others' when turned round (1 for 4), by REVERSED a factor or
    more on average over at least three: they read the scale by the other convention. One is turned after another, the
    farthest first; where two are equally far (there are only two raters) both stand together, since nobody knows which."""
    given = [list(item.rating) for item in factors if item.quadrant in "WT"]
    found: list[str] = []
    while len(found) <= len(raters) // 2:
        apart = [_apart(given, at) for at in range(len(raters))]
        most = max(apart, default=0.0)
        if most < REVERSED:
            break
        far = [at for at, value in enumerate(apart) if value == most]
        found.append(", ".join(raters[at] for at in far))
        if len(far) > 1:
            break
        for values in given:
            if far[0] < len(values) and (value := values[far[0]]) is not None:
                values[far[0]] = 5 - value
    return found


def _apart(given: Sequence[Sequence[int | None]], at: int) -> float:
    """How much nearer a rater's values come to the mean of the others' when turned round; 0 below three factors."""
    found: list[float] = []
    for values in given:
        own = values[at] if at < len(values) else None
        others = [value for n, value in enumerate(values) if n != at and value is not None]
        if own is not None and others:
            found.append(abs(own - fmean(others)) - abs(5 - own - fmean(others)))
    return fmean(found) if len(found) >= 3 else 0.0


def _stated_mistakes(held: Swot) -> list[Mistake]:
    """A quadrant that a document states, beside the one that follows from its numbers."""
    if not held.stated:
        return []
    try:
        table = held.table()
        place = position(table)
    except UserError:
        return [Mistake("no_sensitivity", (), held.stated)]
    found = [] if sensitivity(table).runs else [Mistake("no_sensitivity", (), held.stated)]
    named = stated_quadrant(held.stated)
    return found + (
        [Mistake("stated_differs", (), f"{held.stated}, {place.quadrant or '-'}")] if named != place.quadrant else []
    )


def stated_quadrant(text: str) -> str | None:
    """The strategy group a document means by ``SO``, ``Turn-around`` or ``agresif``; None for a number alone, on which
    printed sources disagree."""
    for group, (_number, name) in POSITIONS.items():
        words = {group, *(part.strip() for part in (*name[0].split("/"), *name[1].split("/")))}
        if any(folded(text)[: len(folded(word))] == folded(word) for word in words):
            return group
    return None


def _core(text: str) -> frozenset[str]:
    return frozenset(folded(text)) - TURNS
