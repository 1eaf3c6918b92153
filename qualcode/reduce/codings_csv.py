"""Codings from a table: a CSV with quotes or offsets, as coders make them outside. One file is one action: all rows or none."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qualcode.collect.regions import find_region
from qualcode.collect.tables import read_table
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.reduce.codebook import codebook, find_code
from qualcode.reduce.codings import GRADES, locate, refuse_no_speech, refuse_valence
from qualcode.reduce.codings_many import New, put_many
from qualcode.store import Project, act, versions
from qualcode.store.lookup import find

COLUMNS = ("source", "turn", "quote", "start", "end", "code", "valence", "grade", "about", "gloss", "memo")


@dataclass(frozen=True)
class CsvImported:
    """How many codings came in, and how many were there already."""

    new: int
    same: int


def import_codings(project: Project, path: Path, *, coder: bytes | None = None, dry_run: bool = False) -> CsvImported:
    """Bring in codings by ``coder`` (else the project's). Every row that cannot be placed is named in one UserError, and
    then nothing came in."""
    rows = read_table(path, ("source", "code"), COLUMNS)
    codes = codebook(project)
    faults: list[str] = []
    some: list[New] = []
    with act(project, "codings", who=coder) as a:
        for row in rows:
            where = f"{path.name}:{row.line}"
            try:
                source = find(project, "source", row["source"])
                code = find_code(codes, row["code"])
                now = versions.current(project, source)
                if now is None:
                    raise UserError(_("this source has no text"))
                if row["quote"]:
                    start, stop = locate(now, row["quote"], _number(row["turn"]))
                elif row["end"]:
                    start, stop = _number(row["start"]) or 0, _number(row["end"]) or 0
                else:
                    raise UserError(_("the row names no passage"), todo=_("Give its quote, or its start and end"))
                about = row["about"]
                region = find_region(project, about) if about else None
                if about and region is None:
                    raise UserError(_("there is no kelurahan “%s”") % about)
                grade = row["grade"] or None
                if grade not in (None, *GRADES):
                    raise UserError(_("“%s” is no evidence grade") % grade, todo=_("Grades: %s") % ", ".join(GRADES))
                refuse_no_speech(now, start, stop)
                valence = _number(row["valence"])
                refuse_valence(valence)
                fields = {
                    "review": "one", "valence": valence, "grade": grade, "about": region,
                    "gloss": row["gloss"] or None, "memo": row["memo"] or None,
                }  # fmt: skip
                some.append(New(source, code.id, start, stop, coder or project.coder, "imported", fields=fields))
            except UserError as error:
                faults.append(f"{where}: {error}")
        if faults:
            shown = "\n".join(faults[:20])
            more = ngettext("%d row cannot be placed", "%d rows cannot be placed", len(faults)) % len(faults)
            raise UserError(more, where=str(path), todo=_("Nothing came in. Mend these rows:") + "\n" + shown)
        put_many(project, a, some)
        made = len(a.pending)
        if dry_run:
            a.pending.clear()
    return CsvImported(made, len(some) - made)


def _number(text: str | None) -> int | None:
    text = (text or "").strip().replace("−", "-")
    if not text:
        return None
    try:
        return int(text)
    except ValueError:
        raise UserError(_("“%s” is no whole number") % text) from None
