"""Who speaks in a source: a speaker for every label, a participant for every person the header describes.

What people decided stands: reading turns again or correcting words never changes a side or a participant somebody set.
"""

from __future__ import annotations

from qualcode.collect import header
from qualcode.collect.regions import find_region
from qualcode.language.marks import Marks, speaker_key, speaker_name
from qualcode.store import Act, Project, ids
from qualcode.store.kinds import BY_NAME


def write(
    project: Project, a: Act, source: bytes, text: str, marks: Marks, people: list[header.Person],
    fields: dict[str, str], region: bytes | None,
) -> None:  # fmt: skip
    """A speaker for every label, and a participant for every person the header describes (or the one informant). Whoever a
    correction leaves without a turn goes: their home would still count as an area of the source."""
    sides: dict[str, tuple[str, str]] = {}
    for turn in marks.turns:
        if turn.label:
            label = text[slice(*turn.label)]
            sides.setdefault(speaker_key(label), (speaker_name(label), turn.side))
    informants = [key for key, (_label, side) in sides.items() if side != "interviewer"]
    known = _who_spoke(project, a, source, {ids.speaker_id(source, key) for key in sides})
    for key, (label, side) in sides.items():
        speaker = ids.speaker_id(source, key)
        if speaker in known:
            continue  # a correction changes words, not what people decided about who speaks
        person = header.match_person(label, people)
        participant = None
        if side != "interviewer":
            if person is not None:
                home = find_region(project, person.kelurahan) if person.kelurahan else None
                participant = _participant(
                    a, source, person.label, home or region, person.role, person.gender, person.age_band
                )
            elif len(informants) == 1:
                one = people[0] if len(people) == 1 else None
                name = one.label if one else fields.get("informant", label)
                participant = _participant(
                    a, source, name, region, (one.role if one else None) or fields.get("job"),
                    (one.gender if one else None) or fields.get("gender"), one.age_band if one else age_band(fields.get("age")),
                )  # fmt: skip
        a.create("speaker", speaker, source=source, label=label, participant=participant, side=side)


def _who_spoke(project: Project, a: Act, source: bytes, speaking: set[bytes]) -> set[bytes]:
    """The speakers the source has had: those who speak no more go, those who speak again come back with their participant."""
    known: set[bytes] = set()
    for speaker, removed, participant in project.rows(
        "SELECT id, removed, participant FROM speaker WHERE source=?", source
    ):
        known.add(speaker)
        if speaker not in speaking and not removed:
            a.remove("speaker", speaker)
        elif speaker in speaking and removed:
            a.write(BY_NAME["speaker"], speaker, {"removed": 0})
            if participant is not None:
                a.write(BY_NAME["participant"], participant, {"removed": 0})
    return known


def _participant(
    a: Act, source: bytes, name: str, home: bytes | None, role: str | None, gender: str | None, age: str | None
) -> bytes:
    rec = ids.derived(source, "participant:" + ids.fold(name))
    return a.create("participant", rec, pseudonym=name, home=home, role=role, gender=gender, age_band=age)


def age_band(age: str | None) -> str | None:
    """An age as a band of ten years (``52 tahun`` -> ``50-an``): exact ages identify people."""
    digits = "".join(c for c in (age or "") if c.isdigit())[:2]
    return f"{int(digits) // 10 * 10}-an" if digits and int(digits) >= 10 else None
