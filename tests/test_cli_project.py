"""A study as a whole: making it, joining it, who did what, taking back, keeping safe."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli_world import INTERVIEW, CommandLine, elsewhere


def test_init_makes_folders_and_one_file(nowhere: CommandLine) -> None:
    nowhere("init", "studi-2026", "--coder", "sri")
    study = nowhere.folder / "studi-2026"
    assert sorted(path.name for path in study.iterdir()) == ["codebooks", "corpus", "exports", "project.qualcode"]


def test_init_brings_the_regions_of_surakarta(nowhere: CommandLine) -> None:
    said = nowhere("init", "studi", "--coder", "sri").out
    inside = CommandLine(nowhere.folder / "studi")
    levels = [len(inside.items("regions", "--level", level)) for level in ("kota", "kecamatan", "kelurahan")]
    assert levels == [1, 5, 54]
    assert "with 60 regions" in said


def test_init_in_a_study_is_refused_and_leaves_it_alone(qc: CommandLine) -> None:
    before = qc.project_file.read_bytes()
    line = qc.fails("init", ".", "--coder", "bagus")
    assert "there is a project here already" in line
    assert "qualcode join" in line
    assert qc.project_file.read_bytes() == before


@pytest.mark.parametrize("name", ["", "  ", "nama" * 11])
def test_a_coders_name_is_short(nowhere: CommandLine, name: str) -> None:
    nowhere.fails("init", "studi", "--coder", name)
    assert not (nowhere.folder / "studi" / "project.qualcode").exists()


def test_init_with_a_bad_region_table_makes_no_project(nowhere: CommandLine) -> None:
    table = nowhere.write("wilayah.csv", "code,level,name,parent\n1,desa,Pajang,\n")
    line = nowhere.fails("init", "studi", "--coder", "sri", "--regions", table)
    assert "“desa” is no level" in line
    nowhere.write("wilayah.csv", "code,level,name,parent\n1,kota,Surakarta,\n")
    nowhere("init", "studi", "--coder", "sri", "--regions", table)  # nothing is in the way of trying again


def test_the_project_is_found_from_a_folder_below(qc: CommandLine) -> None:
    below = qc.folder / "corpus" / "lama"
    below.mkdir()
    assert [row["name"] for row in CommandLine(below).items("coders")] == ["sri"]


def test_a_project_is_named_by_file_or_folder(qc: CommandLine, nowhere: CommandLine) -> None:
    by_folder = nowhere("--project", qc.folder, "coders", "--json").items
    assert by_folder == nowhere("--project", qc.project_file, "coders", "--json").items


def test_projects_lists_the_studies_of_this_computer(nowhere: CommandLine) -> None:
    for name in ("satu", "dua"):
        nowhere("init", name, "--coder", "sri", "--regions", "none")
    listed = {row["path"] for row in nowhere.items("projects")}
    assert listed == {str((nowhere.folder / name / "project.qualcode").resolve()) for name in ("satu", "dua")}


def test_who_writes_is_the_flag_else_the_environment_else_who_began(
    study: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    study("coders", "add", "bagus")
    study("coders", "add", "ratri")
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    monkeypatch.setenv("QUALCODE_CODER", "ratri")
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    study("--coder", "bagus", "code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    assert [row["coder"] for row in study.items("codings")] == ["sri", "ratri", "bagus"]


def test_the_same_short_name_in_other_letters_is_the_same_coder(qc: CommandLine) -> None:
    assert "there already" in qc("coders", "add", "SRI").out
    assert len(qc.items("coders")) == 1


def test_adding_a_coder_is_the_deed_of_who_added_them(qc: CommandLine) -> None:
    qc("coders", "add", "bagus")
    newest = qc.items("history")[0]
    assert (newest["did"], newest["who"]) == ("coder", "sri")
    qc("undo")
    assert [row["name"] for row in qc.items("coders")] == ["sri"]


def test_join_says_who_you_are_from_then_on(qc: CommandLine, tmp_path: Path) -> None:
    bagus = elsewhere(qc, tmp_path / "laptop-bagus", "bagus", tmp_path / "state-bagus")
    assert [row["name"] for row in bagus.items("coders") if row["you"]] == ["bagus"]


def test_history_names_who_did_what_newest_first(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    newest, before, *_ = study.items("history")
    assert (newest["who"], newest["did"], newest["records"]) == ("sri", "code", 1)
    assert before["did"] == "codebook"
    assert [row["n"] for row in study.items("history")] == sorted(
        (r["n"] for r in study.items("history")), reverse=True
    )


def test_history_of_a_record_shows_only_what_touched_it(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    rec = study.items("codings")[0]["id"]
    study("codings", "set", rec, "valence=-1")
    assert [row["did"] for row in study.items("history", rec)] == ["edit", "code"]


def test_history_of_an_action_shows_change_by_change(study: CommandLine) -> None:
    study("codes", "set", "air", "valence=1")
    (change,) = study.items("history", study.items("history")[0]["id"])
    assert (change["kind"], change["new"], change["old"]) == ("code", {"valence": 1}, {"valence": None})


def test_history_holds_no_words_of_people(study: CommandLine) -> None:
    """Texts, memos and glosses are kept beside the journal by hash, so that they can be withdrawn."""
    study(
        "code", "W-01", "--code", "utang", "--quote", "ngutang dulu", "--memo", "sangat pribadi", "--gloss", "berutang"
    )
    with study.project() as project:
        journal = " ".join(new or "" for (new,) in project.rows("SELECT new FROM entry"))
    for words in ("ngutang", "sangat pribadi", "berutang", "Kartunya"):
        assert words not in journal


def test_undo_takes_back_the_last_deed_and_redo_does_it_again(study: CommandLine) -> None:
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    study("undo")
    assert study.items("codings") == []
    study("redo")
    assert [row["quote"] for row in study.items("codings")] == ["ngutang dulu"]


def test_undo_goes_back_deed_by_deed_to_the_beginning(qc: CommandLine) -> None:
    qc.bring_in("W-01")
    qc.use_codebook()
    qc("finish", "W-01")
    deeds = ["a source finished", "a change of the codebook", "an import", "the regions"]
    for deed in deeds:
        assert f"Undone: {deed}" in qc("undo").out
    assert "there is nothing to undo" in qc.fails("undo")
    for deed in reversed(deeds):
        assert f"Done again: {deed}" in qc("redo").out
    assert "there is nothing to redo" in qc.fails("redo")
    assert qc.items("sources")[0]["state"] == "finished"


def test_undo_is_of_ones_own_deeds_only(study: CommandLine) -> None:
    study("coders", "add", "bagus")
    study("--coder", "bagus", "code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    study("undo")  # sri's: the coder bagus was made
    assert len(study.items("codings")) == 1


def test_a_backup_is_a_whole_project(study: CommandLine, tmp_path: Path) -> None:
    study("backup", tmp_path / "cadangan.qualcode")
    copy = CommandLine(tmp_path)
    assert copy("--project", "cadangan.qualcode", "sources", "--json").items == study.items("sources")
    assert "Everything is whole" in copy("--project", "cadangan.qualcode", "check").out


def test_a_backup_does_not_overwrite_a_file(study: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "ada.qualcode").write_text("isi")
    assert "there is a file of this name already" in study.fails("backup", tmp_path / "ada.qualcode")
    assert (tmp_path / "ada.qualcode").read_text() == "isi"


def test_restore_brings_the_backup_back_and_keeps_the_present_aside(study: CommandLine, tmp_path: Path) -> None:
    study("backup", tmp_path / "cadangan.qualcode")
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu")
    study("restore", tmp_path / "cadangan.qualcode")
    assert study.items("codings") == []
    (aside,) = study.folder.glob("project-*.qualcode")
    study("merge", aside)  # and nothing of the present is lost
    assert [row["quote"] for row in study.items("codings")] == ["ngutang dulu"]


def test_after_a_restore_one_goes_on_under_a_log_of_ones_own(study: CommandLine, tmp_path: Path) -> None:
    """Else two deeds would bear one number, and a merge would have to choose between them."""
    study("backup", tmp_path / "cadangan.qualcode")
    study("codes", "set", "air", "valence=1")
    study("restore", tmp_path / "cadangan.qualcode")
    study("--coder", "sri", "codes", "set", "air", "valence=-1")
    (aside,) = study.folder.glob("project-*.qualcode")
    study("merge", aside)
    (conflict,) = study.items("conflicts")
    assert (conflict["record"], conflict["field"]) == ("air", "valence")


def test_restoring_what_is_no_project_changes_nothing(study: CommandLine, tmp_path: Path) -> None:
    before = study.state()
    broken = tmp_path / "foto.qualcode"
    broken.write_bytes(b"\xff\xd8\xff\xe0 not a project")
    study.fails("restore", broken)
    study.fails("restore", tmp_path / "tidak-ada.qualcode")
    assert study.state() == before
    assert not list(study.folder.glob("project-*.qualcode"))


def test_check_says_that_all_is_whole_and_how_much_it_looked_at(study: CommandLine) -> None:
    said = study("check").out
    assert "Everything is whole." in said
    assert f"{len(study.items('history', '-n', '999'))} actions" in said


def test_check_finds_a_changed_byte_of_a_transcript(study: CommandLine) -> None:
    with study.project() as project:
        name, data = project.rows("SELECT hash, data FROM blob WHERE codec=0 ORDER BY size DESC")[0]
        project.conn.execute("UPDATE blob SET data=? WHERE hash=?", (b"x" + data[1:], name))
    ran = CommandLine(study.folder.parent).run("--project", study.project_file, "check")
    assert ran.code == 1
    assert "a text is damaged" in ran.err


def test_check_finds_state_that_no_journal_wrote(study: CommandLine) -> None:
    with study.project() as project:
        project.conn.execute("UPDATE code SET valence=1 WHERE name='utang'")
    ran = CommandLine(study.folder.parent).run("--project", study.project_file, "check")
    assert ran.code == 1
    assert "the stored state of a code is not what the journal says" in ran.err


def test_compact_leaves_no_withdrawn_word_in_any_byte(study: CommandLine) -> None:
    study.bring_in("W-02", INTERVIEW.replace("ngutang dulu", "ngutang Kuncirpitulikur"))
    assert "1 occurrence in 1 source." in study("search", "Kuncirpitulikur").out
    study("withdraw", "source", "W-02", "--reason", "diminta")
    study("check", "--compact")
    for path in study.folder.iterdir():
        if path.is_file():
            assert b"Kuncirpitulikur" not in path.read_bytes()


def test_no_wal_is_left_beside_a_project_that_was_closed(study: CommandLine) -> None:
    assert sorted(path.name for path in study.folder.glob("project*")) == ["project.qualcode"]
