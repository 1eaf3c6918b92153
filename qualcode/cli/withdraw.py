"""withdraw."""

from __future__ import annotations

import click

from qualcode.cli.common import opened
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find


@click.command(
    help=_(
        "Take a source or a participant out of the project, with every word of theirs: texts, codings, memos. Cannot be undone, "
        "and every project it is merged into obeys. A participant who shares a discussion with others leaves blanks in it. "
        "Finds also what was taken off, or whose import was undone.\n\n"
        "Example: qualcode withdraw participant “Bu Marni” --reason “asked by telephone”"
    )
)
@click.argument("what", type=click.Choice(["source", "participant"]))
@click.argument("name")
@click.option("--reason", required=True, help=_("Why; it is kept. Name nobody in it."))
@click.pass_context
def withdraw(ctx: click.Context, what: str, name: str, reason: str) -> None:
    from qualcode.store.withdraw import withdraw as take_out

    with opened(ctx, writes=True) as project:
        done = take_out(project, what, find(project, what, name, taken_off=True), reason)
    click.echo(
        _("Withdrawn: {whole}, {blank}; {erased}.").format(
            whole=ngettext("%d source whole", "%d sources whole", done.sources) % done.sources,
            blank=_("in %d their turns are blank") % done.blanked,
            erased=ngettext("%d entry erased", "%d entries erased", done.entries) % done.entries,
        )
    )
    click.echo(
        _(
            "“qualcode check --compact” rewrites the file without a trace of it. Backups and exports made before still hold it."
        )
    )
