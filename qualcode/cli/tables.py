"""The options of tables that are exported by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.common import F
from qualcode.i18n import _

if TYPE_CHECKING:
    from qualcode.report.framework_tables import Wish

_OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--by", {"metavar": "BY", "help": _("Of tables: kelurahan, kecamatan, kota, year, or an attribute such as role.")}),
    ("--category", {"metavar": "THEME", "help": _("Of the framework: a theme whose level stands in a column of its own.")}),
    ("--swap/--no-swap", {"default": None, "help": _("Of the framework: cases in columns, or themes; else the fewer. Of a matrix: rows as columns.")}),
    ("--members", {"is_flag": True, "help": _("Of the framework: a column with the informants.")}),
    ("--case", {"metavar": "CASE", "help": _("Of conclusions: one case instead of the whole study.")}),
    ("--column", {"multiple": True, "metavar": "NAME", "help": _("Of a matrix or issues: which columns, in this order.")}),
    ("--indicator", {"multiple": True, "metavar": "NAME", "help": _("Of numbers: an indicator; may be given again.")}),
    ("--year", {"multiple": True, "type": int, "help": _("Of numbers, or of the indicator a matrix is ordered by: a year; may be given again.")}),
    ("--region", {"metavar": "NAME", "help": _("Of numbers and issues: only in this region.")}),
    ("--total", {"is_flag": True, "help": _("Of numbers: a column of sums over the indicators.")}),
    ("--remark", {"metavar": "THEME", "help": _("Of numbers: a last column with what is written of a theme.")}),
)  # fmt: skip


def table_options(command: F) -> F:
    """The options of ``wish``."""
    for name, settings in reversed(_OPTIONS):
        command = click.option(name, **settings)(command)
    return command


def take_options(options: dict[str, Any]) -> dict[str, Any]:
    """What these options were given, taken out of all the others."""
    return {
        name: options.pop(name) for name in (one.partition("/")[0].removeprefix("--") for one, _settings in _OPTIONS)
    }


def wish(
    name: str, options: dict[str, Any], *, themes: tuple[str, ...], everything: bool, quotes: bool, where: str = ""
) -> Wish:
    """The table that was asked for."""
    from qualcode.report.framework_tables import Wish

    return Wish(
        name, by=options["by"] or "", themes=themes, category=options["category"] or "", swap=options["swap"],
        everything=everything, members=options["members"], case=options["case"] or "", fields=options["column"],
        indicators=options["indicator"], years=options["year"], region=options["region"] or "", total=options["total"],
        remark=options["remark"] or "", quotes=quotes, where=where,
    )  # fmt: skip
