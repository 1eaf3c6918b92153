"""The rules, each broken on purpose: what the laws are worth shows in how soon they notice.

Each is a context manager that breaks one rule of the store while it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any
from unittest.mock import patch

from qualcode.store import heads, journal, receive, undo, withdrawal
from qualcode.store.causal import Causality

Breaking = Callable[[], AbstractContextManager[Any]]


def clock_alone() -> AbstractContextManager[Any]:
    """What had been seen does not count: the earlier stamp comes before the later."""
    return patch.object(Causality, "before", lambda self, x, y: self.rank(x) < self.rank(y))


def arrival_order() -> AbstractContextManager[Any]:
    """Among concurrent writes the one that arrived last shows."""
    return patch.object(Causality, "rank", lambda self, action: (action, b""))


def tie_by_log_name() -> AbstractContextManager[Any]:
    """Equal stamps: the name of the log decides, which changes when the log turns out to be forked."""

    def rank(self: Causality, action: int) -> tuple[int, bytes]:
        log, _n, stamp, _origin, _hash = self.place(action)
        return stamp, self.conn.execute("SELECT uuid FROM log WHERE id=?", (log,)).fetchone()[0]

    return patch.object(Causality, "rank", rank)


@contextmanager
def no_hold_back() -> Iterator[None]:
    """An action waits for its predecessor only, not for what it had seen."""
    sort_out, reach = receive._sort_out, Causality._reach

    def careless(conn: Any, pending: Any, blob_source: Any) -> Any:
        from dataclasses import replace

        return sort_out(conn, {h: replace(a, seen=()) for h, a in pending.items()}, blob_source)

    def tolerant(self: Causality, tips: tuple[bytes, ...]) -> dict[int, int]:
        known = self.conn.execute
        return reach(self, tuple(t for t in tips if known("SELECT 1 FROM action WHERE hash=?", (t,)).fetchone()))

    with patch.object(receive, "_sort_out", careless), patch.object(Causality, "_reach", tolerant):
        yield


def undo_everything() -> AbstractContextManager[Any]:
    """Undo writes back whatever stands there now."""

    def write_back(project: Any, a: Any, kind: Any, rec: bytes, new: Any, old: Any, own: Any) -> bool:
        a.write(kind, rec, {"removed": 1} if old is None else old)
        return True

    return patch.object(undo, "_write_back", write_back)


@contextmanager
def forks_ignored() -> Iterator[None]:
    """An action whose place in its log is taken is skipped in silence."""
    sort_out = receive._sort_out

    def skipping(conn: Any, pending: Any, blob_source: Any) -> Any:
        for h, a in list(pending.items()):
            taken = conn.execute(
                "SELECT 1 FROM action a JOIN log l ON l.id=a.log WHERE l.origin=? AND a.n=?", (a.origin, a.n)
            ).fetchone()
            if taken:
                del pending[h]
        first: dict[tuple[bytes, int], bytes] = {}
        for h, a in list(pending.items()):
            if first.setdefault((a.origin, a.n), h) != h:
                del pending[h]
        return sort_out(conn, pending, blob_source)

    with patch.object(receive, "_sort_out", skipping):
        yield


@contextmanager
def name_kept_by_both() -> Iterator[None]:
    """Who meets unknown actions under its own name goes on writing under it."""
    with patch.object(receive, "fresh_log", lambda project: b""):
        yield


def creation_of_some_fields() -> AbstractContextManager[Any]:
    """A creation that meets the same record writes only the fields it has a value for."""
    join = heads.join

    def partial(conn: Any, order: Any, kind: Any, action: int, rec: bytes, payload: Any, *rest: Any) -> None:
        join(conn, order, kind, action, rec, payload, False, *rest[1:])

    return patch.object(heads, "join", partial)


def corrections_by_themselves() -> AbstractContextManager[Any]:
    """Which correction of a clock shows is judged by the corrected clock."""
    return patch.object(Causality, "uncorrected", Causality.rank)


@contextmanager
def withdrawals_not_obeyed() -> Iterator[None]:
    """What is known of somebody who withdrew stays, and what arrives late comes in whole."""
    with (
        patch.object(withdrawal, "redact", lambda action, out: action),
        patch.object(withdrawal, "obey", lambda conn: 0),
    ):
        yield


def conflicts_written_over() -> AbstractContextManager[Any]:
    """An ordinary write does not look whether the field is in conflict."""
    return patch.object(journal.Act, "_in_conflict", lambda *_: False)


def second_window_blind() -> AbstractContextManager[Any]:
    """What came before what is never worked out anew when another window wrote."""
    from qualcode.store.project import Project

    return patch.object(Project, "order", property(lambda self: self._order))


BROKEN: dict[str, Breaking] = {
    "order by clock alone": clock_alone,
    "apply in arrival order": arrival_order,
    "tie by log name": tie_by_log_name,
    "no hold-back": no_hold_back,
    "undo whatever stands there": undo_everything,
    "forks ignored": forks_ignored,
    "both keep the log's name": name_kept_by_both,
    "a creation writes some fields": creation_of_some_fields,
    "corrections judged by themselves": corrections_by_themselves,
    "withdrawals not obeyed": withdrawals_not_obeyed,
    "ordinary writes settle": conflicts_written_over,
    "a second window stays blind": second_window_blind,
}
