"""What the header of a transcript says: its fields by canonical key, whoever took part, and who asks.

The rule: what a field says is read whole or left as it is written. Several fields may share a line (``Nama: Bu T | Usia:
52``), a key may stand for two (``Usia/Pekerjaan``), and what is not known is left to the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from qualcode.collect import persons, roster
from qualcode.collect.header_keys import folded_key as folded_key
from qualcode.collect.header_keys import header_key as header_key
from qualcode.collect.header_keys import header_keys
from qualcode.collect.persons import Person as Person
from qualcode.collect.persons import match_person as match_person
from qualcode.collect.roles import role_side
from qualcode.collect.values import GENDERS, read_age, read_band, read_date, read_gender, read_kind
from qualcode.language.marks import Marks, Span, speaker_key, speaker_name

_READINGS = {"date": read_date, "kind": read_kind, "gender": read_gender, "age": read_age}
_NEXT_FIELD = re.compile(
    r"(?:^|\s*[|;\t]\s*|\s+[-–/]\s+|\s{2,}|\s+(?=\*\*)|,\s+)\*{0,2}(?P<key>[^\W\d_][^:：|;\t,]{0,38}?)\s*[:：]\s*(?!//)"
)

Home = tuple[str, str, str | None]  # label, kelurahan and kecamatan as written


def header_fields(text: str, marks: Marks) -> dict[str, str]:
    """The header by canonical key (kind, date, place, kelurahan, kecamatan, informant, code, gender, age, job,
    interviewer, participants, address). Of two fields with one key the first that says something counts.

    ``date`` is ISO 8601 where it is a whole date; ``kind`` is interview, fgd, note or document where it is one
    of them; ``gender`` is perempuan or laki-laki; ``age`` is digits where it is one age. Otherwise as written.
    """
    fields: dict[str, str] = {}
    for _written, key, value in fields_in(text, marks.header):
        if key and value and key not in fields:
            value = value if key == "participants" else " ".join(value.split())
            fields[key] = _READINGS.get(key, str)(value)
    return fields


def fields_in(text: str, header: Iterable[tuple[Span, Span]]) -> Iterator[tuple[str, str, str]]:
    """Every field as it is written: its key, its canonical key ('' where it has none) and its value."""
    return iter(_fields(text, tuple(header)))


@lru_cache(maxsize=4)  # an import asks several times what the same header says
def _fields(text: str, header: tuple[tuple[Span, Span], ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple(_read_fields(text, header))


def _read_fields(text: str, header: Iterable[tuple[Span, Span]]) -> Iterator[tuple[str, str, str]]:
    for (start, colon), (value, stop) in header:
        words = text[start:colon]
        written = speaker_name(words) if "\t" not in words.strip() else words
        if not header_keys(written) and roster.opens_list(words) and roster.people_of(words, text[value:stop]):
            yield words, "participants", text[value:stop]  # a table under its heads, or a sentence
            continue
        for key, said in _on_one_line(written, text[value:stop]):
            yield from _of_several(key, said)


def _on_one_line(key: str, value: str) -> Iterator[tuple[str, str]]:
    """The fields of a line that holds more than one: ``Bu T | Usia: 52``, or the cells of a table row, key by value."""
    if "\n" in value.strip() and header_key(key) == "participants":
        yield key, value.strip(" \t*_")
        return
    cells = [cell.strip(" *_") for cell in value.split("\t")]
    if len(cells) > 2 and header_key(cells[1]):  # Nama | Bu T | Usia | 52
        yield key, cells[0]
        yield from zip(cells[1::2], cells[2::2], strict=False)
        return
    at = 0
    for found in _NEXT_FIELD.finditer(value):
        named = found["key"].strip(" *_")
        if found.start() and header_keys(named) and (found[0][0] != "," or len(value[at : found.start()]) < 60):
            yield key, value[at : found.start()].strip(" \t*_")
            key, at = named, found.end()
    yield key, value[at:].strip(" \t*_")


def shares_line(value: str) -> bool:
    """Whether behind a field's value another field stands on the same line."""
    return len(list(_on_one_line("", value))) > 1


def _of_several(key: str, value: str) -> Iterator[tuple[str, str, str]]:
    """The fields of a key that stands for several, where the value has as many parts."""
    keys = header_keys(key)
    if len(keys) > 1:
        for mark in (r"\s*/\s*", r"\s*;\s*", r"\s*,\s*", r"\s+[-–]\s+"):
            parts = re.split(mark, value)
            if len(parts) == len(keys):
                yield from zip([key] * len(keys), keys, parts, strict=True)
                return
    yield key, keys[0] if keys else "", value


