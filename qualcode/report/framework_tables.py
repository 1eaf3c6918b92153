"""The tables of a report by name: what each one may be told, and its blocks.

The rule: a table is asked for by one wish, the same from the command line, the app and a report's list, so that all three print
the same table.
"""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.reduce.summaries import find_case
from qualcode.report.blocks import Block, Document, Table
from qualcode.report.framework import framework_blocks
from qualcode.report.framework_chains import conclusion_blocks, issue_blocks
from qualcode.report.framework_numbers import number_blocks
from qualcode.report.phrases import speaking
from qualcode.store import Project
from qualcode.store.lookup import find

NAMES = {
    "framework": N_("themes by areas, or by classes of people with --by: level and phrase"),
    "conclusions": N_("themes with finding, source and conclusion"),
    "issues": N_("problem, cause, recommendation, responsible"),
    "numbers": N_("indicators by areas or years, with totals"),
}


@dataclass(frozen=True)
class Wish:
    """Which table, and how; names are as a person types them. ``swap``: None lets the table choose what stands in columns;
    ``fields``: columns of issues; ``case``: of conclusions; ``region``: of numbers and issues."""

    name: str
    by: str = ""
    themes: tuple[str, ...] = ()
    category: str = ""
    swap: bool | None = None
    everything: bool = False
    members: bool = False
    case: str = ""
    fields: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    region: str = ""
    total: bool = False
    remark: str = ""
    quotes: bool = True


def table_blocks(project: Project, wish: Wish) -> list[Block]:
    """The blocks of a table; to be called inside ``speaking``. UserError where something it names is not there."""
    themes = [find(project, "theme", name) for name in wish.themes]
    region = find_case(project, wish.region).region if wish.region else None
    match wish.name:
        case "framework":
            category = find(project, "theme", wish.category) if wish.category else None
            return framework_blocks(
                project, by=wish.by or "kelurahan", themes=themes, category=category, swap=wish.swap, everything=wish.everything,
                members=wish.members, quotes=wish.quotes,
            )  # fmt: skip
        case "conclusions":
            case = find_case(project, wish.case) if wish.case else None
            return conclusion_blocks(project, case=case, themes=themes, by=wish.by or "role", quotes=wish.quotes)
        case "issues":
            return issue_blocks(project, fields=wish.fields, scope=region, quotes=wish.quotes)
        case "numbers":
            return number_blocks(
                project, [find(project, "indicator", name) for name in wish.indicators], level=wish.by or "kecamatan", years=wish.years,
                by_year=wish.by in ("year", "tahun"), region=region, total=wish.total,
                remark=find(project, "theme", wish.remark) if wish.remark else None, quotes=wish.quotes,
            )  # fmt: skip
    raise UserError(_("there is no table “%s”") % wish.name, todo=_("Tables: %s") % ", ".join(NAMES))


def table_document(project: Project, wish: Wish, *, language: str = "id") -> Document:
    """One table with its quotes or figures as a document."""
    with speaking(language):
        blocks = table_blocks(project, wish)
    title = next(block.caption for block in blocks if isinstance(block, Table))
    return Document(title, tuple(blocks), language=language)
