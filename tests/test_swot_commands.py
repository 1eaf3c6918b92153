"""A SWOT made and mended with the command line: each deed one action, and what is wrong with it named."""

from __future__ import annotations

import csv
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qualcode.conclude.swot_checks import MISTAKES
from qualcode.conclude.swot_printed import read_printed
from qualcode.conclude.swot_records import coded
from tests.cli_world import CommandLine

INTERNAL = ("--can-change", "yes", "--exists-without", "no", "--condition", "yes")
EXTERNAL = ("--can-change", "no", "--exists-without", "yes", "--condition", "yes")

# Invented, in the shape such tables have in print: by component, a dash where there is nothing, no codes, weights or unit.
AS_PRINTED = """\
Tabel 1. Analisis SWOT pelayanan sosial kota,,,,
No.,Komponen,Kekuatan (S),Kelemahan (W),Peluang (O),Ancaman (T)
1,Pelaku,Undang-undang tentang kesejahteraan sosial sudah ada,Petugas pendamping kurang,Kemitraan dengan dunia usaha,-
2,Pendanaan,Anggaran daerah tersedia setiap tahun,Anggaran daerah belum tersedia setiap tahun,Donasi warga lewat yayasan,-
3,Fasilitas,Panti milik pemerintah,Perlu menambah rumah singgah,-,-
4,Objek pelayanan,Solidaritas warga masih tinggi,Data penerima tidak lengkap,Lembaga swadaya aktif,-
5,Pengelolaan,Peraturan menteri menjadi pedoman,Koordinasi antardinas lemah,Program nasional bantuan tunai,-
6,Daya tarik kota,Status ibu kota negara,Kota menjadi tujuan pendatang miskin,Wisata kota tumbuh,-
7,Informasi,Komitmen nasional dan internasional,Informasi layanan tersebar,Media sosial,-
"""
STRATEGIES = """\
Kelompok;Strategi
Kemitraan;Kemitraan dengan dunia usaha
;Menggandeng lembaga swadaya dalam pelayanan jalanan
Pemberdayaan;Pelatihan kerja bagi penerima layanan
;Melatih penerima layanan agar dapat bekerja
;Melatih penerima layanan agar dapat bekerja
Kelembagaan;Menata kembali panti dan petugasnya
;Koordinasi antardinas lemah
"""


def kinds(qc: CommandLine, *words: object) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for item in qc.items("swot", "check", *words):
        assert set(item) == {"kind", "severity", "item", "message"}
        assert MISTAKES[item["kind"]][0] == item["severity"]
        found.setdefault(item["kind"], []).append(item["item"])
    return found


def test_a_table_as_articles_print_it_sets_the_checks_off_each_by_its_name(qc: CommandLine):
    said = qc("swot", "import", qc.write("swot.csv", AS_PRINTED)).out
    assert "8 places of the table are empty" in said
    assert "20 factors" in said
    assert "7 strategies" in qc("swot", "import", qc.write("strategi.csv", STRATEGIES)).out
    qc("swot", "set", "--stated", "Agresif")
    found = kinds(qc)
    assert found["external_fact"] == ["S1", "S4", "S5", "S6", "S7"]
    assert found["opposites"] == ["S2, W2"]
    assert found["wish"] == ["W3"]
    assert found["empty_list"] == ["T"]
    for whole in ("no_unit", "no_convention", "no_raters", "no_sensitivity"):
        assert found[whole] == [""]
    assert len(found["no_evidence"]) == len(found["unrated"]) == len(found["unasked"]) == len(found["unused"]) == 20
    assert len(found["no_codes"]) == len(found["unknown_cell"]) == len(found["no_owner"]) == 7
    assert found["repeats_factor"] == ["X1, O1", "X7, W5"]
    assert found["factor_is_strategy"] == ["W5, X7", "O1, X1"]
    assert found["duplicate"] == ["X4, X5"]
    assert {row["group"] for row in qc.items("strategies")} == {"Kemitraan", "Pemberdayaan", "Kelembagaan"}
    assert "20 factors" not in qc("swot", "import", "swot.csv").out  # the same table again makes nothing twice
    assert len(qc.items("swot")) == 20


