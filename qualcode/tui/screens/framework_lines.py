"""The framework as lines of a terminal: heads and first column fixed, a sign and a level word a cell.

The rule: the sign says the state (written, stale, not yet written, and why nothing can be), the word beside it is the person's;
where nothing is written the count stands there, never nothing. Pure functions: the screen says where the cursor is.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.display.framework import STALE, STATES, UNWRITTEN, WRITTEN, Box, Framework, by_state, state_words
from qualcode.i18n import _
from qualcode.tui.drawing import Parts, cut
from qualcode.tui.palette import Palette
from qualcode.tui.screens.matrix_table import short


@dataclass(frozen=True)
class Grid:
    """How the columns share the width: cells of the names, of a column, and which cases are in sight."""

    names: int
    column: int
    first: int
    count: int

    @classmethod
    def of(cls, found: Framework, width: int, at: int) -> Grid:
        wide = 14 if width >= 120 else 11
        names = 40 if width >= 120 else 22
        count = max(1, min(len(found.cases), (width - names - 2) // wide))
        first = min(max(0, at - count + 1), max(0, len(found.cases) - count))
        return cls(names, wide, first, count)

    def column_at(self, x: int) -> int | None:
        number = (x - 2 - self.names) // self.column
        return self.first + number if 0 <= number < self.count else None


def cell_text(box: Box) -> str:
    """A cell in a few letters: its sign, and the level, or how many raise the theme."""
    sign = STATES[box.state][0]
    if box.summary is not None:
        return f"{sign} {box.summary.level or box.heard.count.text}"
    return f"{sign} {box.heard.count.text}" if box.state == UNWRITTEN else sign


def heads(found: Framework, grid: Grid, width: int, palette: Palette, at: int, what: str) -> list[Parts]:
    quiet, strong, plainly = palette.style(quiet=True), palette.style(strong=True), palette.style()
    more = ("‹" if grid.first else " ") + ("›" if grid.first + grid.count < len(found.cases) else " ")
    line: Parts = [(more + cut(_("theme"), grid.names), quiet)]
    for number, case in enumerate(found.cases[grid.first : grid.first + grid.count], grid.first):
        name = short(found.heads[case], grid.column - 2)
        line.append((" " + cut(name, grid.column - 1), strong if number == at else plainly))
    return [[(" " + cut(what, width - 2), strong)], line, [("─" * width, quiet)]]


def row_line(found: Framework, grid: Grid, row: int, palette: Palette, at: int | None) -> Parts:
    """A theme; ``at``: the cursor's column where it is in this row."""
    theme = found.themes[row]
    strong = palette.style(strong=True)
    parts: Parts = [
        ("▸ " if at is not None else "  ", strong),
        (cut(theme.name, grid.names - 1) + " ", palette.style(strong=at is not None)),
    ]
    for number in range(grid.first, grid.first + grid.count):
        box = found.box(theme.id, found.cases[number])
        text = cell_text(box)
        if number == at:
            shown = "[" + cut(text, grid.column - 2) + "]"
            parts.append((shown, palette.style(strong=True, selected=True)))
        else:
            style = palette.style(quiet=box.state not in (WRITTEN, STALE), strong=box.state == STALE)
            parts.append((" " + cut(text, grid.column - 1), style))
    return parts


def result(found: Framework) -> str:
    """What is there and what waits, in a sentence."""
    if not found.themes:
        return _("There are no themes yet")
    if not found.cases:
        return _("Nobody was heard yet: import transcripts and say where they come from.")
    counts = by_state(found.boxes.values())
    can = counts[WRITTEN] + counts[STALE] + counts[UNWRITTEN]
    told = _("{written} of {all} cells are written").format(written=counts[WRITTEN] + counts[STALE], all=can)
    return told + (" · " + _("{n} are stale: ! leads to them").format(n=counts[STALE]) if counts[STALE] else "")


def legend() -> str:
    return "  ".join(f"{sign} {state_words(state)}" for state, (sign, _word) in STATES.items())
