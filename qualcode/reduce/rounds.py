"""Rounds of double coding: who is to code what, what an open round hides, and what a closed one compares.

One rule: while a round is open nobody sees another's codings of its sources and nothing is suggested there, so that what
its coders decide they decided alone. ``visible_coders`` is the one place that says so; listings, counts, exports and
the app follow because they read through ``codings``. It is a convention that commands and app keep, not secrecy: the
file holds everything, and whoever closes the round ends it.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import codebook
from qualcode.store import Project, blobs, versions
from qualcode.store.combined import combined, finished_codes
from qualcode.store.ids import fold

OPEN, CLOSED = "open", "closed"
Turns = frozenset[int]  # 0-based, in the current version


@dataclass(frozen=True)
class Task:
    """A source that a coder is to code, in a round or on its own. ``turns``: only these, None all; ``due``: ISO date or empty;
    ``state``: finished, partly or open, for the codes of the round (else all live codes)."""

    id: bytes
    source: bytes
    coder: bytes
    round: bytes | None
    turns: Turns | None
    due: str
    state: str


@dataclass(frozen=True)
class Round:
    """``codes``: the living codes it is limited to, None all; ``share`` and ``seed`` where its sources were drawn."""

    id: bytes
    name: str
    state: str
    codes: frozenset[bytes] | None
    share: float | None
    seed: int | None
    note: str
    tasks: tuple[Task, ...]

    @property
    def coders(self) -> tuple[bytes, ...]:
        return tuple(dict.fromkeys(task.coder for task in self.tasks))

    @property
    def sources(self) -> tuple[bytes, ...]:
        return tuple(dict.fromkeys(task.source for task in self.tasks))

    @property
    def done(self) -> int:
        """How many of its tasks are finished."""
        return sum(task.state == "finished" for task in self.tasks)


@dataclass(frozen=True)
class Part:
    """What of a source a round compares: by which coders, on which turns (None: all)."""

    coders: frozenset[bytes]
    turns: Turns | None


# --- what an open round hides ---------------------------------------------------------------------------------------


def open_rounds(project: Project) -> dict[bytes, str]:
    """Every source that an open round covers, with the round's name."""
    return dict(
        project.rows(
            "SELECT a.source, r.name FROM assignment a JOIN round r ON r.id=a.round WHERE a.removed=0 AND r.removed=0 AND r.state=?"
            " ORDER BY r.name DESC",
            OPEN,
        )
    )


def visible_coders(project: Project, source: bytes, coder: bytes | None) -> set[bytes] | None:
    """Whose codings of this source ``coder`` (None: nobody known) is shown: None for everybody's; while a round is open
    there, only one's own, also for who is not in the round."""
    if source not in covered_sources(project, source):
        return None
    return set() if coder is None else {coder}


def covered_sources(project: Project, source: bytes | None = None) -> set[bytes]:
    """The sources (or this one of them) in which an open round hides what others coded."""
    return {
        covered
        for (covered,) in project.rows(
            "SELECT DISTINCT a.source FROM assignment a JOIN round r ON r.id=a.round WHERE a.removed=0 AND r.removed=0"
            " AND r.state=?1 AND (?2 IS NULL OR a.source=?2)",
            OPEN, source,
        )
    }  # fmt: skip


# --- reading --------------------------------------------------------------------------------------------------------


def rounds(project: Project) -> list[Round]:
    """All rounds, by name."""
    by_round: dict[bytes | None, list[Task]] = defaultdict(list)
    for task in tasks(project):
        by_round[task.round].append(task)
    return [
        Round(
            rec, name, state, _codes(project, codes), share, seed, blobs.prose(project.conn, note), tuple(by_round[rec])
        )
        for rec, name, state, codes, share, seed, note in project.rows(
            "SELECT id, name, state, codes, share, seed, note FROM round WHERE removed=0 ORDER BY name"
        )
    ]


def round_named(project: Project, name: str) -> Round:
    """UserError where there is no round of this name."""
    for one in rounds(project):
        if fold(one.name) == fold(name):
            return one
    raise UserError(_("there is no round “%s”") % name, todo=_("“qualcode rounds” lists them"))


