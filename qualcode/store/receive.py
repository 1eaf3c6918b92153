"""Taking in what others wrote: hold back, place, let take effect.

An action is placed once its predecessor and all it had seen are here and the blobs it names can be had; until then it
waits, whole. Nothing is skipped in silence.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.store import blobs, heads, here, search, unnamed, withdrawal
from qualcode.store.action import FORMAT, Action, Entry, agrees, hash_of, insert, pack, unpack
from qualcode.store.arrival import Arrival
from qualcode.store.effects import Effects
from qualcode.store.journal import fresh_log
from qualcode.store.kinds import BY_NAME, KINDS
from qualcode.store.placing import place
from qualcode.store.project import Project

_WITHDRAWAL, _CLOCKFIX = BY_NAME["withdrawal"].number, BY_NAME["clockfix"].number
_INDEXED = tuple(BY_NAME[name].number for name in search.SHOWN)
BlobSource = Callable[[bytes], tuple[int, int, bytes] | None]  # hash -> (size, codec, data)
Hearing = Callable[[Project, list[tuple[str, bytes]]], object]  # of (source or participant, id)


def receive(
    project: Project, actions: Iterable[Action], blob_source: BlobSource, *, look: Callable[[Arrival], None] | None = None,
    placed: Callable[[int], None] | None = None, hearing: Hearing | None = None,
) -> Arrival:  # fmt: skip
    """Take in ``actions`` in any order, in one transaction. With ``look`` nothing is kept: it is called while all is in, and
    then everything is as it was (a preview). ``placed`` is told after each action how many are in; what it raises stops all,
    and nothing came in. ``hearing`` is told who and what was withdrawn elsewhere, while their words are still here.

    Raises UserError where an action does not agree with its hash (a damaged or forged file); then nothing came in.
    """
    conn = project.conn
    conn.execute("BEGIN IMMEDIATE")
    try:
        arrival = _receive(project, actions, blob_source, placed, hearing)
        if look is None:
            conn.execute("COMMIT")
        else:
            project.order.forget()
            look(arrival)
            conn.execute("ROLLBACK")
            project.log_checked = False
    except BaseException as error:
        if conn.in_transaction:
            conn.execute("ROLLBACK")
        project.order.forget()
        project.log_checked = False
        if isinstance(
            error, sqlite3.IntegrityError | ValueError | TypeError | AttributeError
        ):  # nothing that qualcode wrote
            raise UserError(
                _("an action holds what no qualcode writes (%s)") % error,
                todo=_("The file is damaged: ask for it again; nothing was taken in"),
            ) from error
        raise
    project.order.forget()
    if arrival.fresh_log and look is None:
        note = here.read(project.id, project.path)
        uuid = conn.execute("SELECT log FROM here").fetchone()[0]
        here.write(project.id, project.path, here.Note(uuid.hex(), 0, "", note.coder if note else ""))
    return arrival


def _known(conn: sqlite3.Connection, hash_: bytes) -> bool:
    return conn.execute("SELECT 1 FROM action WHERE hash=?", (hash_,)).fetchone() is not None


def _receive(
    project: Project, actions: Iterable[Action], blob_source: BlobSource, placed: Callable[[int], None] | None,
    hearing: Hearing | None,
) -> Arrival:  # fmt: skip
    conn, order = project.conn, project.order
    arrival = Arrival()
    out = withdrawal.gone(conn)
    placing = _Placing(project, blob_source, out, arrival, placed)
    pending: dict[bytes, Action] = {}
    for (body,) in conn.execute("SELECT body FROM waiting").fetchall():
        held = unpack(body)
        pending[held.hash] = withdrawal.redact(held, out)
    most = len(pending) + _AT_ONCE
    for action in actions:
        if _known(conn, action.hash):
            continue
        if not agrees(action):
            raise UserError(
                _("action %d of log %s does not agree with its hash") % (action.n, action.origin.hex()[:8]),
                todo=_("The file is damaged: ask for it again; nothing was taken in"),
            )
        twice = pending.get(action.hash)
        pending[action.hash] = withdrawal.redact(withdrawal.joined(twice, action) if twice else action, out)
        if len(pending) >= most:  # not all at once: a whole project may come in
            placing.place(pending)
            most = 2 * len(pending) + _AT_ONCE
    placing.place(pending)
    conn.execute("DELETE FROM waiting")
    for held in pending.values():
        conn.execute("INSERT INTO waiting(hash, body) VALUES(?,?)", (held.hash, pack(held)))
    placing.effects.flush()
    placing.withdrew |= any(entry.erased for held in pending.values() for entry in held.entries)
    if placing.withdrew:
        if hearing is not None:
            hearing(project, withdrawal.subjects(conn, arrival.first_number))
        arrival.erased = withdrawal.obey(conn)
    if placing.clocks:
        heads.rejudge(conn, order, KINDS, withdrawal.gone(conn).records)
    if placing.withdrew or placing.clocks:
        placing.touched.update(search.sources(conn))
    search.refresh(conn, placing.touched)
    if arrival.fresh_log:
        # Somebody else writes under this installation's name (a copied file): leave the name to them.
        fresh_log(project)
    arrival.waiting = len(pending)
    arrival.newer = sum(action.format > FORMAT for action in pending.values())
    return arrival


_AT_ONCE = 2000  # actions that are read before those that can be placed are


class _Placing:
    """Actions being placed, and what is to be done when all are."""

    def __init__(
        self, project: Project, blob_source: BlobSource, out: withdrawal.Gone, arrival: Arrival, placed: Callable[[int], None] | None
    ) -> None:  # fmt: skip
        conn = self.conn = project.conn
        self.order, self.blob_source, self.out, self.arrival = project.order, blob_source, out, arrival
        self.placed = placed
        self.effects = Effects(conn, self.order, out.records)
        self.number: int = conn.execute("SELECT COALESCE(MAX(id),0)+1 FROM action").fetchone()[0]
        self.mine: bytes = conn.execute("SELECT log FROM here").fetchone()[0]
        self.tips: dict[bytes, tuple[int, int]] = {}  # what was placed here and nothing follows yet -> log, n
        self.logs: dict[int, bytes] = {}  # by local number
        self.touched: set[bytes] = set()
        self.withdrew = self.clocks = False
        arrival.first_number = self.number

    def place(self, pending: dict[bytes, Action]) -> None:
        """Place, and take out of ``pending``, every action that can be."""
        ready, needs, waits_for = _sort_out(self.conn, pending, self.blob_source)
        while ready:
            action = pending.pop(ready.popleft())
            self._one(action)
            for child in waits_for.pop(action.hash, ()):
                needs[child] -= 1
                if not needs[child]:
                    ready.append(child)

    def _one(self, action: Action) -> None:
        conn, arrival = self.conn, self.arrival
        log, forked = self._log_of(action)
        insert(conn, self.number, log, action)
        self.tips[action.hash] = (log, action.n)
        if forked:
            arrival.forked = True
            self.order.forget()
        elif action.seen:
            self.order.wrote(log)
        if log not in self.logs:
            self.logs[log] = conn.execute("SELECT uuid FROM log WHERE id=?", (log,)).fetchone()[0]
        arrival.fresh_log |= self.mine in (action.origin, self.logs[log])
        for entry in action.entries:
            self._take_effect(entry)
        arrival.note(action)
        self.number += 1
        if self.placed is not None:
            self.placed(arrival.actions)

    def _log_of(self, action: Action) -> tuple[int, bool]:
        """The log the action stands in, and whether it forked one."""
        last = self.tips.pop(action.prev, None) if action.prev else None
        if last is not None and last[1] + 1 == action.n:
            return last[0], False
        log, forked = place(self.conn, action)
        if forked:
            self.tips.clear()
            self.logs.clear()
        return log, forked

    def _take_effect(self, entry: Entry) -> None:
        if entry.new is None:
            self.withdrew = True
            return
        self.effects.apply(self.number, entry.kind, entry.rec, entry.root, json.loads(entry.new), entry.old is None)
        if entry.root is not None and entry.kind in _INDEXED:
            self.touched.add(entry.root)
        self.withdrew |= entry.kind == _WITHDRAWAL or entry.rec.hex() in self.out.parts
        self.clocks |= entry.kind == _CLOCKFIX


def _sort_out(
    conn: sqlite3.Connection, pending: dict[bytes, Action], blob_source: BlobSource
) -> tuple[deque[bytes], dict[bytes, int], dict[bytes, list[bytes]]]:
    """Which actions can be placed now, how many others each of the rest waits for, and who waits for whom."""
    ready: deque[bytes] = deque()
    needs: dict[bytes, int] = {}
    waits_for: dict[bytes, list[bytes]] = defaultdict(list)
    for hash_, action in pending.items():
        missing = {h for h in (action.prev, *action.seen) if h is not None and (h in pending or not _known(conn, h))}
        needs[hash_] = len(missing)
        for h in missing:
            waits_for[h].append(hash_)
        _take_blobs(conn, action, blob_source)
        if action.format > FORMAT or any(
            not blobs.has(conn, name) for entry in action.entries for name in blobs.references(entry.new)
        ):
            needs[hash_] += 1  # never met in this round
    for hash_ in unnamed.lacking(conn, pending, needs, waits_for):
        needs[hash_] += 1  # nor this
    ready.extend(hash_ for hash_ in pending if not needs[hash_])
    return ready, needs, waits_for


def _take_blobs(conn: sqlite3.Connection, action: Action, blob_source: BlobSource) -> None:
    """Take in the texts that an action names, before anybody asks whether it can be placed: what was only seen to be there
    may be gone when it is read again, since a carrier works at the folder meanwhile."""
    for entry in action.entries:
        for name in blobs.references(entry.new, entry.old):
            if not blobs.has(conn, name):
                found = blob_source(name)
                if found:
                    if not blobs.sound(name, *found[1:]):
                        raise UserError(
                            _("a text is damaged (blob %s)") % name.hex()[:8],
                            todo=_("The file is damaged: ask for it again; nothing was taken in"),
                        )
                    conn.execute(
                        "INSERT INTO blob(hash,size,codec,data) VALUES(?,?,?,?) ON CONFLICT DO NOTHING",
                        (name, *found),
                    )


def with_hash(action: Action) -> Action:
    """The action with its hash computed (for those who make actions outside an open project, as tests do)."""
    return replace(action, hash=hash_of(action))