def clean(qc: CommandLine) -> None:
    """Five factors a list, each with two kinds of evidence and three raters, and strategies that answer all of them."""
    qc("swot", "set", "--unit", "Pemerintah Kota", "--convention", "A", "--raters", "Ratih,Danu,Sri")
    texts = {
        "S": "Puskesmas buka sore;Kader dibina rutin;Data kota satu pintu;Loket kelurahan terpadu;Bedah rumah berjalan",
        "W": "Daftar penerima usang;Aktivasi kartu berbelit;Petugas lapangan sedikit;Pelatihan jauh dari lowongan;Aduan tercecer",
        "O": "Kampus mendampingi warga;Pasar daring tumbuh;Hibah hunian;Kebun kampung ramai;Radio lokal diminati",
        "T": "Pabrik tutup;Harga beras naik;Bank plecit keliling;Banjir bantaran;Kuota penerima berubah",
    }
    for quadrant, line in texts.items():
        answers = INTERNAL if quadrant in "SW" else EXTERNAL
        for at, text in enumerate(line.split(";"), 1):
            evidence = ("--document", f"Laporan {quadrant}{at}, hlm. 3", "--indicator", "Penduduk miskin")
            assert f"{quadrant}{at}" in qc("swot", "add", quadrant, text, *evidence, *answers).out
    for at in range(1, 6):
        plans = (
            "Memperluas jam layanan puskesmas",
            "Menitipkan skrining lansia pada kader",
            "Membuka data kota bagi kampus",
            "Menggandeng penerbit radio kampung",
            "Menyiapkan bahan rumah dari hibah",
            "Memutakhirkan daftar tiap semester",
            "Mengurus kartu dari pintu ke pintu",
            "Menambah tenaga lewat padat karya",
            "Menjadwalkan kursus di balai RW",
            "Menyatukan aduan sebelum aturan berganti",
        )
        for cell, name in (("SO", plans[at - 1]), ("WT", plans[at + 4])):
            codes = f"{cell[0]}{at},{cell[1]}{at}"
            qc(
                "strategies",
                "add",
                cell,
                name,
                "--factors",
                codes,
                "--owner",
                "Dinas Sosial",
                "--frame",
                "2027",
                "--area",
                "Semanggi",
            )


def indicator(qc: CommandLine) -> None:
    qc(
        "indicators",
        "import",
        qc.write("indikator.csv", "indicator,unit,kind,direction\nPenduduk miskin,%,rate,higher_worse\n"),
    )


def test_a_clean_swot_sets_none_off_and_sheets_go_out_and_come_back_as_one_action(qc: CommandLine):
    indicator(qc)
    clean(qc)
    qc("swot", "sheets", "export", "penilai", "--format", "csv")
    files = sorted((qc.folder / "penilai").glob("*.csv"))
    assert [file.name for file in files] == ["swot-danu.csv", "swot-ratih.csv", "swot-sri.csv"]
    for number, file in enumerate(files):
        lines = file.read_text("utf-8-sig").splitlines()
        assert lines[1].endswith(",,")
        filled = [
            lines[0],
            *(
                line[:-1] + f"{1 + (at + number) % 4},{3 if '4 = very' in line else 2}"
                for at, line in enumerate(lines[1:])
            ),
        ]
        file.write_text("\n".join(filled) + "\n", "utf-8")
    before = qc.state()
    assert "120 values would change" in qc("swot", "sheets", "import", *files, "--dry-run").out
    assert qc.state() == before
    assert "120 values." in qc("swot", "sheets", "import", *files).out
    assert kinds(qc) == {}
    rows = qc.items("swot")
    for side in ("SW", "OT"):
        assert round(sum(row["weight"] for row in rows if row["quadrant"] in side), 2) == 1.0
    assert rows[0]["raters"] == 3
    assert "Nothing changes" in qc("swot", "sheets", "import", *files).out
    qc("undo")
    assert all(row["rating"] is None for row in qc.items("swot"))


