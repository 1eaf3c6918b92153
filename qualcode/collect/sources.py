"""Sources: a file becomes a source with a version, turns, speakers and the participants its header names.

A file is one action, all or nothing. The same bytes are the same source on every device, under whatever name they come; a changed file
of a source that is here comes in as a new version (``replace``), never as a second source in silence.
"""

from __future__ import annotations

import dataclasses
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from qualcode.collect import claims, places, pseudonymise, sessions, speakers, turns
from qualcode.collect.ahead import Ready
from qualcode.collect.archives import Found, one_file
from qualcode.collect.conventions import PROPOSERS, read_marks
from qualcode.collect.known import Known, file_of, free_name
from qualcode.collect.readers import Read, read_data
from qualcode.collect.regions import find_region, near_names, need_region
from qualcode.collect.rereading import read_as_remembered, remembered
from qualcode.collect.understood import MAX_VOICES, Understood, understand
from qualcode.errors import UserError
from qualcode.i18n import _, ngettext
from qualcode.language.marks import Marks, speaker_key, to_json
from qualcode.store import Act, Project, act, blobs, ids, versions
from qualcode.store.kinds import BY_NAME
from qualcode.store.lookup import find

GENRES = ("interview", "fgd", "note", "document")


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
class Imported:
    """What became of a file, or of one session of it. ``outcome``: new, same (it was here already), version (a new version of
    ``source``) or dry (only looked at); ``labels``: each with its turns; ``unassigned``: lines that belong to no turn;
    ``near``: sources that have most of its words, with the share; ``sessions``: how many the file seems to hold; ``doubtful``:
    the encoding is a guess; ``notes``: what a person should look at."""

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
    encoding: str | None = None
    doubtful: bool = False
    near: tuple[tuple[str, float], ...] = ()
    sessions: int = 1


@dataclass(frozen=True)
class _Looked:
    """What was understood of a text in this project, before anything is written."""

    number: int  # of the session, 0 for the whole file
    understood: Understood
    fields: dict[str, str]  # those that may stand in a journal row
    genre: str
    region: bytes | None
    notes: list[str]
    renamed: int = 0  # names that were replaced again: then the file itself is not kept

    @property
    def text(self) -> str:
        return self.understood.text

    @property
    def marks(self) -> Marks:
        return self.understood.marks


def import_file(
    project: Project, path: Path, *, genre: str | None = None, convention: str = "auto", encoding: str | None = None,
    attributes: Mapping[str, str] | None = None, replace: str | None = None, dry_run: bool = False,
) -> Imported:  # fmt: skip
    """Bring one file in as one source, without comparing it with the others; the options are those of ``How``. UserError where
    the file cannot be read, was withdrawn, or a region is unknown; then nothing of it is in."""
    how = How(genre, convention, encoding, attributes or {}, {}, replace, dry_run=dry_run)
    return bring_in(project, one_file(path), how)[0]


def bring_in(
    project: Project, found: Found, how: How | None = None, known: Known | None = None, ready: Ready | None = None
) -> list[Imported]:  # fmt: skip
    """Bring in a file, as one source or a source a session. ``known`` is kept by a command for all its files; ``ready`` gives
    what was read ahead. UserError as ``import_file`` says."""
    how = how or How()
    known = known or Known(project, compare=False)
    before = ready() if ready else None
    read = before.read if before else read_data(found.file, found.load(), how.encoding)
    if before:
        known.looked(read.text, before.runs)
    alike = ids.blob_hash(read.data)
    if how.dry_run and alike in known.dry:  # the same file again in this very command
        return [dataclasses.replace(one, path=Path(found.file), outcome="same", notes=()) for one in known.dry[alike]]
    there = _there(project, read) if how.replace is None else []
    if how.encoding and len(there) == 1 and not _reads(project, there[0], read):
        how = dataclasses.replace(how, replace=there[0].hex())  # the encoding guessed before was not right
    elif there:
        return [_same(project, found, source, read) for source in there]
    parts = () if how.replace is not None else before.parts if before else sessions.find(read.text)
    if how.split and len(parts) > 1:
        looked = [
            _look(project, found, read, how, n, read.text[part.start : part.stop]) for n, part in enumerate(parts, 1)
        ]
    else:
        looked = [_look(project, found, read, how, 0, read.text, before.whole if before else None)]
        if len(parts) > 1:
            titles = ", ".join(f"“{part.title}”" for part in parts[:3]) + (", …" if len(parts) > 3 else "")
            looked[0].notes.append(
                _("it seems to hold %d sessions (%s); for a source each: --sessions split") % (len(parts), titles)
            )
    done = _write(project, found, read, looked, how, known)
    done = [dataclasses.replace(one, sessions=max(1, len(parts))) for one in done]
    if how.dry_run:
        known.dry[alike] = done
    return done


