"""What a SWOT factor rests on: themes, single passages, figures and documents, counted on both sides.

One rule: evidence is a name that leads somewhere. A theme is counted in the transcripts that speak for the factor and in
those that speak against it, inside the area the SWOT is of and nowhere else; a figure is one of the project, with its rank
among all areas. Nothing named, nothing counted: the factor is printed 'tanpa bukti'.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.collect.indicators import Indicator, figures, indicators
from qualcode.collect.regions import LEVELS, Region, regions
from qualcode.conclude.attribution import is_official
from qualcode.conclude.series import PER, Series, choose
from qualcode.display.cells import settled_valence
from qualcode.display.columns import ALL, homes
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.numbers import standings
from qualcode.display.terms import Term
from qualcode.i18n import N_, _
from qualcode.language.numerals import format_number
from qualcode.reduce.codebook import by_id
from qualcode.reduce.counting import Segment, counted
from qualcode.reduce.themes import themes
from qualcode.store import Project

LISTS = ("themes", "codings", "indicators", "figures", "documents", "against")  # of what is stored of a factor
SPEAKS = {"S": 1, "O": 1, "W": -1, "T": -1}  # the valence that speaks for a factor of the list
BASES: dict[str, Term] = {
    "none": ("tanpa bukti", N_("no evidence")),
    "single": ("kasus tunggal", N_("a single case")),
    "one_sided": ("satu sisi", N_("one side only")),
    "both": ("bukti cukup", N_("enough evidence")),
}
KINDS: dict[str, Term] = {
    "resident": ("suara warga", N_("voices of residents")),
    "official": ("suara pejabat", N_("voices of officials")),
    "figure": ("angka", N_("figures")),
    "document": ("dokumen", N_("documents")),
}


@dataclass(frozen=True)
class Support:
    """One thing a factor rests on. ``kind``: theme, passage, indicator, figure or document; ``sign``: +1 where strengths
    speak for the factor, -1 where problems do. Of a theme or passage: what speaks for the factor and what against it, and
    ``of``, the finished sources; empty for the others. ``kinds``: keys of KINDS."""

    kind: str
    id: bytes
    name: str
    sign: int
    speaking: tuple[Segment, ...] = ()
    against: tuple[Segment, ...] = ()
    of: int = 0
    kinds: frozenset[str] = frozenset()

    @property
    def raised(self) -> int:
        """Sources that speak for the factor."""
        return len({segment.source for segment in self.speaking})

    @property
    def opposed(self) -> int:
        """Sources that speak against it; one source may do both."""
        return len({segment.source for segment in self.against})


def basis(support: Sequence[Support]) -> str:
    """How far the evidence of a factor carries (a key of BASES): nothing; one transcript or document alone; voices without
    a figure or document beside them, or the reverse; more than one kind."""
    real = [one for one in support if one.kind not in ("theme", "passage") or one.speaking]
    if not real:
        return "none"
    sources = {segment.source for one in real for segment in one.speaking}
    others = [one for one in real if one.kind not in ("theme", "passage")]
    if len(sources) + len(others) == 1 and not any(one.kind in ("indicator", "figure") for one in others):
        return "single"
    sides = bool(sources) + any(one.kind in ("indicator", "figure") for one in others) + any(
        one.kind == "document" for one in others
    )  # fmt: skip
    return "both" if sides > 1 else "one_sided"


def kinds_of(support: Iterable[Support]) -> frozenset[str]:
    return frozenset(kind for one in support for kind in one.kinds)


def stored(text: str | None) -> dict[str, Any]:
    """The evidence as a record holds it, every list there. ``from``: how triangulation proposed it;
    ``component``: the row of a printed table it stood in."""
    held = json.loads(text or "{}") or {}
    return {name: list(held.get(name) or ()) for name in LISTS} | (
        {name: held[name] for name in ("from", "component") if held.get(name)}
    )


class Evidence:
    """Reads what the factors of one scope rest on; the matrix of the scope is made once."""

    def __init__(self, project: Project, scope: Region | None = None, display: Matrix | None = None) -> None:
        self.project, self.scope = project, scope
        self.display = display or matrix(project, columns=scope.level if scope else ALL)
        self.inside = within(project, scope)
        self._offices = {
            speaker
            for speaker, role in project.rows(
                "SELECT s.id, p.role FROM speaker s JOIN participant p ON p.id=s.participant AND p.removed=0 WHERE p.role IS NOT NULL"
            )
            if is_official(role)
        }
        self._papers = {rec for (rec,) in project.rows("SELECT id FROM source WHERE genre='document'")}
        self._themes = self._read_themes()
        self._measured = {one.id: one for one in indicators(project)}
        self._series: dict[tuple[bytes, int | None], Series] = {}
        self._passages: dict[bytes, Segment] | None = None
        self._homes: dict[bytes, dict[bytes | None, set[bytes]]] | None = None

    def of(self, quadrant: str, held: Mapping[str, Any]) -> tuple[Support, ...]:
        """The supports of a factor that stands in ``quadrant``; what is not there any more is left out."""
        sign = SPEAKS[quadrant]
        found = [self._theme(bytes.fromhex(rec), sign) for rec in held.get("themes", ())]
        found += [self._passage(bytes.fromhex(rec), sign) for rec in held.get("codings", ())]
        found += [self._indicator(bytes.fromhex(rec), sign) for rec in held.get("indicators", ())]
        found += [self._figure(one, sign) for one in held.get("figures", ())]
        found += [
            Support("document", b"", text, sign, kinds=frozenset({"document"})) for text in held.get("documents", ())
        ]
        return tuple(one for one in found if one is not None)

    def against(self, held: Mapping[str, Any]) -> tuple[Segment, ...]:
        """The passages somebody put against a factor."""
        known = self._all_passages() if held.get("against") else {}
        return tuple(known[bytes.fromhex(rec)] for rec in held.get("against", ()) if bytes.fromhex(rec) in known)

    def _voices(self, segments: Iterable[Segment]) -> frozenset[str]:
        return frozenset(
            "document" if one.source in self._papers else "official" if one.speaker in self._offices else "resident"
            for one in segments
        )

    def _read_themes(self) -> dict[bytes, Support]:
        valences = {code.id: code.valence for code in by_id(self.project).values()}
        found: dict[bytes, Support] = {}
        for theme in themes(self.project):
            sides: dict[int, list[Segment]] = {1: [], -1: []}
            of = 0
            for (row, area), cell in self.display.cells.items():
                if row != theme.id or (self.scope is not None and area != self.scope.id):
                    continue
                of += cell.E
                for segment in self.display.quotes[theme.id, area]:
                    value = settled_valence(segment.valence, valences.get(segment.code), theme.nature)
                    if value:
                        sides[value].append(segment)
            found[theme.id] = Support("theme", theme.id, theme.shown, 1, tuple(sides[1]), tuple(sides[-1]), of)
        return found

    def _theme(self, rec: bytes, sign: int) -> Support | None:
        one = self._themes.get(rec)
        if one is None:
            return None
        turned = one if sign > 0 else replace(one, sign=-1, speaking=one.against, against=one.speaking)
        return replace(turned, kinds=self._voices(turned.speaking))

    def _all_passages(self) -> dict[bytes, Segment]:
        if self._passages is None:
            self._passages = {rec: one for one in counted(self.project).segments for rec in one.codings}
        return self._passages

    def _passage(self, rec: bytes, sign: int) -> Support | None:
        one = self._all_passages().get(rec)
        if one is None or (self.inside is not None and one.about not in self.inside and not self._at_home(one)):
            return None
        code = self.project.value("SELECT name FROM code WHERE id=?", one.code)
        source = self.project.value("SELECT name FROM source WHERE id=?", one.source)
        name = _("{source}, turn {n} ({code})").format(source=source, n=one.turn + 1, code=code)
        return Support("passage", rec, name, sign, (one,), (), 1, self._voices((one,)))

    def _at_home(self, one: Segment) -> bool:
        """Whether a passage was said by somebody of the scope, or in a source of it where nobody is named."""
        assert self.inside is not None
        if self._homes is None:
            self._homes = homes(self.project)
        areas = self._homes.get(one.source, {})
        spoken = {area for area, speakers in areas.items() if one.speaker in speakers} or set(areas)
        return one.about is None and bool(spoken & self.inside)

    def _indicator(self, rec: bytes, sign: int) -> Support | None:
        one = self._measured.get(rec)
        return Support("indicator", rec, one.name, sign, kinds=frozenset({"figure"})) if one else None

    def _figure(self, held: Mapping[str, Any], sign: int) -> Support | None:
        """A value of an area and year, with its rank among all areas of the level (1: worst): of the rate where it is a count
        with a denominator; a count without one has no rank, since the larger area has the larger count."""
        one = self._measured.get(bytes.fromhex(held["indicator"]))
        region, year = bytes.fromhex(held["region"]), held.get("year")
        if one is None or (self.inside is not None and region not in self.inside):
            return None
        mine = next((f for f in figures(self.project, one.id) if f.region == region and f.year == year), None)
        if mine is None:
            return None
        said = self._rank(one, year, region) if one.direction else ""
        name = f"{one.name}, {mine.region_name}{f' {year}' if year else ''}: {mine.printed}{said}"
        return Support("figure", one.id + region, name, sign, kinds=frozenset({"figure"}))

    def _rank(self, one: Indicator, year: int | None, region: bytes) -> str:
        """`, 26,0 per 1.000, peringkat 41 dari 54`, or nothing where areas cannot be compared."""
        if (one.id, year) not in self._series:
            tree = {level: regions(self.project, level) for level in LEVELS}
            self._series[one.id, year] = choose(self.project, one, self._measured, tree, year)
        series = self._series[one.id, year]
        if one.measure == "count" and not series.rated:
            return ""
        stands = standings({area.hex(): value for area, value in series.values.items()}, one.direction).get(
            region.hex()
        )
        if stands is None:
            return ""
        rated = (
            _(", {value} per {base}").format(value=format_number(stands.value, 1), base=format_number(PER, 0))
            if series.rated
            else ""
        )
        return rated + _(", rank {rank} of {m}").format(rank=format_number(stands.rank), m=stands.m)


def within(project: Project, scope: Region | None) -> frozenset[bytes | None] | None:
    """The region and all below it; None for the whole city."""
    if scope is None:
        return None
    above = {one.id: one.parent for one in regions(project)}

    def holds(region: bytes | None) -> bool:
        while region is not None:
            if region == scope.id:
                return True
            region = above.get(region)
        return False

    return frozenset(region for region in above if holds(region))
