"""Readers: a file becomes its text, one reader a format, in a table from ending to reader.

The rule: a reader gives the words of the person and nothing else, in the order of the document, and keeps
the bytes it read. What it cannot read with certainty it refuses with a line that says what to do, or, where a guess is
nearly certain, reads and says so. A reader carries a number: when its output changes, the number grows, and versions
already imported keep their text. Sizes are checked before anything is read.
"""

from __future__ import annotations

import stat
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from qualcode.collect.plain import Words, decode
from qualcode.errors import UserError, reason
from qualcode.i18n import _
from qualcode.language.canonical import canonical
from qualcode.store import ids

MAX_BYTES = 200_000_000  # of a document: it may hold pictures
MAX_PLAIN = 40_000_000  # of a file that is all text
MAX_TEXT = 5_000_000  # characters of its text, some 1,700 pages: turns take thirty times that in memory
MAX_LINES = 250_000


@dataclass(frozen=True)
class Read:
    """What a reader made of a file."""

    text: str  # canonical
    reader: str
    number: int  # of the reader's version
    encoding: str | None  # None where the format says it itself
    data: bytes  # the file as it was
    note: str = ""  # what a person should look at: a guessed encoding, words that were not read
    digest: str = ""  # sha256 of the bytes, by which a source is known
    name: bytes = b""  # of the bytes as a blob


@dataclass(frozen=True)
class Reader:
    """From a file's name, bytes and encoding asked for to its words. ``library`` must be installed for it."""

    name: str
    number: int
    read: Callable[[str, bytes, str | None], Words]
    limit: int = MAX_BYTES  # bytes of a file
    library: str = ""


def read_file(path: Path, encoding: str | None = None) -> Read:
    """The canonical text of a file, with the reader that made it and the bytes it was made from.

    ``encoding`` is used for plain texts only, in place of what their bytes say. Raises UserError where the file is missing,
    is a folder or no file at all, cannot be opened, is too large, has an ending no reader knows, is not what its ending
    says, or is empty.
    """
    where = str(path)
    return read_data(where, load(path, where), encoding)


def reader_of(where: str) -> Reader:
    """The reader of a file's ending. UserError where there is none."""
    ending = Path(where).suffix
    reader = READERS.get(ending.lower())
    if reader is None:
        raise UserError(
            _("no reader for files that end in {ending}").format(ending=repr(ending)),
            where=where,
            todo=_("Save it as one of {endings}").format(endings=" ".join(READERS)),
        )
    return reader


def read_data(where: str, data: bytes, encoding: str | None = None) -> Read:
    """As ``read_file``, for bytes that were loaded already; ``where`` is the name they go by."""
    reader = reader_of(where)
    try:
        words = reader.read(where, data, encoding)
    except ImportError as error:
        raise UserError(
            _("the library that reads this format is missing (%s)") % (error.name or reader.library),
            where=where,
            todo=_("Install it: pip install %s; or save the file as .txt") % reader.library,
        ) from None
    except (MemoryError, RecursionError):
        raise UserError(
            _("it is too large or too deep to be read here"), where=where, todo=_("Split it, or save it as .txt")
        ) from None
    refuse_long(where, words.text)
    text = canonical(words.text)
    if not text.strip():
        raise UserError(_("there is no text in it"), where=where, todo=_("Check that this is the file you mean"))
    return Read(
        text, reader.name, reader.number, words.encoding, data, words.note, ids.sha256(data), ids.blob_hash(data)
    )


def load(path: Path, where: str) -> bytes:
    """A file's bytes. UserError as ``read_file`` says; nothing is read of what is no plain file or too large."""
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UserError(_("this is a folder"), where=where, todo=_("Name the files in it"))
        if not stat.S_ISREG(found.st_mode):
            raise UserError(_("this is a device or a pipe, not a file"), where=where, todo=_("Name a file"))
        limit = reader_of(where).limit
        refuse_large(where, found.st_size, limit)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        raise unreadable(error, where) from None
    refuse_large(where, len(data), limit)  # it has grown meanwhile
    return data


def refuse_large(where: str, size: int, limit: int) -> None:
    """UserError for a file (``size`` in bytes) that is larger than any transcript."""
    if size > limit:
        what = _("the file is larger than {size} MB").format(size=limit // 1_000_000)
        raise UserError(what, where=where, todo=_("Split it, or take out its pictures"))


def refuse_long(where: str, text: str) -> None:
    """UserError for a text that is longer than anybody codes."""
    if len(text) > MAX_TEXT:
        what = _("its text is longer than %d million characters") % (MAX_TEXT // 1_000_000)
        raise UserError(what, where=where, todo=_("Split it"))
    if text.count("\n") + text.count("\r") > MAX_LINES:
        what = _("its text has more than %d lines") % MAX_LINES
        raise UserError(what, where=where, todo=_("Split it"))


def unreadable(error: OSError | ValueError, where: str) -> UserError:
    """The line for a file that is not there or cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return UserError(_("no such file"), where=where, todo=_("Check its name and folder"))
    return UserError(
        _("the file cannot be opened ({reason})").format(reason=reason(error)),
        where=where,
        todo=_("Check that you may read it and that no other program holds it"),
    )


# Formats, each with its library imported where it is needed


def _docx(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.word import docx_text

    return Words(docx_text(where, data))


def _odt(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.odt import odt_text

    return Words(odt_text(where, data))


def _rtf(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.rtf import rtf_text

    return Words(rtf_text(where, data))


def _pdf(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.pdf import pdf_text

    return Words(pdf_text(where, data))


def _subtitles(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.subtitles import subtitle_text

    return subtitle_text(where, data, encoding)


def _whisper(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.whisper import whisper_text

    return whisper_text(where, data, encoding)


def _whisper_table(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.whisper import whisper_table_text

    return whisper_table_text(where, data, encoding)


def _page(where: str, data: bytes, encoding: str | None) -> Words:
    from qualcode.collect.webpage import page_text

    return page_text(where, data, encoding)


TEXT = Reader("text", 1, decode, MAX_PLAIN)
SUBTITLES = Reader("subtitles", 1, _subtitles, MAX_PLAIN)
PAGE = Reader("html", 1, _page, MAX_PLAIN, "lxml")

READERS: dict[str, Reader] = {
    ".txt": TEXT,
    ".md": TEXT,
    ".docx": Reader(
        "docx", 3, _docx, library="lxml"
    ),  # 2: numbers of styles, a row with a table in a cell; 3: bold leads
    ".odt": Reader("odt", 2, _odt, library="lxml"),
    ".rtf": Reader("rtf", 2, _rtf),
    ".pdf": Reader("pdf", 1, _pdf, library="pypdfium2"),
    ".srt": SUBTITLES,
    ".vtt": SUBTITLES,
    ".json": Reader("whisper", 1, _whisper, MAX_PLAIN),
    ".tsv": Reader("whisper-table", 1, _whisper_table, MAX_PLAIN),
    ".html": PAGE,
    ".htm": PAGE,
}
