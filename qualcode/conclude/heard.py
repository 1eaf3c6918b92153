"""What the voices of the whole study hold on a set of codes: the ground that theme review and findings stand on.

One rule: it counts as the matrix counts (agreed layer, finished sources, asked and not raised told apart), over sources
and not over areas; so a source without a region is heard too. Read once, asked often.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field

from qualcode.collect.guide import asked_in
from qualcode.display.asked import topic_links
from qualcode.display.cells import SourceFacts, settled_valence
from qualcode.reduce.codebook import by_id, codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import Segment, counted, living, owners
from qualcode.reduce.themes import themes
from qualcode.store import Project

OPPOSITE = {"problem": 1, "strength": -1}  # the valence that speaks against a theme of this nature


@dataclass(frozen=True)
class Piece:
    """A counted passage and whose it is. ``value``: -1, 0, +1 or None, from the coding, else its code, else the theme;
    ``voice``: the participant, else the speaker, else the source; ``area``: a region's name; ``grade``: one of
    ``codings.GRADES``; what is not known is empty."""

    segment: Segment
    value: int | None
    voice: bytes
    area: str = ""
    role: str = ""
    gender: str = ""
    grade: str = ""

    @property
    def source(self) -> bytes:
        return self.segment.source


@dataclass(frozen=True)
class Person:
    """An informant's area, role and gender, as far as they are known."""

    area: str
    role: str
    gender: str


_NOBODY = Person("", "", "")


@dataclass(frozen=True)
class Heard:
    """``rows``: each theme's living codes; ``people``: informants by voice, of live sources; ``sources``: name by id."""

    segments: tuple[Segment, ...]
    sources: dict[bytes, str]
    rows: dict[bytes, frozenset[bytes]]
    natures: dict[bytes, str]
    people: dict[bytes, Person]
    _owners: dict[bytes, bytes | None]
    _done: dict[tuple[bytes, bytes], set[bytes]]
    _live: frozenset[bytes]
    _asked: dict[tuple[bytes, bytes], bool]
    _opens: dict[bytes, set[bytes]]
    _valences: dict[bytes, int | None]
    _voices: dict[bytes, bytes]
    _grades: dict[bytes, str]
    _regions: dict[bytes, str]
    _places: dict[bytes, str]
    _by_code: dict[bytes, list[int]]  # where a code's segments stand in ``segments``
    _of_theme: dict[bytes, tuple[Piece, ...]] = field(default_factory=dict)  # what was asked for already
    _of_coding: dict[bytes, int] = field(
        default_factory=dict
    )  # where a coding's segment stands, once somebody asks for one

    def finished(self, source: bytes, codes: Collection[bytes]) -> bool:
        """Whether who counts there has finished it for every one of these codes that is in use."""
        who, wanted = self._owners.get(source), self._live & set(codes)
        return who is not None and bool(wanted) and wanted <= self._done.get((source, who), set())

    def opening(self, theme: bytes) -> set[bytes] | None:
        """The topics that open a theme; None where none does, or nobody recorded any of them anywhere."""
        found = self._opens.get(theme, set())
        return found if found & {topic for _source, topic in self._asked} else None

    def piece(self, segment: Segment, nature: str = "neutral") -> Piece:
        voice = self._voices.get(segment.speaker or b"", segment.speaker or segment.source)
        who = self.people.get(voice, _NOBODY)
        area = self._regions.get(segment.about or b"", "") or who.area or self._places.get(segment.source, "")
        grade = ""
        for rec in segment.codings:
            if rec in self._grades:
                grade = self._grades[rec]
                break
        value = settled_valence(segment.valence, self._valences.get(segment.code), nature)
        return Piece(segment, value, voice, area, who.role, who.gender, grade)

    def pieces(self, codes: Collection[bytes], nature: str = "neutral") -> tuple[Piece, ...]:
        """The counted passages of these codes, in the order of source and text."""
        places = sorted(at for code in codes for at in self._by_code.get(code, ()))
        return tuple(self.piece(self.segments[at], nature) for at in places)

    def holding(self, codings: Collection[bytes]) -> tuple[Piece, ...]:
        """The counted passages of these codings, each once, in the order of source and text."""
        if not self._of_coding:
            self._of_coding.update((rec, at) for at, segment in enumerate(self.segments) for rec in segment.codings)
        places = sorted({self._of_coding[rec] for rec in codings if rec in self._of_coding})
        return tuple(self.piece(self.segments[at]) for at in places)

    def of_theme(self, theme: bytes) -> tuple[Piece, ...]:
        if theme not in self._of_theme:
            codes, nature = self.rows.get(theme, frozenset()), self.natures.get(theme, "neutral")
            self._of_theme[theme] = self.pieces(codes, nature)
        return self._of_theme[theme]

    def facts(self, theme: bytes, sources: Collection[bytes] | None = None) -> list[SourceFacts]:
        """What every source (or those named) holds on the theme, as a cell of the whole study counts it. ``asked`` is None
        where no topic opens the theme, or nobody recorded what was asked."""
        found: dict[bytes, list[Piece]] = defaultdict(list)
        for piece in self.of_theme(theme):
            found[piece.segment.source].append(piece)
        codes, opening = self.rows.get(theme, frozenset()), self.opening(theme)
        return [
            SourceFacts(
                source.hex(), self.finished(source, codes),
                None if opening is None else any(self._asked.get((source, topic), False) for topic in opening),
                tuple(piece.value for piece in found.get(source, ())),
                frozenset(piece.voice.hex() for piece in found.get(source, ())),
            )
            for source in sorted(self.sources, key=lambda one: (self.sources[one], one))
            if sources is None or source in sources
        ]  # fmt: skip


