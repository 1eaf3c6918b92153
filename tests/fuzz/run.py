"""Read broken files of every format in a child process with limits: ``python -m tests.fuzz.run [FILES] [READER ...]``.

Each file must be read or refused with one line, within 10 s, and with less memory than 10 times its size beyond a floor
(what the parser of a small file takes anyway). A file that fails is kept, and its seed said.
"""

from __future__ import annotations

import json
import multiprocessing
import sys
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from tests.fuzz.mutate import broken
from tests.fuzz.seeds import seeds

FILES = 2000
SECONDS = 10.0
FLOOR = 60_000_000  # bytes
RATIO = 10
LIMIT = 2_000_000_000  # bytes of address space beyond what the child begins with


@dataclass
class Result:
    """What became of the files of one reader; ``ratio``: of the most memory taken to the size of the file, above the floor."""

    reader: str
    ok: int = 0
    refused: int = 0
    seconds: float = 0.0
    memory: int = 0  # bytes, the most that a file took
    ratio: float = 0.0
    faults: list[str] = field(default_factory=list)


def fuzz(ending: str, files: int, first: int = 0, keep: Path | None = None) -> Result:
    """Read ``files`` broken files of this ending."""
    result = Result(ending)
    todo = list(range(first, first + files))
    while todo:
        todo = _some(result, ending, todo, keep)
    return result


def _some(result: Result, ending: str, todo: list[int], keep: Path | None) -> list[int]:
    """Read files in one child until all are read or one of them ended it; the seeds that are left."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    child = context.Process(target=_child, args=(theirs, ending), daemon=True)
    child.start()
    theirs.close()
    try:
        assert ours.recv() == "ready"
        for at, seed in enumerate(todo):
            ours.send(seed)
            fault = ""
            if not ours.poll(SECONDS * 2):
                fault = f"hung for more than {SECONDS * 2:.0f} s"
            else:
                try:
                    what, seconds, memory, size = ours.recv()
                except EOFError:
                    child.join(5)
                    fault = f"ended the process ({child.exitcode})"
            if fault:
                _fault(result, ending, seed, fault, keep)
                return todo[at + 1 :]
            _count(result, ending, seed, what, seconds, memory, size, keep)
        ours.send(None)
        return []
    finally:
        if child.is_alive():
            child.join(0.5)
            child.kill()


def _count(
    result: Result, ending: str, seed: int, what: str, seconds: float, memory: int, size: int, keep: Path | None
) -> None:
    result.ok += what == "ok"
    result.refused += what == "refused"
    result.seconds = max(result.seconds, seconds)
    result.memory = max(result.memory, memory)
    result.ratio = max(result.ratio, max(0, memory - FLOOR) / max(size, 1))
    if what not in ("ok", "refused"):
        _fault(result, ending, seed, what, keep)
    elif seconds > SECONDS:
        _fault(result, ending, seed, f"took {seconds:.0f} s", keep)
    elif memory > FLOOR + RATIO * size:
        _fault(result, ending, seed, f"took {memory // 1_000_000} MB for {size} bytes", keep)


def _fault(result: Result, ending: str, seed: int, fault: str, keep: Path | None) -> None:
    result.faults.append(f"{ending} seed {seed}: {fault}")
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
        (keep / f"seed-{seed}{ending}").write_bytes(_file(ending, seed))


def _file(ending: str, seed: int) -> bytes:
    originals = seeds(ending)
    return broken(originals[seed % len(originals)], seed)


def _child(pipe: Connection, ending: str) -> None:
    """Read the files whose seeds come, say what became of each."""
    from qualcode.collect.readers import read_data
    from qualcode.errors import UserError

    for original in seeds(ending):
        read_data("benih" + ending, original)  # what a reader takes to start is not the file's
    _limit()
    pipe.send("ready")
    while (seed := pipe.recv()) is not None:
        data = _file(ending, seed)
        before, began = _peak(reset=True), time.perf_counter()
        try:
            read = read_data("berkas" + ending, data)
            read.text.encode()  # no half characters
            what = "ok"
        except UserError as error:
            what = "refused" if "\n" not in str(error) else "a refusal of several lines"
        except BaseException:
            what = traceback.format_exc(limit=-3)
        pipe.send((what, time.perf_counter() - began, max(0, _peak() - before), len(data)))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows
        return
    used = _status("VmSize:")
    if used:
        resource.setrlimit(resource.RLIMIT_AS, (used + LIMIT, used + LIMIT))


def _peak(*, reset: bool = False) -> int:
    """The most memory the process had, in bytes; from now on where ``reset``. 0 where the system does not tell."""
    if reset:
        try:
            Path("/proc/self/clear_refs").write_text("5")
        except OSError:
            pass
    return _status("VmHWM:")


def _status(key: str) -> int:
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(key)), 0)


def _endings(asked: list[str]) -> Iterator[str]:
    from qualcode.collect.readers import READERS

    yield from (ending for ending in READERS if not asked or ending.lstrip(".") in asked)


def main() -> None:
    words = sys.argv[1:]
    files = int(words.pop(0)) if words and words[0].isdecimal() else FILES
    keep = Path("fuzz-found")
    print(f"{files} broken files a reader; limits: {SECONDS:.0f} s, {RATIO} times the file + {FLOOR // 1_000_000} MB")
    print(f"{'reader':8} {'ok':>6} {'refused':>8} {'worst s':>8} {'most MB':>8} {'ratio':>6} {'faults':>7}")
    found: list[str] = []
    for ending in _endings(words):
        r = fuzz(ending, files, keep=keep)
        print(
            f"{ending:8} {r.ok:6} {r.refused:8} {r.seconds:8.2f} {r.memory / 1e6:8.0f} {r.ratio:6.1f} {len(r.faults):7}",
            flush=True,
        )
        found += r.faults
    for fault in found[:40]:
        print(json.dumps(fault))
    if found:
        raise SystemExit(f"{len(found)} faults; the files are in {keep}/")


if __name__ == "__main__":
    main()
