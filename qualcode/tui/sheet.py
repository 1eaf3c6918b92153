"""A table whose cells people change: its rows in an order, a cursor, and what a key does to its cells.

The rule: the sheet holds texts and proposes changes, it never writes. What to change comes out as ``Change``s, one deed
each time, and its screen hands them over; what is shown is changed at once. Knows no Textual and no project.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from qualcode.store.ids import fold
from qualcode.tui.narrowing import Narrowing


def _by_words(text: str) -> tuple[bool, object]:
    return (not text, fold(text))


def by_number(text: str) -> tuple[bool, object]:
    """Numbers by size, then words; what is empty last."""
    try:
        return (not text, (0, float(text.replace(",", ".")), ""))
    except ValueError:
        return (not text, (1, 0.0, fold(text)))


@dataclass(frozen=True)
class Column:
    """``choices``: the values a cell may have, each with how it is shown; none: free text. ``about``: what is expected, in a
    few words. ``order``: by what rows are sorted. ``fixed``: cells of it are only read."""

    key: str
    title: str
    choices: tuple[tuple[str, str], ...] = ()
    about: str = ""
    order: Callable[[str], tuple[bool, object]] = _by_words
    right: bool = False
    fixed: bool = False

    def shown(self, value: str) -> str:
        return dict(self.choices).get(value, value)


@dataclass(frozen=True)
class Line:
    """A row: its name stands in the fixed first column. ``values``: a text a column; ``quiet``: columns whose value is only
    proposed or derived."""

    id: bytes
    name: str
    values: tuple[str, ...]
    quiet: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Change:
    """A cell that gets another value."""

    id: bytes
    column: str
    value: str


@dataclass
class Sheet:
    """``at`` and ``column`` are the cursor's place among the ``lines`` in sight; ``anchor`` where a marked range began."""

    columns: tuple[Column, ...] = ()
    all: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    at: int = 0
    column: int = 0
    anchor: int | None = None
    wanted: Narrowing = field(default_factory=Narrowing)
    sorted_by: str = ""  # a column's key, "" for the order of the names
    backwards: bool = False

    def fill(self, columns: Iterable[Column], lines: Iterable[Line]) -> None:
        """Show these; the cursor stays on its row and column."""
        key = self.columns[self.column].key if self.columns else ""
        self.columns = tuple(columns)
        self.column = next(
            (n for n, one in enumerate(self.columns) if one.key == key), min(self.column, len(self.columns) - 1)
        )
        self.column = max(self.column, 0)
        self.all = list(lines)
        self.arrange()

    def arrange(self) -> None:
        """Narrow and sort; the cursor stays on its row where that is still in sight."""
        here = self.here
        words, fits = fold(self.wanted.text).split(), self.wanted.fits
        lines = [
            line
            for line in self.all
            if (line.id in fits if fits is not None else not words or _has(self.columns, line, words))
        ]
        lines.sort(key=lambda line: (fold(line.name), line.values))
        number = next((n for n, one in enumerate(self.columns) if one.key == self.sorted_by), None)
        if number is not None:
            column = self.columns[number]
            filled = [line for line in lines if line.values[number]]
            filled.sort(key=lambda line: column.order(column.shown(line.values[number])), reverse=self.backwards)
            lines = [*filled, *(line for line in lines if not line.values[number])]
        elif self.backwards:
            lines.reverse()
        self.lines = lines
        self.anchor = None
        self.at = next((n for n, line in enumerate(lines) if here and line.id == here.id), min(self.at, len(lines) - 1))
        self.at = max(self.at, 0)

    @property
    def here(self) -> Line | None:
        return self.lines[self.at] if self.at < len(self.lines) else None

    @property
    def its_column(self) -> Column | None:
        return self.columns[self.column] if self.columns else None

    @property
    def value(self) -> str:
        """The value of the cell at the cursor."""
        here = self.here
        return here.values[self.column] if here and self.columns else ""

    def move_to(self, id: bytes) -> None:
        self.at = next((n for n, line in enumerate(self.lines) if line.id == id), self.at)

    # Ranges

    @property
    def marked(self) -> range:
        """The rows of the range, or the one at the cursor."""
        if self.anchor is None:
            return range(self.at, min(self.at + 1, len(self.lines)))
        first, last = sorted((self.anchor, self.at))
        return range(first, min(last + 1, len(self.lines)))

    def extend(self, step: int) -> None:
        """Mark one row more, or one less where the range runs the other way."""
        if self.anchor is None:
            self.anchor = self.at
        self.at = min(max(self.at + step, 0), max(len(self.lines) - 1, 0))

    # Changes

    def put(self, value: str) -> list[Change]:
        """Give the marked cells of the cursor's column this value; only what is different then is a change."""
        if not self.columns:
            return []
        column, rows = self.columns[self.column], [self.lines[number] for number in self.marked]
        changes = [
            Change(line.id, column.key, value)
            for line in rows
            if line.values[self.column] != value or self.column in line.quiet
        ]
        return self.apply(changes)

    def filled_down(self) -> list[Change]:
        """The value of the first marked row goes into all of them."""
        rows = self.marked
        return self.put(self.lines[rows[0]].values[self.column]) if len(rows) > 1 and self.columns else []

    def apply(self, changes: Sequence[Change]) -> list[Change]:
        """Show changes at once, in the order as it is: a row does not run away while one writes in it."""
        number = {column.key: n for n, column in enumerate(self.columns)}
        wanted: dict[bytes, dict[int, str]] = {}
        for change in changes:
            wanted.setdefault(change.id, {})[number[change.column]] = change.value
        if wanted:
            self.all = [_changed(line, wanted.get(line.id)) for line in self.all]
            self.lines = [_changed(line, wanted.get(line.id)) for line in self.lines]
        return list(changes)

    def sort(self) -> None:
        """By the cursor's column; again the other way round; a third time by the names."""
        column = self.its_column
        if column is None:
            return
        if self.sorted_by != column.key:
            self.sorted_by, self.backwards = column.key, False
        elif not self.backwards:
            self.backwards = True
        else:
            self.sorted_by, self.backwards = "", False
        self.arrange()


def _changed(line: Line, values: dict[int, str] | None) -> Line:
    if not values:
        return line
    new = tuple(values.get(number, value) for number, value in enumerate(line.values))
    return replace(line, values=new, quiet=line.quiet - values.keys())


def _has(columns: tuple[Column, ...], line: Line, words: list[str]) -> bool:
    """Whether every word is in the row, in one cell or in several."""
    told = fold(" ".join([line.name, *(one.shown(value) for one, value in zip(columns, line.values, strict=True))]))
    return all(word in told for word in words)
