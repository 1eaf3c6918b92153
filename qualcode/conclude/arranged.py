"""A matrix as somebody asked for it: rows, columns, unit, query, and in which order; the options of every way to a matrix.

One rule: the command line, the app and the documents ask in the same words and so get the same table. An order by an indicator
takes the figures triangulation would take (finest level, newest usable year, a rate where there is a denominator), worst first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from qualcode.collect.indicators import indicators
from qualcode.collect.regions import regions
from qualcode.conclude.declared import note_looked
from qualcode.conclude.series import choose
from qualcode.display import ordering
from qualcode.display.columns import AREAS, Column
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.rows import theme_rows
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.store.lookup import find

INDICATOR = "indicator:"
ORDERS = ("own", "salience", "name", f"{INDICATOR}NAME")


@dataclass(frozen=True)
class Asked:
    """``order`` is of the columns, one of ``ORDERS``; ``sort`` of the rows: own, total, name, or a column's name. ``only``: the
    names of chosen columns; ``every``: also columns that nobody was heard in. ``form``: see ``forms.FORMS``; ``swap``: rows
    stand as columns."""

    rows: str = "themes"
    columns: str = "kelurahan"
    count: str = "sources"
    where: str = ""
    order: str = "own"
    year: int | None = None
    sort: str = "own"
    only: tuple[str, ...] = ()
    group: str = "branch"
    form: str = "table"
    swap: bool = False
    every: bool = False
    tau: float | None = None  # the project's
    coder: bytes | None = None
    sources: frozenset[bytes] | None = None


def arranged(project: Project, asked: Asked) -> Matrix:
    """The matrix, its columns and rows in the order asked for. UserError where something that is named is not there."""
    made = matrix(
        project, asked.rows, columns=asked.columns, coder=asked.coder, tau=asked.tau, sources=asked.sources, where=asked.where,
        count=asked.count, group=asked.group,
    )  # fmt: skip
    if asked.only:
        made = ordering.columns_in(made, list(dict.fromkeys(column_named(made, name) for name in asked.only)))
    elif not asked.every:
        made = ordering.heard(made)
    if asked.form == "contrast" and len(made.columns) < 2:
        raise UserError(_("a contrast needs two columns"), todo=_("Choose them: --column NAME --column NAME"))
    return sorted_as(in_order(project, made, asked.order, asked.year), asked.sort)


def column_named(made: Matrix, name: str) -> bytes:
    """A column by its name, or by its name and what it lies in. UserError, with all there are, where there is none."""
    wanted = fold(name)
    for column in made.columns:
        if wanted in (fold(column.name), fold(called(column)), fold(column.place)):
            return column.id
    raise UserError(
        _("there is no column “%s”") % name,
        todo=_("Columns: %s") % ", ".join(column.name for column in ordering.heard(made).columns),
    )


def called(column: Column) -> str:
    """A column's name as ``column_named`` reads it, with what it lies in: names recur."""
    return f"{column.name} ({column.above})" if column.above else column.name


def sorted_as(made: Matrix, sort: str) -> Matrix:
    """The rows in the order called ``sort``."""
    if sort in ("own", ""):
        return made
    if sort == "total":
        return ordering.rows_by_total(made)
    if sort == "name":
        return ordering.rows_by_name(made)
    return ordering.rows_by_column(made, column_named(made, sort))


def in_order(project: Project, made: Matrix, order: str, year: int | None = None) -> Matrix:
    """The columns in the order called ``order``."""
    if order in ("own", ""):
        return made
    if order == "salience":
        return ordering.columns_by_salience(
            made, _("Columns by the share of the rows that is raised there, most first.")
        )
    if order == "name":
        return ordering.columns_by_name(made)
    if order.startswith(INDICATOR):
        return _by_indicator(project, made, order.removeprefix(INDICATOR).strip(), year)
    raise UserError(_("there is no order “%s”") % order, todo=_("Orders: %s") % ", ".join(ORDERS))


def _by_indicator(project: Project, made: Matrix, name: str, year: int | None) -> Matrix:
    measured = {one.id: one for one in indicators(project)}
    indicator = measured[find(project, "indicator", name)]
    series = choose(project, indicator, measured, {level: regions(project, level) for level in AREAS}, year)
    if series.level != made.axis:
        raise UserError(
            _("“{indicator}” has figures by {level}, and the columns are by {columns}").format(
                indicator=indicator.name, level=series.level, columns=made.axis
            ),
            todo=_("Ask for --columns %s") % series.level,
        )
    told = _("Columns by {indicator}{per}, {year}: {first} first; those without a figure last.")
    first = _("worst") if indicator.direction else _("largest")
    unit = f" ({_('per 1,000 %s') % series.denominator})" if series.rated else ""
    order = told.format(indicator=indicator.name, per=unit, year=series.year or _("no year given"), first=first)
    found = ordering.columns_by(made, series.values, largest_first=indicator.direction <= 0, order=order)
    values = {rec: value for rec, value in series.values.items() if value is not None}
    # voices beside figures: a link made now comes after; a code shows the themes it is in
    shown = {code for row in made.rows for code in row.codes}
    note_looked(project, ((theme.id, indicator.id) for theme in theme_rows(project) if theme.codes & shown))
    return replace(found, values=values)
