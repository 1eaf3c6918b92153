"""ZIP and XML from strangers: looked at before anything is unpacked.

The rule: sizes and names are checked by the list of contents alone, a part is read by its own declared size (a forged
one ends as a damaged file), and no document type declaration is allowed, since one can grow a small file without end.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Collection
from io import BytesIO
from typing import Any

from qualcode.errors import UserError, reason
from qualcode.i18n import _

MAX_UNPACKED = 200_000_000  # bytes, of all parts of a document
MAX_TEXT = 60_000_000  # bytes, of one XML part: a tree takes ten times that
MAX_RATIO = 200  # unpacked to packed
MAX_PARTS = 10_000
SMALL = 1_000_000  # bytes: what is smaller may be packed as well as it likes

DAMAGE = (  # what zipfile raises for a damaged or protected archive
    zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, RuntimeError, NotImplementedError, IndexError,
)  # fmt: skip


def refuse_bomb(where: str, parts: Collection[zipfile.ZipInfo]) -> None:
    """UserError where a document's parts would unpack to far more than a text can need."""
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    swollen = unpacked > MAX_RATIO * packed and unpacked > SMALL
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED or swollen:
        raise UserError(
            _("unpacking it would take {size} MB, far more than its text can need").format(
                size=max(1, unpacked // 1_000_000)
            ),
            where=where,
            todo=_("If you trust it, open it in Word or LibreOffice and save it anew"),
        )


def document_parts(where: str, data: bytes, kind: str, wanted: Collection[str]) -> dict[str, bytes]:
    """The ``wanted`` parts of a document that is a ZIP (.docx, .odt), those it has. UserError where it is none, is damaged,
    protected or unsafe; ``kind`` is what it should be, for that line."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            refuse_bomb(where, archive.infolist())
            return {part.filename: read_part(archive, part) for part in archive.infolist() if part.filename in wanted}
    except DAMAGE as error:
        raise not_whole(where, kind, error) from None


def read_part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """The bytes of one part of a document. ValueError where it is too large for a text."""
    if part.file_size > MAX_TEXT:
        raise ValueError(f"{part.filename}: {part.file_size // 1_000_000} MB")
    return archive.read(part)


def tree(where: str, data: bytes) -> Any:
    """The root of an XML part (lxml). UserError where it declares a document type; lxml.etree.XMLSyntaxError (a SyntaxError)
    where it is no XML."""
    from lxml import etree

    if b"<!DOCTYPE" in data.replace(b"\0", b""):  # whatever its encoding, and before anything is expanded
        raise _declares(where)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.doctype:
        raise _declares(where)
    return root


def _declares(where: str) -> UserError:
    return UserError(
        _("it holds a document type declaration, which no Word document has"),
        where=where,
        todo=_("Do not trust this file; ask for it again from who sent it"),
    )


def not_whole(where: str, kind: str, error: Exception) -> UserError:
    """The line for a damaged document."""
    return UserError(
        _("this is not a whole {kind} ({reason})").format(kind=kind, reason=reason(error)),
        where=where,
        todo=_("Copy it again, or open it in Word or LibreOffice and save it anew"),
    )
