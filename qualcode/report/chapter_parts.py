"""The parts of a chapter: which module makes each.

One rule: a maker takes the ground (what several parts read, read once) and gives blocks, or none where there is nothing
yet. It runs inside ``speaking``; quotes it gives are gathered by the chapter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from qualcode.conclude.arranged import Asked
from qualcode.conclude.joint import Joint, joints
from qualcode.display.columns import ALL
from qualcode.display.matrix import Matrix, matrix
from qualcode.display.rows import theme_rows
from qualcode.errors import UserError
from qualcode.i18n import language
from qualcode.reduce.themes import links
from qualcode.report.anchors import settled
from qualcode.report.basket import basket_blocks, lying
from qualcode.report.basket_tables import tables
from qualcode.report.blocks import Block, Paragraph, Quote, Table
from qualcode.report.method import method_blocks
from qualcode.report.phrases import said
from qualcode.report.quoting import Quoter
from qualcode.report.voices import voice_blocks
from qualcode.store import Project


@dataclass
class Ground:
    """What several parts stand on. ``linked``: numbers lead to their quotes, which are then given too; ``parts``: the
    other parts of the report; ``places``: the
    quotes given so far, by their anchor."""

    project: Project
    coder: bytes | None = None
    linked: bool = False
    parts: tuple[str, ...] = ()
    places: dict[str, tuple[Quote, ...]] = field(default_factory=dict)

    @cached_property
    def quoter(self) -> Quoter:
        return Quoter(self.project)

    @cached_property
    def display(self) -> Matrix:
        return matrix(self.project, coder=self.coder)

    @cached_property
    def whole(self) -> Matrix:
        """The study as one, each source once: also those of no area."""
        return matrix(self.project, columns=ALL, coder=self.coder)

    @cached_property
    def joints(self) -> list[Joint]:
        return joints(self.project, coder=self.coder) if links(self.project) else []


def _method(ground: Ground) -> list[Block]:
    return method_blocks(ground.project)


def _themes(ground: Ground) -> list[Block]:
    """The matrix by kelurahan, then those that were put into the basket."""
    from qualcode.report.theme_table import matrix_document

    if not ground.display.segments:
        return []
    rows = "themes" if theme_rows(ground.project) else "codes"
    wanted = [Asked(rows=rows), *(one.asked for one in tables(ground.project) if one.asked != Asked(rows=rows))]
    blocks: list[Block] = []
    for at, asked in enumerate(wanted):
        asked = replace(asked, coder=None if asked.columns == "coder" else ground.coder)
        try:
            made = matrix_document(ground.project, asked, language=language(), quotes=ground.linked)
        except UserError as error:  # what it asks for is no longer there
            blocks.append(Paragraph(str(error), "note"))
            continue
        blocks += settled(made.blocks if not at else _again(made.blocks, at), ground.places)
    return blocks


def _again(blocks: Iterable[Block], at: int) -> Iterator[Block]:
    """A second matrix says only itself: who was not asked stands under the first."""
    for block in blocks:
        if isinstance(block, Table) and block.anchor == "matrix":
            yield replace(block, anchor=f"matrix {at + 1}")
        elif not isinstance(block, Table) or block.anchor != "unsampled":
            yield block


def _voices(ground: Ground) -> list[Block]:
    if not ground.display.segments:
        return []
    return voice_blocks(ground.project, ground.display, ground.whole, ground.quoter, lying(ground.project))


def _triangulation(ground: Ground) -> list[Block]:
    from qualcode.report.joint_display import triangulation_blocks

    if not ground.joints:
        return []
    return triangulation_blocks(ground.project, ground.joints, quotes=ground.linked, quoter=ground.quoter)


def _swot(ground: Ground) -> list[Block]:
    from qualcode.report.swot_document import swot_blocks

    if not ground.project.value("SELECT 1 FROM swot_item WHERE removed=0"):
        return []
    blocks = swot_blocks(ground.project, ground.joints, quotes=ground.linked)
    return [block for block in blocks if getattr(block, "caption", "") != said("checks")]  # those are for the team


def _descriptive(ground: Ground) -> list[Block]:
    """The indicators some theme is linked to; where none is, all."""
    from qualcode.report.descriptive import descriptive_blocks

    linked = {link.indicator for link in links(ground.project)}
    return descriptive_blocks(ground.project, linked or None)


def _framework(ground: Ground) -> list[Block]:
    from qualcode.report.framework_tables import written_blocks

    return written_blocks(ground.project, quotes=ground.linked)


def _network(ground: Ground) -> list[Block]:
    from qualcode.report.network_figure import network_blocks

    return network_blocks(ground.project, coder=ground.coder, linked=ground.linked)


def _agreement(ground: Ground) -> list[Block]:
    from qualcode.report.agreement_table import agreement_document

    try:
        return list(agreement_document(ground.project, language=language()).blocks)
    except UserError:  # nothing was coded twice, or the study does not compute it: the method says so
        return []


def _codebook(ground: Ground) -> list[Block]:
    from qualcode.reduce.codebook import codebook
    from qualcode.report.codebook_document import codebook_document

    return list(codebook_document(ground.project, language=language()).blocks) if codebook(ground.project) else []


def _basket(ground: Ground) -> list[Block]:
    return basket_blocks(ground.project, ground.quoter, elsewhere="voices" in ground.parts)


def _findings(ground: Ground) -> list[Block]:
    from qualcode.report.findings import finding_blocks

    return finding_blocks(ground.project, ground.quoter, linked=ground.linked)


def _checklist(ground: Ground) -> list[Block]:
    from qualcode.report.checklists import coreq_blocks

    return coreq_blocks(ground.project)


def _content(ground: Ground) -> list[Block]:
    from qualcode.report.content import content_blocks

    if not ground.project.value("SELECT 1 FROM source WHERE removed=0"):
        return []
    return content_blocks(ground.project)[1:]  # the chapter has a heading for it


def _map(ground: Ground) -> list[Block]:
    from qualcode.report.map_figure import map_blocks

    return map_blocks(ground.project, coder=ground.coder)


Maker = Callable[[Ground], list[Block]]
MAKERS: dict[str, Maker] = {
    "method": _method,
    "descriptive": _descriptive,
    "themes": _themes,
    "voices": _voices,
    "framework": _framework,
    "content": _content,
    "network": _network,
    "map": _map,
    "triangulation": _triangulation,
    "swot": _swot,
    "findings": _findings,
    "basket": _basket,
    "agreement": _agreement,
    "codebook": _codebook,
    "checklist": _checklist,
}
