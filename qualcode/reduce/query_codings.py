"""What ``--where`` can ask of a coding.

One rule: a name in a query must be known. A misspelt code or kelurahan is an error with the nearest names, never an empty
list, since an empty list reads as 'nobody said so'. A code stands for the codes beneath it and for what was combined into
it; a region for what lies in it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from qualcode.collect.regions import need_region, region_named
from qualcode.collect.values import GENRES
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.codings import GRADES, Coding, Placed
from qualcode.reduce.query import Query, Term, bound, parse, terms
from qualcode.reduce.query_people import NONE, Kept, Speakers, recorded_keys, wanted
from qualcode.reduce.query_saved import texts
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.store.lookup import find

Test = Callable[[Coding | Placed], bool]
Scope = Callable[[bytes, bytes | None], bool]
ANY = "any"


@dataclass(frozen=True)
class Meaning:
    """What a term says: ``test`` of a coding; ``scope`` of a source and who speaks there (None: nobody who is named), where the
    term asks nothing of the passage itself."""

    test: Test
    scope: Scope | None = None


_CHOICES: dict[str, tuple[str, ...]] = {
    "origin": ("manual", "keyword", "learned", "imported"),
    "review": ("one", "bulk"),
    "grade": GRADES,
    "layer": ("own", "consensus"),
    "state": ("unchanged", "moved", "changed", "lost"),
}
_DATE = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")


def coding_test(project: Project, text: str) -> Test:
    """The query as a test of codings. UserError where it cannot be read, or names what there is not."""
    query, meanings = understood(project, text)
    return bound(query, lambda term: meanings[term].test)


def understood(project: Project, text: str) -> tuple[Query, dict[Term, Meaning]]:
    """The query, and what each of its terms means here. UserError likewise."""
    keys = recorded_keys(project)
    query = parse(text, {*FIELDS, *keys}, texts(project))
    return query, {
        term: FIELDS[term.field](project, term) if term.field in FIELDS else _recorded(project, term, keys[term.field])
        for term in terms(query)
    }


def _where(term: Term) -> str:
    return _("query, character %d") % (term.at + 1)


def _code(project: Project, term: Term) -> Meaning:
    book = codebook(project, all_codes=True)
    codes = {find_code(book, term.value, _where(term)).id}
    while more := {c.id for c in book if (c.parent in codes or c.merged_into in codes) and c.id not in codes}:
        codes |= more
    return Meaning(lambda coding: coding.code in codes)


def _place(level: str) -> Callable[[Project, Term], Meaning]:
    """A kecamatan may share its name with one of its kelurahan: the field says which is meant."""

    def of(project: Project, term: Term) -> Meaning:
        inside = _inside(project, need_region(project, term.value, level=level, where=_where(term)))
        people = Speakers(project)
        return Meaning(
            lambda coding: not inside.isdisjoint(people.areas(coding)),
            lambda source, speaker: people.home(source, speaker) in inside,
        )

    return of


def _region(project: Project, term: Term) -> bytes:
    try:
        return region_named(project, term.value)
    except UserError as error:
        raise UserError(error.what, where=_where(term), todo=error.todo) from None


def _inside(project: Project, region: bytes) -> set[bytes]:
    """The region and all that lies in it."""
    found = {region}
    rows = project.rows("SELECT id, parent FROM region WHERE removed=0")
    while more := {rec for rec, parent in rows if parent in found and rec not in found}:
        found |= more
    return found


def _source(project: Project, term: Term) -> Meaning:
    if any(sign in term.value for sign in "*?["):
        pattern = fold(term.value)
        names = dict(project.rows("SELECT id, name FROM source WHERE removed=0"))
        meant = {rec for rec, name in names.items() if fnmatchcase(fold(name), pattern)}
    else:
        meant = {find(project, "source", term.value, where=_where(term))}
    return Meaning(lambda coding: coding.source in meant, lambda source, _speaker: source in meant)


def _coder(project: Project, term: Term) -> Meaning:
    meant = find(project, "coder", term.value, where=_where(term))
    return Meaning(lambda coding: coding.coder == meant)


def _valence(project: Project, term: Term) -> Meaning:
    known: dict[str, int | None] = {"-1": -1, "−1": -1, "0": 0, "1": 1, "+1": 1} | dict.fromkeys(NONE)
    if term.value not in known:
        raise UserError(_("valence is -1, 0, +1 or none, not “%s”") % term.value, where=_where(term))
    return Meaning(lambda coding: coding.valence == known[term.value])


def _choice(name: str) -> Callable[[Project, Term], Meaning]:
    def of(project: Project, term: Term) -> Meaning:
        if term.value not in (*_CHOICES[name], *NONE):
            raise UserError(
                _("“%s” is no %s") % (term.value, name), where=_where(term), todo=", ".join((*_CHOICES[name], NONE[0]))
            )
        asked = None if term.value in NONE else term.value
        return Meaning(lambda coding: (getattr(coding, name) or None) == asked)

    return of


def _kind(project: Project, term: Term) -> Meaning:
    if term.value not in GENRES:
        raise UserError(_("“%s” is no %s") % (term.value, "kind"), where=_where(term), todo=", ".join(GENRES))
    kinds = dict(project.rows("SELECT id, genre FROM source WHERE removed=0"))
    return Meaning(
        lambda coding: kinds.get(coding.source) == term.value, lambda source, _speaker: kinds.get(source) == term.value
    )


def _about(project: Project, term: Term) -> Meaning:
    if term.value in NONE:
        return Meaning(lambda coding: coding.about is None)
    if term.value == ANY:
        return Meaning(lambda coding: coding.about is not None)
    inside = _inside(project, _region(project, term))
    return Meaning(lambda coding: coding.about in inside)


def _date(project: Project, term: Term) -> Meaning:
    """The source's date: a year, month or day, or ``2025-06..2025-07`` with either end left open."""
    dates: dict[bytes, str | None] = dict(project.rows("SELECT id, date FROM source WHERE removed=0"))
    if term.value in NONE:
        return Meaning(lambda coding: not dates.get(coding.source), lambda source, _speaker: not dates.get(source))
    low, dots, high = term.value.partition("..")
    high = high if dots else low
    if not (low or high) or any(end and not _DATE.fullmatch(end) for end in (low, high)):
        raise UserError(
            _("“%s” is no date") % term.value, where=_where(term), todo=_("Write 2025, 2025-07, 2025-07-03 or 2025-06..2025-07")
        )  # fmt: skip

    def then(source: bytes) -> bool:
        # A shorter end holds all that begins with it, so "~", which follows every digit, closes the upper one.
        date = dates.get(source)
        return bool(date) and low <= str(date) <= (high or "9") + "~"

    return Meaning(lambda coding: then(coding.source), lambda source, _speaker: then(source))


