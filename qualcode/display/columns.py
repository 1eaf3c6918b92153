"""What a matrix can have as columns: areas, any attribute of sources or of informants, coders, informants, sources.

One rule: a source is in a column through somebody. For an attribute of people it is there if an informant with that value is
in it, and through those informants only; what was recorded of nobody has a column of its own, and passages of nobody in
particular are in none. The area of a passage is the region the coder set (``about``), else the home of the informant who
speaks, else the source's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from qualcode.collect import attributes
from qualcode.collect.regions import Region, regions
from qualcode.collect.typed import show
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.language.marks import speaker_name
from qualcode.reduce.counting import Segment
from qualcode.store import Project, blobs
from qualcode.store.ids import fold

AREAS = ("kelurahan", "kecamatan", "kota")
OTHERS = ("source", "kind", "year", "month", "interviewer", "coder", "informant", "role", "gender", "age")
_ALIASES = {"kind": "genre", "age": "age_band", "speaker": "informant", "date": "month"}
ALL = "all"  # one column of every source
UNKNOWN = b"?"  # the column of those of whom nothing is recorded
HEADINGS = {
    "kelurahan": N_("kelurahan"), "kecamatan": N_("kecamatan"), "kota": N_("kota"), "source": N_("source"), "genre": N_("kind"),
    "year": N_("year"), "month": N_("month"), "interviewer": N_("interviewer"), "coder": N_("coder"),
    "informant": N_("informant"), "role": N_("role"), "gender": N_("gender"), "age_band": N_("age"),
}  # fmt: skip

Inside = Mapping[bytes, Mapping[bytes, frozenset[bytes]]]


@dataclass(frozen=True)
class Column:
    """``above``: the name of what it lies in (a kelurahan's kecamatan); ``place``: what it is, the same in every project."""

    id: bytes
    name: str
    above: str = ""
    place: str = ""


@dataclass(frozen=True)
class Axis:
    """The columns of a matrix. ``inside``: column -> source -> its informants there (empty: nobody who is named); ``place``:
    the column a segment counts in, None where nothing says; ``coders``: the columns are coders, each with their own codings;
    ``areas``: the columns as regions, where they are."""

    key: str
    columns: tuple[Column, ...]
    inside: Inside
    place: Callable[[Segment], bytes | None]
    coders: bool = False
    areas: tuple[Region, ...] = field(default=())

    @property
    def heading(self) -> str:
        return _(HEADINGS[self.key]) if self.key in HEADINGS else self.key


def axis(project: Project, name: str) -> Axis:
    """The columns called ``name``: an area level, one of ``OTHERS``, or a key of the attributes of sources or participants
    (``source:KEY``, ``participant:KEY`` where both have it). UserError, with all there are, where there is none."""
    key = _ALIASES.get(fold(name), fold(name))
    if key in AREAS:
        return _areas(project, key)
    if key == ALL:
        return _by_source(project, key, [Column(b"", _("all"), place=ALL)], dict.fromkeys(informants(project), b""))
    makers = {"source": _sources, "coder": _coders, "informant": _informants, "year": _dates, "month": _dates}
    if key in makers:
        return makers[key](project, key)
    of, colon, rest = key.partition(":")
    kinds = {"source": ("sources",), "participant": ("participants",)}.get(of) if colon else ("participants", "sources")
    for kind in kinds or ():
        kept = attributes.table(project, kind)
        wanted = (_ALIASES.get(rest, rest) if colon else key).replace("_", " ")
        column = next((one for one in kept.columns if fold(one.key).replace("_", " ") == wanted), None)
        if column is not None:
            return _attribute(project, kept, column)
    raise UserError(_("there are no columns “%s”") % name, todo=_("Columns: %s") % ", ".join(names(project)))


def names(project: Project) -> list[str]:
    """What a matrix of this project can have as columns, by the name one asks for."""
    built_in = {one.key for of in attributes.KINDS for one in attributes.table(project, of).columns if one.built_in}
    own = {
        one.key
        for of in attributes.KINDS
        for one in attributes.table(project, of).columns
        if one.key not in built_in and one.key not in OTHERS
    }
    return [*AREAS[:2], *OTHERS, *sorted(own, key=fold)]


def homes(project: Project) -> dict[bytes, dict[bytes | None, set[bytes]]]:
    """For each source the areas it is attributed to: the homes of its informants, else its own region. Region -> speakers."""
    regions_of = dict(project.rows("SELECT id, region FROM source WHERE removed=0"))
    found: dict[bytes, dict[bytes | None, set[bytes]]] = {source: {} for source in regions_of}
    for source, speaker, home in project.rows(
        "SELECT s.source, s.id, p.home FROM speaker s LEFT JOIN participant p ON p.id=s.participant AND p.removed=0"
        " WHERE s.removed=0 AND s.side<>'interviewer'"
    ):
        if source in found and (home or regions_of[source]):
            found[source].setdefault(home or regions_of[source], set()).add(speaker)
    for source, region in regions_of.items():
        if not found[source] and region:
            found[source][region] = set()  # a source without informants still is somewhere
    return found


def informants(project: Project) -> dict[bytes, frozenset[bytes]]:
    """Each live source's speakers who are no interviewers."""
    found: dict[bytes, set[bytes]] = {
        source: set() for (source,) in project.rows("SELECT id FROM source WHERE removed=0")
    }
    for source, speaker in project.rows("SELECT source, id FROM speaker WHERE removed=0 AND side<>'interviewer'"):
        if source in found:
            found[source].add(speaker)
    return {source: frozenset(speakers) for source, speakers in found.items()}


def _areas(project: Project, level: str) -> Axis:
    tree = {region.id: region for region in regions(project)}
    up: dict[bytes | None, bytes] = {}  # each region's ancestor (or itself) on the level
    for region in tree.values():
        at: Region | None = region
        while at is not None and at.level != level:
            at = tree.get(at.parent) if at.parent else None
        if at is not None:
            up[region.id] = at.id
    places: dict[bytes, dict[bytes, set[bytes]]] = {}
    for source, by_region in homes(project).items():
        places[source] = {}
        for home, speakers in by_region.items():
            if home in up:
                places[source].setdefault(up[home], set()).update(speakers)
    held = {s: up[r] for s, r in project.rows("SELECT id, region FROM source WHERE removed=0") if r in up}
    of_speaker = {(s, one): area for s, by_area in places.items() for area, them in by_area.items() for one in them}

    def place(segment: Segment) -> bytes | None:
        if segment.about:
            return up.get(segment.about)
        if segment.speaker is not None and (segment.source, segment.speaker) in of_speaker:
            return of_speaker[segment.source, segment.speaker]
        by_area = places.get(segment.source, {})
        return next(iter(by_area)) if len(by_area) == 1 else held.get(segment.source)

    areas = tuple(regions(project, level))
    columns = tuple(
        Column(
            one.id, one.name, tree[one.parent].name if level == "kelurahan" and one.parent in tree else "",
            f"{one.level} {one.code}",
        )
        for one in areas
    )  # fmt: skip
    return Axis(level, columns, _turned(places), place, areas=areas)


def _turned(places: Mapping[bytes, Mapping[bytes, set[bytes]]]) -> Inside:
    """Source -> column -> speakers as column -> source -> speakers."""
    found: dict[bytes, dict[bytes, frozenset[bytes]]] = defaultdict(dict)
    for source, by_column in places.items():
        for column, speakers in by_column.items():
            found[column][source] = frozenset(speakers)
    return found


def _by_source(project: Project, key: str, columns: list[Column], of: Mapping[bytes, bytes]) -> Axis:
    """Columns that each source is in one of, as a whole."""
    inside: dict[bytes, dict[bytes, frozenset[bytes]]] = defaultdict(dict)
    for source, speakers in informants(project).items():
        inside[of.get(source, UNKNOWN)][source] = speakers
    if UNKNOWN in inside:
        columns = [*columns, Column(UNKNOWN, _("not recorded"), place=f"{key} ?")]
    return Axis(key, tuple(columns), inside, lambda segment: of.get(segment.source, UNKNOWN))


def _by_speaker(project: Project, key: str, columns: list[Column], of: Mapping[bytes, bytes]) -> Axis:
    """Columns that each informant is in one of; ``of``: by speaker. Speech of nobody who is named is theirs where all are in
    one column, else nobody's."""
    places: dict[bytes, dict[bytes, set[bytes]]] = {}
    for source, speakers in informants(project).items():
        places[source] = {}
        for speaker in speakers:
            places[source].setdefault(of.get(speaker, UNKNOWN), set()).add(speaker)
    if any(UNKNOWN in by_column for by_column in places.values()):
        columns = [*columns, Column(UNKNOWN, _("not recorded"), place=f"{key} ?")]
    known = {one for by_column in places.values() for them in by_column.values() for one in them}

    def place(segment: Segment) -> bytes | None:
        if segment.speaker in known:
            return of.get(segment.speaker, UNKNOWN)
        by_column = places.get(segment.source, {})
        return next(iter(by_column)) if len(by_column) == 1 else None

    return Axis(key, tuple(columns), _turned(places), place)


def _sources(project: Project, key: str) -> Axis:
    rows = project.rows("SELECT id, name FROM source WHERE removed=0")
    columns = [Column(rec, name, place=f"{key} {name}") for rec, name in sorted(rows, key=lambda row: _natural(row[1]))]
    return _by_source(project, key, columns, {column.id: column.id for column in columns})


def _dates(project: Project, key: str) -> Axis:
    pattern = re.compile(r"\d{4}" if key == "year" else r"\d{4}-\d{2}")
    found = {
        source: match[0]
        for source, date in project.rows("SELECT id, date FROM source WHERE removed=0 AND date IS NOT NULL")
        if (match := pattern.match(date))
    }
    columns = [Column(date.encode(), date, place=f"{key} {date}") for date in sorted(set(found.values()))]
    return _by_source(project, key, columns, {source: date.encode() for source, date in found.items()})


def _coders(project: Project, key: str) -> Axis:
    """Who coded, finished, or answers for a source has it; which codings count there is the layer's matter."""
    theirs: dict[bytes, set[bytes]] = defaultdict(set)
    for coder, source in project.rows(
        "SELECT coder, source FROM coding WHERE removed=0 AND layer='own' UNION SELECT coder, source FROM completion WHERE removed=0"
        " UNION SELECT COALESCE(responsible, importer), id FROM source WHERE removed=0"
    ):
        if coder is not None:
            theirs[coder].add(source)
    speakers = informants(project)
    names_ = dict(project.rows("SELECT id, name FROM coder WHERE removed=0"))
    columns = [
        Column(rec, name, place=f"{key} {name}")
        for rec, name in sorted(names_.items(), key=lambda row: _natural(row[1]))
        if rec in theirs
    ]
    inside = {c.id: {source: speakers[source] for source in theirs[c.id] if source in speakers} for c in columns}
    return Axis(key, tuple(columns), inside, lambda _segment: None, coders=True)


def _informants(project: Project, key: str) -> Axis:
    """A participant where one is known, else the speaker of one source."""
    of: dict[bytes, bytes] = {}
    columns: dict[bytes, Column] = {}
    for speaker, label, participant, name in project.rows(
        "SELECT s.id, s.label, p.id, p.pseudonym FROM speaker s LEFT JOIN participant p ON p.id=s.participant AND p.removed=0"
        " WHERE s.removed=0 AND s.side<>'interviewer' ORDER BY s.k"
    ):
        of[speaker] = participant or speaker
        shown = name or speaker_name(blobs.prose(project.conn, label)) or _("not recorded")
        columns.setdefault(of[speaker], Column(of[speaker], shown, place=f"{key} {shown}"))
    return _by_speaker(project, key, list(columns.values()), of)


def _attribute(project: Project, kept: attributes.Table, column: attributes.Column) -> Axis:
    shown: dict[str, str] = {}  # folded -> as written first
    value: dict[bytes, bytes] = {}
    raw: dict[str, object] = {}
    for row in kept.rows:
        if (said := row.values.get(column.key)) not in (None, ""):
            text = _(str(said)) if column.key == "genre" else " ".join(show(said).split())
            value[row.id] = fold(str(said)).encode()
            shown.setdefault(fold(str(said)), text)
            raw.setdefault(fold(str(said)), said)
    choices = [fold(choice) for choice in column.choices]

    def order(folded: str) -> tuple[object, ...]:
        given = raw[folded]
        number = given if isinstance(given, int | float) and not isinstance(given, bool) else 0
        return (choices.index(folded) if folded in choices else len(choices), number, *_natural(str(given)))

    columns = [Column(f.encode(), shown[f], place=f"{column.key} {f}") for f in sorted(shown, key=order)]
    if kept.of == "sources":
        return _by_source(project, column.key, columns, value)
    theirs = {
        speaker: value[person]
        for speaker, person in project.rows("SELECT id, participant FROM speaker WHERE removed=0")
        if person in value
    }
    used = {theirs[one] for them in informants(project).values() for one in them if one in theirs}
    return _by_speaker(project, column.key, [one for one in columns if one.id in used], theirs)


def _natural(text: str) -> tuple[object, ...]:
    """So that W-2 stands before W-10, and 9 before 10."""
    parts = re.split(r"(\d+)", fold(text))
    return tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part)
