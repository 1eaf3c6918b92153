"""Indicators described, as blocks of a report: the statistics, the ranking, the years, and a chart where one helps.

The rule: every table carries what was left out, what is doubted and how it was worked out; a figure that is not there reads
``...`` and stands below the ranks, never in them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from qualcode import i18n
from qualcode.collect.indicators import indicators
from qualcode.display.numbers import FEW
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
    "overview": ("Ringkasan Indikator antar-Wilayah", "Indicators between Areas"), "cities": ("Perkembangan Indikator Kota", "The City's Indicators over the Years"),
    "change": ("Perubahan", "Change"), "bare_mark": ("¹ Jumlah tanpa pembagi: wilayah besar berangka besar; bukan ukuran ketimpangan.", "¹ Counts without a denominator: big areas have big numbers; no measure of inequality."),
    "no_figure": ("... = tidak ada angka yang dapat dipakai, bukan nol.", "... = no usable figure, not zero."),
    "between": ("Rata-rata wilayah tidak ditimbang menurut penduduk, jadi bukan angka kota; rasio = tertinggi : terendah.",
                "The mean of areas is not weighted by population, so it is not the city's figure; ratio = highest : lowest."),
    "held_back": ("Perubahan setiap wilayah tidak dicetak di sini selama angkanya diragukan.", "The change of each area is not printed here while its figures are doubted."),
    "percent": ("%", "%"), "of_city": ("Angka kota", "City"),
})
# fmt: on


def descriptive_blocks(project: Project, names: Iterable[bytes] | None = None, *, level: int = 2) -> list[Block]:
    """The chapter's part on indicators (``names``, or all with figures): one table of all that are compared between areas, one of
    the city's own over the years, then the ranking and a chart of each with ``FEW`` areas or more. ``level``: of the headings.
    Written in the language in use (``phrases.speaking``)."""
    wanted = None if names is None else set(names)
    doubt = doubts(project)
    found = [
        describe_year(read_years(project, one.id, doubt=doubt))
        for one in indicators(project)
        if one.figures and (wanted is None or one.id in wanted)
    ]
    blocks: list[Block] = []
    areas = [one for one in found if len(one.year.values) > 1]
    blocks += [overview_table(areas)] if areas else []
    cities = [one.years for one in found if len(one.year.values) == 1]
    blocks += [cities_table(cities)] if cities else []
    for one in areas:
        if one.description is not None and one.description.n >= FEW:
            blocks += [Heading(words.name_of(one.years), level), Paragraph(words.sentence(one))]
            table, drawn = ranking_table(one, doubted=False), figure(one, "histogram")
            blocks += [table, replace(drawn, notes=tuple(note for note in drawn.notes if note not in table.notes))]
    return blocks


def overview_table(found: Sequence[Described]) -> Table:
    """A line an indicator: how many areas, the middle, the ends with their names, how far apart they are."""
    columns = (
        Column("indicator", said("indicator"), width=5.0), Column("level", said("level"), width=2.2), Column("year", said("year"), width=1.4),
        Column("n", "n", width=1.2), Column("mean", words.said("mean"), width=2.0), Column("median", words.said("median"), width=2.0),
        Column("minimum", words.said("minimum"), width=3.4), Column("maximum", words.said("maximum"), width=3.4),
        Column("ratio", words.said("ratio"), width=1.4),
    )  # fmt: skip
    rows, bare, doubted = [], False, []
    for one in found:
        years, rated, said_ = one.years, one.year.rated, one.description
        if said_ is None:
            continue
        bare = bare or one.bare_count
        if one.worries or one.left_out or one.passed_over:
            lines = [line for line in words.notes(one) if line not in words.standing(one)]
            doubted.append(f"{words.name_of(years)}: {' '.join(lines)}")
        low, high = (
            [value for value in one.year.values if value.value == end] for end in (said_.minimum, said_.maximum)
        )
        rows.append(Row((
            Cell(words.titled(years, None, rated=rated, areas=False) + ("¹" if one.bare_count else "")), Cell(years.level), Cell(str(one.year.year or "")),
            Cell(str(said_.n) if not said_.missing else f"{said_.n}/{said_.n + said_.missing}", said_.n, kind="number"),
            _shown(one, said_.mean, 1), _shown(one, said_.median, 1),
            Cell(f"{words.shown(years, said_.minimum, rated=rated)} ({words.listed(low, 1)})", said_.minimum),
            Cell(f"{words.shown(years, said_.maximum, rated=rated)} ({words.listed(high, 1)})", said_.maximum),
            number(said_.ratio, 2, i18n.language()),
        )))  # fmt: skip
    notes = [said("bare_mark")] if bare else []
    notes += [*doubted, said("between")]
    source = words.source_line(origin for one in found for origin in one.year.origins)
    return Table(said("overview"), columns, tuple(rows), tuple(notes), source)


def cities_table(found: Sequence[Years]) -> Table:
    """The city's own figures: a line an indicator, a column a year, and what changed from the first to the last."""
    at = sorted({one.year for years in found for one in years.years if one.year is not None})
    columns = [
        Column("indicator", said("indicator"), width=5.5),
        *(Column(str(year), str(year), width=2.2) for year in at),
    ]
    columns.append(Column("change", said("change"), width=3.6))
    rows, notes = [], []
    for years in found:
        by_year = {one.year: one for one in years.years}
        cells = [Cell(words.titled(years, None, rated=years.years[-1].rated))]
        for year in at:
            one = by_year.get(year)
            cells.append(value_cell(years, one.values[0], rated=one.rated) if one else Cell("...", kind="state"))
        changed = changes(years)
        first = changed.changes[0] if changed else None
        text = words.change_text(years, first.absolute, first.percent, rated=years.years[-1].rated) if first else "..."
        rows.append(Row((*cells, Cell(text))))
        notes += [f"{words.name_of(years)}: {note}" for note in words.break_notes(years)]
    if any(cell.text == "..." for row in rows for cell in row.cells):
        notes.append(said("no_figure"))
    source = words.source_line(origin for years in found for one in years.years for origin in one.origins)
    return Table(said("cities"), tuple(columns), tuple(rows), tuple(notes), source)


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


