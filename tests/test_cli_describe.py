"""Indicators described from the command line: in the terminal, as JSON, as pictures and documents."""

from __future__ import annotations

import pytest

from tests.cli_world import CommandLine
from tests.test_cli_figures import FIGURES, INDICATORS

MORE = (
    FIGURES
    + """\
Rata-rata lama sekolah,kecamatan,Laweyan,Surakarta,2023,"11,00",BPS,5.1
Rata-rata lama sekolah,kecamatan,Pasar Kliwon,Surakarta,2023,"9,60",BPS,5.1
Rata-rata lama sekolah,kota,Surakarta,,2024,"10,32",BPS,5.1
"""
)


@pytest.fixture
def town(study: CommandLine) -> CommandLine:
    study.write("i.csv", INDICATORS)
    study.write("f.csv", MORE)
    study("indicators", "import", "i.csv", "f.csv")
    return study


def test_a_year_with_its_ranking_and_notes(town: CommandLine) -> None:
    said = town("indicators", "describe", "Rata-rata lama sekolah").out
    assert "2 kecamatan: median 10.54; worst Pasar Kliwon (9.80), best Laweyan (11.27), a gap of 1.47" in said
    assert "Pasar Kliwon    1  9.80  (+0.20)" in said
    assert "- Against the city's figure (10.32): 1 better, 1 worse, 0 equal." in said
    assert "2023–2024, 2 kecamatan: 2 rose, 0 fell, 0 unchanged; median change +0.24 tahun." in said


def test_what_has_no_figure_is_named_and_no_zero(town: CommandLine) -> None:
    (year,) = town.items("indicators", "describe", "Jumlah penduduk")
    semanggi = next(one for one in year["values"] if one["region"] == "Semanggi")
    assert (semanggi["value"], semanggi["left_out"], semanggi["rank"], semanggi["printed"]) == (
        None,
        "unreadable",
        None,
        "–",
    )
    assert year["bare_count"] and year["minimum"] == 12004


def test_charts_in_the_terminal_keep_their_width(town: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    for kind in ("bar", "histogram", "box", "trend"):
        drawn = town("indicators", "describe", "Rata-rata lama sekolah", "--chart", kind).out.split("\n\n")[1]
        assert drawn and all(len(line) <= 60 for line in drawn.splitlines())
    assert "add up to a whole" in town.fails("indicators", "describe", "Rata-rata lama sekolah", "--chart", "pie")


def test_files_by_their_ending(town: CommandLine) -> None:
    begins = {"a.svg": b"<svg", "a.png": b"\x89PNG", "a.pdf": b"%PDF", "a.docx": b"PK", "a.xlsx": b"PK", "a.md": b"# "}
    for name, begin in begins.items():
        town("indicators", "describe", "Rata-rata lama sekolah", "--chart", "trend", "-o", name)
        assert (town.folder / name).read_bytes().startswith(begin)
    assert "Rata-rata lama sekolah (tahun) menurut kecamatan, 2024" in (town.folder / "a.md").read_text()


def test_a_picture_somebody_changed_is_written_over_only_when_told_to(town: CommandLine) -> None:
    describe = ("indicators", "describe", "Rata-rata lama sekolah", "--chart", "trend", "-o", "a.svg")
    town(*describe)
    drawn = town.folder / "a.svg"
    drawn.write_text(drawn.read_text("utf-8").replace("2024", "tahun ini"), "utf-8")
    assert "--force" in town.fails(*describe) and "tahun ini" in drawn.read_text("utf-8")
    town(*describe, "--force")
    assert "tahun ini" not in drawn.read_text("utf-8")


def test_a_break_is_noted_and_taken_back(town: CommandLine) -> None:
    assert "needs a reason" in town.fails("indicators", "break", "Rata-rata lama sekolah", 2024)
    town("indicators", "break", "Rata-rata lama sekolah", 2024, "--reason", "definisi baru")
    said = town("indicators", "describe", "Rata-rata lama sekolah").out
    assert "The series breaks in 2024: no change is worked out." in said and "definisi baru" in said
    town("undo")
    assert town.items("indicators", "break", "Rata-rata lama sekolah") == []


def test_a_region_has_its_own_line_beside_the_median(town: CommandLine) -> None:
    drawn = town("indicators", "describe", "Rata-rata lama sekolah", "--chart", "trend", "--region", "Laweyan").out
    assert "a median of kecamatan: 2023 10.30, 2024 10.54" in drawn
    assert "b Laweyan: 2023 11.00, 2024 11.27" in drawn
    assert "Lawean" in town.fails("indicators", "describe", "Rata-rata lama sekolah", "--region", "Lawean")


def test_an_option_that_a_picture_cannot_take_is_refused_and_not_passed_over(town: CommandLine) -> None:
    """A chart of another indicator than the one named would be believed."""
    few = town.fails("export", "figure", "descriptive", "--indicator", "Rata-rata lama sekolah", "-o", "a.svg")
    assert "no figure" in few  # two areas are too few for a chart of their own
    assert "--indicator changes nothing of “figure swot”" in town.fails(
        "export", "figure", "swot", "--indicator", "Jumlah penduduk", "-o", "b.svg"
    )
