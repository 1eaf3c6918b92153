"""indicators, figures."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import as_items, json_option, listing, opened
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store.lookup import find


@click.group(
    invoke_without_command=True, help=_("What is measured: unit, direction, denominator, source. Alone it lists them.")
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
        "Bring in tables (CSV): of indicators (indicator, unit, kind, direction, denominator, source, note) or of figures as printed "
        "(indicator, level, region, parent, year, value_as_printed, source, table). Which it is shows in its columns. What is no number is "
        "kept as printed and flagged.\n\nExample: qualcode indicators import corpus/indicators/*.csv"
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.pass_context
def indicators_import(ctx: click.Context, files: tuple[Path, ...]) -> None:
    from qualcode.collect.indicators import import_figures, import_indicators

    def is_figures(path: Path) -> bool:
        try:
            with path.open(encoding="utf-8-sig") as file:
                return "value_as_printed" in file.readline()
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(_("the table cannot be read: %s") % error, where=str(path)) from None

    with opened(ctx, writes=True) as project:
        for path in sorted(files, key=is_figures):  # what is measured first, then its values
            if not is_figures(path):
                count = import_indicators(project, path)
                click.echo(f"{path.name}: " + ngettext("%d indicator", "%d indicators", count) % count)
                continue
            done = import_figures(project, path)
            click.echo(
                f"{path.name}: "
                + ngettext(
                    "%d figure, %d of them no number, %d flagged",
                    "%d figures, %d of them no number, %d flagged",
                    done.figures,
                )
                % (done.figures, done.no_number, done.flagged)
            )
            for line in done.unplaced:
                click.echo("  ! " + _("no such region: %s") % line)


_HEADINGS = (N_("missing"), N_("mean"), N_("median"), N_("minimum"), N_("maximum"), N_("gap"), N_("ratio"))


@indicators.command(
    "describe", help=_("Mean, median, quartiles, range and gap of an indicator, year by year, on a level.")
)
@click.argument("name")
@click.option("--level", type=click.Choice(["kota", "kecamatan", "kelurahan"]), default="kelurahan", show_default=True)
@json_option
@click.pass_context
def indicators_describe(ctx: click.Context, name: str, level: str, as_json: bool) -> None:
    from dataclasses import asdict

    from qualcode.collect.indicators import figures as all_figures
    from qualcode.display.numbers import describe

    with opened(ctx) as project:
        rows = [f for f in all_figures(project, find(project, "indicator", name)) if f.level == level]
        lines = []
        for year, table in sorted({(f.year, f.table) for f in rows}, key=lambda pair: (pair[0] or 0, pair[1])):
            found = describe(f.value for f in rows if (f.year, f.table) == (year, table))
            if found is not None:
                lines.append({"year": str(year or ""), "table": table} | asdict(found))
        keys = [key for key in (lines[0] if lines else {}) if key not in ("year", "table")]
        listing(lines, as_json, [("year", _("year")), ("table", _("table")), *((key, _(key)) for key in keys)])


@click.group(
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

    with opened(ctx) as project:
        names = dict(project.rows("SELECT id, name FROM indicator"))
        rows = [
            f for f in all_figures(project, find(project, "indicator", name) if name else None)
            if year in (None, f.year) and level in (None, f.level)
        ]  # fmt: skip
        listing(
            as_items(rows, "printed", "value", "flags", "level", "origin", "table", indicator=lambda f: names[f.indicator], region=lambda f: f.region_name,
                     year=lambda f: str(f.year or "")),
            as_json,
            [("indicator", _("indicator")), ("region", _("region")), ("year", _("year")), ("printed", _("as printed")), ("value", _("as read")), ("flags", _("flags"))],
        )  # fmt: skip
        if not as_json and rows:
            odd = sum(f.value is None for f in rows)
            click.echo(ngettext("%d of %d is no number.", "%d of %d are no numbers.", odd) % (odd, len(rows)))
