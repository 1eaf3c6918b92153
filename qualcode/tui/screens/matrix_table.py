"""The matrix as lines of a terminal: heads and first column fixed, every state with its own sign.

The rule: the number is always printed and the shade only repeats it; what was not sampled is never shaded, and stands
together in one last column. Pure functions: the screen says where the cursor is.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.collect.regions import Region
from qualcode.display.cells import Cell, Status, status_label
from qualcode.display.matrix import Matrix
from qualcode.display.rows import Row
from qualcode.i18n import _, ngettext
from qualcode.tui.drawing import Parts, cells, cut
from qualcode.tui.palette import Palette

SHADES = ("░░", "▒▒", "▓▓")
_VOWELS = "aiueoAIUEO"


@dataclass(frozen=True)
class Table:
    """A matrix with what its columns are: the sampled areas with the district of each, and how many were not sampled."""

    matrix: Matrix
    rows: tuple[Row, ...]
    areas: tuple[Region, ...]
    districts: dict[bytes, str]
    unsampled: int

    def cell(self, row: int, column: int) -> Cell:
        return self.matrix.cell(self.rows[row].id, self.areas[column].id)


def table(matrix: Matrix, regions: list[Region], most_first: bool = False) -> Table:
    """The areas where somebody was heard, district by district; rows by how many sources raise them where asked."""
    names = {region.id: region.name for region in regions}
    sampled = [area for area in matrix.areas if area.id in matrix.finished]
    order = {region.id: number for number, region in enumerate(regions)}
    sampled.sort(key=lambda area: (order.get(area.parent, 0) if area.parent else 0, area.code, area.name))
    districts = {
        area.id: names.get(area.parent, "") if area.level == "kelurahan" and area.parent else "" for area in sampled
    }
    rows = list(matrix.rows)
    if most_first:
        rows.sort(key=lambda row: _share(matrix, row), reverse=True)
    return Table(matrix, tuple(rows), tuple(sampled), districts, len(matrix.areas) - len(sampled))


def asked_and_raised(matrix: Matrix, row: Row) -> tuple[set[str], set[str]]:
    """The sources that could have raised a theme, and those that did: each once, in however many areas it counts."""
    asked: set[str] = set()
    raised: set[str] = set()
    for (row_id, _area), cell in matrix.cells.items():
        if row_id == row.id:
            raised |= set(cell.raised_in)
            asked |= {*cell.raised_in, *cell.unraised_in}
    return asked, raised


def _share(matrix: Matrix, row: Row) -> tuple[float, int]:
    asked, raised = asked_and_raised(matrix, row)
    return (len(raised) / len(asked), len(raised)) if asked else (0.0, 0)


def strongest(shown: Table, width: int) -> str:
    """The row raised most as a sentence a report could use, its name cut where ``width`` cells do not hold it."""
    if not shown.rows:
        return _("There are no themes yet")
    row = max(shown.rows, key=lambda one: _share(shown.matrix, one))
    asked, raised = asked_and_raised(shown.matrix, row)
    heard = [area for area in shown.areas if shown.matrix.cell(row.id, area.id).M]
    possible = [area for area in shown.areas if shown.matrix.cell(row.id, area.id).A]
    if not asked:
        return _("No source is finished yet: every cell is … and none is zero")
    told = _("{name}: in {raised} of {asked} transcripts, in {heard} of {areas} areas")
    numbers = {"raised": len(raised), "asked": len(asked), "heard": len(heard), "areas": len(possible)}
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
        count = max(1, min(len(shown.areas), room // wide))
        names = max(12, width - 2 - 6 - count * wide)
        first = min(max(0, column - count + 1), max(0, len(shown.areas) - count))
        return cls(min(names, 60), wide, first, count)

    def column_at(self, x: int) -> int | None:
        """The area column drawn at cell ``x``."""
        number = (x - 2 - self.names) // self.column
        return self.first + number if 0 <= number < self.count else None


def heads(shown: Table, grid: Grid, width: int, palette: Palette, column: int) -> list[Parts]:
    """Districts, areas, and how many of each area's sources are finished."""
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    seen = shown.areas[grid.first : grid.first + grid.count]
    districts: Parts = [(" " * (grid.names + 2), quiet)]
    at = 0
    while at < len(seen):
        name = shown.districts.get(seen[at].id, "")
        stop = at
        while stop < len(seen) and shown.districts.get(seen[stop].id, "") == name:
            stop += 1
        room = (stop - at) * grid.column
        text = f"┌ {name} " if stop - at > 1 else short(name, room - 1)
        districts.append((cut(text + "─" * room, room - 1, "") if stop - at > 1 else cut(text, room - 1), quiet))
        districts.append((" ", quiet))
        at = stop
    more = ("‹" if grid.first else " ") + ("›" if grid.first + grid.count < len(shown.areas) else " ")
    areas: Parts = [(more + cut(_("theme"), grid.names), quiet)]
    done: Parts = [("  " + cut(_("finished of all"), grid.names), quiet)]
    for number, area in enumerate(seen, grid.first):
        areas.append((cut(short(area.name, grid.column - 1), grid.column), strong if number == column else plainly))
        finished, all_ = shown.matrix.finished[area.id]
        done.append((cut(f"{finished}/{all_}", grid.column), quiet))
    areas.append((cut(_("others"), 6), quiet))
    done.append((cut(str(shown.unsampled), 6), quiet))
    return [districts, areas, done, [("─" * width, quiet)]]


def row_line(shown: Table, grid: Grid, row: int, palette: Palette, column: int | None) -> Parts:
    """A row; ``column`` is the cursor's, where it is in this row."""
    here = column is not None
    name = palette.style(strong=here)
    parts: Parts = [
        ("▸ " if here else "  ", palette.style(strong=True)),
        (cut(shown.rows[row].name, grid.names - 1) + " ", name),
    ]
    for number in range(grid.first, grid.first + grid.count):
        text = cell_text(shown.cell(row, number), grid.column - 1)
        if number == column:
            parts.append((cut(in_brackets(text, grid.column), grid.column), palette.style(strong=True, selected=True)))
        else:
            cell = shown.cell(row, number)
            quiet = cell.status in (Status.UNSAMPLED, Status.UNFINISHED, Status.UNASKED, Status.UNRAISED)
            shade = text[:2] if text[:2] in SHADES else ""
            parts.append((shade, palette.style(quiet=True)))
            parts.append((cut(text[len(shade) :], grid.column - len(shade)), palette.style(quiet=quiet)))
    return [*parts, ("  ·", palette.style(quiet=True))]


def in_brackets(text: str, width: int) -> str:
    """The cell at the cursor: brackets around what it says, in the place of the shade where there is no room for both."""
    said = text.strip()
    if cells(said) + 2 > width:
        said = said.lstrip("░▒▓ ")
    lead = " " * max(0, min(len(text) - len(text.lstrip()) - 1, width - cells(said) - 2))
    return f"{lead}[{said}]"


def cell_text(cell: Cell, width: int) -> str:
    """Shade, sign and number where they fit, else sign and number; the shade is the share of sources that raise it."""
    share = cell.salience
    shade = "  " if not share else SHADES[0 if share <= 1 / 3 else 1 if share <= 2 / 3 else 2]
    text = cell.text if len(cell.text) > 1 else f" {cell.text}"
    return shade + text if cells(shade + text) <= width else cell.text


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
