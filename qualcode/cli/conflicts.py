"""conflicts: list, show, settle."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import json_option, listing, opened, safe
from qualcode.errors import UserError
from qualcode.i18n import N_, _, ngettext
from qualcode.store import Project

if TYPE_CHECKING:
    from qualcode.store.conflicts import Conflict, Side

WHAT = {
    "field": N_("two people wrote different things"),
    "removed": N_("changed by one, taken off by the other"),
    "cycle": N_("moves on two computers made codes each other's ancestors"),
    "name": N_("two codes of one name"),
    "in-use": N_("a code was taken off that somebody still used"),
}
REMEDY = {
    "field": N_("settle it in favour of a side: --side N"),
    "removed": N_("settle it in favour of a side: --side N"),
    "cycle": N_("say what stands above it: --parent CODE, or --top"),
    "name": N_("make them one: --combine, or give this one another name: --rename NAME"),
    "in-use": N_("bring the code back: --restore, or take its codings off too: --side 1"),
}


@click.group(
    invoke_without_command=True,
    help=_("What two people wrote differently without having seen each other. Alone it lists it."),
)
@json_option
@click.pass_context
def conflicts(ctx: click.Context, as_json: bool) -> None:
    if ctx.invoked_subcommand is not None:
        return
    from qualcode.store.conflicts import conflicts as open_conflicts

    with opened(ctx) as project:
        listing(
            (_item(project, number, c) for number, c in enumerate(open_conflicts(project), 1)), as_json,
            [("number", "#"), ("what", _("what")), ("kind", _("kind")), ("record", _("record")), ("field", _("field")), ("sides", _("sides"))],
            empty=_("No conflicts."), words=("what", "kind"),
        )  # fmt: skip
        if not as_json and any(True for _c in open_conflicts(project)):
            click.echo(_("“qualcode conflicts show NUMBER” has both sides whole, and how to settle it."))


def _item(project: Project, number: int, c: Conflict) -> dict[str, Any]:
    from qualcode.store.conflicts import title

    return {
        "number": number, "what": c.what, "kind": c.kind, "id": c.rec, "record": title(project, c), "field": c.field,
        "sides": [f"{n}: {_short(_value(project, c, s))} ({_who(project, s)})" for n, s in enumerate(c.sides, 1)],
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
    from qualcode.store.conflicts import title

    with opened(ctx) as project:
        c = _numbered(project, number)
        click.echo(f"{_(c.kind)} {safe(title(project, c))} · {_(c.field)}: {_(WHAT[c.what])}")
        for n, side in enumerate(c.sides, 1):
            when = datetime.fromtimestamp(side.stamp / 1000).isoformat(" ", "minutes")
            click.echo(f"\n{n} · {safe(_who(project, side))} · {when}")
            for line in (_value(project, c, side) or "–").split("\n"):
                click.echo("  " + safe(line))
        if c.kind == "source" and c.field == "version":
            _show_corrections(project, c)
        click.echo("\n" + _("To settle it: %s") % _(REMEDY[c.what]))


def _show_corrections(project: Project, c: Conflict) -> None:
    """Where two corrections of one transcript differ, and where the codings would lie."""
    from qualcode.collect.corrections import difference

    one, other, *_more = (bytes.fromhex(side.value) for side in c.sides if side.value)
    click.echo("\n" + _("Where they differ (1 → 2):"))
    for change in difference(project, one, other):
        click.echo(f"  − {safe(change.old_words)}\n  + {safe(change.new_words)}")
    click.echo(_("Codings stay where they were made and are found again in the version that stands."))


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
    from qualcode.store.conflicts import settle

    with opened(ctx, writes=True) as project:
        c = _numbered(project, number)
        if side is not None and not 1 <= side <= len(c.sides):
            raise UserError(_("this conflict has %d sides") % len(c.sides), todo=_("qualcode conflicts"))
        asked = (side is not None, rename is not None, combine, restore, parent is not None, top)
        fits = {
            "field": (True, False, False, False, False, False), "removed": (True, False, False, False, False, False),
            "name": (False, True, True, False, False, False), "in-use": (side == 1, False, False, True, False, False),
            "cycle": (False, False, False, False, True, True),
        }[c.what]  # fmt: skip
        if sum(asked) != 1 or not any(a and b for a, b in zip(asked, fits, strict=True)):
            raise UserError(_("this does not settle: %s") % _(WHAT[c.what]), todo=_(REMEDY[c.what]))
        if combine:
            _combine(project, c)
        elif rename is not None:
            settle(project, c, rename)
        elif parent is not None or top:
            settle(project, c, _code(project, parent).hex() if parent else None)
        elif restore:
            settle(project, c, 0)
        else:
            assert side is not None
            settle(project, c, c.sides[side - 1].value if c.what == "field" else 1 if side == 1 else 0)
    click.echo(_("Settled."))


def _combine(project: Project, c: Conflict) -> None:
    from qualcode.reduce.codebook import by_id
    from qualcode.reduce.combining import combine

    known = by_id(project)
    into, *others = (known[bytes.fromhex(side.value)] for side in c.sides)
    combine(project, others, into)


def _code(project: Project, name: str) -> bytes:
    from qualcode.reduce.codebook import codebook, find_code

    return find_code(codebook(project), name).id


def _numbered(project: Project, number: int) -> Conflict:
    from qualcode.store.conflicts import conflicts as open_conflicts

    found = open_conflicts(project)
    if not 1 <= number <= len(found):
        raise UserError(_("there is no conflict %d (there are %d)") % (number, len(found)))
    return found[number - 1]


def _who(project: Project, side: Side) -> str:
    return str(project.value("SELECT name FROM coder WHERE id=?", side.who) or "?")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return (line if len(line) <= 40 else line[:39] + "…") or "–"


def _value(project: Project, c: Conflict, side: Side) -> str:
    """What a side says, in words: a text whole, a reference by name."""
    from qualcode.store import blobs
    from qualcode.store.kinds import BY_NAME

    value = side.value
    if c.what == "in-use" and side is not c.sides[0]:
        return str(ngettext("%d coding", "%d codings", value) % value)
    if value is None:
        return ""
    if c.field == "removed" or (c.what == "removed" and side is c.sides[0]):
        return _("taken off") if value else _("there")
    if isinstance(value, str) and value.startswith("blob:"):
        return blobs.prose(project.conn, bytes.fromhex(value[5:]))
    field = BY_NAME[c.kind].field(c.field)
    if c.what == "name":
        return _named(project, "code", value)
    if field.type.startswith("ref:"):
        return _named(project, field.type[4:], value)
    if field.name == "span":
        return _("characters %d to %d") % (value[1], value[2])
    return str(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _named(project: Project, kind: str, rec: str) -> str:
    """A record by the name people know it by."""
    from qualcode.store.kinds import BY_NAME

    key = bytes.fromhex(rec)
    if kind == "version":
        found = project.conn.execute(
            "SELECT v.made, a.stamp FROM version v JOIN action a ON a.id=v.a WHERE v.id=?", (key,)
        ).fetchone()
        when = datetime.fromtimestamp(found[1] / 1000).isoformat(" ", "minutes") if found else "?"
        return _("the text of %s") % when
    column = next((f.name for f in BY_NAME[kind].fields if f.name in ("name", "pseudonym", "key")), None)
    name = project.value(f'SELECT "{column}" FROM "{kind}" WHERE id=?', key) if column else None
    return f"{name or rec[:8]}" + (f" [{rec[:8]}]" if kind == "code" else "")
