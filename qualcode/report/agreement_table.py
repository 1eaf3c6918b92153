"""Agreement as a document: the codes with their counts and coefficients, all codes together, pairs of coders.

One rule: the words of the terminal stand here too, so that a table of coefficients never leaves the project without what
was compared, what was left out, and whose cut-offs these are.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median
from typing import Any

from qualcode.i18n import _
from qualcode.language.numerals import format_number
from qualcode.reduce import agreement_words as words
from qualcode.reduce.agreement import Figure, Undefined
from qualcode.reduce.agreement_scores import Agreement, Score, agreement
from qualcode.reduce.codebook import by_id
from qualcode.report.blocks import Block, Cell, Column, Document, Paragraph, Row, Table, number
from qualcode.report.phrases import said, speaking
from qualcode.store import Project


def agreement_document(project: Project, *, language: str = "id", **asked: Any) -> Document:
    """The agreement of the coders as tables; ``asked`` as for ``agreement_scores.agreement``, which says what is raised."""
    with speaking(language):
        found = agreement(project, **asked)
        title = _("Agreement between Coders: %s") % ", ".join(found.names)
        names = {rec: code.shown for rec, code in by_id(project).items()}
        sources = dict(project.rows("SELECT id, name FROM source"))
        blocks: list[Block] = [Paragraph(line) for line in words.overall_lines(found)]
        notes = (
            *words.level_lines(found.scores), *words.paradox_lines(found.scores), words.interval_line(found), words.method_line(found),
            *_unused(found), *words.left_lines(found, names, sources),
        )  # fmt: skip
        blocks.append(_codes(found, notes, language))
        if len(found.names) > 2:
            blocks.append(_pairs(found, language))
        return Document(title, tuple(blocks), language=language)


def _codes(found: Agreement, notes: tuple[str, ...], language: str) -> Table:
    two, span = len(found.names) == 2, found.unit == "span"
    narrow: dict[str, Any] = {"width": 1.4, "align": "right"}
    columns = [Column("code", said("code"), width=3.6)]
    if not span:
        columns.append(Column("n", "n", **narrow))
    columns.append(Column("all", _("both") if two else _("all"), **narrow))
    columns += (
        [Column(f"only_{at}", _("only %s") % name, **narrow) for at, name in enumerate(found.names)]
        if two
        else [Column("some", _("some"), **narrow)]
    )
    if not span:
        columns += [Column("none", _("none"), **narrow), Column("percentage", "%", **narrow)]
    columns.append(Column("positive", _("positive"), **narrow))
    if not span:
        columns += [Column("kappa", "κ", **narrow), Column("alpha", "α", **narrow)]
    columns.append(Column("interval", "95%", width=2.0, align="center"))
    if span:
        columns.append(Column("apart", _("apart"), **narrow))
    else:
        columns += [Column("pabak", "PABAK", **narrow), Column("given", _("given"), **narrow)]
    rows: list[Row] = []
    level = ""
    for score in found.scores:
        if score.level == "unused":
            continue
        if score.level != level:
            level = score.level
            rows.append(Row((Cell(_(words.SHORT[level]).capitalize()),), "group"))
        rows.append(Row(tuple(_cells(score, two=two, span=span, language=language))))
    return Table(
        _("Agreement by Code (Unit: %s)") % _(words.UNITS[found.unit]), tuple(columns), tuple(rows), notes=notes,
        source=said("own_data", year=""), landscape=True,
    )  # fmt: skip


def _cells(score: Score, *, two: bool, span: bool, language: str) -> Iterator[Cell]:
    def shown(value: Figure | None, decimals: int = 2, factor: float = 1, unit: str = "") -> Cell:
        if value is None or isinstance(value, Undefined):
            return Cell("-", kind="state")
        return Cell(
            format_number(factor * value, decimals) + unit, value=factor * value, kind="number"
        )  # rounds as the terminal

    yield Cell(score.code.shown)
    if not span:
        yield number(score.units, 0, language)
    yield number(score.everyone, 0, language)
    for count in score.only if two else (score.some,):
        yield number(count, 0, language)
    if not span:
        yield number(score.nobody, 0, language)
        yield shown(score.percentage, 1, 100, "%")
    yield shown(score.positive)
    if not span:
        yield shown(score.kappa)
        yield shown(score.alpha)
    yield Cell(words.bounds(score.interval), kind="state")
    if span:
        yield shown(score.boundary, 1)
    else:
        yield shown(score.pabak)
        yield shown(score.prevalence, 1, 100, "%")


def _unused(found: Agreement) -> Iterator[str]:
    unused = [score.code.shown for score in found.scores if score.level == "unused"]
    if unused:
        yield _("Given by nobody where it was compared: %s.") % ", ".join(sorted(unused))


def _pairs(found: Agreement, language: str) -> Table:
    """Two coders at a time, over the codes: what a team of more than two looks at to see who reads differently."""
    columns = (
        Column("coders", _("coders")), Column("codes", _("codes"), align="right"), Column("lowest", _("lowest κ"), align="right"),
        Column("median", _("median κ"), align="right"), Column("positive", _("positive"), align="right"),
    )  # fmt: skip
    rows = [
        Row(
            (
                Cell(f"{found.names[first]}, {found.names[second]}"), number(len(kappas), 0, language),
                *(number(value, 2, language) for value in (min(kappas, default=None), median(kappas) if kappas else None, positive)),
            )
        )
        for first, second, kappas, positive in words.pairs_over_codes(found)
    ]  # fmt: skip
    return Table(
        _("Agreement of Two Coders at a Time"), columns, tuple(rows), notes=(_("κ: Cohen (1960), of the codes that are not rare for the two."),),
        source=said("own_data", year=""),
    )  # fmt: skip
