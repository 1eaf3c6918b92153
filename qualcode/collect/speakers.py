"""Who speaks in a source: a speaker for every label, a participant for every person the header describes.

What people decided stands: reading turns again or correcting words never changes a side or a participant somebody set.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from qualcode.collect import header, names
from qualcode.collect.regions import find_region
from qualcode.collect.writings import made_up
from qualcode.language.marks import Marks, speaker_key, speaker_name
from qualcode.store import Act, Project, ids, joined, state
from qualcode.store.kinds import BY_NAME


def write(
    project: Project, a: Act, source: bytes, text: str, marks: Marks, people: list[header.Person],
    fields: dict[str, str], region: bytes | None, said: Mapping[str, str] | None = None,
) -> None:  # fmt: skip
    """A speaker for every label, and a participant for every person the header describes (or the one informant of an
    interview; in a discussion whom the list does not name stays unknown). Whoever a correction leaves without a turn goes:
    their home would still count as an area of the source. ``said``: sides that a person says now, by folded label; who
    turns out to answer is a participant as if it had been known from the first, who turns out to ask is none."""
    said = said or {}
    held = dict(project.rows("SELECT id, side FROM speaker WHERE source=? AND removed=0", source))
    sides: dict[str, tuple[str, str]] = {}
    labels: dict[str, str] = {}  # each as it is first written, with its side
    for span, _speech, side in marks.turns:
        if span:
            labels.setdefault(text[span[0] : span[1]], side)
    for label, proposed in labels.items():
        key = speaker_key(label)
        if key not in sides:
            side = said.get(key) or held.get(ids.speaker_id(source, key)) or proposed
            sides[key] = speaker_name(label), side
    informants = [key for key, (_label, side) in sides.items() if side != "interviewer"]
    known_as = joined.joins(project)
    no_names = made_up(text, marks)

    def called(name: str, ordinal: int, home: bytes | None) -> str:
        """What the project calls them: the real name goes into the key where one is open."""
        here = project.value("SELECT name FROM region WHERE id=?", home) if home else ""
        keyring = None if speaker_key(name) in no_names else project.keyring
        return names.for_participant(keyring, source, ordinal, name, here)

    known = _who_spoke(project, a, source, {ids.speaker_id(source, key) for key in sides})
    for key, (label, side) in sides.items():
        speaker = ids.speaker_id(source, key)
        person = header.match_person(label, people)
        if speaker in known and key in said:
            a.change("speaker", speaker, side=said[key])
        if speaker in known and not (
            _nobody(project, speaker)
            if said.get(key) == "informant"
            else (person or (said and side == "informant")) and _never_told(project, speaker)
        ):
            continue  # a correction changes words, not what people decided about who speaks
        participant = None
        if side != "interviewer":
            if person is not None:
                home = _home(project, person)
                participant = _participant(
                    project, a, known_as, source, person.label, called(person.label, people.index(person) + 1, home or region),
                    home or region, person.role, person.gender, person.age_band,
                )  # fmt: skip
            elif _the_one(key, informants, people):
                one = people[0] if len(people) == 1 else None
                name = one.label if one else fields.get("informant", label)
                participant = _participant(
                    project, a, known_as, source, name, called(name, 1, region), region, (one.role if one else None) or fields.get("job"),
                    (one.gender if one else None) or fields.get("gender"), one.age_band if one else age_band(fields.get("age")),
                )  # fmt: skip
        if speaker not in known:
            a.create("speaker", speaker, source=source, label=label, participant=participant, side=side)
        elif participant is not None:
            a.change("speaker", speaker, participant=participant)
    called_so = [*(one.label for one in people), *filter(None, [fields.get("informant")])]
    for key in said:
        if said[key] == "interviewer" and key in sides:
            _asks_only(project, a, source, ids.speaker_id(source, key), [*called_so, sides[key][0]])


def _the_one(key: str, informants: Sequence[str], people: Sequence[header.Person]) -> bool:
    """Whether a label is the one informant of an interview."""
    return len(informants) == 1 and len(people) < 2 and not _is_chorus(key)


def counted(text: str, marks: Marks, people: Sequence[header.Person]) -> int:
    """How many participants a text brings that nobody has said anything of yet: those of its header who speak, and who
    answers in an interview."""
    sides: dict[str, tuple[str, str]] = {}
    for span, _speech, side in marks.turns:
        if span:
            label = text[slice(*span)]
            sides.setdefault(speaker_key(label), (label, side))
    informants = [key for key, (_label, side) in sides.items() if side != "interviewer"]
    found = [header.match_person(sides[key][0], list(people)) for key in informants]
    named = {person.label for person in found if person}
    return len(named) + any(
        not one and _the_one(key, informants, people) for key, one in zip(informants, found, strict=True)
    )


def _asks_only(project: Project, a: Act, source: bytes, speaker: bytes, names: list[str]) -> None:
    """Who turned out to ask is no participant: whom the text made of them goes, whom people assigned stays."""
    who = project.value("SELECT participant FROM speaker WHERE id=?", speaker)
    if who in {_participant_id(source, name) for name in names}:
        a.change("speaker", speaker, participant=None)
        let_go(project, a, source, who, names)


def let_go(project: Project, a: Act, source: bytes, who: bytes, names: Iterable[str]) -> None:
    """A participant whom the text made of one of these ``names`` goes where nobody speaks as them any more and nothing was said
    of them; whom people added stays."""
    if who not in {_participant_id(source, name) for name in names} or _told_of(project, who):
        return
    person = state.read(project.conn, BY_NAME["participant"], who)
    spoken = project.value("SELECT 1 FROM speaker WHERE participant=? AND removed=0", who)
    if spoken is None and person is not None and not set(person.later) - {"removed"}:
        a.remove("participant", who)


def _told_of(project: Project, who: bytes) -> bool:
    """Whether an attribute, a memo or a member check is about this participant, or somebody was joined into them."""
    return who in joined.joins(project).values() or any(
        project.value(f"SELECT 1 FROM {kind} WHERE {field}=? AND removed=0", who)
        for kind, field in (("attribute", "subject"), ("memo", "about"), ("member_check", "participant"))
    )


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


def _never_told(project: Project, speaker: bytes) -> bool:
    """Whether it has never been said who this speaker is: a header that was mended may say it then."""
    row = state.read(project.conn, BY_NAME["speaker"], speaker)
    return row is not None and row.values["participant"] is None and not row.later.get("participant")


def _nobody(project: Project, speaker: bytes) -> bool:
    """Whether this speaker is no participant."""
    return project.value("SELECT participant FROM speaker WHERE id=?", speaker) is None


def _home(project: Project, person: header.Person) -> bytes | None:
    if not person.kelurahan:
        return None
    within = find_region(project, person.kelurahan, within=person.kecamatan) if person.kecamatan else None
    return within or find_region(project, person.kelurahan)


def _is_chorus(key: str) -> bool:
    """Whether a label names a group and no person: ``Peserta``, ``Semua``."""
    return key in ("peserta", "semua", "warga", "semua peserta", "para peserta", "peserta lain", "all", "participants")


def _participant_id(source: bytes, name: str) -> bytes:
    return ids.derived(source, "participant:" + ids.fold(name))


def _participant(
    project: Project, a: Act, known_as: dict[bytes, bytes], source: bytes, name: str, pseudonym: str, home: bytes | None,
    role: str | None, gender: str | None, age: str | None,
) -> bytes:  # fmt: skip
    """The participant of this name in the source, or whom they were joined into. Who is here already keeps their pseudonym."""
    rec = _participant_id(source, name)
    if rec in known_as:
        return known_as[rec]
    pseudonym = project.value("SELECT pseudonym FROM participant WHERE id=? AND removed=0", rec) or pseudonym
    return a.create("participant", rec, pseudonym=pseudonym, home=home, role=role, gender=gender, age_band=age)


def age_band(age: str | None) -> str | None:
    """An age as a band of ten years (``52 tahun`` -> ``50-an``): exact ages identify people."""
    digits = "".join(c for c in (age or "") if c.isdigit())[:2]
    return f"{int(digits) // 10 * 10}-an" if digits and int(digits) >= 10 else None
