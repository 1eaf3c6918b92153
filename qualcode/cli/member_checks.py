"""member-checks: list, add, set, remove."""

from __future__ import annotations

import click

from qualcode.cli.common import digits_of, json_option, listing, opened
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store.lookup import find


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "What was given back to participants and what they said to it. Alone it lists them. Who did not answer did not agree: that is an answer "
        "of its own."
    ),
)
@where_of("member_check")
@json_option
@click.pass_context
def member_checks(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.fitting import Fitting
    from qualcode.conclude.member_checks import ABOUT_TERMS, ANSWER_TERMS, member_checks, tally
    from qualcode.display.terms import term

    with opened(ctx) as project:
        found = list(filter(Fitting(project, where).member_check, member_checks(project)))
        rows = [
            {
                "id": one.id, "kind": one.kind, "about": one.about, "name": one.name, "participant": one.who, "date": one.date,
                "mode": one.mode, "answer": one.answer, "text": one.text, "outcome": one.outcome, "done": one.done,
                "changed": [[kind, rec.hex()] for kind, rec, _name in one.changed],
                "what": f"{term(ABOUT_TERMS[one.kind])}: {one.name}", "said": term(ANSWER_TERMS[one.answer]),
            }
            for one in found
        ]  # fmt: skip
        listing(
            rows, as_json,
            [("id", _("id")), ("date", _("date")), ("participant", _("participant")), ("what", _("given back")), ("said", _("answer")), ("text", _("words")), ("done", _("done"))],
            empty=empty_of(where, _("Nothing was given back to anybody yet.")), digits=digits_of(project, "member_check"),
        )  # fmt: skip
    if found and not as_json:
        click.echo(", ".join(f"{count} {term(ANSWER_TERMS[answer])}" for answer, count in tally(found).items()))


@member_checks.command(
    "add",
    help=_(
        "Keep what came back on a source, theme, finding (its number) or summary.\n\n"
        "Example: qualcode member-checks add finding 1 --participant I-01 --mode meeting --answer agrees --date 2025-07-20"
    ),
)
@click.argument("kind", type=click.Choice(["source", "theme", "finding", "summary"]))
@click.argument("name")
@click.option("--participant", metavar="NAME", help=_("Who was asked (a pseudonym)."))
@click.option("--answer", type=click.Choice(["agrees", "corrects", "objects", "none"]), required=True)
@click.option("--mode", type=click.Choice(["meeting", "letter", "call", "message", "group"]), default=None)
@click.option("--date", default="", metavar="YYYY-MM-DD")
@click.option("--text", default="", metavar="TEXT", help=_("What they said."))
@click.option("--outcome", default="", metavar="TEXT", help=_("What was done with it."))
@click.pass_context
def add(
    ctx: click.Context, kind: str, name: str, participant: str | None, answer: str, mode: str | None, date: str, text: str,
    outcome: str,
) -> None:  # fmt: skip
    from qualcode.conclude.member_checks import about_named, record_check

    with opened(ctx, writes=True) as project:
        who = find(project, "participant", participant) if participant else None
        about = about_named(project, kind, name)
        rec = record_check(
            project, kind, about, answer, participant=who, date=date, mode=mode or "", text=text, outcome=outcome
        )
    click.echo(rec.hex())


@member_checks.command(
    "set",
    help=_(
        "Write what was done with an answer, and what was changed because of it (named again it is taken off).\n\n"
        "Example: qualcode member-checks set 98d9eb6b “Batas tema diperjelas” --changed theme “Kartu sehat ada”"
    ),
)
@click.argument("id_", metavar="ID")
@click.argument("outcome", required=False)
@click.option(
    "--changed",
    nargs=2,
    multiple=True,
    metavar="KIND NAME",
    type=(click.Choice(["theme", "code", "finding", "source"]), str),
    help=_("A theme, code, finding or source that was changed."),
)
@click.pass_context
def set_(ctx: click.Context, id_: str, outcome: str | None, changed: tuple[tuple[str, str], ...]) -> None:
    from qualcode.conclude.member_checks import about_named, check_named, write_done

    if outcome is None and not changed:
        raise UserError(_("nothing to write"), todo=_("Give what was done, or --changed"))
    with opened(ctx, writes=True) as project:
        check = check_named(project, id_)
        write_done(project, check, outcome, [(kind, about_named(project, kind, name)) for kind, name in changed])
    click.echo(_("Written."))


@member_checks.command("remove", help=_("Take a member check off. Undoable."))
@click.argument("id_", metavar="ID")
@click.pass_context
def remove(ctx: click.Context, id_: str) -> None:
    from qualcode.conclude.member_checks import check_named, remove_check

    with opened(ctx, writes=True) as project:
        remove_check(project, check_named(project, id_))
    click.echo(_("Removed. “qualcode undo” brings it back."))
