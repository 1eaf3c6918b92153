"""The framework matrix on paper: themes by areas or by classes of people, a level and a phrase a cell (shapes 1 and 2).

One rule: a cell with words carries the count it rests on and leads to its passages; a cell without words says which kind of
silence it is. Nothing empty is left empty, and a text written on other codings than those that count now is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from qualcode.collect.regions import LEVELS, Region, regions
from qualcode.conclude.fitting import Fitting
from qualcode.conclude.joint import fieldwork_year
from qualcode.display.cells import SIGNS, status_label
from qualcode.display.cells import Status as Heard
from qualcode.display.framework import STALE, STATES, UNWRITTEN, WRITTEN, Box, Framework, Listening, box, framework
from qualcode.display.framework import state_words as _state_words
from qualcode.display.rows import Row as Theme
from qualcode.reduce.levels import scales, written
from qualcode.reduce.summaries import Case, CaseNames
from qualcode.report.blocks import Block, Cell, Column, Heading, Row, Table
from qualcode.report.narrowed import narrowed, only_fitting, refuse_nothing
from qualcode.report.phrases import saying
from qualcode.report.quoting import Quoter
from qualcode.store import Project
from qualcode.store.ids import fold

# fmt: off
said = saying({
    "framework": ("Ringkasan Tema menurut {by}", "Summaries of Themes by {by}"),
    "members": ("Informan", "Informants"),
    "category": ("Kategori: {theme}", "Category: {theme}"),
    "levels": ("Kata tingkat (dari atas ke bawah): {scales}.", "Level words (from the top down): {scales}."),
    "written_by": (
        "Isi sel ditulis peneliti setelah membaca semua kutipan sel itu; angka dalam kurung = transkrip yang memuat tema di antara "
        "yang selesai dikode, dengan tandanya (− masalah, ± campuran, + kekuatan).",
        "Each cell was written by the researchers after reading all its passages; in brackets the transcripts that raise the theme "
        "among those finished, with their sign (− problem, ± mixed, + strength)."),
    "stale_note": (
        "* = ditulis sebelum koding di sel itu berubah; perlu dibaca ulang ({n} sel).",
        "* = written before the codings of that cell changed; to be read again ({n} cells)."),
    "groundless": (
        "° = tidak bertumpu pada kutipan yang terhitung ({n} sel).", "° = does not rest on any counted passage ({n} cells)."),
    "empty_note": (
        "Sel tanpa ringkasan: {states}. Sel seperti itu bukan nol dan tidak berarti tanpa masalah.",
        "Cells without a summary: {states}. Such a cell is no zero and does not mean that there is no problem."),
    "left_out": (
        "{n} {level} tidak dicantumkan: tidak ada informan dari sana dan tidak ada yang membicarakannya.",
        "{n} {level} are left out: nobody was heard there or speaks of them."),
    "overlap": (
        "Satu transkrip dapat terhitung di lebih dari satu kelompok.", "A transcript may count in more than one group."),
    "not_yet": ("belum ditulis", "not yet written"),
    "is_written": ("ditulis", "written"),
    "is_stale": ("usang", "stale"),
})
# fmt: on


def framework_blocks(
    project: Project, *, by: str = "kelurahan", themes: Sequence[bytes] = (), category: bytes | None = None,
    swap: bool | None = None, everything: bool = False, members: bool = False, quotes: bool = True,
    listening: Listening | None = None, where: str = "",
) -> list[Block]:  # fmt: skip
    """Themes in columns and cases in rows, or the other way round with ``swap``; None puts the fewer in columns. ``by``: kelurahan, kecamatan, kota or an
    attribute; ``category``: a theme whose level word stands in a column of its own; ``members``: a column with the informants
    of each class; ``where``: only themes and cases of which some cell fits. To be called inside ``speaking``. UserError where
    there is no such level or attribute, or nothing fits."""
    listening = listening or Listening(project)
    wanted = (*themes, *([category] if category and themes and category not in themes else []))
    found = framework(project, by, themes=wanted, everything=everything, listening=listening)
    if where.strip():
        found = _fitting(project, found, where, category)
    made = FrameworkTable(project, found, quotes)
    shown = tuple(row for row in found.themes if row.id != category)
    caption = narrowed(made.caption(said("framework", by=_by_words(by))), where)
    across = len(found.cases) < len(shown) and not members if swap is None else swap
    columns, body = made.across(shown, category) if across else made.down(shown, category, members)
    blocks: list[Block] = [
        Table(caption, columns, body, made.notes(everything, where), source=made.source, anchor=f"framework {fold(by)}")
    ]
    if quotes:
        blocks += made.quotes()
    return blocks


def _fitting(project: Project, found: Framework, where: str, category: bytes | None) -> Framework:
    """The themes and cases of which some cell fits; a category stays."""
    fits = Fitting(project, where)
    inside = [at for at in found.boxes if fits.cell(*at)]
    refuse_nothing(where, inside)
    themes, cases = {theme for theme, _case in inside} | {category}, {case for _theme, case in inside}
    return replace(
        found, themes=tuple(row for row in found.themes if row.id in themes), cases=tuple(one for one in found.cases if one in cases),
        boxes={(theme, case): one for (theme, case), one in found.boxes.items() if theme in themes and case in cases},
    )  # fmt: skip


_KNOWN = {**{level: level for level in LEVELS}, "role": "role", "gender": "gender", "age_band": "age", "genre": "kind"}


def _by_words(by: str) -> str:
    """What the cases are, as a heading: the document's own word where it has one."""
    return said(_KNOWN[fold(by)]) if fold(by) in _KNOWN else by[:1].upper() + by[1:].replace("_", " ")


