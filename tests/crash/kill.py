"""``kill -9`` at a random moment of import, coding and merge."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from tests.crash.scene import Aftermath, Scene, verify

SECONDS = 0.03  # the kill comes up to so long after some report


def campaign(scene: Scene, kills: int, seed: int = 1) -> list[Aftermath]:
    """Start the work ``kills`` times on a fresh copy and kill it at a random moment; what was found each time."""
    rnd = random.Random(seed)
    reports = 5 * (len(scene.files) + len(scene.others))  # two of each, and of the codings between
    return [_one(scene, seed * 1000 + n, rnd.randrange(reports), rnd.uniform(0, SECONDS)) for n in range(kills)]


def two_windows(scene: Scene, seed: int = 1, reports: int = 20) -> Aftermath:
    """Two processes write to one project at once, one doing all the work and one coding; both are killed."""
    coding = replace(scene, files=(), others=())
    folder, project = _copy(scene, seed)
    windows = [_start(one, folder, project, seed + n) for n, one in enumerate((scene, coding))]
    lines = [line for window in windows for line in _kill(window, reports, 0.0)]
    found = verify(scene, project, lines, unsaid=2)
    shutil.rmtree(folder)
    return found


def _one(scene: Scene, seed: int, reports: int, seconds: float) -> Aftermath:
    folder, project = _copy(scene, seed)
    found = verify(scene, project, _kill(_start(scene, folder, project, seed), reports, seconds))
    shutil.rmtree(folder)
    return found


def _copy(scene: Scene, seed: int) -> tuple[Path, Path]:
    folder = scene.folder / f"kill-{seed}"
    folder.mkdir()
    return folder, Path(shutil.copyfile(scene.base, folder / "project.qualcode"))


def _start(scene: Scene, folder: Path, project: Path, seed: int) -> subprocess.Popen[bytes]:
    """A child at work. It has opened nothing before it says so."""
    prepared = folder / f"scene-{seed}.pickle"
    prepared.write_bytes(pickle.dumps(scene))
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.child", str(prepared), str(project), str(seed)],
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], env=_environment(),
    )  # fmt: skip
    assert child.stdout is not None
    assert child.stdout.readline() == b"ready\n", "the child did not start"
    return child


def _kill(child: subprocess.Popen[bytes], reports: int, seconds: float) -> list[str]:
    """Kill it ``seconds`` after so many reports; all it reported."""
    assert child.stdout is not None
    lines = [child.stdout.readline() for _ in range(reports)]
    time.sleep(seconds)
    child.kill()
    lines += child.stdout.readlines()
    child.wait()
    child.stdout.close()
    assert child.returncode == -9 or os.name == "nt", f"the child ended by itself with {child.returncode}"
    return [line.decode().strip() for line in lines]


def _environment() -> dict[str, str]:
    """Compiled modules are kept (tests/__init__.py), so that the second child starts as fast as an installed qualcode."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
