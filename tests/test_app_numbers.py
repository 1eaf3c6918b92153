"""The screen of numbers: from the sentence to the figure as printed, and to where a word is said."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from qualcode.collect.figure_import import import_figures
from qualcode.collect.indicators import import_indicators
from qualcode.conclude.declared import declare
from qualcode.store import Project, open_project
from qualcode.tui.session import Session
from tests.app_world import app_study, desk, study_file  # noqa: F401 - fixtures
from tests.test_cli_figures import INDICATORS

# Invented; 2024 of Semanggi cannot be read.
FIGURES = """\
indicator,level,region,parent,year,value_as_printed,source,table
Jumlah penduduk,kelurahan,Pajang,Laweyan,2023,20.000,BPS,4.2
Jumlah penduduk,kelurahan,Semanggi,Pasar Kliwon,2023,10.000,BPS,4.2
Jumlah penerima PKH,kelurahan,Pajang,Laweyan,2023,400,Dinsos,4.9
Jumlah penerima PKH,kelurahan,Semanggi,Pasar Kliwon,2023,500,Dinsos,4.9
Jumlah penerima PKH,kelurahan,Pajang,Laweyan,2024,390,Dinsos,4.9
Jumlah penerima PKH,kelurahan,Semanggi,Pasar Kliwon,2024,12.38.75,Dinsos,4.9
"""


async def test_figures_from_the_sentence_to_the_printed_page(study_file: Path, tmp_path: Path) -> None:
    (tmp_path / "i.csv").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "f.csv").write_text(FIGURES, encoding="utf-8")
    with open_project(study_file) as project:
        project.coder = project.value("SELECT id FROM coder LIMIT 1")
        import_indicators(project, tmp_path / "i.csv")
        import_figures(project, tmp_path / "f.csv")
    async with desk(study_file, first="home") as one:
        await one.press("g n")
        assert "worst Semanggi (50.00), best Pajang (20.00)" in one.text()
        await one.press("enter")
        assert "as printed: 500 · table 4.9 · 2023" in one.text() and "as used: 50.00 per 1,000" in one.text()
        await one.press("p")
        await one.press("l")
        assert "[2024]" in one.text() and "no readable number" in one.text()
        await one.press("n")
        assert "CAREFUL: these are counts" in one.text()


async def test_a_word_leads_to_where_it_is_said(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g n")
        assert "There are no figures yet" in one.text()
        await one.press("tab")
        assert "44 words in 3 transcripts; most often: " in one.text()
        await one.press("enter")
        assert "search" in one.screen.kind
        await one.press("x")
        assert one.screen.kind == "numbers"
        await one.press("tab")
        await one.press("tab")
        assert "saturation needs 4 + 2 finished sources, here are 2" in one.text()


async def test_what_is_shown_for_the_first_time_is_kept_as_seen_and_nothing_else_is_written_by_reading(
    study_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "i.csv").write_text(INDICATORS, encoding="utf-8")
    (tmp_path / "f.csv").write_text(FIGURES, encoding="utf-8")
    with open_project(study_file) as project:
        project.coder = project.value("SELECT id FROM coder LIMIT 1")
        import_indicators(project, tmp_path / "i.csv")
        import_figures(project, tmp_path / "f.csv")
        theme, rec = (project.value(f"SELECT id FROM {kind} WHERE name LIKE ?", f"{words}%") for kind, words in (("theme", "Utang"), ("indicator", "Jumlah penerima")))  # fmt: skip
        declare(project, theme, rec, relation="problem_when_worse", closeness="direct", rationale="dekat")
    wrote: list[str] = []
    read = Session.read

    async def watched(session: Session, work: Callable[[Project], Any]) -> Any:
        before = await read(session, lambda project: project.value("SELECT MAX(id) FROM action"))
        found = await read(session, work)
        wrote.extend(
            await read(session, lambda p: [kind for (kind,) in p.rows("SELECT kind FROM action WHERE id>?", before)])
        )
        return found

    async with desk(study_file, first="home") as one:
        for command in ("g m", "g t", "g v", "g n", "g y", "g e", "g l", "g u"):
            with monkeypatch.context() as patch:
                patch.setattr(Session, "read", watched)
                await one.press(command)
        assert not wrote
        written = one.session.written
        await one.press("g r")
        assert one.session.written == written + 1  # it is a write, and other screens know
        await one.press("g h", "g r")
        assert one.session.written == written + 1
