"""clock."""

from __future__ import annotations

import click

from qualcode.cli.common import json_option, listing, opened
from qualcode.errors import UserError
from qualcode.i18n import _


@click.command(
    help=_(
        "Whose clock is more than a day off, by what they wrote. Nothing is lost by a wrong clock: what somebody had seen decides, not the "
        "time. Correcting it moves which of two conflicting values shows until it is settled; history marks corrected times.\n\n"
        "Example: qualcode clock --correct 1"
    )
)
@click.option("--correct", "number", type=int, help=_("Write the correction of this number of the list."))
@json_option
@click.pass_context
def clock(ctx: click.Context, number: int | None, as_json: bool) -> None:
    from qualcode.store import clocks

    with opened(ctx, writes=number is not None) as project:
        found = clocks.wrong_clocks(project)
        if number is not None:
            if not 1 <= number <= len(found):
                raise UserError(
                    _("there is no number %d in the list (it has %d)") % (number, len(found)), todo="qualcode clock"
                )
            clocks.correct(project, found[number - 1])
            click.echo(_("Corrected. It reaches the others with the next sync or merge; undo takes it back."))
            return
        names = dict(project.rows("SELECT id, name FROM coder"))
        listing(
            (
                {
                    "number": n, "who": names.get(one.who, "?"), "days": round(one.off / clocks.DAY, 1), "from": one.first,
                    "to": one.last, "log": one.log.hex()[:8], "proven": one.proven,
                }
                for n, one in enumerate(found, 1)
            ),
            as_json,
            [("number", "#"), ("who", _("who")), ("days", _("days off")), ("from", _("from action")), ("to", _("to")), ("log", "log")],
            empty=_("No clock is more than a day off."),
        )  # fmt: skip