def test_what_a_sheet_may_not_say(qc: CommandLine):
    qc("swot", "set", "--unit", "Pemkot", "--convention", "A", "--raters", "Ratih,Danu")
    qc("swot", "add", "W", "Daftar penerima usang", *INTERNAL)
    head = "rater,convention,item,importance,rating\n"
    for line, why in (
        ("Ratih,A,W1,5,1", "scale"),
        ("Ratih,A,W1,,2.5", "scale"),
        ("Ratih,B,W1,4,1", "never mixed"),
        ("Rina,A,W1,4,1", "no rater"),
        ("Ratih,A,W9,4,1", "no factor"),
    ):
        assert why in qc.fails("swot", "sheets", "import", qc.write("a.csv", head + line + "\n"))
    elsewhere = 'rater,convention,unit,item,importance,rating\nRatih,A,"Pemkot, Semanggi",W1,4,1\n'
    assert "sheet is of Pemkot, Semanggi" in qc.fails("swot", "sheets", "import", qc.write("b.csv", elsewhere))
    changed = qc("swot", "sheets", "import", qc.write("a.csv", head + "Ratih,A,W1,4,\n")).out
    assert "1 value." in changed
    assert "1 cell was left open" in changed
    assert "Ratih: importance 4, rating -" in qc("swot", "show", "W1").out


def test_a_convention_changes_only_with_the_ratings_turned_round(qc: CommandLine):
    qc("swot", "set", "--unit", "Pemkot", "--convention", "A", "--raters", "Ratih,Danu")
    for quadrant, answers in zip("SWOT", (INTERNAL, INTERNAL, EXTERNAL, EXTERNAL), strict=True):
        qc("swot", "add", quadrant, f"Keadaan {quadrant}", *answers)
        qc("swot", "rate", quadrant + "1", "Ratih", "--importance", 2, "--rating", 1)
    assert "never mixed" in qc.fails("swot", "set", "--convention", "B")
    assert "2 ratings turned" in qc("swot", "set", "--convention", "B", "--convert").out
    assert [row["rating"] for row in qc.items("swot")] == [1, 4, 1, 4]


def test_what_is_written_after_an_import_stands_last_in_its_list(qc: CommandLine, tmp_path: Path):
    """A file counts its places over all lists, so that the number in a list is less than the last place there."""
    file = tmp_path / "swot.yaml"
    file.write_text(
        "unit: Pemkot\nconvention: A\nraters: [Ratih]\nitems:\n"
        + "".join(f"  - {{id: {key}, quadrant: {key[0]}, text: Keadaan {key}}}\n" for key in ("S1", "S2", "W1", "W2"))
        + "strategies:\n"
        + "".join(f"  - {{id: {key}, cell: {key[:2]}, text: Menata {key}, items: [W1]}}\n" for key in ("SO1", "SO2", "WO1", "WO2")),
        encoding="utf-8",
    )  # fmt: skip
    qc("swot", "import", file)
    qc("swot", "add", "W", "Keadaan baru", *INTERNAL)
    qc("strategies", "add", "WO", "Menata yang baru", "--factors", "W3")
    assert [row["id"] for row in qc.items("swot")] == ["S1", "S2", "W1", "W2", "W3"]
    assert [row["id"] for row in qc.items("strategies")] == ["SO1", "SO2", "WO1", "WO2", "WO3"]


