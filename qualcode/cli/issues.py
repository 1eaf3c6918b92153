"""issues."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from qualcode.cli.common import F, json_option, listing, opened, safe, tell
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.cli.written import bring_in, refuse_over, say_quotes, say_written
from qualcode.i18n import N_, _
from qualcode.store import Project

_OPTIONS = (
    ("cause", N_("Why it is so.")), ("recommendation", N_("What should be done.")), ("owner", N_("Who should do it.")),
    ("target", N_("For whom, or how much.")), ("note", N_("Remarks.")), ("reference", N_("A study or rule that says the same.")),
)  # fmt: skip


def _fields(command: F) -> F:
    """An option for each text of an issue row."""
    for name, text in reversed(_OPTIONS):
        command = click.option(f"--{name}", metavar="TEXT", help=_(text))(command)
    return command


def _texts(options: dict[str, str | None]) -> dict[str, str]:
    return {name: text for name, text in options.items() if text is not None}


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_("Issue rows: problem, cause, recommendation, who is responsible. Alone it lists them with their numbers."),
)
@where_of("issue")
@json_option
@click.pass_context
def issues(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    with opened(ctx) as project:
        items = _items(project, where)
        listing(
            items, as_json,
            [("number", "#"), ("theme", _("theme")), ("scope", _("area")), ("count", _("m/n")), ("problem", _("problem")), ("cause", _("cause")), ("recommendation", _("recommendation")), ("owner", _("responsible")), ("changed", _("stale"))],
            empty=empty_of(where, _("No issue rows yet. “qualcode issues add” writes one.")),
        )  # fmt: skip


def _items(project: Project, where: str = "") -> list[dict[str, Any]]:
    from qualcode.conclude.fitting import Fitting
    from qualcode.display.framework import Listening
    from qualcode.reduce.issues import TEXTS
    from qualcode.reduce.issues import issues as rows
    from qualcode.reduce.summaries import Case, CaseNames, changed

    listening, naming, fits = Listening(project), CaseNames(project), Fitting(project, where)
    found = []
    for one in filter(fits.issue, rows(project)):
        row = listening.rows.get(one.theme) if one.theme else None
        heard = listening.heard(row.id, Case(one.scope)) if row else None
        now = listening.rests_on(heard) if heard else {}
        found.append(
            {
                "number": one.number, "id": one.id, "theme": row.name if row else "", "scope": naming(Case(one.scope)),
                **{name: getattr(one, name) for name in TEXTS}, "count": heard.count.text if heard else "",
                "rests_on": len(one.rests_on), "codings": len(now), "changed": changed(one.rests_on, now).words if row else "",
            }
        )  # fmt: skip
    return found


@issues.command(
    "show", help=_("Issue NUMBER of the list with the quotes it rests on.\n\nExample: qualcode issues show 1")
)
@click.argument("number")
@click.option("--limit", type=click.IntRange(0), default=10, show_default=True, help=_("How many quotes."))
@json_option
@click.pass_context
def issues_show(ctx: click.Context, number: str, limit: int, as_json: bool) -> None:
    from qualcode.display.framework import Listening
    from qualcode.reduce.issues import TEXTS, find_issue
    from qualcode.reduce.summaries import Case
    from qualcode.report.framework_sheets import head
    from qualcode.report.quoting import Quoter

    with opened(ctx) as project:
        one = find_issue(project, number)
        line = _items(project)[one.number - 1]
        quoter, segments = (
            Quoter(project),
            Listening(project).heard(one.theme, Case(one.scope)).segments if one.theme else (),
        )
        if as_json:
            quotes = [{"text": q.text, "source": q.source_id, "place": q.place, "attribution": q.attribution, "gloss": q.gloss} for q in quoter.quotes(segments)]  # fmt: skip
            listing([line | {"quotes": quotes}], True, [])
            return
        click.echo(safe(f"{one.number}  {line['theme'] or '–'} × {line['scope']}  {line['count']}"))
        if line["changed"]:
            tell(
                "! " + _("Since it was written: %s. Read it again; “set --still” says that it holds.") % line["changed"]
            )
        for name in TEXTS:
            if line[name]:
                tell(safe(f"{head(name)}: {line[name]}"))
        click.echo()
        say_quotes(quoter, segments, limit)


@issues.command(
    "add",
    help=_(
        "Write an issue row: a PROBLEM of a theme, in the whole study or one area.\n\n"
        "Example: qualcode issues add “Seragam dan iuran memberatkan” --theme “Sekolah gratis tetap mahal” --owner “Dinas Pendidikan”"
    ),
)
@click.argument("problem")
@click.option("--theme", "theme_name", metavar="NAME", help=_("The theme it is about."))
@click.option("--scope", metavar="REGION", help=_("The area it is about; else the whole study."))
@_fields
@click.pass_context
def issues_add(
    ctx: click.Context, /, problem: str, theme_name: str | None, scope: str | None, **texts: str | None
) -> None:
    from qualcode.collect.regions import region_named
    from qualcode.reduce.issues import write
    from qualcode.store.lookup import find

    with opened(ctx, writes=True) as project:
        theme = find(project, "theme", theme_name) if theme_name else None
        region = region_named(project, scope) if scope else None
        write(project, None, theme, region, _rests(project)(theme, region), problem=problem, **_texts(texts))
    click.echo(_("Written. “qualcode issues” lists it."))


def _rests(project: Project) -> Callable[[bytes | None, bytes | None], dict[bytes, int | None]]:
    """What an issue of a theme in a region would rest on now."""
    from qualcode.display.framework import Listening
    from qualcode.reduce.summaries import Case

    listening = Listening(project)
    return lambda theme, region: (
        listening.rests_on(listening.heard(theme, Case(region)))
        if theme in listening.rows and theme is not None
        else {}
    )


@issues.command(
    "set",
    help=_(
        "Write texts of issue NUMBER; what is not named stays, an empty text clears. It rests from then on the codings that count "
        "there now; --still says only that.\n\nExample: qualcode issues set 1 --target “anak SMP dan SMA”"
    ),
)
@click.argument("number")
@click.option("--problem", metavar="TEXT", help=_("What is wrong."))
@_fields
@click.option("--still", is_flag=True, help=_("It was read again and holds as it is."))
@click.pass_context
def issues_set(ctx: click.Context, /, number: str, still: bool, **texts: str | None) -> None:
    from qualcode.errors import UserError
    from qualcode.reduce.issues import find_issue, write

    given = _texts(texts)
    if not given and not still:
        raise UserError(_("there is nothing to write"), todo=_("Name what to write, or say --still"))
    with opened(ctx, writes=True) as project:
        one = find_issue(project, number)
        write(project, one.id, one.theme, one.scope, _rests(project)(one.theme, one.scope), **given)
    click.echo(_("Written."))


@issues.command("remove", help=_("Take issue NUMBER of the list away. Undoable."))
@click.argument("number")
@click.pass_context
def issues_remove(ctx: click.Context, number: str) -> None:
    from qualcode.reduce.issues import find_issue, remove

    with opened(ctx, writes=True) as project:
        remove(project, find_issue(project, number).id)
    click.echo(_("Removed. “qualcode undo” brings it back."))


@issues.command(
    "export",
    help=_(
        "Write the issue rows as a workbook (.xlsx) or table (.csv) to fill in.\n\nExample: qualcode issues export isu.xlsx"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help=_("Write over a file that is there."))
@click.pass_context
def issues_export(ctx: click.Context, file: Path, force: bool) -> None:
    from qualcode.report.framework_sheets import issue_sheet, write_sheet

    with opened(ctx) as project:
        sheet = issue_sheet(project)
        refuse_over(file, force)
        write_sheet(project, sheet, file)
    say_written(file, len(sheet.rows))


@issues.command(
    "import",
    help=_(
        "Bring filled issue rows (.xlsx, .ods, .csv) back; a row without an id is a new one. An empty cell says nothing, a single - "
        "clears. All comes in as one action, or nothing.\n\nExample: qualcode issues import isu.xlsx --dry-run"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only show what would change, text by text."))
@json_option
@click.pass_context
def issues_import(ctx: click.Context, file: Path, dry_run: bool, as_json: bool) -> None:
    bring_in(ctx, "issues", file, dry_run, as_json)
