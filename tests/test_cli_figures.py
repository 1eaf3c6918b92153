"""Indicators, figures, themes and links: tables as printed, and what ties voices to numbers."""

from __future__ import annotations

import pytest

from tests.cli_world import CommandLine

INDICATORS = """\
indicator,name_en,unit,kind,direction,denominator,source,note
Jumlah penduduk,Population,jiwa,count,undeclared,,BPS,
Jumlah penerima PKH,PKH recipients,penerima,count,higher_worse,Jumlah penduduk,Dinsos,cakupan program
Rata-rata lama sekolah,,tahun,value,higher_better,,BPS,
"""

# As printed: points group thousands in the first column and mark decimals in the last, one cell is a dash.
FIGURES = """\
indicator,level,region,parent,year,value_as_printed,source,table
Jumlah penduduk,kelurahan,Pajang,Laweyan,2024,24.563,BPS,4.2
Jumlah penduduk,kelurahan,Sondakan,Laweyan,2024,12.004,BPS,4.2
Jumlah penduduk,kelurahan,Semanggi,Pasar Kliwon,2024,–,BPS,4.2
Jumlah penerima PKH,kelurahan,Pajang,Laweyan,2025**,"1.210",Dinsos,4.9
Rata-rata lama sekolah,kecamatan,Laweyan,Surakarta,2024,"11,27",BPS,5.1
Rata-rata lama sekolah,kecamatan,Pasar Kliwon,Surakarta,2024,"9,80",BPS,5.1
"""

THEMES = """\
themes:
- name: {id: Utang menutup kekurangan, en: Debt fills the gap}
  concept: Meminjam untuk hidup
  nature: problem
  status: defined
  codes: [utang]
  links:
  - {indicator: Jumlah penerima PKH, relation: problem_when_worse, closeness: direct, rationale: lebih banyak penerima}
- name: Tetangga menjadi jaring pengaman
  nature: strength
  codes: [gotong-royong, air]
"""


@pytest.fixture
def tables(study: CommandLine) -> CommandLine:
    study.write("corpus/indicators/indicators.csv", INDICATORS)
    study.write("corpus/indicators/figures.csv", FIGURES)
    return study


def test_indicators_come_before_figures_whatever_the_order_named(tables: CommandLine) -> None:
    said = tables("indicators", "import", "corpus/indicators/figures.csv", "corpus/indicators/indicators.csv").out
    assert said == "indicators.csv: 3 indicators\nfigures.csv: 6 figures, 1 of them no number, 2 flagged\n"


def test_a_figure_is_kept_as_printed_and_as_read(tables: CommandLine) -> None:
    tables("indicators", "import", "corpus/indicators/indicators.csv", "corpus/indicators/figures.csv")
    read = {(f["region"], f["printed"]): f["value"] for f in tables.items("figures")}
    assert read == {
        ("Pajang", "24.563"): 24563.0, ("Sondakan", "12.004"): 12004.0, ("Semanggi", "–"): None, ("Pajang", "1.210"): 1210.0,
        ("Laweyan", "11,27"): 11.27, ("Pasar Kliwon", "9,80"): 9.8,
    }  # fmt: skip


def test_a_dash_is_no_number_and_never_zero(tables: CommandLine) -> None:
    tables("indicators", "import", "corpus/indicators/indicators.csv", "corpus/indicators/figures.csv")
    assert "1 of 3 is no number." in tables("figures", "--indicator", "Jumlah penduduk").out
    dash = next(f for f in tables.items("figures") if f["printed"] == "–")
    assert dash["value"] is None
    assert dash["flags"]


def test_a_provisional_year_is_flagged(tables: CommandLine) -> None:
    tables("indicators", "import", "corpus/indicators/indicators.csv", "corpus/indicators/figures.csv")
    (figure,) = tables.items("figures", "--indicator", "PKH recipients")
    assert (figure["year"], figure["flags"]) == ("2025", ["mark:**"])


def test_the_same_tables_again_change_nothing(tables: CommandLine) -> None:
    tables("indicators", "import", "corpus/indicators/indicators.csv", "corpus/indicators/figures.csv")
    before = tables.state()
    tables("indicators", "import", "corpus/indicators/indicators.csv", "corpus/indicators/figures.csv")
    assert tables.state() == before


def test_a_region_that_is_not_there_is_named_and_left_out(tables: CommandLine) -> None:
    tables.write("corpus/indicators/figures.csv", FIGURES.replace("Sondakan", "Wonosaren"))
    said = tables("indicators", "import", "corpus/indicators/indicators.csv", "corpus/indicators/figures.csv").out
    assert "! no such region: figures.csv:3: Wonosaren" in said
    assert len(tables.items("figures")) == 5


