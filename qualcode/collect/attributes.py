"""Attributes: what is kept of each source and participant, as one table with a type a column.

The rule: built-in fields and free attributes read alike and are written alike, as values of a declared type. All cells
changed at once are one action. A key is declared by a setting record, so that a column is there for everybody before
anybody has filled it; the values stay records of their own, so that two people's edits meet cell by cell.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from qualcode.collect.inventory import PRESENT
from qualcode.collect.regions import regions
from qualcode.collect.typed import DECLARED, TYPES, Value, same, show
from qualcode.collect.typed import check as check
from qualcode.collect.values import GENDERS, GENRES
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Act, Project, act, blobs
from qualcode.store.ids import derived, fold
from qualcode.store.settings import settings, write_setting

KINDS = {"sources": "source", "participants": "participant"}
# key: (field of the record, heading, type)
_BUILT_IN = {
    "sources": {
        "name": ("name", N_("source"), "text"),
        "genre": ("genre", N_("kind"), "list"),
        "kelurahan": ("region", N_("kelurahan"), "region"),
        "date": ("date", N_("date"), "date"),
        "place": ("place", N_("place"), "text"),
        "interviewer": ("interviewer", N_("interviewer"), "text"),
        "responsible": ("responsible", N_("responsible coder"), "list"),
    },
    "participants": {
        "pseudonym": ("pseudonym", N_("pseudonym"), "text"),
        "home": ("home", N_("home (kelurahan)"), "region"),
        "role": ("role", N_("role"), "text"),
        "gender": ("gender", N_("gender"), "list"),
        "age_band": ("age_band", N_("age"), "text"),
        "consent": ("consent", N_("consent"), "text"),
        "note": ("note", N_("note"), "text"),
    },
}
_REQUIRED = ("name", "genre", "pseudonym")
LONGEST_KEY = 60  # characters


@dataclass(frozen=True)
class Column:
    """``type``: one of ``typed.TYPES``; ``choices``: what a list allows, or the kelurahan there are; ``required``: never empty."""

    key: str
    heading: str
    type: str
    choices: tuple[str, ...] = ()
    built_in: bool = False
    required: bool = False

    def read(self, text: str) -> Value:
        """What a text says in this column. UserError where it does not fit."""
        return check(self.type, text, self.choices)


@dataclass(frozen=True)
class Row:
    """A source or participant: its values by column key; a key that has none is not in it."""

    id: bytes
    name: str
    values: dict[str, Value]


@dataclass(frozen=True)
class Table:
    """``of``: sources or participants."""

    of: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def column(self, key: str) -> Column | None:
        """The column of this key, however it is written."""
        return next((one for one in self.columns if fold(one.key) == fold(key)), None)


@dataclass(frozen=True)
class Cell:
    """A changed value: of whom, which key, what it was and is."""

    id: bytes
    name: str
    key: str
    old: Value
    new: Value


@dataclass(frozen=True)
class Changed:
    """What a write changed; nothing where all was so already."""

    cells: tuple[Cell, ...] = field(default=())


def heading_of(of: str, key: str) -> str:
    """What a key of sources or participants is called to people: a built-in one by its words, any other as it is."""
    known = _BUILT_IN[of].get(fold(key))
    return _(known[1]) if known else key


def table(project: Project, of: str) -> Table:
    """All live sources (or participants) by name, with built-in fields first and free attributes by key."""
    places = _Places(project)
    rows = _built_in_rows(project, of, places)
    keys: dict[str, str] = {}  # folded -> as written first
    for subject, key, value in project.rows(
        "SELECT subject, key, value FROM attribute WHERE removed=0 AND value IS NOT NULL ORDER BY k"
    ):
        if subject in rows and fold(key) not in _BUILT_IN[of]:
            rows[subject].values[keys.setdefault(fold(key), key)] = json.loads(value)
    columns = [_built_in_column(project, of, key, places, rows.values()) for key in _BUILT_IN[of]]
    declared = _declared(project, of)
    for folded in sorted({*keys, *declared}):
        key, type_, choices = declared.get(folded, ("", "text", ()))
        columns.append(Column(keys.get(folded, key), keys.get(folded, key), type_, choices))
    return Table(of, tuple(columns), tuple(sorted(rows.values(), key=lambda row: (fold(row.name), row.id))))


def put(project: Project, of: str, changes: Iterable[tuple[bytes, str, Value]]) -> Changed:
    """Write cells (id, key, value or text; None or '' clears) as one action; a key that is not there yet is made as text.
    UserError, and nothing written, where a value does not fit, a name is taken, or something must not be empty."""
    cells = compare(table(project, of), changes)
    if cells:
        with act(project, "attributes") as a:
            write(project, a, of, cells)
    return Changed(cells)


def compare(now: Table, changes: Iterable[tuple[bytes, str, Value]]) -> tuple[Cell, ...]:
    """What the changes would change, the last where a cell is named twice. UserError as in ``put``."""
    rows = {row.id: row for row in now.rows}
    cells: dict[tuple[bytes, str], Cell] = {}
    for rec, key, value in changes:
        row, column = rows.get(rec), now.column(key) or new_column(key)
        if row is None:
            raise UserError(_("there is no such %s") % _(KINDS[now.of]), where=rec.hex()[:8])
        old = row.values.get(column.key)
        text = value if isinstance(value, str) else show(value)
        new = old if text.strip() == show(old) else column.read(text)
        if new is None and column.required:
            raise UserError(_("“%s” must not be empty") % column.heading, where=row.name)
        cells[rec, column.key] = Cell(rec, row.name, column.key, old, new)
    changed = tuple(cell for cell in cells.values() if not same(cell.old, cell.new))
    refuse_taken_names(now, changed)
    return changed


def write(project: Project, a: Act, of: str, cells: Iterable[Cell]) -> None:
    """Write changed cells, as ``compare`` gave them, in an action."""
    places = _Places(project)
    for cell in cells:
        if fold(cell.key) in _BUILT_IN[of]:
            name, _heading, type_ = _BUILT_IN[of][fold(cell.key)]
            value: Any = cell.new
            if value is not None and type_ == "region":
                value = places.region(str(value))
            elif value is not None and name == "responsible":
                value = places.coders[fold(str(value))]
            a.change(KINDS[of], cell.id, **{name: value})
        elif cell.new is None:
            a.remove("attribute", _attribute_id(cell.id, cell.key))
        else:
            rec = _attribute_id(cell.id, cell.key)
            a.create("attribute", rec, subject=cell.id, key=cell.key, value=cell.new)


def declare(project: Project, of: str, key: str, type_: str, choices: Sequence[str] = ()) -> Changed:
    """Give a free attribute its type, and make its column where there is none; values that are there are read under it.
    UserError where one does not fit, for a built-in field and for an unknown type."""
    now = table(project, of)
    column, cells = retyped(now, key, type_, choices)
    with act(project, "attributes") as a:
        write_type(project, a, of, column)
        write(project, a, of, cells)
    return Changed(cells)


def retyped(now: Table, key: str, type_: str, choices: Sequence[str] = ()) -> tuple[Column, tuple[Cell, ...]]:
    """The column under a new type, and the values that are then written otherwise (``12`` as a number). UserError as in
    ``declare``. A list without choices takes the values there are."""
    if type_ not in DECLARED:
        known = ", ".join(DECLARED)
        raise UserError(_("“%s” is no type of a value") % type_, todo=_("Types: %s") % known)
    before = now.column(key) or new_column(key)
    if before.built_in:
        raise UserError(_("“%s” has a type of its own: %s") % (before.heading, _(TYPES[before.type])))
    values = [(row, row.values[before.key]) for row in now.rows if before.key in row.values]
    if type_ == "list":
        choices = choices or sorted({show(value) for _row, value in values}, key=fold)
        unique: dict[str, str] = {}
        for choice in choices:
            if choice.strip():
                unique.setdefault(fold(choice), choice.strip())
        choices = tuple(unique.values())
        if not choices:
            raise UserError(_("a list needs something to choose from"), where=key, todo=_("Name the choices"))
    column = Column(before.key, before.heading, type_, tuple(choices) if type_ == "list" else ())
    cells, wrong = [], []
    for row, old in values:
        try:
            new = column.read(show(old))
        except UserError:
            wrong.append(f"{row.name}: {show(old)}")
        else:
            cells.append(Cell(row.id, row.name, column.key, old, new))
    if wrong:
        raise UserError(
            ngettext("%d value does not fit: %s", "%d values do not fit: %s", len(wrong))
            % (len(wrong), "; ".join(wrong[:5])),
            where=before.key,
            todo=_("Change it first, or choose another type"),
        )
    return column, tuple(cell for cell in cells if not same(cell.old, cell.new) or type(cell.old) is not type(cell.new))


def write_type(project: Project, a: Act, of: str, column: Column) -> None:
    """Record a free attribute's type in an action."""
    value = {"key": column.key, "type": column.type, "choices": list(column.choices)}
    write_setting(project, a, _setting_key(of, column.key), value)


