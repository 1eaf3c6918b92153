"""Transcripts come in through the app: files chosen, sides looked over, a report; and people who are here twice."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from qualcode.collect.inventory import people_in
from qualcode.collect.people import add_participant
from qualcode.collect.rereading import remembered
from qualcode.store import open_project
from qualcode.store.lookup import find
from qualcode.tui.folders import completed, first_folder, look
from qualcode.tui.incoming import carry_over, understand
from tests.app_world import app_study, desk, looks, study_file  # noqa: F401 - fixtures
from tests.study_for_tests import interview

TALK = "Ani: Apa kabar, Bu?\n\nWar: Ya utang.\n\nAni: Lalu?\n\nWar: Sudah lunas.\n\nAni: Terus?\n\nWar: Begitu saja.\n"


@pytest.fixture
def folder(study_file: Path) -> Path:
    """The study's corpus: three transcripts that are not in yet, and one file that is no text."""
    corpus = study_file.parent / "corpus"
    corpus.mkdir()
    (corpus / "W-11.txt").write_text(TALK, "utf-8")
    (corpus / "W-12.txt").write_text(TALK.replace("Begitu saja", "Cukup"), "utf-8")
    (corpus / "rusak.txt").write_bytes(b"a\0b\1\2\3")
    with zipfile.ZipFile(corpus / "lain.zip", "w") as archive:
        archive.writestr("W-13.txt", interview("Pajang", "Air macet.", "Sering."))
    return corpus


def sources(path: Path) -> list[str]:
    with open_project(path) as project:
        return [name for (name,) in project.rows("SELECT name FROM source WHERE removed=0 ORDER BY name")]


def sides(path: Path, source: str) -> dict[str, str]:
    with open_project(path) as project:
        return {one.label: one.side for one in people_in(project, find(project, "source", source))}


# Folders


def test_a_folder_shows_what_can_be_read_and_what_lies_below(folder: Path) -> None:
    (folder / ".rahasia").write_text("x")
    (folder / "foto.png").write_bytes(b"x")
    found = look(folder.parent, (".txt", ".zip"))
    assert [(one.path.name, one.folder, one.count) for one in found.entries] == [("corpus", True, 4)]
    assert [one.path.name for one in look(folder, (".txt",)).entries] == ["rusak.txt", "W-11.txt", "W-12.txt"]


def test_transcripts_are_looked_for_where_there_are_some(folder: Path, tmp_path: Path) -> None:
    assert first_folder(folder.parent) == folder
    (tmp_path / "baru" / "corpus").mkdir(parents=True)  # as a new study has it
    assert first_folder(tmp_path / "baru") == tmp_path / "baru"


def test_a_path_is_completed_as_far_as_only_one_name_can_follow(folder: Path) -> None:
    assert completed("cor", folder.parent) == ("corpus/", ["corpus/"])
    assert completed("corpus/W", folder.parent) == ("corpus/W-1", ["W-11.txt", "W-12.txt"])
    assert completed("nihil", folder.parent) == ("nihil", [])


# What was understood


def test_a_file_is_told_by_its_labels_and_what_they_ask() -> None:
    one = understand("a/W-11.txt", TALK)
    ani, war = one.voices
    assert (one.name, one.turns, ani.label, ani.turns, ani.asking, war.words) == ("W-11.txt", 6, "Ani", 3, 3, 6)
    assert one.sample[0] == ("Ani", "Apa kabar, Bu?")


def test_what_was_decided_of_a_label_holds_in_the_next_file_but_not_against_a_decision() -> None:
    one, other, third = (understand(name, TALK) for name in ("1", "2", "3"))
    one.turn_side(one.voices[0])
    third.sides[third.voices[0].key] = "interviewer"
    for item in (other, third):
        carry_over(one.sides, item)
    assert other.side(other.voices[0]) == one.side(one.voices[0]) != "interviewer"
    assert third.side(third.voices[0]) == "interviewer"


# On screen


async def test_files_are_looked_over_and_come_in_with_the_sides_a_person_said(study_file: Path, folder: Path) -> None:
    async with desk(study_file) as one:
        await one.press("+")
        assert "corpus" in one.row(2) and "rusak.txt" in one.text()
        await one.press("j", "space", "space", "space", "+")
        assert "Ani" in one.text() and "[interviewer]" in one.text()
        await one.press("1", "2")  # the other way round than it was proposed
        await one.press("enter", "enter")
        assert one.screen.kind == "imported"
        assert sides(study_file, "W-11") == {"Ani": "informant", "War": "interviewer"}
        assert sides(study_file, "W-12") == {"Ani": "informant", "War": "interviewer"}  # the same labels, carried over
        assert "rusak.txt" in one.text() and "1 not in" in one.text()
        assert "Names of people" in one.text()  # as the command says it
        await one.press("G", "enter")  # and what to do about it is a key away
        assert "Make a key" in one.text()
        await one.press("escape")
        with open_project(study_file) as project:  # a short label's side is remembered for files that come later
            assert remembered(project).sides["ani"] == "informant"
        await one.press("u")
        assert "Undone: an import" in one.said


async def test_an_archive_is_read_and_all_is_taken_at_once(study_file: Path, folder: Path) -> None:
    before = sources(study_file)
    async with desk(study_file) as one:
        await one.press("+", "/")
        await one.type("l")
        await one.press("tab", "enter")  # lain.zip
        assert "W-13.txt" in one.text()
        await one.press("A")
        assert sources(study_file) == sorted([*before, "W-13"])
        await one.press("enter")
        assert one.screen.kind == "coding" and "Air macet" in one.text()
        await one.press("x", "x")
        assert one.screen.kind == "sources"


