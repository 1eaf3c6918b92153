"""indicators, figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import as_items, json_option, listing, opened
from qualcode.cli.figure_check import add_check_commands, report_errors
from qualcode.cli.figure_describe import break_, describe
from qualcode.cli.noun import Noun
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.figure_cells import Cell, Convention
    from qualcode.collect.figure_import import FiguresImported


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_("What is measured: unit, direction, denominator, source. Alone it lists them."),
)
@json_option
@click.pass_context
def indicators(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.indicators import indicators as all_indicators

    words = {1: _("higher is better"), -1: _("higher is worse"), 0: _("undeclared")}
    with opened(ctx) as project:
        names = dict(project.rows("SELECT id, name FROM indicator"))
        listing(
            as_items(
                all_indicators(project), "id", "name", "name_en", "unit", "measure", "origin", "note", "figures",
                direction=lambda i: words[i.direction], per=lambda i: names.get(i.denominator, ""),
            ),
            as_json,
            [("name", _("indicator")), ("unit", _("unit")), ("measure", _("kind")), ("direction", _("direction")), ("per", _("denominator")), ("figures", _("figures"))],
            words=("measure",),
        )  # fmt: skip


@indicators.command(
    "import",
    help=_(
        "Bring in tables (.csv, .xlsx, .ods) as they are printed: titles, heads of several rows with years across, kecamatan as heads or "
        "subtotals, footnote marks, several tables a sheet. Or one figure a row (indicator, level, region, parent, year, unit, "
        "value_as_printed, source, table), or a table of indicators (indicator, unit, kind, direction, denominator, source, note). Which it "
        "is shows in its columns. What is no number is kept as printed and flagged. Look first with --dry-run.\n\n"
        "Example: qualcode indicators import Tabel-4-4.xlsx --dry-run"
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--dry-run", is_flag=True, help=_("Only show what would come in, and how each column writes its numbers.")
)
@click.option("--add-regions", is_flag=True, help=_("Make the regions that the tables name and the project lacks."))
@json_option
@click.pass_context
def indicators_import(
    ctx: click.Context, files: tuple[Path, ...], dry_run: bool, add_regions: bool, as_json: bool
) -> None:
    from qualcode.collect.figure_import import import_figures
    from qualcode.collect.indicators import import_indicators, is_indicators

    failed: list[UserError] = []
    shown: list[dict[str, object]] = []
    with opened(ctx, writes=not dry_run) as project:
        for path in sorted(files, key=lambda path: not is_indicators(path)):  # what is measured first, then its values
            try:
                if is_indicators(path):
                    count = import_indicators(project, path, dry_run=dry_run)
                    if not as_json:
                        click.echo(f"{path.name}: " + ngettext("%d indicator", "%d indicators", count) % count)
                    continue
                done = import_figures(project, path, dry_run=dry_run, add_regions=add_regions)
            except UserError as error:
                if len(files) == 1:
                    raise
                failed.append(error)
                continue
            if as_json:
                shown += [cell_item(cell) for cell in done.cells]
            else:
                _say_imported(path, done, dry_run=dry_run)
    if as_json:
        listing(shown, True, [])
    elif dry_run:
        click.echo(_("Nothing was written."))
    report_errors(failed)


def cell_item(cell: Cell) -> dict[str, object]:
    """A cell as commands list it."""
    return {
        "table": cell.table, "indicator": cell.indicator, "unit": cell.unit, "level": cell.level, "region": cell.region,
        "parent": cell.parent, "year": cell.year, "mark": cell.mark, "printed": cell.printed, "value": cell.value,
        "flags": list(cell.flags), "source": cell.source, "place": cell.place,
    }  # fmt: skip


def _some(names: tuple[str, ...], most: int = 6) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - most
    return "; ".join(names[:most]) + (" " + _("and %d more") % more if more > 0 else "")


def _say_imported(path: Path, done: FiguresImported, *, dry_run: bool) -> None:
    click.echo(
        f"{path.name}: "
        + ngettext(
            "%d figure, %d of them no number, %d flagged", "%d figures, %d of them no number, %d flagged", done.figures
        )
        % (done.figures, done.no_number, done.flagged)
    )
    if done.indicators:
        click.echo("  + " + _("new indicators, without direction yet: %s") % _some(done.indicators))
    if done.regions:
        click.echo("  + " + _("new regions: %s") % _some(done.regions))
    lacking: dict[str, list[str]] = {}
    for line in done.unplaced:
        place, _colon, region = line.rpartition(": ")
        lacking.setdefault(region, []).append(place)
    for region, places in list(lacking.items())[:MOST]:
        more = " " + _("and %d more") % (len(places) - 1) if len(places) > 1 else ""
        click.echo("  ! " + _("no such region: %s") % f"{places[0]}: {region}{more}")
    if len(lacking) > MOST:
        click.echo("  ! " + _("and %d more; --add-regions makes them") % (len(lacking) - MOST))
    if dry_run:
        _say_read(done)


FEW = 6  # columns of a table that are told one by one
MOST = 8  # regions that are not known, told by name


def _say_read(done: FiguresImported) -> None:
    """How the columns are read, with their evidence, and their first cells. Of a table of many columns (one item after the other,
    each with its years) those written alike are told together, and one by one only those that something speaks against."""
    held: dict[tuple[str, str, str], list[Cell]] = {}
    for cell in done.cells:
        held.setdefault((cell.table, cell.indicator, cell.year), []).append(cell)
    tables: dict[str, list[Convention]] = {}
    for column in done.conventions:
        tables.setdefault(column.table, []).append(column)
    for columns in tables.values():
        alike: dict[str, list[Convention]] = {}
        for column in columns:
            if len(columns) <= FEW or column.against:
                _say_columns([column], held)
            else:
                alike.setdefault(column.style, []).append(column)
        for same in alike.values():
            _say_columns(same, held)


def _say_columns(columns: list[Convention], held: dict[tuple[str, str, str], list[Cell]]) -> None:
    """Columns of a table that are written alike: which, by what evidence, and their first cells."""
    from qualcode.collect.figure_cells import STYLES
    from qualcode.language.numerals import flag_label

    first = columns[0]
    years = sorted({column.year for column in columns if column.year})
    when = f"{years[0]}-{years[-1]}" if len(years) > 1 else "".join(years) or "-"
    names = _some(tuple(dict.fromkeys(column.indicator for column in columns)), 3)
    if len(columns) > 1:
        names = ngettext("%d column", "%d columns", len(columns)) % len(columns) + f": {names}"
    shown_by, against = (sum(getattr(column, key) for column in columns) for key in ("shown_by", "against"))
    evidence = ngettext("%d cell shows it", "%d cells show it", shown_by) % shown_by
    if against:
        evidence += ", " + ngettext("%d speaks against it", "%d speak against it", against) % against
    click.echo(f"  {first.table} | {names} | {when}: {_(STYLES[first.style])} ({evidence})")
    cells = [cell for one in columns for cell in held.get((one.table, one.indicator, one.year), ())]
    for cell in cells[:2] + [c for c in cells[2:] if c.value is None][:2]:
        read = "-" if cell.value is None else f"{cell.value:.10g}"
        item = f"{cell.indicator}, {cell.year}, " if len(columns) > 1 else ""
        noted = f" ({'; '.join(map(flag_label, cell.flags))})" if cell.flags else ""
        click.echo(f"      {item}{cell.level} {cell.region or '-'}: {cell.printed} = {read}{noted}")


indicators.add_command(describe)
indicators.add_command(break_)
add_check_commands(indicators)


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_("The values of indicators for regions and years, as printed and as read. Alone it lists them."),
)
@click.option("--indicator", "name", metavar="NAME", help=_("Only of this indicator."))
@click.option("--year", type=int)
@click.option("--level", type=click.Choice(["kota", "kecamatan", "kelurahan"]))
@json_option
@click.pass_context
def figures(ctx: click.Context, name: str | None, year: int | None, level: str | None, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.indicators import figures as all_figures
    from qualcode.language.numerals import flag_label

    with opened(ctx) as project:
        names = dict(project.rows("SELECT id, name FROM indicator"))
        rows = [
            f for f in all_figures(project, find(project, "indicator", name) if name else None)
            if year in (None, f.year) and level in (None, f.level)
        ]  # fmt: skip
        listing(
            as_items(rows, "printed", "value", "level", "origin", "table", indicator=lambda f: names[f.indicator], region=lambda f: f.region_name,
                     year=lambda f: str(f.year or ""), flags=lambda f: list(f.flags) if as_json else "; ".join(map(flag_label, f.flags))),
            as_json,
            [("indicator", _("indicator")), ("region", _("region")), ("year", _("year")), ("printed", _("as printed")), ("value", _("as read")), ("flags", _("flags"))],
        )  # fmt: skip
        if not as_json and rows:
            odd = sum(f.value is None for f in rows)
            click.echo(ngettext("%d of %d is no number.", "%d of %d are no numbers.", odd) % (odd, len(rows)))
