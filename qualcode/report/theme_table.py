"""Themes (or codes) by areas or any attribute as a document: the matrix, who was not asked, and every quote a number rests on.

One rule: the table says how it was counted, in its notes (``counted_notes``), and a cell with a number leads to its passages. Areas
without a source are gathered in a table of their own, so that a city of 54 kelurahan stays readable on paper; ``every`` adds the
table with all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from qualcode.collect.regions import regions
from qualcode.conclude.arranged import Asked, arranged
from qualcode.conclude.joint import area_names, fieldwork_year
from qualcode.display import ordering
from qualcode.display.cells import SILENT, Status
from qualcode.display.cells import Cell as Counted
from qualcode.display.columns import ALL, AREAS
from qualcode.display.columns import Column as Across
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.rows import Row as Subject
from qualcode.language.numerals import format_number
from qualcode.report import matrix_forms
from qualcode.report.blocks import Block, Cell, Column, Document, Heading, Row, Table
from qualcode.report.counted_notes import notes
from qualcode.report.narrowed import narrowed, of_columns
from qualcode.report.phrases import saying, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project

_SIGNS = {Status.PROBLEM: "-", Status.MIXED: "±", Status.STRENGTH: "+"}
_OWN = {
    "people_row": ("n informan", "n informants"),
    "figure_row": ("angka pengurut", "ordered by"),
}  # fmt: skip
said = saying(_OWN)


def theme_document(
    project: Project, rows: str = "themes", *, level: str = "kelurahan", count: str = "sources", coder: bytes | None = None,
    tau: float | None = None, language: str = "id", every: bool = False, quotes: bool = True,
) -> Document:  # fmt: skip
    """``rows`` (themes or codes) by area on ``level``, counted in ``count`` (sources, segments, speakers or words)."""
    asked = Asked(rows=rows, columns=level, count=count, coder=coder, tau=tau, every=every)
    return matrix_document(project, asked, language=language, quotes=quotes)


def matrix_document(project: Project, asked: Asked, *, language: str = "id", quotes: bool = True) -> Document:
    """The matrix that is asked for, in its form, with the quotes behind every number."""
    with speaking(language):
        display = arranged(project, replace(asked, every=True))
        total = _total(project, asked, display)
        quoter = Quoter(project)
        year = fieldwork_year(project)
        places = [city.name for city in regions(project, "kota")] if display.areas else []
        across = said(display.axis) if display.axis in AREAS else display.heading
        chosen = of_columns([column.name for column in display.columns] if asked.only else [])
        caption = ", ".join(
            [
                said(f"{asked.rows}_by", level=across + chosen),
                *(places if len(places) == 1 else ()),
                *([str(year)] if year else ()),
            ]
        )
        caption = narrowed(caption, asked.where)
        source = _source(year)
        shown_ = display if asked.only else ordering.heard(display)
        made = _Maker(project, shown_, total, asked, quotes)
        blocks: list[Block] = [made.table(caption, "matrix", source=source)]
        if asked.form != "table":
            blocks = matrix_forms.blocks(project, shown_, asked.form, quoter, blocks[0], source, caption)
        missing = [column for column in display.columns if column not in shown_.columns]
        if missing and asked.form == "table":
            if display.areas:
                blocks.append(made.unsampled(display, missing, source))
            if asked.every:
                whole = _Maker(project, display, total, asked, quotes)
                blocks.append(whole.table(said("every_area", caption=caption), "every", source=source))
        if quotes:
            blocks += [Heading(said("quotes"), 1), *made.quotes(quoter)]
        return Document(caption, tuple(blocks), language=language)


def _total(project: Project, asked: Asked, display: Matrix) -> Matrix | None:
    """The same rows over everything: the city for areas, else every source; None where the columns are layers, or chosen."""
    if display.axis == "coder" or asked.only:
        return None
    return matrix(
        project, asked.rows, columns="kota" if display.areas else ALL, coder=asked.coder, tau=asked.tau, sources=asked.sources,
        where=asked.where, count=asked.count, group=asked.group,
    )  # fmt: skip


def _source(year: int | None) -> str:
    return said("own_data", year=f", {year}" if year else "")


def shown(cell: Counted, count: str = "sources", *, signed: bool = False) -> str:
    """A cell as printed under a counting unit; what is silent or a zero has its own sign in each. ``signed``: with the sign
    before a number of another unit too."""
    if count == "sources" or cell.status in SILENT or cell.status is Status.UNRAISED:
        return cell.text
    number = format_number({"segments": cell.segments, "speakers": cell.voices, "words": cell.words}[count], 0)
    return cell.text[0] + number if signed and cell.status in _SIGNS else number


def anchor(row: Subject, column: Across) -> str:
    """The place of a cell's quotes, by names, so that it is the same in every making."""
    return f"{row.name} | {column.place}"


