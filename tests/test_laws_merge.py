"""Merging is the union of journals: the same in every order, nothing lost, whatever happened to clocks and files."""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.language.marks import Marks, to_json
from qualcode.store import act, conflicts, ids
from qualcode.store.merge import merge
from tests.laws import driver, ending
from tests.laws import world as w
from tests.laws.broken import BROKEN
from tests.laws.world import PROJECT, YEAR, World

UTANG = ids.code_id(PROJECT, ("utang",))
SOURCE = ids.source_id(PROJECT, b"p")


def write(world: World, index: int, kind: str, rec: bytes, window: int = 0, **values: object) -> None:
    with world.at(world.replicas[index], window) as project, act(project, "edit") as a:
        a.change(kind, rec, **values)


def take(world: World, index: int, other: int) -> None:
    """The replica at ``index`` merges the file of the ``other``."""
    world.close(world.replicas[other])
    with world.at(world.replicas[index]) as project:
        merge(project, world.replicas[other].path)


def sound(world: World, index: int) -> None:
    with world.at(world.replicas[index]) as project:
        assert not w.faults(project)


@pytest.fixture
def two(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.begin([0, 0])
    return world


BOUND = 120  # seconds; a history takes one or two


def tell(seed: int, **how: Any) -> None:
    """One history of the weighted driver, to its end."""
    with w.quick_folder() as folder, w.at_most(BOUND):
        ending.end(driver.history(folder, seed, seconds=20, **how), groupings=2)


@pytest.mark.parametrize("part", range(6))
def test_random_histories_end_in_one_state(part: int) -> None:
    for seed in range(part * 1000, part * 1000 + 2):
        tell(seed, look=0.2)


@pytest.mark.parametrize("part", range(8))
def test_many_short_histories_end_in_one_state(part: int) -> None:
    """With those above and below, and those of names, undo and withdrawals, 200 in all; ``make laws`` looks at thousands."""
    for seed in range(40_000 + part * 100, 40_000 + part * 100 + 20):
        tell(seed, steps=(8, 25), look=0)


def test_histories_of_many_forks_end_in_one_state() -> None:
    """Files copied, cloned and put back at every turn: such a history has an end, and a bound."""
    for seed in range(60_000, 60_005):
        tell(seed, steps=(15, 35), look=0, mix="forks")


LAWS = int(os.environ.get("QUALCODE_LAWS", "0"))  # how many histories hypothesis thinks of; ``make laws`` says 2,000


@given(
    st.lists(st.tuples(st.sampled_from(sorted(driver.EVERYTHING)), st.integers(0, 5)), min_size=5, max_size=20),
    st.lists(st.sampled_from([0, 3, -YEAR, YEAR]), min_size=2, max_size=3),
    st.randoms(use_true_random=False),
)
@settings(
    max_examples=LAWS or 8, deadline=None, database=None, derandomize=not LAWS,
    phases=[Phase.generate, Phase.shrink] if LAWS else [Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_what_hypothesis_thinks_of_ends_in_one_state(
    steps: list[tuple[str, int]], skews: list[int], rnd: random.Random
) -> None:
    with w.quick_folder() as folder, w.at_most(BOUND):
        world = World(folder)
        world.begin(skews)
        try:
            for name, index in steps:
                driver.step(world, name, rnd, index)
            ending.end(world, groupings=2)
        finally:
            world.close_all()


# A history at which, or soon after which, the laws notice that the rule is broken (benchmarks/laws.py --broken finds them).
NOTICED = {
    "order by clock alone": 30000, "apply in arrival order": 32005, "tie by log name": 30029, "no hold-back": 30007,
    "forks ignored": 30007, "both keep the log's name": 30007, "a creation writes some fields": 30000,
    "corrections judged by themselves": 30005, "withdrawals not obeyed": 30009, "ordinary writes settle": 30138,
    "a second window stays blind": 30009, "undo whatever stands there": 31558,
}  # fmt: skip


def test_every_rule_has_a_history_that_notices_it() -> None:
    assert NOTICED.keys() == BROKEN.keys()


@pytest.mark.parametrize("rule", sorted(NOTICED))
def test_a_broken_rule_is_noticed(rule: str) -> None:
    def histories() -> None:
        for seed in range(NOTICED[rule], NOTICED[rule] + 8):
            tell(seed, look=0.1)

    with BROKEN[rule](), pytest.raises(Exception):  # noqa: B017 - a crash is noticed as well as a law
        histories()


def test_turns_read_again_elsewhere_reach_the_search_index(two: World) -> None:
    with two.at(two.replicas[1]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
    write(two, 1, "version", version, marks=to_json(Marks("none")).encode())
    sound(two, 1)
    take(two, 0, 1)
    sound(two, 0)
    with two.at(two.replicas[0]) as project:
        assert not project.rows("SELECT 1 FROM speech WHERE source=?", SOURCE)


def test_a_merge_says_how_far_it_is_and_stopped_leaves_nothing(two: World) -> None:
    write(two, 1, "code", UTANG, name="ngutang")
    write(two, 1, "code", UTANG, colour=3)
    two.close(two.replicas[1])
    told: list[tuple[int, int]] = []

    def stop(_what: str, at: int, of: int) -> None:
        raise UserError("stopped")

    with two.at(two.replicas[0]) as project:
        before = w.canonical(project)
        with pytest.raises(UserError, match="stopped"):
            merge(project, two.replicas[1].path, progress=stop)
        assert w.canonical(project) == before
        merge(project, two.replicas[1].path, progress=lambda _what, at, of: told.append((at, of)))
    assert told == [(1, 2), (2, 2)]


def test_a_second_window_learns_what_the_first_one_merged(two: World) -> None:
    """What came before what is remembered; another window's merge must not leave it stale."""
    write(two, 1, "code", UTANG, name="ngutang")
    write(two, 0, "code", UTANG, name="utang-piutang")
    with two.at(two.replicas[0]) as first, two.at(two.replicas[0], 1) as second:
        conflicts.conflicts(second)
        take(two, 0, 1)
        conflicts.settle(first, conflicts.conflicts(first)[0], "utang")
        assert conflicts.conflicts(second) == conflicts.conflicts(first) == []
        assert not w.faults(second)


def test_which_correction_of_a_clock_shows_does_not_hang_on_itself(tmp_path: Path) -> None:
    """Two people correct one clock differently, each correction moving the other writer's clock: one answer everywhere."""
    for delta in (-3 * YEAR, 3 * YEAR):
        world = World(tmp_path / str(delta))
        world.begin([0, 0, 0])
        fix = bytes(15) + b"\1"
        with world.at(world.replicas[0]) as project:
            with act(project, "clock") as a:
                a.create("clockfix", fix, shift=(bytes(16), 1, 1, 0))
            logs = [project.value("SELECT log FROM here")]
        take(world, 1, 0)
        take(world, 2, 0)
        write(world, 1, "code", UTANG, name="a")
        with world.at(world.replicas[1]) as project:
            logs.append(project.value("SELECT log FROM here"))
        write(world, 0, "clockfix", fix, shift=(logs[1], 1, 99, delta))
        world.now += 5
        write(world, 1, "clockfix", fix, shift=(logs[0], 1, 99, delta))
        take(world, 2, 0)
        take(world, 2, 1)
        take(world, 1, 0)
        take(world, 0, 1)
        shown = []
        for n, replica in enumerate(world.replicas):
            sound(world, n)
            with world.at(replica) as project:
                shown.append(project.value("SELECT log FROM clockfix WHERE id=?", fix))
        assert len(set(shown)) == 1
        world.close_all()


def test_a_payload_that_no_table_takes_is_a_damaged_file_and_no_traceback(two: World) -> None:
    from dataclasses import replace

    from qualcode.store.action import Entry, hash_of
    from qualcode.store.receive import receive

    write(two, 1, "code", UTANG, colour=3)
    with two.at(two.replicas[1]) as project:
        action = list(w.journal_of(project).values())[-1]
    entry = action.entries[0]
    bad = Entry(entry.kind, entry.rec, entry.root, '{"colour":"merah"}', entry.old, entry.salt)
    action = replace(action, entries=(bad,))
    action = replace(action, hash=hash_of(action))
    with two.at(two.replicas[0]) as project:
        before = w.canonical(project)
        with pytest.raises(UserError):
            receive(project, [action], lambda name: None)
        assert w.canonical(project) == before
