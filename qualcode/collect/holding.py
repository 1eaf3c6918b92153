"""Files beside the project that still hold somebody's words: exports, transcripts in corpus/, copies of the project.

The rule: only named. What a file is for, and whether others need it, only its owner knows; deleting is theirs.
"""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.errors import UserError
from qualcode.store import Project, blobs

if TYPE_CHECKING:
    from qualcode.collect.withdrawing import Going

LIMIT = 50_000_000  # bytes of a file, or of a part of a packed one, that is looked into
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_MARKUP = re.compile(r"<[^>]{0,2000}>")


def files_holding(project: Project, gone: Going) -> list[Path]:
    """The files in the project's folder and below that repeat or name who goes, relative to it and in order. What cannot be read is
    passed over; pictures and recordings are not looked into."""
    folder = project.path.parent
    own = {project.path.name + ending for ending in ("", "-wal", "-shm")}
    found = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if (
            path.is_symlink()
            or not path.is_file()
            or str(inside) in own
            or any(part[0] == "." for part in inside.parts)
        ):
            continue
        if any(gone.said.repeated_in(text) or gone.said.names(text) for text in _texts(path)):
            found.append(inside)
    return found


def _texts(path: Path) -> Iterator[str]:
    try:
        if path.suffix == ".qualcode":
            yield from _of_project(path)
        elif path.suffix.lower() == ".pdf":
            from qualcode.collect.readers import read_file

            yield read_file(path).text
        elif path.stat().st_size <= LIMIT:
            yield from _of_bytes(path.read_bytes())
    except (OSError, UserError, sqlite3.Error):
        return


def _of_bytes(data: bytes) -> Iterator[str]:
    if data.startswith(b"PK"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as packed:
                for one in packed.infolist():
                    if one.file_size <= LIMIT:
                        yield _plain(packed.read(one))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
            return
    elif b"\0" not in data[:8192] or data[:2] in _UTF16:  # else a recording or a picture
        yield _plain(data)


def _plain(data: bytes) -> str:
    """The bytes as text; of markup without its tags."""
    if data[:2] in _UTF16:
        text = data.decode("utf-16", "replace")
    else:
        text = data.decode("utf-8", "replace")
        text = data.decode("cp1252", "replace") if "\ufffd" in text[:10_000] else text
    if "<" not in text:
        return text
    from html import unescape

    return unescape(_MARKUP.sub("", text) + "\n" + _MARKUP.sub(" ", text))


def _of_project(path: Path) -> Iterator[str]:
    """All texts of a copy of a project; nothing is written."""
    from qualcode.store.merge import reading

    with reading(path) as conn:
        for (name,) in conn.execute("SELECT hash FROM blob").fetchall():
            data = blobs.get(conn, name) or b""
            yield data.decode("utf-8", "replace")
