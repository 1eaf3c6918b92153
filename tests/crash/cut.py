"""Power cuts in the work of scene.py: at a random operation on the files the power goes, and the disk forgets.

A seed gives the same cuts again (where sets are involved, with PYTHONHASHSEED=0): ids and clock are drawn from it.
"""

from __future__ import annotations

import random
import shutil
from contextlib import suppress
from pathlib import Path
from unittest import mock

from qualcode.store import connect
from tests.crash import lossy, scene
from tests.crash.lossy import Disk, PowerCut
from tests.crash.scene import Aftermath, Scene

CODINGS = 40  # single codings between imports and merges


def campaign(prepared: Scene, cuts: int, synchronous: str = "FULL", seed: int = 1) -> list[Aftermath]:
    """Do the work ``cuts`` times, each time with a power cut at a random operation; what was found after each."""
    calm = Disk()
    shutil.rmtree(_run(prepared, calm, synchronous, seed, []))
    rnd = random.Random(seed)
    return [_one(prepared, rnd.randrange(calm.operations), synchronous, seed * 1000 + n) for n in range(cuts)]


def _one(prepared: Scene, cut_at: int, synchronous: str, seed: int) -> Aftermath:
    disk, lines = Disk(cut_at), list[str]()
    folder = _run(prepared, disk, synchronous, seed, lines)
    lossy.restore(disk, folder, random.Random(seed))
    found = scene.verify(prepared, folder / "project.qualcode", lines)
    shutil.rmtree(folder)
    return found


def _run(prepared: Scene, disk: Disk, synchronous: str, seed: int, lines: list[str]) -> Path:
    """The work on this disk, until its end or the power cut; the folder of the project."""
    folder = prepared.folder / f"cut-{synchronous}-{seed}"
    folder.mkdir()
    project = folder / "project.qualcode"
    shutil.copyfile(prepared.base, project)

    def report(line: str) -> None:
        if disk.dead:  # what goes on in the dark reports nothing
            raise PowerCut
        lines.append(line)

    with (
        scene.seeded(seed),
        mock.patch.object(connect, "driver", lossy.driver(folder, synchronous)),
        suppress(PowerCut),
    ):
        scene.work(prepared, project, seed, report, codings=CODINGS)
    return folder
