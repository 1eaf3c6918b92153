"""How often codes are given, out of how many finished sources and by how many informants.

The rule: a source counts for a code only where it is finished for it by whoever counts there; what raises the code elsewhere is
told apart and never in the denominator.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.display.columns import informants
from qualcode.display.content import Group, axis_of, terms
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import Segment, counted, owners
from qualcode.reduce.selection import selection
from qualcode.store import Project
from qualcode.store.ids import fold


@dataclass(frozen=True)
class CodeCount:
    """A code: counted segments, finished sources that raise it (m of n), informants (who speaks in several
    sources is one), segments by group (None: nobody has finished looking for it there, which is no zero); ``unfinished``:
    sources that raise it and are not finished for it."""

    id: bytes
    name: str
    segments: int
    raised: int
    finished: int
    unfinished: int
    informants: int
    counts: tuple[int | None, ...]
    passages: tuple[Segment, ...] = ()


@dataclass(frozen=True)
class Codes:
    """``words``: of all informants, that rates are per 1,000 of; ``elsewhere``: segments in no group."""

    by: str
    groups: tuple[Group, ...]
    codes: tuple[CodeCount, ...]
    words: int
    elsewhere: int
    unsettled: int
    where: str = ""  # the query that only passages it names were counted of


def code_frequency(project: Project, *, by: str = "", where: str = "") -> Codes:
    """How often each living code is given in the agreed layer, the commonest first, those never given too. ``where``: only
    passages it names, out of the sources that could hold one; where it asks only who and where, the rates are of their words.
    UserError where it cannot be read."""
    across = axis_of(project, by)
    counts, done, base = counted(project), _finished(project), ""
    if where.strip():
        chosen = selection(project, where)
        counts, base = chosen.of(counts), "" if chosen.passages else where
        able = {
            source
            for source, speakers in informants(project).items()
            if any(chosen.could(source, one) for one in speakers or (None,))
        }
        done = defaultdict(set, {code: sources & able for code, sources in done.items()})
    said = terms(project, by=by, where=base)
    groups = said.groups
    by_code: dict[bytes, list[Segment]] = defaultdict(list)
    for segment in counts.segments:
        by_code[segment.code].append(segment)
    place = across.place if across else (lambda _segment: None)
    inside = {group.id: set(across.inside[group.id]) for group in groups} if across else {}
    people = dict(
        project.rows(
            "SELECT s.id, p.id FROM speaker s JOIN participant p ON p.id=s.participant AND p.removed=0 WHERE s.removed=0"
        )
    )
    found = []
    for code in codebook(project):
        segments = by_code.get(code.id, [])
        raised = {segment.source for segment in segments}
        at = Counter(place(segment) for segment in segments)
        looked = done[code.id]
        by_group = tuple(at[rec] if at[rec] or sources & looked else None for rec, sources in inside.items())
        found.append(
            CodeCount(
                code.id, code.name, len(segments), len(raised & looked), len(looked), len(raised - looked),
                len({people.get(one.speaker, one.speaker) for one in segments if one.speaker}), by_group, tuple(segments),
            )
        )  # fmt: skip
    found.sort(key=lambda one: (-one.segments, -one.raised, fold(one.name)))
    elsewhere = sum(place(segment) not in inside for segment in counts.segments) if across else 0
    return Codes(by, groups, tuple(found), said.words, elsewhere, counts.unsettled, where.strip())


def _finished(project: Project) -> dict[bytes, set[bytes]]:
    """The sources that are finished for each code by whoever counts there."""
    done = finished_codes(project)
    found: dict[bytes, set[bytes]] = defaultdict(set)
    for source, who in owners(project).items():
        for code in done.get((source, who), ()) if who else ():
            found[code].add(source)
    return found


def finished_sources(project: Project, codes: Iterable[bytes]) -> set[bytes]:
    """The sources finished for all of these codes."""
    by_code = _finished(project)
    wanted = [by_code[code] for code in codes]
    return set.intersection(*wanted) if wanted else set()
