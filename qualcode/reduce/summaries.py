"""Summaries: what a person writes of a theme in a case, and the codings it rests on.

The rule: a cell is one record on every device (its id is derived from theme and case), so two people who write the same cell
meet in one record, as a conflict and not as two. What it rests on is ids of codings with the judgement each had then, never
words: so it can be told later that they changed, and what.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from qualcode.collect.attributes import table
from qualcode.collect.regions import LEVELS, find_region, need_region, region_named, regions
from qualcode.collect.typed import show
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce.levels import level_word, scales
from qualcode.store import Act, Project, act, blobs, heads, state
from qualcode.store.ids import derived, fold
from qualcode.store.kinds import BY_NAME
from qualcode.store.lookup import find

Rests = Mapping[bytes, int | None]  # coding -> its valence when it was written
WHOLE = ("semua", "all")  # the case that is the whole study, as it may be typed
TEXTS = ("level", "text", "conclusion")
ALIASES = {"kind": "genre", "age": "age_band"}  # as a matrix calls them


@dataclass(frozen=True)
class Case:
    """Of what a summary speaks: a region, a class of people or sources (``role:pedagang``), or the whole study (neither)."""

    region: bytes | None = None
    of: str = ""


@dataclass(frozen=True)
class Summary:
    """``level``: one of the project's level words, or empty; ``rests_on``: codings with their valences as they were."""

    id: bytes
    theme: bytes
    case: Case
    level: str
    text: str
    conclusion: str
    rests_on: Rests = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """What happened to the codings of a cell since it was written."""

    added: tuple[bytes, ...]
    removed: tuple[bytes, ...]
    rejudged: tuple[bytes, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.rejudged)

    @property
    def words(self) -> str:
        """In words: ``3 codings added, 1 removed``."""
        told = []
        if n := len(self.added):
            told.append(ngettext("%d coding came", "%d codings came", n) % n)
        if n := len(self.removed):
            told.append(ngettext("%d coding went", "%d codings went", n) % n)
        if n := len(self.rejudged):
            told.append(ngettext("%d coding was judged anew", "%d codings were judged anew", n) % n)
        return ", ".join(told)


def changed(rests_on: Rests, now: Rests) -> Change:
    """What is different between the codings a text rests on and those that count now."""
    return Change(
        tuple(rec for rec in now if rec not in rests_on),
        tuple(rec for rec in rests_on if rec not in now),
        tuple(rec for rec, valence in now.items() if rec in rests_on and rests_on[rec] != valence),
    )


def summary_id(theme: bytes, case: Case) -> bytes:
    return derived(theme, f"summary:{case.region.hex() if case.region else ''}:{fold(case.of)}")


def summaries(project: Project) -> dict[tuple[bytes, Case], Summary]:
    """Every summary of a living theme, by theme and case (``key``)."""
    found = {}
    for rec, theme, region, of, level, text, conclusion, rests in project.rows(
        "SELECT s.id, s.theme, s.region, s.\"case\", s.level, s.text, s.conclusion, s.rests_on FROM summary s"
        " JOIN theme t ON t.id=s.theme AND t.removed=0 WHERE s.removed=0 ORDER BY t.position, t.name, s.k"
    ):  # fmt: skip
        case = Case(region, of or "")
        one = Summary(
            rec, theme, case, level or "", blobs.prose(project.conn, text), blobs.prose(project.conn, conclusion),
            rests_read(rests),
        )  # fmt: skip
        found[theme, key(case)] = one
    return found


def key(case: Case) -> Case:
    """The case as it is compared: a class by its folded words."""
    return Case(case.region, fold(case.of))


def rests_read(kept: str | None) -> dict[bytes, int | None]:
    """The codings a record of the state rests on."""
    return {bytes.fromhex(rec): valence for rec, valence in json.loads(kept or "{}").items()}


def rests_kept(now: Rests) -> dict[str, int | None]:
    """The same as it is kept: ids in hex, in their order, so that what is equal reads equal."""
    return {rec.hex(): now[rec] for rec in sorted(now)}


def put(project: Project, a: Act, theme: bytes, case: Case, rests_on: Rests, **texts: str) -> bytes:
    """Write ``level``, ``text`` or ``conclusion`` of a cell in an open action; those not named stay. Writing anything says
    that the cell was read as it is now: it rests on ``rests_on`` from here. UserError where a level is no word of the
    project, or somebody wrote the cell differently meanwhile (settle first)."""
    if "level" in texts:
        texts["level"] = level_word(scales(project), texts["level"])
    rec = summary_id(theme, case)
    kind = BY_NAME["summary"]
    there = state.read(project.conn, kind, rec)
    blank = (
        dict.fromkeys(TEXTS, "") if there is None or there.values["removed"] else {}
    )  # what was taken away stays away
    values: dict[str, Any] = blank | {name: text.strip() for name, text in texts.items()}
    a.create(
        "summary", rec, theme=theme, region=case.region, case=case.of or None,
        **{name: value or None for name, value in values.items()},
    )  # fmt: skip
    rewrite_rests(project, a, "summary", rec, rests_on, there)
    return rec


