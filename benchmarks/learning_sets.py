"""Labelled passages that learning was chosen on, besides chapter V: parts of the team's seeds labelled by their heading, and the
sample's codings.

Lines are counted with blank ones removed; a heading's own line is left out, since it would give the label away. Keywords were
written from the headings before a score was seen. ``policy`` was scored once, after the choice. Sentences of the gold set's
held half are left out of ``talk``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
WIDE = 80  # letters of a full line: a paragraph ends in a shorter one
WORDS = 20  # of a paragraph, at least
SENTENCE = 8  # words of a sentence, at least

Section = tuple[int, int, str, str]  # first line, last line, label, keywords
THEORY: tuple[Section, ...] = (
    (4, 218, "latar-belakang", "kota surakarta,kesenjangan,pembangunan,rpjmd,masalah,kajian,tujuan,data bps"),
    (220, 258, "landasan-hukum", "undang-undang,peraturan,pasal,nomor,peraturan pemerintah,perda,hukum,ketentuan"),
    (312, 364, "konsep-kesejahteraan", "kesejahteraan,sejahtera,kebutuhan dasar,kualitas hidup,konsep,kesejahteraan sosial"),
    (366, 448, "konsep-ketimpangan", "ketimpangan,ketimpangan kesejahteraan,distribusi,gini,kesenjangan"),
    (450, 573, "sosial-ekonomi", "sosial ekonomi,pendapatan,kemiskinan,stratifikasi,kelas sosial,pekerjaan,pendidikan"),
    (575, 666, "antar-wilayah", "wilayah,antar wilayah,daerah,geografis,regional,williamson,desa,infrastruktur"),
    (668, 793, "kelompok-rentan", "kelompok rentan,lansia,disabilitas,anak,minoritas,rentan,perempuan"),
    (795, 954, "pelayanan-dasar", "pelayanan dasar,layanan,pelayanan publik,standar pelayanan minimal,spm,kesehatan,air minum"),
    (956, 998, "evaluasi-kebijakan", "evaluasi,kebijakan,efektivitas,program,dampak,pengentasan"),
    (1039, 1085, "multidimensional", "multidimensi,multidimensional,integratif,dimensi,terpadu,lintas sektor"),
    (1087, 1126, "partisipatif", "partisipatif,partisipasi,fgd,masyarakat,pemangku kepentingan,keterlibatan"),
    (1128, 1167, "spasial", "spasial,peta,pemetaan,gis,wilayah,lokasi"),
    (1169, 1210, "berkelanjutan", "berkelanjutan,pembangunan berkelanjutan,sdgs,generasi,lingkungan"),
    (1212, 1246, "holistik", "holistik,menyeluruh,sistem,saling terkait,keseluruhan"),
    (1248, 1277, "tematik", "tematik,tema,isu,fokus,analisis tematik"),
    (1279, 1314, "meta-analisis", "meta analisis,penelitian terdahulu,literatur,studi,sintesis"),
    (1316, 1353, "institusi-inklusif", "institusi,inklusif,kelembagaan,acemoglu,ekstraktif,tata kelola"),
    (1355, 1767, "metode-data", "data primer,data sekunder,responden,informan,wawancara,kuesioner,sampel,analisis data,pengumpulan data"),
    (1768, 2021, "geografi-demografi", "penduduk,luas wilayah,kepadatan,jumlah penduduk,geografi,kelurahan,rasio jenis kelamin"),
    (2022, 2283, "makro-ekonomi", "pdrb,pertumbuhan ekonomi,lapangan usaha,inflasi,perekonomian,konstruksi,perdagangan"),
    (2284, 2689, "sosial-budaya", "pmks,pkh,program keluarga harapan,penerima,penyandang masalah,bantuan,lansia terlantar"),
)  # fmt: skip
POLICY: tuple[Section, ...] = (
    (7055, 7353, "alternatif-kebijakan", "alternatif,kebijakan,intervensi,mengurangi ketimpangan,opsi"),
    (7357, 7379, "capaian-program", "capaian,penanggulangan kemiskinan,angka kemiskinan,penurunan"),
    (7381, 7431, "efektivitas", "efektivitas,pkh,umkm,komunitas,infrastruktur sosial"),
    (7433, 7528, "strategi-jangka-panjang", "strategi,jangka panjang,kesinambungan,berkelanjutan"),
    (7530, 7633, "rekomendasi", "perlu,rekomendasi,pemerintah perlu,pemerataan"),
    (7635, 7677, "kesimpulan", "kesimpulan,menunjukkan,ketimpangan"),
    (7679, 7698, "saran", "saran,disarankan,perlu"),
)
MADIUN: tuple[Section, ...] = (  # another city's article; its lines are counted with the blank ones
    (23, 50, "pendahuluan", "kesejahteraan,pembangunan,kemiskinan,penelitian,latar belakang,kota madiun"),
    (51, 54, "metode", "penelitian,kualitatif,data,wawancara,metode"),
    (57, 96, "perspektif", "ipm,indeks pembangunan manusia,perspektif,kebijakan,pemerintah,kualitas hidup"),
    (97, 130, "potensi", "potensi,sumber,psks,pilar,relawan,karang taruna,lembaga"),
    (131, 168, "masalah-sosial", "masalah sosial,pmks,ppks,penanganan,kemiskinan,terlantar,disabilitas"),
    (169, 236, "pelayanan", "pelayanan,layanan,bantuan,program,lansia,jaminan,rumah"),
)


class Labelled(NamedTuple):
    """Passages with their labels, the labels there are, and the keywords of each."""

    texts: list[str]
    truth: list[str]
    names: list[str]
    keywords: list[list[str]]


def paragraphs(lines: list[str]) -> Iterator[str]:
    """Hard-wrapped lines joined; page numbers and what is mostly figures left out."""
    now: list[str] = []
    for line in (*lines, "."):
        if re.fullmatch(r"\d+", line):
            continue
        now.append(line)
        if line[-1] in '.?!:;”"' and len(line) <= WIDE:
            whole = " ".join(now)
            if len(whole.split()) >= WORDS and sum(map(str.isdigit, whole)) < 0.15 * len(whole):
                yield whole
            now = []


def by_heading(path: Path, sections: tuple[Section, ...], *, blank: bool = False, cut: bool = False) -> Labelled:
    """The passages of each section. ``blank``: count blank lines; ``cut``: sentences instead of paragraphs."""
    from qualcode.language.sentences import sentences

    lines = [line.strip() for line in path.read_text("utf-8").splitlines() if blank or line.strip()]
    texts: list[str] = []
    truth: list[str] = []
    for first, last, label, _words in sections:
        part = lines[first - 1 : last]
        whole = [line for line in part if len(line.split()) >= 12] if blank else list(paragraphs(part))
        some = [one[low:high] for one in whole for low, high in sentences(one)] if cut else whole
        kept = [one for one in some if not cut or len(one.split()) >= SENTENCE]
        texts, truth = texts + kept, truth + [label] * len(kept)
    return Labelled(texts, truth, [it[2] for it in sections], [it[3].split(",") for it in sections])


def talk(names: list[str], keywords: list[list[str]], place: Path) -> Labelled:
    """What informants of the sample say, where its coders gave codes of one dimension only. ``place``: where to make it."""
    from benchmarks.gold import dimensions
    from qualcode.reduce.codebook import codebook
    from qualcode.reduce.codings import codings
    from qualcode.reduce.learning_units import Unit, units
    from qualcode.sample import make_sample
    from qualcode.store import open_project

    with (ROOT / "tests" / "data" / "gold_sentences.csv").open(encoding="utf-8", newline="") as file:
        held = {row["sentence"] for row in csv.DictReader(file) if row["part"] == "held"}
    above = {"kebebasan-pilihan": "kebebasan-pilihan-hidup", "aspirasi": "aspirasi-masa-depan"}
    of = {code: above.get(top, top) for code, top in dimensions().items()}
    project = open_project(make_sample(place / "sample").path)
    called = {code.id: code.name for code in codebook(project)}
    said: dict[Unit, set[str]] = {unit: set() for unit in units(project)}
    for one in codings(project):
        for unit in said:
            both = min(unit.stop, one.stop) - max(unit.start, one.start)
            if unit.source == one.source and 2 * both >= min(unit.stop - unit.start, one.stop - one.start) > 0 < both:
                said[unit] |= {of[name] for name in (called[one.code],) if name in of}
    one_label = {
        unit.text: min(found)
        for unit, found in said.items()
        if len(found) == 1 and unit.text not in held and len(unit.text.split()) >= 4
    }
    return Labelled(list(one_label), list(one_label.values()), names, keywords)
