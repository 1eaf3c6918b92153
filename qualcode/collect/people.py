"""Participants across sources: joining two that are one person, adding one, saying who speaks.

The rule: people decide. A join is one action: all that was the other's is the kept one's, whose own fields stand unless
somebody says otherwise, and nothing that either had said is filled in silently.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass

from qualcode.collect import header, pseudonymise, speakers
from qualcode.collect.claims import both_ways
from qualcode.collect.claims import claims as claims
from qualcode.collect.inventory import turns_of
from qualcode.collect.regions import region_named
from qualcode.collect.same_people import Proposal as Proposal
from qualcode.collect.same_people import apart as apart
from qualcode.collect.same_people import same_people as same_people
from qualcode.errors import UserError
from qualcode.i18n import N_, _
from qualcode.language.marks import SIDES, speaker_key
from qualcode.store import Act, Project, act, blobs, joined, versions
from qualcode.store.ids import derived, fold, new_id, speaker_id
from qualcode.store.kinds import BY_NAME
from qualcode.store.lookup import find

FIELDS = {
    "pseudonym": N_("pseudonym"),
    "home": N_("kelurahan"),
    "role": N_("role"),
    "gender": N_("gender"),
    "age_band": N_("age"),
    "consent": N_("consent"),
    "note": N_("note"),
}


@dataclass(frozen=True)
class Difference:
    """What two participants say differently of one field or attribute; ``kept`` stands."""

    key: str
    kept: str
    other: str


# Joining


def differences(project: Project, keep: bytes, other: bytes) -> list[Difference]:
    """Where the two say different things, built-in fields first; what only the kept one says is no difference."""
    found = []
    mine, theirs = _fields(project, keep), _fields(project, other)
    for key in FIELDS:
        if theirs[key] and fold(theirs[key]) != fold(mine[key]):
            found.append(Difference(key, mine[key], theirs[key]))
    mine, theirs = _attributes(project, keep), _attributes(project, other)
    for key, value in theirs.items():
        if key in mine and mine[key] != value:
            found.append(Difference(key, mine[key], value))
    return found


def join_people(project: Project, keep: bytes, other: bytes, *, take: Collection[str] = ()) -> list[Difference]:
    """Make two participants one, as one action; where they differed. The kept one's fields stand but for those named in
    ``take``, which become the other's; texts that were pseudonymised have one stand-in for them then. UserError where either is not there, both are one, or ``take`` names no field."""
    if keep == other:
        raise UserError(_("this is one participant already"), todo=_("Name two"))
    for rec in (keep, other):
        if project.value("SELECT 1 FROM participant WHERE id=?", rec) is None:
            raise UserError(_("there is no such %s") % _("participant"), where=rec.hex()[:8])
    found = differences(project, keep, other)
    if unknown := {fold(key) for key in take} - {fold(one.key) for one in found}:
        raise UserError(
            _("the two do not differ in “%s”") % ", ".join(sorted(unknown)),
            todo=_("They differ in: %s") % (", ".join(one.key for one in found) or "–"),
        )
    wanted = {fold(key) for key in take}
    with act(project, "join") as a:
        taken = [key for key in FIELDS if key in wanted]
        mine, theirs = _raw(project, keep), _raw(project, other)
        _bring_back(project, a, keep)
        a.change("participant", keep, **{key: theirs[key] for key in taken})
        _hand_over(project, a, keep, other, wanted)
        a.create("setting", joined.setting_id(project, other), key=joined.setting_key(other), value=keep.hex())
        stays = project.value("SELECT pseudonym FROM participant WHERE id=?", keep)
        gone = {name for name in (str(mine["pseudonym"]), str(theirs["pseudonym"])) if fold(name) != fold(stays)}
        pseudonymise.rename_stand_ins(project, a, dict.fromkeys(gone, stays))
    return found


def complete_joins(project: Project) -> int:
    """After a merge: where two joined the same people the other way round, the one who stays (``store.joined``) is there, and all
    that was theirs is that one's; and what a colleague who knew of no join gave to one who goes is the other's too, else a
    person would count twice. Of how many people; done twice it writes nothing. Who stays is a conflict meanwhile."""
    loops, left = joined.loops(project), _left_over(project)
    if not loops and not left:
        return 0
    with act(project, "join", skip_conflicts=True) as a:
        for loop in loops:
            keep = loop[0][0]
            if project.value("SELECT removed FROM participant WHERE id=?", keep):
                a.write(BY_NAME["participant"], keep, {"removed": 0})
            for other in sorted(joined.everyone(project, keep) - {keep}):
                _hand_over(project, a, keep, other)
        for speaker, keep in left.items():
            a.change("speaker", speaker, participant=keep)
    return len(loops) + len(set(left.values()))


