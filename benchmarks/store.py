"""What the journal costs: one coding, fifty thousand, a merge, opening, checking; beside the same rows without a journal."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.scratch import folder, machine, percentile, table
from qualcode.collect.sources import import_file
from qualcode.reduce import codings
from qualcode.store import Project, act, create_project, ids, open_project
from qualcode.store.check import check
from qualcode.store.connect import connect
from qualcode.store.merge import merge
from tests.crash.scene import transcript

SOURCES, CODES = 50, 60
ONE, WARM = 1500, 200
BULK, ACTION = 50_000, 5_000
THEIRS, THEIR_ACTION = 20_000, 25

Passage = tuple[bytes, bytes, bytes, int, int]  # source, version, code, start, stop


def main() -> None:
    print(f"  {machine()}; WAL, synchronous=FULL; {SOURCES} transcripts of 60 turns, {CODES} codes")
    with folder() as here:
        base = prepare(here)
        rows: list[tuple[object, ...]] = [("", "with journal", "rows alone", "ratio")]
        rows += one_coding(here, base)
        rows += bulk(here, base)
        table(rows)
        print()
        table(merging(here, base))


def prepare(here: Path) -> Path:
    """A project with sources and codes."""
    base = here / "base.qualcode"
    rnd = random.Random(1)
    with create_project(base) as project:
        project.coder = ids.coder_id(project.id, "sri")
        with act(project, "codebook") as a:
            a.create("coder", project.coder, name="sri")
            for n in range(CODES):
                a.create("code", ids.code_id(project.id, (str(n),)), name=f"kode-{n}")
        for n in range(SOURCES):
            path = here / f"W-{n:03d}.txt"
            path.write_text(transcript(rnd, 60), "utf-8")
            import_file(project, path)
    return base


def opened(here: Path, base: Path, name: str) -> Project:
    path = here / name
    shutil.copyfile(base, path)
    project = open_project(path)
    project.coder = ids.coder_id(project.id, "sri")
    return project


def passages(project: Project, seed: int) -> Iterator[Passage]:
    rnd = random.Random(seed)
    sources = project.rows("SELECT id, version FROM source ORDER BY id")
    codes = [code for (code,) in project.rows("SELECT id FROM code ORDER BY id")]
    while True:
        source, version = rnd.choice(sources)
        start = rnd.randrange(200, 6000)
        yield source, version, rnd.choice(codes), start, start + rnd.randrange(40, 300)


_COLUMNS = ("id", "a", "source", "code", "coder", "version", "start", "stop", "origin", "layer", "valence", "removed")
_INSERT = f"INSERT INTO coding({','.join(_COLUMNS)}) VALUES({','.join('?' * len(_COLUMNS))})"


def row(coder: bytes | None, passage: Passage) -> tuple[Any, ...]:
    """The same record as a row and nothing else."""
    source, version, code, start, stop = passage
    return (ids.new_id(), 1, source, code, coder, version, start, stop, "manual", "own", -1, 0)


def timed(run: Callable[[], Any]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def one_coding(here: Path, base: Path) -> Iterator[tuple[object, ...]]:
    """One coding, one action, one transaction, on the disk; in turn with one row in one transaction in another file."""
    with opened(here, base, "one.qualcode") as project:
        bare = here / "one-bare.qualcode"
        shutil.copyfile(base, bare)
        conn = connect(bare)

        def plain(passage: Passage) -> None:
            conn.execute("BEGIN IMMEDIATE")
            conn.execute(_INSERT, row(project.coder, passage))
            conn.execute("COMMIT")

        def whole(passage: Passage) -> None:
            source, _version, code, start, stop = passage
            codings.code(project, source, code, start, stop, valence=-1)

        times: tuple[list[float], list[float]] = ([], [])
        for n, passage in zip(range(WARM + ONE), passages(project, 2), strict=False):
            pair = timed(lambda p=passage: whole(p)), timed(lambda p=passage: plain(p))  # type: ignore[misc]
            if n >= WARM:
                for kept, seconds in zip(times, pair, strict=True):
                    kept.append(seconds * 1000)
        conn.close()
    for share in (0.5, 0.95, 0.99):
        a, b = (percentile(kept, share) for kept in times)
        yield f"one coding, ms, p{share * 100:.0f} of {ONE}", f"{a:.2f}", f"{b:.2f}", f"{a / b:.1f}"


def bulk(here: Path, base: Path) -> Iterator[tuple[object, ...]]:
    """Many codings, as accepted suggestions are: actions of some thousands."""
    size = base.stat().st_size
    project = opened(here, base, "bulk.qualcode")

    def whole() -> None:
        found = passages(project, 3)
        for _ in range(BULK // ACTION):
            with act(project, "accept") as a:
                for _, (source, _version, code, start, stop) in zip(range(ACTION), found, strict=False):
                    codings.put(
                        project, a, source, code, start, stop, coder=project.coder, origin="keyword", valence=-1
                    )

    bare = here / "bulk-bare.qualcode"
    shutil.copyfile(base, bare)
    conn = connect(bare)

    def plain() -> None:
        found = passages(project, 3)
        for _ in range(BULK // ACTION):
            conn.execute("BEGIN IMMEDIATE")
            conn.executemany(_INSERT, [row(project.coder, p) for _, p in zip(range(ACTION), found, strict=False)])
            conn.execute("COMMIT")

    a, b = timed(whole), timed(plain)
    count = project.value("SELECT COUNT(*) FROM coding")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    conn.close()
    project.close()
    yield f"{count} codings in {BULK // ACTION} actions, s", f"{a:.2f}", f"{b:.2f}", f"{a / b:.1f}"
    a, b = ((here / name).stat().st_size - size for name in ("bulk.qualcode", "bulk-bare.qualcode"))
    yield "bytes a coding on disk", f"{a / count:.0f}", f"{b / count:.0f}", f"{a / b:.1f}"


def merging(here: Path, base: Path) -> Iterator[tuple[object, ...]]:
    with opened(here, base, "theirs.qualcode") as theirs:
        found = passages(theirs, 4)
        for _ in range(THEIRS // THEIR_ACTION):
            with act(theirs, "code") as a:
                for _, (source, _version, code, start, stop) in zip(range(THEIR_ACTION), found, strict=False):
                    codings.put(theirs, a, source, code, start, stop, coder=theirs.coder, origin="manual")
    with open_project(here / "bulk.qualcode") as project:
        seconds = timed(lambda: merge(project, here / "theirs.qualcode"))
        yield f"merge of {THEIRS} new codings ({THEIRS // THEIR_ACTION} actions) into {BULK}, s", f"{seconds:.2f}"
        again = timed(lambda: merge(project, here / "theirs.qualcode"))
        yield "merge again, nothing new, ms", f"{again * 1000:.1f}"
        new = here / "W-new.txt"
        new.write_text(transcript(random.Random(5), 60), "utf-8")
        yield f"import of a transcript beside {SOURCES}, ms", f"{timed(lambda: import_file(project, new)) * 1000:.0f}"
    openings = [timed(lambda: open_project(here / "bulk.qualcode").close()) for _ in range(20)]
    yield "opening and closing that project, ms (median)", f"{percentile(openings, 0.5) * 1000:.1f}"
    with open_project(here / "bulk.qualcode") as project:
        began = time.perf_counter()
        report = check(project)
        seconds = time.perf_counter() - began
        assert not report.faults, report.faults
    yield f"check with rebuild of {report.entries} entries, s", f"{seconds:.1f}"


if __name__ == "__main__":
    main()
