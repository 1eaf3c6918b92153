"""Actions that share a transaction: each is all or nothing by itself, and what was finished stays."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.errors import UserError
from qualcode.store import act, check, here, ids, open_project, search
from qualcode.store.project import Project
from qualcode.store.together import together
from tests.study_for_tests import Study, study

TALK = "P: Airnya bagaimana?\nI: Lancar, {name}.\nP: Lalu?\nI: Ya begitu.\n"


@pytest.fixture
def s(tmp_path: Path) -> Study:
    return study(tmp_path)


def region(project: Project, name: str) -> None:
    with act(project, "edit") as a:
        a.create("region", ids.derived(project.id, name), name=name, level="dusun")


def names(project: Project) -> list[str]:
    return [name for (name,) in project.rows("SELECT name FROM region WHERE level='dusun' ORDER BY name")]


def test_one_that_fails_takes_no_other_with_it(s: Study) -> None:
    with together(s.project):
        region(s.project, "Atas")
        with pytest.raises(UserError), act(s.project, "edit") as a:
            a.create("region", ids.derived(s.project.id, "Tengah"), name="Tengah", level="dusun")
            raise UserError("no")
        region(s.project, "Bawah")
    assert names(s.project) == ["Atas", "Bawah"]
    assert check.rebuild_differs(s.project) == []


def test_an_error_ends_it_and_what_was_finished_stays(s: Study) -> None:
    with pytest.raises(KeyboardInterrupt), together(s.project):
        region(s.project, "Atas")
        raise KeyboardInterrupt
    assert not s.project.conn.in_transaction
    region(s.project, "Bawah")
    assert names(s.project) == ["Atas", "Bawah"]


def test_the_index_and_the_note_beside_the_file_know_all_of_them_at_the_end(s: Study) -> None:
    with together(s.project):
        for name in ("W-01", "W-02"):
            s.text(name, TALK.format(name=name))
    assert search.sound(s.project.conn)
    note = here.read(s.project.id, s.project.path)
    last = s.project.value("SELECT hash FROM action ORDER BY id DESC LIMIT 1")
    assert note is not None
    assert note.hash == last.hex()
    assert s.project.value("SELECT COUNT(*) FROM log") == 1


def test_a_copy_whose_first_action_fails_does_not_go_on_in_the_log_it_was_copied_from(s: Study, tmp_path: Path) -> None:
    region(s.project, "Atas")
    s.project.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy = tmp_path / "salinan" / s.project.path.name
    copy.parent.mkdir()
    copy.write_bytes(s.project.path.read_bytes())
    with open_project(copy) as project:
        with together(project):
            with pytest.raises(UserError), act(project, "edit") as a:
                a.create("region", ids.derived(project.id, "Tengah"), name="Tengah", level="dusun")
                a.before_commit.append(refused)
            region(project, "Bawah")
        assert names(project) == ["Atas", "Bawah"]
        assert project.value("SELECT COUNT(*) FROM log") == 2
        number, hash_ = project.rows("SELECT id, hash FROM action ORDER BY id DESC LIMIT 1")[0]
        assert project.order.place(number)[-1] == hash_, "what is known of actions is not that of one that failed"


def refused() -> None:
    raise UserError("no")


def test_where_nothing_was_written_nothing_stays(s: Study) -> None:
    before = s.project.value("SELECT COUNT(*) FROM action")
    with together(s.project), act(s.project, "edit"):
        pass
    assert s.project.value("SELECT COUNT(*) FROM action") == before


@settings(max_examples=20)
@given(parent=st.binary(min_size=16, max_size=16), name=st.text(max_size=40))
def test_derived_ids_are_uuids_of_version_5(parent: bytes, name: str) -> None:
    assert ids.derived(parent, name) == uuid.uuid5(uuid.UUID(bytes=parent), name).bytes
