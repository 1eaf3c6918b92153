"""The report of an import: what of many files was understood and what was not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from qualcode.collect.sources import Imported


@dataclass(frozen=True)
class Report:
    """Counts over the sources of one command; ``labels``: different ones, over all sources; ``sessions``: files in as
    one source that seem to hold several; ``turns_doubtful``: sources whose turns may be read wrongly."""

    outcomes: dict[str, int]  # new, same, version, dry
    turns: int
    labels: int
    unassigned: int
    people: int
    doubtful: int
    near: int
    sessions: int
    turns_doubtful: int


def report(done: Sequence[Imported]) -> Report:
    """The counts of what came in, or would (what was here already is only counted as such)."""
    fresh = [one for one in done if one.outcome != "same"]
    files = Counter(one.path for one in fresh)
    outcomes: dict[str, int] = {}
    for one in done:
        outcomes[one.outcome] = outcomes.get(one.outcome, 0) + 1
    return Report(
        outcomes,
        sum(one.turns for one in fresh),
        len({label for one in fresh for label in one.labels}),
        sum(one.unassigned for one in fresh),
        sum(one.participants for one in fresh),
        sum(one.doubtful for one in fresh),
        sum(bool(one.near) for one in fresh),
        sum(one.sessions > 1 and files[one.path] == 1 for one in fresh),
        sum(bool(one.doubts) for one in fresh),
    )
