"""Erasing what still holds names after texts were pseudonymised: older versions, originals, labels, old values of fields.

The rule: an erasure travels. It is a withdrawal of names, which every file that merges obeys; what a colleague did meanwhile
on an erased text lands on the one that stands, by the map kept with it. Nothing that was coded is lost: where passages
still wait for review, their text is needed, and nothing is erased.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from qualcode.collect.names import Names
from qualcode.collect.traces import name_in
from qualcode.collect.writings import Finder
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.store import Act, Project, act, anchor, blobs, joined, search, state, versions, withdrawal
from qualcode.store.carried import NAMES, onward
from qualcode.store.ids import new_id
from qualcode.store.kinds import BY_NUMBER, KINDS, stored_fields

_DISPOSABLE = ("attribute", "setting")  # kinds whose removed records may go whole: nothing must refer to them


@dataclass(frozen=True)
class Erased:
    """How many older texts went, how many records were made anew without a name they had, and how many entries of the journal
    lost their words."""

    texts: int
    records: int
    entries: int


def erase(project: Project, keyring: Names, find: Finder, sources: Collection[bytes] | None = None) -> Erased:
    """Erase every older text of the named (else all live) sources that were pseudonymised or hold a name, with its original;
    old labels; and what journal entries still hold of names their record shows no more. Not undoable. UserError where
    passages of such a source wait for review, or a record is in conflict."""
    recs: list[Any] = []
    maps: list[list[Any]] = []
    entries = 0
    texts = 0
    with act(project, "erase") as a:
        chosen = [
            (source, version)
            for source, version in project.rows("SELECT id, version FROM source WHERE removed=0 ORDER BY id")
            if version is not None and (sources is None or source in sources)
        ]
        for source, version in chosen:
            now = versions.load(project, version)
            if now is not None and (old := _older(project, find, source, now)):
                texts += len(old)
                recs += [one.hex() for one in old]
                maps += _move(project, a, source, now, old)
                recs += _old_labels(project, find, source)
        parts, gone, instead = _fields(project, keyring, find, None if sources is None else _reach(project, sources))
        recs += [[rec.hex(), sorted(fields)] for rec, (_kind, fields) in sorted(parts.items())]
        recs += [rec.hex() for rec in sorted(gone)]
        if recs:
            a.create("withdrawal", new_id(), target=NAMES, subject=new_id(), reason="", recs=recs, versions=maps)
            for rec, part in parts.items():
                a.renew(part[0], rec, instead.get(rec))

            def obey() -> None:
                nonlocal entries
                entries = withdrawal.obey(project.conn)

            a.before_commit += [obey, partial(search.refresh, project.conn, [source for source, _v in chosen])]
    return Erased(texts, len(parts) + len(gone), entries)


def _older(project: Project, find: Finder, source: bytes, now: versions.Version) -> list[bytes]:
    """The versions of the source but the present one, where any of them may hold a name."""
    old = project.rows("SELECT id, text, made FROM version WHERE source=? AND id<>? ORDER BY k", source, now.id)
    made = project.value("SELECT made FROM version WHERE id=?", now.id)
    if made == "pseudonymised" or any(kind == "pseudonymised" for _rec, _text, kind in old):
        return [rec for rec, _text, _kind in old]
    named = any(next(iter(find.hits(blobs.prose(project.conn, text))), None) for _rec, text, _kind in old)
    return [rec for rec, _text, _kind in old] if named else []


def _move(project: Project, a: Act, source: bytes, now: versions.Version, old: Collection[bytes]) -> list[list[Any]]:
    """Put every span on the present text, and tell where on it (or on the next) each erased text goes."""
    waiting = 0
    for kind in KINDS:
        if kind.root != "source" or not any(one.name == "span" for one in kind.fields):
            continue
        for rec, version, start, stop in project.rows(
            f'SELECT id, version, start, stop FROM "{kind.name}" WHERE source=? AND version<>? AND removed=0',
            source, now.id,
        ):  # fmt: skip
            place = versions.place_on(project, now, (version, start, stop))
            if place.state in ("unchanged", "moved"):
                a.change(kind.name, rec, span=(now.id, place.start, place.stop))
            elif place.state == "changed":
                waiting += 1
    if waiting:
        name = project.value("SELECT name FROM source WHERE id=?", source)
        raise UserError(
            ngettext("%d passage of “%s” waits for review, and needs the older text",
                     "%d passages of “%s” wait for review, and need the older text", waiting) % (waiting, name),
            todo=_("Look at them first; nothing was erased"),
        )  # fmt: skip
    maps: list[list[Any]] = []
    for rec in old:
        if onward(project, rec) is None and (before := versions.load(project, rec)) is not None:
            common = [list(block) for block in anchor.blocks(before.text, now.text)]
            edge = [len(before.text), len(now.text), 0]
            maps.append([rec.hex(), now.id.hex(), [], [[0, 0, 0], *common, edge], 0])
    return maps


def _old_labels(project: Project, find: Finder, source: bytes) -> list[str]:
    """The speakers of labels that hold a name and stand in the text no more."""
    return [
        rec.hex()
        for rec, label in project.rows("SELECT id, label FROM speaker WHERE source=? AND removed=1", source)
        if next(iter(find.hits(blobs.prose(project.conn, label))), None)
    ]


def _reach(project: Project, sources: Collection[bytes]) -> set[bytes]:
    """The sources, and who speaks in them, under whatever pseudonym they were joined."""
    people = project.rows("SELECT source, participant FROM speaker WHERE participant IS NOT NULL")
    speak = {who for source, who in people if source in sources}
    return {*sources, *(one for who in speak for one in joined.everyone(project, who))}


def _fields(
    project: Project, keyring: Names, find: Finder, within: set[bytes] | None
) -> tuple[dict[bytes, tuple[str, set[str]]], set[bytes], dict[bytes, dict[str, str | None]]]:
    """Records with fields whose older values hold a name and whose present one does not; removed records to go whole; and what
    is written instead of the names a removed participant (joined into another, or undone) still stands under."""
    names = name_in(project, find)
    parts: dict[bytes, tuple[str, set[str]]] = {}
    gone: set[bytes] = set()
    instead: dict[bytes, dict[str, str | None]] = {}
    for number, rec, root, new, old in project.rows(
        "SELECT kind, rec, root, new, old FROM entry WHERE new IS NOT NULL"
    ):
        kind = BY_NUMBER.get(number)
        if kind is None or kind.name in ("version", "speaker", "withdrawal") or rec in gone:
            continue
        if within is not None and root not in within and rec not in within:
            continue
        row = None
        for payload in (new, old):
            for key, value in json.loads(payload or "{}").items():
                called = kind.name == "participant" and key == "pseudonym" and rec in keyring.people
                if not (called or names(value)) or key in parts.get(rec, ("", ()))[1]:
                    continue
                row = row or state.read(project.conn, kind, rec)
                if row is None or key not in {one.name for one in stored_fields(kind)}:
                    continue
                shown = row.values[key]
                if names(shown) or (called and shown == value):
                    if row.values["removed"] and kind.name in _DISPOSABLE:
                        gone.add(rec)
                    if not (row.values["removed"] and kind.name == "participant" and names(shown)):
                        continue
                    # Entries elsewhere may refer to the participant: it stays, and is called by its id.
                    instead.setdefault(rec, {})[key] = rec.hex()[:8] if key == "pseudonym" else None
                parts.setdefault(rec, (kind.name, set()))[1].add(key)
    return {rec: part for rec, part in parts.items() if rec not in gone}, gone, instead