def own_source(project: Project) -> str:
    """The line below a table of one's own data."""
    year = fieldwork_year(project)
    return said("own_data", year=f", {year}" if year else "")


def box_text(box: Box) -> str:
    """A written cell as printed: ``Rendah: phrase (−3/4)``, marked where it is stale or rests on nothing."""
    assert box.summary is not None
    one = box.summary
    level = one.level[:1].upper() + one.level[1:]
    words = ": ".join(filter(None, (level, one.text or one.conclusion)))
    marks = "*" if box.state == STALE else "" if box.rests_on else "°"
    return f"{words}{marks} ({box.heard.count.text})" if box.heard.segments else f"{words}{marks}"


def silent_text(box: Box) -> str:
    """An empty cell as printed: its sign and what it means; where something could be written, out of how many."""
    if box.state == UNWRITTEN:
        return f"○ {said('not_yet')} ({box.heard.count.text})"
    return f"{box.heard.count.text} {status_label(box.heard.count.status)}"


class FrameworkTable:
    """The parts of one framework's table."""

    def __init__(self, project: Project, found: Framework, linked: bool) -> None:
        self.project, self.found, self.linked = project, found, linked
        tree = {region.id: region for region in regions(project)}
        self.above = {
            case: tree[parent].name
            for case in found.cases
            if case.region and (parent := tree[case.region].parent) in tree and tree[case.region].level == "kelurahan"
        }
        self.year = fieldwork_year(project)
        cities = [region.name for region in tree.values() if region.level == "kota"]
        self.city = cities[0] if len(cities) == 1 else ""
        self.source = own_source(project)

    def caption(self, words: str) -> str:
        return ", ".join(filter(None, (words, self.city, str(self.year or ""))))

    def cell(self, box: Box) -> Cell:
        """One cell of the table, leading to its passages."""
        if box.summary is None:
            link = self._place(box) if box.state == UNWRITTEN and box.heard.segments else None
            return Cell(silent_text(box), kind="state", link=link)
        return Cell(box_text(box), link=self._place(box) if box.heard.segments else None)

    def _place(self, box: Box) -> str | None:
        return f"{box.theme.name} | {self.found.names[box.case]}" if self.linked else None

    def _level(self, box: Box) -> Cell:
        """A category: the level word alone."""
        if box.summary is None or not box.summary.level:
            return self.cell(box)
        mark = "*" if box.state == STALE else ""
        link = self._place(box) if box.heard.segments else None
        return Cell(box.summary.level[:1].upper() + box.summary.level[1:] + mark, link=link)

    def down(
        self, shown: Sequence[Theme], category: bytes | None, members: bool
    ) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        """A row a case, a column a theme."""
        heads = [Column("case", _by_words(self.found.by), width=3.0)]
        people = _Members(self.project) if members else None
        if people is not None:
            heads.append(Column("members", said("members"), width=3.2))
        heads += [Column(row.id.hex(), row.name, align="left") for row in shown]
        if category is not None:
            heads.append(Column("category", said("category", theme=self._name(category)), width=2.6))
        body = []
        for case in self.found.cases:
            name = self.found.heads[case] + (f"\n({self.above[case]})" if case in self.above else "")
            line = [Cell(name)]
            if people is not None:
                line.append(Cell(people(case)))
            line += [self.cell(self.found.box(row.id, case)) for row in shown]
            if category is not None:
                line.append(self._level(self.found.box(category, case)))
            body.append(Row(tuple(line)))
        return tuple(heads), tuple(body)

    def across(self, shown: Sequence[Theme], category: bytes | None) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
        """A row a theme, a column a case; a category is the last row."""
        heads = [Column("theme", said("theme"), width=3.6)]
        heads += [
            Column(self.found.names[case], self.found.heads[case], group=self.above.get(case), align="left")
            for case in self.found.cases
        ]
        body = [
            Row((Cell(row.name), *(self.cell(self.found.box(row.id, case)) for case in self.found.cases)))
            for row in shown
        ]
        if category is not None:
            cells = (self._level(self.found.box(category, case)) for case in self.found.cases)
            body.append(Row((Cell(said("category", theme=self._name(category))), *cells), "subtotal"))
        return tuple(heads), tuple(body)

    def _name(self, theme: bytes) -> str:
        return next(row.name for row in self.found.themes if row.id == theme)

    def notes(self, everything: bool, where: str = "") -> tuple[str, ...]:
        """How to read the cells: the level words in use, the marks and the signs that occur; what is left out."""
        boxes = self.found.boxes.values()
        found = [said("written_by"), *only_fitting(where)]
        if levels := levels_note(self.project, (b.summary.level for b in boxes if b.summary)):
            found.append(levels)
        found += marks_notes(list(boxes))
        if self.found.by and fold(self.found.by) not in LEVELS:
            found.append(said("overlap"))
        elif not everything and not where.strip() and (left := self._left_out()):
            found.append(said("left_out", n=left, level=fold(self.found.by)))
        return tuple(found)

    def _left_out(self) -> int:
        return len(regions(self.project, fold(self.found.by))) - len(self.found.cases)

    def quotes(self) -> list[Block]:
        """The passages of every cell that has some."""
        boxes = [self.found.box(row.id, case) for row in self.found.themes for case in self.found.cases]
        return box_quotes(self.project, [(self._place(one) or "", self.found.names[one.case], one) for one in boxes])


