"""The journal itself: what waits, what is passed on, what a settlement does, what ``check`` notices."""

from __future__ import annotations

import itertools
import random
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.store import act, check, conflicts, ids, journal
from qualcode.store.action import hash_of
from qualcode.store.kinds import BY_NAME, Kind
from qualcode.store.merge import merge
from qualcode.store.receive import receive
from tests.laws import world as w
from tests.laws.world import PROJECT, YEAR, World

UTANG = ids.code_id(PROJECT, ("utang",))
BANYU = ids.code_id(PROJECT, ("banyu",))
SOURCE = ids.source_id(PROJECT, b"p")


@pytest.fixture
def three(tmp_path: Path) -> World:
    world = World(tmp_path)
    world.begin([0, 0, 0])
    return world


def change(world: World, index: int, code: bytes, **values: object) -> bytes:
    with world.at(world.replicas[index]) as project:
        with act(project, "edit") as a:
            a.change("code", code, **values)
        assert a.hash
        return a.hash


def take(world: World, index: int, other: int) -> None:
    world.close(world.replicas[other])
    with world.at(world.replicas[index]) as project:
        merge(project, world.replicas[other].path)


def shown(world: World, index: int, code: bytes, name: str) -> object:
    with world.at(world.replicas[index]) as project:
        return project.value(f'SELECT "{name}" FROM code WHERE id=?', code)


def open_fields(world: World, index: int) -> list[conflicts.Conflict]:
    with world.at(world.replicas[index]) as project:
        return [c for c in conflicts.conflicts(project) if c.what in ("field", "removed")]


# --- what had been seen decides ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("skew", [0, YEAR, -YEAR, 10 * YEAR])
def test_who_had_seen_a_write_stands_over_it_whatever_the_clocks_say(skew: int, tmp_path: Path) -> None:
    world = World(tmp_path)
    world.begin([skew, 0])
    change(world, 0, UTANG, colour=1)
    take(world, 1, 0)
    change(world, 1, UTANG, colour=2)
    take(world, 0, 1)
    assert shown(world, 0, UTANG, "colour") == shown(world, 1, UTANG, "colour") == 2
    assert not open_fields(world, 0)


def test_an_ordinary_write_refuses_a_field_in_conflict_and_leaves_nothing(three: World) -> None:
    change(three, 0, UTANG, colour=1)
    change(three, 1, UTANG, colour=2)
    take(three, 0, 1)
    with three.at(three.replicas[0]) as project:
        before = w.canonical(project)
        with pytest.raises(UserError, match="conflict"), act(project, "edit") as a:
            a.change("code", UTANG, name="lain", colour=3)
        assert w.canonical(project) == before
        with act(project, "bulk", skip_conflicts=True) as a:
            a.change("code", UTANG, name="lain", colour=3)
        assert a.skipped == [("code", UTANG, "colour")]
    assert shown(three, 0, UTANG, "name") == "lain"
    assert len(open_fields(three, 0)) == 1


def test_a_change_to_a_record_removed_elsewhere_is_refused_until_it_is_settled(three: World) -> None:
    change(three, 0, UTANG, colour=1)
    with three.at(three.replicas[1]) as project, act(project, "remove") as a:
        a.remove("code", UTANG)
    take(three, 0, 1)
    (conflict,) = open_fields(three, 0)
    assert conflict.what == "removed"
    with three.at(three.replicas[0]) as project:
        with pytest.raises(UserError, match="conflict"), act(project, "edit") as a:
            a.change("code", UTANG, colour=5)
        with pytest.raises(UserError, match="conflict"), act(project, "keep") as a:
            a.write(BY_NAME["code"], UTANG, {"removed": 0})
    assert open_fields(three, 0) == [conflict]


def test_a_settlement_ends_the_conflict_everywhere_and_two_settlements_are_a_new_one(three: World) -> None:
    change(three, 0, UTANG, colour=1)
    change(three, 1, UTANG, colour=2)
    take(three, 0, 1)
    take(three, 1, 0)
    take(three, 2, 0)
    for index, colour in ((0, 1), (1, 2)):
        with three.at(three.replicas[index]) as project:
            conflicts.settle(project, open_fields(three, index)[0], colour)
        assert not open_fields(three, index)
    take(three, 2, 0)
    assert not open_fields(three, 2) and shown(three, 2, UTANG, "colour") == 1
    take(three, 2, 1)
    (again,) = open_fields(three, 2)
    assert sorted(side.value for side in again.sides) == [1, 2]
    with three.at(three.replicas[2]) as project:
        conflicts.settle(project, again, 2)
    for index in (0, 1):
        take(three, index, 2)
        assert not open_fields(three, index) and shown(three, index, UTANG, "colour") == 2


