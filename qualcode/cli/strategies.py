"""strategies: what follows from a SWOT, each naming the factors it answers."""

from __future__ import annotations

from typing import Any

import click

from qualcode.cli.common import json_option, listing, opened, tell
from qualcode.cli.noun import Noun
from qualcode.cli.options import empty_of, where_of
from qualcode.cli.swot_options import passed_on, read, scope_option
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_(
        "TOWS strategies: which factors each one answers, who is responsible, where and when. Alone it lists them.\n\nExample: qualcode strategies --json"
    ),
)
@scope_option
@where_of("strategy")
@json_option
@click.pass_context
def strategies(ctx: click.Context, scope: str | None, where: str, as_json: bool) -> None:
    if ctx.invoked_subcommand is None:
        _list(ctx, scope, where, as_json)
    elif scope:
        ctx.default_map = passed_on(strategies, scope)


@strategies.command("list", help=_("List them."))
@scope_option
@where_of("strategy")
@json_option
@click.pass_context
def strategies_list(ctx: click.Context, scope: str | None, where: str, as_json: bool) -> None:
    _list(ctx, scope, where, as_json)


def rows(project: Project, held: Any) -> list[dict[str, object]]:
    """The strategies as a listing: names instead of ids, the sum of linked scores where there are scores."""
    from qualcode.conclude.swot_checks import mistake_words
    from qualcode.conclude.tows import linked_score, strategy_mistakes

    names = {
        rec.hex(): name for table in ("theme", "region") for rec, name in project.rows(f"SELECT id, name FROM {table}")
    }
    try:
        scored = held.table()
    except UserError:
        scored = None
    return [
        {
            "id": s.id, "cell": s.cell, "text": s.text, "items": list(s.items), "owner": s.owner,
            "areas": [names.get(rec, rec) for rec in s.areas], "themes": [names.get(rec, rec) for rec in s.themes],
            "frame": s.frame, "group": s.group, "priority": round(linked_score(s, scored), 2) if scored else None,
            "wrong": list(dict.fromkeys(mistake_words(m.kind) for m in strategy_mistakes(s, held.items))),
        }
        for s in held.strategies
    ]  # fmt: skip


def _list(ctx: click.Context, scope: str | None, where: str, as_json: bool) -> None:
    from qualcode.conclude.fitting import Fitting
    from qualcode.conclude.tows import unused_factors

    with opened(ctx) as project:
        held, fits = read(project, scope), Fitting(project, where)
        fitting = {one.id for one in held.strategies if fits.strategy(one, held)}
        found = [row for row in rows(project, held) if row["id"] in fitting]
    listing(
        found, as_json,
        [("id", ""), ("items", _("factors")), ("owner", _("responsible")), ("priority", _("score sum")), ("wrong", _("to look at")), ("text", _("strategy"))],
        empty=empty_of(where, _("No strategies yet. They stand in the SWOT file: “qualcode swot import FILE”.")),
    )  # fmt: skip
    if not as_json and found:
        if not where.strip() and (unused := unused_factors(held.strategies, held.items)):
            tell(_("Used by no strategy: %s") % ", ".join(unused))
        if any(one["priority"] is not None for one in found):
            tell(priority_note(held.convention))


def priority_note(convention: str) -> str:
    """What the sum of linked scores means, and what not."""
    if convention == "A":
        return _(
            "Score sum: of the linked factors, under convention A; a hint of order only, and a grave weakness or threat lowers it."
        )
    return _("Score sum: of the linked factors, under convention B; a hint of order only.")


@strategies.command("show", help=_("One strategy with its factors."))
@click.argument("key")
@scope_option
@json_option
@click.pass_context
def strategies_show(ctx: click.Context, key: str, scope: str | None, as_json: bool) -> None:
    with opened(ctx) as project:
        held = read(project, scope)
        one = held.strategy(key)
        found = next(row for row in rows(project, held) if row["id"] == one.id)
    if as_json:
        listing([found], True, [])
        return
    tell(f"{one.id} {one.text}")
    for name in one.items:
        tell(f"  {name} {next((item.text for item in held.items if item.id == name), '?')}")
    for title, field in ((_("responsible"), "owner"), (_("areas"), "areas"), (_("themes"), "themes"), (_("when"), "frame"), (_("group"), "group")):  # fmt: skip
        value = found[field]
        tell(f"{title}: {(', '.join(value) if isinstance(value, list) else value) or '-'}")
    for words in found["wrong"] if isinstance(found["wrong"], list) else ():
        tell(f"! {words}")


