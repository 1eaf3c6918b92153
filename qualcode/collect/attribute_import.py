"""A filled workbook or table of attributes comes back: what it would change, and the change as one action.

The rule: three things are compared cell by cell, what was given out, what came back and what stands now. Who left a cell
alone changes nothing; what somebody else changed meanwhile is told and not written over. An empty cell says nothing; a
single ``-`` clears. What does not fit is named by sheet and cell, and then nothing comes in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from qualcode.collect import attributes
from qualcode.collect.attribute_files import FilledSheet, filled_sheets
from qualcode.collect.attribute_sheets import type_said
from qualcode.collect.attributes import Cell, Column, Row, Table
from qualcode.collect.typed import Value, same, show
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project, act
from qualcode.store.ids import fold

CLEAR = "-"


@dataclass(frozen=True)
class Conflict:
    """A cell that somebody changed since the export: what it was then, is now, and would have become."""

    where: str
    name: str
    key: str
    given: Value
    now: Value
    new: Value


@dataclass(frozen=True)
class Problem:
    """A cell that cannot come in: where, what is wrong, what to do."""

    where: str
    what: str
    todo: str | None = None


@dataclass(frozen=True)
class Plan:
    """What an import would change. ``columns``: (of, column) made or given another type; ``cells``: (of, cell); with
    ``problems`` nothing comes in."""

    cells: tuple[tuple[str, Cell], ...]
    columns: tuple[tuple[str, Column], ...]
    conflicts: tuple[Conflict, ...]
    problems: tuple[Problem, ...]


def plan(project: Project, path: Path, of: str | None = None) -> Plan:
    """What a filled workbook (.xlsx, .ods, .xls) or table (.csv) would change; ``of`` says what a table is about where its
    columns do not. UserError where the file cannot be read at all."""
    found = Plan((), (), (), ())
    for sheet in filled_sheets(project, path, of):
        found = _merged(found, _Reading(attributes.table(project, sheet.of), sheet).plan())
    return found


def apply(project: Project, wanted: Plan) -> int:
    """Write a plan as one action; how many cells. UserError, and nothing written, where it has problems."""
    if wanted.problems:
        first, more = wanted.problems[0], len(wanted.problems) - 1
        todo = [first.todo] if first.todo else []
        if more:
            todo.append(
                ngettext(
                    "%d more cell does not fit; --dry-run lists it",
                    "%d more cells do not fit; --dry-run lists them",
                    more,
                )
                % more
            )
        raise UserError(first.what, where=first.where, todo=". ".join(todo) or None)
    with act(project, "attributes") as a:
        for of, column in wanted.columns:
            attributes.write_type(project, a, of, column)
        for of in attributes.KINDS:
            attributes.write(project, a, of, [cell for one, cell in wanted.cells if one == of])
    return len(wanted.cells)


def _merged(one: Plan, other: Plan) -> Plan:
    return Plan(
        one.cells + other.cells,
        one.columns + other.columns,
        one.conflicts + other.conflicts,
        one.problems + other.problems,
    )


class _Reading:
    """One sheet being compared with the table as it stands."""

    def __init__(self, table: Table, sheet: FilledSheet) -> None:
        self.table, self.sheet = table, sheet
        self.problems: list[Problem] = []
        self.conflicts: list[Conflict] = []
        self.rows = {row.id.hex(): row for row in table.rows}
        self.columns: dict[int, Column] = {}  # by position
        self.new: list[Column] = []
        self.id_at: int | None = None
        self.retyped: list[Cell] = []

    def plan(self) -> Plan:
        heads = self.sheet.rows[0] if self.sheet.rows else []
        typed = len(self.sheet.rows) > 1 and self._says_types(self.sheet.rows[1])
        for at, words in enumerate(heads):
            if fold(words) == "id":
                self.id_at = at
            elif words.strip():
                self._column(at, words.strip(), self.sheet.rows[1][at] if typed else "")
        changes: dict[tuple[bytes, str], Cell] = {(cell.id, cell.key): cell for cell in self.retyped}
        seen: dict[str, int] = {}
        for number in range(2 if typed else 1, len(self.sheet.rows)):
            for cell in self._row(number, seen):
                before = changes.get((cell.id, cell.key))
                changes[cell.id, cell.key] = replace(cell, old=before.old) if before else cell
        cells = [
            cell for cell in changes.values() if not (same(cell.old, cell.new) and type(cell.old) is type(cell.new))
        ]
        try:
            attributes.refuse_taken_names(self.table, tuple(cells))
        except UserError as error:
            self.problems.append(Problem(self.sheet.name, error.what, error.todo))
        of = self.table.of
        return Plan(
            tuple((of, cell) for cell in cells), tuple((of, column) for column in self.new), tuple(self.conflicts),
            tuple(self.problems),
        )  # fmt: skip

    def _says_types(self, row: list[str]) -> bool:
        """Whether the second row is one of types: every cell that says something says a type, and the id says nothing."""
        said = [cell for cell in row if cell.strip()]
        return bool(said) and all(type_said(cell) for cell in said)

    def _column(self, at: int, heading: str, type_row: str) -> None:
        key = self.sheet.heads.get(fold(heading), heading)
        known = self.table.column(key) or next((c for c in self.table.columns if fold(c.heading) == fold(key)), None)
        said = type_said(type_row)
        try:
            if said and not (known and known.built_in) and (known is None or (known.type, known.choices) != said):
                column, cells = attributes.retyped(self.table, known.key if known else key, *said)
                self.new.append(column)
                self.retyped += cells
            elif known:
                column = known
            else:
                column = attributes.new_column(key)
                self.new.append(column)
        except UserError as error:
            self.problems.append(Problem(self.sheet.address(1 if type_row else 0, at), error.what, error.todo))
            return
        if any(column.key == one.key for one in self.columns.values()):
            self.problems.append(
                Problem(self.sheet.address(0, at), _("“%s” is there twice") % heading, _("Keep one of the columns"))
            )
            return
        self.columns[at] = column

    def _row(self, number: int, seen: dict[str, int]) -> Iterable[Cell]:
        row = self.sheet.rows[number]
        said = {at: row[at].strip() for at in self.columns if at < len(row) and row[at].strip()}
        rec = row[self.id_at].strip() if self.id_at is not None and self.id_at < len(row) else ""
        if not said and not rec:
            return
        found = self._who(number, rec, said)
        if found is None:
            return
        if found.id.hex() in seen:
            first = self.sheet.address(seen[found.id.hex()], self.id_at or 0)
            self.problems.append(
                Problem(
                    self.sheet.address(number, min(self.columns, default=0)),
                    _("“%s” is there twice, first in %s") % (found.name, first),
                    _("Keep one of the rows"),
                )
            )
            return
        seen[found.id.hex()] = number
        for at, text in said.items():
            if cell := self._cell(number, at, text, found):
                yield cell

    def _who(self, number: int, rec: str, said: dict[int, str]) -> Row | None:
        """Whose row it is: by id, else by name."""
        name_at = next((at for at, column in self.columns.items() if column.key == self.table.columns[0].key), None)
        name = said.get(name_at, "") if name_at is not None else ""
        if rec:
            row = self.rows.get(rec.casefold().replace("-", ""))
            if row is None and self._touched(rec, said):
                self._wrong(
                    number,
                    self.id_at or 0,
                    _("“%s” is not in the project any more") % (name or rec[:12]),
                    _("Take the row out"),
                )
            return row
        named = [row for row in self.table.rows if fold(row.name) == fold(name)]
        if len(named) == 1:
            return named[0]
        kind = _(attributes.KINDS[self.table.of])
        if not name:
            self._wrong(number, min(said), _("this row names no %s") % kind, _("Give it an id or a name"))
        elif named:
            self._wrong(
                number,
                name_at or 0,
                _("“%s” names %d records") % (name, len(named)),
                _("Export a workbook: its rows have ids"),
            )
        else:
            todo = _("“qualcode %s” lists them") % self.table.of
            self._wrong(number, name_at or 0, _("there is no %s “%s”") % (kind, name), todo)
        return None

    def _touched(self, rec: str, said: dict[int, str]) -> bool:
        given = self.sheet.given
        return given is None or any(given.get((rec, self.columns[at].key), "") != text for at, text in said.items())

    def _cell(self, number: int, at: int, text: str, row: Row) -> Cell | None:
        column, given = self.columns[at], self.sheet.given
        now = row.values.get(column.key)
        was = given.get((row.id.hex(), column.key), "") if given is not None else None
        if text == was or text == show(now):
            return None  # left alone, or so already
        try:
            new = None if text == CLEAR else column.read(text)
            if new is None and column.required:
                raise UserError(_("“%s” must not be empty") % column.heading)
        except UserError as error:
            self._wrong(number, at, error.what, error.todo)
            return None
        before = _read_again(column, was)
        if same(new, now) or (was is not None and same(new, before)):
            return None
        if was is not None and not same(before, now) and was != show(now):
            where = self.sheet.address(number, at)
            self.conflicts.append(Conflict(where, row.name, column.key, before, now, new))
            return None
        return Cell(row.id, row.name, column.key, now, new)

    def _wrong(self, number: int, at: int, what: str, todo: str | None) -> None:
        self.problems.append(Problem(self.sheet.address(number, at), what, todo))


def _read_again(column: Column, text: str | None) -> Value:
    """A value as it was exported; as text where its type has changed since."""
    try:
        return column.read(text) if text else None
    except UserError:
        return text


# Files
