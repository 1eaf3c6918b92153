"""Withdrawing a source or a participant: their words leave the project, here and wherever it is merged.

A source goes whole, and with it what is known of those who speak nowhere else. A participant who was the only
informant of a source takes the source along; from a group discussion their turns are blanked one for one, so that all
else stays where it was, and the codings on them go. Who was joined into them is the same person, and goes with them.
What researchers wrote that repeats them is theirs and stays, without those words (``Reworded``): in every wording it ever had.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import Marks, Span, speaker_key
from qualcode.store import joined, search, versions, withdrawal
from qualcode.store.carried import NAMES
from qualcode.store.deeds import record_words
from qualcode.store.ids import new_id, speaker_id
from qualcode.store.journal import Act, act
from qualcode.store.kinds import BY_NAME
from qualcode.store.project import Project
from qualcode.store.values import encode

BLANK = "█"
Named = Callable[[str], Iterable[Span]]  # where somebody is named in a text


@dataclass(frozen=True)
class Withdrawn:
    """How many sources went whole, in how many turns were blanked, how many texts of researchers lost what repeated them, and
    how many entries of the journal lost their words."""

    sources: int
    blanked: int
    entries: int
    texts: int = 0


@dataclass
class Reworded:
    """A record of this kind that lives on without words it had. ``fields``: those in which they stood, in any wording;
    ``instead``: of the wordings that show now, what takes their place."""

    kind: str
    fields: set[str] = field(default_factory=set)
    instead: dict[str, Any] = field(default_factory=dict, repr=False)


Rewording = Callable[[set[bytes]], Mapping[bytes, Reworded]]  # of all records but those that go (by id or root)


def withdraw(
    project: Project, kind: str, rec: bytes, reason: str = "", *, named: Named = lambda text: (),
    reworded: Rewording = lambda gone: {}, look: Callable[[Withdrawn], object] | None = None,
) -> Withdrawn:  # fmt: skip
    """Withdraw a ``source`` or a ``participant``. ``named``: where others name them in a discussion that stays; ``reworded``:
    what researchers wrote that repeats them. With ``look`` nothing is kept: it is called when all is done, and then everything
    is as it was. Not undoable. UserError where there is none of that id, or what must go is in conflict."""
    if project.value(f'SELECT 1 FROM "{kind}" WHERE id=?', rec) is None:
        raise UserError(_("there is no such %s") % record_words(kind), where=rec.hex()[:8])
    whole: list[bytes] = [rec]
    partly: list[bytes] = []
    also: set[bytes] = set()
    recs: list[str] = []
    entries = texts = 0

    def done() -> Withdrawn:
        return Withdrawn(len(whole), len(partly), entries, texts)

    with suppress(_Looked), act(project, "withdraw") as a:
        if kind == "participant":
            also = _one_person(project, a, rec) - {rec}
            whole, partly = sources_of(project, rec)
            maps: list[list[Any]] = []
            for source in partly:
                _blank(project, a, source, rec, recs, maps, named)
            a.create("withdrawal", new_id(), target=kind, subject=rec, reason=reason, recs=recs, versions=maps)
            for other in also:
                a.create("withdrawal", new_id(), target=kind, subject=other, reason=reason)
        for source in whole:
            a.create("withdrawal", new_id(), target="source", subject=source, reason=reason)
        people = only_in(project, whole) - {rec, *also}  # what is known of them came from there
        for person in people:
            a.create("withdrawal", new_id(), target="participant", subject=person, reason=reason)
        texts = reword(a, reworded({rec, *also, *whole, *people, *map(bytes.fromhex, recs)}))

        def erase() -> None:
            nonlocal entries
            entries = withdrawal.obey(project.conn)
            search.refresh(project.conn, [*whole, *partly, *a.touches("source")])
            if look is not None:
                look(done())
                raise _Looked

        a.before_commit.append(erase)
    return done()


class _Looked(Exception):
    """Somebody only looked."""


def reword(a: Act, records: Mapping[bytes, Reworded]) -> int:
    """Take words out of records that live on, in every wording they had; of how many texts that show now. The entries go
    when the withdrawal is obeyed; a conflict about such a record is settled by what shows."""
    if not records:
        return 0
    parts = [[rec.hex(), sorted(one.fields)] for rec, one in sorted(records.items())]
    a.create("withdrawal", new_id(), target=NAMES, subject=new_id(), reason="", recs=parts, versions=[])
    for rec, one in records.items():
        kind = BY_NAME[one.kind]
        instead = {name: encode(a.project.conn, kind.field(name), value) for name, value in one.instead.items()}
        a.renew(one.kind, rec, instead, settle=True)
    return sum(bool(one.instead) for one in records.values())


def _one_person(project: Project, a: Act, rec: bytes) -> set[bytes]:
    """All participants who were said to be this one; whatever speaks under another of them speaks under ``rec`` from here."""
    found = joined.everyone(project, rec)
    for other in found - {rec}:
        for (speaker,) in project.rows("SELECT id FROM speaker WHERE participant=?", other):
            a.change("speaker", speaker, participant=rec)
    return found


def complete(project: Project, named: Named = lambda text: ()) -> int:
    """Blank what a withdrawal could not know of: words in a correction made elsewhere meanwhile, and what two withdrawals
    from one discussion, each on its own copy of the text, left of each other. Of how many sources.

    A merge cannot write, so who merges does it right after, as an action of its own; done twice it makes the same version.
    ``named`` as for ``withdraw``, where that is still known.
    """
    out = withdrawal.gone(project.conn)
    erased = {bytes.fromhex(one) for one in out.ids}
    unclean: dict[bytes, list[tuple[versions.Version, list[tuple[int, int]]]]] = {}
    for (rec,) in project.rows("SELECT id FROM version ORDER BY id"):
        version = versions.load(project, rec) if out else None
        if version is None:
            continue
        # What the other one blanked in this text, and, where they had another edition, who was blanked.
        blanked = {(start, stop) for start, stop in out.blanked.get(rec.hex(), ())}
        blanked |= set(_spans_of(version.text, version.marks, version.source, erased))
        if any(version.text[start:stop].strip(BLANK + "\n") for start, stop in blanked):
            unclean.setdefault(version.source, []).append((version, sorted(blanked)))
    for source, found in unclean.items():
        shown = project.value("SELECT version FROM source WHERE id=?", source)
        with act(project, "withdraw", settle=True) as a:
            recs: list[str] = []
            maps: list[list[Any]] = []
            for version, spans in found:
                _blank_again(project, a, version, spans, recs, maps, named)
                if version.id == shown:
                    a.change("source", source, version=bytes.fromhex(maps[-1][1]))
            made_by = "SELECT subject FROM withdrawal WHERE target<>'names' AND versions LIKE ?"
            subject = project.value(made_by, f"%{found[0][0].id.hex()}%") or new_id()
            a.create("withdrawal", new_id(), target="participant", subject=subject, reason="", recs=recs, versions=maps)
            a.before_commit += [partial(withdrawal.obey, project.conn), partial(search.refresh, project.conn, [source])]
    return len(unclean)


def _blank_again(
    project: Project, a: Act, version: versions.Version, spans: list[Span], recs: list[str], maps: list[Any], named: Named,
) -> None:  # fmt: skip
    """Make a copy of the version without what stands in the spans; name what must be erased, and what became of it."""
    fresh = _blanked_version(a, version, spans, named)
    recs.append(version.id.hex())
    maps.append([version.id.hex(), fresh.hex(), [list(span) for span in spans]])
    for kind in ("coding", "decision", "relevance"):
        for rec, start, stop in project.rows(f'SELECT id, start, stop FROM "{kind}" WHERE version=?', version.id):
            if any(start < b and x < stop for x, b in spans):
                recs.append(rec.hex())
            else:
                a.change(kind, rec, span=(fresh, start, stop))


def _blanked_version(a: Act, now: versions.Version, spans: list[Span], named: Named = lambda text: ()) -> bytes:
    """A version of the same length without what stands in the spans, nor where others name somebody; its id. A name in a
    label is that speaker's own and stays."""
    text = now.text
    labels = [turn.label for turn in now.marks.turns if turn.label]
    alone = [(start, stop) for start, stop in named(text) if not any(start < b and x < stop for x, b in labels)]
    for start, stop in (*spans, *alone):
        text = text[:start] + "".join(c if c == "\n" else BLANK for c in text[start:stop]) + text[stop:]
    marks = replace(
        now.marks, turns=tuple(t._replace(label=None) if t.label and t.label in spans else t for t in now.marks.turns)
    )
    return versions.add(
        a, now.source, text, marks, reader=now.reader, reader_number=0, made="withdrawal", previous=None
    )


