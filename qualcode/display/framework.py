"""The framework matrix: themes by cases, each cell with its passages and what a person wrote of them.

The rule: what is beside a text is exactly what counts in its cell, as in the matrix of themes; a cell in which nothing is
written says why it is empty (nobody heard there, not finished, not asked, not yet written) and is never a zero. A text is
stale when the codings that count there are not those it was written on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualcode.collect.regions import LEVELS, regions
from qualcode.display import cells
from qualcode.display.cells import SILENT
from qualcode.display.columns import ALL, axis
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.rows import Row, theme_rows
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.reduce.counting import Segment
from qualcode.reduce.summaries import (
    ALIASES,
    Case,
    CaseNames,
    Change,
    Rests,
    Summary,
    changed,
    class_keys,
    key,
    summaries,
)
from qualcode.store import Project
from qualcode.store.ids import fold

WRITTEN, STALE, UNWRITTEN = "written", "stale", "unwritten"
WHOLE = "whole"  # instead of a level or an attribute: the study as one case
STATES = {
    WRITTEN: ("●", N_("written")), STALE: ("!", N_("stale")), UNWRITTEN: ("○", N_("not yet written")),
    "unsampled": ("·", N_("not sampled")), "unfinished": ("…", N_("not finished")), "unasked": ("?", N_("not asked")),
}  # fmt: skip


@dataclass(frozen=True)
class Heard:
    """What counts in a cell: its count as in the matrix, and its passages."""

    count: cells.Cell
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Box:
    """A cell of the framework. ``rests_on``: the codings that count there now, with their valences."""

    theme: Row
    case: Case
    heard: Heard
    rests_on: Rests
    summary: Summary | None

    @property
    def change(self) -> Change:
        """What changed since it was written; nothing where nothing is written."""
        return changed(self.summary.rests_on, self.rests_on) if self.summary else Change((), (), ())

    @property
    def state(self) -> str:
        """written, stale, unwritten, or why nobody can write anything yet: unsampled, unfinished, unasked."""
        if self.summary is not None:
            return STALE if self.change else WRITTEN
        return self.heard.count.status.value if self.heard.count.status in SILENT else UNWRITTEN


def state_words(state: str) -> str:
    return _(STATES[state][1])


@dataclass(frozen=True)
class Framework:
    """``by``: kelurahan, kecamatan, kota, an attribute, or whole. ``names``: of the cases, as ``find_case`` reads them;
    ``heads``: shorter, for a column's head."""

    by: str
    themes: tuple[Row, ...]
    cases: tuple[Case, ...]
    names: dict[Case, str]
    heads: dict[Case, str]
    boxes: dict[tuple[bytes, Case], Box]

    def box(self, theme: bytes, case: Case) -> Box:
        return self.boxes[theme, case]


class Listening:
    """What counts of each theme in each case, of all that is said or of what ``where`` names; read as far as it is asked for."""

    def __init__(self, project: Project, where: str = "") -> None:
        self.project, self._where = project, where
        self._matrices: dict[str, Matrix] = {}
        self._levels = {region.id: region.level for region in regions(project)}

    @cached_property
    def rows(self) -> dict[bytes, Row]:
        return {row.id: row for row in theme_rows(self.project)}

    @cached_property
    def written(self) -> dict[tuple[bytes, Case], Summary]:
        """Every summary, as it was when this began."""
        return summaries(self.project)

    @cached_property
    def _valences(self) -> dict[bytes, int | None]:
        return dict(self.project.rows("SELECT id, valence FROM coding WHERE removed=0"))

    def rests_on(self, heard: Heard) -> dict[bytes, int | None]:
        """The codings of the passages, each with the judgement it carries now."""
        return {rec: self._valences.get(rec) for one in heard.segments for rec in one.codings}

    def heard(self, theme: bytes, case: Case) -> Heard:
        """What counts of a theme in a case. KeyError where there is no such theme."""
        row = self.rows[theme]
        if case == Case():
            counts, quotes = self._all
            return Heard(counts[row.id], quotes[row.id])
        name, _colon, value = case.of.partition(":")
        made = self._matrix(self._levels.get(case.region, "kelurahan") if case.region else name)
        column = case.region or fold(value).encode()
        return Heard(made.cell(row.id, column), made.quotes.get((row.id, column), ()))

    def _matrix(self, columns: str) -> Matrix:
        if columns not in self._matrices:
            self._matrices[columns] = matrix(self.project, columns=columns, where=self._where)
        return self._matrices[columns]

    @cached_property
    def _all(self) -> tuple[dict[bytes, cells.Cell], dict[bytes, tuple[Segment, ...]]]:
        return _whole(self.project, self._where)

    def sampled(self, case: Case) -> bool:
        """Whether anybody of the case was heard, or anything said about it."""
        return any(self.heard(row, case).count.N for row in self.rows)