def _look(
    project: Project, found: Found, read: Read, how: How, number: int, text: str, before: Understood | None = None
) -> _Looked:
    notes = [read.note] if read.note and number < 2 else []
    renamed = 0
    if before is None or how.sides or how.replace is not None:
        marks = _with_sides(text, before.marks if before else _read(project, found, how, text), how.sides)
        if how.replace is not None:
            source = _replaced(project, how.replace, file_of(project, found), _stem(found))
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
            notes.append(_("the header's “%s” names an informant: it stays in the text only") % key)
    region = _region(project, {**fields, **how.attributes}, how.attributes, notes, found.file)
    notes += places.notes(project, text) + claims.notes(project, before.fields, before.homes)
    return _Looked(number, before, fields, how.genre or _genre(fields.get("kind", ""), marks), region, notes, renamed)


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
        source = _replaced(project, how.replace, file_of(project, found), _stem(found))
        now = versions.current(project, source)
        fits = PROPOSERS.get(now.marks.convention) if now else None
        if fits is not None and (marks := fits(text, kept.sides)) is not None:
            return marks
    return read_as_remembered(text, kept)


def _stem(found: Found) -> str:
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
            dataclasses.replace(turn, side=given.get(speaker_key(text[slice(*turn.label)]), turn.side))
            if turn.label
            else turn
            for turn in marks.turns
        ),
    )


def _write(project: Project, found: Found, read: Read, looked: list[_Looked], how: How, known: Known) -> list[Imported]:
    """All sources of a file in one action; what became of each."""
    file = file_of(project, found)
    stem = _stem(found)
    plan: list[tuple[_Looked, bytes, str, str, Any]] = []
    for one in looked:
        if how.replace is not None:
            source = _replaced(project, how.replace, file, stem)
        else:
            source = ids.source_id(project.id, read.data, one.number)
            _refuse_withdrawn(project, source, found.file)
        here = project.conn.execute("SELECT name, removed FROM source WHERE id=?", (source,)).fetchone()
        name = here[0] if here else f"{stem} {one.number}" if one.number else stem
        outcome = "version" if how.replace is not None else "new"
        if outcome == "new":
            name = free_name(known, found, file, name)
        plan.append((one, source, name, outcome, here))
    near = [known.near(one.text, source if outcome == "version" else None) for one, source, _n, outcome, _h in plan]
    wrote = False
    if not how.dry_run:
        with act(project, "import" if how.replace is None else "correct") as a:
            for one, source, name, outcome, here in plan:
                if here and here[1] and _still_has_text(project, source):
                    a.write(BY_NAME["source"], source, {"removed": 0})  # it was taken off, and comes back as it was
                    continue
                if outcome == "new":
                    _create(project, a, source, file, name, one, how.attributes)
                _version(project, a, source, read, one)
                speakers.write(project, a, source, one.text, one.marks, one.understood.people, one.fields, one.region)
        wrote = a.hash is not None
    done = []
    for (one, source, name, outcome, _here), alike in zip(plan, near, strict=True):
        if wrote or how.dry_run:
            known.add(source, name, file, one.text, how.dry_run)
        became = "dry" if how.dry_run else outcome if wrote else "same"
        if became == "version" and (left := pseudonymise.left_in(project, source)):
            one.notes.append(
                ngettext("%d name that the key has learned only now stands in it: run “qualcode pseudonymise” again",
                         "%d names that the key has learned only now stand in it: run “qualcode pseudonymise” again", left) % left
            )  # fmt: skip
        done.append(_imported(project, found, read, one, source, name, became, alike))
    return done


def _imported(
    project: Project, found: Found, read: Read, one: _Looked, source: bytes, name: str, outcome: str,
    near: tuple[tuple[str, float], ...] = (),
) -> Imported:  # fmt: skip
    summary = one.understood.summary
    notes = list(one.notes)
    notes += [
        _("%d %% of its words also stand in %s: the same talk?") % (round(100 * share), name) for name, share in near
    ]
    if summary.unassigned:
        notes.append(
            ngettext("%d line belongs to no turn", "%d lines belong to no turn", summary.unassigned)
            % summary.unassigned
        )
    region = project.value("SELECT name FROM region WHERE id=?", one.region) if one.region else None
    return Imported(
        Path(found.file), outcome, source, name, one.genre, region, len(one.marks.turns), dict(summary.counts),
        summary.unassigned, len(one.understood.people), tuple(notes), read.encoding, bool(read.note and read.encoding), near,
    )  # fmt: skip


