"""The group of a noun: the same verbs mean the same under every one of them.

One rule: a noun alone lists, so ``list`` says no more than that, with the same options, and is nowhere written twice. A verb
that people say instead of ours is understood; the help names ours.
"""

from __future__ import annotations

import click

from qualcode.i18n import _

_OURS = {"change": "set", "edit": "set", "delete": "remove", "new": "add", "create": "add"}


class Noun(click.Group):
    """A group that lists where it is called without a verb."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({"list", *self.commands})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        found = self.commands.get(cmd_name) or self.commands.get(_OURS.get(cmd_name, ""))
        if found is None and cmd_name == "list":
            options = [one for one in self.params if isinstance(one, click.Option)]
            return click.Command("list", params=list(options), callback=self.callback, help=_("List them."))
        return found
