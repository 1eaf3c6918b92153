"""One line of the transcript as segments of exactly the pane's width.

The rule: gutter, name, text, brackets, labels, each in its own columns; a line is a pure function of the page, the
codings and what is lit (cursor, unit, selection) in that line, so that it can be kept until one of them changes.
Every segment carries its ground, and nothing reaches a segment but through ``cells``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rich.segment import Segment

from qualcode.i18n import _, ngettext
from qualcode.tui.palette import Palette, Signs
from qualcode.tui.pane.cells import FILLER, drawn, fit, narrow, plain
from qualcode.tui.pane.lanes import Margin, edge
from qualcode.tui.pane.reading import Block, Reading
from qualcode.tui.pane.spans import PaneCoding, Span, SpanIndex
from qualcode.tui.pane.wrap import Page

MEASURE = 65  # cells of text at most: the eye finds the next line up to about 65 characters
SHORT_MEASURE = 50  # below this, labels give way
LABEL = 16  # cells a label wants
LANES = 3
NOTED, KEPT, ASIDE = "m", "*", "~"  # signs of marks in the gutter, the first that is there; any terminal has them
# a memo on a coding has the first: in the gutter where it begins, and beside its label


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells of each column; one cell of space follows the text (where the cursor may stand) and the lanes."""

    name: int
    text: int
    lanes: int
    label: int

    @property
    def text_at(self) -> int:
        return 1 + self.name

    @property
    def lanes_at(self) -> int:
        return self.text_at + self.text + 1

    @property
    def label_at(self) -> int:
        return self.lanes_at + self.lanes + 1

    @property
    def width(self) -> int:
        return self.label_at + self.label


