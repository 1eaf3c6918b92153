"""The transaction an action is written in: its own, or one that many actions share.

The rule: an action is all or nothing, and what is said to be done has reached the disk. Alone it is a transaction. Many
that follow each other (a folder of transcripts) may share one, which costs one write to the disk and one visit to the
search index for all of them: each is a savepoint then, so that one that fails takes no other with it, and nobody is told
that one is done before ``together`` has ended.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from qualcode.store import here, search
from qualcode.store.project import Project


@dataclass
class Transaction:
    """What is written when a transaction ends. ``last``: log, number and hash of its last action; None where nothing was
    written. ``stale``: the sources to be indexed, in order; ``made`` and ``speeches`` as ``search.refresh`` takes them."""

    last: tuple[bytes, int, bytes] | None = None
    stale: dict[bytes, None] = field(default_factory=dict)
    made: set[bytes] = field(default_factory=set)
    speeches: search.Speeches = field(default_factory=dict)

    def index(self, project: Project) -> None:
        """Bring the search index up to date."""
        search.refresh(project.conn, self.stale, self.made, self.speeches)
        self.stale, self.made, self.speeches = {}, set(), {}

    def take(self, done: Transaction) -> None:
        """An action that shares this transaction is done."""
        self.last = done.last
        self.stale |= done.stale
        self.made |= done.made
        self.speeches |= done.speeches


@contextmanager
def together(project: Project) -> Iterator[None]:
    """Actions that share a transaction; what they wrote is in the search index when it has ended. An error ends it, and what
    was finished before it stays."""
    project.conn.execute("BEGIN IMMEDIATE")
    shared = project.shared = Transaction()
    try:
        yield
    finally:
        project.shared = None
        if project.conn.in_transaction:  # an error of the disk may have ended it
            _finish(project, shared)


@contextmanager
def transaction(project: Project) -> Iterator[Transaction]:
    """The transaction of one action, which says in it what it wrote."""
    conn, shared, own = project.conn, project.shared, Transaction()
    if shared is None:
        conn.execute("BEGIN IMMEDIATE")
        try:
            yield own
        except BaseException:
            _undo(project)
            raise
        _finish(project, own)
        return
    checked = project.log_checked
    conn.execute("SAVEPOINT action")
    try:
        yield own
    except BaseException:
        own.last = None
        project.order.forget()
        raise
    finally:
        if conn.in_transaction:
            if own.last is None:
                conn.execute("ROLLBACK TO action")
                project.log_checked = checked
            conn.execute("RELEASE action")
    if own.last is not None:
        shared.take(own)


def _finish(project: Project, done: Transaction) -> None:
    """Commit, and note outside the file how far its log is; where nothing was written nothing stays."""
    if done.last is None:
        project.conn.execute("ROLLBACK")
        project.log_checked = False
        return
    try:
        done.index(project)
        project.conn.execute("COMMIT")
    except BaseException:
        _undo(project)
        raise
    log, number, hash_ = done.last
    note = here.read(project.id, project.path)
    here.write(project.id, project.path, here.Note(log.hex(), number, hash_.hex(), note.coder if note else ""))


def _undo(project: Project) -> None:
    if project.conn.in_transaction:
        project.conn.execute("ROLLBACK")
    project.order.forget()
    project.log_checked = False
