"""progress: how far everybody is, and what holds us up."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from qualcode.cli.common import SCHEMA, json_option, listing, opened, plain, safe
from qualcode.cli.harmless import in_json
from qualcode.i18n import _, ngettext
from qualcode.store import times

if TYPE_CHECKING:
    from qualcode.reduce.progress import Progress

_SIGNS = {"finished": "▓", "partly": "▒", "open": "░"}


@click.command(
    help=_(
        "Who has finished what, by coder, kelurahan and source; open conflicts and unsettled differences; what holds us up. Of colleagues "
        "it knows what came with the last sync.\n\nExample: qualcode progress"
    )
)
@json_option
@click.pass_context
def progress(ctx: click.Context, as_json: bool) -> None:
    from qualcode.reduce.progress import progress as look

    with opened(ctx) as project:
        found = look(project)
        now = project.clock()
    if as_json:
        items = [
            {"kind": "all", "sources": len(found.sources), "finished": found.finished, "pace": found.pace, "days": found.days,
             "unvisited": found.unvisited, "conflicts": found.conflicts, "disputes": found.disputes},
            *({"kind": "coder", **asdict(one)} for one in found.people),
            *({"kind": "kelurahan", **asdict(one)} for one in found.areas),
            *({"kind": "source", **asdict(one)} for one in found.sources),
            *({**asdict(one), "kind": "holdup", "about": one.kind} for one in found.holdups),
        ]  # fmt: skip
        click.echo(in_json(json.dumps({"schema": SCHEMA, "items": plain(items)}, ensure_ascii=False, indent=1)))
        return
    _sentence(found, now)
    click.echo()
    listing(
        ({"name": p.name, "assigned": p.assigned, "finished": p.finished, "codings": p.codings, "decided": p.decided, "last": _when(p.last),
          "waiting": ngettext("%d source", "%d sources", len(p.waiting)) % len(p.waiting) if p.waiting else "–"} for p in found.people),
        False,
        [("name", _("coder")), ("assigned", _("assigned")), ("finished", _("finished")), ("codings", _("codings")),
         ("decided", _("suggestions decided")), ("last", _("last seen")), ("waiting", _("waiting"))],
    )  # fmt: skip
    click.secho("\n" + _("By kelurahan (finished of those there)"), bold=True)
    areas = [f"{safe(a.name) or _('(not known)')} {a.finished}/{a.there}" for a in found.areas]
    if found.unvisited:
        areas.append("· " + ngettext("%d kelurahan not visited", "%d kelurahan not visited", found.unvisited) % found.unvisited)  # fmt: skip
    _wrapped(areas)
    click.secho("\n" + _("By source (▓ finished, ▒ partly, ░ not yet, ‖ coded twice)"), bold=True)
    _wrapped([_SIGNS[s.state] + ("‖" if s.twice else "") + " " + safe(s.name) for s in found.sources])
    if found.holdups:
        click.secho("\n" + _("What holds us up"), bold=True)
        for one in found.holdups:
            click.echo("  " + safe(" · ".join(filter(None, (one.name, one.what, one.who)))))
    click.echo("\n" + _("These figures are for sharing out work, not for judging people."))


def _sentence(found: Progress, now: int) -> None:
    done = ngettext("%d of %d source is finished.", "%d of %d sources are finished.", len(found.sources)) % (found.finished, len(found.sources))  # fmt: skip
    if found.days is not None:
        day = (times.here(now) + timedelta(days=found.days)).date()
        done += " " + _("At the pace of the last days: finished by %s.") % day.isoformat()
    if found.disputes:
        done += " " + ngettext("%d disagreement is not settled.", "%d disagreements are not settled.", found.disputes) % found.disputes  # fmt: skip
    if found.conflicts:
        done += " " + ngettext("%d conflict is open.", "%d conflicts are open.", found.conflicts) % found.conflicts
    click.secho(done, bold=True)


def _when(stamp: int | None) -> str:
    if stamp is None:
        return "–"
    return times.here(stamp).strftime("%Y-%m-%d %H:%M")


def _wrapped(parts: list[str], width: int = 78) -> None:
    line = ""
    for part in parts:
        if line and len(line) + 3 + len(part) > width:
            click.echo("  " + line)
            line = ""
        line += ("   " if line else "") + part
    if line:
        click.echo("  " + line)
