"""Somebody withdraws in the app: what goes is shown, the name is asked for, and what is left for hands is said. People are invented."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.conclude.findings import add_finding
from qualcode.store import act, open_project
from qualcode.store.ids import new_id
from qualcode.store.lookup import find
from tests.app_world import Desk, app_study, desk, looks, study_file  # noqa: F401 - fixtures

SAID = "Bantuan datang ke yang mampu. Saya utang di warung."


@pytest.fixture
def quoted(study_file: Path) -> Path:
    """A study in which texts of the researcher repeat Bu Marni, and an export does."""
    with open_project(study_file) as project:
        (project.coder,) = project.rows("SELECT id FROM coder")[0]
        rec, code = new_id(), find(project, "code", "utang")
        with act(project, "memo") as a:
            a.create("memo", rec, belongs=None, about_kind="code", about=code, coder=project.coder, text=SAID)
        with act(project, "memo") as a:
            a.change("memo", rec, text="Ia berutang.")
        add_finding(project, f"Warga berkata “{SAID}”.")
    exports = study_file.parent / "exports"
    exports.mkdir()
    (exports / "kutipan.csv").write_text(f"kutipan;siapa\n{SAID};peserta\n", "utf-8")
    return study_file


async def to_withdrawal(one: Desk, name: str = "Bu Marni") -> None:
    await one.press("g o")
    while name not in one.screen.sheet.here.name:
        await one.press("j")
    await one.press("W")


@pytest.mark.parametrize("size", [(80, 24), (160, 48)])
async def test_what_goes_is_shown_and_goes_once_the_name_was_written(quoted: Path, size: tuple[int, int]) -> None:
    async with desk(quoted, size) as one:
        await to_withdrawal(one)
        await looks(one, f"withdrawal.{size[0]}x{size[1]}")
        assert "FGD-01" in one.words and "2 turns become blanks" in one.words and "kutipan.csv" in one.words
        await one.press("enter")
        await one.type("Bu Yuli")
        await one.press("enter")
        assert "This is not “Bu Marni”" in one.words
        await one.press("escape")
        with open_project(quoted) as project:
            assert project.value("SELECT COUNT(*) FROM withdrawal") == 0
        await one.press("enter")
        await one.type("bu marni")
        await one.press("enter")
        await one.type("minta lewat telepon")
        await one.press("enter")
        await looks(one, f"withdrawn.{size[0]}x{size[1]}")
        assert "Their words are gone" in one.words and "paper" in one.words and "backups elsewhere" in one.words
    data = quoted.read_bytes()
    assert b"yang mampu" not in data and b"Marni" not in data
    with open_project(quoted) as project:
        assert project.value("SELECT reason FROM withdrawal WHERE target='participant'") == "minta lewat telepon"


async def test_a_source_is_withdrawn_from_its_row_and_without_a_reason_nothing_is(quoted: Path) -> None:
    async with desk(quoted) as one:
        await one.press("g s", "e")
        name = one.screen.sheet.here.name
        await one.press("W")
        assert f"{name} would go: 1 source whole" in one.words
        await one.press("enter")
        await one.type(name)
        await one.press("enter", "enter")
        assert "Without a reason nothing was done" in one.words
        await one.press("x")
        assert one.screen.kind == "attributes"