def columns(width: int, longest_name: int) -> Columns:
    """How ``width`` cells are shared. ``longest_name`` in cells, 0 where no turn has a name."""
    name = min(longest_name, 7 if width < 100 else 11) + 1 if longest_name else 0
    rest = width - 1 - name - 1 - LANES - 1
    if rest < 16:
        rest, name = rest + name, 0
    if rest < 40:
        return Columns(name, max(8, rest), LANES, 0)
    text = min(MEASURE, max(rest - LABEL, min(SHORT_MEASURE, rest - LABEL // 2)))
    return Columns(name, text, LANES, min(28, rest - text))


@dataclass(frozen=True, slots=True)
class Lit:
    """What is lit, as spans of the text, or of one line of it: ``target`` is what a code would be given to."""

    target: Span | None = None
    selected: bool = False
    cursor: int | None = None

    def within(self, span: Span, cursor: bool) -> Lit:
        """The part of it in ``span``; ``cursor`` says whether the cursor stands there."""
        target = self.target
        if target is not None:
            target = max(target[0], span[0]), min(target[1], span[1])
            if target[0] >= target[1]:
                target = None
        if target is None and not cursor:
            return _DARK
        return Lit(target, self.selected and target is not None, self.cursor if cursor else None)


_DARK = Lit()


@dataclass(slots=True)
class View:
    """All that a line is drawn from, but for what is lit."""

    page: Page
    columns: Columns
    codings: SpanIndex
    margin: Margin
    palette: Palette
    signs: Signs
    active: bytes | None = None  # the coding the next key is about
    marks: SpanIndex = field(default_factory=SpanIndex)  # of relevance, and notes; the name is the sign in the gutter
    leads: bool = True  # the keys are for this text: its unit and its cursor are marked


def line_segments(view: View, line: int, lit: Lit, width: int) -> list[Segment]:
    """The segments of ``line``, ``width`` cells in all."""
    codings = view.codings.overlapping(*view.page.span(line))
    plainly = view.palette.style()
    marked = {one.name for one in view.marks.overlapping(*view.page.span(line))} if len(view.marks) else set()
    if any(one.noted and view.margin[one.id].first == line for one in codings):
        marked.add(NOTED)
    sign = next((sign for sign in (NOTED, KEPT, ASIDE) if sign in marked), " ")
    segments = [
        Segment(view.signs.unit if lit.target and view.leads else sign, view.palette.style(strong=True)),
        *_name(view, line),
        *_text(view, line, codings, lit),
        *_lanes(view, line, codings),
        *_label(view, line),
    ]
    used = view.columns.width
    if used < width:
        segments.append(Segment(" " * (width - used), plainly))
    return segments


def _name(view: View, line: int) -> list[Segment]:
    if not view.columns.name:
        return []
    block = view.page.block_at(line)
    name = ""
    if block.turn >= 0 and view.page.opens(line):
        name = plain(view.page.reading.turns[block.turn].name)
    return [Segment(fit(name, view.columns.name - 1, view.signs.more) + " ", view.palette.style(quiet=True))]


def _text(view: View, line: int, codings: Sequence[PaneCoding], lit: Lit) -> list[Segment]:
    page, palette, room = view.page, view.palette, view.columns.text + 1
    reading = page.reading
    block = page.block_at(line)
    start, end = page.drawn(line)
    shown = reading.shown
    if block.body is None:
        words = _folded(reading, block)
        folded = f"{view.signs.folded} {words}"
        return [Segment(fit(folded, room - 1, view.signs.more) + " ", palette.style(quiet=True))]
    quiet = block.turn < 0 or reading.turns[block.turn].interviewer
    end = start + len(shown[start:end].rstrip(" \t" + FILLER))
    steps = None if narrow(shown[start:end]) else [s for s in page.steps(line) if s[0] < end]

    stops = {start, end}
    for coding in codings:
        stops |= {coding.start, coding.end}
    if lit.target:
        stops |= set(lit.target)
    at = lit.cursor if view.leads else None
    cursor = at if at is not None and at < end else None
    if cursor is not None:
        stops |= {cursor, cursor + 1}
    if steps:
        bounds = [(a, b) for a, b, _ in steps]
        stops |= {edge for stop in stops for a, b in bounds if a < stop < b for edge in (a, b)}
        stops &= {edge for bound in bounds for edge in bound}

    segments, used = [], 0
    order = sorted(stop for stop in stops if start <= stop <= end)
    for a, b in pairwise(order):
        if steps is None:
            piece, cells = shown[a:b], b - a
        else:
            inside = [s for s in steps if a <= s[0] < b]
            piece = "".join(_grapheme(shown[i:j], n) for i, j, n in inside)
            cells = sum(n for _, _, n in inside)
        over = [c for c in codings if c.start < b and c.end > a and not c.proposed]
        hue = min(over, key=lambda c: (c.end - c.start, c.id)).hue if over else None
        lit_here = lit.target is not None and lit.target[0] < b and lit.target[1] > a
        if cursor is not None and a <= cursor < b:
            style = palette.style(strong=True, overlap=len(over) > 1, selected=not (lit_here and lit.selected))
        else:
            style = palette.style(
                hue,
                quiet=quiet,
                strong=lit_here,
                overlap=len(over) > 1,
                selected=lit_here and lit.selected,
            )
        segments.append(Segment(piece, style))
        used += cells
    if at is not None and cursor is None:  # at the end of the words
        gap = max(0, page.place(at)[0] - used)
        segments += [Segment(" " * gap, palette.style()), Segment(" ", palette.cursor())]
        used += gap + 1
    segments.append(Segment(" " * max(0, room - used), palette.style()))
    return segments


def _folded(reading: Reading, block: Block) -> str:
    """What a block says that is folded to one line."""
    if block.kind == "header":
        return _("document header")
    if block.kind == "others":
        return ngettext("%d turn of others", "%d turns of others", reading.others(block)) % reading.others(block)
    return plain(reading.text[block.start : block.end])


def _grapheme(text: str, cells: int) -> str:
    return text if cells == 1 == len(text) and narrow(text) else drawn(text, cells)


def _lanes(view: View, line: int, codings: Sequence[PaneCoding]) -> list[Segment]:
    palette, signs, lanes = view.palette, view.signs, view.columns.lanes
    cells = [Segment(" ", palette.style())] * lanes
    crowded = False
    for coding in codings:
        extent = view.margin[coding.id]
        if extent.lane >= lanes:
            crowded = True
            continue
        sign = signs.proposed if coding.proposed else getattr(signs, edge(extent, line))
        style = palette.mark(coding.hue, quiet=not coding.mine, strong=coding.id == view.active)
        cells[extent.lane] = Segment(sign, style)
    if crowded:
        cells[-1] = Segment(signs.crowded, palette.mark(None))
    return [*cells, Segment(" ", palette.style())]


def _label(view: View, line: int) -> list[Segment]:
    palette, signs, room = view.palette, view.signs, view.columns.label
    id, more = view.margin.label(line)
    coding = view.codings.get(id) if id is not None else None
    if coding is None or not room:
        return [Segment(" " * room, palette.style())]
    active = coding.id == view.active
    sign = signs.valence(coding.valence) + ("?" if coding.proposed else "")
    tail = "".join(f" {one}" for one in (sign, NOTED if coding.noted else "") if one)
    tail += ("]" if active else "") + (f" +{more}" if more else "")
    head = ("[" if active else "") + plain(coding.name)
    label = fit(head, min(room - len(tail), _cells(head)), signs.more) + tail
    return [Segment(fit(label, room, signs.more), palette.mark(coding.hue, quiet=not coding.mine, strong=active))]


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)
