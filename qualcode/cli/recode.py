"""recode: give codings another code."""

from __future__ import annotations

import click

from qualcode.cli.codebook_codes import dry_run_option, say_effect
from qualcode.cli.common import as_items, digits_of, json_option, listing, opened, safe
from qualcode.cli.options import where_option
from qualcode.i18n import _


@click.command(
    help=_(
        "Give the codings of a code another one: all, or those that --where names. Coder, passage, memo and judgement stay; one "
        "action. Without --to it lists what would go.\n\n"
        "Fields of --where: code, kelurahan, kecamatan, source, kind, coder, valence, origin, review, grade, about, date, "
        "layer, state, text; with AND, OR, NOT and brackets.\n\n"
        "Example: qualcode recode --from utang --to pinjol --where “text:pinjol AND NOT coder:bagus” --dry-run"
    )
)
@click.option("--from", "from_name", required=True, metavar="CODE")
@click.option("--to", "to_name", metavar="CODE")
@where_option
@dry_run_option
@json_option
@click.pass_context
def recode(ctx: click.Context, from_name: str, to_name: str | None, where: str, dry_run: bool, as_json: bool) -> None:
    from qualcode.reduce import recoding
    from qualcode.reduce.codebook import codebook, find_code

    with opened(ctx, writes=to_name is not None) as project:
        book = codebook(project, all_codes=True)
        from_ = find_code(book, from_name)
        if to_name is not None:
            effect = recoding.recode(project, from_, find_code(book, to_name), where=where, dry_run=dry_run)
            say_effect(effect, dry_run)
            return
        sources = dict(project.rows("SELECT id, name FROM source"))
        people = dict(project.rows("SELECT id, name FROM coder"))
        listing(
            as_items(
                recoding.to_recode(project, from_, where), "id", "start", "stop", "quote", "valence",
                source=lambda c: sources[c.source], coder=lambda c: people.get(c.coder, ""),
                short=lambda c: safe(" ".join(c.quote.split()))[:60],
            ),
            as_json,
            [("source", _("source")), ("coder", _("coder")), ("id", _("id")), ("short", _("passage"))],
            empty=_("No coding fits."), digits=digits_of(project, "coding"),
        )  # fmt: skip
