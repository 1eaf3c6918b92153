"""The codebook as a YAML file: an exchange form with ids and the release it came from; the project stays the truth.

Importing is a three-way merge where the file names a release this project has: what only the file changed comes in, what
only the project changed stays, what both changed differently is shown and stays. Without a release the file's values
come in. Codes the file lacks are never removed.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qualcode.collect.yamlfile import load_yaml, yaml_text
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import FIELDS, PROSE, codebook, derived_id
from qualcode.store import Project, act, blobs
from qualcode.store.ids import fold

FORMAT = 1
_YAML_NAMES = {"use_when": "when", "use_not": "not"}
_BILINGUAL = ("name", "definition")


@dataclass
class Plan:
    """What an import would do, by code name; ``kept``: (code, field) that both sides changed, where the project's stays."""

    new: list[str] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)
    same: int = 0
    kept: list[tuple[str, str]] = field(default_factory=list)
    only_here: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class FileCode:
    """A code as a file has it; ``position`` among those beside it, from 1."""

    path: tuple[str, ...]
    id: bytes | None
    values: dict[str, Any]
    parent: tuple[str, ...] | None
    position: int


def _bilingual(value: Any) -> tuple[Any, Any]:
    return (value.get("id"), value.get("en")) if isinstance(value, dict) else (value, None)


def _items(codes: Any, where: str, path: tuple[str, ...] = ()) -> Iterator[FileCode]:
    if not isinstance(codes, list):
        raise UserError(_("“codes” must be a list"), where=where)
    for position, entry in enumerate(codes, 1):
        place = f"{where}: {'/'.join(path) or 'codes'} {position}"
        if not isinstance(entry, dict) or not entry.get("name"):
            raise UserError(_("a code needs a name"), where=place)
        name, name_en = _bilingual(entry["name"])
        definition, definition_en = _bilingual(entry.get("definition"))
        values = {
            "name": str(name or name_en), "name_en": name_en, "definition": definition, "definition_en": definition_en,
            "use_when": entry.get("when"), "use_not": entry.get("not"), "example": entry.get("example"),
            "keywords": entry.get("keywords"), "valence": entry.get("valence"), "colour": entry.get("colour"),
        }  # fmt: skip
        unknown = set(entry) - {"id", "codes", "when", "not", *FIELDS}
        if unknown:
            raise UserError(_("a code has no “%s”") % ", ".join(sorted(map(str, unknown))), where=place)
        _check_values(values, place)
        rec = None
        if entry.get("id"):
            try:
                rec = uuid.UUID(str(entry["id"])).bytes
            except ValueError:
                raise UserError(_("“%s” is no id") % entry["id"], where=place) from None
        here = (*path, values["name"])
        yield FileCode(here, rec, values, path or None, position)
        yield from _items(entry.get("codes") or [], where, here)


def _check_values(values: dict[str, Any], place: str) -> None:
    """Each field holds what it can hold; a keyword that YAML reads as a number is the word again."""
    for name, allowed, says in (
        ("valence", range(-1, 2), _("valence is -1, 0 or 1, not “%s”")),
        ("colour", range(1, 9), _("colour is a number from 1 to 8, not “%s”")),
    ):
        value = values[name]
        if value is not None and (isinstance(value, bool) or value not in allowed):
            raise UserError(says % value, where=place)
    for name in ("name_en", *PROSE):
        if values[name] is not None and not isinstance(values[name], str):
            raise UserError(_("%s must be a text, not “%s”") % (_YAML_NAMES.get(name, name), values[name]), where=place)
    if values["keywords"] is not None:
        if not isinstance(values["keywords"], list) or None in values["keywords"]:
            raise UserError(_("keywords must be a list"), where=place)
        values["keywords"] = [str(k) if isinstance(k, int | float) else k for k in values["keywords"]]


def import_codebook(project: Project, path: Path, *, dry_run: bool = False) -> Plan:
    """Bring a codebook file in, or with ``dry_run`` say what would happen. UserError where the file is not understood."""
    return import_data(project, load_yaml(path), path, dry_run=dry_run)


def import_data(project: Project, data: Any, path: Path, *, dry_run: bool = False) -> Plan:
    """The same from a mapping as the YAML has it; ``path`` is where it came from, for messages."""
    items, ids, named = file_items(project, data, path)
    base = release_snapshot(project, named)
    here = {code.id: code for code in codebook(project, all_codes=True)}
    plan = Plan(only_here=[code.name for code in here.values() if code.id not in set(ids.values()) and code.live])
    writes: list[tuple[bytes, bool, dict[str, Any]]] = []
    for item in items:
        rec = ids[item.path]
        wanted = {**item.values, "parent": ids[item.parent] if item.parent else None, "position": item.position}
        old = here.get(rec)
        if old is None:
            plan.new.append(item.path[-1])
            writes.append((rec, True, wanted))
            continue
        changes: dict[str, Any] = {}
        for name in (*FIELDS, "parent"):
            mine = plain(getattr(old, name))
            theirs = plain(wanted[name])
            if mine == theirs:
                continue
            if base is not None and rec.hex() in base:
                origin = plain(base[rec.hex()].get(name))
                if theirs == origin:
                    continue  # only the project changed it
                if mine != origin:
                    plan.kept.append((old.name, name))
                    continue
            elif theirs in (None, ""):
                continue  # the file does not say
            changes[name] = wanted[name]
            plan.changed.append((old.name, name))
        if changes:
            writes.append((rec, False, changes))
        else:
            plan.same += 1
    if not dry_run and writes:
        with act(project, "codebook") as a:
            for rec, fresh, values in writes:
                if fresh:
                    a.create("code", rec, **values)
                else:
                    a.change("code", rec, **values)
    return plan


