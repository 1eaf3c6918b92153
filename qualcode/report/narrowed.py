"""What a table says of itself where a query or a choice of columns narrowed it.

One rule: part of a table is never called what the whole is called, in its caption and in its notes; so a caption that a person
kept for the whole does not come to stand over a part.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.report.phrases import said

NAMED = 4  # columns in a caption


def refuse_nothing(where: str, found: Collection[object]) -> None:
    """UserError where there is a query and it left nothing."""
    if where.strip() and not found:
        raise UserError(_("nothing fits “%s”") % where.strip())


def only_fitting(where: str, *, whole: bool = True) -> list[str]:
    """A note that a table shows only what a query names; nothing where there was none. ``whole``: it chooses among its rows,
    and what they count is not narrowed."""
    return [said("fitting_whole" if whole else "only_fitting", where=where.strip())] if where.strip() else []


def narrowed(caption: str, where: str) -> str:
    """The caption of what a query left of a table."""
    return said("part_of", caption=caption, what=where.strip()) if where.strip() else caption


def of_columns(names: Sequence[str]) -> str:
    """Chosen columns, as they stand behind what columns are: `` (Pajang, Semanggi)``; of many, how many."""
    if not names:
        return ""
    return f" ({', '.join(names)})" if len(names) <= NAMED else f" ({said('columns_chosen', n=len(names))})"
