"""withdraw."""

from __future__ import annotations

from textwrap import shorten
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import DIGITS, opened, safe, tell
from qualcode.i18n import _, ngettext
from qualcode.store.deeds import record_words
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.repeated import Repeating


@click.command(
    help=_(
        "Take a source or a participant out of the project, with every word of theirs: texts, codings, memos. Cannot be undone, "
        "and every project it is merged into obeys. A participant who shares a discussion with others leaves blanks in it. "
        "Finds also what was taken off, or whose import was undone. Texts of your own that repeat their words (memos, findings, "
        "definitions) are named and stay: write them anew.\n\n"
        "Example: qualcode withdraw participant “Bu Marni” --reason “asked by telephone”"
    )
)
@click.argument("what", type=click.Choice(["source", "participant"]))
@click.argument("name")
@click.option("--reason", required=True, help=_("Why; it is kept. Name nobody in it."))
@click.pass_context
def withdraw(ctx: click.Context, what: str, name: str, reason: str) -> None:
    from qualcode.collect.repeated import repeating, said_by
    from qualcode.store.withdraw import withdraw as take_out

    with opened(ctx, writes=True) as project:
        rec = find(project, what, name, taken_off=True)
        said = said_by(project, what, rec)
        done = take_out(project, what, rec, reason)
        left = repeating(project, said)
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
    if left:
        _name(left)


def _name(left: list[Repeating]) -> None:
    """The texts that repeat what went: nobody but who wrote them can say it otherwise."""
    tell(
        ngettext(
            "! %d text of yours repeats words that went; write it anew, and do not export it before:",
            "! %d texts of yours repeat words that went; write them anew, and do not export them before:",
            len(left),
        )
        % len(left)
    )
    for one in left:
        called = one.name or one.rec.hex()[:DIGITS]
        click.echo(safe(f"  {record_words(one.kind)} {called} ({one.part}): {shorten(one.text, 60, placeholder=' …')}"))
    tell(_("  What such a text said before stays in the history of the project, and so in its file."))
