"""Content analysis as blocks of a report: words, codes, what marks groups off, and the saturation curve.

The rule: every count stands with its rate per 1,000 words and its number of transcripts, and the note says what was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from qualcode.display.content import Compared, Terms, terms
from qualcode.display.content_codes import CodeCount, Codes, code_frequency
from qualcode.display.saturation import Saturation, saturation
from qualcode.errors import UserError
from qualcode.i18n import language
from qualcode.language.numerals import format_number
from qualcode.report import charts
from qualcode.report import content_words as words
from qualcode.report.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Paragraph,
    Row,
    Table,
    long_date,
    number,
)
from qualcode.report.content_words import said
from qualcode.report.narrowed import narrowed
from qualcode.report.quoting import Quoter
from qualcode.store import Project

MOST = 30  # rows of a table in the chapter


def content_blocks(project: Project, *, level: int = 2, most: int = MOST) -> list[Block]:
    """The chapter's part on content: the words and pairs of words said most, the codes, and saturation where enough is finished.
    ``level``: of the headings. Written in the language in use."""
    blocks: list[Block] = [Heading(said("content"), level)]
    single = terms(project)
    if single.terms:
        blocks += [Paragraph(words.terms_sentence(single)), terms_table(single, most)]
        pairs = terms(project, size=2, least=3)
        blocks += [terms_table(pairs, most)] if pairs.terms else []
    codes = code_frequency(project)
    if any(code.segments for code in codes.codes):
        blocks += [Paragraph(words.codes_sentence(codes)), codes_table(codes, most)]
    try:
        curve = saturation(project)
    except UserError as error:
        blocks.append(Paragraph(str(error), "note"))
    else:
        blocks += saturation_blocks(curve)
    return blocks


def as_document(title: str, blocks: list[Block]) -> Document:
    """These blocks as a document of their own, in the language in use."""
    return Document(title, tuple(blocks), language=language())


def terms_table(found: Terms, most: int | None = None) -> Table:
    """Terms with count, rate and transcripts; of groups count and rate each."""
    columns = [Column("term", said("term"), width=4.0), Column("count", said("count"), width=1.8), Column("rate", said("per_words"), width=2.2), Column("sources", said("sources"), width=2.2)]  # fmt: skip
    for group in found.groups:
        columns += [Column(f"{group.id.hex()}n", said("count"), group.name, 1.8), Column(f"{group.id.hex()}r", said("per_words"), group.name, 2.0)]  # fmt: skip
    rows = []
    if found.groups:
        cells = [Cell(said("words_row")), number(found.words, 0, language()), Cell(), number(found.sources)]
        rows.append(Row((*cells, *(c for g in found.groups for c in (number(g.words, 0, language()), Cell()))), "head"))
    for one in found.terms[:most]:
        cells = [
            Cell(one.name),
            number(one.count, 0, language()),
            number(found.per_thousand(one), 2, language()),
            number(one.sources),
        ]
        for n in range(len(found.groups)):
            cells += [number(one.counts[n], 0, language()), number(found.per_thousand(one, n), 2, language())]
        rows.append(Row(tuple(cells)))
    return Table(words.terms_title(found), tuple(columns), tuple(rows), tuple(words.terms_notes(found)), said("own_data", year=""))  # fmt: skip


def terms_figure(found: Terms, most: int = MOST) -> Figure:
    """The commonest terms as bars of how often they are said. UserError where there are none."""
    return _bars(
        words.terms_title(found), [(one.name, one.count) for one in found.terms[:most]], words.terms_notes(found)
    )


def codes_figure(found: Codes, most: int = MOST) -> Figure:
    """The codes given most as bars of their segments. UserError where none is given."""
    rows = [(one.name, one.segments) for one in found.codes[:most] if one.segments]
    return _bars(words.codes_title(found), rows, words.codes_notes(found))


def _bars(title: str, rows: Sequence[tuple[str, int]], notes: Sequence[str]) -> Figure:
    if not rows:
        raise UserError(said("no_words"))
    drawn = charts.bars([(name, float(count)) for name, count in rows], 0)
    alt = said("terms_alt", parts=", ".join(f"{name} {count}" for name, count in rows))
    return Figure(title, drawn.shapes, alt, drawn.width, drawn.height, tuple(notes), said("own_data", year=""))


def codes_blocks(project: Project, found: Codes) -> list[Block]:
    """The codes with their counts, each leading to its quotes, which follow."""
    quoter = Quoter(project)
    quotes = [quoter.listed(_anchor(one), one.name, one.passages) for one in found.codes if one.segments]
    return [codes_table(found, linked=True), Heading(said("quotes"), 1), *quotes]


def _anchor(code: CodeCount) -> str:
    return f"kode-{code.id.hex()}"


def codes_table(found: Codes, most: int | None = None, *, linked: bool = False) -> Table:
    """Codes that were given, with segments, m of n transcripts, informants and rate; of groups the segments. ``linked``: to the
    quotes of ``codes_blocks``."""
    columns = [
        Column("code", said("code"), width=4.5), Column("segments", said("segments"), width=2.0), Column("rate", said("per_words"), width=2.2),
        Column("raised", said("raised"), width=2.4, align="center"), Column("informants", said("informants_n"), width=2.0),
        *(Column(group.id.hex(), group.name, said("segments"), 2.0) for group in found.groups),
    ]  # fmt: skip
    rows = [
        Row((
            Cell(one.name), replace(number(one.segments, 0, language()), link=_anchor(one) if linked else None), number(1000 * one.segments / found.words if found.words else None, 2, language()),
            Cell(f"{one.raised}/{one.finished}", one.raised, kind="state"), number(one.informants),
            *(number(count, 0, language()) for count in one.counts),
        ))
        for one in found.codes[:most] if one.segments
    ]  # fmt: skip
    return Table(words.codes_title(found), tuple(columns), tuple(rows), tuple(words.codes_notes(found)), said("own_data", year=""))  # fmt: skip


def compared_tables(found: Compared, most: int | None = MOST) -> list[Table]:
    """What marks each of the two groups off from the other."""
    made = []
    for (one, other), (size_one, size_other), keys in (
        (found.names, found.words, found.first), (found.names[::-1], found.words[::-1], found.second),
    ):  # fmt: skip
        columns = (
            Column("term", said("term"), width=4.5), Column("keyness", said("keyness"), width=2.0), Column("here", one, said("count"), 2.2),
            Column("there", other, said("count"), 2.2), Column("here_rate", one, said("per_words"), 2.4), Column("there_rate", other, said("per_words"), 2.4),
        )  # fmt: skip
        rows = tuple(
            Row((
                Cell(key.word), number(key.keyness, 1, language()), number(key.here), number(key.elsewhere),
                number(1000 * key.here / size_one, 2, language()), number(1000 * key.elsewhere / size_other if size_other else None, 2, language()),
            ))
            for key in keys[:most]
        )  # fmt: skip
        made.append(Table(narrowed(said("compared", one=one, other=other), found.where), columns, rows, (words.compared_note(found),), said("own_data", year="")))  # fmt: skip
    return made


def saturation_blocks(found: Saturation) -> list[Block]:
    """The curve in a sentence, as a table and as a figure."""
    table, drawn = saturation_table(found), saturation_figure(found)
    once = tuple(note for note in drawn.notes if note not in table.notes)  # it stands right below
    return [Paragraph(words.saturation_sentence(found)), table, replace(drawn, notes=once)]


def saturation_table(found: Saturation) -> Table:
    columns = (
        Column("n", said("no"), width=0.9), Column("source", said("sat_source"), width=2.8), Column("date", said("sat_date"), width=2.6),
        Column("codes", said("sat_codes"), width=1.3), Column("new", said("sat_new"), width=1.3), Column("total", said("sat_total"), width=2.2),
        Column("run", said("sat_run", run=found.run), width=2.2), Column("share", said("sat_share"), width=1.8),
    )  # fmt: skip
    runs = {one.last: one for one in found.runs}
    rows = []
    for n, step in enumerate(found.steps, 1):
        run = runs.get(n)
        rows.append(Row((
            number(n), Cell(step.name), Cell(long_date(step.date, language())), number(step.codes), number(step.new), number(step.total),
            number(run.new) if run else Cell(), number(run.share, 1, language()) if run else Cell(),
        )))  # fmt: skip
    return Table(
        said("saturation"), columns, tuple(rows), tuple(words.saturation_notes(found)), said("own_data", year="")
    )


def saturation_figure(found: Saturation) -> Figure:
    """Codes so far by number of transcripts: in the order of dates, and the median of random orders with its 5th and 95th percentile."""
    lines = [charts.Trend(said("by_date"), [(n, float(step.total), False) for n, step in enumerate(found.steps, 1)])]
    if found.spread:
        lines.append(charts.Trend(said("random"), [(one.n, one.middle, False) for one in found.spread]))
    band = [(one.n, one.low, one.high) for one in found.spread]
    drawn = charts.trend(lines, 0, said("saturation_axis"), band=band)
    points = ", ".join(f"{n}: {step.total}" for n, step in enumerate(found.steps, 1))
    spread = [said("random_band", orders=format_number(found.orders, 0))] if found.spread else []
    notes = (words.saturation_sentence(found), *spread, *words.saturation_notes(found))
    return Figure(said("saturation"), drawn.shapes, said("sat_alt", points=points), drawn.width, drawn.height, notes, said("own_data", year=""))  # fmt: skip
