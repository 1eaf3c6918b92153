"""Undo takes back one's own, one action at a time, and never what somebody else wrote last."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.store import act, conflicts, ids
from qualcode.store.merge import merge
from qualcode.store.project import Project
from qualcode.store.undo import redo, undo
from tests.laws import driver, ending
from tests.laws import world as w
from tests.laws.world import PROJECT, World

UTANG = ids.code_id(PROJECT, ("utang",))
BANYU = ids.code_id(PROJECT, ("banyu",))
SOURCE = ids.source_id(PROJECT, b"p")
FIELDS = ("name", "colour", "valence")
START = {(code, name): None for code in (UTANG, BANYU) for name in FIELDS} | {
    (UTANG, "name"): "utang", (BANYU, "name"): "banyu",
}  # fmt: skip


@pytest.fixture
def two(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.begin([0, 0])
    return world


def change(project: Project, code: bytes, **values: object) -> None:
    with act(project, "edit") as a:
        a.change("code", code, **values)


def shown(project: Project, code: bytes, name: str) -> object:
    return project.value(f'SELECT "{name}" FROM code WHERE id=?', code)


def take(world: World, index: int, other: int) -> None:
    world.close(world.replicas[other])
    with world.at(world.replicas[index]) as project:
        merge(project, world.replicas[other].path)


def test_random_interleavings_of_undo_with_everything_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver checks at each undo that fields somebody else wrote last keep value and heads: also where records are
    written back together, as many are."""
    operations = dict(driver.WORK) | {"undo": (20.0, driver.undo_or_redo), "merge": (8.0, driver.merge_)}
    for seed in range(3):
        monkeypatch.setattr("qualcode.store.undo.MANY", (1, 50)[seed % 2])
        world = driver.history(tmp_path / str(seed), seed, look=0.2, seconds=5, operations=operations)
        ending.end(world, groupings=2)


def test_undoing_several_edits_of_one_field_restores_each_value_in_turn(two: World) -> None:
    with two.at(two.replicas[0]) as project:
        for colour in (1, 2, 3, 2, 5):
            change(project, UTANG, colour=colour)
        seen = []
        for _ in range(5):
            undo(project)
            seen.append(shown(project, UTANG, "colour"))
        assert seen == [2, 3, 2, 1, None]
        for colour in (1, 2, 3, 2, 5):
            redo(project)
            assert shown(project, UTANG, "colour") == colour
        with pytest.raises(UserError):
            redo(project)
        assert not w.faults(project)


@given(
    st.lists(
        st.one_of(
            st.tuples(
                st.sampled_from((UTANG, BANYU)),
                st.dictionaries(st.sampled_from(FIELDS[1:]), st.integers(1, 3), min_size=1),
            ),
            st.just("undo"),
            st.just("redo"),
        ),
        max_size=14,
    )
)
@settings(max_examples=15, deadline=None, database=None, suppress_health_check=list(HealthCheck))
def test_alone_undo_and_redo_are_a_stack(tmp_path_factory: pytest.TempPathFactory, steps: list[object]) -> None:
    """The model: a list of states, and a place in it. A new edit cuts off what was undone."""
    world = World(tmp_path_factory.mktemp("undo"))
    world.begin([0])
    states, at = [dict(START)], 0
    with world.at(world.replicas[0]) as project:
        for step in steps:
            if step in ("undo", "redo"):
                possible = at > 0 if step == "undo" else at + 1 < len(states)
                if not possible:
                    with pytest.raises(UserError):
                        undo(project) if step == "undo" else redo(project)
                    continue
                undo(project) if step == "undo" else redo(project)
                at += -1 if step == "undo" else 1
            else:
                code, values = step  # type: ignore[misc]
                after = states[at] | {(code, name): value for name, value in values.items()}
                if after == states[at]:
                    continue
                change(project, code, **values)
                states, at = [*states[: at + 1], after], at + 1
            assert {key: shown(project, *key) for key in START} == states[at]
    world.close_all()


