"""The frame: places and the map, settings, the tour, and the screens of the codebook, of words, memos and history."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode import i18n
from qualcode.collect.study import add_coder
from qualcode.errors import UserError
from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.codings import set_fields
from qualcode.reduce.combining import reorder
from qualcode.reduce.memos import notes
from qualcode.store import Project, open_project
from qualcode.store.history import deeds
from qualcode.store.ids import coder_id
from qualcode.store.undo import redo, undo_deed
from qualcode.tui.codebook_view import read_shares
from qualcode.tui.commands import COMMANDS, SCREENS
from qualcode.tui.notes import read_settings
from qualcode.tui.palette import DARK_HIGH, NONE
from qualcode.tui.settings import keymap_path, look
from tests.app_world import (  # noqa: F401 - fixtures
    Desk,
    app_study,
    compare,
    control_characters,
    desk,
    study_file,
)
from tests.study_for_tests import study

OFF = ("app.quit", "app.back", "codes.", "field.", "start.", "files.", "incoming.", "speakers.")
WALK = {
    "home": ("home",), "sources": ("sources",), "coding": ("sources", "coding"), "attributes": ("sources", "attributes"),
    "asked": ("sources", "asked"), "review": ("sources", "review"), "codebook": ("codebook",), "search": ("search",),
    "memos": ("memos",), "history": ("history",), "matrix": ("matrix",), "framework": ("framework",),
    "issues": ("framework", "issues"), "progress": ("sources", "progress"),
    "merge": ("sources", "progress", "merge"), "conflicts": ("sources", "progress", "conflicts"),
    "agreement": ("sources", "progress", "agreement"), "board": ("sources", "progress", "board"),
}  # fmt: skip


async def test_every_command_can_be_given_on_its_screen(study_file: Path, tmp_path: Path) -> None:
    """One run of the app: each command of each screen, by its name; none of them fails, and the screen is there afterwards."""
    log = tmp_path / "state" / "error.log"
    async with desk(study_file) as one:
        await one.press("enter", "x")
        given = 0
        for kind, path in WALK.items():
            for command in COMMANDS:
                if command.where not in SCREENS[kind] or command.id.startswith(OFF):
                    continue
                if command.where in ("app", "go", "work", "list") and kind != "sources":
                    continue
                if command.id[-1].isdigit() and not command.id.endswith("1"):
                    continue
                if one.screen.kind != kind:
                    await one.app.go(*path)
                    await one.rest()
                one.screen.run_command(command.id)
                await one.rest()
                given += 1
                assert not log.exists(), f"{command.id} on {kind}: {log.read_text()}"
                if one.screen.ask.is_open:
                    one.screen.run_command("field.leave")
                if one.screen.chooser.is_open:
                    one.screen.run_command("codes.leave")
        assert given > 150


async def test_codes_are_added_named_moved_combined_and_split_and_each_is_undone(study_file: Path) -> None:
    def names(one: Desk) -> list[str]:
        with open_project(one.session.path) as project:
            return [("  " * code.depth) + code.name for code in codebook(project)]

    async with desk(study_file, first="codebook") as one:
        before = names(one)
        await one.press("j", "+")
        await one.type("arisan")
        await one.press("enter")
        assert "  arisan" in names(one) and "arisan is made" in one.said
        await one.press("enter", "enter")
        await one.type("Menabung bergiliran.")
        await one.press("enter", "x", "r")
        assert "arisan" in one.row(-2)
        await one.type("-warga")
        await one.press("enter")
        with open_project(study_file) as project:
            assert find_code(codebook(project), "arisan-warga").definition == "Menabung bergiliran."
        await one.press("K")
        order = names(one)
        assert order.index("  arisan-warga") < order.index("  utang")
        await one.press("H")
        assert "arisan-warga" in names(one)  # a branch of its own
        await one.press("M")
        await one.type("debt")
        await one.press("enter")
        assert "Nothing has happened yet" in one.said and "arisan-warga (not in use)" in one.text()
        await one.press("j")
        assert "arisan-warga" in names(one)
        await one.press("M")
        await one.type("debt")
        await one.press("enter", "enter")
        assert "arisan-warga" not in names(one)
        await one.press("/")
        await one.type("debt")
        await one.press("enter", "S")
        await one.type("warung: warung; lain")
        await one.press("enter")
        assert "utang (not in use): 2 → 0 codings" in one.text() and "warung: 0 → 1" in one.text()
        await one.press("enter")
        assert {"  warung", "  lain"} <= set(names(one)) and "  utang" not in names(one)
        for _ in range(8):
            await one.press("u")
        assert names(one) == before


async def test_words_are_found_marked_and_coded_in_one_action(study_file: Path) -> None:
    async with desk(study_file, first="search") as one:
        await one.type("saya")  # without words it asks for some
        await one.press("enter")
        assert "4 occurrences · in 2 sources · 3 not coded yet" in one.row(2)
        await one.press("f")
        assert "W-02" not in one.text()
        await one.press("space", "space", "1")
        assert one.names("FGD-01") == [
            ("utang", "Saya utang di warung.", -1), ("utang", "Di tempat saya air lancar, Mas.", -1),
        ]  # fmt: skip
        await one.press("u")
        assert one.names("FGD-01") == []
        await one.press("enter")
        assert one.screen.kind == "coding" and "FGD-01" in one.row(0)
        await one.press("g u", "j", "n")
        assert "2 passages · in 2 sources" in one.row(2)
        await one.press("j", "C")
        await one.type("air")
        await one.press("enter")
        assert one.names("W-02") == [("air", "Saya pinjam ke tetangga.", -1)] and "debt is air now" in one.said
        await one.press("g c")
        assert "4 occurrences" in one.row(2)


async def test_memos_are_written_found_and_lead_to_their_passage(study_file: Path) -> None:
    async with desk(study_file, first="memos") as one:
        assert "No memos yet" in one.text()
        await one.press("+")
        await one.type("tanya lagi soal air")
        await one.press("enter", "e")
        await one.type(" bersih")
        await one.press("enter")
        with open_project(study_file) as project:
            assert [(memo.kind, memo.text, memo.who) for memo in notes(project)] == [
                ("study", "tanya lagi soal air bersih", "sri")
            ]
            coding = project.value("SELECT id FROM coding WHERE removed=0 LIMIT 1")
        await one.session.write(lambda project: set_fields(project, coding, memo="siapa?"))
        await one.press("d", "g M")
        assert "siapa?" in one.text() and "bersih" not in one.text()
        await one.press("enter")
        assert one.screen.kind == "coding"


async def test_an_older_action_is_taken_back_and_what_came_after_stays(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("enter", "j", "j", "1", "j", "2")
        assert len(one.codings("FGD-01")) == 2
        await one.press("g .", "j", "d")
        assert "Taken back: a code given" in one.said
        assert [code for code, _words, _valence in one.names("FGD-01")] == ["gotong-royong"]
        await one.press("f")
        await one.type("given")
        await one.press("enter", "enter")
        assert one.screen.kind == "coding"


def test_only_an_own_action_of_this_computer_is_taken_back(tmp_path: Path) -> None:
    one = study(tmp_path / "studi")
    with one.project as project:
        first, second = one.codes("air", "utang")
        latest = deeds(project)
        undo_deed(project, latest[1].hash)
        assert [code.id for code in codebook(project)] == [second]
        redo(project)
        assert {code.id for code in codebook(project)} == {first, second}
        one.coder("bagus")
        project.coder = coder_id(project.id, "bagus")
        with pytest.raises(UserError, match="cannot be taken back here"):
            undo_deed(project, latest[0].hash)


def test_codes_that_share_a_place_can_be_put_in_an_order(tmp_path: Path) -> None:
    one = study(tmp_path / "studi")
    with one.project as project:
        one.codes("air", "banjir", "cuaca")
        air = find_code(codebook(project), "air")
        assert reorder(project, air, 1) and reorder(project, air, 1) and not reorder(project, air, 1)
        assert [code.name for code in codebook(project)] == ["banjir", "cuaca", "air"]


def test_a_split_is_written_on_one_line() -> None:
    assert read_shares("warung: bon, ngutang; bank:plecit ; lain") == [
        ("warung", ("bon", "ngutang")), ("bank", ("plecit",)), ("lain", ()),
    ]  # fmt: skip
    with pytest.raises(UserError, match="two names or more"):
        read_shares("warung: bon;")


async def test_settings_hold_at_once_and_are_kept(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("ctrl+p")
        await one.type("settings")
        await one.press("enter", "down", "down", "enter")
        assert one.app.palette is DARK_HIGH and "high" in one.text()
        await one.press("up", "up", "enter", "escape")
        assert i18n.language() == "id" and read_settings() == {"contrast": "high", "language": "id"}
    assert look(read_settings(), {"COLORTERM": "truecolor"}).palette is DARK_HIGH
    assert look({"colours": "256"}, {"NO_COLOR": "1"}).palette is NONE
    assert look({"colours": "lilac", "signs": "ascii"}, {"TERM": "xterm"}).signs.open == "["


async def test_the_tour_is_left_by_doing_its_five_steps(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        one.screen.run_command("app.tour")
        await one.told()
        seen = []
        for key in ("j", "2", "u", "enter", "enter", "g"):
            seen.append(next(line for line in one.text().splitlines() if "Tour " in line)[3:12])
            await one.press(key)
        assert seen == ["Tour 1/5 ", "Tour 2/5 ", "Tour 3/5 ", "Tour 4/5 ", "Tour 4/5 ", "Tour 5/5 "]
        assert "That is all" in one.text() and one.screen.kind == "coding"
        assert len(one.codings()) == 4  # as before


async def test_the_tour_says_who_one_is_where_somebody_else_is_counted(study_file: Path) -> None:
    with open_project(study_file) as project:
        add_coder(project, "budi")
    for coder, told in (("sri", False), ("budi", True)):
        async with desk(study_file, (120, 40), coder, first="home") as one:
            one.screen.run_command("app.tour")
            await one.told()
            assert "You are" not in one.text()
            await one.press("j")  # to the step that gives a code
            assert ("You are budi here; tables count what sri coded." in one.text()) == told


async def test_a_place_is_found_again_as_it_was_left(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("enter", "f4", "f3")
        assert one.screen.kind == "coding"
        await one.press("f2", "x")
        assert one.screen.kind == "home"
        await one.press("g u", "ctrl+o", "s")
        assert "write this field" not in one.said and "Enter writes this field" in one.said


async def test_what_is_wrong_with_a_keymap_is_said_at_the_start(study_file: Path) -> None:
    keymap_path().parent.mkdir(parents=True, exist_ok=True)
    keymap_path().write_text('[keys]\n"go.matrix" = "g 7"\n"go.nowhere" = "g y"\n', "utf-8")
    async with desk(study_file, first="home") as one:
        assert "there is no command go.nowhere" in one.said
        await one.press("g 7")
        assert one.screen.kind == "matrix"


async def test_a_list_that_is_whole_again_is_drawn_from_its_top(study_file: Path) -> None:
    """The map leaves a line of a list in sight. When it goes, the list may be drawn before it is told its new size."""
    async with desk(study_file) as one:
        await one.press("G")
        rows = one.screen.rows
        rows._top = rows.at  # as beneath the map
        rows.refresh()
        assert "FGD-01" not in rows.render_lines(rows.size.region)[3].text
        rows.on_resize()
        assert "FGD-01" in rows.render_lines(rows.size.region)[3].text


async def test_a_screen_one_comes_to_is_read_once(study_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where its way of coming to sight is a base's."""
    from qualcode.tui.session import Session

    reads: list[str] = []
    read = Session.read

    async def noted(session: Session, work: Callable[[Project], Any]) -> Any:
        reads.append(work.__qualname__)
        return await read(session, work)

    monkeypatch.setattr(Session, "read", noted)
    async with desk(study_file) as one:
        for path in (("sources", "attributes"), ("sources", "progress", "merge"), ("search",), ("home",)):
            reads.clear()
            await one.app.go(*path)
            await one.told()
            assert len(reads) == len(set(reads)), (path, reads)


async def test_in_a_very_wide_window_what_is_known_of_a_coding_stands_beside_the_text(study_file: Path) -> None:
    async with desk(study_file, (160, 48)) as one:
        await one.press("g s", "j", "enter", "j", "j")
        beside = [row[134:] for row in one.text().splitlines()[1:-2]]
        assert beside[:2] == [" gotong-royong · +", " strength · sri"]
        assert " means" in beside and not any(row.startswith(" means") for row in one.text().splitlines()[-8:])
        await one.press("enter")
        assert "means" not in one.text()
        await one.press("enter")
        await one.resize((120, 40))
        rows = one.text().splitlines()
        assert any("means" in row for row in rows[-8:]) and not rows[1].endswith(beside[0])