def test_a_factor_moves_with_its_answers_and_strategies_follow(qc: CommandLine):
    qc("swot", "set", "--unit", "Pemkot", "--convention", "A", "--raters", "Ratih")
    qc("swot", "add", "S", "Gotong royong warga", *INTERNAL)
    qc("swot", "add", "O", "Kampus mendampingi", *EXTERNAL)
    qc("swot", "rate", "S1", "Ratih", "--importance", 3, "--rating", 4)
    qc("strategies", "add", "SO", "Menggandeng kampus", "--factors", "S1,O1")
    assert "put it into S, W" in qc.fails("swot", "move", "S1", "O")
    before = qc.items("swot", "show", "S1")
    moved = qc("swot", "move", "S1", "T", *EXTERNAL).out
    assert "T1" in moved
    assert "1 rating meant something else" in moved
    assert qc.items("strategies")[0]["items"] == ["T1", "O1"]
    qc("undo")
    assert qc.items("swot", "show", "S1") == before
    assert "border" in qc.fails("swot", "move", "S1", "O", "--exists-without", "yes")
    qc("swot", "move", "S1", "O", "--exists-without", "yes", "--memo", "Warga sendiri yang bergerak")
    assert qc.items("swot", "show", "O2")[0]["rating"] == [4]
    assert "borderline" not in kinds(qc)
    assert "wish" in qc.fails("swot", "move", "O2", "S", "--condition", "no")
    assert "SO1" in qc("swot", "remove", "O1").out
    assert qc.items("strategies")[0]["items"] == ["O2"]


def test_weights_of_experts_need_their_source_and_their_sum(qc: CommandLine):
    qc("swot", "set", "--unit", "Pemkot", "--convention", "B", "--raters", "Ratih,Danu")
    for quadrant, answers in zip("SWOT", (INTERNAL, INTERNAL, EXTERNAL, EXTERNAL), strict=True):
        qc("swot", "add", quadrant, f"Keadaan {quadrant}", *answers)
        qc("swot", "rate", quadrant + "1", "Ratih", "--importance", 2, "--rating", 3)
    assert "source" in qc.fails("swot", "rate", "S1", "--weight", "0.625")
    qc("swot", "rate", "S1", "--weight", "0.625", "--source", "AHP, lima ahli")
    found = kinds(qc)
    assert found["mixed_weights"] == ["S, W"]
    assert found["false_precision"] == ["S1"]
    qc("swot", "rate", "W1", "--weight", "0.275", "--source", "AHP, lima ahli")
    assert kinds(qc)["weights_sum"] == ["S, W"]
    qc("swot", "set", "--sums", "list")
    assert kinds(qc)["weights_sum"] == ["S", "W"]


def test_a_kelurahan_has_its_own_swot_with_evidence_of_there_only(study: CommandLine):
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.", "--valence", "-1")
    study("code", "FGD-01", "--code", "utang", "--quote", "Saya utang di warung.", "--valence", "-1")
    study("themes", "add", "Utang menutup kekurangan", "--nature", "problem", "--code", "utang")
    for source in ("W-01", "FGD-01"):
        study("finish", source)
    for scope in ((), ("--scope", "Semanggi")):
        study("swot", "add", "T", "Warga berutang di warung", "--theme", "Utang menutup kekurangan", *EXTERNAL, *scope)
    (city,) = study.items("swot")
    (there,) = study.items("swot", "--scope", "Semanggi")
    assert city["id"] == there["id"] == "T1"
    assert "2 of 2 transcripts" in city["evidence"][0]
    assert "1 of 2 transcripts" in there["evidence"][0]
    assert city["basis"] == "one_sided"
    assert there["basis"] == "single"
    assert study.items("swot", "--scope", "Semanggi", "show", "T1")[0]["basis"] == "single"  # before the verb too
    assert "There is a SWOT of: Semanggi" in study("swot", "--scope", "Pajang").out
    study("swot", "set", "T1", "--document", "Perda 3/2024, pasal 5", "--scope", "Semanggi")
    assert "both" in study.items("swot", "--scope", "Semanggi")[0]["basis"]
    study("swot", "set", "T1", "--drop", "Perda 3/2024, pasal 5", "--scope", "Semanggi")
    assert study.items("swot", "--scope", "Semanggi")[0]["basis"] == "single"


