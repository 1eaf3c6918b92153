"""import."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import as_items, fields_from, json_option, listing, opened
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext


@click.command(
    "import",
    help=_(
        "Bring in transcripts and documents (.txt, .md, .docx). Each file is taken whole or not at all, and the others go on. "
        "Header lines (Tanggal, Kelurahan, Informan, Peserta ...) become attributes and participants.\n\n"
        "Example: qualcode import corpus/*.txt --set kelurahan=Pajang"
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["interview", "fgd", "note", "document"]),
    help=_("What they are, where the header does not say."),
)
@click.option("--turns", type=click.Choice(["auto", "labels", "paragraphs", "quotations"]), default="auto", show_default=True,
              help=_("How the turns are written: Label: text, paragraphs, or quotations attributed in an article."))  # fmt: skip
@click.option("--encoding", metavar="NAME", help=_("For texts that are not UTF-8, e.g. cp1252."))
@click.option(
    "--set", "sets", multiple=True, metavar="NAME=VALUE", help=_("An attribute for all of them, e.g. kelurahan=Pajang.")
)
@click.option(
    "--replace",
    "replace",
    is_flag=False,
    flag_value="",
    metavar="[SOURCE]",
    help=_("This is a corrected text of SOURCE (else of the source of that name)."),
)
@click.option("--dry-run", is_flag=True, help=_("Only say what was understood."))
@json_option
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], kind: str | None, turns: str, encoding: str | None, sets: tuple[str, ...],
    replace: str | None, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.collect.sources import import_file

    attributes = fields_from(sets, [])
    faults: list[str] = []
    done = []
    with opened(ctx, writes=True) as project:
        for path in paths:
            try:
                one = import_file(
                    project,
                    path,
                    genre=kind,
                    convention=turns,
                    encoding=encoding,
                    attributes=attributes,
                    replace=replace,
                    dry_run=dry_run,
                )
            except UserError as error:
                faults.append(str(error))
                if not as_json:
                    click.echo("! " + str(error), err=True)
                continue
            done.append(one)
            if not as_json:
                _say(one)
        if as_json:
            listing(
                as_items(done, "outcome", "name", "genre", "region", "turns", "labels", "unassigned", "participants", "notes",
                         path=lambda i: str(i.path), id=lambda i: i.source), True, [],
            )  # fmt: skip
    if faults:
        if as_json:
            click.echo("\n".join("! " + fault for fault in faults), err=True)
        if len(paths) > 1:
            summary = ngettext("%d file is not in, %d are.", "%d files are not in, %d are.", len(faults)) % (
                len(faults),
                len(done),
            )
            click.echo(summary, err=True)
        ctx.exit(1)


_OUTCOMES = {"new": "+", "same": "=", "version": "~", "dry": "?"}


def _say(one: object) -> None:
    from qualcode.collect.sources import Imported

    assert isinstance(one, Imported)
    labels = ", ".join(f"{label} {count}" for label, count in one.labels.items())
    words = {
        "new": "",
        "same": " " + _("was here already"),
        "version": " " + _("new version"),
        "dry": " " + _("only looked at"),
    }
    click.echo(
        f"{_OUTCOMES[one.outcome]} {one.name}{words[one.outcome]} · {_(one.genre)} · {one.region or _('no kelurahan')} · "
        + ngettext("%d turn", "%d turns", one.turns) % one.turns
        + (f" ({labels})" if labels else "")
    )
    for note in one.notes:
        click.echo("  ! " + note)