def _setting_key(of: str, key: str) -> str:
    return f"attribute:{of}:{fold(key)}"


def _attribute_id(subject: bytes, key: str) -> bytes:
    return derived(subject, "attribute:" + fold(key))


def _declared(project: Project, of: str) -> dict[str, tuple[str, str, tuple[str, ...]]]:
    """Folded key -> key as written, type, choices. A type of a newer qualcode reads as text."""
    found = {}
    for said in settings(project, _setting_key(of, "")).values():
        type_ = said["type"] if said["type"] in DECLARED else "text"
        found[fold(said["key"])] = (said["key"], type_, tuple(said["choices"]))
    return found


def _built_in_rows(project: Project, of: str, places: _Places) -> dict[bytes, Row]:
    spec = _BUILT_IN[of]
    fields = ", ".join(f'"{name}"' for name, _heading, _type in spec.values())
    found: dict[bytes, Row] = {}
    here = PRESENT if of == "participants" else "removed=0"
    for rec, *values in project.rows(f'SELECT id, {fields} FROM "{KINDS[of]}" p WHERE {here}'):
        said: dict[str, Value] = {}
        for (key, (name, _heading, type_)), value in zip(spec.items(), values, strict=True):
            if value is None:
                continue
            if type_ == "region":
                said[key] = places.labels.get(value)
            elif name == "responsible":
                said[key] = places.coder_names.get(value)
            else:
                said[key] = blobs.prose(project.conn, value) if name == "note" else value
        found[rec] = Row(rec, str(values[0]), {key: value for key, value in said.items() if value not in (None, "")})
    return found


