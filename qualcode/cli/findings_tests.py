"""findings: against, rival, tactic, holdout. How a finding is put to the test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.common import json_option, listing, opened, tell
from qualcode.cli.options import NUMBER
from qualcode.cli.reduce import coding_named
from qualcode.errors import UserError
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.conclude.cases import Case
    from qualcode.conclude.heard import Heard
    from qualcode.store import Project


def add_to(findings: click.Group) -> None:
    for command in (against, rival, tactic, holdout):
        findings.add_command(command)


def tell_tactic(number: int, name: str, outcome: str, lines: list[str], note: str) -> None:
    tell(f"{number} {name}" + (f": {outcome}" if outcome else ""))
    for line in [*lines, *([note] if note else [])]:
        tell("  " + line)


def case_of(project: Project, number: str) -> tuple[Case, Heard]:
    from qualcode.conclude.cases import case
    from qualcode.conclude.findings import finding_named
    from qualcode.conclude.heard import heard

    ground = heard(project)
    return case(finding_named(project, number), ground), ground


@click.command(
    "against",
    help=_(
        "What speaks against a finding: all that is coded with its themes and the opposite valence, and who was asked and did not raise it. "
        "With codings: say of them that they stand against it, or are explained."
    ),
)
@click.argument("number")
@click.argument("codings", nargs=-1)
@click.option("--stands", "verdict", flag_value="stands", help=_("They stand against it."))
@click.option("--explained", "verdict", flag_value="explained", help=_("They are explained."))
@click.option("--undecided", "verdict", flag_value="", help=_("Not decided."))
@click.option(
    "--memo", default="", metavar="TEXT", help=_("What reading them came to; with it they count as reviewed.")
)
@json_option
@click.pass_context
def against(
    ctx: click.Context, number: str, codings: tuple[str, ...], verdict: str | None, memo: str, as_json: bool
) -> None:
    from qualcode.conclude.findings import weigh
    from qualcode.report.quoting import Quoter

    if codings and verdict is None:
        raise UserError(_("what of these codings?"), todo=_("Say --stands, --explained or --undecided"))
    with opened(ctx, writes=bool(codings or memo)) as project:
        one, ground = case_of(project, number)
        if codings or memo:
            weigh(project, one.finding, [coding_named(project, name) for name in codings], verdict or "", memo)
            click.echo(_("Written."))
            return
        quoter = Quoter(project)
        sides = ((one.candidates, ""), (one.against, "stands"), (one.explained, "explained"))
        rows = [
            {
                "side": side, "id": piece.segment.codings[0], "codings": list(piece.segment.codings),
                "source": quoter.name(piece.source), "turn": piece.segment.turn + 1, "text": quoter.words(piece.segment),
            }
            for pieces, side in sides
            for piece in pieces
        ]  # fmt: skip
        silent = ", ".join(ground.sources[source] for source in one.silent)
    listing(
        rows, as_json, [("side", _("side")), ("source", _("source")), ("turn", _("turn")), ("id", _("id")), ("text", _("passage"))],
        empty=_("Nothing that is coded speaks against it."), digits=32,
    )  # fmt: skip
    if not as_json:
        tell(_("asked and silent: %s") % (silent or _("no source")))


@click.command("rival", help=_("Another explanation of the same, and what became of it."))
@click.argument("number")
@click.argument("text")
@click.option("--verdict", type=click.Choice(["excluded", "weaker", "stronger", "open"]))
@click.option("--remove", is_flag=True, help=_("Take it off."))
@click.pass_context
def rival(ctx: click.Context, number: str, text: str, verdict: str | None, remove: bool) -> None:
    from qualcode.conclude.findings import finding_named, write_rival

    with opened(ctx, writes=True) as project:
        write_rival(project, finding_named(project, number), text, verdict or "", off=remove)
    click.echo(_("Written."))


@click.command(
    "tactic",
    help=_(
        "Test a finding with one of the thirteen tactics of Miles and Huberman (1 to 13; without a number: what they are). What can be counted is "
        "counted; with --outcome it is logged.\n\n"
        "Example: qualcode findings tactic 1 10 --if utang --then takut-dicoret --by kind --outcome holds"
    ),
)
@click.argument("number")
@click.argument("tactic", type=int, required=False)
@click.option("--outcome", type=click.Choice(["holds", "weakens", "open"]), help=_("Log it with this outcome."))
@click.option("--note", default="", metavar="TEXT")
@click.option("--if", "first", default="", metavar="NAME", help=_("A code or theme (9, 10)."))
@click.option(
    "--then", "second", default="", metavar="NAME", help=_("The code or theme that should come with it (9, 10).")
)
@click.option("--by", type=click.Choice(["kind", "area", "interviewer"]), default="kind", show_default=True, help=_("What to look within (10)."))  # fmt: skip
@json_option
@click.pass_context
def tactic(
    ctx: click.Context, number: str, tactic: int | None, outcome: str | None, note: str, first: str, second: str, by: str,
    as_json: bool,
) -> None:  # fmt: skip
    from qualcode.conclude.tactic_words import said
    from qualcode.conclude.testing import TACTICS, Asked, compute, computes, log_tactic
    from qualcode.display.terms import term

    with opened(ctx, writes=outcome is not None) as project:
        one, ground = case_of(project, number)
        if tactic is None:
            logged = {done.tactic: done.outcome for done in one.finding.tactics}
            rows = [
                {"tactic": n, "name": term(words), "computed": computes(n), "outcome": logged.get(n, "")}
                for n, words in TACTICS.items()
            ]
            listing(rows, as_json, [("tactic", ""), ("name", _("tactic")), ("computed", _("counted")), ("outcome", _("outcome"))])  # fmt: skip
            return
        done = compute(project, one, ground, tactic, Asked(first, second, by))
        lines = said(done, ground.sources)
        if outcome:
            log_tactic(project, one.finding.id, done, outcome, note)
    if as_json:
        listing([{"tactic": tactic, "computed": done.data, "concern": done.concern, "said": lines}], True, [])
        return
    tell_tactic(
        tactic, term(TACTICS[tactic]), _("logged") if outcome else "", lines or [_("not counted: write a note")], note
    )


@click.command(
    "holdout",
    help=_("Set sources aside to test a finding on, before anybody looks: by chance, by date or by field worker."),
)
@click.argument("number")
@click.option("--random", "share", type=NUMBER, metavar="SHARE", help=_("A share of them by chance, e.g. 0.3."))
@click.option("--seed", type=int, default=1, show_default=True, help=_("Of the draw."))
@click.option("--from", "day", metavar="DATE", help=_("Those dated on this day or later."))
@click.option("--interviewer", metavar="NAME", help=_("Those of this field worker."))
@click.pass_context
def holdout(
    ctx: click.Context, number: str, share: float | None, seed: int, day: str | None, interviewer: str | None
) -> None:
    from qualcode.conclude.holdout import chosen, declare

    ways = [("random", f"{share} {seed}" if share is not None else None), ("from", day), ("interviewer", interviewer)]
    named = [(way, value) for way, value in ways if value]
    if len(named) != 1:
        raise UserError(_("say one way to set sources aside"), todo=_("--random, --from or --interviewer"))
    way, value = named[0]
    with opened(ctx, writes=True) as project:
        one, ground = case_of(project, number)
        made = declare(
            project, one.finding, ground, chosen(project, way, value, share=share or 0, seed=seed), way, value
        )
        names = ", ".join(sorted(ground.sources[source] for source in made.sources))
    tell(_("Set aside: %s.") % names)
    if made.made == "after":
        tell("! " + _("set aside after looking"))
    elif made.coded:
        tell(_("{m} of the {n} were coded already when they were set aside").format(m=made.coded, n=len(made.sources)))
