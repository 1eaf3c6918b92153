"""Regions: kota > kecamatan > kelurahan, a tree with aliases and official codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from qualcode.collect.tables import parse_table, read_table
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.ids import derived, fold
from qualcode.store.lookup import find

LEVELS = ("kota", "kecamatan", "kelurahan")
COLUMNS = ("code", "level", "name", "parent", "aliases")  # aliases separated by |


@dataclass(frozen=True)
class Region:
    """A region with its place in the tree."""

    id: bytes
    name: str
    level: str
    parent: bytes | None
    code: str
    aliases: tuple[str, ...]


def import_regions(project: Project, path: Path | None = None) -> int:
    """Bring in a region table (CSV: code, level, name, parent, aliases), or the one of Kota Surakarta that comes with
    qualcode. How many regions it has. UserError where a row is not understood; then nothing came in."""
    if path is None:
        where = "surakarta"
        text = resources.files("qualcode.collect").joinpath("data/surakarta.csv").read_text("utf-8")
        rows = parse_table(text, COLUMNS[:4], where=where)
    else:
        where = str(path)
        rows = read_table(path, COLUMNS[:4], COLUMNS)
    for row in rows:
        if row["level"] not in LEVELS:
            raise UserError(
                _("“%s” is no level") % row["level"],
                where=f"{where}:{row.line}",
                todo=_("Levels are kota, kecamatan, kelurahan"),
            )
        if not fold(row["name"]):
            raise UserError(_("a region needs a name"), where=f"{where}:{row.line}")
    ids: dict[tuple[str, str], bytes] = {}
    with act(project, "regions") as a:
        for row in sorted(rows, key=lambda row: LEVELS.index(row["level"])):
            parent_level = LEVELS[LEVELS.index(row["level"]) - 1] if row["level"] != "kota" else ""
            parent = ids.get((parent_level, fold(row["parent"])))
            if row["level"] != "kota" and parent is None:
                raise UserError(
                    _("“%s” lies in “%s”, which is not in the table") % (row["name"], row["parent"]),
                    where=f"{where}:{row.line}",
                )
            rec = derived(
                project.id, "region:" + (row["code"] or f"{row['level']}:{fold(row['parent'])}/{fold(row['name'])}")
            )
            ids[row["level"], fold(row["name"])] = rec
            aliases = [alias for alias in row["aliases"].split("|") if alias]
            a.create(
                "region", rec, name=row["name"], level=row["level"], parent=parent, code=row["code"], aliases=aliases
            )
    return len(rows)


def regions(project: Project, level: str | None = None) -> list[Region]:
    """The regions in the order of their official codes, one level or all."""
    rows = project.rows("SELECT id, name, level, parent, code, aliases FROM region WHERE removed=0 ORDER BY code, name")
    return [
        Region(rec, name, lev, parent, code or "", tuple(json.loads(aliases or "[]")))
        for rec, name, lev, parent, code, aliases in rows
        if level in (None, lev)
    ]


def find_region(project: Project, name: str, *, level: str = "kelurahan", within: str | None = None) -> bytes | None:
    """The region of this name (case, spaces, hyphens and a leading ``Kelurahan`` ignored) on ``level``, in the kecamatan
    ``within`` where one is named; None where there is none."""
    wanted = _key(name)
    parents = {r.id: _key(r.name) for r in regions(project)}
    for region in regions(project, level):
        if wanted in {_key(region.name), *map(_key, region.aliases)} and (
            within is None or region.parent is None or parents.get(region.parent) == _key(within)
        ):
            return region.id
    return None


def region_named(project: Project, name: str) -> bytes:
    """The region meant by a name: a kelurahan first, since kecamatan share names with them; else as ``find`` does. UserError
    where there is none."""
    return find_region(project, name) or find(project, "region", name)


def _key(name: str) -> str:
    words = fold(name).replace("-", " ").split()
    if len(words) > 1 and words[0].rstrip(".") in ("kelurahan", "kel", "kecamatan", "kec", "kota"):
        words = words[1:]
    return "".join(words)
