"""The words of every version as numbers, kept in the file so that no text is cut twice.

Derived and never journaled: made when they are first asked for, beside whatever else is written, and thrown away as a whole
when words have to go (a withdrawal, an erasure) or when the rules they come from are others. Where the file cannot be written
just then (another window is writing), they are made for this once.
"""

from __future__ import annotations

import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from qualcode.language.marks import from_json
from qualcode.language.misspellings import Near, more
from qualcode.language.vocabulary import Encoded, Form, Vocabulary, encode, rules
from qualcode.store import blobs

Key = tuple[bytes, bytes]  # hash of the text, hash of the marks


class Lexicon(NamedTuple):
    """The forms of a project, and a sign of the start they are counted from: with another sign no number holds."""

    made: bytes
    vocabulary: Vocabulary


def lexicon(conn: sqlite3.Connection, held: Lexicon | None = None) -> Lexicon:
    """The forms kept in the file; ``held`` again, with what another window added, where it still holds."""
    row = conn.execute("SELECT made FROM lexicon WHERE rules=?", (rules(),)).fetchone()
    if row is None:
        return Lexicon(b"", Vocabulary()) if held is None or held.made else held
    if held is None or held.made != row[0]:
        held = Lexicon(row[0], Vocabulary())
    _catch_up(conn, held)
    return held


def _catch_up(conn: sqlite3.Connection, held: Lexicon) -> None:
    known = held.vocabulary.forms
    for number, *fields in conn.execute("SELECT * FROM form WHERE id>=? ORDER BY id", (len(known),)):
        if number == len(known):
            exact, clitic, lemma, root, javanese, is_known, small = fields
            held.vocabulary.append(Form(exact, clitic, lemma, root, javanese, bool(is_known), bool(small)))


def fetch(
    conn: sqlite3.Connection, held: Lexicon, keys: Iterable[Key]
) -> tuple[Lexicon, Iterator[tuple[Key, Encoded]]]:
    """The words of these versions, made and kept where they were not, and the lexicon they are numbers of: another one than
    ``held`` where the file had none yet."""
    wanted = list(keys)
    have = {(text, marks) for text, marks in conn.execute("SELECT text, marks FROM words")} if held.made else set()
    lost = [key for key in wanted if key not in have]
    fresh: dict[Key, Encoded] = {}
    if lost:
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # held by another window, or not writable
            lone = Lexicon(b"", Vocabulary()) if held.made else held
            return lone, ((key, _encoded(conn, key, lone.vocabulary)) for key in wanted)
        try:
            held = _begun(conn, held)
            for key in lost:
                fresh[key] = _encoded(conn, key, held.vocabulary)
            _keep(conn, held.vocabulary, fresh)
            conn.execute("COMMIT")
        except BaseException:
            conn.execute("ROLLBACK")
            raise
    return held, _read(conn, wanted, fresh)


def _begun(conn: sqlite3.Connection, held: Lexicon) -> Lexicon:
    """The lexicon to count on from, as the file has it now that nobody else can write."""
    found = lexicon(conn, held)
    if found.made:
        return found
    forget(conn)
    made = os.urandom(8)
    conn.execute("INSERT INTO lexicon VALUES(1,?,?)", (rules(), made))
    return Lexicon(made, Vocabulary())


def _encoded(conn: sqlite3.Connection, key: Key, vocabulary: Vocabulary) -> Encoded:
    text, marks = key
    read = blobs.prose(conn, marks)
    return encode(blobs.prose(conn, text), from_json(read), vocabulary) if read else Encoded(array("I"), array("I"))


def _keep(conn: sqlite3.Connection, vocabulary: Vocabulary, fresh: dict[Key, Encoded]) -> None:
    have = conn.execute("SELECT coalesce(max(id),0) FROM form").fetchone()[0]
    conn.executemany(
        "INSERT INTO form VALUES(?,?,?,?,?,?,?,?)",
        ((number, *vocabulary.forms[number]) for number in range(have + 1, len(vocabulary.forms))),
    )
    conn.executemany("UPDATE form SET small=1 WHERE id=?", ((number,) for number in vocabulary.grown))
    vocabulary.grown.clear()
    conn.executemany(
        "INSERT OR REPLACE INTO words VALUES(?,?,?,?)",
        ((*key, one.ids.tobytes(), one.sentences.tobytes()) for key, one in fresh.items()),
    )


def _read(conn: sqlite3.Connection, keys: list[Key], fresh: dict[Key, Encoded]) -> Iterator[tuple[Key, Encoded]]:
    for key in keys:
        if key in fresh:
            yield key, fresh.pop(key)
            continue
        row = conn.execute("SELECT ids, sentences FROM words WHERE text=? AND marks=?", key).fetchone()
        encoded = Encoded(array("I"), array("I"))
        if row is not None:  # else another window threw them away a moment ago: nothing is found in it this once
            encoded.ids.frombytes(row[0])
            encoded.sentences.frombytes(row[1])
        yield key, encoded


def near(conn: sqlite3.Connection, held: Lexicon) -> dict[int, Near]:
    """The known words nearest to each unknown form, kept as the words are. Raises ImportError as ``misspellings.more``."""
    if not held.made:
        return more(held.vocabulary)
    rows = conn.execute("SELECT form, distance, near FROM misspelt")
    kept = {form: Near(distance, tuple(words.split())) for form, distance, words in rows}
    compared = kept.pop(0, Near(1)).distance
    forms = len(held.vocabulary.forms)
    new = more(held.vocabulary, kept, compared)
    if new or compared < forms:
        try:
            conn.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # held by another window, or not writable: worked out for this once
            return kept | new
        if conn.execute("SELECT 1 FROM lexicon WHERE made=?", (held.made,)).fetchone():
            conn.executemany(
                "INSERT OR REPLACE INTO misspelt VALUES(?,?,?)",
                [(0, forms, ""), *((form, one.distance, " ".join(one.words)) for form, one in new.items())],
            )
        conn.execute("COMMIT")
    return kept | new


def forget(conn: sqlite3.Connection) -> None:
    """Throw the words of all versions away, so that none is left of what must go."""
    for table in ("lexicon", "form", "words", "misspelt"):
        conn.execute(f"DELETE FROM {table}")
