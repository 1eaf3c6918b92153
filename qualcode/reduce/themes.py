"""Themes and links as records: a theme is a named pattern over codes; a link ties it to an indicator with its reason."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.collect.yamlfile import words
from qualcode.errors import UserError
from qualcode.i18n import N_, _, language
from qualcode.reduce.codebook import codebook, find_code
from qualcode.store import Project, act, blobs
from qualcode.store.ids import derived, fold, new_id
from qualcode.store.lookup import find

NATURES = ("problem", "strength", "neutral")
STATUSES = ("candidate", "reviewed", "defined", "retired")
LEVELS = ("semantic", "latent")
_SHOWN = (N_("retired"), N_("semantic"), N_("latent"))  # as words; the others stand in cli.common
RELATIONS = ("problem_when_worse", "strength_when_better")
CLOSENESS = ("direct", "proxy", "context")


@dataclass(frozen=True)
class Theme:
    """``codes``: ids of its codes. ``nature``: problem, strength or neutral; ``status``: one of STATUSES; ``question``: the
    research question it answers; ``level``: semantic, latent or empty; ``exemplars``: codings chosen to stand for it;
    ``negative``: what reading its negative cases came to."""

    id: bytes
    name: str
    name_en: str
    concept: str
    boundaries: str
    nature: str
    status: str
    narrative: str
    codes: tuple[bytes, ...]
    question: str = ""
    level: str = ""
    exemplars: tuple[bytes, ...] = ()
    negative: str = ""

    @property
    def shown(self) -> str:
        return self.name_en if language() == "en" and self.name_en else self.name


@dataclass(frozen=True)
class Link:
    """A theme and an indicator: ``made`` before or after the result was seen."""

    id: bytes
    theme: bytes
    indicator: bytes
    relation: str
    closeness: str
    rationale: str
    made: str


def themes(project: Project, *, retired: bool = False) -> list[Theme]:
    """The themes in their order; those that were retired only where asked for."""
    codes: dict[bytes, list[bytes]] = {}
    for theme, code in project.rows(
        "SELECT tc.theme, tc.code FROM theme_code tc JOIN code c ON c.id=tc.code WHERE tc.removed=0 AND c.removed=0 ORDER BY c.position, c.name"
    ):
        codes.setdefault(theme, []).append(code)
    return [
        Theme(
            rec, name, name_en or "", blobs.prose(project.conn, concept), blobs.prose(project.conn, bounds), nature, status,
            blobs.prose(project.conn, narrative), tuple(codes.get(rec, ())), blobs.prose(project.conn, question), level or "",
            tuple(map(bytes.fromhex, json.loads(exemplars or "[]"))), blobs.prose(project.conn, negative),
        )
        for rec, name, name_en, concept, bounds, nature, status, narrative, question, level, exemplars, negative in project.rows(
            "SELECT id, name, name_en, concept, boundaries, nature, status, narrative, question, level, exemplars, negative"
            " FROM theme WHERE removed=0 AND (?1 OR status<>'retired') ORDER BY position, name", int(retired),
        )
    ]  # fmt: skip


def theme_of(project: Project, rec: bytes) -> Theme:
    """The theme of this id, retired or not. KeyError where there is none."""
    return {one.id: one for one in themes(project, retired=True)}[rec]


def links(project: Project, theme: bytes | None = None) -> list[Link]:
    rows = project.rows(
        "SELECT id, theme, indicator, relation, closeness, rationale, made FROM link WHERE removed=0 AND (?1 IS NULL OR theme=?1) ORDER BY k",
        theme,
    )
    return [
        Link(rec, t, i, relation, close, blobs.prose(project.conn, why), made)
        for rec, t, i, relation, close, why, made in rows
    ]


def theme_id(project: Project, name: str) -> bytes:
    return derived(project.id, "theme:" + fold(name))


def _record(project: Project, name: str) -> bytes:
    """The theme of this name, else the id a new one gets. One that was renamed keeps its id, which the old name then leaves."""
    known = project.rows("SELECT id, name FROM theme WHERE removed=0")
    for rec, other in known:
        if fold(other) == fold(name):
            return bytes(rec)
    rec = theme_id(project, name)
    return new_id(project.clock()) if any(rec == other for other, _name in known) else rec


def _choice(value: Any, allowed: tuple[str, ...], where: str, what: str) -> str:
    if value not in allowed:
        raise UserError(_("“%s” is no %s") % (value, what), where=where, todo=", ".join(allowed))
    return str(value)


def import_themes(project: Project, data: Any, where: str, *, made: str = "before") -> tuple[int, int]:
    """Bring in themes with their codes and links (a mapping as read from YAML); how many themes and links.

    UserError where a code or indicator is unknown or a word is not one of those allowed; then nothing came in.
    """
    if not isinstance(data, Mapping) or not isinstance(data.get("themes"), list):
        raise UserError(_("a themes file has a list “themes”"), where=where)
    codes = codebook(project)
    made_before = dict(project.rows("SELECT id, made FROM link WHERE removed=0"))
    count = 0
    with act(project, "themes") as a:
        for position, theme in enumerate(data["themes"], 1):
            if not isinstance(theme, Mapping):
                raise UserError(_("theme %d needs a name") % position, where=where)
            name = theme.get("name")
            both = name if isinstance(name, Mapping) else {"id": name}
            title = words(both.get("id") or both.get("en"), where)
            if not title:
                raise UserError(_("theme %d needs a name") % position, where=where)
            place = f"{where}: {title}"
            rec = _record(project, title)
            a.create(
                "theme", rec, name=title, name_en=words(both.get("en"), place),
                concept=words(theme.get("concept"), place), boundaries=words(theme.get("boundaries"), place),
                nature=_choice(theme.get("nature", "neutral"), NATURES, place, "nature"),
                status=_choice(theme.get("status", "candidate"), STATUSES, place, "status"),
                narrative=words(theme.get("narrative"), place), position=position,
                **{key: words(theme[key], place) for key in ("question", "negative") if theme.get(key)},
                **({"level": _choice(theme["level"], LEVELS, place, "level")} if theme.get("level") else {}),
            )  # fmt: skip
            for key in ("codes", "links"):
                if not isinstance(theme.get(key) or [], list):
                    raise UserError(_("“%s” must be a list") % key, where=place)
            for code_name in theme.get("codes") or []:
                code = find_code(codes, str(code_name), place)
                a.create("theme_code", derived(rec, "code:" + code.id.hex()), theme=rec, code=code.id)
            for link in theme.get("links") or []:
                if not isinstance(link, Mapping):
                    raise UserError(_("a link names an indicator, a relation and a closeness"), where=place)
                indicator = find(project, "indicator", str(link.get("indicator")), where=place)
                link_id = derived(rec, "link:" + indicator.hex())
                a.create(
                    "link", link_id, theme=rec, indicator=indicator,
                    relation=_choice(link.get("relation"), RELATIONS, place, "relation"),
                    closeness=_choice(link.get("closeness"), CLOSENESS, place, "closeness"),
                    rationale=words(link.get("rationale"), place), made=made_before.get(link_id, made),  # a link is not redated
                )  # fmt: skip
                count += 1
    return len(data["themes"]), count


def add_theme(
    project: Project, name: str, *, nature: str, concept: str | None = None, codes: Iterable[str] = ()
) -> bytes:
    """Make a candidate theme of these codes, behind the others. UserError where one of that name is there."""
    rec = _record(project, name)
    if not fold(name):
        raise UserError(_("a theme needs a name"))
    if project.value("SELECT 1 FROM theme WHERE id=? AND removed=0", rec):
        raise UserError(_("there is a theme “%s” already") % name)
    book = codebook(project)
    chosen = [find_code(book, code).id for code in codes]
    with act(project, "themes") as a:
        position = (project.value("SELECT MAX(position) FROM theme") or 0) + 1
        a.create(
            "theme", rec, name=name, nature=_choice(nature, NATURES, name, "nature"), status="candidate", concept=concept,
            position=position,
        )  # fmt: skip
        for code in chosen:
            a.create("theme_code", derived(rec, "code:" + code.hex()), theme=rec, code=code)
    return rec


_WORDED = ("name", "name_en", "concept", "boundaries", "narrative", "question", "negative")
FIELDS = (*_WORDED, "nature", "level")


def checked_fields(project: Project, theme: bytes, fields: Mapping[str, str]) -> dict[str, str | None]:
    """These FIELDS of a theme as they would be written; an empty one as None. UserError for another theme's name, an empty
    name or a word that is not allowed."""
    written: dict[str, str | None] = {}
    for field, value in fields.items():
        text = value.strip()
        if field == "nature":
            _choice(text, NATURES, "", field)
        elif field == "level" and text:
            _choice(text, LEVELS, "", field)
        elif field == "name":
            if not fold(text):
                raise UserError(_("a theme needs a name"))
            if any(fold(other.name) == fold(text) and other.id != theme for other in themes(project, retired=True)):
                raise UserError(_("there is a theme “%s” already") % text)
        elif field not in FIELDS:
            raise KeyError(field)
        written[field] = text or None
    return written


def set_theme(project: Project, theme: bytes, **fields: str) -> None:
    """Write these FIELDS of a theme, one action; an empty one is taken off. UserError as ``checked_fields``."""
    written = checked_fields(project, theme, fields)
    with act(project, "themes") as a:
        a.change("theme", theme, **written)


def move_code(project: Project, code: bytes, to: bytes | None, source: bytes | None = None) -> None:
    """Put a code into the theme ``to`` (None: into none) and take it out of the theme ``source`` (None: it stays in those it
    is in), one action. Codings do not change."""
    with act(project, "themes") as a:
        if source is not None and source != to:
            for (rec,) in project.rows(
                "SELECT id FROM theme_code WHERE theme=? AND code=? AND removed=0", source, code
            ):
                a.remove("theme_code", rec)
        if to is not None:
            a.create("theme_code", derived(to, "code:" + code.hex()), theme=to, code=code)


def loose_codes(project: Project) -> list[bytes]:
    """The codes in use that stand in no theme, in the codebook's order; a branch that only gathers codes is no such code."""
    book = codebook(project)
    parents = {code.parent for code in book}
    held = {code for theme in themes(project) for code in theme.codes}
    return [code.id for code in book if code.id not in held and code.id not in parents]
