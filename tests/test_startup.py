"""Asking for help or the version imports nothing heavy."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "textual",
    "rich",
    "spacy",
    "numpy",
    "networkx",
    "sqlite_utils",
    "docx",
    "lxml",
    "xlsxwriter",
    "jinja2",
    "babel",
)


@pytest.mark.parametrize("question", ["--version", "--help"])
def test_nothing_heavy_is_imported(question: str) -> None:
    program = f"""
import sys
from qualcode.cli import main
sys.argv = ["qualcode", {question!r}]
try:
    code = main()
except SystemExit as end:
    code = end.code
assert not code, code
print("\\nimported:", *sorted({{name.partition(".")[0] for name in sys.modules}}))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1]
    )
    assert done.returncode == 0, done.stderr
    answer, _, imported = done.stdout.rpartition("imported:")
    assert "qualcode" in answer
    assert not set(HEAVY) & set(imported.split())
