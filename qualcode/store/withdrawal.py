"""What was withdrawn, and how every device obeys.

A withdrawal record names the source or participant (the root of all that belongs to it) and, where only some records
must go, those. Entries of such records keep their fingerprint and lose payload and salt; their state rows and the
blobs nobody else names go too. Whatever arrives later about them is erased on arrival.

A withdrawal of *names* (``target``) takes words out of a record and nobody out of the project. Versions and speakers go whole,
since another stands for them; what was said about them stays. Of records that live on (a participant, a source) only those
entries go that hold a named field and had not seen the withdrawal: its own action makes the record anew, with every field.
Such entries keep a sign in ``old``, so that nobody takes them for a person's withdrawal.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from qualcode.store import blobs, heads
from qualcode.store.action import Action, Entry, pack, unpack
from qualcode.store.carried import NAMES, carry, inverse
from qualcode.store.causal import Causality
from qualcode.store.effects import Effects
from qualcode.store.kinds import BY_NAME, BY_NUMBER, KINDS

WHOLE, PART = '"whole"', '"part"'  # what ``old`` holds of entries that lost a name


@dataclass(frozen=True)
class Gone:
    """``ids``: records and roots (hex) that were withdrawn. ``blanked``: for each erased version the spans that must
    not be spoken of any more; a coding made elsewhere on such a span goes too. ``renamed``: records that went with a name
    in them. ``parts``: records that live on, with the fields that held a name and the (local) action that made them anew."""

    ids: frozenset[str]
    blanked: dict[str, list[list[int]]]
    renamed: frozenset[str] = frozenset()
    parts: dict[str, list[tuple[frozenset[str], int]]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.ids or self.renamed or self.parts)

    @property
    def records(self) -> frozenset[str]:
        """All records that are not there any more."""
        return self.ids | self.renamed

    def erases(self, entry: Entry) -> Entry:
        """The entry, without its words where it must lose them. Erasing is by record: with one entry of it, all go."""
        if self.takes(entry):
            return entry.erase()
        if entry.rec.hex() in self.renamed and not (entry.erased and entry.old is None):
            return entry.erase()._replace(old=WHOLE)
        return entry

    def takes(self, entry: Entry) -> bool:
        """Whether the entry belongs to who or what was withdrawn."""
        if entry.rec.hex() in self.ids or (entry.root is not None and entry.root.hex() in self.ids):
            return entry.kind != _WITHDRAWAL
        if entry.new is None:
            return False
        if entry.kind == _MEMO and entry.old is None:
            return json.loads(entry.new)["about"] in self.ids
        if entry.kind in _ON_SPANS and '"span"' in entry.new:
            version, start, stop = json.loads(entry.new)["span"]
            return any(start < b and a < stop for a, b in self.blanked.get(version, ()))
        return False

    def names_in(self, entry: Entry, action: int, order: Causality) -> bool:
        """Whether the (placed) entry holds a field that had a name in it, and its writer had not seen that it must not. The
        actions that make the record anew stand, also beside each other: without them there is no record."""
        anew = self.parts.get(entry.rec.hex(), ())
        if not anew or entry.new is None or any(action == made for _fields, made in anew):
            return False
        written = {*json.loads(entry.new), *json.loads(entry.old or "{}")}
        named = {name for fields, _made in anew for name in fields & written}
        return any(not any(name in fields and order.before(made, action) for fields, made in anew) for name in named)


_WITHDRAWAL = BY_NAME["withdrawal"].number
_MEMO = BY_NAME["memo"].number
_ON_SPANS = tuple(kind.number for kind in KINDS if any(field.name == "span" for field in kind.fields))


def gone(conn: sqlite3.Connection) -> Gone:
    """What this file knows to be withdrawn."""
    ids = {rec.hex() for (rec,) in conn.execute("SELECT DISTINCT rec FROM entry WHERE new IS NULL AND old IS NULL")}
    renamed = {
        rec.hex() for (rec,) in conn.execute("SELECT DISTINCT rec FROM entry WHERE new IS NULL AND old=?", (WHOLE,))
    }
    parts: dict[str, list[tuple[frozenset[str], int]]] = {}
    maps: list[tuple[str, str, list[list[int]]]] = []
    carried: list[tuple[str, str, list[list[int]]]] = []
    for target, subject, recs, versions, made in conn.execute(
        "SELECT target, subject, recs, versions, a FROM withdrawal"
    ):
        if target == NAMES:
            carried += [(old, new, blocks) for old, new, _spans, blocks, _exact in json.loads(versions or "[]")]
            for rec in json.loads(recs or "[]"):
                if isinstance(rec, str):
                    renamed.add(rec)
                else:
                    parts.setdefault(rec[0], []).append((frozenset(rec[1]), made))
        else:
            ids |= {subject.hex(), *json.loads(recs or "[]")}
            maps += [(old, new, spans) for old, new, spans in json.loads(versions or "[]")]
    return Gone(frozenset(ids), _also_carried(_in_every_copy(maps), carried), frozenset(renamed - ids), parts)


def _also_carried(
    blanked: dict[str, list[list[int]]], carried: list[tuple[str, str, list[list[int]]]]
) -> dict[str, list[list[int]]]:
    """The blanked spans, in the versions too that names were taken out of, or that came from it."""
    both = [*carried, *((new, old, list(map(list, inverse(blocks)))) for old, new, blocks in carried)]
    found = {version: {tuple(span) for span in spans} for version, spans in blanked.items()}
    grew = bool(found)
    while grew:
        grew = False
        for old, new, blocks in both:
            more = {carry(blocks, *span) for span in found.get(old, ())} - found.get(new, set())
            more = {(start, stop) for start, stop in more if start < stop}
            if more:
                found.setdefault(new, set()).update(more)
                grew = True
    return {version: [list(span) for span in sorted(spans)] for version, spans in found.items()}


def _in_every_copy(maps: list[tuple[str, str, list[list[int]]]]) -> dict[str, list[list[int]]]:
    """For each version the spans blanked in it or in any version that was blanked from it or that it came from: blanks
    are one for one, so that what lies where in one lies there in all."""
    copy_of: dict[str, str] = {}

    def first(version: str) -> str:
        while version in copy_of:
            version = copy_of[version]
        return version

    for old, new, _spans in maps:
        if first(new) != first(old):
            copy_of[first(new)] = first(old)
    spans_of: dict[str, list[list[int]]] = {}
    for old, _new, spans in maps:
        spans_of.setdefault(first(old), []).extend(spans)
    return {version: spans_of[first(version)] for old, new, _spans in maps for version in (old, new)}


def subjects(conn: sqlite3.Connection, since: int) -> list[tuple[str, bytes]]:
    """(``source`` or ``participant``, id) of what actions from the (local) number ``since`` on withdrew."""
    rows = conn.execute("SELECT target, subject FROM withdrawal WHERE a>=? AND target<>? ORDER BY k", (since, NAMES))
    return [(target, subject) for target, subject in rows]


def was_withdrawn(conn: sqlite3.Connection, *ids: bytes | None) -> bool:
    """Whether any of these records is gone: with a person, or with a name in it."""
    marks = ",".join("?" * len(ids))
    found = conn.execute(f"SELECT 1 FROM entry WHERE rec IN ({marks}) AND new IS NULL AND old IS NOT ?", (*ids, PART))
    return found.fetchone() is not None


def any_withdrawn(conn: sqlite3.Connection, ids: Iterable[Any]) -> bool:
    """Whether any record of these ids is gone; what is no id is passed over."""
    wanted = {one for one in ids if isinstance(one, bytes)}
    gone = conn.execute("SELECT rec FROM entry WHERE new IS NULL AND old IS NOT ?", (PART,))
    return any(rec in wanted for (rec,) in gone)


def held_a_name(conn: sqlite3.Connection, rec: bytes) -> bool:
    """Whether the record went for a name in it, and not with a person."""
    return (
        conn.execute("SELECT 1 FROM entry WHERE rec=? AND new IS NULL AND old=?", (rec, WHOLE)).fetchone() is not None
    )


def any_erased(conn: sqlite3.Connection) -> bool:
    """Whether any record lost its words."""
    return conn.execute("SELECT 1 FROM entry WHERE new IS NULL LIMIT 1").fetchone() is not None


def redact(action: Action, out: Gone) -> Action:
    """The action without the payload of withdrawn records; its hash stays true. What its writer had seen is known only
    when it is placed: fields that held a name go then (``obey``)."""
    if not out:
        return action
    entries = tuple(map(out.erases, action.entries))
    return action if entries == action.entries else replace(action, entries=entries)


def joined(one: Action, other: Action) -> Action:
    """One action that came twice: what either lost stays lost."""
    return replace(one, entries=tuple(b if b.erased else a for a, b in zip(one.entries, other.entries, strict=True)))


def obey(conn: sqlite3.Connection) -> int:
    """Erase what was withdrawn, everywhere in this file; how many entries lost their words."""
    count = 0
    order = Causality(conn)
    while True:
        out = gone(conn)
        found = [
            (action, idx, Entry(*fields))
            for action, idx, *fields in conn.execute(
                "SELECT action, idx, kind, rec, root, new, old, salt, digest FROM entry WHERE new IS NOT NULL"
            )
        ]
        lost = [
            (action, idx, left)
            for action, idx, entry in found
            if (left := _cleaned(entry, action, out, order)) != entry
        ]
        conn.executemany(
            "UPDATE entry SET new=NULL, old=?, salt=NULL, digest=? WHERE action=? AND idx=?",
            [(left.old, left.digest, action, idx) for action, idx, left in lost],
        )
        count += len(lost)
        if not lost:
            break  # a record that went may have had memos of its own: look until nothing more goes
    _tell_apart(conn, out)
    for hash_, body in conn.execute("SELECT hash, body FROM waiting").fetchall():
        held = unpack(body)
        clean = redact(held, out)
        if clean is not held:
            conn.execute("UPDATE waiting SET body=? WHERE hash=?", (pack(clean), hash_))
    _drop_rows(conn, out.records)
    make_anew(conn, order, out)
    heads.rejudge(conn, order, KINDS, out.records)
    blobs.sweep(conn)
    if count:
        from qualcode.store import words  # it loads the language, which opening a project does not need

        words.forget(conn)
    return count


def _tell_apart(conn: sqlite3.Connection, out: Gone) -> None:
    """What lost a name and then belonged to somebody who withdrew is withdrawn, in whatever order the two were known."""
    found = [
        (action, idx, Entry(*fields))
        for action, idx, *fields in conn.execute(
            "SELECT action, idx, kind, rec, root, new, old, salt, digest FROM entry WHERE new IS NULL AND old IS NOT NULL"
        )
    ]
    conn.executemany(
        "UPDATE entry SET old=? WHERE action=? AND idx=?",
        [(clean.old, action, idx) for action, idx, entry in found if (clean := out.erases(entry)) != entry],
    )


def _cleaned(entry: Entry, action: int, out: Gone, order: Causality) -> Entry:
    clean = out.erases(entry)
    if clean is entry and out.names_in(entry, action, order):
        return entry.erase()._replace(old=PART)
    return clean


def make_anew(conn: sqlite3.Connection, order: Causality, out: Gone) -> None:
    """The rows of records that live on without a name, from what the journal still holds. Creations take effect first: the
    one that counts now may have come after other changes."""
    for rec in map(bytes.fromhex, sorted(out.parts.keys() - out.records)):
        entries = conn.execute(
            "SELECT action, kind, root, new, old FROM entry WHERE rec=? AND new IS NOT NULL ORDER BY old IS NOT NULL, action",
            (rec,),
        ).fetchall()
        if not entries:
            continue
        name = BY_NUMBER[entries[0][1]].name
        place = conn.execute(f'SELECT k FROM "{name}" WHERE id=?', (rec,)).fetchone()
        conn.execute(f'DELETE FROM "{name}" WHERE id=?', (rec,))
        effects = Effects(conn, order, out.records)
        for action, kind, root, new, old in entries:
            effects.apply(action, kind, rec, root, json.loads(new), old is None)
        effects.flush()
        if place is not None:
            conn.execute(f'UPDATE "{name}" SET k=? WHERE id=?', (*place, rec))  # lists keep their order


def _drop_rows(conn: sqlite3.Connection, gone_ids: frozenset[str]) -> None:
    """The state rows of withdrawn records go; references to them from what stays read as nothing."""
    ids = [(bytes.fromhex(one),) for one in gone_ids]
    conn.execute("CREATE TEMP TABLE IF NOT EXISTS gone(id BLOB PRIMARY KEY)")
    conn.execute("DELETE FROM gone")
    conn.executemany("INSERT INTO gone VALUES(?)", ids)
    for kind in KINDS:
        where = "id IN (SELECT id FROM gone)"
        if kind.root not in (None, "self"):
            where += f' OR "{kind.root}" IN (SELECT id FROM gone)'
        conn.execute(f'INSERT OR IGNORE INTO gone SELECT id FROM "{kind.name}" WHERE {where}')
    for kind in KINDS:
        for one in kind.fields:
            if one.type.startswith("ref:") and not one.required:
                conn.execute(
                    f'UPDATE "{kind.name}" SET "{one.name}"=NULL WHERE "{one.name}" IN (SELECT id FROM gone) AND id NOT IN (SELECT id FROM gone)'
                )
    for kind in KINDS:
        if kind.name != "withdrawal":
            conn.execute(f'DELETE FROM "{kind.name}" WHERE id IN (SELECT id FROM gone)')
    conn.execute("DROP TABLE gone")
