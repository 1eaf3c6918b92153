"""Reading ahead: while the project is written, the next files are read and their turns told in processes of their own.

The rule: a process is given bytes and gives back what was understood, and never sees the project. So many files come in as
fast as all cores can read them, and a file that brings a reader down (a library in C among them) brings down that process
and nothing else: it is refused like any file that cannot be read. Each process has one batch of files at a time, and the
next one as soon as what it made of it is taken: nothing waits between them, and no thread stands between.
"""

from __future__ import annotations

import dataclasses
import gc
import os
import signal
import sys
import threading
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection

from qualcode import i18n
from qualcode.collect.archives import Found
from qualcode.collect.conventions import read_marks
from qualcode.collect.likeness import Runs, runs_of
from qualcode.collect.readers import Read, read_data
from qualcode.collect.rereading import Remembered, read_as_remembered
from qualcode.collect.sessions import Session, find
from qualcode.collect.understood import Understood, understand
from qualcode.errors import UserError
from qualcode.i18n import _

WORTH = 24  # files from which the start of the processes is worth its half second
TOGETHER, MOST = 16, 1_000_000  # files of a batch, and bytes from which it takes no further one


@dataclass(frozen=True)
class Prepared:
    """What was understood of a file before the project is asked: its text, the sessions in it, the whole of it as one source,
    and the runs of words by which it is known again."""

    read: Read
    parts: tuple[Session, ...]
    whole: Understood
    runs: Runs


Ready = Callable[[], Prepared]  # UserError where the file cannot be read
Work = Callable[[str, bytes], "Prepared | Exception"]
Batch = list[tuple[Found, Ready | None]]


def prepare(file: str, data: bytes, encoding: str | None, convention: str, kept: Remembered) -> Prepared:
    """Read a file's bytes. ``convention``: asked for, or auto; ``kept``: what was chosen for the project. UserError where it
    cannot be read."""
    read = read_data(file, data, encoding)
    marks = read_marks(read.text, convention) if convention != "auto" else read_as_remembered(read.text, kept)
    whole = understand(read.text, marks, (read.data, read.name, read.digest))
    return Prepared(read, find(read.text), whole, runs_of(read.text))


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
    work = partial(_safely, encoding=encoding, convention=convention, kept=kept)
    readers = [_Reader(work) for _number in range(processes)]
    busy: deque[tuple[_Reader, _Files]] = deque()
    try:
        idle = deque(readers)
        for files in _in_batches(found):
            if idle:
                reader, done = idle.popleft(), None
            else:
                reader, before = busy.popleft()
                done = reader.taken(before)
            reader.give(files)
            busy.append((reader, files))
            if done is not None:
                yield done
        while busy:
            reader, before = busy.popleft()
            yield reader.taken(before)
    finally:
        for reader in readers:
            reader.stop()


_Files = list[tuple[Found, bytes | UserError]]  # with their bytes, or why there are none
_Outcome = Prepared | UserError | Exception


def _in_batches(found: Sequence[Found]) -> Iterator[_Files]:
    """The files in batches, each loaded when it is asked for."""
    batch: _Files = []
    size = 0
    for one in found:
        try:
            data: bytes | UserError = one.load()
        except UserError as error:
            data = error
        batch.append((one, data))
        size += len(data) if isinstance(data, bytes) else 0
        if len(batch) == TOGETHER or size >= MOST:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class _Reader:
    """A process that reads one batch of files at a time; another one in its place when a file has brought it down."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._start()

    def _start(self) -> None:
        make = get_context("fork").Process if _may_fork() else get_context("spawn").Process
        self._pipe, theirs = Pipe()
        _open.add(self._pipe)
        self._process = make(target=_serve, args=(theirs, self._work, i18n.language()), daemon=True)
        self._process.start()
        theirs.close()

    def stop(self) -> None:
        """End the process, whatever it is at: nothing is lost with it."""
        self._process.terminate()
        self._process.join()
        _open.discard(self._pipe)
        self._pipe.close()

    def give(self, files: _Files) -> None:
        """Have a batch read."""
        try:
            self._pipe.send([(one.file, data) for one, data in files if isinstance(data, bytes)])
        except OSError:  # it is down: seen when what it made of them is taken
            pass

    def taken(self, files: _Files) -> Batch:
        """What was made of the batch given before, when all of it is read: nobody who writes it has to wait."""
        outcomes = iter(self._outcomes(files))
        return [
            (one, partial(_outcome, data if isinstance(data, UserError) else next(outcomes), data))
            for one, data in files
        ]

    def _outcomes(self, files: _Files) -> list[_Outcome]:
        found = self._received()
        if found is None:  # some file brought the process down: which?
            found = []
            for one, data in files:
                if isinstance(data, bytes):
                    self.give([(one, data)])
                    found += self._received() or [_down(one.file)]
        return found

    def _received(self) -> list[_Outcome] | None:
        """What the process made of what it was given; None where it went down, and there is another one now."""
        try:
            found: list[_Outcome] = self._pipe.recv()
        except (EOFError, OSError):
            self.stop()
            self._start()
            return None
        return found


_open: set[Connection] = set()  # of the readers there are: a process made from this one must not hold them, too


def _may_fork() -> bool:
    """Whether a process can be made from this one as it is, which starts it at once: not beside threads, whose locks it would
    hold for ever, and not where the system's own libraries forbid it."""
    return sys.platform == "linux" and threading.active_count() == 1


def _serve(pipe: Connection, work: Work, language: str) -> None:
    """In the process: read what is given until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for who writes
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for other in _open:
        other.close()
    gc.freeze()  # what was there before is never thrown away, least of all the project of who writes
    gc.set_threshold(20_000, 20, 50)  # as in the command that writes
    i18n.use(language)
    try:
        while True:
            pipe.send([work(file, data) for file, data in pipe.recv()])
    except (EOFError, OSError):
        return  # who asked is gone


def _safely(file: str, data: bytes, *, encoding: str | None, convention: str, kept: Remembered) -> _Outcome:
    """In the process: what was understood, without the bytes that whoever asked has; or what went wrong."""
    try:
        done = prepare(file, data, encoding, convention, kept)
    except UserError as error:
        return error
    except Exception as error:
        error.add_note(traceback.format_exc())  # where it was, which does not go through the pipe
        return error
    return dataclasses.replace(done, read=dataclasses.replace(done.read, data=b""))


def _outcome(done: _Outcome, data: bytes | UserError) -> Prepared:
    if isinstance(done, Exception):
        raise done
    assert isinstance(data, bytes)
    return dataclasses.replace(done, read=dataclasses.replace(done.read, data=data))


def _down(file: str) -> UserError:
    return UserError(
        _("reading it brought the reader down"), where=file,
        todo=_("Open it in the program that made it and save it anew"),
    )  # fmt: skip
