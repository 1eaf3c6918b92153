"""Options that many commands have, the same everywhere: whose codings, which of them, in which language."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import click

from qualcode.conclude.fitting_words import MEANINGS
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import Project
from qualcode.store.lookup import find


def layer_option(command: Any) -> Any:
    """``--layer NAME``: one coder's codings instead of the agreed layer."""
    return click.option(
        "--layer",
        metavar="NAME",
        default="agreed",
        show_default=True,
        help=_("Whose codings: agreed, or a coder's short name."),
    )(command)


def layer_coder(project: Project, layer: str) -> bytes | None:
    """The coder of a layer; None for the agreed one."""
    return None if layer == "agreed" else find(project, "coder", layer)


def where_option(command: Any) -> Any:
    """``--where QUERY``: only what a query names."""
    return click.option(
        "--where", default="", metavar="QUERY",
        help=_("Only passages that fit, e.g. “role:lurah AND NOT valence:+1”, or @NAME of a saved query (qualcode queries)."),
    )(command)  # fmt: skip


def where_of(noun: str) -> Callable[[Any], Any]:
    """``--where QUERY`` of a list of ``noun`` (of ``fitting_words.MEANINGS``): the help says when one of them fits."""
    told = _("Only what a query names, or @NAME of a saved one (qualcode queries): %s.") % _(MEANINGS[noun])
    return click.option("--where", default="", metavar="QUERY", help=told)


def chosen_sources(project: Project, names: Sequence[str], where: str) -> list[bytes] | None:
    """The sources of these names, or all, and of them those a query names; None where neither chooses. UserError where nothing
    fits."""
    named = [find(project, "source", name) for name in names]
    if not where.strip():
        return named or None
    from qualcode.conclude.fitting import Fitting  # reads half of what there is: only where a query asks for it

    fits = Fitting(project, where)
    every = named or [rec for (rec,) in project.rows("SELECT id FROM source WHERE removed=0")]
    if not (found := [rec for rec in every if fits.source(rec)]):
        raise UserError(_("nothing fits “%s”") % where.strip())
    return found


def empty_of(where: str, otherwise: str) -> str:
    """What an empty list says: that nothing fits the query, where there is one."""
    return _("Nothing fits “%s”.") % where.strip() if where.strip() else otherwise


def language_option(command: Any) -> Any:
    """``--language id|en``: of the document that is written, whatever the interface speaks."""
    return click.option(
        "--language", type=click.Choice(["id", "en"]), default="id", show_default=True, help=_("The language of the document."),
    )(command)  # fmt: skip


class _Number(click.ParamType):  # type: ignore[type-arg]  # older click knows no argument
    """A number with a decimal comma or point, and with the other between thousands: ``0,5``, ``0.5``, ``1.234,56``, ``1,234.56``."""

    name = "number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        text = str(value).replace(" ", "").replace("−", "-")
        marks = [sign for sign in text if sign in ",."]
        if len(marks) > 1:
            thousands = marks[0]
            text = text.replace(thousands, "")
        try:
            found = float(text.replace(",", "."))
        except ValueError:
            found = math.nan
        if not math.isfinite(found):
            self.fail(_("“%s” is no number, such as 0,5 or 1.234,56") % value, param, ctx)
        return found


NUMBER = _Number()

_FORCE = "qualcode.force"


def force_option(command: Any) -> Any:
    """``--force`` of a command that writes a document; ``forced`` says whether it was given."""

    def keep(ctx: click.Context, _option: click.Parameter, given: bool) -> None:
        ctx.meta[_FORCE] = given

    return click.option(
        "--force", is_flag=True, expose_value=False, callback=keep, help=_("Write over a file somebody changed."),
    )(command)  # fmt: skip


def forced() -> bool:
    """Whether the command that runs may write over a file somebody changed."""
    return bool(click.get_current_context().meta.get(_FORCE))
