"""The material of a round drawn by chance: stratified, in proportion, seeded.

One rule: whoever draws again with the same seed from the same sources draws the same. 10 to 25 % of the material is
coded twice, at random and from every kind of it: O'Connor & Joffe (2020, Int J Qual Methods 19, pp. 5-6). Each stratum
gets its share and at least one; what an earlier round used is left out, since a mended codebook is tried on fresh text.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from qualcode.errors import UserError
from qualcode.i18n import _
from qualcode.reduce.agreement_reading import informant_turns
from qualcode.reduce.rounds import tasks
from qualcode.store import Project, versions
from qualcode.store.ids import fold

LOW, HIGH = 0.10, 0.25  # the share that is advised
BY = ("kelurahan", "kind")
SEED = 1

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class Stratum:
    """``values``: what its sources share, one for each thing asked for (empty where not known)."""

    values: tuple[str, ...]
    there: int
    drawn: int


@dataclass(frozen=True)
class Drawn:
    """``sources`` by name; ``turns``: for each the turns drawn (0-based), None where sources were drawn; ``population`` and
    ``size`` in what was drawn; ``used``: how many were left out because an earlier round had them."""

    sources: tuple[bytes, ...]
    turns: dict[bytes, frozenset[int]] | None
    strata: tuple[Stratum, ...]
    population: int
    size: int
    used: int
    seed: int

    @property
    def share(self) -> float:
        return self.size / self.population


def allocate(sizes: Mapping[K, int], share: float) -> dict[K, int]:
    """How many of each stratum: in proportion to its size, at least one and at most all; together ``share`` of all, rounded,
    or one a stratum where those are more. What is left over goes where most is missing, then in the order of the strata."""
    wanted = round(share * sum(sizes.values()))
    given = {key: 1 for key, size in sizes.items() if size}
    while sum(given.values()) < wanted:
        open_ = [key for key in given if given[key] < sizes[key]]
        given[max(open_, key=lambda key: share * sizes[key] - given[key])] += 1
    return given


def draw(
    project: Project, share: float, by: Sequence[str] = BY, *, turns: bool = False, seed: int = SEED,
    sources: Collection[bytes] | None = None, again: bool = False,
) -> Drawn:  # fmt: skip
    """Draw ``share`` (0..1) of the sources, or of the informants' ``turns``, of all or of ``sources``.

    ``by``: kelurahan, kind, or the key of an attribute of sources; ``again``: also from what an earlier round used.
    UserError where nothing is left to draw from, or nothing is known under a name of ``by``.
    """
    if not 0 < share <= 1:
        raise UserError(_("a sample is between 0 and 100 %"), todo=_("Write it as 15%"))
    names = dict(project.rows("SELECT id, name FROM source WHERE removed=0 AND version IS NOT NULL ORDER BY name"))
    values = _values(project, by)
    taken = {} if again else _used(project)
    units: dict[tuple[str, ...], list[tuple[bytes, int]]] = defaultdict(list)
    used = 0
    for source in sorted(names if sources is None else names.keys() & set(sources)):  # by id: the same on every device
        now = versions.current(project, source)
        if now is None:
            continue
        before = taken.get(source, frozenset())
        stratum = tuple(one.get(source, "") for one in values)
        if turns:
            everything = [number for number, _start, _stop in informant_turns(project, now)]
            fresh = [] if before is None else [n for n in everything if n not in before]
            used += len(everything) - len(fresh)
            if fresh:
                units[stratum] += [(source, n) for n in fresh]
        elif source in taken:
            used += 1
        else:
            units[stratum].append((source, -1))
    if not units:
        raise UserError(
            _("nothing is left to draw from"), todo=_("Earlier rounds used it all; --again draws from it nevertheless")
        )
    strata = sorted(units)
    number = allocate({key: len(units[key]) for key in strata}, share)
    chosen = [one for key in strata for one in random.Random(f"{seed}:{key}").sample(units[key], number[key])]
    by_source: dict[bytes, set[int]] = defaultdict(set)
    for source, turn in chosen:
        by_source[source].add(turn)
    ordered = tuple(source for source in names if source in by_source)
    return Drawn(
        ordered, {source: frozenset(by_source[source]) for source in ordered} if turns else None,
        tuple(Stratum(key, len(units[key]), number[key]) for key in strata), sum(map(len, units.values())), len(chosen), used, seed,
    )  # fmt: skip


def _used(project: Project) -> dict[bytes, frozenset[int] | None]:
    """What earlier rounds had of each source: turns, None the whole."""
    found: dict[bytes, frozenset[int] | None] = {}
    for task in tasks(project):
        if task.round is not None:
            before = found.get(task.source, frozenset())
            found[task.source] = None if before is None or task.turns is None else before | task.turns
    return found


def _values(project: Project, by: Sequence[str]) -> list[dict[bytes, str]]:
    """For each thing to stratify by: every source's value."""
    found: list[dict[bytes, str]] = []
    for key in by:
        if key == "kind":
            found.append(dict(project.rows("SELECT id, genre FROM source WHERE removed=0")))
        elif key == "kelurahan":
            found.append(
                dict(project.rows("SELECT s.id, r.name FROM source s JOIN region r ON r.id=s.region WHERE s.removed=0"))
            )
        else:
            found.append(_attribute(project, key))
    return found


def _attribute(project: Project, key: str) -> dict[bytes, str]:
    import json

    rows = project.rows(
        "SELECT a.subject, a.key, a.value FROM attribute a JOIN source s ON s.id=a.subject WHERE a.removed=0 AND s.removed=0"
    )
    known = {
        subject: str(json.loads(value))
        for subject, name, value in rows
        if fold(name) == fold(key) and value is not None
    }
    if not known:
        raise UserError(
            _("no source has an attribute “%s”") % key, todo=_("Draw by kelurahan, kind, or an attribute of sources")
        )
    return known
