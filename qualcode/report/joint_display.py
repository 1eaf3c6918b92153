"""Triangulation as a document: for every link one joint display, after a summary and before the threads to follow.

One rule: both sides stand beside each other with all that weakens the comparison. A row is an area, visited ones first
from the worst figure on; below the table one line names the areas nobody visited and how their figures stand, so that
silence is seen where figures are bad. Layout after Guetterman, Fetters & Creswell (2015, pp. 554-561).
"""

from __future__ import annotations

from collections.abc import Sequence

from qualcode.conclude.attribution import doubts
from qualcode.conclude.declared import dropped
from qualcode.conclude.joint import Joint, joints, no_links
from qualcode.conclude.ranks import rank_line
from qualcode.conclude.threads import OpenThread, thread_id, threads
from qualcode.conclude.triangulation import Outcome, Verdict
from qualcode.conclude.wording import (
    ASSESSMENTS,
    adjusted_line,
    assessment_line,
    dropped_line,
    foot_line,
    reason_labels,
)
from qualcode.display.cells import SILENT, Status, legend
from qualcode.display.terms import term
from qualcode.i18n import language
from qualcode.language.numerals import format_number
from qualcode.reduce.themes import links, themes
from qualcode.report.blocks import Block, Cell, Column, Document, Heading, PageBreak, Paragraph, Row, Table, number
from qualcode.report.counted_notes import of_query
from qualcode.report.joint_lines import (
    class_word,
    example,
    figure_line,
    link_line,
    outcome_label,
    passed_lines,
    quotes_anchor,
    ranked,
    segments_of,
    series_line,
    thread_quotes,
    value_decimals,
    value_of,
    voices_line,
)
from qualcode.report.joint_tables import (
    UNJUDGED,
    compared_table,
    filled_only,
    judged,
    threads_table,
    unjudged_table,
    within_table,
)
from qualcode.report.phrases import saying, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project

__all__ = [
    "figure_line", "link_line", "outcome_label", "passed_lines", "ranked", "series_line", "thread_quotes", "triangulation_blocks",
    "triangulation_document",
]  # fmt: skip

_SIGNS = {Status.PROBLEM: "-", Status.MIXED: "±", Status.STRENGTH: "+"}

said = saying(
    {
        "heard_of": ("m dari n (90%)", "m of n (90%)"),
        "officials": ("Pejabat", "Officials"),
        "officials_note": (
            "Pejabat: transkrip pejabat wilayah itu yang memuat tema, dari yang selesai dan ditanya; terhitung pula di kolom Suara.",
            "Officials: transcripts of that area's officials that raise the theme, of those finished and asked; counted among the voices too.",
        ),
        "interval_note": (
            "Dalam kurung selang Wilson 90% untuk m/n; bila m = 0, batas atas 95% menurut kaidah tiga. Hanya untuk dibaca, tidak dipakai memutuskan.",
            "In brackets Wilson's 90% interval of m/n; where m = 0 the upper 95% bound by the rule of three. For reading only, not for verdicts.",
        ),
        "thresholds": (
            "Ambang: τ = {tau}; paling sedikit {n_min} transkrip; selisih tahun paling banyak {years}; kelas mulai {few} wilayah.",
            "Thresholds: τ = {tau}; at least {n_min} transcripts; at most {years} years apart; classes from {few} areas on.",
        ),
        "counts_note": (
            "Disetujui memakai jumlah tanpa pembagi: {why}",
            "Agreed to compare counts without a denominator: {why}",
        ),
        "scan": (
            "Eksploratif: semua tema dengan semua indikator yang membedakan wilayah. Yang tampak di sini adalah pertanyaan untuk data lain.",
            "Exploratory: all themes with all indicators that tell areas apart. What shows here is a question for other data.",
        ),
        "thread_open": ("belum dibuka", "to be opened"),
        "attribution": ("Asal penutur: {lines}", "Where speakers belong: {lines}"),
    }
)


