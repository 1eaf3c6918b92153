"""The header of a transcript: what stands as ``Key: value`` before the first turn, and who it says took part.

The rule: a header is read, not demanded. Keys come in any order and in the names researchers use; what is not
known is marked and left. Words of the header are never speech, so a header cannot be coded, and a key that is
also a label of turns (``Pewawancara: Sri``) is a key only where its value reads as a name.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass

from qualcode.collect.labels import role_side
from qualcode.collect.lines import Line, is_heading
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
_OTHER_NAMES = (
    "catatan, keterangan, waktu, jam, pukul, durasi, pendidikan, pendidikan terakhir, alamat, topik, tema, judul, "
    "notulis, notulen, perekam, pencatat, transkriptor, penranskrip, ditranskrip oleh, kode, kode informan, "
    "nomor, no, rt rw, rt, rw, agama, suku, status, status perkawinan, tahun, bahasa, hadir, jumlah peserta, kota, "
    "hari, lama tinggal, rekaman, berkas, versi, proyek, cuaca, pengamat, peran, instansi, lembaga"
)
_OTHER = frozenset(_OTHER_NAMES.split(", "))
_FIELD = re.compile(
    r"(?:[*_]{1,2})?(?P<key>[^\W\d_][^:：\n\t]{0,38}?)(?:[*_]{1,2})?(?:\s*[:：](?!//)(?:[*_]{1,2})?|\t+)"
)
_ITEM = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s+\S")


@dataclass(frozen=True)
class Person:
    """Someone the header names, as it says it."""

    label: str  # without brackets, as a label of turns would be
    gender: str | None = None  # perempuan, laki-laki
    age: int | None = None  # years
    age_band: str | None = None  # '50-an', or the band as written
    role: str | None = None
    kelurahan: str | None = None


@dataclass(frozen=True)
class Head:
    """The part of a text before its first turn."""

    fields: tuple[tuple[Span, Span], ...]  # key span (with its colon), value span
    titles: tuple[Span, ...]
    body: int  # index of the first line that is neither


def header_key(words: str) -> str:
    """The canonical key of a header key, or '' where it has none."""
    return _KEYS.get(_folded(words), "")


def _folded(words: str) -> str:
    return " ".join(re.sub(r"[^\w]+", " ", words.casefold()).split())


def find_head(lines: list[Line], labelled: Container[int]) -> Head:
    """The header of a text: its fields and titles, down to the first line that is neither.

    ``labelled`` has the indices of the lines that could begin a turn. Titles count only above the last field, or
    where turns follow: else they are headings of what the text says.
    """
    fields: list[tuple[Span, Span]] = []
    titles: list[Span] = []
    last, value = -1, ""  # line of the last field, and what that line gave its value
    at = 0
    while at < len(lines):
        line = lines[at]
        near = line.gap == 0 or (len(fields) > 1 and line.gap <= lines[last].gap)
        if field := _field(lines, at, labelled, near and bool(fields)):
            fields.append(field)
            last, value = at, line.text[field[1][0] - line.start :]
        elif fields and last == at - 1 and at not in labelled and _goes_on(value, line):
            key, (start, stop) = fields[-1]
            fields[-1] = (key, (start if start < stop else line.start, line.stop))
            last, value = at, line.text
        elif at not in labelled and _is_title(line, bool(fields), at):
            titles.append((line.start, line.stop))
        else:
            break
        at += 1
    if at == len(lines) or at not in labelled:
        at = last + 1
        titles = [title for title in titles if at and title[0] < lines[at - 1].start]
    return Head(tuple(fields), tuple(titles), at)


_ROLE = r"[A-Z]{1,3}\d{0,2}\s*[:=]\s*[^\W\d_]+(?:\s[^\W\d_]+)?"
_LEGEND = re.compile(
    r"([A-Z]{1,3}\d{0,2})(\s*[:=]\s*)([^\W\d_]+(?:\s[^\W\d_]+)?(?:(?:\s*[,;]\s*|\s{2,}|\t)" + _ROLE + r")*)\.?"
)


def _legend(words: str) -> re.Match[str] | None:
    """A line that says who the letters are: ``P: Peneliti   I: Informan``."""
    found = _LEGEND.fullmatch(words)
    roles = re.findall(r"[:=]\s*([^\W\d_]+)", words)
    return found if found and all(map(role_side, roles)) else None


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


_GREETING = re.compile(r"(?:assalamu|selamat|permisi|kulo|sugeng|halo|hai|baik|oke|ya|nggih|inggih|monggo)", re.I)


def _field(lines: list[Line], at: int, labelled: Container[int], near: bool) -> tuple[Span, Span] | None:
    """The key and value of a header line; ``near``: it stands with other fields, so that any key will do."""
    line = lines[at]
    if legend := _legend(line.text):
        return (line.start, line.start + legend.start(3)), (line.start + legend.start(3), line.stop)
    found = _FIELD.match(line.text)
    if found is None:
        return None
    key, value = _folded(found["key"]), line.text[found.end() :].strip()
    if at in labelled:  # a label of turns too: its value must read as a name, or a list must follow
        opens = not value and at + 1 < len(lines) and at + 1 not in labelled and _ITEM.match(lines[at + 1].text)
        is_field = (key in _KEYS or key in _OTHER) and (_reads_as_name(value) or bool(opens))
    elif "\t" in found[0] and ":" not in found[0]:
        is_field = key in _KEYS
    else:
        is_field = key in _KEYS or (key in _OTHER and len(value) <= 80) or (near and len(key.split()) <= 4)
    start = line.stop - len(value)
    return ((line.start, line.start + len(found[0].rstrip())), (start, line.stop)) if is_field else None


def _goes_on(value: str, line: Line) -> bool:
    """Whether a line goes on with the value before it: a list below it, or a long value broken at the margin."""
    listed = not value or bool(_ITEM.match(value))
    return bool(_ITEM.match(line.text)) if listed else line.gap == 0 and len(value) >= 40


def _reads_as_name(value: str) -> bool:
    """``Sri Wahyuni``, ``Ibu S (45 tahun)``, ``8 orang``; not ``Selamat pagi, Bu.``"""
    bare = re.sub(r"\([^)]*\)", " ", value).strip()
    if not bare or bare[-1] in "?!…" or (bare[-1] == "." and len(bare.split()[-1]) > 4) or _GREETING.match(bare):
        return False
    words = re.findall(r"[^\W_][\w.'’-]*", bare)
    small = [word for word in words if word[0].islower() and word not in ("dan", "orang", "peneliti", "bin", "binti")]
    return 0 < len(words) <= 8 and not small


def _is_title(line: Line, in_header: bool, at: int) -> bool:
    if is_heading(line.text):
        return True
    short = len(line.text.split()) <= 12 and line.text[-1] not in ".?!:;,"
    return short and not in_header and at < 4 and bool(_TITLE.match(line.text))


_TITLE = re.compile(r"\W*(?:transkrip|wawancara|verbatim|hasil|catatan|fgd|diskusi|focus group|notul|laporan)", re.I)


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
