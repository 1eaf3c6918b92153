"""Texts that the journal names and that are not here, taken from whoever has them.

The rule: what is placed has its texts (``receive``), so there should be none. A project file that was copied while it was
written, or an earlier qualcode that a carrier took a text away from while it read, may have left such a hole all the same,
and whoever placed an action never asks for its texts again.
"""

from __future__ import annotations

from collections.abc import Callable

from qualcode.store import blobs, search
from qualcode.store.project import Project
from qualcode.store.receive import BlobSource


def take_lacking(project: Project, offered: Callable[[bytes], bool], source: BlobSource) -> int:
    """Fill the holes for which ``source`` has the text. How many texts were taken. ``offered``: whether it is worth asking."""
    named = {
        name
        for payloads in project.rows("SELECT new, old FROM entry WHERE new LIKE '%blob:%' OR old LIKE '%blob:%'")
        for name in blobs.references(*payloads)
        if offered(name) and not blobs.has(project.conn, name)
    }
    found = [(name, kept) for name in sorted(named) if (kept := source(name)) is not None]
    if not found:
        return 0
    conn = project.conn
    conn.execute("BEGIN IMMEDIATE")
    try:
        for name, kept in found:
            blobs.put(conn, blobs.Packed(name, *kept))
        search.rebuild(conn)
        conn.execute("COMMIT")
    except BaseException:
        conn.execute("ROLLBACK")
        raise
    return len(found)
