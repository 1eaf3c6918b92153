"""Reading ahead: while the project is written, the next files are read and their turns told in processes of their own.

The rule: a process is given bytes and gives back what was understood, and never sees the project. So many files come in as
fast as all cores can read them, and a file that brings a reader down (a library in C among them) brings down that process
and nothing else: it is refused like any file that cannot be read.
"""

from __future__ import annotations

import dataclasses
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Sequence
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
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import Marks

WORTH = 24  # files from which the start of the processes is worth its half second
_WAITING = 3  # files a process that are read before they are asked for


@dataclass(frozen=True)
class Prepared:
    """What was understood of a file before the project is asked: its text, the sessions in it, the marks of the whole, and
    the runs of words by which it is known again."""

    read: Read
    parts: tuple[Session, ...]
    marks: Marks
    runs: set[int]


Ready = Callable[[], Prepared]  # waits for it; UserError where the file cannot be read


def prepare(file: str, data: bytes, encoding: str | None, convention: str, kept: Remembered) -> Prepared:
    """Read a file's bytes. ``convention``: asked for, or auto; ``kept``: what was chosen for the project. UserError where it
    cannot be read."""
    read = read_data(file, data, encoding)
    marks = read_marks(read.text, convention) if convention != "auto" else read_as_remembered(read.text, kept)
    return Prepared(read, find(read.text), marks, runs_of(read.text))


def ahead(
    found: Sequence[Found], encoding: str | None, convention: str, kept: Remembered, *, processes: int | None = None
) -> Generator[tuple[Found, Ready | None], None, None]:  # fmt: skip
    """The files in their order, each with what is being made of it elsewhere; None where few files are read here.

    ``processes``: as many as there are cores, less the one that writes, at least one; 0: none.
    """
    processes = max(1, (os.cpu_count() or 2) - 1) if processes is None else processes
    if len(found) < WORTH or not processes:
        yield from ((one, None) for one in found)
        return
    pool = _Processes(processes)
    try:
        waiting: deque[tuple[Found, Ready]] = deque()
        for one in found:
            waiting.append((one, _begin(pool, one, encoding, convention, kept)))
            if len(waiting) > _WAITING * processes:
                yield waiting.popleft()
        yield from waiting
    finally:
        pool.stop()


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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who writes


def _begin(pool: _Processes, found: Found, encoding: str | None, convention: str, kept: Remembered) -> Ready:
    try:
        data = found.load()
    except UserError as error:
        return partial(_refuse, error)
    work = partial(_safely, found.file, data, encoding, convention, kept)
    return partial(_wait, pool.begin(work), work, found.file, data)


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
