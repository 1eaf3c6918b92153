"""Reading ahead: while the project is written, the next files are read and their turns told in processes of their own.

The rule: a process is given bytes and gives back what was understood, and never sees the project. So many files come in as
fast as all cores can read them, and a file that brings a reader down (a library in C among them) brings down that process
and nothing else: it is refused like any file that cannot be read.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from typing import Any

from qualcode import i18n
from qualcode.collect.archives import Found
from qualcode.collect.conventions import read_marks
from qualcode.collect.likeness import runs_of
from qualcode.collect.readers import Read, read_data
from qualcode.collect.rereading import Remembered, read_as_remembered
from qualcode.collect.sessions import Session, find
from qualcode.collect.understood import Understood, understand
from qualcode.errors import UserError
from qualcode.i18n import _

WORTH = 24  # files from which the start of the processes is worth its half second
TOGETHER, MOST = 16, 1_000_000  # files of a batch, and bytes from which it takes no further one
_AHEAD = 2  # batches that are being read while one is written


@dataclass(frozen=True)
class Prepared:
    """What was understood of a file before the project is asked: its text, the sessions in it, the whole of it as one source,
    and the runs of words by which it is known again."""

    read: Read
    parts: tuple[Session, ...]
    whole: Understood
    runs: set[int]


Ready = Callable[[], Prepared]  # UserError where the file cannot be read
Batch = list[tuple[Found, Ready | None]]


def prepare(file: str, data: bytes, encoding: str | None, convention: str, kept: Remembered) -> Prepared:
    """Read a file's bytes. ``convention``: asked for, or auto; ``kept``: what was chosen for the project. UserError where it
    cannot be read."""
    read = read_data(file, data, encoding)
    marks = read_marks(read.text, convention) if convention != "auto" else read_as_remembered(read.text, kept)
    return Prepared(read, find(read.text), understand(read.text, marks), runs_of(read.text))


def ahead(
    found: Sequence[Found], encoding: str | None, convention: str, kept: Remembered, *, processes: int | None = None
) -> Generator[Batch, None, None]:
    """The files in their order, in batches that are to be written together: each with what was made of it elsewhere; None, and
    each for itself, where few files are read here.

    ``processes``: two at least and as many as there are cores, less the one that writes; 0: none.
    """
    processes = max(2, (os.cpu_count() or 2) - 1) if processes is None else processes
    if len(found) < WORTH or not processes:
        for one in found:
            yield [(one, None)]
        return
    pool = _Processes(processes)
    try:
        waiting: deque[Batch] = deque()
        for batch in _begun(pool, found, encoding, convention, kept):
            waiting.append(batch)
            if len(waiting) > _AHEAD:
                yield _settled(waiting.popleft())
        while waiting:
            yield _settled(waiting.popleft())
    finally:
        pool.stop()


def _begun(
    pool: _Processes, found: Sequence[Found], encoding: str | None, convention: str, kept: Remembered
) -> Iterator[Batch]:
    """The files in batches, each begun when it is asked for."""
    batch: Batch = []
    size = 0
    for one in found:
        ready, bytes_ = _begin(pool, one, encoding, convention, kept)
        batch.append((one, ready))
        size += bytes_
        if len(batch) == TOGETHER or size >= MOST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _settled(batch: Batch) -> Batch:
    """A batch when all of it is read: nobody who writes it has to wait."""
    return [(one, ready and _outcome(ready)) for one, ready in batch]


def _outcome(ready: Ready) -> Ready:
    try:
        done = ready()
    except UserError as error:
        return partial(_refuse, error)
    return lambda: done


class _Processes:
    """Processes that are started anew when a file has brought one of them down."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.pool = _pool(count)

    def begin(self, work: Callable[[], Any]) -> Future[Any]:
        try:
            return self.pool.submit(work)
        except BrokenProcessPool:
            self.stop()
            self.pool = _pool(self.count)
            return self.pool.submit(work)

    def stop(self) -> None:
        self.pool.shutdown(wait=True, cancel_futures=True)


def _pool(processes: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(processes, get_context("spawn"), _settle_in, (i18n.language(),))


def _settle_in(language: str) -> None:
    i18n.use(language)
    gc.set_threshold(20_000, 20, 50)  # as in the command that writes
    gc.freeze()  # what was loaded to read files with is never thrown away
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who writes


def _begin(
    pool: _Processes, found: Found, encoding: str | None, convention: str, kept: Remembered
) -> tuple[Ready, int]:
    """What waits for a file's reading, and how many bytes it has."""
    try:
        data = found.load()
    except UserError as error:
        return partial(_refuse, error), 0
    work = partial(_safely, found.file, data, encoding, convention, kept)
    return partial(_wait, pool.begin(work), work, found.file, data), len(data)


def _refuse(error: UserError) -> Prepared:
    raise error


def _safely(
    file: str, data: bytes, encoding: str | None, convention: str, kept: Remembered
) -> Prepared | tuple[str, str | None, str | None]:
    """In the process: what was understood, without the bytes that whoever asked has; or what is wrong, where, what to do."""
    try:
        done = prepare(file, data, encoding, convention, kept)
    except UserError as error:
        return error.what, error.where, error.todo
    return dataclasses.replace(done, read=dataclasses.replace(done.read, data=b""))


def _wait(begun: Future[Any], work: Callable[[], object], file: str, data: bytes) -> Prepared:
    try:
        done = begun.result()
    except BrokenProcessPool:
        done = _alone(work)  # some file brought the process down: is it this one?
    if isinstance(done, tuple):
        what, where, todo = done
        raise UserError(what, where=where, todo=todo)
    assert isinstance(done, Prepared)
    return dataclasses.replace(done, read=dataclasses.replace(done.read, data=data))


def _alone(work: Callable[[], object]) -> object:
    with _pool(1) as pool:
        try:
            return pool.submit(work).result()
        except BrokenProcessPool:
            return (
                _("reading it brought the reader down"),
                getattr(work, "args", ("?",))[0],
                _("Open it in the program that made it and save it anew"),
            )
