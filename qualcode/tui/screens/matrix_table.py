"""The matrix as lines of a terminal: heads and first column fixed, every state with its own sign.

The rule: the number is always printed and the shade only repeats it; what was not sampled is never shaded, and stands
together in one last column. Pure functions: the screen says where the cursor is.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.display import ordering
from qualcode.display.cells import Cell, Status, status_label
from qualcode.display.matrix import Matrix
from qualcode.display.rows import Row
from qualcode.i18n import _, ngettext
from qualcode.report.theme_table import shown as number_shown
from qualcode.tui.drawing import Parts, cells, cut
from qualcode.tui.palette import Palette

SHADES = ("░░", "▒▒", "▓▓")
_VOWELS = "aiueoAIUEO"


@dataclass(frozen=True)
class Head:
    """A line or a column: ``group`` is what it stands under; ``done``: finished sources and all, of what sources are in."""

    id: bytes
    name: str
    group: str = ""
    done: tuple[int, int] | None = None
    fewer: bool = False  # for some of what it meets


@dataclass(frozen=True)
class Table:
    """A matrix as it is shown: lines and columns, ``swapped`` where its rows are the columns; ``unsampled``: how many of its
    columns hold nothing and are not shown."""

    matrix: Matrix
    rows: tuple[Head, ...]
    columns: tuple[Head, ...]
    unsampled: int
    count: str = "sources"
    swapped: bool = False
    of: str = "themes"  # what the matrix's rows are: themes, codes
    marked: frozenset[bytes] = frozenset()  # of the matrix's columns: those to be held against each other

    def key(self, row: int, column: int) -> tuple[bytes, bytes]:
        """Of the matrix's row and column that meet there."""
        line, across = self.rows[row].id, self.columns[column].id
        return (across, line) if self.swapped else (line, across)

    def cell(self, row: int, column: int) -> Cell:
        return self.matrix.cell(*self.key(row, column))

    def row_at(self, row: int, column: int) -> Row:
        """The matrix's row of a cell."""
        wanted = self.key(row, column)[0]
        return next(one for one in self.matrix.rows if one.id == wanted)

    def title(self, row: int, column: int) -> str:
        line, across = self.rows[row].name, self.columns[column].name
        return f"{across} × {line}" if self.swapped else f"{line} × {across}"


def table(matrix: Matrix, count: str = "sources", swapped: bool = False) -> Table:
    """The columns in which somebody was heard, in the matrix's order."""
    sampled = [
        Head(one.id, one.name, one.above, matrix.finished[one.id], one.id in matrix.fewer)
        for one in matrix.columns
        if one.id in matrix.finished
    ]
    rows = [Head(row.id, row.name, row.group) for row in matrix.rows]
    across, down = (rows, sampled) if swapped else (sampled, rows)
    return Table(matrix, tuple(down), tuple(across), len(matrix.columns) - len(sampled), count, swapped)


def strongest(shown: Table, width: int) -> str:
    """The row raised most as a sentence a report could use, its name cut where ``width`` cells do not hold it."""
    matrix = shown.matrix
    if not matrix.rows:
        return _("There are no themes yet")
    row = max(matrix.rows, key=lambda one: ordering.share(matrix, one) or (0.0, 0))
    asked, raised = ordering.asked_and_raised(matrix, row)
    cells_of = [matrix.cell(row.id, one.id) for one in matrix.columns if one.id in matrix.finished]
    if not asked:
        return _("No source is finished yet: every cell is … and none is zero")
    told = _("{name}: in {raised} of {asked} transcripts, in {heard} of {areas} areas")
    if not matrix.areas:
        told = _("{name}: in {raised} of {asked} transcripts, in {heard} of {areas} columns")
    numbers = {
        "raised": len(raised), "asked": len(asked), "heard": sum(bool(cell.M) for cell in cells_of),
        "areas": sum(bool(cell.A) for cell in cells_of),
    }  # fmt: skip
    room = max(12, width - cells(told.format(name="", **numbers)))
    name = row.name if cells(row.name) <= room else cut(row.name, room).rstrip()
    return told.format(name=name, **numbers)


def short(name: str, width: int) -> str:
    """A name in ``width`` cells: vowels go from the end, the first letter stays."""
    letters = list(name)
    while len(letters) > width:
        vowel = next((n for n in range(len(letters) - 1, 0, -1) if letters[n] in _VOWELS), None)
        if vowel is None:
            return "".join(letters[:width])
        del letters[vowel]
    return "".join(letters)


