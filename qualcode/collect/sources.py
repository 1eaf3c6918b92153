"""Sources: a file becomes a source with a version, turns, speakers and the participants its header names.

A file is one transaction. The same bytes are the same source on every device; a changed file of a source that is here
comes in as a new version (``replace``), never as a second source in silence.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.collect import header, speakers, turns
from qualcode.collect.conventions import read_marks
from qualcode.collect.readers import Read, read_file
from qualcode.collect.regions import find_region
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.language.marks import Marks, speaker_key, to_json
from qualcode.store import Act, Project, act, blobs, ids, versions
from qualcode.store.kinds import BY_NAME
from qualcode.store.lookup import find

GENRES = ("interview", "fgd", "note", "document")


@dataclass(frozen=True)
class Imported:
    """What became of a file. ``outcome``: new, same (it was here already), version (a new version of ``source``) or dry
    (only looked at); ``sides``: turns of informants and of interviewers; ``notes``: what a person should look at."""

    path: Path
    outcome: str
    source: bytes
    name: str
    genre: str
    region: str | None
    turns: int
    labels: dict[str, int]
    unassigned: int
    participants: int
    notes: tuple[str, ...]


def import_file(
    project: Project, path: Path, *, genre: str | None = None, convention: str = "auto", encoding: str | None = None,
    attributes: dict[str, str] | None = None, replace: str | None = None, dry_run: bool = False,
) -> Imported:  # fmt: skip
    """Bring one file in. ``replace`` names the source it corrects ("" for the source of the file's name).

    ``attributes`` go over what the header says (``kelurahan`` sets the region, others are kept as they are). UserError
    where the file cannot be read, was withdrawn, or a region is unknown; then nothing of it is in.
    """
    read = read_file(path, encoding)
    marks = read_marks(read.text, convention)
    fields = header.header_fields(read.text, marks)
    genre = genre or _genre(fields.get("kind", ""), marks)
    source = ids.source_id(project.id, read.data)
    _refuse_withdrawn(project, source, path)
    notes: list[str] = []
    people = header.participants(read.text, marks)
    for key in ("place", "interviewer"):
        if key in fields and _names_one_of(fields[key], people, read.text, marks):
            del fields[key]
            notes.append(_("the header's “%s” names an informant: it stays in the text only") % key)
    region = _region(project, {**fields, **(attributes or {})}, attributes or {}, notes, str(path))
    summary = turns.summary(read.text, marks)
    stem = unicodedata.normalize("NFC", path.stem)  # macOS names the same file in another form
    if replace is not None:
        source = find(project, "source", replace or stem)
    else:
        source = _corrected(project, read) or source
    here = project.conn.execute("SELECT name, removed FROM source WHERE id=?", (source,)).fetchone()
    name = here[0] if here else stem
    outcome = "dry" if dry_run else "version" if replace is not None else "same" if here and not here[1] else "new"
    if outcome in ("new", "version"):
        if outcome == "new" and ids.fold(name) in taken_names(project):
            raise UserError(
                _("there is another source named “%s”") % name,
                where=str(path),
                todo=_("To bring this file in as its new version: --replace; else rename the file"),
            )
        with act(project, "import" if outcome == "new" else "correct") as a:
            if here and here[1] and _still_has_text(project, source):
                a.write(BY_NAME["source"], source, {"removed": 0})  # it was taken off, and comes back as it was
            else:
                if outcome == "new":
                    _create(project, a, source, path, name, genre, region, fields, attributes or {})
                _version(project, a, source, read, marks)
                speakers.write(project, a, source, read.text, marks, people, fields, region)
        if a.hash is None:
            outcome = "same"
    region_name = project.value("SELECT name FROM region WHERE id=?", region) if region else None
    if summary.unassigned:
        notes.append(
            ngettext("%d line belongs to no turn", "%d lines belong to no turn", summary.unassigned)
            % summary.unassigned
        )
    return Imported(
        path, outcome, source, name, genre, region_name, len(marks.turns), dict(summary.counts), summary.unassigned,
        len(people), tuple(notes),
    )  # fmt: skip


def _corrected(project: Project, read: Read) -> bytes | None:
    """The live source that has this file as one of its versions: a correction brought in twice is there already."""
    row: bytes | None = project.value(
        "SELECT s.id FROM version v JOIN source s ON s.id=v.source WHERE v.original=? AND v.removed=0 AND s.removed=0",
        ids.blob_hash(read.data),
    )
    return row


def _still_has_text(project: Project, source: bytes) -> bool:
    found = project.value(
        "SELECT v.id FROM source s JOIN version v ON v.id=s.version WHERE s.id=? AND v.removed=0", source
    )
    return found is not None


def _names_one_of(value: str, people: list[header.Person], text: str, marks: Marks) -> bool:
    """Whether a header's value names an informant: such words can be erased from a text, but not from a journal row."""
    labels = {text[slice(*turn.label)] for turn in marks.turns if turn.label and turn.side != "interviewer"}
    names = {speaker_key(label) for label in (*labels, *(person.label for person in people))}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", value.casefold()) for name in names if len(name) > 2)


def taken_names(project: Project) -> set[str]:
    """The names of the live sources, folded as they are looked up."""
    return {ids.fold(name) for (name,) in project.rows("SELECT name FROM source WHERE removed=0")}


def _genre(kind: str, marks: Marks) -> str:
    word = ids.fold(kind)
    for genre, words in (
        ("fgd", ("fgd", "diskusi", "focus group")),
        ("note", ("catatan", "observasi", "note")),
        ("interview", ("wawancara", "interview")),
        ("document", ("dokumen", "laporan", "artikel", "document")),
    ):
        if any(w in word for w in words):
            return genre
    speakers = {turn.side for turn in marks.turns if turn.label}
    return "interview" if speakers else "document"


def _refuse_withdrawn(project: Project, source: bytes, path: Path) -> None:
    if project.value("SELECT 1 FROM withdrawal WHERE subject=?", source):
        raise UserError(
            _("this source was withdrawn"),
            where=str(path),
            todo=_("Its words must not come back; nothing was imported"),
        )


def _region(
    project: Project, fields: dict[str, str], asked: dict[str, str], notes: list[str], where: str
) -> bytes | None:
    name = fields.get("kelurahan")
    if not name:
        return None
    region = find_region(project, name, within=fields.get("kecamatan")) or find_region(project, name)
    if region is None:
        if "kelurahan" in asked:
            raise UserError(
                _("there is no kelurahan “%s”") % name, where=where, todo=_("“qualcode regions” lists them")
            )
        notes.append(_("kelurahan “%s” is not among the regions") % name)
    return region


def _create(
    project: Project, a: Act, source: bytes, path: Path, name: str, genre: str, region: bytes | None,
    fields: dict[str, str], attributes: dict[str, str],
) -> None:  # fmt: skip
    a.create(
        "source", source, name=name, genre=genre, region=region, file=path.name, date=fields.get("date"),
        place=fields.get("place"), interviewer=fields.get("interviewer"), importer=project.coder, version=None,
    )  # fmt: skip
    for key, value in attributes.items():
        if key not in ("kelurahan", "kecamatan"):
            set_attribute(a, source, key, value)


def set_attribute(a: Act, subject: bytes, key: str, value: Any) -> None:
    """An attribute of a source or participant; each key is a record of its own, so that two people's edits meet by key."""
    a.create("attribute", ids.derived(subject, "attribute:" + ids.fold(key)), subject=subject, key=key, value=value)


def _version(project: Project, a: Act, source: bytes, read: Read, marks: Marks) -> None:
    """Point the source at the version of this text. The text it has already is only read again: its marks may change."""
    previous = project.value("SELECT version FROM source WHERE id=?", source)
    version = ids.version_id(source, read.text)
    if project.value("SELECT 1 FROM version WHERE id=? AND removed=0", version):
        a.change("version", version, marks=to_json(marks).encode())
    else:
        versions.add(
            a, source, read.text, marks, reader=read.reader, reader_number=read.number, encoding=read.encoding,
            original=read.data if len(read.data) <= blobs.LIMIT else None, previous=previous,
            made="correction" if previous else "import",
        )  # fmt: skip
    a.change("source", source, version=version)