def named_sides(text: str, fields: Iterable[tuple[Span, Span]]) -> dict[str, str]:
    """The sides a header gives: by a legend (``P: Peneliti``), and to the names of those who ask and answer."""
    found: dict[str, str] = {}
    legend: dict[str, str] = {}
    fields = list(fields)
    for (start, _colon), (_value, stop) in fields:
        for code, role in re.findall(r"\b([A-Z]{1,3}\d{0,2})\s*[:=]\s*([^\W\d_]+(?:\s[^\W\d_]+)?)", text[start:stop]):
            if side := role_side(role):
                legend[speaker_key(code)] = side
    named = ("interviewer", "informant", "participants", "")  # '': a legend of names (``AR: Ani R.``), ``Asked by``
    for written, key, value in fields_in(text, fields):
        if key in named:
            for person in roster.people_of(written, value):
                side = "interviewer" if key == "interviewer" or persons.asks(person) else "informant"
                name = speaker_key(person.label)
                bare = persons.untitled(name)
                found |= dict.fromkeys((name, bare, bare.split(" ")[0], speaker_key(person.code or "")), side)
    return {name: side for name, side in (found | legend).items() if name}


def participants(text: str, marks: Marks) -> list[Person]:
    """Who the header says took part, as informants: the list of participants, else the informants of an interview.

    ``- Bu Marni (P, 52 tahun, buruh cuci, Semanggi)`` gives label, gender, age, role, kelurahan; what is not
    said is None. Of ``8 orang`` nobody is made, nor of the team.
    """
    listed: list[Person] = []
    named: list[Person] = []
    for written, key, value in fields_in(text, marks.header):
        if key == "participants" and not listed:
            listed = [person for person in roster.people_of(written, value) if not persons.asks(person)]
        elif key == "informant":
            named += _informants(written, value)
    if listed:
        return listed
    fields = header_fields(text, marks)
    code = fields.get("code", "")
    if not named and re.fullmatch(r"[A-Z]{1,3}[-. ]?(?:[A-Z]{2,4}[-. ]?)?\d{1,3}", code):
        named = [Person(code)]
    return [_completed(named[0], fields)] if len(named) == 1 else named


def _informants(key: str, value: str) -> list[Person]:
    """The informants of a field, with their number where the key has one (``Informan 2: Pak Giyo``)."""
    name, slash, other = (part.strip() for part in value.partition("/"))
    if slash and re.fullmatch(r"[A-Z][A-Z.]{0,4}\d{0,3}", other):  # Nama/Inisial: Bu Tutik / T
        value = f"{name} ({other})"
    people = roster.people_of("", value)
    number = re.search(r"\D(\d{1,2})$", key.strip(" :"))
    if number and len(people) == 1:
        return [persons.numbered(people[0], int(number[1]))]
    return people


def _completed(person: Person, fields: dict[str, str]) -> Person:
    """The one informant of an interview, with what the other fields say of them."""
    age, gender, code = fields.get("age", ""), fields.get("gender"), fields.get("code", "")
    return Person(
        person.label,
        person.gender or (gender if gender in GENDERS else None),
        person.age or (int(age) if age.isdecimal() else None),
        person.age_band or read_band(age),
        fields.get("job") or person.role,
        persons.bare_place(fields.get("kelurahan") or persons.kelurahan_in(fields.get("address", "")))
        or person.kelurahan,
        persons.bare_place(fields.get("kecamatan")) or person.kecamatan,
        person.code or (code if 0 < len(code) <= 12 and code != person.label else None),
        person.number,
    )


def claimed_homes(text: str, marks: Marks) -> list[Home]:
    """Where the header says its informants live: label, kelurahan and kecamatan as written, once for each place it says so.

    Of a list every entry; of an interview the brackets behind the name, the field and the address, which may differ.
    """
    found: list[Home] = []
    fields = header_fields(text, marks)
    people = participants(text, marks)
    said: list[Person] = []
    for written, key, value in fields_in(text, marks.header):
        if key == "participants" or (key == "informant" and "participants" not in fields):
            said += roster.people_of(written, value) if key == "participants" else _informants(written, value)
    labels = {person.label for person in people}
    found += [(one.label, one.kelurahan, one.kecamatan) for one in said if one.label in labels and one.kelurahan]
    if len(people) == 1 and "participants" not in fields:
        for place in (fields.get("kelurahan"), persons.kelurahan_in(fields.get("address", ""))):
            if bare := persons.bare_place(place):
                found.append((people[0].label, bare, persons.bare_place(fields.get("kecamatan"))))
    return found
