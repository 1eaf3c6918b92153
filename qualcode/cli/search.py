"""search: keyword in context."""

from __future__ import annotations

import click

from qualcode.cli.common import as_items, json_option, listing, opened, safe
from qualcode.cli.options import where_option
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find

EVERY = 1_000_000  # more occurrences than any study has


@click.command(
    help=_(
        "Words in their context, over what people say (labels and headers are left out). All words must occur in the turn; "
        'also "a phrase", prefix*, OR, NOT.\n\nExample: qualcode search "bank plecit" OR rentenir*'
    )
)
@click.argument("query", nargs=-1, required=True)
@click.option("--source", "source_name", metavar="NAME", help=_("Only in this source."))
@where_option
@click.option("--width", default=36, show_default=True, help=_("Characters on either side."))
@click.option("--limit", default=200, show_default=True)
@json_option
@click.pass_context
def search(
    ctx: click.Context, query: tuple[str, ...], source_name: str | None, where: str, width: int, limit: int, as_json: bool
) -> None:  # fmt: skip
    from qualcode.display.kwic import search as look
    from qualcode.reduce.selection import selection

    with opened(ctx) as project:
        source = find(project, "source", source_name) if source_name else None
        # a shell takes the quotes of a phrase away: words with a space inside were one
        text = " ".join(f'"{word}"' if " " in word and '"' not in word and len(query) > 1 else word for word in query)
        chosen = selection(project, where) if where.strip() else None
        lines = look(project, text, width=width, source=source, limit=limit if chosen is None else EVERY)
        if chosen is not None:
            lines = [one for one in lines if chosen.holds(one.source, one.speaker, one.start, one.stop)][:limit]
        if as_json:
            listing(
                as_items(
                    lines, "source", "source_name", "region", "turn", "label", "before", "hit", "after", "start", "stop"
                ),
                True,
                [],
            )
            return
        for line in lines:
            place = f"{line.source_name}:{line.turn}"
            click.echo(
                f"{place:<14.14} {safe(line.before):>{width}}"
                + click.style(safe(line.hit), bold=True)
                + safe(line.after)
            )
        sources = len({line.source for line in lines})
        click.echo(
            ngettext("%d occurrence", "%d occurrences", len(lines)) % len(lines)
            + " "
            + ngettext("in %d source.", "in %d sources.", sources) % sources
        )