# --- holding back -----------------------------------------------------------------------------------------------------


def test_actions_that_arrive_one_by_one_in_any_order_never_dangle(three: World) -> None:
    with three.at(three.replicas[0]) as project:
        for n in range(3):
            with act(project, "code-new") as a:
                parent = project.value("SELECT MAX(id) FROM code")
                a.create("code", ids.new_id(three.now + n), name=f"anak {n}", parent=parent, definition=f"arti {n}")
        theirs = list(w.journal_of(project).values())[-3:]
    kept = three.blobs_of(three.replicas[0])
    for order in itertools.permutations(theirs):
        copy = three.copy(three.replicas[1])
        for n, action in enumerate(order):
            with three.at(copy) as project:
                receive(project, [action], kept.get if n else lambda name: None)
                assert not w.faults(project)
        with three.at(copy) as project:
            receive(project, [], kept.get)
            assert not w.waiting_of(project)
            assert project.value("SELECT COUNT(*) FROM code WHERE name LIKE 'anak%'") == 3
        three.close(copy)


def test_an_action_of_a_newer_format_waits_stops_its_log_and_is_passed_on(three: World) -> None:
    three.replicas[0].format = 2
    first = change(three, 0, UTANG, colour=1)
    three.replicas[0].format = 1
    second = change(three, 0, BANYU, colour=2)
    other = change(three, 2, BANYU, valence=1)
    take(three, 1, 0)
    with three.at(three.replicas[1]) as project:
        arrival = merge(project, _closed(three, 2))
        assert arrival.newer == 1
        assert set(w.waiting_of(project)) == {first, second}
        assert not w.faults(project)
    assert shown(three, 1, BANYU, "valence") == 1 and shown(three, 1, BANYU, "colour") is None
    assert other
    late = three.copy(three.replicas[2])  # has never met the newer one, hears of it from the older
    late.format = 2
    with three.at(late) as project:
        merge(project, _closed(three, 1))
        assert not w.waiting_of(project) and not w.faults(project)
        assert project.value("SELECT colour FROM code WHERE id=?", UTANG) == 1
    three.replicas[1].format = 2  # updated
    with three.at(three.replicas[1]) as project:
        receive(project, [], lambda name: None)
        assert not w.waiting_of(project) and not w.faults(project)
    assert shown(three, 1, BANYU, "colour") == 2


def _closed(world: World, index: int) -> Path:
    world.close(world.replicas[index])
    return world.replicas[index].path


def test_nouns_and_fields_of_a_newer_qualcode_survive_a_trip_through_an_older_one(three: World) -> None:
    from qualcode.store import blobs

    rec = ids.new_id(three.now)
    with three.at(three.replicas[0]) as project, act(project, "future") as a:
        prose = blobs.reference(blobs.put(project.conn, b"isi baru"))
        a.pending[rec] = journal._Pending(Kind(900, "future", ()), SOURCE, {"text": prose}, None)
        a.pending[UTANG] = journal._Pending(BY_NAME["code"], None, {"shape": [1, 2]}, {"shape": None})
        a.change("code", BANYU, colour=3)
    with three.at(three.replicas[0]) as project:
        sent = list(w.journal_of(project).values())[-1]
    take(three, 1, 0)
    change(three, 1, UTANG, colour=4)
    take(three, 2, 1)
    with three.at(three.replicas[2]) as project:
        assert w.journal_of(project)[sent.hash] == sent
        assert blobs.prose(project.conn, bytes.fromhex(prose[5:])) == "isi baru"
        check.compact(project)
        assert blobs.prose(project.conn, bytes.fromhex(prose[5:])) == "isi baru"
        assert not w.faults(project)
    assert (shown(three, 2, BANYU, "colour"), shown(three, 2, UTANG, "colour")) == (3, 4)


# --- what check notices -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE entry SET new='{\"colour\":7}' WHERE new='{\"colour\":1}'",
        "UPDATE entry SET old='{\"colour\":7}' WHERE new='{\"colour\":1}'",
        "UPDATE action SET stamp=stamp+1 WHERE id=(SELECT MAX(id) FROM action)",
        "UPDATE action SET seen=NULL WHERE seen IS NOT NULL",
        "UPDATE code SET colour=7",
        "UPDATE code SET fc=NULL",
        "DELETE FROM entry WHERE action=(SELECT MAX(id) FROM action)",
        "DELETE FROM blob WHERE rowid IN (SELECT rowid FROM blob LIMIT 1)",
        "UPDATE blob SET data=x'00' WHERE size=(SELECT MIN(size) FROM blob)",
    ],
)
def test_check_notices_every_change_behind_the_journal(damage: str, three: World) -> None:
    change(three, 1, BANYU, colour=2)
    take(three, 0, 1)
    change(three, 0, UTANG, colour=1)
    with three.at(three.replicas[0]) as project:
        assert not check.check(project).faults
        assert project.conn.execute(damage).rowcount
        project.order.forget()
        assert check.check(project).faults


