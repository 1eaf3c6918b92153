"""A person as a header writes them: what an entry of a list says of them, and which of them a label of turns means.

The rule: an entry names a person only where it reads as a name, and what it says of them is taken only where it says
the whole of it (an age, a gender, a kelurahan); the rest is their role. Nobody is made of ``8 orang`` or ``ibu-ibu PKK``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.collect.header_keys import header_key
from qualcode.collect.roles import role_side
from qualcode.collect.values import AGE, BAND, GENDERS, read_band, read_gender
from qualcode.language.marks import speaker_key


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


BULLET = r"(?:[-*•–·▪●○‣]|\(?\d{1,2}[.)]|#\d{1,2})"
ITEM = re.compile(rf"{BULLET}\s+\S")
NUMBERED = re.compile(rf"(?:\(?(\d{{1,2}})[.)]|#(\d{{1,2}})|{BULLET})\s+")
_CODE = r"[A-Z]{1,3}[-. ]?\d{1,3}|(?:Peserta|Informan|Responden|Narasumber|Partisipan|Participant)[ -]\d{1,2}"
CODED = re.compile(rf"({_CODE})\s*(?:[:=]|[-–]\s)\s*(?=\S)")


def read_person(entry: str) -> Person | None:
    """Label, then in brackets or after commas what is said of the person, in any order; None for what is nobody's name."""
    number = NUMBERED.match(entry)
    words = entry[number.end() :] if number else entry
    words = words.replace("*", "").replace("__", "").strip()
    at = next((int(one) for one in number.groups() if one), None) if number else None
    if not number and (row := re.match(r"(\d{1,2})\t", words)):
        at, words = int(row[1]), words[row.end() :]
    words = words.replace("\t", ", ")
    code = None
    if coded := CODED.match(words):
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


_DEGREE = re.compile(r"(?:[A-Z][A-Za-z]{0,3}\.)+(?:\s?[A-Z][A-Za-z]{0,3}\.?)?|S\.?(?:Pd|Sos|Ag|Kep|KM|T|E|H)\.?")
_ADDRESS = re.compile(r"(?:RT|RW|Jl|Jalan|Gg|Gang|No)\b\.?.*", re.I)
_OFFICE = re.compile(
    r"\b(?:ketua|wakil|kader|lurah|camat|pengurus|tokoh|guru|pak|bu|rt|rw|pkk|lpmk|kepala|staf|dinas)\b", re.I
)
TITLE = re.compile(
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
    return words[0].isupper() or bool(TITLE.match(words)) or not words[0].isalpha()


def _is_code(item: str, label: str) -> bool:
    """Initials of this name (``M`` or ``BM`` of Bu Marni), or a code such as I-03."""
    if re.fullmatch(r"(?:inisial|kode)?\s*[A-Z]{1,3}-?\d{1,3}", item) and not re.match(r"R[TW]", item):
        return True
    letters = item.replace(".", "")
    return bool(re.fullmatch(r"[A-Z]{1,4}", letters)) and letters.casefold() in initials(label)


def initials(label: str) -> set[str]:
    """The initials a name may go by, with and without its title: ``bm``, ``m`` of Bu Marni."""
    name = TITLE.sub("", label)
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
    return TITLE.sub("", name)


def title_gender(name: str) -> str | None:
    """The gender a title says: perempuan for Bu Marni, laki-laki for Pak Bagyo, None for others."""
    word = (found := TITLE.match(name)) and found[0].strip(" .").casefold()
    if word in ("ibu", "bu", "mbak", "bude", "tante", "ny", "sdri", "hj", "mrs", "ms", "miss"):
        return "perempuan"
    return "laki-laki" if word in ("bapak", "pak", "bpk", "mas", "pakde", "om", "tn", "sdr", "mr") else None


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
    name = TITLE.sub("", key)
    numbers = [person.number for person in people]
    ordinal = _ORDINAL.fullmatch(key)
    rules = (
        lambda p: key in (speaker_key(p.label), speaker_key(p.code or "")),
        lambda p: name in (bare := TITLE.sub("", speaker_key(p.label)), bare.split(" ")[0]),
        lambda p: ordinal is not None and numbers == list(range(1, len(people) + 1)) and p.number == int(ordinal[1]),
        lambda p: len(name) <= 3 and name in initials(p.label) and _title(key) in ("", _title(speaker_key(p.label))),
    )
    for fits in rules:
        if found := [person for person in people if fits(person)]:
            return found[0] if len(found) == 1 else None
    return None


def _title(key: str) -> str:
    """Woman or man, as a title says it: Bu and Ibu are one."""
    found = TITLE.match(key)
    word = found[0].strip(" .") if found else ""
    return {"bapak": "pak", "bpk": "pak", "ibu": "bu"}.get(word, word)
