"""regions, guide, topics."""

from __future__ import annotations

from pathlib import Path

import click

from qualcode.cli.common import as_items, json_option, listing, opened
from qualcode.i18n import _, ngettext
from qualcode.store import act
from qualcode.store.lookup import find


@click.group(invoke_without_command=True, help=_("Kota, kecamatan and kelurahan. Alone it lists them."))
@click.option("--level", type=click.Choice(["kota", "kecamatan", "kelurahan"]))
@json_option
@click.pass_context
def regions(ctx: click.Context, level: str | None, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.regions import regions as tree

    with opened(ctx) as project:
        names = {region.id: region.name for region in tree(project)}
        listing(
            as_items(tree(project, level), "id", "code", "level", "name", "aliases", within=lambda r: names.get(r.parent, "")), as_json,
            [("code", _("code")), ("level", _("level")), ("name", _("name")), ("within", _("within"))],
        )  # fmt: skip


@regions.command(
    "import",
    help=_("Bring in a region table of another city (CSV: code, level, name, parent, aliases), or “surakarta”."),
)
@click.argument("file")
@click.pass_context
def regions_import(ctx: click.Context, file: str) -> None:
    from qualcode.collect.regions import import_regions

    with opened(ctx, writes=True) as project:
        count = import_regions(project, None if file == "surakarta" else Path(file))
    click.echo(ngettext("%d region.", "%d regions.", count) % count)


@click.group(help=_("The interview guide."))
def guide() -> None:
    pass


@guide.command(
    "import",
    help=_(
        "Bring in the guide's topics and which were asked in which source (YAML).\n\nExample: qualcode guide import corpus/guide.yaml"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def guide_import(ctx: click.Context, file: Path) -> None:
    from qualcode.collect.guide import import_guide
    from qualcode.collect.yamlfile import load_yaml

    with opened(ctx, writes=True) as project:
        count, answers = import_guide(project, load_yaml(file), str(file))
    click.echo(_("%d topics; asked or not asked recorded %d times.") % (count, answers))


@click.group(invoke_without_command=True, help=_("The guide's topics, and where each was asked. Alone it lists them."))
@json_option
@click.pass_context
def topics(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.guide import topics as all_topics

    with opened(ctx) as project:
        listing(
            as_items(all_topics(project), "id", "key", "name", "question", "themes", "asked", "not_asked"), as_json,
            [("key", _("id")), ("name", _("topic")), ("asked", _("asked in")), ("not_asked", _("not asked in")), ("themes", _("themes"))],
        )  # fmt: skip


@topics.command("set", help=_("Say whether a topic was asked in a source.\n\nExample: qualcode topics set T03 W-01 no"))
@click.argument("topic")
@click.argument("source")
@click.argument("asked", type=click.Choice(["yes", "no"]))
@click.pass_context
def topics_set(ctx: click.Context, topic: str, source: str, asked: str) -> None:
    from qualcode.collect.guide import asked_id

    with opened(ctx, writes=True) as project:
        topic_id, source_id = find(project, "topic", topic), find(project, "source", source)
        with act(project, "asked") as a:
            a.create(
                "asked", asked_id(source_id, topic_id), source=source_id, topic=topic_id, asked=int(asked == "yes")
            )
    click.echo(_("Noted."))
