"""What ``--where`` can ask of a coding.

One rule: a name in a query must be known. A misspelt code or kelurahan is an error with the nearest names, never an empty
list, since an empty list reads as 'nobody said so'. A code stands for the codes beneath it and for what was combined into
it; a region for what lies in it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from fnmatch import fnmatchcase

from qualcode.collect.regions import need_region, region_named
from qualcode.collect.sources import GENRES
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speaker_key
from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.codings import GRADES, Coding
from qualcode.reduce.query import Term, bound, parse
from qualcode.store import Project, versions
from qualcode.store.ids import fold, speaker_id
from qualcode.store.lookup import find
from qualcode.store.versions import Version

Test = Callable[[Coding], bool]
NONE = ("none", "-", "–")  # as a value: the field is empty
ANY = "any"

_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": tuple(GENRES),
    "origin": ("manual", "keyword", "learned", "imported"),
    "review": ("one", "bulk"),
    "grade": GRADES,
    "layer": ("own", "consensus"),
    "state": ("unchanged", "moved", "changed", "lost"),
}
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


def coding_test(project: Project, text: str) -> Test:
    """The query as a test of codings. UserError where it cannot be read, or names what there is not."""
    return bound(parse(text, FIELDS), lambda term: FIELDS[term.field](project, term))


def _where(term: Term) -> str:
    return _("query, character %d") % (term.at + 1)


def _code(project: Project, term: Term) -> Test:
    book = codebook(project, all_codes=True)
    wanted = {find_code(book, term.value, _where(term)).id}
    while more := {c.id for c in book if (c.parent in wanted or c.merged_into in wanted) and c.id not in wanted}:
        wanted |= more
    return lambda coding: coding.code in wanted


def _place(level: str) -> Callable[[Project, Term], Test]:
    """A kecamatan may share its name with one of its kelurahan: the field says which is meant."""

    def of(project: Project, term: Term) -> Test:
        inside = _inside(project, need_region(project, term.value, level=level, where=_where(term)))
        areas = areas_of(project)
        return lambda coding: not inside.isdisjoint(areas(coding))

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


def _source(project: Project, term: Term) -> Test:
    if any(sign in term.value for sign in "*?["):
        pattern = fold(term.value)
        names = dict(project.rows("SELECT id, name FROM source WHERE removed=0"))
        wanted = {rec for rec, name in names.items() if fnmatchcase(fold(name), pattern)}
    else:
        wanted = {find(project, "source", term.value, where=_where(term))}
    return lambda coding: coding.source in wanted


def _coder(project: Project, term: Term) -> Test:
    wanted = find(project, "coder", term.value, where=_where(term))
    return lambda coding: coding.coder == wanted


def _valence(project: Project, term: Term) -> Test:
    known: dict[str, int | None] = {"-1": -1, "−1": -1, "0": 0, "1": 1, "+1": 1} | dict.fromkeys(NONE)
    if term.value not in known:
        raise UserError(_("valence is -1, 0, +1 or none, not “%s”") % term.value, where=_where(term))
    return lambda coding: coding.valence == known[term.value]


def _choice(name: str) -> Callable[[Project, Term], Test]:
    def of(project: Project, term: Term) -> Test:
        if name == "kind":
            genres = dict(project.rows("SELECT id, genre FROM source WHERE removed=0"))
            value: Callable[[Coding], str | None] = lambda coding: genres.get(coding.source)  # noqa: E731
        else:
            value = lambda coding: getattr(coding, name)  # noqa: E731
        if term.value in NONE:
            return lambda coding: not value(coding)
        if term.value not in _CHOICES[name]:
            raise UserError(
                _("“%s” is no %s") % (term.value, name), where=_where(term), todo=", ".join((*_CHOICES[name], NONE[0]))
            )
        return lambda coding: value(coding) == term.value

    return of


def _about(project: Project, term: Term) -> Test:
    if term.value in NONE:
        return lambda coding: coding.about is None
    if term.value == ANY:
        return lambda coding: coding.about is not None
    inside = _inside(project, _region(project, term))
    return lambda coding: coding.about in inside


def _date(project: Project, term: Term) -> Test:
    """The source's date: a year, month or day, or ``2025-06..2025-07`` with either end left open."""
    dates = dict(project.rows("SELECT id, date FROM source WHERE removed=0"))
    if term.value in NONE:
        return lambda coding: not dates.get(coding.source)
    low, dots, high = term.value.partition("..")
    high = high if dots else low
    if not (low or high) or any(end and not _DATE.fullmatch(end) for end in (low, high)):
        raise UserError(
            _("“%s” is no date") % term.value, where=_where(term), todo=_("Write 2025, 2025-07, 2025-07-03 or 2025-06..2025-07")
        )  # fmt: skip
    # A shorter end holds all that begins with it, so "~", which follows every digit, closes the upper one.
    return lambda coding: bool(dates.get(coding.source)) and low <= dates[coding.source] <= (high or "9") + "~"


