"""Doubts: a reading that may be wrong says so; one that nothing speaks against does not ask."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.collect.conventions import read_marks
from qualcode.collect.doubts import doubts
from qualcode.collect.lines import lines_of
from qualcode.collect.shapes import shape_of
from qualcode.collect.turns import counted, summary
from qualcode.language.canonical import canonical
from tests.cli_world import CommandLine

TALK = "\n".join(
    f"P: Sejak kapan Ibu tinggal di gang {n}?\nI: Sudah {n} tahun, Mbak, sejak menikah.\n" for n in range(3, 9)
)


def against(text: str) -> tuple[str, ...]:
    return doubts(text, read_marks(text))


def test_a_clear_talk_is_not_asked_about() -> None:
    assert against(TALK) == ()
    assert against(f"Tanggal: 3 Mei 2025\nKelurahan: Pajang\n\n{TALK}") == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TALK.replace("menikah.", "menikah.\nRekaan: iya, saya juga ikut pindah waktu itu.", 1), "only once: rekaan"),
        ("\n\n".join(f"Sudah berapa {n}? Begitu katanya di cerita." for n in "abcdef"), "is it a talk"),
        (TALK + "P: Tahun berapa itu?\nP: Sudah lupa, Bu?\nI: Sudah.", "twice in a row"),
        ("".join(TALK.split("I: ", 1)) + "\n".join(TALK.split("I: ", 2)[1:]), "times one of them speaks twice"),
        ("".join(TALK.split("I: ", 1)), "answer without a label"),
        (TALK.replace("I: ", ""), "only one speaker"),
        (TALK.replace("\nP: ", "\n1. Kapan itu?\nDulu.\n2. Siapa?\nAdik.\nP: "), "answer without a label"),
        ("\n\n".join(f"{n}. Sudah berapa lama di sini? Lama sekali." for n in range(1, 6)), "told by question marks"),
        ("P: Tanggal: 3 Mei, di rumah.\n" + TALK, "field of a header"),
        (TALK + "\nMengetahui,\n\nBu Rekaan", "below the last turn: “Mengetahui,"),
    ],
    ids=[
        "who speaks once",
        "nobody is named",
        "twice in a row",
        "some twice in a row",
        "a label left out",
        "one speaker",
        "numbered questions in turns",
        "answers in the paragraph of the question",
        "a field",
        "a foot",
    ],
)
def test_what_a_right_reading_seldom_leaves_behind_is_said(text: str, said: str) -> None:
    assert any(said in one for one in against(text)), against(text)


def test_numbers_and_long_labels_that_come_again_are_speakers() -> None:
    lines = [f"{who}: Kami tinggal di cerita nomor {n} saja." for n, who in enumerate([12, 7, 12, 8, 7, 12, 8, 7])]
    text = "\n".join(lines)
    shape = shape_of(lines_of(text))
    assert shape is not None and shape.name == "colon" and len(shape.found) == 8
    assert summary(text, read_marks(text)).counts == {"12": 3, "7": 3, "8": 2}


def test_what_stands_above_a_talk_or_comes_again_in_it_as_a_header_is_not_asked_about() -> None:
    heads = "Fasilitator: Ani Rekaan\nPencatat: Budi Rekaan\n\n"
    assert against(heads + TALK) == ()
    header = "Tanggal: {} Mei 2025\nNama: Rekaan\nUsia: 4{} tahun\n\n"
    assert against(header.format(3, 1) + TALK + "\n\n" + header.format(4, 2) + TALK) == ()
    assert against(TALK + "\n\nKeterangan:\nP: Peneliti\nI: Informan") == ()


def test_cues_that_ask_and_name_nobody_are_asked_about_unless_a_sign_parts_who_speaks() -> None:
    said = ["Sejak kapan, Bu?", "Sejak menikah.", "Kerja apa?", "Buruh cuci, Mas."]
    cues = "\n\n".join(f"[00:00:0{n}.000 --> 00:00:0{n}.900]\n{{}}{words}" for n, words in enumerate(said, 1))
    assert any("is it a talk" in one for one in against(cues.replace("{}", "")))
    assert against(cues.replace("{}", ">> ")) == ()


def test_a_time_in_brackets_is_nobody() -> None:
    text = "Ani (00:00):\nHalo semua.\n(00:10):\nMasih saya.\nBudi (00:20):\nHalo juga.\nAni (00:30):\nBaik.\nBudi (00:40):\nYa."
    assert summary(text, read_marks(text)).counts == {"Ani": 2, "Budi": 2}


def test_what_is_said_is_no_header_however_it_begins() -> None:
    text = "Pewawancara: " + "Kami bicara panjang tentang gang karangan itu dan semua rumahnya. " * 20
    assert counted(read_marks(text))


def test_two_columns_of_which_one_asks_are_a_talk_whatever_their_heads() -> None:
    rows = "\n".join(f"{n}.\tBerapa lama di gang {n}?\tSudah {n} tahun lamanya." for n in range(1, 6))
    marks = read_marks(f"No\tInterviwi\tInterviewer\n{rows}")
    assert len(counted(marks)) == 10


@settings(max_examples=40, deadline=None)
@given(st.text(st.sampled_from("aB:\n\t?.()[]12 “é😀-–"), max_size=120).map(canonical))
def test_doubts_are_found_in_any_text(text: str) -> None:
    assert all(isinstance(one, str) for one in against(text))


def test_the_import_says_it_and_the_source_shows_it(qc: CommandLine) -> None:
    clear, doubtful = qc.write("a.txt", TALK), qc.write("b.txt", TALK.replace("I: ", "").replace("P: ", "P: ", 1))
    sure, asked = qc.items("import", clear, doubtful)
    assert not sure["doubts"] and asked["doubts"]
    assert any("read wrongly" in note for note in asked["notes"])
    assert "! " in qc("sources", "turns", "b").out and "! " not in qc("sources", "turns", "a").out
    assert qc.items("sources", "turns", "b")[0]["doubts"]


def test_a_heading_at_the_end_of_a_turn_is_asked_about() -> None:
    said = ["P: Airnya bagaimana?", "I: Keruh sekali."] * 5
    text = "\n\n".join([*said[:6], "Bagian Kedua", *said[6:]])
    assert any("Bagian Kedua" in doubt for doubt in doubts(text, read_marks(text)))
    text = "\n\n".join([*said[:6], "Begitu saja.", *said[6:]])
    assert doubts(text, read_marks(text)) == ()
