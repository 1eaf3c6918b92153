"""Where one begins: a known study, the sample, a new one; and who one is."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest
from textual._compositor import Compositor
from textual.pilot import Pilot

from qualcode.cli.app import run
from qualcode.errors import UserError
from qualcode.store import open_project
from qualcode.store.project import chosen_coder
from qualcode.store.recent import remember
from qualcode.tui.app import Qualcode
from qualcode.tui.commands import COMMANDS, SCREENS
from qualcode.tui.notes import read_settings
from qualcode.tui.session import open_session
from tests.app_world import (  # noqa: F401 - fixtures
    SHORTLY,
    TERMINAL,
    Desk,
    _turns,
    _watched,
    app_study,
    desk,
    idle,
    study_file,
)


async def begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *keys: str) -> tuple[Qualcode, str]:
    """The app in a folder without a study; what is seen after some keys."""
    folder = tmp_path / "kosong"
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", _turns)
    monkeypatch.setattr(Pilot, "_wait_for_screen", idle)
    monkeypatch.setattr("asyncio.wrap_future", _watched)
    monkeypatch.setattr("asyncio.futures.wrap_future", _watched)
    monkeypatch.setattr("textual.screen.UPDATE_PERIOD", SHORTLY)
    app = Qualcode(None, TERMINAL)
    async with app.run_test(size=(80, 24)) as pilot:
        one = Desk(app, pilot, None)  # type: ignore[arg-type]
        monkeypatch.setattr(Compositor, "render_update", lambda compositor, **how: one.paint(compositor, **how))
        await one.told()
        for key in keys:
            await (one.press(key) if len(key) < 2 or key == "enter" else one.type(key))
        text = one.text()
    if app._session is not None:
        app._session.close()
    return app, text


async def test_a_study_opened_before_is_offered(
    study_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(study_file)
    _app, text = await begin(tmp_path, monkeypatch)
    assert "1  studi" in text and "The sample study" in text and "A new study in this folder" in text


async def test_opening_it_asks_who_one_is_and_remembers_it(
    study_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(study_file)
    _app, text = await begin(tmp_path, monkeypatch, "1", "1")
    assert "Hello, sri" in text and "2 of 3 finished" in text
    with open_project(study_file) as project:
        assert chosen_coder(project) == "sri"


async def test_a_new_study_is_made_with_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _app, text = await begin(tmp_path, monkeypatch, "2", "wulan", "enter")
    assert "0 sources" in text and "wulan" in text
    with open_project(tmp_path / "kosong" / "project.qualcode") as project:
        assert project.rows("SELECT name FROM coder") == [("wulan",)]


async def test_what_lies_in_the_folder_is_said_and_leaving_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kosong").mkdir()
    for name in ("W-01.txt", "W-02.txt", "W-03.docx"):
        (tmp_path / "kosong" / name).write_bytes(b"")
    app, text = await begin(tmp_path, monkeypatch, "j", "k", "x")
    assert "3 files that may be transcripts: 2 .txt, 1 .docx" in " ".join(text.split())
    assert len(list((tmp_path / "kosong").iterdir())) == 3 and app._session is None


async def test_language_and_role_are_chosen_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _app, text = await begin(tmp_path, monkeypatch, *"jjjjj", "enter", *"k", "enter", "enter")
    assert "[Bahasa Indonesia]  English" in text
    assert read_settings() == {"language": "id", "first": "progress"}


async def test_a_team_is_joined_from_the_folder_it_shares(
    study_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qualcode.exchange.sync import sync

    (tmp_path / "tim").mkdir()
    with open_project(study_file) as project:
        sync(project, tmp_path / "tim")
    _app, text = await begin(tmp_path, monkeypatch, "4", "../tim", "enter")
    assert "Who are you in kosong?" in text and "sri" in text
    with open_project(tmp_path / "kosong" / "project.qualcode") as project:
        assert project.value("SELECT COUNT(*) FROM source") == 3


async def test_help_is_there_before_a_study_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _app, text = await begin(tmp_path, monkeypatch, "?")
    assert "Help › Beginning" in text and "no study is open" in text
    _app, text = await begin(tmp_path, monkeypatch, "?", "x", "j")
    assert "▸ 2" in text


async def test_every_command_can_be_given_before_a_study_is_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kosong").mkdir()
    monkeypatch.chdir(tmp_path / "kosong")
    app = Qualcode(None, TERMINAL)
    async with app.run_test(size=(80, 24)) as pilot:
        one = Desk(app, pilot, None)  # type: ignore[arg-type]
        await one.rest()
        for command in COMMANDS:
            if command.where in SCREENS["start"] and not command.id.startswith(
                ("app.quit", "app.back", "start.", "list.open")
            ):
                one.screen.run_command(command.id)
                await one.rest()
                one.screen.close_drawer()
                if one.screen.kind == "help":
                    await app.pop_screen()
        assert one.screen.kind == "start" and not (tmp_path / "state" / "error.log").exists()


async def test_where_there_is_no_study_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _app, text = await begin(tmp_path, monkeypatch, "3", "nowhere", "enter")
    said = " ".join(text.split())  # how long the path is says where the line is folded
    assert "there is no study" in said and not list((tmp_path / "kosong").iterdir())


async def test_nobody_is_made_without_a_name(study_file: Path) -> None:
    async with desk(study_file, coder=None) as one:
        assert "Who are you in studi?" in one.text()
        await one.press("2", "enter")
        assert "a short name is one word" in one.said
        await one.press("2")
        await one.type("bagus")
        await one.press("enter")
        assert one.screen.kind == "sources" and "bagus · ✓ saved" in one.row(0)


def test_without_a_terminal_it_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UserError, match="the app needs a terminal"):
        run(None, None)


def test_an_unknown_coder_is_one_line(study_file: Path) -> None:
    with pytest.raises(UserError, match="there is no coder “budi”"):
        open_session(study_file, "budi")