def _text(project: Project, term: Term) -> Test:
    """Words as a keyword finds them: ``text:utang`` also in *ngutang*."""
    from qualcode.language.matching import compile_keywords

    try:
        matcher = compile_keywords({term.field: [term.value]})
    except UserError as error:
        raise UserError(error.what, where=_where(term), todo=error.todo) from None
    return lambda coding: bool(matcher.find(coding.quote))


FIELDS: dict[str, Callable[[Project, Term], Test]] = {
    "code": _code, "kelurahan": _place("kelurahan"), "kecamatan": _place("kecamatan"), "source": _source, "coder": _coder,
    "valence": _valence, "about": _about, "date": _date, "text": _text, **{name: _choice(name) for name in _CHOICES},
}  # fmt: skip


def areas_of(project: Project) -> Callable[[Coding], set[bytes]]:
    """Where a coding counts: its ``about``, else the homes of the informants whose speech it overlaps, else its source's
    region; of an informant whose home is not known, the source's."""
    own = dict(project.rows("SELECT id, region FROM source WHERE removed=0"))
    homes: dict[bytes, bytes | None] = {}
    sides: dict[bytes, str] = {}
    at_home: dict[bytes, set[bytes]] = defaultdict(set)
    for source, speaker, side, home in project.rows(
        "SELECT s.source, s.id, s.side, p.home FROM speaker s LEFT JOIN participant p ON p.id=s.participant AND p.removed=0"
        " WHERE s.removed=0"
    ):
        homes[speaker], sides[speaker] = home, side
        if side != "interviewer" and (home or own.get(source)):
            at_home[source].add(home or own[source])
    texts: dict[bytes, Version | None] = {}

    def speakers(coding: Coding) -> set[bytes]:
        if coding.source not in texts:
            texts[coding.source] = versions.current(project, coding.source)
        now = texts[coding.source]
        found: set[bytes] = set()
        if now is None:
            return found
        turns = now.marks.turns
        at = max(0, bisect_right(turns, coding.start, key=lambda turn: turn.speech[0]) - 1)
        for turn in turns[at:]:
            if turn.speech[0] >= coding.stop:
                break
            if turn.label is not None and coding.start < turn.speech[1]:
                found.add(speaker_id(coding.source, speaker_key(now.text[slice(*turn.label)])))
        return {rec for rec in found if sides.get(rec, "interviewer") != "interviewer"}

    def areas(coding: Coding) -> set[bytes]:
        if coding.about:
            return {coding.about}
        region = own.get(coding.source)
        spoken = speakers(coding)
        if not spoken and len(at_home[coding.source]) == 1:  # nobody who is named, where all live in one place
            return at_home[coding.source]
        return {area for area in ([homes[rec] or region for rec in spoken] or [region]) if area}

    return areas
