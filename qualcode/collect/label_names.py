"""The name of a label: as it is shown, and how often it must come before it is somebody's.

The rule: a role, a title and a name, or a code is safe at once; a name as names are written must come twice, other short words three
times; a word that opens a remark, a list or a figure (``Catatan:``, ``Alasannya:``, ``KTP:``) is never one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from qualcode.collect.roles import DENIED, OFFICES, TITLES, folded, role_at, role_ends, role_side
from qualcode.language.marks import speaker_key, speaker_name

_SMALL = folded(
    "de da do dos das del van der den von bin binti binte ibni a/l a/p s/o d/o al el la le of the y e and dan du des"
)
_ARTICLES = folded("o a")  # O Sr. Presidente
_GREAT_LATER = re.compile(r"-[A-Z]")  # Yang di-Pertua
LONGEST_NAME, LONGEST_TITLED = 5, 8  # words: of a name, and of one behind a title
_REMARKS = folded("notes note catatan comments comment notas notizen")
_NO_LETTERS = folded("nb ps no tgl jam ket hal ktp rt rw hp wa")
_CODE = re.compile(r"[A-Z]{1,3}(?:[- ]?\d{1,3})|[A-Z]{1,4}(?:-[A-Z]{1,3})?-\d{1,3}|[PINTJQRMFE]")
_NO_NAME = re.compile(r"[`@?!,;\"“”„«»…=|{}<>\\،]|\.\.|[a-zà-ÿ]{5,}\.\s")
_SIGNS = re.compile(r"[!-/:-@\[-`{-~–—…•]+")  # a shape may prove them, a word cannot
_DEGREES = re.compile(r"(?:,\s*(?:[A-Z][A-Za-z]{0,4}\.)+\s?[A-Za-z]{0,6}\.?)+$")
_TOGETHER = re.compile(  # Ani, Budi, dan Cici
    r"[A-Z][\w'’-]{1,14}(?:,\s[A-Z][\w'’-]{1,14}){1,3},?\s(?:and|&|y|e|et|dan|serta|und|en)\s[A-Z][\w'’-]{1,14}"
)
_WITH_OFFICE = re.compile(  # Ani Rekaan, kepala panti
    r"[A-Z][\w'’.-]{1,14}(?:\s[A-Z][\w'’.-]{1,14}){1,3},\s(?!and\b|y\b)[^\W\d_][\w'’-]{3,20}(?:\s[\w'’-]{1,14}){0,3}"
)


@lru_cache(4096)
def name_of(written: str) -> tuple[str, str, int | None]:
    """A label as it is shown, folded, and how often it is needed."""
    name = speaker_name(written)
    key = speaker_key(name) if name else ""
    return name, key, needed(name, key)


def needed(name: str, key: str) -> int | None:
    """How often a label of this name must come to be one: 1 where it is safe; None: never."""
    if "," in name:
        if _TOGETHER.fullmatch(name) or _WITH_OFFICE.fullmatch(name):
            return 2
        name = _DEGREES.sub("", name)  # Ani Lestari, S.Sos., M.Si
        key = key[: len(name)].rstrip(" .,")
    parts, words = key.split(), name.split()
    if len(parts) > 2 and parts[0] in _ARTICLES and _titles(parts[1]):
        parts, words = parts[1:], words[1:]
        name, key = " ".join(words), " ".join(parts)
    titled = len(parts) > 1 and _titles(parts[0])
    if (
        not parts
        or _SIGNS.fullmatch(key)
        or len(parts) > (LONGEST_TITLED if titled else LONGEST_NAME)
        or len(name) > (60 if titled else 40)
        or key[0] in "%"
        or key.isdecimal()
        or _NO_NAME.search(name)
    ):
        return None
    if key[-1].isdecimal() and not any(map(str.isalpha, key)):  # (00:46):
        return None
    if len(parts) > 1 and len(parts[0]) == 2 and parts[0][1] == "." and (parts[1] in DENIED or role_at(parts[1])):
        return None  # E. NARASUMBER: a field under the letter of a list
    first = parts[0].rstrip("0123456789.-_'’") or parts[0]
    if key in OFFICES:
        return 3
    if key in ("key", "legend"):
        return None
    if first in DENIED or (first[-1] == "s" and first[:-1] in DENIED and not role_at(first)) or parts[-1] in _REMARKS:
        return 3 if name.isupper() and 1 < len(name) < 4 and key not in _NO_LETTERS else None  # CC: may be somebody
    named = not any(word[0].islower() and word not in _SMALL and not _GREAT_LATER.search(word) for word in words[1:])
    if len(parts) <= 4 and named and role_at(key):
        unsure = role_side(key) is None
        return 2 if unsure and not re.search(r"\d", key) and not name.isupper() else 1
    if titled and named:
        return 1
    if _CODE.fullmatch(name):
        return 1
    if len(parts) == 1 and key.endswith("nya"):  # Alasannya: Intinya:
        return None
    if (named and begins_great(name)) or (len(parts) <= 4 and role_ends(key)):  # a different respondent:
        return 2
    if len(parts) == 1 and (code := _SMALL_CODE.fullmatch(name)):
        return 2 if code[1] else 3
    return 3 if len(parts) <= 3 and not re.search(r"\d", key) else None


def _titles(part: str) -> bool:
    """Whether a folded word is a title: ``sr.ª``, ``dato'``."""
    return part.rstrip("0123456789.-_'’ªº") in TITLES


_SMALL_CODE = re.compile(r"[a-z]{1,3}\d{1,2}|([a-z]+[A-Z]+\w*\d\w*)")  # p1, kDp37


def begins_great(name: str) -> bool:
    """Whether a name begins as names do: with a capital, in a script without capitals, or with a sign."""
    return not name[:1].islower()
