"""The basket: what is marked with Y goes into the report, in the order somebody chose, and a file appears whole or not at all."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from qualcode.conclude.findings import add_finding
from qualcode.report import chapter
from qualcode.report.basket import basket
from qualcode.store import open_project
from tests.app_world import Desk, app_study, desk, study_file  # noqa: F401 - fixtures


def read(file: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(file)).paragraphs)


async def to_words(one: Desk) -> None:
    """From the matrix to the first cell that has words."""
    await one.press("g m")
    for _ in range(6):
        await one.press("enter")
        if one.screen.kind == "quotes":
            return
        await one.press("l")
    raise AssertionError("no cell with words")


async def test_from_a_cell_to_a_report_and_back(study_file: Path, tmp_path: Path) -> None:
    async with desk(study_file, first="home") as one:
        await to_words(one)
        await one.press("Y")
        assert one.said.startswith("In the report")
        await one.press("Y")
        assert one.said == "It is in the report already"
        await one.press("g y")
        assert "1 passage marked with Y" in one.text()
        with open_project(study_file) as project:
            assert len(basket(project)) == 1
        file = tmp_path / "laporan.docx"
        await one.press("E", "ctrl+u")
        await one.type(str(file))
        await one.press("enter")
        assert one.said.startswith("Written: ")
        assert "BAB V HASIL DAN PEMBAHASAN" in read(file)
        await one.press("u")
        assert "0 passages marked with Y" in one.text()


async def test_order_and_what_is_left_out_are_kept(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g y", "g g", "J")
        await one.press("d")
        with open_project(study_file) as project:
            assert chapter.plan(project).parts[:2] == ("descriptive", "themes")
            assert "method" not in chapter.plan(project).parts
        await one.press("u")
        with open_project(study_file) as project:
            assert chapter.plan(project).parts[:2] == ("descriptive", "method")


async def test_an_export_that_is_stopped_leaves_nothing(
    study_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g y")
        made = chapter.chapter

        def stopped(*args: object, **more: object) -> object:
            one.screen.stop_long()
            return made(*args, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(chapter, "chapter", stopped)
        await one.press("E", "ctrl+u")
        await one.type(str(tmp_path / "laporan.docx"))
        await one.press("enter")
        assert "nothing was written" in one.said
        assert not (tmp_path / "laporan.docx").exists()


async def test_a_folder_gets_the_usual_name_a_missing_one_is_made_and_the_path_is_kept(
    study_file: Path, tmp_path: Path
) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g y", "E", "ctrl+u")
        await one.type(str(tmp_path / "tidak" / "ada" / "bab.docx"))
        await one.press("enter")
        assert "the folder does not exist" in one.words  # before any work, and the field stays open
        await one.press("ctrl+u")
        await one.type(f"{tmp_path / 'hasil'}/")
        await one.press("enter")
        assert one.said.startswith("Written: ") and "its folder is new" in one.said
        assert "stands in the project as" in one.said or "stand in the project as" in one.said  # as the command says
        (file,) = (tmp_path / "hasil").iterdir()
        assert file.name.startswith("laporan_") and file.suffix == ".docx"
        await one.press("E")
        assert one.screen.ask.text == str(file)


async def test_what_is_not_printed_is_named_after_it_was_written(study_file: Path) -> None:
    with open_project(study_file) as project:
        add_finding(project, "Utang menutup kekurangan gizi")
    async with desk(study_file, first="home") as one:
        await one.press("g y", "E", "enter")
        assert "1 finding is not printed: 1 “Utang menutup kekurangan gizi” (plausible, unverified)" in one.said
        assert "ge, S changes it" in one.said
