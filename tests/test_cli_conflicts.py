"""Conflicts at the command line: both sides whole, and a remedy for each, which reaches the colleague."""

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


def settled_for_both(one: CommandLine, other: CommandLine) -> None:
    other("merge", one.project_file)
    for laptop in (one, other):
        assert laptop.items("conflicts") == []
    assert one.state() == other.state()


def test_both_sides_are_shown_whole(study: CommandLine, bagus: CommandLine) -> None:
    long = "Meminjam uang atau barang dari warung, tetangga atau bank plecit untuk makan sehari-hari"
    study("codes", "set", "utang", f"definition={long}")
    bagus("codes", "set", "utang", "definition=Meminjam")
    merge_both(study, bagus)
    said = study("conflicts", "show", 1).out
    assert long in said
    assert "Meminjam\n" in said
    assert "sri · 20" in said
    assert "--side" in said


def test_two_corrections_of_one_transcript(study: CommandLine, bagus: CommandLine) -> None:
    study("code", "W-01", "--code", "gotong-royong", "--quote", "Kerja bakti jalan terus")
    bagus("merge", study.project_file)
    for laptop, words in ((study, "Iya, ngutang dulu"), (bagus, "Ya ngutang dulu ke warung")):
        text = INTERVIEW.replace("Ya ngutang dulu", words)
        laptop("import", "--replace", "W-01", laptop.write("corpus/W-01.txt", text))
    merge_both(study, bagus)
    (conflict,) = study.items("conflicts")
    assert (conflict["kind"], conflict["field"]) == ("source", "version")
    said = study("conflicts", "show", 1).out
    assert "Where they differ" in said
    side = next(n for n, text in enumerate(conflict["sides"], 1) if "bagus" in text)
    study("conflicts", "settle", 1, "--side", side)
    settled_for_both(study, bagus)
    assert "ke warung" in study("search", "ngutang").out
    (coding,) = study.items("codings")
    assert (coding["quote"], coding["state"]) == ("Kerja bakti jalan terus", "moved")


def test_two_codes_of_one_name_are_combined_or_renamed(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "add", "bank-plecit")
    bagus("codes", "add", "Bank-Plecit")
    bagus("code", "W-01", "--code", "Bank-Plecit", "--quote", "ngutang dulu")
    merge_both(study, bagus)
    (conflict,) = study.items("conflicts")
    assert sorted(side.rpartition(" ")[2] for side in conflict["sides"]) == ["(bagus)", "(sri)"]
    assert (
        len({side.partition(": ")[2].rpartition(" ")[0] for side in conflict["sides"]}) == 2
    )  # of one minute, yet told apart
    assert "already" in study.fails("conflicts", "settle", 1, "--rename", "utang")
    assert "does not settle" in study.fails("conflicts", "settle", 1, "--side", 1)
    study("conflicts", "settle", 1, "--combine")
    settled_for_both(study, bagus)
    study("undo")
    assert len(study.items("conflicts")) == 1
    second = study.items("codes")[[code["name"] for code in study.items("codes")].index("Bank-Plecit")]["id"]
    study("codes", "move", second, "--under", "utang")
    assert any("utang › Bank-Plecit (bagus)" in side for side in study.items("conflicts")[0]["sides"])
    study("conflicts", "settle", 1, "--rename", "rentenir")
    settled_for_both(study, bagus)


def test_a_removed_code_in_use_comes_back_or_its_codings_go(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "remove", "air")
    bagus("code", "W-01", "--code", "air", "--quote", "air juga lancar")
    merge_both(study, bagus)
    assert "1 coding" in study("conflicts", "show", 1).out
    study("conflicts", "settle", 1, "--restore")
    settled_for_both(study, bagus)
    assert "air" in {code["name"] for code in study.items("codes")}
    study("undo")
    study("conflicts", "settle", 1, "--side", 1)
    settled_for_both(study, bagus)
    assert study.items("codings") == []


@pytest.mark.parametrize(("side", "stays"), [(1, False), (2, True)])
def test_what_one_took_off_and_the_other_changed_goes_or_stays_as_it_was_changed(
    study: CommandLine, bagus: CommandLine, side: int, stays: bool
) -> None:
    study("codes", "remove", "air")
    bagus("codes", "set", "air", "definition=Air minum")
    merge_both(study, bagus)
    assert "taken off" in study("conflicts", "show", 1).out
    study("conflicts", "settle", 1, "--side", side)
    settled_for_both(study, bagus)
    assert ("air" in {code["name"] for code in study.items("codes")}) == stays
    assert not stays or "Air minum" in study("codes", "show", "air").out


