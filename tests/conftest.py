"""What every test stands on: English texts, no state of this machine, and the shared material where it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

from qualcode import i18n
from tests.cli_world import made_once, nowhere, qc, study  # noqa: F401 - fixtures

settings.register_profile("ci", derandomize=True)  # a landing is judged by its change, not by the day's luck
if os.environ.get("CI"):
    settings.load_profile("ci")

SHARED = Path(os.environ.get("QUALCODE_SHARED", Path(__file__).parents[2] / "shared"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="shared: the team's shared material is not beside this checkout"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = sum("shared:" in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    terminalreporter.write_line(f"tests marked shared that were skipped: {skipped}")


@pytest.fixture
def shared() -> Path:
    return SHARED


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes this machine's settings, and all of them read English."""
    monkeypatch.setenv("QUALCODE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("QUALCODE_LANG", "en")
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    monkeypatch.delenv("QUALCODE_PROJECT", raising=False)
    i18n.use("en")
