"""A sync folder for each installation, and a bad carrier between them: late, out of order, cut off, doubled, old ones back."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.exchange import sync as syncing
from qualcode.store import search
from tests.laws import world as w
from tests.laws.world import Replica, World

if TYPE_CHECKING:
    from tests.laws.driver import Seat


def folder_of(replica: Replica) -> Path:
    """The installation's own copy of the team's folder."""
    folder = replica.path.parent / "team"
    folder.mkdir(exist_ok=True)
    return folder


def sync(s: Seat) -> None:
    """Sync with one's own copy of the folder."""
    replica = s.world.replicas[s.index]
    before = w.known_hashes(s.world, replica)
    done = syncing.sync(s.project, folder_of(replica))
    assert before <= w.known_hashes(s.world, replica), "a sync lost something"
    s.world.count["sync"] += 1
    s.world.count["completed"] += done.completed
    s.world.count["mended"] += done.mended
    s.world.count["noticed"] += len(done.notes)
    for (hash_,) in s.project.rows("SELECT hash FROM action WHERE kind='withdraw'"):
        s.noted(hash_)


def carry(s: Seat) -> None:
    """Some files of another's folder come into one's own: late, cut off, doubled; sometimes one is taken away."""
    others = [r for r in s.world.replicas if r is not s.world.replicas[s.index]]
    badly(folder_of(s.rnd.choice(others)), folder_of(s.world.replicas[s.index]), s.rnd)
    s.world.count["carry"] += 1


def badly(source: Path, target: Path, rnd: random.Random) -> None:
    """Carry a folder as no carrier should."""
    wanted = [path for path in sorted(source.rglob("*")) if path.is_file()]
    rnd.shuffle(wanted)
    for path in wanted:
        fate = rnd.random()
        to = target / path.relative_to(source)
        if fate < 0.3 or (to.exists() and fate < 0.8):
            continue  # late; or there already
        to.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes()
        if fate > 0.96:
            data = data[: rnd.randrange(len(data) + 1)]
        elif fate > 0.93:
            to = to.with_name(f"{to.stem} (conflicted copy){to.suffix}")
        to.write_bytes(data)
    have = [path for path in sorted(target.rglob("*")) if path.is_file()]
    if have and rnd.random() < 0.1:
        rnd.choice(have).unlink()


def healed(world: World, replicas: list[Replica]) -> list[list[tuple[object, ...]]]:
    """The carrier works again: all in one folder, everybody syncs until nothing moves. What each has in the end."""
    common = world.folder / "common"
    for replica in world.replicas:
        if (team := replica.path.parent / "team").is_dir():
            shutil.copytree(team, common, dirs_exist_ok=True)
    common.mkdir(exist_ok=True)
    quiet = 0
    for _ in range(8):
        done = [_synced(world, replica, common) for replica in replicas]
        quiet = 0 if any(_moved(one) for one in done) else quiet + 1
        if quiet == 2 or (quiet and not any(one.notes for one in done)):
            break  # what another's torn file lacks is written only when it was seen so twice
    else:
        raise AssertionError("syncing never comes to rest")
    pictures = []
    for replica in replicas:
        with world.at(replica) as project:
            pictures.append(w.canonical(project))
            if pictures[-1] != pictures[0] or len(pictures) == 1:
                assert not (found := w.faults(project)), found
            else:  # all but the search index is in the picture, and was looked at in the first
                assert search.sound(project.conn), "the search index is not what the texts say"
        world.close(replica)
    return pictures


def _synced(world: World, replica: Replica, folder: Path) -> syncing.Synced:
    with world.at(replica) as project:
        return syncing.sync(project, folder)


def _moved(done: syncing.Synced) -> bool:
    return bool(done.came.actions or done.written or done.texts or done.mended or done.cleaned or done.completed)


CARRYING = {"sync": (4.0, sync), "carry": (4.0, carry)}
