"""In which order rows and columns of a matrix stand: their own, by salience, by name, by a value that each column has.

One rule: an order only sorts what is there. What is silent goes last, in its own order, and never among the zeros; equal
values keep the order they had, so that the same matrix always looks the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from qualcode.display.cells import Cell
from qualcode.display.columns import Column
from qualcode.display.matrix import Matrix
from qualcode.display.rows import Row
from qualcode.store.ids import fold


def asked_and_raised(matrix: Matrix, row: Row) -> tuple[set[str], set[str]]:
    """The sources that could have raised a theme, and those that did: each once, in however many columns it counts."""
    asked: set[str] = set()
    raised: set[str] = set()
    for column in matrix.columns:
        cell = matrix.cells.get((row.id, column.id))
        if cell is not None:
            raised.update(cell.raised_in)
            asked.update(cell.raised_in, cell.unraised_in)
    return asked, raised


def share(matrix: Matrix, row: Row) -> tuple[float, int] | None:
    """Of the sources that could have raised a theme, the share that did (0..1), and how many; None where none could."""
    asked, raised = asked_and_raised(matrix, row)
    return (len(raised) / len(asked), len(raised)) if asked else None


def salience(matrix: Matrix, column: Column) -> float | None:
    """Of what the rows could have been raised in a column's sources, the share that was: 0..1; None where all is silent."""
    cells = [cell for row in matrix.rows if (cell := matrix.cells.get((row.id, column.id)))]
    asked = sum(cell.A for cell in cells)
    return sum(cell.M for cell in cells) / asked if asked else None


def sorted_rows(matrix: Matrix, by: Callable[[Row], tuple[float, ...] | float | None]) -> Matrix:
    """The rows with the largest first, within their group; what ``by`` gives None for last."""
    groups = list(dict.fromkeys(row.group for row in matrix.rows))
    found: list[Row] = []
    for group in groups:
        inside = [(row, by(row)) for row in matrix.rows if row.group == group]
        known = [(row, value) for row, value in inside if value is not None]
        known.sort(key=lambda item: item[1] if isinstance(item[1], tuple) else (item[1],), reverse=True)
        found += [row for row, _value in known] + [row for row, value in inside if value is None]
    return replace(matrix, rows=tuple(found))


def rows_by_total(matrix: Matrix) -> Matrix:
    """What is raised in most of the sources that were asked, first."""
    return sorted_rows(matrix, lambda row: share(matrix, row))


def rows_by_column(matrix: Matrix, column: bytes) -> Matrix:
    """What is raised most in one column first."""

    def by(row: Row) -> tuple[float, float] | None:
        cell = matrix.cell(row.id, column)
        return None if cell.salience is None else (cell.salience, cell.M)

    return sorted_rows(matrix, by)


def problem_share(cell: Cell) -> tuple[float, int] | None:
    """Of a cell's finished sources the share that speaks of a problem (0..1), and how many; None where it is silent."""
    return None if cell.salience is None or not cell.E else (cell.P / cell.E, cell.P)


def rows_by_problem(matrix: Matrix) -> Matrix:
    """What is a problem in most of the finished sources first, over the columns that are not silent."""

    def by(row: Row) -> tuple[float, int] | None:
        cells = [cell for column in matrix.columns if (cell := matrix.cells.get((row.id, column.id)))]
        heard = [cell for cell in cells if problem_share(cell) is not None]
        problems = sum(cell.P for cell in heard)
        return (problems / sum(cell.E for cell in heard), problems) if heard else None

    return sorted_rows(matrix, by)


def worst_column(matrix: Matrix, row: Row) -> Column | None:
    """Where a theme is a problem in the largest share of the finished sources, of equals in the most; None where it is none."""
    shares = {
        column: share
        for column in matrix.columns
        if (cell := matrix.cells.get((row.id, column.id))) and (share := problem_share(cell)) and share[1]
    }
    return max(shares, key=lambda column: shares[column], default=None)


def rows_by_name(matrix: Matrix) -> Matrix:
    return replace(matrix, rows=tuple(sorted(matrix.rows, key=lambda row: (row.group, fold(row.name)))))


def columns_in(matrix: Matrix, order: Sequence[bytes]) -> Matrix:
    """The columns in this order, and only those. Where a column is left out that holds sources, what is said of those goes, and of
    those in no column."""
    known = {column.id: column for column in matrix.columns}
    areas = {area.id: area for area in matrix.areas}
    fewer = matrix.fewer.intersection(order)
    chosen = not matrix.finished.keys() <= set(order)
    return replace(
        matrix,
        columns=tuple(known[one] for one in order),
        areas=tuple(areas[one] for one in order if one in areas),
        fewer=fewer,
        behind=matrix.behind if fewer else (),  # over the columns that are left nothing says ≤
        waiting={c: some for c, some in matrix.waiting.items() if c in order or (c is None and not chosen)},
    )


def columns_by(matrix: Matrix, values: Mapping[bytes, float | None], *, largest_first: bool, order: str = "") -> Matrix:
    """The columns by a value each has (an indicator's, for cases in its order); those without one last. ``order``: how the
    table says it."""
    known = [column.id for column in matrix.columns if values.get(column.id) is not None]
    known.sort(key=lambda one: values[one] or 0.0, reverse=largest_first)
    rest = [column.id for column in matrix.columns if values.get(column.id) is None]
    return replace(columns_in(matrix, [*known, *rest]), order=order)


def columns_by_salience(matrix: Matrix, order: str = "") -> Matrix:
    """Where most of the rows is raised, first."""
    return columns_by(matrix, {c.id: salience(matrix, c) for c in matrix.columns}, largest_first=True, order=order)


def columns_by_name(matrix: Matrix) -> Matrix:
    return columns_in(matrix, [c.id for c in sorted(matrix.columns, key=lambda c: fold(c.name))])


def heard(matrix: Matrix) -> Matrix:
    """Without the columns that hold nothing at all: not sampled, and spoken of nowhere else."""
    spoken = {column for _row, column in matrix.cells}
    return columns_in(matrix, [c.id for c in matrix.columns if c.id in spoken or c.id in matrix.finished])
