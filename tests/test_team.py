"""A team: as processes through a bad carrier, over a bare Git repository, and over folders that copy late."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli_world import CommandLine, elsewhere
from tests.team import story

QUOTES = {"sri": "ngutang dulu", "bagus": "Kartunya mati", "wulan": "Kerja bakti jalan terus"}


@pytest.fixture
def team(study: CommandLine, tmp_path: Path) -> dict[str, CommandLine]:
    """Sri, and two who began with a copy of her file on laptops of their own."""
    found = {"sri": study}
    for name in ("bagus", "wulan"):
        found[name] = elsewhere(study, tmp_path / f"laptop-{name}", name, tmp_path / f"state-{name}")
    return found


def everybody_codes(team: dict[str, CommandLine], valence: int) -> None:
    for name, laptop in team.items():
        laptop(
            "code",
            "W-01",
            "--code",
            "utang",
            "--quote",
            QUOTES[name],
            "--valence",
            valence,
            "--memo",
            f"catatan {name}",
        )
        if not laptop.items("conflicts"):
            laptop("codes", "set", "air", f"definition=Air menurut {name} {valence}")


def all_alike(team: dict[str, CommandLine], codings: int) -> None:
    first, *others = team.values()
    assert len(first.items("codings")) == codings
    for other in others:
        assert other.state() == first.state()


def test_processes_that_are_killed_and_a_bad_carrier_lose_nothing(tmp_path: Path) -> None:
    found = story.play(tmp_path / "team", members=3, seconds=4, kill_every=1.5)
    assert found.well, found
    assert found.count["done"] > 0


def git(folder: Path, *words: str) -> str:
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    who = {
        f"GIT_{role}_{what}": "tim@example.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")
    }
    ran = subprocess.run(["git", *words], cwd=folder, env=os.environ | own | who, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.skipif(shutil.which("git") is None, reason="there is no git on this machine")
def test_over_a_bare_git_repository(team: dict[str, CommandLine], tmp_path: Path) -> None:
    git(tmp_path, "init", "--bare", "-b", "main", "tim.git")
    clones = {name: tmp_path / f"clone-{name}" for name in team}
    for n, clone in enumerate(clones.values()):
        git(tmp_path, "clone", "tim.git", clone.name)
        if not n:
            git(clone, "checkout", "-B", "main")
            git(clone, "commit", "--allow-empty", "-m", "awal")
            git(clone, "push", "-u", "origin", "main")

    def evening(name: str) -> None:
        team[name]("sync", clones[name])
        git(clones[name], "add", "-A")
        git(clones[name], "commit", "--allow-empty", "-m", f"sync {name}")
        git(clones[name], "pull", "--no-rebase", "--no-edit")
        git(clones[name], "push")
        team[name]("sync", clones[name])

    for valence in (-1, 1):
        everybody_codes(team, valence)
        for name in team:
            evening(name)
    for name in [*team, *team]:
        evening(name)
    all_alike(team, 3)
    assert git(clones["sri"], "status", "--porcelain") == ""


def test_over_folders_that_copy_late(team: dict[str, CommandLine], tmp_path: Path) -> None:
    """Each has an own copy of the folder; what one puts there reaches the others an evening later, the last file first."""
    folders = {name: tmp_path / f"tim-{name}" for name in team}
    for folder in folders.values():
        folder.mkdir()
    before: dict[Path, bytes] = {}
    for valence in (-1, 1, 0, 0, 0):
        if valence:
            everybody_codes(team, valence)
        for name, laptop in team.items():
            laptop("sync", folders[name])
        for file, data in reversed(before.items()):  # yesterday's
            for folder in folders.values():
                if not (folder / file).exists():
                    (folder / file).parent.mkdir(parents=True, exist_ok=True)
                    (folder / file).write_bytes(data)
        before = {
            path.relative_to(folder): path.read_bytes()
            for folder in folders.values()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }
    for name, laptop in team.items():
        laptop("sync", folders[name])
    all_alike(team, 3)
