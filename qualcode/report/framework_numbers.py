"""Figures in a table with margins (shape 5): indicators by areas or by years, totals, and a column of remarks.

One rule: what is printed is the figure as it was printed; a total is made only of counts and only where none is missing, for
rates and means have no sum and a sum with a hole is no total. A missing figure is ``...`` and is never read as zero.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.collect.indicators import Indicator, indicators
from qualcode.collect.regions import LEVELS, Region
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.report.blocks import Block, Cell, Column, Row, Table
from qualcode.report.framework import Remarks
from qualcode.report.framework import said as of_framework
from qualcode.report.framework_figures import Figures, Place
from qualcode.report.phrases import saying
from qualcode.store import Project
from qualcode.store.ids import fold

# fmt: off
said = saying({
    "numbers": ("{names} menurut {by}{where}{years}", "{names} by {by}{where}{years}"),
    "year_col": ("Tahun", "Year"),
    "total": ("Jumlah", "Total"),
    "remark_of": ("Catatan: {theme}", "Remarks: {theme}"),
    "unit_note": ("Satuan: {units}.", "Units: {units}."),
    "missing_note": ("... = tidak ada angka; bukan nol ({n} sel).", "... = no figure; not zero ({n} cells)."),
    "no_sum": (
        "Tanpa jumlah: {names} bukan cacah, jadi tidak dapat dijumlahkan.", "No total: {names} are no counts and have no sum."),
    "hole": (
        "Jumlah tidak dihitung untuk {names}: ada angka yang hilang atau tercetak dua kali berbeda.",
        "No total for {names}: a figure is missing or printed twice differently."),
    "preliminary_note": ("(s) = angka sementara.", "(p) = preliminary."),
    "corrected_note": ("(k) = dikoreksi tim peneliti.", "(c) = corrected by the team."),
    "own_sum": ("Jumlah dihitung dari angka di atasnya, bukan tercetak.", "Totals are computed from the figures above, not printed."),
    "twice": ("† = tercetak berbeda di tabel lain; yang dipakai angka pertama ({n} sel).",
              "† = printed differently in another table; the first is used ({n} cells)."),
    "city_says": (
        "{name}: tercetak untuk {region} {printed}, berbeda dari jumlah {sum}.",
        "{name}: printed for {region} {printed}, which differs from the total {sum}."),
})
# fmt: on


def number_blocks(
    project: Project, chosen: Sequence[bytes], *, level: str = "kecamatan", years: Sequence[int] = (), by_year: bool = False,
    region: bytes | None = None, total: bool = False, remark: bytes | None = None, quotes: bool = True,
) -> list[Block]:  # fmt: skip
    """Indicators in columns; in rows the regions of ``level`` (below ``region`` where one is given), or with ``by_year`` the
    years of one region (``region``, else the city). One indicator with several ``years`` has the years as columns. Below counts
    of regions stands their sum; ``total`` adds a column of sums over the indicators, which must be counts of one unit.
    ``remark``: a theme whose summary for each region stands in a last column. To be called inside ``speaking``. UserError
    where nothing is chosen, or a sum is asked for that means nothing."""
    known = {one.id: one for one in indicators(project)}
    wanted = [known[rec] for rec in chosen if rec in known]
    if not wanted:
        raise UserError(
            _("no indicator is named"), todo=_("Name one: --indicator NAME; “qualcode indicators” lists them")
        )
    if total:
        _refuse_sum(wanted, by_year, years)
    made = _Numbers(project, wanted, region, quotes)
    return made.by_year(years, total) if by_year else made.by_region(level, years, total, remark)


def _refuse_sum(wanted: Sequence[Indicator], by_year: bool, years: Sequence[int]) -> None:
    """Sums over columns: of counts of one unit, never of years."""
    if len(wanted) < 2 or (not by_year and len(years) > 1):
        raise UserError(
            _("years are not added up"), todo=_("Name the indicators that are parts of one whole, and one year")
        )
    if any(one.measure != "count" for one in wanted):
        names = ", ".join(one.name for one in wanted if one.measure != "count")
        raise UserError(_("%s is no count and has no sum") % names, todo=_("Leave the total out"))
    if len({fold(one.unit) for one in wanted}) > 1:
        raise UserError(_("these indicators count different things"), todo=_("Leave the total out"))


class _Numbers(Figures):
    def __init__(self, project: Project, wanted: Sequence[Indicator], region: bytes | None, linked: bool) -> None:
        super().__init__(project, wanted, region, linked)
        self.remarks: Remarks | None = None

    def by_region(self, level: str, years: Sequence[int], total: bool, remark: bytes | None) -> list[Block]:
        if fold(level) not in LEVELS:
            raise UserError(_("“%s” is no level") % level, todo=_("Levels are kota, kecamatan, kelurahan"))
        rows = [one for one in self.tree.values() if one.level == fold(level) and self._inside(one)]
        columns = self._columns(rows, years)
        by_years = len({year for _rec, year in columns}) > 1 and len(self.wanted) == 1
        heads = [Column("area", of_framework(fold(level)), width=3.4)]
        heads += [
            Column(f"{rec.hex()}{year}", self._head(rec, year, columns, by_years), align="right")
            for rec, year in columns
        ]
        if total:
            heads.append(Column("total", said("total"), align="right"))
        notes_of = self.remarks = Remarks(self.project, remark, self.linked) if remark else None
        if notes_of is not None:
            heads.append(Column("remark", said("remark_of", theme=notes_of.name), width=5.0))
        body = []
        for area in rows:
            places = [Place(rec, area.id, year) for rec, year in columns]
            line = [Cell(area.name), *(self.cell(place) for place in places)]
            if total:
                line.append(self.sum(places, area.name))
            if notes_of is not None:
                line.append(notes_of(area))
            body.append(Row(tuple(line)))
        counts = [rec for rec, _year in columns if self.measure(rec) == "count"]
        if counts and len(rows) > 1:
            body.append(Row(tuple(self._margins(rows, columns, total)), "subtotal"))
        years_said = self._years(columns, by_years)
        caption = said(
            "numbers", names=self.names(), by=of_framework(fold(level)), where=self._where(), years=years_said
        )
        return self._blocks(caption, heads, body, summed=bool(counts) and len(rows) > 1)

    def _margins(self, rows: Sequence[Region], columns: Sequence[tuple[bytes, int | None]], total: bool) -> list[Cell]:
        line = [Cell(said("total"))]
        for rec, year in columns:
            if self.measure(rec) != "count":
                line.append(Cell("-", kind="state"))
            else:
                line.append(self._area_sum(rec, year, rows))
        if total:
            line.append(self.sum([Place(rec, area.id, year) for rec, year in columns for area in rows], said("total")))
        return line

    def _area_sum(self, rec: bytes, year: int | None, rows: Sequence[Region]) -> Cell:
        """The sum over areas; where something else is printed for the whole of them, a note says so."""
        head = f"{self.name(rec)} {self.year(year)}"
        cell = self.sum([Place(rec, area.id, year) for area in rows], head)
        whole = self.region or next((one.id for one in self.tree.values() if one.level == "kota"), None)
        for figure in self.found.get(Place(rec, whole, year), []) if whole and cell.value is not None else []:
            if figure.value is not None and figure.value != cell.value:
                told = said("city_says", name=head, region=figure.region_name, printed=figure.printed, sum=cell.text)
                self.differ[told] = None
        return cell

    def by_year(self, years: Sequence[int], total: bool) -> list[Block]:
        city = [one.id for one in self.tree.values() if one.level == "kota"]
        at = self.region or (city[0] if len(city) == 1 else None)
        if at is None:
            raise UserError(_("it is not said of which region"), todo=_("Name it: --region NAME"))
        there = {place.year for place in self.found if place.region == at}
        shown: list[int | None] = list(years) or sorted(there, key=lambda y: y or 0)
        heads = [Column("year", said("year_col"), width=2.0)]
        heads += [Column(one.id.hex(), self.short(one.id), align="right") for one in self.wanted]
        if total:
            heads.append(Column("total", said("total"), align="right"))
        body = []
        for year in shown:
            places = [Place(one.id, at, year) for one in self.wanted]
            line = [Cell(self.year(year)), *(self.cell(place) for place in places)]
            body.append(Row((*line, self.sum(places, self.year(year))) if total else tuple(line)))
        where = f", {self.tree[at].name}"
        caption = said("numbers", names=self.names(), by=said("year_col").lower(), where=where, years="")
        return self._blocks(caption, heads, body, summed=total)

    def _inside(self, area: Region) -> bool:
        """Whether an area lies in the region asked for."""
        at: Region | None = area
        while at is not None and self.region is not None and at.id != self.region:
            at = self.tree.get(at.parent) if at.parent else None
        return self.region is None or at is not None

    def _columns(self, rows: Sequence[Region], years: Sequence[int]) -> list[tuple[bytes, int | None]]:
        """Indicator and year of each column: of the years asked for, else of each indicator its last one on this level."""
        inside = {one.id for one in rows}
        found: list[tuple[bytes, int | None]] = []
        for one in self.wanted:
            there = sorted(
                {p.year for p in self.found if p.indicator == one.id and p.region in inside}, key=lambda y: y or 0
            )
            found += [(one.id, year) for year in (years or there[-1:] or (None,))]
        return found

    def _head(self, rec: bytes, year: int | None, columns: Sequence[tuple[bytes, int | None]], by_years: bool) -> str:
        if by_years:
            return self.year(year)
        several = len({one for _rec, one in columns}) > 1
        return f"{self.short(rec)} ({self.year(year)})" if several else self.short(rec)

    def _years(self, columns: Sequence[tuple[bytes, int | None]], by_years: bool) -> str:
        shown = sorted({year for _rec, year in columns if year is not None})
        return f", {'–'.join(dict.fromkeys((str(shown[0]), str(shown[-1]))))}" if shown and not by_years else ""

    def _where(self) -> str:
        return f", {self.tree[self.region].name}" if self.region else ""

    def _blocks(self, caption: str, heads: Sequence[Column], body: Sequence[Row], *, summed: bool) -> list[Block]:
        units = dict.fromkeys(
            f"{self.name(one.id)} ({one.unit})" if len(self.wanted) > 1 else one.unit for one in self.wanted if one.unit
        )
        same = {one.unit for one in self.wanted}
        notes = [said("unit_note", units=next(iter(same)) if len(same) == 1 else "; ".join(units))] if units else []
        if summed:
            notes.append(said("own_sum"))
            if rates := [self.name(one.id) for one in self.wanted if one.measure != "count"]:
                notes.append(said("no_sum", names=", ".join(rates)))
        if self.holes:
            notes.append(said("hole", names=", ".join(self.holes)))
        notes += self.differ
        if self.remarks:
            notes += self.remarks.notes()
        notes += [said(f"{sign}_note") for sign in self.marks]
        if self.missing:
            notes.append(said("missing_note", n=self.missing))
        if self.twice:
            notes.append(said("twice", n=self.twice))
        origins = dict.fromkeys(one.origin for one in self.wanted if one.origin)
        table = Table(caption, tuple(heads), tuple(body), tuple(notes), source="; ".join(origins), anchor="numbers")
        return [table, *self.printed(), *(self.remarks.quotes() if self.remarks and self.linked else [])]
