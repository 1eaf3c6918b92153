"""How long until qualcode answers: --version and --help beside an empty Python."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.scratch import folder, machine, table

RUNS = 10
COMMANDS = (
    ("python -c pass", "-c", "pass"),
    ("qualcode --version", "-m", "qualcode", "--version"),
    ("qualcode --help", "-m", "qualcode", "--help"),
)


def main() -> None:
    print(f"  {machine()}; medians of {RUNS}, one after another in turn, modules compiled")
    with folder() as here:
        times: dict[str, list[float]] = {name: [] for name, *_ in COMMANDS}
        for n in range(RUNS + 1):
            for name, *arguments in COMMANDS:
                seconds = _run(arguments, here)
                if n:  # the first run compiles
                    times[name].append(seconds)
    empty = statistics.median(times[COMMANDS[0][0]])
    rows: list[tuple[object, ...]] = [("", "s", "over empty")]
    for name, taken in times.items():
        median = statistics.median(taken)
        rows.append((name, f"{median:.3f}", f"+{median - empty:.3f}"))
    table(rows)


def _run(arguments: list[str], here: Path) -> float:
    compiled = {"PYTHONPYCACHEPREFIX": str(here / "compiled")}
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | compiled
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], env=env, capture_output=True, cwd=Path(__file__).parents[1])
    seconds = time.perf_counter() - began
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)} failed: {done.stderr.decode()[-500:]}")
    return seconds


if __name__ == "__main__":
    main()
