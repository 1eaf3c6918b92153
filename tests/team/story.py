"""The story: members work at once through a bad carrier and are killed now and then; then the carrier heals."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from qualcode.collect.sources import import_file
from qualcode.exchange.sync import sync
from qualcode.store import Project, act, create_project, ids, open_project
from qualcode.store.check import check, dump
from tests.crash.scene import transcript

ROOT = Path(__file__).parents[2]


@dataclass
class Member:
    name: str
    path: Path
    process: subprocess.Popen[bytes] | None = None
    said: list[Path] = field(default_factory=list)  # what each of its processes reported

    @property
    def team(self) -> Path:
        return self.path.parent / "team"


@dataclass
class Outcome:
    """How it went. ``lost``: actions reported as done that somebody lacks in the end; ``faults``: what ``check`` found;
    ``states``: how many different states there are in the end; ``rounds``: of syncing until nothing moved."""

    count: Counter[str]
    lost: int
    faults: list[str]
    states: int
    rounds: int
    seconds: float

    @property
    def well(self) -> bool:
        return not self.lost and not self.faults and self.states == 1


def play(folder: Path, *, members: int = 6, seconds: float = 60, kill_every: float = 3, seed: int = 1) -> Outcome:
    """Let them work for ``seconds``, heal the carrier, and look. The folder must be empty."""
    rnd = random.Random(seed)
    folder.mkdir(exist_ok=True)
    team = _prepare(folder, members)
    for member in team:
        _start(member, rnd.randrange(10**6))
    folders = [str(member.team) for member in team]
    carrier = subprocess.Popen(
        [sys.executable, "-m", "tests.team.carrier", str(seed), *folders], cwd=ROOT, env=_env(folder)
    )
    count: Counter[str] = Counter()
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(min(kill_every, max(0.0, end - time.monotonic())))
        victim = rnd.choice(team)
        if time.monotonic() < end and victim.process is not None:
            victim.process.kill()
            victim.process.wait()
            count["killed"] += 1
            _start(victim, rnd.randrange(10**6))
    for member in team:
        _stop(member)
    carrier.terminate()
    carrier.wait()
    began = time.monotonic()
    faults = [fault for member in team for fault in _faults(member)]  # before a sync may make them good
    rounds = _heal(folder, team)
    return _look(team, count, faults, rounds, time.monotonic() - began)


def _prepare(folder: Path, members: int) -> list[Member]:
    """A small study, and a copy of it for each member. The words are made up."""
    rnd = random.Random(5)
    base = folder / "base" / "project.qualcode"
    names = [f"koder{n}" for n in range(members)]
    with _state(folder / "base"), create_project(base) as project:
        project.coder = ids.coder_id(project.id, names[0])
        with act(project, "init") as a:
            for name in names:
                a.create("coder", ids.coder_id(project.id, name), name=name)
            for n in range(8):
                a.create("code", ids.code_id(project.id, (str(n),)), name=f"kode-{n}")
        for n in range(3):
            path = folder / "base" / f"W-{n:02d}.txt"
            path.write_text(transcript(rnd, 40), "utf-8")
            import_file(project, path)
    team = [Member(name, folder / name / "project.qualcode") for name in names]
    for member in team:
        member.team.mkdir(parents=True)
        shutil.copyfile(base, member.path)
    return team


def _env(folder: Path) -> dict[str, str]:
    return {**os.environ, "QUALCODE_STATE_DIR": str(folder / "state"), "PYTHONPATH": os.pathsep.join(sys.path)}


def _start(member: Member, seed: int) -> None:
    folder = member.path.parent
    said = folder / f"said{len(member.said)}.txt"
    member.said.append(said)
    with said.open("wb") as out:
        member.process = subprocess.Popen(
            [sys.executable, "-m", "tests.team.member", str(member.path), str(member.team), member.name, str(seed)],
            stdin=subprocess.PIPE, stdout=out, cwd=ROOT, env=_env(folder),
        )  # fmt: skip


def _stop(member: Member) -> None:
    process = member.process
    assert process is not None
    stdin: IO[bytes] | None = process.stdin
    assert stdin is not None
    stdin.close()
    assert process.wait(timeout=120) == 0, f"{member.name} ended with {process.returncode}"


@contextmanager
def _state(folder: Path) -> Iterator[None]:
    before = os.environ.get("QUALCODE_STATE_DIR")
    os.environ["QUALCODE_STATE_DIR"] = str(folder / "state")
    try:
        yield
    finally:
        os.environ.pop("QUALCODE_STATE_DIR")
        if before is not None:
            os.environ["QUALCODE_STATE_DIR"] = before


@contextmanager
def at(member: Member) -> Iterator[Project]:
    """Sit down at a member's laptop."""
    with _state(member.path.parent), open_project(member.path) as project:
        project.coder = ids.coder_id(project.id, member.name)
        yield project


def _heal(folder: Path, team: list[Member]) -> int:
    """One folder that carries well: everybody syncs until nothing moves. How many rounds it took."""
    common = folder / "common"
    common.mkdir()
    for member in team:
        shutil.copytree(member.team, common, dirs_exist_ok=True)
    for rounds in range(1, 10):
        moved = 0
        for member in team:
            with at(member) as project:
                done = sync(project, common)
                moved += done.came.actions + done.written + done.texts + done.mended
        if not moved:
            return rounds
    raise AssertionError("syncing never comes to rest")


def _faults(member: Member) -> list[str]:
    with at(member) as project:
        return check(project).faults


def _look(team: list[Member], count: Counter[str], faults: list[str], rounds: int, seconds: float) -> Outcome:
    done: set[str] = set()
    for member in team:
        for said in member.said:
            for line in said.read_text("utf-8").splitlines():
                verb, *rest = line.split()
                count[verb] += 1
                if verb == "done" and len(rest) == 1 and len(rest[0]) == 32:
                    done.add(rest[0])
                if verb == "sync":
                    count["came in"] += int(rest[0])
                    count["mended"] += int(rest[1])
                    count["noticed"] += int(rest[2])
    states, lost = set(), 0
    for member in team:
        with at(member) as project:
            have = {hash_.hex() for (hash_,) in project.rows("SELECT hash FROM action")}
            lost += len(done - have)
            faults += check(project).faults
            states.add(hash(tuple(dump(project))))
            count["actions"] = len(have)
            count["codings"] = project.value("SELECT COUNT(*) FROM coding")
            count["logs"] = project.value("SELECT COUNT(*) FROM log")
    return Outcome(count, lost, faults, len(states), rounds, seconds)