def test_moves_that_made_a_loop(study: CommandLine, bagus: CommandLine) -> None:
    for name in ("satu", "dua"):
        study("codes", "add", name)
    bagus("merge", study.project_file)
    study("codes", "set", "satu", "parent=dua")
    bagus("codes", "set", "dua", "parent=satu")
    merge_both(study, bagus)
    (conflict,) = study.items("conflicts")
    assert conflict["what"] == "cycle"
    assert len(conflict["sides"]) == 2
    other = "satu" if conflict["record"] == "dua" else "dua"
    assert "own ancestor" in study.fails("conflicts", "settle", 1, "--parent", other)
    study("conflicts", "settle", 1, "--top")
    settled_for_both(study, bagus)


def test_the_list_says_how_to_go_on(study: CommandLine, bagus: CommandLine) -> None:
    study("codes", "set", "utang", "definition=Meminjam")
    bagus("codes", "set", "utang", "definition=Berutang")
    study("merge", bagus.project_file)
    assert "qualcode conflicts show NUMBER" in study("conflicts").out
    (conflict,) = study.items("conflicts")
    study("conflicts", "settle", conflict["number"], "--side", 1)
    assert "qualcode conflicts show" not in study("conflicts").out


def test_a_dry_run_with_nothing_new_says_so_once(study: CommandLine, bagus: CommandLine) -> None:
    assert study("merge", bagus.project_file, "--dry-run").out.count("nothing new") <= 1
    study("merge", bagus.project_file)
    assert study("merge", bagus.project_file, "--dry-run").out.count("nothing new") == 1


def test_command_and_app_number_the_sides_alike_and_the_last_one_stands(study: CommandLine, bagus: CommandLine) -> None:
    from qualcode.reduce.opposed import opposed, shown_conflicts

    for laptop in (study, bagus, study):  # sri writes first and last
        laptop("codes", "set", "utang", f"use_when=menurut {laptop.folder.name}")
    merge_both(study, bagus)
    for laptop in (study, bagus):
        (item,) = laptop.items("conflicts")
        with laptop.project() as project:
            (shown,) = (opposed(project, one) for one in shown_conflicts(project)[0])
        assert [f"{n}: {stand.words} ({stand.who})" for n, stand in enumerate(shown.stands, 1)] == item["sides"]
        assert shown.stands[-1].stamp == max(stand.stamp for stand in shown.stands)


def test_undo_of_a_settlement_gives_back_what_stood_and_says_that_the_sides_do_not_come_back(
    study: CommandLine, bagus: CommandLine
) -> None:
    for laptop in (study, bagus):
        laptop("codes", "set", "utang", f"use_when=menurut {laptop.folder.name}")
    merge_both(study, bagus)
    (item,) = study.items("conflicts")
    study("conflicts", "settle", 1, "--side", 1)
    assert "stays settled" in study("undo").out
    assert study.items("conflicts") == []  # what was seen is seen
    assert item["sides"][-1].split(": ")[1].split(" (")[0] in study("codes", "show", "utang").out


def test_joins_made_both_ways_show_one_person_and_a_conflict(study: CommandLine, bagus: CommandLine) -> None:
    one, other = (row["id"] for row in study.items("participants")[:2])
    study("participants", "join", one, other)
    bagus("participants", "join", other, one)
    merge_both(study, bagus)
    study("merge", bagus.project_file)
    for laptop in (study, bagus):
        shown = [row for row in laptop.items("participants") if row["id"] in (one, other)]
        assert [row["id"] for row in shown] == [min(one, other)] and shown[0]["sources"] == 2
        (conflict,) = laptop.items("conflicts")
        assert conflict["what"] == "joined" and len(conflict["sides"]) == 2
    assert "say who stays" in study("conflicts", "show", 1).out
    wanted = max(one, other)
    with study.project() as project:
        from qualcode.reduce.opposed import opposed, shown_conflicts

        values = [side.value for side in opposed(project, shown_conflicts(project)[0][0]).conflict.sides]
    study("conflicts", "settle", 1, "--side", values.index(wanted) + 1)
    settled_for_both(study, bagus)
    for laptop in (study, bagus):
        assert [row["id"] for row in laptop.items("participants") if row["id"] in (one, other)] == [wanted]