def _built_in_column(project: Project, of: str, key: str, places: _Places, rows: Iterable[Row]) -> Column:
    _name, heading, type_ = _BUILT_IN[of][key]
    choices: tuple[str, ...] = ()
    if type_ == "region":
        choices = places.choices
    elif key == "genre":
        choices = GENRES
    elif key == "gender":
        used = {str(row.values["gender"]) for row in rows if "gender" in row.values}
        choices = (*GENDERS, *sorted(used - set(GENDERS)))
    elif key == "responsible":
        choices = tuple(sorted(places.coder_names.values(), key=fold))
    return Column(key, _(heading), type_, choices, built_in=True, required=key in _REQUIRED)


def new_column(key: str) -> Column:
    """The column of a free attribute that is not there yet. UserError where the key is no name."""
    words = " ".join(key.split())
    if not words or len(words) > LONGEST_KEY or not any(map(str.isalpha, words)) or fold(words) == "id":
        raise UserError(
            _("“%s” is no name of an attribute") % key[:LONGEST_KEY],
            todo=_("A name has letters, at most 60 characters"),
        )
    return Column(words, words, "text")


def refuse_taken_names(now: Table, cells: tuple[Cell, ...]) -> None:
    """Two sources never have one name, nor two participants one pseudonym that somebody gives, whatever is renamed at once."""
    key = {"sources": "name", "participants": "pseudonym"}[now.of]
    renamed = {cell.id: str(cell.new) for cell in cells if cell.key == key}
    others = [fold(renamed.get(row.id, row.name)) for row in now.rows] if renamed else []
    for name in renamed.values():
        if others.count(fold(name)) > 1:
            if now.of == "sources":
                raise UserError(_("there is another source named “%s”") % name)
            raise UserError(
                _("there is another participant named “%s”") % name,
                todo=_("If they are one person: participants join; else choose another pseudonym"),
            )


class _Places:
    """Regions and coders by the names a table shows, read once. A name shared by a kelurahan and a kecamatan means the
    kelurahan; one that several kelurahan share is shown with its kecamatan in brackets."""

    def __init__(self, project: Project) -> None:
        everything = regions(project)
        by_id = {region.id: region for region in everything}
        shared: dict[str, int] = {}
        for region in everything:
            if region.level == "kelurahan":
                shared[fold(region.name)] = shared.get(fold(region.name), 0) + 1
        self.labels: dict[bytes, str] = {}
        self._known: dict[str, bytes] = {}
        choices = []
        for region in everything:
            above = by_id.get(region.parent) if region.parent else None
            label = region.name
            if region.level == "kelurahan":
                label = f"{label} ({above.name})" if shared[fold(label)] > 1 and above else label
                choices.append(label)
            elif fold(label) in shared:
                label = f"{_(region.level)} {label}"
            self.labels[region.id] = label
            self._known[fold(label)] = region.id
        self.choices = tuple(choices)
        self.coder_names: dict[bytes, str] = dict(project.rows("SELECT id, name FROM coder WHERE removed=0"))
        self.coders = {fold(name): rec for rec, name in self.coder_names.items()}

    def region(self, label: str) -> bytes:
        return self._known[fold(label)]