def only_in(project: Project, sources: Collection[bytes]) -> set[bytes]:
    """The participants who speak in these sources and in no other."""
    found: dict[bytes, set[bytes]] = {}
    for source, person in project.rows("SELECT source, participant FROM speaker WHERE participant IS NOT NULL"):
        found.setdefault(person, set()).add(source)
    return {person for person, speaks in found.items() if speaks <= set(sources)}


def sources_of(project: Project, participant: bytes) -> tuple[list[bytes], list[bytes]]:
    """The sources in which the participant is the only informant, and those shared with others. Where an import was undone
    its speakers are removed with it; the words are there."""
    whole: list[bytes] = []
    partly: list[bytes] = []
    speaks = "speaker JOIN source ON source.id=speaker.source AND (speaker.removed=0 OR source.removed=1)"
    for (source,) in project.rows(f"SELECT DISTINCT source FROM {speaks} WHERE participant=?", participant):
        others = project.value(
            f"SELECT COUNT(*) FROM {speaks} WHERE source=? AND side<>'interviewer' AND participant IS NOT ?",
            source,
            participant,
        )
        (partly if others else whole).append(source)
    return whole, partly


def _blank(
    project: Project, a: Act, source: bytes, participant: bytes, recs: list[str], maps: list[list[Any]], named: Named
) -> None:
    """Make a version without the participant's words; name in ``recs`` what must be erased, in ``maps`` what became of
    each older version."""
    now = versions.current(project, source)
    assert now is not None
    speakers = {
        rec for (rec,) in project.rows("SELECT id FROM speaker WHERE source=? AND participant=?", source, participant)
    }
    spans = _spans_of(now.text, now.marks, source, speakers)
    fresh = _blanked_version(a, now, spans, named)
    a.change("source", source, version=fresh)
    for (old,) in project.rows("SELECT id FROM version WHERE source=? AND id<>?", source, fresh):
        before = versions.load(project, old)
        assert before is not None
        gone = _spans_of(before.text, before.marks, source, speakers)
        recs.append(old.hex())
        same = old == now.id
        # An older version in which they cannot be found goes whole; else what others said there keeps its codings.
        blanked = gone if same or gone else [(0, len(before.text))]
        maps.append([old.hex(), fresh.hex() if same else old.hex(), [list(span) for span in blanked]])
    recs += [speaker.hex() for speaker in speakers]
    _move_spans(project, a, source, fresh, now, spans, recs)


