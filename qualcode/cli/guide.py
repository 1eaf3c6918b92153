"""guide, topics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import as_items, json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.cli.options import chosen_sources, where_of
from qualcode.i18n import N_, _, ngettext
from qualcode.store.lookup import find

if TYPE_CHECKING:
    from qualcode.collect.asking import Cell, Grid

_STATES = (N_("new"), N_("changed"), N_("same"), N_("gone"))  # shown as words


@click.group(cls=Noun, invoke_without_command=True, help=_("The interview guide. Alone it lists the topics."))
@json_option
@click.pass_context
def guide(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _list_topics(ctx, as_json)


@guide.command(
    "import",
    help=_(
        "Bring in the guide's topics (.yaml, .md, .docx, .txt, .odt); importing again brings them up to date by id.\n\n"
        "In a text, headings with questions under them are topics, or a numbered list, or a table No | Topic | Question. A YAML"
        " guide may also say which topics were asked in which source.\n\nExample: qualcode guide import corpus/guide.yaml"
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--ids", type=click.Choice(["same", "apart"]),
              help=_("Where an id stands for another topic here: the same one reworded, or another guide's, kept apart."))  # fmt: skip
@click.option("--dry-run", is_flag=True, help=_("Only say what was understood and what would change."))
@click.pass_context
def guide_import(ctx: click.Context, file: Path, ids: str | None, dry_run: bool) -> None:
    from qualcode.collect.guide import compare_guide, import_guide
    from qualcode.collect.guide_files import read_guide

    with opened(ctx, writes=not dry_run) as project:
        read = read_guide(file)
        changes = compare_guide(project, read.data, str(file), ids)
        if dry_run:
            listing(
                as_items(changes, "key", "name", "question", "state"), False,
                [("state", _("state")), ("key", _("id")), ("name", _("topic")), ("question", _("question"))], words=("state",),
            )  # fmt: skip
        else:
            count, answers = import_guide(project, read.data, str(file), ids)
    gone = [one.key for one in changes if one.state == "gone"]
    if dry_run:
        click.echo(_("Nothing was written."))
    else:
        new, changed = (sum(one.state == state for one in changes) for state in ("new", "changed"))
        click.echo(
            ngettext("%d topic (%d new, %d changed).", "%d topics (%d new, %d changed).", count) % (count, new, changed)
        )
        if answers:
            click.echo(ngettext("%d answer asked or not asked.", "%d answers asked or not asked.", answers) % answers)
        elif new:
            click.echo(_("“qualcode guide asked” proposes where each was asked."))
    if gone:
        click.echo(_("No longer in the file: %s. They stay; “qualcode topics remove” takes one out.") % ", ".join(gone))
    if read.left_out:
        lines = "; ".join(safe(line if len(line) <= 60 else line[:59] + "…") for line in read.left_out[:5])
        click.echo(
            ngettext("%d line is in no topic: %s", "%d lines are in no topic: %s", len(read.left_out))
            % (len(read.left_out), lines)
        )


@guide.command(
    "asked",
    help=_(
        "Which topic was asked in which source: ✓ asked, – not asked, ✓? and –? proposed from the interviewer's words.\n\n"
        "A proposal is only shown; “qualcode topics set” answers one, --accept answers many.\n\n"
        "Example: qualcode guide asked W-SMG-01"
    ),
)
@click.argument("source", nargs=-1)
@click.option(
    "--accept",
    type=click.Choice(["clear", "all"]),
    help=_("Take the clear proposals, or all, as answers; one action, “qualcode undo” takes it back."),
)
@where_of("source")
@json_option
@click.pass_context
def guide_asked(ctx: click.Context, source: tuple[str, ...], accept: str | None, where: str, as_json: bool) -> None:
    from qualcode.collect import asking

    with opened(ctx, writes=accept is not None) as project:
        sources = chosen_sources(project, source, where)
        seen = asking.grid(project, sources)
        taken = 0
        if accept:
            taken = asking.answer(project, asking.proposals(seen, clear=accept == "clear"))
            seen = asking.grid(project, sources)
    if as_json:
        listing(_asked_items(seen), True, [])
        return
    if not seen.topics:
        click.echo(_("There is no guide yet. “qualcode guide import FILE” brings it in."))
        return
    rows = [
        {"source": one.name} | {topic.key: _shown(seen.cells[one.id, topic.id]) for topic in seen.topics}
        for one in seen.sources
    ]
    listing(rows, False, [("source", _("source")), *((topic.key, topic.key) for topic in seen.topics)])
    silent = [one.name for one in seen.sources if not one.questions]
    if silent:
        click.echo(_("No interviewer speaks in %s: nothing can be proposed there.") % ", ".join(silent))
    if source:
        _say_evidence(seen)
    if accept:
        click.echo(ngettext("%d answer taken.", "%d answers taken.", taken) % taken)
    elif any(cell.state == "open" and cell.proposed is not None for cell in seen.cells.values()):
        click.echo(
            _(
                "✓ asked, – not asked, ? proposed. Name a source to see why; “qualcode topics set TOPIC SOURCE yes” answers."
            )
        )


def _shown(cell: Cell) -> str:
    """Short, so that a dozen topics stand side by side on 80 columns."""
    if cell.state != "open":
        return "✓" if cell.state == "yes" else "–"
    return "" if cell.proposed is None else "✓?" if cell.proposed else "–?"


def _asked_items(seen: Grid) -> Iterator[dict[str, Any]]:
    keys = {topic.id: topic.key for topic in seen.topics}
    for one in seen.sources:
        for topic in seen.topics:
            cell = seen.cells[one.id, topic.id]
            yield {
                "source": one.name, "topic": topic.key, "state": cell.state, "proposed": cell.proposed, "clear": cell.clear,
                "score": round(cell.score, 1), "turn": cell.turn, "quote": cell.evidence.quote,
                "second": keys.get(cell.evidence.second) if cell.evidence.second else None,
                "second_score": round(cell.evidence.second_score, 1),
            }  # fmt: skip


def _say_evidence(seen: Grid) -> None:
    """For each open cell the sentence it rests on."""
    keys = {topic.id: topic.key for topic in seen.topics}
    for one in seen.sources:
        for topic in seen.topics:
            cell = seen.cells[one.id, topic.id]
            if cell.state != "open" or cell.turn is None:
                continue
            line = f"{topic.key} {topic.name}: {cell.score:.0f}, " + _("turn %d") % cell.turn
            click.echo(safe(f"{one.name}  {line} “{cell.evidence.quote}”"))
            if cell.evidence.second is not None:
                click.echo("    " + _("also fits %s: %d") % (keys[cell.evidence.second], cell.evidence.second_score))


@click.group(
    cls=Noun, invoke_without_command=True, help=_("The guide's topics, and where each was asked. Alone it lists them.")
)
@json_option
@click.pass_context
def topics(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _list_topics(ctx, as_json)


def _list_topics(ctx: click.Context, as_json: bool) -> None:
    from qualcode.collect.guide import topics as all_topics

    with opened(ctx) as project:
        listing(
            as_items(all_topics(project), "id", "key", "name", "question", "themes", "asked", "not_asked"), as_json,
            [("key", _("id")), ("name", _("topic")), ("asked", _("asked in")), ("not_asked", _("not asked in")), ("themes", _("themes"))],
        )  # fmt: skip


@topics.command(
    "set",
    help=_(
        "Say whether a topic was asked in a source; “open” takes the answer back.\n\nExample: qualcode topics set T03 W-01 no"
    ),
)
@click.argument("topic")
@click.argument("source")
@click.argument("asked", type=click.Choice(["yes", "no", "open"]))
@click.pass_context
def topics_set(ctx: click.Context, topic: str, source: str, asked: str) -> None:
    from qualcode.collect.asking import answer

    with opened(ctx, writes=True) as project:
        place = find(project, "source", source), find(project, "topic", topic)
        answer(project, [(*place, {"yes": True, "no": False}.get(asked))])
    click.echo(_("Noted."))


@topics.command("remove", help=_("Take a topic out of the guide, with its answers."))
@click.argument("topic")
@click.pass_context
def topics_remove(ctx: click.Context, topic: str) -> None:
    from qualcode.collect.guide import remove_topic

    with opened(ctx, writes=True) as project:
        answers = remove_topic(project, find(project, "topic", topic))
    click.echo(ngettext("Taken out, with %d answer.", "Taken out, with %d answers.", answers) % answers)
