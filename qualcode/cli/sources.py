"""sources."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from qualcode.cli.common import as_items, fields_from, json_option, listing, opened, plain
from qualcode.cli.corrections import diff, mend, source_versions
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.cli.turns import turns
from qualcode.i18n import _, ngettext
from qualcode.store import Project, act
from qualcode.store.lookup import find


@click.group(cls=Noun, invoke_without_command=True, help=_("Transcripts and documents. Alone it lists them."))
@where_of("source")
@json_option
@click.pass_context
def sources(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        with opened(ctx) as project:
            _list_sources(project, where, as_json)


def source_rows(project: Project, spoken: bool = False, where: str = "") -> Iterable[dict[str, Any]]:
    """Every live source that fits, with its counts and its state for the coder who counts there. ``spoken``: and who speaks in
    it, with the words of its first and last turn; every text is read for that."""
    from qualcode.collect.inventory import inventory, talk_in
    from qualcode.conclude.fitting import Fitting

    fits = Fitting(project, where)
    for row in as_items(
        (one for one in inventory(project) if fits.source(one.id)),
        "id",
        "name",
        "genre",
        "region",
        "date",
        "turns",
        "speakers",
        "codings",
        "responsible",
        "state",
        "left",
        "file",
    ):
        yield row | talk_in(project, row["id"]).as_item() if spoken else row


def _list_sources(project: Project, where: str, as_json: bool) -> None:
    listing(
        source_rows(project, spoken=as_json, where=where), as_json,
        [("name", _("source")), ("genre", _("kind")), ("region", _("kelurahan")), ("date", _("date")), ("turns", _("turns")),
         ("speakers", _("speakers")), ("codings", _("codings")), ("responsible", _("coder")), ("state", _("state"))],
        empty=empty_of(where, _("No sources yet. “qualcode import FILE...” brings them in.")), words=("genre", "state"),
    )  # fmt: skip


@sources.command("show", help=_("One source: its attributes, speakers and text, turn by turn."))
@click.argument("name")
@click.option("--text/--no-text", default=True, show_default=True, help=_("Print the turns."))
@json_option
@click.pass_context
def sources_show(ctx: click.Context, name: str, text: bool, as_json: bool) -> None:
    from qualcode.cli.common import safe
    from qualcode.collect.inventory import people_in, talk_in, turns_of

    with opened(ctx) as project:
        source = find(project, "source", name)
        row = next(r for r in source_rows(project) if r["id"] == source)
        turns = turns_of(project, source)
        if as_json:
            listing(
                [
                    row
                    | talk_in(project, source).as_item()
                    | {
                        "people": plain([p.__dict__ for p in people_in(project, source)]),
                        "text": [t.__dict__ for t in turns],
                    }
                ],
                True,
                [],
            )
            return
        for key, heading in (
            ("name", _("source")), ("genre", _("kind")), ("region", _("kelurahan")), ("date", _("date")),
            ("responsible", _("coder")), ("state", _("state")),
        ):  # fmt: skip
            value = str(row[key] or "")
            click.echo(f"{heading:12} {_(value) if key in ('genre', 'state') else safe(value)}")
        for person in people_in(project, source):
            about = ", ".join(
                filter(None, (person.pseudonym, person.gender, person.age_band, person.role, person.home))
            )
            click.echo(f"{_(person.side):12} {safe(person.label)}" + (f": {safe(about)}" if about else ""))
        if text:
            click.echo()
            for turn in turns:
                click.echo(
                    f"{turn.number:>4} [{turn.start}–{turn.stop}] {safe(turn.label)}{': ' if turn.label else ''}{safe(turn.speech)}"
                )


@sources.command(
    "set",
    help=_(
        "Change fields of a source: kelurahan, date, place, genre, name, responsible (a coder).\n\nExample: qualcode sources set W-01 responsible=sri"
    ),
)
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.pass_context
def sources_set(ctx: click.Context, name: str, pairs: tuple[str, ...]) -> None:
    from qualcode.collect.inventory import change_source

    with opened(ctx, writes=True) as project:
        changed = change_source(project, find(project, "source", name), fields_from(pairs, []))
    click.echo(ngettext("%d field changed.", "%d fields changed.", changed) % changed)


@sources.command(
    "remove", help=_("Take a source off the project. Undoable; its words stay in the history. To erase them: withdraw.")
)
@click.argument("name")
@click.pass_context
def sources_remove(ctx: click.Context, name: str) -> None:
    with opened(ctx, writes=True) as project, act(project, "remove") as a:
        a.remove("source", find(project, "source", name))
    click.echo(_("Removed. “qualcode undo” brings it back."))


for command in (turns, mend, source_versions, diff):
    sources.add_command(command)
