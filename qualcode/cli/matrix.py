"""matrix."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import cut, json_option, opened
from qualcode.cli.options import NUMBER, layer_coder, layer_option, where_option
from qualcode.i18n import _
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.conclude.arranged import Asked

LABEL = 34  # cells of a terminal for the names of the rows, where the table takes several pieces
NARROW = 18  # and what will do, where that keeps it in one piece


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


def print_grid(
    groups: Sequence[str],
    names: Sequence[str],
    heads: Sequence[tuple[str, Sequence[str]]],
    grid: Sequence[tuple[str, Sequence[str]]],
) -> None:
    """The table in as many pieces as the terminal's width asks for, columns of one group together where they fit. A line without
    cells is a heading."""
    room = max(60, shutil.get_terminal_size((100, 24)).columns)
    columns = [
        max(len(text) for text in (names[i], *(line[i] for _name, line in (*heads, *grid) if line)))
        for i in range(len(names))
    ]
    for group, members in groupby(range(len(names)), key=lambda i: groups[i]):
        inside = list(members)
        columns[inside[-1]] += max(0, len(group) - sum(columns[i] for i in inside) - 2 * (len(inside) - 1))
    longest = max((len(name) for name, cells in grid if cells), default=0) + 1
    spare = room - sum(columns) - 2 * len(columns)
    label = min(longest, spare if spare >= NARROW else LABEL, room // 2)
    for piece in _pieces(groups, columns, room - label):
        head = ""
        for group, members in groupby(piece, key=lambda i: groups[i]):
            inside = list(members)
            span = sum(columns[i] + 2 for i in inside)
            head += "  " + cut(group, span - 2).ljust(span - 2)
        if head.strip():
            click.echo(" " * label + head.rstrip())
        for name, cells in (("", names), *heads, *grid):
            line = "".join("  " + " " * (columns[i] - len(cells[i])) + cells[i] for i in piece) if cells else ""
            click.echo((cut(name, label if cells else room).ljust(label) + line).rstrip())
        click.echo()


def _pieces(groups: Sequence[str], columns: Sequence[int], room: int) -> list[list[int]]:
    pieces: list[list[int]] = [[]]
    for _group, members in groupby(range(len(columns)), key=lambda i: groups[i]):
        inside = list(members)
        used = sum(columns[i] + 2 for i in pieces[-1])
        if pieces[-1] and used + sum(columns[i] + 2 for i in inside) > room:
            pieces.append([])
        for i in inside:
            if pieces[-1] and sum(columns[j] + 2 for j in pieces[-1]) + columns[i] + 2 > room:
                pieces.append([])
            pieces[-1].append(i)
    return [piece for piece in pieces if piece]