def _there(project: Project, read: Read) -> list[bytes]:
    """The live sources that have this file as one of their versions: whole, or a source a session."""
    rows = project.rows("SELECT id, name FROM source WHERE id=? AND removed=0", ids.source_id(project.id, read.data))
    original = ids.blob_hash(read.data)
    if blobs.has(project.conn, original):  # asked first: versions are not sorted by their originals
        rows += project.rows(
            "SELECT s.id, s.name FROM version v JOIN source s ON s.id=v.source"
            " WHERE v.original=? AND v.removed=0 AND s.removed=0",
            original,
        )
    return [bytes(rec) for rec, _name in sorted(set(rows), key=lambda row: str(row[1]))]


def _reads(project: Project, source: bytes, read: Read) -> bool:
    """Whether the source has this very text."""
    return bool(project.value("SELECT version FROM source WHERE id=?", source) == ids.version_id(source, read.text))


def _same(project: Project, found: Found, source: bytes, read: Read) -> Imported:
    """A source that was here already, as it stands in the project."""
    name, genre, region = project.conn.execute(
        "SELECT name, genre, region FROM source WHERE id=?", (source,)
    ).fetchone()
    now = versions.current(project, source)
    assert now is not None  # a live source has a text
    summary = turns.summary(now.text, now.marks)
    one = _Looked(0, Understood(now.text, now.marks, False, {}, [], [], summary), {}, genre, region, [])
    return _imported(project, found, dataclasses.replace(read, note=""), one, source, name, "same")


def _replaced(project: Project, asked: str, file: str, stem: str) -> bytes:
    """The source that a file corrects: the one asked for, the one that came from this file, or the one of its name."""
    if not asked:
        rows = project.rows("SELECT id FROM source WHERE file=? AND removed=0", file)
        if len(rows) == 1:
            return bytes(rows[0][0])
    return find(project, "source", asked or stem)


def _still_has_text(project: Project, source: bytes) -> bool:
    found = project.value(
        "SELECT v.id FROM source s JOIN version v ON v.id=s.version WHERE s.id=? AND v.removed=0", source
    )
    return found is not None


def _names_one_of(value: str, one: Understood) -> bool:
    """Whether a header's value names an informant: such words can be erased from a text, but not from a journal row."""
    labels = {one.text[slice(*turn.label)] for turn in one.marks.turns if turn.label and turn.side != "interviewer"}
    names = {speaker_key(label) for label in (*labels, *(person.label for person in one.people))}
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", value.casefold()) for name in names if len(name) > 2)


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


def _refuse_withdrawn(project: Project, source: bytes, where: str) -> None:
    if project.value("SELECT 1 FROM withdrawal WHERE subject=?", source):
        raise UserError(
            _("this source was withdrawn"),
            where=where,
            todo=_("Its words must not come back; nothing was imported"),
        )


def _region(
    project: Project, fields: Mapping[str, str], asked: Mapping[str, str], notes: list[str], where: str
) -> bytes | None:
    name = fields.get("kelurahan")
    if not name:
        return None
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


def _create(
    project: Project, a: Act, source: bytes, file: str, name: str, one: _Looked, attributes: Mapping[str, str]
) -> None:
    a.create(
        "source", source, name=name, genre=one.genre, region=one.region, file=file, date=one.fields.get("date"),
        place=one.fields.get("place"), interviewer=one.fields.get("interviewer"), importer=project.coder, version=None,
    )  # fmt: skip
    for key, value in attributes.items():
        if key not in ("kelurahan", "kecamatan"):
            set_attribute(a, source, key, value)


def set_attribute(a: Act, subject: bytes, key: str, value: Any) -> None:
    """An attribute of a source or participant; each key is a record of its own, so that two people's edits meet by key."""
    a.create("attribute", ids.derived(subject, "attribute:" + ids.fold(key)), subject=subject, key=key, value=value)


def _version(project: Project, a: Act, source: bytes, read: Read, one: _Looked) -> None:
    """Point the source at the version of this text. The text it has already is only read again: its marks may change."""
    previous = project.value("SELECT version FROM source WHERE id=?", source)
    version = ids.version_id(source, one.text)
    original = read.data if len(read.data) <= blobs.LIMIT and not one.renamed else None
    if project.value("SELECT 1 FROM version WHERE id=? AND removed=0", version):
        a.change("version", version, marks=to_json(one.marks).encode())
    else:
        versions.add(
            a, source, one.text, one.marks, reader=read.reader, reader_number=read.number, encoding=read.encoding,
            original=original, previous=previous,
            made="correction" if previous else "import", kept=one.understood.kept,
        )  # fmt: skip
    a.change("source", source, version=version)
