"""What each noun of ``export`` can be told.

One rule: what would change nothing is refused and not taken in silence: who says --code of a map and reads a map believes that it
is of that code.
"""

from __future__ import annotations

from typing import Any

import click

from qualcode.errors import UserError
from qualcode.i18n import _

_EVERY = frozenset({"file", "language", "coarse", "force", "what", "name"})
_DOCUMENT = frozenset({"captions", "quotes"})
_TABLE = _DOCUMENT | {"themes", "by", "chapter", "first"}
_MATRIX = frozenset({"rows", "columns", "count", "where", "column", "order", "year", "sort", "group", "form", "swap", "tau", "every", "layer"})  # fmt: skip

USES: dict[str, frozenset[str]] = {
    "report": _DOCUMENT | {"parts", "chapter", "first", "keep", "layer"},
    "table": _DOCUMENT | {"chapter", "first", "layer"},  # a part of the report; those below have options of their own
    "figure": frozenset({"captions", "first", "layer"}),
    "matrix": _DOCUMENT | _MATRIX,
    "triangulation": _DOCUMENT | {"where"},
    "swot": _DOCUMENT | {"scope"},
    "codebook": frozenset({"captions", "field", "booklet"}),
    "quotes": frozenset({"captions", "themes", "code", "source", "where", "layer"}),
    "transcript": frozenset({"captions", "blank", "layer"}),
    "agreement": _DOCUMENT | {"unit"},
    "reading": frozenset({"layer"}),
    "project": frozenset(),
    "journal": frozenset(),
    "docbin": frozenset({"layer"}),
}
_TABLES: dict[str, frozenset[str]] = {
    "sources": frozenset({"where", "captions"}),
    "participants": frozenset({"where", "captions"}),
    "codings": frozenset({"where", "captions"}),
    "figures": frozenset({"captions"}),
    "framework": _TABLE | {"category", "swap", "members", "every", "where"},
    "conclusions": _TABLE | {"case", "where"},
    "issues": (_TABLE - {"themes", "by"}) | {"column", "region", "where"},
    "numbers": (_TABLE - {"themes"}) | {"indicator", "year", "region", "total", "remark"},
}
_FORMS = {
    "accounting": _DOCUMENT | {"form", "columns", "rows"}
}  # of a matrix; rows stay said where only the form is changed
_FIGURES = {"descriptive": USES["figure"] | {"indicator"}}
_NAMED = frozenset({"table", "figure", "transcript"})
WHAT = tuple(USES)


def refuse_idle(ctx: click.Context, what: str, name: str | None, *, form: str = "table") -> None:
    """UserError where an option was given that changes nothing of what is asked for, with those that would."""
    if name and what not in _NAMED:
        raise UserError(
            _("“%s” takes no name, such as “%s”") % (what, name), todo=_("“qualcode export --help” says what does")
        )
    own = {"table": _TABLES, "figure": _FIGURES}.get(what, {}).get(name or "", USES[what])
    used = _EVERY | (_FORMS.get(form, own) if what == "matrix" else own)
    idle = [one for one in ctx.command.params if one.name not in used and _given(ctx, one)]
    if idle:
        flags = [one.opts[0] for one in ctx.command.params if one.name in own]
        named = " ".join(filter(None, (what, name if what in ("table", "figure") else form if form in _FORMS else "")))
        told = _("It can be told: %s") % ", ".join(sorted(flags)) if flags else _("It is written as it is")
        if (what, name) == ("figure", "map"):
            told += ". " + _("“qualcode map” draws the map of one theme, code or indicator")
        raise UserError(_("%s changes nothing of “%s”") % (", ".join(one.opts[0] for one in idle), named), todo=told)


def _given(ctx: click.Context, option: click.Parameter) -> bool:
    value: Any = ctx.params.get(str(option.name))
    return value not in (None, (), "", option.get_default(ctx))
