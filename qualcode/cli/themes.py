"""themes (what one does to a theme that is there: themes_review)."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli import themes_review
from qualcode.cli.common import as_items, json_option, listing, opened, tell
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.i18n import _, ngettext
from qualcode.store import act
from qualcode.store.lookup import find


@click.group(cls=Noun, invoke_without_command=True, help=_("Themes: named patterns over codes. Alone it lists them."))
@where_of("theme")
@json_option
@click.pass_context
def themes(ctx: click.Context, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.conclude.fitting import Fitting
    from qualcode.reduce.codebook import by_id
    from qualcode.reduce.themes import themes as all_themes

    with opened(ctx) as project:
        names = {rec: code.name for rec, code in by_id(project).items()}
        fits = Fitting(project, where)
        listing(
            as_items(
                (one for one in all_themes(project, retired=as_json) if fits.theme(one.id)), "id", "name", "name_en", "nature", "status", "concept", "boundaries",
                "narrative", "question", "level", "negative",
                shown=lambda t: t.shown, codes=lambda t: [names.get(c, "?") for c in t.codes],
            ),
            as_json, [("shown", _("theme")), ("nature", _("nature")), ("status", _("status")), ("codes", _("codes"))],
            empty=empty_of(where, _("No themes yet. “qualcode themes import FILE” brings them in, “qualcode themes add NAME” makes one.")),
            words=("nature", "status"),
        )  # fmt: skip


@themes.command(
    "import",
    help=_(
        "Bring in themes with their codes and links (YAML).\n\nExample: qualcode themes import codebooks/themes.yaml"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--made",
    type=click.Choice(["before", "after"]),
    default="before",
    show_default=True,
    help=_("Whether the links were made before or after looking at the result."),
)
@click.pass_context
def themes_import(ctx: click.Context, file: Path, made: str) -> None:
    from qualcode.collect.yamlfile import load_yaml
    from qualcode.conclude.theme_review import reviews
    from qualcode.reduce.themes import import_themes

    with opened(ctx, writes=True) as project:
        count, links_ = import_themes(project, load_yaml(file), str(file), made=made)
        early = sum(bool(one.lacks(one.theme.status)) for one in reviews(project))
    click.echo(
        ngettext("%d theme", "%d themes", count) % count + ", " + ngettext("%d link.", "%d links.", links_) % links_
    )
    if early:
        tell(
            "! " + ngettext(
                "%d theme stands further than its list allows: “qualcode themes review” says what is missing.",
                "%d themes stand further than their lists allow: “qualcode themes review” says what is missing.", early,
            ) % early
        )  # fmt: skip


@themes.command("add", help=_("Make a theme. A name is best a claim: “Bantuan meleset dari yang membutuhkan”."))
@click.argument("name")
@click.option("--nature", type=click.Choice(["problem", "strength", "neutral"]), required=True)
@click.option("--concept", metavar="TEXT", help=_("The central idea, one or two sentences."))
@click.option("--code", "code_names", multiple=True, metavar="NAME", help=_("A code that belongs to it."))
@click.pass_context
def themes_add(ctx: click.Context, name: str, nature: str, concept: str | None, code_names: tuple[str, ...]) -> None:
    from qualcode.reduce.themes import add_theme

    with opened(ctx, writes=True) as project:
        add_theme(project, name, nature=nature, concept=concept, codes=code_names)
    click.echo(_("Made. Its status is candidate."))


@themes.command("remove", help=_("Remove a theme. Undoable; its codes and codings stay."))
@click.argument("name")
@click.pass_context
def themes_remove(ctx: click.Context, name: str) -> None:
    with opened(ctx, writes=True) as project:
        theme = find(project, "theme", name)
        with act(project, "themes") as a:
            a.remove("theme", theme)
            for kind in ("theme_code", "link"):
                for (rec,) in project.rows(f'SELECT id FROM "{kind}" WHERE theme=? AND removed=0', theme):
                    a.remove(kind, rec)
    click.echo(_("Removed. “qualcode undo” brings it back."))


themes_review.add_to(themes)
