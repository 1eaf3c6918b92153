"""Turns read again: marks change, text and codings do not; what was chosen is remembered."""

from __future__ import annotations

import pytest

from qualcode.collect.rereading import remembered
from qualcode.store import versions
from tests.cli_world import CommandLine

# Invented people; who asks is not said by any letter.
TALK = "K: Lama di sini?\nL: Lama, sejak kecil.\nK: Kerja apa?\nL: Buruh cuci.\nK: Cukup?\nL: Cukup, utang sedikit.\n"
ARTICLE = (
    "Warga kampung itu tidak banyak bicara.\n\n“Bantuan telat” (Wawancara dengan Bu T).\n\n"
    "“Kami menunggu” (Wawancara dengan Bu T).\n\n“Ya begitu” (Wawancara dengan Pak M).\n"
)


def text_of(qc: CommandLine, name: str) -> str:
    with qc.project() as project:
        source = project.value("SELECT id FROM source WHERE name=?", name)
        now = versions.current(project, source)
        assert now is not None
        return now.text


def test_sources_say_who_speaks_and_what_was_said_first_and_last(qc: CommandLine) -> None:
    qc.bring_in("W-01", TALK)
    one = qc.items("sources")[0]
    assert one["file"] == "corpus/W-01.txt"
    assert one["speakers"] == ["K", "L"] and one["turns"] == 6
    assert (one["first_turn_text"], one["last_turn_text"]) == ("Lama di sini?", "Cukup, utang sedikit.")
    assert qc.items("sources", "show", "W-01")[0]["speakers"] == ["K", "L"]


def test_loose_paragraphs_do_not_count_where_somebody_is_labelled(qc: CommandLine) -> None:
    qc.bring_in("W-01", "Rekaman ini dibuat malam hari, di teras rumah, sambil menunggu hujan reda.\n\n" + TALK)
    one = qc.items("sources")[0]
    assert one["turns"] == 6 and one["first_turn_text"] == "Lama di sini?"


def test_a_document_has_its_paragraphs_as_turns(qc: CommandLine) -> None:
    qc.bring_in("A-01", ARTICLE)
    one = qc.items("sources")[0]
    assert one["speakers"] == [] and one["turns"] == 4


def test_what_is_possible_is_shown_and_nothing_written(qc: CommandLine) -> None:
    qc.bring_in("W-01", TALK)
    before = qc.state()
    shown = qc("sources", "turns", "W-01").out
    assert "6 turns, labels K 3, L 3" in shown
    one = qc.items("sources", "turns", "W-01")[0]
    assert [p["convention"] for p in one["proposals"]] == ["labels", "questions", "paragraphs"]
    assert [(s["label"], s["turns"], s["questions"], s["side"]) for s in one["speakers"]] == [
        ("K", 3, 1.0, "interviewer"),
        ("L", 3, 0.0, "informant"),
    ]
    assert qc.state() == before


def test_reading_again_leaves_text_and_codings(qc: CommandLine) -> None:
    qc.bring_in("A-01", ARTICLE)
    qc.use_codebook()
    qc("code", "A-01", "--code", "utang", "--quote", "Bantuan telat")
    text, codings = text_of(qc, "A-01"), qc.items("codings")
    qc("sources", "turns", "A-01", "--as", "quotations")
    assert text_of(qc, "A-01") == text
    after = qc.items("codings")
    assert [(c["id"], c["quote"]) for c in after] == [(c["id"], c["quote"]) for c in codings]
    assert qc.items("sources")[0]["speakers"] == ["Bu T", "Pak M"]
    qc("undo")
    assert qc.items("sources")[0]["speakers"] == []


