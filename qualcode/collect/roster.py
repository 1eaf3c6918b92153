"""Lists of who took part: bulleted, numbered, a table, a run of names in a sentence.

The rule: a list opens by its heading, by the heads of a table or by a sentence that says so, and its entries are read
one by one. A number before an entry is kept: only a list that is numbered says who ``Peserta 3`` is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from qualcode.collect.header_keys import folded_key, header_key
from qualcode.collect.lines import Line
from qualcode.collect.persons import BULLET, CODED, ITEM, NUMBERED, TITLE, Person, bare_place, kelurahan_in, read_person
from qualcode.collect.values import AGE, GENDERS, read_band, read_gender
from qualcode.language.marks import Span

_COUNT = r"(?:\w+\s+){0,2}?(?:orang|warga|ibu|bapak|peserta|perempuan|laki-laki|people|residents)"
OPENING = re.compile(
    r"[^.:\n]{0,80}?\b(?:dihadiri|diikuti)(?:\s+oleh)?\s+|"
    r"(?:para\s+)?peserta(?:nya)?(?:\s+(?:diskusi|fgd|kegiatan|kelompok|yang\s+hadir|ini)){0,3}\s+"
    r"(?:adalah|ialah|yaitu|yakni|terdiri\s+(?:dari|atas))\s+|"
    r"(?:the\s+)?participants\s+(?:were|are)\s+",
    re.I,
)
_SPOKEN_WORDS = (
    "ucapan ujaran jawaban pernyataan pertanyaan transkrip percakapan isi tuturan dialog kutipan utterance text answer "
    "question"
)
_SPOKEN = frozenset(_SPOKEN_WORDS.split())
_BESIDE = frozenset(["", "pendidikan", "tanda tangan", "ttd", "paraf", "no hp", "no telp", "telepon", "signature"])


_HEADING = re.compile(
    r"[#*_\s]*(?:daftar\s+(?:nama\s+|hadir\s+)?|nama\s+|para\s+|list\s+of\s+)?(?:peserta|hadir|participants?)\b[^:.?!\n]{0,50}"
    r"(?P<colon>[*_\s]*:[*_]*)?\s*(?P<value>.*)",
    re.I,
)


def find_list(lines: Sequence[Line], at: int) -> tuple[Span, Span, int] | None:
    """The list of participants that begins at a line: where its key and its value stand, and the line behind it. None where
    none begins there; of a line ``Peserta: ...`` alone nothing is said here, it is a field like others."""
    line = lines[at]
    if stop := _table_stop(lines, at):
        return (line.start, line.stop), (lines[at + 1].start, lines[stop - 1].stop), stop
    if (start := _sentence(line.text)) and (stop := _wrapped(lines, at)):
        return (line.start, line.start + start), (line.start + start, lines[stop - 1].stop), stop
    found = _HEADING.fullmatch(line.text)
    said = found["value"] if found else ""
    if found is None or (said and not (found["colon"] and re.fullmatch(rf"{_COUNT}[^,;]*", said, re.I))):
        return None
    if at + 1 < len(lines) and lines[at + 1].gap <= 1 and (stop := _table_stop(lines, at + 1)) and not said:
        return (line.start, lines[at + 1].stop), (lines[at + 2].start, lines[stop - 1].stop), stop
    stop = at + 1
    while stop < len(lines) and lines[stop].gap <= 1 and _is_entry(lines, stop, first=stop == at + 1):
        stop += 1
    if not any(read_person(one.text) for one in lines[at + 1 : stop]):
        return None
    start = line.start + found.start("value") if said else lines[at + 1].start
    return (
        (line.start, line.start + len(line.text[: found.start("value")].rstrip())),
        (start, lines[stop - 1].stop),
        stop,
    )


def opens_list(words: str) -> bool:
    """Whether a key that is no field of a header opens a list of participants: its heading, the heads of a table, or the
    sentence before it. Every other key (``Agama``, ``Kota``, ``P`` of a legend) names nobody, however its value reads."""
    key = words.strip()
    return _is_roster(_cells(key.split("\n")[-1])) or any(one.match(key) for one in (OPENING, _HEADING))


def _is_entry(lines: Sequence[Line], at: int, *, first: bool) -> bool:
    """Whether a line under the heading of a list is an entry, or goes on with the one before at the margin."""
    line = lines[at]
    if ITEM.match(line.text):
        return not re.match(rf"{BULLET}\s+[^(,;]{{1,40}}?\s*:\s", line.text) or _coded(NUMBERED.sub("", line.text))
    if len(_cells(line.text)) > 2 or re.match(r"\d{1,2}\t", line.text):
        return read_person(line.text) is not None
    return _coded(line.text) or (not first and line.gap == 0 and _goes_on(lines[at - 1].text, line.text))


def _goes_on(before: str, words: str) -> bool:
    """Whether a line goes on with the one before it, broken at the margin."""
    return before.count("(") > before.count(")") or (len(before) >= 50 and words[0].islower())


def reads_as_list(words: str) -> bool:
    """Whether what stands behind ``Peserta:`` is a list of people or their count, and not what a participant says."""
    if re.match(r"\d{1,3}\s+(?:orang|warga|peserta|ibu|bapak|perempuan|laki|kader)", words, re.I):
        return True
    people = list(map(read_person, entries_of(words)))
    return len(people) > 1 and all(people) and any(person and (person.age or person.age_band) for person in people)


def _sentence(words: str) -> int:
    """Where the names begin in a sentence that says who took part (``Diskusi dihadiri oleh Bu Marni ...``); 0 in others."""
    found = OPENING.match(words)
    rest = words[found.end() :] if found else ""
    return found.end() if found and any(map(read_person, entries_of(rest))) else 0


def _wrapped(lines: Sequence[Line], at: int) -> int:
    """The line behind a paragraph broken at the margin."""
    stop = at + 1
    while (
        stop < len(lines) and lines[stop].gap == 0 and len(lines[stop - 1].text) >= 50 and ":" not in lines[stop].text
    ):
        stop += 1
    return stop


def _coded(words: str) -> bool:
    """Whether a line says whom a code means: ``P1: Bu Marni (41 tahun, penjahit)``."""
    found = CODED.match(words)
    person = read_person(words) if found else None
    return person is not None and bool(TITLE.match(person.label + " ") or "(" in words or "," in words)


def _table_stop(lines: Sequence[Line], at: int) -> int:
    """The index behind the last row of a table of participants whose heads stand at ``at``; 0 where there is none."""
    heads = _cells(lines[at].text)
    if not _is_roster(heads):
        return 0
    stop = at + 1
    while stop < len(lines) and lines[stop].gap == 0:
        row = lines[stop].text
        inside = stop + 1 < len(lines) and lines[stop + 1].gap == 0 and bool(_cells(lines[stop + 1].text))
        if not (_cells(row) or _RULE.fullmatch(row) or (inside and stop > at + 1)):
            break
        stop += 1
    return stop if stop > at + 1 else 0


_RULE = re.compile(r"[\s|:+-]+")


def _cells(row: str) -> list[str]:
    """The cells of a row; none where it is no row of a table."""
    if "\t" in row:
        return [cell.strip() for cell in row.split("\t")]
    if row.strip().startswith("|") or row.count("|") > 1:
        return [cell.strip(" *_") for cell in row.strip().strip("|").split("|")] if not _RULE.fullmatch(row) else []
    return []


def _is_roster(heads: list[str]) -> bool:
    keys = list(map(_head, heads))
    if keys.count("name") != 1 or any(word in _SPOKEN for head in heads for word in folded_key(head).split()):
        return False
    strange = [head for head, key in zip(heads, keys, strict=True) if not key and folded_key(head) not in _BESIDE]
    if len(strange) * 2 >= len(heads) or any(map(str.isdecimal, "".join(heads))):
        return False  # a table of fields, key by value: Nama | Bu T | Usia | 52
    return bool({*keys} - {"", "no", "name"}) or keys == ["no", "name"]


def _head(words: str) -> str:
    """What a column of a table of participants holds."""
    if folded_key(words) in ("no", "nomor", "nr", "number", "no urut"):
        return "no"
    key = header_key(words)
    if key in ("informant", "participants"):
        return "code" if folded_key(words) in ("inisial", "initials") else "name"
    return key or ("job" if folded_key(words) in ("status", "keterangan", "unsur", "instansi", "lembaga") else "")


# Entries


def people_of(key: str, words: str) -> list[Person]:
    """The persons of a field: ``key`` as it is written (for a table its heads), ``words`` its value."""
    return list(_people_of(key, words))


@lru_cache(maxsize=64)  # what reads a header asks several times of the same field
def _people_of(key: str, words: str) -> tuple[Person, ...]:
    heads = _cells(key.strip().split("\n")[-1])
    if _is_roster(heads):
        found = [_of_row(heads, _cells(row)) for row in words.split("\n") if _cells(row)]
    else:
        found = [read_person(entry) for entry in entries_of(words)]
    return tuple(person for person in found if person)


def entries_of(words: str) -> list[str]:
    """The entries of a list with their numbers: one a line, or one after the other on a line."""
    words = re.sub(
        rf"^\s*{_COUNT}[^:(]{{0,40}}?(?::|,?\s*(?:yaitu|yakni|adalah|terdiri (?:dari|atas)))\s*", "", words, flags=re.I
    )
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    if len(lines) > 1 and any(ITEM.match(line) or CODED.match(line) or "\t" in line for line in lines):
        return _joined(lines)
    run = re.split(r"(?<=[a-z)][a-z)])\.\s+(?=[A-Z])", " ".join(lines))[0]  # the sentence, not what comes after
    if ITEM.match(run) and len(lines) < 2:  # 1. Bu Marni 2. Pak Bagyo
        items = re.split(r"\s+(?=\(?\d{1,2}[.)]\s+[A-Z])", run)
        return [item.strip(" ,;") for item in items]
    pieces = _split(run, ";") if ";" in re.sub(r"\([^()]*\)", "", run) else _names_in(run)
    return [piece for piece in pieces if piece.strip(" .")]


def _joined(lines: list[str]) -> list[str]:
    """The entries of a list whose long lines are broken at the margin."""
    found: list[str] = []
    for line in lines:
        if found and ITEM.match(found[-1]) and not ITEM.match(line) and _goes_on(found[-1], line):
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def _split(words: str, mark: str) -> list[str]:
    """Parts between marks that stand outside brackets."""
    return [part.strip() for part in re.findall(rf"(?:[^{mark}()]|\([^()]*\)?|\))+", words)]


def _names_in(run: str) -> list[str]:
    """The persons of a run of names: what is said of one after a comma (an age, a trade, a place) goes with them."""
    pieces: list[str] = []
    for part in _split(run, ","):
        outside = re.sub(r"\([^()]*\)", lambda found: "_" * len(found[0]), part)
        cuts = [
            0,
            *(c for m in re.finditer(r"\b(?:dan|serta|and)\s+(?=[A-Z])|&\s*", outside) for c in m.span()),
            len(part),
        ]
        parts = [part[a:b].strip() for a, b in zip(cuts[::2], cuts[1::2], strict=True)]
        pieces += [one for one in parts if one]
    titled = sum(bool(TITLE.match(piece)) for piece in pieces) > 1
    found: list[str] = []
    told = False  # whether the person before has been told something of
    for piece in pieces:
        detail = not piece[0].isupper() or read_gender(piece) in GENDERS or piece[0].isdigit()
        detail = (detail and not TITLE.match(piece)) or (told and titled and not TITLE.match(piece))
        if detail and found:
            found[-1] += ", " + piece
        else:
            found.append(piece)
        told = detail
    return found


def _of_row(heads: list[str], row: list[str]) -> Person | None:
    """The person of a row: its cells by their heads. Where Word numbers the rows itself, the first cell is missing."""
    keys = list(map(_head, heads))
    if keys[0] == "no" and len(row) == len(heads) - 1:
        row = ["", *row]
    cells = {key: cell for key, cell in zip(keys, row, strict=False) if key and cell}
    person = read_person(cells.get("name", ""))
    if person is None:
        return None
    age = cells.get("age", "")
    exact = AGE.fullmatch(age)
    gender = read_gender(cells.get("gender", ""))
    number = cells.get("no", "").strip(".() ")
    code = cells.get("code") or person.code
    return Person(
        person.label,
        person.gender or (gender if gender in GENDERS else None),
        person.age or (int(exact[1]) if exact else None),
        person.age_band or read_band(exact[1] if exact else age),
        cells.get("job") or person.role,
        bare_place(cells.get("kelurahan") or kelurahan_in(cells.get("address", ""))) or person.kelurahan,
        bare_place(cells.get("kecamatan")) or person.kecamatan,
        code,
        int(number) if number.isdecimal() else person.number,
    )
