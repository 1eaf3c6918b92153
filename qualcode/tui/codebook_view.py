"""What the codebook screen shows of a code: its fields as they are written, what rests on it, and what a change would do."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from qualcode.collect.inventory import inventory
from qualcode.collect.regions import regions
from qualcode.display.columns import homes
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.reduce.codebook import Code, Warning_, check, codebook
from qualcode.reduce.codebook_effect import Effect, Standing
from qualcode.reduce.codings import codings
from qualcode.reduce.counting import living
from qualcode.reduce.memos import Memo, memos
from qualcode.store import Project

FIELDS: tuple[tuple[str, str], ...] = (
    ("name", N_("name")),
    ("name_en", N_("English name")),
    ("definition", N_("definition")),
    ("use_when", N_("use it when")),
    ("use_not", N_("not when")),
    ("example", N_("example")),
    ("keywords", N_("keywords")),
    ("valence", N_("valence")),
    ("colour", N_("colour")),
    ("definition_en", N_("the same in English")),
)
VALENCES = ((-1, N_("− problem")), (0, N_("± mixed")), (1, N_("+ strength")), (None, N_("none by itself")))
SEVERAL = N_("several kelurahan")
LONG = ("definition", "use_when", "use_not", "example", "definition_en", "keywords")  # written on several lines
NAMED = {"name": "", "name_en": ""}  # those that must be on one line and short

_PIECE = re.compile(r"-?/(?:[^/\\]|\\.)*/[^,]*|[^,]+")  # up to a comma, but those within /an expression/ are its own


@dataclass(frozen=True)
class Shelf:
    """The codebook as it stands. ``counts``: codings and sources of each living code, of its own and what lives on in it, as
    who looks may see them; ``themes`` and ``memos`` of each code; ``warnings`` by the code's name; ``areas``: codings of each code by
    kelurahan; ``asked``: sources of each kelurahan that are finished."""

    codes: tuple[Code, ...]
    counts: dict[bytes, tuple[int, int]]
    themes: dict[bytes, tuple[str, ...]]
    memos: dict[bytes, tuple[Memo, ...]]
    warnings: dict[str, tuple[Warning_, ...]]
    areas: dict[bytes, dict[str, int]]
    asked: dict[str, int]


def read_shelf(project: Project) -> Shelf:
    alive = living(project)
    number: Counter[bytes] = Counter()
    sources: dict[bytes, set[bytes]] = {}
    areas: dict[bytes, Counter[str]] = {}
    names, at = {region.id: region.name for region in regions(project)}, homes(project)
    asked: Counter[str] = Counter()
    for line in inventory(project):
        if line.state == "finished":
            asked.update(names[area] for area in at.get(line.id, ()) if area in names)
    for one in codings(project):
        code = alive.get(one.code, one.code)
        number[code] += 1
        sources.setdefault(code, set()).add(one.source)
        where = [one.about] if one.about else list(at.get(one.source, ()))
        area = names.get(where[0] or b"", "?") if len(where) == 1 else SEVERAL if where else "?"
        areas.setdefault(code, Counter())[area] += 1
    themes: dict[bytes, list[str]] = {}
    for name, code in project.rows(
        "SELECT t.name, c.code FROM theme_code c JOIN theme t ON t.id=c.theme WHERE c.removed=0 AND t.removed=0 ORDER BY t.name"
    ):
        themes.setdefault(alive.get(code, code), []).append(name)
    notes: dict[bytes, list[Memo]] = {}
    for memo in memos(project):
        if memo.kind == "code":
            notes.setdefault(memo.about, []).append(memo)
    warnings: dict[str, list[Warning_]] = {}
    for warning in check(project):
        warnings.setdefault(warning.code, []).append(warning)
    return Shelf(
        tuple(codebook(project, all_codes=True)),
        {code: (count, len(sources[code])) for code, count in number.items()},
        {code: tuple(dict.fromkeys(names)) for code, names in themes.items()},
        {code: tuple(found) for code, found in notes.items()},
        {name: tuple(found) for name, found in warnings.items()},
        {code: dict(found) for code, found in areas.items()}, dict(asked),
    )  # fmt: skip


def area_words(shelf: Shelf, code: bytes) -> list[str]:
    """Where a code is used, most first, as in ``Semanggi 41``; then where it was looked for in so many finished sources and is
    not: ``Karangasem 0/3``. A discussion of people from several kelurahan stands by itself."""
    used = shelf.areas.get(code, {})
    known = {area: _(area) if area == SEVERAL else area for area in used}
    told = [f"{known[area]} {count}" for area, count in sorted(used.items(), key=lambda pair: (-pair[1], pair[0]))]
    if not told and any(one.parent == code for one in shelf.codes):
        return []  # a branch: what is coded stands beneath it
    return told + [f"{area} 0/{count}" for area, count in sorted(shelf.asked.items()) if area not in used]


def field_text(code: Code, field: str) -> str:
    """A field as it is read and written on one line."""
    value = getattr(code, field)
    if field == "keywords":
        return ", ".join(word if isinstance(word, str) else json.dumps(word, ensure_ascii=False) for word in value)
    if field == "valence":
        return _(dict(VALENCES)[value])
    if field == "colour":
        return str(value) if value else (_("as its branch") if code.depth else _("by its place"))
    return value or ""


def field_value(field: str, text: str) -> Any:
    """What is written for a field of words; None for nothing. UserError for a keyword that cannot be read."""
    text = " ".join(text.split())
    if field != "keywords":
        return text or None
    from qualcode.language.keywords import parse

    words = list(_keywords(text))
    for word in words:
        parse(word, "")
    return words or None


def _keywords(text: str) -> Iterator[Any]:
    """The keywords between commas: words, or what stands between braces."""
    at = 0
    while at < len(text):
        if text[at] in " ,":
            at += 1
        elif text[at] == "{":
            try:
                pattern, at = json.JSONDecoder().raw_decode(text, at)
            except ValueError:
                raise UserError(
                    _("what stands between { } cannot be read"), todo=_('Like this: {"pattern": [{"LEMMA": "utang"}]}')
                ) from None
            yield pattern
        else:
            found = _PIECE.match(text, at)
            assert found is not None
            at = found.end()
            yield found.group().strip()


def read_shares(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """``warung: bon, ngutang; bank: plecit; lain`` as names, each with the words it takes. UserError for fewer than two."""
    found = []
    for part in text.split(";"):
        name, _colon, words = part.partition(":")
        if name.strip():
            found.append((" ".join(name.split()), tuple(w.strip() for w in words.split(",") if w.strip())))
    if len(found) < 2:
        raise UserError(
            _("a split needs two names or more"), todo=_("Like this: warung: bon, utang; bank: plecit; lain")
        )
    return found


def effect_lines(effect: Effect) -> list[str]:
    """What a change of the codebook does, code by code: how many codings each had and has, and what must be known of it."""
    found = []

    def order(rec: bytes) -> tuple[bool, str]:  # what goes, then what stays
        after = effect.after.get(rec)
        return after is not None and after.live, (after or effect.before[rec]).name

    for rec in sorted({*effect.before, *effect.after}, key=order):
        before, after = effect.before.get(rec), effect.after.get(rec)
        one = after or before
        assert one is not None
        had, has = _count(before), _count(after)
        gone = "" if after is not None and after.live else " " + _("(not in use)")
        moved = str(has) if had == has else f"{had} → {has}"
        passages = f"{before.segments if before else 0} → {after.segments if after else 0}"
        found.append(_("{code}{gone}: {moved} codings · {passages} passages that count").format(
            code=one.name, gone=gone, moved=moved, passages=passages
        ))  # fmt: skip
    if effect.coincide:
        found.append(
            ngettext(
                "%d stands where the code is already: it counts once",
                "%d stand where the code is already: they count once",
                effect.coincide,
            )
            % effect.coincide
        )
    if effect.at_odds:
        found.append(
            ngettext(
                "! %d passage is judged both ways: it counts as mixed",
                "! %d passages are judged both ways: they count as mixed",
                effect.at_odds,
            )
            % effect.at_odds
        )
    if effect.left:
        found.append(
            ngettext("! %d coding is in conflict and stays", "! %d codings are in conflict and stay", effect.left)
            % effect.left
        )
    if effect.unfinished:
        names = {source for source, _coder, _code in effect.unfinished}
        found.append(
            ngettext("! %d source is open again for a code", "! %d sources are open again for a code", len(names))
            % len(names)
        )
    return found  # fmt: skip


def _count(one: Standing | None) -> int:
    return sum(one.codings.values()) if one is not None else 0
