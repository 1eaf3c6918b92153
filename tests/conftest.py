"""What every test stands on: English texts, no state of this machine, and the shared material where it is."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal import charmap
from hypothesis.internal.conjecture import providers
from hypothesis.internal.intervalsets import IntervalSet

from qualcode import i18n
from qualcode.store import schema
from tests.cli_world import made_once, nowhere, qc, study  # noqa: F401 - fixtures

# No test judges the clock, and none the day's luck: a landing is judged by its change. What chance finds is looked for with
# --hypothesis-profile=thorough (`make thorough`), and kept as an example.
settings.register_profile(
    "suite", max_examples=50, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("thorough", settings.get_profile("suite"), max_examples=500, derandomize=False)
settings.load_profile("suite")

MEMORY = Path(
    "/dev/shm"
)  # where a study is written without waiting for a disk; tests/crash has its own answer to a power cut
ROOM = 2**30  # bytes that must be free there

CHEAP_KEYS = {  # what a passphrase costs; tests/test_names.py and tests/test_sync.py pay the whole price once
    "qualcode.collect.keyfile.R": 1,
    "qualcode.collect.keyfile.P": 1,
    "qualcode.exchange.segments._SCRYPT": {"n": 1 << 4, "r": 8, "p": 1},
}

SHARED = Path(os.environ.get("QUALCODE_SHARED", Path(__file__).parents[2] / "shared"))


_signs = charmap.intervals_from_codec
_UTF_8 = IntervalSet(((0, 0xD7FF), (0xE000, sys.maxunicode)))


def signs(codec: str) -> tuple[IntervalSet, IntervalSet]:
    """What hypothesis finds by trying a million signs, 2.5 s in every worker of a fresh checkout: all but surrogates."""
    return (_UTF_8, IntervalSet(())) if codec == "utf-8" else _signs(codec)


charmap.intervals_from_codec = signs


def pytest_configure(config: pytest.Config) -> None:
    """The folders of the tests lie in memory where there is room; --basetemp and PYTEST_DEBUG_TEMPROOT go before.

    Hypothesis tries what stands as a constant in the code that was imported so far: which cases the suite tries would hang on
    which tests the same worker had before, and a fresh checkout is read for them for 4 s in each. Thorough, it does."""
    if not config.getoption("--hypothesis-profile"):
        providers._get_local_constants = lambda: providers._local_constants
    if "PYTEST_DEBUG_TEMPROOT" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free >= ROOM:
        os.environ["PYTEST_DEBUG_TEMPROOT"] = str(MEMORY)


_migrate = schema.migrate


@cache
def _migrated(_latest: int) -> sqlite3.Connection:
    """An empty project, brought from nothing to this version by the migrations."""
    conn = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    _migrate(conn, 0)
    return conn


def migrate(conn: sqlite3.Connection, have: int) -> None:
    """The migrations; a new file gets page by page what they made once of another new file (31 ms to 5 ms a project)."""
    if have or not isinstance(conn, sqlite3.Connection):  # the power-cut tests have a driver of their own
        _migrate(conn, have)
    else:
        _migrated(schema.LATEST).backup(conn)


schema.migrate = migrate


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """In a fresh checkout two workers would both compile everything, 14 s each: the second begins at the other end, and each
    finds the half that the other has written."""
    if os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
        for path in sorted(Path(__file__).parent.glob("test_*.py"), reverse=True):
            with contextlib.suppress(Exception):  # is told when the file is collected
                importlib.import_module(f"tests.{path.stem}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason="shared: the team's shared material is not beside this checkout"))


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end: the collector of garbage need not walk through it again and again,
    nor look after every 700 things (6 % of the app's tests)."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = sum("shared:" in str(report.longrepr) for report in terminalreporter.stats.get("skipped", []))
    terminalreporter.write_line(f"tests marked shared that were skipped: {skipped}")


@pytest.fixture
def shared() -> Path:
    return SHARED


_folders = count()


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """As pytest's own, an empty folder that stays where the test failed. That one looks through the names of all folders for
    the next number, and leaves a link for each test: a millisecond a test, and more with each."""
    failed = request.session.testsfailed
    name = re.sub(r"\W", "_", request.node.name)[:30]
    folder = tmp_path_factory.getbasetemp() / f"{name}{next(_folders)}"
    folder.mkdir(mode=0o700)
    yield folder
    if request.session.testsfailed == failed:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes this machine's settings, and all of them read English."""
    monkeypatch.setenv("QUALCODE_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.setenv("QUALCODE_LANG", "en")
    monkeypatch.delenv("QUALCODE_CODER", raising=False)
    monkeypatch.delenv("QUALCODE_PROJECT", raising=False)
    i18n.use("en")
    for name, cheap in CHEAP_KEYS.items():
        monkeypatch.setattr(name, cheap)
