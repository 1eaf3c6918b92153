"""sources turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.common import fields_from, json_option, listing, opened, safe
from qualcode.i18n import _
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.rereading import Reading


@click.command(
    "turns",
    help=_(
        "How the turns of a source are read, what else is possible, and who speaks how much. With --as or --side they are read "
        "again: marks change, text and codings do not. The choice is remembered for files that come in later.\n\n"
        "Example: qualcode sources turns W-01 --as labels --side P=interviewer --side I=informant"
    ),
)
@click.argument("names", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "--as", "convention", metavar="CONVENTION",
    help=_("auto, labels, tables, cues, questions, paragraphs or quotations."),
)  # fmt: skip
@click.option(
    "--side", "sides", multiple=True, metavar="LABEL=SIDE", help=_("SIDE: interviewer, informant or unknown.")
)
@click.option("--dry-run", is_flag=True, help=_("Only show it."))
@json_option
@click.pass_context
def turns(
    ctx: click.Context, names: tuple[str, ...], convention: str | None, sides: tuple[str, ...], dry_run: bool, as_json: bool
) -> None:  # fmt: skip
    from qualcode.collect.conventions import CONVENTIONS
    from qualcode.collect.rereading import read_again
    from qualcode.errors import UserError

    if convention is not None and convention not in CONVENTIONS:
        raise UserError(_("“%s” is none of: %s") % (convention, ", ".join(CONVENTIONS)), where="--as")
    given = fields_from(sides, [])
    wrote = bool(convention or given) and not dry_run
    with opened(ctx, writes=wrote) as project:
        readings = read_again(project, [find(project, "source", name) for name in names], convention, given, dry_run)
    if as_json:
        listing(map(_item, readings), True, [])
        return
    for reading in readings:
        _show(reading, wrote)


def _item(reading: Reading) -> dict[str, object]:
    return {
        "id": reading.source.hex(),
        "name": reading.name,
        "convention": reading.now,
        "taken": reading.taken,
        "changed": reading.changed,
        "doubts": list(reading.doubts),
        "proposals": [
            {
                "convention": one.convention,
                "turns": one.turns,
                "labels": one.counts,
                "unassigned": one.unassigned,
                "evidence": one.evidence,
            }
            for one in reading.proposals
        ],
        "speakers": [voice.__dict__ for voice in reading.voices],
    }


def _show(reading: Reading, wrote: bool) -> None:
    said = _("%s: read as %s") % (safe(reading.name), reading.taken if wrote else reading.now)
    if wrote:
        said += " · " + (_("marks changed") if reading.changed else _("nothing changed"))
    click.echo(said)
    for one in reading.proposals:
        click.echo(f"  {'>' if one.convention == reading.taken else ' '} {one.convention:10} {safe(one.evidence)}")
    for doubt in reading.doubts:
        click.echo("  ! " + safe(doubt))
    if reading.voices:
        click.echo(f"    {_('speaker'):24} {_('turns'):>6} {_('words'):>6} {_('asks'):>6}  {_('side')}")
    for voice in reading.voices:
        click.echo(
            f"    {safe(voice.label):24} {voice.turns:>6} {voice.words:>6.0%} {voice.questions:>6.0%}  {_(voice.side)}"
        )
