"""The work that is interrupted, and what must be true afterwards.

The same project is prepared for every interruption: a project with coders and codes, transcripts beside it, and copies
in which a colleague imported and coded. What a whole import looks like is known from a project in which nobody was
interrupted: ids of what comes from a file are derived, so they are the same in both.

Afterwards: the project opens, ``check`` finds nothing, everything reported as done is there, nothing is half in, and
the work can go on.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

from qualcode.collect.sources import import_file
from qualcode.errors import UserError
from qualcode.reduce.codings import code
from qualcode.store import Project, act, create_project, ids, open_project
from qualcode.store.check import check
from qualcode.store.merge import merge

_WORDS = """
beras utang bansos warung gaji anak sekolah kontrakan kartu sakit antre rt kelurahan pasar harga listrik air banjir
kerja buruh jahit ojek cicilan bulan telat pinjam tetangga arisan mulih njaluk ora duit
"""
CODES = ("utang-warung", "salah-sasaran", "antre-lama", "arisan")

Report = Callable[[str], None]


@dataclass(frozen=True)
class Size:
    """How much there is to do: ``files`` to import (of ``turns`` turns), ``colleagues`` to merge (``theirs`` codings each)."""

    files: int = 8
    turns: int = 60
    colleagues: int = 4
    theirs: int = 150


@dataclass(frozen=True)
class Scene:
    """``base``: the project as it was before; ``whole``: for each file the records its import makes and how many turns are
    indexed; ``foreign``: for each colleague's file the hashes of the actions it brings."""

    folder: Path
    base: Path
    files: tuple[Path, ...]
    others: tuple[Path, ...]
    whole: dict[str, tuple[frozenset[bytes], bytes, int]]
    foreign: dict[str, frozenset[bytes]]


