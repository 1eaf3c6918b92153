"""What agreement costs: two coders with 20,000 codings and intervals, six coders on 100,000 turns.

    python benchmarks/agreement.py [small | big]

The bar: 40 codes, 2 coders, 20,000 codings in 200 sources, with 2,000 draws, in 2 s or less, the reading of the texts
and marks included (each unit; the first run reads the texts, the second finds them read). Codings and completions are
written as bare rows, without the journal: only reading is measured.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

from benchmarks.scratch import folder, machine, table
from qualcode.language.marks import Marks, Turn
from qualcode.reduce.agreement_board import disagreements
from qualcode.reduce.agreement_scores import agreement
from qualcode.store import Project, act, create_project, ids, open_project, versions

WORDS = [
    "warung",
    "bantuan",
    "kartu",
    "mati",
    "rumah",
    "kontrakan",
    "air",
    "lancar",
    "anak",
    "sekolah",
    "utang",
    "kelurahan",
    "tetangga",
    "antre",
    "puskesmas",
]


def main() -> None:
    which = sys.argv[1:] or ["small", "big"]
    print(f"  {machine()}; plain Python, no numpy")
    with folder() as here:
        if "small" in which:
            small(here)
        if "big" in which:
            big(here)


def small(here: Path) -> None:
    made(here / "small.qualcode", coders=2, codes=40, sources=200, turns=120, codings=20_000)
    rows: list[tuple[object, ...]] = [
        ("40 codes, 2 coders, 20,000 codings, 200 sources", "first, s (CPU)", "again, s (CPU)")
    ]
    for unit in ("turn", "sentence", "character", "span"):
        with open_project(here / "small.qualcode") as project:
            versions._recent.clear()
            rows.append((f"  by {unit}, 2,000 draws", *(timed(project, unit) for _run in range(2))))
    with open_project(here / "small.qualcode") as project:
        began = time.perf_counter()
        found = len(disagreements(project))
        rows.append((f"  the board: {found} disagreements", "", f"{time.perf_counter() - began:.2f}"))
    table(rows)


def big(here: Path) -> None:
    made(here / "big.qualcode", coders=6, codes=60, sources=500, turns=200, codings=600_000)
    steps: list[float] = []
    with open_project(here / "big.qualcode") as project:
        began = time.perf_counter()
        found = agreement(project, progress=lambda done, of: steps.append(time.perf_counter()))
        seconds = time.perf_counter() - began
    first = f"{steps[0] - began:.1f} s to the first word of progress, then {len(steps)}"
    table([(f"6 coders, {found.units} turns, 60 codes, 600,000 codings: {seconds:.1f} s", first)])


def timed(project: Project, unit: str) -> str:
    began, cpu = time.perf_counter(), time.process_time()
    agreement(project, unit=unit)
    return f"{time.perf_counter() - began:.2f} ({time.process_time() - cpu:.2f})"


def made(path: Path, *, coders: int, codes: int, sources: int, turns: int, codings: int) -> None:
    """A project whose coders mostly code the same passages: seven of ten codings follow one that all of them share."""
    rnd = random.Random(1)
    with create_project(path) as project:
        who = [ids.coder_id(project.id, f"c{n}") for n in range(coders)]
        book = [ids.code_id(project.id, (str(n),)) for n in range(codes)]
        project.coder = who[0]
        with act(project, "codebook") as a:
            for n, coder in enumerate(who):
                a.create("coder", coder, name=f"c{n}")
            for n, code in enumerate(book):
                a.create("code", code, name=f"kode-{n}")
        texts = []
        for n in range(sources):
            text, marks = transcript(rnd, turns)
            source = ids.new_id()
            with act(project, "import") as a:
                a.create("source", source, name=f"W-{n:03d}", genre="interview", importer=who[0])
                version = versions.add(a, source, text, marks, reader="text", reader_number=1, made="import")
                a.change("source", source, version=version)
            texts.append((source, version, marks))
        rows = []
        shared = [passage(rnd, texts) for _ in range(codings // coders)]
        for coder in who:
            for one in shared:
                source, version, start, stop = one if rnd.random() < 0.7 else passage(rnd, texts)
                code = book[start % codes]
                rows.append((ids.new_id(), 1, source, code, coder, version, start, stop + rnd.randrange(20)))
        conn = project.conn
        conn.execute("BEGIN IMMEDIATE")
        conn.executemany(
            "INSERT INTO coding(id,a,source,code,coder,version,start,stop,origin,layer,removed) VALUES(?,?,?,?,?,?,?,?,'manual','own',0)", rows
        )  # fmt: skip
        conn.executemany(
            "INSERT INTO completion(id,a,source,coder,code,removed) VALUES(?,1,?,?,?,0)",
            [(ids.new_id(), source, coder, code) for source, *_ in texts for coder in who for code in book],
        )
        conn.execute("COMMIT")


def transcript(rnd: random.Random, turns: int) -> tuple[str, Marks]:
    """Turns of two to five sentences, all an informant's."""
    text, found = "", []
    for _turn in range(turns):
        speech = " ".join(
            " ".join(rnd.choices(WORDS, k=rnd.randrange(8, 20))).capitalize() + "." for _ in range(rnd.randrange(2, 6))
        )
        start = len(text) + len("Bu A: ")
        found.append(Turn((len(text), start), (start, start + len(speech)), "informant"))
        text += f"Bu A: {speech}\n\n"
    return text, Marks("test", tuple(found))


def passage(rnd: random.Random, texts: list[tuple[bytes, bytes, Marks]]) -> tuple[bytes, bytes, int, int]:
    source, version, marks = rnd.choice(texts)
    low, high = rnd.choice(marks.turns).speech
    start = rnd.randrange(low, high - 20)
    return source, version, start, start + rnd.randrange(20, 150)


if __name__ == "__main__":
    main()
