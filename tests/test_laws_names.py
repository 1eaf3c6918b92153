"""Erasing names among everything else that happens to files: every order of merging ends the same, the journal alone gives
that state, and what was erased is in no entry that had not seen it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from qualcode.errors import UserError
from qualcode.store import ids, withdrawal
from qualcode.store.journal import Act
from qualcode.store.withdraw import Reworded, withdraw
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


WRITTEN = {"memo": "text", "code": "definition", "source": "place", "finding": "claim"}


def withdraw_with_texts(s: Seat) -> None:
    """Somebody withdraws, and words of theirs go from what researchers wrote, whatever two people made of it meanwhile."""
    source = s.pick("source")
    if source is None:
        return

    def reworded(gone: set[bytes]) -> dict[bytes, Reworded]:
        found: dict[bytes, Reworded] = {}
        for kind, field in WRITTEN.items():
            rec = s.pick(kind)
            if rec is not None and rec not in gone:
                found[rec] = Reworded(
                    kind, {field}, {field: f"tanpa kata {s.world.now}"} if s.rnd.random() < 0.5 else {}
                )
        return found

    said = driver._words_of(s.project, "source", source)
    try:
        withdraw(s.project, "source", source, reworded=reworded)
    except UserError as refused:
        assert "conflict" in refused.what, refused
        return
    s.world.withdrawn |= said
    s.noted(s.project.value("SELECT hash FROM action ORDER BY id DESC LIMIT 1"))
    s.world.count["texts reworded"] += 1


@pytest.mark.parametrize("seed", range(3))
def test_random_histories_in_which_who_withdraws_is_taken_out_of_texts(seed: int, tmp_path: Path) -> None:
    operations = driver.WORK | driver.FILES | {"withdraw_with_texts": (2.0, withdraw_with_texts)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(driver.EVERYTHING, "withdraw_with_texts", (2.0, withdraw_with_texts))
        world = driver.history(tmp_path, 900 + seed, look=0.2, seconds=3, operations=operations)
    ending.end(world, groupings=2)


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
