"""Erasing names among everything else that happens to files: every order of merging ends the same, the journal alone gives
that state, and what was erased is in no entry that had not seen it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.store import ids, withdrawal
from qualcode.store.journal import Act
from tests.laws import driver, ending
from tests.laws.driver import Seat

NAMED = {"participant": "pseudonym", "source": "place"}


def erase_names(s: Seat) -> None:
    """Somebody finds a name in a field and in an older text, writes another, and erases."""
    kind = s.rnd.choice(tuple(NAMED))
    field = NAMED[kind]
    rec = s.pick(kind, "removed=0")
    if rec is None or s.write("edit", lambda a: a.change(kind, rec, **{field: f"bersih {s.world.now}"})) is None:
        return
    old = s.project.rows("SELECT v.id, s.version FROM version v JOIN source s ON s.id=v.source WHERE v.id<>s.version")
    texts = s.rnd.sample(old, k=min(1, len(old)))

    def erase(a: Act) -> None:
        a.create(
            "withdrawal", s.id(), target="names", subject=s.id(), reason="", recs=[[rec.hex(), [field]], *(v.hex() for v, _now in texts)],
            versions=[[v.hex(), now.hex(), [], [[0, 0, 0], [9, 9, 0]], 0] for v, now in texts],
        )  # fmt: skip
        a.renew(kind, rec)
        a.before_commit.append(lambda: withdrawal.obey(s.project.conn))
        a.before_commit.append(lambda: _index(s))

    s.write("erase", erase)
    s.world.count["names erased"] += 1


def _index(s: Seat) -> None:
    from qualcode.store import search

    search.refresh(s.project.conn, search.sources(s.project.conn))


@pytest.mark.parametrize("seed", range(6))
def test_random_histories_in_which_names_are_erased(seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(driver.EVERYTHING, "erase_names", (5.0, erase_names))
    operations = driver.WORK | driver.FILES | {"erase_names": (5.0, erase_names), "withdraw": (1.0, driver.withdraw_)}
    world = driver.history(tmp_path, seed, look=0.2, seconds=4, operations=operations)
    ending.end(world, groupings=2)


def test_an_entry_that_had_seen_the_erasure_keeps_its_words(tmp_path: Path) -> None:
    from qualcode.store import act, check
    from tests.laws.world import PROJECT, World

    world = World(tmp_path)
    world.begin([0, 0])
    person = ids.derived(ids.source_id(PROJECT, b"p"), "participant:0")
    with world.at(world.replicas[0]) as project:
        for name in ("Kenanga", "I-1"):
            with act(project, "edit") as a:
                a.change("participant", person, pseudonym=name)
        with act(project, "erase") as a:
            a.create(
                "withdrawal", ids.new_id(), target="names", subject=ids.new_id(), recs=[[person.hex(), ["pseudonym"]]]
            )
            a.renew("participant", person)
            a.before_commit.append(lambda: withdrawal.obey(project.conn))
        with act(project, "edit") as a:
            a.change("participant", person, pseudonym="Melati")
        said = [
            json.loads(new) for (new,) in project.rows("SELECT new FROM entry WHERE rec=? AND new IS NOT NULL", person)
        ]
        assert [one["pseudonym"] for one in said] == ["I-1", "Melati"]
        assert project.value("SELECT pseudonym FROM participant WHERE id=?", person) == "Melati"
        assert not check.check(project).faults
    world.close_all()
