"""conflicts: list, show, settle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, safe
from qualcode.cli.noun import Noun
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Project, times
from qualcode.store.deeds import record_words

if TYPE_CHECKING:
    from qualcode.reduce.opposed import Opposed, Write


@click.group(
    cls=Noun,
    invoke_without_command=True,
    help=_("What two people wrote differently without having seen each other. Alone it lists it."),
)
@json_option
@click.pass_context
def conflicts(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.reduce.opposed import opposed, shown_conflicts

    with opened(ctx) as project:
        found, hidden = shown_conflicts(project)
        listing(
            (_item(number, opposed(project, one), as_json) for number, one in enumerate(found, 1)), as_json,
            [("number", "#"), ("what", _("what")), ("kind", _("kind")), ("record", _("record")), ("field", _("field")), ("sides", _("sides"))],
            empty=_("No conflicts."), words=("what",),
        )  # fmt: skip
    if as_json:
        return
    if hidden:
        said = ngettext("%d waits until its round closes", "%d wait until their round closes", hidden)
        click.echo(said % hidden)
    if found:
        click.echo(_("“qualcode conflicts show NUMBER” has both sides whole, and how to settle it."))


def _item(number: int, one: Opposed, as_json: bool) -> dict[str, Any]:
    c = one.conflict
    return {
        "number": number, "what": c.what, "kind": c.kind if as_json else record_words(c.kind), "id": c.rec, "record": one.name, "field": c.field,
        "sides": [f"{n}: {_short(stand.words)} ({stand.who})" for n, stand in enumerate(one.stands, 1)],
    }  # fmt: skip


@conflicts.command(
    "show",
    help=_(
        "Conflict NUMBER of the list with both sides whole: what, by whom, when.\n\nExample: qualcode conflicts show 1"
    ),
)
@click.argument("number", type=int)
@click.pass_context
def conflicts_show(ctx: click.Context, number: int) -> None:
    with opened(ctx) as project:
        one = _numbered(project, number)
    click.echo(safe(f"{record_words(one.kind)} {one.name} · {one.field}: {_(one.what)}"))
    for n, stand in enumerate(one.stands, 1):
        when = times.here(stand.stamp).isoformat(" ", "minutes")
        click.echo(f"\n{n} · {safe(stand.who)} · {when}")
        for line in (stand.words or "–").split("\n"):
            click.echo("  " + safe(line))
    if one.differ:
        click.echo("\n" + _("Where they differ (1 → 2):"))
        for before, after in one.differ:
            click.echo(f"  − {safe(before)}\n  + {safe(after)}")
        click.echo(_("Codings stay where they were made and are found again in the version that stands."))
    click.echo("\n" + _("To settle it: %s") % one.remedy)


@conflicts.command(
    "settle",
    help=_(
        "Settle conflict NUMBER of the list: in favour of a side, or as “conflicts show” says. It is an ordinary action: it merges.\n\n"
        "Example: qualcode conflicts settle 1 --side 2"
    ),
)
@click.argument("number", type=int)
@click.option("--side", type=int, help=_("Which side shall stand."))
@click.option("--rename", help=_("A new name for the later of two codes of one name."))
@click.option("--combine", is_flag=True, help=_("Make two codes of one name one."))
@click.option("--restore", is_flag=True, help=_("Bring back a code that is still used."))
@click.option("--parent", help=_("The code above, where moves made a loop."))
@click.option("--top", is_flag=True, help=_("No code above, where moves made a loop."))
@click.pass_context
def conflicts_settle(
    ctx: click.Context, number: int, side: int | None, rename: str | None, combine: bool, restore: bool,
    parent: str | None, top: bool,
) -> None:  # fmt: skip
    with opened(ctx, writes=True) as project:
        one = _numbered(project, number)
        write = _asked(project, one, side, rename, combine, restore, parent, top)
        write(project)
    click.echo(_("Settled."))


def _asked(
    project: Project, one: Opposed, side: int | None, rename: str | None, combine: bool, restore: bool,
    parent: str | None, top: bool,
) -> Write:  # fmt: skip
    """The write that the options ask for. UserError where they do not settle this conflict."""
    from qualcode.reduce.opposed import renamed, under

    what = one.conflict.what
    if side is not None and not 1 <= side <= len(one.stands):
        raise UserError(_("this conflict has %d sides") % len(one.stands), todo=_("qualcode conflicts"))
    given = {
        "side": side is not None, "rename": rename is not None, "combine": combine, "restore": restore,
        "parent": parent is not None, "top": top,
    }  # fmt: skip
    fits = {"name": ("rename", "combine"), "in-use": ("side", "restore"), "cycle": ("parent", "top")}.get(
        what, ("side",)
    )
    asked = [name for name, there in given.items() if there]
    if len(asked) != 1 or asked[0] not in fits or (what == "in-use" and side not in (None, 1)):
        raise UserError(_("this does not settle: %s") % one.what, todo=one.remedy)
    if rename is not None:
        return renamed(one.conflict, rename)
    if parent is not None:
        return under(one.conflict, _code(project, parent))
    choice = side or (2 if restore else 1)
    return one.choices[choice - 1][1]


def _code(project: Project, name: str) -> str:
    from qualcode.reduce.codebook import codebook, find_code

    return find_code(codebook(project), name).id.hex()


def _numbered(project: Project, number: int) -> Opposed:
    from qualcode.reduce.opposed import opposed, shown_conflicts

    found, _hidden = shown_conflicts(project)
    if not 1 <= number <= len(found):
        raise UserError(_("there is no conflict %d (there are %d)") % (number, len(found)))
    return opposed(project, found[number - 1])


def _short(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= 40 else line[:39] + "…") or "–"
