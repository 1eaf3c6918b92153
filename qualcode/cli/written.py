"""What summaries and issues print and do alike: their quotes, and their files out and in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import listing, opened, safe, tell
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.report.quoting import Quoter


def say_quotes(quoter: Quoter, segments: Any, limit: int) -> None:
    """Print the first passages with whose they are."""
    quotes = quoter.quotes(segments)
    for one in quotes[:limit]:
        tell(safe(f"- “{one.text}”"))
        click.echo(safe(f"    {one.source_id}, {one.place} · {one.attribution}"))
    if len(quotes) > limit:
        click.echo(_("and %d more") % (len(quotes) - limit))


def refuse_over(file: Path, force: bool) -> None:
    """UserError where a file would be written over that nobody said may be."""
    if file.exists() and not force:
        raise UserError(
            _("there is a file of this name already"), where=str(file), todo=_("Choose another name, or say --force")
        )


def say_written(file: Path, rows: int) -> None:
    click.echo(
        ngettext("%s: %d row. It holds people's words: keep it as you keep the project.",
                 "%s: %d rows. It holds people's words: keep it as you keep the project.", rows) % (file, rows)
    )  # fmt: skip


def bring_in(ctx: click.Context, of: str, file: Path, dry_run: bool, as_json: bool) -> None:
    """Import summaries or issues, saying what changes."""
    from qualcode.report.framework_import import apply, plan
    from qualcode.report.framework_sheets import head

    with opened(ctx, writes=not dry_run) as project:
        wanted = plan(project, file, of)
        if as_json:
            if not dry_run:
                apply(project, wanted)
            listing(
                [
                    *({"state": "change", "name": e.name, "key": e.key, "old": e.old, "new": e.new} for e in wanted.edits),
                    *({"state": "conflict", "where": c.where, "name": c.name, "key": c.key, "old": c.now, "new": c.new} for c in wanted.conflicts),
                    *({"state": "problem", "where": p.where, "text": p.what} for p in wanted.problems),
                ], True, [],
            )  # fmt: skip
            return
        if dry_run:
            for edit in wanted.edits:
                tell(safe(f"{edit.name}, {head(edit.key)}: {edit.old or '–'} -> {edit.new or '–'}"))
        for two in wanted.conflicts:
            tell(safe(_("%s: %s, %s was changed meanwhile: “%s” stands, “%s” was not brought in") % (two.where, two.name, head(two.key), two.now or "–", two.new or "–")))  # fmt: skip
        for problem in wanted.problems:
            tell(safe(f"{problem.where}: {problem.what}" + (f". {problem.todo}" if problem.todo else "")))
        if wanted.problems:
            count = len(wanted.problems)
            raise UserError(
                ngettext("%d row does not fit", "%d rows do not fit", count) % count, where=str(file),
                todo=_("Mend what is listed above; nothing comes in until then"),
            )  # fmt: skip
        done = len(wanted.edits) if dry_run else apply(project, wanted)
    if dry_run:
        click.echo(
            ngettext("%d text would change; nothing was written.", "%d texts would change; nothing was written.", done)
            % done
        )
    else:
        click.echo(ngettext("%d text changed.", "%d texts changed.", done) % done)
