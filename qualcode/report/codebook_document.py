"""The codebook on paper: the whole of it, a card for the pocket, or a booklet with an example of each code.

One rule: a card for the field says only what decides between two codes (what it is, when, when not) and carries nobody's
words and no counts, since it travels in pockets; a booklet shows one counted passage a code, with its attribution.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from qualcode.reduce.codebook import Code, codebook
from qualcode.reduce.counting import Segment, counted
from qualcode.report.blocks import Block, Cell, Column, Document, Heading, Paragraph, Quotes, Row, Table, number
from qualcode.report.phrases import saying, speaking
from qualcode.report.quoting import Quoter
from qualcode.store import Project

READABLE = (50, 300)  # code points of the passage that stands for a code

# fmt: off
said = saying({
    "field_card": ("Kartu Kode untuk Lapangan", "Field Card of Codes"),
    "booklet": ("Buku Kode dengan Contoh", "Codebook with Examples"),
    "decides": ("Pakai bila, jangan untuk", "Use when, not for"),
    "use": ("Pakai: {text}", "Use: {text}"),
    "use_not": ("Jangan: {text}", "Not: {text}"),
    "not_used": ("Belum dipakai.", "Not used yet."),
})
# fmt: on


def codebook_document(project: Project, *, language: str = "id") -> Document:
    """The codebook by dimension, with how often each code is used."""
    with speaking(language):
        found = counted(project).segments
        uses = Counter(segment.code for segment in found)
        sources: dict[bytes, set[bytes]] = defaultdict(set)
        for segment in found:
            sources[segment.code].add(segment.source)
        columns = (
            Column("code", said("code"), width=3.0), Column("definition", said("definition")), Column("when", said("when")),
            Column("not", said("not")), Column("example", said("example")), Column("uses", said("uses")), Column("sources", said("sources_n")),
        )  # fmt: skip
        rows = []
        for code in codebook(project):
            definition = _definition(code, language)
            if not code.depth:
                rows.append(Row((Cell(code.shown),), "group"))
            cells = [Cell(text) for text in (code.shown, definition, code.use_when, code.use_not, code.example)]
            counts = [number(uses[code.id], 0, language), number(len(sources[code.id]), 0, language)]
            rows.append(Row((*cells, *counts)))
        table = Table(
            said("codebook"),
            columns,
            tuple(rows),
            notes=(said("codebook_note"),),
            source=said("own_data", year=""),
            landscape=True,
        )
        return Document(said("codebook"), (table,), language=language)


def card_document(project: Project, *, language: str = "id") -> Document:
    """The live codes for the pocket: name, definition, when and when not."""
    with speaking(language):
        rows: list[Row] = []
        for code in codebook(project):
            if not code.depth:
                rows.append(Row((Cell(code.shown),), "group"))
            rules = [said(key, text=text) for key, text in (("use", code.use_when), ("use_not", code.use_not)) if text]
            meaning = _definition(code, language)
            if code.depth or meaning or rules:
                rows.append(Row((Cell(code.shown, kind="head"), Cell(meaning), Cell("\n".join(rules)))))
        columns = (
            Column("code", said("code"), width=3.6),
            Column("definition", said("definition")),
            Column("rules", said("decides")),
        )
        table = Table(said("field_card"), columns, tuple(rows), landscape=False)
        return Document(said("field_card"), (table,), language=language)


def booklet_document(project: Project, *, language: str = "id") -> Document:
    """Every live code with its fields and one passage that was coded so: of a readable length, else the first."""
    with speaking(language):
        quoter = Quoter(project)
        by_code: dict[bytes, list[Segment]] = defaultdict(list)
        for one in counted(project).segments:
            by_code[one.code].append(one)
        blocks: list[Block] = []
        for code in codebook(project):
            blocks.append(Heading(code.shown, 1 if not code.depth else 2 if code.depth == 1 else 3))
            fields = (
                ("definition", _definition(code, language)), ("when", code.use_when), ("not", code.use_not), ("example", code.example),
            )  # fmt: skip
            blocks += [Paragraph(f"{said(key)}: {text}", "bullet") for key, text in fields if text]
            found = sorted(by_code[code.id], key=lambda one: (quoter.name(one.source), one.start))
            least, most = READABLE
            fit = next((one for one in found if least <= one.stop - one.start <= most), found[0] if found else None)
            if fit is not None:
                blocks.append(Quotes(f"example {'/'.join(code.path)}", code.shown, quoter.quotes([fit]), inline=True))
            elif code.depth:
                blocks.append(Paragraph(said("not_used"), "note"))
        return Document(said("booklet"), tuple(blocks), language=language)


def _definition(code: Code, language: str) -> str:
    return code.definition_en if language == "en" and code.definition_en else code.definition