def test_a_dry_run_tells_many_columns_alike_in_one_line(tables: CommandLine) -> None:
    """One item after the other, each with its years: what is written alike is told together, what is not apart."""
    items = "".join(
        f"Persentase {name},9.0{n},8.4{n},7.9{n}\n" for n, name in enumerate(("miskin", "melek huruf", "lulusan SD"))
    )
    odd = "Garis kemiskinan (rupiah),498 384,509 265,547 120\n"
    table = f"Tabel 4.3.9 Indikator Kota Surakarta\nUraian,2020,2021,2022\n{items}{odd}"
    said = tables("indicators", "import", tables.write("uraian.csv", table), "--dry-run").out
    assert "4.3.9 | 9 columns: Persentase miskin; Persentase melek huruf; Persentase lulusan SD | 2020-2022:" in said
    assert "3 columns: Garis kemiskinan | 2020-2022: 1 234" in said and len(said.splitlines()) <= 10


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("higher_worse", "worse", "“worse” is no direction"),
        (",count,higher", ",angka,higher", "“angka” is no kind of measure"),
        ("higher_worse,Jumlah penduduk", "higher_worse,Jumlah warga", "there is no indicator “Jumlah warga”"),
        ("direction", "arah", "the table lacks the column direction"),
        ("Rata-rata lama sekolah,,tahun", ",,tahun", "an indicator needs a name"),
    ],
)  # fmt: skip
def test_an_indicator_table_that_is_not_understood(tables: CommandLine, old: str, new: str, says: str) -> None:
    assert old in INDICATORS
    path = tables.write("i.csv", INDICATORS.replace(old, new))
    assert says in tables.fails("indicators", "import", path)
    assert tables.items("indicators") == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("Jumlah penduduk,kelurahan,Pajang", "Jumlah warga,kelurahan,Pajang", "there is no indicator “Jumlah warga”"),
        ("kelurahan,Semanggi", "desa,Semanggi", "“desa” is no level"),
    ],
)
def test_a_figure_table_that_is_not_understood_brings_nothing(
    tables: CommandLine, old: str, new: str, says: str
) -> None:
    tables("indicators", "import", "corpus/indicators/indicators.csv")
    line = tables.fails("indicators", "import", tables.write("f.csv", FIGURES.replace(old, new)))
    assert says in line
    assert "f.csv:" in line
    assert tables.items("figures") == []


def test_describe_counts_only_what_is_a_number(tables: CommandLine) -> None:
    tables("indicators", "import", "corpus/indicators/indicators.csv", "corpus/indicators/figures.csv")
    (year,) = tables.items("indicators", "describe", "Jumlah penduduk")
    assert (year["year"], year["n"], year["mean"]) == ("2024", 2, (24563 + 12004) / 2)


# Themes and links


@pytest.fixture
def themed(tables: CommandLine) -> CommandLine:
    tables("indicators", "import", "corpus/indicators/indicators.csv")
    tables("themes", "import", tables.write("codebooks/themes.yaml", THEMES))
    return tables


def test_themes_come_in_with_their_codes_and_links(themed: CommandLine) -> None:
    assert [(t["name"], t["nature"], t["status"], t["codes"]) for t in themed.items("themes")] == [
        ("Utang menutup kekurangan", "problem", "defined", ["utang"]),
        ("Tetangga menjadi jaring pengaman", "strength", "candidate", ["gotong-royong", "air"]),
    ]
    assert [(k["theme"], k["indicator"], k["made"]) for k in themed.items("links")] == [
        ("Utang menutup kekurangan", "Jumlah penerima PKH", "before")
    ]


def test_the_same_themes_again_change_nothing(themed: CommandLine) -> None:
    before = themed.state()
    themed("themes", "import", "codebooks/themes.yaml")
    assert themed.state() == before


def test_a_link_made_before_looking_stays_so(themed: CommandLine) -> None:
    """Importing the file again after the result was seen must not redate a link, nor the other way round."""
    themed("themes", "import", "codebooks/themes.yaml", "--made", "after")
    assert [k["made"] for k in themed.items("links")] == ["before"]


def test_a_theme_is_made_by_hand_once(themed: CommandLine) -> None:
    themed(
        "themes",
        "add",
        "Air membelah kampung",
        "--nature",
        "problem",
        "--code",
        "air",
        "--concept",
        "depan dan belakang",
    )
    before = themed.state()
    assert "there is a theme “air membelah kampung” already" in themed.fails(
        "themes", "add", "air membelah kampung", "--nature", "neutral"
    )
    assert themed.state() == before
    assert themed.items("themes")[-1]["codes"] == ["air"]


def test_a_theme_made_by_hand_stands_last(themed: CommandLine) -> None:
    themed("themes", "add", "Air membelah kampung", "--nature", "problem")
    assert [t["name"] for t in themed.items("themes")][-1] == "Air membelah kampung"


def test_a_removed_theme_takes_its_links_and_leaves_its_codings(themed: CommandLine) -> None:
    themed("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    themed("themes", "remove", "Debt fills the gap")
    assert [t["name"] for t in themed.items("themes")] == ["Tetangga menjadi jaring pengaman"]
    assert themed.items("links") == []
    assert len(themed.items("codings")) == 1
    themed("undo")
    assert len(themed.items("links")) == 1


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("nature: problem", "nature: buruk", "“buruk” is no nature"),
        ("status: defined", "status: selesai", "“selesai” is no status"),
        ("[utang]", "[utagn]", "Did you mean utang?"),
        ("problem_when_worse", "worse", "“worse” is no relation"),
        ("closeness: direct", "closeness: dekat", "“dekat” is no closeness"),
        ("Jumlah penerima PKH,", "Penerima BLT,", "there is no indicator “Penerima BLT”"),
        ("- name: Tetangga menjadi jaring pengaman", "- concept: x", "theme 2 needs a name"),
        ("- name: Tetangga menjadi jaring pengaman\n  nature: strength", "- satu\n- nature: strength", "theme 2"),
        ("[gotong-royong, air]", "air", "“codes” must be a list"),
        (
            "- {indicator: Jumlah penerima PKH, relation",
            "- satu\n  - {indicator: Jumlah penerima PKH, relation",
            "a link names an indicator",
        ),
        ("themes:", "tema:", "a themes file has a list “themes”"),
    ],
)
def test_a_themes_file_that_is_not_understood_changes_nothing(
    tables: CommandLine, old: str, new: str, says: str
) -> None:
    tables("indicators", "import", "corpus/indicators/indicators.csv")
    assert old in THEMES
    line = tables.fails("themes", "import", tables.write("codebooks/themes.yaml", THEMES.replace(old, new)))
    assert says in line
    assert "themes.yaml" in line
    assert tables.items("themes") == []
