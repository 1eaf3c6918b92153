"""Themes (or codes) by area as a document: the matrix, who was not asked, and every quote a number rests on.

One rule: the table says how it was counted. Its notes carry the unit, the threshold, the signs, what was accepted in
bulk and what is not settled; and a cell with a number leads to its passages. Areas without a source are gathered in a
table of their own, so that a city of 54 kelurahan stays readable on paper; ``every`` adds the table with all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

from qualcode.collect.regions import Region, regions
from qualcode.conclude.joint import area_names, fieldwork_year
from qualcode.display.cells import SILENT, Status, legend
from qualcode.display.cells import Cell as Counted
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.matrix import Row as Subject
from qualcode.language.numerals import format_number
from qualcode.reduce.codebook import codebook
from qualcode.report.blocks import Block, Cell, Column, Document, Heading, Row, Table
from qualcode.report.phrases import said, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project

_SIGNS = {Status.PROBLEM: "-", Status.MIXED: "±", Status.STRENGTH: "+"}


def theme_document(
    project: Project, rows: str = "themes", *, level: str = "kelurahan", count: str = "sources", coder: bytes | None = None,
    tau: float = 0.5, language: str = "id", every: bool = False, quotes: bool = True,
) -> Document:  # fmt: skip
    """``rows`` (themes or codes) by area on ``level``, counted in ``count`` (sources, segments or speakers)."""
    with speaking(language):
        display = matrix(project, rows, level=level, coder=coder, tau=tau)
        whole = matrix(project, rows, level="kota", coder=coder, tau=tau)
        quoter = Quoter(project)
        year = fieldwork_year(project)
        places = [area.name for area in whole.areas]
        caption = ", ".join(
            [
                said(f"{rows}_by", level=said(level)),
                *(places if len(places) == 1 else ()),
                *([str(year)] if year else ()),
            ]
        )
        made = _Maker(project, display, whole, rows, count, quotes)
        visited = [area for area in display.areas if area.id in display.finished or made.spoken_of(area)]
        blocks: list[Block] = [made.table(caption, visited, "matrix", source=_source(year))]
        missing = [area for area in display.areas if area not in visited]
        if missing:
            blocks.append(made.unsampled(level, visited, missing, _source(year)))
        if every and missing:
            blocks.append(made.table(said("every_area", caption=caption), display.areas, "every", source=_source(year)))
        if quotes:
            blocks += [Heading(said("quotes"), 1), *made.quotes(quoter)]
        return Document(caption, tuple(blocks), language=language)


def _source(year: int | None) -> str:
    return said("own_data", year=f", {year}" if year else "")


def shown(cell: Counted, count: str = "sources") -> str:
    """A cell as printed under a counting unit; what is silent or a zero has its own sign in each."""
    if count == "sources" or cell.status in SILENT or cell.status is Status.UNRAISED:
        return cell.text
    return format_number(cell.segments if count == "segments" else cell.voices, 0)


def anchor(row: Subject, area: Region | None) -> str:
    """The place of a cell's quotes, by names, so that it is the same in every making."""
    return f"{row.name} | {area.level + ' ' + area.code if area else ''}"


