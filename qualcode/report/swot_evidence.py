"""What every factor rests on, in words, as a table and as quotes.

One rule: a factor is printed with its evidence and its counter-evidence, each counted and leading to its quotes, or with the
words 'tanpa bukti'.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.joint import Joint, dissonances
from qualcode.conclude.swot import Item
from qualcode.conclude.swot_evidence import BASES, KINDS, Support
from qualcode.conclude.swot_records import Swot
from qualcode.display.numbers import describe
from qualcode.display.terms import term
from qualcode.i18n import language
from qualcode.report.blocks import Block, Cell, Column, Row, Table, number
from qualcode.report.joint_lines import said as bare
from qualcode.report.joint_lines import series_line
from qualcode.report.quoting import Quoter
from qualcode.report.swot_phrases import said


def support_line(one: Support) -> str:
    """`Bantuan meleset … (12 dari 12 transkrip)`; what is no theme by its name; one source alone says so."""
    if one.kind == "document":
        return f"{said('document')}: {one.name}"
    if one.kind != "theme":
        return one.name
    line = said("of_transcripts", m=one.raised, n=one.of)
    return f"{one.name} ({line}{', ' + said('single') if one.raised == 1 else ''})"


def against_line(swot: Swot, item: str) -> str:
    """What speaks against a factor, counted; empty where nothing does."""
    lines = [
        f"{one.name} ({said('of_transcripts', m=one.opposed, n=one.of)})" for one in swot.support[item] if one.against
    ]
    if put := swot.against.get(item):
        lines.append(said("put_against", n=len(put)))
    return "; ".join(lines)


def best(swot: Swot, item: str) -> Support | None:
    """Of the themes an item rests on, the one most transcripts carry."""
    counted = [one for one in swot.support[item] if one.kind == "theme"]
    return max(counted, key=lambda one: one.raised, default=None)


def best_place(swot: Swot, item: str) -> str | None:
    """The anchor of the quotes behind an item."""
    one = best(swot, item)
    return place(one, one.sign) if one and one.speaking else None


def first_evidence(swot: Swot, item: str) -> str:
    """Short, for a cell; the whole list stands in the table of evidence."""
    one = best(swot, item)
    if one and one.speaking:
        return said("of_transcripts", m=one.raised, n=one.of)
    other = next((one for one in swot.support[item] if one.kind != "theme"), None)
    return support_line(other) if other else said("no_evidence")


def cell_evidence(swot: Swot, item: Item) -> str:
    """What a factor rests on beside its statement: transcripts, indicator or none, documents, and how far that carries:
    `12 dari 12 transkrip; indikator —; satu sisi`."""
    held = swot.support[item.id]
    if not held:
        return said("no_evidence")
    figures = [one.name for one in held if one.kind in ("indicator", "figure")]
    papers = sum(one.kind == "document" for one in held)
    parts = [first_evidence(swot, item.id), said("with_indicator", names=", ".join(figures) or "—")]
    parts += [said("with_documents", n=papers)] if papers else []
    parts += [term(BASES[item.basis])] if item.basis in ("single", "one_sided") else []
    return "; ".join(parts)


def place(one: Support, sign: int) -> str:
    """The anchor of a theme's quotes of one side."""
    return f"{one.name} {'+' if sign > 0 else '-'}"


def evidence_table(swot: Swot, found: Sequence[Joint], source: str, *, linked: bool) -> Table:
    """Every factor with what it rests on and what speaks against it."""
    columns = (
        Column("evidence", said("evidence")), Column("for", said("speaks_for")), Column("against", said("against")),
        Column("figures", said("figures_say"), width=6.0), Column("kinds", said("kinds"), width=3.2),
    )  # fmt: skip
    rows: list[Row] = []
    for item in swot.items:
        state = term(BASES[item.basis]) if item.basis in BASES else ""
        rows.append(
            Row(
                (Cell(f"{item.id} {item.text}" + (f" [{state}]" if item.basis in ("single", "one_sided") else "")),),
                "group",
            )
        )
        for one in swot.support[item.id]:
            rows.append(
                Row((Cell(one.name), *_sides(one, linked=linked), Cell(_figures(one, found)), Cell(_kinds(one))))
            )
        if put := swot.against.get(item.id):
            rows.append(Row((Cell(said("put_against", n=len(put))), Cell("-"), Cell(str(len(put))), Cell("-"))))
        if not swot.support[item.id]:
            rows.append(Row((Cell(said("no_evidence")), Cell("-"), Cell("-"), Cell("-"))))
    return Table(
        said("evidence_table"),
        columns,
        tuple(rows),
        notes=(said("evidence_note"),),
        source=source,
        anchor="evidence",
        landscape=True,
    )


def _sides(one: Support, *, linked: bool) -> tuple[Cell, Cell]:
    """How many transcripts speak for the item and how many against it, each leading to its quotes."""
    if one.kind not in ("theme", "passage"):
        return Cell(said(one.kind)), Cell("-")
    if one.kind == "passage":
        return Cell(said("passage")), Cell("-")
    alone = f" ({said('single')})" if one.raised == 1 else ""
    return (
        Cell(said("of_transcripts", m=one.raised, n=one.of) + alone, link=place(one, one.sign) if linked and one.speaking else None),
        Cell(said("of_transcripts", m=one.opposed, n=one.of) if one.against else "-", link=place(one, -one.sign) if linked and one.against else None),
    )  # fmt: skip


def _kinds(one: Support) -> str:
    return ", ".join(term(KINDS[kind]) for kind in sorted(one.kinds)) or "-"


def _figures(one: Support, found: Sequence[Joint]) -> str:
    """Of a theme, where the verdicts are dissonant, by indicator; of an indicator, its range over the areas."""
    if one.kind == "indicator":
        series = next((joint.series for joint in found if joint.series.indicator.id == one.id), None)
        known = describe(series.values.values()) if series else None
        if series is None or known is None:
            return "-"
        low, middle, high = (number(v, 1, language()).text for v in (known.minimum, known.median, known.maximum))
        if known.n == 1:
            return bare("figure_bare", series=series_line(series), value=low)
        return said("spread", series=series_line(series), low=low, middle=middle, high=high)
    areas: dict[str, list[str]] = {}
    for joint, area in dissonances(found, one.id):
        areas.setdefault(joint.series.indicator.name, []).append(area)
    return "; ".join(said("dissonant", indicator=name, areas=", ".join(where)) for name, where in areas.items()) or "-"


def evidence_quotes(swot: Swot, quoter: Quoter) -> list[Block]:
    """Once for every theme and side, whatever number of factors rests on it."""
    made: dict[str, Block] = {}
    for item in swot.items:
        for one in swot.support[item.id]:
            for sign, segments in ((one.sign, one.speaking), (-one.sign, one.against)):
                anchor = place(one, sign)
                if segments and anchor not in made:
                    made[anchor] = quoter.listed(
                        anchor, f"{one.name}: {said('as_strength' if sign > 0 else 'as_problem')}", segments
                    )
        if put := swot.against.get(item.id):
            made[f"{item.id} !"] = quoter.listed(f"{item.id} !", f"{item.id}: {said('against')}", put)
    return list(made.values())