def transcript(rnd: random.Random, turns: int) -> str:
    """An invented conversation."""
    lines = [f"Jenis: wawancara\nInforman: Bu Contoh {rnd.randrange(10**6)}\nUsia: 52 tahun\nCatatan: contoh rekaan\n"]
    for n in range(turns):
        speech = " ".join(rnd.choices(_WORDS.split(), k=rnd.randrange(5, 60)))
        lines.append(f"{'Pewawancara' if n % 2 == 0 else 'Bu Contoh'}: {speech}.\n")
    return "\n".join(lines)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Ids, salts and stamps from ``seed`` instead of the system."""
    now = time.time()
    ticks = iter(range(10**9))
    with (
        mock.patch.object(os, "urandom", random.Random(seed).randbytes),
        mock.patch.object(time, "time", lambda: now + next(ticks) / 1000),
    ):
        yield


def prepare(folder: Path, seed: int = 1, size: Size = Size()) -> Scene:
    """Make the scene in ``folder``."""
    rnd = random.Random(seed)
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for n in range(size.files):
        path = folder / f"W-{n:02d}.txt"
        path.write_text(transcript(rnd, size.turns), "utf-8")
        files.append(path)
    base = folder / "base.qualcode"
    with create_project(base) as project:
        with act(project, "coder") as a:
            for name in ("sri", "bagus"):
                a.create("coder", ids.coder_id(project.id, name), name=name)
        with act(project, "codebook") as a:
            for name in CODES:
                a.create("code", ids.code_id(project.id, (name,)), name=name)
        first = folder / "W-first.txt"
        first.write_text(transcript(rnd, size.turns), "utf-8")
        import_file(project, first)
    known = _actions(base)
    others = []
    for n in range(size.colleagues):
        other = folder / f"colleague-{n}.qualcode"
        shutil.copyfile(base, other)
        with _opened(other, "bagus") as project:
            extra = folder / f"W-theirs-{n}.txt"
            extra.write_text(transcript(rnd, size.turns), "utf-8")
            import_file(project, extra)
            for _ in range(size.theirs // 10):
                with act(project, "code") as a:
                    for _ in range(10):
                        _put(project, a, rnd)
        others.append(other)
    return Scene(
        folder, base, tuple(files), tuple(others), dict(_whole(folder, base, files)),
        {other.name: _actions(other) - known for other in others},
    )  # fmt: skip


def _opened(path: Path, coder: str) -> Project:
    project = open_project(path)
    project.coder = ids.coder_id(project.id, coder)
    return project


def _put(project: Project, a: object, rnd: random.Random) -> None:
    from qualcode.reduce.codings import put

    source, start, stop = _passage(project, rnd)
    put(project, a, source, _code(project, rnd), start, stop, coder=project.coder, origin="manual", memo="catatan")  # type: ignore[arg-type]


def _passage(project: Project, rnd: random.Random) -> tuple[bytes, int, int]:
    source = rnd.choice(project.rows("SELECT id FROM source WHERE removed=0 ORDER BY id"))[0]
    start = rnd.randrange(200, 2000)
    return source, start, start + rnd.randrange(40, 200)


def _code(project: Project, rnd: random.Random) -> bytes:
    return ids.code_id(project.id, (rnd.choice(CODES),))


def _actions(path: Path) -> frozenset[bytes]:
    with open_project(path) as project:
        return frozenset(hash_ for (hash_,) in project.rows("SELECT hash FROM action"))


def _whole(folder: Path, base: Path, files: list[Path]) -> Iterator[tuple[str, tuple[frozenset[bytes], bytes, int]]]:
    calm = folder / "calm.qualcode"
    shutil.copyfile(base, calm)
    with _opened(calm, "sri") as project:
        for path in files:
            done = import_file(project, path)
            last = project.value("SELECT MAX(id) FROM action")
            recs = frozenset(rec for (rec,) in project.rows("SELECT rec FROM entry WHERE action=?", last))
            turns = project.value("SELECT COUNT(*) FROM speech WHERE source=?", done.source)
            yield path.name, (recs, done.source, turns)


# --- the work -------------------------------------------------------------------------------------------------------


def work(scene: Scene, path: Path, seed: int, report: Report, *, codings: int = 1_000_000) -> None:
    """Import, code, merge, close and open again in a random order, saying ``begin`` and ``done`` of each.

    All files and colleagues come up once; between them ``codings`` single codings at most.
    """
    rnd = random.Random(seed)
    jobs = [("import", p) for p in scene.files] + [("merge", p) for p in scene.others]
    jobs += [("reopen", path)] * 2
    rnd.shuffle(jobs)
    report("begin open")
    project = _opened(path, "sri")
    report("done open")
    try:
        for verb, what in jobs:
            for _ in range(min(codings, rnd.randrange(4))):
                codings -= 1
                _code_once(project, rnd, report)
            report(f"begin {verb} {what.name}")
            if verb == "import":
                import_file(project, what)
            elif verb == "merge":
                merge(project, what)
            else:
                project.close()
                project = _opened(path, "sri")
            report(f"done {verb} {what.name}")
        while codings > 0:
            codings -= 1
            _code_once(project, rnd, report)
    finally:
        project.close()


def _code_once(project: Project, rnd: random.Random, report: Report) -> None:
    report("begin coding")
    source, start, stop = _passage(project, rnd)
    rec = code(project, source, _code(project, rnd), start, stop, memo=f"catatan {rnd.random()}")
    report(f"done coding {rec.hex()}")


# --- afterwards -----------------------------------------------------------------------------------------------------


@dataclass
class Aftermath:
    """``lost``: reported as done and not there; ``half``: partly there; ``damage``: does not open, or ``check`` found it."""

    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    done: int = 0
    under_way: str = ""

    @property
    def well(self) -> bool:
        return not (self.lost or self.half or self.damage)


def verify(scene: Scene, path: Path, lines: list[str], *, go_on: bool = True, unsaid: int = 1) -> Aftermath:
    """Look at the project that was interrupted after it had reported ``lines``. Of ``unsaid`` codings the report may be cut off."""
    after = Aftermath(done=sum(line.startswith("done") for line in lines))
    if lines and lines[-1].startswith("begin"):
        after.under_way = lines[-1].split()[1]
    try:
        with _opened(path, "sri") as project:
            after.damage += check(project).faults
            _verify_done(project, scene, lines, after)
            _verify_whole(project, scene, lines, after, unsaid)
        if go_on and after.well:
            with _opened(path, "sri") as project:
                _go_on(project, scene, after)
    except (sqlite3.DatabaseError, UserError) as error:
        after.damage.append(f"{type(error).__name__}: {error}")
    return after


def _verify_done(project: Project, scene: Scene, lines: list[str], after: Aftermath) -> None:
    here = _hashes(project)
    for verb, what in (line.split()[1:] for line in lines if line.startswith("done") and line.count(" ") == 2):
        if verb == "coding":
            there = project.value("SELECT 1 FROM coding WHERE id=?", bytes.fromhex(what))
        elif verb == "import":
            there = project.value("SELECT 1 FROM source WHERE id=? AND version IS NOT NULL", scene.whole[what][1])
        else:
            there = verb != "merge" or scene.foreign[what] <= here
        if not there:
            after.lost.append(f"{verb} {what}")


def _hashes(project: Project) -> frozenset[bytes]:
    return frozenset(hash_ for (hash_,) in project.rows("SELECT hash FROM action"))


def _verify_whole(project: Project, scene: Scene, lines: list[str], after: Aftermath, unsaid: int) -> None:
    here = _hashes(project)
    recs = {rec for (rec,) in project.rows("SELECT rec FROM entry WHERE old IS NULL")}
    for name, (made, source, turns) in scene.whole.items():
        indexed = project.value("SELECT COUNT(*) FROM speech WHERE source=?", source)
        there = made & recs
        if (there and there != made) or indexed != (turns if there else 0):
            after.half.append(f"import {name}: {len(there)} of {len(made)} records, {indexed} of {turns} turns indexed")
    for name, brought in scene.foreign.items():
        if brought & here and not brought <= here:
            after.half.append(f"merge {name}: {len(brought & here)} of {len(brought)} actions")
    said = {line.split()[2] for line in lines if line.startswith("done coding")}
    mine = project.coder
    found = {rec.hex() for (rec,) in project.rows("SELECT id FROM coding WHERE coder=?", mine)} - said
    if len(found) > unsaid:
        after.half.append(f"{len(found)} codings that nobody reported")


def _go_on(project: Project, scene: Scene, after: Aftermath) -> None:
    """What was cut off can simply be done again, and the project is whole."""
    for path in scene.files:
        import_file(project, path)
    for other in scene.others:
        merge(project, other)
    rec = code(project, project.value("SELECT id FROM source"), ids.code_id(project.id, CODES[:1]), 300, 350)
    after.damage += check(project).faults
    here, recs = _hashes(project), {rec for (rec,) in project.rows("SELECT rec FROM entry")}
    whole = all(made <= recs for made, _source, _turns in scene.whole.values())
    if not whole or not all(brought <= here for brought in scene.foreign.values()) or rec not in recs:
        after.damage.append("the work could not be finished afterwards")
