"""attributes."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project

_OF = click.Choice(["sources", "participants"])


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "What is kept of each source and participant. Alone it lists the keys with their types, and how many have one."
    ),
)
@json_option
@click.pass_context
def attributes(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        with opened(ctx) as project:
            _list_keys(project, as_json)


def _list_keys(project: Project, as_json: bool) -> None:
    from qualcode.collect.attributes import table
    from qualcode.collect.typed import TYPES

    items = []
    for of in ("sources", "participants"):
        found = table(project, of)
        for column in found.columns:
            items.append(
                {
                    "of": of, "key": column.key, "type": column.type,
                    "choices": list(column.choices) if column.type == "list" else [],
                    "filled": sum(column.key in row.values for row in found.rows), "rows": len(found.rows),
                    "built_in": column.built_in,
                }
            )  # fmt: skip
    shown = [
        item
        | {
            "of": _("participants") if item["of"] == "participants" else _("sources"),
            "type": _(TYPES[str(item["type"])]),
        }
        for item in items
    ]
    listing(
        items if as_json else shown, as_json,
        [("of", _("of")), ("key", _("key")), ("type", _("type")), ("filled", _("filled")), ("rows", _("of all")), ("choices", _("choices"))],
    )  # fmt: skip


@attributes.command(
    "set",
    help=_(
        "Set attributes of a source or participant; an empty value clears.\n\n"
        "Example: qualcode attributes set W-01 pewawancara2=Nila “lama tinggal=12”"
    ),
)
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="KEY=VALUE...")
@click.option("--of", type=_OF, help=_("Where a source and a participant have the same name."))
@click.pass_context
def attributes_set(ctx: click.Context, name: str, pairs: tuple[str, ...], of: str | None) -> None:
    from qualcode.collect.attributes import put

    changes = []
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise UserError(_("“%s” is not understood") % pair, todo=_("Write KEY=VALUE"))
        changes.append((key, value))
    with opened(ctx, writes=True) as project:
        of, rec = _subject(project, name, of)
        changed = put(project, of, [(rec, key, value) for key, value in changes])
    click.echo(_changed(len(changed.cells)))


def _subject(project: Project, name: str, of: str | None) -> tuple[str, bytes]:
    """The source or participant of this name."""
    from qualcode.store.lookup import find

    if of:
        return of, find(project, of.removesuffix("s"), name)
    found = []
    for one in ("source", "participant"):
        try:
            found.append((one + "s", find(project, one, name)))
        except UserError as error:
            missing = error
    if len(found) > 1:
        raise UserError(
            _("“%s” is a source and a participant") % name, todo=_("Say which: --of sources, or --of participants")
        )
    if not found:
        raise UserError(_("there is no source or participant “%s”") % name, todo=missing.todo)
    return found[0]


def _changed(count: int) -> str:
    return ngettext("%d value changed.", "%d values changed.", count) % count


@attributes.command(
    "type",
    help=_(
        "Give an attribute its type: text, integer (a whole number), number, date, yesno, list. Its column is made where "
        "there is none; values that are there must fit.\n\n"
        "Example: qualcode attributes type “status rumah” list --choices milik,sewa,menumpang --of participants"
    ),
)
@click.argument("key")
@click.argument("type_", metavar="TYPE")
@click.option("--of", type=_OF, help=_("Whose attribute it is, where no value says it."))
@click.option("--choices", default="", metavar="A,B,...", help=_("What a list allows; else the values there are."))
@click.pass_context
def attributes_type(ctx: click.Context, key: str, type_: str, of: str | None, choices: str) -> None:
    from qualcode.collect.attributes import declare, table

    with opened(ctx, writes=True) as project:
        owners = [of] if of else [one for one in ("sources", "participants") if table(project, one).column(key)]
        if len(owners) != 1:
            raise UserError(
                _("it is not said whose attribute “%s” is") % key, todo=_("Say it: --of sources, or --of participants")
            )
        changed = declare(project, owners[0], key, type_, [one for one in choices.split(",") if one.strip()])
    click.echo(_("Noted."))
    if changed.cells:
        click.echo(_changed(len(changed.cells)))


@attributes.command(
    "export",
    help=_(
        "Write a workbook to fill in: a sheet for sources and one for participants, types and lists to choose from in it.\n\n"
        "Example: qualcode attributes export atribut.xlsx"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--of", type=_OF, help=_("Only sources, or only participants."))
@click.option("--force", is_flag=True, help=_("Write over a file that is there."))
@click.pass_context
def attributes_export(ctx: click.Context, file: Path, of: str | None, force: bool) -> None:
    from qualcode.collect.attribute_sheets import export_sheets

    if file.exists() and not force:
        raise UserError(
            _("there is a file of this name already"), where=str(file), todo=_("Choose another name, or say --force")
        )
    with opened(ctx) as project:
        done = export_sheets(project, file, [of] if of else ["sources", "participants"])
    click.echo(
        _("%s: %s. It names people as the project does: keep it as you keep the project.")
        % (
            file,
            ", ".join(
                f"{count} {_('participants') if one == 'participants' else _('sources')}" for one, count in done.items()
            ),
        )
    )


@attributes.command(
    "import",
    help=_(
        "Bring a filled workbook (.xlsx, .ods) or table (.csv) back. An empty cell says nothing, a single - clears; what "
        "somebody changed since the export is told and left. All comes in as one action, or nothing.\n\n"
        "Example: qualcode attributes import atribut.xlsx --dry-run"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--of", type=_OF, help=_("What a table is about, where its columns do not say it."))
@click.option("--dry-run", is_flag=True, help=_("Only show what would change, cell by cell."))
@json_option
@click.pass_context
def attributes_import(ctx: click.Context, file: Path, of: str | None, dry_run: bool, as_json: bool) -> None:
    from qualcode.collect.attribute_import import apply, plan
    from qualcode.collect.attribute_sheets import type_words
    from qualcode.collect.attributes import heading_of
    from qualcode.collect.typed import show
    from qualcode.collect.values import genre_words

    with opened(ctx, writes=not dry_run) as project:
        wanted = plan(project, file, of)
        done = 0 if dry_run else apply(project, wanted)
    if as_json:
        listing(
            [
                *({"state": "change", "of": one, "id": c.id, "name": c.name, "key": c.key, "old": c.old, "new": c.new} for one, c in wanted.cells),
                *({"state": "conflict", "where": c.where, "name": c.name, "key": c.key, "old": c.now, "new": c.new} for c in wanted.conflicts),
                *({"state": "problem", "where": p.where, "text": p.what} for p in wanted.problems),
            ], True, [],
        )  # fmt: skip
        return
    if dry_run:
        for one, column in wanted.columns:
            about = _("participants") if one == "participants" else _("sources")
            click.echo(safe(_("column “%s” of %s: %s") % (column.key, about, type_words(column))))
        for one, cell in wanted.cells:
            old, new = (
                genre_words(show(value)) if cell.key == "genre" else show(value) for value in (cell.old, cell.new)
            )
            click.echo(safe(f"{cell.name}, {heading_of(one, cell.key)}: {old or '–'} -> {new or '–'}"))
    for two in wanted.conflicts:
        click.echo(
            safe(
                _("%s: %s, %s was changed meanwhile: “%s” stands, “%s” was not brought in")
                % (two.where, two.name, two.key, show(two.now) or "–", show(two.new) or "–")
            )
        )
    for problem in wanted.problems:
        click.echo(safe(f"{problem.where}: {problem.what}" + (f". {problem.todo}" if problem.todo else "")))
    if wanted.problems:
        raise UserError(
            ngettext("%d cell does not fit", "%d cells do not fit", len(wanted.problems)) % len(wanted.problems),
            where=str(file), todo=_("Mend what is listed above; nothing comes in until then"),
        )  # fmt: skip
    if dry_run:
        count = len(wanted.cells)
        click.echo(
            ngettext(
                "%d value would change; nothing was written.", "%d values would change; nothing was written.", count
            )
            % count
        )
    else:
        click.echo(_changed(done))
