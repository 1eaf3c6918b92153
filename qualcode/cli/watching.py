"""Files that come in, watched: how many are done, and Ctrl+C after the one that is being written."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click

from qualcode.i18n import _

MANY = 40  # files: of more, a line is printed only for those that need looking at
PATIENCE = 5.0  # seconds between two lines of progress where there is no terminal


@contextmanager
def until_stopped() -> Iterator[Callable[[], bool]]:
    """Ctrl+C once ends the work after the file at hand; twice ends it at once (then that file is not in)."""
    pressed = [False]

    def note(number: int, frame: Any) -> None:
        if pressed[0]:
            raise KeyboardInterrupt
        pressed[0] = True

    try:
        before = signal.signal(signal.SIGINT, note)
    except ValueError:  # not in the main thread: whoever runs this has its own way to stop
        yield lambda: False
        return
    try:
        yield lambda: pressed[0]
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def progress_shown(count: int, quiet: bool) -> Iterator[Callable[[int], None]]:
    """What is told how many of the files were looked at: a bar on stderr where that is a terminal, else a line every few
    seconds."""
    if quiet or count <= MANY:
        yield lambda done: None
    elif sys.stderr.isatty():
        with click.progressbar(length=count, label=_("Bringing in"), file=sys.stderr) as bar:
            yield lambda done: bar.update(done - bar.pos)
    else:
        yield _Lines(count)


class _Lines:
    """A line on stderr every few seconds."""

    def __init__(self, count: int) -> None:
        self.count, self.said = count, time.monotonic()

    def __call__(self, done: int) -> None:
        if time.monotonic() - self.said > PATIENCE:
            self.said = time.monotonic()
            click.echo(_("%d of %d files") % (done, self.count), err=True)
