"""queries: those with a name, for --where."""

from __future__ import annotations

import click

from qualcode.cli.common import as_items, json_option, listing, opened
from qualcode.cli.noun import Noun
from qualcode.i18n import _


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "Queries with a name, to be used as @NAME wherever --where stands. Alone it lists them.\n\n"
        "Example: qualcode queries add kader “role:kader* AND NOT kind:note”, then qualcode matrix --where @kader"
    ),
)
@json_option
@click.pass_context
def queries(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.reduce.query_saved import saved

    with opened(ctx) as project:
        listing(
            as_items(saved(project), "name", "text"), as_json, [("name", _("name")), ("text", _("query"))],
            empty=_("No query is saved yet: “qualcode queries add NAME QUERY” saves one."),
        )  # fmt: skip


@queries.command("add", help=_("Give a query a name, or change what a name stands for."))
@click.argument("name")
@click.argument("query")
@click.pass_context
def add(ctx: click.Context, name: str, query: str) -> None:
    from qualcode.reduce.query_saved import save

    with opened(ctx, writes=True) as project:
        kept = save(project, name, query)
        click.echo(_("Saved: @{name} is “{text}”.").format(name=kept.name, text=kept.text))


@queries.command("remove", help=_("Forget a saved query."))
@click.argument("name")
@click.pass_context
def remove(ctx: click.Context, name: str) -> None:
    from qualcode.reduce.query_saved import drop

    with opened(ctx, writes=True) as project:
        drop(project, name)
        click.echo(_("Forgotten: @%s.") % name.removeprefix("@"))
