"""COREQ (Tong, Sainsbury & Craig 2007, 32 items) and SRQR (O'Brien et al. 2014, 21 items), filled where the project knows.

One rule: an item is filled from what stands in the project, or it says ``[diisi peneliti]``; nothing is made up to fill it.
An item that only a person can answer whole keeps that mark behind what is known. The numbers are the checklists', the
words are ours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.report.blocks import Block, Cell, Column, Document, Row, Table
from qualcode.report.checklist_facts import facts
from qualcode.report.phrases import saying, speaking
from qualcode.store import Project

# fmt: off
said = saying({
    "coreq": ("Daftar Periksa COREQ", "COREQ Checklist"),
    "srqr": ("Daftar Periksa SRQR", "SRQR Checklist"),
    "item": ("Butir", "Item"),
    "asks": ("Yang diminta", "What it asks"),
    "answer": ("Jawaban", "Answer"),
    "fill": ("[diisi peneliti]", "[to be filled in by the researchers]"),
    "coreq_source": ("Butir menurut Tong, Sainsbury, dan Craig (2007).", "Items after Tong, Sainsbury and Craig (2007)."),
    "srqr_source": ("Butir menurut O'Brien dkk. (2014).", "Items after O'Brien et al. (2014)."),
    "known": ("{m} dari {n} butir terisi dari proyek; sisanya diisi peneliti.", "{m} of {n} items are filled from the project; the others are for the researchers."),
    "team": ("1 Tim peneliti dan refleksivitas", "1 Research team and reflexivity"),
    "design": ("2 Rancangan penelitian", "2 Study design"),
    "analysis": ("3 Analisis dan temuan", "3 Analysis and findings"),
    "opening": ("Judul dan abstrak", "Title and abstract"),
    "intro": ("Pendahuluan", "Introduction"),
    "methods": ("Metode", "Methods"),
    "results": ("Hasil", "Results"),
    "discussion": ("Pembahasan", "Discussion"),
    "other": ("Lain-lain", "Other"),
})

Ask = tuple[str, str, tuple[str, str], tuple[str, ...], bool]
"""(number, domain, (Indonesian, English), keys of the facts that answer it, whether a person has to write more)"""

COREQ: tuple[Ask, ...] = (
    ("1", "team", ("Siapa yang mewawancarai", "Who interviewed or facilitated"), ("interviewers",), False),
    ("2", "team", ("Gelar dan kualifikasi", "Credentials"), (), True),
    ("3", "team", ("Pekerjaan saat penelitian", "Occupation at the time"), (), True),
    ("4", "team", ("Jenis kelamin pewawancara", "Gender of the interviewers"), (), True),
    ("5", "team", ("Pengalaman dan pelatihan", "Experience and training"), (), True),
    ("6", "team", ("Hubungan dengan informan sebelumnya", "Relation to participants beforehand"), (), True),
    ("7", "team", ("Yang diketahui informan tentang peneliti", "What participants knew of the researchers"), (), True),
    ("8", "team", ("Asumsi, minat, dan bias pewawancara", "Assumptions, interests and bias of interviewers"), (), True),
    ("9", "design", ("Landasan metodologis", "Methodological orientation"), ("approach",), True),
    ("10", "design", ("Cara memilih informan", "How participants were selected"), (), True),
    ("11", "design", ("Cara menghubungi informan", "How they were approached"), (), True),
    ("12", "design", ("Jumlah informan", "Sample size"), ("sample",), False),
    ("13", "design", ("Yang menolak atau mundur, dan alasannya", "Who refused or dropped out, and why"), ("withdrawn",), True),
    ("14", "design", ("Tempat pengumpulan data", "Setting of data collection"), ("setting", "places"), False),
    ("15", "design", ("Orang lain yang hadir", "Others who were present"), (), True),
    ("16", "design", ("Ciri-ciri informan", "Characteristics of the sample"), ("people",), False),
    ("17", "design", ("Panduan wawancara", "Interview guide"), ("guide",), True),
    ("18", "design", ("Wawancara ulang", "Repeat interviews"), ("repeats",), False),
    ("19", "design", ("Perekaman suara atau gambar", "Audio or visual recording"), (), True),
    ("20", "design", ("Catatan lapangan", "Field notes"), ("notes",), False),
    ("21", "design", ("Lama wawancara", "Duration"), (), True),
    ("22", "design", ("Kejenuhan data", "Data saturation"), ("saturation",), True),
    ("23", "design", ("Transkrip dikembalikan", "Transcripts returned"), ("returned",), False),
    ("24", "analysis", ("Jumlah pengode", "Number of coders"), ("coders",), False),
    ("25", "analysis", ("Pohon kode", "Coding tree"), ("tree",), False),
    ("26", "analysis", ("Asal tema", "Where themes came from"), ("derived",), True),
    ("27", "analysis", ("Perangkat lunak", "Software"), ("software",), False),
    ("28", "analysis", ("Umpan balik informan", "Participant checking"), ("checked",), False),
    ("29", "analysis", ("Kutipan dan penuturnya", "Quotations and whose they are"), ("quotes",), False),
    ("30", "analysis", ("Data dan temuan sejalan", "Data and findings consistent"), ("findings",), True),
    ("31", "analysis", ("Tema utama", "Major themes"), ("major",), False),
    ("32", "analysis", ("Tema kecil dan kasus beragam", "Minor themes and diverse cases"), ("minor",), False),
)
SRQR: tuple[Ask, ...] = (
    ("S1", "opening", ("Judul", "Title"), (), True),
    ("S2", "opening", ("Abstrak", "Abstract"), (), True),
    ("S3", "intro", ("Perumusan masalah", "Problem formulation"), (), True),
    ("S4", "intro", ("Tujuan atau pertanyaan penelitian", "Purpose or research question"), (), True),
    ("S5", "methods", ("Pendekatan dan paradigma", "Approach and paradigm"), ("approach",), True),
    ("S6", "methods", ("Peneliti dan refleksivitas", "Researchers and reflexivity"), ("interviewers",), True),
    ("S7", "methods", ("Konteks", "Context"), ("setting",), True),
    ("S8", "methods", ("Strategi pemilihan sampel", "Sampling strategy"), (), True),
    ("S9", "methods", ("Etika", "Ethics"), ("consent",), True),
    ("S10", "methods", ("Cara pengumpulan data", "How data were collected"), ("dates",), True),
    ("S11", "methods", ("Instrumen dan teknologi", "Instruments and technologies"), ("guide", "software"), False),
    ("S12", "methods", ("Satuan yang diteliti", "Units of study"), ("sample", "people"), False),
    ("S13", "methods", ("Pengolahan data", "Data processing"), ("processing",), True),
    ("S14", "methods", ("Analisis data", "Data analysis"), ("analysis", "derived"), False),
    ("S15", "methods", ("Cara menjaga keterpercayaan", "How trustworthiness was served"), ("trust",), False),
    ("S16", "results", ("Sintesis dan tafsir", "Synthesis and interpretation"), ("major", "findings"), True),
    ("S17", "results", ("Tautan ke data", "Links to the data"), ("quotes",), False),
    ("S18", "discussion", ("Kaitan dengan penelitian lain", "Integration with prior work"), (), True),
    ("S19", "discussion", ("Keterbatasan", "Limitations"), ("silent",), True),
    ("S20", "other", ("Benturan kepentingan", "Conflicts of interest"), (), True),
    ("S21", "other", ("Pendanaan", "Funding"), (), True),
)
# fmt: on
LISTS = {"coreq": COREQ, "srqr": SRQR}


@dataclass(frozen=True)
class Item:
    """``text``: the answer, with the mark where a person has to write; ``filled``: the project knows something of it;
    ``whole``: and nothing is left to be written; ``where``: the commands that show what it rests on."""

    number: str
    domain: str
    title: str
    text: str
    filled: bool
    whole: bool
    where: str


def filled(project: Project, which: str) -> list[Item]:
    """The items of ``coreq`` or ``srqr`` with what the project knows. Inside ``speaking``."""
    from qualcode.i18n import language

    known = facts(project)
    found = []
    for number, domain, (indonesian, english), keys, more in LISTS[which]:
        told = [known[key] for key in keys if key in known]
        texts = [fact.text for fact in told]
        left = more or not told
        found.append(
            Item(
                number, said(domain), english if language() == "en" else indonesian, " ".join([*texts, *([said("fill")] if left else [])]),
                bool(told), bool(told) and not left, ", ".join(dict.fromkeys(fact.where for fact in told)),
            )
        )  # fmt: skip
    return found


def coreq_blocks(project: Project) -> list[Block]:
    """COREQ as a table. Inside ``speaking``."""
    return [_table("coreq", filled(project, "coreq"))]


def srqr_blocks(project: Project) -> list[Block]:
    """SRQR as a table. Inside ``speaking``."""
    return [_table("srqr", filled(project, "srqr"))]


def checklist_document(project: Project, which: str, *, language: str = "id") -> Document:
    with speaking(language):
        return Document(said(which), (_table(which, filled(project, which)),), language=language)


def _table(which: str, items: Sequence[Item]) -> Table:
    rows: list[Row] = []
    domain = ""
    for one in items:
        if one.domain != domain:
            domain = one.domain
            rows.append(Row((Cell(domain),), "group"))
        rows.append(Row((Cell(one.number), Cell(one.title), Cell(one.text))))
    columns = (
        Column("item", said("item"), width=1.3), Column("asks", said("asks"), width=4.4), Column("answer", said("answer"), width=8.0),
    )  # fmt: skip
    known = said("known", m=sum(one.filled for one in items), n=len(items))
    return Table(
        said(which), columns, tuple(rows), notes=(known,), source=said(f"{which}_source"), anchor=which, landscape=False
    )
