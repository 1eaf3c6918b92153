"""The checks of printed figures: what cannot be so, which cell it is, what was expected, how sure that is. Nothing is repaired."""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.collect.checks.board import Alarm, board
from qualcode.collect.figure_cells import Cell


def check_cells(cells: Sequence[Cell]) -> list[Alarm]:
    """Every alarm on these cells (their numbers read), one a cell, in the order of the cells."""
    from qualcode.collect.checks import (
        alone,
        bases,
        copies,
        faults,
        learned,
        orders,
        plain,
        relations,
        sources,
        trends,
        vintage,
    )

    b = board(cells)
    plain.writing(b)
    plain.impossible(b)
    plain.twice(b)
    orders.shifted_rows(b)
    learned.shifted_columns(b)
    copies.copied_years(b)
    trends.column_units(b)
    sums = relations.relations(b)
    known = {frozenset(r.cells) for r in sums}
    sums += [r for r in learned.learned_relations(b) if frozenset(r.cells) not in known]
    sums += sources.equal_figures(b)
    expected = {at: e for s in trends.all_series(b) for at, e in trends.expectations(b, s).items()}
    vintage.vintages(b)
    trends.year_swaps(b)
    faults.find_faults(b, sums, expected)
    trends.jumps(b)
    alone.exchanged(b)
    alone.spikes(b)
    bases.shifted_bases(b)
    learned.ranks(b)
    sources.across_tables(b)
    sources.prose_against_tables(b)
    sources.parents(b)
    trends.guesses(b)
    return [b.alarms[at] for at in sorted(b.alarms)]
