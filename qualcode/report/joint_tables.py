"""The tables around the joint displays: the triangulation matrix within the voices, threads, and what people judged.

One rule: what is still open is printed as open. A thread without a resolution, a theme that rests on one source, a verdict on
which two people differ stand in the report as they stand in the project.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import compress

from qualcode.collect.values import GENRES
from qualcode.conclude.comparison import agreement_of_verdicts, compared
from qualcode.conclude.following import Followed, followed
from qualcode.conclude.joint import Joint
from qualcode.conclude.threads import who_and_when
from qualcode.conclude.triangulation import Outcome, Verdict
from qualcode.conclude.within import Within
from qualcode.conclude.wording import EXPLANATIONS, OUTCOMES, THREAD_STATES, reason_labels
from qualcode.display.terms import term
from qualcode.i18n import language
from qualcode.language.numerals import format_number
from qualcode.reduce.agreement_words import figure
from qualcode.reduce.themes import Theme
from qualcode.report.blocks import Cell, Column, Row, Table, long_date, number
from qualcode.report.joint_lines import (
    figure_line,
    link_line,
    outcome_label,
    quotes_anchor,
    series_line,
    value_decimals,
    value_of,
)
from qualcode.report.phrases import saying
from qualcode.store import Project, times

SPARE = ("rank", "class", "reasons", "thread", "stamps")

said = saying(
    {
        "interviewers": ("Pewawancara", "Interviewers"),
        "coders_n": ("Pengode", "Coders"),
        "theory": ("Teori", "Theory"),
        "by_hand": ("[diisi peneliti]", "[to be filled in]"),
        "linked": ("Indikator tertaut", "Indicators linked"),
        "within_note": (
            "Sumber = informan dan peran; metode = m dari n transkrip selesai yang ditanya; satu FGD satu transkrip. Tema dengan satu "
            "informan atau satu metode dicap demikian.",
            "Sources are informants and roles; methods m of n finished transcripts asked; a group discussion is one transcript. A theme "
            "of one informant or one method is stamped so.",
        ),
        "nr": ("Benang", "Thread"),
        "state_of": ("Keadaan", "State"),
        "answer": ("Penjelasan dan penyelesaian", "Explanations and resolution"),
        "figure_of": ("Angka dan cakupannya", "Figure and its coverage"),
        "pointed": ("petunjuk: {hints}", "hints: {hints}"),
        "unresolved": ("belum selesai", "not resolved"),
        "by_on": ("({who}, {day})", "({who}, {day})"),
        "gone_note": (
            "Pertentangan yang sudah tidak ada tetap tercatat: pengodean atau angkanya berubah sesudah benang dibuka.",
            "A dissonance that is gone stays on record: codings or figures changed after the thread was opened.",
        ),
        "unjudged": (
            "Pasangan Tema dan Indikator yang Tidak Dapat Dinilai",
            "Themes and Indicators that Cannot Be Judged",
        ),
        "why_not": ("Mengapa tidak dinilai", "Why not judged"),
        "values_there": ("Angka di wilayah tersampel", "Figures of the areas visited"),
        "link_is": ("Dasar tautan dan catatan", "Why linked, and notes"),
        "areas_why": ("{n} wilayah {why}", "{n} areas {why}"),
        "unjudged_note": (
            "Tidak dinilai tidak berarti sejalan atau bertentangan; suara warga tentang tema itu ada di tabel tema menurut wilayah.",
            "Not judged means neither agreement nor dissonance; what was said of the theme stands in the table of themes by area.",
        ),
        "compared": ("Perbandingan Putusan Peneliti", "Researchers' Verdicts Compared"),
        "settled": ("Disepakati", "Settled"),
        "compared_note": (
            "{names}: {alike} dari {n} putusan sama, α Krippendorff = {alpha}, κ Cohen = {kappa}; dihitung atas putusan mandiri, sebelum disepakati.",
            "{names}: {alike} of {n} verdicts alike, Krippendorff's α = {alpha}, Cohen's κ = {kappa}; over independent verdicts, before settling.",
        ),
    }
)


UNJUDGED = "unjudged"


def judged(one: Joint) -> bool:
    """Whether some area of a pair has a verdict of agreement or dissonance: only then is its joint display worth a table."""
    return one.result.assessment.heard > 0


def unjudged_table(looked: Sequence[Joint], source: str) -> Table:
    """The pairs no area of which can be judged, a line each: why, and what the figures of the visited areas are nevertheless."""
    columns = (
        Column("theme", said("theme"), width=4.0), Column("indicator", said("figures_used"), width=4.6), Column("why", said("why_not"), width=4.2),
        Column("values", said("values_there"), width=4.4), Column("about", said("link_is"), width=6.4),
    )  # fmt: skip
    rows = []
    for one in looked:
        seen = [verdict for verdict in one.result.verdicts if verdict.cell.N]
        counted = Counter(_sentence_of(verdict) for verdict in seen)
        why = "\n".join(said("areas_why", n=n, why=why) for why, n in counted.items())
        values = [(verdict.area, value) for verdict in seen if (value := value_of(one, verdict)) is not None]
        shown = "; ".join(f"{area} {format_number(value, value_decimals(one))}" for area, value in values)
        note = f" {one.series.indicator.note.rstrip('.')}." if one.series.indicator.note else ""
        unit = "" if one.series.rated or not one.series.indicator.unit else f", {one.series.indicator.unit}"
        cells = (one.theme.shown, f"{series_line(one.series)}{unit}", why, shown or "...", f"{link_line(one)}.{note}")
        rows.append(Row(tuple(Cell(text) for text in cells)))
    return Table(
        said("unjudged"), columns, tuple(rows), (said("unjudged_note"),), source, anchor=UNJUDGED, landscape=True
    )  # fmt: skip


def _sentence_of(verdict: Verdict) -> str:
    """The verdict of an area with its reasons: `senyap kuantitatif: tingkat wilayah`."""
    reasons = reason_labels(verdict.reasons)
    return outcome_label(verdict) + (f" ({', '.join(reasons)})" if reasons else "")


def within_table(inside: Sequence[tuple[Theme, Within]], source: str) -> Table:
    """The 'matriks triangulasi': a line a theme, before any figure."""
    genres = sorted({genre for _theme, one in inside for genre in one.genres}, key=GENRES.index)
    columns = (
        Column("theme", said("theme")), Column("informants", said("informants")), Column("roles", said("roles")),
        *(Column(genre, said(genre), width=2.2) for genre in genres), Column("interviewers", said("interviewers")),
        Column("coders", said("coders_n")), Column("theory", said("theory")), Column("linked", said("linked")), Column("stamps", said("stamps")),
    )  # fmt: skip
    rows = []
    for theme, one in inside:
        counts = [one.genres.get(genre) for genre in genres]
        rows.append(
            Row(
                (
                    Cell(theme.shown),
                    number(one.informants, 0, language()),
                    number(one.roles, 0, language()),
                    *(Cell(said("of", m=c[0], n=c[1]) if c else "-", kind="state") for c in counts),
                    Cell(", ".join(one.interviewers) or "-"),
                    Cell(", ".join(one.coders) or "-"),
                    Cell("; ".join(one.theory) or said("by_hand")),
                    number(one.indicators, 0, language()),
                    Cell(", ".join(reason_labels(one.stamps)) or "-"),
                )
            )
        )
    made = Table(
        said("within"),
        columns,
        tuple(rows),
        notes=(said("within_note"),),
        source=source,
        anchor="within",
        landscape=True,
    )
    return filled_only(made)


def filled_only(table: Table) -> Table:
    """The table without those of its columns that say nothing in any row: where nothing can be ranked, no column of ranks."""
    told = [
        column.key not in SPARE or any(row.cells[at].text not in ("", "-", "...") for row in table.rows)
        for at, column in enumerate(table.columns)
    ]
    return replace(
        table,
        columns=tuple(compress(table.columns, told)),
        rows=tuple(replace(row, cells=tuple(compress(row.cells, told))) for row in table.rows),
    )


def threads_table(project: Project, looked: Sequence[Joint], source: str, *, linked: bool = False) -> Table | None:
    """Every dissonance and every thread, open ones first; None where there is neither. ``linked``: the passages stand in the
    document, and the question leads to them."""
    found = followed(project, looked)
    if not found:
        return None
    columns = (
        Column("nr", said("nr"), width=1.4), Column("state", said("state_of"), width=2.4), Column("question", said("question"), width=6.0),
        Column("figure", said("figure_of"), width=5.6), Column("answer", said("answer"), width=6.0),
    )  # fmt: skip
    rows = []
    for one in found:
        thread = one.thread
        deeds = who_and_when(project, thread) if thread else None
        answer = ["; ".join(term(EXPLANATIONS[key]) for key in thread.explanations)] if thread else []
        if one.hints and not (thread and thread.explanations):
            answer.append(said("pointed", hints="; ".join(term(EXPLANATIONS[hint]) for hint in one.hints)))
        answer.append(thread.resolution if thread and thread.resolution else said("unresolved"))
        signed = ""
        if deeds:
            who, at = (deeds.closed_by, deeds.closed) if deeds.closed is not None else (deeds.opened_by, deeds.opened)
            signed = said("by_on", who=who, day=_day(at or deeds.opened))
        about = [figure_line(one.joint, one.verdict)] if one.joint and one.verdict else []
        if one.joint and one.joint.series.indicator.note:
            about.append(one.joint.series.indicator.note)
        rows.append(
            Row(
                (
                    Cell(one.name or "-"),
                    Cell(term(THREAD_STATES[one.state])),
                    Cell(one.question, link=_passages(one) if linked else None),
                    Cell(_sentences(about) or "-"),
                    Cell(f"{_sentences(answer)} {signed}".strip()),
                )
            )
        )
    notes = (said("gone_note"),) if any(one.state == "gone" for one in found) else ()
    return Table(said("threads"), columns, tuple(rows), notes=notes, source=source, anchor="threads", landscape=True)


def _sentences(parts: Sequence[str]) -> str:
    """Parts somebody wrote, each a sentence of its own."""
    told = [part.strip() for part in parts if part.strip()]
    return " ".join(f"{part[:1].upper()}{part[1:]}" + ("" if part[-1] in ".?!" else ".") for part in told)


def _passages(one: Followed) -> str | None:
    if one.joint is None or one.verdict is None or not one.verdict.cell.M:
        return None
    return quotes_anchor(one.joint, one.joint.areas[one.verdict.area])


def _day(stamp: int) -> str:
    return long_date(times.everywhere(stamp).date().isoformat(), language())


def compared_table(project: Project, source: str) -> Table | None:
    """What researchers judged by themselves, and what they settled on; None where nobody did."""
    found = compared(project)
    if not found:
        return None
    names = {kind: dict(project.rows(f'SELECT id, name FROM "{kind}"')) for kind in ("theme", "indicator", "region")}
    people = sorted({who for one in found for who in one.given})
    columns = (
        Column("theme", said("theme")), Column("indicator", said("indicator")), Column("area", said("area")),
        *(Column(who, who) for who in people), Column("settled", said("settled")), Column("reasons", said("reasons")),
    )  # fmt: skip
    rows = [
        Row(
            (
                Cell(names["theme"][one.theme]),
                Cell(names["indicator"][one.indicator]),
                Cell(names["region"].get(one.region, "?")),
                *(Cell(_verdict(one.given.get(who))) for who in people),
                Cell(_verdict(one.settled)),
                Cell(one.reason or "-"),
            )
        )
        for one in found
    ]
    notes = tuple(
        said(
            "compared_note", names=" – ".join(pair.names), n=pair.n, alike=pair.alike, alpha=figure(pair.alpha),
            kappa=figure(pair.kappa),
        )
        for pair in agreement_of_verdicts(project)
    )  # fmt: skip
    return Table(said("compared"), columns, tuple(rows), notes=notes, source=source, anchor="compared")


def _verdict(word: str | None) -> str:
    return term(OUTCOMES[Outcome(word)]) if word else "-"
