"""Findings as a report prints them: the claim, what carries it, what speaks against it, its rivals and how it was tested.

One rule: a finding that is only plausible is not printed as a conclusion, nor is one whose counter-evidence nobody
reviewed, unless a reason is written, which then stands beside it. What was held back is counted and said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from qualcode.conclude.cases import Case, cases
from qualcode.conclude.chain import chain
from qualcode.conclude.evidence import evidence_words
from qualcode.conclude.heard import Heard, Piece, heard
from qualcode.conclude.member_checks import ABOUT_TERMS, ANSWER_TERMS, MODE_TERMS, member_checks, tally
from qualcode.conclude.tactic_words import RIVAL_TERMS, said_of
from qualcode.conclude.testing import OUTCOME_TERMS, TACTICS
from qualcode.display.terms import term
from qualcode.i18n import language
from qualcode.reduce.themes import themes
from qualcode.report.blocks import Block, Cell, Column, Document, Heading, Paragraph, Quotes, Row, Table, long_date
from qualcode.report.finding_chain import chain_blocks
from qualcode.report.phrases import saying, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project

MOST = 2  # quotes for a finding, and one against it

# fmt: off
said = saying({
    "title": ("Kesimpulan dan Pengujiannya", "Conclusions and Their Tests"),
    "table": ("Temuan dan Pengujiannya", "Findings and How They Were Tested"),
    "finding": ("Temuan", "Finding"),
    "for": ("Bukti", "Evidence"),
    "against": ("Bukti lawan", "Counter-evidence"),
    "tested": ("Diuji dengan", "Tested by"),
    "status": ("Status", "Status"),
    "supported": ("didukung", "supported"),
    "rejected": ("ditolak", "rejected"),
    "raised": ("{m} dari {n} transkrip, {k} kutipan", "{m} of {n} transcripts, {k} passages"),
    "sides": ("{k} kutipan ({a} melawan, {b} terjelaskan, {c} belum diputus); {s} transkrip ditanya, tidak menyebut",
              "{k} passages ({a} stand, {b} explained, {c} not decided); {s} transcripts asked and silent"),
    "untested": ("belum diuji", "not tested"),
    "rests": ("Temuan ini bertumpu pada {m} dari {n} transkrip yang selesai ({k} kutipan dari {v} informan).",
              "This finding rests on {m} of {n} finished transcripts ({k} passages of {v} informants)."),
    "beside": ("Selain itu: {what}.", "Besides: {what}."),
    "voices_against": ("Yang melawan:", "What speaks against it:"),
    "read": ("Bukti lawan: {what}", "Counter-evidence: {what}"),
    "reason": ("Bukti lawan belum ditinjau. Alasan tetap dicetak: {what}", "Its counter-evidence was not reviewed. Why it is printed nonetheless: {what}"),
    "also": ("Alasan yang dicatat: {what}", "The reason that was noted: {what}"),
    "rival": ("Penjelasan tandingan: {text} → {verdict}.", "A rival explanation: {text} → {verdict}."),
    "held": ("{n} temuan tidak dicetak: {why}.", "{n} findings are not printed: {why}."),
    "unit_note": (
        "Satuan hitung transkrip (FGD satu). Pengujian menurut Miles dan Huberman (1994, hlm. 262-277); uji yang dihitung hanya memberi "
        "jumlah, putusannya ditulis peneliti.",
        "Counted in transcripts (a discussion is one). Tests after Miles and Huberman (1994, pp. 262-277); what is computed are counts, "
        "the outcome is the researchers'."),
    "checks": ("Umpan Balik Informan", "Feedback from Informants"),
    "checks_said": ("Hasil dikembalikan {n} kali: {what}. Yang tidak menjawab tidak dihitung setuju.",
                    "Results were returned {n} times: {what}. Who did not answer is not counted as agreeing."),
    "checks_table": ("Umpan Balik Informan atas Hasil", "Feedback from Informants on Results"),
    "date": ("Tanggal", "Date"),
    "who": ("Informan", "Informant"),
    "what": ("Dikembalikan", "Given back"),
    "answer": ("Jawaban", "Answer"),
    "done": ("Tindak lanjut", "What was done"),
})
# fmt: on


def finding_blocks(
    project: Project, quoter: Quoter | None = None, *, ground: Heard | None = None, linked: bool = False
) -> list[Block]:
    """The findings that may be printed, in a table and one by one, what was held back, and the member checks; nothing where
    there is none. ``linked``: the numbers lead to their quotes, which are given too. Inside ``speaking``."""
    ground = ground or heard(project)
    found = cases(project, ground)
    printed = [one for one in found if not one.held_back]
    held = Counter(one.held_back for one in found if one.held_back)
    blocks: list[Block] = []
    if printed:
        blocks.append(_table(printed, linked))
        quoter = quoter or Quoter(project)
        for one in printed:
            blocks += _told(project, one, ground, quoter, linked)
    if held:
        why = "; ".join(f"{count} {reason}" for reason, count in held.items())
        blocks.append(Paragraph(said("held", n=sum(held.values()), why=why), "note"))
    return blocks + check_blocks(project)


def finding_document(project: Project, *, language: str = "id", quotes: bool = True) -> Document:
    """The same as a document of its own."""
    with speaking(language):
        return Document(said("title"), tuple(finding_blocks(project, linked=quotes)), language=language)


def _table(printed: Sequence[Case], linked: bool) -> Table:
    columns = (
        Column("n", "No.", width=0.9), Column("claim", said("finding"), width=3.4), Column("for", said("for"), width=2.1),
        Column("against", said("against"), width=2.9), Column("tested", said("tested"), width=4.5), Column("status", said("status"), width=1.7),
    )  # fmt: skip
    rows = []
    for one in printed:
        finding = one.finding
        raised = said("raised", m=one.raised, n=one.of, k=len(one.speaking))
        tested = "\n".join(
            f"• {term(TACTICS[done.tactic])}" + (f": {term(OUTCOME_TERMS[done.outcome])}" if done.outcome else "")
            for done in finding.tactics
        )
        rows.append(
            Row(
                (
                    Cell(str(finding.number), value=finding.number, kind="number"), Cell(finding.claim),
                    Cell(raised, link=_anchor(one, "for") if linked and one.speaking else None),
                    Cell(_sides(one), link=_anchor(one, "against") if linked and _contrary(one) else None),
                    Cell(tested or said("untested")), Cell(said(finding.status)),
                )
            )
        )  # fmt: skip
    return Table(
        said("table"),
        columns,
        tuple(rows),
        notes=(said("unit_note"),),
        source=said("own_data", year=""),
        anchor="findings",
        landscape=False,
    )


def _sides(one: Case) -> str:
    return said(
        "sides",
        k=len(_contrary(one)),
        a=len(one.against),
        b=len(one.explained),
        c=len(one.candidates),
        s=len(one.silent),
    )


def _contrary(one: Case) -> tuple[Piece, ...]:
    return (*one.against, *one.explained, *one.candidates)


def _in_order(pieces: Iterable[Piece], quoter: Quoter) -> list[Piece]:
    """Passages by source, place and code: two reports of the same study are equal."""

    def place(piece: Piece) -> tuple[str, int, int, str]:
        one = piece.segment
        return quoter.name(one.source), one.start, one.stop, quoter.codes[one.code]

    return sorted(pieces, key=place)


def _anchor(one: Case, side: str) -> str:
    return f"finding {one.finding.number} {side}"


def _told(project: Project, one: Case, ground: Heard, quoter: Quoter, linked: bool) -> list[Block]:
    """One finding in sentences, with quotes for and against it."""
    finding = one.finding
    voices = len({piece.voice for piece in one.speaking})
    lines = [said("rests", m=one.raised, n=one.of, k=len(one.speaking), v=voices)]
    beside = [words for kind, _rec, words in evidence_words(project, finding) if kind != "themes"]
    if beside:
        lines.append(said("beside", what="; ".join(beside)))
    blocks: list[Block] = [Heading(finding.claim, 3), Paragraph(" ".join(lines))]
    chosen = _standing(project, one, quoter)
    if chosen:
        blocks.append(_quotes(quoter, f"{_anchor(one, 'quoted')}", finding.claim, chosen, inline=True))
    blocks += chain_blocks(chain(project, one, ground), quoter, _anchor(one, "chain"))
    contrary = _contrary(one)
    if contrary:
        blocks.append(Paragraph(said("voices_against")))
        first = _in_order(one.against or one.explained or one.candidates, quoter)
        blocks.append(_quotes(quoter, _anchor(one, "contrary"), said("against"), first[:1], inline=True))
    if finding.negative:
        blocks.append(Paragraph(said("read", what=finding.negative)))
    if finding.reason:
        blocks.append(Paragraph(said("also" if finding.negative else "reason", what=finding.reason)))
    for rival in finding.rivals:
        blocks.append(
            Paragraph(said("rival", text=rival.text.rstrip("."), verdict=term(RIVAL_TERMS[rival.verdict])), "bullet")
        )
    for done in finding.tactics:
        told = "; ".join(
            line.removeprefix("! ") for line in said_of(done.tactic, _unnamed(done.computed), ground.sources)
        )
        words = ". ".join(filter(None, (told, done.note.rstrip("."))))
        name = term(TACTICS[done.tactic])
        blocks.append(Paragraph(f"{name[:1].upper()}{name[1:]}: {words or '-'}.", "bullet"))
    if linked:
        blocks += [
            _quotes(quoter, _anchor(one, side), f"{finding.number}. {finding.claim}: {said(side)}", pieces)
            for side, pieces in (("for", one.speaking), ("against", contrary))
            if pieces
        ]
    return blocks


def _unnamed(computed: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """What was computed, as it may be printed: a role that is missing is counted and not named, since one person may hold it."""
    if not computed or "missing" not in computed:
        return computed
    return {**computed, "missing": {**computed["missing"], "role": [""] * len(computed["missing"]["role"])}}


def _standing(project: Project, one: Case, quoter: Quoter) -> list[Piece]:
    """The passages quoted: the exemplars of its themes, else the longest of different sources."""
    wanted = {rec for theme in themes(project) if theme.id in one.finding.themes for rec in theme.exemplars}
    there = _in_order(one.speaking, quoter)
    first = [piece for piece in there if wanted & set(piece.segment.codings)]
    rest = sorted(there, key=lambda piece: piece.segment.start - piece.segment.stop)
    chosen: dict[bytes, Piece] = {}
    for piece in (*first, *rest):
        chosen.setdefault(piece.source, piece)
    return list(chosen.values())[:MOST]


def _quotes(quoter: Quoter, anchor: str, title: str, pieces: Sequence[Piece], *, inline: bool = False) -> Quotes:
    return Quotes(anchor, title, quoter.quotes([piece.segment for piece in pieces]), inline=inline)


def check_blocks(project: Project) -> list[Block]:
    """What came back from participants; nothing where nothing was given back."""
    found = member_checks(project)
    if not found:
        return []
    what = ", ".join(f"{count} {term(ANSWER_TERMS[answer])}" for answer, count in tally(found).items())
    columns = (
        Column("date", said("date"), width=2.2), Column("who", said("who"), width=1.9), Column("what", said("what"), width=4.4),
        Column("answer", said("answer"), width=1.8), Column("done", said("done"), width=3.7),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(long_date(one.date, language()) if len(one.date) == 10 else one.date), Cell(one.who or "-"),
                Cell(f"{term(ABOUT_TERMS[one.kind])}: {one.name}" + (f" ({term(MODE_TERMS[one.mode])})" if one.mode else "")),
                Cell(term(ANSWER_TERMS[one.answer])), Cell(one.done or "-"),
            )
        )
        for one in found
    )  # fmt: skip
    return [
        Heading(said("checks"), 3), Paragraph(said("checks_said", n=len(found), what=what)),
        Table(said("checks_table"), columns, rows, source=said("own_data", year=""), anchor="member checks", landscape=False),
    ]  # fmt: skip
