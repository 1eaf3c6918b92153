"""Who took part, as a header writes it: a list, a table, a run of names in a sentence, or the one informant.

The rule: an entry names a person only where it reads as a name, and what it says of them is taken only where it says
the whole of it (an age, a gender, a kelurahan); the rest is their role. A number before an entry is kept: only a list
that is numbered says who ``Peserta 3`` is. Nobody is made of ``8 orang`` or ``ibu-ibu PKK``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.collect.header_keys import folded_key, header_key
from qualcode.collect.labels import role_side
from qualcode.collect.lines import Line
from qualcode.collect.values import AGE, BAND, GENDERS, read_band, read_gender
from qualcode.language.marks import Span, speaker_key


@dataclass(frozen=True)
class Person:
    """Someone the header names, as it says it."""

    label: str  # without brackets, as a label of turns would be
    gender: str | None = None  # perempuan, laki-laki
    age: int | None = None  # years
    age_band: str | None = None  # '50-an', or the band as written
    role: str | None = None
    kelurahan: str | None = None
    kecamatan: str | None = None
    code: str | None = None  # initials or a code that turns may name them by: M, P1, I-03
    number: int | None = None  # in a numbered list


# What opens a list


_BULLET = r"(?:[-*•–·▪●○‣]|\(?\d{1,2}[.)]|#\d{1,2})"
ITEM = re.compile(rf"{_BULLET}\s+\S")
_NUMBERED = re.compile(rf"(?:\(?(\d{{1,2}})[.)]|#(\d{{1,2}})|{_BULLET})\s+")
_COUNT = r"(?:\w+\s+){0,2}?(?:orang|warga|ibu|bapak|peserta|perempuan|laki-laki|people|residents)"
OPENING = re.compile(
    r"[^.:\n]{0,80}?\b(?:dihadiri|diikuti)(?:\s+oleh)?\s+|"
    r"(?:para\s+)?peserta(?:nya)?(?:\s+(?:diskusi|fgd|kegiatan|kelompok|yang\s+hadir|ini)){0,3}\s+"
    r"(?:adalah|ialah|yaitu|yakni|terdiri\s+(?:dari|atas))\s+|"
    r"(?:the\s+)?participants\s+(?:were|are)\s+",
    re.I,
)
_CODE = r"[A-Z]{1,3}[-. ]?\d{1,3}|(?:Peserta|Informan|Responden|Narasumber|Partisipan|Participant)[ -]\d{1,2}"
_CODED = re.compile(rf"({_CODE})\s*(?:[:=]|[-–]\s)\s*(?=\S)")
_SPOKEN_WORDS = (
    "ucapan ujaran jawaban pernyataan pertanyaan transkrip percakapan isi tuturan dialog kutipan utterance text answer "
    "question"
)
_SPOKEN = frozenset(_SPOKEN_WORDS.split())


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


def _is_entry(lines: Sequence[Line], at: int, *, first: bool) -> bool:
    """Whether a line under the heading of a list is an entry, or goes on with the one before at the margin."""
    line = lines[at]
    if ITEM.match(line.text):
        return not re.match(rf"{_BULLET}\s+[^(,;]{{1,40}}?\s*:\s", line.text) or _coded(_NUMBERED.sub("", line.text))
    if len(_cells(line.text)) > 2 or re.match(r"\d{1,2}\t", line.text):
        return read_person(line.text) is not None
    wrapped = not first and line.gap == 0 and len(lines[at - 1].text) >= 50 and line.text[0].islower()
    return _coded(line.text) or wrapped


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
    found = _CODED.match(words)
    person = read_person(words) if found else None
    return person is not None and bool(_TITLE.match(person.label + " ") or "(" in words or "," in words)


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
    heads = _cells(key.strip().split("\n")[-1])
    if _is_roster(heads):
        found = [_of_row(heads, _cells(row)) for row in words.split("\n") if _cells(row)]
    else:
        found = [read_person(entry) for entry in entries_of(words)]
    return [person for person in found if person]


def entries_of(words: str) -> list[str]:
    """The entries of a list with their numbers: one a line, or one after the other on a line."""
    words = re.sub(
        rf"^\s*{_COUNT}[^:(]{{0,40}}?(?::|,?\s*(?:yaitu|yakni|adalah|terdiri (?:dari|atas)))\s*", "", words, flags=re.I
    )
    lines = [line.strip() for line in words.split("\n") if line.strip()]
    if len(lines) > 1 and any(ITEM.match(line) or _CODED.match(line) or "\t" in line for line in lines):
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
        if found and ITEM.match(found[-1]) and not ITEM.match(line) and line[0].islower():
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
    titled = sum(bool(_TITLE.match(piece)) for piece in pieces) > 1
    found: list[str] = []
    told = False  # whether the person before has been told something of
    for piece in pieces:
        detail = not piece[0].isupper() or read_gender(piece) in GENDERS or piece[0].isdigit()
        detail = (detail and not _TITLE.match(piece)) or (told and titled and not _TITLE.match(piece))
        if detail and found:
            found[-1] += ", " + piece
        else:
            found.append(piece)
        told = detail
    return found


def read_person(entry: str) -> Person | None:
    """Label, then in brackets or after commas what is said of the person, in any order; None for what is nobody's name."""
    number = _NUMBERED.match(entry)
    words = entry[number.end() :] if number else entry
    words = words.replace("*", "").replace("__", "").strip()
    at = next((int(one) for one in number.groups() if one), None) if number else None
    if not number and (row := re.match(r"(\d{1,2})\t", words)):
        at, words = int(row[1]), words[row.end() :]
    words = words.replace("\t", ", ")
    code = None
    if coded := _CODED.match(words):
        code, words = coded[1], words[coded.end() :]
    found = re.match(r"\s*([^(),;:]+?)\s*(?=[(),;:]|\s[-–—/]\s|\.?\s*$)", words)
    if not found or not _is_name(found[1]):
        return None
    said = re.split(r"\s*[,;()]\s*|\s+[-–—/]\s+", words[found.end() :].strip(" .:-–—/"))
    return _with(found[1], [item.strip(" .") if len(item) > 3 else item for item in said if item.strip(" .")], code, at)


