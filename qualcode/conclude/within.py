"""Each theme across sources, methods and researchers, before any figure stands beside it.

One rule: triangulation begins inside the voices. A theme that rests on one informant or came up by one method alone says so
wherever it is concluded from (Denzin 1978, ch. 10; Patton 1999, Health Serv Res 34, pp. 1192-1196).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from qualcode.conclude.constructs import constructs
from qualcode.conclude.triangulation import within_stamps
from qualcode.display.columns import ALL
from qualcode.display.matrix import Matrix, matrix
from qualcode.reduce.counting import living
from qualcode.reduce.themes import Theme, links, themes
from qualcode.store import Project


@dataclass(frozen=True)
class Within:
    """How far a theme is triangulated within the voices: informants who raised it, roles they speak from, and for each
    genre (sources that raise it, sources finished and asked); the interviewers in whose sources it is raised, the coders who
    applied its codes, how many indicators it is linked to, and the constructs it is tied to. ``stamps``: keys of wording.REASONS. Where nobody was asked in a
    finished source, there are no informants and roles to count (None), and no stamps."""

    informants: int | None
    roles: int | None
    genres: dict[str, tuple[int, int]]
    stamps: tuple[str, ...]
    interviewers: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    indicators: int = 0
    theory: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[int, int]:
        """(sources that raise it, sources finished and asked), of all genres."""
        return sum(m for m, _n in self.genres.values()), sum(n for _m, n in self.genres.values())


class Inside:
    """The themes within the voices, worked out when somebody asks: it needs a matrix of its own. The project must be open."""

    def __init__(self, project: Project, coder: bytes | None, wanted: tuple[Theme, ...], where: str = "") -> None:
        self._asked = project, coder, wanted, where

    @cached_property
    def themes(self) -> dict[bytes, Within]:
        """By theme, in the order they were given."""
        project, coder, wanted, where = self._asked
        return within(project, matrix(project, columns=ALL, coder=coder, where=where), wanted)


def people(named: str) -> list[str]:
    """Who a header names as interviewer, one by one and without the part they had: ``Dimas (moderator), Nila (pencatat)``."""
    bare = re.sub(r"\([^)]*\)", "", named)
    return [name for part in re.split(r"[,;&/]|\bdan\b|\band\b", bare) if (name := " ".join(part.split()))]


def within(project: Project, whole: Matrix, wanted: Iterable[Theme] | None = None) -> dict[bytes, Within]:
    """By theme, from a matrix of the whole study (``columns.ALL``: each source once, of an area or of none). An informant whose
    part nobody named is a voice without a role."""
    sources = {
        rec.hex(): (genre, interviewer or "")
        for rec, genre, interviewer in project.rows("SELECT id, genre, interviewer FROM source")
    }
    role_of = dict(
        project.rows(
            "SELECT s.id, p.role FROM speaker s JOIN participant p ON p.id=s.participant WHERE p.role IS NOT NULL"
        )
    )
    alive = living(project)
    applied: dict[bytes, set[str]] = defaultdict(set)
    for code, name in project.rows(
        "SELECT DISTINCT k.code, c.name FROM coding k JOIN coder c ON c.id=k.coder WHERE k.removed=0 AND k.layer='own'"
    ):
        applied[alive.get(code, code)].add(name)
    tied = constructs(project)
    linked = Counter(link.theme for link in links(project))
    cells: dict[bytes, list[bytes]] = defaultdict(list)
    for row, area in whole.cells:
        cells[row].append(area)
    found = {}
    for theme in themes(project) if wanted is None else wanted:
        here = [whole.cells[theme.id, area] for area in cells[theme.id]]
        raised = {source for cell in here for source in cell.raised_in}
        heard = raised | {source for cell in here for source in cell.unraised_in}
        said = Counter(sources[source][0] for source in raised)
        of = Counter(sources[source][0] for source in heard)
        speakers = {segment.speaker for area in cells[theme.id] for segment in whole.quotes[theme.id, area]}
        voices = sum(cell.voices for cell in here)
        found[theme.id] = Within(
            informants=voices if heard else None,
            roles=len({role_of[speaker] for speaker in speakers if speaker in role_of}) if heard else None,
            genres={genre: (said[genre], of[genre]) for genre in sorted(of)},
            stamps=within_stamps(voices, len(said)) if heard else (),
            interviewers=tuple(sorted({name for source in raised for name in people(sources[source][1])})),
            coders=tuple(sorted({name for code in theme.codes for name in applied[alive.get(code, code)]})),
            indicators=linked[theme.id],
            theory=tied.get(theme.id, ()),
        )
    return found
