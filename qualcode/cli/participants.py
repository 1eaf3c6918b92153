"""participants."""

from __future__ import annotations

import click

from qualcode.cli.common import as_items, fields_from, json_option, listing, opened
from qualcode.i18n import _
from qualcode.store import act
from qualcode.store.lookup import find


@click.group(invoke_without_command=True, help=_("The people who speak, under their pseudonyms. Alone it lists them."))
@json_option
@click.pass_context
def participants(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.inventory import participants as everyone

    with opened(ctx) as project:
        listing(
            as_items(everyone(project), "id", "pseudonym", "home", "role", "gender", "age_band", "sources"), as_json,
            [("pseudonym", _("pseudonym")), ("home", _("kelurahan")), ("gender", _("gender")), ("age_band", _("age")), ("role", _("role")), ("sources", _("sources"))],
        )  # fmt: skip


@participants.command(
    "set", help=_("Change fields of a participant: pseudonym, home (a kelurahan), role, gender, age_band, consent.")
)
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.pass_context
def participants_set(ctx: click.Context, name: str, pairs: tuple[str, ...]) -> None:
    from qualcode.collect.regions import region_named

    fields: dict[str, object] = dict(fields_from(pairs, ("pseudonym", "home", "role", "gender", "age_band", "consent")))
    with opened(ctx, writes=True) as project:
        if "home" in fields:
            fields["home"] = region_named(project, str(fields["home"]))
        with act(project, "participant") as a:
            a.change("participant", find(project, "participant", name), **fields)
    click.echo(_("Changed."))
