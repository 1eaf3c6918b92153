"""Summaries and issue rows in the app: walked cell by cell, written beside their passages, and seen when they grow stale."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

from tests.app_world import app_study, desk, study_file  # noqa: F401 - fixtures


async def test_a_cell_is_written_beside_its_passages_and_goes_stale(study_file: Path, tmp_path: Path) -> None:
    log = tmp_path / "state" / "error.log"
    async with desk(study_file) as one:
        await one.press("g R")
        assert one.screen.kind == "framework" and one.screen.box.state == "unwritten"
        one.screen._follow()
        await one.told()
        assert "Ya ngutang" in one.text() or "pinjam" in one.text()
        await one.press("e")
        await one.type("Warung menjadi bank")
        await one.press("enter", "c")
        await one.type("tinggi")
        await one.press("enter")
        box = one.screen.box
        assert (box.summary.level, box.summary.text, box.state) == ("tinggi", "Warung menjadi bank", "written")
        assert "● tinggi" in one.text() and "tinggi: Warung menjadi bank" in one.text()

        (coding,) = box.rests_on
        one.session.now(lambda project: _judge(project, coding))
        one.session.written += 1
        await one.app.go("home")
        await one.press("g R", "!")
        assert one.screen.box.state == "stale" and "judged anew" in one.text()
        await one.press("a")
        assert one.screen.box.state == "written"
        await one.press("d")
        assert one.screen.box.summary is None
        await one.press("u")
        await one.app.go("home")
        await one.press("g R")
        assert any(box.summary for box in one.screen._found.boxes.values()), "undo brings it back"

        await one.press("z")
        await one.type("whole")
        await one.press("enter")
        assert one.screen._found.by == "whole"
        await one.press("enter")
        assert "passages" in one.said
        assert not log.exists()


def _judge(project: object, coding: bytes) -> None:
    from qualcode.reduce.codings import set_fields
    from qualcode.store import Project

    assert isinstance(project, Project)
    set_fields(project, coding, valence=0)


async def test_issue_rows_are_written_field_by_field_and_put_in_order(study_file: Path, tmp_path: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g I")
        for problem in ("Tidak ada pinjaman murah", "Air mahal"):
            await one.press("+", "enter")  # the first theme
            await one.type(problem)
            await one.press("enter")
        await one.press("l", "e")
        await one.type("Bank menolak")
        await one.press("enter", "K")
        assert [(row.problem, row.cause) for row in one.screen._issues] == [
            ("Air mahal", "Bank menolak"), ("Tidak ada pinjaman murah", ""),
        ]  # fmt: skip
        assert "Bank menolak" in one.text()
        await one.press("+", "enter")
        await one.type("Air keruh")
        await one.press("enter", "f")
        await one.type("air")
        await one.press("enter", "K")  # past the row that is shown next, whatever a filter hides between them
        assert [row.problem for row in one.screen._issues] == ["Air keruh", "Air mahal"]
        await one.press("u", "d", "f", "ctrl+u", "enter")
        assert [row.problem for row in one.screen._issues] == ["Air mahal", "Tidak ada pinjaman murah"]
        await one.press("g g", "d")
        assert len(one.screen._issues) == 1
        await one.press("enter")
        assert one.screen.kind == "quotes" and one.screen.where()[0] == "Issues"
        await one.press("x", "x")
        assert one.screen.kind == "framework"
