"""import, sources, participants, regions, guide, topics, withdraw."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from qualcode.cli.common import as_items, fields_from, json_option, listing, opened, plain
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project, act
from qualcode.store.lookup import find


@click.command(
    "import",
    help=_(
        "Bring in transcripts and documents (.txt, .md, .docx). Each file is taken whole or not at all, and the others go on. "
        "Header lines (Tanggal, Kelurahan, Informan, Peserta ...) become attributes and participants.\n\n"
        "Example: qualcode import corpus/*.txt --set kelurahan=Pajang"
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--kind",
    type=click.Choice(["interview", "fgd", "note", "document"]),
    help=_("What they are, where the header does not say."),
)
@click.option("--turns", type=click.Choice(["auto", "labels", "paragraphs", "quotations"]), default="auto", show_default=True,
              help=_("How the turns are written: Label: text, paragraphs, or quotations attributed in an article."))  # fmt: skip
@click.option("--encoding", metavar="NAME", help=_("For texts that are not UTF-8, e.g. cp1252."))
@click.option(
    "--set", "sets", multiple=True, metavar="NAME=VALUE", help=_("An attribute for all of them, e.g. kelurahan=Pajang.")
)
@click.option(
    "--replace",
    "replace",
    is_flag=False,
    flag_value="",
    metavar="[SOURCE]",
    help=_("This is a corrected text of SOURCE (else of the source of that name)."),
)
@click.option("--dry-run", is_flag=True, help=_("Only say what was understood."))
@json_option
@click.pass_context
def import_(
    ctx: click.Context, paths: tuple[Path, ...], kind: str | None, turns: str, encoding: str | None, sets: tuple[str, ...],
    replace: str | None, dry_run: bool, as_json: bool,
) -> None:  # fmt: skip
    from qualcode.collect.sources import import_file

    attributes = fields_from(sets, [])
    faults: list[str] = []
    done = []
    with opened(ctx, writes=True) as project:
        for path in paths:
            try:
                one = import_file(
                    project,
                    path,
                    genre=kind,
                    convention=turns,
                    encoding=encoding,
                    attributes=attributes,
                    replace=replace,
                    dry_run=dry_run,
                )
            except UserError as error:
                faults.append(str(error))
                if not as_json:
                    click.echo("! " + str(error), err=True)
                continue
            done.append(one)
            if not as_json:
                _say(one)
        if as_json:
            listing(
                as_items(done, "outcome", "name", "genre", "region", "turns", "labels", "unassigned", "participants", "notes",
                         path=lambda i: str(i.path), id=lambda i: i.source), True, [],
            )  # fmt: skip
    if faults:
        if as_json:
            click.echo("\n".join("! " + fault for fault in faults), err=True)
        if len(paths) > 1:
            summary = ngettext("%d file is not in, %d are.", "%d files are not in, %d are.", len(faults)) % (
                len(faults),
                len(done),
            )
            click.echo(summary, err=True)
        ctx.exit(1)


_OUTCOMES = {"new": "+", "same": "=", "version": "~", "dry": "?"}


def _say(one: object) -> None:
    from qualcode.collect.sources import Imported

    assert isinstance(one, Imported)
    labels = ", ".join(f"{label} {count}" for label, count in one.labels.items())
    words = {
        "new": "",
        "same": " " + _("was here already"),
        "version": " " + _("new version"),
        "dry": " " + _("only looked at"),
    }
    click.echo(
        f"{_OUTCOMES[one.outcome]} {one.name}{words[one.outcome]} · {_(one.genre)} · {one.region or _('no kelurahan')} · "
        + ngettext("%d turn", "%d turns", one.turns) % one.turns
        + (f" ({labels})" if labels else "")
    )
    for note in one.notes:
        click.echo("  ! " + note)


@click.group(invoke_without_command=True, help=_("Transcripts and documents. Alone it lists them."))
@json_option
@click.pass_context
def sources(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        with opened(ctx) as project:
            _list_sources(project, as_json)


def source_rows(project: Project) -> Iterable[dict[str, object]]:
    """Every live source with its counts and its state for the coder who counts there."""
    from qualcode.collect.inventory import inventory

    return as_items(
        inventory(project),
        "id",
        "name",
        "genre",
        "region",
        "date",
        "turns",
        "speakers",
        "codings",
        "responsible",
        "state",
        "left",
    )


def _list_sources(project: Project, as_json: bool) -> None:
    listing(
        source_rows(project), as_json,
        [("name", _("source")), ("genre", _("kind")), ("region", _("kelurahan")), ("date", _("date")), ("turns", _("turns")),
         ("speakers", _("speakers")), ("codings", _("codings")), ("responsible", _("coder")), ("state", _("state"))],
        empty=_("No sources yet. “qualcode import FILE...” brings them in."), words=("genre", "state"),
    )  # fmt: skip


@sources.command("list", help=_("List them."))
@json_option
@click.pass_context
def sources_list(ctx: click.Context, as_json: bool) -> None:
    with opened(ctx) as project:
        _list_sources(project, as_json)


@sources.command("show", help=_("One source: its attributes, speakers and text, turn by turn."))
@click.argument("name")
@click.option("--text/--no-text", default=True, show_default=True, help=_("Print the turns."))
@json_option
@click.pass_context
def sources_show(ctx: click.Context, name: str, text: bool, as_json: bool) -> None:
    from qualcode.cli.common import safe
    from qualcode.collect.inventory import people_in, turns_of

    with opened(ctx) as project:
        source = find(project, "source", name)
        row = next(r for r in source_rows(project) if r["id"] == source)
        turns = turns_of(project, source)
        if as_json:
            listing(
                [
                    row
                    | {
                        "people": plain([p.__dict__ for p in people_in(project, source)]),
                        "text": [t.__dict__ for t in turns],
                    }
                ],
                True,
                [],
            )
            return
        for key, heading in (
            ("name", _("source")), ("genre", _("kind")), ("region", _("kelurahan")), ("date", _("date")),
            ("responsible", _("coder")), ("state", _("state")),
        ):  # fmt: skip
            value = str(row[key] or "")
            click.echo(f"{heading:12} {_(value) if key in ('genre', 'state') else safe(value)}")
        for person in people_in(project, source):
            about = ", ".join(
                filter(None, (person.pseudonym, person.gender, person.age_band, person.role, person.home))
            )
            click.echo(f"{_(person.side):12} {safe(person.label)}" + (f": {safe(about)}" if about else ""))
        if text:
            click.echo()
            for turn in turns:
                click.echo(
                    f"{turn.number:>4} [{turn.start}–{turn.stop}] {safe(turn.label)}{': ' if turn.label else ''}{safe(turn.speech)}"
                )


@sources.command(
    "set",
    help=_(
        "Change fields of a source: kelurahan, date, place, genre, name, responsible (a coder).\n\nExample: qualcode sources set W-01 responsible=sri"
    ),
)
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.pass_context
def sources_set(ctx: click.Context, name: str, pairs: tuple[str, ...]) -> None:
    from qualcode.collect.inventory import change_source

    with opened(ctx, writes=True) as project:
        changed = change_source(project, find(project, "source", name), fields_from(pairs, []))
    click.echo(ngettext("%d field changed.", "%d fields changed.", changed) % changed)


@sources.command(
    "remove", help=_("Take a source off the project. Undoable; its words stay in the history. To erase them: withdraw.")
)
@click.argument("name")
@click.pass_context
def sources_remove(ctx: click.Context, name: str) -> None:
    with opened(ctx, writes=True) as project, act(project, "remove") as a:
        a.remove("source", find(project, "source", name))
    click.echo(_("Removed. “qualcode undo” brings it back."))


@click.group(invoke_without_command=True, help=_("The people who speak, under their pseudonyms. Alone it lists them."))
@json_option
@click.pass_context
def participants(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.collect.inventory import participants as everyone

    with opened(ctx) as project:
        listing(
            as_items(everyone(project), "id", "pseudonym", "home", "role", "gender", "age_band", "sources"), as_json,
            [("pseudonym", _("pseudonym")), ("home", _("kelurahan")), ("gender", _("gender")), ("age_band", _("age")), ("role", _("role")), ("sources", _("sources"))],
        )  # fmt: skip


@participants.command(
    "set", help=_("Change fields of a participant: pseudonym, home (a kelurahan), role, gender, age_band, consent.")
)
@click.argument("name")
@click.argument("pairs", nargs=-1, required=True, metavar="NAME=VALUE...")
@click.pass_context
def participants_set(ctx: click.Context, name: str, pairs: tuple[str, ...]) -> None:
    from qualcode.collect.regions import region_named

    fields: dict[str, object] = dict(fields_from(pairs, ("pseudonym", "home", "role", "gender", "age_band", "consent")))
    with opened(ctx, writes=True) as project:
        if "home" in fields:
            fields["home"] = region_named(project, str(fields["home"]))
        with act(project, "participant") as a:
            a.change("participant", find(project, "participant", name), **fields)
    click.echo(_("Changed."))


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


@click.command(
    help=_(
        "Take a source or a participant out of the project, with every word of theirs: texts, codings, memos. Cannot be undone, "
        "and every project it is merged into obeys. A participant who shares a discussion with others leaves blanks in it.\n\n"
        "Example: qualcode withdraw participant “Bu Marni” --reason “asked by telephone”"
    )
)
@click.argument("what", type=click.Choice(["source", "participant"]))
@click.argument("name")
@click.option("--reason", required=True, help=_("Why; it is kept. Name nobody in it."))
@click.pass_context
def withdraw(ctx: click.Context, what: str, name: str, reason: str) -> None:
    from qualcode.store.withdraw import withdraw as take_out

    with opened(ctx, writes=True) as project:
        done = take_out(project, what, find(project, what, name), reason)
    click.echo(
        _("Withdrawn: %d sources whole, in %d their turns are blank, %d entries erased.")
        % (done.sources, done.blanked, done.entries)
    )
    click.echo(
        _(
            "“qualcode check --compact” rewrites the file without a trace of it. Backups and exports made before still hold it."
        )
    )
