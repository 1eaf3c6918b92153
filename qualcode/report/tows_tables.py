"""The SWOT matrix, the TOWS matrix and the strategies, each with the codes of the factors it answers.

One rule: nothing is dropped for having no place: a strategy without a cell is printed as one, and the factors no strategy
answers are named below.
"""

from __future__ import annotations

from collections.abc import Mapping

from qualcode.conclude.swot import Table as Scores
from qualcode.conclude.swot_records import Swot
from qualcode.conclude.tows import CELLS, Strategy, linked_score, unused_factors
from qualcode.i18n import language
from qualcode.report.blocks import Cell, Column, Matrix2x2, Quadrant, Row, Table, number
from qualcode.report.swot_evidence import best_place, cell_evidence
from qualcode.report.swot_phrases import said
from qualcode.report.swot_scores import scored_words


def swot_matrix(swot: Swot, scores: Scores | None, source: str, *, linked: bool) -> Matrix2x2:
    """The four lists, each factor with its numbers and its evidence."""
    numbers = {row.item.id: scored_words(row) for row in scores.rows} if scores else {}

    def quadrant(mark: str) -> Quadrant:
        items = tuple(
            Cell(
                f"{item.id} {item.text}{numbers.get(item.id, '')} [{cell_evidence(swot, item)}]",
                link=best_place(swot, item.id) if linked else None,
            )
            for item in swot.items
            if item.quadrant == mark
        )
        return Quadrant(said(mark), items, mark)

    return Matrix2x2(
        said("swot_matrix", unit=swot.head), (quadrant("S"), quadrant("W"), quadrant("O"), quadrant("T")),
        rows=(said("internal"), said("external")), columns=(said("helpful"), said("harmful")), notes=(said("evidence_note"),),
        source=source, anchor="swot",
    )  # fmt: skip


def tows_matrix(swot: Swot, source: str) -> Table:
    """Weihrich's matrix: factors at its edges, strategies with their codes in its cells (1982, p. 60)."""

    def listed(mark: str) -> Cell:
        return Cell("\n".join(f"• {i.id} {i.text}" for i in swot.items if i.quadrant == mark) or "-")

    def plans(cell: str) -> Cell:
        lines = [f"• {s.id} {s.text} ({', '.join(s.items) or '-'})" for s in swot.strategies if s.cell == cell]
        return Cell(
            "\n".join([said("strategies_of", cell=cell), *lines]) if lines else f"{said('strategies_of', cell=cell)}\n-"
        )

    columns = (
        Column("side", ""),
        Column("S", f"{said('S')} (S)", align="left"),
        Column("W", f"{said('W')} (W)", align="left"),
    )
    rows = (
        Row((Cell(f"{said('factor')} S, W", kind="head"), listed("S"), listed("W"))),
        Row((Cell(f"{said('O')} (O)\n" + listed("O").text), plans("SO"), plans("WO"))),
        Row((Cell(f"{said('T')} (T)\n" + listed("T").text), plans("ST"), plans("WT"))),
    )
    notes = []
    if loose := [s for s in swot.strategies if s.cell not in CELLS]:
        notes.append(f"{said('no_cell')}: " + "; ".join(f"{s.id} {s.text}" for s in loose))
    if unused := unused_factors(swot.strategies, swot.items):
        notes.append(said("unused", names=", ".join(unused)))
    return Table(
        said("tows", unit=swot.head), columns, rows, notes=tuple(notes), source=source, anchor="tows", landscape=True
    )


def strategies_table(swot: Swot, scores: Scores | None, source: str, names: Mapping[str, str]) -> Table:
    """Every strategy with its factors, who is responsible, where and when; ``names``: of themes and regions by id in hex."""
    wanted = [
        ("owner", said("owner"), 3.2, any(s.owner for s in swot.strategies)),
        ("areas", said("areas_of"), 2.6, any(s.areas for s in swot.strategies)),
        ("themes", said("themes_of"), 3.2, any(s.themes for s in swot.strategies)),
        ("frame", said("frame_of"), 1.8, any(s.frame for s in swot.strategies)),
        ("group", said("group_of"), 2.6, any(s.group for s in swot.strategies)),
    ]
    shown = [(key, title, width) for key, title, width, there in wanted if there or key == "owner"]
    columns = [
        Column("id", said("no")), Column("text", said("strategy")), Column("items", said("factors"), width=2.2),
        *(Column(key, title, width=width) for key, title, width in shown),
    ]  # fmt: skip
    if scores:
        columns.append(Column("score", said("score_sum"), width=1.7))
    rows: list[Row] = []
    for cell in (*CELLS, ""):
        inside = [s for s in swot.strategies if (s.cell if s.cell in CELLS else "") == cell]
        if inside:
            rows.append(Row((Cell(said("strategies_of", cell=cell) if cell else said("no_cell")),), "group"))
        for strategy in inside:
            line = [Cell(strategy.id), Cell(strategy.text), Cell(", ".join(strategy.items) or "-")]
            line += [Cell(_field(strategy, key, names)) for key, _title, _width in shown]
            if scores:
                line.append(number(linked_score(strategy, scores), 2, language()))
            rows.append(Row(tuple(line)))
    notes = (said(f"{scores.convention}_order"),) if scores else ()
    return Table(
        said("strategies"), tuple(columns), tuple(rows), notes=notes, source=source, anchor="strategies",
        landscape=True if len(shown) > 1 else None,
    )  # fmt: skip


def _field(strategy: Strategy, key: str, names: Mapping[str, str]) -> str:
    if key in ("areas", "themes"):
        return ", ".join(names.get(rec, rec) for rec in getattr(strategy, key)) or "-"
    return str(getattr(strategy, key)) or "-"
