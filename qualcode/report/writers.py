"""A document into a file, by the file's ending.

The rule: whoever had a report keeps it until the new one is whole. A writer only makes bytes; they go into a
temporary file in the same folder, are flushed to the disk, and then take the old file's name in one step. Bytes
that no format can carry are replaced before any writer sees them.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from importlib import import_module
from operator import is_
from pathlib import Path
from typing import Any

from qualcode.errors import UserError, reason
from qualcode.i18n import _
from qualcode.report.blocks import Document
from qualcode.report.sealed import intact, sealed
from qualcode.store.unswept import unswept

# Ending -> module with ``render(document) -> bytes``; imported when asked for, since each brings a library.
WRITERS = {
    ".docx": "qualcode.report.docx",
    ".xlsx": "qualcode.report.xlsx",
    ".html": "qualcode.report.html",
    ".md": "qualcode.report.markdown",
    ".csv": "qualcode.report.csv",
    ".json": "qualcode.report.jsonfile",
}
UNWRITTEN = frozenset({".png", ".pdf", ".spacy", ".zip"})  # nobody writes in these by hand, and they hold no seal


def write(document: Document, path: Path, *, force: bool = False) -> None:
    """Write ``document`` to ``path`` in the format of its ending.

    Raises ``UserError`` where the ending is unknown, the folder is missing, somebody changed the file there since we wrote it
    and ``force`` does not say to write over it, or it cannot be replaced (open elsewhere, write-protected, disk
    full); an older file of that name is then as it was.
    """
    path = Path(path)
    ending = ready(path)
    save(render(document, ending), path, force=force)


def ready(path: Path) -> str:
    """The ending of a file that can be written there, to be asked before the work of making it. UserError as in ``write``."""
    ending = known(path)
    _may_write(path)
    return ending


def known(path: Path, writers: Mapping[str, str] = WRITERS) -> str:
    """The ending of a file some writer makes. UserError for another."""
    ending = path.suffix.lower()
    if ending not in writers:
        raise UserError(
            _("no report can be written as {ending}").format(ending=ending or _("a file without ending")),
            where=str(path),
            todo=_("End the name with one of {endings}").format(endings=" ".join(writers)),
        )
    return ending


def save(data: bytes, path: Path, *, force: bool = False) -> None:
    """Write bytes to ``path``, sealed where the format holds a seal. ``UserError`` where the folder is missing, the file
    cannot be replaced, or somebody changed it since we wrote it and there is no ``force``."""
    path = Path(path)
    _may_write(path)
    data = sealed(data, path.suffix.lower())
    if not force and path.suffix.lower() not in UNWRITTEN and path.exists():
        _unchanged(path, data)
    try:
        put(path, data)
    except PermissionError as error:
        raise _locked(path) from error
    except OSError as error:
        raise UserError(
            _("the report could not be written: {reason}").format(reason=reason(error)),
            where=str(path),
            todo=_("Choose another folder, or make room on the disk"),
        ) from error


def render(document: Document, ending: str) -> bytes:
    """The document as the bytes of a file; ``ending`` is a key of ``WRITERS``. Equal documents, equal bytes."""
    with unswept():
        made: bytes = import_module(WRITERS[ending]).render(clean(document))
    return made


def put(path: Path, data: bytes) -> None:
    """Replace the file at ``path`` by ``data`` in one step, or leave it as it is and raise ``OSError``."""
    path = Path(os.path.realpath(path))  # a link to a file stays a link
    part = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            part.chmod(path.stat().st_mode & 0o777)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


# What XML 1.0 and plain text files cannot carry, or what would be swallowed on the way.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


def clean_text(text: str) -> str:
    """``text`` with line ends as ``\\n`` and every unfit character replaced one for one: control characters by
    their pictures (U+2400 and up), the others by U+FFFD."""
    if text.isprintable():  # nearly every one: no line end and nothing unfit is printable
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNFIT.sub(_picture, text)


def clean(document: Document) -> Document:
    """The document with all its texts fit for every format."""
    cleaned: Document = _clean(document)
    return cleaned


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def _clean(thing: Any) -> Any:
    """The same with its texts clean: itself, where nothing of it had to change."""
    if isinstance(thing, str):
        return clean_text(thing)
    if isinstance(thing, tuple):
        parts = [_clean(part) for part in thing] if thing else []
        return thing if all(map(is_, parts, thing)) else tuple(parts)
    if isinstance(thing, Mapping):
        return {_clean(key): _clean(value) for key, value in thing.items()}
    changed = {}
    for name in _fields(thing.__class__):
        old = getattr(thing, name)
        if old is None or (old.__class__ is str and old.isprintable()):
            continue
        new = _clean(old)
        if new is not old:
            changed[name] = new
    return replace(thing, **changed) if changed else thing


@cache
def _fields(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def _may_write(path: Path) -> None:
    if not path.parent.is_dir():
        raise UserError(
            _("the folder does not exist"),
            where=str(path.parent),
            todo=_("Make the folder, or choose another"),
        )
    if path.is_dir():
        raise UserError(_("this is a folder"), where=str(path), todo=_("Name a file in it"))
    if path.exists() and not os.access(path, os.W_OK):
        raise _locked(path)
    for lock in _locks(path):
        if lock.exists():
            raise UserError(
                _("the file is open in another program"),
                where=str(path),
                todo=_("Close it there; if it is open nowhere, remove {lock}").format(lock=lock.name),
            )


def _unchanged(path: Path, new: bytes) -> None:
    """Raise ``UserError`` where writing over this file would lose what somebody wrote in it."""
    old = path.read_bytes()
    if old and old != new and not intact(old, path.suffix.lower()):
        raise UserError(
            _("this file is not as qualcode wrote it: somebody may have changed it"),
            where=str(path),
            todo=_("Choose another name, or write over it with --force"),
        )


def _locks(path: Path) -> list[Path]:
    """What LibreOffice, Excel and Word (which drops letters of longer names) leave beside a file they have open."""
    short = path.name[min(max(len(path.stem) - 6, 0), 2) :]
    return [path.with_name(name) for name in (f".~lock.{path.name}#", f"~${path.name}", f"~${short}")]


def _locked(path: Path) -> UserError:
    return UserError(
        _("the file is open in another program or write-protected"),
        where=str(path),
        todo=_("Close it there, or choose another name"),
    )
