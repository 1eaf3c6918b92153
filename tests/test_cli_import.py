"""Bringing transcripts in: what a file becomes, who speaks in it, and what a corrected file does to what was coded."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.cli_world import FGD, INTERVIEW, CommandLine


def test_a_transcript_becomes_a_source_with_what_its_header_says(qc: CommandLine) -> None:
    qc.bring_in("W-01")
    (source,) = qc.items("sources")
    assert source["name"] == "W-01"
    assert source["genre"] == "interview"
    assert source["region"] == "Semanggi"
    assert source["date"] == "2025-06-24"
    assert (source["turns"], source["speakers"]) == (4, ["Pewawancara", "Bu Tutik"])
    assert source["responsible"] == "sri"
    assert source["state"] == "open"


def test_what_was_understood_is_said_in_one_line(qc: CommandLine) -> None:
    said = qc("import", qc.write("corpus/W-01.txt", INTERVIEW)).out
    assert said.splitlines()[0] == "+ W-01 · interview · Semanggi · 4 turns (Pewawancara 2, Bu Tutik 2)"


def test_the_informant_becomes_a_participant(qc: CommandLine) -> None:
    qc.bring_in("W-01")
    (person,) = qc.items("participants")
    assert (person["pseudonym"], person["home"], person["gender"], person["age_band"], person["role"]) == (
        "Bu Tutik", "Semanggi", "perempuan", "50-an", "buruh cuci",
    )  # fmt: skip


def test_of_an_age_only_the_band_is_kept(qc: CommandLine) -> None:
    qc.bring_in("W-01")
    (person,) = qc("participants", "--json").items
    assert "52" not in str([value for key, value in person.items() if key != "id"])  # ids are any hex digits


def test_the_people_of_a_discussion_keep_their_own_homes(qc: CommandLine) -> None:
    qc.bring_in("FGD-01", FGD)
    assert qc.items("sources")[0]["genre"] == "fgd"
    homes = {person["pseudonym"]: person["home"] for person in qc.items("participants")}
    assert homes == {"Bu Marni": "Pajang", "Pak Bagyo": "Semanggi"}


def test_who_speaks_under_a_shorter_name_is_the_person_of_the_header(qc: CommandLine) -> None:
    """``Peserta: - Bu Marni (...)`` and turns labelled ``Marni:`` or ``BU MARNI:`` are one person."""
    qc.bring_in("FGD-01", FGD.replace("Bu Marni:", "Marni:").replace("Pak Bagyo:", "BAGYO:"))
    (shown,) = qc.items("sources", "show", "FGD-01")
    assert {p["label"]: p["home"] for p in shown["people"] if p["side"] != "interviewer"} == {
        "Marni": "Pajang", "BAGYO": "Semanggi",
    }  # fmt: skip


def test_a_label_is_shown_without_its_marks(qc: CommandLine) -> None:
    qc.bring_in("W-01", INTERVIEW.replace("Bu Tutik: ", "**Bu Tutik (informan):** "))
    (shown,) = qc.items("sources", "show", "W-01")
    assert "Bu Tutik" in {person["label"] for person in shown["people"]}
    assert {turn["label"] for turn in shown["text"]} == {"Pewawancara", "Bu Tutik"}


def test_a_voice_nobody_could_name_stays_unknown(qc: CommandLine) -> None:
    qc.bring_in("FGD-01", FGD + "\nSuara: Setuju.\n")
    (shown,) = qc.items("sources", "show", "FGD-01")
    voice = next(person for person in shown["people"] if person["label"] == "Suara")
    assert (voice["pseudonym"], voice["home"]) == ("", "")


def test_interviewers_are_told_from_informants(study: CommandLine) -> None:
    (shown,) = study.items("sources", "show", "W-01")
    assert [turn["side"] for turn in shown["text"]] == ["interviewer", "informant"] * 2


def test_field_notes_have_paragraphs_instead_of_turns(qc: CommandLine) -> None:
    qc.write("corpus/CL.txt", "Jenis: catatan lapangan\nKelurahan: Pajang\n\nSaya datang pagi.\n\nBalai warga penuh.\n")
    qc("import", "corpus/CL.txt")
    (source,) = qc.items("sources")
    assert (source["genre"], source["turns"], source["speakers"]) == ("note", 2, [])


def test_the_same_file_again_is_the_same_source(study: CommandLine) -> None:
    before = study.state()
    assert study("import", "corpus/W-01.txt").out.startswith("= W-01 was here already")
    assert study.state() == before


def test_the_same_bytes_under_another_name_are_the_same_source(study: CommandLine) -> None:
    study.write("corpus/salinan.txt", INTERVIEW)
    study("import", "corpus/salinan.txt")
    assert [row["name"] for row in study.items("sources")] == ["FGD-01", "W-01"]


def test_another_text_under_the_same_name_is_not_taken_for_a_correction(study: CommandLine) -> None:
    study.write("corpus/W-01.txt", INTERVIEW.replace("warung depan", "warung belakang"))
    line = study.fails("import", "corpus/W-01.txt")
    assert "there is another source named “W-01”" in line
    assert "--replace" in line


def test_another_text_under_the_same_name_in_capitals_is_not_taken_in_either(study: CommandLine) -> None:
    """Names are looked up folded: two sources of one folded name could not be told apart by it."""
    study.write("lain/w-01.txt", INTERVIEW.replace("warung depan", "warung belakang"))
    assert "there is another source named" in study.fails("import", "lain/w-01.txt")


def test_a_dry_run_only_looks(qc: CommandLine) -> None:
    before = qc.state()
    said = qc("import", "--dry-run", qc.write("corpus/W-01.txt", INTERVIEW)).out
    assert said.startswith("? W-01 only looked at · interview · Semanggi · 4 turns")
    assert qc.state() == before


def test_set_goes_over_the_header_and_other_names_become_attributes(qc: CommandLine) -> None:
    qc("import", qc.write("corpus/W-01.txt", INTERVIEW), "--set", "kelurahan=Pajang", "--set", "gelombang=2")
    assert qc.items("sources")[0]["region"] == "Pajang"
    assert qc.value("SELECT value FROM attribute WHERE key='gelombang'") == '"2"'


def test_an_unknown_kelurahan_of_a_header_is_a_note_and_of_set_a_mistake(qc: CommandLine) -> None:
    path = qc.write("corpus/W-01.txt", INTERVIEW.replace("Kelurahan: Semanggi", "Kelurahan: Wonosaren"))
    assert "kelurahan “Wonosaren” is not among the regions" in qc("import", path).out
    assert qc.items("sources")[0]["region"] == ""
    other = qc.write("corpus/W-02.txt", FGD)
    assert "there is no kelurahan “Wonosaren”" in qc.fails("import", other, "--set", "kelurahan=Wonosaren")
    assert len(qc.items("sources")) == 1


@pytest.mark.parametrize("written", ["Kel. Semanggi", "SEMANGGI", "semanggi lama", "Kelurahan Semanggi"])
def test_a_kelurahan_is_known_under_the_ways_people_write_it(qc: CommandLine, written: str) -> None:
    qc.bring_in("W-01", INTERVIEW.replace("Kelurahan: Semanggi", f"Kelurahan: {written}"))
    assert qc.items("sources")[0]["region"] == "Semanggi"


def test_one_bad_file_does_not_keep_the_others_out(qc: CommandLine) -> None:
    qc.write("corpus/A.txt", INTERVIEW)
    qc.write("corpus/B.txt", b"")
    qc.write("corpus/C.txt", FGD)
    ran = qc("import", "corpus/A.txt", "corpus/B.txt", "corpus/C.txt", code=1)
    assert [row["name"] for row in qc.items("sources")] == ["A", "C"]
    assert ran.err.splitlines() == [
        "! corpus/B.txt: there is no text in it. Check that this is the file you mean",
        "1 file is not in, 2 are.",
    ]


def test_json_tells_what_became_of_each_file(qc: CommandLine) -> None:
    items = qc("import", "--json", qc.write("corpus/W-01.txt", INTERVIEW)).items
    assert [(one["outcome"], one["name"], one["labels"]) for one in items] == [
        ("new", "W-01", {"Pewawancara": 2, "Bu Tutik": 2})
    ]


def test_a_word_document_reads_like_its_text(qc: CommandLine) -> None:
    document = docx.Document()
    for paragraph in INTERVIEW.split("\n"):
        document.add_paragraph(paragraph)
    document.save(qc.folder / "corpus" / "W-01.docx")
    qc("import", "corpus/W-01.docx")
    (shown,) = qc.items("sources", "show", "W-01")
    assert (shown["region"], shown["turns"]) == ("Semanggi", 4)
    assert shown["text"][1]["speech"] == "Ya ngutang dulu di warung depan. Kartunya mati, jadi berobat bayar sendiri."


def test_a_text_of_an_older_windows_is_read_and_the_guess_is_said(qc: CommandLine) -> None:
    path = qc.write("corpus/W-01.txt", INTERVIEW.replace("Ya ngutang", "“Ya” ngutang").encode("cp1252"))
    assert "! read as cp1252; e.g. “Ya”. If that is wrong: --encoding NAME" in qc("import", path).out
    assert "“Ya” ngutang" in qc("sources", "show", "W-01").out
    assert qc.value("SELECT encoding FROM version") == "cp1252"


def test_a_guess_that_was_wrong_is_put_right_by_naming_the_encoding(qc: CommandLine) -> None:
    path = qc.write("corpus/W-01.txt", INTERVIEW.replace("Ya ngutang", "“Ya” ngutang").encode("mac_roman"))
    qc("import", path)
    assert "“Ya”" not in qc("sources", "show", "W-01").out
    assert qc("import", path, "--encoding", "mac_roman").out.startswith("~ W-01 new version")
    assert "“Ya” ngutang" in qc("sources", "show", "W-01").out
    assert qc("import", path).out.startswith("= W-01 was here already")


# A correction: the file was mended and comes in again


def coded(study: CommandLine, *quotes: str) -> None:
    for quote in quotes:
        study("code", "W-01", "--code", "utang", "--quote", quote)


def corrected(study: CommandLine, old: str, new: str) -> None:
    assert old in INTERVIEW
    study("import", "--replace", "--", study.write("corpus/W-01.txt", INTERVIEW.replace(old, new)))


def test_codings_move_with_their_words(study: CommandLine) -> None:
    coded(study, "Kerja bakti jalan terus")
    corrected(study, "Ya ngutang", "Ya begitulah, ngutang")
    (coding,) = study.items("codings")
    assert (coding["state"], coding["quote"]) == ("moved", "Kerja bakti jalan terus")


def test_a_coding_whose_words_changed_is_shown_for_review(study: CommandLine) -> None:
    coded(study, "Ya ngutang dulu di warung depan.")
    corrected(study, "ngutang dulu di warung depan", "ngutang dulu ke warung depan")
    (coding,) = study.items("codings")
    assert (coding["state"], coding["quote"]) == ("changed", "Ya ngutang dulu ke warung depan.")


def test_a_coding_whose_words_went_is_listed_as_lost(study: CommandLine) -> None:
    coded(study, "Ya ngutang dulu di warung depan.")
    corrected(study, "Ya ngutang dulu di warung depan. ", "")
    (coding,) = study.items("codings")
    assert (coding["state"], coding["quote"]) == ("lost", "")


def test_a_correction_taken_back_brings_the_old_text_and_places(study: CommandLine) -> None:
    coded(study, "Ya ngutang dulu di warung depan.")
    corrected(study, "Ya ngutang dulu di warung depan. ", "")
    study("undo")
    (coding,) = study.items("codings")
    assert (coding["state"], coding["quote"]) == ("unchanged", "Ya ngutang dulu di warung depan.")


def test_a_correction_keeps_who_speaks(study: CommandLine) -> None:
    study("participants", "set", "Bu Tutik", "pseudonym=Bu T", "home=Pajang")
    corrected(study, "ngutang", "hutang")
    assert {p["pseudonym"]: p["home"] for p in study.items("participants")}["Bu T"] == "Pajang"
    assert "Bu Tutik" not in {p["pseudonym"] for p in study.items("participants")}


def test_a_corrected_file_of_another_name_names_its_source(study: CommandLine) -> None:
    path = study.write("corpus/W-01-perbaikan.txt", INTERVIEW.replace("ngutang", "hutang"))
    study("import", path, "--replace", "W-01")
    assert [row["name"] for row in study.items("sources")] == ["FGD-01", "W-01"]
    assert "hutang" in study("sources", "show", "W-01").out


# What may be changed about a source


def test_fields_of_a_source_are_set_by_name(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    study("sources", "set", "W-01", "kelurahan=Pajang", "responsible=bagus", "date=2025-07-01", "gelombang=2")
    row = next(row for row in study.items("sources") if row["name"] == "W-01")
    assert (row["region"], row["responsible"], row["date"]) == ("Pajang", "bagus", "2025-07-01")


def test_a_source_is_renamed_but_not_to_anothers_name(study: CommandLine) -> None:
    study("sources", "set", "W-01", "name=W-SMG-01")
    assert "another source" in study.fails("sources", "set", "W-SMG-01", "name=fgd-01")
    study("sources", "set", "W-SMG-01", "name=w-smg-01")  # its own name in other letters is no other's


def test_the_kind_of_a_source_is_one_of_four(study: CommandLine) -> None:
    study("sources", "set", "W-01", "genre=document")
    assert "“pidato”" in study.fails("sources", "set", "W-01", "genre=pidato")


def test_a_removed_source_leaves_every_list_and_comes_back(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    study("sources", "remove", "W-01")
    assert [row["name"] for row in study.items("sources")] == ["FGD-01"]
    assert study.items("codings") == []
    assert "0 occurrences" in study("search", "ngutang").out
    study("undo")
    assert [row["quote"] for row in study.items("codings")] == ["ngutang dulu"]
    assert "1 occurrence" in study("search", "ngutang").out


def test_a_removed_source_is_brought_back_by_its_file(study: CommandLine) -> None:
    study("sources", "remove", "W-01")
    study("import", "corpus/W-01.txt")
    assert "1 occurrence" in study("search", "ngutang").out
    assert [row["name"] for row in study.items("sources")] == ["FGD-01", "W-01"]


def test_show_prints_each_turn_with_its_place(study: CommandLine) -> None:
    said = study("sources", "show", "W-01").out
    (shown,) = study.items("sources", "show", "W-01")
    turn = shown["text"][1]
    assert f"   2 [{turn['start']}–{turn['stop']}] Bu Tutik: Ya ngutang dulu" in said
    assert "Ya ngutang" not in study("sources", "show", "W-01", "--no-text").out


def test_a_transcript_cannot_move_the_cursor(qc: CommandLine) -> None:
    qc.bring_in("W-01", INTERVIEW.replace("Ya ngutang", "Ya \x1b[2J\x9bngutang"))
    said = qc("sources", "show", "W-01").out
    assert "\x1b" not in said
    assert "\x9b" not in said


# Withdrawing


def test_a_withdrawn_source_goes_with_every_word_and_does_not_come_back(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    study("memos", "add", "source", "W-01", "catatan tentang Bu Tutik")
    study("withdraw", "source", "W-01", "--reason", "diminta lewat telepon")
    assert [row["name"] for row in study.items("sources")] == ["FGD-01"]
    assert study.items("codings") == study.items("memos") == []
    assert "this source was withdrawn" in study.fails("import", "corpus/W-01.txt")
    assert "a withdrawal cannot be undone" in study.fails("undo")


def test_a_participant_of_a_discussion_leaves_blanks(study: CommandLine) -> None:
    study("code", "FGD-01", "--code", "air", "--quote", "air lancar")
    before = study.items("codings")
    study("withdraw", "participant", "Bu Marni", "--reason", "diminta")
    said = study("sources", "show", "FGD-01").out
    assert "Marni" not in said
    assert "Bantuan datang" not in said
    assert "█" in said
    assert study.items("codings") == [before[0] | {"state": "unchanged"}]


# Regions, guide


def test_regions_know_what_they_lie_in(qc: CommandLine) -> None:
    within = {row["name"]: row["within"] for row in qc.items("regions")}
    assert within["Pajang"] == "Laweyan"
    assert within["Laweyan"] == "Surakarta"


GUIDE = """\
topics:
- id: T01
  name: {id: Ekonomi, en: Economy}
  question: Cukupkah uangnya?
- id: T02
  name: Air
asked:
  W-01: [T01]
"""


def test_the_guide_says_what_was_asked_and_what_was_not(study: CommandLine) -> None:
    study("guide", "import", study.write("corpus/guide.yaml", GUIDE))
    assert {t["key"]: (t["asked"], t["not_asked"]) for t in study.items("topics")} == {"T01": (1, 0), "T02": (0, 1)}
    study("topics", "set", "T02", "W-01", "yes")
    study("topics", "set", "Ekonomi", "FGD-01", "no")
    assert {t["key"]: (t["asked"], t["not_asked"]) for t in study.items("topics")} == {"T01": (1, 1), "T02": (1, 0)}


def test_a_guide_that_names_an_unknown_source_changes_nothing(study: CommandLine, tmp_path: Path) -> None:
    path = study.write("corpus/guide.yaml", GUIDE.replace("W-01", "W-99"))
    assert "there is no source “W-99”" in study.fails("guide", "import", path)
    assert study.items("topics") == []