def levels_note(project: Project, used: Iterable[str]) -> str:
    """The scales whose words stand in a table; nothing where none do."""
    words = {fold(word) for word in used if word}
    shown = [one for one in scales(project) if words & {fold(word) for word in one.words}]
    return said("levels", scales="; ".join(map(written, shown))) if shown else ""


def marks_notes(boxes: Sequence[Box]) -> list[str]:
    """What the marks and signs of these cells mean, of those that occur."""
    found = []
    if n := sum(box.state == STALE for box in boxes):
        found.append(stale_note(n))
    if n := sum(box.summary is not None and box.state != STALE and not box.rests_on for box in boxes):
        found.append(said("groundless", n=n))
    states = dict.fromkeys(box.state for box in boxes if box.summary is None)
    if states:
        words = "; ".join(f"{sign} {said_state(state)}" for state, (sign, _word) in STATES.items() if state in states)
        found.append(said("empty_note", states=words))
    return found


def stale_note(n: int) -> str:
    return said("stale_note", n=n)


_SAID = {UNWRITTEN: "not_yet", WRITTEN: "is_written", STALE: "is_stale"}


def said_state(state: str) -> str:
    """A state of a cell in the document's language."""
    if state in _SAID:
        return said(_SAID[state])
    return status_label(Heard(state)) if Heard(state) in SIGNS else _state_words(state)


class _Members:
    """Who belongs to a class, under the names they go by in print."""

    def __init__(self, project: Project) -> None:
        from qualcode.collect.attributes import table

        self._rows = table(project, "participants").rows
        self._homes: dict[bytes, bytes | None] = dict(project.rows("SELECT id, home FROM participant WHERE removed=0"))

    def __call__(self, case: Case) -> str:
        name, _colon, value = case.of.partition(":")
        inside: Callable[[bytes, dict[str, object]], bool] = (
            (lambda rec, _values: self._homes.get(rec) == case.region)
            if case.region
            else (lambda _rec, values: fold(str(values.get(name, ""))) == fold(value))
        )
        people = [row.name for row in self._rows if inside(row.id, dict(row.values))]
        return f"{len(people)}: {', '.join(people)}" if people else "-"


class Remarks:
    """What is written of one theme in each region, as a last column of another table."""

    def __init__(self, project: Project, theme: bytes, linked: bool) -> None:
        self._project, self._theme, self._linked = project, theme, linked
        self._listening, self._naming = Listening(project), CaseNames(project)
        self._boxes: list[Box] = []
        self.name = self._listening.rows[theme].name

    def __call__(self, area: Region) -> Cell:
        found = box(self._project, self._theme, Case(area.id), self._listening)
        self._boxes.append(found)
        link = self._place(found) if self._linked and found.heard.segments else None
        if found.summary is None:
            return Cell(silent_text(found), kind="state", link=link)
        return Cell(box_text(found), link=link)

    def _place(self, found: Box) -> str:
        return f"{self.name} | {self._naming(found.case)}"

    def notes(self) -> list[str]:
        return marks_notes(self._boxes)

    def quotes(self) -> list[Block]:
        return box_quotes(self._project, [(self._place(one), self._naming(one.case), one) for one in self._boxes])


def box_quotes(project: Project, boxes: Iterable[tuple[str, str, Box]]) -> list[Block]:
    """The passages of cells, each under its anchor and the name of its case; a heading over them."""
    quoter = Quoter(project)
    blocks: list[Block] = []
    for place, case, one in boxes:
        if one.heard.segments:
            title = said("quotes_of", row=one.theme.name, area=case, cell=one.heard.count.text)
            blocks.append(quoter.listed(place, title, one.heard.segments))
    return [Heading(said("quotes"), 1), *blocks] if blocks else []
