"""sync."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import opened, progress_line
from qualcode.cli.keys import given
from qualcode.cli.team import Preview, say_after, say_arrival
from qualcode.i18n import _, ngettext


def passphrase_from(file: Path | None) -> str | None:
    """The sync folder's passphrase, as ``keys.given`` reads it; it has a variable of its own."""
    return given(file, "QUALCODE_SYNC_PASSPHRASE")


passphrase_option = click.option(
    "--passphrase-file",
    type=click.Path(path_type=Path),
    help=_("A file whose first line seals and opens the folder (else QUALCODE_SYNC_PASSPHRASE)."),
)


@click.command(
    help=_(
        "Take in what colleagues put into a shared folder and put yours there. Any carrier will do: a network drive, a Git "
        "checkout, Syncthing, a USB stick. qualcode itself opens no network. What is late, cut off or doubled is said and "
        "does no harm; run it again at any time.\n\nExample: qualcode sync /media/usb/tim"
    )
)
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--start", is_flag=True, help=_("Begin here although the folder holds other projects."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would come in; nothing is written anywhere."))
@passphrase_option
@click.pass_context
def sync(ctx: click.Context, folder: Path, start: bool, dry_run: bool, passphrase_file: Path | None) -> None:
    from qualcode.exchange.sync import sync as exchange

    with opened(ctx) as project:
        done = exchange(
            project, folder, passphrase=passphrase_from(passphrase_file), start=start, progress=progress_line(),
            look=Preview(project, str(folder)) if dry_run else None,
        )  # fmt: skip
        if not dry_run:
            say_arrival(project, str(folder), done.came)
        if done.written:
            click.echo(ngettext("%d action was put into the folder.", "%d actions were put into the folder.", done.written) % done.written)  # fmt: skip
        for note in done.notes:
            click.echo("  ! " + note)
        if done.cleaned:
            click.echo(
                "  "
                + ngettext(
                    "Withdrawn words were taken out of %d file of the folder.",
                    "Withdrawn words were taken out of %d files of the folder.",
                    done.cleaned,
                )
                % done.cleaned
            )
        if not dry_run:
            say_after(project, done.completed, done.reworded)
