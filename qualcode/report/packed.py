"""A .docx or .xlsx is a zip: written again without clock or order of this machine, so that equal is equal.

The rule: the same document gives the same bytes, today and tomorrow. Then a folder under version control, or a
colleague who compares two exports, sees a change only where there is one.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from qualcode.report.blocks import Document
from qualcode.report.sealed import CORE, digest_of, marked

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say


def settle(data: bytes) -> bytes:
    """The same members, in the same order, with a fixed time and nothing of the system that wrote them, and sealed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        members = {name: old.read(name) for name in old.namelist()}
    if CORE in members:
        members[CORE] = marked(members[CORE], digest_of(members.items()))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            member.create_system = 3
            new.writestr(member, content)
    return out.getvalue()


def made(document: Document) -> datetime:
    """The document's own date, or a fixed one: the clock has no say, so that the same document is the same file."""
    try:
        return datetime.fromisoformat(document.meta.get("date", ""))
    except ValueError:
        return datetime(2000, 1, 1)
