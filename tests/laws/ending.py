"""The end of a history: every file merged with every other in several orders, and all laws of merging judged."""

from __future__ import annotations

import json
import random
import shutil

from qualcode.store import blobs, conflicts, ids, state, tree, withdraw
from qualcode.store.kinds import BY_NAME
from qualcode.store.merge import merge
from qualcode.store.project import Project
from tests.laws import carrying
from tests.laws import world as w
from tests.laws.oracle import Truth, truth
from tests.laws.world import Replica, World


def end(world: World, *, groupings: int = 3) -> None:
    """Merge copies of all files in ``groupings`` different orders and groupings, then judge. Closes everything."""
    rnd = random.Random(world.seed)
    world.close_all()
    if world.withdrawals & world.lost:
        # A withdrawal was lost with the only file that had it, when erased entries may have travelled without it: what
        # one device has erased another still has, until somebody withdraws again. Only that nothing else went is judged.
        whole = _merged([_aside(world, replica) for replica in world.replicas], world, rnd)
        with world.at(whole) as project:
            _nothing_lost(world, project)
        world.count["withdrawal lost"] += 1
        world.count["histories"] += 1
        world.close_all()
        world.close(whole)
        return
    originals = list(world.replicas)
    ready = [_aside(world, replica) for replica in originals]  # brought up to date once, and not for every order
    wholes = []
    for _ in range(groupings):
        order = rnd.sample(ready, k=len(ready))
        wholes.append(_merged([_copied(world, replica) for replica in order], world, rnd))
    pictures = []
    for whole in wholes:
        with world.at(whole) as project:
            pictures.append(w.canonical(project))
    for picture in pictures[1:]:
        assert picture == pictures[0], f"orders differ: {_difference(pictures[0], picture)}"
    with world.at(wholes[0]) as project:
        world.close(wholes[-1])
        again = merge(project, wholes[-1].path)
        assert again.nothing and w.canonical(project) == pictures[0], "merging again brought something"
        assert not (found := w.faults(project)), found
        _nothing_lost(world, project)
        true = truth(w.journal_of(project))
        _as_the_oracle_says(project, true)
        completed = withdraw.complete(project)
        world.count["completed"] += completed
        assert not withdraw.complete(project)
        _erased_everywhere(world, project)
        assert not completed or not (found := w.faults(project)), found
        found_conflicts = conflicts.conflicts(project)
        world.count["conflicts"] += len(found_conflicts)
        world.count["cycles"] += sum(c.what == "cycle" for c in found_conflicts)
        world.count["branches"] += project.value("SELECT COUNT(*) FROM log WHERE uuid<>origin")
        world.count["actions"] += project.value("SELECT COUNT(*) FROM action")
        world.count["erased"] += project.value("SELECT COUNT(*) FROM entry WHERE new IS NULL")
        for c in found_conflicts:
            if c.what in ("field", "removed"):
                value = rnd.choice(c.sides).value if c.what == "field" else rnd.randrange(2)
                still = {(x.what, x.kind, x.rec, x.field): x for x in conflicts.conflicts(project)}
                if now := still.get((c.what, c.kind, c.rec, c.field)):
                    conflicts.settle(project, now, value)
    world.close(wholes[0])
    if world.count["sync"]:
        _syncs_to_one(world, ready, pictures[0])
    for other in wholes[1:]:
        with world.at(other) as project:
            merge(project, wholes[0].path)
            left = [c for c in conflicts.conflicts(project) if c.what in ("field", "removed")]
            assert not left, f"settled there, open here: {left}"
            assert not (found := w.faults(project)), found
    world.count["histories"] += 1
    world.close_all()


def _syncs_to_one(world: World, ready: list[Replica], merged: list[tuple[object, ...]]) -> None:
    """Through a folder all come to one state, which is that of merging where nothing had to be blanked after it."""
    copies = [_copied(world, replica) for replica in ready]
    pictures = carrying.healed(world, copies)
    for picture in pictures[1:]:
        assert picture == pictures[0], f"syncing differs: {_difference(pictures[0], picture)}"
    world.count["synced to one"] += 1
    known = {row for row in merged if row[0] == "action"}
    if not world.lost and not known <= set(pictures[0]):
        raise AssertionError("syncing lost what merging has")


def _aside(world: World, replica: Replica) -> Replica:
    """A copy that takes no part in the history, with the newest qualcode."""
    copy = _copied(world, replica)
    if not world.of_one_version:
        world.update(copy)
        world.close(copy)
    return copy


