"""Rounds of double coding, and who is to code what.

One rule: while a round is open nobody sees another's codings of its sources and nothing is suggested there, so that what
its coders decide they decided alone. ``visible_coders`` is the one place that says so; listings, counts, exports and
the app follow because they read through ``codings``. It is a convention that commands and app keep, not secrecy: the
file holds everything, and whoever closes the round ends it.

A round and a task have derived ids: the same round set up on two devices is one.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.codebook import codebook
from qualcode.reduce.completion import mark
from qualcode.store import Act, Project, act, blobs, versions
from qualcode.store.combined import combined, finished_codes
from qualcode.store.ids import derived, fold

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


# --- setting up -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Assigned:
    """How many tasks are new or changed, how many sources got a responsible coder, and whether the round is new."""

    tasks: int
    responsible: int
    new_round: bool


def assign(
    project: Project, sources: Sequence[bytes], coders: Sequence[bytes] | Mapping[bytes, Sequence[bytes]] = (), *,
    round_name: str | None = None, turns: Mapping[bytes, Collection[int]] | None = None, codes: Collection[bytes] | None = None,
    due: str | None = None, responsible: bytes | Mapping[bytes, bytes] | None = None, share: float | None = None,
    seed: int | None = None,
) -> Assigned:  # fmt: skip
    """Give sources to coders (the same to all, or for each source its own), in one action; in a round (made open where there
    is none of that name) to two at least.

    ``turns``: for each source the turns (0-based) that are to be coded, not given: all. ``codes``: what a new round is limited to.
    ``responsible``: whose codings count in these sources, or in each, from now on. UserError for a closed round, a round of
    one coder, or a date that is none.
    """
    to = coders if isinstance(coders, Mapping) else dict.fromkeys(sources, coders)
    owners = responsible if isinstance(responsible, Mapping) else dict.fromkeys(sources, responsible)
    if due is not None:
        _date(due)
    with act(project, "assign") as a:
        round_, made = _round(project, a, round_name, codes, share, seed) if round_name is not None else (None, False)
        for source in sources:
            given = _places(project, source, turns[source]) if turns is not None else None
            for coder in to.get(source, ()):
                rec = _task_id(source, round_, coder)
                a.create("assignment", rec, source=source, coder=coder, round=round_, turns=given, due=due)
            if owner := owners.get(source):
                a.change("source", source, responsible=owner)
        if round_ is not None:
            _refuse_alone(project, round_, sources)
        return Assigned(len(a.touches("assignment")), len(a.touches("source")), made)


def unassign(project: Project, sources: Iterable[bytes], coders: Iterable[bytes], round_name: str | None = None) -> int:
    """Take tasks back; how many. What was coded stays."""
    round_ = round_named(project, round_name).id if round_name is not None else None
    who = set(coders)
    wanted = set(sources)
    with act(project, "assign") as a:
        for task in tasks(project):
            if task.source in wanted and task.coder in who and task.round == round_:
                a.remove("assignment", task.id)
        return len(a.pending)


def set_state(project: Project, one: Round, state: str) -> None:
    """Open or close a round."""
    with act(project, "round") as a:
        a.change("round", one.id, state=state)


def finish_tasks(project: Project, one: Round, coder: bytes, sources: Collection[bytes] | None = None) -> int:
    """Say that ``coder`` has finished the sources of the round given to them (or those named), for its codes; how many.
    UserError where there are none."""
    mine = [task for task in one.tasks if task.coder == coder and (sources is None or task.source in sources)]
    if not mine:
        raise UserError(_("nothing in the round “%s” is given to you") % one.name, todo=_("qualcode rounds show"))
    live = [code.id for code in codebook(project)]
    with act(project, "finish", who=coder) as a:
        for task in mine:
            mark(project, a, task.source, coder, [code for code in live if one.codes is None or code in one.codes])
    return len(mine)


def _round(
    project: Project, a: Act, name: str, codes: Collection[bytes] | None, share: float | None, seed: int | None
) -> tuple[bytes, bool]:  # fmt: skip
    if not fold(name):
        raise UserError(_("a round needs a name"))
    rec = derived(project.id, "round:" + fold(name))
    limited = sorted(code.hex() for code in codes) if codes is not None else None
    row = project.rows("SELECT state, codes FROM round WHERE id=? AND removed=0", rec)
    if not row:
        a.create("round", rec, name=name.strip(), state=OPEN, codes=limited, share=share, seed=seed)
        return rec, True
    state, before = row[0]
    if state != OPEN:
        raise UserError(
            _("the round “%s” is closed") % name, todo=_("Name a new one: its coders have seen each other's codings")
        )
    if limited is not None and limited != json.loads(before or "null"):
        raise UserError(_("the round “%s” is open with other codes") % name, todo=_("Name a new round"))
    return rec, False


def _refuse_alone(project: Project, round_: bytes, sources: Iterable[bytes]) -> None:
    for source in sources:
        if (
            project.value("SELECT COUNT(*) FROM assignment WHERE source=? AND round=? AND removed=0", source, round_)
            < 2
        ):
            name = project.value("SELECT name FROM source WHERE id=?", source)
            raise UserError(_("a round needs two coders"), where=name, todo=_("Name them with a comma: --to sri,bagus"))


def _task_id(source: bytes, round_: bytes | None, coder: bytes) -> bytes:
    return derived(source, f"assignment:{round_.hex() if round_ else ''}:{coder.hex()}")


def _places(project: Project, source: bytes, turns: Collection[int]) -> dict[str, object]:
    now = versions.current(project, source)
    if now is None:
        raise UserError(_("this source has no text"))
    return {"version": now.id.hex(), "spans": [list(now.marks.turns[n].speech) for n in sorted(turns)]}


def _date(text: str) -> None:
    try:
        date.fromisoformat(text)
    except ValueError:
        raise UserError(_("“%s” is no date") % text, todo=_("Write it as 2025-07-10")) from None


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