def _whole(project: Project, where: str) -> tuple[dict[bytes, cells.Cell], dict[bytes, tuple[Segment, ...]]]:
    """All sources as one case, by theme; the passages in the order of the sources' names."""
    made = matrix(project, columns=ALL, where=where)
    (everything,) = (column.id for column in made.columns)
    place = {column.id: at for at, column in enumerate(axis(project, "source").columns)}
    counts = {row.id: made.cell(row.id, everything) for row in made.rows}
    quotes = {
        row.id: tuple(sorted(made.quotes.get((row.id, everything), ()), key=lambda segment: place[segment.source]))
        for row in made.rows
    }
    return counts, quotes


def framework(
    project: Project, by: str = "kelurahan", *, themes: Sequence[bytes] = (), everything: bool = False,
    listening: Listening | None = None,
) -> Framework:  # fmt: skip
    """Every theme (or those named, in that order) in every case of one kind: the regions of a level, the values of an
    attribute, or the whole study. Of regions only those where somebody was heard, is spoken of or something is written, and
    all with ``everything``. UserError where there is no such level or attribute."""
    listening = listening or Listening(project)
    kept = listening.written
    rows = [listening.rows[rec] for rec in themes] if themes else list(listening.rows.values())
    written = {case for _theme, case in kept}
    cases, heads = _cases(project, by)
    if fold(by) in LEVELS and not everything:
        cases = [case for case in cases if case in written or listening.sampled(case)]
    naming = CaseNames(project)
    boxes = {}
    for case in cases:
        for row in rows:
            heard = listening.heard(row.id, case)
            boxes[row.id, case] = Box(row, case, heard, listening.rests_on(heard), kept.get((row.id, key(case))))
    names = {case: naming(case) for case in cases}
    return Framework(by, tuple(rows), tuple(cases), names, {case: heads[case] or names[case] for case in cases}, boxes)


def _cases(project: Project, by: str) -> tuple[list[Case], dict[Case, str]]:
    """The cases of a kind in their order, with their heads: regions as the matrix has them."""
    if fold(by) in LEVELS:
        tree = regions(project)
        order = {region.id: at for at, region in enumerate(tree)}
        here = [region for region in tree if region.level == fold(by)]
        here.sort(key=lambda one: (order.get(one.parent or b"", 0), one.code, one.name))
        return [Case(one.id) for one in here], {Case(one.id): one.name for one in here}
    if fold(by) == WHOLE:
        return [Case()], {Case(): ""}
    known = class_keys(project)
    by = ALIASES.get(fold(by), by)
    name = known[fold(by)][0] if fold(by) in known else None
    if name is None:
        names = ", ".join((*LEVELS, WHOLE, *(one for one, _of, _values in known.values())))
        raise UserError(_("there is no attribute “%s”") % by, todo=_("Attributes: %s") % names)
    values = known[fold(name)][2]
    shown = [column for column in axis(project, name).columns if column.id.decode() in values]
    cases = {Case(None, f"{name}:{values[column.id.decode()]}"): column.name for column in shown}
    return list(cases), cases


def box(project: Project, theme: bytes, case: Case, listening: Listening | None = None) -> Box:
    """One cell."""
    listening = listening or Listening(project)
    heard = listening.heard(theme, case)
    kept = listening.written.get((theme, key(case)))
    return Box(listening.rows[theme], case, heard, listening.rests_on(heard), kept)


def by_state(boxes: Iterable[Box]) -> dict[str, int]:
    """How many cells are in each state, in the order of ``STATES``."""
    found = dict.fromkeys(STATES, 0)
    for one in boxes:
        found[one.state] += 1
    return found
