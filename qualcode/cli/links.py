"""links: what is expected of a theme and an indicator, and when it was said."""

from __future__ import annotations

from typing import Any

import click

from qualcode.cli.common import as_items, json_option, listing, opened
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.lookup import find

RELATIONS = click.Choice(["problem_when_worse", "strength_when_better"])
CLOSENESS = click.Choice(["direct", "proxy", "context"])


def _links(project: Project, where: str, as_json: bool) -> None:
    from qualcode.conclude.declared import counts_accepted, stamped
    from qualcode.conclude.fitting import Fitting

    theme_names = dict(project.rows("SELECT id, name FROM theme"))
    indicator_names = dict(project.rows("SELECT id, name FROM indicator"))
    accepted = counts_accepted(project)
    listing(
        as_items(
            filter(Fitting(project, where).link, stamped(project)), "id", "relation", "closeness", "rationale", "made",
            theme=lambda k: theme_names[k.theme], indicator=lambda k: indicator_names[k.indicator],
            counts_accepted=lambda k: accepted[k.id].reason if k.id in accepted else None,
        ),
        as_json, [("theme", _("theme")), ("indicator", _("indicator")), ("closeness", _("closeness")), ("relation", _("relation")), ("made", _("made"))],
        words=("relation", "closeness", "made"), empty=empty_of(where, ""),
    )  # fmt: skip


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "What ties a theme to an indicator: relation, closeness, reason, and whether it was said before or after the result was shown. "
        "The project keeps what was shown, and the order of its journal decides. Alone it lists them."
    ),
)
@where_of("link")
@json_option
@click.pass_context
def links(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        with opened(ctx) as project:
            _links(project, where, as_json)


def _pair(command: Any) -> Any:
    return click.argument("theme")(click.argument("indicator")(command))


def _says(command: Any) -> Any:
    for option in (
        click.option("--reason", metavar="TEXT", help=_("Why this indicator speaks of this theme.")),
        click.option("--closeness", type=CLOSENESS, help=_("How near the indicator is to what the theme means.")),
        click.option("--relation", type=RELATIONS, help=_("What is expected.")),
    ):
        command = option(command)
    return command


@links.command(
    "add",
    help=_(
        "Link a theme to an indicator, best before looking at the result.\n\nExample: qualcode links add “Utang menutup kekurangan” "
        "“Jumlah penerima PKH” --relation problem_when_worse --closeness proxy --reason “Penerima dipilih karena miskin”"
    ),
)
@_pair
@_says
@click.pass_context
def links_add(
    ctx: click.Context, theme: str, indicator: str, relation: str | None, closeness: str | None, reason: str | None
) -> None:
    _declare(ctx, theme, indicator, relation, closeness, reason)


@links.command("set", help=_("Change what a link says; after its result was shown it is stamped so."))
@_pair
@_says
@click.option(
    "--accept-counts",
    metavar="REASON",
    help=_("Agree to compare counts without a denominator, for this reason; stamped."),
)
@click.option("--refuse-counts", is_flag=True, help=_("Take that back."))
@click.pass_context
def links_set(
    ctx: click.Context, theme: str, indicator: str, relation: str | None, closeness: str | None, reason: str | None,
    accept_counts: str | None, refuse_counts: bool,
) -> None:  # fmt: skip
    from qualcode.conclude.declared import accept_counts as accept

    if accept_counts is not None or refuse_counts:
        with opened(ctx, writes=True) as project:
            accept(project, find(project, "theme", theme), find(project, "indicator", indicator), accept_counts)
    if relation or closeness or reason or not (accept_counts is not None or refuse_counts):
        _declare(ctx, theme, indicator, relation, closeness, reason)
    else:
        click.echo(
            _("Counts are refused again.") if refuse_counts else _("Counts are compared, and every verdict says so.")
        )


@links.command("remove", help=_("Take a link off. After its result was shown, the report names it."))
@_pair
@click.pass_context
def links_remove(ctx: click.Context, theme: str, indicator: str) -> None:
    from qualcode.conclude.declared import take_off

    with opened(ctx, writes=True) as project:
        take_off(project, find(project, "theme", theme), find(project, "indicator", indicator))
    click.echo(_("Removed. “qualcode undo” brings it back."))


def _declare(
    ctx: click.Context, theme: str, indicator: str, relation: str | None, closeness: str | None, reason: str | None
) -> None:
    from qualcode.conclude.declared import declare

    with opened(ctx, writes=True) as project:
        made = declare(
            project, find(project, "theme", theme), find(project, "indicator", indicator), relation=relation, closeness=closeness,
            rationale=reason,
        )  # fmt: skip
    click.echo(
        _("Linked, before the result was shown.")
        if made == "before"
        else _("Linked. Its result had been shown: it is stamped as made after looking.")
    )