def _copied(world: World, replica: Replica) -> Replica:
    world.close(replica)
    copy = world.fresh(replica.coder, replica.skew)
    world.replicas.remove(copy)
    copy.unknown = replica.unknown
    copy.format = replica.format
    shutil.copyfile(replica.path, copy.path)
    return copy


def _merged(files: list[Replica], world: World, rnd: random.Random) -> Replica:
    """One of the files, with all others merged into it, grouped at random; closed: what an older qualcode held back has effect
    when it is opened by a newer one."""
    while len(files) > 1:
        left = files.pop(rnd.randrange(len(files)))
        right = files.pop(rnd.randrange(len(files)))
        world.close(right)
        with world.at(left) as project:
            merge(project, right.path)
        files.append(left)
    world.close(files[0])
    return files[0]


def _difference(one: list[tuple[object, ...]], two: list[tuple[object, ...]]) -> str:
    a, b = [x for x in one if x not in two], [x for x in two if x not in one]
    return f"{a[:2]} ... {b[:2]}"[:1500]


def _nothing_lost(world: World, project: Project) -> None:
    placed, waiting = w.journal_of(project), w.waiting_of(project)
    missing = world.committed - world.lost - set(placed) - set(waiting)
    assert not missing, f"{len(missing)} actions lost"
    for held in waiting.values():
        needs = {h for h in (held.prev, *held.seen) if h is not None and h not in placed}
        texts = {name for e in held.entries for name in blobs.references(e.new) if not blobs.has(project.conn, name)}
        gone = texts and world.count["restore"]  # the file that had the text was overwritten
        assert needs & (world.lost | set(waiting)) or gone, "an action waits for nothing"
    erased = {e.rec for e in w.erased_entries(placed)}
    for rec, made in world.made.items():
        if made in placed and rec not in world.removed and rec not in erased:
            assert project.value("SELECT removed FROM coding WHERE id=?", rec) == 0, "a coding was lost"


def _as_the_oracle_says(project: Project, true: Truth) -> None:
    for (kind, rec, name), (heads, value) in true.fields.items():
        row = state.read(project.conn, BY_NAME[kind], rec)
        assert row is not None, f"{kind} is not there"
        got = frozenset(project.order.place(head)[4] for head in row.heads(name))
        assert got == heads, f"heads of {kind}.{name} are not the oracle's"
        assert json.dumps(row.values[name], sort_keys=True) == json.dumps(value, sort_keys=True), f"{kind}.{name}"
    rows = sum(project.value(f'SELECT COUNT(*) FROM "{name}"') for name in BY_NAME)
    assert rows == len({key[:2] for key in true.fields}), "records that no action made"
    shown = {(c.kind, c.rec, c.field) for c in conflicts.conflicts(project) if c.what == "field"}
    assert shown == true.conflicts, "conflicts are not the oracle's"
    assert tree.effective_parents(project)[0] == true.parents, "the tree is not the oracle's"


def _erased_everywhere(world: World, project: Project) -> None:
    """No word of a withdrawn source or informant stands in any table."""
    gone = {subject for (subject,) in project.rows("SELECT subject FROM withdrawal")}
    for name in "pqrst":
        source = ids.source_id(w.PROJECT, name.encode())
        for informant in range(3):
            participant = ids.derived(source, f"participant:{informant}")
            if participant in gone:
                assert not w.words_left(project, w.person(name, informant)), "the note on a withdrawn participant"
            partly = (name, informant) in world.withdrawn and not world.lost
            if source in gone or partly:
                left = [
                    place
                    for place in w.words_left(project, w.secret(name, informant))
                    if not _on_an_erased_edition(project, place)
                ]
                assert not left, f"words of somebody withdrawn: {left[:3]}"


def _on_an_erased_edition(project: Project, place: str) -> bool:
    """Whether the words stand in a memo to a coding on an edition that an earlier withdrawal erased: where in it the
    next one to withdraw speaks nobody knows any more (a known gap; see test_laws_withdraw)."""
    memo = bytes.fromhex(place[5:]) if place.startswith("blob ") else None
    return bool(
        project.value(
            "SELECT 1 FROM coding c LEFT JOIN memo m ON m.about=c.id WHERE (c.memo=?1 OR m.text=?1)"
            " AND c.version NOT IN (SELECT id FROM version)",
            memo,
        )
    )
