"""Freeze a tiny project of the present schema as SQL: ``python -m tests.freeze_schema FILE``.

Done once a schema, when it is released; what lies in tests/data is then never made again.
"""

from __future__ import annotations

import os
import sqlite3
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.cli_world import PROJECT, CommandLine

REGIONS = "code,level,name,parent,aliases\n33.72,kota,Surakarta,,Solo\n"
TEXT = "Informan: Bu Tutik\n\nP: Bagaimana?\n\nI: Ya ngutang dulu, 😀.\n"


def make(folder: Path) -> Path:
    """The tiny study, by commands as any other; its project file."""
    outside = CommandLine(folder)
    outside("init", "s", "--coder", "sri", "--regions", outside.write("wilayah.csv", REGIONS))
    study = CommandLine(folder / "s")
    study.bring_in("W-01", TEXT)
    study("codes", "add", "utang")
    study("code", "W-01", "--code", "utang", "--quote", "ngutang dulu", "--valence", "-1", "--memo", "contoh beku")
    study("memos", "add", "source", "W-01", "catatan beku")
    study("codes", "set", "utang", "name_en=debt")
    return study.folder / PROJECT


def as_sql(path: Path) -> str:
    """The whole file as SQL."""
    conn = sqlite3.connect(path)
    lines = ["-- A project as its schema was released: frozen, never edited. People in it are invented.", "BEGIN;"]
    lines.append(f"PRAGMA application_id={conn.execute('PRAGMA application_id').fetchone()[0]};")
    made = conn.execute(
        "SELECT name, sql, type FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'speech_%'"
        " AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
    ).fetchall()
    for name, sql, type_ in made:
        lines.append(sql.strip() + ";")
        if type_ == "table":
            columns = ",".join(f'"{row[1]}"' for row in conn.execute(f'PRAGMA table_info("{name}")'))
            rows = conn.execute(f'SELECT {columns} FROM "{name}"').fetchall()
            lines += [f'INSERT INTO "{name}"({columns}) VALUES({",".join(map(literal, row))});' for row in rows]
    lines.append(f"PRAGMA user_version={conn.execute('PRAGMA user_version').fetchone()[0]};")
    conn.close()
    return "\n".join([*lines, "COMMIT;", ""])


def literal(value: Any) -> str:
    if value is None:
        return "NULL"
    if isinstance(value, bytes):
        return f"x'{value.hex()}'"
    return repr(value) if isinstance(value, int | float) else "'" + value.replace("'", "''") + "'"


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made_in:
        os.environ |= {"QUALCODE_STATE_DIR": made_in + "/state", "QUALCODE_LANG": "en"}
        Path(sys.argv[1]).write_text(as_sql(make(Path(made_in))), "utf-8")
