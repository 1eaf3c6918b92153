"""How far a source is coded, and whose words a search brings."""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import pytest

from qualcode.display.passages import of_code, of_words
from qualcode.errors import UserError
from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.coverage import coverage
from qualcode.store import open_project
from qualcode.tui.codebook_view import field_value
from tests.app_world import app_study, desk, study_file  # noqa: F401 - fixtures


def test_turns_that_are_coded_are_counted_once(study_file: Path) -> None:
    with open_project(study_file) as project:
        names = dict(project.rows("SELECT id, name FROM source"))
        found = {names[source]: counts for source, counts in coverage(project).items()}
        assert found == {"FGD-01": (0, 4), "W-01": (2, 2), "W-02": (1, 2)}
        kept: dict[bytes, list[tuple[int, int]]] = {}
        coverage(project, kept)
        assert coverage(project, kept) == coverage(project) and len(kept) == 3


def test_passages_know_who_coded_them_and_whether_an_interviewer_says_it(study_file: Path) -> None:
    with open_project(study_file) as project:
        debt = find_code(codebook(project), "utang").id
        assert {one.coder for one in of_code(project, debt)} == {"sri"}
        sides = {(one.name, one.who, one.asks) for one in of_words(project, "bagaimana OR ngutang")}
        assert any(asks for _name, _who, asks in sides) and ("W-01", "Bu A", False) in sides


async def test_a_search_leaves_the_interviewers_words_out_until_asked(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g c")
        await one.type("bagaimana OR ngutang")
        await one.press("enter")
        assert "left out" in one.row(2) and "interviewer" not in one.row(-5)
        before = one.row(2)
        await one.press("i")
        assert "left out" not in one.row(2) and one.row(2) != before
        await one.press("g u", "j", "n")
        assert "sri" in one.text() and "coded by sri" in one.text()


def test_keywords_are_written_on_one_line_with_patterns_and_expressions() -> None:
    text = (
        'utang, kartu mati, /rp ?\\d{1,3}, juta/ @turn, {"pattern": [{"LEMMA": "utang"}, {"POS": "NOUN"}]}, -utang budi'
    )
    found = field_value("keywords", text)
    assert found == [
        "utang", "kartu mati", "/rp ?\\d{1,3}, juta/ @turn", {"pattern": [{"LEMMA": "utang"}, {"POS": "NOUN"}]}, "-utang budi",
    ]  # fmt: skip
    with pytest.raises(UserError, match="cannot be read"):
        field_value("keywords", "{pattern: LEMMA}")


async def test_a_definition_is_written_on_several_lines_and_a_code_says_where_it_is_used(study_file: Path) -> None:
    async with desk(study_file) as one:
        await one.press("g u", "j", "tab")
        assert "Used in Pajang 1 · Semanggi 1" in one.text()
        long = "Meminjam untuk kebutuhan pokok sehari-hari, dari warung, tetangga atau bank plecit, berulang. "
        await one.press("enter")
        await one.type(long.replace("-", "").replace(",", "").replace(".", ""))
        assert sum("bank plecit" in row or "Meminjam" in row for row in one.text().splitlines()[-7:]) >= 1
        assert "definition:" in one.text()
        await one.press("enter")
        assert "Written" in one.said and "Meminjam untuk" in one.text()
        with open_project(study_file) as project:
            assert "sehari" in find_code(codebook(project), "utang").definition
