"""Suggestions: what keywords propose, deciding on it one by one or in bulk, and what does not come back."""

from __future__ import annotations

from tests.cli_world import INTERVIEW, CommandLine


def proposed(qc: CommandLine, *more: object) -> list[tuple[str, str, str]]:
    return [(one["name"], one["code"], one["quote"]) for one in qc.items("suggest", *more)]


def test_keywords_propose_the_sentence_they_stand_in_with_the_reason(study: CommandLine) -> None:
    first = study.items("suggest")[0]
    assert (first["name"], first["code"], first["quote"]) == ("FGD-01", "utang", "Saya utang di warung.")
    assert first["reason"] == "utang ← “utang”"
    assert first["strength"] == "possible"


def test_a_phrase_and_an_exact_form_are_strong_reasons(study: CommandLine) -> None:
    strengths = {one["reason"].partition(" ←")[0]: one["strength"] for one in study.items("suggest")}
    assert strengths == {"utang": "possible", "=air lancar": "strong", "kerja bakti": "strong"}


def test_a_keyword_finds_the_words_made_from_it(study: CommandLine) -> None:
    """``utang`` also stands for ``ngutang``, and says so."""
    one = next(one for one in study.items("suggest") if one["name"] == "W-01" and one["code"] == "utang")
    assert (one["quote"], one["reason"]) == ("Ya ngutang dulu di warung depan.", "utang ← “ngutang”")


def test_the_interviewer_is_not_matched(study: CommandLine) -> None:
    """``Apakah berutang?`` echoes the codebook and is nobody's evidence."""
    assert not [one for one in proposed(study) if "Apakah" in one[2]]


def test_who_asks_is_what_people_decided(study: CommandLine) -> None:
    """An informant taken for an interviewer is put right on the speaker; then the words are matched."""
    from qualcode.store import act

    with study.project() as project, act(project, "speaker") as a:
        (speaker,) = project.rows(
            "SELECT s.id FROM speaker s JOIN source o ON o.id=s.source WHERE o.name='W-01' AND s.side='interviewer'"
        )[0]
        a.change("speaker", speaker, side="informant")
    assert ("W-01", "utang", "Apakah berutang?") in proposed(study)


def test_what_is_coded_is_not_proposed_again_to_that_coder(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    before = proposed(study)
    study("code", "FGD-01", "--code", "utang", "--quote", "Saya utang di warung.")
    assert proposed(study) == before[1:]
    assert study("--coder", "bagus", "suggest", "--json").items[0]["quote"] == "Saya utang di warung."


def test_a_suggestion_taken_as_read_is_a_coding_with_the_codes_valence(study: CommandLine) -> None:
    study("suggest", "--take", 1)
    (coding,) = study.items("codings")
    assert (coding["quote"], coding["origin"], coding["review"], coding["valence"]) == (
        "Saya utang di warung.",
        "keyword",
        "one",
        -1,
    )


def test_a_rejected_suggestion_does_not_come_back(study: CommandLine) -> None:
    first, *rest = proposed(study)
    study("suggest", "--reject", 1)
    assert proposed(study) == rest
    study("undo")
    assert proposed(study) == [first, *rest]


def test_a_rejected_suggestion_does_not_come_back_after_a_correction_elsewhere_in_the_text(study: CommandLine) -> None:
    number = next(one["number"] for one in study.items("suggest") if one["name"] == "W-01" and one["code"] == "utang")
    study("suggest", "--reject", number)
    study(
        "import",
        "--replace",
        "--",
        study.write("corpus/W-01.txt", INTERVIEW.replace("kalau uangnya kurang", "kalau kurang")),
    )
    assert not [one for one in proposed(study) if one[:2] == ("W-01", "utang")]


def test_accepting_says_first_how_many_and_does_it_with_yes(study: CommandLine) -> None:
    strong = [one for one in study.items("suggest") if one["strength"] == "strong"]
    said = study("suggest", "--accept", "strong").out
    assert f"{len(strong)} passages would be coded:" in said
    assert "Nothing was accepted yet" in said
    assert study.items("codings") == []
    assert f"{len(strong)} codings made" in study("suggest", "--accept", "strong", "--yes").out
    assert {coding["review"] for coding in study.items("codings")} == {"bulk"}


def test_all_that_was_accepted_at_once_is_taken_back_at_once(study: CommandLine) -> None:
    study("suggest", "--accept", "all", "--yes")
    assert proposed(study) == []
    study("undo")
    assert study.items("codings") == []
    assert proposed(study) != []
    study("redo")
    assert proposed(study) == []


def test_a_suggestion_accepted_on_two_laptops_is_one_coding(study: CommandLine) -> None:
    study("suggest", "--accept", "all", "--yes")
    ids = {coding["id"] for coding in study.items("codings")}
    study("undo")
    study("suggest", "--accept", "all", "--yes")
    assert {coding["id"] for coding in study.items("codings")} == ids


def test_only_one_code_or_one_source(study: CommandLine) -> None:
    assert {one[1] for one in proposed(study, "--code", "gotong-royong")} == {"gotong-royong"}
    assert {one[0] for one in proposed(study, "--source", "FGD-01")} == {"FGD-01"}


def test_a_number_that_is_not_there(study: CommandLine) -> None:
    count = len(proposed(study))
    for flag in ("--take", "--reject"):
        for number in (0, -1, count + 1):
            assert f"there is no suggestion {number} (there are {count})" in study.fails("suggest", flag, number)
    assert study.items("codings") == []


def test_without_keywords_nothing_is_proposed(qc: CommandLine) -> None:
    qc.bring_in("W-01")
    assert "No suggestions" in qc("suggest").out


def test_what_was_decided_is_said_since_numbers_belong_to_one_listing(study: CommandLine) -> None:
    """``--take 1`` without the filter of the list one read is another suggestion: the answer shows which."""
    listed = study.items("suggest", "--source", "W-01")[0]
    assert listed["code"] in study("suggest", "--source", "W-01", "--take", 1).out
    assert "FGD-01: utang ← Saya utang di warung." in study("suggest", "--reject", 1).out


def test_a_keyword_that_cannot_be_read_is_named_with_its_code(study: CommandLine) -> None:
    study("codebook", "import", study.write("rusak.yaml", "codes: [{name: rusak, keywords: [utang ~x budi]}]\n"))
    assert "keyword 'utang ~x budi' of code rusak:" in study.fails("suggest")


def test_in_bulk_a_place_that_somebody_names_stays_open_and_a_documents_own_is_taken(study: CommandLine) -> None:
    study("codes", "add", "banjir", "keywords=banjir")
    study.bring_in("W-07", "Kelurahan: Pajang\n\nPewawancara: Kenapa?\n\nBu Rekaan: Banjir di Semanggi lebih parah.\n")
    study.bring_in("D-01", "Di Kelurahan Semanggi warga mengalami banjir setiap musim hujan.\n")
    study("sources", "set", "D-01", "genre=document")
    study("suggest", "--code", "banjir", "--accept", "all", "--yes")
    about = {coding["source"]: coding["about"] for coding in study.items("codings")}
    assert about["W-07"] is None
    assert about["D-01"] is not None
