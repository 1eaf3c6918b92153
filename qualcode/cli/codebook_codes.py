"""codes combine, split, retire, move, rename: each shows what it does to the work done, and --dry-run only that."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import opened
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.reduce.codebook_effect import Effect, Standing

dry_run_option = click.option("--dry-run", is_flag=True, help=_("Only say what would happen."))


def say_effect(effect: Effect, dry_run: bool) -> None:
    """What a change does to the codings, themes, decisions and what is finished."""
    for rec, one in effect.before.items():
        if effect.after.get(rec) != one:
            click.echo("− " + _line(one))
    for rec, one in effect.after.items():
        click.echo(("  " if effect.before.get(rec) == one else "+ ") + _line(one))
    if effect.coincide:
        click.echo(
            ngettext("%d coding stands where the same coder has the code already: it stays, and counts once with it.",
                     "%d codings stand where the same coder has the code already: they stay, and count once with them.",
                     effect.coincide) % effect.coincide
        )  # fmt: skip
    if effect.at_odds:
        click.echo(
            ngettext("On %d of these passages the two are judged differently: it counts as mixed.",
                     "On %d of these passages the two are judged differently: they count as mixed.", effect.at_odds)
            % effect.at_odds
        )  # fmt: skip
    if effect.left:
        click.echo(
            ngettext("%d coding is in conflict and stays as it is: qualcode conflicts",
                     "%d codings are in conflict and stay as they are: qualcode conflicts", effect.left) % effect.left
        )  # fmt: skip
    open_: dict[tuple[str, str], list[str]] = defaultdict(list)
    for source, coder, code in effect.unfinished:
        open_[code, coder].append(source)
    for (code, coder), sources in open_.items():
        click.echo(_("%s has not looked for “%s” there: %s") % (coder, code, ", ".join(sources)))
    click.echo(_("Nothing was changed.") if dry_run else _("Done. “qualcode undo” takes it back."))


def _line(one: Standing) -> str:
    count = sum(one.codings.values())
    by = ", ".join(f"{coder} {n}" for coder, n in one.by_coder.items())
    said = [ngettext("%d coding", "%d codings", count) % count + (f" ({by})" if by else "")]
    said.append(ngettext("%d passage counts", "%d passages count", one.segments) % one.segments)
    done = len({source for source, _coder in one.finished})
    said.append(ngettext("finished in %d source", "finished in %d sources", done) % done)
    if one.rejected:
        said.append(ngettext("%d suggestion turned down", "%d suggestions turned down", one.rejected) % one.rejected)
    if one.themes:
        said.append(_("themes: %s") % ", ".join(one.themes))
    return f"{one.name}{'' if one.live else ' ' + _('(not in use)')}: " + " · ".join(said)


@click.command(
    help=_(
        "Make one code of two or more: the others live on in --into (else in the first). No coding is touched: all of them count "
        "under the one code, a passage that one coder gave both once. One action.\n\n"
        "Example: qualcode codes combine utang ngutang --dry-run"
    )
)
@click.argument("names", nargs=-1, required=True, metavar="CODE CODE...")
@click.option("--into", metavar="CODE", help=_("The code they live on in."))
@dry_run_option
@click.pass_context
def combine(ctx: click.Context, names: tuple[str, ...], into: str | None, dry_run: bool) -> None:
    from qualcode.reduce import combining
    from qualcode.reduce.codebook import codebook, find_code

    with opened(ctx, writes=True) as project:
        book = codebook(project, all_codes=True)
        codes = [find_code(book, name) for name in names]
        effect = combining.combine(project, codes, find_code(book, into) if into else codes[0], dry_run=dry_run)
    say_effect(effect, dry_run)


@click.command(
    help=_(
        "Make several codes of one. --where or --keyword, once for each new code in their order, say which codings become its "
        "own; the last code may go without and takes the rest. With neither the codes are made and every coding stays.\n\n"
        "Example: qualcode codes split utang --into utang-warung,utang-lain --keyword “warung, tetangga” --dry-run"
    )
)
@click.argument("name")
@click.option("--into", required=True, metavar="X,Y", help=_("The new codes, with commas between."))
@click.option(
    "--where", "queries", multiple=True, metavar="QUERY", help=_("What becomes a new code's, e.g. “valence:-1”.")
)
@click.option(
    "--keyword", "words", multiple=True, metavar="WORDS", help=_("The same by keywords, with commas between.")
)
@dry_run_option
@click.pass_context
def split(
    ctx: click.Context, name: str, into: str, queries: tuple[str, ...], words: tuple[str, ...], dry_run: bool
) -> None:  # fmt: skip
    from qualcode.reduce import recoding
    from qualcode.reduce.codebook import codebook, find_code

    if queries and words:
        raise UserError(_("either --where or --keyword, not both"))
    new = [one.strip() for one in into.split(",")]
    if len(queries or words) > len(new):
        raise UserError(_("there are more queries than new codes"))
    lists = [tuple(filter(None, map(str.strip, one.split(",")))) for one in words]
    shares = [
        recoding.Share(one, queries[n] if n < len(queries) else "", lists[n] if n < len(lists) else ())
        for n, one in enumerate(new)
    ]
    with opened(ctx, writes=True) as project:
        effect = recoding.split(project, find_code(codebook(project), name), shares, dry_run=dry_run)
    say_effect(effect, dry_run)


@click.command(help=_("Use a code no more; its codings stay. --undo takes it into use again."))
@click.argument("name")
@click.option("--undo", is_flag=True)
@dry_run_option
@click.pass_context
def retire(ctx: click.Context, name: str, undo: bool, dry_run: bool) -> None:
    from qualcode.reduce import combining
    from qualcode.reduce.codebook import codebook, find_code

    with opened(ctx, writes=True) as project:
        code = find_code(codebook(project, all_codes=undo), name)
        say_effect(combining.retire(project, code, undo=undo, dry_run=dry_run), dry_run)
    if not dry_run:
        click.echo(_("In use again.") if undo else _("Retired; its codings stay."))


@click.command(
    help=_(
        "Put a code, with what is beneath it, under another one.\n\nExample: qualcode codes move pinjol --under utang"
    )
)
@click.argument("name")
@click.option("--under", "--parent", "under", metavar="CODE")
@click.option("--top", is_flag=True, help=_("At the top, under no other code."))
@dry_run_option
@click.pass_context
def move(ctx: click.Context, name: str, under: str | None, top: bool, dry_run: bool) -> None:
    from qualcode.reduce import combining
    from qualcode.reduce.codebook import codebook, find_code

    if bool(under) == top:
        raise UserError(_("where to?"), todo=_("Name a code with --under CODE, or --top"))
    with opened(ctx, writes=True) as project:
        book = codebook(project)
        effect = combining.move(
            project, find_code(book, name), find_code(book, under) if under else None, dry_run=dry_run
        )
    say_effect(effect, dry_run)


@click.command(
    help=_("Give a code another name.\n\nExample: qualcode codes rename utang utang-harian --english daily-debt")
)
@click.argument("name")
@click.argument("new", required=False)
@click.option("--english", metavar="NAME", help=_("Its English name."))
@dry_run_option
@click.pass_context
def rename(ctx: click.Context, name: str, new: str | None, english: str | None, dry_run: bool) -> None:
    from qualcode.reduce import combining
    from qualcode.reduce.codebook import codebook, find_code

    with opened(ctx, writes=True) as project:
        effect = combining.rename(project, find_code(codebook(project), name), new, english, dry_run=dry_run)
    say_effect(effect, dry_run)


STRUCTURE = (combine, split, retire, move, rename)
