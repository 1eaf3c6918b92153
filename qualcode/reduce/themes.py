"""Themes and links as records: a theme is a named pattern over codes; a link ties it to an indicator with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.reduce.codebook import codebook, find_code
from qualcode.store import Project, act, blobs
from qualcode.store.ids import derived, fold
from qualcode.store.lookup import find

NATURES = ("problem", "strength", "neutral")
STATUSES = ("candidate", "reviewed", "defined")
RELATIONS = ("problem_when_worse", "strength_when_better")
CLOSENESS = ("direct", "proxy", "context")


@dataclass(frozen=True)
class Theme:
    """``codes``: ids of its codes. ``nature``: problem, strength or neutral; ``status``: candidate, reviewed, defined."""

    id: bytes
    name: str
    name_en: str
    concept: str
    boundaries: str
    nature: str
    status: str
    narrative: str
    codes: tuple[bytes, ...]

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


def themes(project: Project) -> list[Theme]:
    """The themes in their order."""
    codes: dict[bytes, list[bytes]] = {}
    for theme, code in project.rows(
        "SELECT tc.theme, tc.code FROM theme_code tc JOIN code c ON c.id=tc.code WHERE tc.removed=0 AND c.removed=0 ORDER BY c.position, c.name"
    ):
        codes.setdefault(theme, []).append(code)
    return [
        Theme(
            rec, name, name_en or "", blobs.prose(project.conn, concept), blobs.prose(project.conn, bounds), nature, status,
            blobs.prose(project.conn, narrative), tuple(codes.get(rec, ())),
        )
        for rec, name, name_en, concept, bounds, nature, status, narrative in project.rows(
            "SELECT id, name, name_en, concept, boundaries, nature, status, narrative FROM theme WHERE removed=0 ORDER BY position, name"
        )
    ]  # fmt: skip


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
    count = 0
    with act(project, "themes") as a:
        for position, theme in enumerate(data["themes"], 1):
            name = theme.get("name")
            both = name if isinstance(name, Mapping) else {"id": name}
            title = both.get("id") or both.get("en")
            if not title:
                raise UserError(_("theme %d needs a name") % position, where=where)
            place = f"{where}: {title}"
            rec = theme_id(project, title)
            a.create(
                "theme", rec, name=title, name_en=both.get("en"), concept=theme.get("concept"), boundaries=theme.get("boundaries"),
                nature=_choice(theme.get("nature", "neutral"), NATURES, place, "nature"),
                status=_choice(theme.get("status", "candidate"), STATUSES, place, "status"),
                narrative=theme.get("narrative"), position=position,
            )  # fmt: skip
            for code_name in theme.get("codes") or []:
                code = find_code(codes, str(code_name), place)
                a.create("theme_code", derived(rec, "code:" + code.id.hex()), theme=rec, code=code.id)
            for link in theme.get("links") or []:
                indicator = find(project, "indicator", str(link.get("indicator")), where=place)
                a.create(
                    "link", derived(rec, "link:" + indicator.hex()), theme=rec, indicator=indicator,
                    relation=_choice(link.get("relation"), RELATIONS, place, "relation"),
                    closeness=_choice(link.get("closeness"), CLOSENESS, place, "closeness"),
                    rationale=link.get("rationale"), made=made,
                )  # fmt: skip
                count += 1
    return len(data["themes"]), count