def heard(project: Project, coder: bytes | None = None) -> Heard:
    """The agreed layer of the whole study, or one coder's."""
    return project.once(("heard", coder, project.coder), lambda: _heard(project, coder))


def _heard(project: Project, coder: bytes | None) -> Heard:
    regions = dict(project.rows("SELECT id, name FROM region WHERE removed=0"))
    people: dict[bytes, Person] = {}
    voices: dict[bytes, bytes] = {}
    for speaker, participant, home, place, role, gender in project.rows(
        "SELECT s.id, p.id, p.home, c.region, p.role, p.gender FROM speaker s JOIN source c ON c.id=s.source AND c.removed=0"
        " LEFT JOIN participant p ON p.id=s.participant AND p.removed=0 WHERE s.removed=0 AND s.side<>'interviewer' ORDER BY s.k"
    ):
        voices[speaker] = participant or speaker
        people.setdefault(participant or speaker, Person(regions.get(home or place, ""), role or "", gender or ""))
    places = {s: regions.get(r, "") for s, r in project.rows("SELECT id, region FROM source WHERE removed=0")}
    known, alive = themes(project), living(project)
    names = dict(project.rows("SELECT id, name FROM source WHERE removed=0"))
    place = {code.id: at for at, code in enumerate(codebook(project, all_codes=True))}
    segments = sorted(  # on the same words the code that stands first in the codebook comes first, whatever the ids are
        counted(project, coder).segments,
        key=lambda one: (names.get(one.source, ""), one.start, one.stop, place.get(one.code, -1)),
    )
    by_code: dict[bytes, list[int]] = defaultdict(list)
    for at, segment in enumerate(segments):
        by_code[segment.code].append(at)
    return Heard(
        segments=tuple(segments),
        sources=names,
        rows={theme.id: frozenset(alive[code] for code in theme.codes if code in alive) for theme in known},
        natures={theme.id: theme.nature for theme in known},
        people=people,
        _owners=owners(project, coder),
        _done=finished_codes(project),
        _live=frozenset(code.id for code in codebook(project)),
        _asked=asked_in(project),
        _opens=topic_links(project, known),
        _valences={rec: code.valence for rec, code in by_id(project).items()},
        _voices=voices,
        _grades=dict(project.rows("SELECT id, grade FROM coding WHERE removed=0 AND grade IS NOT NULL")),
        _regions=regions,
        _places=places,
        _by_code=by_code,
    )


def opposing(pieces: Collection[Piece], nature: str) -> tuple[Piece, ...]:
    """The passages that speak against a theme: the opposite valence; of a neutral theme the rarer of the two signs, none
    where both are equally frequent or only one was heard."""
    wanted = OPPOSITE.get(nature)
    if wanted is None:
        plus, minus = (sum(piece.value == sign for piece in pieces) for sign in (1, -1))
        if not (plus and minus) or plus == minus:
            return ()
        wanted = 1 if plus < minus else -1
    return tuple(piece for piece in pieces if piece.value == wanted)