def field_options(command: Any) -> Any:
    for name, key, metavar, text, several in (
        ("--group", "group", "TEXT", _("What it is printed under, such as partnership or institutions."), False),
        ("--frame", "frame", "TEXT", _("When: a year, or from when to when."), False),
        ("--theme", "themes", "NAME", _("A theme it is about."), True),
        ("--area", "areas", "REGION", _("Where it is done."), True),
        ("--owner", "owner", "TEXT", _("Who is responsible."), False),
    ):
        command = click.option(name, key, metavar=metavar, multiple=several, help=text)(command)
    return command


def _fields(project: Project, themes: tuple[str, ...], areas: tuple[str, ...], **texts: str | None) -> dict[str, Any]:
    from qualcode.store.lookup import find

    made: dict[str, Any] = {name: text for name, text in texts.items() if text is not None}
    if themes:
        made["themes"] = [find(project, "theme", name).hex() for name in themes]
    if areas:
        made["areas"] = [find(project, "region", name).hex() for name in areas]
    return made


@strategies.command("add", help=_(
    "Write a strategy: its cell, a text that begins with a verb, and the factors it answers.\n\n"
    "Example: qualcode strategies add WO “Memutakhirkan data penerima lewat rembuk RT” --factors W1,O1 --owner “Dinas Sosial”"
))  # fmt: skip
@click.argument("cell")
@click.argument("text")
@click.option("--factors", default="", metavar="W1,O1", help=_("The factors it answers, with commas between."))
@field_options
@scope_option
@click.pass_context
def strategies_add(ctx: click.Context, cell: str, text: str, factors: str, owner: str | None, areas: tuple[str, ...], themes: tuple[str, ...], frame: str | None, group: str | None, scope: str | None) -> None:  # fmt: skip
    from qualcode.conclude.tows_deeds import add_strategy

    with opened(ctx, writes=True) as project:
        held = read(project, scope)
        fields = _fields(project, themes, areas, owner=owner, frame=frame, group=group)
        key = add_strategy(project, held, cell, text, items=_codes(factors), **fields)
        wrong = next(row["wrong"] for row in rows(project, read(project, scope)) if row["id"] == key)
    click.echo(_("Made: %s") % key)
    for words in wrong if isinstance(wrong, list) else ():
        tell(f"! {words}")


def _codes(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


@strategies.command("set", help=_("Change a strategy.\n\nExample: qualcode strategies set WO1 --owner “Dinas Sosial” --frame 2027"))  # fmt: skip
@click.argument("key")
@click.option("--cell", metavar="SO|WO|ST|WT", help=_("Move it into this cell; it takes the cell's next code."))
@click.option("--text", metavar="TEXT", help=_("What is done."))
@click.option("--factors", metavar="W1,O1", help=_("The factors it answers, instead of those it has."))
@field_options
@scope_option
@click.pass_context
def strategies_set(ctx: click.Context, key: str, cell: str | None, text: str | None, factors: str | None, owner: str | None, areas: tuple[str, ...], themes: tuple[str, ...], frame: str | None, group: str | None, scope: str | None) -> None:  # fmt: skip
    from qualcode.conclude.tows_deeds import set_strategy

    with opened(ctx, writes=True) as project:
        fields = _fields(project, themes, areas, text=text, owner=owner, frame=frame, group=group)
        if factors is not None:
            fields["items"] = _codes(factors)
        code = set_strategy(project, read(project, scope), key, cell=cell, **fields)
    click.echo(_("Set: %s") % code)


@strategies.command("link", help=_("Link a strategy to factors.\n\nExample: qualcode strategies link WO1 W3 O2"))
@click.argument("key")
@click.argument("factors", nargs=-1)
@click.option("--off", multiple=True, metavar="FACTOR", help=_("A factor it no longer answers."))
@scope_option
@click.pass_context
def strategies_link(ctx: click.Context, key: str, factors: tuple[str, ...], off: tuple[str, ...], scope: str | None) -> None:  # fmt: skip
    from qualcode.conclude.tows_deeds import link

    with opened(ctx, writes=True) as project:
        items = link(project, read(project, scope), key, factors, off)
    click.echo(_("It answers: %s") % (", ".join(items) or "-"))


@strategies.command("remove", help=_("Take a strategy out. Undoable."))
@click.argument("key")
@scope_option
@click.pass_context
def strategies_remove(ctx: click.Context, key: str, scope: str | None) -> None:
    from qualcode.conclude.tows_deeds import remove_strategy

    with opened(ctx, writes=True) as project:
        remove_strategy(project, read(project, scope), key)
    click.echo(_("Removed. “qualcode undo” brings it back."))
