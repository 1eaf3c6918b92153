"""Keeping a sync folder sound: what a carrier damaged is written again, what was withdrawn is taken out.

The rule: the journal is the truth. A file or text that is not what its name says goes, and is then lacking like any other;
one's own at once, others' only where they stay so, since they may still be on their way.
"""

from __future__ import annotations

from qualcode.exchange import segments
from qualcode.exchange.carrier import (
    TEXTS,
    Carrier,
    half_written,
    is_fine,
    note_fine,
    said,
    scan,
    segments_in,
    stays_torn,
    text_path,
    write,
)  # fmt: skip
from qualcode.exchange.reading import actions, is_whole, known, one_text
from qualcode.i18n import _
from qualcode.store import Project, blobs
from qualcode.store.action import Action, load, unpack
from qualcode.store.ids import blob_hash

ORPHAN = 24 * 3_600_000  # ms after which a text that nothing names leaves a folder from which somebody withdrew


def mend(project: Project, c: Carrier) -> list[str]:
    """Take away files and texts that the carrier damaged or put back to an older state, so that they are lacking and written
    again: one's own at once, others' where they stay so (their writer may be gone for good). A note on each."""
    notes: list[str] = []
    for one in segments_in(c.room, []):
        if not known(project, one) or is_fine(c, one.path):
            continue
        if is_whole(one, actions(c, one.path, [])):
            note_fine(c, one.path)
            continue
        if one.origin not in c.memory.mine and not stays_torn(c, one.path):
            continue
        one.path.unlink(missing_ok=True)
        notes.append(_("%s was damaged in the folder; it is written again") % said(c, one.path))
    here = {text_path(c, name).name for (name,) in project.rows("SELECT hash FROM blob WHERE data IS NOT NULL")}
    for path in scan(c.room / TEXTS):
        if half_written(path) or is_fine(c, path):
            continue
        data = one_text(c, path)
        if data is not None and path == text_path(c, blob_hash(data)):
            note_fine(c, path)
        elif path.name in here and (said(c, path) in c.memory.fine or stays_torn(c, path)):
            path.unlink(missing_ok=True)
            notes.append(_("%s was damaged in the folder; it is written again") % said(c, path))
    return notes


def clean(project: Project, c: Carrier) -> int:
    """Take withdrawn words out of the folder, whoever wrote them there: their texts go, and the files that still hold their
    entries are written again without them. How many files were touched."""
    erased = project.value("SELECT COUNT(*) FROM entry WHERE new IS NULL")
    if not erased:
        return 0
    cleaned = 0
    if erased != c.memory.cleaned:
        c.memory.fine = {name: stamp for name, stamp in c.memory.fine.items() if not name.endswith(".qcj")}
    for one in segments_in(c.room, []):
        if is_fine(c, one.path) and erased == c.memory.cleaned:
            continue
        there = actions(c, one.path, [])
        if not known(project, one) or not is_whole(one, there):
            continue
        gone = [
            entry.new or ""
            for action in there
            for entry, own in zip(action.entries, _ours(project, action).entries, strict=True)
            if own.erased and not entry.erased
        ]
        if gone:
            for name in blobs.references(*gone):
                if not blobs.has(project.conn, name):
                    text_path(c, name).unlink(missing_ok=True)
            write(one.path, segments.write((_ours(project, action) for action in there), c.seal))
            cleaned += 1
        note_fine(c, one.path)
    c.memory.cleaned = erased
    return cleaned + _drop_orphans(project, c)


def _drop_orphans(project: Project, c: Carrier) -> int:
    """A late copy may bring a withdrawn text back after the files that named it were cleaned. What has lain there for a day
    and nothing known here names, goes; a colleague whose file is only late writes it again."""
    names = [name for (name,) in project.rows("SELECT hash FROM blob WHERE data IS NOT NULL")]
    for (body,) in project.rows("SELECT body FROM waiting"):
        names += blobs.references(*(entry.new for entry in unpack(body).entries))
    named = {text_path(c, name).name for name in names}
    lying = {path.name: path for path in scan(c.room / TEXTS) if path.name not in named and not half_written(path)}
    now = project.clock()
    c.memory.orphans = {name: c.memory.orphans.get(name, now) for name in lying}
    old = [name for name, since in c.memory.orphans.items() if now - since > ORPHAN]
    for name in old:
        lying[name].unlink(missing_ok=True)
    return len(old)


def _ours(project: Project, action: Action) -> Action:
    """The action as this journal has it, where it has it."""
    number = project.value("SELECT id FROM action WHERE hash=?", action.hash)
    return load(project.conn, number) if number is not None else action
