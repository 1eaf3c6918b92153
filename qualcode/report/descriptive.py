"""Indicators described, as blocks of a report: the statistics, the ranking, the years, and a chart where one helps.

The rule: every table carries what was left out, what is doubted and how it was worked out; a figure that is not there reads
``...`` and stands below the ranks, never in them.
"""

from __future__ import annotations

from collections.abc import Iterable

from qualcode.collect.indicators import indicators
from qualcode.display.series import Value, Years, doubts, read_years
from qualcode.display.series_described import Described, changes, describe_year
from qualcode.language.numerals import format_number
from qualcode.report import descriptive_words as words
from qualcode.report.blocks import Block, Cell, Column, Document, Figure, Heading, Paragraph, Row, Table, number
from qualcode.report.charts_described import figure
from qualcode.report.phrases import saying, speaking
from qualcode.store import Project

# fmt: off
said = saying({
    "ranking": ("Urutan: {title}", "Ranking: {title}"), "statistics": ("Ringkasan: {title}", "Summary: {title}"),
    "over_years": ("{title}, Antartahun", "{title}, over the Years"), "change_head": ("Perubahan {first}–{last}", "Change {first}–{last}"),
    "percent": ("%", "%"), "of_city": ("Angka kota", "City"),
})
# fmt: on


def descriptive_blocks(
    project: Project, names: Iterable[bytes] | None = None, *, level: int = 2, ranking: bool = True
) -> list[Block]:
    """The chapter's part on indicators: of each (of ``names`` or all with figures) the statistics, the ranking of its regions,
    its years and a chart. ``level``: of the headings. Written in the language in use (``phrases.speaking``)."""
    wanted = None if names is None else set(names)
    doubt = doubts(project)
    blocks: list[Block] = []
    for one in indicators(project):
        if not one.figures or (wanted is not None and one.id not in wanted):
            continue
        years = read_years(project, one.id, doubt=doubt)
        described = describe_year(years)
        blocks.append(Heading(words.name_of(years), level))
        blocks += indicator_blocks(described, ranking=ranking)
    return blocks


def indicator_blocks(described: Described, *, ranking: bool = True) -> list[Block]:
    """One indicator: a sentence, then tables and charts that its figures allow."""
    years = described.years
    blocks: list[Block] = [Paragraph(words.sentence(described))]
    if described.description is not None and described.description.n > 1:
        blocks.append(statistics_table(described))
        if ranking:
            blocks.append(ranking_table(described))
        blocks.append(figure(described, "bar" if described.description.n <= 15 else "histogram"))
    if len(years.comparable) > 1:
        blocks.append(years_table(years))
        blocks.append(figure(described, "trend"))
    return blocks


def describe_document(described: Described, charts_wanted: Iterable[str] = (), *, language: str = "id") -> Document:
    """One indicator as a document of its own; ``charts_wanted`` in place of the usual ones. UserError where one is refused."""
    with speaking(language):
        blocks = indicator_blocks(described)
        if chosen := list(charts_wanted):
            blocks = [block for block in blocks if not isinstance(block, Figure)]
            blocks += [figure(described, kind) for kind in chosen]
        return Document(words.title(described), tuple(blocks), language=language)


def statistics_table(described: Described) -> Table:
    """The statistics of the year, each with its name."""
    rows = [Row((Cell(name), Cell(value, kind="number"))) for name, value in words.statistics(described)]
    return Table(
        said("statistics", title=words.title(described)), (Column("statistic", words.said("statistic"), width=5.0), Column("value", said("value"), width=5.0)),
        tuple(rows), tuple(words.notes(described)), words.source_of(described),
    )  # fmt: skip


def ranking_table(described: Described) -> Table:
    """Every region in its order, those left out below without a rank; the change from the oldest year where there is one."""
    years, rated = described.years, described.year.rated
    changed = changes(years, last=described.year.year) if described.year in years.comparable else None
    by_region = {one.region: one for one in changed.changes} if changed else {}
    columns = [
        Column("rank", said("rank"), width=1.8),
        Column("area", said("area"), width=5.5),
        Column("value", said("value"), width=3.0),
    ]
    if changed:
        columns += [Column("change", said("change_head", first=changed.first, last=changed.last), width=3.4), Column("percent", said("percent"), width=2.0)]  # fmt: skip
    rows = []
    for one in described.ordered + [value for values in described.left_out.values() for value in values]:
        rank = described.ranks.get(one.region)
        cells = [Cell(_rank(rank), rank, kind="number"), Cell(one.name), value_cell(years, one, rated=rated)]
        if changed:
            change = by_region[one.region]
            places = words.COUNTED if rated else years.decimals
            cells += [_signed(change.absolute, places), _signed(change.percent, 1)]
        rows.append(Row(tuple(cells)))
    notes = [*words.notes(described)[:-1], *(words.changes_notes(years, changed) if changed else ())]
    return Table(said("ranking", title=words.title(described)), tuple(columns), tuple(rows), tuple(notes), words.source_of(described))  # fmt: skip


def years_table(years: Years) -> Table:
    """A line a year: n, median, extremes and the city's figure; of a single region its figure."""
    single = years.level == "kota"
    columns = [Column("year", said("year"), width=2.2)]
    columns += [Column("value", said("value"), width=3.5)] if single else [
        Column("n", "n", width=1.6), *(Column(key, words.said(key), width=2.6) for key in ("median", "minimum", "maximum")),
        Column("city", said("of_city"), width=2.8),
    ]  # fmt: skip
    rows = []
    for one in years.comparable:
        described = describe_year(years, one.year, chosen=True)
        found = described.description
        year = Cell(f"{one.year}{words.PRELIMINARY if one.preliminary else ''}")
        if single or found is None:
            rows.append(Row((year, *(value_cell(years, value, rated=one.rated) for value in one.values[:1]))))
            continue
        show = [
            Cell(words.shown(years, value, rated=one.rated, more=more), value, kind="number")
            for value, more in ((found.median, 1), (found.minimum, 0), (found.maximum, 0))
        ]
        city = value_cell(years, one.city, rated=one.rated) if one.city else Cell("...", kind="state")
        rows.append(Row((year, number(found.n), *show, city)))
    marked = [words.said("preliminary", n=f"({words.PRELIMINARY})", names="")[:-2] + "."] if any(y.preliminary for y in years.comparable) else []  # fmt: skip
    found_changes = changes(years)
    notes = [*marked, *(words.changes_notes(years, found_changes) if found_changes else words.break_notes(years))]
    return Table(_over_years(years), tuple(columns), tuple(rows), tuple(notes), words.source_line(o for y in years.comparable for o in y.origins))  # fmt: skip


def value_cell(years: Years, one: Value, *, rated: bool) -> Cell:
    """A region's figure, marked where preliminary; a left out one reads ``...``, never zero."""
    if one.value is None:
        return Cell("...", kind="state")
    mark = words.PRELIMINARY if "preliminary" in one.against else ""
    return Cell(words.shown(years, one.value, rated=rated) + mark, one.value, kind="number")


def _over_years(years: Years) -> str:
    return said("over_years", title=words.titled(years, None, rated=any(one.rated for one in years.comparable)))


def _rank(rank: float | None) -> str:
    return "" if rank is None else format_number(rank, 0 if rank.is_integer() else 1)


def _signed(value: float | None, decimals: int) -> Cell:
    if value is None:
        return Cell("...", kind="state")
    return Cell(words.signed(value, decimals), value, kind="number")
