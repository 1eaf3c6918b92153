"""Place names in running text: kelurahan and kecamatan, told from ordinary words and from each other.

A name found only proposes; a person decides. The rules, in their order:

- A name counts where it is capitalised, however it is divided: ``Pucangsawit``, ``Pucang Sawit``, over a line's end. In
  speech (``speech``), typed by a machine that knows no capitals, a name in small letters counts behind a word that
  announces a place (*warga sewu*, *di kelurahan mojo*).
- A word that is also an ordinary one (Sumber, Bumi, Sewu) needs such a word before it, or a table row around it, and
  nothing behind it that makes it the ordinary word (``Sumber:``, ``Sumber Daya``).
- A name that kelurahan and kecamatan share is the kelurahan behind *Kelurahan* or *Lurah*, the kecamatan behind
  *Kecamatan* or *Camat*, in brackets or behind a slash after a kelurahan, and what its neighbours are in a table's
  column. Else it means the kecamatan and is not sure, or the kelurahan the text itself comes from (``own``).
- A misspelling (``near``) is one letter wrong, missing, too many or swapped (optimal string alignment, Boytsov 2011, p. 7)
  in a name of five letters or more, never a word we know, and never sure.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from qualcode.language.forms import lemma, root
from qualcode.language.roots import lexicalised, roots
from qualcode.language.tokens import cut

NEAR = 5  # letters a name must have to be found misspelt
_PIECES = 3  # a name is written in so many pieces at most


@dataclass(frozen=True)
class Name:
    """A region as it may be written. ``level``: kelurahan, kecamatan or kota; ``key``: what the caller knows it by;
    ``parent``: the key of the region it lies in; ``ordinary``: whether the name is a common word too."""

    key: Hashable
    name: str
    level: str
    aliases: tuple[str, ...] = ()
    parent: Hashable | None = None
    ordinary: bool = False


@dataclass(frozen=True)
class Mention:
    """A name found at ``[start, stop)``; ``sure`` is False where a person should look twice; ``near``: misspelt."""

    start: int
    stop: int
    key: Hashable
    level: str
    sure: bool
    near: bool = False


ORDINARY = frozenset(
    ("sumber", "bumi", "sewu", "mojo", "jajar", "kauman", "gajahan", "manahan", "joglo", "kampungbaru")
)  # kelurahan of Surakarta whose names are words as well
_VILLAGE = re.compile(r"\b(?:kelurahan|kel\.?|lurah|desa)\s+$", re.I)
_DISTRICT = re.compile(r"\b(?:kecamatan|kec\.?|camat)\s+$", re.I)
_TRIGGER = re.compile(
    r"\b(?:kelurahan|kel\.|lurah|desa|warga|wilayah|kawasan|daerah|kampung|orang|di|dari|ke|seperti|dan|yaitu|tinggal)\s+$|,\s*$",
    re.I,
)
_SPOKEN = re.compile(  # stronger: what a name in small letters needs
    r"\b(?:kelurahan|kel\.?|lurah|desa|kecamatan|camat|warga|wong|orang|wilayah|kawasan|daerah|kampung|tinggal\s+di|rumah(?:nya)?\s+di)\s+$",
    re.I,
)
_TOWARDS = re.compile(r"\b(?:di|dari|ke|nang|neng|teng|saking)\s+$", re.I)
_NO_PLACE = re.compile(r"\s*(?::|Data\b|Daya\b|[Mm]asalah\b|[Uu]tama\b)")
_THING = re.compile(
    r"\b(?:jalan|jl\.?|pasar|stasiun|terminal|stadion|puskesmas|rs(?:ud)?|sdn?|smpn?|sman?|smkn?|masjid|hotel)\s+(?:negeri\s+)?$",
    re.I,
)
_INSIDE = re.compile(r"[(/]\s*$")
_HOLDS = re.compile(r"\s*\(\s*[Kk]el")
_ROW = re.compile(r"[\s\d.,%()*|–-]*")  # what stands between two names of a table's column
_OPENS = re.compile(r"(?:^|[.!?:\n])[\s\"“'(•-]*$")
_APART = re.compile(r"[\s-]{0,12}")


class _Hit(NamedTuple):
    start: int
    stop: int
    names: tuple[Name, ...]
    folded: str


class _Known(NamedTuple):
    """Names made ready for looking up."""

    by_name: dict[str, tuple[Name, ...]]
    beginnings: frozenset[str]
    words: dict[str, int]  # of how many words a name is written
    long: tuple[tuple[str, int], ...]  # that may be found misspelt, with their number of words


def places(
    text: str, names: Sequence[Name], *, speech: bool = False, own: Hashable | None = None, near: bool = False
) -> list[Mention]:
    """The place names in a text, in order, none inside another. ``speech``: small letters may be names; ``own``: the key of
    the kelurahan the text comes from; ``near``: misspellings too."""
    if not names:
        return []
    known = _known_names(tuple(names))
    words, starts = cut(text)
    hits = _exact(text, words, starts, known)
    found: list[Mention] = []
    for at, hit in enumerate(hits):
        chosen = _choose(text, hits, at, speech, own)
        if chosen:
            found.append(Mention(hit.start, hit.stop, chosen[0].key, chosen[0].level, chosen[1]))
    if near:
        taken = [(hit.start, hit.stop) for hit in hits]
        found += _misspelt(text, words, starts, known, taken, speech, own)
        found.sort(key=lambda mention: mention.start)
    return found


def fold_name(name: str) -> str:
    """A name in one piece: *Pasar Kliwon*, *Pasarkliwon* and *pasar-kliwon* are one."""
    return re.sub(r"[\s-]+", "", name).casefold()


@lru_cache(maxsize=8)
def _known_names(names: tuple[Name, ...]) -> _Known:
    by_name: dict[str, tuple[Name, ...]] = {}
    words: dict[str, int] = {}
    for name in names:
        for written in (name.name, *name.aliases):
            folded = fold_name(written)
            if folded and name not in by_name.get(folded, ()):
                by_name[folded] = (*by_name.get(folded, ()), name)
                words.setdefault(folded, len(re.split(r"[\s-]+", written.strip())))
    beginnings = frozenset(folded[:length] for folded in by_name for length in range(3, len(folded) + 1)) | set(by_name)
    return _Known(by_name, beginnings, words, tuple((one, words[one]) for one in by_name if len(one) >= NEAR))


def _exact(text: str, words: list[str], starts: list[int], known: _Known) -> list[_Hit]:
    """Every place where a name is written, in any letter case."""
    folded = [word.casefold() for word in words]
    hits: list[_Hit] = []
    free = 0
    for at in [at for at, word in enumerate(folded) if word in known.beginnings]:
        if at < free:
            continue
        for pieces in range(min(_PIECES, len(words) - at), 0, -1):
            joined = "".join(folded[at : at + pieces])
            if joined not in known.by_name or not _one_name(text, words, starts, at, pieces, known.words[joined]):
                continue
            stop = starts[at + pieces - 1] + len(words[at + pieces - 1])
            hits.append(_Hit(starts[at], stop, known.by_name[joined], joined))
            free = at + pieces
            break
    return hits


def _one_name(text: str, words: list[str], starts: list[int], at: int, pieces: int, written: int) -> bool:
    """Only blanks and hyphens between the pieces; where a name is divided that is written in one, each piece is three
    letters or more and capitalised like the first."""
    for one in range(at, at + pieces - 1):
        if not _APART.fullmatch(text, starts[one] + len(words[one]), starts[one + 1]):
            return False
    if pieces <= written:
        return True
    parts = words[at : at + pieces]
    return all(len(part) >= 3 and part[0].isupper() == parts[0][0].isupper() for part in parts)


def _choose(text: str, hits: list[_Hit], at: int, speech: bool, own: Hashable | None) -> tuple[Name, bool] | None:
    hit = hits[at]
    before = text[max(0, hit.start - 40) : hit.start]
    if not text[hit.start].isupper():
        mine = any(name.key == own for name in hit.names)
        if not speech or not (_SPOKEN.search(before) or ((mine or not _ordinary(hit)) and _TOWARDS.search(before))):
            return None
    by_level = {name.level: name for name in hit.names}
    if "kelurahan" in by_level and _VILLAGE.search(before):
        return _own(hit, own) or by_level["kelurahan"], sum(name.level == "kelurahan" for name in hit.names) == 1
    if "kecamatan" in by_level and _DISTRICT.search(before):
        return by_level["kecamatan"], True
    if len(by_level) > 1:
        return _level(text, hits, at, by_level, own)
    only = _own(hit, own) or hit.names[0]
    after = text[hit.stop : hit.stop + 12]
    if _ordinary(hit) and (_NO_PLACE.match(after) or not (_TRIGGER.search(before) or any(_rows(text, hits, at)))):
        return None
    doubtful = len(hit.names) > 1 or _THING.search(before) or (hit.folded in roots() and _OPENS.search(before))
    return only, not doubtful


def _own(hit: _Hit, own: Hashable | None) -> Name | None:
    return next((name for name in hit.names if own is not None and name.key == own), None)


def _ordinary(hit: _Hit) -> bool:
    return hit.folded in ORDINARY or any(name.ordinary for name in hit.names)


def _level(text: str, hits: list[_Hit], at: int, by_level: dict[str, Name], own: Hashable | None) -> tuple[Name, bool]:
    """Which of the regions of one name: in brackets the district, in a table what the rows around it are, else the likelier."""
    hit = hits[at]
    wider = by_level["kecamatan"] if "kecamatan" in by_level else by_level["kota"]
    narrow = by_level.get("kelurahan")
    if _HOLDS.match(text[hit.stop : hit.stop + 12]):
        return wider, True
    if at and _INSIDE.search(text[hits[at - 1].stop : hit.start]):
        return wider, True
    rows = [other.names[0] for other in _rows(text, hits, at) if len(other.names) == 1]  # a homonym says nothing
    if narrow is not None and any(name.level == "kelurahan" and name.parent == narrow.parent for name in rows):
        return narrow, True
    if any(_rows(text, hits, at)):
        return wider, True
    mine = next((name for name in by_level.values() if own is not None and name.key == own), None)
    return mine or wider, bool(_INSIDE.search(text[max(0, hit.start - 8) : hit.start]))


def _rows(text: str, hits: list[_Hit], at: int) -> Iterator[_Hit]:
    """The neighbours above and below in a table's column: only figures between, and a line's end."""
    if at and _is_row(text[hits[at - 1].stop : hits[at].start]):
        yield hits[at - 1]
    if at + 1 < len(hits) and _is_row(text[hits[at].stop : hits[at + 1].start]):
        yield hits[at + 1]


def _is_row(between: str) -> bool:
    return "\n" in between and any(map(str.isdigit, between)) and bool(_ROW.fullmatch(between))


# --- misspellings


def _misspelt(
    text: str, words: list[str], starts: list[int], known: _Known, taken: list[tuple[int, int]], speech: bool,
    own: Hashable | None,
) -> Iterator[Mention]:  # fmt: skip
    firsts = [start for start, _stop in taken]
    free = 0
    for at, word in enumerate(words):
        start = starts[at]
        place = bisect_right(firsts, start) - 1
        if start < free or (place >= 0 and start < taken[place][1]) or len(word) < 3:
            continue
        if not (speech or word[0].isupper()):
            continue
        before = text[max(0, start - 40) : start]
        announced = bool(_SPOKEN.search(before))
        if not (word[0].isupper() or announced):
            continue
        for pieces in (2, 1):
            parts = words[at : at + pieces]
            stop = starts[at + len(parts) - 1] + len(parts[-1])
            if len(parts) < pieces or not _one_name(text, words, starts, at, pieces, pieces):
                continue
            if any(start < low < stop for low in firsts[place + 1 : place + 2]):
                continue
            name = _nearest("".join(parts).casefold(), pieces, known.long)
            if name is None or all(_is_word(part) for part in parts):
                continue
            hit = _Hit(start, stop, known.by_name[name], name)
            if _ordinary(hit) and not announced:
                continue
            chosen = _own(hit, own) or _at_level(hit, before)
            yield Mention(start, stop, chosen.key, chosen.level, sure=False, near=True)
            free = stop
            break


def _at_level(hit: _Hit, before: str) -> Name:
    wanted = "kelurahan" if _VILLAGE.search(before) else "kecamatan"
    return next((name for name in hit.names if name.level == wanted), hit.names[0])


@lru_cache(maxsize=1 << 14)
def _nearest(folded: str, pieces: int, names: tuple[tuple[str, int], ...]) -> str | None:
    """The one name that is a slip of the pen away; written in as many pieces."""
    from rapidfuzz.distance import OSA

    if len(folded) < NEAR - 1:
        return None
    near = {
        name
        for name, written in names
        if abs(len(name) - len(folded)) <= 1 and written == pieces and OSA.distance(folded, name, score_cutoff=1) == 1
    }
    return near.pop() if len(near) == 1 else None


@lru_cache(maxsize=1 << 14)
def _is_word(word: str) -> bool:
    """Whether we know a word, or can take it apart."""
    low = word.casefold()
    return low in roots() or low in lexicalised() or lemma(low) != low or root(low) != low
