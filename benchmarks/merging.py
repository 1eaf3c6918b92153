"""Twenty coders' projects of 50,000 codings merged one after another: does the last merge cost what the second did?"""

from __future__ import annotations

import multiprocessing
import random
import resource
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.scratch import folder, machine, table
from qualcode.collect.sources import import_file
from qualcode.store import Project, act, create_project, ids, open_project
from qualcode.store.merge import merge
from tests.crash.scene import transcript

PROJECTS, SOURCES, CODES = 20, 200, 60
CODINGS, ACTION, EDITS = 50_000, 25, 20
MORE = 20_000


def main(projects: int = PROJECTS, codings: int = CODINGS) -> None:
    print(
        f"  {machine()}; {projects} projects of {codings:,} codings in actions of {ACTION}, {EDITS} edits; {SOURCES} sources"
    )
    with folder() as here:
        base = here / "base.qualcode"
        in_own_process(_prepare, base)
        lead = here / "lead.qualcode"
        shutil.copyfile(base, lead)
        rows: list[tuple[object, ...]] = [("", "s", "of it CPU", "MB written", "codings there", "peak MB", "file MB")]
        seconds: list[float] = []
        theirs = here / "theirs.qualcode"
        with open_project(lead) as project:
            project.coder = ids.coder_id(project.id, "sri")

            def took(what: str, expected: int | None = None) -> float:
                """Merge their file; the seconds of this process (others may be at work on this machine)."""
                wrote = _written()
                began, busy = time.perf_counter(), time.process_time()
                merge(project, theirs)
                found, busy = time.perf_counter() - began, time.process_time() - busy
                there = project.value("SELECT COUNT(*) FROM coding")
                assert expected is None or there == expected, "codings are missing"
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
                megabytes = (_written() - wrote) // 1_000_000
                rows.append(
                    (
                        what,
                        f"{found:.2f}",
                        f"{busy:.2f}",
                        megabytes,
                        f"{there:,}",
                        peak,
                        lead.stat().st_size // 1_000_000,
                    )
                )
                return busy

            for n in range(projects):
                theirs.unlink(missing_ok=True)
                shutil.copyfile(base, theirs)
                in_own_process(_code, theirs, n, codings)
                seconds.append(took(f"merge {n + 1}", (n + 1) * codings))
            took("the last one again")
            in_own_process(_code, theirs, projects - 1, MORE)
            took(f"{MORE:,} new codings")
            in_own_process(_code, theirs, projects - 1, 40)
            took("40 new codings")
        table(rows)
        if projects > 1:
            wrote = [int(str(row[3])) for row in rows[1:]]
            print(f"  the last merge takes {seconds[-1] / seconds[1]:.2f} times the second (CPU),", end=" ")
            print(f"and writes {wrote[projects - 1] / max(1, wrote[1]):.2f} times as much")


def _written() -> int:
    """Bytes this process has written: on a busy machine a better witness than the clock. 0 where nobody counts."""
    counts = Path("/proc/self/io")
    if not counts.is_file():
        return 0
    return int(dict(line.split(": ") for line in counts.read_text().splitlines())["wchar"])


def in_own_process(work: Callable[..., None], *given: Any) -> None:
    """So that the memory measured is that of merging."""
    one = multiprocessing.get_context("spawn").Process(target=work, args=given)
    one.start()
    one.join()
    assert one.exitcode == 0


def _prepare(base: Path) -> None:
    """The study that everybody began from."""
    rnd = random.Random(1)
    with create_project(base) as project:
        project.coder = ids.coder_id(project.id, "sri")
        with act(project, "codebook") as a:
            a.create("coder", project.coder, name="sri")
            for n in range(CODES):
                a.create("code", ids.code_id(project.id, (str(n),)), name=f"kode-{n}")
        for n in range(SOURCES):
            path = base.parent / f"W-{n:03d}.txt"
            path.write_text(transcript(rnd, 60), "utf-8")
            import_file(project, path)


def _code(path: Path, who: int, codings: int) -> None:
    """What one coder did: codings, then edits of some of them and of a code."""
    rnd = random.Random(who * 1000 + codings)
    with open_project(path) as project:
        project.coder = ids.coder_id(project.id, f"koder-{who}")
        if project.value("SELECT 1 FROM coder WHERE id=?", project.coder) is None:
            with act(project, "coder") as a:
                a.create("coder", project.coder, name=f"koder-{who}")
        sources = project.rows("SELECT id, version FROM source ORDER BY id")
        codes = [code for (code,) in project.rows("SELECT id FROM code ORDER BY id")]
        made: list[bytes] = []
        for _ in range(0, codings, ACTION):
            with act(project, "code") as a:
                made += [_coding(a, project, rnd, sources, codes) for _ in range(min(ACTION, codings))]
        for _ in range(EDITS):
            with act(project, "edit") as a:
                a.change("coding", rnd.choice(made), valence=rnd.choice((0, 1)))


def _coding(a: Any, project: Project, rnd: random.Random, sources: list[Any], codes: list[bytes]) -> bytes:
    source, version = rnd.choice(sources)
    start = rnd.randrange(200, 6000)
    return a.create(  # type: ignore[no-any-return]
        "coding", ids.new_id(), source=source, code=rnd.choice(codes), coder=project.coder, origin="manual", layer="own",
        span=(version, start, start + rnd.randrange(40, 300)), valence=-1,
    )  # fmt: skip


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
