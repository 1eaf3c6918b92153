"""What bringing in transcripts costs: MB/s with index and journal, growth with their number, peak memory; and tokenising.

    python -m benchmarks.importing [--files 50 500] [--kilobytes 50] [--no-compare]

Each number of files is imported by a process of its own, one command's worth: read, turns, people, places, comparison with
all that is there, version, search index, journal, in batches that share a transaction as the command has them. The transcripts are made before (see ``transcripts``).
5,000 files take a quiet machine and some minutes: ``--files 500 5000``.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.scratch import folder, machine, table
from benchmarks.transcripts import transcript

BAR_IMPORT, BAR_TOKENS = 4, 8  # MB/s


def write_files(here: Path, count: int, size: int) -> int:
    """Transcripts as files; their bytes."""
    written = 0
    for n in range(count):
        data = transcript(random.Random(n), size).encode()
        (here / f"W-{n:05d}.txt").write_bytes(data)
        written += len(data)
    return written


def child(corpus: Path, project: Path, compare: bool) -> None:
    """Import a folder in this process; prints seconds, of these busy, a file's of the last tenth, and peak memory in MB as JSON."""
    from qualcode.collect.ahead import ahead
    from qualcode.collect.archives import files_in
    from qualcode.collect.known import Known
    from qualcode.collect.looked import How
    from qualcode.collect.rereading import Remembered
    from qualcode.collect.sources import bring_in
    from qualcode.collect.study import new_study
    from qualcode.store.together import together

    with new_study(project, "sri") as study, files_in([corpus]) as search:
        began, busy = time.perf_counter(), time.process_time()
        known = Known(study, compare)
        marks = [began]
        for batch in ahead(search.found, None, "auto", Remembered()):
            with together(study):
                for found, ready in batch:
                    bring_in(study, found, How(), known, ready)
            marks += [time.perf_counter()] * len(batch)
        tenth = max(1, len(search.found) // 10)
        seconds, busy = marks[-1] - began, time.process_time() - busy
        sources = study.value("SELECT COUNT(*) FROM source")
        turns = study.value("SELECT COUNT(*) FROM speech")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    last = (marks[-1] - marks[-1 - tenth]) / tenth
    print(
        json.dumps({"seconds": seconds, "busy": busy, "last": last, "peak": peak, "sources": sources, "turns": turns})
    )


def importing(here: Path, count: int, size: int, compare: bool) -> tuple[object, ...]:
    corpus = here / f"corpus-{count}"
    corpus.mkdir()
    written = write_files(corpus, count, size)
    command = [sys.executable, "-m", "benchmarks.importing", "--child", str(corpus), str(here / f"study-{count}")]
    before = _children()
    ran = subprocess.run([*command, *([] if compare else ["--no-compare"])], capture_output=True, text=True, check=True)
    processor = _children() - before
    found = json.loads(ran.stdout)
    assert found["sources"] == count
    file = (here / f"study-{count}" / "project.qualcode").stat().st_size
    return (
        count, f"{written / 1e6:.1f}", f"{found['seconds']:.1f}", f"{found['busy']:.1f}", f"{written / 1e6 / found['seconds']:.1f}",
        f"{found['seconds'] / count * 1000:.1f}", f"{processor / count * 1000:.1f}", f"{found['last'] * 1000:.1f}", f"{found['peak']:.0f}", f"{file / written:.2f}",
    )  # fmt: skip


def _children() -> float:
    """Seconds of processor time of all processes that were waited for, whoever else was busy meanwhile."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tokenising(size: int) -> str:
    """MB of UTF-8 a second of processor time, over texts that were not seen before."""
    from qualcode.language.tokens import cut

    texts = [transcript(random.Random(n), size) for n in range(80)]
    began = time.process_time()
    words = sum(len(cut(text)[0]) for text in texts)
    seconds = time.process_time() - began
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    return (
        f"tokenising: {megabytes / seconds:.1f} MB/s a core ({words:,} tokens of {megabytes:.1f} MB; bar {BAR_TOKENS})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, nargs="+", default=[50, 500])
    parser.add_argument("--kilobytes", type=int, default=50)
    parser.add_argument("--compare", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.child:
        child(asked.child[0], asked.child[1], asked.compare)
        return
    size = asked.kilobytes * 1000
    print(f"  {machine()}; files of {asked.kilobytes} KB; bar of importing {BAR_IMPORT} MB/s")
    with folder() as here:
        rows: list[tuple[object, ...]] = [
            (
                "files",
                "MB",
                "s",
                "of these busy",
                "MB/s",
                "ms a file",
                "of processors",
                "last tenth",
                "peak MB",
                "project/text",
            )
        ]
        for count in asked.files:
            rows.append(importing(here, count, size, asked.compare))
        table(rows)
        if len(rows) > 2:
            times = [float(str(row[5])) for row in rows[1:]]
            print(f"  a file of {asked.files[-1]} costs {times[-1] / times[0]:.2f} times one of {asked.files[0]}")
    print(f"  {tokenising(size)}")


if __name__ == "__main__":
    main()
