"""The process that is killed: ``python -m tests.crash.child SCENE PROJECT SEED``. It says on standard output what it does."""

from __future__ import annotations

import os
import pickle
import sys
from pathlib import Path

from tests.crash import scene


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")  # unbuffered, and whole: a short write to a pipe is not torn


if __name__ == "__main__":
    where, project, seed = sys.argv[1:]
    prepared = pickle.loads(Path(where).read_bytes())
    say("ready")
    scene.work(prepared, Path(project), int(seed), say)