def _with(label: str, said: list[str], code: str | None, number: int | None) -> Person:
    gender = age = band = kelurahan = kecamatan = None
    roles: list[str] = []
    for item in said:
        key, colon, rest = item.partition(":")
        if colon and (named := header_key(key)):
            item = f"{'kel. ' if named == 'kelurahan' else 'kec. ' if named == 'kecamatan' else ''}{rest.strip()}"
        if _DEGREE.fullmatch(item) or _ADDRESS.fullmatch(item) or not item:
            continue
        if gender is None and read_gender(item) in GENDERS:
            gender = read_gender(item)
        elif code is None and _is_code(item, label):
            code = item
        elif age is None and (exact := AGE.fullmatch(item)):
            age = int(exact[1])
        elif band is None and BAND.fullmatch(item):
            band = read_band(item)
        elif kecamatan is None and (above := re.match(r"kec(?:amatan|\.)\s*([A-Z].*)", item, re.I)):
            kecamatan = above[1]
        elif kelurahan is None and (place := _place(item)):
            kelurahan = place
        else:
            roles.append(item)
    band = band or read_band(str(age or ""))
    return Person(label, gender, age, band, ", ".join(roles) or None, kelurahan, kecamatan, code, number)


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


_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.)+(?:\s?[A-Z][A-Za-z]{0,3}\.?)?|S\.?(?:Pd|Sos|Ag|Kep|KM|T|E|H)\.?")
_ADDRESS = re.compile(r"(?:RT|RW|Jl|Jalan|Gg|Gang|No)\b\.?.*", re.I)
_OFFICE = re.compile(
    r"\b(?:ketua|wakil|kader|lurah|camat|pengurus|tokoh|guru|pak|bu|rt|rw|pkk|lpmk|kepala|staf|dinas)\b", re.I
)
_TITLE = re.compile(
    r"(?:bapak|pak|bpk\.?|ibu|bu|mbak|mas|mbah|simbah|eyang|pakde|bude|om|tante|kak|dik|ny\.?|tn\.?|sdri?\.?|h\.|hj\.|"
    r"mr\.?|mrs\.?|ms\.?|miss)\s+",
    re.I,
)
_NOBODY = re.compile(
    r"\d|(?:orang|warga|masyarakat|kelompok|anggota|para|perwakilan|beberapa|sejumlah|seluruh|semua|unsur|ibu-ibu|"
    r"bapak-bapak|pemuda-pemudi|tidak|people|residents|women|men)\b|-+$|\?",
    re.I,
)


