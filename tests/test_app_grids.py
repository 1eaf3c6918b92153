"""Tables to write in: attributes of sources and people, and what was asked where; one key, one deed, one undo."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.collect import asking, attributes
from qualcode.collect.guide import import_guide
from qualcode.store import act, open_project
from qualcode.tui.narrowing import Narrowing
from qualcode.tui.sheet import Change, Column, Line, Sheet, by_number
from tests.app_world import app_study, desk, looks, study_file  # noqa: F401 - fixtures
from tests.study_for_tests import interview

# The sheet itself


def sheet() -> Sheet:
    made = Sheet()
    made.fill(
        [Column("job", "job"), Column("age", "age", order=by_number, right=True)],
        [
            Line(b"1", "Bu C", ("penjahit", "9")),
            Line(b"2", "Bu A", ("", "31")),
            Line(b"3", "Pak B", ("becak", "100")),
        ],
    )
    return made


def names(of: Sheet) -> list[str]:
    return [line.name for line in of.lines]


def test_rows_are_sorted_by_what_a_column_holds_and_empty_cells_come_last() -> None:
    one = sheet()
    assert names(one) == ["Bu A", "Bu C", "Pak B"]
    one.sort()
    assert names(one) == ["Pak B", "Bu C", "Bu A"]
    one.sort()
    assert names(one) == ["Bu C", "Pak B", "Bu A"]
    one.sort()
    assert names(one) == ["Bu A", "Bu C", "Pak B"]
    one.column = 1
    one.sort()
    assert names(one) == ["Bu C", "Bu A", "Pak B"]  # 9, 31, 100: as numbers


def test_the_cursor_stays_on_its_row_when_rows_are_narrowed_and_sorted() -> None:
    one = sheet()
    one.move_to(b"3")
    one.wanted = Narrowing("b")
    one.arrange()
    assert one.here is not None and one.here.name == "Pak B"
    one.wanted = Narrowing("penjahit bu")
    one.arrange()
    assert names(one) == ["Bu C"]


def test_filling_down_changes_only_what_is_different() -> None:
    one = sheet()
    one.move_to(b"1")
    one.extend(1)
    assert one.filled_down() == [Change(b"3", "job", "penjahit")]
    assert [line.values[0] for line in one.lines] == ["", "penjahit", "penjahit"]
    assert one.filled_down() == []


def test_a_cell_that_was_written_stays_where_it_is_until_rows_are_sorted_again() -> None:
    one = sheet()
    one.sort()
    one.at = 0
    one.put("zzz")
    assert names(one) == ["Pak B", "Bu C", "Bu A"]
    one.arrange()
    assert names(one) == ["Bu C", "Pak B", "Bu A"]


# Attributes on screen


def values(path: Path, of: str, key: str) -> dict[str, object]:
    with open_project(path) as project:
        return {row.name: row.values.get(key) for row in attributes.table(project, of).rows}


def actions(path: Path) -> int:
    with open_project(path) as project:
        count: int = project.value("SELECT COUNT(*) FROM action")
        return count


async def test_a_cell_is_written_in_place_and_undone(study_file: Path) -> None:
    before = actions(study_file)
    async with desk(study_file) as one:
        await one.press("e", "l", "l")
        assert "FGD-01 · date" in one.text()
        await one.press("enter")
        await one.type("kapan")
        await one.press("enter")
        assert "is no date" in one.said  # it says why, and stays in the cell
        await one.press(*["backspace"] * 5)
        await one.type("24 Juni 2025")
        await one.press("enter")
        assert values(study_file, "sources", "date")["FGD-01"] == "2025-06-24"
        assert actions(study_file) == before + 1
        await one.press("u")
        assert values(study_file, "sources", "date")["FGD-01"] is None
        assert "Undone: a change of attributes" in one.said


async def test_what_can_be_chosen_is_a_list_and_fills_the_marked_rows(study_file: Path) -> None:
    before = actions(study_file)
    async with desk(study_file) as one:
        await one.press("e", "l", "J", "J", "enter")
        await one.type("mojosongo")
        await one.press("enter")
        assert set(values(study_file, "sources", "kelurahan").values()) == {"Mojosongo"}
        assert actions(study_file) == before + 1
        await one.press("u")
        assert set(values(study_file, "sources", "kelurahan").values()) == {"Semanggi", "Pajang"}
        await one.press("k", "J", "ctrl+d")
        assert values(study_file, "sources", "kelurahan")["W-02"] == "Semanggi"


async def test_a_cell_is_copied_and_tab_writes_on_in_the_next_row(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("e", "l", "l", "l", "enter")
        await one.type("balai")
        await one.press("tab")
        await one.type("warung")
        await one.press("enter")
        assert values(study_file, "sources", "place") == {"FGD-01": "balai", "W-01": "warung", "W-02": None}
        await one.press("y", "j", "p")
        assert values(study_file, "sources", "place")["W-02"] == "warung"
        await one.press("d")
        assert values(study_file, "sources", "place")["W-02"] is None
        await one.press("enter")
        await one.type("tidak jadi")
        await one.press("escape")
        assert values(study_file, "sources", "place")["W-02"] is None


async def test_people_have_a_table_too_and_a_new_column_has_a_type(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g o")
        assert "People" in one.row(0) and "Bu Marni" in one.text()
        await one.press("+")
        await one.type("anak")
        await one.press("enter")
        await one.type("whole")
        await one.press("enter", "enter")
        await one.type("3")
        await one.press("enter")
        assert 3 in values(study_file, "participants", "anak").values()
        await one.press("enter", "backspace")
        await one.type("tiga")
        await one.press("enter")
        assert "is no whole number" in one.said
        await one.press("escape", "x")
        assert one.screen.kind == "sources"


async def test_rows_are_found_by_typing(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("e", "/")
        await one.type("pajang")
        assert "1 of 3 with “pajang”" in one.text() and "FGD-01 " not in one.row(4)
        await one.press("escape")
        assert "FGD-01" in one.text()


# What was asked

GUIDE = {
    "topics": [
        {"id": "T1", "name": "Utang", "question": "Ke mana meminjam uang bila kurang?"},
        {"id": "T2", "name": "Air bersih", "question": "Dari mana air minum keluarga?"},
    ]
}
TALK = interview("Pajang", "Ya ke bank plecit.", "Air sumur.").replace(
    "Bagaimana soal 0?", "Kalau uang kurang, meminjam ke mana, Bu?"
).replace("Bagaimana soal 1?", "Anaknya berapa?")  # fmt: skip


@pytest.fixture
def guided(study_file: Path, tmp_path: Path) -> Path:
    from qualcode.collect.sources import import_file

    (tmp_path / "W-03.txt").write_text(TALK, "utf-8")
    with open_project(study_file) as project:
        (project.coder,) = project.rows("SELECT id FROM coder")[0]
        import_guide(project, GUIDE, "guide")
        import_file(project, tmp_path / "W-03.txt")
    return study_file


def answers(path: Path) -> dict[tuple[str, str], str]:
    with open_project(path) as project:
        seen = asking.grid(project)
        named = {one.id: one.name for one in seen.sources} | {one.id: one.key for one in seen.topics}
        return {(named[s], named[t]): cell.state for (s, t), cell in seen.cells.items() if cell.state != "open"}


async def test_a_proposal_is_told_from_an_answer_and_taken_over_by_a_key(guided: Path) -> None:
    async with desk(guided) as one:
        await one.press("t", "/")
        await one.type("W-03")
        await one.press("enter", "home")
        assert "[yes ?" in one.text() and "meminjam ke mana" in one.text()
        await one.press("enter")
        assert answers(guided) == {("W-03", "T1"): "yes"}
        assert "[yes " in one.text() and "[yes ?" not in one.text()
        await one.press("l", "n")
        assert answers(guided) == {("W-03", "T1"): "yes", ("W-03", "T2"): "no"}
        await one.press("u")
        assert answers(guided) == {("W-03", "T1"): "yes"}
        await one.press("h", "enter")
        assert one.screen.kind == "coding" and "Kalau uang kurang" in one.text()
        await one.press("x")
        assert one.screen.kind == "asked"


async def test_clear_proposals_are_taken_over_together_after_a_look(guided: Path) -> None:
    async with desk(guided) as one:
        await one.press("t", "A")
        assert "clear proposals" in one.text() and "Enter takes them all over" in one.text()
        await one.press("x")
        assert one.screen.kind == "asked" and answers(guided) == {}
        before = actions(guided)
        await one.press("A", "enter")
        assert len(answers(guided)) > 2 and actions(guided) == before + 1
        await one.press("u")
        assert answers(guided) == {}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_tables_look_as_drawn(guided: Path, size: tuple[int, int]) -> None:
    shape = f"{size[0]}x{size[1]}"
    async with desk(guided, size) as one:
        await one.press("e", "l", "J")
        await looks(one, f"attributes.{shape}")
        await one.press("k", "l", "enter")
        await looks(one, f"attributes-cell.{shape}")
        await one.press("escape", "tab")
        await looks(one, f"people.{shape}")
        await one.press("x", "t")
        await looks(one, f"asked.{shape}")
        await one.press("A")
        await looks(one, f"asked-preview.{shape}")


# --- the key of real names ------------------------------------------------------------------------------------------


async def test_the_key_of_names_is_made_opened_and_closed_without_the_passphrase_being_shown_or_kept(
    study_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.collect.keyfile.P", 1)
    words = "empat kuda baterai benar"
    with open_project(study_file) as project, act(project, "participant") as a:
        for (who,) in project.rows("SELECT id FROM participant WHERE pseudonym='Bu Marni'"):
            a.change("participant", who, pseudonym="Sri Kenanga")
    async with desk(study_file) as one:
        await one.press("g o", "N")
        assert "! 3 names of people stand in the project as they were typed" in " ".join(one.text().split())
        await one.press("enter")
        await one.type(words)
        assert "kuda" not in one.text() and "New passphrase" in one.text()
        await one.press("enter")
        await one.type("empat kuda")
        await one.press("enter")
        assert "not the same" in one.said and not names_key(study_file).exists()
        await one.press("N", "enter")
        for _twice in range(2):
            await one.type(words)
            assert "kuda" not in one.text()
            await one.press("enter")
        assert "3 names are in the key now." in one.said
        assert "Sri Kenanga" not in one.text() and "Sri Kenanga" not in people(study_file)
        assert one.screen.ask.text == "" and b"kuda" not in study_file.read_bytes()
        await one.press("N", "enter")
        assert one.session.now(lambda project: project.keyring) is None
        await one.press("N", "enter")
        await one.type("salah")
        assert "salah" not in one.text() and "Passphrase of the key" in one.text()
        await one.press("enter")
        assert one.said == "this passphrase does not open the key"
        await one.press("N", "enter")
        await one.type(words)
        await one.press("enter")
        assert "The key is open. It knows 3 people." in one.said
        keyring = one.session.now(lambda project: project.keyring)
        assert "Sri Kenanga" in {person.name for person in keyring.people.values()}


def people(path: Path) -> list[str]:
    with open_project(path) as project:
        return [name for (name,) in project.rows("SELECT pseudonym FROM participant WHERE removed=0")]


def names_key(path: Path) -> Path:
    return path.parent / "names.key"
