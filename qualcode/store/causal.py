"""What a write had seen: which action comes before which, whatever the clocks say.

x comes before y when they stand in the same log with the smaller number first, or when y had seen x. What an action
had seen is stored only where it changed; in memory it is, a log, a list of (number, vector), a vector giving for each
other log the last number seen. The clock, corrected by the records that correct it, and then the hash only break ties.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field

from qualcode.store.action import parse_seen

Vector = dict[int, int]


@dataclass
class Causality:
    """Answers from the journal in ``conn``, with caches that ``forget`` drops after anything but an own write."""

    conn: sqlite3.Connection
    _epochs: dict[int, list[tuple[int, Vector]]] = field(default_factory=dict)
    _places: dict[int, tuple[int, int, int, bytes, bytes]] = field(default_factory=dict)
    _fixes: list[tuple[bytes, int, int, int]] | None = None
    _caught_up: int | None = None  # the log whose last write had seen all there is

    def forget(self) -> None:
        self._caught_up = None
        self._epochs.clear()
        self._places.clear()
        self._fixes = None

    def place(self, action: int) -> tuple[int, int, int, bytes, bytes]:
        """(log, n, stamp, origin, hash) of a placed action. sqlite3.DatabaseError where it is not there."""
        found = self._places.get(action)
        if found is None:
            found = self.conn.execute(
                "SELECT a.log, a.n, a.stamp, l.origin, a.hash FROM action a JOIN log l ON l.id=a.log WHERE a.id=?",
                (action,),
            ).fetchone()
            if found is None:
                raise sqlite3.DatabaseError(f"action {action} is missing")
            self._places[action] = found
        return found

    def _reach(self, tips: tuple[bytes, ...]) -> Vector:
        """The logs and numbers that these tips stand on, along the branches they left."""
        reached: Vector = {}
        for tip in tips:
            log, n = self.conn.execute("SELECT log, n FROM action WHERE hash=?", (tip,)).fetchone()
            while log is not None:
                reached[log] = max(reached.get(log, 0), n)
                log, n = self.conn.execute("SELECT up, up_n FROM log WHERE id=?", (log,)).fetchone()
        return reached

    def _log_epochs(self, log: int) -> list[tuple[int, Vector]]:
        found = self._epochs.get(log)
        if found is not None:
            return found
        up, up_n = self.conn.execute("SELECT up, up_n FROM log WHERE id=?", (log,)).fetchone()
        start: Vector = {}
        if up is not None:
            start = dict(self.vector(up, up_n))
            start[up] = up_n
        epochs = [(0, start)]
        for n, seen in self.conn.execute(
            "SELECT n, seen FROM action WHERE log=? AND seen IS NOT NULL ORDER BY n", (log,)
        ).fetchall():
            vector = dict(epochs[-1][1])
            for other, number in self._reach(parse_seen(seen)).items():
                vector[other] = max(vector.get(other, 0), number)
            epochs.append((n, vector))
        self._epochs[log] = epochs
        return epochs

    def vector(self, log: int, n: int) -> Vector:
        """What action ``n`` of ``log`` had seen of the other logs."""
        known: Vector = {}
        for start, vector in self._log_epochs(log):
            if start > n:
                break
            known = vector
        return known

    def before(self, x: int, y: int) -> bool:
        """Whether action x (local number) comes before action y."""
        log_x, n_x, *_ = self.place(x)
        log_y, n_y, *_ = self.place(y)
        if log_x == log_y:
            return n_x < n_y
        return self.vector(log_y, n_y).get(log_x, 0) >= n_x

    def tips(self) -> Vector:
        """The last number of every log."""
        tips: Vector = {}
        for (log,) in self.conn.execute("SELECT id FROM log").fetchall():
            n = self.conn.execute("SELECT MAX(n) FROM action WHERE log=?", (log,)).fetchone()[0]
            if n is not None:
                tips[log] = n
        return tips

    def unseen_tips(self, log: int, n: int) -> tuple[bytes, ...]:
        """Hashes of the tips that a write numbered ``n`` on ``log`` sees and the log's earlier writes had not seen."""
        if log == self._caught_up:
            return ()
        known = self.vector(log, n)
        return tuple(
            sorted(
                self.conn.execute("SELECT hash FROM action WHERE log=? AND n=?", (other, last)).fetchone()[0]
                for other, last in self.tips().items()
                if other != log and last > known.get(other, 0)
            )
        )

    def uncorrected(self, action: int) -> tuple[int, bytes]:
        """As ``rank``, by the clock as it was: for the corrections themselves, which cannot hang on each other."""
        _, _, stamp, _, hash_ = self.place(action)
        return stamp, hash_

    def rank(self, action: int) -> tuple[int, bytes]:
        """Among writes that had not seen each other the greatest shows: (corrected stamp in ms, hash)."""
        _, n, stamp, origin, hash_ = self.place(action)
        if self._fixes is None:
            self._fixes = self.conn.execute(
                "SELECT log, from_n, to_n, delta FROM clockfix WHERE removed=0 ORDER BY id"
            ).fetchall()
        for log, first, last, delta in self._fixes:
            if log == origin and first <= n <= last:
                stamp += delta
        return stamp, hash_

    def wrote(self, log: int) -> None:
        """An own write on ``log`` was added: its vector may have grown."""
        self._epochs.pop(log, None)
        self._fixes = None

    def caught_up(self, log: int) -> None:
        """The last own write on ``log`` has seen everything; until ``forget`` nothing comes that the next would not know."""
        self._caught_up = log

    def clocks_changed(self) -> None:
        self._fixes = None