def _text(project: Project, term: Term) -> Meaning:
    """Words as a keyword finds them: ``text:utang`` also in *ngutang*."""
    from qualcode.language.matching import compile_keywords

    try:
        matcher = compile_keywords({term.field: [term.value]})
    except UserError as error:
        raise UserError(error.what, where=_where(term), todo=error.todo) from None
    return Meaning(lambda coding: isinstance(coding, Coding) and bool(matcher.find(coding.quote)))


def _recorded(project: Project, term: Term, key: str) -> Meaning:
    """What is recorded of the source or of who speaks: a role, a gender, an age, an attribute of the study's own."""
    people = Speakers(project)
    kept = Kept(project, key, people)
    fits = wanted(kept, term.value, _where(term))
    nobody: set[bytes | None] = {None}
    return Meaning(
        lambda coding: any(fits(kept.of(coding.source, one)) for one in people.of(coding) or nobody),
        lambda source, speaker: fits(kept.of(source, speaker)),
    )


FIELDS: dict[str, Callable[[Project, Term], Meaning]] = {
    "code": _code, "kelurahan": _place("kelurahan"), "kecamatan": _place("kecamatan"), "source": _source, "coder": _coder,
    "kind": _kind, "valence": _valence, "about": _about, "date": _date, "text": _text, **{name: _choice(name) for name in _CHOICES},
}  # fmt: skip
