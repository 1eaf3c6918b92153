"""The team's screens: what comes in is looked at first, conflicts have both sides, coders' differences are settled one by one."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.collect.inventory import inventory
from qualcode.reduce.adjudication import board
from qualcode.reduce.assigning import assign, set_state
from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.codings import Coding, code, codings, locate
from qualcode.reduce.completion import finish
from qualcode.reduce.rounds import round_named
from qualcode.store import Project, act, blobs, open_project, versions
from qualcode.store.conflicts import conflicts
from qualcode.store.ids import coder_id
from qualcode.store.journal import choose_coder
from qualcode.store.lookup import find
from tests.app_world import Desk, app_study, control_characters, desk, looks, study_file  # noqa: F401 - fixtures
from tests.study_for_tests import Study, copied
from tests.test_app_screens import EVIL

BOTH = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


def as_coder(project: Project, name: str) -> None:
    from qualcode.collect.study import add_coder

    add_coder(project, name)
    choose_coder(project, name)
    project.coder = coder_id(project.id, name)


def give(project: Project, source: str, name: str, words: str) -> bytes:
    rec = find(project, "source", source)
    now = versions.current(project, rec)
    assert now is not None
    return code(project, rec, find_code(codebook(project), name).id, *locate(now, words))


def define(project: Project, name: str, text: str) -> None:
    with act(project, "codebook") as a:
        a.change("code", find_code(codebook(project), name).id, definition=text)


def second_coder(project: Project) -> None:
    """bagus codes and finishes W-01 and W-02, not as sri did."""
    as_coder(project, "bagus")
    give(project, "W-01", "utang", "Ya ngutang dulu di warung.")
    give(project, "W-02", "utang", "Diberi tempo lama.")
    give(project, "W-02", "air", "Sumur asat.")
    for name in ("W-01", "W-02"):
        finish(project, find(project, "source", name))


@pytest.fixture(scope="session")
def team_files(app_study: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Made once: sri's study with a definition changed (``ours``), bagus' copy of it from before, coded and with the same
    definition changed (``theirs``), and a study in which both have coded (``team``)."""
    folder = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(folder / "state"))
        ours, team = folder / "ours.qualcode", folder / "team.qualcode"
        for path in (ours, team):
            path.write_bytes(app_study.read_bytes())
        with open_project(ours) as project:
            other = copied(Study(project, folder), folder / "bagus", "bagus")
            as_coder(project, "sri")
            define(project, "utang", "Meminjam untuk kebutuhan pokok sehari-hari.")
        with other.project as project:
            second_coder(project)
            define(project, "utang", "Meminjam uang atau barang, termasuk gadai.")
        with open_project(team) as project:
            second_coder(project)
            as_coder(project, "sri")
        return {"ours": ours.read_bytes(), "theirs": other.project.path.read_bytes(), "team": team.read_bytes()}


@pytest.fixture
def colleague(study_file: Path, team_files: dict[str, bytes], tmp_path: Path) -> Path:
    """bagus' copy of the study, beside sri's own; both changed one definition."""
    study_file.write_bytes(team_files["ours"])
    path = tmp_path / "bagus" / study_file.name
    path.parent.mkdir()
    path.write_bytes(team_files["theirs"])
    return path


@pytest.fixture
def team(study_file: Path, team_files: dict[str, bytes]) -> Path:
    """A study in which sri and bagus have finished the same two sources, and differ."""
    study_file.write_bytes(team_files["team"])
    return study_file


def open_conflicts(path: Path) -> int:
    with open_project(path) as project:
        return len(conflicts(project))


def words_of(path: Path, name: str) -> str:
    with open_project(path) as project:
        stored = project.value("SELECT definition FROM code WHERE name=?", name)
        return str(blobs.prose(project.conn, stored))


# --- merge and sync -------------------------------------------------------------------------------------------------


