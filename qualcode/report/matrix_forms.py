"""The other forms of a matrix as blocks: contrast, effects, checklist, content-analytic summary, and the accounting log.

One rule: a form adds to the state a cell has (a quote, the places, what only one column raises) and takes nothing from it.
"""

from __future__ import annotations

from dataclasses import replace

from qualcode.conclude.joint import fieldwork_year
from qualcode.display.accounting import Log, accounting
from qualcode.display.columns import HEADINGS
from qualcode.display.forms import check, contrast, effects, events, evidence
from qualcode.display.matrix import Matrix
from qualcode.display.rows import Row as Subject
from qualcode.i18n import language as language_in_use
from qualcode.reduce.codebook import by_id
from qualcode.reduce.counting import Segment
from qualcode.report.blocks import Block, Cell, Column, Document, Row, Table, long_date
from qualcode.report.phrases import saying, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project

EFFECTS = {1: "+", 0: "±", -1: "−"}
SHORT = 90  # characters of a quote inside a cell
_OWN = {
    "only_in": ("Hanya di {column}", "Only in {column}"),
    "in_all": ("Di semua kolom", "In all columns"),
    "in_none": ("Tidak muncul di kolom mana pun", "In none of the columns"),
    "not_compared": ("Tidak dibandingkan: ada kolom yang senyap", "Not compared: a column is silent"),
    "contrast": ("Perbedaan: {caption}", "Contrast: {caption}"),
    "contrast_note": (
        "“Hanya di” = muncul di kolom itu, ditanyakan di semua kolom lain, dan tidak muncul di sana.",
        "“Only in” = raised in that column, asked in every other one, and not raised there."),
    "effects": ("Akibat dan Kutipannya: {caption}", "Effects with Quotes: {caption}"),
    "events": ("Urutan Waktu: {caption}", "Event Listing: {caption}"),
    "events_note": (
        "Tanggal wawancara atau diskusi, bukan tanggal peristiwa yang diceritakan; di dalamnya menurut urutan ucapan.",
        "The date of the talk, not of what is told in it; within it in the order of speaking."),
    "undated": ("tanpa tanggal", "without a date"),
    "day": ("Tanggal", "Date"),
    "where_column": ("Bagi", "For"),
    "checklist_note": (
        "✓ muncul; ✗ ditanya, tidak muncul; tanda lain seperti di atas. Angka dan satu kutipan di bawah tanda.",
        "✓ raised; ✗ asked, not raised; other signs as above. The count and one quote stand below the sign."),
    "summary_note": (
        "Di bawah m/n: sumber dan nomor giliran setiap bagian yang dihitung.",
        "Below m/n: source and turn of every passage counted."),
    "accounting": ("Catatan Data: {rows} menurut {columns}", "Data Accounting Log: {rows} by {columns}"),
    "accounting_note": (
        "● semua selesai dikode; ◑ sebagian; ○ belum; · tidak ada data. Angka = transkrip selesai/ada; satu transkrip dihitung di setiap "
        "baris yang memiliki informan di dalamnya.",
        "● all finished; ◑ partly; ○ not yet; · nothing collected. Numbers = transcripts finished/there; a transcript counts in each row "
        "that has an informant in it."),
    "accounting_outside": ("Tanpa informan yang tercatat: {names}.", "Without a recorded informant: {names}."),
}  # fmt: skip
said = saying(_OWN)


def blocks(
    project: Project, display: Matrix, form: str, quoter: Quoter, table: Block, source: str, caption: str
) -> list[Block]:
    """The matrix in ``form`` (see ``forms.FORMS``); ``table`` is its plain form, ``caption`` what that is called."""
    assert isinstance(table, Table)
    if form == "contrast":
        return [table, _contrast(display, source, caption)]
    if form == "events":
        return [_events(display, quoter, table, source, caption)]
    if form == "effects":
        return [_effects(project, display, quoter, table, source, caption)]
    names = {rec: name for rec, (name, *_more) in quoter.sources.items()}
    made = []
    rows = iter(display.rows)
    for line in table.rows:
        if line.level != "body":
            made.append(line)
            continue
        row, cells = next(rows), list(line.cells)
        for at, column in enumerate(display.columns, 1):
            segments = display.quotes.get((row.id, column.id), ())
            cell = display.cell(row.id, column.id)
            if form == "summary":
                text = "\n".join([cells[at].text, *(["; ".join(evidence(segments, names))] if segments else [])])
            else:
                text = check(cell) + (f" {cell.text}\n“{short(quoter, segments[0])}”" if segments else "")
            cells[at] = replace(cells[at], text=text)
        made.append(Row(tuple(cells), line.level))
    return [replace(table, rows=tuple(made), notes=(*table.notes, said(f"{form}_note")))]


def short(quoter: Quoter, segment: Segment, most: int = SHORT) -> str:
    """The words of a passage, cut at a word."""
    words = quoter.words(segment)
    return words if len(words) <= most else words[:most].rsplit(" ", 1)[0] + " …"


