"""IFAS, EFAS and the quadrant diagram.

One rule: a total or a difference stands only where the rating convention gives it a meaning, and the position never without
its signs, its name and how firm it is.
"""

from __future__ import annotations

from qualcode.conclude.swot import EXTERNAL, INTERNAL, QUADRANTS
from qualcode.conclude.swot import Row as Scored
from qualcode.conclude.swot import Table as Scores
from qualcode.conclude.swot_checks import UNEQUAL
from qualcode.conclude.swot_position import POSITIONS, Position, position, position_line, sensitivity
from qualcode.conclude.swot_records import Swot
from qualcode.display.terms import term
from qualcode.i18n import language
from qualcode.report.blocks import Block, Cell, Column, Figure, PageBreak, Paragraph, Row, Table, number
from qualcode.report.drawing import Box, Disc, Lettering, Line, Shape
from qualcode.report.swot_evidence import first_evidence
from qualcode.report.swot_phrases import said


def score_blocks(swot: Swot, scores: Scores, source: str) -> list[Block]:
    """IFAS, EFAS, the position in words and its diagram. UserError where a side has no factors."""
    place = position(scores)
    return [
        _scores(swot, scores, INTERNAL, "ifas", source),
        PageBreak(),
        _scores(swot, scores, EXTERNAL, "efas", source),
        *_position(scores, place, source),
    ]


def scored_words(row: Scored) -> str:
    """`(bobot 0,12; rating 3,00; skor 0,36)`."""
    values = (number(value, 2, language()).text for value in (row.printed_weight, row.rating, row.score))
    return " " + said("scored", **dict(zip(("weight", "rating", "score"), values, strict=True)))


def _scores(swot: Swot, scores: Scores, side: tuple[str, ...], name: str, source: str) -> Table:
    columns = (
        Column("no", said("no")), Column("factor", said("factor")), Column("weight", said("weight")), Column("rating", said("rating")),
        Column("range", said("range")), Column("n", "n"), Column("score", said("score")), Column("evidence", said("comment"), width=3.4),
    )  # fmt: skip
    speech, rows = language(), []
    for quadrant in side:
        rows.append(Row((Cell(f"{said(quadrant)} ({quadrant})"),), "group"))
        for row in scores.of(quadrant):
            rows.append(
                Row(
                    (
                        Cell(row.item.id), Cell(row.item.text), number(row.printed_weight, 2, speech), number(row.rating, 2, speech),
                        Cell(f"{row.lowest}–{row.highest}", kind="state"), Cell(str(row.raters), kind="state"), number(row.score, 2, speech),
                        Cell(first_evidence(swot, row.item.id)),
                    )
                )
            )  # fmt: skip
        part = scores.of(quadrant)
        rows.append(_sum(f"{said('sum')} {quadrant}", sum(r.printed_weight for r in part), scores.score(quadrant)))
    if scores.convention == "A" and scores.sums == "side":
        rows.append(
            _sum(f"{said('sum')} {name.upper()}", sum(r.printed_weight for r in scores.of(*side)), scores.score(*side))
        )
    notes: tuple[str, ...] = (
        said("weight_note"),
        said(f"{scores.convention}_note"),
        said("unit_note", unit=scores.unit or "-"),
    )
    if scores.sums == "list":
        notes = (said("list_note"), *notes[1:])
    if swot.weight_source:
        notes += (said("weights_from", source=swot.weight_source),)
    if name != "ifas":
        notes = (said("see_ifas"),)
    return Table(said(name, unit=scores.unit), columns, tuple(rows), notes=notes, source=source, anchor=name)


def _sum(title: str, weight: float, score: float) -> Row:
    speech = language()
    return Row(
        (Cell(), Cell(title), number(weight, 2, speech), Cell(), Cell(), Cell(), number(score, 2, speech)), "subtotal"
    )


def _position(scores: Scores, place: Position, source: str) -> list[Block]:
    runs = sensitivity(scores)
    line = position_line(place, runs)
    changed = [run.left_out for run in runs.runs if run.position.quadrant != place.quadrant]
    counts = said("counts_line", **{q: len(scores.of(q)) for q in QUADRANTS})
    notes = [said("position_line", line=line), counts]
    uneven = [
        f"{one} {len(scores.of(one))}, {other} {len(scores.of(other))}"
        for one, other in (INTERNAL, EXTERNAL)
        if abs(len(scores.of(one)) - len(scores.of(other))) > UNEQUAL
    ]
    if scores.convention == "B" and uneven:
        notes.append(said("unequal", lists="; ".join(uneven)))
    notes.append(said("signs_note"))
    if changed:
        notes.append(said("changed_runs", names=", ".join(changed)))
    return [
        Paragraph(said("position_line", line=line)),
        Figure(
            said("position", unit=scores.unit),
            _diagram(place, scores.convention),
            line,
            12.0,
            9.0,
            tuple(notes[1:]),
            source,
            "position",
        ),
    ]


def _diagram(place: Position, convention: str) -> tuple[Shape, ...]:
    """The four fields with their names, and where the unit stands. Axes reach as far as the convention allows."""
    left, top, width, height = 0.6, 0.7, 10.8, 7.6
    reach = 1.5 if convention == "A" else max(1.0, abs(place.x), abs(place.y)) * 1.15
    middle_x, middle_y = left + width / 2, top + height / 2
    fields = {"SO": (1, -1), "ST": (1, 1), "WO": (-1, -1), "WT": (-1, 1)}
    shapes: list[Shape] = []
    for name, (dx, dy) in fields.items():
        x = middle_x if dx > 0 else left
        y = top if dy < 0 else middle_y
        if name == place.quadrant:
            shapes.append(Box(x, y, width / 2, height / 2, fill="EEF2F7", colour="EEF2F7"))
        roman, words = POSITIONS[name]
        shapes.append(
            Lettering(
                middle_x + dx * width / 4,
                middle_y + dy * height * 0.44,
                f"{term(words)} ({name}, {roman})",
                9.0,
                align="center",
                bold=name == place.quadrant,
            )
        )
    shapes += [
        Box(left, top, width, height),
        Line(left, middle_y, left + width, middle_y),
        Line(middle_x, top, middle_x, top + height),
        Lettering(left + width - 0.1, middle_y - 0.12, f"{said('S')} (S)", 8.0, align="right"),
        Lettering(left + 0.1, middle_y - 0.12, f"{said('W')} (W)", 8.0),
        Lettering(middle_x, top - 0.15, f"{said('O')} (O)", 8.0, align="center"),
        Lettering(middle_x, top + height + 0.4, f"{said('T')} (T)", 8.0, align="center"),
    ]
    x, y = middle_x + place.x / reach * width / 2, middle_y - place.y / reach * height / 2
    shapes += [
        Line(middle_x, y, x, y, dashed=True), Line(x, middle_y, x, y, dashed=True), Disc(x, y, 0.13, fill="C0392B", colour="C0392B"),
        Lettering(x - 0.22 if place.x < 0 else x + 0.22, y + 0.12, f"({_signed(place.x)}; {_signed(place.y)})", 9.0, bold=True, align="right" if place.x < 0 else "left"),
    ]  # fmt: skip
    return tuple(shapes)


def _signed(value: float) -> str:
    text = number(value, 2, language()).text
    return f"+{text}" if value > 0 else text
