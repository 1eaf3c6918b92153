"""The theme board and the findings in the app, as a person uses them."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

import json
from pathlib import Path

from qualcode.conclude.cases import cases
from qualcode.conclude.findings import add_finding, findings
from qualcode.conclude.member_checks import member_checks
from qualcode.conclude.memo_types import typed
from qualcode.conclude.theme_review import review
from qualcode.reduce.codings import codings, set_fields
from qualcode.reduce.issues import write as write_issue
from qualcode.reduce.memos import write_memo
from qualcode.reduce.themes import themes
from qualcode.report.basket import basket
from qualcode.store import open_project
from tests.app_world import app_study, compare, desk, study_file  # noqa: F401 - fixtures


async def test_a_code_is_carried_into_a_theme_and_the_theme_moves_on_with_a_reason(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g t")
        assert "3 themes" in one.row(1) and "CANDIDATE" in one.text()
        await one.press("space", "enter")  # the only code of the first theme
        assert "You carry “" in one.said
        await one.press("j", "space")
        with open_project(study_file) as project:
            assert [len(theme.codes) for theme in themes(project)] == [0, 2, 1]
        await one.press("u", "L")  # its list is not whole: why nonetheless?
        await one.type("dibaca pekan depan")
        await one.press("enter")
        with open_project(study_file) as project:
            moved = next(theme for theme in themes(project) if theme.status == "reviewed")
            assert "dibaca pekan depan" in review(project, moved.id).incomplete


async def test_a_passage_is_chosen_and_the_rest_is_read(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g t", "enter")
        assert "2 of 2 transcripts" in one.text()
        await one.press("Y")
        with open_project(study_file) as project:
            assert [marked.theme for marked in basket(project)] == [themes(project)[0].id]
        await one.press("space", "r")
        with open_project(study_file) as project:
            assert len(themes(project)[0].exemplars) == 1
        assert "are in no theme" in one.row(1)
        await one.press("enter")
        assert one.screen.kind == "coding"  # at the words themselves


async def test_a_finding_is_written_tested_and_settled(study_file: Path) -> None:
    async with desk(study_file, (120, 40), first="home") as one:
        await one.press("g e", "+")
        await one.type("Utang menutup jeda upah")
        await one.press("enter", "enter")  # the first theme
        assert "2 of 2 transcripts" in one.text()
        await one.press("v", "enter")  # representativeness: its counts stand while the outcome is asked
        assert "the most quoted informant: 1 of 2 passages" in one.text().replace("│", " ")
        await one.press("enter")
        await one.type("dua kelurahan")
        await one.press("enter", "S", "down", "enter")
        await one.type("kasus negatif menyusul")  # nobody reviewed its counter-evidence
        await one.press("enter", "w", "down", "enter")
        assert "Proposed as W1" in one.said
        with open_project(study_file) as project:
            made = cases(project)[0]
            evidence = json.loads(project.value("SELECT evidence FROM swot_item"))
        assert evidence == {"themes": [theme.hex() for theme in made.finding.themes]}
        assert (made.state, made.finding.reason) == ("bare", "kasus negatif menyusul")
        assert [tactic.note for tactic in made.finding.tactics] == ["dua kelurahan"]


async def test_what_came_back_is_kept_and_waits_until_it_says_what_was_done(study_file: Path) -> None:
    async with desk(study_file, first="home") as one:
        await one.press("g F", "+")
        await one.type("Utang")  # what was given back, then to whom, the answer, how
        await one.press("enter", "enter", "down", "enter", "enter")
        await one.type("2025-07-20")
        await one.press("enter")
        await one.type("Bukan begitu")
        await one.press("enter")
        assert "1 corrects · 1 waits for what was done" in one.text() and "“Bukan begitu”" in one.text()
        compare("checks.80x24", one.text())
        await one.press("e")
        await one.type("Batas tema diperjelas")
        await one.press("enter", "c")
        await one.type("theme")
        await one.press("enter")
        assert "waits" not in one.row(1)
        with open_project(study_file) as project:
            (kept,) = member_checks(project)
        assert (kept.answer, kept.mode, kept.date, kept.outcome) == (
            "corrects",
            "meeting",
            "2025-07-20",
            "Batas tema diperjelas",
        )
        assert [kind for kind, _rec, _name in kept.changed] == ["theme"]
        await one.press("u")
        assert "(changed" not in one.text()
        await one.press("enter")
        assert one.screen.kind in ("theme", "finding", "coding")
        await one.press("x")
        assert one.screen.kind == "checks"


async def test_steps_are_written_ordered_and_tied_to_passages(study_file: Path) -> None:
    with open_project(study_file) as project:
        add_finding(project, "Utang menutup jeda upah", theme=themes(project)[0].id)
    async with desk(study_file, first="home") as one:
        await one.press("g e", "enter", "+")  # on the first passage: the step rests on it
        await one.type("Upah datang tak tentu")
        await one.press("enter")
        assert "! only one informant speaks for step 1" in one.text() and "1 step" in one.text()
        await one.press("+")  # on a step: behind it, resting on nothing yet
        await one.type("Warung memberi tempo")
        await one.press("enter")
        assert "! step 2 rests on nothing" in one.text()
        compare("chain.80x24", one.text())
        await one.press("K", "space")
        await one.type("Utang")
        await one.press("enter", "e", "down", "enter")
        await one.type("karena itu orang berutang")
        await one.press("enter", "G", "space", "enter")  # the last passage, to the first step
        assert "With step 1" in one.said and "[1]" in one.text()
        with open_project(study_file) as project:
            first, second = findings(project)[0].claims
        assert (first.text, first.leads, set(first.evidence)) == (
            "Warung memberi tempo", "karena itu orang berutang", {"themes", "codings"},
        )  # fmt: skip
        assert second.text == "Upah datang tak tentu"
        await one.press("space", "enter")
        assert "No longer with step 1" in one.said
        await one.press("g g", "d")
        assert "Step taken off" in one.said and "1. Upah datang" in one.text()
        await one.press("u")
        assert "1. Warung memberi tempo" in one.text()


async def test_a_memo_becomes_a_surprise_waits_and_is_answered(study_file: Path) -> None:
    with open_project(study_file) as project:
        write_memo(project, "theme", themes(project)[0].id, "Mengapa hanya perempuan?")
        first = codings(project)[0]
        set_fields(project, first.id, memo="utang sebagai jembatan")
    async with desk(study_file, first="memos") as one:
        await one.press("t", "enter", "j", "t", "down", "enter")  # the first is a surprise, the coding's own a metaphor
        assert "?theme" in one.text() and "▸~coding" in one.text()
        await one.press("T", "T")
        assert "shown: open surprises" in one.row(1) and "jembatan" not in one.text()
        await one.press("a")
        await one.type("Laki-laki bekerja saat wawancara")
        await one.press("enter")
        assert "Mengapa" not in one.text()  # it is no longer open
        await one.press("T", "T")
        assert "✓theme" in one.text()
        with open_project(study_file) as project:
            assert [(memo.type, memo.answer) for memo in typed(project)] == [
                ("surprise", "Laki-laki bekerja saat wawancara"), ("metaphor", ""),
            ]  # fmt: skip
        await one.press("u", "u")
        assert "~coding" not in one.text()


async def test_themes_findings_and_issues_are_narrowed_by_words_and_by_a_query(study_file: Path) -> None:
    with open_project(study_file) as project:
        debt, mutual, _water = themes(project)
        for claim, theme in (("Utang menutup jeda", debt), ("Tetangga menolong", mutual)):
            add_finding(project, claim, theme=theme.id)
            write_issue(project, None, theme.id, None, {}, problem=claim)
    async with desk(study_file, first="home") as one:
        for way, rows, left in (
            ("g t", "themes", "Neighbours look"),
            ("g e", "findings", "Tetangga"),
            ("g I", "issues", "Tetangga"),
        ):
            await one.press(way, "f")
            await one.type("neighbours" if rows == "themes" else "tetangga")
            assert left in one.text() and "Debt fills" not in one.text() and "jeda" not in one.text()  # as one types
            await one.press("ctrl+u")
            await one.type("code:gotong-royong")
            await one.press("enter")
            assert left in one.text() and "jeda" not in one.text() and "shown: code:gotong-royong" in one.row(1)
            await one.press("f", "ctrl+u")
            await one.type("code:")
            await one.press("enter")
            assert "shown: code:gotong-royong" in one.row(1)  # what cannot be read leaves it as it was
            await one.press("f", "ctrl+u", "enter")
            assert "shown:" not in one.row(1) and ("jeda" in one.text() or rows == "themes")