def tasks(project: Project) -> list[Task]:
    """All tasks on live sources, by source and coder."""
    done = finished_codes(project)
    live = {code.id for code in codebook(project)}
    limits = {rec: _codes(project, codes) for rec, codes in project.rows("SELECT id, codes FROM round WHERE removed=0")}
    found = []
    for rec, source, coder, round_, turns, due in project.rows(
        "SELECT a.id, a.source, a.coder, a.round, a.turns, a.due FROM assignment a JOIN source s ON s.id=a.source AND s.removed=0"
        " JOIN coder c ON c.id=a.coder WHERE a.removed=0 ORDER BY s.name, c.name"
    ):
        if round_ is not None and round_ not in limits:
            continue  # its round was taken off
        wanted = live & (limits.get(round_) or live)
        looked = wanted & done.get((source, coder), set())
        state = "finished" if wanted and looked == wanted else "partly" if looked else "open"
        found.append(Task(rec, source, coder, round_, _turns_now(project, source, turns), due or "", state))
    return found


def turns_given(project: Project, source: bytes, coder: bytes) -> Turns | None:
    """The turns of a source that open rounds ask of this coder; None where they ask for none of it, or for all."""
    found: set[int] = set()
    for (stored,) in project.rows(
        "SELECT a.turns FROM assignment a JOIN round r ON r.id=a.round WHERE a.removed=0 AND r.removed=0 AND r.state=?"
        " AND a.source=? AND a.coder=?",
        OPEN, source, coder,
    ):  # fmt: skip
        turns = _turns_now(project, source, stored)
        if turns is None:
            return None
        found |= turns
    return frozenset(found) or None


def _codes(project: Project, stored: str | None) -> frozenset[bytes] | None:
    """The living codes of a round; None where it is not limited."""
    if not stored:
        return None
    lives_on = combined(project)
    codes = [bytes.fromhex(code) for code in json.loads(stored)]
    return frozenset(lives_on.get(code, code) for code in codes)


def _turns_now(project: Project, source: bytes, stored: str | None) -> Turns | None:
    """The turns of the current version that hold the passages given out; they are kept as places, since a correction may
    shift the numbers."""
    if not stored:
        return None
    now = versions.current(project, source)
    if now is None:
        return frozenset()
    given = json.loads(stored)
    version = bytes.fromhex(given["version"])
    places = [versions.place_on(project, now, (version, start, stop)) for start, stop in given["spans"]]
    return frozenset(
        number
        for number, turn in enumerate(now.marks.turns)
        for place in places
        if turn.speech[0] < place.stop and place.start < turn.speech[1]
    )


# --- what is compared -----------------------------------------------------------------------------------------------


def compared_in(project: Project, one: Round) -> dict[bytes, Part]:
    """For each source of a round who is compared there, and on which turns: those that all of them were given. UserError
    while the round is open."""
    if one.state == OPEN:
        raise UserError(
            _("the round “%s” is open: its codings are not shown until it closes") % one.name,
            todo=_("qualcode rounds close %s") % one.name,
        )
    by_source: dict[bytes, list[Task]] = defaultdict(list)
    for task in one.tasks:
        by_source[task.source].append(task)
    return {
        source: Part(frozenset(task.coder for task in given), _shared(task.turns for task in given))
        for source, given in by_source.items()
    }


def turn_limits(project: Project, coders: Collection[bytes]) -> dict[bytes, Turns]:
    """Sources of which some of these coders were given only some turns, with the turns that all of those were given. Whoever
    has a source as a whole too, or is responsible for it, is not limited there."""
    if project.value("SELECT 1 FROM assignment WHERE turns IS NOT NULL AND removed=0 LIMIT 1") is None:
        return {}
    given: dict[tuple[bytes, bytes], list[Turns | None]] = defaultdict(list)
    for task in tasks(project):
        if task.coder in coders:
            given[task.source, task.coder].append(task.turns)
    owners = dict(project.rows("SELECT id, COALESCE(responsible, importer) FROM source"))
    limits: dict[bytes, list[Turns]] = defaultdict(list)
    for (source, coder), parts in given.items():
        if None not in parts and owners.get(source) != coder:
            limits[source].append(frozenset().union(*(part for part in parts if part is not None)))
    return {source: frozenset.intersection(*turns) for source, turns in limits.items()}


def _shared(turns: Iterable[Turns | None]) -> Turns | None:
    limited = [one for one in turns if one is not None]
    return frozenset.intersection(*limited) if limited else None