def _left_over(project: Project) -> dict[bytes, bytes]:
    """Speakers of a source in use who still are somebody that was joined into another: who they are now."""
    known = joined.joins(project)
    if not known:
        return {}
    said = project.rows("SELECT id, participant FROM speaker WHERE removed=0 AND participant IS NOT NULL ORDER BY id")
    live = {rec for (rec,) in project.rows("SELECT id FROM participant WHERE removed=0")}
    return {speaker: known[who] for speaker, who in said if who not in live and known.get(who) in live}


def _hand_over(project: Project, a: Act, keep: bytes, other: bytes, wanted: Collection[str] = ()) -> None:
    """All that was the other one's is the kept one's, and the other one goes."""
    for (speaker,) in project.rows("SELECT id FROM speaker WHERE participant=?", other):
        a.change("speaker", speaker, participant=keep)
    _move_attributes(project, a, keep, other, wanted)
    _move_memos(project, a, keep, other)
    if not project.value("SELECT removed FROM participant WHERE id=?", other):
        a.remove("participant", other)


def _raw(project: Project, rec: bytes) -> dict[str, str | bytes | None]:
    """The built-in fields as they are written."""
    row = project.rows(
        "SELECT pseudonym, home, role, gender, age_band, consent, note FROM participant WHERE id=?", rec
    )[0]
    found = dict(zip(FIELDS, row, strict=True))
    found["note"] = blobs.prose(project.conn, found["note"]) or None
    return found


def _fields(project: Project, rec: bytes) -> dict[str, str]:
    found = _raw(project, rec)
    home = project.value("SELECT name FROM region WHERE id=?", found["home"]) if found["home"] else ""
    return {key: str(home if key == "home" else value or "") for key, value in found.items()}


def _attributes(project: Project, rec: bytes) -> dict[str, str]:
    """Free attributes by folded key, values as JSON."""
    rows = project.rows("SELECT key, value FROM attribute WHERE subject=? AND removed=0 AND value IS NOT NULL", rec)
    return {fold(key): value for key, value in rows}


def _bring_back(project: Project, a: Act, rec: bytes) -> None:
    """Two people joined the same two the other way round: the one who stays from now on is there again."""
    if project.value("SELECT removed FROM participant WHERE id=?", rec):
        a.write(BY_NAME["participant"], rec, {"removed": 0})
    setting = joined.setting_id(project, rec)
    if project.value("SELECT 1 FROM setting WHERE id=? AND removed=0", setting):
        a.remove("setting", setting)


def _move_attributes(project: Project, a: Act, keep: bytes, other: bytes, wanted: Collection[str]) -> None:
    has = _attributes(project, keep)
    for rec, key, value in project.rows("SELECT id, key, value FROM attribute WHERE subject=? AND removed=0", other):
        if value is not None and (fold(key) not in has or fold(key) in wanted):
            new = derived(keep, "attribute:" + fold(key))
            a.create("attribute", new, subject=keep, key=key, value=json.loads(value))
        a.remove("attribute", rec)


def _move_memos(project: Project, a: Act, keep: bytes, other: bytes) -> None:
    """A memo belongs to whom it is about for ever, so that a withdrawal finds it: it is written anew under the kept one."""
    for rec, coder, text in project.rows(
        "SELECT id, coder, text FROM memo WHERE about=? AND about_kind='participant' AND removed=0", other
    ):
        a.create(
            "memo", derived(keep, "memo:" + rec.hex()), belongs=keep, about_kind="participant", about=keep, coder=coder,
            text=blobs.prose(project.conn, text),
        )  # fmt: skip
        a.remove("memo", rec)


# Adding, and saying who speaks


def free_pseudonym(project: Project, pseudonym: str, but: bytes | None = None) -> str:
    """A pseudonym with one blank between its words. UserError where it is empty, or is that of somebody other than ``but``."""
    name = " ".join(pseudonym.split())
    if not name:
        raise UserError(_("a participant needs a pseudonym"))
    taken = project.rows("SELECT pseudonym FROM participant WHERE removed=0 AND id IS NOT ?", but)
    if fold(name) in {fold(one) for (one,) in taken}:
        raise UserError(
            _("there is another participant named “%s”") % name,
            todo=_("If they are one person: participants join; else choose another pseudonym"),
        )
    return name