def head_rows(display: Matrix, count: str) -> list[tuple[str, list[str]]]:
    """The denominators over the columns, a title and a text for each: finished sources, and of how many where some are not;
    informants where those are counted; the figures the columns are ordered by."""
    done = [_finished(*display.finished.get(c.id, (0, 0)), fewer=c.id in display.fewer) for c in display.columns]
    found = [(said("n_row"), done)]
    if count == "speakers":
        found.append((said("people_row"), [str(display.people.get(c.id, "·")) for c in display.columns]))
    if display.values:
        values = [display.values.get(c.id) for c in display.columns]
        found.append((said("figure_row"), ["–" if v is None else format_number(v, 1) for v in values]))
    return found


def _finished(done: int, sources: int, *, fewer: bool) -> str:
    """``fewer``: some rows have less."""
    most = "≤ " if fewer else ""
    return (
        "·"
        if not sources
        else most + (str(sources) if done == sources else said("unfinished_n", done=done, all=sources))
    )


class _Maker:
    """The blocks of one matrix."""

    def __init__(self, project: Project, display: Matrix, total: Matrix | None, asked: Asked, quotes: bool) -> None:
        self.project, self.display, self.total, self.asked, self.linked = project, display, total, asked, quotes
        tree = regions(project)
        self.above = {region.id: region.name for region in tree}
        self.names = {column.id: column.name for column in display.columns} | area_names(display.areas, tree)

    def table(self, caption: str, anchor_: str, *, source: str) -> Table:
        notes_ = notes(self.project, self.display, self.asked.count, outside=self._outside())
        if self.asked.swap and self.asked.form in (
            "table",
            "contrast",
        ):  # the others say more in a cell than a row holds
            columns, body = self._swapped()
        else:
            columns, body = self._upright()
        return Table(caption, tuple(columns), tuple(body), notes=notes_, source=source, anchor=anchor_)

    def _upright(self) -> tuple[list[Column], list[Row]]:
        display = self.display
        columns = [Column("row", said("theme" if self.asked.rows == "themes" else "code"), width=6.5)]
        columns += [Column(c.id.hex() or "all", c.name, group=c.above or None) for c in display.columns]
        if self.total is not None:
            columns.append(Column("whole", said("whole")))
        remarks = {row.id: self._remark(row) for row in display.rows}
        if any(remarks.values()):
            columns.append(Column("remark", said("remark"), width=3.2))
        body = self._heads()
        for group, members in groupby(display.rows, key=lambda row: row.group):
            if group:
                body.append(Row((Cell(group),), "group"))
            for row in members:
                cells = [Cell(row.name), *(self._cell(row, c) for c in display.columns)]
                if self.total is not None:
                    cells.append(self._whole(row))
                body.append(Row((*cells, Cell(remarks[row.id])) if any(remarks.values()) else tuple(cells)))
        return columns, body

    def _swapped(self) -> tuple[list[Column], list[Row]]:
        """The columns stand as rows: a role-ordered or time-ordered matrix."""
        display = self.display
        heads = head_rows(display, self.asked.count)
        columns = [Column("row", display.heading[:1].upper() + display.heading[1:], width=4.5)]
        columns += [Column(f"n{at}", title) for at, (title, _texts) in enumerate(heads)]
        columns += [Column(f"{row.group}{row.id.hex()}", row.name, group=row.group or None) for row in display.rows]
        body = [
            Row(
                (
                    Cell(f"{c.name} ({c.above})" if c.above else c.name),
                    *(Cell(texts[at], kind="state") for _title, texts in heads),
                    *(self._cell(row, c) for row in display.rows),
                )
            )
            for at, c in enumerate(display.columns)
        ]
        return columns, body

    def _heads(self) -> list[Row]:
        made = []
        for at, (title, texts) in enumerate(head_rows(self.display, self.asked.count)):
            cells = [Cell(title), *(Cell(text, kind="state") for text in texts)]
            if self.total is not None and not at:
                found = [self.total.finished.get(c.id, (0, 0)) for c in self.total.columns]
                done, sources = sum(done for done, _n in found), sum(n for _done, n in found)
                cells.append(Cell(_finished(done, sources, fewer=bool(self.total.fewer)), kind="state"))
            made.append(Row(tuple(cells), "head"))
        return made

    def _cell(self, row: Subject, column: Across) -> Cell:
        return self._printed(self.display.cell(row.id, column.id), anchor(row, column))

    def _whole(self, row: Subject) -> Cell:
        if self.total is None or len(self.total.columns) != 1:
            return Cell()
        return self._printed(self.total.cell(row.id, self.total.columns[0].id), None)

    def _printed(self, cell: Counted, place: str | None) -> Cell:
        return Cell(
            shown(cell, self.asked.count, signed=self.display.axis == "informant"), shade=cell.salience,
            sign=_SIGNS.get(cell.status, ""), kind="state", link=place if place and cell.M and self.linked else None,
        )  # fmt: skip

    def _outside(self) -> bool:
        return any(self._remark(row) for row in self.display.rows)

    def _remark(self, row: Subject) -> str:
        """What stands beside a row: which cells count sources from elsewhere; of other columns than areas too, where a query asks for a place."""
        where = [self.names[c.id] for c in self.display.columns if self.display.cell(row.id, c.id).outside]
        return said("outside", where=", ".join(where)) if where else ""

    def unsampled(self, display: Matrix, gone: Sequence[Across], source: str) -> Table:
        """Where nobody was asked, by kecamatan."""
        level, without = display.axis, {column.id for column in gone}
        visited = [area for area in display.areas if area.id not in without]
        missing = [area for area in display.areas if area.id in without]
        columns = (
            Column("above", said("kecamatan" if level == "kelurahan" else "kota"), width=3.2),
            Column("sampled", said("sampled"), width=3.8),
            Column("unsampled", said("unsampled")),
        )
        rows = []
        everything = sorted((*visited, *missing), key=lambda area: area.code)
        for above, members in groupby(everything, key=lambda area: self.above.get(area.parent or b"", "")):
            inside = list(members)
            heard = [area.name for area in inside if area in visited]
            silent = [area.name for area in inside if area not in visited]
            rows.append(
                Row(
                    (
                        Cell(above),
                        Cell(f"{len(heard)}: {', '.join(heard)}" if heard else "-"),
                        Cell(f"{len(silent)}: {', '.join(silent)}" if silent else "-"),
                    )
                )
            )
        total = Row((Cell(said("sum")), Cell(str(len(visited))), Cell(str(len(missing)))), "subtotal")
        return Table(
            said("unsampled_table", level=said(level)),
            columns,
            (*rows, total),
            notes=(said("no_zero"),),
            source=source,
            anchor="unsampled",
        )

    def quotes(self, quoter: Quoter) -> list[Block]:
        blocks: list[Block] = []
        done: set[str] = set()  # a code under two themes has one place
        for row in self.display.rows:
            for column in self.display.columns:
                cell, place = self.display.cell(row.id, column.id), anchor(row, column)
                if cell.M and place not in done:
                    done.add(place)
                    title = said(
                        "quotes_of" if self.display.areas else "quotes_at",
                        row=row.name,
                        area=self.names[column.id],
                        cell=cell.text,
                    )
                    blocks.append(quoter.listed(place, title, self.display.quotes[row.id, column.id]))
        return blocks
