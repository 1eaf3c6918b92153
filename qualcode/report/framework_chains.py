"""Findings by theme, and issues from their cause to who should act, as tables (shapes 3 and 4).

One rule: the column that says where a finding comes from is counted and not written: how many informants of which kind, in
how many transcripts of which kind. A theme about which nothing is written yet stands in the table and says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from qualcode.conclude.fitting import Fitting
from qualcode.display.framework import STALE, UNWRITTEN, Box, Listening, box
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.issues import TEXTS, Issue, issues
from qualcode.reduce.summaries import Case, CaseNames, changed
from qualcode.report.blocks import Block, Cell, Column, Row, Table
from qualcode.report.framework import (
    box_quotes,
    levels_note,
    marks_notes,
    own_source,
    silent_text,
    stale_note,
)
from qualcode.report.narrowed import narrowed, only_fitting, refuse_nothing
from qualcode.report.phrases import saying
from qualcode.store import Project

# fmt: off
said = saying({
    "conclusions": ("Temuan, Sumber, dan Simpulan menurut Tema{where}", "Findings, Sources and Conclusions by Theme{where}"),
    "issue_table": ("Masalah, Akar, dan Rekomendasi{where}", "Problems, Causes and Recommendations{where}"),
    "at": (" di {place}", " in {place}"),
    "subtheme": ("Tema", "Theme"),
    "finding": ("Temuan lapangan", "Findings from the field"),
    "source_col": ("Sumber data", "Sources of data"),
    "conclusion": ("Simpulan", "Conclusion"),
    "of_theme": ("Tema", "Theme"),
    "everywhere": ("seluruh studi", "whole study"),
    "of_problem": ("Masalah", "Problem"),
    "of_cause": ("Akar masalah", "Cause"),
    "of_recommendation": ("Rekomendasi", "Recommendation"),
    "of_owner": ("Penanggung jawab", "Responsible"),
    "of_target": ("Sasaran", "Target"),
    "of_note": ("Catatan", "Remarks"),
    "of_reference": ("Rujukan", "Reference"),
    "of_scope": ("Wilayah", "Area"),
    "voices": ("{n} informan", "{n} informants"),
    "no_voices": ("tanpa penutur yang dikenal", "no known speaker"),
    "in_transcripts": ("{m} dari {n} transkrip: {kinds}", "{m} of {n} transcripts: {kinds}"),
    "others": ("dan {n} lainnya", "and {n} others"),
    "source_note": (
        "Sumber data dihitung dari kutipan tema itu: informan yang membicarakannya menurut {by}, dan transkrip yang memuatnya di "
        "antara yang selesai dikode.",
        "Sources are counted from the theme's passages: informants who speak of it by {by}, and transcripts that raise it among "
        "those finished."),
    "rests": ("Bertumpu pada {n} kutipan.", "Rests on {n} passages."),
    "issue_note": (
        "Setiap masalah bertumpu pada kutipan tema dan wilayahnya; angka dalam kurung = transkrip yang memuat tema di antara yang "
        "selesai dikode.",
        "Each problem rests on the passages of its theme and area; in brackets the transcripts that raise the theme among those "
        "finished."),
    "bare_note": ("° = belum ditautkan ke tema, jadi tanpa kutipan ({n} baris).", "° = tied to no theme, so without passages ({n} rows)."),
    "missing_text": ("○ belum ditulis", "○ not yet written"),
    "role": ("peran", "role"),
    "unwritten_rows": ("○ belum ditulis bukan berarti tidak ada.", "○ not yet written does not mean that there is none."),
})
# fmt: on
_ALWAYS = ("problem", "cause", "recommendation", "owner")  # without them an issue is not finished
SHOWN = 5  # kinds of informants named in one cell


def conclusion_blocks(
    project: Project,
    *,
    case: Case | None = None,
    themes: Sequence[bytes] = (),
    by: str = "role",
    quotes: bool = True,
    listening: Listening | None = None,
    where: str = "",
) -> list[Block]:
    """A row a theme: what was found, from whom (informants grouped ``by`` an attribute), and what follows; of the whole study
    or one case; of the themes that fit ``where``. To be called inside ``speaking``. UserError where none fits."""
    listening = listening or Listening(project)
    case = case or Case()
    fits = Fitting(project, where)
    wanted = [theme for theme in themes or listening.rows if fits.cell(theme, case)]
    refuse_nothing(where, wanted)
    naming = CaseNames(project)
    boxes = [box(project, theme, case, listening) for theme in wanted]
    voices = _Voices(project, by)
    head = _where(case, naming)
    columns = (
        Column("theme", said("subtheme"), width=2.8), Column("finding", said("finding"), width=5.0, align="left"),
        Column("source", said("source_col"), width=3.7), Column("conclusion", said("conclusion"), width=3.6, align="left"),
    )  # fmt: skip
    rows = [Row((Cell(one.theme.name), _finding(one), voices.cell(one, quotes), _conclusion(one))) for one in boxes]
    notes = [said("source_note", by=said("role") if by == "role" else by), *only_fitting(where)]
    if levels := levels_note(project, (one.summary.level for one in boxes if one.summary)):
        notes.append(levels)
    notes += marks_notes(boxes)
    table = Table(
        narrowed(said("conclusions", where=head), where), columns, tuple(rows), tuple(notes), source=own_source(project),
        anchor=f"conclusions {naming(case)}",
    )  # fmt: skip
    if not quotes:
        return [table]
    return [table, *box_quotes(project, [(_place(one, naming(case)), naming(case), one) for one in boxes])]


def _where(case: Case, naming: CaseNames) -> str:
    return said("at", place=naming(case)) if case != Case() else ""


def _place(one: Box, case: str) -> str:
    return f"{one.theme.name} | {case}"


def _finding(one: Box) -> Cell:
    if one.summary is None:
        return Cell(silent_text(one), kind="state")
    level = one.summary.level[:1].upper() + one.summary.level[1:]
    words = ": ".join(filter(None, (level, one.summary.text)))
    mark = "*" if one.state == STALE else "" if one.rests_on else "°"
    return Cell(words + mark) if words else Cell(said("missing_text"), kind="state")


def _conclusion(one: Box) -> Cell:
    if one.summary is None or not one.summary.conclusion:
        return Cell(said("missing_text") if one.state in (UNWRITTEN, "written", STALE) else "·", kind="state")
    return Cell(one.summary.conclusion)


class _Voices:
    """Who speaks of a theme, counted by an attribute of theirs, and in which kinds of transcripts."""

    def __init__(self, project: Project, by: str) -> None:
        from qualcode.collect.attributes import table

        now = table(project, "participants")
        column = now.column(by)
        if column is None:
            raise UserError(
                _("there is no attribute “%s”") % by,
                todo=_("Attributes: %s") % ", ".join(one.key for one in now.columns),
            )
        self._kinds = {row.id: str(row.values.get(column.key, "")) for row in now.rows}
        self._people: dict[bytes, bytes] = dict(
            project.rows("SELECT id, participant FROM speaker WHERE participant IS NOT NULL")
        )
        self._genres: dict[bytes, str] = dict(project.rows("SELECT id, genre FROM source"))
        self._naming = CaseNames(project)

    def cell(self, one: Box, linked: bool) -> Cell:
        segments, count = one.heard.segments, one.heard.count
        if not segments:
            return Cell(count.text, kind="state")
        people = {self._people.get(s.speaker, s.speaker) for s in segments if s.speaker}
        kinds = Counter(kind for rec in people if (kind := self._kinds.get(rec, "")))
        ranked = _ranked(kinds)
        told = [f"{kind} ({n})" if n > 1 else kind for kind, n in ranked[:SHOWN]]
        if len(ranked) > SHOWN:
            told.append(said("others", n=sum(n for _kind, n in ranked[SHOWN:])))
        who = said("voices", n=len(people)) if people else said("no_voices")
        genres = Counter(said(self._genres[source]) for source in {s.source for s in segments})
        where = said(
            "in_transcripts", m=count.M, n=count.n, kinds=", ".join(f"{n} {kind}" for kind, n in _ranked(genres))
        )
        link = _place(one, self._naming(one.case)) if linked else None
        return Cell(f"{who}{': ' + ', '.join(told) if told else ''}\n{where}", link=link)


# --- issues --------------------------------------------------------------------------------------------------------


def issue_blocks(
    project: Project,
    *,
    fields: Sequence[str] = (),
    scope: bytes | None = None,
    quotes: bool = True,
    listening: Listening | None = None,
    where: str = "",
) -> list[Block]:
    """A row an issue, in the columns named (``theme``, ``scope`` and those of ``issues.TEXTS``) or those that are filled
    anywhere; of one scope or all, and of them those that fit ``where``. To be called inside ``speaking``. UserError where a
    column is none, or nothing fits."""
    known = ("theme", *TEXTS, "scope")
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise UserError(_("“%s” is no column of issues") % unknown[0], todo=_("Columns: %s") % ", ".join(known))
    fits = Fitting(project, where)
    found = [one for one in issues(project) if scope in (None, one.scope) and fits.issue(one)]
    refuse_nothing(where, found)
    listening, naming = listening or Listening(project), CaseNames(project)
    filled = [name for name in known if any(getattr(one, name) for one in found)]
    shown = list(fields) or [n for n in known if n in filled or n in ("theme", *_ALWAYS)]
    rows: list[Row] = []
    for one in found:
        cells = [_issue_cell(one, name, listening, naming, quotes) for name in shown]
        rows.append(Row((Cell(str(len(rows) + 1)), *cells)))
    columns = (
        Column("no", said("no"), width=0.9),
        *(Column(name, said(f"of_{name}"), align="left") for name in shown),
    )
    notes = [said("issue_note"), *only_fitting(where)]
    if bare := sum(one.theme is None for one in found):
        notes.append(said("bare_note", n=bare))
    if old := sum(bool(_change(one, listening)) for one in found):
        notes.append(stale_note(old))
    if any(not getattr(one, name) for one in found for name in shown if name in _ALWAYS):
        notes.append(said("unwritten_rows"))
    head = _where(Case(scope), naming) if scope else ""
    blocks: list[Block] = [
        Table(narrowed(said("issue_table", where=head), where), columns, tuple(rows), tuple(notes), source=own_source(project), anchor="issues")
    ]  # fmt: skip
    if quotes:
        boxes = {
            _issue_place(one, listening, naming): (
                naming(Case(one.scope)),
                box(project, one.theme, Case(one.scope), listening),
            )
            for one in found
            if one.theme is not None and one.theme in listening.rows
        }
        blocks += box_quotes(project, [(place, area, one) for place, (area, one) in boxes.items()])
    return blocks


def _change(one: Issue, listening: Listening) -> bool:
    if one.theme not in listening.rows or one.theme is None:
        return False
    return bool(changed(one.rests_on, listening.rests_on(listening.heard(one.theme, Case(one.scope)))))


def _issue_cell(one: Issue, name: str, listening: Listening, naming: CaseNames, linked: bool) -> Cell:
    if name == "theme":
        return Cell(listening.rows[one.theme].name if one.theme in listening.rows and one.theme else "-")
    if name == "scope":
        return Cell(naming(Case(one.scope)) if one.scope else said("everywhere"))
    text = str(getattr(one, name))
    if not text:
        return Cell(said("missing_text") if name in _ALWAYS else "-", kind="state")
    if name != "problem":
        return Cell(text)
    if one.theme is None or one.theme not in listening.rows:
        return Cell(f"{text}°")
    heard = listening.heard(one.theme, Case(one.scope))
    mark = "*" if _change(one, listening) else ""
    link = _issue_place(one, listening, naming) if linked and heard.segments else None
    return Cell(f"{text}{mark} ({heard.count.text})", link=link)


def _issue_place(one: Issue, listening: Listening, naming: CaseNames) -> str:
    return f"issue {listening.rows[one.theme].name if one.theme else ''} | {naming(Case(one.scope))}"


def _ranked(counted: Counter[str]) -> list[tuple[str, int]]:
    """The most frequent first, equals by name: a set has no order of its own, and two reports of one study are equal."""
    return sorted(counted.items(), key=lambda one: (-one[1], one[0]))
