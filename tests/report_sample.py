"""A small report in which everything a writer must do occurs once. People and places of work are invented."""

from __future__ import annotations

from qualcode.report.blocks import (
    Cell,
    Column,
    Document,
    Figure,
    Heading,
    Matrix2x2,
    Paragraph,
    Quadrant,
    Quote,
    Quotes,
    Row,
    Table,
    number,
)
from qualcode.report.drawing import Box, Disc, Lettering, Line

PAJANG, SEMANGGI = "bansos × Pajang", "bansos × Semanggi"

MATRIX = Table(
    "Tema menurut Kelurahan",
    (
        Column("tema", "Tema"),
        Column("pajang", "Pajang", group="Laweyan"),
        Column("jajar", "Jajar", group="Laweyan"),
        Column("semanggi", "Semanggi", group="Pasar Kliwon"),
        Column("n", "Jumlah"),
    ),
    (
        Row(tuple(Cell(text, kind="state") for text in ("n transkrip", "5", "·", "6", "11")), "head"),
        Row(
            (
                Cell("Bantuan salah sasaran"),
                Cell("−3/5", link=PAJANG, shade=0.6, sign="-", kind="state"),
                Cell("·", kind="state"),
                Cell("−6/6", link=SEMANGGI, shade=1.0, sign="-", kind="state"),
                Cell("9/11", kind="state"),
            )
        ),
        Row(
            (
                Cell("Gotong royong jalan"),
                Cell("+4/5", shade=0.8, sign="+", kind="state"),
                Cell("·", kind="state"),
                Cell("?", kind="state"),
                Cell("4/5", link="tidak ada", kind="state"),
            )
        ),
    ),
    notes=("m/n = transkrip yang memuat tema.", "· tak tersampel; ? tidak ditanya."),
    source="Data primer diolah, 2026",
    anchor="matriks",
)

FIGURES = Table(
    "Penerima PKH per 1.000 Jiwa",
    (Column("k", "Kelurahan"), Column("n", "Penduduk"), Column("p", "PKH"), Column("d", "Perubahan")),
    (
        Row((Cell("Kecamatan Laweyan"),), "group"),
        Row((Cell("Pajang"), number(24_950), number(27.3, 1), number(-1.5, 2, unit="%"))),
        Row((Cell("Jajar"), number(9_412), number(None), number(0, 2, unit="%"))),
        Row((Cell("Jumlah"), number(34_362), number(1_027.3, 1)), "subtotal"),
    ),
    source="BPS Kota Surakarta, 2025 (diolah)",
)

SWOT = Matrix2x2(
    "Matriks SWOT",
    (
        Quadrant("Kekuatan", (Cell("S1 Puskesmas dekat"), Cell("S2 Kader aktif")), "S"),
        Quadrant("Kelemahan", (Cell("W1 Data penerima usang", link=SEMANGGI),), "W"),
        Quadrant("Peluang", (), "O"),
        Quadrant("Ancaman", (Cell("T1 Pabrik tutup"),), "T"),
    ),
    rows=("Internal", "Eksternal"),
    columns=("Membantu", "Menghambat"),
    anchor="swot",
)

KUADRAN = Figure(
    "Kuadran",
    (Box(0.1, 0.1, 9, 5, "FFFFFF"), Line(0, 2.5, 9, 2.5, dashed=True), Disc(4, 2, 0.1), Lettering(1, 1, "WO <ubah>")),
    "Posisi kota di kuadran WO",
    width=9.2,
    height=5.2,
)

REPORT = Document(
    "Laporan Contoh",
    (
        Heading("BAB V TEMUAN", 1, chapter=5),
        Paragraph("Bantuan salah sasaran, lihat [[matriks]] dan [[tak dikenal]]."),
        MATRIX,
        FIGURES,
        Heading("Suara Warga", 2),
        Quotes(
            PAJANG,
            "Bantuan salah sasaran, Pajang",
            (
                Quote("Yang bermobil malah dapat.", "I-PJG-01, perempuan, 40-an, Pajang", "W-PJG-01", "giliran 4"),
                Quote("Sing sugih malah oleh.", "I-PJG-02, laki-laki, Pajang", gloss="Yang kaya malah dapat."),
            ),
        ),
        Quotes(SEMANGGI, "Bantuan salah sasaran, Semanggi", (Quote('=HYPERLINK("http://x";"klik")', "I-SMG-01"),)),
        Heading("BAB VII SWOT", 1, chapter=7),
        SWOT,
        KUADRAN,
        Paragraph("butir satu", "bullet"),
        Paragraph("butir dua", "bullet"),
    ),
    chapter=5,
    meta={"date": "2026-07-08", "organisation": "Tim Contoh"},
)

NASTY = 'a\x00b\x0bc\x1b[31m\ud800\ufffe<script>alert("x")</script>&amp;|*_`[x](y)\r\n]]>{{ 7*7 }}\u202edne'


def with_text(text: str) -> Document:
    """The same text in every place where a text can stand."""
    cell = Cell(text, link=text, shade=0.5, sign="±")
    table = Table(
        text,
        (Column("a", text, group=text), Column("b", text, group=text)),
        (Row((cell,), "head"), Row((cell,), "group"), Row((cell, cell))),
        notes=(text, text),
        source=text,
        anchor="tabel",
    )
    quadrant = Quadrant(text, (cell,), text)
    return Document(
        text,
        (
            Heading(text),
            Paragraph(text + "[[tabel]]"),
            Paragraph(text, "bullet"),
            table,
            Matrix2x2(text, (quadrant, quadrant, quadrant, quadrant), (text, text), (text, text), (text,), text),
            Figure(text, (Lettering(1, 1, text),), text),
            Quotes(text, text, (Quote(text, text, text, text, text),)),
        ),
        meta={"author": text, "subtitle": text, "organisation": text, "date": text, "subject": text},
    )


def areas(groups: int, each: int) -> Table:
    """A matrix of ``groups`` x ``each`` areas with names as long as those of a city."""
    columns = [
        Column(f"k{g}.{k}", f"Purwodiningratan {k}", group=f"Kecamatan {g}") for g in range(groups) for k in range(each)
    ]
    rows = [
        Row((Cell(f"Tema yang bernama panjang {n}"), *(Cell("−26/31", kind="state") for _ in columns), Cell("9/34")))
        for n in range(10)
    ]
    return Table("Matriks", (Column("t", "Tema"), *columns, Column("n", "Jumlah")), tuple(rows), notes=("Catatan.",))
