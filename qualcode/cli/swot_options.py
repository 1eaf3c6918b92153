"""What the commands of SWOT and strategies share: the area, the three answers, evidence as people name it."""

from __future__ import annotations

from typing import Any

import click

from qualcode.errors import UserError
from qualcode.i18n import _

YES = ("yes", "y", "ya", "1", "true")
NO = ("no", "n", "tidak", "t", "0", "false")


def scope_option(command: Any) -> Any:
    """``--scope``: the area the SWOT is of."""
    return click.option(
        "--scope", metavar="REGION", help=_("The kecamatan or kelurahan the SWOT is of, instead of the whole city.")
    )(command)


def answer_options(command: Any) -> Any:
    """The three questions."""
    for name, text in (
        ("--condition", _("Is it a condition (yes), or already a wish (no)?")),
        ("--exists-without", _("Would it exist if the unit did nothing or did not exist? yes or no.")),
        ("--can-change", _("Can the unit change it in the plan period with its own authority and money? yes or no.")),
    ):
        command = click.option(name, metavar="yes|no", help=text)(command)
    return command


def evidence_options(command: Any) -> Any:
    for name, key, metavar, text in (
        ("--against", "against", "CODING", _("A passage that speaks against it, by the id of its coding.")),
        ("--document", "documents", "TEXT", _("A regulation or the page of a report.")),
        ("--figure", "figures", "INDICATOR:REGION[:YEAR]", _("A value of an indicator.")),
        ("--indicator", "indicators", "NAME", _("An indicator as a whole.")),
        ("--passage", "codings", "CODING", _("A coded passage, by the id of its coding.")),
        ("--theme", "themes", "NAME", _("A theme.")),
    ):
        command = click.option(name, key, metavar=metavar, multiple=True, help=text)(command)
    return command


def yes_or_no(text: str | None) -> bool | None:
    if text is None:
        return None
    if text.casefold() in (*YES, *NO):
        return text.casefold() in YES
    raise UserError(_("“%s” is neither yes nor no") % text, todo=_("Write yes or no"))


def given_answers(can_change: str | None, exists_without: str | None, condition: str | None) -> dict[str, bool | None]:
    named = {"can_change": can_change, "exists_without": exists_without, "condition": condition}
    return {name: yes_or_no(text) for name, text in named.items() if text is not None}


def given_evidence(**named: tuple[str, ...]) -> dict[str, Any]:
    """Options as ``swot_import.named_evidence`` takes them."""
    found: dict[str, Any] = {key: list(values) for key, values in named.items() if key != "figures" and values}
    figures = []
    for text in named.get("figures", ()):
        parts = text.split(":")
        year = int(parts.pop()) if len(parts) > 2 and parts[-1].isdigit() else None
        if len(parts) < 2:
            raise UserError(_("“%s” names no figure") % text, todo=_("Write INDICATOR:REGION:YEAR"))
        figures.append({"indicator": ":".join(parts[:-1]), "region": parts[-1], "year": year})
    return found | ({"figures": figures} if figures else {})


def passed_on(group: click.Group, scope: str) -> dict[str, Any]:
    """A scope named before the verb, for every command below it."""
    return {
        name: {"scope": scope} | (passed_on(one, scope) if isinstance(one, click.Group) else {})
        for name, one in group.commands.items()
    }


def read(project: Any, scope: str | None) -> Any:
    from qualcode.conclude.swot_records import read_swot, scope_named

    return read_swot(project, scope=scope_named(project, scope))
