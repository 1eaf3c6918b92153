"""Two app windows on one project: two processes write at once, and nothing that either was told is done is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from qualcode.store import act, create_project, ids, open_project
from qualcode.store.check import check

ROOT = Path(__file__).parents[1]
WRITER = """
import sys
from pathlib import Path
from qualcode.store import act, ids, open_project
with open_project(Path(sys.argv[1])) as project:
    project.coder = ids.coder_id(project.id, "sri")
    for n in range(int(sys.argv[3])):
        with act(project, "edit") as a:
            a.create("code", ids.new_id(), name=f"{sys.argv[2]}-{n}")
            a.change("code", ids.code_id(project.id, ("bersama",)), position=n)
        print(a.hash.hex())
"""


def both_write(folder: Path, writes: int) -> tuple[set[str], Path]:
    """The hashes that the two windows said they had written, and the project."""
    path = folder / "p.qualcode"
    with create_project(path) as project, act(project, "init") as a:
        project.coder = a.create("coder", ids.coder_id(project.id, "sri"), name="sri")
        a.create("code", ids.code_id(project.id, ("bersama",)), name="bersama")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    windows = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path), name, str(writes)], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=env
        )
        for name in ("kiri", "kanan")
    ]  # fmt: skip
    said: set[str] = set()
    for window in windows:
        out, _ = window.communicate()
        assert window.returncode == 0
        said.update(out.split())
    return said, path


def nothing_lost(said: set[str], path: Path, writes: int) -> None:
    assert len(said) == 2 * writes
    with open_project(path) as project:
        there = {hash_.hex() for (hash_,) in project.rows("SELECT hash FROM action")}
        assert said <= there
        assert project.value("SELECT COUNT(*) FROM code WHERE removed=0") == 2 * writes + 1
        assert project.value("SELECT COUNT(*) FROM log") == 1  # one installation, one log
        assert project.rows("SELECT n FROM action ORDER BY n") == [(n,) for n in range(1, 2 * writes + 2)]
        assert not check(project).faults


def test_two_windows_at_once_lose_nothing(tmp_path: Path) -> None:
    said, path = both_write(tmp_path, 100)
    nothing_lost(said, path, 100)


def test_a_window_that_writes_is_known_and_reading_beside_it_does_not_wait_for_it(tmp_path: Path) -> None:
    path = tmp_path / "p.qualcode"
    create_project(path).close()
    with open_project(path) as one:
        assert not one.held_elsewhere(0)
        one.conn.execute("BEGIN IMMEDIATE")
        with open_project(path) as other:
            assert other.held_elsewhere(0)
            assert other.value("PRAGMA busy_timeout") == 30_000  # what is written waits as before
        one.conn.execute("ROLLBACK")