def rewrite_rests(project: Project, a: Act, kind: str, rec: bytes, rests_on: Rests, there: state.Row | None) -> None:
    """Write what a text rests on now. Where two people had seen different codings this settles it: who reads the cell anew
    has seen what is there now, and nobody could choose between two lists of ids."""
    k = BY_NAME[kind]
    before = a.settle
    a.settle = there is not None and heads.differ(project.conn, rec, k.field("rests_on"), there.heads("rests_on"))
    try:
        a.change(kind, rec, rests_on=rests_kept(rests_on))
    finally:
        a.settle = before


def write(project: Project, theme: bytes, case: Case, rests_on: Rests, **texts: str) -> bytes:
    """The same as one action. A cell whose texts are all empty is none: it is taken away."""
    with act(project, "summary") as a:
        rec = put(project, a, theme, case, rests_on, **texts)
        drop_empty(project, a, rec)
    return rec


def drop_empty(project: Project, a: Act, rec: bytes) -> None:
    """Take a summary away that says nothing any more. UserError where it never said anything."""
    row = state.read(project.conn, BY_NAME["summary"], rec)
    if row is None or any(row.values.get(name) for name in TEXTS):
        return
    mine = a.pending.get(rec)
    if mine is not None and mine.old is None:
        raise UserError(_("there is nothing to write"), todo=_("Give a level word, a text or a conclusion"))
    a.remove("summary", rec)


def remove(project: Project, theme: bytes, case: Case) -> None:
    """Take a summary away. UserError where there is none."""
    rec = summary_id(theme, case)
    if not project.value("SELECT 1 FROM summary WHERE id=? AND removed=0", rec):
        raise UserError(_("nothing is written there"), todo=_("“qualcode summaries” lists what is written"))
    with act(project, "summary") as a:
        a.remove("summary", rec)


# --- cases in words ------------------------------------------------------------------------------------------------


def class_keys(project: Project) -> dict[str, tuple[str, str, dict[str, str]]]:
    """The attributes that make classes: folded key -> key, whose (participants or sources), values by folded value."""
    found: dict[str, tuple[str, str, dict[str, str]]] = {}
    for of in ("sources", "participants"):
        now = table(project, of)
        for column in now.columns:
            if column.type in ("region", "date") or column.key in ("name", "pseudonym", "note", "consent"):
                continue
            said = (
                " ".join(show(v).split()) for row in now.rows if (v := row.values.get(column.key)) not in (None, "")
            )
            values: dict[str, str] = {}
            for text in said:
                values.setdefault(fold(text), text)
            if values:
                found[fold(column.key)] = (column.key, of, values)
    return found


def find_case(project: Project, words: str, where: str | None = None) -> Case:
    """The case meant: ``Pajang``, ``kecamatan:Laweyan``, ``role:pedagang``, or ``semua``. UserError where there is none."""
    text = " ".join(words.split())
    before, colon, after = text.partition(":")
    if fold(text) in WHOLE:
        return Case()
    if not colon:
        return Case(region_named(project, text))
    if fold(before) in LEVELS:
        level = fold(before)
        found = find_region(project, after, level=level) or _by_code(project, after.strip())
        return Case(found or need_region(project, after, level=level, where=where))
    known = class_keys(project)
    before = ALIASES.get(fold(before), before)
    if fold(before) not in known:
        names = ", ".join((*LEVELS, *(name for name, _of, _values in known.values())))
        raise UserError(_("there is no attribute “%s”") % before, where=where, todo=_("Attributes: %s") % names)
    name, _of, values = known[fold(before)]
    if fold(after) not in values:
        raise UserError(
            _("nobody and nothing has “%s” as %s") % (after.strip(), name), where=where,
            todo=_("Values: %s") % (", ".join(sorted(values.values())[:8]) + (", …" if len(values) > 8 else "")),
        )  # fmt: skip
    return Case(None, f"{name}:{values[fold(after)]}")


def _by_code(project: Project, code: str) -> bytes | None:
    found: bytes | None = project.value("SELECT id FROM region WHERE code=? AND removed=0", code)
    return found


class CaseNames:
    """The words for cases, such that ``find_case`` finds them again; read once."""

    def __init__(self, project: Project) -> None:
        everything = regions(project)
        alike: dict[tuple[str, str], int] = {}
        for one in everything:
            alike[one.level, fold(one.name)] = alike.get((one.level, fold(one.name)), 0) + 1
        self._words = {
            one.id: (one.name if one.level == "kelurahan" else f"{one.level}:{one.name}")
            if alike[one.level, fold(one.name)] == 1 or not one.code
            else f"{one.level}:{one.code}"
            for one in everything
        }

    def __call__(self, case: Case) -> str:
        if case.region is not None:
            return self._words.get(case.region, case.region.hex()[:12])
        return case.of or WHOLE[0]


def find_theme(project: Project, name: str, where: str | None = None) -> bytes:
    """The theme of this name. UserError with the nearest names where there is none."""
    return find(project, "theme", name, where=where)