def test_what_the_voices_say_alone_is_proposed_with_its_stamp_and_decided_by_a_person(study: CommandLine):
    study("code", "W-01", "--code", "utang", "--quote", "Ya ngutang dulu di warung depan.", "--valence", "-1")
    study("themes", "add", "Utang menutup kekurangan", "--nature", "problem", "--code", "utang")
    study("finish", "W-01")
    (one,) = study.items("swot", "candidates")
    assert (one["lists"], one["basis"], one["used"]) == (["W", "T"], "one_sided", [])
    assert "cannot stand in S" in study.fails("swot", "candidates", "accept", "1", "S", *INTERNAL)
    study("swot", "candidates", "decline", "1")
    assert study.items("swot", "candidates")[0]["declined"] is True
    study("undo")
    assert "T1" in study("swot", "candidates", "accept", "1", "T", "--text", "Warga berutang", *EXTERNAL).out
    assert study.items("swot", "candidates")[0]["used"] == ["T1"]
    (item,) = study.items("swot", "show", "T1")
    assert item["evidence"] == ["Utang menutup kekurangan (1 of 1 transcripts, single case)"]


@pytest.mark.parametrize("ending", [".xlsx"])
def test_a_sheet_of_a_spreadsheet_comes_back(qc: CommandLine, ending: str):
    from qualcode.collect.figure_grids import read_grids

    qc("swot", "set", "--unit", "Pemkot", "--convention", "B", "--raters", "Ratih")
    qc("swot", "add", "W", "Daftar penerima usang", *INTERNAL)
    qc("swot", "sheets", "export", "penilai")
    file = Path(qc.folder / "penilai" / f"swot-ratih{ending}")
    assert read_grids(file)[0].rows[1][:4] == ("Ratih", "B", "Pemkot", "W1")
    assert "2 cells were left open" in qc("swot", "sheets", "import", file).out
    assert "already" in qc.fails("swot", "sheets", "export", "penilai")


def test_a_tows_matrix_as_printed_is_read_by_its_edges(tmp_path: Path):
    file = tmp_path / "tows.csv"
    file.write_text(
        'Tabel 2. Strategi,,\n,Kekuatan (S),Kelemahan (W)\nPeluang (O),"1. Menggandeng kampus (S1, O2)\n2. Membuka loket",-\n'
        "Ancaman (T),-,Menyatukan aduan (W1; T2)\n", "utf-8",
    )  # fmt: skip
    printed = read_printed(file)
    assert printed.factors == ()
    assert [(one.cell, one.items) for one in printed.strategies] == [
        ("SO", ("S1", "O2")),
        ("SO", ()),
        ("WT", ("W1", "T2")),
    ]


texts = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs"), exclude_characters=";"), min_size=2, max_size=12
).filter(lambda text: text[0].isalpha() and text not in ("n/a", "nihil"))


@settings(max_examples=25)
@given(st.lists(st.lists(texts, max_size=3), min_size=4, max_size=4))
@example([[], [], [], ["STRATEGY"]])  # a phrase that could be a head
def test_every_phrase_of_a_printed_table_comes_in_as_it_stands(
    tmp_path_factory: pytest.TempPathFactory, columns: list[list[str]]
):
    file = tmp_path_factory.mktemp("tabel") / "swot.csv"
    with file.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(
            [
                ["Komponen", "Kekuatan", "Kelemahan", "Peluang", "Ancaman"],
                ["Pelaku", *("\n".join(c) or "-" for c in columns)],
                ["Dana", "Ada", "-", "", "–"],
            ]
        )
    printed = read_printed(file)
    expected = [(q, unicodedata.normalize("NFC", t)) for q, c in zip("SWOT", columns, strict=True) for t in c]
    found = [(one.quadrant, unicodedata.normalize("NFC", one.text)) for one in printed.factors]
    assert found == [*expected, ("S", "Ada")]
    assert printed.empty == 3 + sum(not c for c in columns)


def test_two_factors_that_two_people_gave_one_code_are_told_apart():
    assert coded([(b"1", "W1"), (b"2", "W1"), (b"3", "w2")]) == {b"1": "W1", b"2": "W1b", b"3": "w2"}
