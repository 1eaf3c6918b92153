"""triangulate, swot, strategies."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import json_option, listing, opened
from qualcode.cli.matrix import layer_coder, layer_option
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project
from qualcode.store.lookup import find


@click.command(
    help=_(
        "Do the voices and the figures of an area agree? For every theme that is linked to an indicator: the cell of each area, its figure with "
        "its rank among all areas of the city, and a verdict with every reason that weakens it. A dissonance is not a mistake but a thread "
        "to follow. --store keeps thresholds and verdicts in the project and opens the threads.\n\n"
        "Example: qualcode triangulate --theme “Bantuan meleset dari yang membutuhkan”"
    )
)
@click.option("--theme", "theme_name", metavar="NAME", help=_("Only this theme."))
@click.option("--year", type=int, help=_("Figures of this year, instead of the newest usable one."))
@click.option(
    "--tau",
    type=float,
    default=0.5,
    show_default=True,
    help=_("Net share of transcripts from which a cell gets − or +."),
)
@click.option("--store", is_flag=True, help=_("Keep the verdicts, and open a thread for every dissonance."))
@layer_option
@json_option
@click.pass_context
def triangulate(
    ctx: click.Context, theme_name: str | None, year: int | None, tau: float, store: bool, layer: str, as_json: bool
) -> None:
    from qualcode.conclude.joint import Joint, joints
    from qualcode.conclude.ranks import rank_line
    from qualcode.conclude.wording import assessment_line, foot_line, reason_labels
    from qualcode.display.numbers import class_label
    from qualcode.language.numerals import format_number
    from qualcode.report.joint_display import outcome_label, passed_lines, ranked, series_line
    from qualcode.report.phrases import said

    with opened(ctx, writes=store) as project:
        theme = find(project, "theme", theme_name) if theme_name else None
        found = joints(project, theme=theme, coder=layer_coder(project, layer), tau=tau, year=year, store=store)

    def rows(one: Joint) -> list[dict[str, object]]:
        return [
            {
                "theme": one.theme.shown, "indicator": one.series.indicator.name, "year": one.series.year, "area": v.area, "voices": v.cell.text,
                "n": v.cell.E, "m": v.cell.M, "value": one.series.values.get(one.areas[v.area].id),
                "rank": ranked(one, v), "class": class_label(v.standing) if ranked(one, v) and v.standing and not v.standing.flat else "",
                "outcome": v.outcome.value, "kind": v.kind, "provisional": v.provisional, "reasons": list(v.reasons),
                "verdict": outcome_label(v), "why": ", ".join(reason_labels(v.reasons)),
            }
            for v in one.result.verdicts
            if as_json or v.cell.N
        ]  # fmt: skip

    if as_json:
        listing([row for one in found for row in rows(one)], True, [])
        return
    for one in found:
        click.secho(one.theme.shown, bold=True)
        click.echo(f"{series_line(one.series)} ({said(one.link.closeness)})")
        for line in passed_lines(one):
            click.echo("  ! " + line)
        lines = [
            row | {"value": "..." if row["value"] is None else format_number(float(str(row["value"])), 1)}
            for row in rows(one)
        ]
        listing(
            lines, False,
            [("area", _("area")), ("voices", _("voices")), ("value", _("figure")), ("rank", _("rank")), ("class", _("class")), ("verdict", _("verdict")), ("why", _("reasons"))],
        )  # fmt: skip
        click.echo(assessment_line(one.result.assessment))
        if one.result.foot.areas:
            click.echo(foot_line(one.result.foot))
        if one.link.closeness != "context" and one.result.assessment.heard:
            click.echo(rank_line(one.result.rank))
        click.echo()
    threads = sum(len(one.result.threads) for one in found)
    if store:
        click.echo(ngettext("Kept, with %d thread to follow.", "Kept, with %d threads to follow.", threads) % threads)


@click.group(
    invoke_without_command=True,
    help=_(
        "IFAS and EFAS with weights, ratings and scores, the position with its sensitivity, and the evidence every factor rests on. "
        "“qualcode export swot -o FILE.docx” writes it as a document.\n\nExample: qualcode swot import codebooks/swot.yaml"
    ),
)
@json_option
@click.pass_context
def swot(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.swot import EXTERNAL, INTERNAL, position, position_line, sensitivity, swot_table
    from qualcode.conclude.swot_records import read_swot
    from qualcode.report.swot_document import support_line

    with opened(ctx) as project:
        held = read_swot(project)
    if not held.items:
        listing([], as_json, [], empty=_("No SWOT factors yet. “qualcode swot import FILE” brings them in."))
        return
    why = ""
    scored, place = None, None
    try:
        scored = swot_table(held.unit, held.convention, held.raters, held.items)
        place = position(scored)
    except UserError as error:
        why = str(error)
    numbers = {row.item.id: row for row in scored.rows} if scored else {}
    rows = [
        {
            "id": item.id, "quadrant": item.quadrant, "text": item.text,
            "weight": numbers[item.id].printed_weight if item.id in numbers else None,
            "rating": round(numbers[item.id].rating, 2) if item.id in numbers else None,
            "score": round(numbers[item.id].score, 2) if item.id in numbers else None,
            "evidence": [support_line(one) for one in held.support[item.id]] or [_("no evidence")],
        }
        for item in held.items
    ]  # fmt: skip
    if as_json:
        listing(rows, True, [])
        return
    click.echo(
        _("Unit: %s. Convention %s. Raters: %s.") % (held.unit or "-", held.convention, ", ".join(held.raters) or "-")
    )
    listing(
        rows,
        False,
        [("id", ""), ("weight", _("weight")), ("rating", _("rating")), ("score", _("score")), ("text", _("factor"))],
    )
    if scored and place:
        if held.convention == "A":
            click.echo(f"IFAS {_number(scored.score(*INTERNAL))}, EFAS {_number(scored.score(*EXTERNAL))}")
        click.echo(position_line(place, sensitivity(scored)))
    else:
        click.echo(why)
    bare = [item.id for item in held.items if not held.support[item.id]]
    if bare:
        click.echo(_("Without evidence: %s") % ", ".join(bare))


def _number(value: float) -> str:
    from qualcode.language.numerals import format_number

    return format_number(value, 2)


@swot.command(
    "import",
    help=_(
        "Bring in factors with their evidence, the raters' weights and ratings, and strategies (YAML). Evidence names themes and indicators of "
        "this project.\n\nExample: qualcode swot import codebooks/swot.yaml"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def swot_import(ctx: click.Context, file: Path) -> None:
    from qualcode.collect.yamlfile import load_yaml
    from qualcode.conclude.swot_records import import_swot

    with opened(ctx, writes=True) as project:
        done = import_swot(project, load_yaml(file), str(file))
    told = (
        ngettext("%d factor", "%d factors", done.items) % done.items,
        ngettext("%d rating", "%d ratings", done.ratings) % done.ratings,
        ngettext("%d strategy", "%d strategies", done.strategies) % done.strategies,
    )
    click.echo(", ".join(told) + ".")


@swot.command(
    "check",
    help=_(
        "The common mistakes that a machine can find: factors without evidence or worded as wishes, external facts among the strengths, lone "
        "raters, strategies without an internal or an external factor. It lists; you judge.\n\nExample: qualcode swot check"
    ),
)
@json_option
@click.pass_context
def swot_check(ctx: click.Context, as_json: bool) -> None:
    from qualcode.conclude.swot_records import read_swot
    from qualcode.conclude.tows import mistake_label, swot_mistakes, tows_mistakes

    with opened(ctx) as project:
        held = read_swot(project)
    found = (
        *swot_mistakes(held.unit, held.convention, held.raters, held.items),
        *tows_mistakes(held.strategies, held.items),
    )
    if as_json:
        listing(({"kind": m.kind, "ids": list(m.ids), "text": mistake_label(m)} for m in found), True, [])
        return
    for mistake in found:
        click.echo("! " + mistake_label(mistake))
    click.echo(ngettext("%d thing to look at.", "%d things to look at.", len(found)) % len(found))


def _strategies(project: Project, as_json: bool) -> None:
    from qualcode.conclude.swot_records import read_swot
    from qualcode.conclude.tows import MISTAKES, strategy_mistakes
    from qualcode.display.terms import term

    held = read_swot(project)
    listing(
        (
            {
                "id": s.id, "cell": s.cell, "text": s.text, "items": list(s.items), "owner": s.owner,
                "wrong": [term(MISTAKES[m.kind]) for m in strategy_mistakes(s, held.items)],
            }
            for s in held.strategies
        ),
        as_json, [("id", ""), ("items", _("factors")), ("owner", _("responsible")), ("wrong", _("to look at")), ("text", _("strategy"))],
        empty=_("No strategies yet. They stand in the SWOT file: “qualcode swot import FILE”."),
    )  # fmt: skip


@click.group(
    invoke_without_command=True,
    help=_(
        "TOWS strategies: which factors each one answers, and who is responsible. Alone it lists them.\n\nExample: qualcode strategies --json"
    ),
)
@json_option
@click.pass_context
def strategies(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        with opened(ctx) as project:
            _strategies(project, as_json)


@strategies.command("list", help=_("List them."))
@json_option
@click.pass_context
def strategies_list(ctx: click.Context, as_json: bool) -> None:
    with opened(ctx) as project:
        _strategies(project, as_json)
