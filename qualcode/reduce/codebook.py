"""The codebook: a tree of codes, each with a definition, when to use it and when not, and the words people use for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.store import Project, act, blobs, tree
from qualcode.store.combined import combined
from qualcode.store.ids import code_id, fold, new_id

PROSE = ("definition", "definition_en", "use_when", "use_not", "example")
FIELDS = ("name", "name_en", *PROSE, "keywords", "valence", "colour")


@dataclass(frozen=True)
class Code:
    """A code with its place in the tree (``path``: names from the top, itself last). ``valence``: -1 problem, 0 mixed,
    +1 strength, None where the code has none. ``hue``: 0 to 7, that of its top branch. ``merged_into``: the code it lives
    on in, where it was combined."""

    id: bytes
    name: str
    name_en: str
    parent: bytes | None
    path: tuple[str, ...]
    definition: str
    definition_en: str
    use_when: str
    use_not: str
    example: str
    keywords: tuple[Any, ...]
    valence: int | None
    colour: int | None
    hue: int
    retired: bool
    merged_into: bytes | None

    @property
    def depth(self) -> int:
        return len(self.path) - 1

    @property
    def live(self) -> bool:
        return not self.retired and self.merged_into is None

    @property
    def shown(self) -> str:
        """The name in the language in use."""
        return self.name_en if language() == "en" and self.name_en else self.name


def codebook(project: Project, *, all_codes: bool = False) -> list[Code]:
    """The codes in tree order; ``all_codes`` also the retired and the combined ones."""
    return list(project.once(("codebook", all_codes), lambda: _read(project, all_codes)))


def _read(project: Project, all_codes: bool) -> list[Code]:
    columns = ("id", "name", "name_en", *PROSE, "keywords", "valence", "colour", "position", "retired")
    rows = {
        row[0]: dict(zip(columns, row, strict=True))
        for row in project.rows(f"SELECT {', '.join(columns)} FROM code WHERE removed=0")
    }
    parents, _dropped = tree.effective_parents(project)
    lives_on = combined(project)
    children: dict[bytes | None, list[bytes]] = {}
    for rec in sorted(rows, key=lambda r: (rows[r]["position"] or 0, fold(rows[r]["name"]))):
        children.setdefault(parents.get(rec), []).append(rec)
    found: list[Code] = []

    def visit(rec: bytes, path: tuple[str, ...], hue: int) -> None:
        row = rows[rec]
        here = (*path, row["name"])
        definition, definition_en, use_when, use_not, example = (blobs.prose(project.conn, row[name]) for name in PROSE)
        code = Code(
            rec, row["name"], row["name_en"] or "", parents.get(rec), here,
            definition, definition_en, use_when, use_not, example,
            tuple(json.loads(row["keywords"] or "[]")), row["valence"], row["colour"], hue, bool(row["retired"]), lives_on.get(rec),
        )  # fmt: skip
        if all_codes or code.live:
            found.append(code)
        for child in children.get(rec, ()):
            visit(child, here, hue)

    for index, top in enumerate(children.get(None, ())):
        colour = rows[top]["colour"]
        visit(top, (), ((colour - 1) if colour else index) % 8)
    return found


def by_id(project: Project) -> dict[bytes, Code]:
    """Every code that is not removed, by id."""
    return {code.id: code for code in codebook(project, all_codes=True)}


@dataclass(frozen=True)
class Relatives:
    """What stands around a code: names of the codes beneath it and of those combined into it, the code it lives on in (empty
    where it stands for itself), and its own codings by coder."""

    children: tuple[str, ...]
    parts: tuple[str, ...]
    lives_on: str
    by_coder: dict[str, int]


def relatives(project: Project, codes: list[Code], code: Code) -> Relatives:
    """What stands around one of ``codes`` (all of them)."""
    names = {c.id: c.name for c in codes}
    by_coder = dict(
        project.rows(
            "SELECT k.name, COUNT(*) FROM coding c JOIN coder k ON k.id=c.coder WHERE c.code=? AND c.removed=0 GROUP BY 1 ORDER BY 1",
            code.id,
        )
    )
    return Relatives(
        tuple(c.name for c in codes if c.parent == code.id and c.live), tuple(c.name for c in codes if c.merged_into == code.id),
        names.get(code.merged_into, "") if code.merged_into else "", by_coder,
    )  # fmt: skip


def find_code(codes: list[Code], name: str, where: str | None = None) -> Code:
    """The code of this name (either language; ``parent/name`` where two share one; of those given a live one before others).
    UserError with the nearest names."""
    wanted = fold(name)
    hits = [c for c in codes if wanted in {fold(c.name), fold(c.name_en), fold("/".join(c.path)), c.id.hex()}]
    hits = [c for c in hits if c.live] or hits
    if len(hits) == 1:
        return hits[0]
    if hits:
        paths = [h.path for h in hits]
        raise UserError(
            _("“%s” names %d codes") % (name, len(hits)),
            where=where,
            todo=_("Name one as %s")
            % ", ".join("/".join(h.path) if paths.count(h.path) == 1 else h.id.hex() for h in hits),
        )
    from rapidfuzz import fuzz, process

    near = [
        n
        for n, _s, _i in process.extract(
            name, [c.name for c in codes if c.live], scorer=fuzz.WRatio, score_cutoff=70, limit=3
        )
    ]
    todo = _("Did you mean %s?") % ", ".join(near) if near else _("“qualcode codes” lists them")
    raise UserError(_("there is no code “%s”") % name, where=where, todo=todo)


def add_code(project: Project, name: str, *, parent: bytes | None = None, **fields: Any) -> bytes:
    """Make a code. UserError where a live code has that name already."""
    _refuse_name(project, name)
    with act(project, "codebook") as a:
        position = (project.value("SELECT MAX(position) FROM code") or 0) + 1
        return a.create("code", new_id(project.clock()), name=name, parent=parent, position=position, **fields)


def change_code(project: Project, code: Code, **fields: Any) -> None:
    """Change fields of a code. UserError where another live code has the new name, or the code would become its own
    ancestor."""
    if "name" in fields and fold(fields["name"] or "") != fold(code.name):
        _refuse_name(project, fields["name"])
    known = by_id(project)
    above = known.get(fields["parent"]) if fields.get("parent") else None
    at = above
    while at is not None:
        if at.id == code.id:
            assert above is not None
            raise UserError(_("“%s” stands under “%s”: a code cannot be its own ancestor") % (above.name, code.name))
        at = known.get(at.parent) if at.parent else None
    with act(project, "codebook") as a:
        a.change("code", code.id, **fields)


def _refuse_name(project: Project, name: str | None) -> None:
    if not fold(name or ""):
        raise UserError(_("a code needs a name"))
    if any(fold(c.name) == fold(name or "") for c in codebook(project)):
        raise UserError(_("there is a code “%s” already") % name)


def derived_id(project: Project, path: tuple[str, ...]) -> bytes:
    return code_id(project.id, path)


@dataclass(frozen=True)
class Warning_:
    """Something in the codebook that will mislead: the code and what is the matter."""

    code: str
    what: str


def check(project: Project) -> list[Warning_]:
    """Codes without definition or limits, keywords that cannot be read or stand in several codes, names that share."""
    from qualcode.language.keywords import parse

    found: list[Warning_] = []
    owners: dict[str, list[str]] = {}
    names: dict[str, str] = {}
    for code in codebook(project):
        if not code.definition:
            found.append(Warning_(code.name, _("has no definition")))
        if not code.use_not and code.depth:
            found.append(Warning_(code.name, _("does not say where it stops (field “not”)")))
        if fold(code.name) in names:
            found.append(Warning_(code.name, _("shares its name with another code")))
        names[fold(code.name)] = code.name
        for keyword in code.keywords:
            try:
                parse(keyword, code.name)
            except UserError as error:
                found.append(Warning_(code.name, str(error)))
            if isinstance(keyword, str) and not keyword.startswith("-"):
                owners.setdefault(fold(keyword), []).append(code.name)
    for keyword, codes in owners.items():
        if len(set(codes)) > 1:
            found.append(
                Warning_(codes[0], _("keyword “%s” also stands in %s") % (keyword, ", ".join(sorted(set(codes[1:])))))
            )
    return found