def contrast_lines(display: Matrix) -> list[tuple[str, tuple[Subject, ...]]]:
    """What each column alone raises, what all do and none does, and what cannot be compared: a title and rows each."""
    found = contrast(display)
    lines = [(said("only_in", column=column.name), found.only[column.id]) for column in display.columns]
    lines += [
        (said("in_all"), found.shared),
        (said("in_none"), found.neither),
        (said("not_compared"), found.incomparable),
    ]
    return lines


def _contrast(display: Matrix, source: str, caption: str) -> Table:
    columns = (Column("which", "", width=4.5), Column("n", "n", width=1.0), Column("rows", said("theme")))
    rows = tuple(
        Row(
            (
                Cell(title),
                Cell(str(len(rows)), value=len(rows), kind="number"),
                Cell("; ".join(r.name for r in rows) or "–"),
            )
        )
        for title, rows in contrast_lines(display)
    )
    return Table(
        said("contrast", caption=caption),
        columns,
        rows,
        notes=(said("contrast_note"),),
        source=source,
        anchor="contrast",
    )


def _effects(project: Project, display: Matrix, quoter: Quoter, table: Table, source: str, caption: str) -> Table:
    """A line for each cell that raises the row: its sign, and a passage for each side that was heard."""
    valences = {code.id: code.valence for code in by_id(project).values()}
    cells_of = {
        (row.id, column.id): line.cells[at]
        for row, line in zip(display.rows, [line for line in table.rows if line.level == "body"], strict=True)
        for at, column in enumerate(display.columns, 1)
    }
    made: list[Row] = []
    for row in display.rows:
        lines = []
        for column in display.columns:
            cell = cells_of[row.id, column.id]
            heard = effects(display, valences, row, column.id)
            if not display.cell(row.id, column.id).M:
                continue
            quotes = "\n".join(
                f"{EFFECTS[sign]} “{short(quoter, s, 240)}” ({quoter.attribution(s)})" for sign, s in heard
            )
            lines.append(Row((Cell(column.name), cell, Cell(quotes or "–"))))
        if lines:
            made += [Row((Cell(row.name),), "group"), *lines]
    columns = (
        Column("column", said("where_column"), width=3.5),
        Column("cell", "m/n", width=1.6),
        Column("quote", said("quote"), width=11.0),
    )
    return Table(
        said("effects", caption=caption), columns, tuple(made), notes=table.notes, source=source, anchor="effects"
    )


def _events(display: Matrix, quoter: Quoter, table: Table, source: str, caption: str) -> Table:
    """Every passage counted in the order of time, a line each."""
    dates = {rec: (date, name) for rec, (name, _genre, date, _region) in quoter.sources.items()}
    rows = [
        Row(
            (
                Cell(long_date(one.date, language_in_use()) or said("undated")), Cell(one.column.name), Cell(one.row.name),
                Cell(f"“{short(quoter, one.segment, 240)}” ({quoter.attribution(one.segment)})"),
                Cell(f"{dates[one.segment.source][1]}:{one.segment.turn + 1}"),
            )
        )
        for one in events(display, dates)
    ]  # fmt: skip
    columns = (
        Column("date", said("day"), width=2.4), Column("column", display.heading[:1].upper() + display.heading[1:], width=2.4),
        Column("row", said("theme"), width=4.4), Column("quote", said("quote")), Column("place", said("source"), width=2.6),
    )  # fmt: skip
    notes = (said("events_note"), *table.notes)
    return Table(
        said("events", caption=caption), columns, tuple(rows), notes=notes, source=source, anchor="events", landscape=True
    )  # fmt: skip


def accounting_document(
    project: Project, rows: str = "role", columns: str = "kind", *, language: str = "id"
) -> Document:
    """What was collected from whom, by two attributes, and how far it is coded."""
    with speaking(language):
        log = accounting(project, rows, columns)
        year = fieldwork_year(project)
        heads = [Column("row", _title(log.down.key, log.down.heading), width=5.0)]
        heads += [Column(c.id.hex(), c.name, group=c.above or None) for c in log.across.columns]
        body = [
            Row((Cell(row.name), *(Cell(log.cell(row, c).text, kind="state") for c in log.across.columns)))
            for row in log.down.columns
        ]
        caption = said("accounting", rows=log.down.heading, columns=log.across.heading)
        table = Table(
            caption, tuple(heads), tuple(body), notes=accounting_notes(log), source=said("own_data", year=f", {year}" if year else ""),
            anchor="accounting",
        )  # fmt: skip
        return Document(caption, (table,), language=language)


def accounting_notes(log: Log) -> tuple[str, ...]:
    outside = [said("accounting_outside", names=", ".join(log.outside))] if log.outside else []
    return said("accounting_note"), *outside


def _title(key: str, heading: str) -> str:
    return heading[:1].upper() + heading[1:] if key in HEADINGS else heading
