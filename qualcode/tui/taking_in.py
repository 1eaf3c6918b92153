"""What colleagues did, from a project file or a sync folder: looked at first, then taken in.

The rule: looking keeps nothing, taking in is one transaction of the store, and what withdrew people left behind is
completed right after it. A folder is a sync folder, a file is a colleague's project.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from qualcode.collect.hearing import Hearing
from qualcode.collect.inventory import inventory
from qualcode.store import Project
from qualcode.store.arrival import Arrival, newcomers
from qualcode.store.conflicts import conflicts

Said = Callable[[str, int, int], None]
COLUMNS = ("coding", "memo", "code", "source")  # the kinds that have a column of their own


@dataclass(frozen=True)
class Person:
    """What came from one coder. ``made``, ``taken``: by kind, how many records are new or changed, and how many were taken
    off; ``finished``: sources said to be finished; ``others``: records of all other kinds."""

    name: str
    made: dict[str, int]
    taken: dict[str, int]
    finished: int
    others: int


@dataclass
class News:
    """What came in, or would. ``finished``: sources finished before and after, of ``sources``; ``conflicts``: open before and
    after; ``new``: names of what is new, by kind; ``notes``: what was noticed of the folder; ``written``: actions put there; ``completed``, ``reworded``: as ``Hearing.follow``."""

    people: tuple[Person, ...] = ()
    actions: int = 0
    waiting: int = 0
    newer: int = 0
    erased: int = 0
    forked: bool = False
    finished: tuple[int, int] = (0, 0)
    sources: int = 0
    conflicts: tuple[int, int] = (0, 0)
    new: dict[str, list[str]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    written: int = 0
    completed: int = 0
    reworded: int = 0
    taken: bool = False


def look_at(project: Project, path: Path, passphrase: str | None, say: Said) -> News:
    """What would come in; nothing of it is kept. UserError where the file or folder is not a copy of this project."""
    before = _standing(project)
    found: list[News] = []

    def look(arrival: Arrival) -> None:
        found.append(_news(project, arrival, before))

    if path.is_dir():
        from qualcode.exchange.sync import sync

        done = sync(project, path, passphrase=passphrase, progress=say, look=look)
        came, notes = done.came, done.notes
    else:
        from qualcode.store.merge import merge

        came, notes = merge(project, path, look=look, progress=say), []
    news = found[0] if found else _news(project, came, before)
    news.notes = notes
    return news


def take_in(project: Project, path: Path, passphrase: str | None, say: Said) -> News:
    """Take in what is there; of a folder also put there what it lacks. UserError as ``look_at``; then nothing came in."""
    before = _standing(project)
    if path.is_dir():
        from qualcode.exchange.sync import sync

        done = sync(project, path, passphrase=passphrase, progress=say)
        news = _news(project, done.came, before)
        news.notes, news.written = done.notes, done.written
        news.completed, news.reworded = done.completed, done.reworded
    else:
        from qualcode.store.merge import merge

        hearing = Hearing()
        arrival = merge(project, path, progress=say, hearing=hearing)
        completed, reworded = hearing.follow(project)
        news = _news(project, arrival, before)
        news.completed, news.reworded = completed, reworded
    news.taken = True
    return news


def passphrase_of(environ: dict[str, str] | None = None) -> str | None:
    """The passphrase of the sync folder where one was set, as for the command ``sync``."""
    return (environ if environ is not None else os.environ).get("QUALCODE_SYNC_PASSPHRASE") or None


def _standing(project: Project) -> tuple[int, int]:
    """How many sources are finished, and how many conflicts are open."""
    return sum(line.state == "finished" for line in inventory(project)), len(conflicts(project))


def _news(project: Project, arrival: Arrival, before: tuple[int, int]) -> News:
    names = dict(project.rows("SELECT id, name FROM coder"))
    after = _standing(project)
    people = []
    for coder, deeds in arrival.deeds.items():
        made = {kind: counts[0] + counts[1] for kind, counts in deeds.items() if counts[0] + counts[1]}
        taken = {kind: counts[2] for kind, counts in deeds.items() if counts[2]}
        made.pop("completion", 0)
        done = project.value(
            "SELECT COUNT(DISTINCT source) FROM completion WHERE removed=0 AND a>=? AND coder=?", arrival.first_number, coder
        )  # fmt: skip
        others = sum(count for kind, count in (*made.items(), *taken.items()) if kind not in COLUMNS)
        people.append(Person(names.get(coder, "?"), made, taken, done, others))
    return News(
        people=tuple(sorted(people, key=lambda one: one.name)), actions=arrival.actions, waiting=arrival.waiting, newer=arrival.newer,
        erased=arrival.erased, forked=arrival.forked, finished=(before[0], after[0]),
        sources=project.value("SELECT COUNT(*) FROM source WHERE removed=0"), conflicts=(before[1], after[1]), new=newcomers(project, arrival),
    )  # fmt: skip
