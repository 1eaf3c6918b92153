"""Readers: a file becomes its text, one reader a format, in a table from ending to reader.

The rule: a reader gives the words of the person and nothing else, in the order of the document, and keeps
the bytes it read. What it cannot read with certainty it refuses with a line that says what to do; it never
guesses an encoding. A reader carries a number: when its output changes, the number grows, and versions
already imported keep their text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.canonical import canonical

MAX_BYTES = 200_000_000
MAX_CONTROLS = 0.01  # share of control characters that a text may hold


@dataclass(frozen=True)
class Read:
    """What a reader made of a file."""

    text: str  # canonical
    reader: str
    number: int  # of the reader's version
    encoding: str | None  # None where the format says it itself
    data: bytes  # the file as it was


@dataclass(frozen=True)
class Reader:
    """From a file's name, bytes and encoding asked for to its text and the encoding it was read in."""

    name: str
    number: int
    read: Callable[[str, bytes, str | None], tuple[str, str | None]]


def read_file(path: Path, encoding: str | None = None) -> Read:
    """The canonical text of a file, with the reader that made it and the bytes it was made from.

    ``encoding`` is used for plain texts only, in place of UTF-8. Raises UserError where the file is missing,
    is a folder, cannot be opened, has an ending no reader knows, is not what its ending says, or is empty.
    """
    where = str(path)
    data = _bytes(path, where)
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise UserError(
            _("no reader for files that end in {ending}").format(ending=repr(path.suffix)),
            where=where,
            todo=_("Save it as one of {endings}").format(endings=" ".join(READERS)),
        )
    raw, encoding = reader.read(where, data, encoding)
    text = canonical(raw)
    if not text.strip():
        raise UserError(_("there is no text in it"), where=where, todo=_("Check that this is the file you mean"))
    return Read(text, reader.name, reader.number, encoding, data)


def _bytes(path: Path, where: str) -> bytes:
    try:
        if path.is_dir():
            raise UserError(_("this is a folder"), where=where, todo=_("Name the files in it"))
        if path.stat().st_size > MAX_BYTES:
            size = _("the file is larger than {size} MB").format(size=MAX_BYTES // 1_000_000)
            raise UserError(size, where=where, todo=_("Split it, or take out its pictures"))
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(_("no such file"), where=where, todo=_("Check its name and folder")) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UserError(
            _("the file cannot be opened ({reason})").format(reason=reason),
            where=where,
            todo=_("Check that you may read it and that no other program holds it"),
        ) from None


def _read_text(where: str, data: bytes, encoding: str | None) -> tuple[str, str | None]:
    """Strict: the encoding asked for, else the one its byte order mark says, else UTF-8."""
    if encoding is None:
        encoding = "utf-8-sig"
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and len(data) % 2 == 0:
            encoding = "utf-16"
    elif not _is_text_encoding(encoding):
        raise UserError(
            _("no encoding is called {encoding}").format(encoding=repr(encoding)),
            where=where,
            todo=_("Texts from older Windows programs are mostly --encoding cp1252"),
        )
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise _undecodable(where, data, encoding, error) from None
    _refuse_binary(where, text)
    return text, "utf-8" if encoding == "utf-8-sig" else encoding


def _is_text_encoding(encoding: str) -> bool:
    try:
        b"a".decode(encoding)
    except UnicodeError:  # it is one: it found this single byte wanting
        return True
    except (LookupError, ValueError):
        return False
    return True


def _undecodable(where: str, data: bytes, encoding: str, error: UnicodeError) -> UserError:
    if b"\0" in data:
        return _binary(where)
    line = 1
    if isinstance(error, UnicodeDecodeError):
        line = 1 + data.count(b"\n", 0, error.start)
    shown = "UTF-8" if encoding == "utf-8-sig" else encoding
    what = _("line {line} is not {encoding}").format(line=line, encoding=shown)
    if encoding == "utf-8-sig":
        return UserError(
            what,
            where=where,
            todo=_("Save it as UTF-8, or if it is from an older Windows: --encoding cp1252"),
        )
    return UserError(what, where=where, todo=_("Give another --encoding, or save it as UTF-8"))


def _refuse_binary(where: str, text: str) -> None:
    controls = sum(map(len, re.findall(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]+", text)))
    if "\0" in text or controls > MAX_CONTROLS * len(text):
        raise _binary(where)


def _binary(where: str) -> UserError:
    return UserError(
        _("this is not a plain text (it holds control characters)"),
        where=where,
        todo=_("Open it in the program that made it and save it as UTF-8 text or as .docx"),
    )


def _read_docx(where: str, data: bytes, encoding: str | None) -> tuple[str, str | None]:
    from qualcode.collect.word import docx_text

    return docx_text(where, data), None


TEXT = Reader("text", 1, _read_text)
DOCX = Reader("docx", 1, _read_docx)

READERS: dict[str, Reader] = {".txt": TEXT, ".md": TEXT, ".docx": DOCX}
