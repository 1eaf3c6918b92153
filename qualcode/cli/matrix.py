"""matrix."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, opened
from qualcode.cli.options import NUMBER, layer_coder, layer_option, where_option
from qualcode.i18n import _
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.conclude.arranged import Asked


def matrix_options(command: Any, but: tuple[str, ...] = ()) -> Any:
    """What can be asked of a matrix, the same wherever one is made; ``taken`` reads it. ``but``: options that the command has
    already."""
    options: dict[str, Any] = {
        "rows": click.option("--rows", type=click.Choice(["themes", "codes"]), default="themes", show_default=True),
        "columns": click.option(
            "--columns", default="kelurahan", show_default=True, metavar="ATTRIBUTE",
            help=_("kelurahan, kecamatan, source, kind, year, month, interviewer, coder, informant, role, gender, age, or an attribute of your own."),
        ),
        "count": click.option(
            "--count", type=click.Choice(["sources", "segments", "speakers", "words"]), default="sources", show_default=True,
            help=_("What is counted."),
        ),
        "where": where_option,
        "only": click.option("--column", "only", multiple=True, metavar="NAME", help=_("Only this column; give it again for another.")),
        "order": click.option(
            "--order", default="own", metavar="ORDER", show_default=True,
            help=_("Of the columns: own, salience, name, or indicator:NAME (worst first)."),
        ),
        "year": click.option("--year", type=int, metavar="YEAR", help=_("Of the indicator the columns are ordered by.")),
        "sort": click.option(
            "--sort", default="own", metavar="ORDER", show_default=True, help=_("Of the rows: own, total, name, or a column's name.")
        ),
        "group": click.option(
            "--group", type=click.Choice(["branch", "theme", "none"]), default="branch", show_default=True,
            help=_("Codes under their branch of the codebook, under their theme, or not grouped."),
        ),
        "form": click.option(
            "--display", "form", type=click.Choice(["table", "contrast", "effects", "checklist", "summary", "events", "accounting"]),
            default="table", show_default=True,
            help=_("How it reads; accounting counts what was collected from whom, and no themes."),
        ),
        "swap": click.option("--swap", is_flag=True, help=_("Rows as columns, e.g. themes by role as role by themes.")),
        "tau": click.option(
            "--tau", type=NUMBER, help=_("Net share of transcripts from which a cell gets − or +; else the project's, else 0.5.")
        ),
        "every": click.option("--all", "every", is_flag=True, help=_("Also the areas where nobody was asked.")),
    }  # fmt: skip
    for name in reversed(options):
        command = command if name in but else options[name](command)
    return command


def taken(options: dict[str, Any], coder: bytes | None, sources: frozenset[bytes] | None = None) -> Asked:
    """The options of ``matrix_options``, taken out of all that were given."""
    from qualcode.conclude.arranged import Asked

    names = (
        "rows",
        "columns",
        "count",
        "where",
        "order",
        "year",
        "sort",
        "only",
        "group",
        "form",
        "swap",
        "every",
        "tau",
    )
    return Asked(**{name: options.pop(name) for name in names}, coder=coder, sources=sources)


@click.command(
    help=_(
        "Themes (or codes) by area or any attribute. A cell reads m/n: m of n finished transcripts raise the theme, with − for a problem, + for a "
        "strength, ± for both. An area nobody was asked in is ·, never 0; “qualcode export matrix -o FILE.xlsx” takes the same options and "
        "writes the table with the quotes behind every number.\n\n"
        "Examples: qualcode matrix --rows codes --columns kecamatan --count segments\n\n"
        "qualcode matrix --columns role --swap --where kind:interview\n\n"
        "qualcode matrix --display contrast --column Pajang --column Semanggi"
    )
)
@matrix_options
@click.option("--source", "source_names", multiple=True, metavar="NAME", help=_("Only these sources."))
@layer_option
@json_option
@click.pass_context
def matrix(ctx: click.Context, /, source_names: tuple[str, ...], layer: str, as_json: bool, **options: Any) -> None:
    from qualcode.cli import matrix_forms
    from qualcode.conclude.arranged import arranged

    with opened(ctx) as project:
        if options["form"] == "accounting":
            matrix_forms.accounting(project, options["columns"], as_json)
            return
        sources = frozenset(find(project, "source", name) for name in source_names) or None
        asked = taken(options, layer_coder(project, layer), sources)
        display = arranged(project, asked)
        if as_json:
            matrix_forms.items(display, asked)
        elif not display.columns or not display.rows:
            click.echo(_("Nothing to show: there are no themes, or no source has a kelurahan."))
        else:
            matrix_forms.show(project, display, asked)
