"""SWOT as a document, and as blocks of a chapter: IFAS and EFAS, the position, the matrices, what every factor rests on.

One rule: what the checks found is printed at the end, not hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.collect.regions import Region
from qualcode.conclude.joint import Joint, fieldwork_year
from qualcode.conclude.swot import CONVENTIONS
from qualcode.conclude.swot_checks import checked, mistake_words, severity
from qualcode.conclude.swot_records import Swot, read_swot
from qualcode.display.terms import term
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.report.blocks import Block, Cell, Column, Document, Heading, PageBreak, Paragraph, Row, Table
from qualcode.report.phrases import speaking
from qualcode.report.quoting import Quoter
from qualcode.report.swot_evidence import evidence_quotes, evidence_table
from qualcode.report.swot_phrases import said
from qualcode.report.swot_scores import score_blocks
from qualcode.report.tows_tables import strategies_table, swot_matrix, tows_matrix
from qualcode.store import Project


def swot_document(
    project: Project,
    found: Sequence[Joint] = (),
    *,
    language: str = "id",
    quotes: bool = True,
    scope: Region | None = None,
) -> Document:
    """The SWOT of the city or a ``scope``. ``found``: the triangulation, whose dissonances are counter-evidence. UserError
    where there are no factors."""
    with speaking(language):
        held = read_swot(project, scope=scope)
        blocks = swot_blocks(project, found, held=held, quotes=quotes)
        return Document(said("swot", unit=held.head).strip(), tuple(blocks), language=language)


def swot_blocks(
    project: Project,
    found: Sequence[Joint] = (),
    *,
    scope: Region | None = None,
    held: Swot | None = None,
    quotes: bool = True,
) -> list[Block]:
    """All tables and figures of a SWOT in the language of ``speaking``, with the quotes behind its numbers where wanted.
    UserError where there are no factors."""
    swot = held or read_swot(project, scope=scope)
    if not swot.items:
        raise UserError(_("there are no SWOT factors"), todo=_("“qualcode swot import FILE” brings them in"))
    year = fieldwork_year(project)
    own = said("own_data", year=f", {year}" if year else "")
    own += said("raters_source", n=len(swot.raters)) if swot.raters else ""
    how = term(CONVENTIONS[swot.convention]) if swot.convention in CONVENTIONS else "-"
    blocks: list[Block] = [
        Paragraph(
            said("unit_line", unit=swot.head or "-", n=len(swot.raters), convention=swot.convention or "-", how=how)
        )
    ]
    if swot.stated:
        blocks.append(Paragraph(said("stated_line", stated=swot.stated), "note"))
    scores = None
    try:
        scores = swot.table()
        blocks += score_blocks(swot, scores, own)
    except UserError as error:
        blocks.append(Paragraph(said("not_rated", why=error.what), "note"))
    names = {
        rec.hex(): name for table in ("theme", "region") for rec, name in project.rows(f"SELECT id, name FROM {table}")
    }
    blocks += [PageBreak(), swot_matrix(swot, scores, own, linked=quotes), tows_matrix(swot, own)]
    if swot.strategies:
        blocks.append(strategies_table(swot, scores, own, names))
    blocks += [evidence_table(swot, found, own, linked=quotes), checks_block(project, swot, own)]
    if quotes and (listed := evidence_quotes(swot, Quoter(project))):
        blocks += [Heading(said("quotes"), 1), *listed]
    return blocks


def checks_block(project: Project, swot: Swot, source: str = "") -> Block:
    """What the checks found, the gravest first, each kind once with what it concerns."""
    found = checked(project, swot)
    if not found:
        return Paragraph(said("no_checks"), "note")
    by_kind: dict[tuple[str, str], list[str]] = {}
    for mistake in found:
        where = ", ".join(mistake.ids) or "-"
        by_kind.setdefault((severity(mistake), mistake.kind), []).append(
            where + (f" ({mistake.seen})" if mistake.seen else "")
        )
    rows = tuple(
        Row((Cell(mistake_words(kind)), Cell(said(grave)), Cell("; ".join(where))))
        for (grave, kind), where in by_kind.items()
    )
    return Table(
        said("checks"),
        (Column("what", said("what")), Column("severity", said("severity"), width=3.2), Column("where", said("where"))),
        rows,
        source=source,
        anchor="checks",
    )
