"""swot: the frame, the factors and what is known of them."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import click

from qualcode.cli.common import json_option, listing, opened, tell
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.cli.swot_options import (
    answer_options,
    evidence_options,
    given_answers,
    given_evidence,
    passed_on,
    read,
    scope_option,
)
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "IFAS and EFAS with weights, ratings and scores, the position with its sensitivity, and the evidence every factor rests on; "
        "of the city, or with --scope of a kecamatan or kelurahan. “qualcode export swot -o FILE.docx” writes it as a document.\n\n"
        "Example: qualcode swot --scope Semanggi"
    ),
)
@scope_option
@where_of("factor")
@json_option
@click.pass_context
def swot(ctx: click.Context, scope: str | None, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _list(ctx, scope, where, as_json)
    elif scope:
        ctx.default_map = passed_on(swot, scope)


@swot.command("list", help=_("List the factors with their numbers."))
@scope_option
@where_of("factor")
@json_option
@click.pass_context
def swot_list(ctx: click.Context, scope: str | None, where: str, as_json: bool) -> None:
    _list(ctx, scope, where, as_json)


def _list(ctx: click.Context, scope: str | None, where: str, as_json: bool) -> None:
    from qualcode.conclude.fitting import Fitting
    from qualcode.conclude.swot import EXTERNAL, INTERNAL
    from qualcode.conclude.swot_position import position, position_line, sensitivity
    from qualcode.conclude.swot_records import scopes
    from qualcode.report.swot_evidence import support_line

    with opened(ctx) as project:
        held, fits = read(project, scope), Fitting(project, where)
        elsewhere = [one.name for one in scopes(project) if one is not None]
    if not held.items:
        listing([], as_json, [], empty=_("No SWOT factors yet. “qualcode swot import FILE” brings them in."))
        if elsewhere and not as_json:
            tell(_("There is a SWOT of: %s (--scope)") % ", ".join(elsewhere))
        return
    why, scored, place = "", None, None
    try:
        scored = held.table()
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
            "raters": numbers[item.id].raters if item.id in numbers else 0,
            "range": [numbers[item.id].lowest, numbers[item.id].highest] if item.id in numbers else [],
            "evidence": [support_line(one) for one in held.support[item.id]] or [_("no evidence")],
            "basis": item.basis,
        }
        for item in held.items
        if fits.factor(held.support[item.id], held.against.get(item.id, ()))
    ]  # fmt: skip
    if as_json:
        listing(rows, True, [])
        return
    tell(
        _("Unit: %s. Convention %s. Raters: %s.")
        % (held.head or "-", held.convention or "-", ", ".join(held.raters) or "-")
    )
    listing(
        rows,
        False,
        [("id", ""), ("weight", _("weight")), ("rating", _("rating")), ("score", _("score")), ("text", _("factor"))],
        empty=empty_of(where, ""),
    )
    if where.strip():  # sums and position are of all factors
        return
    if scored and place:
        if held.convention == "A":
            click.echo(f"IFAS {_number(scored.score(*INTERNAL))}, EFAS {_number(scored.score(*EXTERNAL))}")
        tell(position_line(place, sensitivity(scored)))
    else:
        tell(why)
    bare = [item.id for item in held.items if not held.support[item.id]]
    if bare:
        tell(_("Without evidence: %s") % ", ".join(bare))


def _number(value: float) -> str:
    from qualcode.language.numerals import format_number

    return format_number(value, 2)


@swot.command("show", help=_("Everything known of a factor: its numbers, answers, evidence and counter-evidence.\n\nExample: qualcode swot show W1"))  # fmt: skip
@click.argument("key")
@scope_option
@json_option
@click.pass_context
def swot_show(ctx: click.Context, key: str, scope: str | None, as_json: bool) -> None:
    from qualcode.conclude.swot_checks import checked, mistake_label
    from qualcode.conclude.swot_deeds import side_of
    from qualcode.conclude.swot_evidence import BASES, KINDS
    from qualcode.display.terms import term
    from qualcode.reduce.memos import memos
    from qualcode.report.swot_evidence import against_line, support_line
    from qualcode.report.swot_scores import scored_words

    row = None
    with opened(ctx) as project:
        held = read(project, scope)
        item = held.item(key)
        notes = [one.text for one in memos(project, held.ids[item.id])]
        wrong = [mistake_label(one) for one in checked(project, held) if item.id in one.ids]
        against = against_line(held, item.id)
        with suppress(UserError):  # numbers that cannot be made are said by the list
            row = next((row for row in held.table().rows if row.item.id == item.id), None)
    numbers = {"printed_weight": row.printed_weight, "mean_rating": row.rating, "score": row.score} if row else {}
    found = numbers | {
        "id": item.id, "quadrant": item.quadrant, "text": item.text, "importance": list(item.importance), "rating": list(item.rating),
        "weight": item.weight, "weight_source": held.weight_source if item.weight is not None else "", "raters": list(held.raters),
        "can_change": item.can_change, "exists_without": item.exists_without, "condition": item.condition,
        "side": side_of(item.can_change, item.exists_without, item.condition), "basis": item.basis, "kinds": sorted(item.evidence_kinds),
        "evidence": [support_line(one) for one in held.support[item.id]], "against": against,
        "component": held.evidence[item.id].get("component", ""), "memos": notes,
        "strategies": [one.id for one in held.strategies if item.id in one.items], "checks": wrong,
    }  # fmt: skip
    if as_json:
        listing([found], True, [])
        return
    tell(f"{item.id} {item.text}" + (scored_words(row) if row else ""))
    answers = {None: "-", True: _("yes"), False: _("no")}
    tell(
        _("The unit can change it: {one}; it exists without the unit: {two}; a condition: {three}.").format(
            one=answers[item.can_change], two=answers[item.exists_without], three=answers[item.condition]
        )
    )
    for name, importance, rating in zip(held.raters, item.importance, item.rating, strict=True):
        click.echo(_("{rater}: importance {importance}, rating {rating}").format(rater=name, importance=importance or "-", rating=rating or "-"))  # fmt: skip
    tell(f"{_('Evidence')}: " + ("; ".join(found["evidence"]) or term(BASES["none"])))
    tell(f"{_('Kind of evidence')}: " + (", ".join(term(KINDS[kind]) for kind in sorted(item.evidence_kinds)) or "-"))
    tell(f"{_('Counter-evidence')}: " + (against or "-"))
    for line in notes:
        tell(f"{_('Memo')}: {line}")
    for line in wrong:
        tell("! " + line)


@swot.command("add", help=_("Put a factor into S, W, O or T, with what it rests on.\n\nExample: qualcode swot add W “Data penerima tidak mutakhir” --theme “Bantuan meleset” --can-change yes --exists-without no --condition yes"))  # fmt: skip
@click.argument("quadrant")
@click.argument("text")
@answer_options
@evidence_options
@click.option("--memo", default="", metavar="TEXT", help=_("Why it stands there; needed on the border."))
@scope_option
@click.pass_context
def swot_add(ctx: click.Context, /, quadrant: str, text: str, can_change: str | None, exists_without: str | None, condition: str | None, memo: str, scope: str | None, **named: tuple[str, ...]) -> None:  # fmt: skip
    from qualcode.conclude.swot_deeds import add_item
    from qualcode.conclude.swot_import import named_evidence
    from qualcode.conclude.swot_records import scope_named

    with opened(ctx, writes=True) as project:
        evidence = named_evidence(project, given_evidence(**named))
        key = add_item(
            project, quadrant, text, scope=scope_named(project, scope), answers=given_answers(can_change, exists_without, condition),
            evidence=evidence, memo=memo,
        )  # fmt: skip
    click.echo(_("Made: %s") % key)


@swot.command("set", help=_(
    "Without a factor: declare the unit, the rating convention, the raters. With one: change its text, answers, evidence.\n\n"
    "Examples: qualcode swot set --unit “Pemerintah Kota” --convention A --raters Ratih,Danu,Sri\n\n"
    "qualcode swot set W1 --theme “Bantuan meleset” --document “Perwali 12/2024”"
))  # fmt: skip
@click.argument("key", required=False)
@click.option("--unit", metavar="TEXT", help=_("Whose SWOT it is: Pemerintah Kota, or kota sebagai sistem."))
@click.option("--convention", type=click.Choice(["A", "B"]), help=_("A: condition scale (W and T: 1 = worst); B: magnitude (4 = largest). Never mixed."))  # fmt: skip
@click.option("--convert", is_flag=True, help=_("With --convention: turn given ratings of W and T round (1 for 4)."))
@click.option("--raters", metavar="NAME,NAME", help=_("Who gives weights and ratings."))
@click.option("--sums", type=click.Choice(["side", "list"]), help=_("Weights sum to 1 over S with W and O with T (side), or over each list."))  # fmt: skip
@click.option("--stated", metavar="TEXT", help=_("The quadrant a document states, to be checked against its numbers."))
@click.option("--text", metavar="TEXT", help=_("The statement."))
@answer_options
@evidence_options
@click.option("--drop", multiple=True, metavar="NAME", help=_("Evidence to take off: a theme, an indicator, the text of a document."))  # fmt: skip
@click.option("--memo", default="", metavar="TEXT", help=_("A memo on the factor."))
@scope_option
@click.pass_context
def swot_set(
    ctx: click.Context, /, key: str | None, unit: str | None, convention: str | None, convert: bool, raters: str | None, sums: str | None,
    stated: str | None, text: str | None, can_change: str | None, exists_without: str | None, condition: str | None, drop: tuple[str, ...],
    memo: str, scope: str | None, **named: tuple[str, ...],
) -> None:  # fmt: skip
    from qualcode.conclude.swot_deeds import set_frame, set_item
    from qualcode.conclude.swot_import import dropped_evidence, named_evidence
    from qualcode.conclude.swot_records import scope_named

    frame = unit is not None or convention is not None or raters is not None or sums is not None or stated is not None
    if frame and key is not None:
        raise UserError(
            _("unit, convention, raters and sums are the project's, not one factor's"), todo=_("Leave the factor out")
        )
    with opened(ctx, writes=True) as project:
        if key is None:
            if not frame:
                raise UserError(
                    _("nothing to change is named"), todo=_("“qualcode swot set --help” lists what can be changed")
                )
            names = [name.strip() for name in raters.split(",") if name.strip()] if raters is not None else None
            turned = set_frame(
                project, unit=unit, convention=convention, raters=names, sums=sums, stated=stated, convert=convert,
                scope=scope_named(project, scope),
            )  # fmt: skip
            if turned:
                click.echo(ngettext("%d rating turned round.", "%d ratings turned round.", turned) % turned)
            click.echo(_("Set."))
            return
        held = read(project, scope)
        item = held.item(key)
        set_item(
            project, held, key, text=text, answers=given_answers(can_change, exists_without, condition),
            add=named_evidence(project, given_evidence(**named)), drop=dropped_evidence(held, item.id, drop), memo=memo,
        )  # fmt: skip
    click.echo(_("Set."))


@swot.command("import", help=_(
    "Bring in a SWOT: YAML with factors, evidence, raters' values and strategies; or a table (.csv, .xlsx, .ods) as articles print it, "
    "with columns S, W, O, T (Kekuatan, Kelemahan, Peluang, Ancaman) and a list of strategies.\n\nExample: qualcode swot import codebooks/swot.yaml"
))  # fmt: skip
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only say what a table holds."))
@scope_option
@click.pass_context
def swot_import(ctx: click.Context, file: Path, dry_run: bool, scope: str | None) -> None:
    from qualcode.collect.figure_grids import ENDINGS
    from qualcode.collect.yamlfile import load_yaml
    from qualcode.conclude.swot_import import SwotImported, import_printed, import_swot
    from qualcode.conclude.swot_printed import read_printed
    from qualcode.conclude.swot_records import scope_named

    with opened(ctx, writes=not dry_run) as project:
        area = scope_named(project, scope)
        if file.suffix.lower() in ENDINGS:
            printed = read_printed(file)
            if printed.empty:
                click.echo(ngettext("%d place of the table is empty.", "%d places of the table are empty.", printed.empty) % printed.empty)  # fmt: skip
            if dry_run:
                done = SwotImported(len(printed.factors), 0, len(printed.strategies))
            else:
                done = import_printed(project, printed, scope=area)
        else:
            if dry_run:
                raise UserError(_("--dry-run is for tables"), todo=_("A YAML file comes in whole or not at all"))
            done = import_swot(project, load_yaml(file), str(file), scope=area)
    told = (
        ngettext("%d factor", "%d factors", done.items) % done.items,
        ngettext("%d rating", "%d ratings", done.ratings) % done.ratings,
        ngettext("%d strategy", "%d strategies", done.strategies) % done.strategies,
    )
    click.echo(", ".join(told) + ".")
    if done.known:
        click.echo(_("There already: %d.") % done.known)


from qualcode.cli import swot_more as _more  # noqa: E402, F401 - its commands are of this group
