"""The one function that opens every connection to a project file.

Everything that must hold for each of them stands here, so that another driver (SQLCipher, or a file system that loses
writes in the power-cut tests) can be put under the whole store by replacing ``driver``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

driver: Callable[..., Any] = sqlite3.connect


def _itself(value: Any) -> Any:
    return value


# Python asks every value that is neither a number nor a text how it wants to be kept, in vain and at a microsecond each
# (a fifth of a merge): an answer it finds at once is "as it is".
sqlite3.register_adapter(bytes, _itself)
sqlite3.register_adapter(type(None), _itself)


def connect(path: Path | str, *, immutable: bool = False) -> sqlite3.Connection:
    """Open ``path`` for reading and writing, or, ``immutable``, a file that nobody writes to meanwhile.

    WAL with synchronous=FULL: what was reported as done has reached the disk. Deleted words are overwritten
    (secure_delete). Transactions are begun and ended by hand.
    """
    if immutable:
        uri = Path(path).resolve().as_uri() + "?mode=ro&immutable=1"
        conn: sqlite3.Connection = driver(uri, uri=True, isolation_level=None)
        return conn
    # Reading all kinds takes more statements than the 128 that Python keeps ready: each was prepared again and again.
    conn = driver(str(path), isolation_level=None, timeout=30, cached_statements=512)
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        conn.execute(f"PRAGMA {pragma}").fetchone()
    return conn