async def test_a_merge_is_looked_at_first_and_taken_in_by_enter(study_file: Path, colleague: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g x", "+")
        one.screen.ask.write(str(colleague))
        await one.press("enter")
        assert "The work of 1 person would come in (bagus)" in one.row(1)
        assert "It would bring 1 conflict" in one.text() and "Only looked at" in one.said
        assert {c.coder for c in one.codings()} == {coder_id(one.session.project_id, "sri")}  # nothing is in yet
        await one.press("n")
        assert "bagus" in one.text() and "What is new, by name" in one.text()
        await one.press("n", "enter")
        assert "Taken in: the work of 1 person (bagus)" in one.row(1)
        assert len(one.codings()) == 7
        await one.press("enter")
        assert one.screen.kind == "conflicts"
        await one.press("x", "R")
        assert "Nothing new" in one.row(1)  # merging twice brings nothing


async def test_where_others_work_comes_from_is_remembered(study_file: Path, colleague: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g x", "+")
        one.screen.ask.write(str(colleague))
        await one.press("enter")
    async with desk(study_file) as one:
        await one.press("g x")
        assert "The work of 1 person would come in" in one.row(1)


async def test_a_sync_folder_is_looked_at_and_then_synced(study_file: Path, colleague: Path, tmp_path: Path) -> None:
    from qualcode.exchange.sync import sync

    folder = tmp_path / "tim"
    folder.mkdir()
    with open_project(colleague) as project:
        sync(project, folder)
    async with desk(study_file) as one:
        await one.press("g x", "+")
        one.screen.ask.write(str(folder))
        await one.press("enter")
        assert "would come in (bagus)" in one.row(1) and len(one.codings()) == 4
        await one.press("enter")
        assert "Taken in" in one.row(1) and len(one.codings()) == 7
        assert "in the folder now" in one.words


async def test_a_sealed_folder_asks_for_its_passphrase(study_file: Path, colleague: Path, tmp_path: Path) -> None:
    from qualcode.exchange.sync import sync

    folder = tmp_path / "tim"
    folder.mkdir()
    with open_project(colleague) as project:
        sync(project, folder, passphrase="sawah luas")
    async with desk(study_file) as one:
        await one.press("g x", "+")
        one.screen.ask.write(str(folder))
        await one.press("enter")
        await one.type("salah")
        assert "salah" not in one.text()  # what is secret is not shown
        await one.press("enter")
        assert "not the folder's passphrase" in one.said
        await one.press("R")
        await one.type("sawah luas")
        await one.press("enter")
        assert "would come in (bagus)" in one.row(1)


async def test_what_is_no_copy_of_this_project_is_refused(study_file: Path, tmp_path: Path) -> None:
    from qualcode.collect.study import new_study

    (tmp_path / "lain").mkdir()
    with new_study(tmp_path / "lain", "siti") as project:
        other = project.path
    async with desk(study_file) as one:
        await one.press("g x", "+")
        one.screen.ask.write(str(other))
        await one.press("enter")
        assert "another project" in one.said
        await one.press("+")
        await one.press("ctrl+u")
        await one.type("/tidak/ada")
        await one.press("enter")
        assert "there is no such file" in one.said


def test_a_sync_that_is_stopped_leaves_nothing_half_done(study_file: Path, colleague: Path, tmp_path: Path) -> None:
    from qualcode.errors import UserError
    from qualcode.exchange.sync import sync
    from qualcode.tui.taking_in import take_in

    folder = tmp_path / "tim"
    folder.mkdir()
    with open_project(colleague) as project:
        sync(project, folder)

    def stop(what: str, at: int, of: int) -> None:
        raise UserError("stopped")

    with open_project(study_file) as project:
        with pytest.raises(UserError):
            take_in(project, folder, None, stop)
        assert len(codings(project)) == 4
        assert take_in(project, folder, None, lambda *_: None).people[0].name == "bagus"
        assert len(codings(project)) == 7


@BOTH
async def test_the_merge_looks_like_its_drawing(
    study_file: Path,
    colleague: Path,
    size: tuple[int, int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(colleague.parent)
    async with desk(study_file, size) as one:
        one.session.notes.team = "project.qualcode"
        await one.press("g x")
        await looks(one, f"merge.{size[0]}x{size[1]}")
        await one.press("enter")
        await looks(one, f"merge-taken.{size[0]}x{size[1]}")


# --- conflicts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def merged(study_file: Path, colleague: Path) -> Path:
    from qualcode.store.merge import merge

    with open_project(study_file) as project:
        merge(project, colleague)
    return study_file


async def test_a_conflict_is_settled_by_a_digit_and_undone(merged: Path) -> None:
    async with desk(merged) as one:
        await one.press("g !")
        assert "1 conflict waits for you" in one.text()
        assert "1  sri" in one.text() and "2  bagus" in one.text()  # the later one stands meanwhile and comes last
        assert "[untuk kebutuhan pokok" in one.text() and "[uang atau barang," in one.text()
        await one.press("1")
        assert open_conflicts(merged) == 0 and "Settled" in one.said
        assert words_of(merged, "utang") == "Meminjam untuk kebutuhan pokok sehari-hari."
        await one.press("u")
        assert words_of(merged, "utang") == "Meminjam uang atau barang, termasuk gadai."  # as it stood meanwhile
        assert (
            "All is settled; another digit decides anew" in one.text()
        )  # undo opens it no more, so it stays in the list
        await one.press("1")
        assert words_of(merged, "utang") == "Meminjam untuk kebutuhan pokok sehari-hari."


async def test_both_texts_may_stand_or_ones_own(merged: Path) -> None:
    async with desk(merged) as one:
        await one.press("g !", "b")
        found = words_of(merged, "utang")
        assert "termasuk gadai" in found and "kebutuhan pokok" in found and open_conflicts(merged) == 0


async def test_what_shall_stand_can_be_written(merged: Path) -> None:
    async with desk(merged) as one:
        await one.press("g !", "e", "ctrl+u")
        await one.type("Meminjam.")
        await one.press("enter")
        assert words_of(merged, "utang") == "Meminjam." and open_conflicts(merged) == 0


async def test_two_codes_of_one_name_become_one_or_get_another_name(study_file: Path, tmp_path: Path) -> None:
    from qualcode.reduce.codebook import add_code
    from qualcode.store.merge import merge

    with open_project(study_file) as project:
        other = copied(Study(project, study_file.parent), tmp_path / "bagus", "bagus")
        as_coder(project, "sri")
        add_code(project, "gadai")
        with other.project as theirs:
            as_coder(theirs, "bagus")
            add_code(theirs, "gadai")
        merge(project, other.project.path)
    async with desk(study_file) as one:
        await one.press("g !")
        assert "two codes of one name" in one.text()
        await one.press("e")
        await one.type("gadai HP")
        await one.press("enter")
        with open_project(study_file) as project:
            assert {"gadai", "gadai HP"} <= {c.name for c in codebook(project)}
        await one.press("u", "1")
        with open_project(study_file) as project:
            assert [c.name for c in codebook(project)].count("gadai") == 1


@BOTH
async def test_a_conflict_looks_like_its_drawing(
    merged: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.tui.screens.conflicts.when", lambda stamp: "2025-07-04 10:12")
    async with desk(merged, size) as one:
        await one.press("g !")
        await looks(one, f"conflicts.{size[0]}x{size[1]}")


# --- agreement and the board ----------------------------------------------------------------------------------------


@BOTH
async def test_agreement_and_the_board_look_like_their_drawings(team: Path, size: tuple[int, int]) -> None:
    async with desk(team, size) as one:
        await one.press("g z")
        await looks(one, f"agreement.{size[0]}x{size[1]}")
        await one.press("g f")
        await looks(one, f"board.{size[0]}x{size[1]}")


async def test_agreement_by_unit_with_its_notes_and_a_way_to_the_places(team: Path) -> None:
    async with desk(team) as one:
        await one.press("g z")
        assert "bagus × sri" in one.text() and "turns" in one.row(2)
        for key, unit in (("s", "sentences"), ("c", "characters"), ("f", "free spans"), ("t", "turns")):
            await one.press(key)
            assert unit in one.row(2)
        await one.press("n")
        assert "What must be known of the figures" in one.text()
        await one.press("n", "enter")
        assert one.screen.kind == "board"
        await one.press("x")
        assert one.screen.kind == "agreement"


async def test_nothing_to_compare_and_a_reflexive_project_say_why(study_file: Path) -> None:
    from qualcode.store.settings import set_setting

    with open_project(study_file) as project:
        as_coder(project, "sri")
        set_setting(project, "stance", "reflexive")
    async with desk(study_file) as one:
        for key in ("g z", "g f"):
            await one.press(key)
            assert "reflexive" in one.text()


async def test_a_decision_is_written_beside_and_the_next_place_comes(team: Path) -> None:
    before = [(c.coder, c.quote) for c in _own(team)]
    async with desk(team) as one:
        await one.press("g f")
        count = int(one.row(1).split("/")[1].split(" ")[0])
        await one.press("tab", "m")
        await one.type("jelas dari konteks")
        await one.press("enter", "1")
        assert "Decided" in one.said and f"/{count - 1} " in one.row(1)
        with open_project(team) as project:
            (made,) = [d for d in board(project).disputes if d.decision]
            assert made.decision is not None
            assert (made.decision.reason, made.decision.resolution) == ("jelas dari konteks", "take:bagus")
            assert made.decision.difference != made.guess
        await one.press("u")
        assert f"/{count} " in one.row(1)
        await one.press("0", "3", "j", "k")
    assert [(c.coder, c.quote) for c in _own(team)] == before


def _own(path: Path) -> list[Coding]:
    with open_project(path) as project:
        return sorted((c for c in codings(project) if c.layer == "own"), key=lambda c: c.id)


async def test_it_is_said_where_one_side_nearly_always_yields(team: Path) -> None:
    from dataclasses import replace

    from qualcode.reduce.adjudication import Yields

    async with desk(team) as one:
        await one.press("g f")
        one.screen._board = replace(one.screen._board, yields=(Yields(coder_id(one.session.project_id, "sri"), 9, 10),))
        await one.press("tab")
        assert "sri gave way in 9 of 10" in one.said


async def test_a_definition_changes_with_the_decision_in_one_step(team: Path) -> None:
    async with desk(team) as one:
        await one.press("g f", "D", "ctrl+u")
        await one.type("Meminjam apa pun.")
        await one.press("enter")
        assert "from now on: Meminjam apa pun." in one.text()
        name = one.row(1).split("·")[1].strip()
        await one.press("1")
        assert words_of(team, name) == "Meminjam apa pun."
        await one.press("u")
        assert words_of(team, name) != "Meminjam apa pun."


async def test_the_words_can_be_drawn_anew_in_the_text(team: Path) -> None:
    async with desk(team) as one:
        await one.press("g f", "e")
        assert one.screen.kind == "coding" and "belong" in one.said
        await one.press("enter")
        assert one.screen.kind == "board"
        with open_project(team) as project:
            (made,) = [d for d in board(project).disputes if d.decision]
            assert made.decision is not None and made.decision.resolution.startswith("redrawn:")


# --- an open round --------------------------------------------------------------------------------------------------


async def test_an_open_round_shows_nobody_elses_codings_until_it_closes(team: Path) -> None:
    with open_project(team) as project:
        as_coder(project, "sri")
        sources = [find(project, "source", name) for name in ("W-01", "W-02")]
        people = [coder_id(project.id, name) for name in ("sri", "bagus")]
        assign(project, sources, people, round_name="babak 1")
    async with desk(team) as one:
        await one.press("j", "enter")
        assert one.screen.document.name == "W-01"
        await one.press("@")
        assert _coders(one) == {"sri"} and "babak 1" in one.said
        await one.press("g z", "b", "down", "enter")
        assert "open" in one.text() and "babak 1" in one.text()
        assert "0,67" not in one.text()
        with open_project(team) as project:
            as_coder(project, "sri")
            set_state(project, round_named(project, "babak 1"), "closed")
        await one.press("g k")
        assert _coders(one) == {"sri", "bagus"}


async def test_the_turns_that_a_round_asks_for_can_be_shown_alone(team: Path) -> None:
    with open_project(team) as project:
        as_coder(project, "sri")
        source = find(project, "source", "W-01")
        people = [coder_id(project.id, name) for name in ("sri", "bagus")]
        assign(project, [source], people, round_name="babak 1", turns={source: frozenset({1})})
    async with desk(team) as one:
        await one.press("j", "enter")
        assert one.screen.document.name == "W-01"
        assert "asks 1 turn of you" in one.said
        await one.press("f", "enter")
        everything = set(range(len(one.screen.document.turns)))
        assert one.screen.pane.hidden == everything - {1}
        assert "turns of the round “babak 1”" in one.text()


def test_a_conflict_about_anothers_coding_waits_until_the_round_closes(
    team: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.reduce.opposed import shown_conflicts
    from qualcode.store.conflicts import Conflict

    with open_project(team) as project:
        as_coder(project, "sri")
        people = [coder_id(project.id, name) for name in ("sri", "bagus")]
        found = [Conflict("field", "coding", c.id, "memo") for c in codings(project, find(project, "source", "W-01"))]
        monkeypatch.setattr("qualcode.reduce.opposed.conflicts", lambda project: found)
        assert len(shown_conflicts(project)[0]) == 4
        assign(project, [find(project, "source", "W-01")], people, round_name="babak 1")
        shown, hidden = shown_conflicts(project)
        assert (len(shown), hidden) == (3, 1)  # sri's own three; the one about bagus' waits


def _coders(one: Desk) -> set[str]:
    """Whose codings the text shows."""
    document = one.screen.document
    return {document.coders[coding.coder] for coding in document.codings.values()}


# --- progress -------------------------------------------------------------------------------------------------------


@BOTH
async def test_progress_looks_like_its_drawing(
    team: Path, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.tui.screens.progress.when", lambda stamp: "2025-07-04 10:12")
    monkeypatch.setattr("qualcode.reduce.progress._pace", lambda project, finished: None)
    async with desk(team, size) as one:
        await one.press("g l")
        await looks(one, f"progress.{size[0]}x{size[1]}")


async def test_progress_leads_to_what_waits(team: Path) -> None:
    async with desk(team) as one:
        await one.press("g l")
        assert "2 of 3 sources are finished" in one.row(1)
        await one.press("j", "enter")
        assert one.screen.kind == "coding" and one.screen.document.name == "FGD-01"
        await one.press("x")
        assert one.screen.kind == "progress"
        with open_project(team) as project:
            as_coder(project, "sri")
            assign(
                project,
                [find(project, "source", "W-01")],
                [coder_id(project.id, n) for n in ("sri", "bagus")],
                round_name="babak 1",
            )
            set_state(project, round_named(project, "babak 1"), "closed")
        await one.press("g s", "g l")
        assert "babak 1" in one.text() and "not settled" in one.text()
        await one.press("tab", "enter")
        assert one.screen.kind == "board" and "babak 1" in one.row(0)
        await one.press("g l", "R")
        assert one.screen.kind == "merge"


async def test_work_is_shared_out_after_a_look_and_taken_back(team: Path) -> None:
    async with desk(team) as one:
        await one.press("g l", "+")
        await one.press("enter", "enter")  # FGD-01, which nobody has; to bagus and sri
        assert "bagus: 1 source · 4 turns" in one.text() and "sri: 0 sources · 0 turns" in one.text()
        await one.press("j")
        assert _tasks(team) == [] and "Who would get what" not in one.text()
        await one.press("+", "enter", "enter", "enter")
        assert _tasks(team) == [("FGD-01", "bagus", "")]
        await one.press("u")
        assert _tasks(team) == []


async def test_a_blind_round_is_opened_and_closed(team: Path) -> None:
    async with desk(team) as one:
        await one.press("g l", "b")
        await one.type("25")
        await one.press("enter", "enter", "enter")  # round 1; to bagus and sri
        assert "A blind round: round 1" in one.text() and "turns drawn by chance" in one.text()
        await one.press("enter")
        assert {(coder, name) for _source, coder, name in _tasks(team)} == {("bagus", "round 1"), ("sri", "round 1")}
        await one.press("b")
        assert "Close “round 1”" in one.text()
        await one.press("enter")
        with open_project(team) as project:
            assert round_named(project, "round 1").state == "closed"
        await one.press("u", "tab", "enter")  # open again: to what waits for sri
        assert one.screen.kind in ("coding", "progress")


def _tasks(path: Path) -> list[tuple[str, str, str]]:
    with open_project(path) as project:
        return [
            (source, coder, name or "")
            for source, coder, name in project.rows(
                "SELECT s.name, c.name, r.name FROM assignment a JOIN source s ON s.id=a.source JOIN coder c ON c.id=a.coder"
                " LEFT JOIN round r ON r.id=a.round WHERE a.removed=0 ORDER BY 1, 2"
            )
        ]


def test_every_screen_has_its_help() -> None:
    from qualcode.tui.commands import SCREENS
    from qualcode.tui.screens.help import TITLES

    assert set(SCREENS) - {"codes", "field", "help"} == set(TITLES)


# --- safe -----------------------------------------------------------------------------------------------------------


async def test_no_screen_of_the_team_lets_control_characters_through(merged: Path) -> None:
    with open_project(merged) as project:
        as_coder(project, "sri")
        with act(project, "evil") as a:
            for table in ("code", "source"):
                for number, (rec,) in enumerate(project.rows(f"SELECT id FROM {table}")):
                    a.change(table, rec, name=f"nama {number}{EVIL}")
            for (rec,) in project.rows("SELECT id FROM coder"):
                a.change("coder", rec, name=f"orang{EVIL}")
            for (rec,) in project.rows("SELECT id FROM code WHERE name<>'utang'"):
                a.change("code", rec, use_not=EVIL, example=EVIL)
    async with desk(merged, coder=None) as one:
        await one.press("1")
        seen = []
        for key in (
            "g l",
            "tab",
            "g !",
            "e",
            "escape",
            "g z",
            "n",
            "g f",
            "m",
            "escape",
            "D",
            "escape",
            "3",
            "g x",
            "+",
            "escape",
        ):
            await one.press(key)
            seen.append(one.text())
        assert not [screen for screen in seen if list(control_characters(screen))]
        assert sum("jahat" in screen for screen in seen) > 8


async def test_who_coded_nothing_where_another_counts_is_asked_before_it_is_finished(study_file: Path) -> None:
    with open_project(study_file) as project:
        from qualcode.collect.study import add_coder

        add_coder(project, "tono")
    async with desk(study_file, coder="tono") as one:
        await one.press("g s", "S")
        assert "counts in" in one.said and "you coded nothing in it" in one.said
        await one.press("j", "S")  # another source is another question
        assert "you coded nothing in it" in one.said
        await one.press("k", "j", "S")  # what was asked long ago is asked again
        assert "you coded nothing in it" in one.said
        await one.press("S")
        assert "is finished for" in one.said and "gs w changes it" in one.said


async def test_whose_codings_count_is_chosen_in_the_list_and_in_the_progress(team: Path) -> None:
    def counts(one: Desk) -> list[str]:
        with open_project(one.session.path) as project:
            return [line.responsible for line in inventory(project) if line.name.startswith("W-")]

    async with desk(team, coder="bagus") as one:
        await one.press("/", *"w-01", "enter", "S", "S")  # open again, and finished again
        assert "gs w changes it" in one.said
        await one.press("w")
        assert "Whose codings count in W-01?" in one.text() and "finished" in one.text()
        await one.type("bagus")
        await one.press("enter")
        assert counts(one) == ["bagus", "sri"] and "the codings of bagus count" in one.said
        await one.press("u", "g l", "w", *"w-02", "enter", *"bagus", "enter")
        assert counts(one) == ["sri", "bagus"] and one.screen.kind == "progress"