def triangulation_document(
    project: Project, found: Sequence[Joint] | None = None, *, language: str = "id", quotes: bool = True
) -> Document:
    """Everything that links between themes and indicators say (``found``, where the caller has it and made it in the same
    language). UserError where nothing is linked."""
    if found is None and not links(project):
        raise no_links()
    with speaking(language):
        looked = list(found) if found is not None else joints(project)
        return Document(
            said("triangulation"), tuple(triangulation_blocks(project, looked, quotes=quotes)), language=language
        )


def triangulation_blocks(
    project: Project, looked: Sequence[Joint], *, quotes: bool = True, quoter: Quoter | None = None
) -> list[Block]:
    """The same as parts of a larger report, to be called inside ``speaking``: a summary, a joint display a link, the
    triangulation within the voices, threads, verdicts of people, what is not claimed, and with ``quotes`` every passage."""
    quoter = quoter or Quoter(project)
    kept = {one.id: one for one in threads(project)}
    blocks: list[Block] = [_summary(looked)]
    if looked and looked[0].matrix.where:
        blocks.insert(0, Paragraph(" ".join(of_query(looked[0].matrix)), "note"))
    if looked and looked[0].exploratory:
        blocks.insert(0, Paragraph(said("scan"), "note"))
    told = [one for one in looked if judged(one)]
    for at, one in enumerate(told):
        blocks.append(PageBreak(landscape=True))
        blocks.append(_joint_table(one, kept, quoter, linked=quotes, first=not at))
    if untold := [one for one in looked if not judged(one)]:
        blocks += [PageBreak(landscape=True), unjudged_table(untold, _sources(untold))]
    if looked:
        inside = [(theme, held) for theme in themes(project) if (held := looked[0].inside.themes.get(theme.id))]
        blocks += [PageBreak(landscape=True), within_table(inside, _own(looked))]
    blocks += [
        table
        for table in (
            threads_table(project, looked, _own(looked), linked=quotes),
            compared_table(project, _own(looked)),
        )
        if table
    ]
    blocks += [Paragraph(f"{dropped_line(pair)}.", "note") for pair in dropped(project)]
    if lines := doubts(project):
        blocks.append(Paragraph(said("attribution", lines=" ".join(lines)), "note"))
    blocks.append(Paragraph(said("not_claimed"), "note"))
    if quotes:
        blocks += [PageBreak(), Heading(said("quotes"), 1), *_quotes(told, quoter)]
    return blocks


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
                    Cell(term(ASSESSMENTS[result.assessment.word]), link=_anchor(one) if judged(one) else UNJUDGED),
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


def _joint_table(one: Joint, kept: dict[bytes, OpenThread], quoter: Quoter, *, linked: bool, first: bool) -> Table:
    columns = [
        Column("area", said("area")), Column("n", said("heard_of"), width=2.5), Column("psc", said("psc")), Column("status", said("status")),
        Column("quote", said("one_quote"), width=6.6), Column("value", _value_head(one)), Column("rank", said("rank")),
        Column("class", said("class"), width=1.8), Column("verdict", said("verdict")), Column("reasons", said("reasons")), Column("thread", said("thread")),
    ]  # fmt: skip
    if one.officials:
        columns.insert(4, Column("officials", said("officials")))
    rows = tuple(_row(one, verdict, quoter, kept, linked=linked) for verdict in one.result.verdicts if verdict.cell.N)
    made = Table(
        said("joint", theme=one.theme.shown, indicator=one.series.indicator.name), tuple(columns), rows, notes=_notes(one, first=first),
        source=_sources([one]), anchor=_anchor(one), landscape=True,
    )  # fmt: skip
    return filled_only(made)


def _value_head(one: Joint) -> str:
    return said("value") + (f" {one.series.year}" if one.series.year else "")


