"""indicators check, accept, exclude, correct."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import json_option, listing, opened
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.collect.figure_cells import Cell
    from qualcode.collect.figure_decisions import Decision

_reason = click.option("--reason", required=True, help=_("Why; it stays with the figure."))


def report_errors(failed: list[UserError]) -> None:
    """Say each error on its line; the command then has failed."""
    for error in failed:
        click.echo(str(error), err=True)
    if failed:
        raise SystemExit(1)


def add_check_commands(group: click.Group) -> None:
    for command in (check, accept, exclude, correct):
        group.add_command(command)


@click.command(
    help=_(
        "Check printed figures: malformed numbers, subtotals and parts, shares over 100 %, totals outside their parts, rows shifted "
        "against their names, years exchanged, jumps, quotients such as density, tables and texts that differ. Each line names one cell, "
        "what was expected and how sure that is (0 to 1); nothing is changed. Without FILES the tables of the project, with FILES "
        "those.\n\nDecide each with: qualcode indicators accept|exclude|correct ID --reason WHY\n\nExample: qualcode indicators check --severity error"
    )
)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help=_("Only of this kind, e.g. subtotal."))
@click.option("--severity", type=click.Choice(["error", "warning", "note"]), help=_("Only so grave or graver."))
@click.option("--open", "only_open", is_flag=True, help=_("Only what nobody decided yet."))
@json_option
@click.pass_context
def check(
    ctx: click.Context, files: tuple[Path, ...], kinds: tuple[str, ...], severity: str | None, only_open: bool, as_json: bool
) -> None:  # fmt: skip
    from qualcode.collect.checks import check_cells
    from qualcode.collect.checks.board import KINDS, SEVERITIES
    from qualcode.collect.figure_files import apart

    if unknown := [kind for kind in kinds if kind not in KINDS]:
        raise UserError(_("“%s” is no kind of alarm") % unknown[0], todo=", ".join(KINDS))
    tables, said, failed = _tables(ctx, files)
    cells = [cell for _file, some in tables for cell in some]
    order = list(SEVERITIES)
    items = [
        _item(cells[alarm.at], alarm, said)
        for alarm in check_cells(apart(tables))
        if (not kinds or alarm.kind in kinds)
        and (severity is None or order.index(alarm.severity) <= order.index(severity))
    ]
    if only_open:
        items = [item for item in items if not item["decision"]]
    listing(
        items if as_json else [item | {"kind": _(KINDS[str(item["kind"])]), "id": str(item["id"])[:8]} for item in items], as_json,
        [("id", _("id")), ("table", _("table")), ("indicator", _("indicator")), ("region", _("region")), ("year", _("year")), ("value", _("as printed")),
         ("kind", _("kind")), ("expected", _("expected")), ("certainty", _("certainty")), ("decision", _("decided")), ("message", _("why"))],
        empty=ngettext("%d cell checked, no alarm.", "%d cells checked, no alarm.", len(cells)) % len(cells),
    )  # fmt: skip
    if not as_json and items:
        click.echo(
            ngettext("%d cell checked", "%d cells checked", len(cells)) % len(cells)
            + ", "
            + ngettext("%d alarm.", "%d alarms.", len(items)) % len(items)
        )
    report_errors(failed)


def _tables(
    ctx: click.Context, files: tuple[Path, ...]
) -> tuple[list[tuple[str, list[Cell]]], dict[bytes, Decision], list[UserError]]:
    """The tables of the files, else those of the project, with what was decided on cells, and the files that cannot be read."""
    from qualcode.collect.figure_cells import read_numbers
    from qualcode.collect.figure_decisions import decisions
    from qualcode.collect.figure_files import read_cells
    from qualcode.collect.figure_import import known_levels, printed_tables

    if not files:
        with opened(ctx) as project:
            return printed_tables(project), decisions(project), []
    read: list[tuple[str, list[Cell]]] = []
    failed: list[UserError] = []
    with ExitStack() as stack:
        try:  # the regions of the project, where there is one, tell what a name is
            known = partial(known_levels, stack.enter_context(opened(ctx)))
        except UserError:
            known = None
        for path in files:
            try:
                read.append((path.name, read_numbers(read_cells(path, known or (lambda _name: ()))[0])[0]))
            except UserError as error:
                if len(files) == 1:
                    raise
                failed.append(error)
    return read, {}, failed


def _item(cell: Cell, alarm: object, said: dict[bytes, Decision]) -> dict[str, object]:
    from qualcode.collect.checks.board import Alarm
    from qualcode.collect.figure_decisions import VERBS, cell_id

    assert isinstance(alarm, Alarm)
    decision = said.get(cell_id(cell))
    if decision is not None and decision.printed != cell.printed:
        decision = None
    return {
        "id": cell_id(cell).hex(), "kind": alarm.kind, "severity": alarm.severity, "table": cell.table, "indicator": cell.indicator,
        "level": cell.level, "region": cell.region, "parent": cell.parent, "year": cell.year, "value": cell.printed,
        "expected": alarm.expected, "certainty": alarm.certainty, "message": alarm.message, "place": cell.place,
        "decision": f"{_(VERBS[decision.verb])}: {decision.reason}" if decision else "",
    }  # fmt: skip


def _decide(ctx: click.Context, prefix: str, verb: str, reason: str, value: str | None = None) -> None:
    from qualcode.collect.figure_decisions import VERBS, Decision, cell_named
    from qualcode.collect.figure_import import decide, printed_cells
    from qualcode.language.numerals import read_number

    if not reason.strip():
        raise UserError(_("a decision needs a reason"), todo="--reason")
    number = None
    if value is not None:
        number = read_number(value).value
        if number is None:
            raise UserError(_("“%s” is no number") % value, todo=_("Write it as 1.234,56 or 1234,56"))
    with opened(ctx, writes=True) as project:
        cell = cell_named(printed_cells(project), prefix)
        decide(project, cell, Decision(verb, reason.strip(), number, cell.printed))
    what = f"{cell.table} | {cell.indicator} | {cell.region} | {cell.year or '-'}: {cell.printed}"
    click.echo(f"{what} {_(VERBS[verb])}" + (f" = {number:.10g}" if number is not None else ""))


@click.command(
    help=_(
        "The printed figure holds. ID is that of “indicators check”.\n\nExample: qualcode indicators accept 3f2a91c0 --reason 'checked in the book'"
    )
)
@click.argument("cell", metavar="ID")
@_reason
@click.pass_context
def accept(ctx: click.Context, cell: str, reason: str) -> None:
    _decide(ctx, cell, "accept", reason)


@click.command(
    help=_(
        "Use the figure no more: it has no value, and stays to be seen as printed.\n\nExample: qualcode indicators exclude 3f2a91c0 --reason 'another base'"
    )
)
@click.argument("cell", metavar="ID")
@_reason
@click.pass_context
def exclude(ctx: click.Context, cell: str, reason: str) -> None:
    _decide(ctx, cell, "exclude", reason)


@click.command(
    help=_(
        "Use another value than the printed one, which stays to be seen. A comma before the decimals.\n\nExample: qualcode indicators correct 3f2a91c0 528.044 --reason 'men and women sum to it'"
    )
)
@click.argument("cell", metavar="ID")
@click.argument("value")
@_reason
@click.pass_context
def correct(ctx: click.Context, cell: str, value: str, reason: str) -> None:
    _decide(ctx, cell, "correct", reason, value)
