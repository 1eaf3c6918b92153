"""What a file would become in this project, before anything of it is written: its marks, fields, kind and area.

The rule: nothing is written here, and what a person should look at is a note.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from qualcode.collect import claims, places, pseudonymise
from qualcode.collect.archives import Found
from qualcode.collect.conventions import PROPOSERS, read_marks
from qualcode.collect.header_keys import header_keys
from qualcode.collect.known import file_of
from qualcode.collect.persons import kelurahan_in
from qualcode.collect.readers import Read
from qualcode.collect.regions import find_region, near_names, need_region
from qualcode.collect.rereading import read_as_remembered, remembered
from qualcode.collect.understood import MAX_VOICES, WRITTEN, Understood, understand
from qualcode.i18n import N_, _, ngettext
from qualcode.language.marks import Marks, speaker_key
from qualcode.store import Project, ids, versions
from qualcode.store.lookup import find

TITLE = 300  # characters at most that may be a title
HEADINGS = {"place": N_("place"), "interviewer": N_("interviewer")}


@dataclass(frozen=True)
class How:
    """How files are brought in. ``genre``: where the header does not say it; ``attributes`` go over what the header says
    (``kelurahan`` sets the region, others are kept as they are); ``sides``: label -> side, over what is proposed;
    ``replace``: the source that the file corrects ("" for the source of the file or of its name); ``split``: a source a
    session."""

    genre: str | None = None
    convention: str = "auto"
    encoding: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    sides: Mapping[str, str] = field(default_factory=dict)
    replace: str | None = None
    split: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Looked:
    """What was understood of a text in this project, before anything is written."""

    number: int  # of the session, 0 for the whole file
    understood: Understood
    fields: dict[str, str]  # those that may stand in a journal row
    genre: str
    region: bytes | None
    notes: list[str]
    renamed: int = 0  # names that were replaced again: then the file itself is not kept
    doubted: bool = False  # whether people should look at how its turns were read

    @property
    def text(self) -> str:
        return self.understood.text

    @property
    def marks(self) -> Marks:
        return self.understood.marks


def look(
    project: Project, found: Found, read: Read, how: How, number: int, text: str, before: Understood | None = None
) -> Looked:
    notes = [read.note] if read.note and number < 2 else []
    renamed = 0
    if before is None or how.sides or how.replace is not None:
        marks = _with_sides(text, before.marks if before else _read(project, found, how, text), how.sides)
        if how.replace is not None:
            source = replaced(project, how.replace, file_of(project, found), stem_of(found))
            text, marks, renamed = _names_out(project, source, text, marks, notes)
        before = understand(text, marks)
    marks, fields = before.marks, dict(before.fields)
    if before.crowded:
        notes.append(_("it would have more than %d labels: its paragraphs were taken for turns") % MAX_VOICES)
    if how.convention == "auto" and marks.convention == remembered(project).convention != "labels":
        notes.append(_("read as %s, as was chosen for this project") % marks.convention)
    for key in ("place", "interviewer"):
        if key in fields and _names_one_of(fields[key], before):
            del fields[key]
            notes.append(
                _(
                    "“%s” in its header names an informant: the words stay in the text, the field “%s” of the source is left empty; write it there without the name"
                )
                % (_as_written(before, key), _(HEADINGS[key]))
            )
    region = _region(project, {**fields, **how.attributes}, how.attributes, notes, found.file)
    notes += places.notes(project, text) + claims.notes(project, before.fields, before.homes)
    genre = _said_genre(fields.get("kind", "")) or how.genre or _likely_genre(before, stem_of(found))
    doubted = bool(before.doubts) and how.convention == "auto" and how.genre not in WRITTEN
    return Looked(number, before, fields, genre, region, notes, renamed, doubted)


def _names_out(
    project: Project, source: bytes, text: str, marks: Marks, notes: list[str]
) -> tuple[str, Marks, int]:  # fmt: skip
    """A corrected text without the names that were taken out of the source before; how many it brought."""
    text, marks, count, unsure = pseudonymise.correction(project, source, text, marks)
    if count:
        notes.append(
            ngettext("%d name was replaced again; the file itself is not kept",
                     "%d names were replaced again; the file itself is not kept", count) % count
        )  # fmt: skip
    if unsure:
        notes.append(
            ngettext("%d name may mean several people and stands there: “qualcode pseudonymise --dry-run”",
                     "%d names may mean several people and stand there: “qualcode pseudonymise --dry-run”", unsure) % unsure
        )  # fmt: skip
    if project.keyring is None and pseudonymise.was_pseudonymised(project, source):
        notes.append(
            _("names of this source were replaced before; without the key nobody can say whether this brings them back")
        )
    return text, marks, count


def _read(project: Project, found: Found, how: How, text: str) -> Marks:
    """The marks under the convention that was asked for; else as the source that this corrects is read, where that fits; else
    as people chose for the project, or as fits best."""
    if how.convention != "auto":
        return read_marks(text, how.convention)
    kept = remembered(project)
    if how.replace is not None:
        source = replaced(project, how.replace, file_of(project, found), stem_of(found))
        now = versions.current(project, source)
        fits = PROPOSERS.get(now.marks.convention) if now else None
        if fits is not None and (marks := fits(text, kept.sides)) is not None:
            return marks
    return read_as_remembered(text, kept)


def stem_of(found: Found) -> str:
    """The name of a file without its ending; macOS writes the same name in another form."""
    return unicodedata.normalize("NFC", PurePosixPath(Path(found.file).as_posix()).stem)


def _with_sides(text: str, marks: Marks, sides: Mapping[str, str]) -> Marks:
    """The marks with the sides somebody gave to labels."""
    if not sides:
        return marks
    given = {speaker_key(label): side for label, side in sides.items()}
    return dataclasses.replace(
        marks,
        turns=tuple(
            turn._replace(side=given.get(speaker_key(text[slice(*turn.label)]), turn.side)) if turn.label else turn
            for turn in marks.turns
        ),
    )


def replaced(project: Project, asked: str, file: str, stem: str) -> bytes:
    """The source that a file corrects: the one asked for, the one that came from this file, or the one of its name."""
    if not asked:
        rows = project.rows("SELECT id FROM source WHERE file=? AND removed=0", file)
        if len(rows) == 1:
            return bytes(rows[0][0])
    return find(project, "source", asked or stem)


def _as_written(one: Understood, key: str) -> str:
    """The header's key as the file writes it."""
    written = [one.text[slice(*name)] for name, _value in one.marks.header]
    return next((name.strip().rstrip(":").rstrip() for name in written if key in header_keys(name)), key)