def _spans_of(text: str, marks: Marks, source: bytes, speakers: set[bytes]) -> list[tuple[int, int]]:
    """Labels and speech of these speakers, and the lines of the header that name them."""
    spans: list[tuple[int, int]] = []
    names: set[str] = set()
    for turn in marks.turns:
        if turn.label and speaker_id(source, speaker_key(text[slice(*turn.label)])) in speakers:
            spans += [turn.label, turn.speech]
            names.add(speaker_key(text[slice(*turn.label)]))
    for _key, (start, stop) in marks.header:
        for line in re.finditer(r"[^\n]+", text[start:stop]):
            if any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", line.group().casefold()) for name in names):
                spans.append((start + line.start(), start + line.end()))
    return sorted(spans)


def _move_spans(
    project: Project,
    a: Act,
    source: bytes,
    fresh: bytes,
    now: versions.Version,
    spans: list[tuple[int, int]],
    recs: list[str],
) -> None:
    """What was coded outside the withdrawn speech stays where it lay; the rest is erased."""
    for kind in ("coding", "decision", "relevance"):
        for rec, version, start, stop in project.rows(
            f'SELECT id, version, start, stop FROM "{kind}" WHERE source=?', source
        ):
            place = versions.place_on(project, now, (version, start, stop))
            if place.state not in ("unchanged", "moved") or any(place.start < b and x < place.stop for x, b in spans):
                recs.append(rec.hex())
            else:
                a.change(kind, rec, span=(fresh, place.start, place.stop))
