"""Sources: a file becomes a source with a version, turns, speakers and the participants its header names.

A file is one action, all or nothing. The same bytes are the same source on every device, under whatever name they come; a changed file
of a source that is here comes in as a new version (``replace``), never as a second source in silence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from qualcode.collect import pseudonymise, sessions, speakers, turns
from qualcode.collect.ahead import Ready
from qualcode.collect.archives import Found, one_file
from qualcode.collect.known import Known, file_of, free_name
from qualcode.collect.looked import How, Looked, look, replaced, stem_of
from qualcode.collect.readers import Read, read_data
from qualcode.collect.understood import Understood
from qualcode.errors import UserError, typed
from qualcode.i18n import _, ngettext
from qualcode.language.marks import speaker_key, to_json
from qualcode.store import Act, Project, act, blobs, ids, versions
from qualcode.store.kinds import BY_NAME


@dataclass(frozen=True)
class Imported:
    """What became of a file, or of one session of it. ``outcome``: new, same (it was here already), version (a new version of
    ``source``) or dry (only looked at); ``labels``: each with its turns; ``unassigned``: lines that belong to no turn;
    ``near``: sources that have most of its words, with the share; ``sessions``: how many the file seems to hold; ``doubtful``:
    the encoding is a guess; ``doubts``: what speaks against the way its turns were read; ``notes``: what a person should look at."""

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
    doubts: tuple[str, ...] = ()


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
    alike = read.name
    if how.dry_run and alike in known.dry:  # the same file again in this very command
        return [
            dataclasses.replace(
                one, path=Path(found.file), outcome="same", notes=_renamed(found, str(one.path), one.name)
            )
            for one in known.dry[alike]
        ]
    there = _there(project, read) if how.replace is None else []
    if how.encoding and len(there) == 1 and not _reads(project, there[0], read):
        how = dataclasses.replace(how, replace=there[0].hex())  # the encoding guessed before was not right
    elif there:
        return [_same(project, found, source, read, how) for source in there]
    parts = () if how.replace is not None else before.parts if before else sessions.find(read.text)
    if how.split and len(parts) > 1:
        looked = [
            look(project, found, read, how, n, read.text[part.start : part.stop]) for n, part in enumerate(parts, 1)
        ]
    else:
        looked = [look(project, found, read, how, 0, read.text, before.whole if before else None)]
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


def _write(project: Project, found: Found, read: Read, looked: list[Looked], how: How, known: Known) -> list[Imported]:
    """All sources of a file in one action; what became of each."""
    file = file_of(project, found)
    stem = stem_of(found)
    plan: list[tuple[Looked, bytes, str, str, Any]] = []
    for one in looked:
        if how.replace is not None:
            source = replaced(project, how.replace, file, stem)
        else:
            source = ids.source_id(project.id, read.digest, one.number)
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
    project: Project, found: Found, read: Read, one: Looked, source: bytes, name: str, outcome: str,
    near: tuple[tuple[str, float], ...] = (),
) -> Imported:  # fmt: skip
    summary = one.understood.summary
    notes = list(one.notes)
    if one.doubted:
        notes.insert(
            0,
            _("its turns may be read wrongly: %s; to look and choose: qualcode sources turns %s")
            % ("; ".join(one.understood.doubts), typed(name)),
        )
    notes += [_near(found, name, *one) for one in near]
    if summary.unassigned:
        notes.append(
            ngettext("%d line belongs to no turn", "%d lines belong to no turn", summary.unassigned)
            % summary.unassigned
        )
    region = project.value("SELECT name FROM region WHERE id=?", one.region) if one.region else None
    return Imported(
        Path(found.file), outcome, source, name, one.genre, region, len(one.marks.turns), dict(summary.counts),
        summary.unassigned, speakers.counted(one.text, one.marks, one.understood.people), tuple(notes), read.encoding, bool(read.note and read.encoding), near,
        doubts=one.understood.doubts,
    )  # fmt: skip


def _near(found: Found, name: str, other: str, share: float) -> str:
    """What to say of another source that has most of a new one's words: a file of its name may be its correction."""
    percent = round(100 * share)
    if PurePosixPath(other).name != stem_of(found) or other == name:
        return _("%d %% of its words also stand in %s: the same talk?") % (percent, other)
    return _(
        "%d %% of its words also stand in %s, which has its name: a corrected text of it? Then “qualcode sources remove %s”, and this command again with --replace"
    ) % (percent, other, typed(name))


