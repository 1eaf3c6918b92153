"""Figures in a table with margins (shape 5): indicators by areas or by years, totals, and a column of remarks.

One rule: what is printed is the figure as it was printed; a total is made only of counts and only where none is missing, for
rates and means have no sum and a sum with a hole is no total. A missing figure is ``...`` and is never read as zero.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualcode.collect.indicators import Figure, Indicator, figures, indicators
from qualcode.collect.regions import LEVELS, Region, regions
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.report.blocks import Block, Cell, Column, Heading, Quote, Quotes, Row, Table, number
from qualcode.report.framework import Remarks
from qualcode.report.framework import said as of_framework
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
    "own_sum": ("Jumlah dihitung dari angka di atasnya, bukan tercetak.", "Totals are computed from the figures above, not printed."),
    "twice": ("† = tercetak berbeda di tabel lain; yang dipakai angka pertama ({n} sel).",
              "† = printed differently in another table; the first is used ({n} cells)."),
    "figures_of": ("{indicator}, {region}, {year}", "{indicator}, {region}, {year}"),
    "as_printed": ("tercetak “{printed}”", "printed “{printed}”"),
    "in_table": ("tabel {no}", "table {no}"),
    "figures_head": ("Angka sebagaimana tercetak", "Figures as printed"),
    "both": ("Semua", "All"),
    "city_says": (
        "{name}: tercetak untuk {region} {printed}, berbeda dari jumlah {sum}.",
        "{name}: printed for {region} {printed}, which differs from the total {sum}."),
    "no_year_short": ("tanpa tahun", "no year"),
})
# fmt: on


@dataclass(frozen=True)
class _Place:
    """A cell: which indicator, where, when."""

    indicator: bytes
    region: bytes
    year: int | None


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


class _Numbers:
    def __init__(self, project: Project, wanted: Sequence[Indicator], region: bytes | None, linked: bool) -> None:
        self.project, self.wanted, self.linked = project, wanted, linked
        self.tree = {one.id: one for one in regions(project)}
        self.region = region
        self.found: dict[_Place, list[Figure]] = {}
        for one in wanted:
            for figure in figures(project, one.id):
                self.found.setdefault(_Place(figure.indicator, figure.region, figure.year), []).append(figure)
        self.decimals = {
            one.id: _decimals(f for p, fs in self.found.items() if p.indicator == one.id for f in fs) for one in wanted
        }
        self.missing = self.twice = 0
        self.used: dict[_Place, None] = {}
        self.holes: dict[str, None] = {}
        self.differ: dict[str, None] = {}
        self.remarks: Remarks | None = None

    # Cells

    def cell(self, place: _Place) -> Cell:
        """A figure as read, in the way of the document; ``...`` where there is none."""
        there = self.found.get(place, [])
        known = [one for one in there if one.value is not None]
        if not known:
            self.missing += 1
            link = self._anchor(place) if there else None
            return Cell("...", kind="state", link=link)
        shown = number(known[0].value, self.decimals[place.indicator], language())
        self.used[place] = None
        mark = ""
        if len({one.value for one in known}) > 1:
            self.twice += 1
            mark = "†"
        return Cell(shown.text + mark, value=shown.value, kind="number", link=self._anchor(place))

    def _anchor(self, place: _Place) -> str | None:
        self.used[place] = None
        return (
            f"figure {place.indicator.hex()[:8]} {self.tree[place.region].code} {place.year or ''}"
            if self.linked
            else None
        )

    def sum(self, places: Sequence[_Place], name: str) -> Cell:
        """The sum of counts; ``...`` and a note where one is missing or doubtful."""
        values = [{f.value for f in self.found.get(place, []) if f.value is not None} for place in places]
        if any(len(one) != 1 for one in values) or not values:
            self.holes[name] = None
            return Cell("...", kind="state")
        return number(
            sum(float(v) for one in values for v in one if v is not None),
            self.decimals[places[0].indicator],
            language(),
        )

    # Tables

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
            places = [_Place(rec, area.id, year) for rec, year in columns]
            line = [Cell(area.name), *(self.cell(place) for place in places)]
            if total:
                line.append(self.sum(places, area.name))
            if notes_of is not None:
                line.append(notes_of(area))
            body.append(Row(tuple(line)))
        counts = [rec for rec, _year in columns if self._measure(rec) == "count"]
        if counts and len(rows) > 1:
            body.append(Row(tuple(self._margins(rows, columns, total)), "subtotal"))
        years_said = self._years(columns, by_years)
        caption = said(
            "numbers", names=self._names(), by=of_framework(fold(level)), where=self._where(), years=years_said
        )
        return self._blocks(caption, heads, body, summed=bool(counts) and len(rows) > 1)

    def _margins(self, rows: Sequence[Region], columns: Sequence[tuple[bytes, int | None]], total: bool) -> list[Cell]:
        line = [Cell(said("total"))]
        for rec, year in columns:
            if self._measure(rec) != "count":
                line.append(Cell("-", kind="state"))
            else:
                line.append(self._area_sum(rec, year, rows))
        if total:
            line.append(self.sum([_Place(rec, area.id, year) for rec, year in columns for area in rows], said("total")))
        return line

    def _area_sum(self, rec: bytes, year: int | None, rows: Sequence[Region]) -> Cell:
        """The sum over areas; where something else is printed for the whole of them, a note says so."""
        head = f"{self._name(rec)} {self._year(year)}"
        cell = self.sum([_Place(rec, area.id, year) for area in rows], head)
        whole = self.region or next((one.id for one in self.tree.values() if one.level == "kota"), None)
        for figure in self.found.get(_Place(rec, whole, year), []) if whole and cell.value is not None else []:
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
        heads += [Column(one.id.hex(), self._short(one.id), align="right") for one in self.wanted]
        if total:
            heads.append(Column("total", said("total"), align="right"))
        body = []
        for year in shown:
            places = [_Place(one.id, at, year) for one in self.wanted]
            line = [Cell(self._year(year)), *(self.cell(place) for place in places)]
            body.append(Row((*line, self.sum(places, self._year(year))) if total else tuple(line)))
        where = f", {self.tree[at].name}"
        caption = said("numbers", names=self._names(), by=said("year_col").lower(), where=where, years="")
        return self._blocks(caption, heads, body, summed=total)

    # Words

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

    def _name(self, rec: bytes) -> str:
        one = next(one for one in self.wanted if one.id == rec)
        return one.name_en if language() == "en" and one.name_en else one.name

    def _names(self) -> str:
        return self._shared or "; ".join(self._name(one.id) for one in self.wanted)

    @cached_property
    def _shared(self) -> str:
        """The words with which the names of all indicators begin; empty where one stands alone."""
        names = [self._name(one.id).split() for one in self.wanted]
        same = 0
        while len(names) > 1 and all(len(name) > same and name[same] == names[0][same] for name in names):
            same += 1
        return " ".join(names[0][:same]) if same > 1 else ""

    def _short(self, rec: bytes) -> str:
        """An indicator's name without the words that the caption says for all."""
        return self._name(rec)[len(self._shared) :].strip() or said("both") if self._shared else self._name(rec)

    def _head(self, rec: bytes, year: int | None, columns: Sequence[tuple[bytes, int | None]], by_years: bool) -> str:
        if by_years:
            return self._year(year)
        several = len({one for _rec, one in columns}) > 1
        return f"{self._short(rec)} ({self._year(year)})" if several else self._short(rec)

    def _measure(self, rec: bytes) -> str:
        return next(one.measure for one in self.wanted if one.id == rec)

    def _year(self, year: int | None) -> str:
        return str(year) if year is not None else said("no_year_short")

    def _years(self, columns: Sequence[tuple[bytes, int | None]], by_years: bool) -> str:
        shown = sorted({year for _rec, year in columns if year is not None})
        return f", {'–'.join(dict.fromkeys((str(shown[0]), str(shown[-1]))))}" if shown and not by_years else ""

    def _where(self) -> str:
        return f", {self.tree[self.region].name}" if self.region else ""

    def _blocks(self, caption: str, heads: Sequence[Column], body: Sequence[Row], *, summed: bool) -> list[Block]:
        units = dict.fromkeys(
            f"{self._name(one.id)} ({one.unit})" if len(self.wanted) > 1 else one.unit
            for one in self.wanted
            if one.unit
        )
        same = {one.unit for one in self.wanted}
        notes = [said("unit_note", units=next(iter(same)) if len(same) == 1 else "; ".join(units))] if units else []
        if summed:
            notes.append(said("own_sum"))
            if rates := [self._name(one.id) for one in self.wanted if one.measure != "count"]:
                notes.append(said("no_sum", names=", ".join(rates)))
        if self.holes:
            notes.append(said("hole", names=", ".join(self.holes)))
        notes += self.differ
        if self.remarks:
            notes += self.remarks.notes()
        if self.missing:
            notes.append(said("missing_note", n=self.missing))
        if self.twice:
            notes.append(said("twice", n=self.twice))
        origins = dict.fromkeys(one.origin for one in self.wanted if one.origin)
        table = Table(caption, tuple(heads), tuple(body), tuple(notes), source="; ".join(origins), anchor="numbers")
        return [table, *self._printed(), *(self.remarks.quotes() if self.remarks and self.linked else [])]

    def _printed(self) -> list[Block]:
        """Every figure that was used, as it stands in print and where."""
        if not self.linked:
            return []
        blocks: list[Block] = []
        for place in self.used:
            anchor = self._anchor(place)
            there = self.found.get(place, [])
            if anchor is None or not there:
                continue
            title = said(
                "figures_of",
                indicator=self._name(place.indicator),
                region=self.tree[place.region].name,
                year=self._year(place.year),
            )
            items = tuple(
                Quote(
                    one.printed, ", ".join(filter(None, (one.origin, said("in_table", no=one.table) if one.table else ""))),
                    place=", ".join(one.flags),
                )
                for one in there
            )  # fmt: skip
            blocks.append(Quotes(anchor, title, items))
        return [Heading(said("figures_head"), 1), *blocks] if blocks else []


def _decimals(found: Iterable[Figure]) -> int:
    """As many decimals as the figures of an indicator need, three at most."""
    most = 0
    for one in found:
        if one.value is not None:
            text = f"{one.value:.3f}".rstrip("0")
            most = max(most, len(text.partition(".")[2]))
    return most
