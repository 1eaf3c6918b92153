"""``kill -9`` at a random moment of import, coding and merge."""

from __future__ import annotations

import os
import pickle
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path

from tests.crash.scene import Aftermath, Scene, verify

SECONDS = 0.03  # the kill comes up to so long after some report


def campaign(scene: Scene, kills: int, seed: int = 1) -> list[Aftermath]:
    """Start the work ``kills`` times on a fresh copy and kill it at a random moment; what was found each time."""
    prepared = scene.folder / "scene.pickle"
    prepared.write_bytes(pickle.dumps(scene))
    rnd = random.Random(seed)
    reports = 5 * (len(scene.files) + len(scene.others))  # two of each, and of the codings between
    return [
        _one(scene, prepared, seed * 1000 + n, rnd.randrange(reports), rnd.uniform(0, SECONDS)) for n in range(kills)
    ]


def _one(scene: Scene, prepared: Path, seed: int, reports: int, seconds: float) -> Aftermath:
    folder = scene.folder / f"kill-{seed}"
    folder.mkdir()
    project = folder / "project.qualcode"
    shutil.copyfile(scene.base, project)
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.crash.child", str(prepared), str(project), str(seed)],
        stdout=subprocess.PIPE, cwd=Path(__file__).parents[2], env=_environment(scene.folder),
    )  # fmt: skip
    assert child.stdout is not None
    ready = child.stdout.readline()
    assert ready == b"ready\n", "the child did not start"
    lines = [child.stdout.readline().decode() for _ in range(reports)]
    time.sleep(seconds)
    child.kill()
    lines += child.stdout.read().decode().splitlines()
    child.wait()
    child.stdout.close()
    assert child.returncode == -9 or os.name == "nt", f"the child ended by itself with {child.returncode}"
    found = verify(scene, project, [line.strip() for line in lines])
    shutil.rmtree(folder)
    return found


def _environment(folder: Path) -> dict[str, str]:
    """Compiled modules are kept beside the scene, so that the second child starts as fast as an installed qualcode."""
    own = {"PYTHONPATH": os.pathsep.join(sys.path), "PYTHONPYCACHEPREFIX": str(folder / "compiled")}
    return {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"} | own
