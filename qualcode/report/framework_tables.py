"""The tables of a report by name: what each one may be told, and its blocks.

The rule: a table is asked for by one wish, the same from the command line, the app and a report's list, so that all three print
the same table.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from qualcode.collect.attributes import table
from qualcode.collect.regions import LEVELS, find_region, regions
from qualcode.display.framework import Listening
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.reduce.issues import issues
from qualcode.reduce.summaries import find_case, summaries
from qualcode.reduce.themes import themes as all_themes
from qualcode.report.blocks import Block, Document, Table
from qualcode.report.framework import framework_blocks
from qualcode.report.framework_chains import conclusion_blocks, issue_blocks
from qualcode.report.framework_numbers import number_blocks
from qualcode.report.phrases import saying, speaking
from qualcode.store import Project
from qualcode.store.ids import fold
from qualcode.store.lookup import find

NAMES = {
    "framework": N_("themes by areas, or by classes of people with --by: level and phrase"),
    "conclusions": N_("themes with finding, source and conclusion"),
    "issues": N_("problem, cause, recommendation, responsible"),
    "numbers": N_("indicators by areas or years, with totals"),
}
FEW = 8  # kinds of people that a cell can name
said = saying({"themes_left": ("Tema yang belum diringkas di sini: {names}.", "Themes not summed up here: {names}.")})


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
    where: str = ""  # a query: only what fits


def table_blocks(project: Project, wish: Wish) -> list[Block]:
    """The blocks of a table; to be called inside ``speaking``. UserError where something it names is not there."""
    themes = [find(project, "theme", name) for name in wish.themes]
    region = _region(project, wish) if wish.region else None
    match wish.name:
        case "framework":
            category = find(project, "theme", wish.category) if wish.category else None
            return framework_blocks(
                project, by=wish.by or "kelurahan", themes=themes, category=category, swap=wish.swap, everything=wish.everything,
                members=wish.members, quotes=wish.quotes, where=wish.where,
            )  # fmt: skip
        case "conclusions":
            case = find_case(project, wish.case) if wish.case else None
            return conclusion_blocks(
                project, case=case, themes=themes, by=wish.by or grouping(project), quotes=wish.quotes, where=wish.where
            )
        case "issues":
            return issue_blocks(project, fields=wish.fields, scope=region, quotes=wish.quotes, where=wish.where)
        case "numbers":
            return number_blocks(
                project, [find(project, "indicator", name) for name in wish.indicators], level=wish.by or "kecamatan", years=wish.years,
                by_year=wish.by in ("year", "tahun"), region=region, total=wish.total,
                remark=find(project, "theme", wish.remark) if wish.remark else None, quotes=wish.quotes,
            )  # fmt: skip
    raise UserError(_("there is no table “%s”") % wish.name, todo=_("Tables: %s") % ", ".join(NAMES))


def _region(project: Project, wish: Wish) -> bytes | None:
    """The region that is named. Numbers by kelurahan in “Laweyan” are those of the kecamatan, though a kelurahan has the name too."""
    by = fold(wish.by) or "kecamatan"
    if wish.name == "numbers" and by in LEVELS and ":" not in wish.region:
        for level in reversed(LEVELS[: LEVELS.index(by)]):
            if (found := find_region(project, wish.region, level=level)) is not None:
                return found
    return find_case(project, wish.region).region


def table_document(project: Project, wish: Wish, *, language: str = "id") -> Document:
    """One table with its quotes or figures as a document."""
    with speaking(language):
        blocks = table_blocks(project, wish)
    title = next(block.caption for block in blocks if isinstance(block, Table))
    return Document(title, tuple(blocks), language=language)


def written_blocks(project: Project, *, quotes: bool = True) -> list[Block]:
    """Every table for which somebody wrote something: the framework by each kind of case, of the themes written there (those
    left out are named), the conclusions, the issues. To be called inside ``speaking``."""
    kept = summaries(project)
    by_kind: dict[str, dict[bytes, None]] = {}
    levels = {region.id: region.level for region in regions(project)}
    for one in kept.values():
        kind = levels.get(one.case.region, "") if one.case.region else one.case.of.partition(":")[0]
        by_kind.setdefault(kind, {})[one.theme] = None
    order = [*LEVELS[::-1], *sorted(kind for kind in by_kind if kind and kind not in LEVELS)]
    blocks: list[Block] = []
    listening = Listening(project)  # each matrix is counted once for all tables
    for kind in (one for one in order if one in by_kind):
        made = framework_blocks(
            project, by=kind, themes=list(by_kind[kind]), members=kind not in LEVELS, quotes=quotes, listening=listening
        )
        left = [theme.shown for theme in all_themes(project) if theme.id not in by_kind[kind]]
        if left and isinstance(made[0], Table):
            made[0] = replace(made[0], notes=(*made[0].notes, said("themes_left", names="; ".join(left))))
        blocks += made
    if "" in by_kind:
        blocks += conclusion_blocks(project, by=grouping(project), quotes=quotes, listening=listening)
    if issues(project):
        blocks += issue_blocks(project, quotes=quotes, listening=listening)
    return blocks


def grouping(project: Project) -> str:
    """The attribute of people by which their kinds are told in few words: their role where roles recur, else a free attribute of
    two to eight values that most have, else the role."""
    now = table(project, "participants")
    values = {
        column.key: Counter(fold(str(row.values[column.key])) for row in now.rows if column.key in row.values)
        for column in now.columns
        if column.key == "role" or not column.built_in
    }

    def tells(found: Counter[str]) -> bool:
        return 2 <= len(found) <= FEW and found.total() * 2 > len(now.rows)

    keys = ("role", *sorted(key for key in values if key != "role"))
    return next((key for key in keys if tells(values.get(key, Counter()))), "role")
