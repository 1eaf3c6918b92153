"""The same matrix read in other ways: contrast, effects, checklist, content-analytic summary, event listing.

One rule: each form shows the state a cell has. What one column raises and another does not is told only where the other was
asked: what is silent is compared with nothing. The forms are those of Miles, Huberman and Saldaña (2014, ch. 5-9).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qualcode.display.cells import SILENT, Cell, Status, settled_valence
from qualcode.display.columns import Column
from qualcode.display.matrix import Matrix
from qualcode.display.rows import Row
from qualcode.reduce.counting import Segment

FORMS = ("table", "contrast", "effects", "checklist", "summary", "events")
CHECKS = {Status.UNRAISED: "✗"}  # raised is ✓, and what is silent keeps its own sign


@dataclass(frozen=True)
class Contrast:
    """Chosen columns side by side. ``only``: by column id, the rows that it alone raises where every other one was asked;
    ``shared``: rows that all raise; ``neither``: asked everywhere and raised nowhere; ``incomparable``: silent in at least
    one, and so not compared."""

    only: dict[bytes, tuple[Row, ...]]
    shared: tuple[Row, ...]
    neither: tuple[Row, ...]
    incomparable: tuple[Row, ...]


def contrast(matrix: Matrix) -> Contrast:
    """The matrix's columns against each other (``ordering.columns_in`` chooses them)."""
    only: dict[bytes, list[Row]] = {column.id: [] for column in matrix.columns}
    shared: list[Row] = []
    neither: list[Row] = []
    incomparable: list[Row] = []
    for row in matrix.rows:
        cells = {column.id: matrix.cell(row.id, column.id) for column in matrix.columns}
        raised = [column for column, cell in cells.items() if cell.M]
        if any(cell.status in SILENT for cell in cells.values()):
            incomparable.append(row)
        elif len(raised) == len(cells):
            shared.append(row)
        elif not raised:
            neither.append(row)
        elif len(raised) == 1:
            only[raised[0]].append(row)
    return Contrast({c: tuple(rows) for c, rows in only.items()}, tuple(shared), tuple(neither), tuple(incomparable))


def check(cell: Cell) -> str:
    """The cell of a checklist: ✓ raised, ✗ asked and not raised; what is silent has its own sign."""
    return "✓" if cell.M else CHECKS.get(cell.status, cell.text)


def effects(matrix: Matrix, valences: dict[bytes, int | None], row: Row, column: bytes) -> list[tuple[int, Segment]]:
    """The first passage that speaks of the row as a strength, and the first as a problem: (+1 or -1, passage); where there is
    neither, the first one that is mixed or not judged (0). ``valences``: of codes."""
    found: dict[int, Segment] = {}
    for segment in matrix.quotes.get((row.id, column), ()):
        found.setdefault(settled_valence(segment.valence, valences.get(segment.code), row.nature) or 0, segment)
    signed = sorted(((sign, one) for sign, one in found.items() if sign), reverse=True)
    return signed or list(found.items())


def evidence(segments: Iterable[Segment], names: dict[bytes, str]) -> tuple[str, ...]:
    """Where the passages stand, to be found by anybody: the source's name and the turn, from 1, each place once."""
    places = sorted({(names[one.source], one.turn + 1) for one in segments})
    return tuple(f"{name}:{turn}" for name, turn in places)


@dataclass(frozen=True)
class Event:
    """A passage in its place of an event listing. ``date``: YYYY-MM-DD of its source, empty where that is not recorded;
    ``column``: where it is counted."""

    date: str
    column: Column
    row: Row
    segment: Segment


def events(matrix: Matrix, dates: Mapping[bytes, tuple[str, str]]) -> tuple[Event, ...]:
    """Every passage counted, in the order of time: by the date of its source, then as it was said; those without a date last.
    ``dates``: of a source its date and its name. A passage with two codes of a row is one. The date is that of the talk, not of what is told in
    it."""
    found: dict[tuple[bytes, bytes, bytes, int, int], Event] = {}
    for row in matrix.rows:
        for column in matrix.columns:
            for one in matrix.quotes.get((row.id, column.id), ()):
                place = (row.id, column.id, one.source, one.start, one.stop)
                found.setdefault(place, Event(dates[one.source][0], column, row, one))
    order = {row.id: at for at, row in enumerate(matrix.rows)}

    def when(one: Event) -> tuple[str, str, int, int, int]:
        return one.date or "9999", dates[one.segment.source][1], one.segment.start, one.segment.stop, order[one.row.id]

    return tuple(sorted(found.values(), key=when))
