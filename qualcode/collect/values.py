"""What the values of a header say: a date, a kind of source, a gender, an age.

The rule: a value is read only where it says the whole thing; anything else stays as it was written.
"""

from __future__ import annotations

import re
from datetime import date

from qualcode.i18n import N_, _

_GENRES = {"interview": N_("interview"), "fgd": N_("FGD"), "note": N_("note"), "document": N_("document")}
GENRES = tuple(_GENRES)  # kinds of source
GENDERS = ("perempuan", "laki-laki")

_MONTHS = (
    "januari jan january|februari feb pebruari february|maret mar march|april apr|mei may|juni jun june|juli jul july|"
    "agustus agu ags agt aug august|september sep sept|oktober okt oct october|november nov nop nopember|"
    "desember des dec december"
)
_MONTH = {name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()}
_DAY = r"(?:(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad)\s*[,/]?\s*)?"
_AFTER = r"(?:[,;]?\s*(?:pukul|jam|pk\.?)?\s*\d{1,2}[.:]\d{2}.*)?"
_WRITTEN = re.compile(rf"{_DAY}(?P<d>\d{{1,2}})[\s.-]+(?P<m>[a-z]+)\.?[\s,.-]+(?P<y>\d{{4}}){_AFTER}", re.I)
_NUMBERS = re.compile(rf"{_DAY}(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>\d{{4}}){_AFTER}", re.I)
_ISO = re.compile(rf"{_DAY}(?P<y>\d{{4}})-(?P<m>\d{{1,2}})-(?P<d>\d{{1,2}}){_AFTER}", re.I)


def genre_words(genre: str) -> str:
    """A kind of source as people read it; anything else as it is."""
    return _(_GENRES[genre]) if genre in _GENRES else genre


def read_date(words: str) -> str:
    """A date as people write it (``Kamis, 12 Juni 2025``, ``12/06/2025``: day first) in ISO 8601; else as it is."""
    for pattern in (_WRITTEN, _NUMBERS, _ISO):
        if found := pattern.fullmatch(words.strip()):
            month = _MONTH.get(found["m"].lower(), 0) if found["m"].isalpha() else int(found["m"])
            try:
                return date(int(found["y"]), month, int(found["d"])).isoformat()
            except ValueError:
                return words
    return words


def is_no_day(words: str) -> bool:
    """Whether the words are written as the date of a day that there is not: ``31/02/2026``."""
    try:
        date.fromisoformat(read_date(words))
    except ValueError:
        return any(pattern.fullmatch(words.strip()) for pattern in (_WRITTEN, _NUMBERS, _ISO))
    return False


def read_kind(words: str) -> str:
    """interview, fgd, note or document where the words name one of them; else as it is."""
    folded = words.casefold()
    for kind, signs in _KINDS.items():
        if any(sign in folded for sign in signs):
            return kind
    return words


_KINDS = {
    "fgd": ("fgd", "diskusi", "focus group", "kelompok terarah"),
    "interview": ("wawancara", "interview"),
    "note": ("catatan", "observasi", "pengamatan", "lapangan", "note"),
    "document": ("dokumen", "laporan", "artikel", "arsip", "document"),
}


def read_gender(words: str) -> str:
    """perempuan or laki-laki for all their short and English forms; else as it is."""
    folded = words.casefold().strip(" .")
    if folded in ("p", "pr", "f", "perempuan", "wanita", "female", "putri"):
        return "perempuan"
    if folded in ("l", "lk", "laki-laki", "laki laki", "laki", "pria", "m", "male", "putra"):
        return "laki-laki"
    return words


AGE = re.compile(r"(?:usia|umur)?\s*(?:±|kira-kira|sekitar)?\s*(\d{1,3})\s*(?:tahun|thn|th|t\.?h\.?|years?)?\.?", re.I)
BAND = re.compile(r"(?:usia|umur)?\s*(\d{1,2}\s*-?\s*an|\d{1,2}\s*[-–]\s*\d{1,2}|belasan)\s*(?:tahun|thn|th)?\.?", re.I)


def read_age(words: str) -> str:
    """One age in years as digits (``52 tahun`` is 52); else as it is."""
    found = AGE.fullmatch(words.strip())
    return found[1] if found else words


def read_band(words: str) -> str | None:
    """The age band: ``52`` is 50-an; ``40an`` and ``17 – 25 tahun`` as written, tidied."""
    if words.isdecimal():
        age = int(words)
        return f"{age // 10 * 10}-an" if age >= 20 else "belasan" if age > 10 else None
    found = BAND.fullmatch(words.strip())
    if not found:
        return None
    band = re.sub(r"\s+", "", found[1].casefold()).replace("–", "-")
    return re.sub(r"(?<=\d)an$", "-an", band)