def _is_name(words: str) -> bool:
    """``Bu Marni``, ``S``, ``Ketua RT 03``; not ``8 orang``, ``ibu-ibu PKK``, ``perempuan kepala keluarga``."""
    if not words or len(words) > 60 or len(words.split()) > 6 or _NOBODY.match(words):
        return False
    return words[0].isupper() or bool(_TITLE.match(words)) or not words[0].isalpha()


def _is_code(item: str, label: str) -> bool:
    """Initials of this name (``M`` or ``BM`` of Bu Marni), or a code such as I-03."""
    if re.fullmatch(r"(?:inisial|kode)?\s*[A-Z]{1,3}-?\d{1,3}", item) and not re.match(r"R[TW]", item):
        return True
    letters = item.replace(".", "")
    return bool(re.fullmatch(r"[A-Z]{1,4}", letters)) and letters.casefold() in initials(label)


def initials(label: str) -> set[str]:
    """The initials a name may go by, with and without its title: ``bm``, ``m`` of Bu Marni."""
    name = _TITLE.sub("", label)
    return {"".join(word[0] for word in re.findall(r"[^\W\d_]+", words)).casefold() for words in (label, name)} - {""}


def _place(item: str) -> str | None:
    """A kelurahan is named by its word or by its capital; an office (Ketua RT 03) is not a place."""
    found = re.match(r"(?:kelurahan|kel\.?|warga|dari|asal|tinggal di)\s+(?:kel(?:urahan|\.)\s+)?([A-Z].*)", item)
    found = found or re.match(r"(?:Kelurahan|Kel\.?|Warga|Dari|Asal|KELURAHAN)\s+([A-Z].*)", item)
    if found:
        return found[1]
    return item if item[0].isupper() and not _OFFICE.search(item) and not item.isupper() else None


def bare_place(words: str | None) -> str | None:
    """A kelurahan or kecamatan without the word before it."""
    return re.sub(r"^(?:kelurahan|kel\.?|kecamatan|kec\.?)\s+", "", words, flags=re.I) if words else None


def kelurahan_in(address: str) -> str | None:
    """The kelurahan an address names by its word: ``RT 03 RW 05 Kel. Semanggi`` says Semanggi."""
    found = re.search(r"\bkel(?:urahan|\.)\s*([A-Z][\w-]+(?:\s+[A-Z][\w-]+)?)", address) or re.search(
        r"\bKel(?:urahan|\.)\s*([A-Z][\w-]+(?:\s+[A-Z][\w-]+)?)", address
    )
    return re.sub(r"\s+(?:Kec|Kota|RT|RW)\b.*", "", found[1]) if found else None


def untitled(name: str) -> str:
    """A name without the title before it."""
    return _TITLE.sub("", name)


def numbered(person: Person, number: int) -> Person:
    """The person as the one of that number."""
    return replace(person, number=number)


def asks(person: Person) -> bool:
    """Whether a list of participants names somebody of the team: a moderator, a note taker."""
    return bool(person.role) and role_side(person.role or "") == "interviewer"


# Whom a label means


_ORDINAL = re.compile(
    r"(?:peserta|informan|responden|narasumber|partisipan|participant|informant|p|i|r|n)[ .#-]*0*(\d{1,2})"
)


def match_person(label: str, people: Sequence[Person]) -> Person | None:
    """The person a label of turns means, if only one fits: the same label or code; one name of theirs without titles; the
    entry of that number where the whole list is numbered (``Peserta 3``); their initials."""
    key = speaker_key(label)
    name = _TITLE.sub("", key)
    numbers = [person.number for person in people]
    ordinal = _ORDINAL.fullmatch(key)
    rules = (
        lambda p: key in (speaker_key(p.label), speaker_key(p.code or "")),
        lambda p: name in (bare := _TITLE.sub("", speaker_key(p.label)), bare.split(" ")[0]),
        lambda p: ordinal is not None and numbers == list(range(1, len(people) + 1)) and p.number == int(ordinal[1]),
        lambda p: len(name) <= 3 and name in initials(p.label) and _title(key) in ("", _title(speaker_key(p.label))),
    )
    for fits in rules:
        if found := [person for person in people if fits(person)]:
            return found[0] if len(found) == 1 else None
    return None


def _title(key: str) -> str:
    """Woman or man, as a title says it: Bu and Ibu are one."""
    found = _TITLE.match(key)
    word = found[0].strip(" .") if found else ""
    return {"bapak": "pak", "bpk": "pak", "ibu": "bu"}.get(word, word)
