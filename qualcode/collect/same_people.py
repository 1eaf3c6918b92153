"""Who may be the same person in two sources: proposed with what speaks for it and what against it.

The rule: a likeness only proposes. Names are compared without titles, by their spelling and by initials; home, gender, age
and role must bear them out. A pair that a person refused does not come back. Where the key is open real names are compared,
and none is shown: what is said names people by their pseudonyms.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from qualcode.collect.inventory import PRESENT
from qualcode.collect.persons import initials, title_gender, untitled
from qualcode.collect.roles import role_side
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speaker_key
from qualcode.store import Project, act, joined
from qualcode.store.ids import fold
from qualcode.store.settings import settings, write_setting

ENOUGH = 4  # points at which two are proposed as one
ALIKE = 85  # rapidfuzz ratio, 0-100, from which two spellings may be one name


@dataclass(frozen=True)
class Participant:
    """A participant as they are compared: ``home`` a region's name, empty texts where nothing is known, ``sources`` where
    they speak."""

    id: bytes
    name: str
    home: str
    role: str
    gender: str
    age_band: str
    sources: frozenset[bytes]
    real: str = field(default="", repr=False)  # the name in the open key

    @property
    def called(self) -> str:
        """What is compared."""
        return self.real or self.name


@dataclass(frozen=True)
class Proposal:
    """Two participants who may be one person. ``points``: how much speaks for it, from ``ENOUGH``; ``reasons`` and
    ``against`` as a person reads them."""

    one: Participant
    other: Participant
    points: int
    reasons: tuple[str, ...]
    against: tuple[str, ...]


def same_people(project: Project) -> list[Proposal]:
    """Pairs of participants who may be one person, the likeliest first. Real names are compared where the key is open, else
    pseudonyms."""
    refused = _refused(project)
    people = _everybody(project)
    labels = dict(project.rows("SELECT id, name FROM source"))
    found = []
    for one, other in _candidates(people):
        if frozenset((one.id, other.id)) not in refused and (proposal := _compare(one, other, labels)):
            found.append(proposal)
    return sorted(found, key=lambda p: (-p.points, fold(p.one.name), fold(p.other.name), p.one.id, p.other.id))


def namesakes(project: Project) -> list[Proposal]:
    """Pairs of one name, titles apart, whom their sources give different homes: one informant claimed for two areas, or two
    people of one name. Nobody of a role or of initials, and no pair that was told apart or that ``same_people`` proposes."""
    refused = _refused(project)
    labels = dict(project.rows("SELECT id, name FROM source"))
    found = []
    groups: dict[str, list[Participant]] = defaultdict(list)
    for person in _everybody(project):
        if len(name := _bare(person.called)) > 3 and person.home:
            groups[name].append(person)
    for group in groups.values():
        for at, one in enumerate(group):
            for other in group[at + 1 :]:
                told = frozenset((one.id, other.id)) in refused or one.sources & other.sources
                genders = {who.gender or title_gender(who.called) or "" for who in (one, other)} - {""}
                pair = _weighed(one, other, labels)
                if fold(one.home) != fold(other.home) and len(genders) < 2 and not told and pair.points < ENOUGH:
                    found.append(pair)
    return sorted(found, key=lambda p: (-p.points, fold(p.one.name), p.one.id, p.other.id))


def _everybody(project: Project) -> list[Participant]:
    keyring = project.keyring
    real = {who: one.name for who, one in keyring.people.items()} if keyring is not None else {}
    return list(_each(project, real))


def _each(project: Project, real: Mapping[bytes, str]) -> Iterator[Participant]:
    speaks: dict[bytes, set[bytes]] = defaultdict(set)
    for source, participant in project.rows(
        "SELECT source, participant FROM speaker WHERE removed=0 AND participant IS NOT NULL"
    ):
        speaks[participant].add(source)
    for rec, name, home, role, gender, age in project.rows(
        "SELECT p.id, p.pseudonym, r.name, p.role, p.gender, p.age_band FROM participant p"
        f" LEFT JOIN region r ON r.id=p.home WHERE {PRESENT} ORDER BY p.k"
    ):
        yield Participant(
            rec, name, home or "", role or "", gender or "", age or "", frozenset(speaks[rec]), real.get(rec, "")
        )


def _candidates(people: list[Participant]) -> Iterator[tuple[Participant, Participant]]:
    """Pairs whose names may be one: the same without titles, the first name, the initials, or nearly the same spelling."""
    by_name: dict[str, list[Participant]] = defaultdict(list)
    for person in people:
        if name := _bare(person.called):
            by_name[name].append(person)
    for group in by_name.values():
        yield from ((one, other) for at, one in enumerate(group) for other in group[at + 1 :])
    for one, other in _like_names(sorted(by_name)):
        yield from ((a, b) for a in by_name[one] for b in by_name[other])


def _like_names(names: list[str]) -> Iterator[tuple[str, str]]:
    """Different names that may be one; only names with one first letter are compared."""
    from rapidfuzz import fuzz

    shelves: dict[str, list[str]] = defaultdict(list)
    for name in names:
        shelves[name[0]].append(name)
    for shelf in shelves.values():
        for at, one in enumerate(shelf):
            for other in shelf[at + 1 :]:
                short, long = sorted((one, other), key=len)
                if (
                    short == long.split(" ")[0]
                    or (len(short) <= 3 and short in initials(long))
                    or (len(short) > 3 and not _numbered(short) and fuzz.ratio(one, other) >= ALIKE)
                ):
                    yield one, other


def _numbered(name: str) -> bool:
    return any(map(str.isdecimal, name))


def _bare(name: str) -> str:
    """A name as it is compared; '' for a role that names nobody (Informan, Peserta 3)."""
    key = speaker_key(name)
    return "" if role_side(key) else untitled(key)


def _compare(one: Participant, other: Participant, labels: Mapping[bytes, str]) -> Proposal | None:
    found = _weighed(one, other, labels)
    return found if found.points >= ENOUGH else None


def _weighed(one: Participant, other: Participant, labels: Mapping[bytes, str]) -> Proposal:
    reasons, against = [], []
    a, b = _bare(one.called), _bare(other.called)
    shown = not (one.real or other.real)
    if a == b:
        points = 3
        reasons.append(_("the same name") if shown else _("the same name in the key"))
    elif min(len(a), len(b)) <= 3:
        points = 1
        pair = tuple(sorted((one.name, other.name), key=len))
        reasons.append(
            _("“%s” may be the initials of “%s”") % pair if shown else _("a name may be the initials of the other")
        )
    else:
        points = 2
        reasons.append(_("the names are alike: %s, %s") % (one.name, other.name) if shown else _("the names are alike"))
    genders = [person.gender or title_gender(person.called) or "" for person in (one, other)]
    for weight, cost, heading, mine, theirs in (
        (2, 2, _("kelurahan"), one.home, other.home),
        (1, 7, _("gender"), genders[0], genders[1]),
        (1, 1 if _next_band(one.age_band, other.age_band) else 2, _("age"), one.age_band, other.age_band),
        (2, 0, _("role"), one.role, other.role),
    ):
        if not (mine and theirs):
            continue
        if fold(mine) == fold(theirs) or (heading == _("role") and _same_role(mine, theirs)):
            said = bool(one.gender and other.gender) or heading != _("gender")  # a title says it already
            points += weight if said else 0
            reasons += [f"{heading}: {mine}"] if said else []
        else:
            points -= cost
            against.append(f"{heading}: {mine} / {theirs}")
    if together := one.sources & other.sources:
        points -= 3
        against.append(_("both speak in %s") % ", ".join(sorted(labels.get(source, "") for source in together)))
    return Proposal(one, other, points, tuple(reasons), tuple(against))


def _same_role(mine: str, theirs: str) -> bool:
    from rapidfuzz import fuzz

    return bool(fuzz.token_set_ratio(fold(mine), fold(theirs)) >= 85)


def _next_band(mine: str, theirs: str) -> bool:
    """Whether two age bands lie side by side: a year between two talks may part them."""
    tens = [int(found[1]) for band in (mine, theirs) if (found := re.match(r"(\d+)-an$", band))]
    return len(tens) == 2 and abs(tens[0] - tens[1]) == 10


# Refusing


def apart(project: Project, one: bytes, other: bytes) -> None:
    """Refuse that two participants are one person: the pair is not proposed again. UserError where they were joined."""
    if one == other or joined.everyone(project, one) & joined.everyone(project, other):
        raise UserError(
            _("these two were joined into one participant"), todo=_("“qualcode undo” takes the last join back")
        )
    key = _APART + ":".join(sorted((one.hex(), other.hex())))
    with act(project, "apart") as a:
        write_setting(project, a, key, True)


_APART = "apart:"


def _refused(project: Project) -> set[frozenset[bytes]]:
    """The refused pairs, of those who stand for them now."""
    into = joined.joins(project)
    found = set()
    for key in settings(project, _APART):
        pair = [bytes.fromhex(one) for one in key.split(":")]
        found.add(frozenset(into.get(one, one) for one in pair))
    return found
