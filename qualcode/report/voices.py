"""Theme by theme in words: what it is, where it is raised out of how many, and who says so.

One rule: a sentence never says more than its cell. Quotes are chosen by a rule that is written down: those the team marked
for the report or chose for the theme; else one a source, where it is raised most first, of a length that can be read; and, where there is one, a voice
that says the opposite stands last and is named as such.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qualcode.collect.regions import Region
from qualcode.conclude.joint import area_names
from qualcode.display.cells import SILENT, Cell, Status, settled_valence
from qualcode.display.matrix import Matrix
from qualcode.display.rows import Row as Subject
from qualcode.reduce.counting import Segment
from qualcode.reduce.themes import Theme, themes
from qualcode.report.basket import Marked
from qualcode.report.blocks import Block, Heading, Paragraph, Quotes
from qualcode.report.phrases import saying
from qualcode.report.quoting import Quoter
from qualcode.store import Project

MOST = 3  # quotes of a theme
READABLE = (60, 420)  # code points: shorter says little, longer is an excerpt and not a quotation
NAMED = 3  # areas named in the sentence
Passage = tuple[bytes, int, int, int]

# fmt: off
said = saying({
    "raised": (
        "Tema ini muncul dalam {m} dari {n} transkrip yang selesai dikode{judged}.", "The theme is raised in {m} of {n} finished transcripts{judged}."),
    "judged": (", sebagai {what}", ", as {what}"),
    "as_p": ("masalah dalam {n}", "a problem in {n}"),
    "as_s": ("kekuatan dalam {n}", "a strength in {n}"),
    "as_c": ("keduanya sekaligus dalam {n}", "both at once in {n}"),
    "strongest": ("Paling banyak di {areas}.", "Most in {areas}."),
    "zero": ("Ditanyakan tetapi tidak muncul di {areas}.", "Asked and not raised in {areas}."),
    "silent": ("Tidak ada transkrip yang selesai untuk tema ini.", "No transcript is finished for this theme."),
    "one_in": ("{area} ({cell})", "{area} ({cell})"),
    "and": ("dan", "and"),
    "other_voice": ("Suara yang berbeda:", "A different voice:"),
    "see": ("Sebarannya pada [[matrix]].", "Its distribution is in [[matrix]]."),
})
# fmt: on


def voice_blocks(
    project: Project, display: Matrix, whole: Matrix, quoter: Quoter, marked: Sequence[tuple[Marked, Segment]] = ()
) -> list[Block]:
    """A section for each theme of ``display`` (themes by area) with ``whole`` (the same over all). Inside ``speaking``."""
    named = area_names(display.areas, ())
    described = {theme.id: theme for theme in themes(project)}
    blocks: list[Block] = []
    for row in display.rows:
        theme = described.get(row.id)
        if theme is None:
            continue
        blocks.append(Heading(theme.shown, 3))
        told = [theme.concept, _sentence(row, display, whole, named), theme.narrative]
        blocks.append(Paragraph(" ".join(filter(None, (text.strip() for text in told)))))
        segments = [s for column in whole.columns for s in whole.quotes.get((row.id, column.id), ())]
        mine = [segment for one, segment in marked if one.theme == theme.id]
        chosen, other = choose(row, theme, segments, display, quoter, mine)
        if chosen:
            passages: dict[
                tuple[bytes, int, int, int], list[Segment]
            ] = {}  # one passage may bear two codes of the theme
            for one in chosen:
                passages.setdefault(_passage(one), []).append(one)
            items = tuple(quote for group in passages.values() for quote in quoter.quotes(group))
            blocks.append(Quotes(f"voice {theme.name}", theme.shown, items, inline=True))
        if other is not None:
            blocks.append(Paragraph(said("other_voice")))
            blocks.append(Quotes(f"other voice {theme.name}", theme.shown, quoter.quotes([other]), inline=True))
    return blocks


def choose(
    row: Subject,
    theme: Theme,
    segments: Sequence[Segment],
    display: Matrix,
    quoter: Quoter,
    marked: Sequence[Segment] = (),
) -> tuple[list[Segment], Segment | None]:
    """Up to MOST passages that stand for the theme (all that were ``marked`` for it), and one that says the opposite, if there is one."""
    wanted = set(theme.exemplars)
    picked = list(marked) or [one for one in segments if wanted & set(one.codings)]

    def way(one: Segment) -> int:
        return settled_valence(one.valence, quoter.valences.get(one.code), row.nature) or 0

    usual = -1 if sum(way(one) for one in segments) < 0 else 1 if sum(way(one) for one in segments) > 0 else 0
    strength = {
        segment.source: display.cell(row.id, area.id).salience or 0.0
        for area in display.areas
        for segment in display.quotes.get((row.id, area.id), ())
    }
    least, most = READABLE

    def place(one: Segment) -> tuple[str, int, int, str]:
        return quoter.name(one.source), one.start, one.stop, quoter.codes[one.code]

    def order(one: Segment) -> tuple[bool, float, bool, tuple[str, int, int, str]]:
        length = one.stop - one.start
        return not least <= length <= most, -strength.get(one.source, 0.0), one.speaker is None, place(one)

    if not marked:
        picked.sort(key=place)
    ranked = sorted(segments, key=order)
    first = list(dict.fromkeys(_passage(one) for one in picked))
    chosen = picked if marked else [one for one in picked if _passage(one) in first[:MOST]]
    taken = {one.source for one in chosen}
    for one in ranked:
        if len(chosen) < (MOST if not picked else len(chosen)) and one.source not in taken and way(one) == usual:
            chosen.append(one)
            taken.add(one.source)
    other = next((one for one in ranked if usual and way(one) == -usual and one not in chosen), None)
    return chosen, other


def _passage(one: Segment) -> Passage:
    return one.source, one.turn, one.start, one.stop


def _sentence(row: Subject, display: Matrix, whole: Matrix, named: dict[bytes, str]) -> str:
    totals = [cell for column in whole.columns if (cell := whole.cell(row.id, column.id)).status not in SILENT]
    if not totals:
        return said("silent")
    m, n = sum(cell.M for cell in totals), sum(cell.n for cell in totals)
    ways = (("as_p", sum(c.P for c in totals)), ("as_s", sum(c.S for c in totals)), ("as_c", sum(c.C for c in totals)))
    judged = (
        said("judged", what=_joined([said(key, n=count) for key, count in ways if count]))
        if any(c for _k, c in ways)
        else ""
    )
    found = [(area, display.cell(row.id, area.id)) for area in display.areas]
    raised = sorted((one for one in found if one[1].M and one[1].status not in SILENT), key=_most)
    zero = [named[area.id] for area, cell in found if cell.status is Status.UNRAISED]
    parts = [said("raised", m=m, n=n, judged=judged)]
    if len(raised) > 1:
        parts.append(said("strongest", areas=_joined([_one(area, cell, named) for area, cell in raised[:NAMED]])))
    if zero:
        parts.append(said("zero", areas=_joined(zero)))
    return " ".join(parts)


def _most(one: tuple[Region, Cell]) -> tuple[float, int, str]:
    area, cell = one
    return -(cell.M / cell.n if cell.n else 0.0), -cell.M, area.code


def _one(area: Region, cell: Cell, named: dict[bytes, str]) -> str:
    return said("one_in", area=named[area.id], cell=cell.text)


def _joined(parts: Iterable[str]) -> str:
    listed = list(parts)
    if len(listed) < 3:
        return f" {said('and')} ".join(listed)
    return f"{', '.join(listed[:-1])}, {said('and')} {listed[-1]}"
