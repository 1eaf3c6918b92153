"""The project's own data for other programs: its lists as tidy tables in one archive, its journal as lines.

One rule: nothing here is more than a list of the app already shows, and a journal line says who did what and when but never a
word that somebody said or wrote.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable

from qualcode.reduce.codebook_yaml import export_codebook
from qualcode.report import writers
from qualcode.report.listings import TABLES, table_document
from qualcode.store import Project, times
from qualcode.store.history import deeds

_EPOCH = (1980, 1, 1, 0, 0, 0)


def project_archive(
    project: Project, *, language: str = "id", step: Callable[[str, int, int], None] = lambda what, at, of: None
) -> bytes:
    """A .zip of every list as CSV and the codebook as YAML."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:

        def put(name: str, data: bytes) -> None:
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)

        for at, name in enumerate(TABLES):
            step(name, at, len(TABLES) + 1)
            put(f"{name}.csv", writers.render(table_document(project, name, language=language), ".csv"))
        step("codebook", len(TABLES), len(TABLES) + 1)
        put("codebook.yaml", export_codebook(project).encode())
    return out.getvalue()


def journal_lines(project: Project) -> bytes:
    """Every action as a line of JSON, oldest first: hash, log, number, time (UTC), coder, kind, records, undone."""
    lines = [
        {
            "hash": one.hash.hex(), "log": one.log, "n": one.n, "at": times.everywhere(one.corrected).isoformat(timespec="seconds"),
            "coder": one.who, "kind": one.kind, "records": one.records, "undone": one.undone,
        }
        for one in reversed(deeds(project))
    ]  # fmt: skip
    return "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
