"""keywords, learning: what decisions say about the codebook's keywords, and how far proposals can be trusted."""

from __future__ import annotations

import click

from qualcode.cli.common import as_items, coder_named, json_option, listing, opened, safe
from qualcode.i18n import _, ngettext


@click.command(
    help=_(
        "Every keyword with what it proposed and what became of it: accepted and turned down one by one (accepted in bulk says "
        "nothing about it), and how many wait. --wasteful shows those turned down more often than accepted. With --code also the "
        "passages coded without any keyword of it, and words that stand out in them (log-likelihood): candidates.\n\n"
        "Example: qualcode keywords --code utang"
    )
)
@click.option("--code", "code_name", metavar="NAME", help=_("Only this code, with what its keywords miss."))
@click.option("--wasteful", is_flag=True, help=_("Only keywords that waste time: decided 5 times or more, mostly no."))
@click.option("--mine", is_flag=True, help=_("Only your own decisions."))
@json_option
@click.pass_context
def keywords(ctx: click.Context, code_name: str | None, wasteful: bool, mine: bool, as_json: bool) -> None:
    from qualcode.reduce import keyword_record as work
    from qualcode.reduce.codebook import codebook, find_code
    from qualcode.reduce.suggestions import suggestions

    with opened(ctx) as project:
        coder = coder_named(project, None)
        code = find_code(codebook(project), code_name) if code_name else None
        waiting = [(one.code.id, one.keyword) for one in suggestions(project, coder, codes=[code.id] if code else None)]
        found = work.records(project, coder=coder if mine else None, waiting=waiting)
        found = [one for one in found if code is None or one.code.id == code.id]
        listing(
            as_items(
                work.wasteful(found) if wasteful else found, "keyword", "accepted", "rejected", "bulk", "waiting", "precision",
                code=lambda one: one.code.name, share=lambda one: _("%d of %d") % (one.accepted, one.decided) if one.decided else "–",
            ),
            as_json,
            [("code", _("code")), ("keyword", _("keyword")), ("share", _("accepted of decided")), ("bulk", _("in bulk")), ("waiting", _("waiting"))],
            empty=_("No keyword wastes time so far.") if wasteful else _("No code has keywords yet."),
        )  # fmt: skip
        if code is None or wasteful or as_json:
            return
        passages = work.unfound(project, code, coder if mine else None)
        click.echo()
        click.echo(
            ngettext("%d passage coded so that no keyword of it finds.", "%d passages coded so that no keyword of it finds.", len(passages)) % len(passages)
        )  # fmt: skip
        for one in passages[:5]:
            quote = safe(" ".join(one.quote.split()))
            click.echo("  " + (quote if len(quote) <= 76 else quote[:75] + "…"))
        words = work.candidates(project, code, coder if mine else None)
        if words:
            click.echo(_("Words that stand out in them (here, elsewhere, log-likelihood); candidates, not findings:"))
            for word in words:
                click.echo(f"  {safe(word.word):<20} {word.here:>4} {word.elsewhere:>5} {word.keyness:>8.1f}")


@click.command(
    help=_(
        "For each code, how far its proposals (keywords and what was learned together) can be trusted: precision and recall "
        "over the sources you have finished, each judged by a model that has not seen it; recall against what was coded "
        "without a suggestion. Where that cannot be computed it says so.\n\nNeeds scikit-learn.\n\nExample: qualcode learning"
    )
)
@click.option("--all", "everything", is_flag=True, help=_("Also codes of which nothing can be computed."))
@json_option
@click.pass_context
def learning(ctx: click.Context, everything: bool, as_json: bool) -> None:
    from qualcode.language.numerals import format_number
    from qualcode.reduce.learning import quality

    with opened(ctx) as project:
        found = quality(project, coder_named(project, None))
        shown = [one for one in found if everything or as_json or one.precision is not None or one.recall is not None]

        def share(value: float | None) -> str:
            return format_number(value, 2) if value is not None else _("cannot be computed")

        listing(
            as_items(
                shown, "examples", "proposed", "precision", "sought", "recall", "why", code=lambda one: one.code.name,
                right=lambda one: share(one.precision), found=lambda one: share(one.recall), because=lambda one: _(one.why) if one.why else "",
            ),
            as_json,
            [("code", _("code")), ("examples", _("coded")), ("proposed", _("proposed")), ("right", _("precision")), ("found", _("recall")), ("because", _("because"))],
            empty=_("cannot be computed") + ": " + _("fewer than 3 finished sources, or too little coded in them"),
        )  # fmt: skip
        left = len(found) - len(shown)
        if left and not as_json and shown:
            click.echo(
                ngettext("%d code: cannot be computed (--all)", "%d codes: cannot be computed (--all)", left) % left
            )
