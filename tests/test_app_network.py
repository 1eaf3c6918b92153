"""The network and the tile map by keys: from a number to the words behind it, and back."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

from tests.app_world import app_study, desk, study_file  # noqa: F401 - fixtures


async def test_from_a_tie_to_its_passages_to_the_text_and_back(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g j")
        assert " meets " in one.row(1) and one.row(1).endswith("most: 1 turn, 1 transcript")
        await one.press("enter")
        assert "Network › " in one.row(0) and "×" in one.row(0)
        assert "ngutang dulu" in one.text() and "Kerja bakti" in one.text()
        await one.press("enter")
        assert one.screen.kind == "coding"
        await one.press("x", "x")
        assert one.screen.kind == "network"
        await one.press("#", "#", "#")
        assert "in the same transcript" in one.row(0)
        await one.press("e")
        assert "Only " in one.said


async def test_the_cursor_walks_tiles_and_opens_what_was_heard(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g p")
        assert "raised in 2 of 2 kelurahan asked; 52 not sampled" in one.row(1)
        assert "[PJN" in one.text() and one.text().count("╱╱╱╱") == 52
        await one.press("l")
        assert "Purwosari (Laweyan): not sampled" in one.text()
        await one.press("enter")
        assert "not sampled" in one.said
        await one.press("h", "enter")
        assert "Tile map › " in one.row(0) and "Saya pinjam ke tetangga" in one.text()
        await one.press("x", "]")
        assert "Neighbours look after each other" in one.row(1)
        await one.press("i")
        assert "Nothing to put on a map yet" in one.text()