def _row(one: Joint, verdict: Verdict, quoter: Quoter, kept: dict[bytes, OpenThread], *, linked: bool) -> Row:
    cell = verdict.cell
    region = one.areas[verdict.area]
    link = quotes_anchor(one, region) if linked and cell.M else None
    heard = cell.status not in SILENT
    cells = [
        Cell(verdict.area),
        Cell(voices_line(cell).replace(" (", "\n("), kind="state"),  # the interval in one piece
        Cell(f"{cell.P}/{cell.S}/{cell.C}" if heard else "-", kind="state"),
        Cell(cell.text, link=link, shade=cell.salience, sign=_SIGNS.get(cell.status, ""), kind="state"),
        Cell(example(quoter, segments_of(one, verdict), cell.status) if heard else ""),
        number(value_of(one, verdict), value_decimals(one), language()),
        Cell(ranked(one, verdict) or "...", kind="state"),
        Cell(class_word(one, verdict) or "...", kind="state"),
        Cell(outcome_label(verdict)),
        Cell(", ".join(reason_labels(verdict.reasons)) or "-"),
        Cell(
            _thread(kept.get(thread_id(one.link.id, region.id)), verdict), link=_THREADS if _parted(verdict) else None
        ),
    ]
    if one.officials:
        cells.insert(4, Cell(one.officials[verdict.area].text if verdict.area in one.officials else "-", kind="state"))
    return Row(tuple(cells))


_THREADS = "threads"


def _parted(verdict: Verdict) -> bool:
    return verdict.outcome is Outcome.DISSONANCE


def _thread(kept: OpenThread | None, verdict: Verdict) -> str:
    """The name of a thread and whether it is resolved; a dissonance without one is still to be opened."""
    if kept is None:
        return said("thread_open") if _parted(verdict) else "-"
    return f"{kept.name} ({said('thread_closed' if kept.resolution else 'thread_yes')})"


def _notes(one: Joint, *, first: bool) -> tuple[str, ...]:
    result, series = one.result, one.series
    notes = [said("psc_note"), f"{legend()}.", said("interval_note"), said("ranks_note")] if first else []
    if first and (v := next((v for v in result.verdicts if v.cell.N), None)):
        limits = v.thresholds
        notes.append(
            said(
                "thresholds",
                tau=format_number(limits.tau, 2),
                n_min=limits.n_min,
                years=limits.years,
                few=limits.few_areas,
            )
        )
    unit = "" if series.rated else f", {series.indicator.unit}" if series.indicator.unit else ""
    notes.append(f"{said('value')}: {series_line(series)}{unit}. " + " ".join(f"{line}." for line in passed_lines(one)))
    notes.append(link_line(one) + ".")
    if one.accepted:
        notes.append(said("counts_note", why=one.accepted.rstrip(".")) + ".")
    if one.officials:
        notes.append(said("officials_note"))
    if series.indicator.note:
        notes.append(f"{series.indicator.name}: {series.indicator.note.rstrip('.')}.")
    if result.foot.areas:
        notes.append(f"{foot_line(result.foot)}.")
    notes.append(f"{assessment_line(result.assessment)}.")
    if one.link.closeness != "context" and result.assessment.heard:
        notes.append(f"{rank_line(result.rank)}.")
        if one.adjusted is not None:
            notes.append(adjusted_line(one.adjusted, one.tested, one.pairs, exploratory=one.exploratory) + ".")
    return tuple(note.strip() for note in notes)


def _quotes(looked: Sequence[Joint], quoter: Quoter) -> list[Block]:
    """Once for every theme and area, whatever number of links the theme has."""
    made: dict[str, Block] = {}
    for one in looked:
        for verdict in one.result.verdicts:
            region = one.areas[verdict.area]
            anchor = quotes_anchor(one, region)
            if verdict.cell.M and anchor not in made:
                title = said("quotes_of", row=one.theme.shown, area=verdict.area, cell=verdict.cell.text)
                made[anchor] = quoter.listed(anchor, title, segments_of(one, verdict))
    return list(made.values())


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
