"""findings claims: show, add, set, move, remove, evidence. The chain that leads to a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from qualcode.cli.common import fields_from, json_option, listing, opened, tell
from qualcode.cli.findings_tests import case_of
from qualcode.cli.noun import Noun
from qualcode.cli.reduce import coding_named
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from qualcode.conclude.cases import Case
    from qualcode.conclude.chain import Step
    from qualcode.conclude.heard import Heard, Piece
    from qualcode.report.quoting import Quoter
    from qualcode.store import Project


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "The claims that lead to a finding, in their order, each with its own evidence; the finding is what they lead to. "
        "Alone it lists the chains of all findings.\n\n"
        "Example: qualcode findings claims add 1 “Data penerima jarang diperbarui” --theme “Bantuan meleset dari yang membutuhkan”"
    ),
)
@json_option
@click.pass_context
def claims(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.cases import cases
    from qualcode.conclude.chain import chain
    from qualcode.conclude.heard import heard
    from qualcode.report.quoting import Quoter

    with opened(ctx) as project:
        ground, quoter = heard(project), Quoter(project)
        known = [one for one in cases(project, ground) if one.finding.claims]
        if as_json:
            rows = [
                {"number": one.finding.number, "claim": one.finding.claim, "chain": told_chain(project, one, ground, quoter)}
                for one in known
            ]  # fmt: skip
            listing(rows, True, [])
            return
        for one in known:
            click.secho(f"{one.finding.number} {one.finding.claim}", bold=True)
            tell_chain(chain(project, one, ground), one.finding.claim)
    if not known:
        tell(_("No steps yet. “qualcode findings claims add %d CLAIM” writes the first.") % 1)


def told_pieces(pieces: Iterable[Piece], quoter: Quoter) -> list[dict[str, object]]:
    """Passages as data: source, turn, words and codings."""
    return [
        {
            "source": quoter.name(piece.source), "turn": piece.segment.turn + 1, "text": quoter.words(piece.segment),
            "codings": list(piece.segment.codings),
        }
        for piece in pieces
    ]  # fmt: skip


def told_chain(project: Project, one: Case, ground: Heard, quoter: Quoter) -> list[dict[str, object]]:
    """The chain as data: each step with its passages and what else it rests on."""
    from qualcode.conclude.chain import chain, fault_lines

    return [
        {
            "number": step.claim.number, "id": step.claim.id, "text": step.claim.text, "leads": step.claim.leads,
            "evidence": [{"kind": kind, "id": rec, "words": words} for kind, rec, words in step.beside],
            "passages": told_pieces(step.pieces, quoter),
            "raised": step.raised, "voices": step.voices, "ties": step.ties, "faults": list(step.faults),
            "said": list(fault_lines([step])),
        }
        for step in chain(project, one, ground)
    ]  # fmt: skip


def tell_chain(steps: Sequence[Step], claim: str) -> None:
    """The chain in lines, step by step, and the finding it leads to."""
    from qualcode.conclude.chain import fault_lines, step_line

    for step in steps:
        tell(f"{step.claim.number}. {step.claim.text}")
        tell("   " + step_line(step))
        for line in fault_lines([step]):
            tell("   ! " + line)
        if step.claim.leads:
            tell("   → " + step.claim.leads)
    tell(f"∴  {claim}")


@claims.command("show", help=_("The chain of a finding: each step, what it rests on, and where nothing holds it."))
@click.argument("number")
@json_option
@click.pass_context
def show(ctx: click.Context, number: str, as_json: bool) -> None:
    from qualcode.conclude.chain import chain
    from qualcode.report.quoting import Quoter

    with opened(ctx) as project:
        one, ground = case_of(project, number)
        rows = told_chain(project, one, ground, Quoter(project)) if as_json else []
        steps = chain(project, one, ground)
    if as_json:
        listing(rows, True, [])
    elif steps:
        tell_chain(steps, one.finding.claim)
    else:
        tell(_("No steps yet. “qualcode findings claims add %d CLAIM” writes the first.") % one.finding.number)


@claims.command("add", help=_("Write a step: behind the others, or at a place."))
@click.argument("number")
@click.argument("claim")
@click.option("--at", type=click.IntRange(1), metavar="K", help=_("Its place in the chain."))
@click.option("--leads", default="", metavar="TEXT", help=_("Why it leads to the next step, the last one to the finding."))  # fmt: skip
@click.option("--theme", "theme_names", multiple=True, metavar="NAME")
@click.option("--coding", "codings", multiple=True, metavar="ID")
@click.pass_context
def add(
    ctx: click.Context, number: str, claim: str, at: int | None, leads: str, theme_names: tuple[str, ...], codings: tuple[str, ...]
) -> None:  # fmt: skip
    from qualcode.conclude.chain import add_claim
    from qualcode.conclude.findings import finding_named

    with opened(ctx, writes=True) as project:
        one = finding_named(project, number)
        evidence = {
            "themes": [find(project, "theme", name).hex() for name in theme_names],
            "codings": [coding_named(project, name).hex() for name in codings],
        }
        rec = add_claim(project, one, claim, at=at, leads=leads, evidence={k: v for k, v in evidence.items() if v})
        made = next(step for step in finding_named(project, number).claims if step.id == rec)
    click.echo(_("Finding {n}, step {k}.").format(n=one.number, k=made.number))


@claims.command("set", help=_("Write a step’s claim (text), or why it leads to the next (leads)."))
@click.argument("number")
@click.argument("step")
@click.argument("pairs", nargs=-1, required=True, metavar="FIELD=VALUE...")
@click.pass_context
def set_(ctx: click.Context, number: str, step: str, pairs: tuple[str, ...]) -> None:
    from qualcode.conclude.chain import claim_at, set_claim
    from qualcode.conclude.findings import finding_named

    fields = fields_from(pairs, ("text", "leads"))
    with opened(ctx, writes=True) as project:
        set_claim(project, claim_at(finding_named(project, number), step), **fields)
    click.echo(_("Written."))


@claims.command("move", help=_("Put a step at another place.\n\nExample: qualcode findings claims move 1 3 1"))
@click.argument("number")
@click.argument("step")
@click.argument("to", type=click.IntRange(1))
@click.pass_context
def move(ctx: click.Context, number: str, step: str, to: int) -> None:
    from qualcode.conclude.chain import claim_at, move_claim
    from qualcode.conclude.findings import finding_named

    with opened(ctx, writes=True) as project:
        one = finding_named(project, number)
        place = move_claim(project, one, claim_at(one, step), to)
    click.echo(_("Finding {n}, step {k}.").format(n=one.number, k=place))


@claims.command("remove", help=_("Take a step off. Undoable; the evidence stays."))
@click.argument("number")
@click.argument("step")
@click.pass_context
def remove(ctx: click.Context, number: str, step: str) -> None:
    from qualcode.conclude.chain import claim_at, remove_claim
    from qualcode.conclude.findings import finding_named

    with opened(ctx, writes=True) as project:
        remove_claim(project, claim_at(finding_named(project, number), step))
    click.echo(_("Removed. “qualcode undo” brings it back."))


@claims.command(
    "evidence",
    help=_(
        "What a step rests on: themes, codings, figures and verdicts. Alone it lists the finding’s passages with their ids, and which the step has.\n\n"
        "Example: qualcode findings claims evidence 1 2 --figure “Jumlah penerima PKH / Pajang / 2023”"
    ),
)
@click.argument("number")
@click.argument("step")
@click.option("--theme", "theme_names", multiple=True, metavar="NAME")
@click.option("--coding", "codings", multiple=True, metavar="ID")
@click.option("--figure", "figures", multiple=True, metavar="“INDICATOR / REGION / YEAR”")
@click.option("--verdict", "verdicts", multiple=True, metavar="“INDICATOR / REGION”")
@click.option("--remove", is_flag=True, help=_("No longer."))
@json_option
@click.pass_context
def evidence(
    ctx: click.Context, number: str, step: str, theme_names: tuple[str, ...], codings: tuple[str, ...],
    figures: tuple[str, ...], verdicts: tuple[str, ...], remove: bool, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.conclude.chain import claim_at, step_rests_on, with_themes
    from qualcode.conclude.evidence import figure_named, verdict_named
    from qualcode.conclude.findings import finding_named

    if not (theme_names or codings or figures or verdicts):
        if remove:
            raise UserError(_("no evidence was named"), todo=_("Name it: --theme, --coding, --figure or --verdict"))
        _passages(ctx, number, step, as_json)
        return
    with opened(ctx, writes=True) as project:
        one = finding_named(project, number)
        claim = claim_at(one, step)
        named = {
            "themes": [find(project, "theme", name).hex() for name in theme_names],
            "codings": [coding_named(project, name).hex() for name in codings],
            "figures": [figure_named(project, name) for name in figures],
            "verdicts": [verdict_named(project, with_themes(one, claim), name) for name in verdicts],
        }
        changed = step_rests_on(project, claim, named, off=remove)
    click.echo(ngettext("%d changed.", "%d changed.", changed) % changed)


def _passages(ctx: click.Context, number: str, step: str, as_json: bool) -> None:
    """What of the finding's own passages a step rests on, and what it might."""
    from qualcode.conclude.chain import claim_at
    from qualcode.report.quoting import Quoter

    with opened(ctx) as project:
        one, _ground = case_of(project, number)
        has, quoter = set(claim_at(one.finding, step).evidence.get("codings", ())), Quoter(project)
        pieces = (*one.speaking, *one.candidates, *one.against, *one.explained)
        rows: list[dict[str, object]] = [
            {"has": any(rec.hex() in has for rec in piece.segment.codings), "id": piece.segment.codings[0]} | told
            for piece, told in zip(pieces, told_pieces(pieces, quoter), strict=True)
        ]
    shown = rows if as_json else [row | {"has": "●" if row["has"] else ""} for row in rows]
    listing(
        shown, as_json, [("has", ""), ("source", _("source")), ("turn", _("turn")), ("id", _("id")), ("text", _("passage"))],
        empty=_("This finding rests on no passage yet."), digits=32,
    )  # fmt: skip
