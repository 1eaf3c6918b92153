"""Whose words a coding holds, and where it counts: what queries on people and places ask.

One rule: what is not recorded is no value. A query for a role finds nobody whose role is unknown, and ``role:none`` finds
them; a value that nobody has is an error, never an empty list.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable
from fnmatch import fnmatchcase

from qualcode.collect.attributes import Table, table
from qualcode.collect.typed import show
from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.language.marks import speaker_key
from qualcode.reduce.codings import Coding, Placed
from qualcode.store import Project, blobs, versions
from qualcode.store.ids import fold, speaker_id
from qualcode.store.versions import Version

NONE = ("none", "-", "–")  # as a value: the field is empty
_OTHER_NAMES = {"age": "age_band", "informant": "pseudonym"}
_LEFT_OUT = {
    "name",
    "kelurahan",
    "date",
    "genre",
    "responsible",
    "home",
    "note",
    "consent",
}  # asked by other fields, or no case


class Speakers:
    """Who speaks in what, read once: the informants of each source, their homes, and who speaks in a coding."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self.regions = dict(project.rows("SELECT id, region FROM source WHERE removed=0"))
        self.homes: dict[bytes, bytes | None] = {}
        self.participants: dict[bytes, bytes] = {}
        self.labels: dict[bytes, bytes] = {}
        self.sides: dict[bytes, str] = {}
        self.at_home: dict[bytes, set[bytes]] = defaultdict(set)
        for source, speaker, side, label, participant, home in project.rows(
            "SELECT s.source, s.id, s.side, s.label, p.id, p.home FROM speaker s"
            " LEFT JOIN participant p ON p.id=s.participant AND p.removed=0 WHERE s.removed=0"
        ):
            self.homes[speaker], self.sides[speaker], self.labels[speaker] = home, side, label
            if participant:
                self.participants[speaker] = participant
            if side != "interviewer" and (home or self.regions.get(source)):
                self.at_home[source].add(home or self.regions[source])
        self._texts: dict[bytes, Version | None] = {}
        self._ids: dict[tuple[bytes, str], bytes] = {}

    def of(self, coding: Coding | Placed) -> set[bytes]:
        """The informants whose speech it overlaps, as far as they are named."""
        if coding.source not in self._texts:
            self._texts[coding.source] = versions.current(self._project, coding.source)
        now = self._texts[coding.source]
        found: set[bytes] = set()
        if now is None:
            return found
        turns = now.marks.turns
        at = max(0, bisect_right(turns, coding.start, key=lambda turn: turn.speech[0]) - 1)
        while at < len(turns) and turns[at].speech[0] < coding.stop:
            turn = turns[at]
            if turn.label is not None and coding.start < turn.speech[1]:
                found.add(self._named(coding.source, now.text[slice(*turn.label)]))
            at += 1
        return {rec for rec in found if self.sides.get(rec, "interviewer") != "interviewer"}

    def _named(self, source: bytes, label: str) -> bytes:
        if (source, label) not in self._ids:
            self._ids[source, label] = speaker_id(source, speaker_key(label))
        return self._ids[source, label]

    def areas(self, coding: Coding | Placed) -> set[bytes]:
        """Where a coding counts: its ``about``, else the homes of the informants whose speech it overlaps, else its source's
        region; of an informant whose home is not known, the source's."""
        if coding.about:
            return {coding.about}
        region = self.regions.get(coding.source)
        spoken = self.of(coding)
        if not spoken and len(self.at_home[coding.source]) == 1:  # nobody who is named, where all live in one place
            return self.at_home[coding.source]
        return {area for area in ([self.homes[rec] or region for rec in spoken] or [region]) if area}

    def home(self, source: bytes, speaker: bytes | None) -> bytes | None:
        """Where somebody's words in a source count, were they about nowhere else."""
        if speaker is not None:
            return self.homes.get(speaker) or self.regions.get(source)
        homes = self.at_home.get(source, set())
        return next(iter(homes)) if len(homes) == 1 else self.regions.get(source)


class Kept:
    """What is recorded of each source and each informant under one key; texts as they are shown."""

    def __init__(self, project: Project, key: str, people: Speakers) -> None:
        self._people = people
        self._sources = _values(project, table(project, "sources"), key)
        self._participants = _values(project, table(project, "participants"), key)
        if key == "pseudonym":  # an informant nobody made a participant of goes by the label
            self._labels = {rec: blobs.prose(project.conn, label) for rec, label in people.labels.items()}
        else:
            self._labels = {}

    def values(self) -> list[str]:
        return sorted({*self._sources.values(), *self._participants.values(), *self._labels.values()}, key=fold)

    def of(self, source: bytes, speaker: bytes | None) -> set[str]:
        """What is recorded of the source, and of who speaks."""
        found = {self._sources.get(source, "")}
        if speaker is not None:
            found.add(
                self._participants.get(self._people.participants.get(speaker, b""), "") or self._labels.get(speaker, "")
            )
        return found - {""}


def _values(project: Project, kept: Table, key: str) -> dict[bytes, str]:
    column = next((one for one in kept.columns if slug(one.key) == key), None)
    if column is None:
        return {}
    return {row.id: show(row.values[column.key]) for row in kept.rows if row.values.get(column.key) not in (None, "")}


def slug(key: str) -> str:
    """A key as a query writes it: folded, ``_`` for a space."""
    return "_".join(fold(key).split())


def recorded_keys(project: Project) -> dict[str, str]:
    """What queries may ask of sources and people beside the fields there always are: the field's name, and the key it asks."""
    found = {
        slug(column.key): slug(column.key)
        for of in ("sources", "participants")
        for column in table(project, of).columns
        if column.key not in _LEFT_OUT
    }
    return found | _OTHER_NAMES


def wanted(kept: Kept, value: str, where: str) -> Callable[[set[str]], bool]:
    """A value a query asks for, as a test of what is recorded; * and ? stand for any letters."""
    if value in NONE:
        return lambda found: not found
    pattern = fold(value)
    if any(sign in pattern for sign in "*?["):
        return lambda found: any(fnmatchcase(fold(one), pattern) for one in found)
    known = kept.values()
    if pattern not in {fold(one) for one in known}:
        shown = ", ".join(f'"{one}"' if " " in one else one for one in known[:12]) or NONE[0]
        raise UserError(_("“%s” is recorded of nobody") % value, where=where, todo=_("Recorded: %s") % shown)
    return lambda found: any(fold(one) == pattern for one in found)