class _Maker:
    """The blocks of one matrix."""

    def __init__(self, project: Project, display: Matrix, whole: Matrix, rows: str, count: str, quotes: bool) -> None:
        self.project, self.display, self.whole, self.rows, self.count, self.linked = (
            project,
            display,
            whole,
            rows,
            count,
            quotes,
        )
        tree = regions(project)
        self.above = {region.id: region.name for region in tree}
        self.names = area_names(display.areas, tree)
        self.city = whole.areas

    def spoken_of(self, area: Region) -> bool:
        """Whether some source of another area speaks about this one."""
        return any((row.id, area.id) in self.display.cells for row in self.display.rows)

    def table(self, caption: str, areas: Sequence[Region], anchor_: str, *, source: str) -> Table:
        by_kecamatan = areas and areas[0].level == "kelurahan"
        columns = [Column("row", said("theme" if self.rows == "themes" else "code"), width=6.5)]
        columns += [
            Column(area.id.hex(), area.name, group=self.above.get(area.parent or b"", "") if by_kecamatan else None)
            for area in areas
        ]
        columns.append(Column("whole", said("whole")))
        remarks = {row.id: self._remark(row, areas) for row in self.display.rows}
        if any(remarks.values()):
            columns.append(Column("remark", said("remark"), width=3.2))
        body = [self._heads(areas)]
        for branch, members in groupby(self.display.rows, key=self._branch()):
            if branch:
                body.append(Row((Cell(branch),), "group"))
            for row in members:
                cells = [Cell(row.name), *(self._cell(row, area) for area in areas), self._total(row)]
                body.append(Row((*cells, Cell(remarks[row.id])) if any(remarks.values()) else tuple(cells)))
        return Table(
            caption,
            tuple(columns),
            tuple(body),
            notes=notes(self.project, self.display, self.count, outside=any(remarks.values())),
            source=source,
            anchor=anchor_,
        )

    def _heads(self, areas: Sequence[Region]) -> Row:
        """The n of every area: finished sources, and of how many where some are not."""
        cells = [Cell(said("n_row"))]
        for finished, sources in (*(self.display.finished.get(a.id, (0, 0)) for a in areas), self._all()):
            text = (
                "·"
                if not sources
                else str(sources)
                if finished == sources
                else said("unfinished_n", done=finished, all=sources)
            )
            cells.append(Cell(text, kind="state"))
        return Row(tuple(cells), "head")

    def _all(self) -> tuple[int, int]:
        found = [self.whole.finished.get(area.id, (0, 0)) for area in self.city]
        return sum(done for done, _n in found), sum(n for _done, n in found)

    def _branch(self) -> Callable[[Subject], str]:
        if self.rows == "themes":
            return lambda row: ""
        book = {code.id: code for code in codebook(self.project)}
        return lambda row: next((c.shown for c in book.values() if c.path == book[row.id].path[:1]), "")

    def _cell(self, row: Subject, area: Region) -> Cell:
        return self._printed(self.display.cell(row.id, area.id), anchor(row, area))

    def _total(self, row: Subject) -> Cell:
        if len(self.city) != 1:
            return Cell()
        return self._printed(self.whole.cell(row.id, self.city[0].id), None)

    def _printed(self, cell: Counted, place: str | None) -> Cell:
        return Cell(
            shown(cell, self.count), shade=cell.salience, sign=_SIGNS.get(cell.status, ""), kind="state",
            link=place if place and cell.M and self.linked else None,
        )  # fmt: skip

    def _remark(self, row: Subject, areas: Sequence[Region]) -> str:
        """What stands beside a row: which cells count sources from elsewhere."""
        where = [self.names[area.id] for area in areas if self.display.cell(row.id, area.id).outside]
        return said("outside", where=", ".join(where)) if where else ""

    def unsampled(self, level: str, visited: Sequence[Region], missing: Sequence[Region], source: str) -> Table:
        """Where nobody was asked, by kecamatan."""
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
        for row in self.display.rows:
            for area in self.display.areas:
                cell = self.display.cell(row.id, area.id)
                if cell.M:
                    title = said("quotes_of", row=row.name, area=self.names[area.id], cell=cell.text)
                    blocks.append(quoter.listed(anchor(row, area), title, self.display.quotes[row.id, area.id]))
        return blocks


def notes(project: Project, display: Matrix, count: str = "sources", *, outside: bool = False) -> tuple[str, ...]:
    """How a matrix was counted, a sentence each: what stands under every form of it."""
    found = [said(f"counting_{count}"), f"{legend()}.", said("no_zero"), said("tau", tau=format_number(display.tau, 2))]
    if display.only:
        found.insert(0, said("one_document", name=display.only))
    bulk = display.bulk
    found.append(said("bulk_some", n=display.segments, bulk=bulk) if bulk else said("bulk_none", n=display.segments))
    if display.layer != "agreed":
        found.append(said("layer", coder=display.layer))
    elif display.unsettled:
        found.append(said("unsettled", n=display.unsettled))
    if display.changed or display.lost:
        found.append(said("in_doubt", changed=display.changed, lost=display.lost))
    if outside:
        found.append(said("outside_note"))
    if names := unfinished(project):
        found.append(said("unfinished_note", names=", ".join(names)))
    return tuple(found)


def unfinished(project: Project) -> list[str]:
    """Names of the sources whose coder has not finished them."""
    from qualcode.collect.inventory import inventory

    return [line.name for line in inventory(project) if line.state != "finished"]
