"""The search index: one row a turn of every source's current version, over speech only.

Derived from the texts and never journaled; ``refresh`` brings a source's rows up to date, ``rebuild`` all of them.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Container, Iterable

from qualcode.language.marks import from_json, speech_text
from qualcode.store import blobs

Speeches = dict[tuple[bytes, bytes], list[str]]  # (hash of the text, hash of the marks) -> what is said in each turn
SHOWN = ("source", "version")  # the kinds that decide what is indexed: which version shows, and its marks


def sources(conn: sqlite3.Connection) -> list[bytes]:
    """Every source there is or that is still indexed."""
    return [source for (source,) in conn.execute("SELECT id FROM source UNION SELECT source FROM speech").fetchall()]


def refresh(
    conn: sqlite3.Connection, sources: Iterable[bytes], new: Container[bytes] = (), speeches: Speeches | None = None
) -> None:
    """Index the current version of these sources anew; a removed or withdrawn source leaves the index. ``new`` are those
    that were made just now: nothing of them is indexed, and looking for it reads the whole index. ``speeches``: of what was
    just written."""
    sources = list(sources)
    if len(sources) > _MANY:
        _merge_seldom(conn)
    for source in sources:
        if source not in new:
            conn.execute("DELETE FROM speech WHERE source=?", (source,))
        conn.executemany(
            "INSERT INTO speech(text,source,version,turn) VALUES(?,?,?,?)", _rows(conn, source, speeches or {})
        )


_MANY = 4  # sources at once: an import
_SEGMENTS = 64  # of one size that are merged into one: 1,000 files are written once; by itself FTS5 does so at 4


def _merge_seldom(conn: sqlite3.Connection) -> None:
    """Many sources come in: parts of the index are put together less often; a search looks into more of them, which takes it a
    millisecond."""
    if conn.execute("SELECT 1 FROM speech_config WHERE k='crisismerge'").fetchone() is None:
        for when in ("automerge", "crisismerge"):  # little by little, and all at once
            conn.execute("INSERT INTO speech(speech, rank) VALUES(?, ?)", (when, _SEGMENTS))


def _rows(conn: sqlite3.Connection, source: bytes, speeches: Speeches) -> list[tuple[str, bytearray, bytearray, int]]:
    """What the index must hold of a source. Its id as a bytearray: Python asks of every other value but texts and numbers how
    it is to be kept."""
    found = conn.execute(
        "SELECT v.id, v.text, v.marks FROM source s JOIN version v ON v.id=s.version WHERE s.id=? AND s.removed=0",
        (source,),
    ).fetchone()
    if not found:
        return []
    version, text_hash, marks_hash = found
    said = speeches.get((text_hash, marks_hash))
    if said is None:
        text, marks_json = blobs.prose(conn, text_hash), blobs.prose(conn, marks_hash)
        if not text or not marks_json:
            return []
        marks = from_json(marks_json)
        said = [speech_text(text, marks, turn) for turn in marks.turns]
    whose, which = bytearray(source), bytearray(version)
    return [(words, whose, which, n) for n, words in enumerate(said)]


def sound(conn: sqlite3.Connection) -> bool:
    """Whether the index holds the turns there are, each once, and finds their words."""
    rows = Counter(
        (words, bytes(whose), bytes(which), n)
        for source in sources(conn)
        for words, whose, which, n in _rows(conn, source, {})
    )
    if rows != Counter(conn.execute("SELECT text, source, version, turn FROM speech").fetchall()):
        return False
    try:
        conn.execute("INSERT INTO speech(speech) VALUES('integrity-check')")  # writes nothing
    except sqlite3.DatabaseError:
        return False
    return True


def rebuild(conn: sqlite3.Connection) -> None:
    """Make the index from nothing, which also mends a damaged one and leaves no word of the old."""
    made_by = conn.execute("SELECT sql FROM sqlite_master WHERE name='speech'").fetchone()[0]
    conn.execute("DROP TABLE speech")
    conn.execute(made_by)
    refresh(conn, [source for (source,) in conn.execute("SELECT id FROM source WHERE removed=0").fetchall()])
    conn.execute("INSERT INTO speech(speech) VALUES('optimize')")
