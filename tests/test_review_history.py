"""History says what stands now; a study that was joined is among the recent ones; finishing says whose work counts."""

from __future__ import annotations

from pathlib import Path

from qualcode.store.history import deeds
from qualcode.store.undo import redo, undo
from tests.cli_world import CommandLine
from tests.study_for_tests import interview, study


def test_what_was_undone_and_done_again_is_not_undone(tmp_path: Path) -> None:
    s = study(tmp_path / "studi")
    s.codes("utang")

    def undone() -> list[tuple[str, bool]]:
        return [(deed.kind, deed.undone) for deed in deeds(s.project) if deed.kind == "codebook"]

    undo(s.project)
    assert undone() == [("codebook", True)]
    redo(s.project)
    assert undone() == [("codebook", False)]
    undo(s.project)
    assert undone() == [("codebook", True)]


def test_a_joined_study_is_among_the_recent_ones(qc: CommandLine, tmp_path: Path) -> None:
    s = study(tmp_path / "lain")
    s.project.close()
    (tmp_path / "state" / "recent.json").unlink(missing_ok=True)
    qc("join", s.folder, "--coder", "bagus")
    assert str(s.project.path.resolve()) in [item["path"] for item in qc("projects", "--json").items]


def test_finishing_says_whose_work_counts_there(qc: CommandLine, tmp_path: Path) -> None:
    s = study(tmp_path / "lain")
    s.codes("utang")
    s.text("W-01", interview("Pajang", "Ya."))
    s.coder("bagus")
    s.project.close()
    assert "what counts there is the work of sri" in qc("--project", s.folder, "--coder", "bagus", "finish", "W-01").out
    assert "it counts from now on" in qc("--project", s.folder, "--coder", "sri", "finish", "W-01").out
