"""Place names in running text: kelurahan and kecamatan, told from ordinary words and from each other.

A name found only proposes; a person decides. A name counts where it is capitalised. A word that is also an ordinary word
(Sumber, Bumi, Sewu) needs a word before it that announces a place. A name that kelurahan and kecamatan share means the
kecamatan, unless ``Kelurahan`` or ``Lurah`` stands before it.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A region as it may be written. ``level``: kelurahan, kecamatan or kota; ``key``: what the caller knows it by."""

    key: Hashable
    name: str
    level: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mention:
    """A name found at ``[start, stop)``; ``sure`` is False where the level is only the likelier one."""

    start: int
    stop: int
    key: Hashable
    level: str
    sure: bool


ORDINARY = frozenset(
    ("sumber", "bumi", "sewu", "mojo", "jajar", "kauman", "gajahan", "manahan", "joglo", "kampung baru")
)  # names that are words as well
_VILLAGE = re.compile(r"(?:\b(?:kelurahan|kel\.|lurah|desa)\s+)$", re.I)
_DISTRICT = re.compile(r"(?:\b(?:kecamatan|kec\.|camat)\s+)$", re.I)
_TRIGGER = re.compile(
    r"(?:\b(?:kelurahan|kel\.|lurah|warga|wilayah|kawasan|daerah|kampung|orang|di|dari|ke|seperti|dan|serta|,|yaitu|tinggal)\s*)$",
    re.I,
)
_NO_PLACE = re.compile(r"\s*(?::|Data\b|Daya\b|[Mm]asalah\b|[Uu]tama\b)")


def places(text: str, names: Sequence[Name]) -> list[Mention]:
    """The place names in a text, in order, none inside another."""
    if not names:
        return []
    known: dict[str, list[Name]] = {}
    for name in names:
        for written in (name.name, *name.aliases):
            known.setdefault(_fold(written), []).append(name)
    pattern = re.compile(
        r"(?<!\w)(?:"
        + "|".join(r"[\s-]*".join(map(re.escape, w.split())) for w in sorted(_written(names), key=len, reverse=True))
        + r")(?!\w)"
    )
    found: list[Mention] = []
    for match in pattern.finditer(text):
        candidates = known.get(_fold(match.group()), [])
        chosen = _choose(text, match.start(), match.end(), candidates) if candidates else None
        if chosen:
            found.append(Mention(match.start(), match.end(), chosen[0].key, chosen[0].level, chosen[1]))
    return found


def _written(names: Sequence[Name]) -> set[str]:
    return {written for name in names for written in (name.name, *name.aliases)}


def _fold(name: str) -> str:
    return re.sub(r"[\s-]+", "", name).casefold()


def _choose(text: str, start: int, stop: int, candidates: list[Name]) -> tuple[Name, bool] | None:
    before = text[max(0, start - 40) : start]
    by_level = {name.level: name for name in candidates}
    if "kelurahan" in by_level and _VILLAGE.search(before):
        return by_level["kelurahan"], True
    if "kecamatan" in by_level and _DISTRICT.search(before):
        return by_level["kecamatan"], True
    if len(by_level) > 1:
        # `Mojosongo (Jebres)`, `Kadipiro / Banjarsari`: the name behind another one is the district it lies in.
        inside = bool(re.search(r"[(/]\s*$", before)) or bool(re.match(r"\s*\(\s*[Kk]el", text[stop : stop + 12]))
        level = "kecamatan" if "kecamatan" in by_level else "kota"
        return by_level[level], inside
    only = candidates[0]
    word = " ".join(text[start:stop].split()).casefold()
    if word in ORDINARY and (not _TRIGGER.search(before) or _NO_PLACE.match(text[stop : stop + 12])):
        return None
    return only, True
