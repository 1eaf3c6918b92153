"""The figures of chosen indicators as cells: as read, as printed, added up where that means something.

One rule: what is missing is ``...`` and is never read as zero, and a sum with a hole in it is no sum. Each cell leads to the
figure as it stands in print.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualcode.collect.indicators import Figure, Indicator, figures
from qualcode.collect.regions import regions
from qualcode.i18n import language
from qualcode.report.blocks import Block, Cell, Heading, Quote, Quotes, number
from qualcode.report.phrases import saying
from qualcode.store import Project

# fmt: off
said = saying({
    "figures_of": ("{indicator}, {region}, {year}", "{indicator}, {region}, {year}"),
    "in_table": ("tabel {no}", "table {no}"),
    "figures_head": ("Angka sebagaimana tercetak", "Figures as printed"),
    "both": ("Semua", "All"),
    "preliminary": ("s", "p"),
    "corrected": ("k", "c"),
    "no_year_short": ("tanpa tahun", "no year"),
})
# fmt: on


MARKS: dict[str, Callable[[Figure], bool]] = {
    "preliminary": lambda one: any(flag.startswith("mark:") and "*" in flag for flag in one.flags),
    "corrected": lambda one: "corrected" in one.flags,
}


@dataclass(frozen=True)
class Place:
    """A cell: which indicator, where, when."""

    indicator: bytes
    region: bytes
    year: int | None


class Figures:
    """The figures of some indicators; counts what is missing or doubtful as cells are made."""

    def __init__(self, project: Project, wanted: Sequence[Indicator], region: bytes | None, linked: bool) -> None:
        self.project, self.wanted, self.linked = project, wanted, linked
        self.tree = {one.id: one for one in regions(project)}
        self.region = region
        self.found: dict[Place, list[Figure]] = {}
        for one in wanted:
            for figure in figures(project, one.id):
                self.found.setdefault(Place(figure.indicator, figure.region, figure.year), []).append(figure)
        self.decimals = {
            one.id: _decimals(f for p, fs in self.found.items() if p.indicator == one.id for f in fs) for one in wanted
        }
        self.missing = self.twice = 0
        self.used: dict[Place, None] = {}
        self.holes: dict[str, None] = {}
        self.differ: dict[str, None] = {}
        self.marks: dict[str, None] = {}  # of ``MARKS``, those that some cell carries

    def cell(self, place: Place) -> Cell:
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
        for sign, has in MARKS.items():
            if has(known[0]):
                self.marks[sign] = None
                mark += f" ({said(sign)})"
        return Cell(shown.text + mark, value=shown.value, kind="number", link=self._anchor(place))

    def _anchor(self, place: Place) -> str | None:
        self.used[place] = None
        return (
            f"figure {place.indicator.hex()[:8]} {self.tree[place.region].code} {place.year or ''}"
            if self.linked
            else None
        )

    def sum(self, places: Sequence[Place], name: str) -> Cell:
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

    def name(self, rec: bytes) -> str:
        one = next(one for one in self.wanted if one.id == rec)
        return one.name_en if language() == "en" and one.name_en else one.name

    def names(self) -> str:
        return self._shared or "; ".join(self.name(one.id) for one in self.wanted)

    @cached_property
    def _shared(self) -> str:
        """The words with which the names of all indicators begin; empty where one stands alone."""
        names = [self.name(one.id).split() for one in self.wanted]
        same = 0
        while len(names) > 1 and all(len(name) > same and name[same] == names[0][same] for name in names):
            same += 1
        return " ".join(names[0][:same]) if same > 1 else ""

    def short(self, rec: bytes) -> str:
        """An indicator's name without the words that the caption says for all."""
        return self.name(rec)[len(self._shared) :].strip() or said("both") if self._shared else self.name(rec)

    def measure(self, rec: bytes) -> str:
        return next(one.measure for one in self.wanted if one.id == rec)

    def year(self, year: int | None) -> str:
        return str(year) if year is not None else said("no_year_short")

    def printed(self) -> list[Block]:
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
                indicator=self.name(place.indicator),
                region=self.tree[place.region].name,
                year=self.year(place.year),
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