def test_undo_leaves_and_names_what_a_colleague_wrote_since(two: World) -> None:
    with two.at(two.replicas[0]) as project:
        change(project, UTANG, colour=1, valence=1)
    take(two, 1, 0)
    with two.at(two.replicas[1]) as project:
        change(project, UTANG, colour=7)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        undone = undo(project)
        assert undone.left == (("code", UTANG),)
        assert shown(project, UTANG, "colour") == 7
        assert shown(project, UTANG, "valence") is None
        redo(project)
        assert shown(project, UTANG, "colour") == 7
        assert shown(project, UTANG, "valence") == 1


def test_a_colleague_at_the_same_computer_is_somebody_else(two: World) -> None:
    bagus = ids.coder_id(PROJECT, "Bagus")
    with two.at(two.replicas[0]) as project:
        change(project, UTANG, colour=1)
        with act(project, "edit", who=bagus) as a:
            a.change("code", UTANG, colour=2)
        with pytest.raises(UserError):
            undo(project)
        assert shown(project, UTANG, "colour") == 2
        undo(project, bagus)
        assert shown(project, UTANG, "colour") == 1


def test_a_field_in_conflict_is_not_undone(two: World) -> None:
    for index, colour in ((0, 1), (1, 2)):
        with two.at(two.replicas[index]) as project:
            change(project, UTANG, colour=colour)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        before = conflicts.conflicts(project)
        with pytest.raises(UserError):
            undo(project)
        assert conflicts.conflicts(project) == before != []


def test_undoing_a_settlement_that_kept_the_value_does_not_block_what_came_before(two: World) -> None:
    with two.at(two.replicas[0]) as project:
        change(project, BANYU, colour=4)
    for index, colour in ((0, 1), (1, 2)):
        with two.at(two.replicas[index]) as project:
            change(project, UTANG, colour=colour)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        conflicts.settle(project, conflicts.conflicts(project)[0], shown(project, UTANG, "colour"))
        kinds = [undo(project).kind for _ in range(2)]
        assert kinds[0] == "settle" and not conflicts.conflicts(project)
        assert kinds[1] == "edit"


def test_a_bulk_action_is_undone_and_redone_as_one(two: World) -> None:
    with two.at(two.replicas[0]) as project:
        version = project.value("SELECT version FROM source WHERE id=?", SOURCE)
        with act(project, "accept") as a:
            for n in range(200):
                a.create(
                    "coding", ids.new_id(two.now), source=SOURCE, code=UTANG, coder=project.coder, origin="accepted",
                    layer="own", span=(version, n, n + 3),
                )  # fmt: skip
            a.change("code", UTANG, colour=6)
        live = "SELECT COUNT(*) FROM coding WHERE removed=0"
        assert undo(project).records == 201
        assert project.value(live) == 0 and shown(project, UTANG, "colour") is None
        assert redo(project).records == 201
        assert project.value(live) == 200 and shown(project, UTANG, "colour") == 6
        assert not w.faults(project)


@pytest.mark.parametrize("together", [1, 50])
def test_a_record_that_a_colleague_has_touched_is_not_undone_away(
    two: World, together: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.store.undo.MANY", together)
    with two.at(two.replicas[0]) as project, act(project, "code-new") as a:
        mine, touched = (a.create("code", ids.new_id(two.now), name=name) for name in ("satu", "dua"))
    take(two, 1, 0)
    with two.at(two.replicas[1]) as project:
        change(project, touched, colour=3)
    take(two, 0, 1)
    with two.at(two.replicas[0]) as project:
        assert undo(project).left == (("code", touched),)
        assert shown(project, mine, "removed") == 1
        assert shown(project, touched, "removed") == 0


def test_on_a_copied_file_there_is_nothing_of_one_s_own_to_undo(two: World) -> None:
    with two.at(two.replicas[0]) as project:
        change(project, UTANG, colour=1)
    copy = two.copy(two.replicas[0])
    with two.at(copy) as project:
        with pytest.raises(UserError):
            undo(project)
        assert shown(project, UTANG, "colour") == 1
