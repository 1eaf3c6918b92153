"""What was collected from whom: sources with their progress, the people in them, their turns."""

from __future__ import annotations

from dataclasses import dataclass

from qualcode.collect.regions import need_region
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speaker_key, speaker_name, speech_text
from qualcode.store import Project, act, blobs, versions
from qualcode.store.combined import combined, finished_codes
from qualcode.store.ids import derived, fold, speaker_id
from qualcode.store.lookup import find


@dataclass(frozen=True)
class SourceLine:
    """``state``: finished, partly (some live codes not looked for), open; for the coder who counts there. ``left``: how many
    live codes are still to be looked for."""

    id: bytes
    name: str
    genre: str
    region: str
    date: str
    turns: int
    speakers: int
    codings: int
    responsible: str
    state: str
    left: int
    file: str  # where it came from: a path from the project's folder, else as it was typed


def inventory(project: Project) -> list[SourceLine]:
    """All live sources by name."""
    live = {code for (code,) in project.rows("SELECT id FROM code WHERE removed=0 AND retired IS NOT 1")}
    live -= combined(project).keys()
    rows = project.rows(
        "SELECT s.id, s.name, s.genre, r.name, s.date, s.file, COALESCE(s.responsible, s.importer),"
        " COALESCE(t.turns, 0),"
        " (SELECT COUNT(*) FROM speaker p WHERE p.source=s.id AND p.removed=0 AND p.side<>'interviewer'),"
        " (SELECT COUNT(*) FROM coding c WHERE c.source=s.id AND c.removed=0)"
        " FROM source s LEFT JOIN region r ON r.id=s.region"
        " LEFT JOIN (SELECT source, COUNT(*) turns FROM speech GROUP BY source) t ON t.source=s.id"
        " WHERE s.removed=0 ORDER BY s.name"
    )
    names = dict(project.rows("SELECT id, name FROM coder"))
    done = finished_codes(project)
    found: list[SourceLine] = []
    for rec, name, genre, region, date, file, who, turns, speakers, codings in rows:
        looked = len(live & done.get((rec, who), set()))
        state = "finished" if live and looked == len(live) else "partly" if looked else "open"
        found.append(
            SourceLine(
                rec,
                name,
                genre,
                region or "",
                date or "",
                turns,
                speakers,
                codings,
                names.get(who, ""),
                state,
                len(live) - looked,
                file or "",
            )
        )
    return found


@dataclass(frozen=True)
class Talk:
    """Who speaks in a source as it is written: labels in order of first appearance, each in its most frequent writing; how
    many turns count (those with a label where the text has labels, else all); the speech of the first and the last of them."""

    speakers: tuple[str, ...] = ()
    turns: int = 0
    first: str = ""
    last: str = ""
    convention: str = ""

    def as_item(self) -> dict[str, object]:
        """As listings give it."""
        return {
            "speakers": list(self.speakers),
            "turns": self.turns,
            "first_turn_text": self.first,
            "last_turn_text": self.last,
            "convention": self.convention,
        }


def talk_in(project: Project, source: bytes) -> Talk:
    """Who speaks in the current version of a source."""
    now = versions.current(project, source)
    if now is None:
        return Talk()
    from qualcode.collect.turns import as_written, counted  # all ways to read turns, which a list needs none of

    turns = counted(now.marks)
    first, last = (speech_text(now.text, now.marks, turn) for turn in (turns[0], turns[-1])) if turns else ("", "")
    return Talk(as_written(now.text, now.marks), len(turns), first, last, now.marks.convention)


@dataclass(frozen=True)
class Voice:
    """A speaker of a source and the participant behind it, where known."""

    id: bytes
    label: str
    side: str
    participant: bytes | None
    pseudonym: str
    home: str
    role: str
    gender: str
    age_band: str


def people_in(project: Project, source: bytes) -> list[Voice]:
    """Who speaks in a source."""
    return [
        Voice(
            rec,
            blobs.prose(project.conn, label),
            side,
            participant,
            name or "",
            home or "",
            role or "",
            gender or "",
            age or "",
        )
        for rec, label, side, participant, name, home, role, gender, age in project.rows(
            "SELECT s.id, s.label, s.side, p.id, p.pseudonym, r.name, p.role, p.gender, p.age_band FROM speaker s"
            " LEFT JOIN participant p ON p.id=s.participant AND p.removed=0 LEFT JOIN region r ON r.id=p.home"
            " WHERE s.source=? AND s.removed=0 ORDER BY s.k",
            source,
        )
    ]