async def test_another_reading_is_chosen_and_a_file_is_left_out(study_file: Path, folder: Path) -> None:
    before = sources(study_file)
    async with desk(study_file) as one:
        await one.press("+", "/")
        await one.type("W-11.txt")
        await one.press("enter", "p")
        assert "paragraphs" in one.text()
        await one.type("para")
        await one.press("enter")
        assert "Read as paragraphs" in one.said and "2 labels" not in one.text()
        await one.press("d", "enter")
        assert sources(study_file) == before and "Nothing is left" in one.said


async def test_stopping_leaves_the_files_that_wait_out_and_nothing_half_done(study_file: Path, folder: Path) -> None:
    from qualcode.tui.screens.imported import ImportedScreen

    before = sources(study_file)
    async with desk(study_file) as one:
        await one.press("+", "A", "+")
        imported = one.app.place("imported")
        assert isinstance(imported, ImportedScreen)
        shown = imported._show

        def stop_after_the_first(first: bool = False) -> None:
            if imported._done == 1 and imported._busy:
                imported.run_command("app.back")
            shown(first)

        imported._show = stop_after_the_first  # type: ignore[method-assign]
        await one.press("A")
        assert len(sources(study_file)) == len(before) + 1
        assert "stopped" in one.said


async def test_turns_are_read_again_and_codings_stay(study_file: Path) -> None:
    async with desk(study_file) as one:
        before = one.names("W-01")
        await one.press("j", "T")
        assert "Pewawancara" in one.text() and "[interviewer]" in one.text()
        await one.press("0", "enter")
        assert sides(study_file, "W-01") == {"Pewawancara": "unknown", "Bu A": "informant"}
        await one.press("p")
        await one.type("para")
        await one.press("enter", "enter")
        assert sides(study_file, "W-01") == {} and one.names("W-01") == before
        await one.press("u", "u")
        assert sides(study_file, "W-01") == {"Pewawancara": "interviewer", "Bu A": "informant"}
        await one.press("enter")
        assert "read so already" in one.said


async def test_names_that_went_into_the_key_are_told_no_more(
    study_file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.collect.keyfile.P", 1)
    async with desk(study_file) as one:
        await one.press("g s", "+", "/")
        await one.type("W-11.txt")
        await one.press("enter", "enter", "G")
        assert "Names of people" in one.text()
        await one.press("enter", "enter")
        for _twice in range(2):
            await one.type("empat kuda baterai")
            await one.press("enter")
        assert "in the key now" in one.said and "Names of people" not in one.text()


async def test_a_reading_that_may_be_wrong_says_so_and_is_gone_to(study_file: Path, folder: Path) -> None:
    (folder / "W-12.txt").write_text((TALK + "\n" + TALK).replace("War: Sudah", "Sudah", 1), "utf-8")
    (folder / "FGD-9.txt").write_text("Peserta:\n- Bu War (P, 40 tahun)\n- Pak Tris (L, 50 tahun)\n\n" + TALK, "utf-8")
    async with desk(study_file, (80, 24)) as one:
        await one.press("g s", "+", "A", "+")
        assert "should be looked at: ! goes to" in one.text()
        await one.press("!")
        assert "W-12.txt" in one.text() and "It may be read wrongly:" in one.text()
        while "FGD-9.txt" not in one.text():
            await one.press("]" if "file 1" in one.text() else "[")
        assert "2 participants: Bu War, Pak Tris" in one.text()


# The same person?


@pytest.fixture
def twice(study_file: Path) -> Path:
    with open_project(study_file) as project:
        (project.coder,) = project.rows("SELECT id FROM coder")[0]
        add_participant(project, "Marni", home="Pajang", gender="perempuan", role="penjahit")
    return study_file


def people(path: Path) -> list[str]:
    with open_project(path) as project:
        return [name for (name,) in project.rows("SELECT pseudonym FROM participant WHERE removed=0 ORDER BY 1")]


async def test_two_who_may_be_one_are_joined_or_told_apart(twice: Path) -> None:
    async with desk(twice) as one:
        await one.press("g o", "M")
        assert "Bu Marni" in one.text() and "≈" in one.text() and "for:" in one.text()
        await one.press("tab", "a")
        assert people(twice).count("Bu Marni") + people(twice).count("Marni") == 1
        await one.press("u")
        assert people(twice).count("Bu Marni") + people(twice).count("Marni") == 2
        await one.press("r")
        assert "nobody asks again" in one.said
        await one.press("x", "M")
        assert "Nobody seems to be here twice" in one.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_importing_looks_as_drawn(
    twice: Path, folder: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    shape = f"{size[0]}x{size[1]}"
    monkeypatch.chdir(folder.parent)
    async with desk(twice, size) as one:
        await one.press("g o", "M")
        await looks(one, f"same.{shape}")
        await one.press("x", "x", "+", "/")
        await one.type("W-11.txt")
        await one.press("enter", "tab")
        await looks(one, f"incoming.{shape}")
        await one.press("p")
        await looks(one, f"incoming-pattern.{shape}")
        await one.press("escape", "enter")
        await looks(one, f"imported.{shape}")
