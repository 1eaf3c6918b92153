"""Regions: kota > kecamatan > kelurahan, a tree with aliases and official codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from qualcode.collect.tables import Row, parse_table, read_table
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project, act
from qualcode.store.ids import derived, fold
from qualcode.store.lookup import find
from qualcode.store.settings import write_setting

LEVELS = ("kota", "kecamatan", "kelurahan")
COLUMNS = (
    "code",
    "level",
    "name",
    "parent",
    "aliases",
    "ordinary",
    "row",
    "col",
)  # aliases separated by |; ordinary: x or nothing
ORDINARY = "ordinary_places"  # the setting that lists names which are common words too
TILES = "tiles"  # the setting that says where the tile of each kelurahan stands: row and column by id, from 0
_NOT = ("", "0", "no", "tidak", "-")


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
    """Bring in a region table (CSV: code, level, name, parent, aliases, ordinary), or the one of Kota Surakarta that comes
    with qualcode. ``ordinary`` (any mark) says that a name is a common word too, which is a place only where the words
    around it say so. How many regions it has. UserError where a row is not understood; then nothing came in."""
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
    spots = {number: _spot(row, where) for number, row in enumerate(rows) if row["row"] or row["col"]}
    if len(set(spots.values())) < len(spots):
        raise UserError(
            _("two regions have the same row and col"), where=where, todo=_("Give each tile a place of its own")
        )
    ids: dict[tuple[str, str], bytes] = {}
    tiles: dict[str, list[int]] = {}
    with act(project, "regions") as a:
        for number, row in sorted(enumerate(rows), key=lambda one: LEVELS.index(one[1]["level"])):
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
            if number in spots:
                tiles[rec.hex()] = list(spots[number])
            aliases = [alias for alias in row["aliases"].split("|") if alias]
            a.create(
                "region", rec, name=row["name"], level=row["level"], parent=parent, code=row["code"], aliases=aliases
            )
        ordinary = [row["name"] for row in rows if fold(row["ordinary"]) not in _NOT]
        if ordinary:
            write_setting(project, a, ORDINARY, ordinary)
        if tiles:
            write_setting(project, a, TILES, tiles)
    return len(rows)


def _spot(row: Row, where: str) -> tuple[int, int]:
    """Row and column of a tile as a region file counts them, from 1; here from 0."""
    if not (
        row["row"].isdecimal() and row["col"].isdecimal() and 0 < int(row["row"]) < 100 and 0 < int(row["col"]) < 100
    ):
        raise UserError(
            _("“%s, %s” is no place of a tile") % (row["row"], row["col"]), where=f"{where}:{row.line}",
            todo=_("row and col are numbers from 1 to 99, counted from the north and the west"),
        )  # fmt: skip
    return int(row["row"]) - 1, int(row["col"]) - 1


def regions(project: Project, level: str | None = None) -> list[Region]:
    """The regions in the order of their official codes, one level or all."""
    rows = project.rows("SELECT id, name, level, parent, code, aliases FROM region WHERE removed=0 ORDER BY code, name")
    return [
        Region(rec, name, lev, parent, code or "", tuple(json.loads(aliases or "[]")))
        for rec, name, lev, parent, code, aliases in rows
        if level in (None, lev)
    ]


@dataclass(frozen=True)
class _Lookup:
    """Regions by level and folded name, each with the folded names of the region it lies in."""

    by_name: dict[tuple[str, str], tuple[tuple[bytes, frozenset[str]], ...]]
    names: dict[str, tuple[str, ...]]  # by level


@lru_cache(maxsize=4)
def _lookup(rows: tuple[tuple[bytes, str, str, bytes | None, str | None], ...]) -> _Lookup:
    """Kept by what the region table holds, so that it is made once for a whole import and never is out of date."""
    written = {rec: (name, *json.loads(aliases or "[]")) for rec, name, _level, _parent, aliases in rows}
    folded = {rec: frozenset(map(name_key, names)) for rec, names in written.items()}
    by_name: dict[tuple[str, str], tuple[tuple[bytes, frozenset[str]], ...]] = {}
    for rec, _name, level, parent, _aliases in rows:
        for name in folded[rec]:
            entry = (rec, folded.get(parent, frozenset()) if parent else frozenset())
            by_name[level, name] = (*by_name.get((level, name), ()), entry)
    names = {lev: tuple(name for _r, name, level, *_ in rows if level == lev) for lev in LEVELS}
    return _Lookup(by_name, names)


def _regions_now(project: Project) -> _Lookup:
    return _lookup(
        tuple(project.rows("SELECT id, name, level, parent, aliases FROM region WHERE removed=0 ORDER BY code, name"))
    )


def find_region(project: Project, name: str, *, level: str = "kelurahan", within: str | None = None) -> bytes | None:
    """The region of this name (case, spaces, hyphens and a leading ``Kelurahan`` ignored) on ``level``, in the kecamatan
    ``within`` where one is named; None where there is none."""
    for rec, inside in _regions_now(project).by_name.get((level, name_key(name)), ()):
        if within is None or not inside or name_key(within) in inside:
            return rec
    return None


def need_region(project: Project, name: str, *, level: str = "kelurahan", where: str | None = None) -> bytes:
    """The same; UserError with the nearest names where there is none."""
    found = find_region(project, name, level=level)
    if found is None:
        near = near_names(project, name, level=level)
        listing = _("“qualcode regions” lists them")
        todo = _("Did you mean %s? %s") % (", ".join(near), listing) if near else listing
        raise UserError(_("there is no %s “%s”") % (level, name), where=where, todo=todo)
    return found


def near_names(project: Project, name: str, *, level: str = "kelurahan") -> list[str]:
    """Up to three names of a level that are written almost like this one, the nearest first."""
    from rapidfuzz import fuzz, process

    names = _regions_now(project).names[level]
    found = process.extract(
        name_key(name), {one: name_key(one) for one in names}, scorer=fuzz.ratio, score_cutoff=75, limit=3
    )
    return [one for _folded, _score, one in found]


def region_named(project: Project, name: str) -> bytes:
    """The region meant by a name: a kelurahan first, since kecamatan share names with them; else as ``find`` does. UserError
    where there is none."""
    return find_region(project, name) or find(project, "region", name)


def name_key(name: str) -> str:
    words = fold(name).replace("-", " ").split()
    if len(words) > 1 and words[0].rstrip(".") in ("kelurahan", "kel", "kecamatan", "kec", "kota"):
        words = words[1:]
    return "".join(words)