def _names_one_of(value: str, one: Understood) -> bool:
    """Whether a header's value names an informant: such words can be erased from a text, but not from a journal row."""
    labels = {one.text[slice(*turn.label)] for turn in one.marks.turns if turn.label and turn.side != "interviewer"}
    names = {speaker_key(label) for label in (*labels, *(person.label for person in one.people))}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", value.casefold()) for name in names if len(name) > 2)


_KINDS = (
    ("fgd", ("fgd", "diskusi", "focus group")),
    ("note", ("catatan", "observasi", "note")),
    ("interview", ("wawancara", "interview")),
    ("document", ("dokumen", "laporan", "artikel", "document")),
)
_DISCUSSION = re.compile(r"(?<![^\W\d_])(?:fgd|focus group|diskusi (?:kelompok|terarah|terpumpun))(?![^\W\d_])", re.I)


def _said_genre(kind: str) -> str | None:
    """The kind that a header's field says, where it says one."""
    word = ids.fold(kind)
    return next((genre for genre, words in _KINDS if any(one in word for one in words)), None)


def _likely_genre(one: Understood, name: str) -> str:
    """The kind of a text that does not say it: a discussion by its name, its title or a list of three and more who took part."""
    if not any(turn.label for turn in one.marks.turns):
        return "document"
    first = one.marks.turns[0]
    below = min([first.label or first.speech, *(field for field, _value in one.marks.header)])[0]
    if "participants" in one.fields and len(one.people) > 2:
        return "fgd"
    return "fgd" if any(map(_DISCUSSION.search, (name, one.text[: min(below, TITLE)]))) else "interview"


def _region(
    project: Project, fields: Mapping[str, str], asked: Mapping[str, str], notes: list[str], where: str
) -> bytes | None:
    name = fields.get("kelurahan")
    if not name:
        place = fields.get("place", "")  # Lokasi: Kelurahan Gilingan
        here = kelurahan_in(place) if ids.fold(place).startswith("kel") else None
        return find_region(project, here) if here else None
    region = find_region(project, name, within=fields.get("kecamatan")) or find_region(project, name)
    if region is None:
        if "kelurahan" in asked:
            need_region(project, name, where=where)  # says which names are near
        near = near_names(project, name)
        notes.append(
            _("kelurahan “%s” is not among the regions; did you mean %s?") % (name, ", ".join(near))
            if near
            else _("kelurahan “%s” is not among the regions") % name
        )
    return region
