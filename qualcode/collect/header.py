"""The header of a transcript: what stands as ``Key: value`` before the first turn, and who it says took part.

The rule: a header is read, not demanded. Keys come in any order and in the names researchers use; what is not
known is marked and left. Words of the header are never speech, so a header cannot be coded, and a key that is
also a label of turns (``Pewawancara: Sri``) is a key only where its value reads as a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from qualcode.collect.labels import role_side
from qualcode.collect.values import AGE, BAND, GENDERS, read_age, read_band, read_date, read_gender, read_kind
from qualcode.language.marks import Marks, Span, speaker_key, speaker_name

# Canonical keys, and the names they go by (folded, with ' / ' and the like as one space).
_NAMES: dict[str, str] = {
    "kind": "jenis, jenis data, jenis kegiatan, jenis sumber, metode, kind, type",
    "date": "tanggal, tgl, hari tanggal, hari dan tanggal, tanggal wawancara, tanggal fgd, tanggal kegiatan, "
    "tanggal observasi, waktu pelaksanaan, date",
    "place": "tempat, lokasi, tempat wawancara, lokasi wawancara, tempat fgd, lokasi fgd, lokasi observasi, place",
    "kelurahan": "kelurahan, kel, desa kelurahan, kelurahan desa, asal kelurahan",
    "kecamatan": "kecamatan, kec",
    "informant": "informan, nama informan, nama, nama samaran, nama inisial, inisial, inisial informan, narasumber, "
    "nara sumber, nama narasumber, responden, nama responden, partisipan, subjek, informant, name",
    "gender": "jenis kelamin, gender, jk, kelamin, l p, sex",
    "age": "usia, umur, age",
    "job": "pekerjaan, jabatan, profesi, mata pencaharian, job, occupation",
    "interviewer": "pewawancara, moderator, peneliti, fasilitator, enumerator, interviewer, nama pewawancara",
    "participants": "peserta, daftar peserta, peserta fgd, participants, para peserta",
}
_KEYS = {name: key for key, names in _NAMES.items() for name in names.split(", ")}


@dataclass(frozen=True)
class Person:
    """Someone the header names, as it says it."""

    label: str  # without brackets, as a label of turns would be
    gender: str | None = None  # perempuan, laki-laki
    age: int | None = None  # years
    age_band: str | None = None  # '50-an', or the band as written
    role: str | None = None
    kelurahan: str | None = None


def header_key(words: str) -> str:
    """The canonical key of a header key, or '' where it has none."""
    return _KEYS.get(folded_key(words), "")


def folded_key(words: str) -> str:
    """The words of a header key as they are compared: small, with what is no letter as one space."""
    return " ".join(re.sub(r"[^\w]+", " ", words.casefold()).split())


def named_sides(text: str, fields: Iterable[tuple[Span, Span]]) -> dict[str, str]:
    """The sides a header gives: by a legend (``P: Peneliti``), and to the names of those who ask and answer."""
    found: dict[str, str] = {}
    for (start, colon), (value, stop) in fields:
        for code, role in re.findall(r"\b([A-Z]{1,3}\d{0,2})\s*[:=]\s*([^\W\d_]+)", text[start:stop]):
            if side := role_side(role):
                found[speaker_key(code)] = side
        key = header_key(speaker_name(text[start:colon]))
        if key in ("interviewer", "informant", "participants"):
            side = "interviewer" if key == "interviewer" else "informant"
            for entry in _entries(text[value:stop]):
                if person := _person(entry):
                    name = speaker_key(person.label)
                    bare = _HONORIFIC.sub("", name)
                    found |= dict.fromkeys((name, bare, bare.split(" ")[0]), side)
    return {name: side for name, side in found.items() if name}


# What the fields say


_READINGS = {"date": read_date, "kind": read_kind, "gender": read_gender, "age": read_age}


def header_fields(text: str, marks: Marks) -> dict[str, str]:
    """The header by canonical key (kind, date, place, kelurahan, kecamatan, informant, gender, age, job,
    interviewer, participants). Of two fields with one key the first that says something counts.

    ``date`` is ISO 8601 where it is a whole date; ``kind`` is interview, fgd, note or document where it is one
    of them; ``gender`` is perempuan or laki-laki; ``age`` is digits where it is one age. Otherwise as written.
    """
    fields: dict[str, str] = {}
    for key_span, (start, stop) in marks.header:
        key = header_key(speaker_name(text[slice(*key_span)]))
        value = text[start:stop].strip(" \t*_")
        if key and value and key not in fields:
            value = value if key == "participants" else " ".join(value.split())
            fields[key] = _READINGS.get(key, str)(value)
    return fields


# Who took part


def participants(text: str, marks: Marks) -> list[Person]:
    """Who the header says took part, as informants: the list of participants, else the informant of an interview.

    ``- Bu Marni (P, 52 tahun, buruh cuci, Semanggi)`` gives label, gender, age, role, kelurahan; what is not
    said is None. Of ``8 orang`` nobody is made.
    """
    fields = header_fields(text, marks)
    if "participants" in fields:
        return [person for entry in _entries(fields["participants"]) if (person := _person(entry))]
    if "informant" not in fields or not (person := _person(fields["informant"])):
        return []
    age = fields.get("age", "")
    return [
        Person(
            person.label,
            person.gender or (fields.get("gender") if fields.get("gender") in GENDERS else None),
            person.age or (int(age) if age.isdecimal() else None),
            person.age_band or read_band(age),
            fields.get("job") or person.role,
            fields.get("kelurahan") or person.kelurahan,
        )
    ]


def _entries(words: str) -> list[str]:
    """The entries of a list: one a line, or one after the other on a line."""
    lines = [re.sub(r"^(?:[-*•–]|\d{1,2}[.)])\s+", "", line.strip()) for line in words.split("\n") if line.strip()]
    if len(lines) > 1 or (lines and re.match(r"(?:[-*•–]|\d{1,2}[.)])\s", words)):
        return lines
    return [entry.strip() for entry in re.findall(r"[^,;()]+(?:\([^)]*\))?", " ".join(lines)) if entry.strip(" .")]


def _person(entry: str) -> Person | None:
    """Label, then in brackets or after commas what is said of the person, in any order."""
    found = re.match(r"\s*([^(),;]+?)\s*(?:\((.*)\)|[,;](.*))?\s*\.?\s*$", entry)
    if not found or re.match(r"\d|orang\b", found[1]):
        return None
    gender = age = band = kelurahan = None
    roles: list[str] = []
    for item in re.split(r"\s*[,;]\s*", found[2] or found[3] or ""):
        if not item:
            continue
        if gender is None and read_gender(item) in GENDERS:
            gender = read_gender(item)
        elif age is None and (exact := AGE.fullmatch(item)):
            age = int(exact[1])
        elif band is None and BAND.fullmatch(item):
            band = read_band(item)
        elif kelurahan is None and (place := _place(item)):
            kelurahan = place
        else:
            roles.append(item)
    return Person(found[1], gender, age, band or read_band(str(age or "")), ", ".join(roles) or None, kelurahan)


_OFFICE = re.compile(
    r"\b(?:ketua|wakil|kader|lurah|camat|pengurus|tokoh|guru|pak|bu|rt|rw|pkk|lpmk|kepala|staf|dinas)\b", re.I
)


def _place(item: str) -> str | None:
    """A kelurahan is named by its word or by its capital; an office (Ketua RT 03) is not a place."""
    found = re.match(r"(?:kelurahan|kel\.?|warga|dari|asal)\s+([A-Z].*)", item, re.I)
    if found:
        return found[1]
    return item if item[0].isupper() and not _OFFICE.search(item) and not item.isupper() else None


_HONORIFIC = re.compile(
    r"^(?:bapak|pak|bpk\.?|ibu|bu|mbak|mas|mbah|simbah|eyang|pakde|bude|om|tante|kak|dik|ny\.?|tn\.?|sdri?\.?)\s+", re.I
)


def match_person(label: str, people: list[Person]) -> Person | None:
    """The person a label of turns means: the same label, or one name of theirs without titles, if only one fits."""
    key = speaker_key(label)
    same = [person for person in people if speaker_key(person.label) == key]
    if not same:
        name = _HONORIFIC.sub("", key)
        same = [p for p in people if name in (bare := _HONORIFIC.sub("", speaker_key(p.label)), bare.split(" ")[0])]
    return same[0] if len(same) == 1 else None
