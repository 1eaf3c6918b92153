"""Whatever stops the program, and whenever: the project opens, is whole, and holds all that was reported as done.

Small numbers here; ``python -m benchmarks.crash`` and ``python -m benchmarks.powercut`` run fifty each.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash import kill, scene
from tests.crash.scene import Scene, Size


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_STATE_DIR", str(tmp_path_factory.mktemp("state")))
        yield scene.prepare(tmp_path_factory.mktemp("scene"), size=Size(files=3, turns=20, colleagues=2, theirs=30))


def test_killed_at_any_moment(prepared: Scene) -> None:
    for found in kill.campaign(prepared, 4, seed=7):
        assert found.well, found


def test_two_windows_on_one_project_killed_together(prepared: Scene) -> None:
    found = kill.two_windows(prepared, seed=70)
    assert found.well, found


def test_after_a_power_cut_all_that_was_done_is_there(prepared: Scene) -> None:
    pytest.importorskip("apsw", reason="apsw is not installed: no file system that loses writes")
    from tests.crash import cut

    for found in cut.campaign(prepared, 6, "FULL", seed=7):
        assert found.well, found


def test_the_lossy_disk_does_lose_what_was_not_flushed(prepared: Scene) -> None:
    """The same cuts without flushing: else the test above would prove nothing."""
    pytest.importorskip("apsw", reason="apsw is not installed: no file system that loses writes")
    from tests.crash import cut

    assert any(not found.well for found in cut.campaign(prepared, 3, "OFF", seed=7))


def test_a_half_import_would_be_noticed(prepared: Scene, tmp_path: Path) -> None:
    """The look afterwards sees a turn that is missing from the index, and a report that is not true."""
    import shutil

    project = tmp_path / "project.qualcode"
    shutil.copyfile(prepared.base, project)
    lines: list[str] = []
    scene.work(prepared, project, 1, lines.append, codings=1)
    assert scene.verify(prepared, project, lines, go_on=False).well
    assert scene.verify(prepared, project, [*lines, "done coding " + 32 * "0"]).lost
    with scene.open_project(project) as p:
        p.conn.execute("DELETE FROM speech WHERE rowid=(SELECT MAX(rowid) FROM speech)")
        p.conn.execute("DELETE FROM speaker WHERE k=(SELECT MAX(k) FROM speaker)")
    found = scene.verify(prepared, project, lines)
    assert found.half and found.damage
