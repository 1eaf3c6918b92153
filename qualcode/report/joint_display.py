"""Triangulation as a document: for every link one joint display, after a summary and before the threads to follow.

One rule: both sides stand beside each other with all that weakens the comparison. A row is an area, visited ones first
from the worst figure on; below the table one line names the areas nobody visited and how their figures stand, so that
silence is seen where figures are bad. Layout after Guetterman, Fetters & Creswell (2015, pp. 554-561).
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.joint import Joint, joints, no_links
from qualcode.conclude.ranks import rank_line
from qualcode.conclude.series import Series
from qualcode.conclude.threads import thread_id, threads
from qualcode.conclude.triangulation import Outcome, Verdict, figure_silence
from qualcode.conclude.wording import (
    ASSESSMENTS,
    EXPLANATIONS,
    KINDS,
    OUTCOMES,
    PROVISIONAL,
    assessment_line,
    foot_line,
    reason_labels,
)
from qualcode.display.cells import SILENT, Status, legend
from qualcode.display.numbers import class_label
from qualcode.display.terms import term
from qualcode.i18n import language
from qualcode.language.numerals import format_number
from qualcode.reduce.themes import Theme, links
from qualcode.report.blocks import Block, Cell, Column, Document, Heading, PageBreak, Paragraph, Row, Table, number
from qualcode.report.phrases import said, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project

SHORT = 130  # characters of an example quote in a table
_SIGNS = {Status.PROBLEM: "-", Status.MIXED: "±", Status.STRENGTH: "+"}


def triangulation_document(
    project: Project, found: Sequence[Joint] | None = None, *, language: str = "id", quotes: bool = True
) -> Document:
    """Everything that links between themes and indicators say (``found``, where the caller has it and made it in the same
    language). UserError where nothing is linked."""
    if found is None and not links(project):
        raise no_links()
    with speaking(language):
        looked = list(found) if found is not None else joints(project)
        quoter = Quoter(project)
        blocks: list[Block] = [_summary(looked)]
        for at, one in enumerate(looked):
            blocks.append(PageBreak(landscape=True))
            blocks.append(_joint_table(project, one, quoter, linked=quotes, first=not at))
        blocks += [PageBreak(landscape=True), _within_table(looked)]
        if table := _threads_table(project, looked):
            blocks.append(table)
        blocks.append(Paragraph(said("not_claimed"), "note"))
        if quotes:
            blocks += [PageBreak(), Heading(said("quotes"), 1), *_quotes(looked, quoter)]
        return Document(said("triangulation"), tuple(blocks), language=language)


def series_line(series: Series) -> str:
    """`Jumlah penerima PKH per 1.000 penduduk, kelurahan, 2023`."""
    per = said("per", what=_lower(series.denominator)) if series.rated else ""
    return said(
        "series",
        indicator=series.indicator.name,
        per=per,
        level=said(series.level).lower(),
        year=series.year or said("no_year"),
    )


def passed_lines(one: Joint) -> list[str]:
    """Why newer years were not used, a line each."""
    return [said(f"passed_{why}", year=year or said("no_year")) for year, why in one.series.passed_over]


def _lower(name: str) -> str:
    name = name.removeprefix("Jumlah ")
    return name[:1].lower() + name[1:]


def outcome_label(verdict: Verdict) -> str:
    """The verdict without its reasons: `bertentangan (sementara): suara tanpa angka`."""
    label = term(OUTCOMES[verdict.outcome])
    if verdict.provisional:
        label += f" ({term(PROVISIONAL)})"
    return f"{label}: {term(KINDS[verdict.kind])}" if verdict.kind else label


def _summary(looked: Sequence[Joint]) -> Table:
    columns = (
        Column("theme", said("theme")), Column("indicator", said("figures_used")), Column("result", said("result")),
        Column("word", said("assessment"), width=2.6),
    )  # fmt: skip
    rows = []
    for one in looked:
        result = one.result
        line = assessment_line(result.assessment).split(" → ")[0]
        rows.append(
            Row(
                (
                    Cell(one.theme.shown),
                    Cell(f"{series_line(one.series)} ({said(one.link.closeness)})"),
                    Cell(line),
                    Cell(term(ASSESSMENTS[result.assessment.word]), link=_anchor(one)),
                )
            )
        )
    return Table(
        said("summary"),
        columns,
        tuple(rows),
        notes=(said("not_claimed"),),
        source=_sources(looked),
        anchor="summary",
        landscape=True,
    )


def _joint_table(project: Project, one: Joint, quoter: Quoter, *, linked: bool, first: bool) -> Table:
    columns = (
        Column("area", said("area")), Column("n", said("asked_n")), Column("m", said("raised_m")), Column("psc", said("psc")),
        Column("status", said("status")), Column("quote", said("one_quote"), width=6.6), Column("value", _value_head(one)),
        Column("rank", said("rank")), Column("class", said("class")), Column("verdict", said("verdict")),
        Column("reasons", said("reasons")), Column("thread", said("thread")),
    )  # fmt: skip
    closed = {kept.id for kept in threads(project) if kept.resolution}
    rows = tuple(_row(one, verdict, quoter, closed, linked=linked) for verdict in one.result.verdicts if verdict.cell.N)
    return Table(
        said("joint", theme=one.theme.shown, indicator=one.series.indicator.name), columns, rows, notes=_notes(one, first=first),
        source=_sources([one]), anchor=_anchor(one), landscape=True,
    )  # fmt: skip


def _value_head(one: Joint) -> str:
    return said("value") + (f" {one.series.year}" if one.series.year else "")


def _row(one: Joint, verdict: Verdict, quoter: Quoter, closed: set[bytes], *, linked: bool) -> Row:
    cell, standing = verdict.cell, verdict.standing
    region = one.areas[verdict.area]
    link = _quotes_anchor(one.theme, one.level, region.code) if linked and cell.M else None
    segments = one.matrix.quotes.get((one.theme.id, region.id), ())
    value = one.series.values.get(region.id) if one.series.level == one.level else None
    rank = ranked(one, verdict)
    opened = verdict.outcome is Outcome.DISSONANCE
    thread = said("thread_closed" if thread_id(one.link.id, region.id) in closed else "thread_yes") if opened else "-"
    heard = cell.status not in SILENT
    return Row(
        (
            Cell(verdict.area),
            Cell(str(cell.E), value=cell.E, kind="number"),
            Cell(str(cell.M), value=cell.M, kind="number"),
            Cell(f"{cell.P}/{cell.S}/{cell.C}" if heard else "-", kind="state"),
            Cell(cell.text, link=link, shade=cell.salience, sign=_SIGNS.get(cell.status, ""), kind="state"),
            Cell(_example(quoter, segments, cell.status) if heard else ""),
            number(value, _decimals(one), language()),
            Cell(rank or "...", kind="state"),
            Cell(class_label(standing) if standing and rank and not standing.flat else "...", kind="state"),
            Cell(outcome_label(verdict)),
            Cell(", ".join(reason_labels(verdict.reasons)) or "-"),
            Cell(thread),
        )
    )  # fmt: skip


def ranked(one: Joint, verdict: Verdict) -> str:
    """`4/54`: rank among all areas with a figure; empty where the figures may not be compared."""
    standing = verdict.standing
    if standing is None or figure_silence(one.result.question, standing):
        return ""
    return f"{format_number(standing.rank, 0 if standing.rank.is_integer() else 1)}/{standing.m}"


def _decimals(one: Joint) -> int:
    values = [v for v in one.series.values.values() if v is not None]
    return 1 if one.series.rated else 0 if all(v.is_integer() for v in values) else 2


def _example(quoter: Quoter, segments: Sequence[object], status: Status) -> str:
    """One passage that speaks as the cell does, of those of a readable length the longest; with its source."""
    from qualcode.reduce.counting import Segment

    wanted = {Status.PROBLEM: -1, Status.STRENGTH: 1}.get(status)
    held = [s for s in segments if isinstance(s, Segment)]
    fitting = [s for s in held if wanted is None or _valence(quoter, s) == wanted] or held
    said_ = sorted(
        {(quoter.words(s), quoter.name(s.source)) for s in fitting},
        key=lambda pair: (len(pair[0]) > SHORT, abs(len(pair[0]) - 90), pair),
    )
    if not said_:
        return ""
    text, source = said_[0]
    if len(text) > SHORT:
        text = text[: SHORT - 1].rsplit(" ", 1)[0] + " …"
    return f"“{text}” ({source})"


def _valence(quoter: Quoter, segment: object) -> int | None:
    from qualcode.reduce.counting import Segment

    assert isinstance(segment, Segment)
    return segment.valence if segment.valence is not None else quoter.valences.get(segment.code)


def _notes(one: Joint, *, first: bool) -> tuple[str, ...]:
    result, series = one.result, one.series
    notes = (
        [said("psc_note"), f"{legend()}; τ = {format_number(one.matrix.tau, 2)}.", said("ranks_note")] if first else []
    )
    unit = "" if series.rated else f", {series.indicator.unit}" if series.indicator.unit else ""
    notes.append(f"{said('value')}: {series_line(series)}{unit}. " + " ".join(f"{line}." for line in passed_lines(one)))
    why = one.link.rationale.rstrip(".") or "-"
    notes.append(
        said("link_before" if one.link.made == "before" else "link_after", closeness=said(one.link.closeness), why=why)
        + "."
    )
    if series.indicator.note:
        notes.append(f"{series.indicator.name}: {series.indicator.note}.")
    if result.foot.areas:
        notes.append(f"{foot_line(result.foot)}.")
    notes.append(f"{assessment_line(result.assessment)}.")
    if one.link.closeness != "context" and result.assessment.heard:
        notes.append(f"{rank_line(result.rank)}.")
    if one.adjusted is not None:
        notes.append(said("holm", k=one.tested, p=format_number(one.adjusted, 3)))
    return tuple(note.strip() for note in notes)


def _within_table(looked: Sequence[Joint]) -> Table:
    by_theme = {one.theme.id: one for one in looked}
    genres = sorted(
        {genre for one in looked for genre in one.within.genres}, key=["interview", "fgd", "note", "document"].index
    )
    columns = [Column("theme", said("theme")), Column("informants", said("informants")), Column("roles", said("roles"))]
    columns += [Column(genre, said(genre)) for genre in genres] + [Column("stamps", said("stamps"))]
    rows = []
    for one in by_theme.values():
        within = one.within
        counts = [within.genres.get(genre) for genre in genres]
        rows.append(
            Row(
                (
                    Cell(one.theme.shown),
                    number(within.informants, 0, language()),
                    number(within.roles, 0, language()),
                    *(Cell(said("of", m=c[0], n=c[1]) if c else "-", kind="state") for c in counts),
                    Cell(", ".join(reason_labels(within.stamps)) or "-"),
                )
            )
        )
    return Table(said("within"), tuple(columns), tuple(rows), source=_own(looked), anchor="within")


def _threads_table(project: Project, looked: Sequence[Joint]) -> Table | None:
    kept = {one.id: one for one in threads(project)}
    columns = (
        Column("question", said("question")), Column("hints", said("hints"), width=5.0), Column("resolution", said("resolution"), width=3.5),
    )  # fmt: skip
    rows = []
    for one in looked:
        for thread in one.result.threads:
            held = kept.get(thread_id(one.link.id, one.areas[thread.area].id))
            hints = ", ".join(term(EXPLANATIONS[hint]) for hint in thread.hints) or "-"
            rows.append(
                Row(
                    (
                        Cell(thread.question),
                        Cell(hints),
                        Cell(held.resolution if held and held.resolution else said("open")),
                    )
                )
            )
    return Table(said("threads"), columns, tuple(rows), source=_own(looked), anchor="threads") if rows else None


def _quotes(looked: Sequence[Joint], quoter: Quoter) -> list[Block]:
    """Once for every theme and area, whatever number of links the theme has."""
    made: dict[str, Block] = {}
    for one in looked:
        for verdict in one.result.verdicts:
            region = one.areas[verdict.area]
            anchor = _quotes_anchor(one.theme, one.level, region.code)
            if verdict.cell.M and anchor not in made:
                title = said("quotes_of", row=one.theme.shown, area=verdict.area, cell=verdict.cell.text)
                made[anchor] = quoter.listed(anchor, title, one.matrix.quotes[one.theme.id, region.id])
    return list(made.values())


def _quotes_anchor(theme: Theme, level: str, code: str) -> str:
    return f"{theme.name} | {level} {code}"


def _anchor(one: Joint) -> str:
    return f"{one.theme.name} × {one.series.indicator.name}"


def _own(looked: Sequence[Joint]) -> str:
    year = next((one.result.question.fieldwork_year for one in looked), None)
    return said("own_data", year=f", {year}" if year else "")


def _sources(looked: Sequence[Joint]) -> str:
    origins = dict.fromkeys(
        said(
            "of_origin",
            indicator=one.series.indicator.name,
            origin=one.series.origin,
            made=said("made_here") if one.series.rated else "",
        )
        for one in looked
        if one.series.origin
    )
    return "; ".join((_own(looked), *origins))
