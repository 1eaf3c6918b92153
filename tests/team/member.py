"""One member: ``python -m tests.team.member PROJECT FOLDER CODER SEED``. Codes and syncs until its input ends, and says on
standard output the hash of each action when it is done. It may be killed at any moment."""

from __future__ import annotations

import os
import random
import select
import sys
import time
from pathlib import Path

from qualcode.errors import UserError
from qualcode.exchange.sync import sync
from qualcode.reduce import codings
from qualcode.store import Project, act, ids, open_project
from qualcode.store.undo import undo


def say(line: str) -> None:
    os.write(1, line.encode() + b"\n")


def work(project: Project, folder: Path, rnd: random.Random) -> None:
    sources = project.rows("SELECT id FROM source ORDER BY id")
    codes = [code for (code,) in project.rows("SELECT id FROM code ORDER BY id")]
    syncing = 0.0
    while not _told_to_stop():
        before = project.value("SELECT MAX(id) FROM action")
        try:
            _one(project, rnd, sources, codes)
        except UserError:
            pass  # a field in conflict; somebody else will settle it
        for (hash_,) in project.rows("SELECT hash FROM action WHERE id>?", before):
            say("done " + hash_.hex())
        if time.monotonic() - syncing > 0.4:
            try:
                done = sync(project, folder)
                say(f"sync {done.came.actions} {done.mended} {len(done.notes)}")
            except UserError as error:
                say(f"refused {error.what}")
            syncing = time.monotonic()
        time.sleep(rnd.random() * 0.04)


def _one(project: Project, rnd: random.Random, sources: list[tuple[bytes]], codes: list[bytes]) -> None:
    what = rnd.random()
    if what < 0.6:
        start = rnd.randrange(100, 3000)
        memo = f"catatan {rnd.random()}" if rnd.random() < 0.3 else None
        codings.code(
            project, rnd.choice(sources)[0], rnd.choice(codes), start, start + rnd.randrange(20, 200), memo=memo
        )
    elif what < 0.8:
        with act(project, "codes") as a:
            a.change("code", rnd.choice(codes), valence=rnd.choice((-1, 0, 1)), definition=f"arti {rnd.randrange(9)}")
    elif what < 0.9:
        undo(project)
    else:
        found = project.rows("SELECT id FROM coding WHERE removed=0 AND coder=? ORDER BY id", project.coder)
        if found:
            codings.set_fields(project, rnd.choice(found)[0], valence=rnd.choice((-1, 1)))


def _told_to_stop() -> bool:
    return bool(select.select([0], [], [], 0)[0])


if __name__ == "__main__":
    path, folder, coder, seed = sys.argv[1:]
    with open_project(path) as project:
        project.coder = ids.coder_id(project.id, coder)
        say("ready")
        work(project, Path(folder), random.Random(int(seed)))
    say("bye")
