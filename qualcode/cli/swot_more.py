"""swot: what is done with factors that are there: moving, rating, checking, raters' sheets, candidates."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import json_option, listing, opened, tell
from qualcode.cli.options import NUMBER
from qualcode.cli.swot import swot
from qualcode.cli.swot_options import answer_options, given_answers, read, scope_option
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext


@swot.command("remove", help=_("Take a factor out, with its values. Undoable.\n\nExample: qualcode swot remove T4"))
@click.argument("key")
@scope_option
@click.pass_context
def swot_remove(ctx: click.Context, key: str, scope: str | None) -> None:
    from qualcode.conclude.swot_deeds import remove_item

    with opened(ctx, writes=True) as project:
        named = remove_item(project, read(project, scope), key)
    if named:
        tell(_("These strategies no longer name it: %s") % ", ".join(named))
    click.echo(_("Removed. “qualcode undo” brings it back."))


@swot.command("move", help=_(
    "Put a factor into another list. The three questions decide the side: name those answers that change. Ratings go where a weakness "
    "becomes a strength or the reverse.\n\nExample: qualcode swot move S4 O --can-change no --exists-without yes"
))  # fmt: skip
@click.argument("key")
@click.argument("quadrant")
@answer_options
@click.option("--memo", default="", metavar="TEXT", help=_("Why it stands there; needed on the border."))
@scope_option
@click.pass_context
def swot_move(ctx: click.Context, key: str, quadrant: str, can_change: str | None, exists_without: str | None, condition: str | None, memo: str, scope: str | None) -> None:  # fmt: skip
    from qualcode.conclude.swot_deeds import move_item

    with opened(ctx, writes=True) as project:
        answers = given_answers(can_change, exists_without, condition)
        done = move_item(project, read(project, scope), key, quadrant, answers, memo)
    click.echo(_("It is %s now.") % done.key)
    if done.ratings:
        tell(ngettext("%d rating meant something else there and was taken off.", "%d ratings meant something else there and were taken off.", done.ratings) % done.ratings)  # fmt: skip
    if done.strategies:
        tell(_("Strategies that follow it: %s") % ", ".join(done.strategies))


@swot.command("rate", help=_(
    "Give a rater's values, or a weight that experts gave. Importance: 4 = very important to 1 = little. Rating 1 to 4 by the "
    "project's convention (A: for W and T, 1 is worst; B: 4 is largest). As help with weights, offices use 0.16-0.20 very important, "
    "0.11-0.15 important, 0.06-0.10 fairly, 0.01-0.05 little.\n\nExample: qualcode swot rate W1 Ratih --importance 4 --rating 1"
))  # fmt: skip
@click.argument("key")
@click.argument("rater", required=False)
@click.option("--importance", type=click.IntRange(1, 4))
@click.option("--rating", type=click.IntRange(1, 4))
@click.option("--weight", type=NUMBER, help=_("A weight entered by experts (AHP), 0 to 1, instead of importance."))
@click.option("--source", default="", metavar="TEXT", help=_("Where that weight is from."))
@scope_option
@click.pass_context
def swot_rate(ctx: click.Context, key: str, rater: str | None, importance: int | None, rating: int | None, weight: float | None, source: str, scope: str | None) -> None:  # fmt: skip
    from qualcode.conclude.swot_deeds import rate

    if weight is None and (rater is None or (importance is None and rating is None)):
        raise UserError(_("no value is named"), todo=_("qualcode swot rate W1 RATER --importance 4 --rating 1"))
    if weight is not None and not source.strip():
        raise UserError(_("an entered weight needs its source"), todo=_("--source “AHP, five experts, March 2026”"))
    with opened(ctx, writes=True) as project:
        given = [(key, rater, importance, rating)] if rater is not None else []
        done = rate(project, read(project, scope), given, {key: weight} if weight is not None else None, source)
    click.echo(ngettext("%d value.", "%d values.", done) % done)


@swot.command("check", help=_(
    "The common mistakes that a machine can find: factors without evidence or worded as wishes, external facts among the strengths, lone "
    "raters, mixed conventions, weights that do not sum to 1, strategies without an internal or an external factor. It lists; you judge.\n\n"
    "Example: qualcode swot check --json"
))  # fmt: skip
@click.option("--severity", "least", type=click.Choice(["error", "warning", "note"]), default="note", help=_("Only so grave or graver."))  # fmt: skip
@scope_option
@json_option
@click.pass_context
def swot_check(ctx: click.Context, least: str, scope: str | None, as_json: bool) -> None:
    from qualcode.conclude.swot_checks import SEVERITIES, checked, mistake_label, severity

    with opened(ctx) as project:
        found = checked(project, read(project, scope))
    found = tuple(one for one in found if SEVERITIES.index(severity(one)) <= SEVERITIES.index(least))
    if as_json:
        listing(
            ({"kind": one.kind, "severity": severity(one), "item": ", ".join(one.ids), "message": mistake_label(one)} for one in found),
            True, [],
        )  # fmt: skip
        return
    for one in found:
        tell(f"{'!' if severity(one) != 'note' else '·'} {mistake_label(one)}")
    click.echo(ngettext("%d thing to look at.", "%d things to look at.", len(found)) % len(found))


@swot.group("sheets", help=_("Raters' sheets: blank ones out, filled ones back in."))
def sheets() -> None:
    pass


@sheets.command("export", help=_("Write a blank sheet for each rater into a folder.\n\nExample: qualcode swot sheets export exports/penilai"))  # fmt: skip
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "ending", type=click.Choice(["xlsx", "csv"]), default="xlsx", show_default=True)
@click.option("--rater", "raters", multiple=True, metavar="NAME", help=_("Only this rater."))
@scope_option
@click.pass_context
def sheets_export(ctx: click.Context, folder: Path, ending: str, raters: tuple[str, ...], scope: str | None) -> None:
    from qualcode.conclude.swot_sheets import export_sheets

    with opened(ctx) as project:
        files = export_sheets(read(project, scope), folder, "." + ending, raters)
    for file in files:
        click.echo(_("Written: %s") % file)


@sheets.command("import", help=_(
    "Bring filled sheets in: what would change is listed, empty cells change nothing, and all files are one action.\n\n"
    "Example: qualcode swot sheets import exports/penilai/*.xlsx --dry-run"
))  # fmt: skip
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only list what would change."))
@scope_option
@json_option
@click.pass_context
def sheets_import(ctx: click.Context, files: tuple[Path, ...], dry_run: bool, scope: str | None, as_json: bool) -> None:
    from qualcode.conclude.swot_sheets import as_rows, bring_in, read_sheets

    with opened(ctx, writes=not dry_run) as project:
        held = read(project, scope)
        filled = read_sheets(held, files)
        changed = sum(one.changes for one in filled.values) if dry_run else bring_in(project, held, filled)
    rows = as_rows(filled)
    if as_json:
        listing(rows, True, [])
        return
    listing(
        [row for row in rows if row["change"] != "same"], False,
        [("item", ""), ("rater", _("rater")), ("field", _("field")), ("old", _("was")), ("new", _("is"))],
        empty=_("Nothing changes."), words=("field",),
    )  # fmt: skip
    for line in filled.warnings:
        tell("! " + line)
    said = ngettext("%d value would change.", "%d values would change.", changed) if dry_run else ngettext("%d value.", "%d values.", changed)  # fmt: skip
    click.echo(said % changed)
    if filled.open:
        click.echo(ngettext("%d cell was left open.", "%d cells were left open.", filled.open) % filled.open)


@swot.group("candidates", invoke_without_command=True, help=_(
    "What triangulation proposes as factors, with its evidence; you decide. Alone it lists them.\n\nExample: qualcode swot candidates"
))  # fmt: skip
@scope_option
@json_option
@click.pass_context
def candidates_group(ctx: click.Context, scope: str | None, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.swot_candidates import STAMPS, candidates
    from qualcode.conclude.swot_records import scope_named
    from qualcode.display.terms import term

    with opened(ctx) as project:
        found = candidates(project, scope_named(project, scope))
    listing(
        (
            {
                "no": number, "id": one.id, "theme": one.name, "lists": list(one.quadrants), "basis": one.basis if as_json else term(STAMPS[one.basis]),
                "indicator": one.indicator_name, "areas": list(one.areas), "raised": one.raised, "of": one.of,
                "resolution": one.resolution, "used": list(one.used), "declined": one.declined,
            }
            for number, one in enumerate(found, 1)
        ),
        as_json,
        [("no", ""), ("lists", _("may be")), ("basis", _("basis")), ("raised", "m"), ("of", "n"), ("used", _("used by")), ("declined", _("declined")), ("theme", _("theme")), ("indicator", _("indicator")), ("areas", _("areas"))],
        empty=_("Triangulation proposes nothing yet: link themes to indicators, and finish sources."),
    )  # fmt: skip


@candidates_group.command("accept", help=_(
    "Make a factor of a candidate, with the three answers.\n\nExample: qualcode swot candidates accept 1 W --can-change yes --exists-without no --condition yes"
))  # fmt: skip
@click.argument("candidate")
@click.argument("quadrant")
@click.option("--text", default="", metavar="TEXT", help=_("The statement; else what the thread found, or the theme's name."))  # fmt: skip
@answer_options
@click.option("--memo", default="", metavar="TEXT", help=_("Why it stands there; needed on the border."))
@scope_option
@click.pass_context
def candidates_accept(ctx: click.Context, candidate: str, quadrant: str, text: str, can_change: str | None, exists_without: str | None, condition: str | None, memo: str, scope: str | None) -> None:  # fmt: skip
    from qualcode.conclude.swot_candidates import candidates, find_candidate, propose
    from qualcode.conclude.swot_records import scope_named

    with opened(ctx, writes=True) as project:
        area = scope_named(project, scope)
        one = find_candidate(candidates(project, area), candidate)
        answers = given_answers(can_change, exists_without, condition)
        key = propose(project, one, quadrant, text=text, answers=answers, scope=area, memo=memo)
    click.echo(_("Made: %s") % key)


@candidates_group.command("decline", help=_("Say that a candidate becomes no factor; --back takes that back."))
@click.argument("candidate")
@click.option("--back", is_flag=True)
@scope_option
@click.pass_context
def candidates_decline(ctx: click.Context, candidate: str, back: bool, scope: str | None) -> None:
    from qualcode.conclude.swot_candidates import candidates, decline, find_candidate
    from qualcode.conclude.swot_records import scope_named

    with opened(ctx, writes=True) as project:
        area = scope_named(project, scope)
        decline(project, find_candidate(candidates(project, area), candidate), area, back=back)
    click.echo(_("It may become a factor again.") if back else _("Declined."))
