"""A kelurahan put under the wrong kecamatan in a text: reported with both, never mended.

Reports copy such slips from table to table, and every figure that is added up by kecamatan is then wrong. What counts as
putting one under the other: ``Panularan (Kecamatan Jebres)``, ``Panularan / Jebres``, ``Kelurahan Panularan, Kecamatan
Jebres``, ``Kecamatan Jebres (Mojosongo, Panularan)``, and rows of figures under a line that is a kecamatan's name. Several
kelurahan before several kecamatan are taken in their order where they are as many; a kecamatan behind a list of kelurahan
is said of the last one only, since one cannot know of how many.

It looks only around the few names of kecamatan, so that a whole corpus can be looked through while it is brought in.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qualcode.language.places import Name

_WORD = r"(?:Kecamatan|KECAMATAN|kecamatan|Kec\.?|kec\.?)\s+"
_GAP = r"[\s-]{0,12}"
_AND = r"\s*(?:,\s*(?:dan\s+)?|\bdan\s+|&\s*)"
_LEAD = re.compile(rf"(?P<open>\s*[(/]\s*|\s*,?\s*(?:di\s+)?(?={_WORD}$))(?:{_WORD})?$")
_WORDS = ("kecamatan", "kec.", "kec")
_NEXT = re.compile(rf"{_AND}(?:{_WORD})?")
_ANNOUNCED = re.compile(rf"{_WORD}$")
_APART = re.compile(r"[\s-]+")
_LINE = 100  # a table's head is a short line
_ROW_SHARE = 0.5  # of a table's rows must lie in the kecamatan at its head, else it is no head


@dataclass(frozen=True)
class Misplaced:
    """``key``: the kelurahan at ``[start, stop)``; ``said``: the kecamatan the text puts it in; ``right``: the one it lies in."""

    start: int
    stop: int
    key: Hashable
    said: Hashable
    right: Hashable


def misplaced(text: str, names: Sequence[Name]) -> list[Misplaced]:
    """Where the text puts a kelurahan under another kecamatan than the tree of ``names`` does, in order. Names without a
    parent, and kelurahan whose name stands in several kecamatan, are judged by all the kecamatan they may lie in."""
    tree = _tree(tuple(names))
    if tree is None:
        return []
    found: dict[tuple[int, Hashable], Misplaced] = {}
    for villages, districts in _pairs(text, tree):
        for (start, stop, village), district in _matched(villages, districts):
            right = tree.parents[village]
            if district not in right:
                key, parent = tree.villages[village]
                found.setdefault((start, key), Misplaced(start, stop, key, tree.districts[district], parent))
    return sorted(found.values(), key=lambda one: one.start)


@dataclass(frozen=True)
class _Tree:
    """Patterns of the names, and by folded name: of a kelurahan the folded kecamatan it may lie in, of both the keys."""

    parents: dict[str, frozenset[str]]
    villages: dict[str, tuple[Hashable, Hashable]]
    districts: dict[str, Hashable]
    firsts: frozenset[str]  # the words that the names of kecamatan begin with
    district: re.Pattern[str]
    list_before: re.Pattern[str]
    list_after: re.Pattern[str]
    village: re.Pattern[str]
    row: re.Pattern[str]
    head: re.Pattern[str]


@lru_cache(maxsize=8)
def _tree(names: tuple[Name, ...]) -> _Tree | None:
    by_key = {name.key: name for name in names}
    districts = {_fold(w): name.key for name in names if name.level == "kecamatan" for w in (name.name, *name.aliases)}
    parents: defaultdict[str, set[str]] = defaultdict(set)
    villages: dict[str, tuple[Hashable, Hashable]] = {}
    for name in names:
        parent = by_key.get(name.parent) if name.parent is not None else None
        if name.level == "kelurahan" and parent is not None:
            for written in (name.name, *name.aliases):
                parents[_fold(written)] |= {_fold(one) for one in (parent.name, *parent.aliases)}
                villages.setdefault(_fold(written), (name.key, parent.key))
    if not districts or not villages:
        return None
    d, v = _either(names, "kecamatan"), _either(names, "kelurahan")
    item = rf"(?:Kelurahan\s+|Kel\.?\s+)?(?:{v})"
    return _Tree(
        {name: frozenset(one) for name, one in parents.items()},
        villages,
        districts,
        firsts=frozenset(_first(w) for one in names if one.level == "kecamatan" for w in (one.name, *one.aliases)),
        district=re.compile(rf"(?:{d})(?!\w)"),
        list_before=re.compile(rf"(?<!\w){item}(?:{_AND}{item})*$"),
        list_after=re.compile(rf"\s*[(:]\s*({item}(?:{_AND}{item})*)(?!\w)"),
        village=re.compile(rf"(?<!\w)(?:{v})(?!\w)"),
        row=re.compile(rf"[ \t|]*(?:\d{{1,3}}[.)]?[\s|]+)?({v})(?!\w)[ \t|]+\d"),
        head=re.compile(rf"[ \t|]*(?:[IVX\d]{{1,4}}[.)]?\s+)?(?:{_WORD})?({d})[ \t|:]*$"),
    )


def _either(names: Sequence[Name], level: str) -> str:
    written = {one for name in names if name.level == level for one in (name.name, *name.aliases)}
    return "|".join(_spelt(one) for one in sorted(written, key=lambda one: (-len(one), one)))


def _spelt(name: str) -> str:
    """A pattern for a name: capitalised, its words apart, over a line's end, or in one."""
    first, *rest = (re.escape(word) for word in _APART.split(name.strip()))
    return first + "".join(rf"{_GAP}[{word[0].upper()}{word[0].lower()}]{word[1:]}" for word in rest)


