"""An interview guide as people write it, and what importing it again does."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.collect.guide_files import understand
from tests.cli_world import CommandLine


def topics(text: str) -> list[tuple[str, str, str]]:
    return [(one["id"], one["name"], one["question"]) for one in understand(text)[0]]


def test_a_heading_with_questions_under_it_is_one_topic() -> None:
    assert topics("## Ekonomi\nDari mana uang,\ndan ke mana?\n\n## Sekolah\n- Di mana?\n- Biaya?\n") == [
        ("", "Ekonomi", "Dari mana uang, dan ke mana?"),
        ("", "Sekolah", "Di mana? Biaya?"),
    ]


def test_ids_are_kept_where_they_are_written() -> None:
    text = "T01 Ekonomi: Dari mana uang?\nT02 Sekolah\n  - Di mana?\n"
    assert topics(text) == [("T01", "Ekonomi", "Dari mana uang?"), ("T02", "Sekolah", "Di mana?")]
    assert [key for key, *_ in topics("A. Ekonomi\n1. Uang?\n2. Utang?\nB. Sekolah\n1. Di mana?\n")] == ["A", "B"]
    assert [key for key, *_ in topics("## A. Rumah\n\nA.1 Milik siapa?\n\nA.2 Airnya?\n\n## B. Kerja\n\nB.1 Apa?")] == [
        "A.1",
        "A.2",
        "B.1",
    ]


def test_a_numbering_that_runs_on_from_heading_to_heading_numbers_the_topics() -> None:
    text = "I. EKONOMI\n1. Dari mana uang?\n2. Simpanan?\nII. SEKOLAH\n3. Di mana?\n"
    assert [key for key, *_ in topics(text)] == ["1", "2", "3"]


def test_under_one_title_each_question_is_a_topic_and_its_sub_questions_are_joined() -> None:
    assert topics("# Panduan\n\n1. Dari mana uang?\n   a. cukup?\n2. Anak sekolah di mana?\n") == [
        ("1", "Dari mana uang?", "Dari mana uang? cukup?"),
        ("2", "Anak sekolah di mana?", "Anak sekolah di mana?"),
    ]


def test_a_list_of_topics_without_questions() -> None:
    assert topics("1. Ekonomi\n2. Sekolah\n") == [("1", "Ekonomi", ""), ("2", "Sekolah", "")]


def test_a_table_in_markdown_with_a_merged_cell() -> None:
    text = "| No | Topik | Pertanyaan |\n|---|---|---|\n| 1 | Ekonomi | Dari mana? |\n| | | Simpanan? |\n| 2 | Sekolah | Di mana? |"
    assert topics(text) == [("1", "Ekonomi", "Dari mana? Simpanan?"), ("2", "Sekolah", "Di mana?")]


def test_a_long_question_is_named_by_its_beginning() -> None:
    ((_, name, question),) = topics("1. " + "Bagaimana " * 20 + "?")
    assert len(name) < 70
    assert name.endswith("…")
    assert question.endswith("?")


def test_what_is_in_no_topic_is_told() -> None:
    found, left_out = understand(
        "# Panduan\n\nBacakan tujuan penelitian lebih dulu, lalu mulai.\n\n## Air\n- Dari mana?\n\n## Sampah\n- Ke mana?"
    )
    assert [one["name"] for one in found] == ["Air", "Sampah"]
    assert left_out == ["Bacakan tujuan penelitian lebih dulu, lalu mulai."]


def test_a_line_of_signs_is_no_topic() -> None:
    assert understand("- :\n- ...\n")[0] == []


@given(st.text(alphabet=st.sampled_from("aA1. \n-#|\t?T0:)•b*_😀é"), max_size=200))
def test_any_text_is_understood_or_not_but_never_breaks(text: str) -> None:
    found, _left_out = understand(text)
    keys = [one["id"].casefold() for one in found if one["id"]]
    assert len(keys) == len(set(keys))
    assert all(one["name"] for one in found)


# --- bringing it in


def word_guide(path: Path) -> Path:
    import docx

    document = docx.Document()
    document.add_heading("Panduan wawancara", 0)
    table = document.add_table(1, 3)
    rows = [("No", "Topik", "Pertanyaan"), ("T01", "Ekonomi", "Dari mana uang?"), ("T02", "Air", "Air dari mana?")]
    for number, row in enumerate(rows):
        cells = table.rows[0].cells if not number else table.add_row().cells
        for cell, words in zip(cells, row, strict=True):
            cell.text = words
    document.save(str(path))
    return path


def test_a_guide_from_word(qc: CommandLine) -> None:
    assert "2 topics (2 new, 0 changed)" in qc("guide", "import", word_guide(qc.folder / "panduan.docx")).out
    assert [(t["key"], t["name"], t["question"]) for t in qc.items("topics")] == [
        ("T01", "Ekonomi", "Dari mana uang?"),
        ("T02", "Air", "Air dari mana?"),
    ]


def test_a_dry_run_shows_what_was_understood_and_writes_nothing(qc: CommandLine) -> None:
    path = qc.write("panduan.md", "## Ekonomi\nDari mana uang?\n\n## Air\nDari mana?\n")
    before = qc.state()
    said = qc("guide", "import", path, "--dry-run").out
    assert "T02" in said
    assert "Nothing was written" in said
    assert qc.state() == before


def test_importing_again_is_an_update_by_id_and_topics_that_are_gone_stay(qc: CommandLine) -> None:
    qc("guide", "import", qc.write("a.md", "T01 Ekonomi: Dari mana uang?\nT02 Air: Air dari mana?\n"))
    said = qc("guide", "import", qc.write("b.md", "T01 Ekonomi: Dari mana uang keluarga?\nT03 Sampah: Ke mana?\n")).out
    assert "2 topics (1 new, 1 changed)" in said
    assert "No longer in the file: T02" in said
    assert {t["key"]: t["question"] for t in qc.items("topics")} == {
        "T01": "Dari mana uang keluarga?",
        "T02": "Air dari mana?",
        "T03": "Ke mana?",
    }
    qc("topics", "remove", "T02")
    assert [t["key"] for t in qc.items("topics")] == ["T01", "T03"]
    qc("undo")
    qc("undo")
    assert {t["key"]: t["question"] for t in qc.items("topics")}["T01"] == "Dari mana uang?"


def test_what_the_file_does_not_say_stays(qc: CommandLine) -> None:
    qc("guide", "import", qc.write("a.yaml", "topics:\n- {id: T01, name: Ekonomi, question: Uang?, themes: [Utang]}\n"))
    qc("guide", "import", qc.write("b.md", "T01 Ekonomi: Dari mana uang?\nT02 Air: Dari mana?\n"))
    assert qc.items("topics")[0]["themes"] == ["Utang"]


def test_questions_without_ids_keep_the_ids_they_were_given(qc: CommandLine) -> None:
    qc("guide", "import", qc.write("a.md", "## Ekonomi\nDari mana uang?\n\n## Air\nAir dari mana?\n"))
    qc(
        "guide",
        "import",
        qc.write("a.md", "## Sampah\nKe mana?\n\n## Ekonomi\nDari mana uang?\n\n## Air\nAir dari mana?\n"),
    )
    assert {t["name"]: t["key"] for t in qc.items("topics")} == {"Ekonomi": "T01", "Air": "T02", "Sampah": "T03"}
    assert [t["name"] for t in qc.items("topics")] == ["Sampah", "Ekonomi", "Air"]


@pytest.mark.parametrize("text", ["Hanya sebuah kalimat tanpa pertanyaan.", "# Judul\n"])
def test_a_file_without_a_topic_is_refused(qc: CommandLine, text: str) -> None:
    assert "no topic" in qc.fails("guide", "import", qc.write("kosong.md", text))


def test_two_topics_of_one_id_are_refused(qc: CommandLine) -> None:
    path = qc.write("a.yaml", "topics:\n- {id: T01, name: a}\n- {id: t01, name: b}\n")
    assert "two topics have the id" in qc.fails("guide", "import", path)


def test_a_second_guide_numbered_from_1_does_not_rewrite_the_first(qc: CommandLine) -> None:
    qc(
        "guide",
        "import",
        qc.write("warga.md", "1. Pekerjaan dan penghasilan\n2. Air bersih di rumah\n3. Bantuan yang diterima\n"),
    )
    second = qc.write(
        "dinas.md", "1. Anggaran tahun ini\n2. Air bersih di rumah\n3. Mekanisme verifikasi calon penerima\n"
    )
    before = qc.state()
    said = qc.fails("guide", "import", second)
    assert "another guide" in said and "--ids apart" in said and qc.state() == before
    qc("guide", "import", second, "--ids", "apart")
    names = {one["key"]: one["name"] for one in qc.items("topics")}
    assert len(names) == 5 and names["1"] == "Pekerjaan dan penghasilan" and "Anggaran tahun ini" in names.values()
    qc("guide", "import", second, "--ids", "apart")  # again: nothing new
    assert len(qc.items("topics")) == 5
    qc("guide", "import", second, "--ids", "same")
    assert {one["key"]: one["name"] for one in qc.items("topics")}["1"] == "Anggaran tahun ini"