def file_items(
    project: Project, data: Any, path: Path
) -> tuple[list[FileCode], dict[tuple[str, ...], bytes], str]:  # fmt: skip
    """The codes of a codebook file in its order, the id of each by its path (the file's, else that of the project's code of
    that path, else the derived one), and the release it says it came from (or nothing). UserError where it is no codebook."""
    if not isinstance(data, dict) or "codes" not in data:
        raise UserError(_("a codebook file has a list “codes”"), where=str(path))
    if not isinstance(data.get("format", 1), int):
        raise UserError(_("“%s” is no format number") % data["format"], where=str(path))
    if data.get("format", 1) > FORMAT:
        raise UserError(_("this codebook was made by a newer qualcode"), where=str(path), todo=_("Update qualcode"))
    items = list(_items(data["codes"], str(path)))
    seen: set[tuple[str, ...]] = set()
    for item in items:
        folded = tuple(map(fold, item.path))
        if folded in seen:
            raise UserError(_("“%s” stands twice in the file") % "/".join(item.path), where=str(path))
        seen.add(folded)
    by_name = {code.path: code.id for code in codebook(project, all_codes=True)}
    ids = {item.path: item.id or by_name.get(item.path) or derived_id(project, item.path) for item in items}
    return items, ids, str(data.get("release") or "")


def plain(value: Any) -> Any:
    """A field's value as JSON holds it; None where it is empty."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, tuple | list):
        return [plain(v) for v in value] or None
    return value if value != "" else None


def release_snapshot(project: Project, name: Any) -> dict[str, dict[str, Any]] | None:
    if not name:
        return None
    row = project.conn.execute("SELECT codebook FROM release WHERE name=? AND removed=0", (str(name),)).fetchone()
    return json.loads(blobs.prose(project.conn, row[0])) if row else None


def snapshot(project: Project) -> dict[str, dict[str, Any]]:
    """Every code's fields by id, as a release keeps them."""
    return {
        code.id.hex(): {name: plain(getattr(code, name)) for name in (*FIELDS, "parent")} for code in codebook(project)
    }


def release(project: Project, name: str, date: str) -> bytes:
    """Name the codebook's present state. UserError where the name is taken."""
    from qualcode.store.ids import new_id

    if project.value("SELECT 1 FROM release WHERE name=? AND removed=0", name):
        raise UserError(_("there is a release “%s” already") % name)
    with act(project, "release") as a:
        data = json.dumps(snapshot(project), ensure_ascii=False, sort_keys=True).encode()
        return a.create("release", new_id(project.clock()), name=name, date=date, codebook=data)


def export_codebook(project: Project, name: str = "") -> str:
    """The codebook as YAML, with ids and the newest release's name where the codebook is still in that state."""
    roots: list[dict[str, Any]] = []
    nodes: dict[bytes, dict[str, Any]] = {}
    for code in codebook(project):
        node: dict[str, Any] = {"id": code.id.hex()}
        for field_name in _BILINGUAL:
            indonesian, english = getattr(code, field_name), getattr(code, field_name + "_en")
            if english:
                node[field_name] = {"id": indonesian, "en": english}
            elif indonesian:
                node[field_name] = indonesian
        for field_name in PROSE[2:]:
            if getattr(code, field_name):
                node[_YAML_NAMES.get(field_name, field_name)] = getattr(code, field_name)
        for field_name in ("keywords", "valence", "colour"):
            value = getattr(code, field_name)
            if value not in (None, ()):
                node[field_name] = list(value) if isinstance(value, tuple) else value
        nodes[code.id] = node
        holder = nodes.get(code.parent) if code.parent else None
        (roots if holder is None else holder.setdefault("codes", [])).append(node)
    data: dict[str, Any] = {"format": FORMAT}
    if name:
        data["name"] = name
    newest = project.conn.execute(
        "SELECT name, codebook FROM release WHERE removed=0 ORDER BY date DESC, k DESC LIMIT 1"
    ).fetchone()
    if newest and json.loads(blobs.prose(project.conn, newest[1])) == json.loads(json.dumps(snapshot(project))):
        data["release"] = newest[0]
    data["codes"] = roots
    return yaml_text(data)