def _first(name: str) -> str:
    """The word that a name begins with, as every text writes it."""
    return _APART.split(name.strip(), maxsplit=1)[0]


def _fold(name: str) -> str:
    return re.sub(r"[\s-]+", "", name).casefold()


def _in_word(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] == "_")


Village = tuple[int, int, str]


def _pairs(text: str, tree: _Tree) -> Iterator[tuple[list[Village], list[str]]]:
    """Kelurahan and the kecamatan they are put under, as they stand in lists."""
    hits = list(_named(text, tree))
    last = -1
    for at, hit in enumerate(hits):
        start, stop = hit.span()
        if start < last:  # it was in the list before
            continue
        last = stop
        near = text[max(0, start - 16) : start].rstrip()
        opened, named = near.endswith(("(", "/")), near.casefold().endswith(_WORDS)
        before = text[max(0, start - 240) : start] if opened or named else ""
        lead = _LEAD.search(before, max(0, len(before) - 40)) if before else None
        if lead and (listed := tree.list_before.search(before[: lead.start()])):
            districts = [_fold(hit.group())]
            while "(" in lead["open"] and at + len(districts) < len(hits):
                other = hits[at + len(districts)]
                if not _NEXT.fullmatch(text, last, other.start()):
                    break
                districts.append(_fold(other.group()))
                last = other.end()
            villages = _villages(tree, listed.group(), start - len(before) + listed.start())
            if _ANNOUNCED.search(before[: listed.start()]):
                villages = villages[1:]  # `Kecamatan Laweyan dan Kelurahan Joyotakan`: the first is none
            yield villages if len(villages) == len(districts) else villages[-1:], districts
            continue
        follows = text[stop : stop + 16].lstrip()[:1]
        announced = follows == "(" or (follows == ":" and named)
        if announced and (after := tree.list_after.match(text, stop, stop + 400)):
            yield _villages(tree, after[1], after.start(1)), [_fold(hit.group())]
    yield from _tables(text, tree, hits)


def _named(text: str, tree: _Tree) -> Iterator[re.Match[str]]:
    """Where a kecamatan is named, in order and apart: matched only where the first word of a name stands, which is found
    fifty times as fast."""
    last = 0
    for at in sorted(at for first in tree.firsts for at in _every(text, first)):
        if at >= last and not _in_word(text, at) and (hit := tree.district.match(text, at)):
            yield hit
            last = hit.end()


def _every(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + 1)


def _villages(tree: _Tree, text: str, base: int) -> list[Village]:
    return [(base + m.start(), base + m.end(), _fold(m.group())) for m in tree.village.finditer(text)]


def _matched(villages: list[Village], districts: list[str]) -> Iterator[tuple[Village, str]]:
    """Which kelurahan is put under which kecamatan: the one before the bracket, all that follow a head, or in order."""
    if len(districts) == 1:
        yield from ((village, districts[0]) for village in villages)
    elif len(villages) == len(districts):
        yield from zip(villages, districts, strict=True)


def _tables(text: str, tree: _Tree, hits: list[re.Match[str]]) -> Iterator[tuple[list[Village], list[str]]]:
    """Rows of figures under a line that is only a kecamatan's name, as far as they go."""
    for hit in hits:
        line = text.rfind("\n", max(0, hit.start() - _LINE), hit.start()) + 1
        stop = text.find("\n", hit.end(), hit.end() + _LINE)
        if stop < 0 or (not line and hit.start() > _LINE) or not (head := tree.head.match(text[line:stop])):
            continue
        rows: list[Village] = []
        at = stop + 1
        while at < len(text):
            end = text.find("\n", at)
            end = len(text) if end < 0 else end
            words = text[at:end]
            if row := tree.row.match(words):
                rows.append((at + row.start(1), at + row.end(1), _fold(row[1])))
            elif words.strip():
                break
            at = end + 1
        district = _fold(head[1])
        inside = sum(district in tree.parents[village] for _start, _stop, village in rows)
        if rows and inside > _ROW_SHARE * len(rows):
            yield rows, [district]