def test_a_forged_action_is_refused_and_nothing_comes_in(three: World) -> None:
    change(three, 1, BANYU, colour=2)
    with three.at(three.replicas[1]) as project:
        good = list(w.journal_of(project).values())[-1]
    forged = [
        replace(good, stamp=0),
        replace(good, n=9, hash=hash_of(replace(good, n=9))),
        replace(good, n=9, prev=good.seen[0], hash=hash_of(replace(good, n=9, prev=good.seen[0]))),
        replace(good, entries=good.entries * 2),
    ]
    with three.at(three.replicas[0]) as project:
        before = w.canonical(project)
        for action in forged:
            with pytest.raises(UserError):
                receive(project, [action], lambda name: None)
            assert w.canonical(project) == before


# --- forks ------------------------------------------------------------------------------------------------------------


def test_a_cloned_disk_writes_twice_under_one_name_and_both_branches_live(three: World) -> None:
    change(three, 0, UTANG, colour=1)
    three.copy(three.replicas[0], with_state=True)
    change(three, 0, UTANG, valence=1)
    change(three, 3, UTANG, valence=-1)
    names = []
    for order in ((0, 3), (3, 0)):
        copy = three.copy(three.replicas[2])
        for index in order:
            with three.at(copy) as project:
                arrival = merge(project, _closed(three, index))
        assert arrival.forked
        with three.at(copy) as project:
            assert not w.faults(project)
            names.append(project.rows("SELECT hex(uuid) FROM log ORDER BY 1"))
            (conflict,) = [c for c in conflicts.conflicts(project) if c.what == "field"]
            assert sorted(side.value for side in conflict.sides) == [-1, 1]
    assert names[0] == names[1]
    take(three, 3, 0)
    with three.at(three.replicas[3]) as project:
        before = project.value("SELECT log FROM here")
        change(three, 3, BANYU, colour=1)
        assert project.value("SELECT log FROM here") == before  # a fresh one since the merge
        assert not project.value("SELECT COUNT(*) FROM log WHERE uuid=? AND uuid<>origin", before)


@pytest.mark.parametrize("with_state", [False, True])
def test_a_restored_backup_writes_on_and_meets_what_it_had_forgotten(with_state: bool, three: World) -> None:
    change(three, 0, UTANG, colour=1)
    three.back_up(0)
    forgotten = change(three, 0, UTANG, colour=2)
    take(three, 1, 0)
    three.restore(0, with_state=with_state)
    change(three, 0, UTANG, colour=3)
    take(three, 1, 0)
    take(three, 0, 1)
    pictures = []
    for index in (0, 1):
        with three.at(three.replicas[index]) as project:
            assert forgotten in w.journal_of(project)
            assert not w.faults(project)
            pictures.append(w.canonical(project))
    assert pictures[0] == pictures[1]
    (conflict,) = open_fields(three, 0)
    assert sorted(side.value for side in conflict.sides) == [2, 3]


def test_many_branches_of_one_stem_are_named_alike_in_every_order(three: World) -> None:
    change(three, 0, UTANG, colour=1)
    clones = [three.copy(three.replicas[0], with_state=True) for _ in range(3)]
    for n, clone in enumerate(clones):
        index = three.replicas.index(clone)
        for step in range(n + 1):
            change(three, index, BANYU, colour=10 + n, valence=step)
    deeper = three.copy(clones[2], with_state=True)
    change(three, three.replicas.index(deeper), UTANG, valence=1)
    change(three, three.replicas.index(clones[2]), UTANG, valence=2)
    everybody = [*clones, deeper]
    actions = {}
    for replica in everybody:
        actions |= three.journal_of(replica)
        three.close(replica)
    rnd = random.Random(5)
    pictures = []
    for _ in range(6):
        copy = three.copy(three.replicas[1])
        some = list(actions.values())
        rnd.shuffle(some)
        while some:
            take_now, some = some[:3], some[3:]
            with three.at(copy) as project:
                receive(project, take_now, lambda name: None)
                assert not w.faults(project)
        with three.at(copy) as project:
            pictures.append(w.canonical(project))
        three.close(copy)
    assert all(picture == pictures[0] for picture in pictures)