def add_participant(project: Project, pseudonym: str, **fields: str) -> bytes:
    """A participant whom no header named; ``fields`` by name, ``home`` as the name of a region. UserError where the
    pseudonym is empty or taken, or the region unknown."""
    name = free_pseudonym(project, pseudonym)
    values: dict[str, object] = dict.fromkeys(FIELDS) | fields | {"pseudonym": name}
    if values["home"]:
        values["home"] = region_named(project, str(values["home"]))
    with act(project, "participant") as a:
        return a.create("participant", new_id(project.clock()), **values)


@dataclass(frozen=True)
class Part:
    """A participant's part in a source: ``label`` as written, ``turns``: how many are theirs in the current version."""

    source: str
    label: str
    side: str
    turns: int


def speaks_in(project: Project, participant: bytes) -> list[Part]:
    """Where a participant speaks, by the sources' names."""
    found = []
    for source, name, speaker, label, side in project.rows(
        "SELECT o.id, o.name, s.id, s.label, s.side FROM speaker s JOIN source o ON o.id=s.source"
        " WHERE s.participant=? AND s.removed=0 AND o.removed=0 ORDER BY o.name, s.k",
        participant,
    ):
        turns = sum(turn.speaker == speaker for turn in turns_of(project, source))
        found.append(Part(name, blobs.prose(project.conn, label), side, turns))
    return found


def assign(project: Project, source: bytes, label: str, participant: bytes | None) -> None:
    """Say which participant a speaker of a source is (None: nobody known); whom the text had made of that label goes where nothing
    else hangs on them. UserError where nobody is labelled so."""
    speaker = speaker_named(project, source, label)
    ((before, written),) = project.rows("SELECT participant, label FROM speaker WHERE id=?", speaker)
    now = versions.current(project, source)
    with act(project, "speaker") as a:
        a.change("speaker", speaker, participant=participant)
        if before not in (None, participant) and now is not None:
            people, fields = header.participants(now.text, now.marks), header.header_fields(now.text, now.marks)
            names = [blobs.prose(project.conn, written), *(one.label for one in people), fields.get("informant", "")]
            speakers.let_go(project, a, source, before, filter(None, names))


def set_side(project: Project, source: bytes, label: str, side: str) -> None:
    """Say on which side a speaker of a source stands: informant, interviewer or unknown. UserError as in ``assign``."""
    if side not in SIDES:
        raise UserError(_("“%s” is no side") % side, todo=_("Sides: %s") % ", ".join(SIDES))
    speaker = speaker_named(project, source, label)
    key = speaker_key(blobs.prose(project.conn, project.value("SELECT label FROM speaker WHERE id=?", speaker)))
    now = versions.current(project, source)
    with act(project, "speaker") as a:
        if now is None:
            a.change("speaker", speaker, side=side)
            return
        region = project.value("SELECT region FROM source WHERE id=?", source)
        people, fields = header.participants(now.text, now.marks), header.header_fields(now.text, now.marks)
        speakers.write(project, a, source, now.text, now.marks, people, fields, region, {key: side})


def speaker_named(project: Project, source: bytes, label: str) -> bytes:
    """The live speaker of a source with this label, however it is written. UserError with the labels there are."""
    wanted = speaker_key(label)
    labels = []
    for rec, written in project.rows("SELECT id, label FROM speaker WHERE source=? AND removed=0 ORDER BY k", source):
        labels.append(blobs.prose(project.conn, written))
        if rec == speaker_id(source, wanted) or speaker_key(labels[-1]) == wanted:
            return bytes(rec)
    name = project.value("SELECT name FROM source WHERE id=?", source)
    raise UserError(
        _("nobody is labelled “%s” here") % label, where=name, todo=_("Labels: %s") % (", ".join(labels) or "–")
    )


def participant_named(project: Project, text: str) -> bytes:
    """The participant meant by a pseudonym or the beginning of an id; also one that a join the other way round has hidden."""
    words = fold(text).replace("-", "")
    if len(words) >= 6 and all(c in "0123456789abcdef" for c in words):
        hidden = [rec for rec in both_ways(project) if rec.hex().startswith(words)]
        if len(hidden) == 1:
            return hidden[0]
    return find(project, "participant", text)
