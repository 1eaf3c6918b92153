"""Themes (or codes) by anything: the one matrix, with every cell state, its denominator and the way back to the passages.

One rule: only what was finished is a denominator, and only what was heard is a number. Where the columns are areas, a passage
about another area adds its source to that area's denominator for that theme only ('dari luar'); so it does in every other
matrix where a passage lands in a column its source is not in, and m never exceeds n.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from qualcode.collect.regions import Region
from qualcode.display.cells import TAU, Cell, cell, check_tau
from qualcode.display.columns import Column, axis
from qualcode.display.extent import Words
from qualcode.display.filling import Filling, Key
from qualcode.display.rows import Row, rows_of
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.reduce.counting import Segment
from qualcode.store import Project
from qualcode.store.settings import setting
from qualcode.store.unswept import unswept

COUNTS = ("sources", "segments", "speakers", "words")


@dataclass(frozen=True)
class Matrix:
    """``cells``: by (row id, column id), only where the column has a source; everything else is unsampled. ``quotes``: the
    counted segments behind each cell. ``bulk``: how many of all counted segments were accepted in bulk; ``unsettled``:
    passages coded twice and not yet settled; ``changed``, ``lost``: codings that a correction left in doubt, counted where they
    seem to lie, or nowhere; ``nowhere``: counted segments of these rows that are in no column; ``without_row``: those of codes
    that are in no row."""

    rows: tuple[Row, ...]
    areas: tuple[Region, ...]  # the columns as regions, where they are areas
    cells: dict[Key, Cell]
    quotes: dict[Key, tuple[Segment, ...]]
    finished: dict[bytes, tuple[int, int]]  # a column's sources finished for a row at least, and sources at all
    tau: float
    layer: str
    segments: int
    bulk: int
    unsettled: int
    changed: int = 0
    lost: int = 0
    only: str = ""  # the name of the one document that everything here rests on, else empty
    columns: tuple[Column, ...] = ()
    axis: str = "kelurahan"  # what the columns are
    heading: str = ""
    people: dict[bytes, int] = field(default_factory=dict)  # informants in a column's finished sources
    nowhere: int = 0
    without_row: int = 0
    where: str = ""  # the query that only passages it names were counted of
    asks_passages: bool = False  # it asks something of the passage itself
    fewer: frozenset[bytes] = (
        frozenset()
    )  # columns in which some rows have fewer finished sources than ``finished`` says
    behind: tuple[str, ...] = ()  # the names of these rows: a code of theirs is new, say
    waiting: dict[bytes | None, frozenset[bytes]] = field(default_factory=dict)
    # sources of informants that are finished for no row, by column (None: those in no column)
    order: str = ""  # in which order the columns stand, where it is not their own
    values: dict[bytes, float] = field(default_factory=dict)  # what they are ordered by, where it is a figure

    def cell(self, row: bytes, column: bytes) -> Cell:
        return self.cells.get((row, column)) or cell([], self.tau)


def threshold(project: Project) -> float:
    """The project's τ, kept as the setting ``tau``, else 0.5."""
    kept = setting(project, "tau")
    return float(kept) if isinstance(kept, int | float) else TAU


def matrix(
    project: Project, rows: str = "themes", *, level: str = "kelurahan", columns: str = "", coder: bytes | None = None,
    tau: float | None = None, sources: Collection[bytes] | None = None, where: str = "", count: str = "sources", group: str = "branch",
) -> Matrix:  # fmt: skip
    """Themes (or codes) by ``columns`` (see ``columns.axis``), else by area on ``level``; the agreed layer, or one coder's; all
    sources, or those given, and of them what ``where`` names. ``tau``: else the project's. ``count``: with words, the cells hold those too. UserError
    where there are no such columns or the query is none. The same question again has the same answer until somebody writes;
    nobody changes it."""
    chosen = None if sources is None else frozenset(sources)
    tau = threshold(project) if tau is None else tau
    return project.once(
        ("matrix", rows, columns or level, coder, project.coder, tau, chosen, where, count, group, language()),
        lambda: _made(project, rows, columns or level, coder, tau, chosen, where, count, group),
    )


@unswept()
def _made(
    project: Project, rows: str, columns: str, coder: bytes | None, tau: float, sources: frozenset[bytes] | None,
    where: str, count: str, group: str,
) -> Matrix:  # fmt: skip
    check_tau(tau)
    across = axis(project, columns)
    if across.coders and coder is not None:
        raise UserError(_("columns of coders show each coder's own layer"), todo=_("Leave out --layer"))
    wanted = rows_of(project, rows, group)
    made = Filling(
        project,
        across,
        wanted,
        tau,
        words=project.once("words", lambda: Words(project)) if count == "words" else None,
    )
    for who in [column.id for column in across.columns] if across.coders else [coder]:
        made.layer(who, sources, where)
    name = project.value("SELECT name FROM coder WHERE id=?", coder) if coder else ""
    return Matrix(
        rows=tuple(wanted),
        areas=across.areas,
        cells=made.cells,
        quotes=made.quotes,
        finished=made.finished,
        tau=tau,
        layer=name or "agreed",
        segments=made.segments,
        bulk=made.bulk,
        unsettled=made.unsettled,
        changed=made.changed,
        lost=made.lost,
        only=_only_document(project, made.sources),
        columns=across.columns,
        axis=across.key,
        heading=across.heading,
        people=made.people,
        nowhere=made.nowhere,
        without_row=made.without_row,
        where=where.strip(),
        asks_passages=made.asks_passages,
        fewer=frozenset(made.fewer),
        behind=tuple(dict.fromkeys(row.name for row in wanted if row.name in made.behind)),
        waiting={column: frozenset(some) for column, some in made.waiting.items()},
    )


def _only_document(project: Project, sources: set[bytes]) -> str:
    """The name of the document that is all there is: m/n is then 1/1 at best, and says nothing of how widely."""
    if len(sources) != 1:
        return ""
    row = project.conn.execute("SELECT name, genre FROM source WHERE id=?", (next(iter(sources)),)).fetchone()
    return str(row[0]) if row and row[1] == "document" else ""
