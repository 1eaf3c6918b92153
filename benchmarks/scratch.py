"""A place for a benchmark to work in, with no state of this machine, and how its figures are printed."""

from __future__ import annotations

import gc
import os
import sqlite3
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

gc.set_threshold(20_000, 20, 50)  # as the command sets it


@contextmanager
def folder() -> Iterator[Path]:
    """An empty folder; what qualcode keeps outside the project goes there too."""
    before = os.environ.get("QUALCODE_STATE_DIR")
    with tempfile.TemporaryDirectory(prefix="qualcode-bench-") as name:
        os.environ["QUALCODE_STATE_DIR"] = str(Path(name) / "state")
        try:
            yield Path(name)
        finally:
            os.environ.pop("QUALCODE_STATE_DIR")
            if before is not None:
                os.environ["QUALCODE_STATE_DIR"] = before


def table(rows: Iterable[tuple[object, ...]]) -> None:
    """Print rows in columns, the first to the left, the others to the right."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in cells if i < len(row)) for i in range(max(map(len, cells)))]
    for row in cells:
        first, *rest = (
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=False))
        )
        print("  " + "  ".join([first, *rest]))


def machine() -> str:
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, SQLite {sqlite3.sqlite_version}, {sys.platform}"


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of all lie (nearest rank)."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(share * len(ranked)))]