def test_a_side_is_set_on_the_speaker_and_stays(qc: CommandLine) -> None:
    qc.bring_in("W-01", TALK)
    qc("sources", "turns", "W-01", "--side", "K=informant", "--side", "L=interviewer")
    people = qc.items("sources", "show", "W-01")[0]["people"]
    assert {p["label"]: p["side"] for p in people} == {"K": "informant", "L": "interviewer"}
    qc("sources", "turns", "W-01", "--as", "labels")
    people = qc.items("sources", "show", "W-01")[0]["people"]
    assert {p["label"]: p["side"] for p in people} == {"K": "informant", "L": "interviewer"}


@pytest.mark.parametrize(
    "command", ["sources turns W-01 --side K=informant --side L=interviewer", "participants side W-01"]
)
def test_who_turns_out_to_answer_is_the_participant_and_who_asks_is_none(qc: CommandLine, command: str) -> None:
    head = "Jenis: wawancara\nKelurahan: Semanggi\nNama samaran: Bu Melati\n\n"
    qc.bring_in("W-01", head + TALK)
    swap = (
        [command.split()]
        if "turns" in command
        else [[*command.split(), "K", "informant"], [*command.split(), "L", "interviewer"]]
    )
    for words in swap:
        qc(*words)
    rows = "SELECT s.side, p.pseudonym, p.removed FROM speaker s LEFT JOIN participant p ON p.id=s.participant WHERE s.removed=0 ORDER BY s.k"
    with qc.project() as project:
        held = project.rows(rows)
    assert held == [("informant", "Bu Melati", 0), ("interviewer", None, None)]
    assert [one["pseudonym"] for one in qc.items("participants")] == ["Bu Melati"]
    qc("sources", "turns", "W-01", "--side", "L=informant", "--side", "K=interviewer")  # and back
    with qc.project() as project:
        held = project.rows(rows)
    assert held == [("interviewer", None, None), ("informant", "Bu Melati", 0)]


def test_a_dry_run_writes_nothing(qc: CommandLine) -> None:
    qc.bring_in("W-01", TALK)
    before = qc.state()
    qc("sources", "turns", "W-01", "--as", "paragraphs", "--dry-run")
    assert qc.state() == before


def test_the_choice_is_remembered_but_no_name(qc: CommandLine) -> None:
    qc.bring_in("W-01", TALK.replace("L:", "Bu Tutik:"))
    qc("sources", "turns", "W-01", "--side", "K=interviewer", "--side", "Bu Tutik=informant")
    with qc.project() as project:
        assert dict(remembered(project).sides) == {"k": "interviewer"}
    qc("sources", "turns", "W-01", "--as", "labels")
    with qc.project() as project:
        assert remembered(project).convention == "labels"


def test_what_was_chosen_is_the_default_of_the_next_import_where_it_fits(qc: CommandLine) -> None:
    qc.bring_in("A-01", ARTICLE)
    qc("sources", "turns", "A-01", "--as", "quotations")
    said = qc("import", qc.write("corpus/A-02.txt", ARTICLE.replace("telat", "terlambat"))).out
    assert "read as quotations, as was chosen for this project" in said
    qc.bring_in("W-01", TALK)
    assert {one["name"]: one["convention"] for one in qc.items("sources")} == {
        "A-01": "quotations", "A-02": "quotations", "W-01": "labels",
    }  # fmt: skip


def test_paragraphs_chosen_for_one_are_not_taken_for_the_others(qc: CommandLine) -> None:
    qc.bring_in("W-01", TALK)
    qc("sources", "turns", "W-01", "--as", "paragraphs")
    qc.bring_in("W-02", TALK.replace("Buruh", "Tukang"))
    assert qc.items("sources")[1]["convention"] == "labels"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "tables"), "not written as"),
        (("--as", "telepathy"), "none of"),
        (("--side", "K=boss"), "no side"),
        (("--side", "Z=informant"), "nobody is labelled"),
    ],
)
def test_what_cannot_be_is_said(qc: CommandLine, words: tuple[str, ...], said: str) -> None:
    qc.bring_in("W-01", TALK)
    assert said in qc.fails("sources", "turns", "W-01", *words)
