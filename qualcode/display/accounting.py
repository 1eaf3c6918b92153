"""The data accounting log: what was collected from whom, and how far it is coded.

One rule: it counts no themes. A cell says how many sources there are of a kind with somebody of the role in it, and how many
of those are finished; a combination that was never collected is empty, which is the first thing a reader should see.
(Miles, Huberman and Saldaña 2014, ch. 5.)
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.display.columns import Axis, Column, axis
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import finished_codes
from qualcode.reduce.counting import owners
from qualcode.store import Project

SIGNS = {"done": "●", "partial": "◑", "open": "○", "missing": "·"}


@dataclass(frozen=True)
class Held:
    """A cell: sources there are, and those whose coder has finished them for every code in use."""

    sources: tuple[bytes, ...]
    finished: int

    @property
    def state(self) -> str:
        """done, partial, open (nothing finished) or missing (nothing collected)."""
        if not self.sources:
            return "missing"
        return "done" if self.finished == len(self.sources) else "partial" if self.finished else "open"

    @property
    def text(self) -> str:
        return f"{SIGNS[self.state]} {self.finished}/{len(self.sources)}" if self.sources else SIGNS["missing"]


@dataclass(frozen=True)
class Log:
    """``cells``: by (row id, column id); ``outside``: names of sources with nobody who is in a row."""

    down: Axis
    across: Axis
    cells: dict[tuple[bytes, bytes], Held]
    outside: tuple[str, ...]

    def cell(self, row: Column, column: Column) -> Held:
        return self.cells.get((row.id, column.id), Held((), 0))


def accounting(project: Project, rows: str = "role", columns: str = "kind") -> Log:
    """What is there by two attributes (see ``columns.axis``): informants' role by kind of source, if not asked otherwise."""
    down, across = axis(project, rows), axis(project, columns)
    live = {code.id for code in codebook(project)}
    done, whose = finished_codes(project), owners(project)
    finished = {s for s, who in whose.items() if who is not None and live and live <= done.get((s, who), set())}
    cells: dict[tuple[bytes, bytes], Held] = {}
    placed: set[bytes] = set()
    for row in down.columns:
        for column in across.columns:
            here, there = down.inside.get(row.id, {}), across.inside.get(column.id, {})
            # in both through the same people, where the two are of people
            both = [s for s in here if s in there and (not here[s] or not there[s] or here[s] & there[s])]
            placed.update(both)
            cells[row.id, column.id] = Held(tuple(sorted(both)), sum(s in finished for s in both))
    names = project.rows("SELECT id, name FROM source WHERE removed=0 ORDER BY name")
    return Log(down, across, cells, tuple(name for rec, name in names if rec not in placed))