@dataclass(frozen=True)
class Grid:
    """How the columns share ``width`` cells: names, cells of one column, which areas are in sight."""

    names: int
    column: int
    first: int
    count: int

    @classmethod
    def of(cls, shown: Table, width: int, column: int) -> Grid:
        wide = 9 if width >= 120 else 7
        room = width - (28 if width >= 120 else 24) - 6
        count = max(1, min(len(shown.columns), room // wide))
        names = max(12, width - 2 - 6 - count * wide)
        first = min(max(0, column - count + 1), max(0, len(shown.columns) - count))
        return cls(min(names, 60), wide, first, count)

    def column_at(self, x: int) -> int | None:
        """The area column drawn at cell ``x``."""
        number = (x - 2 - self.names) // self.column
        return self.first + number if 0 <= number < self.count else None


def heads(shown: Table, grid: Grid, width: int, palette: Palette, column: int) -> list[Parts]:
    """What the columns stand under, their names, and how many of each one's sources are finished."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    seen = shown.columns[grid.first : grid.first + grid.count]
    groups: Parts = [(" " * (grid.names + 2), quiet)]
    at = 0
    while at < len(seen):
        name = seen[at].group
        stop = at
        while stop < len(seen) and seen[stop].group == name:
            stop += 1
        room = (stop - at) * grid.column
        text = f"┌ {name} " if name and stop - at > 1 else short(name, room - 1)
        line = cut(text + "─" * room, room - 1, "") if name and stop - at > 1 else cut(text, room - 1)
        groups += [(line, quiet), (" ", quiet)]
        at = stop
    more = ("‹" if grid.first else " ") + ("›" if grid.first + grid.count < len(shown.columns) else " ")
    first = shown.matrix.heading if shown.swapped else _("theme") if shown.of == "themes" else _("code")
    names: Parts = [(more + cut(first, grid.names), quiet)]
    done: Parts = [("  " + cut("" if shown.swapped else _("finished"), grid.names), quiet)]
    for number, head in enumerate(seen, grid.first):
        style = strong if number == column else plainly
        sign = "•" if head.id in shown.marked else ""
        names.append((cut(sign + short(head.name, grid.column - 1 - len(sign)), grid.column), style))
        done.append((cut(_done(head), grid.column), quiet))
    if shown.unsampled and not shown.swapped:
        names.append((cut(_("others"), 6), quiet))
        done.append((cut(str(shown.unsampled), 6), quiet))
    return [groups, names, done, [("─" * width, quiet)]]


def row_line(shown: Table, grid: Grid, row: int, palette: Palette, column: int | None) -> Parts:
    """A row; ``column`` is the cursor's, where it is in this row."""
    here = column is not None
    name = palette.style(strong=here)
    parts: Parts = [
        ("▸ " if here else "  ", palette.style(strong=True)),
        (_named(shown.rows[row], grid.names - 1) + ("•" if shown.rows[row].id in shown.marked else " "), name),
    ]
    for number in range(grid.first, grid.first + grid.count):
        text = cell_text(shown.cell(row, number), grid.column - 1, shown.count)
        if number == column:
            parts.append((cut(in_brackets(text, grid.column), grid.column), palette.style(strong=True, selected=True)))
        else:
            cell = shown.cell(row, number)
            quiet = cell.status in (Status.UNSAMPLED, Status.UNFINISHED, Status.UNASKED, Status.UNRAISED)
            shade = text[:2] if text[:2] in SHADES else ""
            parts.append((shade, palette.style(quiet=True)))
            parts.append((cut(text[len(shade) :], grid.column - len(shade)), palette.style(quiet=quiet)))
    return [*parts, ("  ·", palette.style(quiet=True))] if shown.unsampled and not shown.swapped else parts


def _named(head: Head, width: int) -> str:
    """The name of a line, and, where sources are in it, how many of them are finished."""
    if head.done is None:
        return cut(head.name, width)
    done = " " + _done(head)
    return cut(head.name, width - cells(done)) + done


def _done(head: Head) -> str:
    """How many of its sources are finished, of how many; ≤ where they are fewer for some rows."""
    return "" if head.done is None else ("≤" if head.fewer else "") + "{}/{}".format(*head.done)


def in_brackets(text: str, width: int) -> str:
    """The cell at the cursor: brackets around what it says, in the place of the shade where there is no room for both."""
    said = text.strip()
    if cells(said) + 2 > width:
        said = said.lstrip("░▒▓ ")
    lead = " " * max(0, min(len(text) - len(text.lstrip()) - 1, width - cells(said) - 2))
    return f"{lead}[{said}]"


def cell_text(cell: Cell, width: int, count: str = "sources") -> str:
    """Shade, sign and number where they fit, else sign and number; the shade is the share of sources that raise it."""
    share = cell.salience
    shade = "  " if not share else SHADES[0 if share <= 1 / 3 else 1 if share <= 2 / 3 else 2]
    said = number_shown(cell, count)
    text = said if len(said) > 1 else f" {said}"
    return shade + text if cells(shade + text) <= width else said


def about_cell(shown: Table, row: int, column: int) -> str:
    """What the cell at the cursor says, in words and numbers."""
    cell = shown.cell(row, column)
    label = status_label(cell.status)
    if cell.status is Status.UNSAMPLED:
        return f"· {label}: " + _("nobody was asked here")
    if cell.status is Status.UNFINISHED:
        waiting = ngettext("%d source is not finished", "%d sources are not finished", cell.N) % cell.N
        return f"… {label}: {waiting}"
    if cell.status is Status.UNASKED:
        return f"? {label}"
    counted = ngettext("{m} of {n} transcript", "{m} of {n} transcripts", cell.n).format(m=cell.M, n=cell.n)
    told = [f"{cell.text[0]} {label}" if not cell.text[0].isdigit() else label, counted]
    if cell.M:
        told.append(ngettext("%d speaker", "%d speakers", cell.voices) % cell.voices)
        told.append(ngettext("%d passage", "%d passages", cell.segments) % cell.segments)
        told.append(f"(− {cell.P}  + {cell.S}  ± {cell.C})")
    if cell.outside:
        told.append(_("%d from outside") % cell.outside)
    return " · ".join(told)
