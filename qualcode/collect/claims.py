"""Claims about where people live that do not agree: one informant for two areas, a kelurahan in the wrong kecamatan.

The rule: nothing is mended here. What stands is what counts; what was said otherwise, and where, is told to a person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from qualcode.collect import header
from qualcode.collect.persons import bare_place, match_person
from qualcode.collect.regions import find_region
from qualcode.collect.same_people import Proposal, namesakes
from qualcode.i18n import _
from qualcode.language.marks import Marks
from qualcode.store import Project, blobs, joined, versions
from qualcode.store.ids import fold


@dataclass(frozen=True)
class Claim:
    """``kind``: homes (one participant in several kelurahan), namesakes (one name with different kelurahan in two sources), area (a header's kelurahan is none of its informants'),
    kecamatan (a kelurahan under the wrong one), unknown (no kelurahan of that name) or joined (two participants joined
    into each other); ``text``: as a person reads it."""

    kind: str
    text: str
    participant: bytes | None = None
    sources: tuple[bytes, ...] = ()


def claims(project: Project) -> list[Claim]:
    """All of them, source by source and then person by person. Reads the current text of every source."""
    found: list[Claim] = []
    homes: dict[bytes, dict[bytes, list[bytes]]] = defaultdict(lambda: defaultdict(list))
    names = dict(project.rows("SELECT id, name FROM source"))
    for source, name in project.rows("SELECT id, name FROM source WHERE removed=0 ORDER BY name"):
        now = versions.current(project, source)
        if now is None:
            continue
        fields, told = header.header_fields(now.text, now.marks), header.claimed_homes(now.text, now.marks)
        found += [Claim(kind, f"{name}: {text}", sources=(source,)) for kind, text in _of_header(project, fields, told)]
        for participant, region in _homes_in(project, source, now.text, now.marks):
            if source not in homes[participant][region]:
                homes[participant][region].append(source)
    found += [
        Claim("namesakes", text, sources=tuple(sorted(pair.one.sources | pair.other.sources)))
        for pair, text in _namesakes(project, names)
    ]
    called = dict(project.rows("SELECT id, name FROM region"))
    for participant, name, home in project.rows(
        "SELECT id, pseudonym, home FROM participant WHERE removed=0 ORDER BY pseudonym, id"
    ):
        said = homes.get(participant, {})
        if len({*said, *([home] if home else [])}) < 2 or not said:
            continue
        places = "; ".join(
            f"{called[region]} ({', '.join(names[source] for source in sources)})" for region, sources in said.items()
        )
        text = _("%(name)s is said to live in: %(places)s. What stands: %(home)s") % {
            "name": name, "places": places, "home": called.get(home, "–"),
        }  # fmt: skip
        found.append(Claim("homes", text, participant, tuple({one: None for group in said.values() for one in group})))
    for one in sorted(both_ways(project)):
        name = project.value("SELECT pseudonym FROM participant WHERE id=?", one)
        text = _("%s (%s) was joined into another who was joined into them: join them once more") % (
            name,
            one.hex()[:12],
        )
        found.append(Claim("joined", text, one))
    return found


def _namesakes(project: Project, names: Mapping[bytes, str]) -> Iterator[tuple[Proposal, str]]:
    """Two of one name who live in two areas as the headers of their sources say, with that as it is told."""
    for pair in namesakes(project):
        said = [
            f"{who.name} {who.id.hex()[:12]}: {who.home} ({', '.join(sorted(names[source] for source in who.sources))})"
            for who in (pair.one, pair.other)
        ]
        yield pair, _("%s: one person, or two?") % "; ".join(said)


def notes(project: Project, fields: Mapping[str, str], homes: Sequence[header.Home]) -> list[str]:
    """What the header of a text that is being brought in says of areas that does not agree, a line each."""
    return [line for _kind, line in _of_header(project, fields, homes)]


def both_ways(project: Project) -> set[bytes]:
    """Participants who are hidden because two people joined the same two the other way round."""
    into = joined.joins(project)
    group = {*into, *into.values()}
    return {
        rec for rec in group if rec not in into and project.value("SELECT removed FROM participant WHERE id=?", rec)
    }


def _of_header(
    project: Project, fields: Mapping[str, str], claimed: Sequence[header.Home]
) -> Iterator[tuple[str, str]]:
    """(kind, line) of what a header says, by its fields and the homes it claims."""
    area = bare_place(fields.get("kelurahan"))
    for kelurahan, said, right in _misplaced(project, fields, claimed):
        yield "kecamatan", _("kelurahan %(kelurahan)s lies in %(right)s, not in %(said)s") % {
            "kelurahan": kelurahan, "right": right, "said": said,
        }  # fmt: skip
    homes: dict[str, dict[bytes, str]] = defaultdict(dict)
    for label, kelurahan, _kecamatan in claimed:
        region = find_region(project, kelurahan)
        if region is None:
            if fold(kelurahan) != fold(area or ""):  # the import tells of that one itself
                yield "unknown", _("%(name)s: kelurahan “%(place)s” is not among the regions") % {
                    "name": label, "place": kelurahan,
                }  # fmt: skip
            continue
        homes[label].setdefault(region, kelurahan)
    for label, places in homes.items():
        if len(places) > 1:
            yield "homes", _("%(name)s is claimed for two areas: %(places)s") % {
                "name": label, "places": ", ".join(places.values()),
            }  # fmt: skip
    here = find_region(project, area) if area else None
    if here and len(homes) > 1 and all(here not in places for places in homes.values()):
        yield "area", _("the header says kelurahan %s, but none of its participants lives there") % area


Wrong = tuple[str, str, str]  # kelurahan and kecamatan as they are written, and the kecamatan it lies in


def wrong_in_header(project: Project, source: bytes) -> list[Wrong]:
    """The kelurahan that the header of a source puts in another kecamatan than theirs."""
    now = versions.current(project, source)
    if now is None:
        return []
    return list(
        _misplaced(project, header.header_fields(now.text, now.marks), header.claimed_homes(now.text, now.marks))
    )


def _misplaced(project: Project, fields: Mapping[str, str], claimed: Sequence[header.Home]) -> Iterator[Wrong]:
    """Each once: of the header's own fields, then of the homes it claims."""
    told = set()
    pairs = [(bare_place(fields.get("kelurahan")), bare_place(fields.get("kecamatan")))]
    for kelurahan, kecamatan in pairs + [(place, within) for _label, place, within in claimed]:
        if not kelurahan or not kecamatan or find_region(project, kelurahan, within=kecamatan):
            continue
        region = find_region(project, kelurahan)
        above = project.value("SELECT a.name FROM region r JOIN region a ON a.id=r.parent WHERE r.id=?", region)
        if above and (kelurahan, kecamatan) not in told:
            told.add((kelurahan, kecamatan))
            yield kelurahan, kecamatan, above


def _homes_in(project: Project, source: bytes, text: str, marks: Marks) -> Iterator[tuple[bytes, bytes]]:
    """(participant, region) for every home a source's header gives to one of its informants."""
    said = header.claimed_homes(text, marks)
    if not said:
        return
    people = header.participants(text, marks)
    speakers = project.rows(
        "SELECT label, participant FROM speaker WHERE source=? AND removed=0 AND side<>'interviewer'", source
    )
    for label, participant in speakers:
        person = match_person(blobs.prose(project.conn, label), people)
        if person is None and len(speakers) == len(people) == 1:
            person = people[0]
        if person is None or participant is None:
            continue
        for name, kelurahan, kecamatan in said:
            region = find_region(project, kelurahan, within=kecamatan) or find_region(project, kelurahan)
            if name == person.label and region:
                yield participant, region
