"""Reading the files of a sync folder: what is in each, and whether it is whole.

The rule: a name only promises; what counts is what was read and proved by its hash. Nothing here writes or raises for what
a carrier did: it is noted, and what is sound is used.
"""

from __future__ import annotations

import zlib
from pathlib import Path

from qualcode.errors import UserError
from qualcode.exchange import segments
from qualcode.exchange.carrier import Carrier, Segment, said, text_path
from qualcode.i18n import _
from qualcode.store import Project, blobs
from qualcode.store.action import Action
from qualcode.store.ids import blob_hash


def known(project: Project, one: Segment) -> bool:
    """Whether the last action that the name promises is here; then all before it are."""
    rows = project.rows(
        "SELECT a.hash FROM action a JOIN log l ON l.id=a.log WHERE l.origin=? AND a.n=?", bytes.fromhex(one.origin), one.last
    )  # fmt: skip
    return any(hash_.hex().startswith(one.tail) for (hash_,) in rows)


def actions(c: Carrier, path: Path, notes: list[str]) -> list[Action]:
    """The actions of a file's whole frames; what is wrong with it goes to ``notes``."""
    try:
        reading = segments.frames(path.read_bytes(), c.seal)
        if reading.sealed:
            notes.append(_("%s is sealed with another passphrase") % said(c, path))
        if reading.newer:
            notes.append(_("%s was written by a newer qualcode: update this one") % said(c, path))
        return list(segments.read(reading))
    except OSError:
        return []  # somebody is moving it: it is there next time
    except UserError as error:
        notes.append(f"{said(c, path)}: {error.what}")
        return []


def is_whole(one: Segment, actions: list[Action]) -> bool:
    """Whether a file gave all that its name promises."""
    return bool(actions) and actions[-1].n == one.last and actions[-1].hash.hex().startswith(one.tail)


def stranger(c: Carrier, path: Path) -> list[Action]:
    """The actions of a file that bears a wrong name (a carrier's 'conflicted copy'); none where it is somebody else's."""
    try:
        with path.open("rb") as file:
            ours = file.read(len(segments.MAGIC)) == segments.MAGIC
    except OSError:
        return []
    return actions(c, path, []) if ours else []


def text(c: Carrier, name: bytes, notes: list[str]) -> tuple[int, int, bytes] | None:
    """A text of the folder as ``receive`` wants it: size, codec, data; None where it is not there or not whole."""
    path = text_path(c, name)
    data = one_text(c, path)
    if data is None or blob_hash(data) != name:
        if path.exists():
            notes.append(_("the text %s is not whole yet; what needs it waits") % path.name)
        return None
    packed = zlib.compress(data, 6) if len(data) > 256 else data
    return (len(data), blobs.ZLIB, packed) if len(packed) < len(data) else (len(data), blobs.RAW, data)


def one_text(c: Carrier, path: Path) -> bytes | None:
    """The text in a file of the folder; None where it is not there or not whole."""
    try:
        reading = segments.frames(path.read_bytes(), c.seal)
    except OSError:
        return None
    return reading.bodies[0] if reading.whole and len(reading.bodies) == 1 else None
