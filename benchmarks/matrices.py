"""What matrices cost: 1,000 sources, 100,000 codings, 60 codes, 54 kelurahan, by every kind of column; and 20 codes by 20 sources.

    python benchmarks/matrices.py

The bars: 20 by 20 over 20,000 codings in 0.1 s, each matrix of the large project in a second or so. The sources stand for
what a city's study could grow to; their people are invented, and codings are bare rows (see agreement.py). Three times each:
never counted before, counted before by another process (what counts is kept in the file), and once more in the same one.
Processor seconds on two very busy cores, what counts included: 20 by 20 never counted 0.35, kept 0.10; of the large project what
counts 1.8, kept 0.26; a matrix of it about 0.8 more, with words 4 to 5 more.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.agreement import passage, transcript
from benchmarks.scratch import folder, machine, table
from qualcode.collect.regions import import_regions, regions
from qualcode.display.matrix import matrix
from qualcode.reduce.counting import counted
from qualcode.store import Project, act, create_project, ids, open_project, versions

ROLES = ("warga", "ketua RT", "lurah", "kader", "pendamping")
ASKED = ("never counted, s", "kept in the file, s", "again, s")
COLUMNS = ("kelurahan", "kecamatan", "kind", "role", "gender", "age_band", "coder", "month", "interviewer", "source")


def main() -> None:
    gc.set_threshold(20_000, 20, 50)  # as the command line has it
    print(f"  {machine()}")
    with folder() as here:
        made(here / "small.qualcode", sources=20, codes=20, turns=120, codings=20_000)
        made(here / "big.qualcode", sources=1000, codes=60, turns=60, codings=100_000)
        rows: list[tuple[object, ...]] = [("20 sources, 20 codes, 20,000 codings", *ASKED)]
        with open_project(here / "small.qualcode") as project:
            rows.append(("  what counts", *timed(project, counted)))
            rows.append(("  codes by source", *timed(project, lambda p: matrix(p, "codes", columns="source"))))
        rows.append(("1,000 sources, 60 codes, 100,000 codings", *ASKED))
        with open_project(here / "big.qualcode") as project:
            rows.append(("  what counts", *timed(project, counted)))
            for columns in COLUMNS:
                rows.append((f"  codes by {columns}", *timed(project, partial(matrix, rows="codes", columns=columns))))
            rows.append(("  words, by kelurahan", *timed(project, lambda p: matrix(p, "codes", count="words"))))
            rows.append(
                (
                    "  of a query, by kelurahan",
                    *timed(project, lambda p: matrix(p, "codes", where="role:lurah AND NOT valence:1")),
                )
            )
        table(rows)


def timed(project: Project, work: Callable[[Project], object]) -> list[str]:
    """Seconds (and of the processor), what counts included: with nothing counted and no text read; with nothing read; and again,
    which is nothing while nobody writes: an answer is kept with its question."""
    found = []
    for state in ("never", "kept", "again"):
        if state == "never":
            project.conn.execute("DELETE FROM tally")
        if state != "again":
            forget(project)
        began, cpu = time.perf_counter(), time.process_time()
        work(project)
        found.append(f"{time.perf_counter() - began:.2f} ({time.process_time() - cpu:.2f})")
    return found


def forget(project: Project) -> None:
    """What a new process would not know: texts and answers."""
    versions._recent.clear()
    versions._recent.size = 0
    versions._alive.clear()
    project._kept.clear()


def made(path: Path, *, sources: int, codes: int, turns: int, codings: int) -> None:
    """A project with places and people: every fourth source a discussion of three, the others of one informant each."""
    rnd = random.Random(3)
    with create_project(path) as project:
        who = [ids.coder_id(project.id, f"c{n}") for n in range(3)]
        book = [ids.code_id(project.id, (str(n),)) for n in range(codes)]
        project.coder = who[0]
        with act(project, "codebook") as a:
            for n, coder in enumerate(who):
                a.create("coder", coder, name=f"c{n}")
            for n, code in enumerate(book):
                a.create("code", code, name=f"kode-{n}", valence=(-1, 0, 1, None)[n % 4])
        import_regions(project, None)
        places = [region.id for region in regions(project, "kelurahan")]
        texts = []
        for n in range(sources):
            text, marks = transcript(rnd, turns)
            source, person = ids.new_id(), ids.new_id()
            with act(project, "import") as a:
                a.create(
                    "source", source, name=f"W-{n:04d}", genre="fgd" if n % 4 == 0 else "interview", importer=who[n % 3],
                    region=places[n % 54], date=f"2025-{1 + n % 12:02d}-10", interviewer=f"pewawancara {n % 7}",
                )  # fmt: skip
                version = versions.add(a, source, text, marks, reader="text", reader_number=1, made="import")
                a.change("source", source, version=version)
                a.create(
                    "participant", person, pseudonym=f"Bu {n}", home=places[n * 7 % 54], role=ROLES[n % 5], gender="FM"[n % 2],
                    age_band=f"{2 + n % 5}0-an",
                )  # fmt: skip
                a.create(
                    "speaker", ids.speaker_id(source, "bu a"), source=source, label="Bu A", participant=person, side="informant"
                )  # fmt: skip
            texts.append((source, version, marks))
        rows, done = [], []
        owner = dict(project.rows("SELECT id, importer FROM source"))
        for n in range(codings):
            source, version, start, stop = passage(rnd, texts)
            rows.append(
                (
                    ids.new_id(),
                    source,
                    book[n % codes],
                    owner[source],
                    version,
                    start,
                    stop,
                    rnd.choice((-1, 0, 1, None)),
                )
            )
        for source, _version, _marks in texts:
            done += [(ids.new_id(), source, owner[source], code) for code in book]
        conn = project.conn
        conn.execute("BEGIN IMMEDIATE")
        conn.executemany(
            "INSERT INTO coding(id,a,source,code,coder,version,start,stop,valence,origin,layer,removed)"
            " VALUES(?,1,?,?,?,?,?,?,?,'manual','own',0)", rows,
        )  # fmt: skip
        conn.executemany("INSERT INTO completion(id,a,source,coder,code,removed) VALUES(?,1,?,?,?,0)", done)
        conn.execute("COMMIT")


if __name__ == "__main__":
    main()
