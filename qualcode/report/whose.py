"""How a person is described beside their words, and how many of the study that fits.

One rule: a combination names somebody before a name does. ``coarsely`` prints of each informant no more than at least ENOUGH
informants share: the role goes first or the kelurahan becomes its kecamatan, then the age; days become months. The rule of
thumb is that of statistical disclosure (k of at least 3; Sweeney 2002, Int J Uncertain Fuzz 10, pp. 557-570).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from qualcode.collect.regions import regions
from qualcode.i18n import language
from qualcode.report.blocks import words
from qualcode.store import Project

ENOUGH = 3
_coarse: ContextVar[bool] = ContextVar("say less of people", default=False)


@contextmanager
def coarsely(on: bool = True) -> Iterator[None]:
    """What is built inside says less of people; with ``on`` False nothing changes."""
    before = _coarse.set(on or _coarse.get())
    try:
        yield
    finally:
        _coarse.reset(before)


def is_coarse() -> bool:
    return _coarse.get()


@dataclass(frozen=True)
class Person:
    """A participant as recorded; ``area`` is the home kelurahan, ``above`` its kecamatan."""

    pseudonym: str
    gender: str
    age: str
    role: str
    area: str
    above: str

    def ways(self) -> tuple[tuple[str, ...], ...]:
        """What may be said beside the pseudonym, most first."""
        return (
            (self.gender, self.age, self.role, self.area), (self.gender, self.age, self.role, self.above),
            (self.gender, self.age, self.area), (self.gender, self.age, self.above), (self.gender, self.above), (self.gender,),
        )  # fmt: skip


def described(project: Project) -> dict[bytes, tuple[str, ...]]:
    """By speaker: pseudonym and what is said of them, as recorded or coarsely; empty where nobody is known."""
    people = _people(project)
    fits = _fits(set(people.values()))
    found: dict[bytes, tuple[str, ...]] = {}
    for speaker, person in people.items():
        if person is None:
            found[speaker] = ()
            continue
        ways = person[1].ways()
        way = next((way for n, way in enumerate(ways) if fits[n, way] >= ENOUGH), ()) if is_coarse() else ways[0]
        found[speaker] = tuple(part for part in (person[1].pseudonym, *way) if part)
    return found


def few(project: Project) -> tuple[int, int]:
    """Of how many informants what is said as recorded fits fewer than ENOUGH of the study, and how many there are."""
    people = {person for person in _people(project).values() if person is not None}
    fits = _fits(people)
    return sum(fits[0, person.ways()[0]] < ENOUGH for _rec, person in people), len(people)


def month_of(day: str) -> str:
    """``2025-06-12`` as ``Juni 2025``; what is no such date as nothing."""
    year, _dash, rest = day.partition("-")
    month = rest[:2]
    if not (year.isdigit() and month.isdigit() and 1 <= int(month) <= 12):
        return ""
    return f"{words(language()).months[int(month) - 1]} {year}"


def gender_word(gender: str | None) -> str:
    """A gender as kept (F, M, P, L or a word), in words of the language in use."""
    folded = (gender or "").casefold()
    female, male = ("perempuan", "laki-laki") if language() != "en" else ("woman", "man")
    if folded in ("p", "f", "perempuan", "female", "woman", "w"):
        return female
    return male if folded in ("l", "m", "laki-laki", "male", "man") else gender or ""


def _people(project: Project) -> dict[bytes, tuple[bytes, Person] | None]:
    tree = {region.id: region for region in regions(project)}
    found: dict[bytes, tuple[bytes, Person] | None] = {}
    for speaker, rec, pseudonym, gender, age, role, home in project.rows(
        "SELECT s.id, p.id, p.pseudonym, p.gender, p.age_band, p.role, p.home FROM speaker s"
        " LEFT JOIN participant p ON p.id=s.participant AND p.removed=0"
    ):
        area = tree.get(home)
        above = tree.get(area.parent or b"") if area else None
        person = Person(
            pseudonym or "",
            gender_word(gender),
            age or "",
            role or "",
            area.name if area else "",
            above.name if above else "",
        )
        found[speaker] = (rec, person) if rec is not None else None
    return found


def _fits(people: set[tuple[bytes, Person] | None] | set[tuple[bytes, Person]]) -> Counter[tuple[int, tuple[str, ...]]]:
    """How many participants each way of saying fits."""
    return Counter((n, way) for person in people if person is not None for n, way in enumerate(person[1].ways()))