def ranking_table(described: Described, *, doubted: bool = True) -> Table:
    """Every region in its order, those left out below without a rank; the change from the oldest year where there is one, and
    without ``doubted`` only where no change rests on a doubted figure: those are for whoever checks, not for a chapter."""
    years, rated = described.years, described.year.rated
    found = changes(years, last=described.year.year) if described.year in years.comparable else None
    held_back = found is not None and not doubted and any(one.worry for one in found.changes)
    changed = None if held_back else found
    by_region = {one.region: one for one in changed.changes} if changed else {}
    columns = [
        Column("rank", said("rank"), width=2.1),
        Column("area", said("area"), width=4.6),
        Column("value", said("value"), width=2.6),
    ]
    if changed:
        columns += [Column("change", said("change_head", first=changed.first, last=changed.last), width=3.0), Column("percent", said("percent"), width=1.8)]  # fmt: skip
    rows = []
    for one in described.ordered + [value for values in described.left_out.values() for value in values]:
        rank = described.ranks.get(one.region)
        cells = [Cell(_rank(rank), rank, kind="number"), Cell(one.name), value_cell(years, one, rated=rated)]
        if changed:
            change = by_region[one.region]
            places = words.COUNTED if rated else years.decimals
            cells += [_signed(change.absolute, places), _signed(change.percent, 1)]
        rows.append(Row(tuple(cells)))
    notes = [*words.notes(described)[:-1], *(words.changes_notes(years, found) if found else ())]
    notes += [said("held_back")] if held_back else []
    return Table(said("ranking", title=words.title(described)), tuple(columns), tuple(rows), tuple(notes), words.source_of(described))  # fmt: skip


def years_table(years: Years) -> Table:
    """A line a year: n, median, extremes and the city's figure; of a single region its figure."""
    single = years.level == "kota"
    city = any(one.city for one in years.comparable)
    columns = [Column("year", said("year"), width=2.2)]
    columns += [Column("value", said("value"), width=3.5)] if single else [
        Column("n", "n", width=1.6), *(Column(key, words.said(key), width=2.6) for key in ("median", "minimum", "maximum")),
        *([Column("city", said("of_city"), width=2.8)] if city else []),
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
        if city:
            show.append(value_cell(years, one.city, rated=one.rated) if one.city else Cell("...", kind="state"))
        rows.append(Row((year, number(found.n), *show)))
    marked = [words.said("preliminary", n=f"({words.PRELIMINARY})", names="")[:-2] + "."] if any(y.preliminary for y in years.comparable) else []  # fmt: skip
    found_changes = changes(years)
    notes = [*marked, *(words.changes_notes(years, found_changes) if found_changes else words.break_notes(years))]
    return Table(_over_years(years), tuple(columns), tuple(rows), tuple(notes), words.source_line(o for y in years.comparable for o in y.origins))  # fmt: skip


def _shown(described: Described, value: float, more: int = 0) -> Cell:
    return Cell(words.shown(described.years, value, rated=described.year.rated, more=more), value, kind="number")


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