@dataclass(frozen=True)
class Person:
    """A participant and in how many sources they speak."""

    id: bytes
    pseudonym: str
    home: str
    role: str
    gender: str
    age_band: str
    sources: int


# In a query of participant p: who speaks in a source that is here, or nowhere (added by hand). Whose only source was taken
# off is kept with it, and comes back with it.
_SPEAKS = (
    "SELECT s.participant FROM speaker s JOIN source o ON o.id=s.source WHERE s.removed=0 AND s.participant IS NOT NULL"
)
PRESENT = (
    f"p.removed=0 AND (p.id IN ({_SPEAKS} AND o.removed=0)"
    " OR p.id NOT IN (SELECT participant FROM speaker WHERE removed=0 AND participant IS NOT NULL))"
)


def participants(project: Project) -> list[Person]:
    """Everybody who is here, by pseudonym; ``sources``: in how many of those that are here they speak."""
    return [
        Person(rec, name, home or "", role or "", gender or "", age or "", count)
        for rec, name, home, role, gender, age, count in project.rows(
            "SELECT p.id, p.pseudonym, r.name, p.role, p.gender, p.age_band, COALESCE(n.sources, 0) FROM participant p"
            " LEFT JOIN region r ON r.id=p.home LEFT JOIN (SELECT s.participant, COUNT(DISTINCT s.source) AS sources"
            " FROM speaker s JOIN source o ON o.id=s.source WHERE s.removed=0 AND o.removed=0 GROUP BY s.participant) n"
            f" ON n.participant=p.id WHERE {PRESENT} ORDER BY p.pseudonym"
        )
    ]


@dataclass(frozen=True)
class TurnLine:
    """A turn as it is read: ``number`` from 1; ``start``, ``stop``: its speech in code points; ``speaker`` and ``side`` as
    people decided, else as proposed."""

    number: int
    label: str
    speech: str
    start: int
    stop: int
    speaker: bytes | None
    side: str


def turns_of(project: Project, source: bytes) -> list[TurnLine]:
    """The turns of a source's current version."""
    now = versions.current(project, source)
    if now is None:
        return []
    sides = dict(project.rows("SELECT id, side FROM speaker WHERE source=? AND removed=0", source))
    found: list[TurnLine] = []
    for number, turn in enumerate(now.marks.turns, 1):
        label = speaker_name(now.text[slice(*turn.label)]) if turn.label else ""
        rec = speaker_id(source, speaker_key(now.text[slice(*turn.label)])) if turn.label else None
        speaker = rec if rec in sides else None
        side = sides[speaker] if speaker else turn.side
        found.append(TurnLine(number, label, speech_text(now.text, now.marks, turn), *turn.speech, speaker, side))
    return found


def change_source(project: Project, source: bytes, fields: dict[str, str]) -> int:
    """Set fields by name; unknown names become attributes. How many changed. UserError for a name of a region or coder that
    is not there."""
    from qualcode.collect.values import GENRES, is_no_day, read_date

    with act(project, "source") as a:
        for key, value in fields.items():
            if key == "kelurahan":
                a.change("source", source, region=need_region(project, value) if value else None)
            elif key == "responsible":
                a.change("source", source, responsible=find(project, "coder", value))
            elif key in ("name", "genre", "date", "place", "interviewer"):
                if key == "name":
                    _free_name(project, source, value)
                if key == "genre" and value not in GENRES:
                    raise UserError(_("“%s” is no kind of source") % value, todo=_("Kinds: %s") % ", ".join(GENRES))
                if key == "date":  # as the header of a text would be read
                    if is_no_day(value):
                        raise UserError(
                            _("there is no day “%s”") % value, todo=_("Write it as 2026-02-28 or 28/02/2026")
                        )
                    value = read_date(value)
                a.change("source", source, **{key: value})
            else:
                a.create("attribute", derived(source, "attribute:" + fold(key)), subject=source, key=key, value=value)
        pending = a.pending.values()
        return sum(len(p.new) if p.kind.name == "source" else 1 for p in pending)


def _free_name(project: Project, source: bytes, name: str) -> None:
    own = project.value("SELECT name FROM source WHERE id=?", source)
    if not fold(name):
        raise UserError(_("a source needs a name"))
    from qualcode.collect.known import taken_names

    if fold(name) in taken_names(project) - {fold(own)}:
        raise UserError(_("there is another source named “%s”") % name)
