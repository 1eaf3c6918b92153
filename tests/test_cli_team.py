"""Two people, two laptops, one study: merging, what differs, settling it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_world import INTERVIEW, CommandLine, elsewhere


@pytest.fixture
def bagus(study: CommandLine, tmp_path: Path) -> CommandLine:
    return elsewhere(study, tmp_path / "laptop-bagus", "bagus", tmp_path / "state-bagus")


def merge_both(one: CommandLine, other: CommandLine) -> None:
    one("merge", other.project_file)
    other("merge", one.project_file)


def test_codings_of_both_are_there_after_a_merge(study: CommandLine, bagus: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    bagus("code", "W-01", "--code", "utang", "--quote", "Kartunya mati")
    said = study("merge", bagus.project_file).out
    assert "2 actions came in\n  bagus: coder 1 new; coding 1 new" in said
    assert {(c["coder"], c["quote"]) for c in study.items("codings")} == {
        ("sri", "ngutang dulu"),
        ("bagus", "Kartunya mati"),
    }


def test_merging_both_ways_gives_both_the_same(study: CommandLine, bagus: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    bagus("codes", "add", "bank-plecit", "--parent", "ekonomi")
    bagus("finish", "FGD-01")
    merge_both(study, bagus)
    assert study.state() == bagus.state()


def test_merging_again_brings_nothing(study: CommandLine, bagus: CommandLine) -> None:
    bagus("codes", "set", "air", "valence=1")
    study("merge", bagus.project_file)
    before = study.state()
    assert "nothing new" in study("merge", bagus.project_file).out
    assert study.state() == before


def test_the_other_file_is_not_touched(study: CommandLine, bagus: CommandLine) -> None:
    bagus("codes", "set", "air", "valence=1")
    before = bagus.project_file.read_bytes()
    study("merge", bagus.project_file)
    assert bagus.project_file.read_bytes() == before
    assert sorted(path.name for path in bagus.folder.iterdir()) == ["project.qualcode"]


def test_the_same_file_imported_on_two_laptops_is_one_source(study: CommandLine, bagus: CommandLine) -> None:
    text = INTERVIEW.replace("Bu Tutik", "Bu Wiji")
    study.bring_in("W-02", text)
    bagus.bring_in("W-02", text)
    bagus("code", "W-02", "--code", "utang", "--quote", "ngutang dulu")
    merge_both(study, bagus)
    assert [row["name"] for row in study.items("sources")] == ["FGD-01", "W-01", "W-02"]
    assert study.state() == bagus.state()


def test_in_what_two_imported_the_first_importers_codings_count_and_nobody_is_asked(
    study: CommandLine, bagus: CommandLine
) -> None:
    for laptop in (study, bagus):
        laptop.bring_in("W-02", INTERVIEW.replace("Bu Tutik", "Bu Wiji"))
    merge_both(study, bagus)
    for laptop in (study, bagus):
        assert laptop.items("conflicts") == []
        (row,) = [row for row in laptop.items("sources") if row["name"] == "W-02"]
        assert row["responsible"] == "sri"


def test_codings_on_the_old_text_land_in_the_corrected_one(study: CommandLine, bagus: CommandLine) -> None:
    bagus("code", "W-01", "--code", "gotong-royong", "--quote", "Kerja bakti jalan terus")
    study(
        "import",
        "--replace",
        "--",
        study.write("corpus/W-01.txt", INTERVIEW.replace("Ya ngutang", "Ya begitulah, ngutang")),
    )
    study("merge", bagus.project_file)
    (coding,) = study.items("codings")
    assert (coding["coder"], coding["state"], coding["quote"]) == ("bagus", "moved", "Kerja bakti jalan terus")


def test_what_two_people_wrote_differently_is_kept_with_both_sides(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "set", "air", "valence=1")
    bagus("codes", "set", "air", "valence=-1")
    merge_both(study, bagus)
    (conflict,) = study.items("conflicts")
    assert (conflict["what"], conflict["kind"], conflict["record"], conflict["field"]) == (
        "field",
        "code",
        "air",
        "valence",
    )
    assert sorted(side.partition(": ")[2] for side in conflict["sides"]) == ["-1 (bagus)", "1 (sri)"]
    assert study.items("conflicts") == bagus.items("conflicts")


def test_a_field_in_conflict_is_not_written_by_accident(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "set", "air", "valence=1")
    bagus("codes", "set", "air", "valence=-1")
    study("merge", bagus.project_file)
    assert "Settle it first: qualcode conflicts" in study.fails("codes", "set", "air", "valence=0")
    study("codes", "set", "air", "definition=Air minum")  # other fields of it are free


def test_settling_is_an_ordinary_deed_and_reaches_the_other(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "set", "air", "valence=1")
    bagus("codes", "set", "air", "valence=-1")
    merge_both(study, bagus)
    side = next(n for n, text in enumerate(study.items("conflicts")[0]["sides"], 1) if "bagus" in text)
    study("conflicts", "settle", 1, "--side", side)
    bagus("merge", study.project_file)
    for laptop in (study, bagus):
        assert laptop.items("conflicts") == []
        assert next(code for code in laptop.items("codes") if code["name"] == "air")["valence"] == -1


def test_what_was_written_after_seeing_the_other_is_no_conflict(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "set", "air", "valence=1")
    bagus("merge", study.project_file)
    bagus("codes", "set", "air", "valence=-1")
    study("merge", bagus.project_file)
    assert study.items("conflicts") == []
    assert next(code for code in study.items("codes") if code["name"] == "air")["valence"] == -1


def test_a_code_removed_here_and_used_there_is_shown(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "remove", "air")
    bagus("code", "W-01", "--code", "air", "--quote", "air juga lancar")
    study("merge", bagus.project_file)
    assert [(c["what"], c["record"]) for c in study.items("conflicts")] == [("in-use", "air")]
    assert [c["quote"] for c in study.items("codings")] == ["air juga lancar"]
    study("undo")
    assert study.items("conflicts") == []


def test_two_codes_made_under_one_name_are_shown(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "add", "bank-plecit")
    bagus("codes", "add", "Bank-Plecit")
    study("merge", bagus.project_file)
    assert [(c["what"], c["kind"]) for c in study.items("conflicts")] == [("name", "code")]


def test_a_withdrawal_reaches_the_other_and_what_they_did_meanwhile(study: CommandLine, bagus: CommandLine) -> None:
    bagus("code", "W-01", "--code", "utang", "--quote", "Kartunya mati", "--memo", "kata Kuncirpitulikur")
    study("withdraw", "source", "W-01", "--reason", "diminta")
    merge_both(study, bagus)
    for laptop in (study, bagus):
        assert [row["name"] for row in laptop.items("sources")] == ["FGD-01"]
        laptop("check", "--compact")
        assert b"Kuncirpitulikur" not in laptop.project_file.read_bytes()
    assert study.state() == bagus.state()


def test_three_laptops_in_any_order_agree(study: CommandLine, bagus: CommandLine, tmp_path: Path) -> None:
    ratri = elsewhere(study, tmp_path / "laptop-ratri", "ratri", tmp_path / "state-ratri")
    for laptop, valence in ((study, 1), (bagus, -1), (ratri, 0)):
        laptop("codes", "set", "air", f"valence={valence}")
        laptop("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    study("merge", bagus.project_file, ratri.project_file)
    ratri("merge", bagus.project_file)
    bagus("merge", ratri.project_file)
    ratri("merge", study.project_file)
    bagus("merge", study.project_file)
    assert study.state() == bagus.state() == ratri.state()


def test_another_project_is_not_merged_unasked(study: CommandLine, nowhere: CommandLine) -> None:
    nowhere("init", "lain", "--coder", "ratri", "--regions", "none")
    before = study.state()
    other = nowhere.folder / "lain" / "project.qualcode"
    assert "this is another project" in study.fails("merge", other)
    assert study.state() == before
    study("merge", other, "--adopt")
    assert {row["name"] for row in study.items("coders")} == {"sri", "ratri"}


def test_one_bad_file_does_not_keep_the_others_out(study: CommandLine, bagus: CommandLine) -> None:
    bagus("codes", "set", "air", "valence=1")
    broken = study.write("rusak.qualcode", b"SQLite format 3\0 and then nothing")
    ran = study("merge", broken, bagus.project_file, study.project_file, "tidak-ada.qualcode", code=1)
    assert len(ran.err.splitlines()) == 3
    assert all(line.startswith("! ") for line in ran.err.splitlines())
    assert next(code for code in study.items("codes") if code["name"] == "air")["valence"] == 1


def test_a_conflict_that_is_not_there(study: CommandLine, bagus: CommandLine) -> None:
    assert "there is no conflict 1 (there are 0)" in study.fails("conflicts", "settle", 1, "--side", 1)
    study("codes", "set", "air", "valence=1")
    bagus("codes", "set", "air", "valence=-1")
    study("merge", bagus.project_file)
    assert "this conflict has 2 sides" in study.fails("conflicts", "settle", 1, "--side", 3)


def test_undo_after_a_merge_is_of_ones_own(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "set", "air", "valence=1")
    bagus("codes", "add", "bank-plecit")
    study("merge", bagus.project_file)
    study("undo")
    assert next(code for code in study.items("codes") if code["name"] == "air")["valence"] is None
    assert "bank-plecit" in {code["name"] for code in study.items("codes")}


def test_a_deed_of_which_all_was_erased_since_is_said_so(
    study: CommandLine, capsys: pytest.CaptureFixture[str]
) -> None:
    from qualcode.cli.team import say_arrival
    from qualcode.store.arrival import Arrival

    with study.project() as project:
        coder = project.value("SELECT id FROM coder")
        say_arrival(project, "usb", Arrival(actions=1, deeds={coder: {}}))
    assert capsys.readouterr().out.startswith("usb: 1 action came in\n  sri: erased since\n")
