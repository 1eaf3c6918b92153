"""Two versions of qualcode in one team: what the older one does not know it keeps and passes on; after an update it counts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from qualcode.store import Project, act, create_project, effects, ids, open_project, schema
from qualcode.store import receive as receiving
from qualcode.store.action import Action
from qualcode.store.check import check, dump
from qualcode.store.kinds import BY_NUMBER
from qualcode.store.merge import merge
from qualcode.store.receive import receive, with_hash
from tests.laws import world as w
from tests.laws.world import PROJECT

LATER = ("round", "assignment", "adjudication")  # kinds, or their fields, that schema 1 did not have


@contextmanager
def older() -> Iterator[None]:
    """The qualcode of schema 1: without the tables and fields of schema 2."""
    known = {number: kind for number, kind in BY_NUMBER.items() if kind.name not in LATER}
    with patch.object(schema, "LATEST", 1), patch.object(effects, "BY_NUMBER", known):
        yield


@pytest.fixture
def newer(tmp_path: Path) -> Iterator[Project]:
    """A project of today, with a round and who codes what in it."""
    with create_project(tmp_path / "newer.qualcode", project_id=PROJECT) as project:
        project.coder = ids.coder_id(PROJECT, "sri")
        with act(project, "init") as a:
            a.create("coder", project.coder, name="sri")
            w.add_source(a, "p", "sri")
        with act(project, "round") as a:
            rec = a.create("round", ids.new_id(), name="putaran 1", state="open", note="catatan")
            a.create("assignment", ids.new_id(), source=ids.source_id(PROJECT, b"p"), coder=project.coder, round=rec)
        with act(project, "round") as a:
            a.change("round", rec, state="closed")
        yield project


def as_it_was(tmp_path: Path, newer: Project) -> Path:
    """What an older qualcode has after merging that project."""
    path = tmp_path / "older.qualcode"
    actions = list(w.journal_of(newer).values())
    blobs = {row[0]: tuple(row[1:]) for row in newer.rows("SELECT hash, size, codec, data FROM blob")}
    with older(), create_project(path, project_id=PROJECT) as project:
        receive(project, actions, blobs.get)
        assert project.value("PRAGMA user_version") == 1
    return path


def test_after_an_update_the_state_has_what_the_older_one_only_kept(tmp_path: Path, newer: Project) -> None:
    path = as_it_was(tmp_path, newer)
    with open_project(path) as project:
        assert project.rows("SELECT name, state FROM round") == [("putaran 1", "closed")]
        assert not check(project).faults
        assert list(dump(project)) == list(dump(newer))


def test_an_update_that_was_stopped_half_way_is_taken_up_again(tmp_path: Path, newer: Project) -> None:
    path = as_it_was(tmp_path, newer)
    with patch("qualcode.store.update.make_anew", side_effect=KeyboardInterrupt), pytest.raises(KeyboardInterrupt):
        open_project(path)
    with open_project(path) as project:
        assert list(dump(project)) == list(dump(newer))
    with open_project(path) as project:
        assert not schema.is_behind(project.conn)


def test_an_older_one_passes_on_what_it_does_not_know(tmp_path: Path, newer: Project) -> None:
    path = as_it_was(tmp_path, newer)
    with create_project(tmp_path / "third.qualcode", project_id=PROJECT) as third:
        with older():
            open_project(path).close()
        # read as a file of schema 1, without bringing it up to date
        merge(third, path)
        assert list(dump(third)) == list(dump(newer))


def test_what_waited_for_its_format_counts_after_the_update(tmp_path: Path, newer: Project) -> None:
    path = tmp_path / "older.qualcode"
    last = list(w.journal_of(newer).values())[-1]
    later: Action = with_hash(
        Action(last.origin, last.n + 1, 2, last.stamp + 1, last.who, "edit", None, (), last.hash, b"", last.entries)
    )
    blobs = {row[0]: tuple(row[1:]) for row in newer.rows("SELECT hash, size, codec, data FROM blob")}
    with older(), create_project(path, project_id=PROJECT) as project:
        arrival = receive(project, [*w.journal_of(newer).values(), later], blobs.get)
        assert (arrival.waiting, arrival.newer) == (1, 1)
    with patch.object(receiving, "FORMAT", 2), open_project(path) as project:
        assert project.value("SELECT COUNT(*) FROM waiting") == 0
        assert project.value("SELECT 1 FROM action WHERE hash=?", later.hash)
        assert not check(project).faults
