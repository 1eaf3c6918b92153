"""Who speaks for an area: residents, officials by their office, and informants whose area is in doubt.

One rule: an official speaks for an office and not for a household, so what officials say of an area is counted beside the
residents and an area heard through officials alone says so. An official is known by the role on record (``pejabat``, lurah,
camat ...) and belongs to the area of the office, which stands as that person's kelurahan.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.collect.claims import claims
from qualcode.collect.regions import Region, regions
from qualcode.display.cells import Cell, settled_valence, source_valence
from qualcode.i18n import ngettext
from qualcode.reduce.counting import Segment
from qualcode.store import Project
from qualcode.store.ids import fold

OFFICIAL = frozenset({"pejabat", "official", "lurah", "camat", "walikota", "bupati", "kadis", "kabid", "kasi", "opd"})


def is_official(role: str | None) -> bool:
    """Whether a role on record is an office: one of its words is among OFFICIAL. ``mantan lurah`` is none any more."""
    words = set(re.findall(r"\w+", fold(role or "")))
    return bool(words & OFFICIAL) and not words & {"mantan", "bekas", "eks", "former"}


@dataclass(frozen=True)
class Officials:
    """Of the sources of a cell, those with an official of that area: ``n`` finished and asked, ``m`` raising the theme, of them
    ``P`` as a problem, ``S`` as a strength and ``C`` as both or mixed. ``alone``: nobody but officials raises it there."""

    n: int
    m: int
    P: int
    S: int
    alone: bool
    C: int = 0

    @property
    def text(self) -> str:
        sign = "−" if self.P > self.S else "+" if self.S > self.P else "±" if self.P or self.C else ""
        return f"{sign}{self.m}/{self.n}"


class Offices:
    """Read once: which speakers are officials, and of which area on each level."""

    def __init__(self, project: Project) -> None:
        self._at: dict[bytes, dict[bytes, bytes]] = defaultdict(dict)  # area on any level -> speaker -> source
        above = {region.id: region.parent for region in regions(project)}
        for speaker, source, role, home, region in project.rows(
            "SELECT s.id, s.source, p.role, p.home, o.region FROM speaker s JOIN participant p ON p.id=s.participant AND p.removed=0"
            " JOIN source o ON o.id=s.source WHERE s.removed=0 AND s.side<>'interviewer' AND p.role IS NOT NULL"
        ):
            area = (home or region) if is_official(role) else None
            while area is not None:
                self._at[area][speaker] = source
                area = above.get(area)

    def __bool__(self) -> bool:
        return bool(self._at)

    def of(
        self, area: Region, cell: Cell, segments: Iterable[Segment], valences: Mapping[bytes, int | None], nature: str
    ) -> Officials | None:
        """What the officials of an area say in a cell; None where none of them was heard. ``valences`` (of codes) and the theme's
        ``nature``: for segments that nobody judged, as in the cell."""
        here = self._at.get(area.id)
        if not here:
            return None
        theirs = {source.hex() for source in here.values()}.intersection((*cell.raised_in, *cell.unraised_in))
        if not theirs:
            return None
        said: dict[bytes, list[int | None]] = defaultdict(list)
        others = False
        for segment in segments:
            if segment.speaker in here:
                said[segment.source].append(settled_valence(segment.valence, valences.get(segment.code), nature))
            else:
                others = True
        tones = [source_valence(values) for values in said.values()]
        return Officials(
            len(theirs), len(said), tones.count(-1), tones.count(1), bool(said) and not others, tones.count(0)
        )


def doubts(project: Project) -> list[str]:
    """What makes the areas of speakers doubtful, in words: an informant claimed for several kelurahan, and how many discussions
    hold people of several areas, who are counted by speaker."""
    found = [one.text for one in claims(project) if one.kind == "homes"]
    mixed = project.value(
        "SELECT COUNT(*) FROM (SELECT s.source FROM speaker s JOIN participant p ON p.id=s.participant AND p.removed=0"
        " JOIN source o ON o.id=s.source AND o.removed=0 WHERE s.removed=0 AND s.side<>'interviewer' AND p.home IS NOT NULL"
        " GROUP BY s.source HAVING COUNT(DISTINCT p.home)>1)"
    )
    if mixed:
        found.append(
            ngettext(
                "%d source holds informants of several areas: each speaks for their own.",
                "%d sources hold informants of several areas: each speaks for their own.",
                mixed,
            )
            % mixed
        )
    return found
