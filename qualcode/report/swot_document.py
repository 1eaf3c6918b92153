"""SWOT as a document: IFAS and EFAS, the position, the matrices, and what every factor rests on.

One rule: a factor is printed with its evidence and its counter-evidence, each counted and leading to its quotes, or with
the words 'tanpa bukti'; and the position never stands without its signs and its sensitivity. What the checks found is
printed at the end, not hidden.
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.joint import Joint, dissonances, fieldwork_year
from qualcode.conclude.swot import (
    CONVENTIONS,
    EXTERNAL,
    INTERNAL,
    POSITIONS,
    QUADRANTS,
    Position,
    position,
    position_line,
    sensitivity,
    swot_table,
)
from qualcode.conclude.swot import Row as Scored
from qualcode.conclude.swot import Table as Scores
from qualcode.conclude.swot_records import Support, Swot, read_swot
from qualcode.conclude.tows import CELLS, linked_score, mistake_label, swot_mistakes, tows_mistakes
from qualcode.display.numbers import describe
from qualcode.display.terms import term
from qualcode.errors import UserError
from qualcode.i18n import _, language
from qualcode.report.blocks import (
    Block,
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Matrix2x2,
    PageBreak,
    Paragraph,
    Quadrant,
    Row,
    Table,
    number,
)
from qualcode.report.drawing import Box, Disc, Lettering, Line, Shape
from qualcode.report.joint_display import series_line
from qualcode.report.phrases import said, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project


def swot_document(
    project: Project, found: Sequence[Joint] = (), *, language: str = "id", quotes: bool = True
) -> Document:
    """The project's SWOT. ``found``: the triangulation, whose dissonances are counter-evidence. UserError where there are
    no factors."""
    if not project.value("SELECT 1 FROM swot_item WHERE removed=0"):
        raise UserError(_("there are no SWOT factors"), todo=_("“qualcode swot import FILE” brings them in"))
    with speaking(language):
        swot = read_swot(project)
        quoter = Quoter(project)
        year = fieldwork_year(project)
        own = said("own_data", year=f", {year}" if year else "") + said("raters_source", n=len(swot.raters))
        blocks: list[Block] = [
            Paragraph(
                said(
                    "unit_line",
                    unit=swot.unit or "-",
                    n=len(swot.raters),
                    convention=swot.convention,
                    how=term(CONVENTIONS[swot.convention]),
                )
            )
        ]
        scores = None
        try:
            scores = swot_table(swot.unit, swot.convention, swot.raters, swot.items)
            place = position(scores)
        except UserError as error:
            blocks.append(Paragraph(said("not_rated", why=str(error)), "note"))
        else:
            blocks += [_scores(scores, INTERNAL, "ifas", own), PageBreak(), _scores(scores, EXTERNAL, "efas", own)]
            blocks += _position(scores, place, own)
        blocks += [
            PageBreak(),
            _matrix(swot, scores, own, linked=quotes),
            _tows(swot, own),
            _strategies(swot, scores, own),
        ]
        blocks.append(_evidence(swot, found, own, linked=quotes))
        blocks.append(_checks(swot, own))
        if quotes:
            blocks += [Heading(said("quotes"), 1), *_quotes(swot, quoter)]
        return Document(said("swot", unit=swot.unit).strip(), tuple(blocks), language=language)


def support_line(one: Support) -> str:
    """`Bantuan meleset … (12 dari 12 transkrip)`; an indicator by its name; one source alone says so."""
    if one.kind == "indicator":
        return one.name
    line = said("of_transcripts", m=one.raised, n=one.of)
    return f"{one.name} ({line}{', ' + said('single') if one.raised == 1 else ''})"


def _scores(scores: Scores, side: tuple[str, ...], name: str, source: str) -> Table:
    columns = (
        Column("no", said("no")), Column("factor", said("factor")), Column("weight", said("weight")), Column("rating", said("rating")),
        Column("range", said("range")), Column("score", said("score")),
    )  # fmt: skip
    speech, rows = language(), []
    for quadrant in side:
        rows.append(Row((Cell(f"{said(quadrant)} ({quadrant})"),), "group"))
        for row in scores.of(quadrant):
            rows.append(
                Row(
                    (
                        Cell(row.item.id), Cell(row.item.text), number(row.printed_weight, 2, speech), number(row.rating, 2, speech),
                        Cell(f"{row.lowest}–{row.highest}", kind="state"), number(row.score, 2, speech),
                    )
                )
            )  # fmt: skip
        part = scores.of(quadrant)
        rows.append(_sum(f"{said('sum')} {quadrant}", sum(r.printed_weight for r in part), scores.score(quadrant)))
    if scores.convention == "A":
        rows.append(
            _sum(f"{said('sum')} {name.upper()}", sum(r.printed_weight for r in scores.of(*side)), scores.score(*side))
        )
    notes = (said("weight_note"), said(f"{scores.convention}_note")) if name == "ifas" else (said("see_ifas"),)
    return Table(said(name, unit=scores.unit), columns, tuple(rows), notes=notes, source=source, anchor=name)


def _sum(title: str, weight: float, score: float) -> Row:
    speech = language()
    return Row((Cell(), Cell(title), number(weight, 2, speech), Cell(), Cell(), number(score, 2, speech)), "subtotal")


def _position(scores: Scores, place: Position, source: str) -> list[Block]:
    runs = sensitivity(scores)
    line = position_line(place, runs)
    changed = [run.left_out for run in runs.runs if run.position.quadrant != place.quadrant]
    counts = said("counts_line", **{q: len(scores.of(q)) for q in QUADRANTS})
    notes = [said("position_line", line=line), counts]
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


def _matrix(swot: Swot, scores: Scores | None, source: str, *, linked: bool) -> Matrix2x2:
    numbers = {row.item.id: _scored(row) for row in scores.rows} if scores else {}

    def quadrant(mark: str) -> Quadrant:
        items = tuple(
            Cell(
                f"{item.id} {item.text}{numbers.get(item.id, '')} [{_first_evidence(swot, item.id)}]",
                link=_best_place(swot, item.id) if linked else None,
            )
            for item in swot.items
            if item.quadrant == mark
        )
        return Quadrant(said(mark), items, mark)

    return Matrix2x2(
        said("swot_matrix", unit=swot.unit), (quadrant("S"), quadrant("W"), quadrant("O"), quadrant("T")),
        rows=(said("internal"), said("external")), columns=(said("helpful"), said("harmful")), notes=(said("evidence_note"),),
        source=source, anchor="swot",
    )  # fmt: skip


def _scored(row: Scored) -> str:
    values = (number(value, 2, language()).text for value in (row.printed_weight, row.rating, row.score))
    return " " + said("scored", **dict(zip(("weight", "rating", "score"), values, strict=True)))


def _best(swot: Swot, item: str) -> Support | None:
    """Of the themes an item rests on, the one most transcripts carry."""
    counted = [one for one in swot.support[item] if one.kind == "theme"]
    return max(counted, key=lambda one: one.raised, default=None)


def _best_place(swot: Swot, item: str) -> str | None:
    best = _best(swot, item)
    return _place(best, best.sign) if best and best.speaking else None


def _first_evidence(swot: Swot, item: str) -> str:
    """Short, for the matrix; the whole list stands in the table of evidence."""
    best = _best(swot, item)
    if best:
        return said("of_transcripts", m=best.raised, n=best.of)
    return swot.support[item][0].name if swot.support[item] else said("no_evidence")


def _tows(swot: Swot, source: str) -> Table:
    def listed(mark: str) -> Cell:
        return Cell("\n".join(f"• {i.id} {i.text}" for i in swot.items if i.quadrant == mark) or "-")

    def plans(cell: str) -> Cell:
        lines = [f"• {s.id} {s.text} ({', '.join(s.items)})" for s in swot.strategies if s.cell == cell]
        return Cell(
            "\n".join([said("strategies_of", cell=cell), *lines]) if lines else f"{said('strategies_of', cell=cell)}\n-"
        )

    columns = (
        Column("side", ""),
        Column("S", f"{said('S')} (S)", align="left"),
        Column("W", f"{said('W')} (W)", align="left"),
    )
    rows = (
        Row((Cell(f"{said('factor')} S, W", kind="head"), listed("S"), listed("W"))),
        Row((Cell(f"{said('O')} (O)\n" + listed("O").text), plans("SO"), plans("WO"))),
        Row((Cell(f"{said('T')} (T)\n" + listed("T").text), plans("ST"), plans("WT"))),
    )
    return Table(said("tows", unit=swot.unit), columns, rows, source=source, anchor="tows", landscape=True)


def _strategies(swot: Swot, scores: Scores | None, source: str) -> Table:
    columns = [
        Column("id", said("no")), Column("text", said("strategy")), Column("items", said("factors"), width=2.2), Column("owner", said("owner"), width=3.4),
    ]  # fmt: skip
    if scores:
        columns.append(Column("score", said("score_sum"), width=1.7))
    rows: list[Row] = []
    for cell in CELLS:
        inside = [s for s in swot.strategies if s.cell == cell]
        if inside:
            rows.append(Row((Cell(said("strategies_of", cell=cell)),), "group"))
        for strategy in inside:
            line = [
                Cell(strategy.id),
                Cell(strategy.text),
                Cell(", ".join(strategy.items)),
                Cell(strategy.owner or "-"),
            ]
            if scores:
                line.append(number(linked_score(strategy, scores), 2, language()))
            rows.append(Row(tuple(line)))
    notes = (said("score_note"),) if scores else ()
    return Table(said("strategies"), tuple(columns), tuple(rows), notes=notes, source=source, anchor="strategies")


def _evidence(swot: Swot, found: Sequence[Joint], source: str, *, linked: bool) -> Table:
    columns = (
        Column("evidence", said("evidence")), Column("for", said("speaks_for")), Column("against", said("against")),
        Column("figures", said("figures_say"), width=6.0),
    )  # fmt: skip
    rows: list[Row] = []
    for item in swot.items:
        rows.append(Row((Cell(f"{item.id} {item.text}"),), "group"))
        for one in swot.support[item.id]:
            rows.append(Row((Cell(one.name), *_sides(one, linked=linked), Cell(_figures(one, found)))))
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
    if one.kind == "indicator":
        return Cell(said("indicator")), Cell("-")
    alone = f" ({said('single')})" if one.raised == 1 else ""
    return (
        Cell(said("of_transcripts", m=one.raised, n=one.of) + alone, link=_place(one, one.sign) if linked and one.speaking else None),
        Cell(said("of_transcripts", m=one.opposed, n=one.of) if one.against else "-", link=_place(one, -one.sign) if linked and one.against else None),
    )  # fmt: skip


def _figures(one: Support, found: Sequence[Joint]) -> str:
    """Of a theme, where the verdicts are dissonant, by indicator; of an indicator, its range over the areas."""
    if one.kind == "indicator":
        series = next((joint.series for joint in found if joint.series.indicator.id == one.id), None)
        known = describe(series.values.values()) if series else None
        if series is None or known is None:
            return "-"
        low, middle, high = (number(v, 1, language()).text for v in (known.minimum, known.median, known.maximum))
        return said("spread", series=series_line(series), low=low, middle=middle, high=high)
    areas: dict[str, list[str]] = {}
    for joint, area in dissonances(found, one.id):
        areas.setdefault(joint.series.indicator.name, []).append(area)
    return "; ".join(said("dissonant", indicator=name, areas=", ".join(where)) for name, where in areas.items()) or "-"


def _checks(swot: Swot, source: str) -> Block:
    found = (
        *swot_mistakes(swot.unit, swot.convention, swot.raters, swot.items),
        *tows_mistakes(swot.strategies, swot.items),
    )
    if not found:
        return Paragraph(said("no_checks"), "note")
    by_kind: dict[str, list[str]] = {}
    for mistake in found:
        where, _colon, what = mistake_label(mistake).rpartition(": ")
        by_kind.setdefault(what, []).append(where or "-")
    rows = tuple(Row((Cell(what), Cell("; ".join(where)))) for what, where in by_kind.items())
    return Table(
        said("checks"),
        (Column("what", said("what")), Column("where", said("where"))),
        rows,
        source=source,
        anchor="checks",
    )


def _place(one: Support, sign: int) -> str:
    """The place of a theme's quotes of one side."""
    return f"{one.name} {'+' if sign > 0 else '-'}"


def _quotes(swot: Swot, quoter: Quoter) -> list[Block]:
    """Once for every theme and side, whatever number of factors rests on it."""
    made: dict[str, Block] = {}
    for item in swot.items:
        for one in swot.support[item.id]:
            for sign, segments in ((one.sign, one.speaking), (-one.sign, one.against)):
                place = _place(one, sign)
                if segments and place not in made:
                    made[place] = quoter.listed(
                        place, f"{one.name}: {said('as_strength' if sign > 0 else 'as_problem')}", segments
                    )
    return list(made.values())
