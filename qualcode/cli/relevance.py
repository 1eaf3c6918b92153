"""relevance: what is set aside before coding, and the reduction log of the method chapter."""

from __future__ import annotations

from collections import Counter

import click

from qualcode.cli.common import as_items, coder_named, json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.cli.options import chosen_sources, where_of
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "The reduction pass. Alone it lists the sentences that may be set aside: small talk, and what has no word of the "
        "study's. Nothing is taken away: a mark says that somebody looked and set it aside; without a mark or coding a passage "
        "is not yet looked at, never unimportant."
    ),
)
@click.option("--source", "source_names", multiple=True, metavar="NAME", help=_("Only in this source."))
@where_of("source")
@click.option("--limit", default=60, show_default=True, help=_("How many to show."))
@json_option
@click.pass_context
def relevance(ctx: click.Context, source_names: tuple[str, ...], where: str, limit: int, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.reduce.relevance import MARKS, reducible

    with opened(ctx) as project:
        sources = chosen_sources(project, source_names, where)
        found = reducible(project, coder_named(project, None), sources=sources)
        names = dict(project.rows("SELECT id, name FROM source"))
        listing(
            as_items(
                found if as_json else found[:limit], "mark", name=lambda r: names[r.unit.source], turn=lambda r: r.unit.turn + 1,
                start=lambda r: r.unit.start, stop=lambda r: r.unit.stop, quote=lambda r: _short(r.unit.text), what=lambda r: _(MARKS[r.mark]),
            ),
            as_json, [("name", _("source")), ("turn", _("turn")), ("what", _("set aside as")), ("quote", _("passage"))],
            empty=_("Nothing is proposed to be set aside."),
        )  # fmt: skip
        if not as_json and len(found) > limit:
            click.echo(_("… and %d more (--limit)") % (len(found) - limit))


@relevance.command(
    "accept",
    help=_(
        "Set aside what is proposed: shows how many and examples first, and --yes does it, as one action.\n\n"
        "Example: qualcode relevance accept --as small-talk --yes"
    ),
)
@click.option("--as", "kind", type=click.Choice(["small-talk", "off-topic"]), help=_("Only what is proposed so."))
@click.option("--source", "source_names", multiple=True, metavar="NAME", help=_("Only in this source."))
@click.option("--yes", is_flag=True, help=_("Do what was shown."))
@click.pass_context
def accept(ctx: click.Context, kind: str | None, source_names: tuple[str, ...], yes: bool) -> None:
    from qualcode.reduce.relevance import MARKS, reducible, set_aside

    with opened(ctx, writes=True) as project:
        coder = coder_named(project, None)
        sources = [find(project, "source", name) for name in source_names] or None
        found = [one for one in reducible(project, coder, sources=sources) if kind in (None, one.mark)]
        counts = Counter(one.mark for one in found)
        click.echo(
            ngettext("%d sentence would be set aside:", "%d sentences would be set aside:", len(found)) % len(found)
        )
        for name, count in counts.items():
            click.echo(f"{count:>6}  {_(MARKS[name])}")
        for one in found[:3]:
            click.echo("  " + _short(one.unit.text))
        if not found:
            return
        if not yes:
            click.echo(_("Nothing was set aside yet. With --yes it is."))
            return
        count = set_aside(project, found, coder)
        click.echo(ngettext("%d mark made.", "%d marks made.", count) % count)


@relevance.command(
    "set",
    help=_(
        "Mark a passage of SOURCE by its words: important, small-talk, off-topic or unimportant.\n\n"
        "Example: qualcode relevance set W-SMG-01 unimportant --quote “Tehnya diminum dulu, Mas”"
    ),
)
@click.argument("source")
@click.argument("mark", type=click.Choice(["important", "small-talk", "off-topic", "unimportant"]))
@click.option("--quote", required=True, metavar="TEXT", help=_("The words, exactly as they stand."))
@click.option("--turn", type=int, metavar="N", help=_("The turn of the quote, where it stands in several."))
@click.pass_context
def set_(ctx: click.Context, source: str, mark: str, quote: str, turn: int | None) -> None:
    from qualcode.reduce import looking
    from qualcode.reduce.codings import locate
    from qualcode.reduce.relevance import MARKS
    from qualcode.store import versions

    with opened(ctx, writes=True) as project:
        rec = find(project, "source", source)
        now = versions.current(project, rec)
        if now is None:
            raise UserError(_("this source has no text"), where=source)
        coder = coder_named(project, None)
        edit = looking.laid(looking.looked(project, rec, coder), coder, *locate(now, quote, turn, source), mark)
        looking.write(project, rec, now.id, edit)
        click.echo(_("Marked: %s.") % _(MARKS[mark]))


@relevance.command("remove", help=_("Take the marks off that lie on these words of SOURCE."))
@click.argument("source")
@click.option("--quote", required=True, metavar="TEXT", help=_("The words, exactly as they stand."))
@click.option("--turn", type=int, metavar="N", help=_("The turn of the quote, where it stands in several."))
@click.pass_context
def remove(ctx: click.Context, source: str, quote: str, turn: int | None) -> None:
    from qualcode.reduce import relevance as work
    from qualcode.reduce.codings import locate
    from qualcode.store import versions

    with opened(ctx, writes=True) as project:
        rec, coder = find(project, "source", source), coder_named(project, None)
        now = versions.current(project, rec)
        if now is None:
            raise UserError(_("this source has no text"), where=source)
        start, stop = locate(now, quote, turn, source)
        there = [
            one.id
            for one in work.marks(project, rec, coder)
            if one.mark in work.MARKS and one.start < stop and start < one.stop
        ]
        count = work.unmark(project, there)
        click.echo(ngettext("%d mark taken off.", "%d marks taken off.", count) % count)


@relevance.command(
    "log",
    help=_(
        "The reduction log: for each source and coder how many words of informants were coded, kept, set aside and not looked "
        "at, and a paragraph for the method chapter.\n\nExample: qualcode relevance log"
    ),
)
@json_option
@click.pass_context
def log(ctx: click.Context, as_json: bool) -> None:
    from qualcode.reduce.relevance import reductions
    from qualcode.reduce.relevance_log import paragraph

    with opened(ctx) as project:
        found = reductions(project)
        names = dict(project.rows("SELECT id, name FROM source UNION ALL SELECT id, name FROM coder"))
        listing(
            as_items(
                found, "words", "coded", "kept", "reduced", "unseen", "aside",
                name=lambda one: names.get(one.source, "?"), coder=lambda one: names.get(one.coder, "?"),
            ),
            as_json,
            [
                ("name", _("source")), ("coder", _("coder")), ("words", _("words")), ("coded", _("coded")), ("kept", _("kept")),
                ("reduced", _("set aside")), ("unseen", _("not looked at")),
            ],
            empty=_("Nobody has coded or marked anything yet."),
        )  # fmt: skip
        if found and not as_json:
            click.echo()
            click.echo(paragraph(project, found))


def _short(text: str) -> str:
    line = safe(" ".join(text.split()))
    return line if len(line) <= 72 else line[:71] + "…"
