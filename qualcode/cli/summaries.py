"""summaries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, safe, tell
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.cli.written import bring_in, refuse_over, say_quotes, say_written
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext

if TYPE_CHECKING:
    from qualcode.display.framework import Box


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "Summaries: a level word and a phrase for a theme in a case, written by a person beside its quotes. Alone it lists what is "
        "written; with --by the whole framework, cell by cell. A summary is stale when the codings of its cell changed since.\n\n"
        "Example: qualcode summaries --by kelurahan --state unwritten"
    ),
)
@click.option(
    "--by", metavar="BY", help=_("kelurahan, kecamatan, kota, whole (the study as one), or an attribute such as role.")
)
@click.option("--theme", "theme_names", multiple=True, metavar="NAME", help=_("Only this theme; may be given again."))
@click.option("--state", type=click.Choice(["written", "stale", "unwritten", "unsampled", "unfinished", "unasked"]), help=_("Only cells in this state."))  # fmt: skip
@where_of("summary")
@json_option
@click.pass_context
def summaries(
    ctx: click.Context, by: str | None, theme_names: tuple[str, ...], state: str | None, where: str, as_json: bool
) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.fitting import Fitting
    from qualcode.display.framework import Listening, framework, state_words
    from qualcode.display.framework import box as one_box
    from qualcode.reduce.summaries import CaseNames
    from qualcode.reduce.summaries import summaries as written
    from qualcode.store.lookup import find

    with opened(ctx) as project:
        wanted = [find(project, "theme", name) for name in theme_names]
        listening, naming, fits = Listening(project), CaseNames(project), Fitting(project, where)
        if by:
            boxes = list(
                framework(
                    project, by, themes=wanted, everything=state == "unsampled", listening=listening
                ).boxes.values()
            )
        else:
            kept = [one for one in written(project).values() if not wanted or one.theme in wanted]
            boxes = [one_box(project, one.theme, one.case, listening) for one in kept]
        boxes = [box for box in boxes if state in (None, box.state) and fits.cell(box.theme.id, box.case)]
        items = [item(box, naming(box.case)) for box in boxes]
        if not as_json:
            for line in items:
                line["state"] = state_words(str(line["state"]))
        listing(
            items, as_json,
            [("theme", _("theme")), ("case", _("case")), ("count", _("m/n")), ("state", _("state")), ("level", _("level")), ("text", _("text"))],
            empty=empty_of(where, _("No cell is in this state.") if state else _("No summary is written yet. “qualcode summaries --by kelurahan” shows what could be; “qualcode summaries set” writes one.")),
        )  # fmt: skip


def item(box: Box, case: str) -> dict[str, Any]:
    """A cell as a row of the listing."""
    one = box.summary
    return {
        "id": one.id if one else None, "theme": box.theme.name, "case": case, "state": box.state, "count": box.heard.count.text,
        "level": one.level if one else "", "text": one.text if one else "", "conclusion": one.conclusion if one else "",
        "rests_on": len(one.rests_on) if one else 0, "codings": len(box.rests_on), "changed": box.change.words,
    }  # fmt: skip


_THEME = click.argument("theme")
_CASE = click.argument("case")


@summaries.command(
    "show",
    help=_(
        "The cell of a THEME in a CASE with its quotes beside. A case is a region (Pajang, kecamatan:Laweyan), a class "
        "(role:pedagang) or the whole study (semua).\n\nExample: qualcode summaries show “Sekolah gratis tetap mahal” Pajang"
    ),
)
@_THEME
@_CASE
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help=_("How many quotes."))
@json_option
@click.pass_context
def summaries_show(ctx: click.Context, theme: str, case: str, limit: int, as_json: bool) -> None:
    from qualcode.display.framework import box as one_box
    from qualcode.display.framework import state_words
    from qualcode.reduce.summaries import CaseNames, find_case, find_theme
    from qualcode.report.quoting import Quoter

    with opened(ctx) as project:
        found = one_box(project, find_theme(project, theme), find_case(project, case))
        name, quoter = CaseNames(project)(found.case), Quoter(project)
        if as_json:
            quotes = [{"text": q.text, "source": q.source_id, "place": q.place, "attribution": q.attribution, "gloss": q.gloss} for q in quoter.quotes(found.heard.segments)]  # fmt: skip
            listing([item(found, name) | {"quotes": quotes}], True, [])
            return
        click.echo(safe(f"{found.theme.name} × {name}  {found.heard.count.text}  {state_words(found.state)}"))
        if found.change:
            tell(
                "! "
                + _("Since it was written: %s. Read it again; “set --still” says that it holds.") % found.change.words
            )
        if found.summary:
            click.echo()
            for head, text in ((_("level"), found.summary.level), (_("text"), found.summary.text), (_("conclusion"), found.summary.conclusion)):  # fmt: skip
                if text:
                    tell(safe(f"{head}: {text}"))
        click.echo()
        say_quotes(quoter, found.heard.segments, limit)


@summaries.command(
    "set",
    help=_(
        "Write the cell of a THEME in a CASE; what is not named stays, an empty text clears. It rests from then on the codings that "
        "count there now; --still says only that: it was read again and holds.\n\n"
        "Example: qualcode summaries set “Sekolah gratis tetap mahal” Pajang --level sedang --text “Seragam dan iuran masih berat”"
    ),
)
@_THEME
@_CASE
@click.option("--level", metavar="WORD", help=_("A level word of this study: “qualcode summaries levels”."))
@click.option("--text", metavar="TEXT", help=_("The phrase."))
@click.option("--conclusion", metavar="TEXT", help=_("What follows from it."))
@click.option("--still", is_flag=True, help=_("It was read again and holds as it is."))
@click.pass_context
def summaries_set(
    ctx: click.Context, theme: str, case: str, level: str | None, text: str | None, conclusion: str | None, still: bool
) -> None:
    from qualcode.display.framework import box as one_box
    from qualcode.reduce.summaries import find_case, find_theme, write

    texts = {
        name: value
        for name, value in (("level", level), ("text", text), ("conclusion", conclusion))
        if value is not None
    }
    if not texts and not still:
        raise UserError(_("there is nothing to write"), todo=_("Give --level, --text or --conclusion, or --still"))
    with opened(ctx, writes=True) as project:
        found = one_box(project, find_theme(project, theme), find_case(project, case))
        if not texts and found.summary is None:
            raise UserError(_("nothing is written there"), todo=_("Give --level, --text or --conclusion"))
        write(project, found.theme.id, found.case, found.rests_on, **texts)
    count = len(found.rests_on)
    click.echo(ngettext("Written; it rests on %d coding.", "Written; it rests on %d codings.", count) % count)


@summaries.command("remove", help=_("Take the summary of a THEME in a CASE away. Undoable."))
@_THEME
@_CASE
@click.pass_context
def summaries_remove(ctx: click.Context, theme: str, case: str) -> None:
    from qualcode.reduce.summaries import find_case, find_theme, remove

    with opened(ctx, writes=True) as project:
        remove(project, find_theme(project, theme), find_case(project, case))
    click.echo(_("Removed. “qualcode undo” brings it back."))


@summaries.command(
    "levels",
    help=_(
        "The level words of this study, each scale from its top to its bottom. With a NAME and WORDS a scale is written; with a "
        "NAME and --remove it is taken away.\n\nExample: qualcode summaries levels akses mudah terbatas sulit"
    ),
)
@click.argument("name", required=False)
@click.argument("words", nargs=-1)
@click.option("--remove", "away", is_flag=True, help=_("Take this scale away."))
@json_option
@click.pass_context
def summaries_levels(ctx: click.Context, name: str | None, words: tuple[str, ...], away: bool, as_json: bool) -> None:
    from qualcode.reduce.levels import scales, set_scale

    with opened(ctx, writes=bool(name)) as project:
        if name:
            if not words and not away:
                raise UserError(
                    _("a scale needs words"), todo=_("Write them from its top to its bottom, or say --remove")
                )
            set_scale(project, name, () if away else words)
        items = [{"scale": one.name, "words": list(one.words)} for one in scales(project)]
        listing(items, as_json, [("scale", _("scale")), ("words", _("words, from the top"))])


@summaries.command(
    "export",
    help=_(
        "Write the framework as a workbook (.xlsx) or table (.csv) to fill in: a row a cell, its first quotes beside it.\n\n"
        "Example: qualcode summaries export ringkasan.xlsx --by kelurahan"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--by", default="kelurahan", show_default=True, metavar="BY", help=_("kelurahan, kecamatan, kota, whole (the study as one), or an attribute such as role."))  # fmt: skip
@click.option("--theme", "theme_names", multiple=True, metavar="NAME", help=_("Only this theme; may be given again."))
@click.option("--all", "everything", is_flag=True, help=_("Also areas where nobody was heard."))
@click.option("--force", is_flag=True, help=_("Write over a file that is there."))
@click.pass_context
def summaries_export(
    ctx: click.Context, file: Path, by: str, theme_names: tuple[str, ...], everything: bool, force: bool
) -> None:
    from qualcode.report.framework_sheets import summary_sheet, write_sheet
    from qualcode.store.lookup import find

    with opened(ctx) as project:
        wanted = [find(project, "theme", name) for name in theme_names]
        sheet = summary_sheet(project, by, themes=wanted, everything=everything)
        refuse_over(file, force)
        write_sheet(project, sheet, file)
    say_written(file, len(sheet.rows))


@summaries.command(
    "import",
    help=_(
        "Bring a filled workbook (.xlsx, .ods) or table (.csv) back. An empty cell says nothing, a single - clears; what somebody "
        "wrote since the export is told and left. All comes in as one action, or nothing.\n\n"
        "Example: qualcode summaries import ringkasan.xlsx --dry-run"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only show what would change, text by text."))
@json_option
@click.pass_context
def summaries_import(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    bring_in(ctx, "summaries", file, dry_run, as_json)
