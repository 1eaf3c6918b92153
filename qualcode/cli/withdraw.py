"""withdraw."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import DIGITS, opened, safe, tell
from qualcode.cli.keys import key_if_given, passphrase_option
from qualcode.i18n import _, ngettext
from qualcode.store.deeds import record_words
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.withdrawing import Going


@click.command(
    help=_(
        "Take a source or a participant out of the project, with every word of theirs: texts, codings, memos. Cannot be undone, "
        "and every project it is merged into obeys. A participant who shares a discussion with others leaves blanks in it. "
        "Finds also what was taken off, or whose import was undone. Texts of your own that repeat their words or name them "
        "(memos, findings, definitions) stay, with blanks there. Look at --dry-run first.\n\n"
        "Example: qualcode withdraw participant “Bu Marni” --reason “asked by telephone”"
    )
)
@click.argument("what", type=click.Choice(["source", "participant"]))
@click.argument("name")
@click.option("--reason", default="", help=_("Why; it is kept. Name nobody in it."))
@click.option("--dry-run", is_flag=True, help=_("Only say what would go."))
@passphrase_option
@click.pass_context
def withdraw(
    ctx: click.Context, what: str, name: str, reason: str, dry_run: bool, passphrase_file: Path | None
) -> None:
    from qualcode.collect.holding import files_holding
    from qualcode.collect.names import key_path
    from qualcode.collect.withdrawing import what_goes
    from qualcode.collect.withdrawing import withdraw as take_out
    from qualcode.store import check

    if not reason.strip() and not dry_run:
        raise click.UsageError(_("Say why: --reason “…”; it is kept."))
    with opened(ctx, writes=True) as project:
        rec = find(project, what, name, taken_off=True)
        key_if_given(project, passphrase_file)
        gone = what_goes(project, what, rec) if dry_run else take_out(project, what, rec, reason)
        holding = files_holding(project, gone)
        locked = key_path(project.path.parent).exists()
        if not dry_run:
            rewritten = check.compact(project)
    click.echo((_("Would go: %s.") if dry_run else _("Withdrawn: %s.")) % gone.told())
    for one in gone.alike:
        tell(
            _("! Somebody of this name speaks in %s too. Where that is the same person: qualcode participants join.")
            % safe(one)
        )
    for one in gone.said.shared:
        tell(
            _(
                "! “%s” is, or a part of it, somebody else's name too: where nobody can tell who is meant it stays in your texts."
            )
            % safe(one)
        )
    _name_texts(gone, dry_run)
    if holding:
        tell(
            ngettext("! %d file beside the project holds words of theirs; delete it or write it anew:",
                     "! %d files beside the project hold words of theirs; delete them or write them anew:", len(holding)) % len(holding)
        )  # fmt: skip
        for path in holding:
            click.echo(safe(f"  {path}"))
    if locked:
        tell(
            _(
                "  Who they were is still in names.key, so that “qualcode pseudonymise” finds them where others name them; “qualcode names remove %s” forgets it."
            )
            % rec.hex()[:DIGITS]
        )
    if dry_run:
        return
    if rewritten:
        click.echo(_("The project file is written anew without a trace of it."))
    else:
        tell(_("! Another window has the project open. Close it, then: qualcode check --compact"))
    click.echo(
        _("By hand: paper, recordings, e-mail, exports and backups made before. Then “qualcode sync” or merge: every device obeys when it next does.")
    )  # fmt: skip


def _name_texts(gone: Going, dry_run: bool) -> None:
    """The texts that repeated them: what they say now is for who wrote them to look at."""
    count = len(gone.texts)
    if count and dry_run:
        told = ngettext("! %d text of yours repeats them; these words would be blank:", "! %d texts of yours repeat them; these words would be blank:", count)  # fmt: skip
    else:
        told = ngettext("! %d text of yours repeated them; those words are blank now. Look whether it still says what you mean:",
                        "! %d texts of yours repeated them; those words are blank now. Look whether they still say what you mean:", count)  # fmt: skip
    if count:
        tell(told % count)
    for one in gone.texts:
        click.echo(safe(f"  {record_words(one.kind)} {one.name or one.rec.hex()[:12]} ({one.part}): {one.text}"))
    if gone.earlier:
        tell(
            ngettext("  Of %d more text an earlier wording repeated them; it goes from the history.",
                     "  Of %d more texts earlier wordings repeated them; they go from the history.", gone.earlier) % gone.earlier
        )  # fmt: skip
