"""Progress: who has finished what, area by area and source by source, and what holds the team up.

One rule: these figures share out work, they judge nobody: people stand in the order of their names. Everything is read
from what is here; what a colleague did since their last sync is not, so each line says when their last action was made.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from math import ceil

from qualcode.collect.inventory import SourceLine, inventory
from qualcode.collect.regions import regions
from qualcode.i18n import _, ngettext
from qualcode.reduce.agreement_board import undecided
from qualcode.reduce.review import doubts
from qualcode.reduce.rounds import OPEN, Task, compared_in, rounds, tasks
from qualcode.store import Project
from qualcode.store.conflicts import conflicts

DAY = 86_400_000  # ms
RECENT = 3  # days over which the pace is taken


@dataclass(frozen=True)
class Person:
    """A coder. ``assigned``: sources they are responsible for or were given; ``finished``: of those; ``decided``: suggestions
    accepted or turned down; ``last``: when their newest action that is known here was made (ms), None where none is;
    ``waiting``: names of what is assigned and not finished."""

    coder: bytes
    name: str
    assigned: int
    finished: int
    codings: int
    decided: int
    last: int | None
    waiting: tuple[str, ...]


@dataclass(frozen=True)
class Area:
    """A kelurahan with sources: how many of them are finished by who counts there. ``name`` empty: no kelurahan is known."""

    region: bytes | None
    name: str
    finished: int
    there: int


@dataclass(frozen=True)
class Standing:
    """A source: ``state`` finished, partly or open, for who counts there; ``twice``: given to two coders or more."""

    source: bytes
    name: str
    region: str
    responsible: str
    state: str
    left: int
    twice: bool


@dataclass(frozen=True)
class Holdup:
    """Something that waits for a person. ``kind``: kelurahan, speakers, late-codes, review, conflicts, round, disputes;
    ``what`` says it in the language in use; ``subject``: the source or round it is about, where it is about one."""

    kind: str
    name: str
    what: str
    who: str
    subject: bytes | None = None


@dataclass(frozen=True)
class Progress:
    """``unvisited``: how many kelurahan have no source; ``pace``: sources finished a day over the last days in which any was,
    None where none; ``days``: how many it takes at that pace for the rest; ``conflicts`` and ``disputes``: open ones."""

    people: tuple[Person, ...]
    areas: tuple[Area, ...]
    unvisited: int
    sources: tuple[Standing, ...]
    finished: int
    pace: float | None
    days: int | None
    conflicts: int
    disputes: int
    holdups: tuple[Holdup, ...]


def progress(project: Project) -> Progress:
    """How far everybody is, for one view."""
    lines = inventory(project)
    given = tasks(project)
    finished = sum(line.state == "finished" for line in lines)
    pace = _pace(project, {line.id for line in lines if line.state == "finished"})
    unsettled = len(conflicts(project))
    disputes, of_rounds = _of_rounds(project)
    areas, unvisited = _areas(project, lines)
    holdups = [*_of_sources(project, lines), *of_rounds, *_in_doubt(project)]
    if unsettled:
        holdups.append(
            Holdup("conflicts", "", ngettext("%d conflict is open", "%d conflicts are open", unsettled) % unsettled, "")
        )
    left = len(lines) - finished
    return Progress(
        _people(project, lines, given), areas, unvisited, _standings(lines, given), finished, pace,
        ceil(left / pace) if pace and left else None, unsettled, disputes, tuple(holdups),
    )  # fmt: skip


def _people(project: Project, lines: list[SourceLine], given: list[Task]) -> tuple[Person, ...]:
    coded = dict(project.rows("SELECT coder, COUNT(*) FROM coding WHERE removed=0 AND layer='own' GROUP BY coder"))
    decided = Counter(
        dict(
            project.rows("SELECT coder, COUNT(*) FROM decision WHERE removed=0 AND decision='rejected' GROUP BY coder")
        )
    )
    decided.update(
        dict(
            project.rows(
                "SELECT coder, COUNT(*) FROM coding WHERE removed=0 AND origin IN ('keyword', 'learned') GROUP BY coder"
            )
        )
    )
    last = dict(project.rows("SELECT who, MAX(stamp) FROM action WHERE who IS NOT NULL GROUP BY who"))
    state: dict[bytes, dict[bytes, str]] = defaultdict(dict)  # coder -> source -> state
    coders = project.rows("SELECT id, name FROM coder WHERE removed=0 ORDER BY name")
    by_name = {name: rec for rec, name in coders}
    for line in lines:
        if line.responsible in by_name:
            state[by_name[line.responsible]][line.id] = line.state
    for task in given:
        before = state[task.coder].get(task.source, "finished")
        state[task.coder][task.source] = task.state if before == "finished" else before
    names = {line.id: line.name for line in lines}
    return tuple(
        Person(
            rec, name, len(state[rec]), sum(one == "finished" for one in state[rec].values()), coded.get(rec, 0), decided[rec],
            last.get(rec), tuple(sorted(names[source] for source, one in state[rec].items() if one != "finished")),
        )
        for rec, name in coders
    )  # fmt: skip


def _areas(project: Project, lines: list[SourceLine]) -> tuple[tuple[Area, ...], int]:
    """The kelurahan that have a source (a discussion counts in each area of its informants), and how many have none."""
    known = {region.id: region for region in regions(project, "kelurahan")}
    homes: dict[bytes, set[bytes]] = defaultdict(set)
    for source, home in project.rows(
        "SELECT DISTINCT s.source, p.home FROM speaker s JOIN participant p ON p.id=s.participant AND p.removed=0"
        " WHERE s.removed=0 AND s.side<>'interviewer' AND p.home IS NOT NULL"
    ):
        homes[source].add(home)
    own = dict(project.rows("SELECT id, region FROM source WHERE removed=0"))
    there: Counter[bytes | None] = Counter()
    done: Counter[bytes | None] = Counter()
    for line in lines:
        here: set[bytes | None] = {*homes.get(line.id, ())} or {own.get(line.id)}
        for region in here:
            key = region if region in known else None
            there[key] += 1
            done[key] += line.state == "finished"
    found = [Area(rec, region.name, done[rec], there[rec]) for rec, region in known.items() if there[rec]]
    found.sort(key=lambda area: area.name)
    if there[None]:
        found.append(Area(None, "", done[None], there[None]))
    return tuple(found), sum(not there[rec] for rec in known)


def _standings(lines: list[SourceLine], given: list[Task]) -> tuple[Standing, ...]:
    coders: dict[bytes, set[bytes]] = defaultdict(set)
    for task in given:
        coders[task.source].add(task.coder)
    return tuple(
        Standing(
            line.id, line.name, line.region, line.responsible, line.state, line.left, len(coders[line.id]) > 1
        )
        for line in lines
    )  # fmt: skip


def _pace(project: Project, finished: set[bytes]) -> float | None:
    """Sources a day over the last days up to the newest finishing: those whose counting coder finished them then. A day
    without work before that lowers it, a weekend since does not."""
    when: dict[bytes, int] = dict(
        project.rows(
            "SELECT c.source, MAX(a.stamp) FROM completion c JOIN source s ON s.id=c.source JOIN action a ON a.id=c.a"
            " WHERE c.removed=0 AND c.coder=COALESCE(s.responsible, s.importer) GROUP BY c.source"
        )
    )
    stamps = sorted(stamp for source, stamp in when.items() if source in finished)
    if not stamps:
        return None
    return sum(stamp > stamps[-1] - RECENT * DAY for stamp in stamps) / RECENT


def _of_sources(project: Project, lines: list[SourceLine]) -> list[Holdup]:
    """Sources without a place, with people nobody has named, or finished before codes were added."""
    unknown = dict(
        project.rows(
            "SELECT source, COUNT(*) FROM speaker WHERE removed=0 AND side<>'interviewer' AND participant IS NULL GROUP BY source"
        )
    )
    placed = {
        source
        for (source,) in project.rows(
            "SELECT s.source FROM speaker s JOIN participant p ON p.id=s.participant AND p.removed=0 WHERE s.removed=0 AND p.home IS NOT NULL"
        )
    }
    found: list[Holdup] = []
    for line in lines:
        if not line.region and line.id not in placed:
            found.append(Holdup("kelurahan", line.name, _("no kelurahan is known"), line.responsible, line.id))
        if number := unknown.get(line.id):
            said = ngettext("%d speaker is not known", "%d speakers are not known", number) % number
            found.append(Holdup("speakers", line.name, said, line.responsible, line.id))
        if line.state == "partly":
            said = ngettext("%d code is not yet looked for", "%d codes are not yet looked for", line.left) % line.left
            found.append(Holdup("late-codes", line.name, said, line.responsible, line.id))
    return found


def _of_rounds(project: Project) -> tuple[int, list[Holdup]]:
    """Disputes open in closed rounds, and what waits in each round."""
    from qualcode.errors import UserError

    people = dict(project.rows("SELECT id, name FROM coder"))
    open_, found = 0, []
    for one in rounds(project):
        if one.state == OPEN:
            slow = sorted({people[task.coder] for task in one.tasks if task.state != "finished"})
            left = len(one.tasks) - one.done
            said = (
                ngettext("%d task of the round is not finished", "%d tasks of the round are not finished", left) % left
            )
            found.append(
                Holdup("round", one.name, said if left else _("all have finished: it can be closed"), ", ".join(slow), one.id)
            )  # fmt: skip
            continue
        try:
            number = undecided(project, compared_in(project, one), one.codes)
        except UserError:  # no two of its coders have finished a source: nothing to compare
            continue
        open_ += number
        if number:
            said = ngettext("%d disagreement is not settled", "%d disagreements are not settled", number) % number
            found.append(Holdup("disputes", one.name, said, "", one.id))
    return open_, found


def _in_doubt(project: Project) -> list[Holdup]:
    """Passages that a correction left in doubt, by source."""
    names = dict(project.rows("SELECT id, name FROM source"))
    people = dict(project.rows("SELECT id, name FROM coder"))
    number: Counter[bytes] = Counter()
    whose: dict[bytes, set[str]] = defaultdict(set)
    for doubt in doubts(project):
        number[doubt.source] += 1
        whose[doubt.source].update(filter(None, [people.get(doubt.coder or b"")]))
    return [
        Holdup(
            "review", names[source], ngettext("%d passage is to be reviewed", "%d passages are to be reviewed", n) % n,
            ", ".join(sorted(whose[source])), source,
        )
        for source, n in sorted(number.items(), key=lambda pair: str(names[pair[0]]))
    ]  # fmt: skip
