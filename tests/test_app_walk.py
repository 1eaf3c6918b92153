"""A report writer's walk, its keys counted: from a dissonance in the matrix to its thread, to a SWOT weakness with its evidence,
to a strategy, to the page in the document. What it costs stands in docs/keys-counted.md.
"""

# ruff: noqa: F811 - fixtures are arguments

from __future__ import annotations

from pathlib import Path

import docx

from tests.app_world import Desk, desk
from tests.cli_world import CommandLine
from tests.test_worked_example import published, study  # noqa: F401 - fixtures

KEYS = {"cell": 6, "thread": 2, "answered": 4, "weakness": 2, "opportunity": 7, "strategy": 7, "document": 5}


async def _press(one: Desk, *keys: str) -> int:
    """Press them; how many strokes that is."""
    await one.press(*keys)
    return sum(len(key.split()) for key in keys)


async def _line(one: Desk, text: str) -> int:
    """Write a line; the key that ends it is counted, its letters are not."""
    await one.type(text)
    return await _press(one, "enter")


async def test_from_a_dissonance_in_the_matrix_to_the_page(study: CommandLine, tmp_path: Path) -> None:
    counted: dict[str, int] = {}
    async with desk(study.project_file, first="home") as one:
        counted["cell"] = await _press(one, "g m", "G", "l", "l")
        while "× Mojosongo" not in one.text():
            counted["cell"] += await _press(one, "l")
        counted["thread"] = await _press(one, "i", "enter")
        assert "▸Mojosongo" in one.text() and "definition" in one.text().lower()
        counted["answered"] = await _press(one, "2", "5", "e") + await _line(one, "Kantong tidak tampak di rata-rata")
        counted["weakness"] = await _press(one, "w", "enter")
        counted["opportunity"] = await _press(one, "g v", "h", "j", "+")
        counted["opportunity"] += await _line(one, "Kampus mendampingi warga") + await _line(one, "n y y")
        counted["strategy"] = await _press(one, "l", "k", "t", "+") + await _line(
            one, "Memetakan kantong bersama kampus"
        )
        counted["strategy"] += await _press(one, "1", "2")
        file = tmp_path / "laporan.docx"
        counted["document"] = await _press(one, "g y", "E", "ctrl+u") + await _line(one, str(file))
    page = "\n".join(cell.text for table in docx.Document(str(file)).tables for row in table.rows for cell in row.cells)
    assert "Memetakan kantong bersama kampus" in page and "W1, O1" in page
    assert "Kantong tidak tampak di rata-rata" in page
    assert counted == KEYS
