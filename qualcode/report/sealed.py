"""Whether a file is still as we wrote it: a seal inside the file itself.

The rule: what a person changed since is never written over unasked, on any device and after any copy. So what proves it
travels in the file and stands nowhere else: a hash of the rest, as the identifier among the properties of a .docx
or .xlsx, as a comment or key at the end of the others. Word and Excel write every part anew and so break it, which is
right. A format that holds no comment (.csv, .png) has no seal: there the bytes must be equal.
"""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Iterable

CORE = "docProps/core.xml"
_IN_ZIP = re.compile(rb"<dc:identifier>qualcode ([0-9a-f]{64})</dc:identifier>")
_COMMENT = (b"<!-- qualcode ", b" -->\n")
_ENDS: dict[str, tuple[bytes, bytes]] = {
    ".html": _COMMENT,
    ".md": _COMMENT,
    ".svg": _COMMENT,
    ".graphml": _COMMENT,
    ".yaml": (b"# qualcode ", b"\n"),
    ".yml": (b"# qualcode ", b"\n"),
    ".json": (b' "seal": "', b'"\n}\n'),
}


def digest_of(members: Iterable[tuple[str, bytes]]) -> str:
    """The hash of a zip's members, whatever their order; its properties do not count."""
    total = hashlib.sha256()
    for name, data in sorted(members):
        if name != CORE:
            total.update(f"{name}\0{len(data)}\0".encode() + data)
    return total.hexdigest()


def marked(core: bytes, digest: str) -> bytes:
    """The properties of a .docx or .xlsx with the seal among them."""
    mark = f"<dc:identifier>qualcode {digest}</dc:identifier>".encode()
    return core.replace(b"</cp:coreProperties>", mark + b"</cp:coreProperties>")


def sealed(data: bytes, ending: str) -> bytes:
    """The bytes of a file with a seal at the end, where its format holds one; a .docx or .xlsx has it already."""
    if ending not in _ENDS:
        return data
    before, after = _ENDS[ending]
    if ending == ".json":
        data = data.rstrip().removesuffix(b"}").rstrip() + b",\n"
    elif not data.endswith(b"\n"):
        data += b"\n"
    return data + before + hashlib.sha256(data).hexdigest().encode() + after


def intact(data: bytes, ending: str) -> bool:
    """Whether these bytes are as we wrote them; False too where that cannot be known."""
    if ending in (".docx", ".xlsx"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as found:
                members = [(name, found.read(name)) for name in found.namelist()]
        except (zipfile.BadZipFile, OSError, ValueError):
            return False
        seal = _IN_ZIP.search(dict(members).get(CORE, b""))
        return seal is not None and seal[1].decode() == digest_of(members)
    if ending not in _ENDS:
        return False
    before, after = _ENDS[ending]
    body, mark, tail = data.rpartition(before)
    return bool(mark) and tail == hashlib.sha256(body).hexdigest().encode() + after