def _there(project: Project, read: Read) -> list[bytes]:
    """The live sources that have this file as one of their versions: whole, or a source a session."""
    rows = project.rows("SELECT id, name FROM source WHERE id=? AND removed=0", ids.source_id(project.id, read.digest))
    original = read.name
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


def _same(project: Project, found: Found, source: bytes, read: Read, how: How) -> Imported:
    """A source that was here already, as it stands in the project. What was asked for and is not done is a note."""
    name, genre, region, file = project.conn.execute(
        "SELECT name, genre, region, file FROM source WHERE id=?", (source,)
    ).fetchone()
    now = versions.current(project, source)
    assert now is not None  # a live source has a text
    summary = turns.summary(now.text, now.marks)
    notes = list(_renamed(found, file or name, name))
    whole = source == ids.source_id(project.id, read.digest)
    if how.split and whole and len(sessions.find(read.text)) > 1:
        notes.append(
            _(
                "it is in as one source with all its sessions; for a source each: qualcode sources remove %s, and this command again"
            )
            % typed(name)
        )
    rows = project.rows("SELECT label, side FROM speaker WHERE source=? AND removed=0", source) if how.sides else []
    held = {speaker_key(blobs.prose(project.conn, label)): side for label, side in rows}
    sides = {label: side for label, side in how.sides.items() if held.get(speaker_key(label), side) != side}
    if sides or how.convention not in ("auto", now.marks.convention):
        asked = ["--as " + how.convention] if how.convention != "auto" else []
        asked += [f"--side {typed(f'{label}={side}')}" for label, side in sides.items()]
        notes.append(
            _("it is read as it was; to read it again: qualcode sources turns %s %s") % (typed(name), " ".join(asked))
        )
    if how.attributes:
        notes.append(
            _("its attributes are as they were; to set them: qualcode attributes set %s NAME=VALUE") % typed(name)
        )
    one = Looked(0, Understood(now.text, now.marks, False, {}, [], [], summary), {}, genre, region, notes)
    return _imported(project, found, dataclasses.replace(read, note=""), one, source, name, "same")


def _renamed(found: Found, file: str, name: str) -> tuple[str, ...]:
    """What to say of a file that is here under another name."""
    if stem_of(found) in (PurePosixPath(file).stem, name):
        return ()
    return (_("%s is the same file as %s, under another name: it is in once") % (Path(found.file).name, name),)


def _still_has_text(project: Project, source: bytes) -> bool:
    found = project.value(
        "SELECT v.id FROM source s JOIN version v ON v.id=s.version WHERE s.id=? AND v.removed=0", source
    )
    return found is not None


def _refuse_withdrawn(project: Project, source: bytes, where: str) -> None:
    if project.value("SELECT 1 FROM withdrawal WHERE subject=?", source):
        raise UserError(
            _("this source was withdrawn"),
            where=where,
            todo=_("Its words must not come back; nothing was imported"),
        )


def _create(
    project: Project, a: Act, source: bytes, file: str, name: str, one: Looked, attributes: Mapping[str, str]
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


def _version(project: Project, a: Act, source: bytes, read: Read, one: Looked) -> None:
    """Point the source at the version of this text. The text it has already is only read again: its marks may change."""
    previous = project.value("SELECT version FROM source WHERE id=?", source)
    kept = one.understood.kept or versions.content(one.text, one.marks)
    version = ids.version_id(source, one.text, kept.digest)
    original = None if len(read.data) > blobs.LIMIT or one.renamed else read.data
    if project.value("SELECT 1 FROM version WHERE id=? AND removed=0", version):
        a.change("version", version, marks=to_json(one.marks).encode())
    else:
        versions.add(
            a, source, one.text, one.marks, reader=read.reader, reader_number=read.number, encoding=read.encoding,
            original=kept.text if original and read.name == kept.text.name else original, previous=previous,
            made="correction" if previous else "import", kept=kept,
        )  # fmt: skip
    a.change("source", source, version=version)
